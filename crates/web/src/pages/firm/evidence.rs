//! How a firm answers a brief, as the firm itself may see it.

use serde::Deserialize;
use serde_json::Value as Json;

use super::Room;
use crate::pages::shell::Shell;
use crate::pages::words::Text;

/// A brief that a firm may read, with its own match; see `Service::briefs_for`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Answered {
    pub(super) brief: Asked,
    pub(super) own: Option<OwnMatch>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Asked {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) requirements: Vec<Requirement>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Requirement {
    #[serde(rename = "requirement")]
    number: usize,
    text: String,
    strength: String,
    #[serde(default)]
    span: Option<[usize; 2]>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct OwnMatch {
    pub(super) fit: String,
    third: Option<String>,
    reasons: Vec<Reason>,
    missing: Vec<Place>,
    partly: Vec<Place>,
    pub(super) gates: Vec<Gate>,
}

#[derive(Debug, Clone, Deserialize)]
struct Reason {
    requirement: Option<usize>,
    evidence: Option<Evidence>,
    #[serde(default)]
    points: Vec<Point>,
    fit: Option<Json>,
}

#[derive(Debug, Clone, Deserialize)]
struct Point {
    evidence: Option<Evidence>,
}

#[derive(Debug, Clone, Deserialize)]
struct Place {
    requirement: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Gate {
    requirement: usize,
    cause: String,
    #[serde(flatten)]
    rest: serde_json::Map<String, Json>,
}

#[derive(Debug, Clone, Deserialize)]
struct Evidence {
    kind: String,
    title: String,
    sentence: String,
    highlights: Vec<[usize; 2]>,
}

/// A confidential brief as a firm that is not admitted sees it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Teaser {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(rename = "teaser")]
    pub(super) text: String,
    pub(super) fit: Option<String>,
}

/// One requirement and the firm's answer, for the page.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) strength: String,
    /// `yes`, `partly` or `not`.
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) said: Text,
    /// Why a must-have is not met.
    pub(super) gate: Option<String>,
    pub(super) quote: Option<Quote>,
}

/// The firm's own sentence in pieces, those that answer marked.
pub(super) struct Quote {
    pub(super) pieces: Vec<(String, bool)>,
    pub(super) from: Text,
    pub(super) title: String,
}

/// A text cut at byte spans: each piece with whether it lies within one. What does not fall on letters is left unmarked.
pub(super) fn pieces(text: &str, spans: &[[usize; 2]]) -> Vec<(String, bool)> {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let (mut out, mut at) = (Vec::new(), 0);
    let mut push = |piece: &str, marked: bool| {
        if !piece.is_empty() {
            out.push((piece.to_owned(), marked));
        }
    };
    for [start, end] in spans {
        let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else { continue };
        push(before, false);
        push(inside, true);
        at = end;
    }
    push(text.get(at..).unwrap_or_default(), false);
    out
}

impl Evidence {
    fn quote(&self, room: &Room) -> Quote {
        let w = room.w;
        let from = match self.kind.as_str() {
            "summary" => w.from_summary,
            "capability" => w.from_capability,
            "reference" => w.from_reference,
            "certification" => w.from_certification,
            "tools" => w.from_tools,
            _ => w.from_other,
        };
        Quote { pieces: pieces(&self.sentence, &self.highlights), from, title: self.title.clone() }
    }
}

impl Gate {
    fn why(&self, room: &Room, s: &Shell) -> String {
        let w = room.w;
        let text = |key: &str| self.rest.get(key).and_then(Json::as_str).unwrap_or_default();
        match self.cause.as_str() {
            "certificate_missing" => w.gate_certificate_missing.to_string(),
            "certificate_not_valid" => w.gate_certificate_not_valid.with(s.day(text("needed_on"))),
            "clearance_missing" if !text("lower").is_empty() => w.gate_clearance_lower.with(text("lower")),
            "clearance_missing" => w.gate_clearance_missing.to_string(),
            "language_missing" => w.gate_language_missing.to_string(),
            _ => {
                let km = self.rest.get("km").and_then(Json::as_f64).unwrap_or_default();
                w.gate_site_missing.with2(text("nearest"), s.num(&km, 0))
            }
        }
    }
}

impl OwnMatch {
    /// In which third it stands, where that is told.
    pub(super) fn third(&self, room: &Room) -> Option<Text> {
        Some(match self.third.as_deref()? {
            "first" => room.w.third_first,
            "second" => room.w.third_second,
            _ => room.w.third_last,
        })
    }

    fn has(list: &[Place], requirement: usize) -> bool {
        list.iter().any(|place| place.requirement == requirement)
    }

    /// What was compared beside requirements: capacity, rates, distance, sector.
    pub(super) fn means(&self, room: &Room, s: &Shell) -> Vec<String> {
        self.reasons.iter().filter_map(|reason| means(reason.fit.as_ref()?, room, s)).collect()
    }
}

