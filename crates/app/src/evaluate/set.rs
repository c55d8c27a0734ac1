//! A test set, read whole, with everything that is wrong in it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use passerelle_domain::{
    Brief, BriefDraft, BriefId, EvidenceNote, Firm, Judgements, Profile, Run, SizeClass, StrengthNote,
};
use passerelle_formats::corpus::{self, CorpusQuery, Known};
use passerelle_formats::{FileError, FileNotice, SourceFile};
use passerelle_matching::{Index, Knowledge, evaluate, read_brief};
use rayon::prelude::*;

use super::{TestSet, View};
use crate::config::Config;
use crate::error::AppError;
use crate::matches::{Briefs, Firms};
use crate::{files, taxonomy};

/// What is ranked, what is asked, what is right.
pub(super) struct Set {
    corpus: Corpus,
    pub(super) questions: Vec<Question>,
    /// In the order of the view.
    pub(super) judgements: Judgements,
    pub(super) evidence: Vec<EvidenceNote>,
    pub(super) strengths: Vec<StrengthNote>,
    pub(super) notices: Vec<FileNotice>,
}

enum Corpus {
    Texts(Vec<Profile>),
    Firms(Vec<Firm>),
}

/// One query.
pub(super) struct Question {
    pub(super) id: String,
    /// What was understood; `None` when its identifier cannot be a brief's: nothing answers it.
    pub(super) brief: Option<Brief>,
}

impl Set {
    /// Reads the files of a test set.
    pub(super) fn load(test: &TestSet, view: View) -> Result<Self, AppError> {
        let mut set = match test {
            TestSet::Texts { corpus, queries, judgements } => texts(corpus, queries, judgements)?,
            TestSet::Briefs { firms, briefs, judgements, evidence, strengths } => {
                region(firms, briefs, [judgements, evidence, strengths])?
            }
        };
        set.judgements = in_view(set.judgements, view);
        Ok(set)
    }

    /// How many items are ranked.
    pub(super) fn items(&self) -> usize {
        match &self.corpus {
            Corpus::Texts(profiles) => profiles.len(),
            Corpus::Firms(firms) => firms.len(),
        }
    }

    pub(super) fn index(&self, config: &Config) -> Result<Index, AppError> {
        let knowledge = Arc::new(Knowledge::new(taxonomy::load(config)?));
        Ok(match &self.corpus {
            Corpus::Texts(profiles) => Index::of_profiles(profiles, &knowledge)?,
            Corpus::Firms(firms) => Index::of_firms(firms, &knowledge)?,
        })
    }

    /// The texts of the items.
    pub(super) fn profiles(&self) -> Cow<'_, [Profile]> {
        match &self.corpus {
            Corpus::Texts(profiles) => Cow::Borrowed(profiles),
            Corpus::Firms(firms) => firms.iter().map(Profile::from).collect(),
        }
    }

    /// The size classes of real firms.
    pub(super) fn sizes(&self) -> Option<BTreeMap<String, Option<SizeClass>>> {
        let Corpus::Firms(firms) = &self.corpus else { return None };
        let size = |firm: &Firm| firm.size.or_else(|| firm.headcount.map(SizeClass::of));
        Some(firms.iter().map(|firm| (firm.id.as_str().to_owned(), size(firm))).collect())
    }

    /// What was understood of the questions.
    pub(super) fn briefs(&self) -> Vec<Brief> {
        self.questions.iter().filter_map(|question| question.brief.clone()).collect()
    }

    fn ids(&self) -> [BTreeSet<&str>; 2] {
        let items = match &self.corpus {
            Corpus::Texts(profiles) => profiles.iter().map(|profile| profile.id.as_str()).collect(),
            Corpus::Firms(firms) => firms.iter().map(|firm| firm.id.as_str()).collect(),
        };
        [self.questions.iter().map(|question| question.id.as_str()).collect(), items]
    }

    fn names(&self) -> (&'static str, &'static str) {
        match self.corpus {
            Corpus::Texts(_) => ("query", "item"),
            Corpus::Firms(_) => ("brief", "firm"),
        }
    }
}

fn texts(corpus: &Path, queries: &Path, judgements: &Path) -> Result<Set, AppError> {
    let mut wrong = Vec::new();
    let profiles = take(table(corpus, corpus::parse_corpus), &mut wrong)?;
    let asked = take(table(queries, corpus::parse_queries), &mut wrong)?;
    let judged = take(table(judgements, |f| corpus::parse_qrels(f, None)), &mut wrong)?;
    let (Some(profiles), Some(asked), Some(judged)) = (profiles, asked, judged) else {
        return Err(wrong.into());
    };
    let questions = asked.par_iter().map(question).collect();
    let (evidence, strengths) = (Vec::new(), Vec::new());
    let mut set = Set {
        corpus: Corpus::Texts(profiles),
        questions,
        judgements: judged,
        evidence,
        strengths,
        notices: Vec::new(),
    };
    set.notices = strangers(judgements, &set);
    Ok(set)
}

fn question(query: &CorpusQuery) -> Question {
    let text = if query.title.is_empty() {
        query.text.clone()
    } else {
        format!("{}\n\n{}", query.title, query.text)
    };
    let brief = BriefId::new(&query.id).ok().map(|id| read_brief(BriefDraft::of_text(id, text)).brief);
    Question { id: query.id.clone(), brief }
}

