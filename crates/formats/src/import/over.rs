//! An imported firm, and how it is laid over one that exists.

use std::collections::BTreeSet;

use passerelle_domain::{
    Capability, Certification, Contact, Firm, FirmId, Language, Name, ProficiencyLevel, Reference, Sector,
    Site, SizeClass, Tool, fold,
};
use serde::Serialize;

use super::place::Place;

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

/// A firm as a file tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedFirm {
    /// Its identifier, when the file tells it.
    pub id: Option<FirmId>,
    /// Its name; the identifier when the file has no name for it.
    pub name: Name,
    /// The firm of which nothing else is known; without an identifier, under one made of its name.
    pub firm: Firm,
    /// What the file tells: with a value, or saying that there is none.
    pub given: BTreeSet<FirmField>,
    /// Where it stands.
    pub place: Place,
    pub(super) depth: Depth,
}

/// How much a list in a file tells of its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Everything, as in JSON: the list replaces the other.
    Full,
    /// Labels, as in cells: what else is known of an item of the same label stays.
    Labels {
        /// Whether the country of the head office is told.
        country: bool,
    },
}

impl ImportedFirm {
    /// The existing firm with what this row tells laid over it.
    ///
    /// Its identifier stays. A list in a cell replaces the list, and items that were there keep what the cell does not tell (a
    /// capability's text, a certificate's number); town, postcode and country are those of the head office, and other sites
    /// stay; the row's contact is added, or completes the one of the same name or address. A new headcount gives a new size
    /// class unless the class was told.
    pub fn over(&self, existing: &Firm) -> Firm {
        let mut firm = existing.clone();
        for field in &self.given {
            self.lay(*field, &mut firm);
        }
        if self.given.contains(&FirmField::Headcount) && !self.given.contains(&FirmField::Size) {
            let followed = existing.size.is_none() || existing.size == existing.headcount.map(SizeClass::of);
            if followed {
                firm.size = firm.headcount.map(SizeClass::of);
            }
        }
        firm
    }

    fn lay(&self, field: FirmField, firm: &mut Firm) {
        let told = &self.firm;
        let labels = self.depth != Depth::Full;
        match field {
            FirmField::Name => firm.name = told.name.clone(),
            FirmField::Language => firm.language = told.language,
            FirmField::Headcount => firm.headcount = told.headcount,
            FirmField::Size => firm.size = told.size,
            FirmField::Updated => firm.updated = told.updated,
            FirmField::Website => firm.website.clone_from(&told.website),
            FirmField::Summary => firm.summary.clone_from(&told.summary),
            FirmField::Spoken => firm.spoken.clone_from(&told.spoken),
            FirmField::Sectors => firm.sectors.clone_from(&told.sectors),
            FirmField::Tools => firm.tools.clone_from(&told.tools),
            FirmField::Availability => firm.availability.clone_from(&told.availability),
            FirmField::CoFinancing => firm.co_financing = told.co_financing,
            FirmField::DayRate => firm.day_rate = told.day_rate,
            FirmField::Radius => firm.mobility.radius_km = told.mobility.radius_km,
            FirmField::Remote => firm.mobility.remote = told.mobility.remote,
            FirmField::RemoteCentres => {
                firm.mobility.remote_centres.clone_from(&told.mobility.remote_centres);
            }
            FirmField::Capabilities if labels => {
                firm.capabilities = capabilities(&told.capabilities, &firm.capabilities);
            }
            FirmField::Certifications if labels => {
                firm.certifications = certifications(&told.certifications, &firm.certifications);
            }
            FirmField::References if labels => {
                firm.references = references(&told.references, &firm.references);
            }
            FirmField::Sites if labels => sites(&told.sites, self.depth, &mut firm.sites),
            FirmField::Contacts if labels => contacts(&told.contacts, &mut firm.contacts),
            FirmField::Capabilities => firm.capabilities.clone_from(&told.capabilities),
            FirmField::Certifications => firm.certifications.clone_from(&told.certifications),
            FirmField::References => firm.references.clone_from(&told.references),
            FirmField::Sites => firm.sites.clone_from(&told.sites),
            FirmField::Contacts => firm.contacts.clone_from(&told.contacts),
        }
    }
}

