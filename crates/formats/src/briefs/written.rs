//! A brief as JSON, in the keys that its reader accepts.

use passerelle_domain::{
    BriefDraft, BriefId, ClientId, Confidentiality, Name, Percent, PersonMonths, Requirement,
    RequirementKind, Sector,
};
use serde::Serialize;

/// A brief as written; see `schema::brief` for what the keys mean.
#[derive(Serialize)]
struct BriefFile<'b> {
    id: &'b str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidential: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    teaser: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trl: Option<[u8; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    load_pm: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget_eur: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    co_financing_pct: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day_rate_eur: Option<[u64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'b str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requirements: Vec<RequirementFile<'b>>,
    text: &'b str,
}

#[derive(Serialize)]
struct RequirementFile<'b> {
    text: &'b str,
    strength: &'b str,
    kind: &'b str,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    within_km: Option<u32>,
}

/// A brief as one line of JSON, in the keys of [`super::parse`] and of `passerelle schema brief`.
///
/// Keys stand in a fixed order; what is absent is left out, but for the text, which is there even when it is empty. Reading
/// the line back gives an equal draft, for every draft that a reader can make; where in the text a requirement was found
/// ([`Requirement::span`]) is not written, because requirements given one by one have no such place.
pub fn write_json(draft: &BriefDraft) -> String {
    let (confidential, teaser) = match &draft.confidentiality {
        Confidentiality::Open => (None, None),
        Confidentiality::Confidential { teaser } => (Some(true), Some(teaser.as_str())),
    };
    let file = BriefFile {
        id: BriefId::as_str(&draft.id),
        client: draft.client.as_ref().map(ClientId::as_str),
        title: draft.title.as_ref().map(Name::as_str),
        theme: draft.theme.as_ref().map(Name::as_str),
        confidential,
        teaser,
        trl: draft.trl.map(|range| [range.from().get(), range.to().get()]),
        start: draft.start.map(|day| day.to_string()),
        end: draft.end.map(|day| day.to_string()),
        load_pm: draft.load.map(PersonMonths::get),
        budget_eur: draft.budget.map(|sum| sum.0),
        co_financing_pct: draft.co_financing.map(Percent::get),
        day_rate_eur: draft.day_rate.map(|rate| [rate.low().0, rate.high().0]),
        sector: draft.sector.as_ref().map(Sector::label),
        requirements: draft.requirements.iter().map(requirement).collect(),
        text: &draft.text,
    };
    // Texts, finite numbers and string keys are always written.
    serde_json::to_string(&file).unwrap_or_default()
}

fn requirement(one: &Requirement) -> RequirementFile<'_> {
    let (what, certificate) = match &one.kind {
        RequirementKind::Skill => (None, None),
        RequirementKind::Certification { standard, certificate } => {
            (Some(standard.label()), Some(*certificate))
        }
        RequirementKind::Language(code) => (Some(code.as_str()), None),
        RequirementKind::Site(place) => (Some(place.as_str()), None),
        RequirementKind::Sector(sector) => (Some(sector.label()), None),
    };
    RequirementFile {
        text: &one.text,
        strength: one.strength.word(),
        kind: one.kind.word(),
        what,
        certificate,
        within_km: one.within_km,
    }
}
