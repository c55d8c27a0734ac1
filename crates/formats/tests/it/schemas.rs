//! Schemas and readers know the same keys: a full sample of each file passes its reader; at every place of the sample, the
//! schema's keys are those the reader names when it refuses an unknown one.

use std::collections::BTreeSet;

use passerelle_domain::{Agenda, Crowd, Distribution, Fairness, FairnessPoint, Shares, Status};
use passerelle_formats::{
    FileError, SourceFile, agenda, attendance, briefs, changes, event, firms, policy, problem, schema,
};
use serde_json::{Value, json};

use crate::file;

const UNKNOWN: &str = "zzzzzzzzzzzzzzzzzzzz";

pub(crate) fn sample(name: &str) -> Value {
    match name {
        "firm" => json!({
            "id": "f", "name": "F", "language": "fr", "headcount": 3, "size": "large", "updated": "2026-09-14", "website": "w",
            "summary": "s", "spoken": ["fr"], "sectors": ["rail"], "tools": ["t"], "co_financing_eur": 1, "day_rate_eur": [1, 2],
            "mobility_km": 3, "remote": true, "remote_centres": ["Tunis"],
            "sites": [{"city": "Albi", "postcode": "81000", "country": "FR"}],
            "capabilities": [{"skill": "s", "level": "expert", "headcount": 1, "text": "t"}],
            "certifications": [{"standard": "EN 9100", "scope": "s", "number": "n", "valid_from": "2023-05-01", "valid_until": "2027-05-01"}],
            "references": [{"title": "t", "client": "c", "sector": "rail", "year": 2024, "role": "r", "text": "t"}],
            "availability": [{"month": "2027-01", "people": 3.5}],
            "contacts": [{"name": "n", "role": "r", "email": "e", "phone": "p"}]
        }),
        "brief" => json!({
            "id": "b", "client": "c", "title": "t", "theme": "t", "confidential": true, "teaser": "t", "trl": [3, 5],
            "start": "2027-03-01", "end": "2027-09", "load_pm": 3.5, "budget_eur": 1, "co_financing_pct": 30, "day_rate_eur": [500, 650], "sector": "rail",
            "requirements": [{"text": "t", "strength": "must", "kind": "certification", "what": "EN 9100", "certificate": false, "within_km": 50}],
            "text": "t"
        }),
        "event" => json!({
            "id": "e", "name": "E", "timezone": "Europe/Paris", "firms": "firms", "briefs": "briefs",
            "tables": [{"id": "T1", "x": 1, "y": 2}],
            "sessions": [{"date": "2027-03-18", "session": "pm", "start": "13:30", "count": 2, "minutes": 20,
                          "breaks": [{"start": "13:50", "minutes": 5}]}],
            "closed_tables": [{"from": "2027-03-18T13:30", "until": "2027-03-18T13:40", "tables": ["T1"]}],
            "clients": [{"id": "c", "name": "C", "sector": "rail", "desks": [{"id": "d", "person": "P", "role": "r", "email": "e",
                "briefs": ["b"], "min": 0, "max": 2, "table": "T1", "minutes": 20, "prefer": "pm", "max_run": 2, "absences": [{"from": "2027-03-18T13:30", "until": "2027-03-18T13:40"}]}]}],
            "attending": [{"firm": "f", "min": 0, "max": 1, "seats": 2, "prefer": "am", "max_run": 3,
                           "absences": [{"from": "2027-03-18T13:30", "until": "2027-03-18T13:40"}]}],
            "desk_wishes": [{"desk": "d", "brief": "b", "grade": 3, "firms": ["f"]}],
            "firm_wishes": [{"firm": "f", "grade": 1, "desk": "d", "briefs": ["b"]}],
            "refusals": [{"by": "desk", "desk": "d", "firm": "g", "reason": "r"}],
            "exclusions": [{"client": "c", "firm": "g", "reason": "r"}, {"desk": "d", "firm": "g", "reason": "r"}],
            "musts": [{"desk": "d", "firm": "f", "brief": "b"}],
            "locks": [{"desk": "d", "firm": "f", "brief": "b", "slot": "2027-03-18T13:30", "table": "T1"}]
        }),
        "problem" => json!({
            "slots": [{"id": "s", "day": "1", "session": "am", "start": "09:00", "minutes": 20, "tables": ["A"]}],
            "tables": [{"id": "A", "x": 1, "y": 2}],
            "participants": [{"id": "a", "side": "client", "group": "g", "class": "large", "seats": {"s": 2}, "min": 0, "max": 2, "max_run": 2, "table": "A",
                              "prefer": "pm", "unavailable": []}, {"id": "b", "unavailable": ["s"]}],
            "pairs": [{"id": "p", "a": "a", "b": "b", "value": 1, "must": true, "wished": true, "session": "am", "minutes": 20,
                       "unavailable": []},
                      {"a": "a", "b": "b", "value": 0}],
            "limits": [{"pairs": ["p"], "min": 0, "max": 1}],
            "group_limits": [{"between": {"id": "a", "side": "client", "group": "g", "class": "large", "each": "participant"},
                              "and": {"each": "group"}, "min": 0, "max": 1}],
            "locked": [{"pair": "p", "table": "A"}], "excluded": ["a~b"], "precedences": [{"first": "p", "then": "a~b"}],
            "count_absence": false, "objectives": ["musts", "floors", "value", "gaps", "moves"], "spread": 1, "give_up": 1000
        }),
        "policy" => json!({
            "name": "p", "objectives": ["musts", "floors", "value", "gaps"], "give_up": 10_000, "spread": 2,
            "floors": [{"id": "a", "side": "firm", "group": "g", "class": "sme", "min": 3, "replace": true}]
        }),
        "agenda" => json!({
            "status": "feasible", "value": 1, "bound": 2, "gap": 0.5, "seconds": 0.1, "value_seconds": 0.05,
            "objectives": [{"name": "value", "value": 1, "bound": 2, "proved": false}],
            "meetings": [{"pair": "p", "a": "a", "b": "b", "slot": "s", "table": "A"}],
            "unplaced": [{"pair": "p", "reason": "outbid", "detail": "d"}],
            "missing": [{"pair": "p"}, {"participant": "a", "min": 2, "has": 1}, {"limit": 0, "min": 2, "has": 1}],
            "conflict": ["c"],
            "gaps": {"groups": 1, "slots": 1, "minutes": 10, "bound": 0, "chosen_bound": 1, "proved": false,
                "by_participant": {"a": {"groups": 1, "slots": 1, "minutes": 10}}},
            "moves": {"changes": 1, "metres": 2.5, "bound": 0, "proved": false,
                      "by_participant": {"a": {"changes": 1, "metres": 2.5}}},
            "replan": {}
        }),
        "changes" => json!({
            "frozen_before": "s",
            "changes": [
                {"kind": "limits", "participant": "a", "from": null, "until": null, "slots": null, "table": null, "pair": null, "by": null,
                 "to": null, "min": 0, "max": 1, "seats": 1, "participants": null, "pairs": null},
                {"kind": "firm_added", "participants": [{"id": "n", "side": "firm", "group": "g", "class": "sme", "seats": {"s": 2}, "min": 0,
                 "max": 2, "max_run": 2, "table": "A", "prefer": "pm", "unavailable": []}],
                 "pairs": [{"id": "q", "a": "a", "b": "n", "value": 1, "must": true, "wished": true, "session": "am", "minutes": 20,
                            "unavailable": []}]}
            ]
        }),
        "attendance" => json!({"default": 0.9, "participants": {"a": 0.5}}),
        other => panic!("no sample of {other}"),
    }
}

