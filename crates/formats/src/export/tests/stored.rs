//! What a release keeps is read back to what was written.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::sample;
use crate::export::{json as write, read_json as read};
use crate::view::{AgendaView, PartyKind, UnplacedFacts};

/// Functions of persons are not kept.
fn without_roles(mut view: AgendaView) -> AgendaView {
    view.parties.iter_mut().for_each(|party| party.role = None);
    view
}

/// Both samples, with every reason a pair can be left out for.
fn all_reasons() -> Vec<AgendaView> {
    let mut views = vec![sample::small(), sample::real()];
    for view in &mut views {
        for facts in sample::all_facts() {
            view.unplaced.push(sample::unplaced(1, view.parties.len() - 1, &sample::SECRET, facts));
        }
        // Of those in the way the sample only wants names: here they are a desk and a firm.
        let firm = view.parties.len() - 1;
        for one in &mut view.unplaced {
            if let UnplacedFacts::Outbid { by } = &mut one.facts {
                for held in by {
                    (held.desk, held.firm) = (0, firm);
                }
            }
        }
        view.shortfalls.push(crate::view::ShortfallView { party: 1, min: 4, has: 2 });
    }
    views
}

#[test]
fn nothing_is_lost_on_the_way() {
    for view in all_reasons() {
        assert_eq!(read(&write(&view)).unwrap(), without_roles(view));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_stands_in_texts_and_figures(
        texts in proptest::collection::vec("\\PC{0,30}", 6),
        score in 0_u16..=10_000,
        value in 0_u32..1000,
        grade in proptest::option::of(1_u8..=3),
        flags in any::<[bool; 4]>(),
        open in proptest::collection::vec(any::<bool>(), 8),
    ) {
        let mut view = without_roles(sample::small());
        view.event_name.clone_from(&texts[0]);
        view.parties[0].name.clone_from(&texts[1]);
        view.parties[2].person = Some(texts[2].clone());
        view.tables[0].open = open[..4].to_vec();
        view.tables[1].open = open[4..].to_vec();
        let meeting = &mut view.meetings[1];
        meeting.brief_title.clone_from(&texts[3]);
        meeting.brief_public_title.clone_from(&texts[4]);
        meeting.why = texts[4..].to_vec();
        (meeting.score, meeting.value, meeting.wished_by_desk) = (f64::from(score) / 10_000.0, value, grade);
        [meeting.must, meeting.locked, meeting.confidential, _] = flags;
        view.unplaced[0].facts = UnplacedFacts::Refused {
            by: if flags[3] { passerelle_domain::Side::Desk } else { passerelle_domain::Side::Firm },
            reason: Some(texts[5].clone()),
        };
        prop_assert_eq!(read(&write(&view)).unwrap(), view);
    }
}

/// A release of before slots, tables, public titles and facts were kept.
fn old() -> Value {
    let mut whole: Value = serde_json::from_str(&write(&sample::small())).unwrap();
    let fields = whole.as_object_mut().unwrap();
    fields.remove("slots");
    fields.remove("tables");
    for (list, keys) in [
        ("meetings", vec!["brief_public_title", "confidential", "person"]),
        ("parties", vec!["size_class", "absences", "person"]),
        ("unplaced", vec!["facts", "brief_title", "brief_public_title", "confidential"]),
    ] {
        for one in whole[list].as_array_mut().unwrap() {
            for key in &keys {
                one.as_object_mut().unwrap().remove(*key);
            }
        }
    }
    whole
}

#[test]
fn an_older_release_tells_what_it_can_and_no_secret() {
    let view = read(&old().to_string()).unwrap();
    let times: Vec<String> = view.slots.iter().map(|slot| slot.start.to_string()).collect();
    assert_eq!(times, ["2027-03-18T09:00:00", "2027-03-18T09:20:00"]);
    assert_eq!(view.tables.iter().map(|table| table.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(view.meetings.len(), 3);
    assert!(view.meetings.iter().all(|one| one.confidential && one.brief_public_title.is_empty()));
    assert!(
        matches!(&view.unplaced[0].facts, UnplacedFacts::Told { detail } if detail.contains(sample::SECRET_NEED))
    );
    let page = crate::export::html_party(
        &view,
        view.party(PartyKind::Firm, "north-star").unwrap(),
        passerelle_domain::Language::French,
    );
    assert!(
        !page.contains(sample::SECRET_NEED) && page.contains("Ce rendez-vous n’a pas trouvé de place."),
        "{page}"
    );
}

#[test]
fn a_replanned_release_has_fewer_figures_and_finds_its_slots() {
    let mut whole: Value = serde_json::from_str(&write(&sample::small())).unwrap();
    whole["proof"] = json!({"status": "feasible", "value": null, "bound": 7, "gap": null});
    whole["gaps"] = json!({"groups": 1, "slots": 2, "minutes": 40, "by_participant": {}});
    // Moved to a slot in which nobody met before: of when it begins, the meeting tells its name.
    whole["meetings"][0] = json!({"slot": "s03", "start": "s03", "table": "2", "desk": "verdalia", "client": "Verdalia Industries",
        "firm": "north-star", "firm_name": "North Star Embedded", "brief": "jumeau-ligne", "why": []});
    let view = read(&whole.to_string()).unwrap();
    let moved = view.meetings.iter().find(|one| one.slot == 3).unwrap();
    assert_eq!((view.slots[3].start.hour(), moved.table, moved.confidential), (14, 1, true));
    assert_eq!((view.proof.value, view.proof.bound, view.proof.gaps_slots), (0, 7, 2));
    assert_eq!(view.places, 7);
}

#[test]
fn what_is_no_agenda_is_told() {
    for wrong in ["", "7", "{\"meetings\": 3}"] {
        let error = read(wrong).unwrap_err();
        assert!(error.message.contains("is not an agenda"), "{error}");
    }
    assert_eq!(read("{}").unwrap().meetings, []);
}
