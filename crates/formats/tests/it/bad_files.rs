//! Every sort of bad file gives a clear error or notice, and all of them at once.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{BriefId, FirmId};
use passerelle_formats::{briefs, event, firms, problem};

use crate::{file, told};

#[test]
fn an_empty_folder_holds_no_firm() {
    assert_eq!(told(&firms::parse(&[]).unwrap_err()), ["- : holds no firm: there is no file to read"]);
    let empty = [file("firms.csv", "id;name\n")];
    assert_eq!(told(&firms::parse(&empty).unwrap_err()), ["- : holds no firm"]);
}

#[test]
fn everything_wrong_in_all_firms_is_told_sorted() {
    let files = [
        file(
            "firms/b.toml",
            "name = \"B\"\nsumary = \"x\"\nheadcount = -3\nupdated = \"soon\"\nday_rate_eur = [700, 450]\n[[sites]]\n\
             postcode = \"31000\"\n[[capabilities]]\nskill = \"X\"\nlevel = \"guru\"\n[[certifications]]\n\
             standard = \"EN 9100\"\nvalid_from = 2027-01-01\nvalid_until = 2026-01-01\n",
        ),
        file("firms/a.toml", "id = \"a\"\nname = \"A\nheadcount = 3\n"),
        file("firms/c.xlsx", "PK"),
        file("firms/d.json", "{\"name\": 7, \"website\": \"x\", \"website\": \"y\"}"),
    ];
    let wrong = firms::parse(&files).unwrap_err();
    let shown: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_firm_given_twice_names_both_places() {
    let files = [file("x.toml", "id = \"acme\"\nname = \"A\""), file("y.csv", "name,id\nB,b\nC,acme\n")];
    let wrong = firms::parse(&files).unwrap_err();
    assert_eq!(told(&wrong), ["3 id: firm `acme` is already given in x.toml:1"]);
    assert_eq!(wrong[0].file, "y.csv");
}

#[test]
fn a_spreadsheet_from_an_old_french_office_is_read() {
    let text = "Raison sociale;Pr\u{e9}sentation;Comp\u{e9}tences;Ville;Effectif;Langues;Notes internes\r\n\
                Caf\u{e9} Num\u{e9}rique;\"Conseil ; logiciel\";\"C++, Simulink (R2023, R2024)\";Al\u{e8}s;1 200;fr/en;x\r\n\
                Deux;;;;;\"fran\u{e7}ais, anglais\";\r\n";
    // Windows-1252 and ISO 8859-1 agree on these letters: one byte a character.
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(c as u32).unwrap()).collect() };
    let wrong = firms::parse(&[file("annuaire.csv", latin(text))]).unwrap_err();
    assert_eq!(told(&wrong), ["2 spoken: `fr/en` is not a language"]);
    let read = firms::parse(&[file("annuaire.csv", latin(&text.replace("fr/en", "fr|en")))]).unwrap();
    let notices: Vec<&str> = read.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(
        notices,
        ["columns separated by `;`", "read as Windows-1252", "column `Notes internes` is left out"]
    );
    let firm = &read.value[0];
    assert_eq!((firm.id.as_str(), firm.headcount), ("cafe-numerique", Some(1200)));
    assert_eq!(firm.capabilities[1].skill.label(), "Simulink (R2023, R2024)");
    assert_eq!(firm.summary, "Conseil ; logiciel");
    assert_eq!(read.value[1].spoken, ["fr", "en"]);
}

#[test]
fn a_quote_left_open_is_told() {
    let wrong = firms::parse(&[file("f.csv", "id,name\r\na,A\r\nb,\"B\r\nc,C\r\n")]).unwrap_err();
    assert_eq!(told(&wrong), ["3 : a double quote is not closed"]);
    let wrong = firms::parse(&[file("f.csv", "id,name\na,A\nb,B,C\n")]).unwrap_err();
    assert_eq!(told(&wrong), ["3 : the row has 3 cells, the first line 2"]);
}

