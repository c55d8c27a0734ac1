//! The fields of one firm.

use std::collections::BTreeSet;

use passerelle_domain::{
    Availability, Capability, Certification, Contact, DayRate, Euros, Firm, FirmId, Language, Mobility, Name,
    ProficiencyLevel, Reference, Sector, Site, SizeClass, Skill, Standard, Tool, Validity,
};

use crate::reader::{Fields, Log, Path, items};
use crate::tree::Node;
use crate::values::{amount, count, date, flag, month, name, parsed, text, whole, word};

/// What a firm takes from outside its fields when they do not say it.
#[derive(Default)]
pub(super) struct Texts<'t> {
    pub id: Option<&'t str>,
    pub name: Option<String>,
    pub summary: Option<String>,
}

const SIZES: &[&str] = &["micro", "small", "medium", "intermediate", "large"];
const LEVELS: &[&str] = &["notion", "practitioner", "confirmed", "expert"];

/// More than any sum a regional project moves; a guard against slips such as cents.
const MAX_EUROS: i64 = 1_000_000_000_000;

pub(super) fn firm(node: &Node<'_>, path: &Path<'_>, texts: &Texts<'_>, log: &mut Log) -> Option<Firm> {
    let mut f = Fields::of(node, path, log);
    let id = match (f.has("id"), texts.id) {
        (false, Some(id)) => {
            f.entry("id");
            FirmId::new(id).map_err(|wrong| log.invalid(node.line, &path.key("id"), wrong)).ok()
        }
        _ => f.need("id", log, parsed(FirmId::new)),
    };
    let given_name = match (f.has("name"), &texts.name) {
        (false, Some(name)) => {
            f.entry("name");
            Name::new(name).map_err(|wrong| log.invalid(node.line, &path.key("name"), wrong)).ok()
        }
        _ => f.need("name", log, name),
    };
    let mut firm = match (id, given_name) {
        (Some(id), Some(name)) => Some(Firm::named(id, name)),
        _ => None,
    };
    // The rest is read in any case: everything that is wrong is told at once.
    let language =
        f.read("language", log, word("a language of the texts", &["fr", "en"], Language::from_code));
    let headcount = f.read("headcount", log, count);
    let size = f.read("size", log, word("a size class", SIZES, SizeClass::from_word));
    let updated = f.read("updated", log, date);
    let website = f.read("website", log, name);
    let summary = f.read("summary", log, |n, p, log| text(n, p, log).map(str::to_owned));
    let sites = f.list("sites", log, |n, p, log| site(n, p, log));
    let spoken = f.list("spoken", log, language_code);
    let sectors = f.list("sectors", log, parsed(Sector::new));
    let capabilities = f.list("capabilities", log, |n, p, log| capability(n, p, log));
    let tools = f.list("tools", log, parsed(Tool::new));
    let certifications = f.list("certifications", log, |n, p, log| certification(n, p, log));
    let references = f.list("references", log, |n, p, log| reference(n, p, log));
    let availability = f.list("availability", log, |n, p, log| available(n, p, log));
    let co_financing = f.read("co_financing_eur", log, euros);
    let day_rate = f.read("day_rate_eur", log, rate);
    let mobility = Mobility {
        radius_km: f.read("mobility_km", log, whole(0, 40_000)),
        remote: f.read("remote", log, flag),
        remote_centres: f.list("remote_centres", log, name),
    };
    let contacts = f.list("contacts", log, |n, p, log| contact(n, p, log));
    f.finish(log);
    let firm = firm.as_mut()?;
    Some(Firm {
        id: firm.id.clone(),
        name: firm.name.clone(),
        language,
        headcount,
        size: size.or(headcount.map(SizeClass::of)),
        updated,
        website,
        summary: summary.or_else(|| texts.summary.clone()).unwrap_or_default().trim().to_owned(),
        sites,
        spoken: once(spoken),
        sectors: once(sectors),
        capabilities,
        tools: once(tools),
        certifications,
        references,
        availability,
        co_financing,
        day_rate,
        mobility,
        contacts,
    })
}

