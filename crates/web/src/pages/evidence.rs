//! Reasons of a ranking as pages show them: per requirement what answers it, in the firm's own sentence.

use passerelle_domain::Language;
use serde::Deserialize;
use serde_json::Value as Json;

use super::words::client::Client as Words;

/// The firm's own sentence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Evidence {
    kind: String,
    title: String,
    sentence: String,
    highlights: Vec<[usize; 2]>,
    links: Vec<Link>,
}

/// Words that are not the brief's and mean the same.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Link {
    asked: String,
    found: String,
}

/// One reason of a score.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reason {
    pub(super) kind: String,
    pub(super) requirement: Option<usize>,
    pub(super) text: Option<String>,
    pub(super) weight: f64,
    pub(super) satisfaction: f64,
    evidence: Option<Evidence>,
    points: Vec<Point>,
    fit: Json,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Point {
    satisfaction: f64,
    evidence: Option<Evidence>,
}

/// A requirement by its number.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Numbered {
    requirement: usize,
}

/// A must-have that is not met.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Gate {
    text: String,
    cause: String,
    near_miss: bool,
    needed_on: Option<String>,
    missing_since: Option<String>,
    nearest: Option<String>,
    km: Option<f64>,
}

/// A firm of a ranking, as the use case gives it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Found {
    pub(super) rank: usize,
    pub(super) firm: String,
    pub(super) name: Option<String>,
    pub(super) score: f64,
    reasons: Vec<Reason>,
    missing: Vec<Numbered>,
    partly: Vec<Numbered>,
    gates: Vec<Gate>,
    pub(super) mark: Mark,
}

/// What the client noted of a firm.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Mark {
    pub(super) state: String,
    pub(super) note: String,
}

/// How well a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    Yes,
    Partly,
    Not,
}

impl Met {
    /// The class in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::Not => "not",
        }
    }

    /// A sign beside the words.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Yes => "✓",
            Self::Partly => "≈",
            Self::Not => "–",
        }
    }

    /// In words.
    pub(super) fn word(self, w: &Words) -> super::words::Text {
        match self {
            Self::Yes => w.sign_yes,
            Self::Partly => w.sign_partly,
            Self::Not => w.sign_not,
        }
    }
}

/// A part of a sentence; highlighted or not. The template escapes it.
pub(super) struct Part {
    pub(super) text: String,
    pub(super) marked: bool,
}

/// A firm's sentence, ready to be shown.
pub(super) struct Quote {
    pub(super) parts: Vec<Part>,
    pub(super) from: String,
    pub(super) links: Vec<String>,
}

/// A requirement and what answers it.
pub(super) struct Answered {
    pub(super) number: usize,
    pub(super) text: String,
    pub(super) met: Met,
    pub(super) share: f64,
    pub(super) quotes: Vec<Quote>,
}

/// A part of the score that is not one requirement's.
pub(super) struct Rest {
    pub(super) name: super::words::Text,
    pub(super) share: f64,
    pub(super) words: Option<String>,
}

/// A sentence in parts, by its highlights (bytes); one that does not fit the sentence is left out.
fn parts(sentence: &str, highlights: &[[usize; 2]]) -> Vec<Part> {
    let (mut parts, mut at) = (Vec::new(), 0);
    for span in highlights {
        let (Some(before), Some(inside)) = (sentence.get(at..span[0]), sentence.get(span[0]..span[1])) else {
            continue;
        };
        parts.push(Part { text: before.to_owned(), marked: false });
        parts.push(Part { text: inside.to_owned(), marked: true });
        at = span[1];
    }
    parts.push(Part { text: sentence.get(at..).unwrap_or_default().to_owned(), marked: false });
    parts.retain(|part| !part.text.is_empty());
    parts
}

impl Rest {
    /// Whether it is of this kind.
    pub(super) fn is(&self, name: &super::words::Text) -> bool {
        self.name == *name
    }
}

impl Evidence {
    fn quote(&self, w: &Words) -> Quote {
        let from = match self.kind.as_str() {
            "summary" => w.doc_summary.to_string(),
            "capability" => w.doc_capability.with(&self.title),
            "reference" => w.doc_reference.with(&self.title),
            "certification" => w.doc_certification.with(&self.title),
            "tools" => w.doc_tools.to_string(),
            _ => w.doc_other.to_string(),
        };
        let links = self.links.iter().map(|link| w.link.with2(&link.found, &link.asked)).collect();
        Quote { parts: parts(&self.sentence, &self.highlights), from, links }
    }
}

impl Reason {
    /// The quotes of its evidence and of its points, each sentence once.
    pub(super) fn quotes(&self, w: &Words) -> Vec<Quote> {
        let all = self.evidence.iter().chain(
            self.points.iter().filter(|one| one.satisfaction > 0.0).filter_map(|one| one.evidence.as_ref()),
        );
        let mut seen: Vec<&str> = Vec::new();
        let mut quotes = Vec::new();
        for evidence in all {
            if !seen.contains(&evidence.sentence.as_str()) {
                seen.push(&evidence.sentence);
                quotes.push(evidence.quote(w));
            }
        }
        quotes
    }
}

