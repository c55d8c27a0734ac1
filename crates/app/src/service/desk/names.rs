//! Names for the identifiers of a problem, so that whoever shows an answer has nothing to look up.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use passerelle_domain::{Language, Problem};
use serde_json::{Map, Value as Json, json};

/// Keys under which answers name a participant; each gets a name beside it.
const PARTIES: [&str; 6] = ["a", "b", "participant", "absent", "stays", "party"];

/// What the identifiers of one problem stand for.
pub(super) struct Names {
    /// By participant: what is known of it.
    parties: BTreeMap<String, Map<String, Json>>,
    /// By participant: how it is called in sentences.
    labels: BTreeMap<String, String>,
    /// By pair: what is known of it.
    pairs: BTreeMap<String, Map<String, Json>>,
    /// By slot: when it begins, and how long it lasts.
    slots: BTreeMap<String, (Option<DateTime>, Option<u32>)>,
    /// By limit on pairs: the two sides between which it counts, when they are always the same.
    limits: Vec<Option<[String; 2]>>,
    /// Whether slots lie on several days.
    days: bool,
}

impl Names {
    /// From what is known of desks, firms and briefs, by `desk:x`, `firm:y`, `brief:z`.
    pub(super) fn new(problem: &Problem, known: &BTreeMap<String, Json>) -> Self {
        let fields = |id: &str| known.get(id).and_then(Json::as_object).cloned().unwrap_or_default();
        let text = |fields: &Map<String, Json>, key: &str| {
            fields.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
        };
        let parties: BTreeMap<String, Map<String, Json>> =
            problem.participants().iter().map(|party| (party.id.clone(), fields(&party.id))).collect();
        let mut of_client: BTreeMap<String, usize> = BTreeMap::new();
        for party in parties.values() {
            *of_client.entry(text(party, "client")).or_default() += 1;
        }
        let label = |(id, fields): (&String, &Map<String, Json>)| {
            let (client, firm) = (text(fields, "client"), text(fields, "firm_name"));
            let name = match (client.is_empty(), firm.is_empty()) {
                (false, _) if of_client.get(&client).is_some_and(|&desks| desks > 1) => {
                    format!("{client} ({})", text(fields, "desk"))
                }
                (false, _) => client,
                (_, false) => firm,
                _ => id.split_once(':').map_or(id.as_str(), |(_, rest)| rest).to_owned(),
            };
            (id.clone(), name)
        };
        let labels = parties.iter().map(label).collect();
        let pairs = problem.pairs().iter().map(|pair| {
            let brief = pair.id.rsplit('~').next().unwrap_or_default();
            let mut all = Map::new();
            for end in [pair.a, pair.b] {
                all.extend(fields(&problem.participants()[end].id));
            }
            all.insert("brief".into(), json!(brief));
            all.extend(fields(&format!("brief:{brief}")));
            (pair.id.clone(), all)
        });
        let slots = problem.slots().iter().map(|slot| {
            let start = slot.start.as_deref().and_then(|start| start.parse().ok());
            (slot.id.clone(), (start, slot.minutes))
        });
        let slots: BTreeMap<_, _> = slots.collect();
        let mut dates: Vec<_> = slots.values().filter_map(|(start, _)| start.map(DateTime::date)).collect();
        dates.dedup();
        let labels: BTreeMap<String, String> = labels;
        let label = |end: usize| labels.get(&problem.participants()[end].id).cloned().unwrap_or_default();
        let limits = problem.limits().iter().map(|limit| {
            let ends = |side: fn(&passerelle_domain::Pair) -> usize| {
                let all: std::collections::BTreeSet<String> =
                    limit.pairs.iter().map(|&pair| label(side(&problem.pairs()[pair]))).collect();
                (1..=3).contains(&all.len()).then(|| all.into_iter().collect::<Vec<_>>().join(", "))
            };
            Some([ends(|pair| pair.a)?, ends(|pair| pair.b)?])
        });
        let limits = limits.collect();
        Self { days: dates.len() > 1, pairs: pairs.collect(), limits, parties, labels, slots }
    }

