//! JSON Schema (draft 2020-12) of the files that people and programs write and read, and of answers.
//!
//! The schemas are made from the structs that stand beside each format; a test holds them against the readers, key by key.
//! TOML files have the same keys as JSON ones.

use schemars::{JsonSchema, schema_for};

use crate::agenda::file::AgendaFile;
use crate::attendance::AttendanceFile;
use crate::changes::file::ChangesFile;
use crate::fairness::FairnessFile;
use crate::helps::HelpsFile;
use crate::policy::PolicyFile;
use crate::problem::file::ProblemFile;
use crate::replan::file::ReplanFile;
use crate::standby::file::StandbyFile;
use crate::why::WhyFile;

mod brief;
mod event;
mod firm;

/// The names of the formats that are read; some are written too.
pub const NAMES: &[&str] =
    &["problem", "policy", "agenda", "changes", "attendance", "event", "firm", "brief"];

/// The names of schemas of what is only written.
pub const WRITTEN: &[&str] = &["replan", "standby", "fairness", "why", "helps"];

/// The JSON Schema of a file, by name; `None` for other names than [`NAMES`] and [`WRITTEN`].
pub fn json_schema(name: &str) -> Option<String> {
    Some(match name {
        "problem" => written::<ProblemFile>("problem"),
        "policy" => written::<PolicyFile>("policy"),
        "agenda" => written::<AgendaFile<'static>>("agenda"),
        "changes" => written::<ChangesFile>("changes"),
        "attendance" => written::<AttendanceFile>("attendance"),
        "replan" => written::<ReplanFile>("replan"),
        "standby" => written::<StandbyFile>("standby"),
        "event" => written::<event::EventFile>("event"),
        "firm" => written::<firm::FirmFile>("firm"),
        "brief" => written::<brief::BriefFile>("brief"),
        "fairness" => written::<FairnessFile>("fairness"),
        "why" => written::<WhyFile<'static>>("why"),
        "helps" => written::<HelpsFile<'static>>("helps"),
        _ => return None,
    })
}

fn written<T: JsonSchema>(title: &str) -> String {
    let mut schema = schema_for!(T);
    schema.insert("title".into(), title.into());
    // A schema is plain data: writing it to memory cannot fail.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_strict_schema() {
        for name in NAMES.iter().chain(WRITTEN) {
            let schema: serde_json::Value = serde_json::from_str(&json_schema(name).unwrap()).unwrap();
            assert_eq!(schema["additionalProperties"], false, "{name}");
            assert!(schema["description"].is_string(), "{name}");
        }
        assert_eq!(json_schema("nothing"), None);
    }
}
