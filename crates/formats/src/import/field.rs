//! The fields of a firm that a file can give, compared and shown.

use passerelle_domain::{
    Capability, Certification, Contact, Firm, Language, Name, ProficiencyLevel, Reference, Sector, Site,
    SizeClass, Tool,
};
use serde::Serialize;

/// The fields of a firm that a file can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of `Firm` of its name")]
pub enum FirmField {
    Name,
    Language,
    Headcount,
    Size,
    Updated,
    Website,
    Summary,
    Sites,
    Spoken,
    Sectors,
    Capabilities,
    Tools,
    Certifications,
    References,
    Availability,
    #[serde(rename = "co_financing_eur")]
    CoFinancing,
    #[serde(rename = "day_rate_eur")]
    DayRate,
    #[serde(rename = "mobility_km")]
    Radius,
    Remote,
    RemoteCentres,
    Contacts,
}

impl FirmField {
    /// All of them, in the order of a profile.
    pub const ALL: [Self; 21] = [
        Self::Name,
        Self::Language,
        Self::Headcount,
        Self::Size,
        Self::Updated,
        Self::Website,
        Self::Summary,
        Self::Sites,
        Self::Spoken,
        Self::Sectors,
        Self::Capabilities,
        Self::Tools,
        Self::Certifications,
        Self::References,
        Self::Availability,
        Self::CoFinancing,
        Self::DayRate,
        Self::Radius,
        Self::Remote,
        Self::RemoteCentres,
        Self::Contacts,
    ];

    /// Its key in a firm's JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Language => "language",
            Self::Headcount => "headcount",
            Self::Size => "size",
            Self::Updated => "updated",
            Self::Website => "website",
            Self::Summary => "summary",
            Self::Sites => "sites",
            Self::Spoken => "spoken",
            Self::Sectors => "sectors",
            Self::Capabilities => "capabilities",
            Self::Tools => "tools",
            Self::Certifications => "certifications",
            Self::References => "references",
            Self::Availability => "availability",
            Self::CoFinancing => "co_financing_eur",
            Self::DayRate => "day_rate_eur",
            Self::Radius => "mobility_km",
            Self::Remote => "remote",
            Self::RemoteCentres => "remote_centres",
            Self::Contacts => "contacts",
        }
    }

    /// Its name for people.
    pub fn name(self, language: Language) -> &'static str {
        let (french, english) = match self {
            Self::Name => ("nom", "name"),
            Self::Language => ("langue du texte", "text language"),
            Self::Headcount => ("effectif", "headcount"),
            Self::Size => ("taille", "size"),
            Self::Updated => ("mise à jour", "updated"),
            Self::Website => ("site web", "website"),
            Self::Summary => ("présentation", "summary"),
            Self::Sites => ("implantations", "sites"),
            Self::Spoken => ("langues parlées", "languages spoken"),
            Self::Sectors => ("secteurs", "sectors"),
            Self::Capabilities => ("compétences", "skills"),
            Self::Tools => ("outils", "tools"),
            Self::Certifications => ("certifications", "certifications"),
            Self::References => ("références", "references"),
            Self::Availability => ("disponibilités", "availability"),
            Self::CoFinancing => ("cofinancement", "co-financing"),
            Self::DayRate => ("taux journalier", "day rate"),
            Self::Radius => ("mobilité", "mobility"),
            Self::Remote => ("travail à distance", "remote work"),
            Self::RemoteCentres => ("centres distants", "remote centres"),
            Self::Contacts => ("contacts", "contacts"),
        };
        match language {
            Language::French => french,
            Language::English => english,
        }
    }

    /// Whether two firms say the same in this field.
    pub(super) fn same(self, one: &Firm, other: &Firm) -> bool {
        match self {
            Self::Name => one.name == other.name,
            Self::Language => one.language == other.language,
            Self::Headcount => one.headcount == other.headcount,
            Self::Size => one.size == other.size,
            Self::Updated => one.updated == other.updated,
            Self::Website => one.website == other.website,
            Self::Summary => one.summary == other.summary,
            Self::Sites => one.sites == other.sites,
            Self::Spoken => one.spoken == other.spoken,
            Self::Sectors => one.sectors == other.sectors,
            Self::Capabilities => one.capabilities == other.capabilities,
            Self::Tools => one.tools == other.tools,
            Self::Certifications => one.certifications == other.certifications,
            Self::References => one.references == other.references,
            Self::Availability => one.availability == other.availability,
            Self::CoFinancing => one.co_financing == other.co_financing,
            Self::DayRate => one.day_rate == other.day_rate,
            Self::Radius => one.mobility.radius_km == other.mobility.radius_km,
            Self::Remote => one.mobility.remote == other.mobility.remote,
            Self::RemoteCentres => one.mobility.remote_centres == other.mobility.remote_centres,
            Self::Contacts => one.contacts == other.contacts,
        }
    }

    /// What a firm says in this field, as text on one line; empty when it says nothing.
    pub(super) fn shown(self, firm: &Firm) -> String {
        let list = |items: Vec<String>| items.join("; ");
        match self {
            Self::Name => firm.name.to_string(),
            Self::Language => firm.language.map(Language::code).unwrap_or_default().into(),
            Self::Headcount => number(firm.headcount),
            Self::Size => firm.size.map(SizeClass::word).unwrap_or_default().into(),
            Self::Updated => firm.updated.map(|day| day.to_string()).unwrap_or_default(),
            Self::Website => firm.website.as_ref().map(Name::to_string).unwrap_or_default(),
            Self::Summary => firm.summary.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Sites => list(firm.sites.iter().map(site).collect()),
            Self::Spoken => firm.spoken.join("; "),
            Self::Sectors => list(firm.sectors.iter().map(Sector::to_string).collect()),
            Self::Capabilities => list(firm.capabilities.iter().map(capability).collect()),
            Self::Tools => list(firm.tools.iter().map(Tool::to_string).collect()),
            Self::Certifications => list(firm.certifications.iter().map(certification).collect()),
            Self::References => list(firm.references.iter().map(reference).collect()),
            Self::Availability => {
                list(firm.availability.iter().map(|it| format!("{}: {}", it.month, it.people)).collect())
            }
            Self::CoFinancing => firm.co_financing.map(|sum| format!("{} €", sum.0)).unwrap_or_default(),
            Self::DayRate => firm
                .day_rate
                .map(|rate| format!("{} - {} €", rate.low().0, rate.high().0))
                .unwrap_or_default(),
            Self::Radius => firm.mobility.radius_km.map(|km| format!("{km} km")).unwrap_or_default(),
            Self::Remote => firm.mobility.remote.map(|yes| yes.to_string()).unwrap_or_default(),
            Self::RemoteCentres => list(firm.mobility.remote_centres.iter().map(Name::to_string).collect()),
            Self::Contacts => list(firm.contacts.iter().map(contact).collect()),
        }
    }
}

