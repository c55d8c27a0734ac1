//! What is shown and read, beside what a person annotated: evidence sentences and strengths of requirements.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{
    Brief, EvidenceLine, EvidenceNote, Match, Point, Ranking, ReasonKind, Requirement, Shown, Span,
    StrengthLine, StrengthNote, fold,
};

/// Whether a brief says these words, in its text or among its listed requirements; writing and white space do not matter.
pub fn asks(brief: &Brief, words: &str) -> bool {
    !places(&brief.text, words).is_empty() || brief.requirements.iter().any(|r| one_in_other(&r.text, words))
}

/// Puts what is shown beside what was found. Each ranking holds evidence for every firm; a note whose brief or firm is not
/// there counts as unread.
pub fn evidence(notes: &[EvidenceNote], briefs: &[Brief], rankings: &[Ranking]) -> Vec<EvidenceLine> {
    let briefs: BTreeMap<&str, &Brief> = briefs.iter().map(|brief| (brief.id.as_str(), brief)).collect();
    let rankings: BTreeMap<&str, &Ranking> = rankings.iter().map(|r| (r.brief.as_str(), r)).collect();
    notes
        .iter()
        .map(|note| {
            let ranking = rankings.get(note.brief.as_str());
            let found = ranking
                .and_then(|r| r.ranked.iter().chain(&r.gated).find(|found| found.firm.as_str() == note.firm));
            let number =
                briefs.get(note.brief.as_str()).and_then(|brief| read_from(brief, &note.requirement));
            let requirement = |number: usize| {
                briefs.get(note.brief.as_str()).and_then(|brief| brief.requirements.get(number))
            };
            let shown = match (found, number.and_then(|number| Some((number, requirement(number)?)))) {
                (Some(found), Some((number, requirement))) => {
                    shown(found, requirement, number, &note.requirement)
                }
                _ => Shown::Unread,
            };
            let right = match &shown {
                Shown::Sentence(sentence) => note.sentences.iter().any(|one| one_holds_other(one, sentence)),
                Shown::Missing => note.sentences.is_empty(),
                Shown::MetUnquoted | Shown::Unread => false,
            };
            EvidenceLine { note: note.clone(), shown, right }
        })
        .collect()
}

/// Puts the strengths that were read beside those that a person understood.
pub fn strengths(notes: &[StrengthNote], briefs: &[Brief]) -> Vec<StrengthLine> {
    let briefs: BTreeMap<&str, &Brief> = briefs.iter().map(|brief| (brief.id.as_str(), brief)).collect();
    notes
        .iter()
        .map(|note| {
            let read = briefs.get(note.brief.as_str()).and_then(|brief| {
                Some(brief.requirements.get(read_from(brief, &note.requirement)?)?.strength)
            });
            StrengthLine { note: note.clone(), read }
        })
        .collect()
}

/// The requirement that was read from these words: the one whose place in the text overlaps them most; of several that
/// stand in one place, the one with most of the words.
fn read_from(brief: &Brief, words: &str) -> Option<usize> {
    let places = places(&brief.text, words);
    let asked = folded(words);
    let overlap = |span: Option<Span>, text: &str| match span {
        Some(span) => places.iter().map(|place| common(*place, span)).max().unwrap_or(0),
        None if one_in_other(text, words) => text.len().min(words.len()),
        None => 0,
    };
    let shared = |text: &str| folded(text).iter().filter(|word| asked.contains(word)).count();
    brief
        .requirements
        .iter()
        .enumerate()
        .map(|(number, r)| (overlap(r.span, &r.text), shared(&r.text), number))
        .filter(|(overlap, ..)| *overlap > 0)
        .max_by_key(|&(overlap, shared, number)| (overlap, shared, std::cmp::Reverse(number)))
        .map(|(.., number)| number)
}