fn capabilities(told: &[Capability], known: &[Capability]) -> Vec<Capability> {
    let merged = told.iter().map(|told| {
        let Some(known) = known.iter().find(|known| known.skill == told.skill) else { return told.clone() };
        Capability {
            skill: told.skill.clone(),
            level: told.level.or(known.level),
            headcount: told.headcount.or(known.headcount),
            text: if told.text.is_empty() { known.text.clone() } else { told.text.clone() },
        }
    });
    merged.collect()
}

fn certifications(told: &[Certification], known: &[Certification]) -> Vec<Certification> {
    let merged = told.iter().map(|told| {
        let Some(known) = known.iter().find(|known| known.standard == told.standard) else {
            return told.clone();
        };
        let mut merged = Certification { standard: told.standard.clone(), ..known.clone() };
        if told.validity.until().is_some() && told.validity.until() != known.validity.until() {
            // A renewed certificate may begin after the old one ended; what cannot be is left to the new day alone.
            let from = known.validity.from().filter(|from| Some(*from) <= told.validity.until());
            merged.validity =
                passerelle_domain::Validity::new(from, told.validity.until()).unwrap_or(told.validity);
        }
        merged
    });
    merged.collect()
}

/// Each known project is the counterpart of one: first of the same year, then of one whose year is not told.
fn references(told: &[Reference], known: &[Reference]) -> Vec<Reference> {
    let mut left: Vec<(String, &Reference)> =
        known.iter().map(|known| (fold(known.title.as_str()), known)).collect();
    let mut take = |title: &str, fits: &dyn Fn(Option<i16>) -> bool| {
        let at = left.iter().position(|(folded, known)| folded == title && fits(known.year))?;
        Some(left.remove(at).1)
    };
    let titles: Vec<String> = told.iter().map(|told| fold(told.title.as_str())).collect();
    let mut pairs: Vec<Option<&Reference>> =
        told.iter().zip(&titles).map(|(told, title)| take(title, &|year| year == told.year)).collect();
    for ((told, title), pair) in told.iter().zip(&titles).zip(&mut pairs) {
        if pair.is_none() {
            *pair = take(title, &|year| year.is_none() || told.year.is_none());
        }
    }
    let merged = told.iter().zip(pairs).map(|(told, known)| match known {
        None => told.clone(),
        Some(known) => {
            Reference { title: told.title.clone(), year: told.year.or(known.year), ..known.clone() }
        }
    });
    merged.collect()
}

/// The head office: the known site of that town, else the first site moves there.
fn sites(told: &[Site], depth: Depth, known: &mut Vec<Site>) {
    let Some(told) = told.first() else { return };
    let same = |site: &Site| fold(site.city.as_str()) == fold(told.city.as_str());
    let at = known.iter().position(same);
    match at.and_then(|at| known.get_mut(at)) {
        Some(site) => {
            site.city = told.city.clone();
            if told.postcode.is_some() {
                site.postcode.clone_from(&told.postcode);
            }
            if depth == (Depth::Labels { country: true }) {
                site.country.clone_from(&told.country);
            }
        }
        None => match known.first_mut() {
            Some(first) => *first = told.clone(),
            None => known.push(told.clone()),
        },
    }
}

fn contacts(told: &[Contact], known: &mut Vec<Contact>) {
    for told in told {
        let folded = |name: Option<&Name>| name.map(|name| fold(name.as_str()));
        let same = |known: &&mut Contact| {
            folded(Some(&known.name)) == folded(Some(&told.name))
                || (told.email.is_some() && folded(known.email.as_ref()) == folded(told.email.as_ref()))
        };
        match known.iter_mut().find(same) {
            Some(contact) => {
                // A contact known by address alone goes by that address until somebody tells the name.
                if Some(&told.name) != told.email.as_ref() {
                    contact.name = told.name.clone();
                }
                for (field, told) in [
                    (&mut contact.role, &told.role),
                    (&mut contact.email, &told.email),
                    (&mut contact.phone, &told.phone),
                ] {
                    if told.is_some() {
                        field.clone_from(told);
                    }
                }
            }
            None => known.insert(0, told.clone()),
        }
    }
}
