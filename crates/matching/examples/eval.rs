//! Measures the ranking on a test set, for choosing settings: `eval SET_DIR... [setting=value]...`.
//!
//! `passerelle eval` is the real verb; this one needs nothing but this crate and lets each setting be tried.

use std::error::Error;
use std::path::Path;

use jiff::civil::date;
use passerelle_domain::{
    BriefDraft, BriefId, Document, DocumentId, DocumentKind, FirmId, Judgements, Measure, Profile,
    QueryMeasures, Run,
};
use passerelle_matching::{Index, Query, Settings, evaluate, rank_all, read_brief};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut settings = Settings::default();
    let mut sets = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.split_once('=') {
            Some((name, value)) => set(&mut settings, name, value.parse()?)?,
            None => sets.push(argument),
        }
    }
    for folder in &sets {
        let queries = measure(Path::new(folder), &settings)?;
        print!("{:16}", Path::new(folder).file_name().unwrap_or_default().to_string_lossy());
        for measure in Measure::ALL {
            let sum: f64 = queries.iter().map(|query| query.get(measure)).sum();
            print!(" {} {:.4} ", measure.name(), sum / queries.len() as f64);
        }
        println!(" queries {}", queries.len());
    }
    Ok(())
}

fn measure(folder: &Path, settings: &Settings) -> Result<Vec<QueryMeasures>, Box<dyn Error>> {
    let leave_out = folder.ends_with("cordis_he_loo");
    let corpus_folder = if leave_out { folder.join("../cordis_he") } else { folder.to_owned() };
    let profiles: Vec<Profile> =
        lines(&corpus_folder.join("corpus.jsonl"))?.iter().map(profile).collect::<Result<_, _>>()?;
    let index =
        Index::of_profiles(&profiles, &std::sync::Arc::new(passerelle_matching::Knowledge::default()))?;
    let mut briefs = Vec::new();
    for query in lines(&folder.join("queries.jsonl"))? {
        let (title, text) = (word(&query, "title"), word(&query, "text"));
        let text = if title.is_empty() { text } else { format!("{title}\n\n{text}") };
        briefs.push(read_brief(BriefDraft::of_text(BriefId::new(&word(&query, "id"))?, text)).brief);
    }
    let asked = Query { settings, today: date(2026, 11, 23), hidden: None, depth: 1000, explained: 0 };
    let mut rankings = Vec::new();
    if leave_out {
        for brief in &briefs {
            let own = DocumentId::new(brief.id.as_str())?;
            rankings.push(index.rank(brief, &Query { hidden: Some(&own), ..asked })?);
        }
    } else {
        rankings = rank_all(&index, &briefs, &asked)?;
    }
    let mut run = Run::default();
    for ranking in rankings {
        let list =
            ranking.ranked.iter().take(1000).map(|m| (m.firm.as_str().to_owned(), m.score.get())).collect();
        run.0.insert(ranking.brief.as_str().to_owned(), list);
    }
    Ok(evaluate::per_query(&run, &judgements(&folder.join("qrels.tsv"))?, evaluate::DEPTH))
}

fn judgements(path: &Path) -> Result<Judgements, Box<dyn Error>> {
    let mut all = Judgements::default();
    for line in std::fs::read_to_string(path)?.lines().skip(1) {
        let parts: Vec<&str> = line.split('\t').collect();
        if let [query, item, grade] = parts.as_slice() {
            all.0.entry((*query).to_owned()).or_default().insert((*item).to_owned(), grade.parse()?);
        }
    }
    Ok(all)
}

fn lines(path: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn word(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn profile(value: &Value) -> Result<Profile, Box<dyn Error>> {
    let document = |value: &Value| -> Result<Document, Box<dyn Error>> {
        Ok(Document {
            id: DocumentId::new(&word(value, "id"))?,
            kind: DocumentKind::Other,
            title: word(value, "title"),
            text: word(value, "text"),
        })
    };
    let documents = match value.get("documents").and_then(Value::as_array) {
        Some(list) => list.iter().map(document).collect::<Result<_, _>>()?,
        None => vec![document(value)?],
    };
    let name = if word(value, "name").is_empty() { word(value, "title") } else { word(value, "name") };
    Ok(Profile { id: FirmId::new(&word(value, "id"))?, name, language: None, documents })
}

fn set(settings: &mut Settings, name: &str, value: f64) -> Result<(), Box<dyn Error>> {
    match name {
        "k1" => settings.k1 = value,
        "profile_b" => settings.profile_b = value,
        "document_b" => settings.document_b = value,
        "title_weight" => settings.title_weight = value,
        "language_excuse" => settings.language_excuse = value,
        "voting_ranks" => settings.voting_ranks = format!("{value:.0}").parse()?,
        "rank_decay" => settings.rank_decay = value,
        "voting_share" => settings.voting_share = value,
        "votes_per_firm" => settings.votes_per_firm = format!("{value:.0}").parse()?,
        "good_share" => settings.good_share = value,
        "good_cosine" => settings.good_cosine = value,
        "spelling_words" => settings.spelling_words = value,
        "meaning_words" => settings.meaning_words = value,
        "exhaustive_firms" => settings.exhaustive_firms = format!("{value:.0}").parse()?,
        "candidates" => settings.candidates = format!("{value:.0}").parse()?,
        "candidate_postings" => settings.candidate_postings = format!("{value:.0}").parse()?,
        "whole_weight" => settings.whole_weight = value,
        "documents_weight" => settings.documents_weight = value,
        "meaning_weight" => settings.meaning_weight = value,
        "spelling_weight" => settings.spelling_weight = value,
        "concept_weight" => settings.concept_weight = value,
        "requirements_weight" => settings.requirements_weight = value,
        "must_weight" => settings.must_weight = value,
        "should_weight" => settings.should_weight = value,
        "nice_weight" => settings.nice_weight = value,
        "full_answer" => settings.full_answer = value,
        "lexicon_weight" => settings.lexicon_weight = value,
        "met_threshold" => settings.met_threshold = value,
        "rare_word" => settings.rare_word = value,
        _ => return Err(format!("no setting `{name}`").into()),
    }
    Ok(())
}
