//! What a firm's own room asks beyond its profile: skills that its texts show and its profile does not name, and the events at
//! which it is expected.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{Firm, Language};
use passerelle_matching::Knowledge;
use passerelle_store::Kind;
use serde_json::{Value as Json, json};

use super::{Actor, Refusal, Role, Service, firms, json};

/// More suggestions than this are a list that nobody reads.
const MOST_SKILLS: usize = 12;

impl Service {
    /// Skills that the summary, references and capabilities of a firm name and that are not among its capabilities or tools yet,
    /// those named most often first.
    ///
    /// `{"firm", "skills": [{"concept", "label", "french", "english", "found", "field", "times"}]}`: `label` is in the language of
    /// the profile, `found` the firm's own words, `field` the first place where they stand (`references[1].text`).
    ///
    /// # Errors
    /// When the firm is not whoever asks, or not there.
    pub async fn suggest_skills(&self, actor: &Actor, firm: &str) -> Result<Json, Refusal> {
        own_room(actor, firm)?;
        let record = self.need(Kind::Firm, firm).await?;
        let read = firms::read(firm, &json(&record.body))?;
        let knowledge = std::sync::Arc::clone(&self.inner.knowledge);
        let skills = self.heavy(move || Ok(missing_skills(&knowledge, &read))).await?;
        Ok(json!({"firm": firm, "skills": skills}))
    }

    /// The events at which a firm is expected, latest change first, each with its slots in local time and the open briefs that its
    /// desks talk about.
    ///
    /// `[{"id", "name", "timezone", "closes": {"wishes", "answers"}, "slots": [{"start", "end"}], "briefs": [id]}]`
    ///
    /// # Errors
    /// When the firm is not whoever asks, or not there.
    pub async fn events_of_firm(&self, actor: &Actor, firm: &str) -> Result<Vec<Json>, Refusal> {
        own_room(actor, firm)?;
        self.need(Kind::Firm, firm).await?;
        let open: BTreeSet<String> = self.open_briefs().await?.into_iter().map(|record| record.id).collect();
        let mut events = self.inner.db.all_records(Kind::Event, None).await?;
        events.sort_by(|a, b| b.updated_ms.cmp(&a.updated_ms).then_with(|| a.id.cmp(&b.id)));
        let mut shown = Vec::new();
        for record in events {
            let known = self.known_event(&record.id).await?;
            let parts = known.file.parts();
            let expected = known.json.get("attending").is_none()
                || parts.attending.iter().any(|one| one.firm.as_str() == firm);
            if !expected {
                continue;
            }
            let slots: Vec<Json> = parts
                .slots
                .iter()
                .map(|slot| json!({"start": minute(slot.start), "end": minute(slot.end())}))
                .collect();
            let briefs: BTreeSet<&str> = parts
                .clients
                .iter()
                .flat_map(|client| &client.desks)
                .flat_map(|desk| &desk.briefs)
                .map(passerelle_domain::BriefId::as_str)
                .filter(|brief| open.contains(*brief))
                .collect();
            shown.push(json!({"id": record.id, "name": record.title, "timezone": known.json["timezone"],
                "closes": json(&record.body)["closes"], "slots": slots, "briefs": briefs}));
        }
        Ok(shown)
    }
}

/// Whether a room is the actor's own, or an organiser's who helps.
fn own_room(actor: &Actor, firm: &str) -> Result<(), Refusal> {
    actor.signed_in()?;
    match &actor.role {
        Role::Organiser => Ok(()),
        Role::Firm(own) if own == firm => Ok(()),
        _ => Err(Refusal::forbidden("see what is this firm's own")),
    }
}

