//! Rows of firms.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{
    Availability, Capability, Certification, Contact, DayRate, Euros, Firm, FirmId, Invalid, Language, Month,
    Name, Reference, Sector, Site, SizeClass, Skill, Standard, Tool, Validity, fold,
};

use super::cells::{self, unwrapped};
use super::field::FirmField;
use super::names::folded_company;
use super::over::{Depth, Details, ImportedFirm};
use super::place::Place;
use super::rows::{Cells, State};
use super::{Import, dates, text};
use crate::firms::cells as written;

/// Firms already read, by what they are known by, each with the place of its row.
#[derive(Default)]
pub(super) struct Known {
    ids: BTreeMap<FirmId, String>,
    /// By folded name: whether the row had an identifier, and its place.
    names: BTreeMap<String, Vec<(bool, String)>>,
    /// Places in the list of firms of those that were kept: by identifier as written, and by folded name.
    kept_ids: BTreeMap<String, usize>,
    kept_names: BTreeMap<String, Vec<usize>>,
}

/// A firm that another sheet speaks of.
pub(super) enum Meant {
    /// A kept one, by its place in the list.
    Kept(usize),
    /// One whose own row was refused.
    Refused,
    /// Several of one name.
    Several(Vec<usize>),
    /// None of this file.
    Unknown,
}

impl Known {
    /// Remembers a firm; the place of the row that is the same firm, if there is one. Two rows of one name are two firms only
    /// when both have identifiers.
    pub(super) fn first(&mut self, id: Option<&FirmId>, name: &Name, place: &Place) -> Option<String> {
        if let Some(first) = id.and_then(|id| self.ids.get(id)) {
            return Some(first.clone());
        }
        let named = self.names.entry(folded_company(name.as_str())).or_default();
        if let Some((_, first)) = named.iter().find(|(has_id, _)| !has_id || id.is_none()) {
            return Some(first.clone());
        }
        named.push((id.is_some(), place.cell("")));
        if let Some(id) = id {
            self.ids.insert(id.clone(), place.cell(""));
        }
        None
    }

    /// Remembers that a firm was kept, at a place of the list.
    pub(super) fn keep(&mut self, id: Option<&FirmId>, name: &str, at: usize) {
        if let Some(id) = id {
            self.kept_ids.insert(id.as_str().to_owned(), at);
        }
        self.kept_names.entry(folded_company(name)).or_default().push(at);
    }

    /// The firm that another sheet means, by identifier, else by name.
    pub(super) fn meant(&self, named: &str) -> Meant {
        if let Some(at) = self.kept_ids.get(named) {
            return Meant::Kept(*at);
        }
        let folded = folded_company(named);
        match self.kept_names.get(&folded).map(Vec::as_slice) {
            Some([one]) => Meant::Kept(*one),
            Some(several @ [_, ..]) => Meant::Several(several.to_vec()),
            _ if self.names.contains_key(&folded) || self.ids.contains_key(named) => Meant::Refused,
            _ => Meant::Unknown,
        }
    }
}

const CLEARABLE: &[(&str, FirmField)] = &[
    ("language", FirmField::Language),
    ("headcount", FirmField::Headcount),
    ("size", FirmField::Size),
    ("updated", FirmField::Updated),
    ("website", FirmField::Website),
    ("summary", FirmField::Summary),
    ("spoken", FirmField::Spoken),
    ("sectors", FirmField::Sectors),
    ("skills", FirmField::Capabilities),
    ("tools", FirmField::Tools),
    ("certifications", FirmField::Certifications),
    ("references", FirmField::References),
    ("availability", FirmField::Availability),
    ("co_financing_eur", FirmField::CoFinancing),
    ("day_rate_low_eur", FirmField::DayRate),
    ("mobility_km", FirmField::Radius),
    ("remote", FirmField::Remote),
    ("remote_centres", FirmField::RemoteCentres),
];

