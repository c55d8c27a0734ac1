//! What is known of a firm beyond its texts.

use jiff::civil::Date;
use passerelle_domain::{
    Certification, Firm, Month, Name, Profile, Sector, SizeClass, Standard, Validity, fold,
};
use serde::{Deserialize, Serialize};

/// Facts that gates, fit and requirements look at.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Facts {
    /// Whether anything is known but texts; nothing is held against an item of an evaluation corpus.
    pub(crate) told: bool,
    /// Certificates, in the order of the firm's certification documents.
    pub(crate) certifications: Vec<Held>,
    /// Languages its people work in, ISO 639-1; empty when not told.
    pub(crate) spoken: Vec<String>,
    /// Towns it works from, folded, its own sites first.
    pub(crate) towns: Vec<String>,
    /// How far it goes from them, kilometres.
    pub(crate) radius_km: Option<u32>,
    /// Whether it works remotely; `None` when not told.
    pub(crate) remote: Option<bool>,
    /// Sectors it serves, by its own word or by a reference.
    pub(crate) sectors: Vec<Sector>,
    /// Full-time equivalents free, month by month.
    pub(crate) free: Vec<(Month, f64)>,
    /// What it can put into one project, euros.
    pub(crate) co_financing: Option<u64>,
    /// Its daily rates, euros, lowest and highest.
    pub(crate) day_rate: Option<(u64, u64)>,
    /// Its size class, when told or derived.
    pub(crate) size: Option<SizeClass>,
}

/// A certificate as the gates see it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Held {
    /// The standard.
    pub(crate) standard: Standard,
    /// When it holds.
    pub(crate) validity: Validity,
}

impl From<&Certification> for Held {
    fn from(it: &Certification) -> Self {
        Self { standard: it.standard.clone(), validity: it.validity }
    }
}

impl From<&Firm> for Facts {
    fn from(firm: &Firm) -> Self {
        let towns = firm.sites.iter().map(|site| &site.city).chain(&firm.mobility.remote_centres);
        let referred = firm.references.iter().filter_map(|reference| reference.sector.as_ref());
        let mut sectors: Vec<Sector> = Vec::new();
        for sector in firm.sectors.iter().chain(referred) {
            if !sectors.contains(sector) {
                sectors.push(sector.clone());
            }
        }
        Self {
            told: true,
            certifications: firm.certifications.iter().map(Held::from).collect(),
            spoken: firm.spoken.clone(),
            towns: towns.map(Name::as_str).map(fold).collect(),
            radius_km: firm.mobility.radius_km,
            remote: firm.mobility.remote,
            sectors,
            free: firm.availability.iter().map(|it| (it.month, it.people)).collect(),
            co_financing: firm.co_financing.map(|sum| sum.0),
            day_rate: firm.day_rate.map(|rate| (rate.low().0, rate.high().0)),
            size: firm.size.or_else(|| firm.headcount.map(SizeClass::of)),
        }
    }
}

/// Facts as the index stores them.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct StoredFacts {
    id: String,
    name: String,
    told: bool,
    certificates: Vec<(String, Option<String>, Option<String>)>,
    spoken: Vec<String>,
    towns: Vec<String>,
    radius_km: Option<u32>,
    remote: Option<bool>,
    sectors: Vec<String>,
    free: Vec<(String, f64)>,
    co_financing: Option<u64>,
    day_rate: Option<(u64, u64)>,
    size: Option<String>,
}

impl StoredFacts {
    pub(super) fn of(profile: &Profile, facts: &Facts) -> Self {
        let certificate = |it: &Held| {
            let day = |day: Option<Date>| day.map(|day| day.to_string());
            (it.standard.label().to_owned(), day(it.validity.from()), day(it.validity.until()))
        };
        Self {
            id: profile.id.as_str().to_owned(),
            name: profile.name.clone(),
            told: facts.told,
            certificates: facts.certifications.iter().map(certificate).collect(),
            spoken: facts.spoken.clone(),
            towns: facts.towns.clone(),
            radius_km: facts.radius_km,
            remote: facts.remote,
            sectors: facts.sectors.iter().map(|sector| sector.label().to_owned()).collect(),
            free: facts.free.iter().map(|(month, people)| (month.first_day().to_string(), *people)).collect(),
            co_financing: facts.co_financing,
            day_rate: facts.day_rate,
            size: facts.size.map(|size| size.word().to_owned()),
        }
    }

    /// The identifier, the name and the facts; what cannot be a fact (a damaged index) is left out.
    pub(super) fn read(self) -> (String, String, Facts) {
        let day = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok());
        let certificate = |(standard, from, until): (String, Option<String>, Option<String>)| {
            let (from, until) = (day(from), day(until));
            Some(Held {
                standard: Standard::new(&standard).ok()?,
                validity: Validity::new(from, until).ok()?,
            })
        };
        let month = |(day, people): (String, f64)| {
            let day: Date = day.parse().ok()?;
            Some((Month::new(day.year(), day.month()).ok()?, people))
        };
        let facts = Facts {
            told: self.told,
            certifications: self.certificates.into_iter().filter_map(certificate).collect(),
            spoken: self.spoken,
            towns: self.towns,
            radius_km: self.radius_km,
            remote: self.remote,
            sectors: self.sectors.iter().filter_map(|sector| Sector::new(sector).ok()).collect(),
            free: self.free.into_iter().filter_map(month).collect(),
            co_financing: self.co_financing,
            day_rate: self.day_rate,
            size: self.size.as_deref().and_then(SizeClass::from_word),
        };
        (self.id, self.name, facts)
    }
}
