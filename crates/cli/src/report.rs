//! Rankings and agendas as text for a terminal.

mod contrast;
#[cfg(test)]
mod leaks;
mod seen;

use std::collections::BTreeMap;
use std::fmt::Write;

use passerelle_app::plan::PlannedEvent;
use passerelle_domain::{
    Brief, Confidentiality, DocumentKind, Evidence, FirmId, Gate, GateCause, Language, Match, Ranking,
    ReadBrief, Reason, ReasonKind, Requirement,
};
use passerelle_formats::export::{self, Audience};
use passerelle_formats::fit;
use passerelle_formats::view::{AgendaView, PartyKind};

pub(crate) use contrast::contrast;
pub(crate) use seen::{briefs, seen};

/// One brief: what was understood, the ranked firms with their reasons, and who was gated out.
pub(crate) fn ranking(
    read: &ReadBrief,
    ranking: &Ranking,
    names: &BTreeMap<FirmId, String>,
    top: usize,
) -> String {
    let mut text = String::new();
    let brief = &read.brief;
    let _ = writeln!(text, "{}  {}", brief.id, brief.title);
    let _ = writeln!(text, "  understood: {}", facts(brief));
    for (i, requirement) in brief.requirements.iter().enumerate() {
        let _ = writeln!(
            text,
            "    [{}] {:<6} {:<13} {}",
            i + 1,
            requirement.strength.word(),
            requirement.kind.word(),
            one_line(&requirement.text, 100)
        );
    }
    for notice in &read.notices {
        let _ = writeln!(text, "  notice ({}): {}; {}", notice.kind.code(), notice.message, notice.hint);
    }
    if ranking.ranked.is_empty() {
        let _ = writeln!(text, "  no firm passes the must-haves");
    }
    for (place, found) in ranking.ranked.iter().take(top).enumerate() {
        let _ = writeln!(
            text,
            "\n  {:>2}. {:.3}  {} ({})",
            place + 1,
            found.score.get(),
            name(names, &found.firm),
            found.firm
        );
        reasons(&mut text, brief, found);
    }
    if !ranking.gated.is_empty() {
        let _ = writeln!(text, "\n  ruled out by a must-have:");
        for found in ranking.gated.iter().take(top) {
            let causes: Vec<String> = found.gates.iter().map(|gate| cause(brief, gate)).collect();
            let near = if found.gates.iter().all(|g| g.cause.is_near_miss()) { "  (near miss)" } else { "" };
            let _ = writeln!(
                text,
                "      {:.3}  {} ({}): {}{near}",
                found.score.get(),
                name(names, &found.firm),
                found.firm,
                causes.join("; ")
            );
        }
        if ranking.gated.len() > top {
            let _ = writeln!(text, "      and {} more", ranking.gated.len() - top);
        }
    }
    text.push('\n');
    text
}

fn name<'a>(names: &'a BTreeMap<FirmId, String>, firm: &'a FirmId) -> &'a str {
    names.get(firm).map_or(firm.as_str(), String::as_str)
}

fn facts(brief: &Brief) -> String {
    let mut facts = vec![if brief.language == Language::French { "French" } else { "English" }.to_owned()];
    if let Some(theme) = &brief.theme {
        facts.push(format!("theme {theme}"));
    }
    if let Some(sector) = &brief.sector {
        facts.push(format!("sector {sector}"));
    }
    if let Some(trl) = brief.trl {
        facts.push(format!("TRL {} to {}", trl.from().get(), trl.to().get()));
    }
    if let Some(start) = brief.start {
        facts.push(format!("starts {start}"));
    }
    if let Some(end) = brief.end {
        facts.push(format!("ends {end}"));
    }
    if let Some(load) = brief.load {
        facts.push(format!("{} person-months", load.get()));
    }
    if let Some(budget) = brief.budget {
        facts.push(format!("{} euros", budget.0));
    }
    if let Some(share) = brief.co_financing {
        facts.push(format!("{} % co-financing", share.get()));
    }
    if matches!(brief.confidentiality, Confidentiality::Confidential { .. }) {
        facts.push("confidential".into());
    }
    facts.join(", ")
}