fn number(n: Option<u32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn with(main: &str, more: &[String]) -> String {
    let more: Vec<&str> = more.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    if more.is_empty() { main.to_owned() } else { format!("{main} ({})", more.join(", ")) }
}

fn text(name: Option<&Name>) -> String {
    name.map(Name::to_string).unwrap_or_default()
}

fn site(site: &Site) -> String {
    with(site.city.as_str(), &[text(site.postcode.as_ref()), site.country.clone()])
}

fn capability(one: &Capability) -> String {
    let level = one.level.map(ProficiencyLevel::word).unwrap_or_default();
    with(one.skill.label(), &[level.to_owned(), number(one.headcount), one.text.clone()])
}

fn certification(one: &Certification) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (from, until) = (day(one.validity.from()), day(one.validity.until()));
    let held = if from.is_empty() && until.is_empty() { String::new() } else { format!("{from}..{until}") };
    with(one.standard.label(), &[one.scope.clone(), text(one.number.as_ref()), held])
}

fn reference(one: &Reference) -> String {
    let year = one.year.map(|year| year.to_string()).unwrap_or_default();
    let sector = one.sector.as_ref().map(Sector::to_string).unwrap_or_default();
    with(
        one.title.as_str(),
        &[text(one.client.as_ref()), sector, year, text(one.role.as_ref()), one.text.clone()],
    )
}

fn contact(one: &Contact) -> String {
    with(one.name.as_str(), &[text(one.role.as_ref()), text(one.email.as_ref()), text(one.phone.as_ref())])
}
