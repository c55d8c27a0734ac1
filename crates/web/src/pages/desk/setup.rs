//! Setting an event up: when and where, desks, firms that come; and at once whether it can work.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use passerelle_app::service::{FirmFilter, Paging, Refusal, Wrong};
use serde_json::{Map, Value as Json, json};

use super::super::Page;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::desk::Desk as Words;
use super::super::words::refusals::told;
use super::event::{Event, organiser, text};
use super::people::{all_clients, client_name};
use crate::State;

/// Fields of a row of half-days.
const SESSION: [&str; 5] = ["date", "start", "count", "minutes", "breaks"];
/// Fields of a row of closed tables.
const CLOSED: [&str; 3] = ["from", "until", "tables"];
/// Fields of a row of desks.
const DESK: [&str; 8] = ["client", "id", "person", "role", "email", "briefs", "min", "max"];

/// A row of a form: its values in the order of its fields.
type Row = Vec<String>;

/// Rows of fields of one prefix, those that are empty left out.
fn rows(form: &Form, prefix: &str, fields: &[&str]) -> Vec<Row> {
    let columns: Vec<Vec<&str>> = fields.iter().map(|field| form.all(&format!("{prefix}.{field}"))).collect();
    let most = columns.iter().map(Vec::len).max().unwrap_or(0);
    let row = |at: usize| -> Row {
        columns.iter().map(|column| column.get(at).copied().unwrap_or_default().to_owned()).collect()
    };
    (0..most).map(row).filter(|row| row.iter().any(|value| !value.is_empty())).collect()
}

/// What can be told at once of whether an event can work.
struct Check {
    ready: bool,
    wrong: Vec<String>,
    figures: Vec<(u64, super::super::words::Text)>,
    short: Vec<String>,
}

async fn check(state: &State, visitor: &Visitor, id: &str) -> Result<Check, Refusal> {
    let checked = state.service.check_event(&visitor.actor, id).await?;
    let s = &visitor.shell;
    let w = Words::of(s.language);
    let number = |key: &str| checked[key].as_u64().unwrap_or(0);
    let wrong = checked["wrong"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| {
            let (message, hint) = (text(one, "message"), text(one, "hint"));
            format!("{} {} {}", text(one, "field"), told(&message, s.language), told(&hint, s.language))
        })
        .collect();
    let figures = [
        ("slots", w.check_slots),
        ("places", w.check_places),
        ("desks", w.check_desks),
        ("firms", w.check_firms),
        ("wished_meetings", w.check_wishes),
        ("most_meetings", w.check_most),
        ("floors_of_firms", w.check_floors),
    ];
    let figures = figures.into_iter().map(|(key, name)| (number(key), name)).collect();
    let mut short = Vec::new();
    let told = |one: &Json| text(one, s.code());
    if number("short_of_places") > 0 {
        short.push(told(&checked["summary"]));
    }
    short.extend(checked["impossible"].as_array().into_iter().flatten().map(|one| told(&one["sentence"])));
    Ok(Check { ready: checked["ready"] == true, wrong, figures, short })
}

#[derive(Template)]
#[template(path = "desk/setup.html")]
struct SetUp<'a> {
    s: &'a Shell,
    w: &'static Words,
    event: Option<&'a Event>,
    tab: &'static str,
    f: Faults,
    form: Form,
    sessions: Vec<Row>,
    closed: Vec<Row>,
    named_tables: usize,
    check: Option<Check>,
}

