//! What of a brief and its ranking may be shown to whom.
//!
//! One function decides, [`Audience::sees`]; whatever writes for an audience takes what it gives and has nothing else to leak.

use crate::{Brief, Evidence, FirmId, FitNote, Gate, Match, Point, Ranking, Reason, ReasonKind, Score, Span};

/// Who is shown something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Who runs the event: everything.
    Organiser,
    /// Whose brief it is: everything of it.
    Client,
    /// A firm: only of itself.
    Firm {
        /// Which.
        firm: FirmId,
        /// Whether the client admits it to the brief, should that be confidential.
        admitted: bool,
    },
    /// Anybody.
    Public,
}

impl Audience {
    /// Whether names of firms and all of the briefs may be said to it, in remarks and errors as well.
    pub fn sees_everything(&self) -> bool {
        matches!(self, Self::Organiser | Self::Client)
    }

    /// What it may be shown of a brief and its ranking.
    pub fn sees<'a>(&self, brief: &'a Brief, ranking: &'a Ranking, steps: FitSteps) -> Seen<'a> {
        match self {
            Self::Organiser | Self::Client => Seen::Everything { brief, ranking },
            Self::Public => Seen::Public { title: brief.public_title(), text: brief.public_text() },
            Self::Firm { firm, admitted } => {
                let found = ranking.all().find(|found| found.firm == *firm);
                if brief.is_confidential() && !admitted {
                    let fit = found.map(|found| steps.of(found.score));
                    Seen::Teaser { title: brief.public_title(), text: brief.public_text(), fit }
                } else {
                    Seen::Own { brief, own: found.map(|found| OwnMatch::of(found, ranking, steps)) }
                }
            }
        }
    }
}

/// What an audience may be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen<'a> {
    /// All of it.
    Everything {
        /// The brief.
        brief: &'a Brief,
        /// Its ranking.
        ranking: &'a Ranking,
    },
    /// The brief, and the firm's own match.
    Own {
        /// The brief, which the firm may read.
        brief: &'a Brief,
        /// How the firm answers it; `None` when it was not ranked.
        own: Option<OwnMatch<'a>>,
    },
    /// What a firm sees of a confidential brief to which it is not admitted.
    Teaser {
        /// A title that says no more than the text.
        title: &'a str,
        /// What may be shown publicly.
        text: &'a str,
        /// Whether it is worth asking; `None` when the firm was not ranked.
        fit: Option<CoarseFit>,
    },
    /// What anybody sees; no ranking.
    Public {
        /// The title, or one that says no more than the text.
        title: &'a str,
        /// The text, or what may be shown publicly.
        text: &'a str,
    },
}

/// A score in three wide steps.
///
/// It is taken from the score as a whole, never from a gate or a single requirement, with two fixed thresholds. Changing a word of
/// the profile moves the score by a share of one reason, which seldom crosses a threshold: what a confidential brief asks for
/// cannot be found out cheaply by trying words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoarseFit {
    /// The firm's subject is another.
    Weak,
    /// Worth a look.
    Possible,
    /// The firm should ask for it.
    Strong,
}

impl CoarseFit {
    /// The word used in files and messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Possible => "possible",
            Self::Strong => "strong",
        }
    }
}

/// From which score a fit is possible, and from which strong; 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitSteps {
    /// Below, it is weak.
    pub possible: f64,
    /// From here on, it is strong.
    pub strong: f64,
}

impl FitSteps {
    /// The step of a score.
    pub fn of(self, score: Score) -> CoarseFit {
        if score.get() >= self.strong {
            CoarseFit::Strong
        } else if score.get() >= self.possible {
            CoarseFit::Possible
        } else {
            CoarseFit::Weak
        }
    }
}

/// In which third of the firms that pass the must-haves one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Third {
    /// The best.
    First,
    /// The middle.
    Second,
    /// The last.
    Last,
}

impl Third {
    /// Fewer firms than this in a third would tell a firm too much of the others.
    const LEAST: usize = 3;

    /// The third of a place, counted from 0; `None` among few firms.
    fn of(place: usize, firms: usize) -> Option<Self> {
        if firms < Self::LEAST * 3 {
            return None;
        }
        Some(match place * 3 / firms {
            0 => Self::First,
            1 => Self::Second,
            _ => Self::Last,
        })
    }