impl Found {
    /// What it is called.
    pub(super) fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.firm)
    }

    fn met(&self, requirement: usize) -> Met {
        let holds = |list: &[Numbered]| list.iter().any(|one| one.requirement == requirement);
        if holds(&self.missing) {
            Met::Not
        } else if holds(&self.partly) {
            Met::Partly
        } else {
            Met::Yes
        }
    }

    /// Each requirement with what answers it, the best answered first.
    pub(super) fn answered(&self, w: &Words) -> Vec<Answered> {
        let mut all: Vec<Answered> = self
            .reasons
            .iter()
            .filter_map(|reason| {
                let number = reason.requirement?;
                Some(Answered {
                    number,
                    text: reason.text.clone().unwrap_or_default(),
                    met: self.met(number),
                    share: self.share(reason),
                    quotes: reason.quotes(w),
                })
            })
            .collect();
        let order = |met: Met| match met {
            Met::Yes => 0,
            Met::Partly => 1,
            Met::Not => 2,
        };
        all.sort_by(|a, b| order(a.met).cmp(&order(b.met)).then(b.share.total_cmp(&a.share)));
        all
    }

    /// What answers one requirement.
    pub(super) fn answer(&self, requirement: &usize, w: &Words) -> Option<Answered> {
        self.answered(w).into_iter().find(|one| one.number == *requirement)
    }

    /// The score is the weighted mean of its reasons: this one's part of it.
    fn share(&self, reason: &Reason) -> f64 {
        let whole: f64 = self.reasons.iter().map(|one| one.weight).sum();
        if whole > 0.0 { reason.weight * reason.satisfaction / whole } else { 0.0 }
    }

    /// Parts of the score that are not one requirement's.
    pub(super) fn rest(&self, w: &Words, language: &Language) -> Vec<Rest> {
        let name = |kind: &str| {
            Some(match kind {
                "whole_brief" => w.reason_whole_brief,
                "documents" => w.reason_documents,
                "meaning" => w.reason_meaning,
                "spelling" => w.reason_spelling,
                "capacity" => w.reason_capacity,
                "co_financing" => w.reason_co_financing,
                "day_rate" => w.reason_day_rate,
                "distance" => w.reason_distance,
                "sector" => w.reason_sector,
                _ => return None,
            })
        };
        let key = match language {
            Language::French => "fr",
            Language::English => "en",
        };
        let words = |fit: &Json| fit[key].as_str().or(fit["words"].as_str()).map(str::to_owned);
        self.reasons
            .iter()
            .filter(|one| one.requirement.is_none())
            .filter_map(|one| {
                Some(Rest { name: name(&one.kind)?, share: self.share(one), words: words(&one.fit) })
            })
            .collect()
    }

    /// How many requirements are met, partly met, and not.
    pub(super) fn counts(&self) -> (usize, usize, usize) {
        let all = self.reasons.iter().filter(|one| one.requirement.is_some()).count();
        let (partly, missing) = (self.partly.len(), self.missing.len());
        (all.saturating_sub(partly + missing), partly, missing)
    }

    /// Whether what rules it out is close to being met.
    pub(super) fn is_near_miss(&self) -> bool {
        !self.gates.is_empty() && self.gates.iter().all(|gate| gate.near_miss)
    }

    /// What rules it out, in words.
    pub(super) fn gates(&self, w: &Words, s: &super::shell::Shell) -> Vec<String> {
        self.gates
            .iter()
            .map(|gate| {
                let mut text = match gate.cause.as_str() {
                    "certificate_missing" => w.gate_certificate_missing.with(&gate.text),
                    "certificate_not_valid" => {
                        let day = gate.needed_on.as_deref().map(|day| s.day(day)).unwrap_or_default();
                        w.gate_certificate_late.with2(&gate.text, day)
                    }
                    "clearance_missing" => w.gate_clearance.with(&gate.text),
                    "language_missing" => w.gate_language.with(&gate.text),
                    "site_missing" => w.gate_site.with(&gate.text),
                    _ => w.gate_other.with(&gate.text),
                };
                if let (Some(nearest), Some(km)) = (&gate.nearest, gate.km) {
                    text = format!("{text} ({nearest}, {} km)", s.num(&km, 0));
                }
                if let Some(day) = &gate.missing_since {
                    text = format!("{text} ({})", w.since.with(s.day(day)));
                }
                text
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_kept_whole_whatever_its_highlights_say() {
        let sentence = "Références : EN 9100 <b>";
        for highlights in [vec![[0, 2]], vec![[14, 21], [16, 18]], vec![[5, 900]], vec![[2, 3]]] {
            let whole: String = parts(sentence, &highlights).into_iter().map(|part| part.text).collect();
            assert_eq!(whole, sentence, "{highlights:?}");
        }
        assert!(parts(sentence, &[[15, 22]]).iter().any(|part| part.marked && part.text == "EN 9100"));
    }
}
