//! Evaluation: the product's own ranking over a test set, scored against judgements.

use std::path::{Path, PathBuf};

use passerelle_domain::{BriefDraft, BriefId, DocumentId, Measures, Run};
use passerelle_formats::corpus;
use passerelle_matching::{Index, Query, evaluate, read_brief};
use rayon::prelude::*;

use crate::config::Config;
use crate::error::AppError;
use crate::{clock, files};

/// How many items of each query are kept and written.
pub const DEPTH: usize = 1000;

/// Where a test set lies.
#[derive(Debug, Clone)]
pub struct TestSet {
    /// What is ranked, JSON lines.
    pub corpus: PathBuf,
    /// What is asked, JSON lines.
    pub queries: PathBuf,
    /// What is relevant, tab-separated.
    pub judgements: PathBuf,
}

impl TestSet {
    /// The usual three files of a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self { corpus: folder.join("corpus.jsonl"), queries: folder.join("queries.jsonl"), judgements: folder.join("qrels.tsv") }
    }
}

/// Ranks every query and measures the answers. `exclude_own_id` hides the document whose identifier is the query's.
///
/// # Errors
/// Everything that is wrong in the three files.
pub fn evaluate(set: &TestSet, config: &Config, exclude_own_id: bool) -> Result<(Measures, Run), AppError> {
    let mut wrong = Vec::new();
    let profiles = take(files::read(&set.corpus).and_then(|f| Ok(corpus::parse_corpus(&f)?)), &mut wrong)?;
    let queries = take(files::read(&set.queries).and_then(|f| Ok(corpus::parse_queries(&f)?)), &mut wrong)?;
    let judgements = take(files::read(&set.judgements).and_then(|f| Ok(corpus::parse_qrels(&f)?)), &mut wrong)?;
    let (Some(profiles), Some(queries), Some(judgements)) = (profiles, queries, judgements) else { return Err(wrong.into()) };

    let index = Index::of_profiles(&profiles)?;
    let settings = config.ranking.settings();
    let today = clock::today();
    let answers: Result<Vec<_>, AppError> = queries
        .par_iter()
        .map(|query| {
            let own = DocumentId::new(&query.id).ok();
            let hidden = own.as_ref().filter(|_| exclude_own_id);
            let asked = Query { settings: &settings, today, hidden, depth: DEPTH, explain: false };
            let Ok(id) = BriefId::new(&query.id) else { return Ok((query.id.clone(), Vec::new())) };
            let text = if query.title.is_empty() { query.text.clone() } else { format!("{}\n\n{}", query.title, query.text) };
            let brief = read_brief(BriefDraft::of_text(id, text)).brief;
            let ranking = index.rank(&brief, &asked)?;
            let all = ranking.ranked.into_iter().chain(ranking.gated);
            Ok((query.id.clone(), all.take(DEPTH).map(|m| (m.firm.as_str().to_owned(), m.score.get())).collect()))
        })
        .collect();
    let run = Run(answers?.into_iter().collect());
    Ok((evaluate::measures(&run, &judgements), run))
}

/// Keeps what was read, or remembers what was wrong.
fn take<T>(result: Result<T, AppError>, wrong: &mut Vec<passerelle_formats::FileError>) -> Result<Option<T>, AppError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(AppError::Input(errors)) => {
            wrong.extend(errors);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}
