//! What the points of a brief's requirements ask for, by how it may stand in a line.

use std::collections::HashMap;

use passerelle_domain::{Language, Span};

use crate::analyse::{Ready, family, key};
use crate::index::{Index, TextField};
use crate::lexicon::Family;
use crate::rank::idf;
use crate::rank::levels::Level;
use crate::rank::pool::Pool;
use crate::rank::roles::{Part, Role};
use crate::rank::terms::{PointWords, QueryTerm, Words};

/// What a word of the same family shows of the word itself: « cryogénie » of « cryogénique ».
const SAME_FAMILY: f64 = 0.7;
/// What a related word shows of it: "failure" of « panne », "fault" too.
const RELATED: f64 = 0.6;
/// What a detail counts in what is asked, and in what is found: nobody answers every detail, but who does has said more.
const DETAIL: f64 = 0.5;
const DETAIL_FOUND: f64 = 0.6;
/// What a word counts that no text of a language says: it may be a slip, a turn of phrase or a gap of the lexicon.
pub(super) const UNSAID: f64 = 0.3;
/// What a thing named in brackets counts beside the point that names it.
const ITEM: f64 = 0.3;
/// Share of a point's weight that an alternative must have to be one: « SIL 3 ou SIL 4 » are not two subjects.
const ALTERNATIVE: f64 = 0.3;

/// One way in which one word of a point may stand in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// The word, among those of all points.
    pub(super) slot: u32,
    /// How much of it is shown, 0 to 1.
    pub(super) strength: f64,
    /// Of a translation of several words: its number, which of them, and how many they are.
    pub(super) phrase: u32,
    pub(super) part: u8,
    pub(super) parts: u8,
    /// The term by which it is asked for: the word itself, or the concept that covers it.
    pub(super) term: u32,
    /// Counts only in lines of this language.
    pub(super) only: Option<Language>,
}

/// One word of one point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) point: u32,
    /// What finding it in full adds.
    pub(super) found: f64,
    pub(super) is_core: bool,
    /// Whether the point says that it is not asked for.
    pub(super) is_not: bool,
    pub(super) choice: u8,
    /// Whether French texts, English texts say it at all.
    pub(super) said: [bool; 2],
}

/// One point, or the brief as a whole.
#[derive(Debug, Default)]
pub(super) struct Demanded {
    pub(super) span: Span,
    /// Sum of the weights of its words, in French texts, in English texts.
    pub(super) ideals: [f64; 2],
    /// The same of its core alone.
    pub(super) cores: [f64; 2],
    /// The same of each of its alternatives, where it has some.
    pub(super) choices: Vec<[f64; 2]>,
    /// How much it tells altogether.
    pub(super) tells: f64,
    pub(super) meaning: Vec<f32>,
    pub(super) levels: Vec<Level>,
}

/// What is asked for, by the key of how it may be written.
pub(super) type Table = HashMap<u64, Vec<Asked>, Ready>;

/// By what a line may answer.
#[derive(Debug, Default)]
pub(super) struct Asking {
    pub(super) said: HashMap<TextField, Table>,
    pub(super) families: Table,
    pub(super) concepts: HashMap<usize, Vec<Asked>>,
    pub(super) related: HashMap<Family, Vec<Asked>>,
    pub(super) slots: Vec<Slot>,
    pub(super) points: Vec<Demanded>,
    phrases: u32,
}

