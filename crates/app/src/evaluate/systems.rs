//! The systems that answer: the product under a configuration, and plain BM25.

use std::sync::atomic::{AtomicUsize, Ordering};

use passerelle_domain::{Brief, DocumentId, Ranking, Run};
use passerelle_matching::evaluate::Baseline;
use passerelle_matching::{Index, Query};
use rayon::prelude::*;

use super::set::{Question, Set};
use super::views::{self, FirmView, Scored};
use super::{Manner, Step, View};
use crate::clock;
use crate::config::Config;
use crate::error::AppError;

/// Queries whose whole lists are held before they are turned: bounds the memory of the view of firms.
const AT_ONCE: usize = 64;

/// The product's answers.
pub(super) fn product(
    set: &Set,
    index: &Index,
    config: &Config,
    manner: Manner,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Run, AppError> {
    run(set, manner, progress, |brief, hidden| {
        if manner.view == View::Firm {
            return suited(index, brief, config, hidden);
        }
        let ranking = rank(index, brief, config, hidden, 0)?;
        let all = ranking
            .ranked
            .into_iter()
            .map(|m| (m, false))
            .chain(ranking.gated.into_iter().map(|m| (m, true)));
        Ok(all
            .map(|(m, gated)| Scored { id: m.firm.as_str().to_owned(), score: m.score.get(), gated })
            .collect())
    })
}

/// How a brief suits every firm, as [`Index::briefs_for_firms`] has it.
fn suited(
    index: &Index,
    brief: &Brief,
    config: &Config,
    hidden: Option<&DocumentId>,
) -> Result<Vec<Scored<String>>, AppError> {
    let settings = config.ranking.settings();
    let query = Query { settings: &settings, today: clock::today(), hidden, depth: usize::MAX, explained: 0 };
    let all = index.suited(brief, &query)?.into_iter();
    Ok(all
        .map(|it| Scored { id: it.firm.as_str().to_owned(), score: it.fit, gated: !it.gates.is_empty() })
        .collect())
}

/// The answers of plain BM25, which knows no gates.
pub(super) fn bm25(set: &Set, manner: Manner, progress: &(dyn Fn(Step) + Sync)) -> Result<Run, AppError> {
    let baseline = Baseline::of(&set.profiles());
    run(set, manner, progress, |brief, hidden| {
        let ranked = baseline.rank(brief, hidden).into_iter();
        Ok(ranked.map(|(firm, score)| Scored { id: firm.as_str().to_owned(), score, gated: false }).collect())
    })
}

/// Rankings with evidence for every firm, of the briefs that were annotated.
pub(super) fn explained(set: &Set, index: &Index, config: &Config) -> Result<Vec<Ranking>, AppError> {
    set.questions
        .par_iter()
        .filter(|question| set.evidence.iter().any(|note| note.brief == question.id))
        .filter_map(|question| question.brief.as_ref())
        .map(|brief| rank(index, brief, config, None, set.items()))
        .collect()
}

/// The one place that asks the product for a ranking, with evidence for so many firms.
fn rank(
    index: &Index,
    brief: &Brief,
    config: &Config,
    hidden: Option<&DocumentId>,
    explained: usize,
) -> Result<Ranking, AppError> {
    let settings = config.ranking.settings();
    let query = Query { settings: &settings, today: clock::today(), hidden, depth: usize::MAX, explained };
    Ok(index.rank(brief, &query)?)
}

/// Every question answered, in the order of the view.
fn run(
    set: &Set,
    manner: Manner,
    progress: &(dyn Fn(Step) + Sync),
    ask: impl Fn(&Brief, Option<&DocumentId>) -> Result<Vec<Scored<String>>, AppError> + Sync,
) -> Result<Run, AppError> {
    let done = AtomicUsize::new(0);
    let answer = |question: &Question| {
        let own = DocumentId::new(&question.id).ok().filter(|_| manner.exclude_own_id);
        let list = question.brief.as_ref().map(|brief| ask(brief, own.as_ref())).transpose()?;
        progress(Step::Answered(done.fetch_add(1, Ordering::Relaxed) + 1, set.questions.len()));
        Ok(list.unwrap_or_default())
    };
    if manner.view == View::Brief {
        let cut = |question: &Question| -> Result<_, AppError> {
            Ok((question.id.clone(), views::answer(answer(question)?, manner.depth)))
        };
        return Ok(Run(set.questions.par_iter().map(cut).collect::<Result<_, _>>()?));
    }
    let mut firms = FirmView::default();
    for chunk in set.questions.chunks(AT_ONCE) {
        let lists: Result<Vec<_>, AppError> = chunk.par_iter().map(answer).collect();
        for (question, list) in chunk.iter().zip(lists?) {
            firms.add(&question.id, list);
        }
    }
    Ok(firms.run(manner.depth))
}