/// Reads a row of firms.
pub(super) fn row(cells: &mut Cells<'_>, import: &mut Import, state: &mut State) {
    let id = cells.value("id", FirmId::new);
    let name = cells.name("name");
    if name.is_none() && id.is_none() {
        if !cells.failed {
            cells.wrong("name", "the name is empty", "write the firm's name, or its id");
        }
        return;
    }
    let mut given: BTreeSet<FirmField> = BTreeSet::new();
    for (key, field) in CLEARABLE {
        if cells.dashed(key) {
            given.insert(*field);
        }
    }
    if name.is_some() {
        given.insert(FirmField::Name);
    }
    let shown = name.clone().or_else(|| Name::new(id.as_ref()?.as_str()).ok());
    let made =
        |name: &Name| FirmId::new(&written::slug(name.as_str()).chars().take(100).collect::<String>()).ok();
    let Some((name, firm_id)) =
        shown.and_then(|name| Some((name.clone(), id.clone().or_else(|| made(&name))?)))
    else {
        if !cells.failed {
            cells.wrong("name", "no identifier can be made of the name", "give the firm an id");
        }
        return;
    };
    let mut firm = Firm::named(firm_id, name.clone());
    simple(cells, &mut firm, &mut given);
    money(cells, &mut firm, &mut given);
    lists(cells, &mut firm, &mut given);
    let country = people(cells, &mut firm, &mut given);
    firm.size = firm.size.or(firm.headcount.map(SizeClass::of));
    if let Some(first) = state.firms.first(id.as_ref(), &name, &cells.place) {
        let key = if id.is_some() { "id" } else { "name" };
        cells.wrong(
            key,
            format!("the firm is already given in {first}"),
            "give each firm one row, or ids of their own",
        );
    }
    if !cells.failed {
        state.firms.keep(id.as_ref(), name.as_str(), import.firms.len());
        let (place, depth) = (cells.place.clone(), Depth::Labels { country });
        import.firms.push(ImportedFirm { id, name, firm, given, place, depth, details: Details::default() });
    }
}

/// Notes that a field is told, and gives its value on.
fn told<T>(value: Option<T>, field: FirmField, given: &mut BTreeSet<FirmField>) -> Option<T> {
    if value.is_some() {
        given.insert(field);
    }
    value
}

fn simple(cells: &mut Cells<'_>, firm: &mut Firm, given: &mut BTreeSet<FirmField>) {
    let headcount = cells.known("headcount", "a number of people", "write digits only, such as 45", |cell| {
        text::whole(cell, 1_000_000_000)
    });
    firm.headcount = told(headcount, FirmField::Headcount, given);
    let size = cells.known(
        "size",
        "a size class",
        "write TPE, petite, PME, ETI or GE (micro, small, medium, intermediate, large)",
        |cell| written::size(&cell.shown()),
    );
    firm.size = told(size, FirmField::Size, given);
    let language = cells.known("language", "a language of the texts", "write fr or en", |cell| {
        Language::from_code(&written::language(&cell.shown())?)
    });
    firm.language = told(language, FirmField::Language, given);
    let day = "write it as 14/09/2026 or 2026-09-14";
    firm.updated = told(cells.known("updated", "a day", day, dates::day), FirmField::Updated, given);
    firm.website = told(cells.name("website"), FirmField::Website, given);
    firm.summary = told(cells.text("summary"), FirmField::Summary, given).unwrap_or_default();
    let radius =
        cells.known("mobility_km", "a distance in kilometres", "write a number from 0 to 40000", |cell| {
            match cell {
                super::sheet::Cell::Text(text) => {
                    let text = text.to_lowercase();
                    text::whole(&super::sheet::Cell::text(text.trim_end_matches("km"))?, 40_000)
                }
                cell => text::whole(cell, 40_000),
            }
        });
    firm.mobility.radius_km = told(radius, FirmField::Radius, given);
    firm.mobility.remote = told(
        cells.known("remote", "yes or no", "write oui or non, yes or no", text::flag),
        FirmField::Remote,
        given,
    );
}