fn reasons(text: &mut String, brief: &Brief, found: &Match) {
    for reason in &found.reasons {
        let label = match reason.kind {
            ReasonKind::Requirement(i) => format!("[{}]", i + 1),
            ReasonKind::WholeBrief => "profile".into(),
            ReasonKind::Documents => "documents".into(),
            ReasonKind::Meaning => "meaning".into(),
            ReasonKind::Spelling => "spelling".into(),
            ReasonKind::Fit(kind) => kind.word().replace('_', " "),
        };
        let quote = match (&reason.kind, &reason.evidence, &reason.fit) {
            (_, Some(evidence), _) => quoted(evidence),
            (_, _, Some(note)) => one_line(&fit::words(note, Language::English), 160),
            (ReasonKind::Fit(_), ..) => "the firm does not tell".into(),
            _ => String::new(),
        };
        let line = format!("        {label:<12} {:.2}  {quote}", reason.satisfaction);
        let _ = writeln!(text, "{}", line.trim_end());
        if let ReasonKind::Requirement(i) = reason.kind
            && found.partly.contains(&i)
        {
            unshown(text, brief, i, reason);
        }
    }
    let missing: Vec<String> = found
        .missing
        .iter()
        .filter_map(|&i| Some(format!("[{}] {}", i + 1, one_line(&brief.requirements.get(i)?.text, 60))))
        .collect();
    if !missing.is_empty() {
        let _ = writeln!(text, "        missing      {}", missing.join("; "));
    }
}

/// The points of a partly met requirement that nothing shows.
fn unshown(text: &mut String, brief: &Brief, requirement: usize, reason: &Reason) {
    let whole = brief.requirements.get(requirement).map_or("", |asked| asked.text.as_str());
    let without = reason.points.iter().filter(|point| point.evidence.is_none());
    let points: Vec<String> = without
        .filter_map(|point| Some(one_line(whole.get(point.span.start..point.span.end)?, 60)))
        .collect();
    if !points.is_empty() {
        let _ = writeln!(text, "                     not shown: {}", points.join("; "));
    }
}

fn quoted(evidence: &Evidence) -> String {
    let source = match evidence.kind {
        DocumentKind::Summary => "presentation",
        DocumentKind::Capability(_) => "capability",
        DocumentKind::Reference(_) => "reference",
        DocumentKind::Certification(_) => "certification",
        DocumentKind::Tools => "tools",
        DocumentKind::Other => "document",
    };
    let title =
        if evidence.title.is_empty() { String::new() } else { format!(" {}", one_line(&evidence.title, 50)) };
    let links: Vec<String> =
        evidence.links.iter().map(|link| format!("{} = {}", link.asked, link.found)).collect();
    let links = if links.is_empty() { String::new() } else { format!("  [{}]", links.join(", ")) };
    format!("\"{}\"  ({source}{title}){links}", one_line(&marked(evidence), 160))
}

/// The sentence with what answers between asterisks.
fn marked(evidence: &Evidence) -> String {
    let (mut text, mut done) = (String::new(), 0);
    for span in &evidence.highlights {
        if let (Some(before), Some(inside)) =
            (evidence.sentence.get(done..span.start), evidence.sentence.get(span.start..span.end))
        {
            let _ = write!(text, "{before}*{inside}*");
            done = span.end;
        }
    }
    text.push_str(evidence.sentence.get(done..).unwrap_or_default());
    text
}

fn cause(brief: &Brief, gate: &Gate) -> String {
    let asked = brief.requirements.get(gate.requirement).map_or_else(String::new, asked);
    match &gate.cause {
        GateCause::CertificateMissing | GateCause::ClearanceMissing { lower: None } => {
            format!("{asked}: not shown in the profile")
        }
        GateCause::CertificateNotValid { needed_on, until: Some(until), .. } => {
            let since = gate.cause.missing_since().unwrap_or(*until);
            format!("{asked}: valid until {until}, needed on {needed_on}, missing since {since}")
        }
        GateCause::CertificateNotValid { needed_on, from: Some(from), .. } => {
            format!("{asked}: valid from {from}, needed on {needed_on}, missing until then")
        }
        GateCause::CertificateNotValid { needed_on, .. } => format!("{asked}: not valid on {needed_on}"),
        GateCause::ClearanceMissing { lower: Some(lower) } => format!("{asked}: holds {lower} only"),
        GateCause::LanguageMissing => format!("{asked}: not among the languages spoken"),
        GateCause::SiteMissing { nearest, km, within_km } => {
            format!("{asked}: nearest site {nearest} at {km} km, at most {within_km} km asked")
        }
    }
}

