//! The walls: which crate may know which.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// What each crate may depend on inside the workspace; arrows go down only.
const EDGES: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("matching", &["domain"]),
    ("scheduling", &["domain"]),
    ("formats", &["domain"]),
    ("store", &[]),
    ("app", &["domain", "matching", "scheduling", "formats", "store"]),
    ("web", &["domain", "app"]),
    ("cli", &["domain", "formats", "app", "web"]),
    ("benches", &["domain", "matching", "formats"]),
];

/// What each crate alone knows of the outside world.
const SECRETS: [(&str, &[&str]); 17] = [
    ("nalgebra", &["matching"]),
    ("tantivy", &["matching"]),
    ("whatlang", &["matching"]),
    ("good_lp", &["scheduling"]),
    ("csv", &["formats"]),
    ("askama", &["formats", "web"]),
    ("schemars", &["formats"]),
    ("serde", &["formats", "app", "matching", "web"]),
    ("sqlx", &["store"]),
    ("axum", &["web"]),
    ("utoipa", &["web"]),
    ("argon2", &["app"]),
    ("lettre", &["app"]),
    ("calamine", &["formats"]),
    ("rust_xlsxwriter", &["formats", "benches"]),
    ("clap", &["cli", "benches"]),
    ("serde_json", &["formats", "cli", "benches", "matching", "store", "app", "web"]),
];

/// Direct dependencies by crate, those of tests left out.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let short = |name: &str| name.strip_prefix("passerelle-").unwrap_or(name).to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap().iter();
            let used =
                all.filter(|d| d["kind"].is_null()).map(|d| short(d["name"].as_str().unwrap())).collect();
            (short(package["name"].as_str().unwrap()), used)
        })
        .collect()
}

#[test]
fn no_crate_has_an_edge_that_the_design_does_not_allow() {
    let dependencies = dependencies();
    let members: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        dependencies.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        members,
        "a member without a line in EDGES"
    );
    for (name, allowed) in EDGES {
        let inside: BTreeSet<&str> =
            dependencies[name].iter().map(String::as_str).filter(|d| members.contains(d)).collect();
        let extra: Vec<_> = inside.difference(&allowed.iter().copied().collect()).copied().collect();
        assert!(extra.is_empty(), "{name} depends on {extra:?}; the design allows {allowed:?}");
    }
}

#[test]
fn what_one_crate_alone_knows_stays_there() {
    let dependencies = dependencies();
    for (secret, allowed) in SECRETS {
        let used: Vec<&str> =
            dependencies.iter().filter(|(_, d)| d.contains(secret)).map(|(name, _)| name.as_str()).collect();
        let extra: Vec<_> = used.iter().filter(|name| !allowed.contains(name)).collect();
        assert!(extra.is_empty(), "{extra:?} depend on {secret}, which is for {allowed:?} alone");
    }
    let outside: Vec<_> = dependencies["domain"].iter().collect();
    assert_eq!(
        outside,
        ["jiff", "thiserror", "unicode-normalization"],
        "the vocabulary knows small value crates only"
    );
}
