//! The invented region is read without a complaint.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use passerelle_formats::{SourceFile, briefs, event, firms};

fn region() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/occitanie")
}

fn folder(name: &str) -> Vec<SourceFile> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(region().join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| SourceFile {
        name: format!("{name}/{}", path.file_name().unwrap().to_string_lossy()),
        bytes: std::fs::read(path).unwrap(),
    };
    paths.iter().map(read).collect()
}

#[test]
fn firms_briefs_and_event_of_occitanie_are_in_order() {
    let firms = firms::parse(&folder("firms")).unwrap();
    assert!(firms.value.len() >= 60, "{} firms", firms.value.len());
    assert_eq!(firms.notices, []);
    let briefs: Vec<_> = folder("briefs").iter().map(|file| briefs::parse(file).unwrap().value).collect();
    assert_eq!(briefs.len(), 20);
    assert!(
        briefs
            .iter()
            .filter(|brief| brief.confidentiality != passerelle_domain::Confidentiality::Open)
            .count()
            >= 2
    );

    let bytes = std::fs::read(region().join("event.toml")).unwrap();
    let event = event::parse(&SourceFile { name: "event.toml".into(), bytes }).unwrap().value;
    assert_eq!((event.firms_path(), event.briefs_path()), ("firms", "briefs"));
    let ids: BTreeSet<_> = firms.value.iter().map(|firm| firm.id.clone()).collect();
    let owners: BTreeMap<_, _> =
        briefs.iter().map(|brief| (brief.id.clone(), brief.client.clone())).collect();
    let event =
        event.resolve(&ids, &owners).unwrap_or_else(|wrong| panic!("{}", crate::told(&wrong).join("\n")));
    assert_eq!(event.parts().slots.len(), 24);
    assert_eq!(event.parts().slots[0].id.as_str(), "2027-03-18T13:30");
    // The break at 15:30 comes after six slots of twenty minutes.
    assert_eq!(event.parts().slots[6].id.as_str(), "2027-03-18T15:50");
}
