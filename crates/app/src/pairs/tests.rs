use passerelle_domain::{
    Attendance, Client, DayWishes, EventId, EventParts, EventSlot, EventTable, Exclusion, Gate, GateCause,
    Must, Name, Reason, ReasonKind, Refusal, Score, Session, SlotId, TableId, Wish,
};

use super::*;
use crate::config::Config;

const FIRMS: [&str; 7] = ["gated", "opened", "excluded", "refused", "weak", "wished", "strong"];

fn firm(id: &str) -> FirmId {
    FirmId::new(id).unwrap()
}

fn brief() -> BriefId {
    BriefId::new("brief").unwrap()
}

fn desk() -> DeskId {
    DeskId::new("desk").unwrap()
}

fn event() -> Event {
    let name = |text: &str| Name::new(text).unwrap();
    let table = TableId::new("T1").unwrap();
    let wish = |by, id: &str| Wish {
        by,
        desk: (by == Side::Desk).then(desk),
        firm: firm(id),
        brief: brief(),
        grade: WishGrade::Keen,
    };
    let parts = EventParts {
        id: EventId::new("event").unwrap(),
        name: name("Event"),
        time_zone: jiff::tz::TimeZone::UTC,
        slots: vec![EventSlot {
            id: SlotId::new("s").unwrap(),
            start: jiff::civil::date(2027, 3, 18).at(9, 0, 0, 0),
            minutes: 20,
            session: Session::Am,
            tables: vec![table.clone()],
        }],
        tables: vec![EventTable { id: table, position: None }],
        clients: vec![Client {
            id: ClientId::new("client").unwrap(),
            name: name("Client"),
            sector: None,
            desks: vec![Desk {
                id: desk(),
                person: name("Someone"),
                role: None,
                email: None,
                briefs: vec![brief()],
                min: None,
                max: None,
                table: Some(TableId::new("T1").unwrap()),
                minutes: Some(15),
                day: DayWishes { prefer: Some(Session::Am), max_run: Some(3) },
                absences: vec![],
            }],
        }],
        attending: FIRMS
            .map(|id| Attendance {
                firm: firm(id),
                min: Some(1),
                max: None,
                seats: 1,
                day: DayWishes::default(),
                absences: vec![],
            })
            .into(),
        wishes: vec![
            wish(Side::Firm, "gated"),
            wish(Side::Desk, "opened"),
            wish(Side::Firm, "excluded"),
            wish(Side::Firm, "refused"),
            wish(Side::Firm, "wished"),
        ],
        refusals: vec![Refusal { by: Side::Desk, desk: desk(), firm: firm("refused"), reason: None }],
        exclusions: vec![Exclusion {
            desks: DeskRef::Client(ClientId::new("client").unwrap()),
            firm: firm("excluded"),
            reason: Some(name("a dispute")),
        }],
        musts: vec![Must { desk: desk(), firm: firm("strong"), brief: brief() }],
        locks: vec![],
    };
    let firms = FIRMS.map(firm).into();
    Event::new(parts, &firms, &BTreeMap::from([(brief(), None)])).unwrap()
}

fn found(id: &str, score: f64) -> Match {
    let reasons = vec![Reason {
        kind: ReasonKind::WholeBrief,
        weight: 1.0,
        satisfaction: score,
        evidence: None,
        points: vec![],
        fit: None,
    }];
    Match {
        firm: firm(id),
        score: Score::fold(&reasons),
        reasons,
        missing: vec![],
        partly: vec![],
        gates: vec![],
    }
}

fn book() -> PairBook {
    let gate = |id: &str| Match {
        gates: vec![Gate { requirement: 0, cause: GateCause::CertificateMissing }],
        ..found(id, 0.6)
    };
    let ranking = Ranking {
        brief: brief(),
        ranked: vec![
            found("strong", 0.7),
            found("excluded", 0.6),
            found("refused", 0.5),
            found("weak", 0.1),
            found("wished", 0.05),
        ],
        gated: vec![gate("gated"), gate("opened")],
    };
    let settings = Config::defaults().unwrap().pairs;
    let sizes = BTreeMap::from([(firm("strong"), SizeClass::Medium), (firm("wished"), SizeClass::Large)]);
    build(&event(), &BTreeMap::from([(brief(), ranking)]), &sizes, &settings).unwrap()
}

#[test]
fn no_meeting_is_forced_and_none_is_left_out_in_silence() {
    let book = book();
    let built: Vec<&str> = book.candidates.iter().map(|c| c.firm.as_str()).collect();
    assert_eq!(built, ["opened", "strong", "wished"], "floors of one meeting build no other pair");
    let mut left: Vec<(&str, &NotBuilt)> =
        book.not_built.iter().map(|(c, why)| (c.firm.as_str(), why)).collect();
    left.sort_by_key(|(firm, _)| *firm);
    assert_eq!(
        left,
        [
            ("excluded", &NotBuilt::Excluded(Some("a dispute".into()))),
            ("gated", &NotBuilt::Gated(vec![0])),
            ("refused", &NotBuilt::Refused(Side::Desk)),
            ("weak", &NotBuilt::BelowThreshold),
        ]
    );
}

#[test]
fn a_promise_becomes_a_must() {
    let book = book();
    let musts: Vec<bool> = book.problem.pairs().iter().map(|p| p.must).collect();
    assert_eq!(musts, [false, true, false]);
}

#[test]
fn what_the_event_says_of_a_desk_and_a_firm_reaches_the_problem() {
    let problem = book().problem;
    let desk = &problem.participants()[0];
    assert_eq!((desk.table, desk.prefer, desk.max_run), (Some(0), Some(Session::Am), Some(3)));
    assert!(problem.pairs().iter().all(|pair| pair.minutes == Some(15)));
    let class = |id: &str| {
        problem.participants().iter().find(|p| p.id == id).and_then(|p| p.class.as_deref()).map(str::to_owned)
    };
    assert_eq!(class("firm:strong").as_deref(), Some("sme"));
    assert_eq!((class("firm:wished").as_deref(), class("firm:weak")), (Some("large"), None));
}

#[test]
fn a_meeting_everybody_wants_with_a_perfect_match_is_worth_a_thousand() {
    let settings = Config::defaults().unwrap().pairs;
    let essential = Some(WishGrade::Essential);
    assert_eq!(value(&settings, 1.0, essential, essential), 1000);
    assert_eq!(value(&settings, 0.0, None, None), 0);
    assert!(
        value(&settings, 0.4, essential, None) > value(&settings, 0.4, None, essential),
        "the client's wish counts more"
    );
}
