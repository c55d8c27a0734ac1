//! Rankings with their reasons, as JSON for other programs.
//!
//! For each brief: what was understood of it, with places in its text and the reader's remarks; the firms, best first, each
//! with its score, the reasons whose weighted mean the score is, the firm's own sentences, and what is missing; the firms that
//! a must-have rules out.

mod contrast;
mod seen;

use std::collections::BTreeMap;

use jiff::civil::Date;
use passerelle_domain::{
    Brief, DocumentKind, Evidence, FirmId, GateCause, Link, Match, Point, Ranking, ReadBrief, Reason,
    ReasonKind, Requirement, RequirementKind, Span, Standard,
};
use serde_json::{Value, json};

use crate::fit;

pub use contrast::write_contrasts;
pub use seen::{seen, write_briefs, write_seen};

/// Writes rankings: `top` firms a brief, and as many of those ruled out.
pub fn write_json(rankings: &[(ReadBrief, Ranking)], names: &BTreeMap<FirmId, String>, top: usize) -> String {
    let briefs: Vec<Value> =
        rankings.iter().map(|(read, ranking)| value(read, ranking, names, top)).collect();
    let mut text = serde_json::to_string_pretty(&json!({ "briefs": briefs })).unwrap_or_default();
    text.push('\n');
    text
}

/// One ranking as [`write_json`] writes it.
pub fn value(read: &ReadBrief, ranking: &Ranking, names: &BTreeMap<FirmId, String>, top: usize) -> Value {
    let shown = |list: &[Match]| -> Vec<Value> {
        let places = list.iter().enumerate().take(top);
        places.map(|(i, one)| matched(i + 1, one, &read.brief, names)).collect()
    };
    json!({
        "brief": brief(&read.brief),
        "notices": read.notices.iter().map(|notice| json!({
            "kind": notice.kind.code(),
            "span": notice.span.map(span),
            "message": notice.message,
            "hint": notice.hint,
        })).collect::<Vec<_>>(),
        "ranked": shown(&ranking.ranked),
        "ranked_total": ranking.ranked.len(),
        "gated": shown(&ranking.gated),
        "gated_total": ranking.gated.len(),
    })
}

fn span(span: Span) -> Value {
    json!([span.start, span.end])
}

/// What was understood of a brief.
pub fn brief(brief: &Brief) -> Value {
    let requirements: Vec<Value> = brief
        .requirements
        .iter()
        .enumerate()
        .map(|(i, asked)| {
            json!({
                "requirement": i + 1,
                "text": asked.text,
                "strength": asked.strength.word(),
                "kind": asked.kind.word(),
                "what": what(&asked.kind),
                "within_km": asked.within_km,
                "span": asked.span.map(span),
            })
        })
        .collect();
    json!({
        "id": brief.id.as_str(),
        "client": brief.client.as_ref().map(passerelle_domain::ClientId::as_str),
        "title": brief.title.as_str(),
        "language": brief.language.code(),
        "theme": brief.theme.as_ref().map(passerelle_domain::Name::as_str),
        "confidential": brief.is_confidential(),
        "trl": brief.trl.map(|trl| [trl.from().get(), trl.to().get()]),
        "start": brief.start.map(|day| day.to_string()),
        "end": brief.end.map(|day| day.to_string()),
        "load_pm": brief.load.map(passerelle_domain::PersonMonths::get),
        "budget_eur": brief.budget.map(|budget| budget.0),
        "co_financing_pct": brief.co_financing.map(passerelle_domain::Percent::get),
        "sector": brief.sector.as_ref().map(passerelle_domain::Sector::label),
        "requirements": requirements,
    })
}

/// What exactly is asked, where the kind tells it apart from the text.
fn what(kind: &RequirementKind) -> Value {
    match kind {
        RequirementKind::Skill => Value::Null,
        RequirementKind::Certification { standard, certificate } => {
            json!({ "standard": standard.label(), "certificate": certificate })
        }
        RequirementKind::Language(code) => json!(code),
        RequirementKind::Site(place) => json!(place.as_str()),
        RequirementKind::Sector(sector) => json!(sector.label()),
    }
}

