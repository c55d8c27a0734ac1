//! The demonstration's tour: each room can be entered by a switch on the page. Only where the server runs as a demonstration.

use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use passerelle_app::service::{Actor, FirmFilter, Paging, Refusal};

use super::Page;
use super::form::Form;
use super::shell::{room, set_cookie};
use crate::State;
use crate::ask::{no_session, session_cookie};

/// Some parties to visit as: clients first, then firms.
pub(super) async fn parties(state: &State) -> Vec<(String, String)> {
    let console = Actor::console();
    let paging = Paging { limit: Some(8), ..Paging::default() };
    let mut all = Vec::new();
    let clients =
        state.service.clients(&console, &paging).await.map(|listed| listed.items).unwrap_or_default();
    let filter = FirmFilter { status: Some("published".into()), ..FirmFilter::default() };
    let firms =
        state.service.firms(&console, &filter, &paging).await.map(|listed| listed.items).unwrap_or_default();
    for (side, list) in [("client", clients), ("firm", firms)] {
        for one in list {
            let name = one[side]["name"].as_str().or(one["name"].as_str());
            if let (Some(id), Some(name)) = (one["id"].as_str(), name) {
                all.push((format!("{side}:{id}"), name.to_owned()));
            }
        }
    }
    all
}

/// Enters a room of the demonstration, or leaves all of them.
pub(crate) async fn visit(Shared(state): Shared<State>, form: Form) -> Page {
    if !state.demo {
        return Err(Refusal::not_found("demonstration", "here").into());
    }
    let party = form.get("party");
    if party == "public" {
        let mut response = Redirect::to("/").into_response();
        set_cookie(&mut response, &no_session());
        return Ok(response);
    }
    let session = state.service.demonstrate(party).await?;
    let actor = state.service.who(Some(&session.secret), None).await?.unwrap_or_else(Actor::public);
    let mut response = Redirect::to(&room(&actor).unwrap_or_else(|| "/".into())).into_response();
    set_cookie(&mut response, &session_cookie(&state, &session));
    Ok(response)
}
