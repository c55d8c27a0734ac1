//! The public directory: words, and facets with how many firms each of their values would leave.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State as Shared};
use passerelle_app::service::{Cause, DirectoryAsked, Refusal};
use passerelle_domain::{Language, SizeClass};
use serde::Deserialize;
use serde_json::Value as Json;

use super::directory::sector;
use super::shell::{Shell, Visitor};
use super::words::Text;
use super::words::directory::Directory as Words;
use super::words::terms::Terms;
use super::{Page, encoded, view};
use crate::State;

/// Values of a facet that stand open; the others are folded below them.
const OPEN: usize = 8;

/// Firms on a page.
const SIZE: u32 = 24;

/// A text in both languages.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Both {
    fr: String,
    en: String,
}

impl Both {
    /// In the reader's language.
    pub(super) fn of(&self, language: Language) -> &str {
        match language {
            Language::French => &self.fr,
            Language::English => &self.en,
        }
    }
}

/// A firm as the directory shows it.
#[derive(Debug, Deserialize)]
struct Listed {
    id: String,
    name: String,
    language: Option<String>,
    size: Option<String>,
    cities: Vec<String>,
    skills: Vec<String>,
    certifications: Vec<String>,
}

impl Listed {
    fn class(&self) -> Option<SizeClass> {
        self.size.as_deref().and_then(SizeClass::from_word)
    }

    /// The language of its texts, else that of the page.
    fn lang<'l>(&'l self, page: &'l str) -> &'l str {
        self.language.as_deref().unwrap_or(page)
    }

    fn best(&self) -> &[String] {
        self.skills.get(..4).unwrap_or(&self.skills)
    }
}

#[derive(Debug, Deserialize)]
struct Counted {
    key: String,
    label: Both,
    count: usize,
}

#[derive(Debug, Deserialize)]
struct Counts {
    values: Vec<Counted>,
}

#[derive(Debug, Deserialize)]
struct Found {
    items: Vec<Listed>,
    next: Option<String>,
    total: usize,
    facets: BTreeMap<String, Counts>,
}

/// A value of a facet as it is shown.
struct Value {
    key: String,
    label: String,
    count: usize,
    chosen: bool,
}

/// A facet as it is shown: those of its values that stand open, and the others.
struct Facet {
    name: &'static str,
    title: Text,
    open: Vec<Value>,
    more: Vec<Value>,
}

/// A value that was chosen, and the address without it.
struct Chosen {
    facet: Text,
    label: String,
    without: String,
}

/// Which facets there are, in the order in which they are shown.
const FACETS: [&str; 7] = ["skill", "sector", "certification", "city", "size", "remote", "free"];

impl Words {
    fn facet(&self, name: &str) -> Text {
        match name {
            "skill" => self.skill,
            "sector" => self.sector,
            "certification" => self.certification,
            "city" => self.city,
            "size" => self.size,
            "remote" => self.remote,
            _ => self.free,
        }
    }
}

/// What is looked for, as the address tells it.
struct Asked {
    q: String,
    cursor: String,
    filters: Vec<(&'static str, String)>,
}

impl Asked {
    /// From the fields of an address; what is none of ours is passed over, as is an empty field.
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut asked = Self { q: String::new(), cursor: String::new(), filters: Vec::new() };
        for (name, value) in fields {
            let value = value.trim().to_owned();
            match name.as_str() {
                "q" => asked.q = value,
                "cursor" => asked.cursor = value,
                name => {
                    if let Some(facet) = FACETS.iter().find(|facet| **facet == name)
                        && !value.is_empty()
                        && !asked.has(facet, &value)
                    {
                        asked.filters.push((facet, value));
                    }
                }
            }
        }
        asked
    }

    fn has(&self, facet: &str, key: &str) -> bool {
        self.filters.iter().any(|(name, value)| *name == facet && value == key)
    }

    fn filtered(&self) -> bool {
        !self.q.is_empty() || !self.filters.is_empty()
    }

    /// The address of this question, but for one value.
    fn address(&self, without: Option<(&str, &str)>, cursor: Option<&str>) -> String {
        let mut fields = Vec::new();
        if !self.q.is_empty() {
            fields.push(("q", self.q.as_str()));
        }
        fields.extend(self.filters.iter().map(|(name, value)| (*name, value.as_str())));
        fields.retain(|field| Some(*field) != without);
        fields.extend(cursor.map(|cursor| ("cursor", cursor)));
        let question: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        if question.is_empty() { "/firms".into() } else { format!("/firms?{}", question.join("&")) }
    }

    fn question(&self) -> DirectoryAsked {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &self.filters {
            filters.entry((*name).to_owned()).or_default().push(value.clone());
        }
        DirectoryAsked { q: some(&self.q), filters, cursor: some(&self.cursor), limit: Some(SIZE) }
    }
}