/// A local time as the pages and files write it: `2027-03-18T13:30`.
fn minute(time: jiff::civil::DateTime) -> String {
    time.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The texts of a firm that tell what it does, with where they stand.
fn texts(firm: &Firm) -> Vec<(String, &str)> {
    let mut texts = vec![("summary".to_owned(), firm.summary.as_str())];
    for (at, one) in firm.capabilities.iter().enumerate() {
        texts.push((format!("capabilities[{at}].text"), one.text.as_str()));
    }
    for (at, one) in firm.references.iter().enumerate() {
        texts.push((format!("references[{at}].title"), one.title.as_str()));
        texts.push((format!("references[{at}].text"), one.text.as_str()));
    }
    texts
}

/// Where a concept was found first, in which words, how often, and the how manieth it is.
struct Found {
    field: String,
    words: String,
    times: usize,
    place: usize,
}

/// See [`Service::suggest_skills`].
fn missing_skills(knowledge: &Knowledge, firm: &Firm) -> Vec<Json> {
    let taxonomy = knowledge.taxonomy();
    let skills = firm.capabilities.iter().map(|one| one.skill.label());
    let tools = firm.tools.iter().map(passerelle_domain::Tool::label);
    // Who names a skill has named what it is a kind of.
    let mut named = BTreeSet::new();
    for label in skills.chain(tools) {
        for (concept, _) in knowledge.concepts_in(label) {
            named.insert(concept);
            named.extend(taxonomy.ancestors(concept));
        }
    }
    let mut found: BTreeMap<usize, Found> = BTreeMap::new();
    for (field, text) in texts(firm) {
        for (concept, span) in knowledge.concepts_in(text) {
            if named.contains(&concept) {
                continue;
            }
            let place = found.len();
            let words = text.get(span.start..span.end).unwrap_or_default();
            found
                .entry(concept)
                .or_insert_with(|| Found { field: field.clone(), words: words.to_owned(), times: 0, place })
                .times += 1;
        }
    }
    let mut all: Vec<(usize, Found)> = found.into_iter().collect();
    all.sort_by(|a, b| b.1.times.cmp(&a.1.times).then(a.1.place.cmp(&b.1.place)));
    let language = firm.language.unwrap_or(Language::French);
    all.into_iter()
        .filter_map(|(concept, found)| {
            let concept = taxonomy.concepts().get(concept)?;
            Some(
                json!({"concept": concept.id.as_str(), "label": concept.label(language), "french": concept.label(Language::French),
                    "english": concept.label(Language::English), "found": found.words, "field": found.field, "times": found.times}),
            )
        })
        .take(MOST_SKILLS)
        .collect()
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{Capability, Concept, ConceptId, FirmId, Name, Skill, Taxonomy};

    use super::*;

    fn knowledge() -> Knowledge {
        let concept = |id: &str, french: &str, english: &str, broader: Option<&str>| Concept {
            french: vec![french.into()],
            english: vec![english.into()],
            broader: broader.map(|id| ConceptId::new(id).unwrap()),
            ..Concept::named(ConceptId::new(id).unwrap())
        };
        let concepts = vec![
            concept("signal-processing", "traitement du signal", "signal processing", None),
            concept("radar-processing", "traitement radar", "radar processing", Some("signal-processing")),
            concept("test-benches", "bancs d'essai", "test benches", None),
            concept("thermal-modelling", "modélisation thermique", "thermal modelling", None),
        ];
        Knowledge::new(Taxonomy::new(concepts).unwrap())
    }

    #[test]
    fn what_texts_show_and_capabilities_do_not_is_suggested_once_most_named_first() {
        let mut firm = Firm::named(FirmId::new("a").unwrap(), Name::new("A").unwrap());
        firm.summary = "Nous faisons du traitement du signal et de la modélisation thermique.".into();
        firm.capabilities = vec![Capability {
            skill: Skill::new("Traitement radar").unwrap(),
            level: None,
            headcount: None,
            text: "Sur bancs d'essai, avec modélisation thermique.".into(),
        }];
        let skills = missing_skills(&knowledge(), &firm);
        let told: Vec<(&str, &str, u64)> = skills
            .iter()
            .map(|one| {
                (
                    one["label"].as_str().unwrap(),
                    one["field"].as_str().unwrap(),
                    one["times"].as_u64().unwrap(),
                )
            })
            .collect();
        // Signal processing is what radar processing is a kind of: it needs no line of its own.
        assert_eq!(
            told,
            [("modélisation thermique", "summary", 2), ("bancs d'essai", "capabilities[0].text", 1)]
        );
        firm.language = Some(Language::English);
        assert_eq!(missing_skills(&knowledge(), &firm)[0]["label"], "thermal modelling");
    }
}