fn money(cells: &mut Cells<'_>, firm: &mut Firm, given: &mut BTreeSet<FirmField>) {
    let hint = "write it as 50 000 € or 50000";
    let sum = cells.known("co_financing_eur", "a sum in euros", hint, text::euros);
    firm.co_financing = told(sum.map(Euros), FirmField::CoFinancing, given);
    let low = cells.known(
        "day_rate_low_eur",
        "a daily rate in euros",
        "write it as 450 € or 450 - 720",
        text::band,
    );
    let high = cells.known("day_rate_high_eur", "a daily rate in euros", "write it as 720 €", text::euros);
    let ends = match (low, high) {
        (Some((low, _)), Some(high)) => Some((low, high)),
        (Some(both), None) => Some(both),
        (None, Some(high)) => Some((high, high)),
        (None, None) => None,
    };
    let Some((low, high)) = ends else { return };
    match DayRate::new(Euros(low), Euros(high)) {
        Ok(rate) => firm.day_rate = told(Some(rate), FirmField::DayRate, given),
        Err(wrong) => cells.wrong("day_rate_low_eur", wrong.message, wrong.hint),
    }
}

/// The items of a cell, each made into a value; what cannot be is told of the cell.
fn list<T>(
    cells: &mut Cells<'_>,
    key: &'static str,
    field: FirmField,
    given: &mut BTreeSet<FirmField>,
    parts: impl Fn(&str) -> Vec<String>,
    make: impl Fn(&str) -> Result<T, Invalid>,
) -> Vec<T> {
    let Some(cell) = cells.text(key) else { return Vec::new() };
    given.insert(field);
    let mut all = Vec::new();
    for part in parts(&cell) {
        match make(&part) {
            Ok(value) => all.push(value),
            Err(wrong) => cells.wrong(key, wrong.message, wrong.hint),
        }
    }
    all
}

fn lists(cells: &mut Cells<'_>, firm: &mut Firm, given: &mut BTreeSet<FirmField>) {
    let by_label = |key: &str| key.to_owned();
    let spoken = list(cells, "spoken", FirmField::Spoken, given, written::parts, |text| {
        written::language(text)
            .ok_or_else(|| Invalid::new("", format!("`{text}` is not a language"), "write fr; en; de"))
    });
    firm.spoken = cells::once(spoken, Clone::clone);
    let sectors = list(cells, "sectors", FirmField::Sectors, given, written::parts, Sector::new);
    firm.sectors = cells::once(sectors, |it| by_label(it.key()));
    let tools = list(cells, "tools", FirmField::Tools, given, written::parts, Tool::new);
    firm.tools = cells::once(tools, |it| by_label(it.key()));
    let skills = list(cells, "skills", FirmField::Capabilities, given, written::parts, capability);
    firm.capabilities = cells::once(skills, |it| by_label(it.skill.key()));
    let certified =
        list(cells, "certifications", FirmField::Certifications, given, written::parts, certification);
    firm.certifications = cells::once(certified, |it| by_label(it.standard.key()));
    let references = list(cells, "references", FirmField::References, given, cells::projects, reference);
    firm.references = cells::once(references, |it| (fold(it.title.as_str()), it.year));
    firm.availability = list(cells, "availability", FirmField::Availability, given, cells::months, available);
    let centres = list(cells, "remote_centres", FirmField::RemoteCentres, given, written::parts, Name::new);
    firm.mobility.remote_centres = cells::once(centres, Clone::clone);
}

/// `Calcul de structures (expert, 12)`: the level and the number of people, when that is what stands in parentheses.
fn capability(written: &str) -> Result<Capability, Invalid> {
    let plain = |skill: &str| {
        Skill::new(skill).map(|skill| Capability { skill, level: None, headcount: None, text: String::new() })
    };
    let Some((label, inside)) = unwrapped(written) else { return plain(written) };
    let mut found = plain(label)?;
    for part in inside.split([',', ';', '/']).map(str::trim) {
        let count = part
            .split(' ')
            .next()
            .filter(|n| n.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|n| n.parse().ok());
        match (text::level(part), count) {
            (Some(level), _) => found.level = Some(level),
            (None, Some(count)) => found.headcount = Some(count),
            _ => return plain(written),
        }
    }
    Ok(found)
}

