//! The organiser's desk: firms, clients, people, import; events from set-up to what came of them.

mod agenda;
mod day;
mod event;
mod hand_outs;
mod import;
mod meeting;
mod overview;
mod people;
mod plan;
mod questions;
mod release;
mod scenarios;
mod setup;

use axum::Router;
use axum::routing::{get, post};

pub(super) use event::Event;

use crate::State;

/// The pages of the desk.
pub(super) fn routes() -> Router<State> {
    let event = "/desk/events/{id}";
    let at = |rest: &str| format!("{event}{rest}");
    Router::new()
        .route("/desk", get(overview::overview))
        .route("/desk/remind", post(overview::remind))
        .route("/desk/firms", get(people::firms).post(people::add_firm))
        .route("/desk/clients", get(people::clients).post(people::add_client))
        .route("/desk/people", get(people::people).post(people::add_person))
        .route("/desk/people/registrations", post(people::decide))
        .route("/desk/people/accounts", post(people::account))
        .route("/desk/import", get(import::form).post(import::send))
        .route("/desk/import/template", get(import::template))
        .route("/desk/events/new", get(setup::new).post(setup::make))
        .route(event, get(setup::setup).post(setup::write))
        .route(&at("/desks"), get(setup::desks).post(setup::write_desks))
        .route(&at("/firms"), get(setup::firms).post(setup::write_firms))
        .route(&at("/plan"), get(plan::plan).post(plan::ask))
        .route(&at("/plan/{job}/cancel"), post(plan::cancel))
        .route(&at("/agenda"), get(agenda::grid))
        .route(&at("/proof"), get(questions::proof))
        .route(&at("/helps"), post(questions::helps))
        .route(&at("/meeting"), get(meeting::one))
        .route(&at("/edit"), post(meeting::edit))
        .route(&at("/undo"), post(meeting::undo))
        .route(&at("/scenarios"), get(scenarios::scenarios).post(scenarios::act))
        .route(&at("/hand-outs"), get(hand_outs::hand_outs).post(hand_outs::renew))
        .route(&at("/day"), get(day::day).post(day::repair))
        .route(&at("/day/attendance"), post(day::attend))
        .route(&at("/releases"), get(release::releases).post(release::release))
        .route(&at("/releases/{number}"), get(release::one))
        .route(&at("/releases/{number}/letters"), post(release::send))
}