fn common(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Where a text says these words, one after the other.
fn places(text: &str, words: &str) -> Vec<Span> {
    let (text, asked) = (words_of(text), folded(words));
    if asked.is_empty() {
        return Vec::new();
    }
    text.windows(asked.len())
        .filter(|window| window.iter().map(|(word, _)| word).eq(&asked))
        .filter_map(|window| Some(Span { start: window.first()?.1.start, end: window.last()?.1.end }))
        .collect()
}

fn folded(text: &str) -> Vec<String> {
    words_of(text).into_iter().map(|(word, _)| word).collect()
}

/// The folded words of a text with their places; signs between words, of whatever kind, do not matter.
fn words_of(text: &str) -> Vec<(String, Span)> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#');
    let mut all = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let span = Span { start: from, end: at };
                let word = fold(span.of(text));
                if !word.is_empty() {
                    all.push((word, span));
                }
                start = None;
            }
            _ => {}
        }
    }
    all
}

fn one_in_other(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && long.windows(short.len()).any(|window| window == short)
}

/// What is said of a firm for the words of a requirement: of its points the one that has most of them decides. A heading that
/// answers by itself is what is shown.
fn shown(found: &Match, requirement: &Requirement, number: usize, words: &str) -> Shown {
    let reason = found.reasons.iter().find(|reason| reason.kind == ReasonKind::Requirement(number));
    let asked = folded(words);
    // Of points with as many of the words the one that says least beside them is meant.
    let shared = |point: &&Point| {
        let said = requirement.text.get(point.span.start..point.span.end).map(folded).unwrap_or_default();
        let distinct: BTreeSet<&String> = asked.iter().filter(|word| said.contains(word)).collect();
        (distinct.len(), std::cmp::Reverse(said.len()))
    };
    let point = reason
        .filter(|reason| reason.points.len() > 1)
        .and_then(|reason| reason.points.iter().rev().max_by_key(shared));
    let by_fact = reason.is_some_and(|reason| reason.evidence.is_some()) && !found.partly.contains(&number);
    let evidence = match (point, reason) {
        (Some(point), _) if !by_fact || point.evidence.is_some() => {
            if point.evidence.is_none() {
                return Shown::Missing;
            }
            point.evidence.as_ref()
        }
        _ if found.missing.contains(&number) => return Shown::Missing,
        (_, reason) => reason.and_then(|reason| reason.evidence.as_ref()),
    };
    let Some(evidence) = evidence else { return Shown::MetUnquoted };
    let sentence = if evidence.sentence.trim().is_empty() { &evidence.title } else { &evidence.sentence };
    Shown::Sentence(sentence.clone())
}

