//! Firms, clients and people, as the organiser looks after them.

use askama::Template;
use axum::extract::{RawQuery, State as Shared};
use axum::response::{IntoResponse, Redirect};
use passerelle_app::service::{Actor, FirmFilter, Paging, Refusal};
use serde_json::{Value as Json, json};

use super::super::client::query;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::desk::Desk as Words;
use super::super::words::terms::Terms;
use super::super::{Page, directory, encoded};
use super::event::{organiser, text};
use crate::State;

struct FirmLine {
    id: String,
    name: String,
    status: String,
    updated: String,
}

#[derive(Template)]
#[template(path = "desk/firms.html")]
struct Firms<'a> {
    s: &'a Shell,
    w: &'static Words,
    t: &'static Terms,
    tab: &'static str,
    f: Faults,
    form: &'a Form,
    asked: Form,
    firms: Vec<FirmLine>,
    next: Option<String>,
}

async fn firms_page(state: &State, visitor: &Visitor, asked: Form, failed: Option<(Faults, Form)>) -> Page {
    organiser(&visitor.actor)?;
    let some = |key: &str| asked.some(key).map(str::to_owned);
    let filter = FirmFilter { q: some("q"), status: some("status"), ..FirmFilter::default() };
    let paging = Paging { cursor: some("cursor"), limit: Some(100), recent: false };
    let found = state.service.firms(&visitor.actor, &filter, &paging).await?;
    let firms = found
        .items
        .iter()
        .map(|one| FirmLine {
            id: text(one, "id"),
            name: text(&one["firm"], "name"),
            status: text(one, "status"),
            updated: text(&one["firm"], "updated"),
        })
        .collect();
    let next = found.next.map(|next| {
        format!(
            "/desk/firms?status={}&q={}&cursor={}",
            encoded(asked.get("status")),
            encoded(asked.get("q")),
            encoded(&next)
        )
    });
    let language = visitor.shell.language;
    let (f, form) = failed.unwrap_or_default();
    let page = Firms {
        s: &visitor.shell,
        w: Words::of(language),
        t: Terms::of(language),
        tab: "firms",
        f,
        form: &form,
        asked,
        firms,
        next,
    };
    Ok(visitor.show(&page)?)
}

/// Profiles by their state.
pub(super) async fn firms(Shared(state): Shared<State>, visitor: Visitor, RawQuery(raw): RawQuery) -> Page {
    firms_page(&state, &visitor, query(raw.as_deref()), None).await
}

/// A new profile, to be filled in its room.
pub(super) async fn add_firm(Shared(state): Shared<State>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    organiser(&visitor.actor)?;
    match state.service.add_firm(&visitor.actor, None, &json!({"name": form.get("name")})).await {
        Ok(made) => {
            let id = made.body["id"].as_str().unwrap_or_default();
            Ok(Redirect::to(&format!("/rooms/firm/{id}/profile")).into_response())
        }
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            firms_page(&state, &visitor, Form::default(), Some((f, form))).await
        }
    }
}

struct ClientLine {
    id: String,
    name: String,
    sector: String,
}

#[derive(Template)]
#[template(path = "desk/clients.html")]
struct Clients<'a> {
    s: &'a Shell,
    w: &'static Words,
    tab: &'static str,
    f: Faults,
    form: &'a Form,
    clients: Vec<ClientLine>,
    sectors: Vec<(&'static str, String)>,
}

/// Every client: identifier, name, sector.
pub(super) async fn all_clients(state: &State, actor: &Actor) -> Result<Vec<Json>, Refusal> {
    let mut paging = Paging { limit: Some(200), ..Paging::default() };
    let mut all = Vec::new();
    loop {
        let page = state.service.clients(actor, &paging).await?;
        all.extend(page.items);
        match page.next {
            Some(next) => paging.cursor = Some(next),
            None => return Ok(all),
        }
    }
}

/// A client's name, wherever the answer holds it.
pub(super) fn client_name(one: &Json) -> String {
    let inside = text(&one["client"], "name");
    if inside.is_empty() { text(one, "name") } else { inside }
}

async fn clients_page(state: &State, visitor: &Visitor, failed: Option<(Faults, Form)>) -> Page {
    organiser(&visitor.actor)?;
    let clients = all_clients(state, &visitor.actor)
        .await?
        .iter()
        .map(|one| {
            let inside = text(&one["client"], "sector");
            let sector = if inside.is_empty() { text(one, "sector") } else { inside };
            ClientLine { id: text(one, "id"), name: client_name(one), sector }
        })
        .collect();
    let language = visitor.shell.language;
    let (f, form) = failed.unwrap_or_default();
    let page = Clients {
        s: &visitor.shell,
        w: Words::of(language),
        tab: "clients",
        f,
        form: &form,
        clients,
        sectors: directory::known_sectors(language),
    };
    Ok(visitor.show(&page)?)
}