/// Keeps the first of equal things.
pub(super) fn once<T: Ord + Clone>(list: Vec<T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    list.into_iter().filter(|item| seen.insert(item.clone())).collect()
}

/// An ISO 639-1 code, in lower case.
pub(crate) fn language_code(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<String> {
    let code = text(node, path, log)?.trim().to_lowercase();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(code);
    }
    log.error(node.line, path, format!("`{code}` is not a language code"), "use ISO 639-1: `fr`, `en`, `de`");
    None
}

pub(crate) fn euros(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Euros> {
    whole::<u64>(0, MAX_EUROS)(node, path, log).map(Euros)
}

pub(crate) fn rate(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<DayRate> {
    let ends = items(node, path, log);
    let [low, high] = ends else {
        log.error(node.line, path, "a band has two ends", "write it as [450, 720]");
        return None;
    };
    let low = euros(low, &path.index(0), log)?;
    let high = euros(high, &path.index(1), log)?;
    DayRate::new(low, high).map_err(|wrong| log.invalid(node.line, path, wrong)).ok()
}

fn site(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Site> {
    let mut f = Fields::of(node, path, log);
    let city = f.need("city", log, name);
    let postcode = f.read("postcode", log, name);
    let country = f.read("country", log, |n, p, log| {
        let code = text(n, p, log)?.trim().to_uppercase();
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(code);
        }
        log.error(n.line, p, format!("`{code}` is not a country code"), "use ISO 3166-1: `FR`, `ES`, `TN`");
        None
    });
    f.finish(log);
    Some(Site { city: city?, postcode, country: country.unwrap_or_else(|| "FR".into()) })
}

fn capability(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Capability> {
    let mut f = Fields::of(node, path, log);
    let skill = f.need("skill", log, parsed(Skill::new));
    let level = f.read("level", log, word("a level", LEVELS, ProficiencyLevel::from_word));
    let headcount = f.read("headcount", log, count);
    let more = f.read("text", log, text).unwrap_or_default().trim().to_owned();
    f.finish(log);
    Some(Capability { skill: skill?, level, headcount, text: more })
}

fn certification(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Certification> {
    let mut f = Fields::of(node, path, log);
    let standard = f.need("standard", log, parsed(Standard::new));
    let scope = f.read("scope", log, text).unwrap_or_default().trim().to_owned();
    let number = f.read("number", log, name);
    let from = f.read("valid_from", log, date);
    let line = f.entry("valid_until").map_or(node.line, |entry| entry.line);
    let until = f.read("valid_until", log, date);
    let validity = Validity::new(from, until).map_err(|wrong| log.invalid(line, path, wrong)).ok();
    f.finish(log);
    Some(Certification { standard: standard?, scope, number, validity: validity? })
}

fn reference(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Reference> {
    let mut f = Fields::of(node, path, log);
    let title = f.need("title", log, name);
    let client = f.read("client", log, name);
    let sector = f.read("sector", log, parsed(Sector::new));
    let year = f.read("year", log, whole(1950, 2100));
    let role = f.read("role", log, name);
    let more = f.read("text", log, text).unwrap_or_default().trim().to_owned();
    f.finish(log);
    Some(Reference { title: title?, client, sector, year, role, text: more })
}

fn available(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Availability> {
    let mut f = Fields::of(node, path, log);
    let month = f.need("month", log, month);
    let people = f.need("people", log, amount(0.0, 1_000_000.0));
    f.finish(log);
    Some(Availability { month: month?, people: people? })
}

fn contact(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Contact> {
    let mut f = Fields::of(node, path, log);
    let person = f.need("name", log, name);
    let role = f.read("role", log, name);
    let email = f.read("email", log, name);
    let phone = f.read("phone", log, name);
    f.finish(log);
    Some(Contact { name: person?, role, email, phone })
}
