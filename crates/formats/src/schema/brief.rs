//! The fields of a brief, for its schema.
#![expect(dead_code, reason = "the structs exist for their schema; the reader is `briefs`")]

use schemars::JsonSchema;

/// A client's brief. In Markdown and text files these keys, but for `text`, stand in a TOML head between `+++` lines.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct BriefFile {
    /// Its id. The name of the file when left out.
    id: Option<String>,
    /// Id of the client.
    client: Option<String>,
    /// Its title. Read from the text when left out.
    title: Option<String>,
    /// The theme it belongs to.
    theme: Option<String>,
    /// Whether only its client, the organiser and admitted firms may read it. False when left out.
    confidential: Option<bool>,
    /// What may be shown of a confidential brief, naming nothing secret; required then.
    teaser: Option<String>,
    /// Readiness levels, from and to, 1 to 9 (ISO 16290).
    trl: Option<[u8; 2]>,
    /// First day, or first month: `2027-03-01`, `2027-03`.
    start: Option<String>,
    /// Last day, or last month.
    end: Option<String>,
    /// Work expected, person-months.
    #[schemars(range(min = 0, max = 100_000))]
    load_pm: Option<f64>,
    /// Budget, euros.
    budget_eur: Option<u64>,
    /// Share the firm is expected to finance, per cent.
    #[schemars(range(min = 0, max = 100))]
    co_financing_pct: Option<u8>,
    /// Daily rates the client would pay, low and high, euros.
    day_rate_eur: Option<[u64; 2]>,
    /// The client's sector for this project.
    sector: Option<String>,
    /// What is asked. Read from the text when left out.
    requirements: Option<Vec<RequirementFile>>,
    /// The brief itself; required in TOML and JSON unless there is a title or a requirement.
    text: Option<String>,
}

/// One thing that is asked.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RequirementFile {
    /// In the brief's words.
    text: String,
    /// How much it matters. `should` when left out.
    strength: Option<StrengthWord>,
    /// What sort of thing it is. `skill` when left out.
    kind: Option<KindWord>,
    /// What exactly: the standard, the language code, the place, the sector. The text when left out.
    what: Option<String>,
    /// Of a certification: whether the certificate itself is asked, not only experience of the standard. True when left out.
    certificate: Option<bool>,
    /// Of a site: how far from it is near enough, km.
    within_km: Option<u32>,
}

/// How much a requirement matters.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum StrengthWord {
    /// Without it, no.
    Must,
    /// Expected.
    Should,
    /// A plus.
    Nice,
}

/// What sort of thing is asked.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum KindWord {
    /// Knowing how to do something.
    Skill,
    /// A certificate or the practice of a standard.
    Certification,
    /// Working in a language.
    Language,
    /// Being at or near a place.
    Site,
    /// Having done it for a sector before.
    Sector,
}
