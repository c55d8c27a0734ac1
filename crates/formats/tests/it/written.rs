//! What is written as JSON is read back as the same thing.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use passerelle_domain::{
    Availability, BriefDraft, BriefId, Capability, Certification, ClientId, Confidentiality, Contact,
    DayRate, Euros, Firm, FirmId, Language, Mobility, Month, Name, Percent, PersonMonths, ProficiencyLevel,
    Reference, Requirement, RequirementKind, Sector, Site, SizeClass, Skill, Standard, Strength, Tool, Trl,
    TrlRange, Validity,
};
use passerelle_formats::{SourceFile, briefs, event, firms};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::file;

fn name() -> impl Strategy<Value = Name> {
    "[a-zA-Zé\"\\\\/,; œ€0-9'{}]{0,12}[a-zé0-9]".prop_map(|text| Name::new(&text).unwrap())
}

/// Text with anything in it, as the readers keep it: trimmed.
fn prose() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), any::<String>().prop_map(|text| text.trim().to_owned())]
}

fn day() -> impl Strategy<Value = Date> {
    (1900i16..2200, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn label<T: std::fmt::Debug>(
    make: fn(&str) -> Result<T, passerelle_domain::Invalid>,
) -> impl Strategy<Value = T> {
    name().prop_map(move |name| make(name.as_str()).unwrap())
}

fn distinct<T: Ord + Clone>(mut all: Vec<T>) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|one| seen.insert(one.clone()));
    all
}

fn site() -> impl Strategy<Value = Site> {
    (name(), of(name()), "[A-Z]{2}").prop_map(|(city, postcode, country)| Site { city, postcode, country })
}

fn capability() -> impl Strategy<Value = Capability> {
    let level = proptest::sample::select(vec![
        ProficiencyLevel::Notion,
        ProficiencyLevel::Practitioner,
        ProficiencyLevel::Confirmed,
        ProficiencyLevel::Expert,
    ]);
    (label(Skill::new), of(level), of(0u32..=1_000_000_000), prose())
        .prop_map(|(skill, level, headcount, text)| Capability { skill, level, headcount, text })
}

fn certification() -> impl Strategy<Value = Certification> {
    (label(Standard::new), prose(), of(name()), of(day()), of(day())).prop_map(
        |(standard, scope, number, a, b)| {
            let (from, until) = if a.is_some() && b.is_some() && a > b { (b, a) } else { (a, b) };
            Certification { standard, scope, number, validity: Validity::new(from, until).unwrap() }
        },
    )
}

fn reference() -> impl Strategy<Value = Reference> {
    (name(), of(name()), of(label(Sector::new)), of(1950i16..=2100), of(name()), prose()).prop_map(
        |(title, client, sector, year, role, text)| Reference { title, client, sector, year, role, text },
    )
}

fn available() -> impl Strategy<Value = Availability> {
    (1i16..=9999, 1i8..=12, 0.0f64..=1_000_000.0)
        .prop_map(|(year, month, people)| Availability { month: Month::new(year, month).unwrap(), people })
}

fn contact() -> impl Strategy<Value = Contact> {
    (name(), of(name()), of(name()), of(name())).prop_map(|(name, role, email, phone)| Contact {
        name,
        role,
        email,
        phone,
    })
}

fn rate() -> impl Strategy<Value = DayRate> {
    (0u64..10_000, 0u64..10_000).prop_map(|(low, more)| DayRate::new(Euros(low), Euros(low + more)).unwrap())
}

const SIZES: [SizeClass; 5] =
    [SizeClass::Micro, SizeClass::Small, SizeClass::Medium, SizeClass::Intermediate, SizeClass::Large];

fn firm() -> impl Strategy<Value = Firm> {
    let head = (
        label(FirmId::new),
        name(),
        of(proptest::sample::select(vec![Language::French, Language::English])),
        of(0u32..=1_000_000_000),
        of(proptest::sample::select(SIZES.to_vec())),
        of(day()),
        of(name()),
        prose(),
    );
    let lists = (
        vec(site(), 0..3),
        vec("[a-z]{2}", 0..3),
        vec(label(Sector::new), 0..3),
        vec(capability(), 0..3),
        vec(label(Tool::new), 0..3),
        vec(certification(), 0..3),
        vec(reference(), 0..3),
        vec(available(), 0..3),
    );
    let rest = (
        of(0u64..=1_000_000_000_000),
        of(rate()),
        of(0u32..=40_000),
        of(any::<bool>()),
        vec(name(), 0..2),
        vec(contact(), 0..3),
    );
    (head, lists, rest).prop_map(|(head, lists, rest)| {
        let (id, name, language, headcount, size, updated, website, summary) = head;
        let (sites, spoken, sectors, capabilities, tools, certifications, references, availability) = lists;
        let (co_financing, day_rate, radius_km, remote, remote_centres, contacts) = rest;
        Firm {
            language,
            headcount,
            // A headcount gives a class where none is told.
            size: size.or(headcount.map(SizeClass::of)),
            updated,
            website,
            summary,
            sites,
            spoken: distinct(spoken),
            sectors: distinct(sectors),
            capabilities,
            tools: distinct(tools),
            certifications,
            references,
            availability,
            co_financing: co_financing.map(Euros),
            day_rate,
            mobility: Mobility { radius_km, remote, remote_centres },
            contacts,
            ..Firm::named(id, name)
        }
    })
}

