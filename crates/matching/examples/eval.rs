//! Measures the ranking on a test set, for choosing settings: `eval SET_DIR... [setting=value]...`.
//!
//! `passerelle eval` is the real verb; this one needs nothing but this crate and lets each setting be tried.

use std::error::Error;
use std::path::Path;

use jiff::civil::date;
use passerelle_domain::{
    BriefDraft, BriefId, Document, DocumentId, DocumentKind, FirmId, Judgements, Measures, Profile, Run,
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
        let m = measure(Path::new(folder), &settings)?;
        let name = Path::new(folder).file_name().unwrap_or_default().to_string_lossy();
        println!(
            "{name:16} nDCG@10 {:.4}  MAP {:.4}  Recall@20 {:.4}  MRR {:.4}  queries {}",
            m.ndcg_10, m.map, m.recall_20, m.mrr, m.queries
        );
    }
    Ok(())
}

fn measure(folder: &Path, settings: &Settings) -> Result<Measures, Box<dyn Error>> {
    let leave_out = folder.ends_with("cordis_he_loo");
    let corpus_folder = if leave_out { folder.join("../cordis_he") } else { folder.to_owned() };
    let profiles: Vec<Profile> =
        lines(&corpus_folder.join("corpus.jsonl"))?.iter().map(profile).collect::<Result<_, _>>()?;
    let index = Index::of_profiles(&profiles)?;
    let mut briefs = Vec::new();
    for query in lines(&folder.join("queries.jsonl"))? {
        let (title, text) = (word(&query, "title"), word(&query, "text"));
        let text = if title.is_empty() { text } else { format!("{title}\n\n{text}") };
        briefs.push(read_brief(BriefDraft::of_text(BriefId::new(&word(&query, "id"))?, text)).brief);
    }
    let asked = Query { settings, today: date(2026, 11, 23), hidden: None, depth: 0, explain: false };
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
    Ok(evaluate::measures(&run, &judgements(&folder.join("qrels.tsv"))?))
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
    let slot = match name {
        "k1" => &mut settings.k1,
        "profile_b" => &mut settings.profile_b,
        "document_b" => &mut settings.document_b,
        "document_decay" => &mut settings.document_decay,
        "whole_weight" => &mut settings.whole_weight,
        "documents_weight" => &mut settings.documents_weight,
        "requirements_weight" => &mut settings.requirements_weight,
        "half_answer" => &mut settings.half_answer,
        "full_answer" => &mut settings.full_answer,
        "lexicon_weight" => &mut settings.lexicon_weight,
        "best_documents" => {
            settings.best_documents = format!("{value:.0}").parse()?;
            return Ok(());
        }
        _ => return Err(format!("no setting `{name}`").into()),
    };
    *slot = value;
    Ok(())
}
