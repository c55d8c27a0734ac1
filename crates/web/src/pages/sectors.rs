//! Who could serve a sector: by what firms have done there, by what they say, by skills that carry over.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use passerelle_app::service::{Actor, DirectoryAsked};
use passerelle_domain::Language;
use serde::Deserialize;

use super::directory::known_sectors;
use super::facets::Both;
use super::shell::{Shell, Visitor};
use super::words::directory::Directory as Words;
use super::{Page, encoded, view};
use crate::State;

/// Firms of a group that are shown before the reader asks for all.
const FEW: usize = 12;
/// References told of one firm.
const DONE: usize = 3;

/// A known sector, and how many firms say they work in it.
struct Counted {
    word: &'static str,
    name: String,
    firms: usize,
}

#[derive(Template)]
#[template(path = "directory/sectors.html")]
struct Sectors<'a> {
    s: &'a Shell,
    w: &'static Words,
    known: Vec<Counted>,
}

/// The sectors to choose from.
pub(super) async fn all(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    let asked = DirectoryAsked { limit: Some(1), ..DirectoryAsked::default() };
    let counts = state.service.directory(&Actor::public(), &asked).await?;
    let values = counts["facets"]["sector"]["values"].as_array().cloned().unwrap_or_default();
    let counts: BTreeMap<&str, u64> =
        values.iter().filter_map(|one| Some((one["key"].as_str()?, one["count"].as_u64()?))).collect();
    let language = visitor.shell.language;
    let known = known_sectors(language)
        .into_iter()
        .map(|(word, name)| {
            let firms = counts.get(word).and_then(|count| usize::try_from(*count).ok()).unwrap_or(0);
            Counted { word, name: capital(&name), firms }
        })
        .collect();
    Ok(visitor.show(&Sectors { s: &visitor.shell, w: Words::of(language), known })?)
}

#[derive(Debug, Deserialize)]
struct Done {
    title: String,
    year: Option<i16>,
}

/// A sector from which skills carry over, and why.
#[derive(Debug, Clone, Deserialize)]
struct From {
    sector: String,
    label: Both,
    why: Both,
}

#[derive(Debug, Deserialize)]
struct Line {
    firm: String,
    name: String,
    skills: Vec<String>,
    cities: Vec<String>,
    #[serde(default)]
    references: Vec<Done>,
    #[serde(default)]
    from: Vec<From>,
}

#[derive(Debug, Deserialize)]
struct Answer {
    sector: String,
    label: Both,
    direct: Vec<Line>,
    declared: Vec<Line>,
    transfer: Vec<Line>,
}

/// Firms that could serve it for one kind of reason.
struct Group {
    id: &'static str,
    title: super::words::Text,
    intro: super::words::Text,
    all: usize,
    /// Why skills carry over, once for each sector they come from.
    reasons: Vec<From>,
    firms: Vec<Line>,
}

#[derive(Template)]
#[template(path = "directory/sector.html")]
struct Sector<'a> {
    s: &'a Shell,
    w: &'static Words,
    key: String,
    title: String,
    groups: Vec<Group>,
}

impl Line {
    /// The references that are told.
    fn told(&self) -> &[Done] {
        self.references.get(..DONE).unwrap_or(&self.references)
    }

    /// How many more there are.
    fn untold(&self) -> usize {
        self.references.len().saturating_sub(DONE)
    }
}

impl Sector<'_> {
    fn language(&self) -> Language {
        self.s.language
    }
}

/// Which group the reader wants to see whole.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    all: String,
}

/// One sector.
pub(super) async fn one(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(sector): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Page {
    let answer: Answer = view(state.service.sector(&sector).await?)?;
    let language = visitor.shell.language;
    let w = Words::of(language);
    let groups = [
        ("direct", w.sector_direct, w.sector_direct_intro, answer.direct),
        ("declared", w.sector_declared, w.sector_declared_intro, answer.declared),
        ("transfer", w.sector_transfer, w.sector_transfer_intro, answer.transfer),
    ];
    let groups = groups
        .into_iter()
        .filter(|(.., firms)| !firms.is_empty())
        .map(|(id, title, intro, mut firms)| {
            let all = firms.len();
            if wanted.all != id {
                firms.truncate(FEW);
            }
            let mut reasons: Vec<From> = firms.iter().flat_map(|one| one.from.iter().cloned()).collect();
            reasons.sort_by(|one, two| one.sector.cmp(&two.sector));
            reasons.dedup_by(|one, two| one.sector == two.sector);
            Group { id, title, intro, all, reasons, firms }
        })
        .collect();
    let title = w.sector_question.with(capital(answer.label.of(language)));
    let page =
        Sector { s: &visitor.shell, w, key: encoded(&answer.sector).replace('+', "%20"), title, groups };
    Ok(visitor.show(&page)?)
}

/// With a capital letter, as the first word of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