/// `EN 9100 (30/04/2028)`: the last day of validity, when that is what stands in parentheses.
fn certification(written: &str) -> Result<Certification, Invalid> {
    let plain = |standard: &str, validity: Validity| {
        Standard::new(standard).map(|standard| Certification {
            standard,
            scope: String::new(),
            number: None,
            validity,
        })
    };
    let day = unwrapped(written)
        .and_then(|(label, inside)| Some((label, dates::day(&super::sheet::Cell::text(inside)?)?)));
    match day {
        Some((label, day)) => plain(label, Validity::new(None, Some(day))?),
        None => plain(written, Validity::default()),
    }
}

/// `Voilure d'un avion régional (2025)`: the year, when that is what stands in parentheses.
fn reference(written: &str) -> Result<Reference, Invalid> {
    let year = unwrapped(written).and_then(|(label, inside)| {
        Some((label, inside.parse::<i16>().ok().filter(|year| (1950..=2100).contains(year))?))
    });
    let (title, year) = year.map_or((written, None), |(label, year)| (label, Some(year)));
    let title = Name::new(title)?;
    Ok(Reference { title, client: None, sector: None, year, role: None, text: String::new() })
}

/// `2027-01: 3`.
fn available(written: &str) -> Result<Availability, Invalid> {
    let wrong = || {
        Invalid::new(
            "",
            format!("`{written}` does not tell who is free when"),
            "write month and people: 2027-01: 3; 2027-02: 2,5",
        )
    };
    let (month, people) = written.split_once([':', '=']).ok_or_else(wrong)?;
    let people = text::amount(people.trim()).filter(|n| *n <= 1_000_000.0).ok_or_else(wrong)?;
    let month = month.trim();
    let turned = month.split_once('/').map(|(month, year)| format!("{year}-{month}"));
    Ok(Availability { month: Month::parse(turned.as_deref().unwrap_or(month)).map_err(|_| wrong())?, people })
}

/// The head office and the contact; gives whether the country was told.
fn people(cells: &mut Cells<'_>, firm: &mut Firm, given: &mut BTreeSet<FirmField>) -> bool {
    let city = cells.name("city");
    let country = cells.known("country", "a country", "write a code such as FR, ES or TN", |cell| {
        written::country(&cell.shown())
    });
    let french = country.as_deref().is_none_or(|country| country == "FR");
    let postcode = cells.text("postcode").map(|text| cells::postcode(&text, french));
    let postcode = postcode.and_then(|code| Name::new(&code).ok());
    let told_country = country.is_some();
    if let Some(city) = city {
        given.insert(FirmField::Sites);
        firm.sites = vec![Site { city, postcode, country: country.unwrap_or_else(|| "FR".into()) }];
    } else if postcode.is_some() && !cells.failed {
        let message = "a postcode without a town is left out".to_owned();
        let notice = cells.place.notice("postcode", message, "write the town beside it");
        cells.log.note_all([notice]);
    }
    let (person, role) = (cells.name("contact"), cells.name("role"));
    let (email, phone) = (cells.value("email", cells::email), cells.text("phone"));
    let phone = phone.and_then(|phone| Name::new(&cells::phone(&phone)).ok());
    let contact = person.or_else(|| email.clone());
    if let Some(name) = contact {
        given.insert(FirmField::Contacts);
        firm.contacts = vec![Contact { name, role, email, phone }];
    } else if (role.is_some() || phone.is_some()) && !cells.failed {
        let key = if role.is_some() { "role" } else { "phone" };
        let notice = cells.place.notice(
            key,
            "a contact without a name or an e-mail address is left out",
            "write who it is",
        );
        cells.log.note_all([notice]);
    }
    told_country
}
