//! What an audience may see of a brief and its ranking, as JSON.

use std::collections::BTreeMap;

use passerelle_domain::{Brief, Evidence, Gate, OwnMatch, OwnReason, ReasonKind, Seen};
use serde_json::{Value, json};

use super::{brief as whole_brief, document_kind, found_near, matched, span};
use crate::fit;

/// Writes what an audience sees of some briefs.
pub fn write_seen<'a>(all: impl IntoIterator<Item = Seen<'a>>) -> String {
    pretty(&json!({ "briefs": all.into_iter().map(|one| seen(&one)).collect::<Vec<_>>() }))
}

/// Writes the briefs that suit a firm: those it may read, and the teasers of others.
pub fn write_briefs<'a>(
    firm: &str,
    readable: impl IntoIterator<Item = Seen<'a>>,
    teasers: impl IntoIterator<Item = Seen<'a>>,
) -> String {
    pretty(&json!({
        "firm": firm,
        "briefs": readable.into_iter().map(|one| seen(&one)).collect::<Vec<_>>(),
        "confidential": teasers.into_iter().map(|one| seen(&one)).collect::<Vec<_>>(),
    }))
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// What an audience sees of one brief.
pub fn seen(seen: &Seen<'_>) -> Value {
    match seen {
        Seen::Everything { brief, ranking } => {
            let list = |list: &[passerelle_domain::Match]| -> Vec<Value> {
                list.iter()
                    .zip(1..)
                    .map(|(found, rank)| matched(rank, found, brief, &BTreeMap::default()))
                    .collect()
            };
            json!({
                "brief": whole_brief(brief),
                "ranked": list(&ranking.ranked),
                "gated": list(&ranking.gated),
            })
        }
        Seen::Own { brief, own } => json!({
            "brief": {
                "id": brief.id.as_str(),
                "title": brief.title.as_str(),
                "requirements": whole_brief(brief)["requirements"].take(),
            },
            "own": own.as_ref().map(|own| own_match(own, brief)),
        }),
        Seen::Teaser { title, text, fit } => {
            json!({ "title": title, "teaser": text, "fit": fit.map(passerelle_domain::CoarseFit::word) })
        }
        Seen::Public { title, text } => json!({ "title": title, "text": text }),
    }
}

fn own_match(own: &OwnMatch<'_>, brief: &Brief) -> Value {
    let listed = |places: &[usize]| -> Vec<Value> {
        places.iter().map(|&i| json!({ "requirement": i + 1, "text": asked(brief, i) })).collect()
    };
    json!({
        "firm": own.firm.as_str(),
        "fit": own.fit.word(),
        "third": own.third.map(passerelle_domain::Third::word),
        "reasons": own.reasons.iter().map(|reason| own_reason(reason, brief)).collect::<Vec<_>>(),
        "missing": listed(own.missing),
        "partly": listed(own.partly),
        "gates": gates(own.gates, brief),
    })
}

fn own_reason(reason: &OwnReason<'_>, brief: &Brief) -> Value {
    let requirement = if let ReasonKind::Requirement(i) = reason.kind { Some(i) } else { None };
    json!({
        "kind": kind(reason.kind),
        "requirement": requirement.map(|i| i + 1),
        "text": requirement.and_then(|i| asked(brief, i)),
        "satisfaction_quarters": reason.satisfaction.get(),
        "evidence": reason.evidence.map(evidence),
        "points": reason.points.iter().map(|point| json!({
            "span": span(point.span),
            "satisfaction_quarters": point.satisfaction.get(),
            "evidence": point.evidence.map(evidence),
        })).collect::<Vec<_>>(),
        "fit": reason.fit.map(|note| fit::json(note, brief.language)),
    })
}

fn asked(brief: &Brief, requirement: usize) -> Option<&str> {
    brief.requirements.get(requirement).map(|asked| asked.text.as_str())
}

/// The word of a kind of reason.
pub(super) fn kind(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Requirement(_) => "requirement",
        ReasonKind::WholeBrief => "whole_brief",
        ReasonKind::Documents => "documents",
        ReasonKind::Meaning => "meaning",
        ReasonKind::Spelling => "spelling",
        ReasonKind::Fit(kind) => kind.word(),
    }
}

/// Must-haves that are not met.
pub(super) fn gates(gates: &[Gate], brief: &Brief) -> Vec<Value> {
    let one = |gate: &Gate| {
        let mut value = json!({
            "requirement": gate.requirement + 1,
            "text": asked(brief, gate.requirement),
            "cause": gate.cause.code(),
            "near_miss": gate.cause.is_near_miss(),
        });
        found_near(&gate.cause, &mut value);
        value
    };
    gates.iter().map(one).collect()
}

/// A firm's own sentence, and why it answers.
pub(super) fn evidence(evidence: &Evidence) -> Value {
    json!({
        "document": evidence.document.as_str(),
        "kind": document_kind(evidence.kind),
        "title": evidence.title,
        "sentence": evidence.sentence,
        "highlights": evidence.highlights.iter().map(|h| span(*h)).collect::<Vec<_>>(),
        "links": evidence.links.iter().map(|link| json!({
            "asked": link.asked,
            "found": link.found,
            "concept": link.concept,
        })).collect::<Vec<_>>(),
    })
}
