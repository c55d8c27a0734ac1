//! What is handed out: private links, calendars, papers, the workbook.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use passerelle_app::service::{HandOut, Refusal, TemplateLanguage};
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::IntoParams;

use crate::State;
use crate::answer::{Answer, list, ok};
use crate::ask::{At, Params, Who};

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HandOutQuery {
    /// `fr` (the default) or `en`.
    lang: Option<String>,
}

impl HandOutQuery {
    fn language(&self) -> Result<TemplateLanguage, Refusal> {
        match self.lang.as_deref() {
            None | Some("fr") => Ok(TemplateLanguage::French),
            Some("en") => Ok(TemplateLanguage::English),
            Some(_) => Err(Refusal::invalid("lang", "is neither fr nor en", "give one of them")),
        }
    }
}

/// A file under its name (RFC 6266, section 4.3); not sent again to who has it.
pub(crate) fn file(file: HandOut, asked: &HeaderMap) -> Response {
    use std::fmt::Write;
    let tag = format!("\"{}\"", file.tag);
    let known = asked.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let known =
        known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || " .-_".contains(c) { c } else { '_' })
        .collect();
    let whole = file.name.bytes().fold(String::new(), |mut whole, byte| {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            let _ = write!(whole, "%{byte:02X}");
        }
        whole
    });
    let disposition = format!("inline; filename=\"{plain}\"; filename*=UTF-8''{whole}");
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { file.bytes.into_response() };
    let mut say = |name: header::HeaderName, value: &str| {
        // Names and tags were made of plain letters above.
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    say(header::CONTENT_TYPE, file.kind);
    say(header::CONTENT_DISPOSITION, &disposition);
    say(header::ETAG, &tag);
    say(header::CACHE_CONTROL, "private, no-cache");
    response
}

/// The private links of all parties.
#[utoipa::path(get, path = "/events/{id}/links", tag = "handout", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_party_links(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    list(state.service.party_links(&actor, &id).await?)
}

/// Renews a party's private link (`side` is `desk` or `firm`): the one of before opens nothing any more.
#[utoipa::path(post, path = "/events/{id}/parties/{side}/{party}/link", tag = "handout",
    params(("id" = String, Path), ("side" = String, Path), ("party" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn renew_party_link(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, side, party)): At<(String, String, String)>,
) -> Answer {
    ok(state.service.renew_link(&actor, &id, [&side, &party]).await?)
}

/// All meetings as a calendar to subscribe to.
#[utoipa::path(get, path = "/events/{id}/calendar.ics", tag = "handout", params(("id" = String, Path), HandOutQuery),
    responses((status = 200, content_type = "text/calendar", body = String)))]
pub(crate) async fn get_calendar(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<HandOutQuery>,
    headers: HeaderMap,
) -> Answer {
    Ok(file(state.service.calendar(&actor, &id, query.language()?).await?, &headers))
}

/// Which release, and in which language.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WorkbookQuery {
    /// `fr` (the default) or `en`.
    lang: Option<String>,
    /// Which release; the last when not told.
    release: Option<i64>,
}

/// The organiser's workbook.
#[utoipa::path(get, path = "/events/{id}/workbook.xlsx", tag = "handout", params(("id" = String, Path), WorkbookQuery),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(crate) async fn get_workbook(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<WorkbookQuery>,
    headers: HeaderMap,
) -> Answer {
    let language = HandOutQuery { lang: query.lang }.language()?;
    Ok(file(state.service.workbook(&actor, &id, query.release, language).await?, &headers))
}

/// A party's meetings as a calendar.
#[utoipa::path(get, path = "/events/{id}/parties/{side}/{party}/calendar.ics", tag = "handout",
    params(("id" = String, Path), ("side" = String, Path), ("party" = String, Path), HandOutQuery),
    responses((status = 200, content_type = "text/calendar", body = String)))]
pub(crate) async fn get_party_calendar(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, side, party)): At<(String, String, String)>,
    Params(query): Params<HandOutQuery>,
    headers: HeaderMap,
) -> Answer {
    Ok(file(state.service.party_calendar(&actor, &id, [&side, &party], query.language()?).await?, &headers))
}

/// The agenda that a private link opens; no account is needed.
#[utoipa::path(get, path = "/links/{secret}", tag = "handout", params(("secret" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn open_party_link(Shared(state): Shared<State>, At(secret): At<String>) -> Answer {
    ok(state.service.agenda_by_link(&secret, None).await?)
}

/// The calendar of a private link, to subscribe to.
#[utoipa::path(get, path = "/links/{secret}/calendar.ics", tag = "handout", params(("secret" = String, Path), HandOutQuery),
    responses((status = 200, content_type = "text/calendar", body = String)))]
pub(crate) async fn get_link_calendar(
    Shared(state): Shared<State>,
    At(secret): At<String>,
    Params(query): Params<HandOutQuery>,
    headers: HeaderMap,
) -> Answer {
    Ok(file(state.service.calendar_by_link(&secret, query.language()?).await?, &headers))
}

/// The agendas of all parties, to print and hand out.
#[utoipa::path(get, path = "/events/{id}/booklet.pdf", tag = "handout", params(("id" = String, Path), WorkbookQuery),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
pub(crate) async fn get_booklet(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<WorkbookQuery>,
    headers: HeaderMap,
) -> Answer {
    let language = HandOutQuery { lang: query.lang }.language()?;
    Ok(file(state.service.booklet(&actor, &id, query.release, language).await?, &headers))
}

/// The cards to put on tables.
#[utoipa::path(get, path = "/events/{id}/table-cards.pdf", tag = "handout", params(("id" = String, Path), WorkbookQuery),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
pub(crate) async fn get_table_cards(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<WorkbookQuery>,
    headers: HeaderMap,
) -> Answer {
    let language = HandOutQuery { lang: query.lang }.language()?;
    Ok(file(state.service.table_cards(&actor, &id, query.release, language).await?, &headers))
}

/// Badges with the private links of today, to print and cut.
#[utoipa::path(get, path = "/events/{id}/badges.pdf", tag = "handout", params(("id" = String, Path), WorkbookQuery),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
pub(crate) async fn get_badges(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<WorkbookQuery>,
    headers: HeaderMap,
) -> Answer {
    let language = HandOutQuery { lang: query.lang }.language()?;
    Ok(file(state.service.badges(&actor, &id, query.release, language).await?, &headers))
}

/// A party's agenda as a paper.
#[utoipa::path(get, path = "/events/{id}/parties/{side}/{party}/agenda.pdf", tag = "handout",
    params(("id" = String, Path), ("side" = String, Path), ("party" = String, Path), HandOutQuery),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
pub(crate) async fn get_party_paper(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, side, party)): At<(String, String, String)>,
    Params(query): Params<HandOutQuery>,
    headers: HeaderMap,
) -> Answer {
    Ok(file(state.service.party_pdf(&actor, &id, [&side, &party], query.language()?).await?, &headers))
}

/// The agenda of a private link as a paper.
#[utoipa::path(get, path = "/links/{secret}/agenda.pdf", tag = "handout", params(("secret" = String, Path), HandOutQuery),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
pub(crate) async fn get_link_paper(
    Shared(state): Shared<State>,
    At(secret): At<String>,
    Params(query): Params<HandOutQuery>,
    headers: HeaderMap,
) -> Answer {
    Ok(file(state.service.pdf_by_link(&secret, query.language()?).await?, &headers))
}
