//! Evaluation: the product's own ranking over a test set, scored against judgements, beside another system's.

mod set;
mod systems;
mod views;

use std::path::{Path, PathBuf};

use passerelle_domain::{Comparison, EvidenceLine, Mean, QueryMeasures, Run, SizeLine, StrengthLine};
use passerelle_formats::FileNotice;
use passerelle_matching::{Index, evaluate as measure};

use crate::config::Config;
use crate::error::AppError;
use set::{Set, take};

pub use passerelle_matching::evaluate::{DEPTH, RESAMPLES};

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
        /// Sentences that answer, annotated by hand; may be absent.
        evidence: PathBuf,
        /// Strengths of requirements, annotated by hand; may be absent.
        strengths: PathBuf,
    },
}

impl TestSet {
    /// The usual files of a folder: `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`, or `firms/`, `briefs/` and
    /// `judgements.tsv`, beside which `evidence.tsv` and `strengths.tsv` may lie.
    pub fn in_folder(folder: &Path) -> Self {
        if folder.join("firms").is_dir() && folder.join("briefs").is_dir() {
            return Self::Briefs {
                firms: folder.join("firms"),
                briefs: folder.join("briefs"),
                judgements: folder.join("judgements.tsv"),
                evidence: folder.join("evidence.tsv"),
                strengths: folder.join("strengths.tsv"),
            };
        }
        Self::texts_in(folder)
    }

    /// The files of a folder of plain texts.
    pub fn texts_in(folder: &Path) -> Self {
        Self::Texts {
            corpus: folder.join("corpus.jsonl"),
            queries: folder.join("queries.jsonl"),
            judgements: folder.join("qrels.tsv"),
        }
    }

    fn judgements(&self) -> &Path {
        match self {
            Self::Texts { judgements, .. } | Self::Briefs { judgements, .. } => judgements,
        }
    }
}

/// Which of the two orders is scored and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// For each brief (query), the firms (items) that suit it.
    Brief,
    /// For each firm (item), the briefs (queries) that suit it.
    Firm,
}

/// How the answers are taken and measured.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Which order.
    pub view: View,
    /// How many answers of each query (or firm) are kept and scored, at least 1.
    pub depth: usize,
    /// Hides the document whose identifier is the query's.
    pub exclude_own_id: bool,
}

/// The system that stands beside the product.
#[derive(Debug, Clone, Copy)]
pub enum Other<'a> {
    /// Any system's run, a file in the same view.
    Run(&'a Path),
    /// The product under another configuration.
    Config(&'a Config),
    /// Plain BM25.
    Bm25,
}

/// How far an evaluation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many items are being indexed.
    Indexing(usize),
    /// So many queries of so many have been answered by a system.
    Answered(usize, usize),
}

/// What came out.
#[derive(Debug)]
pub struct Report {
    /// The product's answers.
    pub run: Run,
    /// Their measures.
    pub queries: Vec<QueryMeasures>,
    /// The means of those, for each of `Measure::ALL`.
    pub means: [Mean; 4],
    /// The product beside another system, where one was named: the product is the first.
    pub comparison: Option<Comparison>,
    /// Firms to meet by size; this and what follows of real firms, in the view of briefs only.
    pub sizes: Option<Vec<SizeLine>>,
    /// Sentences shown beside those annotated, where some are.
    pub evidence: Option<Vec<EvidenceLine>>,
    /// Strengths read beside those annotated, where some are.
    pub strengths: Option<Vec<StrengthLine>>,
    /// Remarks about the files.
    pub notices: Vec<FileNotice>,
}

/// Ranks every query and measures the answers, beside those of another system if one is named. What scores nothing is no
/// answer.
///
/// # Errors
/// Everything that is wrong in the files.
pub fn evaluate(
    test: &TestSet,
    config: &Config,
    manner: Manner,
    other: Option<Other<'_>>,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Report, AppError> {
    let mut wrong = Vec::new();
    let set = take(Set::load(test, manner.view), &mut wrong)?;
    let given = match other {
        Some(Other::Run(path)) => {
            take(set::run(path, set.as_ref().map(|set| (set, manner.view))), &mut wrong)?
        }
        _ => None,
    };
    let Some(set) = set.filter(|_| wrong.is_empty()) else { return Err(wrong.into()) };

    let mut notices = set.notices.clone();
    if let (Some(Other::Run(path)), Some(run)) = (other, &given) {
        notices.extend(set::unanswered(path, run, &set.judgements)?);
    }

    progress(Step::Indexing(set.items()));
    let index = set.index(config)?;
    let run = systems::product(&set, &index, config, manner, progress)?;
    let queries = measure::per_query(&run, &set.judgements, manner.depth);
    let beside = match other {
        None => None,
        Some(Other::Run(_)) => given,
        Some(Other::Config(config)) => Some(systems::product(&set, &index, config, manner, progress)?),
        Some(Other::Bm25) => Some(systems::bm25(&set, manner, progress)?),
    };
    let comparison = beside
        .map(|run| measure::compare(&queries, &measure::per_query(&run, &set.judgements, manner.depth)));
    let mut report = Report {
        means: measure::means(&queries),
        run,
        queries,
        comparison,
        sizes: None,
        evidence: None,
        strengths: None,
        notices,
    };
    if manner.view == View::Brief {
        annotated(&mut report, &set, &index, config, manner.depth)?;
    }
    Ok(report)
}

/// What only real firms and briefs tell: ranks by size, and what was annotated of them.
fn annotated(
    report: &mut Report,
    set: &Set,
    index: &Index,
    config: &Config,
    depth: usize,
) -> Result<(), AppError> {
    let briefs = set.briefs();
    report.sizes = set.sizes().map(|sizes| measure::by_size(&report.run, &set.judgements, &sizes, depth));
    if !set.evidence.is_empty() {
        let rankings = systems::explained(set, index, config)?;
        report.evidence = Some(measure::evidence(&set.evidence, &briefs, &rankings));
    }
    if !set.strengths.is_empty() {
        report.strengths = Some(measure::strengths(&set.strengths, &briefs));
    }
    Ok(())
}

/// Measures two runs against the judgements of a test set, without ranking anything.
///
/// # Errors
/// Everything that is wrong in the three files.
pub fn compare(
    test: &TestSet,
    runs: [&Path; 2],
    manner: Manner,
) -> Result<(Comparison, Vec<FileNotice>), AppError> {
    let mut wrong = Vec::new();
    let judgements = take(set::judgements(test.judgements(), manner.view), &mut wrong)?;
    let mut read = Vec::new();
    for path in runs {
        read.extend(take(set::run(path, None), &mut wrong)?);
    }
    let (Some(judgements), [first, second]) = (judgements, read.as_slice()) else { return Err(wrong.into()) };
    let mut notices = Vec::new();
    for (path, run) in runs.into_iter().zip([first, second]) {
        notices.extend(take(set::unanswered(path, run, &judgements), &mut wrong)?.flatten());
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let measures = |run| measure::per_query(run, &judgements, manner.depth);
    Ok((measure::compare(&measures(first), &measures(second)), notices))
}