/// A time of the event's clock from one of the database (UTC), for a field; empty when there is none.
fn local_time(at: &str, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    at.parse::<jiff::Timestamp>()
        .map(|at| zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default()
}

/// The form of what is kept.
fn fields(body: &Json) -> (Form, Vec<Row>, Vec<Row>, usize) {
    let file = &body["event"];
    let zone = text(file, "timezone");
    let tables = match &file["tables"] {
        Json::Array(list) => (String::new(), list.len()),
        other => (other.as_u64().map(|count| count.to_string()).unwrap_or_default(), 0),
    };
    let form = Form::of(vec![
        ("name".into(), text(file, "name")),
        ("timezone".into(), if zone.is_empty() { "Europe/Paris".into() } else { zone.clone() }),
        ("tables".into(), tables.0),
        ("closes.wishes".into(), local_time(&text(&body["closes"], "wishes"), &zone)),
        ("closes.answers".into(), local_time(&text(&body["closes"], "answers"), &zone)),
    ]);
    let list = |key: &str| file[key].as_array().cloned().unwrap_or_default();
    let sessions = list("sessions")
        .iter()
        .map(|one| {
            let breaks = one["breaks"].as_array().into_iter().flatten();
            let breaks: Vec<String> =
                breaks.map(|pause| format!("{}/{}", text(pause, "start"), text(pause, "minutes"))).collect();
            vec![
                text(one, "date"),
                text(one, "start"),
                text(one, "count"),
                text(one, "minutes"),
                breaks.join(", "),
            ]
        })
        .collect();
    let closed = list("closed_tables")
        .iter()
        .map(|one| {
            let tables = match &one["tables"] {
                Json::Array(ids) => ids.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
                count => count.to_string(),
            };
            vec![text(one, "from"), text(one, "until"), tables]
        })
        .collect();
    (form, sessions, closed, tables.1)
}

async fn page(
    state: &State,
    visitor: &Visitor,
    event: Option<&Event>,
    failed: Option<(Faults, Form)>,
) -> Page {
    let (form, sessions, closed, named_tables) = fields(event.map_or(&Json::Null, |event| &event.body));
    let check = match event {
        Some(event) => Some(check(state, visitor, &event.id).await?),
        None => None,
    };
    let (f, form, sessions, closed) = match failed {
        Some((f, form)) => {
            let (sessions, closed) = (rows(&form, "sessions", &SESSION), rows(&form, "closed", &CLOSED));
            (f, form, sessions, closed)
        }
        None => (Faults::default(), form, sessions, closed),
    };
    let page = SetUp {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        event,
        tab: "setup",
        f,
        form,
        sessions,
        closed,
        named_tables,
        check,
    };
    Ok(visitor.show(&page)?)
}

/// A number as JSON, or what was typed, so that the reader of events complains of it in its own words.
fn number(text: &str) -> Json {
    text.parse::<u64>().map_or_else(|_| json!(text), |number| json!(number))
}

fn breaks(typed: &str) -> Vec<Json> {
    typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(|one| {
            let (start, minutes) = one.split_once('/').unwrap_or((one, ""));
            json!({"start": start.trim(), "minutes": number(minutes.trim())})
        })
        .collect()
}

/// A time of the event's clock as one of the database.
fn utc(typed: &str, zone: &str, field: &str, wrong: &mut Vec<Wrong>) -> Option<String> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let at = typed.parse::<DateTime>().ok().and_then(|at| zone.to_timestamp(at).ok());
    if at.is_none() {
        let (message, hint) = ("is not a time".to_owned(), "write it as 2027-03-01T18:00".to_owned());
        wrong.push(Wrong { field: field.to_owned(), message, hint });
    }
    at.map(|at| at.to_string())
}

