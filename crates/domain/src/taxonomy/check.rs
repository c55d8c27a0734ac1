//! What must hold between the concepts of a taxonomy.

use std::collections::{BTreeMap, BTreeSet};

use super::{Concept, ConceptId};
use crate::{Invalid, fold};

/// Everything that does not fit.
pub(super) fn all(concepts: &[Concept], by_id: &BTreeMap<ConceptId, usize>) -> Vec<Invalid> {
    let mut wrong = Vec::new();
    for (i, concept) in concepts.iter().enumerate() {
        let mut told = Vec::new();
        identity(i, concept, by_id, &mut told);
        references(concept, by_id, &mut told);
        ambiguity(concept, &mut told);
        wrong.extend(told.into_iter().map(|one: Invalid| one.under(&format!("concept[{i}]"))));
    }
    circles(concepts, by_id, &mut wrong);
    labels(concepts, &mut wrong);
    wrong
}

fn identity(i: usize, concept: &Concept, by_id: &BTreeMap<ConceptId, usize>, wrong: &mut Vec<Invalid>) {
    if by_id.get(&concept.id) != Some(&i) {
        let message = format!("concept `{}` is given twice", concept.id);
        wrong.push(Invalid::new("id", message, "give each concept its own id, or take one of the two away"));
    }
    let absent = |key: &str| {
        let message = format!("concept `{}` has no label in this language", concept.id);
        Invalid::new(key, message, "give the usual name first, then synonyms")
    };
    if concept.english.is_empty() {
        wrong.push(absent("en"));
    }
    if concept.french.is_empty() && !concept.imported {
        wrong.push(absent("fr"));
    }
}

fn references(concept: &Concept, by_id: &BTreeMap<ConceptId, usize>, wrong: &mut Vec<Invalid>) {
    let mut known = |field: String, id: &ConceptId| {
        if !by_id.contains_key(id) {
            let message = format!("there is no concept `{id}`");
            wrong.push(Invalid::new(field, message, "name a concept that exists, or take this away"));
        }
    };
    if let Some(id) = &concept.broader {
        known("broader".into(), id);
    }
    for (j, id) in concept.close.iter().enumerate() {
        known(format!("close[{j}]"), id);
    }
    for (j, id) in concept.close.iter().enumerate() {
        if *id == concept.id || Some(id) == concept.broader.as_ref() {
            let message = format!("`{id}` is the concept itself or its broader one");
            wrong.push(Invalid::new(
                format!("close[{j}]"),
                message,
                "take it away: that goes without saying",
            ));
        }
    }
}

fn ambiguity(concept: &Concept, wrong: &mut Vec<Invalid>) {
    if concept.ambiguous.is_empty() {
        return;
    }
    if concept.context.is_empty() {
        let message = "words of context are missing for the ambiguous labels";
        let hint = "give words of which one stands in a text when the label means this";
        wrong.push(Invalid::new("context", message, hint));
    }
    let own: BTreeSet<String> = names(concept).map(|label| fold(label)).collect();
    for (j, label) in concept.ambiguous.iter().enumerate() {
        if !own.contains(&fold(label)) {
            let message = format!("`{label}` is none of the labels and acronyms of `{}`", concept.id);
            wrong.push(Invalid::new(
                format!("ambiguous[{j}]"),
                message,
                "repeat one of them as it stands there",
            ));
        }
    }
}

fn names(concept: &Concept) -> impl Iterator<Item = &String> {
    concept.french.iter().chain(&concept.english).chain(&concept.acronyms)
}

/// Circles of broader concepts, each told once, at its first member.
fn circles(concepts: &[Concept], by_id: &BTreeMap<ConceptId, usize>, wrong: &mut Vec<Invalid>) {
    let up = |i: usize| concepts.get(i).and_then(|c| by_id.get(c.broader.as_ref()?).copied());
    // The walk on which a concept was first met; each is met once.
    let mut met = vec![usize::MAX; concepts.len()];
    for start in 0..concepts.len() {
        let mut at = Some(start);
        while let Some(i) = at
            && met.get(i) == Some(&usize::MAX)
        {
            met[i] = start;
            at = up(i);
        }
        let Some(closing) = at.filter(|&i| met.get(i) == Some(&start)) else { continue };
        let circle: Vec<usize> = std::iter::once(closing)
            .chain(std::iter::successors(up(closing), |&i| up(i)).take_while(|&i| i != closing))
            .collect();
        let Some(&first) = circle.iter().min() else { continue };
        let way: Vec<&str> = circle.iter().filter_map(|&i| Some(concepts.get(i)?.id.as_str())).collect();
        let message = format!("the broader concepts form a circle: `{}`", way.join("`, `"));
        wrong.push(Invalid::new(
            format!("concept[{first}].broader"),
            message,
            "one of them must be the broadest",
        ));
    }
}

/// One use of a name: where it stands, and whether its concept calls it ambiguous.
struct Use<'c> {
    key: String,
    concept: usize,
    list: &'static str,
    place: usize,
    name: &'c str,
    ambiguous: bool,
}

/// Names of one language under two concepts, or twice under one. Acronyms belong to both languages.
fn labels(concepts: &[Concept], wrong: &mut Vec<Invalid>) {
    let (mut french, mut english, mut acronyms) = (Vec::new(), Vec::new(), Vec::new());
    for (i, concept) in concepts.iter().enumerate() {
        let ambiguous: Vec<String> = concept.ambiguous.iter().map(|label| fold(label)).collect();
        let lists = [
            (&mut french, "fr", &concept.french),
            (&mut english, "en", &concept.english),
            (&mut acronyms, "acronyms", &concept.acronyms),
        ];
        for (uses, list, names) in lists {
            uses.extend(names.iter().enumerate().map(|(place, name)| {
                let key = fold(name);
                let ambiguous = ambiguous.contains(&key);
                Use { key, concept: i, list, place, name, ambiguous }
            }));
        }
    }
    for uses in [&french, &english, &acronyms] {
        for empty in uses.iter().filter(|one| one.key.is_empty()) {
            let message = format!("`{}` holds no letter or digit", empty.name);
            wrong.push(Invalid::new(empty.field(), message, "write it in words"));
        }
    }
    for uses in [french, english] {
        clashes(uses.iter().chain(&acronyms).filter(|one| !one.key.is_empty()).collect(), concepts, wrong);
    }
}

impl Use<'_> {
    fn field(&self) -> String {
        format!("concept[{}].{}[{}]", self.concept, self.list, self.place)
    }
}

fn clashes(mut uses: Vec<&Use<'_>>, concepts: &[Concept], wrong: &mut Vec<Invalid>) {
    uses.sort_by_key(|one| (one.key.as_str(), one.concept, one.list, one.place));
    for same in uses.chunk_by(|a, b| a.key == b.key) {
        let [first, others @ ..] = same else { continue };
        let mut before = first;
        for one in others {
            if one.concept == before.concept && one.list == before.list {
                let message = format!("`{}` is given twice", one.name);
                wrong.push(Invalid::new(
                    one.field(),
                    message,
                    "take one of the two away; case and accents do not count",
                ));
            } else if one.concept != first.concept
                && one.concept != before.concept
                && !(first.ambiguous && one.ambiguous)
                && let Some(owner) = concepts.get(first.concept)
            {
                let message = format!("`{}` names `{}` already", one.name, owner.id);
                let hint = "leave it to one of the two, or list it under `ambiguous` in both";
                wrong.push(Invalid::new(one.field(), message, hint));
            }
            before = one;
        }
    }
}
