//! The overview: what waits, and the events.

use askama::Template;
use axum::extract::State as Shared;
use passerelle_app::service::{Actor, FirmFilter, Paging, Refusal};

use super::super::form::Posted;
use super::super::home::days;
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::desk::Desk as Words;
use super::super::{Page, reader};
use super::event::{organiser, text};
use crate::State;

/// How many are counted before "or more" is said.
const MOST: u32 = 200;

struct Line {
    id: String,
    name: String,
    when: String,
}

#[derive(Template)]
#[template(path = "desk/overview.html")]
struct Overview<'a> {
    s: &'a Shell,
    w: &'static Words,
    tab: &'static str,
    events: Vec<Line>,
    registrations: usize,
    stale: usize,
    drafts: usize,
    briefs: usize,
    no_firms: bool,
}

async fn firms(state: &State, actor: &Actor, status: &str) -> Result<usize, Refusal> {
    let filter = FirmFilter { status: Some(status.to_owned()), ..FirmFilter::default() };
    let paging = Paging { limit: Some(MOST), ..Paging::default() };
    Ok(state.service.firms(actor, &filter, &paging).await?.items.len())
}

/// The overview.
pub(super) async fn overview(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    let actor = &visitor.actor;
    organiser(actor)?;
    let language = visitor.shell.language;
    let all =
        state.service.events(actor, &Paging { recent: true, limit: Some(50), ..Paging::default() }).await?;
    let events = all
        .items
        .iter()
        .map(|one| Line {
            id: text(one, "id"),
            name: text(one, "name"),
            when: days(one)
                .iter()
                .map(|day| reader::short_day(*day, language))
                .collect::<Vec<_>>()
                .join(" · "),
        })
        .collect();
    let paging = Paging { limit: Some(MOST), ..Paging::default() };
    let overview = Overview {
        s: &visitor.shell,
        w: Words::of(language),
        tab: "overview",
        events,
        registrations: state.service.registrations(actor, Some("waiting")).await?.len(),
        stale: firms(&state, actor, "stale").await?,
        drafts: firms(&state, actor, "draft").await?,
        briefs: state.service.briefs(actor, Some("draft"), &paging).await?.items.len(),
        no_firms: state.service.is_empty().await?,
    };
    Ok(visitor.show(&overview)?)
}

/// Writes to the firms whose profiles are out of date.
pub(super) async fn remind(Shared(state): Shared<State>, posted: Posted) -> Page {
    organiser(posted.actor())?;
    let sent = state.service.remind_stale(posted.actor()).await?;
    let words = Words::of(posted.shell().language).reminded.n(usize::try_from(sent).unwrap_or(0));
    Ok(Told::saying(words).at("/desk"))
}