/// What a form makes of an event: keys that the form does not know stay as they were.
fn written(kept: &Json, form: &Form) -> Result<Json, Refusal> {
    let mut file = kept["event"].as_object().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    file.insert("name".into(), json!(form.get("name")));
    file.insert("timezone".into(), json!(form.get("timezone")));
    if let Some(tables) = form.some("tables") {
        file.insert("tables".into(), number(tables));
    }
    let before: BTreeMap<String, Json> = kept["event"]["sessions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| (format!("{} {}", text(one, "date"), text(one, "start")), one["session"].clone()))
        .collect();
    let sessions = rows(form, "sessions", &SESSION).into_iter().map(|row| {
        let mut one =
            json!({"date": row[0], "start": row[1], "count": number(&row[2]), "minutes": number(&row[3])});
        let breaks = breaks(&row[4]);
        if !breaks.is_empty() {
            one["breaks"] = json!(breaks);
        }
        // The half-day is told apart from the clock's only where it was before.
        if let Some(session) = before.get(&format!("{} {}", row[0], row[1])).filter(|one| !one.is_null()) {
            one["session"] = session.clone();
        }
        one
    });
    file.insert("sessions".into(), sessions.collect());
    let closed: Vec<Json> = rows(form, "closed", &CLOSED)
        .into_iter()
        .map(|row| {
            let ids: Vec<&str> = row[2].split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
            let tables = match ids.as_slice() {
                [one] if one.parse::<u64>().is_ok() => number(one),
                ids => json!(ids),
            };
            json!({"from": row[0], "until": row[1], "tables": tables})
        })
        .collect();
    if closed.is_empty() {
        file.remove("closed_tables");
    } else {
        file.insert("closed_tables".into(), json!(closed));
    }
    let mut closes = Map::new();
    for key in ["wishes", "answers"] {
        let field = format!("closes.{key}");
        if let Some(typed) = form.some(&field)
            && let Some(at) = utc(typed, form.get("timezone"), &field, &mut wrong)
        {
            closes.insert(key.into(), json!(at));
        }
    }
    if !wrong.is_empty() {
        return Err(Refusal::wrong(wrong));
    }
    let mut body = json!({"event": file, "closes": closes});
    if !kept["policy"].is_null() {
        body["policy"] = kept["policy"].clone();
    }
    Ok(body)
}

/// A new event.
pub(super) async fn new(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    organiser(&visitor.actor)?;
    page(&state, &visitor, None, None).await
}

/// Makes an event.
pub(super) async fn make(Shared(state): Shared<State>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    organiser(&visitor.actor)?;
    let made = async {
        let body = written(&Json::Null, &form)?;
        state.service.add_event(&visitor.actor, &body).await
    };
    match made.await {
        Ok(made) => {
            let id = made.body["id"].as_str().unwrap_or_default();
            Ok(Told::done("saved").at(&format!("/desk/events/{id}/desks")))
        }
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, None, Some((f, form))).await
        }
    }
}

/// An event's set-up.
pub(super) async fn setup(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    page(&state, &visitor, Some(&event), None).await
}

/// Writes an event's set-up.
pub(super) async fn write(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let put = async {
        let body = written(&event.body, &form)?;
        state.service.put_event(&visitor.actor, &id, form.version(), &body).await
    };
    match put.await {
        Ok(_) => Ok(Told::done("saved").at(&event.at(""))),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, Some(&event), Some((f, form))).await
        }
    }
}

#[derive(Template)]
#[template(path = "desk/desks.html")]
struct Desks<'a> {
    s: &'a Shell,
    w: &'static Words,
    event: &'a Event,
    tab: &'static str,
    f: Faults,
    rows: Vec<Row>,
    clients: Vec<(String, String)>,
    briefs: Vec<(String, String)>,
}

impl Desks<'_> {
    /// A row to be filled in.
    fn empty(&self) -> Row {
        vec![String::new(); DESK.len()]
    }
}

async fn desks_page(state: &State, visitor: &Visitor, event: &Event, failed: Option<(Faults, Form)>) -> Page {
    let kept: Vec<Row> = event.body["event"]["clients"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|client| client["desks"].as_array().into_iter().flatten().map(move |desk| (client, desk)))
        .map(|(client, desk)| {
            let briefs = desk["briefs"].as_array().into_iter().flatten().filter_map(Json::as_str);
            vec![
                text(client, "id"),
                text(desk, "id"),
                text(desk, "person"),
                text(desk, "role"),
                text(desk, "email"),
                briefs.collect::<Vec<_>>().join(", "),
                text(desk, "min"),
                text(desk, "max"),
            ]
        })
        .collect();
    let clients = all_clients(state, &visitor.actor).await?;
    let briefs = state
        .service
        .briefs(&visitor.actor, Some("open"), &Paging { limit: Some(200), ..Paging::default() })
        .await?;
    let (f, rows) = match failed {
        Some((f, form)) => (f, rows(&form, "desk", &DESK)),
        None => (Faults::default(), kept),
    };
    let page = Desks {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        event,
        tab: "desks",
        f,
        rows,
        clients: clients.iter().map(|one| (text(one, "id"), client_name(one))).collect(),
        briefs: briefs.items.iter().map(|one| (text(one, "id"), text(one, "title"))).collect(),
    };
    Ok(visitor.show(&page)?)
}

/// The desks of an event.
pub(super) async fn desks(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    desks_page(&state, &visitor, &event, None).await
}

