//! Strengths read in the briefs of `fixtures/occitanie`, against those that a reader marked by hand.

use std::path::Path;

use passerelle_domain::{Brief, Strength};

use super::read;

/// A passage of a brief, and how much it matters.
struct Marked {
    brief: String,
    words: String,
    strength: Strength,
}

fn marked(folder: &Path) -> Vec<Marked> {
    let table = std::fs::read_to_string(folder.join("strengths.tsv")).unwrap();
    let rows = table.lines().skip(1).filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [brief, words, strength] = cells.as_slice() else { panic!("three cells, not `{line}`") };
        let strength = Strength::from_word(strength).unwrap();
        Marked { brief: (*brief).to_owned(), words: (*words).to_owned(), strength }
    })
    .collect()
}

fn brief(folder: &Path, id: &str) -> Brief {
    let file = std::fs::read_to_string(folder.join("briefs").join(format!("{id}.md"))).unwrap();
    read(file.splitn(3, "+++").nth(2).unwrap().trim_start()).brief
}

/// The strengths read in the words of a passage; a brief without requirements is expected as a whole.
fn read_there(brief: &Brief, words: &str) -> Vec<Strength> {
    if brief.requirements.is_empty() {
        return vec![Strength::Should];
    }
    let start = brief.text.find(words).unwrap_or_else(|| panic!("`{words}` is not in the brief"));
    let end = start + words.len();
    let there = |r: &&passerelle_domain::Requirement| r.span.is_some_and(|s| s.start < end && start < s.end);
    brief.requirements.iter().filter(there).map(|r| r.strength).collect()
}

#[test]
fn no_must_is_lost_and_nine_strengths_in_ten_are_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/occitanie");
    let all = marked(&folder);
    let mut lost = Vec::new();
    let mut right = 0;
    let mut briefs = std::collections::BTreeMap::new();
    for it in &all {
        let brief = briefs.entry(&it.brief).or_insert_with(|| brief(&folder, &it.brief));
        let found = read_there(brief, &it.words);
        right += usize::from(found.contains(&it.strength));
        if it.strength == Strength::Must && !found.contains(&Strength::Must) {
            lost.push(format!("{}: {}", it.brief, it.words));
        }
    }
    assert!(all.len() > 100, "{} passages", all.len());
    assert_eq!(lost, Vec::<String>::new(), "must-haves that were not read as such");
    assert!(right * 10 >= all.len() * 9, "{right} of {} strengths are right", all.len());
}