fn means(fit: &Json, room: &Room, s: &Shell) -> Option<String> {
    let w = room.w;
    let euros = |value: &Json| value.as_f64().map(|amount| s.euros(&amount)).unwrap_or_default();
    let band = |value: &Json| format!("{}–{}", euros(&value[0]), euros(&value[1]));
    let sectors = |value: &Json| {
        let labels = value.as_array().into_iter().flatten().filter_map(Json::as_str);
        labels.map(|label| s.sector(label)).collect::<Vec<_>>().join(", ")
    };
    let text = |key: &str| fit[key].as_str().unwrap_or_default();
    Some(match text("what") {
        "capacity" => w.means_capacity.with(s.num(&fit["needed"].as_f64()?, 1)),
        "co_financing" => w.means_co_financing.with2(euros(&fit["offered_eur"]), euros(&fit["asked_eur"])),
        "day_rate" => w.means_day_rate.with2(band(&fit["offered_eur"]), band(&fit["asked_eur"])),
        "distance" => w.means_distance.with2(text("nearest"), s.num(&fit["km"].as_f64()?, 0)),
        "same_sector" => w.means_same_sector.with(s.sector(text("sector"))),
        "transfer" => w.means_transfer.with2(sectors(&fit["from"]), s.sector(text("to"))),
        "other_sector" => w.means_other_sector.with2(sectors(&fit["serves"]), s.sector(text("asked"))),
        _ => return None,
    })
}

impl Answered {
    /// Whether it is worth a wish: not weak, and behind no gate.
    pub(super) fn suits(&self) -> bool {
        self.own.as_ref().is_some_and(|own| own.fit != "weak" && own.gates.is_empty())
    }

    /// Requirement by requirement.
    pub(super) fn lines(&self, room: &Room, s: &Shell) -> Vec<Line> {
        let Some(own) = &self.own else { return Vec::new() };
        let w = room.w;
        let line = |asked: &Requirement| {
            let n = asked.number;
            let gate = own.gates.iter().find(|gate| gate.requirement == n).map(|gate| gate.why(room, s));
            let (class, sign, said) = if gate.is_some() || OwnMatch::has(&own.missing, n) {
                ("not", "✗", w.met_not)
            } else if OwnMatch::has(&own.partly, n) {
                ("partly", "◐", w.met_partly)
            } else {
                ("yes", "✓", w.met)
            };
            let reason = own.reasons.iter().find(|reason| reason.requirement == Some(n));
            let quoted = reason.and_then(|reason| {
                let of_points = || reason.points.iter().find_map(|point| point.evidence.as_ref());
                reason.evidence.as_ref().or_else(of_points)
            });
            Line {
                text: asked.text.clone(),
                strength: asked.strength.clone(),
                class,
                sign,
                said,
                gate,
                quote: quoted.filter(|_| class != "not").map(|evidence| evidence.quote(room)),
            }
        };
        self.brief.requirements.iter().map(line).collect()
    }

    /// How many requirements are satisfied.
    pub(super) fn satisfied(&self) -> usize {
        let Some(own) = &self.own else { return 0 };
        let unmet = |n: usize| {
            OwnMatch::has(&own.missing, n)
                || OwnMatch::has(&own.partly, n)
                || own.gates.iter().any(|gate| gate.requirement == n)
        };
        self.brief.requirements.iter().filter(|asked| !unmet(asked.number)).count()
    }
}

/// The text of a brief in pieces, requirements with their strength: `must`, `should`, `nice`, or nothing.
pub(super) fn marked(text: &str, requirements: &[Requirement]) -> Vec<(String, String)> {
    let mut spans: Vec<([usize; 2], &str)> =
        requirements.iter().filter_map(|one| Some((one.span?, one.strength.as_str()))).collect();
    spans.sort_unstable();
    let (mut out, mut at) = (Vec::new(), 0);
    for ([start, end], strength) in spans {
        let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else { continue };
        out.push((before.to_owned(), String::new()));
        out.push((inside.to_owned(), strength.to_owned()));
        at = end;
    }
    out.push((text.get(at..).unwrap_or_default().to_owned(), String::new()));
    out.retain(|(piece, _)| !piece.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_bytes_and_what_does_not_fall_on_letters_stays_unmarked() {
        let cut = |spans: &[[usize; 2]]| {
            let pieces = pieces("détection é", spans);
            pieces
                .into_iter()
                .map(|(text, on)| if on { format!("[{text}]") } else { text })
                .collect::<String>()
        };
        assert_eq!(cut(&[[0, 10]]), "[détection] é");
        assert_eq!(cut(&[[11, 13], [0, 3]]), "[dé]tection [é]");
        assert_eq!(cut(&[[0, 2]]), "détection é");
        assert_eq!(cut(&[[0, 99]]), "détection é");
        assert_eq!(cut(&[[0, 4], [2, 5]]), "[dét]ection é");
    }
}
