//! The directory of published firms: words, facets with counts, and who could serve a sector. Kept in memory beside the market,
//! so that a page of it costs no reading of profiles.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use passerelle_domain::{Firm, Language, Sector, SizeClass, Taxonomy, fold};
use passerelle_store::Kind;
use serde_json::{Value as Json, json};

use super::index::firm;
use super::{Actor, Refusal, Role, Service, cursor, place, unpoisoned};
use crate::{clock, taxonomy};

/// Pairs of sectors between which skills carry over: one, the other, why in English, why in French.
const CLOSE: &str = include_str!("../../../../config/sectors.tsv");
/// Values told of one facet.
const MOST_VALUES: usize = 60;

/// The facets, by the word used for each.
const FACETS: [&str; 7] = ["skill", "sector", "certification", "city", "size", "remote", "free"];

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirectoryAsked {
    /// Words, all of which the profile has.
    pub q: Option<String>,
    /// Keys of values that a firm must have, by facet (as the counts give them).
    pub filters: BTreeMap<String, Vec<String>>,
    /// Where the page before said that this one begins.
    pub cursor: Option<String>,
    /// How many; 20 when not told, 100 at most.
    pub limit: Option<u32>,
}

/// A published firm, as far as the directory shows it.
struct Entry {
    id: String,
    sort: String,
    shown: Json,
    /// Folded words of what it publishes.
    text: String,
    /// By facet, in the order of [`FACETS`]: indexes of values.
    values: [Vec<usize>; 7],
    firm: Firm,
}

/// All published firms.
pub(super) struct Directory {
    entries: Vec<Entry>,
    /// By facet: key and labels of each value.
    values: [Vec<(String, Json)>; 7],
}

/// The values of a facet while they are collected.
#[derive(Default)]
struct Values {
    known: BTreeMap<String, usize>,
    list: Vec<(String, Json)>,
}

impl Values {
    fn at(&mut self, key: &str, label: impl FnOnce() -> Json) -> usize {
        if let Some(&at) = self.known.get(key) {
            return at;
        }
        self.known.insert(key.to_owned(), self.list.len());
        self.list.push((key.to_owned(), label()));
        self.list.len() - 1
    }
}

fn named(sector: &Sector) -> Json {
    json!({"fr": sector.name_in(Language::French), "en": sector.name_in(Language::English)})
}

fn alike(text: &str) -> Json {
    json!({"fr": text, "en": text})
}