impl Asking {
    /// Adds a point.
    pub(super) fn add(&mut self, index: &Index, pool: &Pool, words: &Words, asked: &PointWords) {
        let all = pool.all_units as f64;
        let point = u32::try_from(self.points.len()).unwrap_or(u32::MAX);
        let mut demand = Demanded { span: asked.span, levels: asked.levels.clone(), ..Demanded::default() };
        let first = self.slots.len();
        // Of a word that is said twice its more important place counts.
        let mut places: Vec<(usize, Vec<usize>, Part)> = Vec::new();
        for (term, place, part) in &asked.words {
            match places.iter_mut().find(|(known, ..)| known == term) {
                Some((_, at, known)) => {
                    at.push(*place);
                    known.role = known.role.max(part.role);
                }
                None => places.push((*term, vec![*place], *part)),
            }
        }
        let choices = usize::from(places.iter().map(|p| p.2.choice).max().unwrap_or_default()) + 1;
        demand.choices = vec![[0.0; 2]; if choices > 1 { choices } else { 0 }];
        let mut meant = Vec::new();
        for (number, at, part) in &places {
            let (Some(term), Some(located)) = (words.terms.get(*number), pool.located.get(*number)) else {
                continue;
            };
            let weight = idf(all, located.units);
            let is_core = part.role == Role::Core;
            let (asks, found) = if part.role == Role::Not {
                (0.0, 0.0)
            } else if is_core {
                (weight, weight)
            } else {
                (DETAIL * weight, DETAIL_FOUND * weight)
            };
            demand.tells += if asked.is_item { ITEM * asks } else { asks };
            for (i, said) in located.said.iter().enumerate() {
                let asks = if *said { asks } else { asks * UNSAID };
                let sums = [
                    demand.ideals.get_mut(i),
                    demand.cores.get_mut(i).filter(|_| is_core),
                    demand.choices.get_mut(usize::from(part.choice)).and_then(|c| c.get_mut(i)),
                ];
                for sum in sums.into_iter().flatten() {
                    *sum += asks;
                }
            }
            let slot = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
            let (is_not, said) = (part.role == Role::Not, located.said);
            self.slots.push(Slot { point, found, is_core, is_not, choice: part.choice, said });
            self.word(slot, *number, term);
            self.covering(slot, words, asked, at);
            if let Some(it) = term.alternatives.iter().find(|it| index.latent.knows(it.field, &it.text)) {
                meant.push((it.field, it.text.as_str(), it.weight));
            }
        }
        // What is no subject by itself is no alternative.
        if let Some(slots) = self.slots.get_mut(first..) {
            let whole: f64 = demand.ideals.iter().sum();
            for (number, choice) in demand.choices.iter_mut().enumerate() {
                let words = slots.iter().filter(|s| usize::from(s.choice) == number && s.is_core).count();
                if words == 0 || choice.iter().sum::<f64>() < ALTERNATIVE * whole {
                    *choice = [f64::INFINITY; 2];
                }
            }
        }
        demand.meaning = index.latent.fold(meant.into_iter()).unwrap_or_default();
        self.points.push(demand);
    }

    /// The ways in which a word itself may stand.
    fn word(&mut self, slot: u32, number: usize, term: &QueryTerm) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let asked =
            |strength, only| Asked { slot, strength, phrase: 0, part: 0, parts: 1, term: number, only };
        for it in &term.alternatives {
            let parts = it.text.split(' ').count();
            self.phrases += 1;
            let by_word = self.said.entry(it.field).or_default();
            for (part, word) in (0_u8..).zip(it.text.split(' ')) {
                let mut asked = asked(it.weight, it.only);
                (asked.phrase, asked.part) = (self.phrases, part);
                asked.parts = u8::try_from(parts).unwrap_or(u8::MAX);
                by_word.entry(key(word)).or_default().push(asked);
            }
        }
        if let Some(family) = family(&term.written) {
            self.families.entry(key(family)).or_default().push(asked(SAME_FAMILY, None));
        }
    }

    /// The concepts and the related words that cover a word.
    fn covering(&mut self, slot: u32, words: &Words, asked: &PointWords, at: &[usize]) {
        let covers = |tokens: &std::ops::Range<usize>| at.iter().any(|place| tokens.contains(place));
        for (number, _) in asked.concepts.iter().filter(|(_, tokens)| covers(tokens)) {
            let term = u32::try_from(*number).unwrap_or(u32::MAX);
            for it in words.terms.get(*number).into_iter().flat_map(|term| &term.alternatives) {
                if let Ok(concept) = it.text.parse() {
                    let asked =
                        Asked { slot, strength: it.weight, phrase: 0, part: 0, parts: 1, term, only: None };
                    self.concepts.entry(concept).or_default().push(asked);
                }
            }
        }
        for (family, tokens) in asked.related.iter().filter(|(_, tokens)| covers(tokens)) {
            let term = asked.words.iter().find(|(_, place, _)| tokens.contains(place)).map_or(0, |w| w.0);
            let term = u32::try_from(term).unwrap_or(u32::MAX);
            let asked = Asked { slot, strength: RELATED, phrase: 0, part: 0, parts: 1, term, only: None };
            self.related.entry(*family).or_default().push(asked);
        }
    }
}