/// Public sets may judge more than they hold: what is missing counts as not found, as in `trec_eval`.
fn strangers(path: &Path, set: &Set) -> Vec<FileNotice> {
    let [queries, items] = set.ids();
    let judged: BTreeSet<&str> =
        set.judgements.0.values().flat_map(|grades| grades.keys()).map(String::as_str).collect();
    let counts = [
        (
            set.judgements.0.keys().filter(|id| !queries.contains(id.as_str())).count(),
            "queries are not asked",
        ),
        (judged.difference(&items).count(), "items are not in the corpus"),
    ];
    counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| notice(path, format!("{count} judged {what}"), "they count as not found"))
        .collect()
}

fn region(firms: &Path, briefs: &Path, tables: [&Path; 3]) -> Result<Set, AppError> {
    let mut wrong = Vec::new();
    let firms = take(Firms::load(firms), &mut wrong)?;
    let briefs = take(Briefs::load(&[briefs.to_owned()]), &mut wrong)?;
    let read = firms.zip(briefs).map(|(firms, briefs)| {
        let question = |brief: Brief| Question { id: brief.id.as_str().to_owned(), brief: Some(brief) };
        Set {
            corpus: Corpus::Firms(firms.firms),
            questions: briefs.briefs.into_iter().map(|read| question(read.brief)).collect(),
            judgements: Judgements::default(),
            evidence: Vec::new(),
            strengths: Vec::new(),
            notices: Vec::new(),
        }
    });
    let ids = read.as_ref().map(Set::ids);
    let known = ids.as_ref().map(|[queries, items]| Known { queries, items, called: ("brief", "firm") });
    let known = known.as_ref();
    let says = |id: &str, words: &str| {
        let questions = read.iter().flat_map(|set| &set.questions);
        let brief = questions.filter_map(|q| q.brief.as_ref()).find(|brief| brief.id.as_str() == id);
        brief.is_none_or(|brief| evaluate::asks(brief, words))
    };
    let [judgements, evidence, strengths] = tables;
    let judged = take(table(judgements, |f| corpus::parse_qrels(f, known)), &mut wrong)?;
    let evidence_notes = take(notes(evidence, |f| corpus::parse_evidence(f, known, &says)), &mut wrong)?;
    let strength_notes = take(notes(strengths, |f| corpus::parse_strengths(f, known, &says)), &mut wrong)?;
    let (evidence_notes, strength_notes) =
        (evidence_notes.unwrap_or_default(), strength_notes.unwrap_or_default());
    match (read, judged) {
        (Some(set), Some(judgements)) if wrong.is_empty() => {
            Ok(Set { judgements, evidence: evidence_notes, strengths: strength_notes, ..set })
        }
        _ => Err(wrong.into()),
    }
}

fn table<T>(path: &Path, parse: impl Fn(&SourceFile) -> Result<T, Vec<FileError>>) -> Result<T, AppError> {
    Ok(parse(&files::read(path)?)?)
}

/// A table that may be absent.
fn notes<T>(
    path: &Path,
    parse: impl Fn(&SourceFile) -> Result<Vec<T>, Vec<FileError>>,
) -> Result<Vec<T>, AppError> {
    if path.exists() { table(path, parse) } else { Ok(Vec::new()) }
}

/// Reads judgements alone.
pub(super) fn judgements(path: &Path, view: View) -> Result<Judgements, AppError> {
    Ok(in_view(table(path, |f| corpus::parse_qrels(f, None))?, view))
}

fn in_view(judgements: Judgements, view: View) -> Judgements {
    match view {
        View::Brief => judgements,
        View::Firm => judgements.transposed(),
    }
}

/// Reads a run, in the order of its view; identifiers that the set does not have are refused when it is known.
pub(super) fn run(path: &Path, set: Option<(&Set, View)>) -> Result<Run, AppError> {
    let file = files::read(path)?;
    let Some((set, view)) = set else { return Ok(corpus::parse_run(&file, None)?) };
    let ([queries, items], names) = (set.ids(), set.names());
    let known = match view {
        View::Brief => Known { queries: &queries, items: &items, called: names },
        View::Firm => Known { queries: &items, items: &queries, called: (names.1, names.0) },
    };
    Ok(corpus::parse_run(&file, Some(&known))?)
}

/// A remark when a run leaves judged queries without an answer.
///
/// # Errors
/// When it answers none of them.
pub(super) fn unanswered(
    path: &Path,
    run: &Run,
    judgements: &Judgements,
) -> Result<Option<FileNotice>, AppError> {
    let judged = judgements.0.values().filter(|grades| !grades.is_empty()).count();
    let without =
        judgements.0.iter().filter(|(id, grades)| !grades.is_empty() && !run.0.contains_key(*id)).count();
    if judged > 0 && without == judged {
        let hint = "check that it belongs to this set and to this `--view`";
        return Err(AppError::input(path, "answers no query that is judged", hint));
    }
    let message = format!("{without} of {judged} judged queries have no answer");
    Ok((without > 0).then(|| notice(path, message, "they count zero")))
}

fn notice(path: &Path, message: String, hint: &str) -> FileNotice {
    FileNotice {
        file: path.display().to_string(),
        line: None,
        field: String::new(),
        message,
        hint: hint.into(),
    }
}

/// Keeps what was read, or remembers what was wrong.
pub(super) fn take<T>(
    result: Result<T, AppError>,
    wrong: &mut Vec<FileError>,
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
