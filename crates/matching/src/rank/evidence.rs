//! What shows that a firm meets a requirement: its certificate, or its own sentence.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use passerelle_domain::{Brief, DocumentKind, Evidence, Match, Profile, ReasonKind, RequirementKind, Span};

use crate::index::{Facts, Index, IndexError};
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
                    reason.satisfaction = self.satisfaction(i, here, facts, answer);
                    let fact = self.certificate(i, facts, &lines.profile);
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
        let named = demand.named.get(here).copied().unwrap_or(false);
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

    /// The certification itself: its scope, under its standard.
    fn certificate(&self, i: usize, facts: &Facts, profile: &Profile) -> Option<Evidence> {
        let RequirementKind::Certification { standard, .. } = &self.brief.requirements.get(i)?.kind else {
            return None;
        };
        let gates::Held::Valid(number) =
            gates::certificate(facts, standard, self.days.get(i).copied().flatten()?)
        else {
            return None;
        };
        let document = profile.documents.iter().find(|d| d.kind == DocumentKind::Certification(number))?;
        let scope = document.text.trim();
        let sentence = if scope.is_empty() { document.title.trim() } else { scope };
        Some(Evidence {
            document: document.id.clone(),
            kind: document.kind,
            title: document.title.clone(),
            sentence: sentence.to_owned(),
            highlights: vec![Span { start: 0, end: sentence.len() }],
            links: Vec::new(),
        })
    }
}

/// The evidence of the point that is shown best.
fn best(answer: &Answer) -> Option<Evidence> {
    let shown = answer.points.iter().filter(|point| point.evidence.is_some());
    shown.max_by(|a, b| a.satisfaction.total_cmp(&b.satisfaction)).and_then(|point| point.evidence.clone())
}