#[derive(Template)]
#[template(path = "directory/list.html")]
struct List<'a> {
    s: &'a Shell,
    w: &'static Words,
    t: &'static Terms,
    asked: &'a Asked,
    firms: Vec<Listed>,
    total: usize,
    facets: Vec<Facet>,
    chosen: Vec<Chosen>,
    next: Option<String>,
}

/// A key without its kind, for a value of which nobody knows a label any more.
fn bare(key: &str) -> String {
    key.strip_prefix("concept:").unwrap_or(key).replace('-', " ")
}

/// The label of a value in the reader's language.
fn label(facet: &str, key: &str, told: &Both, reader: (Language, &Terms)) -> String {
    let (language, terms) = reader;
    match (facet, SizeClass::from_word(key)) {
        ("size", Some(class)) => terms.size(&class).to_string(),
        _ => told.of(language).to_owned(),
    }
}

/// What a value is called that no firm has under the other filters.
async fn label_of(
    state: &State,
    visitor: &Visitor,
    facet: &str,
    key: &str,
    terms: &Terms,
) -> Result<String, Refusal> {
    let language = visitor.shell.language;
    match facet {
        "sector" => return Ok(sector(key, language)),
        "size" => {
            return Ok(
                SizeClass::from_word(key).map_or_else(|| bare(key), |one| terms.size(&one).to_string())
            );
        }
        _ => {}
    }
    let filters = BTreeMap::from([(facet.to_owned(), vec![key.to_owned()])]);
    let all = DirectoryAsked { filters, limit: Some(1), ..DirectoryAsked::default() };
    let found: Found = view(state.service.directory(&visitor.actor, &all).await?)?;
    let known = found.facets.get(facet).and_then(|counts| counts.values.iter().find(|one| one.key == key));
    Ok(known.map_or_else(|| bare(key), |one| one.label.of(language).to_owned()))
}

/// What the directory finds. A filter that is not for this reader (an address handed on) is left out instead of refused.
async fn find(state: &State, visitor: &Visitor, asked: &mut Asked) -> Result<Json, Refusal> {
    match state.service.directory(&visitor.actor, &asked.question()).await {
        Err(Refusal { cause: Cause::Invalid(wrong), .. }) if wrong.iter().any(|one| one.field == "free") => {
            asked.filters.retain(|(name, _)| *name != "free");
            state.service.directory(&visitor.actor, &asked.question()).await
        }
        answer => answer,
    }
}

/// The directory.
pub(super) async fn list(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Query(fields): Query<Vec<(String, String)>>,
) -> Page {
    let mut asked = Asked::of(fields);
    let mut found: Found = view(find(&state, &visitor, &mut asked).await?)?;
    let language = visitor.shell.language;
    let (w, t) = (Words::of(language), Terms::of(language));
    let (mut facets, mut chosen) = (Vec::new(), Vec::new());
    for name in FACETS {
        let Some(counts) = found.facets.remove(name) else { continue };
        let mut values: Vec<Value> = counts
            .values
            .into_iter()
            .map(|one| Value {
                label: label(name, &one.key, &one.label, (language, t)),
                chosen: asked.has(name, &one.key),
                key: one.key,
                count: one.count,
            })
            .collect();
        for (_, key) in asked.filters.iter().filter(|(facet, _)| *facet == name) {
            if !values.iter().any(|one| one.key == *key) {
                let label = label_of(&state, &visitor, name, key, t).await?;
                values.push(Value { key: key.clone(), label, count: 0, chosen: true });
            }
        }
        chosen.extend(values.iter().filter(|one| one.chosen).map(|one| Chosen {
            facet: w.facet(name),
            label: one.label.clone(),
            without: asked.address(Some((name, &one.key)), None),
        }));
        if values.is_empty() {
            continue;
        }
        let fold = values.len() > OPEN + 2;
        let mut place = 0;
        let (open, more) = values.into_iter().partition(|one| {
            place += 1;
            !fold || one.chosen || place <= OPEN
        });
        facets.push(Facet { name, title: w.facet(name), open, more });
    }
    let page = List {
        s: &visitor.shell,
        w,
        t,
        next: found.next.map(|next| asked.address(None, Some(&next))),
        asked: &asked,
        firms: found.items,
        total: found.total,
        facets,
        chosen,
    };
    Ok(visitor.show(&page)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_again() {
        let pairs =
            [("q", " essais "), ("city", "pau"), ("city", "albi"), ("city", "pau"), ("size", ""), ("x", "y")];
        let asked = Asked::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
        assert_eq!(asked.address(None, None), "/firms?q=essais&city=pau&city=albi");
        assert_eq!(asked.address(Some(("city", "pau")), None), "/firms?q=essais&city=albi");
        assert_eq!(asked.address(None, Some("a b")), "/firms?q=essais&city=pau&city=albi&cursor=a+b");
        assert_eq!(Asked::of(Vec::new()).address(None, None), "/firms");
    }
}
