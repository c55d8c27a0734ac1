//! Why one firm stands below another, as text for a terminal.

use std::collections::BTreeMap;
use std::fmt::Write;

use passerelle_domain::{
    Brief, Contrast, ContrastPart, FirmId, FitKind, Gate, Language, Ranking, ReasonKind, Strength,
};
use passerelle_formats::fit;

use super::{cause, name, one_line, quoted};

/// Who stands above whom for a brief, and why: gates first, then every reason by the difference it makes.
pub(crate) fn contrast(
    brief: &Brief,
    contrast: &Contrast,
    ranking: &Ranking,
    names: &BTreeMap<FirmId, String>,
) -> String {
    let mut text = String::new();
    let (above, below) = (name(names, &contrast.above), name(names, &contrast.below));
    let _ = writeln!(text, "{}  {}", brief.id, brief.title);
    let _ = writeln!(text, "  {below} ({}) stands below {above} ({}).", contrast.below, contrast.above);
    gated(&mut text, brief, below, &contrast.gates);
    gated(&mut text, brief, above, &contrast.gates_above);
    let _ = writeln!(
        text,
        "  scores: {} for {below}, {} for {above}; difference {:+}",
        contrast.below_score, contrast.above_score, contrast.difference
    );
    let same = contrast.parts.iter().filter(|part| part.difference().get() == 0).count();
    for part in contrast.parts.iter().filter(|part| part.difference().get() != 0) {
        let better = if part.difference().get() > 0 { above } else { below };
        let _ = writeln!(
            text,
            "    {:+}  {}: {better} answers it better",
            part.difference(),
            judged(brief, part.kind)
        );
        for (firm, called, adds) in
            [(&contrast.above, above, part.above), (&contrast.below, below, part.below)]
        {
            let line = format!("               {adds}  {called}{}", shown(ranking, firm, part));
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    if same > 0 {
        let _ = writeln!(text, "    {same} other reason(s) add as much to both");
    }
    text.push('\n');
    text
}

fn gated(text: &mut String, brief: &Brief, called: &str, gates: &[Gate]) {
    if !gates.is_empty() {
        let causes: Vec<String> = gates.iter().map(|gate| cause(brief, gate)).collect();
        let _ = writeln!(
            text,
            "  {called} is ruled out by a must-have, whatever its score: {}",
            causes.join("; ")
        );
    }
}

/// What shows it in a firm's profile.
fn shown(ranking: &Ranking, firm: &FirmId, part: &ContrastPart) -> String {
    let found = ranking.all().find(|found| found.firm == *firm);
    let Some(reason) = found.and_then(|found| found.reasons.iter().find(|r| r.kind == part.kind)) else {
        return String::new();
    };
    let said = match (&reason.evidence, &reason.fit, part.kind) {
        (Some(evidence), ..) => quoted(evidence),
        (None, Some(note), _) => one_line(&fit::words(note, Language::English), 160),
        (None, None, ReasonKind::Fit(_)) => "does not tell".into(),
        (None, None, ReasonKind::Requirement(i)) if found.is_some_and(|f| f.missing.contains(&i)) => {
            "nothing found".into()
        }
        _ => return String::new(),
    };
    format!(": {said}")
}

/// What a reason judges, in words.
pub(super) fn judged(brief: &Brief, kind: ReasonKind) -> String {
    match kind {
        ReasonKind::Requirement(i) => {
            let Some(asked) = brief.requirements.get(i) else { return format!("[{}]", i + 1) };
            let strength = match asked.strength {
                Strength::Must => "a must",
                Strength::Should => "expected",
                Strength::Nice => "a plus",
            };
            format!("[{}] {} ({strength})", i + 1, one_line(&asked.text, 100))
        }
        ReasonKind::WholeBrief => "the whole brief against the whole profile".into(),
        ReasonKind::Documents => "the whole brief against the best documents".into(),
        ReasonKind::Meaning => "what the brief's words go with".into(),
        ReasonKind::Spelling => "the brief's words by their spelling".into(),
        ReasonKind::Fit(kind) => match kind {
            FitKind::Capacity => "people free when they are needed".into(),
            FitKind::CoFinancing => "what can be put in".into(),
            FitKind::DayRate => "daily rates".into(),
            FitKind::Distance => "distance".into(),
            FitKind::Sector => "the client's sector".into(),
        },
    }
}