/// Clients with the desks of the rows; what the form does not know of a desk stays as it was.
fn clients_of(kept: &Json, rows: &[Row], names: &[(String, Json)]) -> Json {
    let clients = || kept["event"]["clients"].as_array().into_iter().flatten();
    let known: BTreeMap<String, Json> = clients()
        .flat_map(|client| client["desks"].as_array().into_iter().flatten())
        .map(|desk| (text(desk, "id"), desk.clone()))
        .collect();
    let mut made: Vec<Json> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let [client, id, person, role, email, briefs, min, max] =
            std::array::from_fn(|i| row.get(i).map_or("", String::as_str));
        let id = if id.is_empty() { format!("{client}-{}", at + 1) } else { id.to_owned() };
        let mut desk = known.get(&id).cloned().unwrap_or_else(|| json!({}));
        let briefs: Vec<&str> =
            briefs.split([',', ' ', ';']).map(str::trim).filter(|one| !one.is_empty()).collect();
        desk["id"] = json!(id);
        desk["person"] = json!(person);
        desk["briefs"] = json!(briefs);
        let optional =
            [("role", json!(role)), ("email", json!(email)), ("min", number(min)), ("max", number(max))];
        for (key, value) in optional {
            match desk.as_object_mut() {
                Some(keys) if value == json!("") => drop(keys.remove(key)),
                Some(keys) => drop(keys.insert(key.into(), value)),
                None => {}
            }
        }
        let place = made.iter().position(|one| one["id"] == client).unwrap_or_else(|| {
            let before = clients().find(|one| one["id"] == client).cloned();
            let mut new = before.unwrap_or_else(|| {
                let name = names.iter().find(|(id, _)| id == client).map(|(_, one)| one.clone());
                name.unwrap_or_else(|| json!({"id": client, "name": client}))
            });
            new["desks"] = json!([]);
            made.push(new);
            made.len() - 1
        });
        if let Some(desks) = made[place]["desks"].as_array_mut() {
            desks.push(desk);
        }
    }
    json!(made)
}

/// Writes the desks.
pub(super) async fn write_desks(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let put = async {
        let names: Vec<(String, Json)> = all_clients(&state, &visitor.actor)
            .await?
            .iter()
            .map(|one| (text(one, "id"), json!({"id": text(one, "id"), "name": client_name(one)})))
            .collect();
        let mut body = kept(&event.body);
        body["event"]["clients"] = clients_of(&event.body, &rows(&form, "desk", &DESK), &names);
        state.service.put_event(&visitor.actor, &id, form.version(), &body).await
    };
    match put.await {
        Ok(_) => Ok(Told::done("saved").at(&event.at("/desks"))),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            desks_page(&state, &visitor, &event, Some((f, form))).await
        }
    }
}

/// What is kept of an event, to be changed and sent back.
fn kept(body: &Json) -> Json {
    let mut kept = json!({"event": body["event"], "closes": body["closes"]});
    if !body["policy"].is_null() {
        kept["policy"] = body["policy"].clone();
    }
    kept
}

/// A firm that may come.
struct Attending {
    id: String,
    name: String,
    comes: bool,
    min: String,
    max: String,
    seats: String,
    away: String,
}

#[derive(Template)]
#[template(path = "desk/attending.html")]
struct Firms<'a> {
    s: &'a Shell,
    w: &'static Words,
    event: &'a Event,
    tab: &'static str,
    f: Faults,
    firms: Vec<Attending>,
}

async fn firms_page(
    state: &State,
    visitor: &Visitor,
    event: &Event,
    failed: Option<(Faults, &Form)>,
) -> Page {
    let listed: BTreeMap<String, Json> = event.body["event"]["attending"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| (text(one, "firm"), one.clone()))
        .collect();
    let filter = FirmFilter { status: Some("published".into()), ..FirmFilter::default() };
    let mut paging = Paging { limit: Some(200), ..Paging::default() };
    let mut firms = Vec::new();
    loop {
        let found = state.service.firms(&visitor.actor, &filter, &paging).await?;
        for one in &found.items {
            let id = text(one, "id");
            let known = listed.get(&id).unwrap_or(&Json::Null);
            let typed = |key: &str| match &failed {
                Some((_, form)) => form.get(&format!("{key}.{id}")).to_owned(),
                None => text(known, key),
            };
            let absences = known["absences"].as_array().into_iter().flatten();
            let away: Vec<String> =
                absences.map(|away| format!("{} – {}", text(away, "from"), text(away, "until"))).collect();
            let comes = match &failed {
                Some((_, form)) => form.has(&format!("comes.{id}")),
                None => listed.contains_key(&id),
            };
            firms.push(Attending {
                name: text(&one["firm"], "name"),
                comes,
                min: typed("min"),
                max: typed("max"),
                seats: typed("seats"),
                away: away.join(", "),
                id,
            });
        }
        match found.next {
            Some(next) => paging.cursor = Some(next),
            None => break,
        }
    }
    let f = failed.map(|(f, _)| f).unwrap_or_default();
    let page =
        Firms { s: &visitor.shell, w: Words::of(visitor.shell.language), event, tab: "firms", f, firms };
    Ok(visitor.show(&page)?)
}