#[test]
fn firms_come_from_markdown_and_json_lines() {
    let files = [
        file("m/vega.md", "+++\nheadcount = 12\n+++\n\n# Vega Systèmes\n\nNous faisons des bancs d'essai.\n"),
        file(
            "l.jsonl",
            "{\"id\":\"one\",\"name\":\"One\"}\n\n{\"id\":\"two\",\"name\":\"Two\",\"colour\":1}\n",
        ),
    ];
    assert_eq!(told(&firms::parse(&files).unwrap_err()), ["3 colour: there is no key `colour` here"]);
    let firms = firms::parse(&files[..1]).unwrap().value;
    let vega = &firms[0];
    assert_eq!(
        (vega.id.as_str(), vega.name.as_str(), vega.summary.as_str()),
        ("vega", "Vega Systèmes", "Nous faisons des bancs d'essai.")
    );
}

#[test]
fn briefs_in_every_form() {
    let head = "+++\nclient = \"acme\"\ntrl = [3, 5]\nstart = \"2027-03\"\nend = \"2028-02\"\nload_pm = 12.5\n+++\n# Titre\ntexte";
    let brief = briefs::parse(&file("b/h2.md", head)).unwrap().value;
    assert_eq!((brief.id.as_str(), brief.text.as_str()), ("h2", "# Titre\ntexte"));
    assert_eq!(brief.end.unwrap().to_string(), "2028-02-29");
    let json = r#"{"text": "t", "requirements": [{"text": "EN 9100", "kind": "certification", "strength": "must"}]}"#;
    assert_eq!(briefs::parse(&file("b.json", json)).unwrap().value.requirements.len(), 1);
    let megabyte = "Nous cherchons des thermiciens. ".repeat(33_000);
    assert_eq!(briefs::parse(&file("big.txt", megabyte.clone())).unwrap().value.text, megabyte);
}

#[test]
fn a_bad_brief_is_told_whole() {
    let bad = "+++\nid = \"x\"\nconfidential = true\ntrl = [0, 12]\nload_pm = nan\nco_financing_pct = 130\nstart = 2027-05-01\n\
               end = 2027-04-01\nbudget = 3\n[[requirements]]\ntext = \"y\"\nstrength = \"shoud\"\n+++\ntext\n";
    let wrong = briefs::parse(&file("x.md", bad)).unwrap_err();
    insta::assert_snapshot!(told(&wrong).join("\n"));
    assert_eq!(
        told(&briefs::parse(&file("y.md", "+++\nid = 1\n")).unwrap_err()),
        ["1 : the head is not closed"]
    );
    assert_eq!(told(&briefs::parse(&file("y.txt", " \n")).unwrap_err()), ["1 : the brief has no text"]);
}

const EVENT: &str = r#"
id = "e"
name = "E"
timezone = "Europe/Paris"
firms = "firms"
briefs = "briefs"
tables = 2
[[sessions]]
date = 2027-03-18
start = "13:30"
count = 2
minutes = 20
[[clients]]
id = "c"
name = "C"
desks = [{ id = "d", person = "P", briefs = ["b"] }]
"#;

fn resolve(text: &str) -> Result<passerelle_domain::Event, Vec<String>> {
    let firms: BTreeSet<FirmId> = ["f", "g"].iter().map(|id| FirmId::new(id).unwrap()).collect();
    let briefs = BTreeMap::from([(BriefId::new("b").unwrap(), None)]);
    let event = event::parse(&file("event.toml", text)).map_err(|wrong| told(&wrong))?.value;
    event.resolve(&firms, &briefs).map_err(|wrong| told(&wrong))
}

