//! Spreadsheets in.

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use passerelle_app::service::{ImportAsked, Refusal, TemplateLanguage};
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::IntoParams;

use crate::State;
use crate::ask::{Params, Who, bytes};
use crate::problem::Problem;

/// What is sent, and what to do with it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportQuery {
    /// The name of the file with its ending: `firms.xlsx`.
    name: String,
    /// The event to which desks, wishes and absences belong.
    event: Option<String>,
    /// Which sheet holds what, JSON; recognised when left out.
    mapping: Option<String>,
    /// Whether new firms are drafts; published at once otherwise.
    drafts: Option<bool>,
    /// Whether to write it; otherwise only what would change is told.
    apply: Option<bool>,
}

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LanguageQuery {
    /// `fr` or `en`.
    lang: Option<String>,
}

/// Imports a spreadsheet (XLSX, CSV, JSON): what would change, or all of it written.
#[utoipa::path(post, path = "/imports", tag = "import", params(ImportQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Json)))]
pub(crate) async fn import_file(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<ImportQuery>,
    request: Request,
) -> Response {
    // Nobody else's megabytes are read.
    if let Err(refusal) = actor.organiser() {
        return Problem(refusal).into_response();
    }
    let body = match bytes(request, state.service.config().server.import_limit_kib * 1024).await {
        Ok(body) => body.to_vec(),
        Err(response) => return response,
    };
    let ImportQuery { name, event, mapping, drafts, apply } = query;
    let asked = ImportAsked {
        name,
        bytes: body,
        mapping,
        event,
        as_drafts: drafts.unwrap_or_default(),
        apply: apply.unwrap_or_default(),
    };
    match state.service.import(&actor, asked).await {
        Ok(told) => axum::Json(told).into_response(),
        Err(refusal) => Problem(refusal).into_response(),
    }
}

/// The workbook to fill in.
#[utoipa::path(get, path = "/imports/template", tag = "import", params(LanguageQuery),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(crate) async fn get_template(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<LanguageQuery>,
) -> Result<Response, Problem> {
    let language = match query.lang.as_deref() {
        None | Some("fr") => TemplateLanguage::French,
        Some("en") => TemplateLanguage::English,
        Some(_) => return Err(Refusal::invalid("lang", "is neither fr nor en", "give one of them").into()),
    };
    let workbook = state.service.template(&actor, language).await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"passerelle.xlsx\"")),
    ];
    Ok((StatusCode::OK, headers, workbook).into_response())
}
