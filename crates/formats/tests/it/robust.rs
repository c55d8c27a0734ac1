//! No input makes a reader panic.

use passerelle_domain::Agenda;
use passerelle_formats::{SourceFile, agenda, attendance, briefs, changes, corpus, event, firms, problem};
use proptest::prelude::*;

use crate::schemas::sample;

fn read_all(name: &str, bytes: &[u8]) {
    for end in ["toml", "json", "jsonl", "csv", "md", "txt", ""] {
        let file = SourceFile { name: format!("{name}.{end}"), bytes: bytes.to_vec() };
        let _ = firms::parse(std::slice::from_ref(&file));
        let _ = briefs::parse(&file);
        let _ = event::parse(&file);
    }
    let file = SourceFile { name: name.into(), bytes: bytes.to_vec() };
    let _ = problem::parse(&file);
    let _ = corpus::parse_corpus(&file);
    let _ = corpus::parse_queries(&file);
    let _ = corpus::parse_qrels(&file, None);
    let _ = corpus::parse_run(&file, None);
    let _ = corpus::parse_evidence(&file, None, &|_, _| true);
    let _ = corpus::parse_strengths(&file, None, &|_, _| true);
    let good = SourceFile { name: "p.json".into(), bytes: sample("problem").to_string().into_bytes() };
    let good = problem::parse(&good).unwrap();
    let _ = agenda::parse(&file, &good);
    let _ = changes::parse(&file, &good, &Agenda::default());
    let _ = attendance::parse(&file, &good);
}

/// Text that looks like the files in question, more often than random bytes would.
fn scrap() -> impl Strategy<Value = String> {
    let pieces = [
        "id",
        "name",
        "\"",
        "\"\"\"",
        "=",
        ":",
        ",",
        ";",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "\n",
        "\r\n",
        "+++\n",
        "# ",
        "\t",
        "\\u",
        "d83d",
        "1e18",
        "-5",
        "0x1F",
        "NaN",
        "2027-03-18",
        "13:30",
        "é",
        "’",
        "a.b.c",
        "sites",
        "slots",
        "pairs",
        "meetings",
        "null",
        "true",
        "'",
        "#",
        "|",
        "(",
        " ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..60).prop_map(|list| list.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scraps_of_files_are_refused_in_peace(text in scrap()) {
        read_all("x", text.as_bytes());
    }

    #[test]
    fn damaged_files_are_refused_in_peace(
        which in 0..passerelle_formats::schema::NAMES.len(), at in any::<prop::sample::Index>(), bytes in proptest::collection::vec(any::<u8>(), 0..4), cut in 0..6usize,
    ) {
        let mut text = sample(passerelle_formats::schema::NAMES[which]).to_string().into_bytes();
        let at = at.index(text.len());
        let end = (at + cut).min(text.len());
        text.splice(at..end, bytes);
        read_all("x", &text);
    }
}
