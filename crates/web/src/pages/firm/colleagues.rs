//! Who has an account for the firm.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use passerelle_app::service::{Cause, Refusal};
use serde::Deserialize;

use super::{Room, enter, enter_posted};
use crate::State;
use crate::pages::form::{Faults, Form, Posted};
use crate::pages::shell::{Shell, Told, Visitor};
use crate::pages::{Page, view};

#[derive(Debug, Clone, Deserialize)]
struct Account {
    name: String,
    email: String,
    active: bool,
    created: Option<String>,
}

#[derive(Template)]
#[template(path = "firm/colleagues.html")]
struct Shown<'a> {
    s: &'a Shell,
    room: &'a Room,
    f: Faults,
    form: &'a Form,
    accounts: Vec<Account>,
}

async fn shown(
    state: &State,
    visitor: &Visitor,
    room: &Room,
    (form, f): (&Form, Faults),
) -> Result<Response, Refusal> {
    let all = state.service.accounts(&visitor.actor).await?;
    let mut accounts: Vec<Account> = all.into_iter().map(view).collect::<Result<_, _>>()?;
    accounts.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.email.cmp(&b.email)));
    visitor.show(&Shown { s: &visitor.shell, room, f, form, accounts })
}

/// The page.
pub(super) async fn show(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let (visitor, room) = enter(&state, visitor, &id, "colleagues").await?;
    Ok(shown(&state, &visitor, &room, (&Form::default(), Faults::default())).await?)
}

/// Lets a colleague in.
pub(super) async fn add(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let (posted, room) = enter_posted(&state, posted, &id, "colleagues").await?;
    let form = &posted.form;
    let added =
        state.service.add_member(posted.actor(), form.get("email"), form.get("name"), "firm", Some(&id));
    let refusal = match added.await {
        Ok(_) => return Ok(Told::done("saved").at(&room.at("colleagues"))),
        Err(refusal) if refusal.cause == Cause::Exists => {
            Refusal::invalid("email", "already has an account", "give another address")
        }
        Err(refusal) => refusal,
    };
    let f = Faults::of(refusal, posted.shell())?;
    Ok(shown(&state, &posted.visitor, &room, (form, f)).await?)
}
