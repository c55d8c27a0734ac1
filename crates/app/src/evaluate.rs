//! Evaluation: the product's own ranking over a test set, scored against judgements.

use std::path::{Path, PathBuf};

use passerelle_domain::{BriefDraft, BriefId, DocumentId, Judgements, Measures, RankedList, Ranking, Run};
use passerelle_formats::corpus;
use passerelle_matching::{Index, Query, evaluate, read_brief};
use rayon::prelude::*;

use crate::config::Config;
use crate::error::AppError;
use crate::matches::{self, Briefs, Firms};
use crate::{clock, files};

/// How many items of each query are kept and written.
pub const DEPTH: usize = 1000;

/// Where a test set lies.
#[derive(Debug, Clone)]
pub enum TestSet {
    /// Plain texts: what is ranked and what is asked, JSON lines; what is relevant, tab-separated.
    Texts {
        /// What is ranked.
        corpus: PathBuf,
        /// What is asked.
        queries: PathBuf,
        /// What is relevant.
        judgements: PathBuf,
    },
    /// Real firms and briefs, ranked with their gates: those ruled out come after all others.
    Briefs {
        /// The firms.
        firms: PathBuf,
        /// The briefs.
        briefs: PathBuf,
        /// What is relevant.
        judgements: PathBuf,
    },
}

impl TestSet {
    /// The usual files of a folder: `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`, or `firms/`, `briefs/` and `judgements.tsv`.
    pub fn in_folder(folder: &Path) -> Self {
        if folder.join("firms").is_dir() && folder.join("briefs").is_dir() {
            return Self::Briefs {
                firms: folder.join("firms"),
                briefs: folder.join("briefs"),
                judgements: folder.join("judgements.tsv"),
            };
        }
        Self::Texts {
            corpus: folder.join("corpus.jsonl"),
            queries: folder.join("queries.jsonl"),
            judgements: folder.join("qrels.tsv"),
        }
    }
}

/// Ranks every query and measures the answers. `exclude_own_id` hides the document whose identifier is the query's.
/// What scores nothing is no answer.
///
/// # Errors
/// Everything that is wrong in the three files.
pub fn evaluate(set: &TestSet, config: &Config, exclude_own_id: bool) -> Result<(Measures, Run), AppError> {
    match set {
        TestSet::Texts { corpus, queries, judgements } => {
            texts([corpus, queries, judgements], config, exclude_own_id)
        }
        TestSet::Briefs { firms, briefs, judgements } => {
            let mut wrong = Vec::new();
            let firms = take(Firms::load(firms), &mut wrong)?;
            let briefs = take(Briefs::load(std::slice::from_ref(briefs)), &mut wrong)?;
            let judgements = take(judged(judgements), &mut wrong)?;
            let (Some(firms), Some(briefs), Some(judgements)) = (firms, briefs, judgements) else {
                return Err(wrong.into());
            };
            let rankings = matches::rank(&firms, &briefs.briefs, config, 0)?;
            let run = Run(rankings.into_iter().map(|r| (r.brief.as_str().to_owned(), answer(r))).collect());
            Ok((evaluate::measures(&run, &judgements), run))
        }
    }
}

fn texts(files: [&Path; 3], config: &Config, exclude_own_id: bool) -> Result<(Measures, Run), AppError> {
    let mut wrong = Vec::new();
    let profiles = take(files::read(files[0]).and_then(|f| Ok(corpus::parse_corpus(&f)?)), &mut wrong)?;
    let queries = take(files::read(files[1]).and_then(|f| Ok(corpus::parse_queries(&f)?)), &mut wrong)?;
    let judgements = take(judged(files[2]), &mut wrong)?;
    let (Some(profiles), Some(queries), Some(judgements)) = (profiles, queries, judgements) else {
        return Err(wrong.into());
    };

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
            let text = if query.title.is_empty() {
                query.text.clone()
            } else {
                format!("{}\n\n{}", query.title, query.text)
            };
            let brief = read_brief(BriefDraft::of_text(id, text)).brief;
            Ok((query.id.clone(), answer(index.rank(&brief, &asked)?)))
        })
        .collect();
    let run = Run(answers?.into_iter().collect());
    Ok((evaluate::measures(&run, &judgements), run))
}

fn judged(path: &Path) -> Result<Judgements, AppError> {
    Ok(corpus::parse_qrels(&files::read(path)?)?)
}

/// A ranking as a run holds it. Firms that a gate rules out keep their order behind all others: their scores are put below
/// the last open one's.
fn answer(ranking: Ranking) -> RankedList {
    let floor = ranking.ranked.iter().map(|m| m.score.get()).filter(|s| *s > 0.0).fold(1.0, f64::min);
    let open = ranking.ranked.into_iter().map(|m| (m.firm, m.score.get()));
    let gated = ranking.gated.into_iter().map(|m| (m.firm, m.score.get() * floor / 2.0));
    open.chain(gated)
        .filter(|(_, score)| *score > 0.0)
        .take(DEPTH)
        .map(|(id, score)| (id.as_str().to_owned(), score))
        .collect()
}

/// Keeps what was read, or remembers what was wrong.
fn take<T>(
    result: Result<T, AppError>,
    wrong: &mut Vec<passerelle_formats::FileError>,
) -> Result<Option<T>, AppError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(AppError::Input(errors)) => {
            wrong.extend(errors);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}
