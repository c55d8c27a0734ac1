//! File names: safe everywhere, and never two alike.

use std::collections::BTreeMap;

use crate::export::file_name;

#[test]
fn plain_identifiers_stay_as_they_are() {
    for id in ["garoneo", "garoneo-2", "a.b_c-9", "desk-x", "x-x12"] {
        assert_eq!(file_name(id), id);
    }
    assert_eq!(file_name("Hélianthe / Été"), "helianthe-ete-x2b0cf9d1507c3023");
}

#[test]
fn names_are_safe_and_never_collide() {
    let long = "a".repeat(200);
    let longer = "a".repeat(201);
    let mut ids: Vec<String> = [
        "",
        ".",
        "..",
        "/",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "a b",
        "A b",
        "a-b",
        "A-B",
        "é",
        "e",
        "É",
        "con",
        "CON",
        "con.x",
        "lpt1",
        "com9.html",
        "nul",
        "a.",
        "a..",
        ".a",
        "-a",
        "a:b",
        "a*b",
        "漢字",
        "字漢",
        "\u{202e}abc",
        "a\u{0}b",
        "C++",
        "C#",
        "id",
        long.as_str(),
        longer.as_str(),
    ]
    .map(str::to_owned)
    .to_vec();
    let made: Vec<String> = ids.iter().map(|id| file_name(id)).collect();
    ids.extend(made);
    ids.sort();
    ids.dedup();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for id in ids {
        let name = file_name(&id);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
        assert!(name.chars().all(plain) && (1..=120).contains(&name.len()), "{id:?}: {name}");
        assert!(!name.starts_with(['.', '-']) && !name.ends_with('.'), "{id:?}: {name}");
        assert!(!["con", "nul", "lpt1", "com9"].contains(&name.split('.').next().unwrap()), "{id:?}: {name}");
        if let Some(other) = seen.insert(name.clone(), id.clone()) {
            panic!("{other:?} and {id:?} are both {name}");
        }
    }
}
