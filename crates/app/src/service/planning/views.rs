//! Agendas as JSON: what each may see of one, and how two differ. Plain functions of values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::super::events::Known;

/// Some keys of an object.
pub(in super::super) fn only(object: &Json, keys: &[&str]) -> Json {
    keys.iter()
        .filter_map(|key| Some(((*key).to_owned(), object.get(key)?.clone())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// A firm's meetings; of a brief it sees the title that it may see.
pub(in super::super) fn firm_meetings(
    view: &Json,
    firm: &str,
    titles: &BTreeMap<String, String>,
) -> Vec<Json> {
    let all =
        view["meetings"].as_array().into_iter().flatten().filter(|one| one["firm"].as_str() == Some(firm));
    all.map(|one| {
        let mut shown = only(
            one,
            &[
                "slot",
                "start",
                "minutes",
                "table",
                "desk",
                "client",
                "person",
                "firm",
                "firm_name",
                "brief",
                "why",
            ],
        );
        shown["brief_title"] = json!(one["brief"].as_str().and_then(|brief| titles.get(brief)));
        shown
    })
    .collect()
}

pub(in super::super) fn firm_unplaced(
    view: &Json,
    firm: &str,
    titles: &BTreeMap<String, String>,
) -> Vec<Json> {
    let wished = |one: &&Json| one["firm"].as_str() == Some(firm) && !one["wished_by_firm"].is_null();
    let all = view["unplaced"].as_array().into_iter().flatten().filter(wished);
    all.map(|one| {
        let mut shown = only(one, &["desk", "firm", "brief", "reason"]);
        shown["brief_title"] = json!(one["brief"].as_str().and_then(|brief| titles.get(brief)));
        shown
    })
    .collect()
}

pub(in super::super) fn key(meeting: &Json) -> [String; 3] {
    ["desk", "firm", "brief"].map(|key| meeting[key].as_str().unwrap_or_default().to_owned())
}

pub(in super::super) fn by_key(view: &Json) -> BTreeMap<[String; 3], &Json> {
    view["meetings"].as_array().into_iter().flatten().map(|meeting| (key(meeting), meeting)).collect()
}

pub(in super::super) fn place_of(meeting: Option<&&Json>) -> Json {
    meeting.map_or(Json::Null, |meeting| only(meeting, &["slot", "start", "table"]))
}

/// A view without names of persons: a release is never changed, and a person can ask to be erased.
pub(in super::super) fn without_persons(mut view: Json) -> Json {
    for list in ["meetings", "parties"] {
        for one in view[list].as_array_mut().into_iter().flatten() {
            if let Some(fields) = one.as_object_mut() {
                fields.remove("person");
            }
        }
    }
    view
}

/// The view with who sits at the desks today.
pub(in super::super) fn with_persons(mut view: Json, known: &Known) -> Json {
    let desks = known.file.parts().clients.iter().flat_map(|client| &client.desks);
    let persons: BTreeMap<&str, &str> = desks.map(|desk| (desk.id.as_str(), desk.person.as_str())).collect();
    for one in view["meetings"].as_array_mut().into_iter().flatten() {
        let person = one["desk"].as_str().and_then(|desk| persons.get(desk)).copied();
        one["person"] = json!(person);
    }
    view
}

/// Meetings that are elsewhere, new, or gone.
pub(in super::super) fn differences(old: &Json, new: &Json) -> Vec<Json> {
    let (before, after) = (by_key(old), by_key(new));
    let all: BTreeSet<&[String; 3]> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .filter_map(|key| {
            let (from, to) = (place_of(before.get(key)), place_of(after.get(key)));
            let kind = match (from.is_null(), to.is_null()) {
                (true, _) => "new",
                (_, true) => "cancelled",
                _ => "moved",
            };
            let meeting = after.get(key).or(before.get(key))?;
            let [desk, firm, brief] = key;
            (from != to).then(|| {
                json!({"kind": kind, "desk": desk, "client": meeting["client"], "firm": firm, "firm_name": meeting["firm_name"],
                    "brief": brief, "from": from, "to": to})
            })
        })
        .collect()
}

/// The parties whose agenda is another: `desk:x`, `firm:y`.
pub(in super::super) fn touched(old: &Json, new: &Json) -> BTreeSet<String> {
    let parties = |one: &Json| {
        let named = |side: &str| one[side].as_str().map(|id| format!("{side}:{id}"));
        [named("desk"), named("firm")]
    };
    differences(old, new).iter().flat_map(parties).flatten().collect()
}

/// A view of a re-planned agenda: what is known of each meeting from the view before, else from the names.
pub(in super::super) fn view_of(before: &Json, result: &Json, names: &BTreeMap<String, Json>) -> Json {
    let known: BTreeMap<[String; 3], &Json> = ["meetings", "unplaced"]
        .into_iter()
        .flat_map(|list| before[list].as_array().into_iter().flatten())
        .map(|meeting| (key(meeting), meeting))
        .collect();
    let starts: BTreeMap<&str, &Json> = before["meetings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one["slot"].as_str()?, one)))
        .collect();
    let none = Json::Null;
    let meetings: Vec<Json> = result["meetings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|placed| {
            let (a, b) = (placed["a"].as_str().unwrap_or_default(), placed["b"].as_str().unwrap_or_default());
            let brief = placed["pair"].as_str().and_then(|pair| pair.rsplit('~').next()).unwrap_or_default();
            let mut meeting =
                json!({"slot": placed["slot"], "table": placed["table"], "brief": brief, "why": []});
            let lookups = [names.get(a), names.get(b), names.get(&format!("brief:{brief}"))];
            for (key, value) in lookups.into_iter().flatten().filter_map(Json::as_object).flatten() {
                meeting[key] = value.clone();
            }
            let old = known.get(&key(&meeting)).copied().unwrap_or(&none);
            for key in [
                "value",
                "score",
                "wished_by_desk",
                "wished_by_firm",
                "must",
                "locked",
                "why",
                "brief_title",
                "brief_public_title",
                "confidential",
            ] {
                if let Some(value) = old.get(key) {
                    meeting[key] = value.clone();
                }
            }
            let slot = placed["slot"].as_str().unwrap_or_default();
            meeting["start"] = starts.get(slot).map_or_else(|| json!(slot), |one| one["start"].clone());
            if let Some(one) = starts.get(slot) {
                meeting["minutes"] = one["minutes"].clone();
            }
            meeting
        })
        .collect();
    let mut view = before.clone();
    view["meetings"] = json!(meetings);
    let placed: BTreeSet<[String; 3]> = view["meetings"].as_array().into_iter().flatten().map(key).collect();
    if let Some(left_out) = view["unplaced"].as_array_mut() {
        left_out.retain(|one| !placed.contains(&key(one)));
    }
    view["proof"] = json!({"status": result["status"], "value": result["value"], "bound": result["bound"], "gap": result["gap"]});
    view["gaps"] = result["gaps"].clone();
    view
}