impl Directory {
    fn new(firms: Vec<Firm>, taxonomy: &Taxonomy) -> Self {
        let mut labels: BTreeMap<String, usize> = BTreeMap::new();
        for (at, concept) in taxonomy.concepts().iter().enumerate() {
            for language in [Language::French, Language::English] {
                for label in concept.labels(language) {
                    labels.entry(fold(label)).or_insert(at);
                }
            }
        }
        let today = clock::today();
        let mut values: [Values; 7] = Default::default();
        let mut entries: Vec<Entry> = firms
            .into_iter()
            .map(|firm| {
                let mut own: [BTreeSet<usize>; 7] = Default::default();
                for capability in &firm.capabilities {
                    let label = capability.skill.label();
                    let at = match labels.get(&fold(label)) {
                        Some(&concept) => {
                            let concept = &taxonomy.concepts()[concept];
                            values[0].at(&format!("concept:{}", concept.id.as_str()), || {
                                json!({"fr": concept.label(Language::French), "en": concept.label(Language::English)})
                            })
                        }
                        None => values[0].at(&fold(label), || alike(label)),
                    };
                    own[0].insert(at);
                }
                for sector in &firm.sectors {
                    let key = sector.known().unwrap_or_else(|| sector.key());
                    own[1].insert(values[1].at(key, || named(sector)));
                }
                // A certificate that has run out is none to look for.
                for one in firm.certifications.iter().filter(|one| one.validity.holds_on(today)) {
                    own[2].insert(values[2].at(one.standard.key(), || alike(one.standard.label())));
                }
                for site in &firm.sites {
                    own[3].insert(values[3].at(&fold(site.city.as_str()), || alike(site.city.as_str())));
                }
                let size = firm.size.or_else(|| firm.headcount.map(SizeClass::of));
                if let Some(size) = size {
                    own[4].insert(values[4].at(size.word(), || alike(size.word())));
                }
                if !firm.mobility.remote_centres.is_empty() {
                    own[5].insert(values[5].at("yes", || json!({"fr": "centre distant", "en": "remote centre"})));
                }
                let free = |one: &passerelle_domain::Availability| {
                    one.people > 0.0 && one.month.first_day() >= today.first_of_month()
                };
                if firm.availability.iter().any(free) {
                    own[6].insert(values[6].at("yes", || json!({"fr": "capacité disponible", "en": "free capacity"})));
                }
                let shown = json!({"id": firm.id.as_str(), "name": firm.name.as_str(),
                    "summary": firm.summary.chars().take(280).collect::<String>(), "size": size.map(SizeClass::word),
                    "headcount": firm.headcount,
                    "cities": firm.sites.iter().map(|site| site.city.as_str()).collect::<Vec<_>>(),
                    "sectors": firm.sectors.iter().map(Sector::label).collect::<Vec<_>>(),
                    "skills": firm.capabilities.iter().take(8).map(|one| one.skill.label()).collect::<Vec<_>>(),
                    "certifications": firm.certifications.iter().map(|one| one.standard.label()).collect::<Vec<_>>(),
                    "language": firm.language.map(Language::code), "updated": firm.updated.map(|day| day.to_string())});
                let mut words: Vec<&str> = vec![firm.name.as_str(), &firm.summary];
                words.extend(firm.capabilities.iter().flat_map(|one| [one.skill.label(), &one.text]));
                words.extend(firm.references.iter().flat_map(|one| [one.title.as_str(), &one.text]));
                words.extend(firm.tools.iter().map(passerelle_domain::Tool::label));
                words.extend(firm.sectors.iter().map(Sector::label));
                Entry {
                    id: firm.id.as_str().to_owned(),
                    sort: fold(firm.name.as_str()),
                    text: fold(&words.join("\n")),
                    shown,
                    values: own.map(|set| set.into_iter().collect()),
                    firm,
                }
            })
            .collect();
        entries.sort_by(|one, two| (&one.sort, &one.id).cmp(&(&two.sort, &two.id)));
        Self { entries, values: values.map(|values| values.list) }
    }

    /// The page asked for, and how many firms each value of each facet would leave under the filters of the other facets.
    fn find(&self, asked: &DirectoryAsked, facets: &[usize]) -> Result<Json, Refusal> {
        let words: Vec<String> =
            fold(asked.q.as_deref().unwrap_or_default()).split_whitespace().map(str::to_owned).collect();
        let wanted: Vec<Option<Vec<usize>>> = (0..FACETS.len())
            .map(|facet| {
                let keys = asked
                    .filters
                    .get(FACETS[facet])
                    .filter(|keys| !keys.is_empty() && facets.contains(&facet))?;
                let place = |key: &String| self.values[facet].iter().position(|(known, _)| known == key);
                // A value that nobody has finds nobody.
                Some(keys.iter().map(|key| place(key).unwrap_or(usize::MAX)).collect())
            })
            .collect();
        let mut counts: Vec<Vec<usize>> = self.values.iter().map(|values| vec![0; values.len()]).collect();
        let mut found = Vec::new();
        for entry in &self.entries {
            if !words.iter().all(|word| entry.text.contains(word.as_str())) {
                continue;
            }
            let lacks = |facet: &usize| {
                wanted[*facet]
                    .as_ref()
                    .is_some_and(|keys| !keys.iter().any(|key| entry.values[*facet].contains(key)))
            };
            let lacking: Vec<usize> = facets.iter().copied().filter(lacks).collect();
            for &facet in facets {
                if lacking.is_empty() || lacking == [facet] {
                    entry.values[facet].iter().for_each(|&value| counts[facet][value] += 1);
                }
            }
            if lacking.is_empty() {
                found.push(entry);
            }
        }
        let told = |facet: usize| {
            let mut values: Vec<(usize, usize)> =
                counts[facet].iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
            values.sort_by(|one, two| {
                two.1.cmp(&one.1).then_with(|| self.values[facet][one.0].0.cmp(&self.values[facet][two.0].0))
            });
            let total = values.len();
            let values: Vec<Json> = values
                .into_iter()
                .take(MOST_VALUES)
                .map(|(value, count)| {
                    let (key, label) = &self.values[facet][value];
                    json!({"key": key, "label": label, "count": count})
                })
                .collect();
            (FACETS[facet].to_owned(), json!({"values": values, "all": total}))
        };
        let facets: serde_json::Map<String, Json> = facets.iter().map(|&facet| told(facet)).collect();
        let total = found.len();
        let after = place(asked.cursor.as_deref())?;
        let rest = found.into_iter().filter(|one| {
            after
                .as_ref()
                .is_none_or(|(sort, id)| (one.sort.as_str(), one.id.as_str()) > (sort.as_str(), id.as_str()))
        });
        let size = asked.limit.unwrap_or(20).clamp(1, 100) as usize;
        let mut page: Vec<&Entry> = rest.take(size + 1).collect();
        let more = page.len() > size;
        page.truncate(size);
        let next = page.last().filter(|_| more).map(|last| cursor(&last.sort, &last.id));
        let items: Vec<&Json> = page.iter().map(|one| &one.shown).collect();
        Ok(json!({"items": items, "next": next, "total": total, "facets": facets}))
    }