fn matched(rank: usize, one: &Match, brief: &Brief, names: &BTreeMap<FirmId, String>) -> Value {
    let asked = |i: usize| brief.requirements.get(i).map(|asked| asked.text.as_str());
    let missing: Vec<Value> =
        one.missing.iter().map(|&i| json!({ "requirement": i + 1, "text": asked(i) })).collect();
    let gates: Vec<Value> = one
        .gates
        .iter()
        .map(|gate| {
            let mut value = json!({
                "requirement": gate.requirement + 1,
                "text": asked(gate.requirement),
                "cause": gate.cause.code(),
                "near_miss": gate.cause.is_near_miss(),
            });
            found_near(&gate.cause, &mut value);
            value
        })
        .collect();
    json!({
        "rank": rank,
        "firm": one.firm.as_str(),
        "name": names.get(&one.firm),
        "score": rounded(one.score.get()),
        "reasons": one.reasons.iter().map(|r| reason(r, brief)).collect::<Vec<_>>(),
        "missing": missing,
        "partly": one.partly.iter().map(|&i| json!({ "requirement": i + 1, "text": asked(i) })).collect::<Vec<_>>(),
        "gates": gates,
    })
}

/// What the firm has instead of what a gate asks.
fn found_near(cause: &GateCause, value: &mut Value) {
    let day = |day: Option<Date>| json!(day.map(|day| day.to_string()));
    match cause {
        GateCause::CertificateNotValid { needed_on, until, from } => {
            value["needed_on"] = day(Some(*needed_on));
            value["valid_until"] = day(*until);
            value["valid_from"] = day(*from);
            value["missing_since"] = day(cause.missing_since());
        }
        GateCause::ClearanceMissing { lower } => {
            value["lower"] = json!(lower.as_ref().map(Standard::label));
        }
        GateCause::SiteMissing { nearest, km, within_km } => {
            value["nearest"] = json!(nearest.as_str());
            value["km"] = json!(km);
            value["within_km"] = json!(within_km);
        }
        GateCause::CertificateMissing | GateCause::LanguageMissing => {}
    }
}

fn reason(reason: &Reason, brief: &Brief) -> Value {
    let (kind, requirement) = match reason.kind {
        ReasonKind::Requirement(i) => ("requirement", Some(i)),
        ReasonKind::WholeBrief => ("whole_brief", None),
        ReasonKind::Documents => ("documents", None),
        ReasonKind::Meaning => ("meaning", None),
        ReasonKind::Spelling => ("spelling", None),
        ReasonKind::Fit(kind) => (kind.word(), None),
    };
    let mut value = json!({
        "kind": kind,
        "requirement": requirement.map(|i| i + 1),
        "text": requirement.and_then(|i| brief.requirements.get(i)).map(|asked| asked.text.as_str()),
        "weight": rounded(reason.weight),
        "satisfaction": rounded(reason.satisfaction),
        "evidence": reason.evidence.as_ref().map(evidence),
    });
    if let Some(i) = requirement {
        value["points"] = reason.points.iter().map(|p| point(p, brief.requirements.get(i))).collect();
    }
    if let ReasonKind::Fit(_) = reason.kind {
        value["fit"] = reason.fit.as_ref().map_or(Value::Null, |note| fit::json(note, brief.language));
    }
    value
}

/// One point of a requirement, with what shows it.
fn point(point: &Point, asked: Option<&Requirement>) -> Value {
    let text = asked.and_then(|asked| asked.text.get(point.span.start..point.span.end));
    json!({
        "text": text,
        "satisfaction": rounded(point.satisfaction),
        "evidence": point.evidence.as_ref().map(evidence),
    })
}

/// The firm's own sentence. `links`: where its words are not the brief's, what says that they mean the same.
fn evidence(evidence: &Evidence) -> Value {
    let link = |link: &Link| json!({ "asked": link.asked, "found": link.found, "concept": link.concept });
    json!({
        "document": evidence.document.as_str(),
        "kind": document_kind(evidence.kind),
        "title": evidence.title,
        "sentence": evidence.sentence,
        "highlights": evidence.highlights.iter().map(|h| span(*h)).collect::<Vec<_>>(),
        "links": evidence.links.iter().map(link).collect::<Vec<_>>(),
    })
}

fn document_kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Summary => "summary",
        DocumentKind::Capability(_) => "capability",
        DocumentKind::Reference(_) => "reference",
        DocumentKind::Certification(_) => "certification",
        DocumentKind::Tools => "tools",
        DocumentKind::Other => "other",
    }
}

/// Six digits: more is noise, and differs between machines.
fn rounded(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}
