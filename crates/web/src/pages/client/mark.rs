//! What a client does with a firm of a ranking: pins, excludes, notes, proposes to meet.

use axum::extract::{Path, State as Shared};
use passerelle_app::service::{Actor, Paging, Refusal, WishSent};
use serde_json::Value as Json;

use super::super::Page;
use super::super::form::Posted;
use super::super::shell::{Told, local};
use super::room::Room;
use crate::State;

/// A desk at an event that holds a brief, and the firms it has wished for already.
pub(super) struct Place {
    pub(super) event: String,
    pub(super) event_name: String,
    pub(super) desk: String,
    pub(super) person: String,
    pub(super) wished: Vec<String>,
}

/// Every desk of the client that holds the brief.
pub(super) async fn places(state: &State, actor: &Actor, brief: &str) -> Result<Vec<Place>, Refusal> {
    let mut places = Vec::new();
    for event in state.service.events(actor, &Paging::default()).await?.items {
        let (Some(id), name) = (event["id"].as_str(), event["name"].as_str().unwrap_or_default()) else {
            continue;
        };
        let holds =
            |desk: &&Json| desk["briefs"].as_array().is_some_and(|list| list.iter().any(|one| one == brief));
        let desks: Vec<&Json> = event["desks"].as_array().into_iter().flatten().filter(holds).collect();
        if desks.is_empty() {
            continue;
        }
        let wishes =
            state.service.wishes(actor, id, &Paging { limit: Some(200), ..Paging::default() }).await?.items;
        for desk in desks {
            let wished = wishes
                .iter()
                .filter(|wish| wish["by"] == "desk" && wish["desk"] == desk["id"] && wish["brief"] == brief)
                .filter_map(|wish| wish["firm"].as_str().map(str::to_owned))
                .collect();
            places.push(Place {
                event: id.to_owned(),
                event_name: name.to_owned(),
                desk: desk["id"].as_str().unwrap_or_default().to_owned(),
                person: desk["person"].as_str().unwrap_or_default().to_owned(),
                wished,
            });
        }
    }
    Ok(places)
}

/// Pins, excludes or notes a firm; what was before can be had again.
pub(super) async fn mark(
    Shared(state): Shared<State>,
    Path((id, brief)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let firm = form.get("firm");
    let before = (form.get("was_state").to_owned(), form.get("was_note").to_owned());
    let mark = if form.get("state").is_empty() { "none" } else { form.get("state") };
    state.service.put_mark(&visitor.actor, &brief, firm, mark, form.get("note")).await?;
    let undo = [
        ("firm", firm.to_owned()),
        ("state", before.0),
        ("note", before.1.chars().take(800).collect()),
        ("was_state", mark.to_owned()),
        ("was_note", form.get("note").chars().take(800).collect()),
    ];
    let here = room.at(&format!("/briefs/{brief}"));
    let back = form.some("back").map_or_else(|| format!("{here}/firms"), local);
    Ok(Told::undoable("marked", format!("{here}/marks"), &undo).at(&format!("{back}#{firm}")))
}

/// Proposes to meet a firm about the brief.
pub(super) async fn propose(
    Shared(state): Shared<State>,
    Path((id, brief)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let (event, desk) = form.get("place").split_once('|').unwrap_or_default();
    let sent = WishSent {
        desk: Some(desk.to_owned()),
        firm: Some(form.get("firm").to_owned()),
        brief: brief.clone(),
        grade: form.get("grade").parse().unwrap_or(2),
        message: form.get("message").to_owned(),
        expires: None,
    };
    let made = state.service.add_wish(&visitor.actor, event, &sent).await?;
    let wish = made.body["id"].as_str().unwrap_or_default();
    let undo = room.at(&format!("/wishes/{event}/{wish}/delete"));
    let fields = [("version", made.version.to_string())];
    let back = room.at(&format!("/briefs/{brief}/firms#{}", form.get("firm")));
    Ok(Told::undoable("wish", undo, &fields).at(&back))
}