    /// Who serves a sector by what it has done or says, and whose skills carry over from one that is close.
    fn sector(&self, asked: &Sector) -> Json {
        let word = asked.known().unwrap_or_else(|| asked.key());
        let is = |sector: &Sector| sector.known().unwrap_or_else(|| sector.key()) == word;
        let close: BTreeMap<&str, Json> = close_to(word);
        let (mut direct, mut declared, mut transfer) = (Vec::new(), Vec::new(), Vec::new());
        for entry in &self.entries {
            let firm = &entry.firm;
            let references: Vec<Json> = firm
                .references
                .iter()
                .filter(|one| one.sector.as_ref().is_some_and(is))
                .map(|one| json!({"title": one.title.as_str(), "year": one.year}))
                .collect();
            let mut line = json!({"firm": entry.id, "name": firm.name.as_str(), "skills": entry.shown["skills"],
                "cities": entry.shown["cities"]});
            if !references.is_empty() {
                line["references"] = json!(references);
                direct.push(line);
            } else if firm.sectors.iter().any(is) {
                declared.push(line);
            } else {
                let served =
                    firm.sectors.iter().chain(firm.references.iter().filter_map(|one| one.sector.as_ref()));
                let mut from: Vec<(&str, &Sector)> = served
                    .filter_map(|sector| Some((*close.get_key_value(sector.known()?)?.0, sector)))
                    .collect();
                from.sort_by_key(|(key, _)| *key);
                from.dedup_by_key(|(key, _)| *key);
                if !from.is_empty() {
                    let why = from.iter().map(
                        |(key, sector)| json!({"sector": key, "label": named(sector), "why": close[key]}),
                    );
                    line["from"] = why.collect();
                    transfer.push(line);
                }
            }
        }
        let most = |one: &Json| std::cmp::Reverse(one["references"].as_array().map_or(0, Vec::len));
        direct.sort_by_key(most);
        json!({"sector": word, "label": named(asked), "direct": direct, "declared": declared, "transfer": transfer})
    }
}

/// The sectors close to one, with the reasons.
fn close_to(word: &str) -> BTreeMap<&'static str, Json> {
    let lines = CLOSE.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [one, two, english, rest @ ..] = cells.as_slice() else { return None };
            let other = match word {
                _ if *one == word => *two,
                _ if *two == word => *one,
                _ => return None,
            };
            Some((other, json!({"en": english, "fr": rest.first().unwrap_or(english)})))
        })
        .collect()
}

