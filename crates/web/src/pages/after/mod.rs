//! After the event: each side's outcomes, the board of follow-ups, figures for sponsors.

mod board;
mod chart;
mod figures;
mod outcome;
mod place;

use axum::Router;
use axum::routing::{get, post};

use crate::State;

/// The pages of what comes after.
pub(super) fn routes() -> Router<State> {
    let mut all = Router::new().route("/events/{id}/figures", get(figures::figures));
    for (base, side) in [("/rooms/client/{id}/after", "client"), ("/rooms/firm/{id}/after", "firm")] {
        let at = |rest: &str| format!("{base}/{{event}}{rest}");
        all = all
            .route(base, get(move |state, visitor, id| outcome::outcomes(side, state, visitor, id)))
            .route(&at("/outcomes"), post(move |state, ids, posted| outcome::say(side, state, ids, posted)))
            .route(
                &at(""),
                get(move |state, visitor, ids, asked| board::of_room(side, state, visitor, ids, asked))
                    .post(move |state, ids, posted| board::write_in_room(side, state, ids, posted)),
            )
            .route(
                &at("/{table}"),
                get(move |state, visitor, ids| board::table_of_room(side, state, visitor, ids)),
            );
    }
    all.route("/desk/events/{id}/after", get(board::of_desk).post(board::write_at_desk))
        .route("/desk/events/{id}/after/{table}", get(board::table_of_desk))
}
