//! A client's room: its briefs, the firms for each, wishes, its agenda.

mod agenda;
mod brief;
mod mark;
mod ranking;
mod room;

use axum::Router;
use axum::routing::{get, post};

pub(super) use agenda::own_events;
pub(super) use ranking::query;
pub(super) use room::Room;

use crate::State;

/// The pages of a client's room.
pub(super) fn routes() -> Router<State> {
    let base = "/rooms/client/{id}";
    let at = |rest: &str| format!("{base}{rest}");
    Router::new()
        .route(base, get(room::briefs))
        .route(&at("/briefs/new"), get(room::new).post(room::post))
        .route(&at("/briefs/{brief}"), get(brief::read).post(brief::write))
        .route(&at("/briefs/{brief}/requirements"), post(brief::requirements))
        .route(&at("/briefs/{brief}/status"), post(brief::status))
        .route(&at("/briefs/{brief}/delete"), post(brief::delete))
        .route(&at("/briefs/{brief}/admissions"), post(brief::admit))
        .route(&at("/briefs/{brief}/firms"), get(ranking::firms))
        .route(&at("/briefs/{brief}/compare"), get(ranking::compare))
        .route(&at("/briefs/{brief}/marks"), post(mark::mark))
        .route(&at("/briefs/{brief}/wishes"), post(mark::propose))
        .route(&at("/wishes"), get(agenda::wishes))
        .route(&at("/wishes/{event}/{wish}/answer"), post(agenda::answer))
        .route(&at("/wishes/{event}/{wish}/delete"), post(agenda::withdraw))
        .route(&at("/wishes/{event}/again"), post(agenda::again))
        .route(&at("/agenda"), get(agenda::agenda))
}