fn asked(requirement: &Requirement) -> String {
    match &requirement.kind {
        passerelle_domain::RequirementKind::Certification { standard, .. } => standard.label().to_owned(),
        _ => one_line(&requirement.text, 60),
    }
}

/// Text on one line, cut at a word, with what a terminal would act on taken out.
fn one_line(text: &str, most: usize) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = cut.rfind(' ').filter(|&at| at > most / 2).map_or(cut.as_str(), |at| &cut[..at]);
    format!("{whole} ...")
}

/// The agenda of an event in figures: the proof, meetings a party, and what was left out.
pub(crate) fn agenda(view: &AgendaView) -> String {
    let mut text = String::new();
    let proof = &view.proof;
    let _ = writeln!(text, "{}", view.event_name);
    let _ = writeln!(
        text,
        "  value {} of at most {} (gap {:.3} %), {}; {} meetings at {} places ({:.0} % filled); {} idle gaps, at least {} unavoidable",
        proof.value,
        proof.bound,
        proof.gap * 100.0,
        proof.status.word(),
        view.meetings.len(),
        view.places,
        100.0 * view.meetings.len() as f64 / view.places.max(1) as f64,
        proof.gaps_groups,
        proof.gaps_bound,
    );
    if proof.given_up > 0 {
        let _ = writeln!(text, "  a value of {} was given up for fewer idle gaps", proof.given_up);
    }
    for level in &proof.levels {
        let _ = writeln!(
            text,
            "    {:<7} {:>8}  bound {:>8}  {}",
            level.objective.word(),
            level.value,
            level.bound,
            if level.proved { "proved" } else { "not proved" }
        );
    }
    for missed in &view.shortfalls {
        let party = &view.parties[missed.party];
        let _ = writeln!(
            text,
            "  floor missed: {} ({}) has {} of {} meetings",
            party.id, party.name, missed.has, missed.min
        );
    }
    let mut met = vec![0usize; view.parties.len()];
    for meeting in &view.meetings {
        met[meeting.desk] += 1;
        met[meeting.firm] += 1;
    }
    for (kind, title) in [(PartyKind::Desk, "meetings a desk"), (PartyKind::Firm, "meetings a firm")] {
        let _ = writeln!(text, "  {title}:");
        for (i, party) in view.parties.iter().enumerate().filter(|(_, p)| p.kind == kind) {
            let person = party
                .person
                .as_ref()
                .filter(|_| kind == PartyKind::Desk)
                .map(|p| format!(", {p}"))
                .unwrap_or_default();
            let _ = writeln!(text, "    {:>3}  {} ({}{person})", met[i], party.id, party.name);
        }
    }
    left_out(&mut text, view);
    text
}

fn left_out(text: &mut String, view: &AgendaView) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &view.unplaced {
        *counts.entry(one.code.as_str()).or_default() += 1;
    }
    let summary: Vec<String> = counts.iter().map(|(code, n)| format!("{code} {n}")).collect();
    let _ =
        writeln!(text, "  wished or strong pairs left out: {} ({})", view.unplaced.len(), summary.join(", "));
    for one in &view.unplaced {
        let wish = |grade: Option<u8>| grade.map_or_else(|| "-".to_owned(), |g| g.to_string());
        let _ = writeln!(
            text,
            "    {:<16} {}{} x {} about {}: value {}, wishes {}/{}. {}",
            one.code,
            if one.must { "MUST " } else { "" },
            view.parties[one.desk].id,
            view.parties[one.firm].id,
            one.brief_id,
            one.value,
            wish(one.wished_by_desk),
            wish(one.wished_by_firm),
            export::sentence(view, one, Audience::Organiser, Language::English),
        );
    }
}

/// Why there is no agenda.
pub(crate) fn no_agenda(planned: &PlannedEvent) -> String {
    let plan = &planned.plan;
    let mut text = format!("no agenda: {}", plan.proof.status.word());
    for sentence in &plan.conflict {
        let _ = write!(text, "\n  {sentence}");
    }
    text
}
