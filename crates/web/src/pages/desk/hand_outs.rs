//! What the organiser hands out: documents of the last release, everybody's private link.

use askama::Template;
use axum::extract::{Path, State as Shared};

use super::super::Page;
use super::super::form::Posted;
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::desk::Desk as Words;
use super::super::words::personal::Personal;
use super::event::{Event, text};
use crate::State;

struct Link {
    side: String,
    party: String,
    name: String,
    url: String,
}

#[derive(Template)]
#[template(path = "desk/hand_outs.html")]
struct HandOuts<'a> {
    s: &'a Shell,
    w: &'static Words,
    p: &'static Personal,
    event: &'a Event,
    tab: &'static str,
    released: bool,
    links: Vec<Link>,
}

/// Documents and links.
pub(super) async fn hand_outs(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let released = !state.service.releases(&visitor.actor, &id).await?.is_empty();
    let links = state
        .service
        .party_links(&visitor.actor, &id)
        .await?
        .iter()
        .map(|one| Link {
            side: text(one, "side"),
            party: text(one, "party"),
            name: text(one, "name"),
            url: text(one, "url"),
        })
        .collect();
    let language = visitor.shell.language;
    let page = HandOuts {
        s: &visitor.shell,
        w: Words::of(language),
        p: Personal::of(language),
        event: &event,
        tab: "hand-outs",
        released,
        links,
    };
    Ok(visitor.show(&page)?)
}

/// Renews a party's link.
pub(super) async fn renew(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let event = Event::of(&state, posted.actor(), &id).await?;
    let whose = [posted.form.get("side"), posted.form.get("party")];
    state.service.renew_link(posted.actor(), &id, whose).await?;
    let words = Personal::of(posted.shell().language).renewed.to_string();
    Ok(Told::saying(words).at(&event.at("/hand-outs#links")))
}