    /// How a participant is called.
    pub(super) fn party<'a>(&'a self, id: &'a str) -> &'a str {
        self.labels.get(id).map_or(id, String::as_str)
    }

    /// The two sides between which a limit counts meetings.
    pub(super) fn limit(&self, number: u64) -> Option<&[String; 2]> {
        self.limits.get(usize::try_from(number).ok()?)?.as_ref()
    }

    /// How the two of a pair are called.
    pub(super) fn ends(&self, pair: &str) -> [String; 2] {
        let fields = self.pairs.get(pair);
        let text = |key: &str| fields.and_then(|fields| fields.get(key)?.as_str()).unwrap_or_default();
        ["desk", "firm"].map(|key| self.party(&format!("{key}:{}", text(key))).to_owned())
    }

    /// How a pair is called: the two, and what about.
    pub(super) fn pair(&self, id: &str) -> String {
        let Some(fields) = self.pairs.get(id) else { return id.to_owned() };
        let text = |key: &str| fields.get(key).and_then(Json::as_str).unwrap_or_default();
        let (desk, firm) = (format!("desk:{}", text("desk")), format!("firm:{}", text("firm")));
        let about = match text("brief_title") {
            "" => String::new(),
            title => format!(" (« {title} »)"),
        };
        format!("{} × {}{about}", self.party(&desk), self.party(&firm))
    }

    /// When a slot begins, for people.
    pub(super) fn slot(&self, id: &str, language: Language) -> String {
        let Some((Some(at), _)) = self.slots.get(id) else { return id.to_owned() };
        let (hour, minute) = (at.hour(), at.minute());
        match (language, self.days) {
            (Language::French, true) => format!("{:02}/{:02} à {hour} h {minute:02}", at.day(), at.month()),
            (Language::French, false) => format!("{hour} h {minute:02}"),
            (Language::English, true) => format!("{} at {hour}:{minute:02}", at.date()),
            (Language::English, false) => format!("{hour}:{minute:02}"),
        }
    }

    /// When and how long a slot is, as fields.
    pub(super) fn slot_fields(&self, id: &str) -> [(&'static str, Json); 2] {
        let (start, minutes) = self.slots.get(id).copied().unwrap_or_default();
        [("start", json!(start.map(|at| at.to_string()))), ("minutes", json!(minutes))]
    }

    /// A sentence in which identifiers between backticks have become names.
    pub(super) fn told(&self, sentence: &str, language: Language) -> String {
        let mut told = String::new();
        for (at, part) in sentence.split('`').enumerate() {
            if at % 2 == 0 {
                told.push_str(part);
            } else if self.pairs.contains_key(part) {
                told.push_str(&self.pair(part));
            } else if self.labels.contains_key(part) {
                told.push_str(self.party(part));
            } else {
                told.push_str(&self.slot(part, language));
            }
        }
        told
    }

    /// Writes names beside every identifier of an answer.
    pub(super) fn add(&self, answer: &mut Json) {
        match answer {
            Json::Array(all) => all.iter_mut().for_each(|one| self.add(one)),
            Json::Object(fields) => {
                fields.values_mut().for_each(|one| self.add(one));
                let text =
                    |fields: &Map<String, Json>, key: &str| fields.get(key)?.as_str().map(str::to_owned);
                if let Some(known) = text(fields, "pair").and_then(|pair| self.pairs.get(&pair)) {
                    for (key, value) in known {
                        fields.entry(key.clone()).or_insert_with(|| value.clone());
                    }
                }
                if let Some(slot) = text(fields, "slot").filter(|slot| self.slots.contains_key(slot)) {
                    for (key, value) in self.slot_fields(&slot) {
                        fields.entry(key).or_insert(value);
                    }
                }
                if let Some(slot) = text(fields, "to_slot") {
                    let [(_, start), _] = self.slot_fields(&slot);
                    fields.entry("to_start").or_insert(start);
                }
                for key in PARTIES {
                    if let Some(name) = text(fields, key).filter(|id| self.parties.contains_key(id)) {
                        fields.insert(format!("{key}_name"), json!(self.party(&name)));
                    }
                }
            }
            _ => {}
        }
    }
}