/// The firms that come.
pub(super) async fn firms(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    firms_page(&state, &visitor, &event, None).await
}

/// Writes which firms come, with their floors and caps.
pub(super) async fn write_firms(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let before: BTreeMap<String, Json> = event.body["event"]["attending"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| (text(one, "firm"), one.clone()))
        .collect();
    let mut attending = Vec::new();
    for firm in form.all("firm") {
        if !form.has(&format!("comes.{firm}")) {
            continue;
        }
        let mut one = before.get(firm).cloned().unwrap_or_else(|| json!({"firm": firm}));
        for key in ["min", "max", "seats"] {
            match (one.as_object_mut(), form.some(&format!("{key}.{firm}"))) {
                (Some(keys), Some(value)) => drop(keys.insert(key.into(), number(value))),
                (Some(keys), None) => drop(keys.remove(key)),
                _ => {}
            }
        }
        attending.push(one);
    }
    let mut body = kept(&event.body);
    match body["event"].as_object_mut() {
        Some(keys) if attending.is_empty() => drop(keys.remove("attending")),
        Some(keys) => drop(keys.insert("attending".into(), json!(attending))),
        None => {}
    }
    match state.service.put_event(&visitor.actor, &id, form.version(), &body).await {
        Ok(_) => Ok(Told::done("saved").at(&event.at("/firms"))),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            firms_page(&state, &visitor, &event, Some((f, &form))).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Form {
        Form::of(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn what_the_form_does_not_know_stays() {
        let kept = json!({"event": {"id": "e", "name": "Old", "exclusions": [{"desk": "d", "firm": "f"}],
            "sessions": [{"date": "2027-03-18", "start": "13:30", "count": 2, "minutes": 20, "session": "am"}],
            "tables": [{"id": "A1"}], "clients": [{"id": "c", "name": "C", "sector": "rail",
            "desks": [{"id": "c-1", "person": "P", "absences": [1], "briefs": ["b"]}]}]}, "closes": {}});
        let form = typed(&[
            ("name", "New"),
            ("timezone", "Europe/Paris"),
            ("tables", ""),
            ("sessions.date", "2027-03-18"),
            ("sessions.start", "13:30"),
            ("sessions.count", "3"),
            ("sessions.minutes", "20"),
            ("sessions.breaks", "14:30/10"),
            ("sessions.date", ""),
            ("sessions.start", ""),
            ("closes.wishes", "2027-03-01T18:00"),
        ]);
        let body = written(&kept, &form).unwrap();
        assert_eq!(body["event"]["exclusions"], kept["event"]["exclusions"]);
        assert_eq!(body["event"]["tables"], kept["event"]["tables"]);
        assert_eq!(body["event"]["sessions"][0]["session"], "am");
        assert_eq!(body["event"]["sessions"][0]["breaks"][0], json!({"start": "14:30", "minutes": 10}));
        assert_eq!(body["event"]["sessions"].as_array().unwrap().len(), 1);
        assert_eq!(body["closes"]["wishes"], "2027-03-01T17:00:00Z");
        let row: Row =
            ["c", "c-1", "Q", "", "", "b, b2", "1", ""].iter().map(|one| (*one).to_owned()).collect();
        let clients = clients_of(&kept, &[row], &[]);
        assert_eq!(clients[0]["sector"], "rail");
        assert_eq!(clients[0]["desks"][0]["absences"], json!([1]));
        assert_eq!(clients[0]["desks"][0]["briefs"], json!(["b", "b2"]));
        assert_eq!(clients[0]["desks"][0]["min"], 1);
    }
}
