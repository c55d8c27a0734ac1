//! An imported firm, and how it is laid over one that exists.

use std::collections::BTreeSet;

use passerelle_domain::{
    Capability, Certification, Contact, Firm, FirmId, Name, Reference, Site, SizeClass, Validity, fold,
};

use super::field::FirmField;
use super::place::Place;

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
    pub(super) details: Details,
}

/// What sheets of skills and certificates tell of a firm; each is laid over the item of its label, or added.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Details {
    pub capabilities: Vec<Capability>,
    pub certifications: Vec<Certification>,
    /// No sheet of firms has this firm: the name is what the other sheet calls it, which may be its identifier.
    pub alone: bool,
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
        add_all(&self.details, &mut firm);
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

/// Adds what further sheets tell, item by item.
pub(super) fn add_all(details: &Details, firm: &mut Firm) {
    for told in &details.capabilities {
        match firm.capabilities.iter_mut().find(|known| known.skill == told.skill) {
            Some(known) => *known = capability(told, known),
            None => firm.capabilities.push(told.clone()),
        }
    }
    for told in &details.certifications {
        match firm.certifications.iter_mut().find(|known| known.standard == told.standard) {
            Some(known) => *known = certification(told, known),
            None => firm.certifications.push(told.clone()),
        }
    }
}

fn capabilities(told: &[Capability], known: &[Capability]) -> Vec<Capability> {
    let find = |told: &Capability| known.iter().find(|known| known.skill == told.skill);
    told.iter().map(|told| find(told).map_or_else(|| told.clone(), |known| capability(told, known))).collect()
}

fn capability(told: &Capability, known: &Capability) -> Capability {
    Capability {
        skill: told.skill.clone(),
        level: told.level.or(known.level),
        headcount: told.headcount.or(known.headcount),
        text: if told.text.is_empty() { known.text.clone() } else { told.text.clone() },
    }
}

fn certifications(told: &[Certification], known: &[Certification]) -> Vec<Certification> {
    let find = |told: &Certification| known.iter().find(|known| known.standard == told.standard);
    told.iter()
        .map(|told| find(told).map_or_else(|| told.clone(), |known| certification(told, known)))
        .collect()
}

fn certification(told: &Certification, known: &Certification) -> Certification {
    let (from, until) = (told.validity.from(), told.validity.until());
    // A renewed certificate may begin after the old one ended: of days that contradict each other, those told stay.
    let validity = Validity::new(from.or(known.validity.from()), until.or(known.validity.until()));
    Certification {
        standard: told.standard.clone(),
        scope: if told.scope.is_empty() { known.scope.clone() } else { told.scope.clone() },
        number: told.number.clone().or_else(|| known.number.clone()),
        validity: validity.unwrap_or(told.validity),
    }
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