fn read(name: &str, value: &Value) -> Result<(), Vec<FileError>> {
    let source: SourceFile = file("sample.json", value.to_string());
    match name {
        "firm" => firms::parse(&[source]).map(|_| ()),
        "brief" => briefs::parse(&source).map(|_| ()),
        "event" => event::parse(&source).and_then(|parsed| match parsed.value.errors() {
            [] => Ok(()),
            wrong => Err(wrong.to_vec()),
        }),
        "problem" => problem::parse(&source).map(|_| ()),
        "policy" => policy::parse(&source).map(|_| ()),
        "changes" | "attendance" => {
            let problem = problem::parse(&file("p.json", sample("problem").to_string())).unwrap();
            match name {
                "changes" => changes::parse(&source, &problem, &Agenda::default()).map(|_| ()),
                _ => attendance::parse(&source, &problem).map(|_| ()),
            }
        }
        _ => {
            let problem = problem::parse(&file("p.json", sample("problem").to_string())).unwrap();
            agenda::parse(&source, &problem).map(|_| ())
        }
    }
}

/// The schemas that may stand at a place: references followed, alternatives opened.
fn alternatives<'s>(root: &'s Value, at: &'s Value) -> Vec<&'s Value> {
    if let Some(reference) = at["$ref"].as_str() {
        return alternatives(root, root.pointer(reference.trim_start_matches('#')).unwrap());
    }
    for several in ["anyOf", "oneOf", "allOf"] {
        if let Some(list) = at[several].as_array() {
            return list.iter().flat_map(|one| alternatives(root, one)).collect();
        }
    }
    vec![at]
}

