//! What shows that a firm meets a requirement: its certificate, or its own sentence.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use passerelle_domain::{Brief, DocumentKind, Evidence, Match, ReasonKind, RequirementKind, Span};

use crate::index::{Facts, Index, IndexError, Lines};
use crate::places::Wanted;
use crate::rank::closely::{Answer, HeardOf, Reader};
use crate::rank::requirements::{self, Demand};
use crate::rank::{Query, gates};
use crate::read::Needed;

/// What close reading needs to know beside the firm.
pub(crate) struct Closely<'a, 'q> {
    pub(crate) reader: Reader<'a>,
    pub(crate) brief: &'a Brief,
    pub(crate) days: &'a [Option<Needed>],
    pub(crate) sites: &'a [Option<Wanted>],
    pub(crate) demands: &'a [Demand],
    pub(crate) query: &'a Query<'q>,
    /// What was found in the firms read so far: those that are quoted are not read twice.
    pub(crate) heard: RefCell<HashMap<u32, Rc<HeardOf>>>,
}

impl Closely<'_, '_> {
    /// Judges the requirements of a match by single sentences, and quotes them when asked to. `here` is the firm's place in the pool.
    pub(crate) fn read(
        &self,
        index: &Index,
        (here, firm): (usize, u32),
        found: &mut Match,
        quote: bool,
    ) -> Result<(), IndexError> {
        let known = self.heard.borrow().get(&firm).map(Rc::clone);
        let heard = if let Some(heard) = known {
            heard
        } else {
            let lines = index.lines(firm, crate::index::hidden(self.query.hidden))?;
            Rc::new(self.reader.hear(lines))
        };
        self.heard.borrow_mut().insert(firm, Rc::clone(&heard));
        let lines = &heard.lines;
        let facts = &index.firms.get(firm as usize).ok_or(IndexError::Damaged)?.known.facts;
        let mut answers = self.reader.answers(&heard, quote);
        found.missing.clear();
        found.partly.clear();
        for reason in &mut found.reasons {
            match reason.kind {
                ReasonKind::Documents if quote => {
                    let whole = answers.last_mut().and_then(|answer| answer.points.first_mut());
                    reason.evidence = whole.and_then(|point| point.evidence.take());
                }
                ReasonKind::Requirement(i) => {
                    let Some(answer) = answers.get_mut(i) else { continue };
                    let (fact, covers) = self.certificate(i, facts, lines);
                    reason.satisfaction = self.satisfaction(i, here, facts, answer);
                    if !covers {
                        // The paper is there, for something else.
                        reason.satisfaction = reason.satisfaction.min(requirements::LAPSED);
                        answer.points.iter_mut().for_each(|point| {
                            point.evidence = None;
                            point.satisfaction = point.satisfaction.min(requirements::LAPSED);
                        });
                    }
                    let by_fact = fact.is_some() || self.is_fact(i, reason.satisfaction);
                    self.file(
                        i,
                        reason.satisfaction,
                        by_fact,
                        answer,
                        (&mut found.missing, &mut found.partly),
                    );
                    if quote {
                        reason.evidence = fact.or_else(|| best(answer).filter(|_| !by_fact));
                    }
                    reason.points = std::mem::take(&mut answer.points);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn satisfaction(&self, i: usize, here: usize, facts: &Facts, answer: &Answer) -> f64 {
        let (Some(requirement), Some(demand)) = (self.brief.requirements.get(i), self.demands.get(i)) else {
            return 0.0;
        };
        // A name in a list, or below the level asked, shows no practice.
        let shown = answer.satisfaction >= self.query.settings.met_threshold;
        let named = demand.named.get(here).copied().unwrap_or(false) && shown;
        let day = self.days.get(i).copied().flatten();
        let site = self.sites.get(i).and_then(Option::as_ref);
        requirements::judged(&requirement.kind, facts, (day, site), answer.satisfaction, named)
    }

    /// Whether a requirement is met by a place, a language or a sector rather than by what texts say.
    fn is_fact(&self, i: usize, satisfaction: f64) -> bool {
        let kind = self.brief.requirements.get(i).map(|requirement| &requirement.kind);
        let by_fact = |kind: &RequirementKind| {
            matches!(
                kind,
                RequirementKind::Site(_) | RequirementKind::Language(_) | RequirementKind::Sector(_)
            )
        };
        satisfaction >= self.query.settings.met_threshold && kind.is_some_and(by_fact)
    }

    /// Puts a requirement among those that are missing or partly met.
    fn file(
        &self,
        i: usize,
        satisfaction: f64,
        by_fact: bool,
        answer: &Answer,
        (missing, partly): (&mut Vec<usize>, &mut Vec<usize>),
    ) {
        let least = self.query.settings.met_threshold;
        let met = answer.points.iter().filter(|point| point.satisfaction >= least).count();
        if met == 0 && satisfaction < least {
            missing.push(i);
        } else if !by_fact && (met < answer.points.len() || satisfaction < least) {
            partly.push(i);
        }
    }

    /// The certification itself: its scope, under its standard; and whether that scope is the one asked for.
    fn certificate(&self, i: usize, facts: &Facts, lines: &Lines) -> (Option<Evidence>, bool) {
        let Some(RequirementKind::Certification { standard, .. }) =
            self.brief.requirements.get(i).map(|requirement| &requirement.kind)
        else {
            return (None, true);
        };
        let held = self.days.get(i).copied().flatten().map(|day| gates::certificate(facts, standard, day));
        let Some(gates::Held::Valid(number)) = held else { return (None, true) };
        let kind = DocumentKind::Certification(number);
        let Some(place) = lines.profile.documents.iter().position(|d| d.kind == kind) else {
            return (None, true);
        };
        let asked = self.brief.requirements.get(i).map_or("", |requirement| requirement.text.as_str());
        if asks_scope(asked) && self.reader.covers(lines, place, i) == Some(false) {
            return (None, false);
        }
        let Some(document) = lines.profile.documents.get(place) else { return (None, true) };
        let scope = document.text.trim();
        let sentence = if scope.is_empty() { document.title.trim() } else { scope };
        let evidence = Evidence {
            document: document.id.clone(),
            kind: document.kind,
            title: document.title.clone(),
            sentence: sentence.to_owned(),
            highlights: vec![Span { start: 0, end: sentence.len() }],
            links: Vec::new(),
        };
        (Some(evidence), true)
    }
}

/// Whether a requirement says what a certificate must cover.
fn asks_scope(text: &str) -> bool {
    const CUES: [&str; 10] = [
        "couvrant",
        "covering",
        "incluant",
        "including",
        "perimetre",
        "scope",
        "covers",
        "couvre",
        "portee",
        "portant",
    ];
    let folded = passerelle_domain::fold(text);
    folded.split_whitespace().any(|word| CUES.contains(&word))
}

/// The evidence of the point that is shown best.
fn best(answer: &Answer) -> Option<Evidence> {
    let shown = answer.points.iter().filter(|point| point.evidence.is_some());
    shown.max_by(|a, b| a.satisfaction.total_cmp(&b.satisfaction)).and_then(|point| point.evidence.clone())
}
