//! The fields of a firm, for its schema.
#![expect(dead_code, reason = "the structs exist for their schema; the reader is `firms::fields`")]

use std::collections::BTreeSet;

use schemars::JsonSchema;

/// A service firm as it describes itself.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct FirmFile {
    /// Its id: `a-z`, `0-9`, `-` by habit. The name of the file when left out.
    id: Option<String>,
    /// Its name.
    name: String,
    /// The language its texts are written in. Detected when left out.
    language: Option<TextLanguage>,
    /// People employed.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    headcount: Option<u32>,
    /// Size class. From the headcount when left out; told when it differs, as for a small firm of a large group.
    size: Option<Size>,
    /// The day the profile was last confirmed: `2026-09-14`.
    #[schemars(extend("format" = "date"))]
    updated: Option<String>,
    /// Web address.
    website: Option<String>,
    /// How it presents itself, free text.
    summary: Option<String>,
    /// Languages spoken, ISO 639-1: `fr`, `en`.
    spoken: Option<BTreeSet<String>>,
    /// Sectors it serves.
    sectors: Option<Vec<String>>,
    /// What it works with.
    tools: Option<Vec<String>>,
    /// What it can put into one project, euros.
    #[schemars(range(min = 0))]
    co_financing_eur: Option<u64>,
    /// Daily rates, euros: low, high.
    day_rate_eur: Option<[u64; 2]>,
    /// Radius within which it travels, kilometres.
    #[schemars(range(min = 0, max = 40_000))]
    mobility_km: Option<u32>,
    /// Whether it works remotely.
    remote: Option<bool>,
    /// Towns of delivery centres elsewhere.
    remote_centres: Option<Vec<String>>,
    /// Where it sits; the first is the head office.
    sites: Option<Vec<SiteFile>>,
    /// What it can do.
    capabilities: Option<Vec<CapabilityFile>>,
    /// What others have certified.
    certifications: Option<Vec<CertificationFile>>,
    /// What it has done.
    references: Option<Vec<ReferenceFile>>,
    /// People free, month by month.
    availability: Option<Vec<AvailabilityFile>>,
    /// Who to talk to.
    contacts: Option<Vec<ContactFile>>,
}

/// ISO 639-1.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum TextLanguage {
    /// French.
    Fr,
    /// English.
    En,
}

/// Size classes of French statistics (decree 2008-1354).
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Size {
    /// Fewer than 10 people.
    Micro,
    /// 10 to 49.
    Small,
    /// 50 to 249.
    Medium,
    /// 250 to 4,999.
    Intermediate,
    /// 5,000 and more, or belonging to such a group.
    Large,
}

/// A place a firm works from.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SiteFile {
    /// The town.
    city: String,
    /// Postal code.
    postcode: Option<String>,
    /// Country, ISO 3166-1 alpha-2. `FR` when left out.
    #[schemars(length(min = 2, max = 2))]
    country: Option<String>,
}

/// Something a firm can do.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CapabilityFile {
    /// Its name in the firm's words.
    skill: String,
    /// How well.
    level: Option<Level>,
    /// People able to do it.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    headcount: Option<u32>,
    /// More about it, free text.
    text: Option<String>,
}

/// How well a firm does something.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Level {
    /// Has touched it.
    Notion,
    /// Does it under guidance.
    Practitioner,
    /// Does it alone.
    Confirmed,
    /// Others come and ask.
    Expert,
}

/// A certificate and what it covers.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CertificationFile {
    /// The standard: `EN 9100`.
    standard: String,
    /// What it covers.
    scope: Option<String>,
    /// Certificate number.
    number: Option<String>,
    /// First day on which it holds.
    #[schemars(extend("format" = "date"))]
    valid_from: Option<String>,
    /// Last day on which it holds.
    #[schemars(extend("format" = "date"))]
    valid_until: Option<String>,
}

/// A project done, as evidence.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ReferenceFile {
    /// What it was called.
    title: String,
    /// For whom, possibly anonymous.
    client: Option<String>,
    /// In which sector.
    sector: Option<String>,
    /// When it ended.
    #[schemars(range(min = 1950, max = 2100))]
    year: Option<i16>,
    /// What the firm did in it.
    role: Option<String>,
    /// More about it, free text.
    text: Option<String>,
}

/// People free in a month.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AvailabilityFile {
    /// The month: `2027-01`.
    month: String,
    /// Full-time equivalents free.
    #[schemars(range(min = 0, max = 1_000_000))]
    people: f64,
}

/// Someone to talk to.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ContactFile {
    /// Name of the person.
    name: String,
    /// Function.
    role: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Telephone.
    phone: Option<String>,
}