impl Service {
    /// Published firms for words and filters, with the counts of every facet; free capacity is a facet for organisers and clients,
    /// to whom firms tell it.
    ///
    /// # Errors
    /// When there is no such facet, or the cursor is not ours.
    pub async fn directory(&self, actor: &Actor, asked: &DirectoryAsked) -> Result<Json, Refusal> {
        let told = actor.signed_in().is_ok() && matches!(actor.role, Role::Organiser | Role::Client(_));
        let facets: Vec<usize> = (0..FACETS.len()).filter(|&facet| told || FACETS[facet] != "free").collect();
        if let Some(other) =
            asked.filters.keys().find(|key| !facets.iter().any(|&facet| FACETS[facet] == key.as_str()))
        {
            return Err(Refusal::invalid(
                other,
                "is no facet here",
                "give skill, sector, certification, city, size or remote",
            ));
        }
        self.known_directory().await?.find(asked, &facets)
    }

    /// Who in the region could serve a sector: by references, by what they say, by skills that carry over; published profiles only.
    ///
    /// # Errors
    /// When it cannot be the name of a sector.
    pub async fn sector(&self, sector: &str) -> Result<Json, Refusal> {
        let asked =
            Sector::new(sector).map_err(|wrong| Refusal::invalid("sector", wrong.message, wrong.hint))?;
        Ok(self.known_directory().await?.sector(&asked))
    }

    /// The directory as it was last made; made now when there is none.
    async fn known_directory(&self) -> Result<Arc<Directory>, Refusal> {
        let known = unpoisoned(self.inner.directory.read()).clone();
        match known {
            Some(known) => Ok(known),
            None => self.make_directory().await,
        }
    }

    /// Makes the directory anew from the published firms.
    pub(super) async fn make_directory(&self) -> Result<Arc<Directory>, Refusal> {
        let records = self.inner.db.all_records(Kind::Firm, Some("published")).await?;
        let config = self.config().clone();
        let made = self
            .heavy(move || {
                let taxonomy = taxonomy::load(&config)?;
                Ok(Arc::new(Directory::new(records.iter().filter_map(firm).collect(), &taxonomy)))
            })
            .await?;
        *unpoisoned(self.inner.directory.write()) = Some(Arc::clone(&made));
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::firms::read;
    use super::{Directory, DirectoryAsked, FACETS};
    use crate::config::Config;
    use crate::taxonomy;

    const TOWNS: [&str; 5] = ["Toulouse", "Tarbes", "Albi", "Rodez", "Pau"];
    const SECTORS: [&str; 4] = ["rail", "aéronautique", "health", "énergie"];

    /// Counts are those of a plain search with one value more, firm by firm.
    #[test]
    fn counts_are_what_asking_would_find() {
        let firms = (0..400usize).map(|n| {
            let body = json!({"name": format!("Firme {n}"), "headcount": 1 + n * 7 % 900, "summary": if n % 3 == 0 { "essais" } else { "mesure" },
                "sectors": [SECTORS[n % 4], SECTORS[n / 7 % 4]], "sites": [{"city": TOWNS[n % 5]}, {"city": TOWNS[n / 5 % 5]}],
                "capabilities": [{"skill": format!("Métier {}", n % 11)}], "remote_centres": if n % 6 == 0 { json!(["Oran"]) } else { json!([]) }});
            read(&format!("f{n}"), &body).unwrap()
        });
        let taxonomy = taxonomy::load(&Config::defaults().unwrap()).unwrap();
        let directory = Directory::new(firms.collect(), &taxonomy);
        let facets: Vec<usize> = (0..FACETS.len()).collect();
        let mut asked =
            DirectoryAsked { q: Some("ESSAIS".into()), limit: Some(1), ..DirectoryAsked::default() };
        asked.filters.insert("city".into(), vec!["tarbes".into(), "pau".into()]);
        asked.filters.insert("sector".into(), vec!["rail".into()]);
        let told = directory.find(&asked, &facets).unwrap();
        let mut compared = 0;
        for facet in FACETS {
            for one in told["facets"][facet]["values"].as_array().unwrap() {
                let mut more = asked.clone();
                more.filters.insert(facet.to_owned(), vec![one["key"].as_str().unwrap().to_owned()]);
                assert_eq!(directory.find(&more, &facets).unwrap()["total"], one["count"], "{facet} {one}");
                compared += 1;
            }
        }
        assert!(compared > 20, "{compared}");
    }
}
