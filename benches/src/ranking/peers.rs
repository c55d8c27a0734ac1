//! The same market and briefs in SQLite FTS5 and PostgreSQL full text, through scripts beside this crate.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use passerelle_domain::{Language, Profile};
use serde_json::{Value, json};

use super::phase::Size;
use crate::inputs::Fallible;
use crate::market::Market;
use crate::measure::Times;

/// Name and script.
const PEERS: [(&str, &str); 2] =
    [("SQLite FTS5", "benches/peers/fts5.py"), ("PostgreSQL full text", "benches/peers/postgres.py")];

/// What each peer measures of itself; one that is not installed says so.
pub(super) fn all(size: Size, briefs: usize, root: &Path) -> Fallible<Value> {
    let folder = tempfile::tempdir()?;
    let (firms_file, briefs_file) = (folder.path().join("firms.jsonl"), folder.path().join("briefs.jsonl"));
    let market = Market::new(size.seed);
    let mut out = BufWriter::new(File::create(&firms_file)?);
    for n in 0..size.firms {
        let profile = Profile::from(&market.firm(n, 0)?);
        let texts: Vec<&str> =
            profile.documents.iter().flat_map(|d| [d.title.as_str(), d.text.as_str()]).collect();
        let language = market.language(n).code();
        writeln!(
            out,
            "{}",
            json!({"id": profile.id.as_str(), "language": language, "text": texts.join("\n")})
        )?;
    }
    out.flush()?;
    let mut out = BufWriter::new(File::create(&briefs_file)?);
    for n in 0..briefs {
        let (language, text): (Language, String) = market.brief(n);
        writeln!(out, "{}", json!({"language": language.code(), "text": text}))?;
    }
    out.flush()?;
    let mut found = Vec::new();
    for (name, script) in PEERS {
        eprintln!("passerelle: {} firms, {name}", size.firms);
        let script = root.join(script);
        let output = Command::new("python3")
            .arg(&script)
            .args([&firms_file, &briefs_file])
            .arg(folder.path())
            .output();
        let mut told = match output {
            Err(error) => json!({"missing": format!("python3 does not start: {error}")}),
            Ok(output) if output.status.success() => {
                times(serde_json::from_slice(&output.stdout)?, size.firms)
            }
            Ok(output) => {
                json!({"missing": String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or("it failed")})
            }
        };
        told["name"] = json!(name);
        found.push(told);
    }
    Ok(Value::Array(found))
}

/// Puts percentiles in the place of lists of times.
fn times(mut told: Value, firms: usize) -> Value {
    for (list, name) in [("query_seconds", "query_ms"), ("update_seconds", "update_ms")] {
        let seconds =
            told[list].as_array().map(|all| all.iter().filter_map(Value::as_f64).collect::<Times>());
        if let (Some(times), Some(object)) = (seconds, told.as_object_mut()) {
            object.remove(list);
            object.insert(name.to_owned(), times.told());
        }
    }
    if let Some(seconds) = told["build_seconds"].as_f64() {
        told["firms_per_second"] = json!(firms as f64 / seconds);
    }
    told
}