    /// The word used in files and messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Last => "last",
        }
    }
}

/// A satisfaction in quarters. The best answer of the market counts as 1 in some reasons: exact figures would tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarters(u8);

impl Quarters {
    /// The nearest number of quarters to 0 to 1.
    fn nearest(satisfaction: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 4")]
        Self((satisfaction.clamp(0.0, 1.0) * 4.0).round() as u8)
    }

    /// How many, 0 to 4.
    pub fn get(self) -> u8 {
        self.0
    }

    /// In words.
    pub fn word(self) -> &'static str {
        match self.0 {
            0 => "not at all",
            1 => "a little",
            2 => "half",
            3 => "mostly",
            _ => "fully",
        }
    }
}

/// How a firm answers a brief, as the firm itself may see it: nothing tells of another firm.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnMatch<'a> {
    /// The firm.
    pub firm: &'a FirmId,
    /// The score in three steps.
    pub fit: CoarseFit,
    /// Where it stands among those that pass the must-haves; `None` behind a gate, and among few firms.
    pub third: Option<Third>,
    /// Its reasons, in the order of the match.
    pub reasons: Vec<OwnReason<'a>>,
    /// Requirements (indexes) for which nothing was found.
    pub missing: &'a [usize],
    /// Requirements (indexes) that are met in part.
    pub partly: &'a [usize],
    /// Must-haves not met.
    pub gates: &'a [Gate],
}

impl<'a> OwnMatch<'a> {
    fn of(found: &'a Match, ranking: &Ranking, steps: FitSteps) -> Self {
        let place = ranking.ranked.iter().position(|one| one.firm == found.firm);
        Self {
            firm: &found.firm,
            fit: steps.of(found.score),
            third: place.and_then(|place| Third::of(place, ranking.ranked.len())),
            reasons: found.reasons.iter().map(OwnReason::of).collect(),
            missing: &found.missing,
            partly: &found.partly,
            gates: &found.gates,
        }
    }
}

/// A reason, as the firm itself may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnReason<'a> {
    /// What is judged.
    pub kind: ReasonKind,
    /// How well the firm answers it.
    pub satisfaction: Quarters,
    /// The firm's own sentence that shows it.
    pub evidence: Option<&'a Evidence>,
    /// Of a requirement: the points it makes.
    pub points: Vec<OwnPoint<'a>>,
    /// What was found of a fit beyond text: the firm's means and what is asked.
    pub fit: Option<&'a FitNote>,
}

impl<'a> OwnReason<'a> {
    fn of(reason: &'a Reason) -> Self {
        Self {
            kind: reason.kind,
            satisfaction: Quarters::nearest(reason.satisfaction),
            evidence: reason.evidence.as_ref(),
            points: reason.points.iter().map(OwnPoint::of).collect(),
            fit: reason.fit.as_ref(),
        }
    }
}

/// One point of a requirement, as the firm itself may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPoint<'a> {
    /// Where it stands in the requirement's text.
    pub span: Span,
    /// How well the firm shows it.
    pub satisfaction: Quarters,
    /// The firm's own sentence that shows it.
    pub evidence: Option<&'a Evidence>,
}

impl<'a> OwnPoint<'a> {
    fn of(point: &'a Point) -> Self {
        Self {
            span: point.span,
            satisfaction: Quarters::nearest(point.satisfaction),
            evidence: point.evidence.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_is_told_among_many_firms_only() {
        assert_eq!(Third::of(0, 8), None);
        let all: Vec<_> = (0..9).filter_map(|place| Third::of(place, 9)).collect();
        assert_eq!(all, [[Third::First; 3], [Third::Second; 3], [Third::Last; 3]].concat());
        assert_eq!(Third::of(9, 10), Some(Third::Last));
    }

    #[test]
    fn satisfactions_are_told_in_quarters() {
        let quarters = [0.0, 0.12, 0.13, 0.5, 0.87, 0.88, 1.0].map(|x| Quarters::nearest(x).get());
        assert_eq!(quarters, [0, 0, 1, 2, 3, 4, 4]);
    }
}