#[test]
fn an_event_without_slots_or_with_unknown_names_is_told() {
    let event = resolve(EVENT).unwrap();
    assert_eq!(event.parts().attending.len(), 2, "all firms attend when none is listed");
    let none = EVENT.replace("count = 2", "count = 0");
    assert_eq!(resolve(&none).unwrap_err(), ["8 sessions: the event has no slot"]);
    let wishes = format!(
        "{EVENT}[[desk_wishes]]\ndesk = \"d\"\nbrief = \"b\"\ngrade = 3\nfirms = [\n  \"f\",\n  \"nobody\",\n  \"f\",\n]\n\
         [[firm_wishes]]\nfirm = \"g\"\ngrade = 1\nbriefs = [\"b\", \"none\"]\n[[locks]]\ndesk = \"d\"\nfirm = \"f\"\nbrief = \"b\"\n\
         slot = \"2027-03-18T13:40\"\n"
    );
    assert_eq!(
        resolve(&wishes).unwrap_err(),
        [
            "23 desk_wishes[0].firms[1]: there is no firm `nobody`",
            "17 desk_wishes[0]: `f` and brief `b` are wished twice by the same side",
            "29 firm_wishes[0].briefs[1]: there is no brief `none`",
            "34 locks[0].slot: there is no slot `2027-03-18T13:40`",
        ]
        .iter()
        .map(ToString::to_string)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
}

#[test]
fn what_a_desk_asks_of_the_room_and_the_day_must_exist() {
    let with = |more: &str| EVENT.replace("briefs = [\"b\"]", &format!("briefs = [\"b\"], {more}"));
    let desk = "table = \"T2\", minutes = 20, prefer = \"am\", max_run = 2";
    let event = resolve(&with(desk)).unwrap();
    let (_, found) = event.desks().next().unwrap();
    assert_eq!(found.table.as_ref().map(passerelle_domain::TableId::as_str), Some("T2"));
    assert_eq!((found.minutes, found.day.max_run), (Some(20), Some(2)));
    let wrong = resolve(&with("table = \"T9\", minutes = 25, max_run = 0")).unwrap_err().join("\n");
    for part in
        ["table: there is no table `T9`", "minutes: `25` minutes are more than", "max_run: a run of `0`"]
    {
        assert!(wrong.contains(part), "{wrong}");
    }
}

#[test]
fn an_event_that_is_wrong_by_itself_is_told_whole() {
    let bad = EVENT
        .replace("Europe/Paris", "Europe/Pariss")
        .replace("tables = 2", "tables = \"two\"")
        .replace("start = \"13:30\"", "start = \"1 pm\"")
        .replace("minutes = 20", "minutes = 0\nbreaks = [{ start = \"15:30\" }]");
    let more = "[[desk_wishes]]\ndesk = \"d\"\nbrief = \"b\"\ngrade = 7\nfirms = [\"f\"]\n[[exclusions]]\nfirm = \"f\"\n";
    let wrong = event::parse(&file("event.toml", format!("{bad}{more}"))).unwrap_err();
    insta::assert_snapshot!(told(&wrong).join("\n"));
}

#[test]
fn numbers_that_are_no_values_are_named_with_their_line() {
    let text = r#"{
"slots": [{"id": "s", "tables": 1}],
"participants": [{"id": "a"}, {"id": "b", "min": 1.5}],
"pairs": [
{"id": "1", "a": "a", "b": "b", "value": NaN},
{"id": "2", "a": "a", "b": "b", "value": -5},
{"id": "3", "a": "a", "b": "b", "value": 1e18},
{"id": "4", "a": "a", "b": "b", "value": 2.5},
{"id": "5", "a": "a", "b": "b", "value": "7"},
{"id": "6", "a": "a", "b": "nobody", "value": 1e3},
{"id": "7", "a": "a", "b": "b", "value": 3, "vlaue": 3},
{"id": "8", "a": "a", "b": "b", "value": 3, "value": 4}
], "colour": "red", "locked": [{"pair": "9"}]}"#;
    let wrong = problem::parse(&file("p.json", text)).unwrap_err();
    insta::assert_snapshot!(told(&wrong).join("\n"));
}

#[test]
fn a_problem_that_contradicts_itself_is_told() {
    let text = r#"{"slots": [{"id": "s", "tables": 1}, {"id": "s", "tables": 1}],
"participants": [{"id": "a"}, {"id": "b", "unavailable": ["s", "t"]}],
"pairs": [{"a": "a", "b": "b", "value": 1, "must": true}], "excluded": ["a~b"]}"#;
    let wrong = problem::parse(&file("p.json", text)).unwrap_err();
    assert_eq!(
        told(&wrong),
        [
            "1 slots[1].id: `s` is already the name of slots[0]; it returns here",
            "2 participants[1].unavailable[1]: there is no slot `t`",
            "3 pairs[0]: `a~b` must take place and is excluded"
        ]
    );
    assert_eq!(
        told(&problem::parse(&file("p.json", "[]")).unwrap_err())[0],
        "1 : a list stands where a table of fields belongs"
    );
    assert_eq!(told(&problem::parse(&file("p.json", "")).unwrap_err()), ["1 : the file ends too early"]);
}