fn requirement() -> impl Strategy<Value = Requirement> {
    let kind = prop_oneof![
        Just(RequirementKind::Skill),
        (label(Standard::new), any::<bool>())
            .prop_map(|(standard, certificate)| { RequirementKind::Certification { standard, certificate } }),
        "[a-z]{2}".prop_map(RequirementKind::Language),
        name().prop_map(RequirementKind::Site),
        label(Sector::new).prop_map(RequirementKind::Sector),
    ];
    let strength = proptest::sample::select(vec![Strength::Nice, Strength::Should, Strength::Must]);
    (name(), strength, kind, of(0u32..1_000)).prop_map(|(text, strength, kind, within_km)| Requirement {
        text: text.as_str().to_owned(),
        strength,
        kind,
        within_km,
        span: None,
    })
}

fn draft() -> impl Strategy<Value = BriefDraft> {
    let head = (label(BriefId::new), of(label(ClientId::new)), of(name()), of(name()), any::<String>());
    let rest = (
        vec(requirement(), 0..4),
        of((1u8..=9, 0u8..9)),
        of((day(), 0i64..900)),
        of(0u32..=1_000_000),
        of(0u64..=1_000_000_000_000),
        of(0u8..=100),
        of(rate()),
        of(label(Sector::new)),
        of(name()),
    );
    (head, rest).prop_map(|((id, client, title, theme, text), rest)| {
        let (requirements, trl, days, tenths, budget, share, day_rate, sector, teaser) = rest;
        let level = |n: u8| Trl::new(n.min(9)).unwrap();
        BriefDraft {
            client,
            title,
            theme,
            requirements,
            trl: trl.map(|(from, more)| TrlRange::new(level(from), level(from + more)).unwrap()),
            start: days.map(|it| it.0),
            end: days.map(|(from, more)| from.checked_add(jiff::Span::new().days(more)).unwrap()),
            load: tenths.map(|n| PersonMonths::new(f64::from(n) / 10.0).unwrap()),
            budget: budget.map(Euros),
            co_financing: share.map(|n| Percent::new(n).unwrap()),
            day_rate,
            sector,
            confidentiality: teaser
                .map_or(Confidentiality::Open, |teaser| Confidentiality::Confidential { teaser }),
            ..BriefDraft::of_text(id, text)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn a_firm_comes_back(firm in firm()) {
        let text = firms::write_json(&firm);
        prop_assert!(!text.contains('\n'), "one line");
        let read = firms::parse(&[file("x.json", text.as_str())]).map_err(|wrong| TestCaseError::fail(format!("{wrong:?}\n{text}")))?;
        prop_assert_eq!(&read.value, std::slice::from_ref(&firm));
        prop_assert_eq!(firms::write_json(&read.value[0]), text, "labels too");
    }

    #[test]
    fn a_brief_comes_back(draft in draft()) {
        let text = briefs::write_json(&draft);
        let read = briefs::parse(&file("x.json", text.as_str())).map_err(|wrong| TestCaseError::fail(format!("{wrong:?}\n{text}")))?;
        prop_assert_eq!(&read.value, &draft);
        prop_assert_eq!(briefs::write_json(&read.value), text);
    }
}

/// Every file of the fixtures that passes a test, by path.
fn fixtures(want: &dyn Fn(&Path) -> bool) -> Vec<SourceFile> {
    fn walk(folder: &Path, want: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, want, found);
            } else if want(&path) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures"), want, &mut found);
    found.sort();
    let read = |path: &PathBuf| SourceFile {
        name: path.to_string_lossy().into_owned(),
        bytes: std::fs::read(path).unwrap(),
    };
    found.iter().map(read).collect()
}

fn under(path: &Path, folder: &str) -> bool {
    path.components().any(|part| part.as_os_str() == folder)
}

#[test]
fn every_firm_of_the_fixtures_comes_back() {
    let mut seen = 0;
    for source in fixtures(&|path| under(path, "firms")) {
        let Ok(read) = firms::parse(std::slice::from_ref(&source)) else { continue };
        for firm in read.value {
            let text = firms::write_json(&firm);
            let again = firms::parse(&[file("x.json", text.as_str())]).unwrap().value;
            assert_eq!(again, [firm], "{}", source.name);
            assert_eq!(firms::write_json(&again[0]), text, "{}", source.name);
            seen += 1;
        }
    }
    assert!(seen >= 60, "{seen} firms");
}

#[test]
fn every_brief_of_the_fixtures_comes_back() {
    let mut seen = 0;
    for source in fixtures(&|path| under(path, "briefs")) {
        let Ok(read) = briefs::parse(&source) else { continue };
        let text = briefs::write_json(&read.value);
        assert_eq!(briefs::parse(&file("x.json", text)).unwrap().value, read.value, "{}", source.name);
        seen += 1;
    }
    assert!(seen >= 20, "{seen} briefs");
}

fn same_event(one: &event::EventFile, other: &event::EventFile, name: &str) {
    assert_eq!(other.errors(), [], "{name}");
    assert_eq!(format!("{:#?}", other.parts()), format!("{:#?}", one.parts()), "{name}");
    assert_eq!(other.attends_all(), one.attends_all(), "{name}");
    assert_eq!((other.firms_path(), other.briefs_path()), (one.firms_path(), one.briefs_path()), "{name}");
}

#[test]
fn every_event_of_the_fixtures_comes_back() {
    let mut seen = 0;
    for source in fixtures(&|path| path.file_name().is_some_and(|name| name == "event.toml")) {
        let Ok(read) = event::parse(&source) else { continue };
        if !read.value.errors().is_empty() {
            continue;
        }
        let text = event::write_json(&read.value);
        let again = event::parse(&file("event.json", text.as_str())).unwrap().value;
        same_event(&read.value, &again, &source.name);
        assert_eq!(event::write_json(&again), text, "{}", source.name);
        seen += 1;
    }
    assert!(seen >= 3, "{seen} events");
}

#[test]
fn an_event_with_everything_comes_back() {
    let text = r#"
        id = "e"
        name = "L'été « R&D »"
        timezone = "Europe/Paris"
        firms = "firms"
        briefs = "briefs"
        tables = [{ id = "T1" }, { id = "T2", x = 1, y = 2.5 }]
        attending = [
            { firm = "a", min = 1, max = 4, seats = 2, prefer = "am", max_run = 3,
              absences = [{ from = "2027-03-18T09:00", until = "2027-03-18T09:20:30" }] },
            { firm = "b" },
        ]
        desk_wishes = [
            { desk = "d", brief = "p", grade = 3, firms = ["a", "b"] },
            { desk = "d", brief = "p", grade = 2, firms = ["c"] },
        ]
        firm_wishes = [
            { firm = "a", grade = 1, briefs = ["p", "q"] },
            { firm = "a", grade = 1, desk = "d", briefs = ["q"] },
        ]
        refusals = [{ by = "firm", desk = "d", firm = "b", reason = "concurrents" }]
        exclusions = [{ client = "c", firm = "b" }, { desk = "d", firm = "c", reason = "déjà vus" }]
        musts = [{ desk = "d", firm = "a", brief = "p" }]
        locks = [{ desk = "d", firm = "a", brief = "p", slot = "2027-03-18T09:00", table = "T2" }]
        [[sessions]]
        date = 2027-03-18
        session = "pm"
        start = "09:00"
        count = 7
        minutes = 20
        breaks = [{ start = "10:00", minutes = 15 }]
        [[closed_tables]]
        from = "2027-03-18T09:00"
        until = "2027-03-18T10:00"
        tables = ["T1"]
        [[closed_tables]]
        from = "2027-03-18T11:00"
        until = "2027-03-18T12:00"
        tables = 2
        [[clients]]
        id = "c"
        name = "C"
        sector = "rail"
        [[clients.desks]]
        id = "d"
        person = "Mme D"
        role = "R&D"
        email = "d@c.example"
        briefs = ["p", "q"]
        min = 1
        max = 5
        table = "T2"
        minutes = 20
        prefer = "pm"
        max_run = 2
        absences = [{ from = "2027-03-18T09:00", until = "2027-03-18T09:20" }]
    "#;
    let read = event::parse(&file("e.toml", text)).unwrap().value;
    assert_eq!(read.errors(), []);
    let written = event::write_json(&read);
    let again = event::parse(&file("e.json", written.as_str())).unwrap().value;
    same_event(&read, &again, "everything");
    assert_eq!(event::write_json(&again), written);
    let value: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(value["desk_wishes"][0]["firms"], serde_json::json!(["a", "b"]));
    assert_eq!(value["sessions"][0]["breaks"][0]["start"], "10:00");
    assert_eq!(value["attending"][0]["absences"][0]["until"], "2027-03-18T09:20:30");
}
