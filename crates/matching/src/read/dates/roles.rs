//! Which of the two a date is, from the words before it.

use passerelle_domain::Span;

use crate::read::reading::Reading;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Start,
    End,
    Unknown,
}

/// How far before a date its role may be said, characters.
const REACH: usize = 70;

const STARTS: [&str; 25] = [
    " demarrage ",
    " demarre ",
    " demarrer ",
    " demarrant ",
    " debut ",
    " debute ",
    " commence ",
    " commencer ",
    " lancement ",
    " notification ",
    " start ",
    " starts ",
    " starting ",
    " begin ",
    " begins ",
    " kick off ",
    " kickoff ",
    " t0 ",
    " from ",
    " de ",
    " d ",
    " a partir ",
    " a compter ",
    " des ",
    " between ",
];
const ENDS: [&str; 17] = [
    " fin ",
    " jusqu ",
    " jusque ",
    " until ",
    " till ",
    " end ",
    " ends ",
    " ending ",
    " a ",
    " au ",
    " to ",
    " by ",
    " livraison ",
    " delivery ",
    " deadline ",
    " avant ",
    " termine ",
];
/// Weak words that only count right before the date.
const WEAK: [&str; 11] =
    [" de ", " d ", " des ", " from ", " a ", " au ", " to ", " by ", " between ", " avant ", " fin "];
/// What is said before a place in its sentence, after `previous`, folded.
pub(in super::super) fn before(reading: &Reading<'_>, span: Span, previous: usize) -> String {
    let from = reading.sentence(span.start).start.max(previous).min(span.start);
    let text = reading.text.get(from..span.start).unwrap_or_default();
    let skip = text.chars().count().saturating_sub(REACH);
    let start = from + text.chars().take(skip).map(char::len_utf8).sum::<usize>();
    reading.folded_with_elisions(Span { start, end: span.start })
}

pub(super) fn role(context: &str) -> Role {
    let last = |cues: &[&str]| {
        cues.iter()
            .filter_map(|cue| {
                let at = context.rfind(cue)?;
                let right_before = at + cue.len() == context.len();
                (!WEAK.contains(cue) || right_before).then_some(at)
            })
            .max()
    };
    match (last(&STARTS), last(&ENDS)) {
        (Some(start), Some(end)) if end > start => {
            // « démarrage au 1er mars », « à partir de » : the strong word decides over a weak one that follows it.
            if strongly_starts(context) && !context.contains(" fin ") { Role::Start } else { Role::End }
        }
        (Some(_), _) => Role::Start,
        (None, Some(_)) => Role::End,
        (None, None) => Role::Unknown,
    }
}

pub(super) fn strongly_starts(context: &str) -> bool {
    let strong = |list: &[&str]| {
        list.iter().filter(|cue| !WEAK.contains(cue)).filter_map(|cue| context.rfind(cue)).max()
    };
    match (strong(&STARTS), strong(&ENDS)) {
        (Some(start), Some(end)) => start > end,
        (Some(_), None) => true,
        _ => false,
    }
}
