//! Why one firm stands below another, as JSON.

use std::collections::BTreeMap;

use passerelle_domain::{Brief, Contrast, ContrastPart, FirmId, Millionths, Ranking, ReasonKind};
use serde_json::{Value, json};

use super::seen::{evidence, gates, kind};
use crate::fit;

/// Writes contrasts, one a brief. The ranking gives both firms' evidence.
pub fn write_contrasts<'a>(
    all: impl IntoIterator<Item = (&'a Brief, &'a Contrast, &'a Ranking)>,
    names: &BTreeMap<FirmId, String>,
) -> String {
    let contrasts: Vec<Value> =
        all.into_iter().map(|(brief, contrast, ranking)| one(brief, contrast, ranking, names)).collect();
    let mut text = serde_json::to_string_pretty(&json!({ "contrasts": contrasts })).unwrap_or_default();
    text.push('\n');
    text
}

fn one(brief: &Brief, contrast: &Contrast, ranking: &Ranking, names: &BTreeMap<FirmId, String>) -> Value {
    let side = |firm: &FirmId, score: Millionths, closed| json!({ "firm": firm.as_str(), "name": names.get(firm), "score": score.as_f64(), "gates": gates(closed, brief) });
    json!({
        "brief": { "id": brief.id.as_str(), "title": brief.title.as_str() },
        "above": side(&contrast.above, contrast.above_score, &contrast.gates_above),
        "below": side(&contrast.below, contrast.below_score, &contrast.gates),
        "difference": contrast.difference.as_f64(),
        "parts": contrast.parts.iter().map(|it| part(it, brief, contrast, ranking)).collect::<Vec<_>>(),
    })
}

fn part(part: &ContrastPart, brief: &Brief, contrast: &Contrast, ranking: &Ranking) -> Value {
    let requirement = if let ReasonKind::Requirement(i) = part.kind { Some(i) } else { None };
    let side = |firm: &FirmId, adds: Millionths| {
        let found = ranking.all().find(|found| found.firm == *firm);
        let reason = found.and_then(|found| found.reasons.iter().find(|reason| reason.kind == part.kind));
        json!({
            "adds": adds.as_f64(),
            "evidence": reason.and_then(|reason| reason.evidence.as_ref()).map(evidence),
            "fit": reason.and_then(|reason| reason.fit.as_ref()).map(|note| fit::json(note, brief.language)),
        })
    };
    json!({
        "kind": kind(part.kind),
        "requirement": requirement.map(|i| i + 1),
        "text": requirement.and_then(|i| brief.requirements.get(i)).map(|asked| asked.text.as_str()),
        "difference": part.difference().as_f64(),
        "above": side(&contrast.above, part.above),
        "below": side(&contrast.below, part.below),
    })
}