/// Whether two sentences are the same, or one holds the other, but for white space and the signs around them.
fn one_holds_other(a: &str, b: &str) -> bool {
    let bare = |text: &str| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        line.trim_matches(|c: char| c.is_whitespace() || ".,;:!?…\"'«»“”-–—•*".contains(c)).to_owned()
    };
    let (a, b) = (bare(a), bare(b));
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{
        BriefDraft, BriefId, DocumentId, DocumentKind, Evidence, FirmId, Reason, Requirement,
        RequirementKind, Score, Strength,
    };

    use super::*;

    const TEXT: &str = "We need C++ and  real-time\nLinux. A plus: maritime data. Call us.";

    fn brief() -> Brief {
        let mut brief = crate::read_brief(BriefDraft::of_text(BriefId::new("b").unwrap(), TEXT)).brief;
        let requirement = |text: &str, strength| {
            let start = TEXT.find(text).unwrap();
            let span = Some(Span { start, end: start + text.len() });
            Requirement { text: text.into(), strength, kind: RequirementKind::Skill, within_km: None, span }
        };
        brief.requirements = vec![
            requirement("C++ and  real-time\nLinux", Strength::Must),
            requirement("maritime data", Strength::Nice),
            Requirement {
                text: "German".into(),
                strength: Strength::Should,
                kind: RequirementKind::Skill,
                within_km: None,
                span: None,
            },
        ];
        brief
    }

    fn ranking() -> Ranking {
        let reason = |number, sentence: &str| Reason {
            kind: ReasonKind::Requirement(number),
            weight: 1.0,
            satisfaction: 0.5,
            fit: None,
            points: Vec::new(),
            evidence: Some(Evidence {
                document: DocumentId::new("d").unwrap(),
                kind: DocumentKind::Summary,
                title: String::new(),
                sentence: sentence.into(),
                highlights: Vec::new(),
                links: Vec::new(),
            }),
        };
        let reasons = vec![reason(0, "We write C++ for  boats.")];
        let score = Score::fold(&reasons);
        let found = Match {
            firm: FirmId::new("f").unwrap(),
            score,
            reasons,
            missing: vec![1],
            partly: Vec::new(),
            gates: Vec::new(),
        };
        Ranking { brief: BriefId::new("b").unwrap(), ranked: vec![found], gated: Vec::new() }
    }

    fn note(requirement: &str, sentences: &[&str]) -> EvidenceNote {
        let sentences = sentences.iter().map(|s| (*s).to_owned()).collect();
        EvidenceNote {
            line: 1,
            brief: "b".into(),
            requirement: requirement.into(),
            firm: "f".into(),
            sentences,
        }
    }

    #[test]
    fn words_are_found_whatever_stands_between_them() {
        let brief = brief();
        assert_eq!(read_from(&brief, "real time Linux."), Some(0));
        assert_eq!(read_from(&brief, "A plus: Maritime data"), Some(1));
        assert_eq!(read_from(&brief, "fluent German"), Some(2), "a listed requirement has no place");
        assert_eq!(read_from(&brief, "Call us"), None);
        assert!(asks(&brief, "call us") && !asks(&brief, "call them") && !asks(&brief, "..."));
    }

    #[test]
    fn of_requirements_in_one_place_the_one_with_the_words_is_meant() {
        let mut brief = brief();
        let whole = brief.requirements[0].span;
        brief.requirements = ["C++", "Linux"]
            .map(|text| Requirement {
                text: text.into(),
                strength: Strength::Must,
                kind: RequirementKind::Skill,
                within_km: None,
                span: whole,
            })
            .into();
        assert_eq!(read_from(&brief, "Linux"), Some(1));
        assert_eq!(read_from(&brief, "C++"), Some(0));
    }

    #[test]
    fn evidence_is_right_when_it_is_one_of_the_sentences_or_rightly_missing() {
        let notes = [
            note("C++ and real-time Linux", &["Our boats", "“We write C++ for boats”"]),
            note("C++ and real-time Linux", &["We write C++ for boats. And more."]),
            note("C++ and real-time Linux", &["We love Linux."]),
            note("C++ and real-time Linux", &[]),
            note("maritime data", &[]),
            note("maritime data", &["Sea charts."]),
            note("German", &[]),
            note("Call us", &[]),
        ];
        let lines = evidence(&notes, &[brief()], &[ranking()]);
        let right: Vec<bool> = lines.iter().map(|line| line.right).collect();
        assert_eq!(right, [true, true, false, false, true, false, false, false]);
        assert_eq!(lines[6].shown, Shown::MetUnquoted, "no reason and not missing");
        assert_eq!(lines[7].shown, Shown::Unread);
    }

    #[test]
    fn strengths_agree_or_not_and_a_lost_must_is_told() {
        let note = |requirement: &str, strength| StrengthNote {
            line: 1,
            brief: "b".into(),
            requirement: requirement.into(),
            strength,
        };
        let notes = [
            note("real-time Linux", Strength::Must),
            note("maritime data", Strength::Must),
            note("maritime data", Strength::Should),
            note("Call us", Strength::Must),
        ];
        let lines = strengths(&notes, &[brief()]);
        let told: Vec<_> = lines.iter().map(|line| (line.right(), line.must_lost())).collect();
        assert_eq!(told, [(true, false), (false, true), (false, false), (false, true)]);
        assert_eq!(lines[3].read, None);
    }
}
