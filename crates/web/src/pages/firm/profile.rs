//! The editor of the profile.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use passerelle_app::service::{Cause, Refusal};
use passerelle_domain::fold;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::sheet::{LANGUAGES, Sheet, at_fields};
use super::{Room, enter, enter_posted};
use crate::State;
use crate::pages::directory::known_sectors;
use crate::pages::form::{Faults, Posted};
use crate::pages::shell::{Shell, Told, Visitor};
use crate::pages::words::Text;
use crate::pages::words::profile::Profile as Words;
use crate::pages::{Page, view};

/// A skill that the firm's texts show; see `Service::suggest_skills`.
#[derive(Debug, Clone, Deserialize)]
struct Suggestion {
    label: String,
    found: String,
}

/// What the page says above the form.
#[derive(Default)]
struct Above {
    f: Faults,
    /// What was typed is not saved.
    dirty: bool,
    /// The parts in which a version that somebody else has saved differs.
    stale: Option<String>,
}

#[derive(Template)]
#[template(path = "firm/profile.html")]
struct Editor<'a> {
    s: &'a Shell,
    room: &'a Room,
    p: &'static Words,
    f: Faults,
    dirty: bool,
    stale: Option<String>,
    sheet: Sheet,
    version: i64,
    suggestions: Vec<Suggestion>,
    sectors: Vec<(&'static str, String)>,
    languages: Vec<(&'static str, Text)>,
}

impl Editor<'_> {
    /// The parts of the page: where and what.
    fn contents(&self) -> [(&'static str, Text); 8] {
        let p = self.p;
        [
            ("identity", p.identity),
            ("capabilities", p.capabilities),
            ("references", p.references),
            ("certifications", p.certifications),
            ("sectors", p.sectors),
            ("places", p.places),
            ("means", p.means),
            ("contacts", p.contacts),
        ]
    }

    /// The sectors from which a reference chooses, with one of its own where it has one.
    fn sectors_with<'v>(&'v self, own: &'v str) -> Vec<(&'v str, &'v str)> {
        let mut all: Vec<(&str, &str)> =
            self.sectors.iter().map(|(word, name)| (*word, name.as_str())).collect();
        if !own.is_empty() && !all.iter().any(|(word, _)| *word == own) {
            all.push((own, own));
        }
        all
    }
}

/// The levels, lowest first.
const LEVELS: [&str; 4] = ["notion", "practitioner", "confirmed", "expert"];

impl Room {
    /// The levels: word and name.
    pub(super) fn levels(&self) -> Vec<(&'static str, String)> {
        LEVELS.iter().map(|word| (*word, self.t.level(word))).collect()
    }
}

async fn shown(
    state: &State,
    visitor: &Visitor,
    room: &Room,
    (sheet, version, above): (Sheet, i64, Above),
) -> Result<Response, Refusal> {
    let s = &visitor.shell;
    let p = Words::of(s.language);
    let told = state.service.suggest_skills(&visitor.actor, &room.id).await?;
    let mut suggestions: Vec<Suggestion> = view(told["skills"].clone())?;
    let known: Vec<String> = sheet.rows("capabilities").iter().map(|row| fold(row.get("skill"))).collect();
    suggestions.retain(|one| !known.contains(&fold(&one.label)));
    let names = [p.fr, p.en, p.es, p.de, p.it, p.pt];
    let page = Editor {
        s,
        room,
        p,
        f: above.f,
        dirty: above.dirty,
        stale: above.stale,
        sheet,
        version,
        suggestions,
        sectors: known_sectors(s.language),
        languages: LANGUAGES.into_iter().zip(names).collect(),
    };
    visitor.show(&page)
}

/// The page.
pub(super) async fn show(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let (visitor, room) = enter(&state, visitor, &id, "profile").await?;
    let firm = state.service.firm(&visitor.actor, &id).await?;
    let sheet = Sheet::of_firm(&firm.body["firm"]);
    Ok(shown(&state, &visitor, &room, (sheet, firm.version, Above::default())).await?)
}

/// Saves what was typed; or adds or removes a line and shows it again, unsaved.
pub(super) async fn save(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let (posted, room) = enter_posted(&state, posted, &id, "profile").await?;
    let form = &posted.form;
    let mut sheet = Sheet::of_form(form);
    let version: i64 = form.version();
    let lines = ["more", "less", "add"].into_iter().any(|button| form.has(button));
    if lines {
        if form.has("less") {
            sheet.remove(form.get("less"));
        }
        if let Some(skill) = form.some("add") {
            sheet.add_capability(skill);
        }
        sheet.settle();
        let above = Above { dirty: true, ..Above::default() };
        return Ok(shown(&state, &posted.visitor, &room, (sheet, version, above)).await?);
    }
    sheet.settle();
    let (mut body, numbers) = sheet.body();
    let stored = state.service.firm(posted.actor(), &id).await?.body["firm"].clone();
    let confirmed = if form.has("confirm") {
        json!(state.service.today().to_string())
    } else {
        stored["updated"].clone()
    };
    if !confirmed.is_null() {
        body["updated"] = confirmed;
    }
    let Err(refusal) = state.service.put_firm(posted.actor(), &id, version, &body).await else {
        return Ok(Told::done("saved").at(&room.at("profile")));
    };
    let mut above = Above { dirty: true, ..Above::default() };
    let mut version = version;
    match refusal.cause {
        Cause::Invalid(wrong) => above.f = Faults::from(&at_fields(wrong, &numbers), posted.shell()),
        Cause::Stale(current) => {
            version = current;
            above.stale = Some(differing(&stored, &body, Words::of(posted.shell().language)));
        }
        _ => return Err(refusal.into()),
    }
    Ok(shown(&state, &posted.visitor, &room, (sheet, version, above)).await?)
}

/// The names of the parts in which two profiles differ.
fn differing(stored: &Json, typed: &Json, p: &'static Words) -> String {
    let parts: [(&[&str], Text); 9] = [
        (&["name", "language", "website", "headcount", "size", "spoken"], p.identity),
        (&["summary"], p.summary),
        (&["capabilities"], p.capabilities),
        (&["references"], p.references),
        (&["certifications"], p.certifications),
        (&["sectors", "tools"], p.sectors),
        (&["sites", "mobility_km", "remote", "remote_centres"], p.places),
        (&["availability", "day_rate_eur", "co_financing_eur"], p.means),
        (&["contacts"], p.contacts),
    ];
    let empty = |value: &Json| value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value == "";
    let differs = |key: &str| {
        let (one, other) = (&stored[key], &typed[key]);
        !(empty(one) && empty(other)) && one != other
    };
    let named = parts.iter().filter(|(keys, _)| keys.iter().any(|key| differs(key)));
    named.map(|(_, name)| name.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use passerelle_domain::Language;

    use super::*;

    #[test]
    fn a_stale_version_tells_what_differs() {
        let p = Words::of(Language::English);
        let stored = json!({"name": "A", "summary": "x", "tools": ["C"]});
        let typed = json!({"name": "A", "summary": "y", "tools": ["C"], "references": []});
        assert_eq!(differing(&stored, &typed, p), "Summary");
        assert_eq!(differing(&stored, &stored, p), "");
    }
}
