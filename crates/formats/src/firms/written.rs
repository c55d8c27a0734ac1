//! A firm as JSON, in the keys that its reader accepts.

use passerelle_domain::{
    Availability, Capability, Certification, Contact, Firm, Name, Reference, Sector, Site, SizeClass, Tool,
};
use serde::Serialize;

/// A firm as written; see `schema::firm` for what the keys mean.
#[derive(Serialize)]
struct FirmFile<'f> {
    id: &'f str,
    name: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headcount: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<&'f str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'f str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    spoken: &'f [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sectors: Vec<&'f str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    co_financing_eur: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day_rate_eur: Option<[u64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobility_km: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remote_centres: Vec<&'f str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sites: Vec<SiteFile<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    capabilities: Vec<CapabilityFile<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    certifications: Vec<CertificationFile<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    references: Vec<ReferenceFile<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    availability: Vec<AvailabilityFile>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contacts: Vec<ContactFile<'f>>,
}

#[derive(Serialize)]
struct SiteFile<'f> {
    city: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<&'f str>,
    country: &'f str,
}

#[derive(Serialize)]
struct CapabilityFile<'f> {
    skill: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headcount: Option<u32>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'f str,
}

#[derive(Serialize)]
struct CertificationFile<'f> {
    standard: &'f str,
    #[serde(skip_serializing_if = "str::is_empty")]
    scope: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
}

#[derive(Serialize)]
struct ReferenceFile<'f> {
    title: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'f str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'f str,
}

#[derive(Serialize)]
struct AvailabilityFile {
    month: String,
    people: f64,
}

#[derive(Serialize)]
struct ContactFile<'f> {
    name: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'f str>,
}

fn shown(name: Option<&Name>) -> Option<&str> {
    name.map(Name::as_str)
}

/// A firm as one line of JSON, in the keys of [`super::parse`] and of `passerelle schema firm`.
///
/// Keys stand in a fixed order; what is absent is left out, and so is a size class that follows from the headcount. Reading
/// the line back gives an equal firm, for every firm that a reader can make. Such lines one below the other are a `.jsonl` file.
pub fn write_json(firm: &Firm) -> String {
    // Texts, finite numbers and string keys are always written.
    serde_json::to_string(&written(firm)).unwrap_or_default()
}

fn written(firm: &Firm) -> FirmFile<'_> {
    FirmFile {
        id: firm.id.as_str(),
        name: firm.name.as_str(),
        language: firm.language.map(passerelle_domain::Language::code),
        headcount: firm.headcount,
        size: firm.size.filter(|size| firm.headcount.map(SizeClass::of) != Some(*size)).map(SizeClass::word),
        updated: firm.updated.map(|day| day.to_string()),
        website: shown(firm.website.as_ref()),
        summary: &firm.summary,
        spoken: &firm.spoken,
        sectors: firm.sectors.iter().map(Sector::label).collect(),
        tools: firm.tools.iter().map(Tool::label).collect(),
        co_financing_eur: firm.co_financing.map(|sum| sum.0),
        day_rate_eur: firm.day_rate.map(|rate| [rate.low().0, rate.high().0]),
        mobility_km: firm.mobility.radius_km,
        remote: firm.mobility.remote,
        remote_centres: firm.mobility.remote_centres.iter().map(Name::as_str).collect(),
        sites: firm.sites.iter().map(site).collect(),
        capabilities: firm.capabilities.iter().map(capability).collect(),
        certifications: firm.certifications.iter().map(certification).collect(),
        references: firm.references.iter().map(reference).collect(),
        availability: firm.availability.iter().map(available).collect(),
        contacts: firm.contacts.iter().map(contact).collect(),
    }
}

fn site(site: &Site) -> SiteFile<'_> {
    SiteFile { city: site.city.as_str(), postcode: shown(site.postcode.as_ref()), country: &site.country }
}

fn capability(one: &Capability) -> CapabilityFile<'_> {
    CapabilityFile {
        skill: one.skill.label(),
        level: one.level.map(passerelle_domain::ProficiencyLevel::word),
        headcount: one.headcount,
        text: &one.text,
    }
}

fn certification(one: &Certification) -> CertificationFile<'_> {
    CertificationFile {
        standard: one.standard.label(),
        scope: &one.scope,
        number: shown(one.number.as_ref()),
        valid_from: one.validity.from().map(|day| day.to_string()),
        valid_until: one.validity.until().map(|day| day.to_string()),
    }
}

fn reference(one: &Reference) -> ReferenceFile<'_> {
    ReferenceFile {
        title: one.title.as_str(),
        client: shown(one.client.as_ref()),
        sector: one.sector.as_ref().map(Sector::label),
        year: one.year,
        role: shown(one.role.as_ref()),
        text: &one.text,
    }
}

fn available(one: &Availability) -> AvailabilityFile {
    AvailabilityFile { month: one.month.to_string(), people: one.people }
}

fn contact(one: &Contact) -> ContactFile<'_> {
    ContactFile {
        name: one.name.as_str(),
        role: shown(one.role.as_ref()),
        email: shown(one.email.as_ref()),
        phone: shown(one.phone.as_ref()),
    }
}