/// Clients.
pub(super) async fn clients(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    clients_page(&state, &visitor, None).await
}

/// A new client.
pub(super) async fn add_client(Shared(state): Shared<State>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    organiser(&visitor.actor)?;
    let mut body = json!({"name": form.get("name")});
    if let Some(sector) = form.some("sector") {
        body["sector"] = json!(sector);
    }
    match state.service.add_client(&visitor.actor, &body).await {
        Ok(_) => Ok(Told::done("saved").at("/desk/clients")),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            clients_page(&state, &visitor, Some((f, form))).await
        }
    }
}

/// What became of a sign-in link that was made.
enum Link {
    /// It went out by mail.
    Mailed,
    /// To be handed on by the organiser.
    Copy(String),
}

struct Registration {
    id: String,
    firm: String,
    name: String,
    person: String,
    email: String,
    message: String,
}

struct Account {
    id: String,
    name: String,
    email: String,
    role: String,
    party: String,
    active: bool,
}

#[derive(Template)]
#[template(path = "desk/people.html")]
struct People<'a> {
    s: &'a Shell,
    w: &'static Words,
    tab: &'static str,
    f: Faults,
    form: &'a Form,
    registrations: Vec<Registration>,
    accounts: Vec<Account>,
    link: Option<Link>,
}

async fn people_page(
    state: &State,
    visitor: &Visitor,
    failed: Option<(Faults, Form)>,
    link: Option<Link>,
) -> Page {
    organiser(&visitor.actor)?;
    let registrations = state
        .service
        .registrations(&visitor.actor, Some("waiting"))
        .await?
        .iter()
        .map(|one| Registration {
            id: text(one, "id"),
            firm: text(one, "firm"),
            name: text(one, "name"),
            person: text(one, "person"),
            email: text(one, "email"),
            message: text(one, "message"),
        })
        .collect();
    let accounts = state
        .service
        .accounts(&visitor.actor)
        .await?
        .iter()
        .map(|one| Account {
            id: text(one, "id"),
            name: text(one, "name"),
            email: text(one, "email"),
            role: text(one, "role"),
            party: text(one, "party"),
            active: one["active"] == true,
        })
        .collect();
    let (f, form) = failed.unwrap_or_default();
    let page = People {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        tab: "people",
        f,
        form: &form,
        registrations,
        accounts,
        link,
    };
    Ok(visitor.show(&page)?)
}

impl People<'_> {
    fn role(&self, word: &str) -> super::super::words::Text {
        match word {
            "organiser" => self.w.role_organiser,
            "client" => self.w.role_client,
            _ => self.w.role_firm,
        }
    }
}

/// Registrations and accounts.
pub(super) async fn people(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    people_page(&state, &visitor, None, None).await
}

fn link_of(made: &Json) -> Link {
    made["link"].as_str().map_or(Link::Mailed, |link| Link::Copy(link.to_owned()))
}

/// Approves or refuses a registration.
pub(super) async fn decide(Shared(state): Shared<State>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    organiser(&visitor.actor)?;
    let approve = form.get("answer") == "approve";
    match state.service.decide_registration(&visitor.actor, form.get("registration"), approve).await {
        Ok(made) => {
            let link = approve.then(|| link_of(&made));
            people_page(&state, &visitor, None, link).await
        }
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            people_page(&state, &visitor, Some((f, Form::default())), None).await
        }
    }
}

/// Lets a person in.
pub(super) async fn add_person(Shared(state): Shared<State>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    organiser(&visitor.actor)?;
    let made = state
        .service
        .add_member(&visitor.actor, form.get("email"), form.get("name"), form.get("role"), form.some("party"))
        .await;
    match made {
        Ok(made) => people_page(&state, &visitor, None, Some(link_of(&made))).await,
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            people_page(&state, &visitor, Some((f, form)), None).await
        }
    }
}

/// Gives an account a new link, closes it, or opens it again.
pub(super) async fn account(Shared(state): Shared<State>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    organiser(&visitor.actor)?;
    let id = form.get("account");
    match form.get("step") {
        "link" => {
            let made = state.service.copy_link(&visitor.actor, id).await?;
            people_page(&state, &visitor, None, Some(link_of(&made))).await
        }
        step => {
            let open = step == "open";
            state.service.set_active(&visitor.actor, id, open).await?;
            let back = if open { "close" } else { "open" };
            let undo = [("account", id.to_owned()), ("step", back.to_owned())];
            Ok(Told::undoable("saved", "/desk/people/accounts".into(), &undo).at("/desk/people"))
        }
    }
}
