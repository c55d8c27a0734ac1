//! What an audience may see of briefs and rankings, as text for a terminal.

use std::fmt::Write;

use passerelle_domain::{Brief, Gate, GateCause, Language, OwnMatch, Seen, Third};
use passerelle_formats::fit;

use super::contrast::judged;
use super::{asked, cause, one_line, quoted};

/// The briefs that suit a firm: those it may read, and the teasers of others.
pub(crate) fn briefs<'a>(
    readable: impl IntoIterator<Item = Seen<'a>>,
    teasers: impl IntoIterator<Item = Seen<'a>>,
) -> String {
    let mut text = String::new();
    for (place, shown) in readable.into_iter().enumerate() {
        let _ = write!(text, "{:>2}. {}", place + 1, seen(&shown));
    }
    let teasers: String = teasers.into_iter().map(|shown| seen(&shown)).collect();
    if !teasers.is_empty() {
        let _ = write!(text, "confidential briefs:\n\n{teasers}");
    }
    if text.is_empty() {
        text.push_str("no brief\n");
    }
    text
}

/// One brief, as it may be seen.
pub(crate) fn seen(shown: &Seen<'_>) -> String {
    let mut text = String::new();
    match shown {
        // Whoever sees everything is shown rankings, see `report::ranking`.
        Seen::Everything { brief, .. } => {
            let _ = writeln!(text, "{}  {}", brief.id, one_line(brief.title.as_str(), 160));
        }
        Seen::Own { brief, own } => {
            let _ = writeln!(text, "{}  {}", brief.id, one_line(brief.title.as_str(), 160));
            match own {
                Some(own) => own_match(&mut text, brief, own),
                None => text.push_str("  not ranked\n"),
            }
        }
        Seen::Teaser { title, text: teaser, fit } => {
            public(&mut text, title, teaser);
            let fit = fit.map_or("not ranked", passerelle_domain::CoarseFit::word);
            let _ = writeln!(text, "  your fit: {fit}");
        }
        Seen::Public { title, text: whole } => public(&mut text, title, whole),
    }
    text.push('\n');
    text
}

fn public(text: &mut String, title: &str, whole: &str) {
    let _ = writeln!(text, "{}", one_line(title, 160));
    for line in whole.lines() {
        let line = format!("  {}", one_line(line, usize::MAX));
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn own_match(text: &mut String, brief: &Brief, own: &OwnMatch<'_>) {
    let third = own.third.map_or_else(String::new, |third| {
        let word = match third {
            Third::First => "best",
            Third::Second => "middle",
            Third::Last => "last",
        };
        format!(", in the {word} third of the firms")
    });
    let _ = writeln!(text, "  your fit: {}{third}", own.fit.word());
    for gate in own.gates {
        let _ = writeln!(text, "  a must-have rules you out: {}", lacking(brief, gate));
    }
    for reason in &own.reasons {
        let said = match (reason.evidence, reason.fit) {
            (Some(evidence), _) => format!(": {}", quoted(evidence)),
            (None, Some(note)) => format!(": {}", one_line(&fit::words(note, Language::English), 160)),
            (None, None) => String::new(),
        };
        let _ =
            writeln!(text, "    {:<10}  {}{said}", reason.satisfaction.word(), judged(brief, reason.kind));
    }
    let missing: Vec<String> = own
        .missing
        .iter()
        .filter_map(|&i| Some(format!("[{}] {}", i + 1, one_line(&brief.requirements.get(i)?.text, 60))))
        .collect();
    if !missing.is_empty() {
        let _ = writeln!(text, "    nothing found in your profile for {}", missing.join("; "));
    }
}

/// What the firm lacks, said to itself.
fn lacking(brief: &Brief, gate: &Gate) -> String {
    let what = brief.requirements.get(gate.requirement).map_or_else(String::new, asked);
    match &gate.cause {
        GateCause::CertificateMissing => match brief.reference_day() {
            Some(day) => format!("you lack {what} on {day}"),
            None => format!("you lack {what}"),
        },
        GateCause::CertificateNotValid { needed_on, until: Some(until), .. } => {
            format!("you lack {what} on {needed_on}: yours ends on {until}")
        }
        GateCause::CertificateNotValid { needed_on, from: Some(from), .. } => {
            format!("you lack {what} on {needed_on}: yours begins on {from}")
        }
        GateCause::CertificateNotValid { needed_on, .. } => format!("you lack {what} on {needed_on}"),
        _ => cause(brief, gate),
    }
}