/// Visits every table of a value: its JSON pointer, and the keys the schema gives it.
pub(crate) fn visit(
    root: &Value,
    at: &Value,
    value: &Value,
    pointer: &str,
    seen: &mut Vec<(String, BTreeSet<String>)>,
) {
    let forms = alternatives(root, at);
    match value {
        Value::Object(fields) => {
            let mut keys = BTreeSet::new();
            for form in forms.iter().filter(|form| form["properties"].is_object()) {
                assert_eq!(form["additionalProperties"], false, "{pointer} takes any key");
                keys.extend(form["properties"].as_object().unwrap().keys().cloned());
            }
            for (key, inner) in fields {
                let next = forms.iter().find_map(|form| form["properties"].get(key));
                let any =
                    forms.iter().map(|form| &form["additionalProperties"]).find(|more| more.is_object());
                let next = next.or(any).unwrap_or_else(|| panic!("the schema has no {pointer}/{key}"));
                visit(root, next, inner, &format!("{pointer}/{key}"), seen);
            }
            if !keys.is_empty() {
                seen.push((pointer.to_owned(), keys));
            }
        }
        Value::Array(items) => {
            let inner = forms.iter().map(|form| &form["items"]).find(|inner| inner.is_object());
            for (i, item) in items.iter().enumerate().filter(|(_, item)| item.is_object()) {
                visit(root, inner.unwrap(), item, &format!("{pointer}/{i}"), seen);
            }
        }
        _ => {}
    }
}

#[test]
fn schemas_and_readers_know_the_same_keys() {
    for name in schema::NAMES {
        let sample = sample(name);
        read(name, &sample).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
        let root: Value = serde_json::from_str(&schema::json_schema(name).unwrap()).unwrap();
        let mut places = Vec::new();
        visit(&root, &root, &sample, "", &mut places);
        assert!(!places.is_empty(), "{name}");
        for (pointer, keys) in places {
            let mut changed = sample.clone();
            let table = changed.pointer_mut(&pointer).unwrap().as_object_mut().unwrap();
            table.insert(UNKNOWN.into(), json!(1));
            let wrong = read(name, &changed).unwrap_err();
            let refusal = wrong.iter().find(|error| error.field.ends_with(UNKNOWN)).unwrap();
            let known: BTreeSet<String> =
                refusal.hint.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            assert_eq!(known, keys, "{name}{pointer}");
        }
    }
}

#[test]
fn samples_name_every_key_of_their_schema() {
    for name in schema::NAMES {
        let (sample, mut places) = (sample(name), Vec::new());
        let root: Value = serde_json::from_str(&schema::json_schema(name).unwrap()).unwrap();
        visit(&root, &root, &sample, "", &mut places);
        let top = &places.iter().find(|(pointer, _)| pointer.is_empty()).unwrap().1;
        let given: BTreeSet<String> = sample.as_object().unwrap().keys().cloned().collect();
        assert_eq!(&given, top, "{name}");
    }
}

/// What is only written has, at every place, the keys of its schema and no others.
#[test]
fn what_is_written_keeps_to_its_schema() {
    let point = |setting| FairnessPoint {
        setting,
        status: Status::Optimal,
        value: 10,
        bound: 10,
        shortfall: 0,
        below: 1,
        idle_groups: Some(2),
        distributions: vec![Distribution {
            crowd: Crowd::Class(Some("firm".into()), "sme".into()),
            parties: 2,
            meetings: Shares::of(vec![1, 2]).unwrap(),
            value: Shares::of(vec![4, 6]).unwrap(),
        }],
    };
    let fairness = Fairness {
        crowd: Crowd::Side("firm".into()),
        base: point(0),
        floors: vec![point(0), point(1)],
        meeting_spreads: vec![point(3)],
        idle_spreads: vec![point(1)],
        complete: true,
    };
    let written = [("fairness", passerelle_formats::fairness::write(&fairness, 0.25))];
    for (name, text) in written {
        let value: Value = serde_json::from_str(&text).unwrap();
        let root: Value = serde_json::from_str(&schema::json_schema(name).unwrap()).unwrap();
        let mut places = Vec::new();
        visit(&root, &root, &value, "", &mut places);
        for (pointer, keys) in places {
            let given = value.pointer(&pointer).unwrap().as_object().unwrap();
            let given: BTreeSet<String> = given.keys().cloned().collect();
            assert_eq!(given, keys, "{name}{pointer}");
        }
    }
}
