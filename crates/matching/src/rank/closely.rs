//! Close reading: how well single sentences of a firm show single points of a brief's requirements.

use std::sync::Arc;

use passerelle_domain::{DocumentKind, Evidence, Language, Link, Point, Span, fold};

use crate::analyse::FAMILY;
use crate::index::{Index, Line, Lines, TextField};
use crate::rank::asked::{Asked, Asking, Demanded, Table, UNSAID};
use crate::rank::levels::{falls_short, levels};
use crate::rank::pool::Pool;
use crate::rank::roles::{Part, Role};
use crate::rank::terms::{PointWords, Words};
use crate::settings::Settings;

/// What words of the heading count that the sentence does not say: the heading tells what it is about.
const ABOVE: f64 = 0.75;
/// What naming the very skill adds to naming its words.
const NAMED: f64 = 0.1;
/// What standing near the point in a trusted latent space adds.
const NEAR: f64 = 0.25;
/// Words beyond which a sentence pays for its length: a long one matches by chance.
const EASY_WORDS: f64 = 40.0;
/// What is left of a sentence that says what the firm does not do, or that stays below the level asked.
const DENIED: f64 = 0.15;
/// What is left of an answer that shows details and nothing of the thing itself.
const NO_CORE: f64 = 0.5;
/// An answer to one of several things asked as alternatives, beside one to them all.
const ONE_OF_SEVERAL: f64 = 0.6;
/// What a list of tools, a heading and a presentation show beside a sentence about work done: they name, it shows.
const TOOLS: f64 = 0.6;
const HEADING: f64 = 0.75;
const SUMMARY: f64 = 0.75;
/// Share of a point from which nearness counts in full: it supports words, it does not replace them.
const HEARD: f64 = 0.5;
/// What is left of a sentence that says nothing of the point, under a heading that does.
const SILENT: f64 = 0.85;
/// What is left of a sentence about the very thing that the point says is not enough.
const EXCLUDED: f64 = 0.5;
/// What showing the level of rigour asked for adds.
const LEVEL: f64 = 0.3;
/// What is left where a level is asked for and none is shown.
const NO_LEVEL: f64 = 0.65;
/// Links shown of one sentence; more bury it.
const MOST_LINKS: usize = 4;
/// Alternatives of a point that are told apart.
const MOST_CHOICES: usize = 8;
/// From this strength on a concept is the very one asked for, or one narrower.
const SAME: f64 = 0.75;
/// From this strength on a word is shown rather than hinted at.
const SHOWN: f64 = 0.5;
/// Share of what a certificate must cover that its scope names at least.
const COVERED: f64 = 0.35;

/// Everything that a brief's requirements ask for, by how it may be written.
pub(crate) struct Reader<'a> {
    index: &'a Index,
    words: &'a Words,
    asking: Asking,
    /// Which points belong to which requirement; the brief as a whole comes last.
    of: Vec<std::ops::Range<usize>>,
    full_answer: f64,
    met: f64,
    /// What standing near the point in the latent space adds.
    near: f64,
}

/// A word found in a line.
#[derive(Debug, Clone, Copy)]
struct Found {
    asked: Asked,
    token: u32,
    concept: bool,
}

/// How much of a word a line shows.
#[derive(Debug, Clone, Copy)]
struct Heard {
    slot: u32,
    strength: f64,
    /// Whether by the very skill that is asked for.
    named: bool,
}

/// What was found in a firm's lines.
#[derive(Debug)]
pub(crate) struct HeardOf {
    pub(crate) lines: Arc<Lines>,
    /// Line by line.
    found: Vec<Vec<Found>>,
    /// Point by point: the best score, and the line.
    best: Vec<Option<(f64, usize)>>,
}

/// How a firm answers a requirement.
#[derive(Debug)]
pub(crate) struct Answer {
    /// 0 to 1, over its points.
    pub(crate) satisfaction: f64,
    pub(crate) points: Vec<Point>,
}

impl<'a> Reader<'a> {
    /// Prepares the requirements of a brief; the brief as a whole follows as one more.
    pub(crate) fn new(index: &'a Index, pool: &Pool, words: &'a Words, settings: &Settings) -> Self {
        let mut asking = Asking::default();
        let mut of = Vec::new();
        for points in &words.points {
            let first = asking.points.len();
            for point in points {
                asking.add(index, pool, words, point);
            }
            of.push(first..asking.points.len());
        }
        let core = Part { role: Role::Core, choice: 0 };
        let telling = |number: usize| words.terms.get(number).is_some_and(|term| term.telling);
        let mut whole = PointWords::default();
        for (place, (number, _)) in words.whole.iter().enumerate().filter(|(_, (n, _))| telling(*n)) {
            match words.terms.get(*number).and_then(|term| term.concept) {
                Some(_) => {}
                None => whole.words.push((*number, place, core)),
            }
        }
        let first = asking.points.len();
        asking.add(index, pool, words, &whole);
        of.push(first..first + 1);
        Self {
            index,
            words,
            asking,
            of,
            full_answer: settings.full_sentence,
            met: settings.met_threshold,
            near: if settings.meaning_weight > 0.0 { NEAR * index.latent.trust() } else { 0.0 },
        }
    }

    /// Reads a firm: what each of its lines says, and which of them shows each point best.
    pub(crate) fn hear(&self, lines: Arc<Lines>) -> HeardOf {
        let found: Vec<Vec<Found>> = lines.all.iter().map(|line| self.found(line)).collect();
        let heard: Vec<Vec<Heard>> = found.iter().map(|found| heard(found)).collect();
        let mut best: Vec<Option<(f64, usize)>> = vec![None; self.asking.points.len()];
        let mut scores = Vec::new();
        for (number, line) in lines.all.iter().enumerate() {
            let above = line.heading.and_then(|heading| heard.get(heading)).map_or(&[][..], Vec::as_slice);
            let here = heard.get(number).map_or(&[][..], Vec::as_slice);
            scores.clear();
            self.scores(line, place(&lines, line), here, above, &mut scores);
            for (point, score) in &scores {
                if let Some(slot) = best.get_mut(*point)
                    && slot.is_none_or(|(most, _)| *score > most)
                {
                    *slot = Some((*score, number));
                }
            }
        }
        HeardOf { lines, found, best }
    }

    /// How a firm answers each requirement; the last answer is for the brief as a whole. With `quote`, what is met comes with its sentence.
    pub(crate) fn answers(&self, heard: &HeardOf, quote: bool) -> Vec<Answer> {
        let HeardOf { lines, found, best } = heard;
        let mut answers = Vec::with_capacity(self.of.len());
        for (number, range) in self.of.iter().enumerate() {
            let whole = number + 1 == self.of.len();
            let least = match (quote, whole) {
                (false, _) => f64::INFINITY,
                (true, true) => 0.0,
                (true, false) => self.met,
            };
            answers.push(self.answer(range.clone(), best, found, lines, least));
        }
        answers
    }

    /// Whether the scope of a certificate has something of what a requirement wants covered; `None` when nothing is wanted or told.
    pub(crate) fn covers(&self, lines: &Lines, document: usize, requirement: usize) -> Option<bool> {
        let points = self.of.get(requirement)?.clone();
        let of = |line: &&Line| line.document == document;
        let name = lines.all.iter().filter(of).find(|line| line.is_heading)?;
        let scope: Vec<&Line> = lines.all.iter().filter(of).filter(|line| !line.is_heading).collect();
        let named = heard(&self.found(name));
        let wanted = |slot: u32| {
            let point = self.asking.slots.get(slot as usize).map(|slot| slot.point as usize);
            point.is_some_and(|point| points.contains(&point)) && !named.iter().any(|it| it.slot == slot)
        };
        let slots: Vec<(u32, f64)> = (0_u32..)
            .zip(&self.asking.slots)
            .filter(|(number, slot)| slot.is_core && wanted(*number))
            .map(|(number, slot)| (number, slot.found))
            .collect();
        let ideal: f64 = slots.iter().map(|(_, weight)| weight).sum();
        if scope.is_empty() || ideal <= 0.0 {
            return None;
        }
        let told: Vec<Heard> = scope.iter().flat_map(|line| heard(&self.found(line))).collect();
        let strength =
            |slot: u32| told.iter().filter(|it| it.slot == slot).map(|it| it.strength).fold(0.0, f64::max);
        let shown: f64 = slots.iter().map(|(slot, weight)| weight * strength(*slot)).sum();
        Some(shown >= COVERED * ideal)
    }

    fn answer(
        &self,
        range: std::ops::Range<usize>,
        best: &[Option<(f64, usize)>],
        found: &[Vec<Found>],
        lines: &Lines,
        least: f64,
    ) -> Answer {
        let (mut sum, mut total) = (0.0, 0.0);
        let mut points = Vec::new();
        for point in range {
            let Some(demand) = self.asking.points.get(point) else { continue };
            let scored = best.get(point).copied().flatten();
            let satisfaction = scored.map_or(0.0, |(score, _)| (score / self.full_answer).clamp(0.0, 1.0));
            let evidence =
                scored.filter(|_| satisfaction >= least && satisfaction > 0.0).and_then(|(_, number)| {
                    self.evidence(point, lines, lines.all.get(number)?, found.get(number)?)
                });
            sum += demand.tells * satisfaction;
            total += demand.tells;
            points.push(Point { span: demand.span, satisfaction, evidence });
        }
        Answer { satisfaction: if total > 0.0 { sum / total } else { 0.0 }, points }
    }

    /// The scores of a line for every point that it, or its heading, says something of.
    fn scores(&self, line: &Line, place: f64, here: &[Heard], above: &[Heard], out: &mut Vec<(usize, f64)>) {
        let long = (line.tokens.len() as f64 / EASY_WORDS).max(1.0).sqrt();
        let point_of = |heard: &Heard| self.asking.slots.get(heard.slot as usize).map(|slot| slot.point);
        // Both are in the order of slots, and so of points.
        let (mut own, mut heading) = (here, above);
        loop {
            let next = [own, heading].into_iter().filter_map(|rest| rest.first().and_then(point_of)).min();
            let Some(point) = next else { break };
            let end = |rest: &[Heard]| rest.partition_point(|heard| point_of(heard) == Some(point));
            let (own_now, own_rest) = own.split_at(end(own));
            let (heading_now, heading_rest) = heading.split_at(end(heading));
            (own, heading) = (own_rest, heading_rest);
            if let Some(demand) = self.asking.points.get(point as usize) {
                out.push((point as usize, self.score(demand, line, own_now, heading_now) * place / long));
            }
        }
    }

    /// The score of a line for one point, before its length and place are looked at. `own` and `heading` hold what was heard of it.
    fn score(&self, demand: &Demanded, line: &Line, own: &[Heard], heading: &[Heard]) -> f64 {
        let language = usize::from(line.language == Language::English);
        let of = |ideals: &[f64; 2]| ideals.get(language).copied().unwrap_or_default().max(f64::MIN_POSITIVE);
        let (mut all, mut core, mut excluded) = (0.0, 0.0, false);
        let mut choices = [0.0; MOST_CHOICES];
        let mut add = |heard: &Heard, strength: f64| {
            let Some(slot) = self.asking.slots.get(heard.slot as usize) else { return };
            if slot.is_not {
                excluded |= strength >= SHOWN;
                return;
            }
            let said = slot.said.get(language).copied().unwrap_or_default();
            let gain = strength * slot.found * if said { 1.0 } else { UNSAID };
            all += gain;
            core += if slot.is_core { gain } else { 0.0 };
            if let Some(choice) = choices.get_mut(usize::from(slot.choice)) {
                *choice += gain;
            }
        };
        for heard in own {
            let above = heading.iter().find(|it| it.slot == heard.slot).map_or(0.0, |it| ABOVE * it.strength);
            add(heard, heard.strength.max(above));
        }
        for heard in heading.iter().filter(|it| !own.iter().any(|own| own.slot == it.slot)) {
            add(heard, ABOVE * heard.strength);
        }
        let mut share = all / of(&demand.ideals);
        for (sum, ideal) in choices.iter().zip(&demand.choices) {
            share = share.max(ONE_OF_SEVERAL * sum / of(ideal));
        }
        let mut score = share.min(1.0);
        if demand.cores.iter().any(|core| *core > 0.0) && core <= 0.0 {
            score *= NO_CORE;
        }
        if own.iter().any(|heard| heard.named) {
            score += NAMED;
        } else if heading.iter().any(|heard| heard.named) {
            score += NAMED * ABOVE;
        }
        if line.denied.is_empty() && share > 0.0 && self.near > 0.0 {
            let near = self.near * cosine(line.meaning(&self.index.latent), &demand.meaning).max(0.0);
            score += near * (share / HEARD).min(1.0);
        }
        if own.is_empty() {
            score *= SILENT;
        }
        if excluded {
            score *= EXCLUDED;
        }
        if demand.levels.is_empty() {
            return score;
        }
        let shown = if line.denied.is_empty() {
            levels(&line.tokens)
        } else {
            let tokens = line.tokens.iter().enumerate().filter(|(number, _)| !line.is_denied(*number));
            levels(&tokens.map(|(_, token)| token.clone()).collect::<Vec<_>>())
        };
        if falls_short(&demand.levels, &shown) {
            score * DENIED
        } else if demand.levels.iter().any(|(scale, _)| shown.iter().any(|(s, _)| s == scale)) {
            score + LEVEL
        } else {
            score * NO_LEVEL
        }
    }

    fn found(&self, line: &Line) -> Vec<Found> {
        let mut out = Vec::new();
        let none = Table::default();
        let stems = self.asking.said.get(&TextField::from(line.language)).unwrap_or(&none);
        let exact = self.asking.said.get(&TextField::Exact).unwrap_or(&none);
        let mut add = |asked: &Asked, token: usize, concept: bool| {
            if asked.only.is_none_or(|l| l == line.language) {
                let mut asked = *asked;
                if line.is_denied(token) {
                    asked.strength *= DENIED;
                }
                out.push(Found { asked, token: u32::try_from(token).unwrap_or(u32::MAX), concept });
            }
        };
        for (number, token) in line.tokens.iter().enumerate() {
            let keys = &token.keys;
            if keys.quantity || keys.says_nothing(line.language) {
                continue;
            }
            let by_stem = stems.get(&keys.stem(line.language));
            let by_family = self.asking.families.get(&keys.family);
            for asked in by_stem.into_iter().chain(exact.get(&keys.exact)).chain(by_family).flatten() {
                add(asked, number, false);
            }
        }
        for (concept, tokens) in &line.concepts {
            for asked in self.asking.concepts.get(concept).into_iter().flatten() {
                tokens.clone().for_each(|token| add(asked, token, true));
            }
        }
        for (family, tokens) in &line.related {
            for asked in self.asking.related.get(family).into_iter().flatten() {
                tokens.clone().for_each(|token| add(asked, token, false));
            }
        }
        out.sort_by_key(|found| (found.asked.slot, found.asked.phrase, found.asked.part, found.token));
        out
    }

    /// A line as evidence for a point.
    fn evidence(&self, point: usize, lines: &Lines, line: &Line, found: &[Found]) -> Option<Evidence> {
        let document = lines.profile.documents.get(line.document)?;
        let sentence = lines.text(line);
        let is_own = |found: &&Found| {
            let slot = self.asking.slots.get(found.asked.slot as usize);
            slot.is_some_and(|slot| slot.point as usize == point)
        };
        let own = || found.iter().filter(is_own);
        let spans = own().filter_map(|found| line.tokens.get(found.token as usize)).map(|token| token.span);
        Some(Evidence {
            document: document.id.clone(),
            kind: document.kind,
            title: document.title.clone(),
            sentence: sentence.to_owned(),
            highlights: merged(spans.collect()),
            // Of the brief as a whole the words are too many for single links to say why.
            links: if point + 1 == self.asking.points.len() {
                Vec::new()
            } else {
                self.links(own(), line, sentence)
            },
        })
    }

    /// Why a line answers where its words are not those of the brief.
    fn links<'f>(&self, found: impl Iterator<Item = &'f Found>, line: &Line, sentence: &str) -> Vec<Link> {
        let mut out: Vec<Link> = Vec::new();
        let mut linked = Vec::new();
        let mut found: Vec<&Found> = found.collect();
        // Concepts first: they say more than the words they are made of.
        found.sort_by_key(|found| (!found.concept, found.token));
        for found in found {
            let Some(term) = self.words.terms.get(found.asked.term as usize) else { continue };
            let token = found.token as usize;
            if linked.contains(&token) {
                continue;
            }
            let place = line.concepts.iter().find(|(_, tokens)| found.concept && tokens.contains(&token));
            let tokens = place.map_or(token..token + 1, |(_, tokens)| tokens.clone());
            let Some(words) = line.tokens.get(tokens.clone()) else { continue };
            let Some((first, last)) = words.first().zip(words.last()) else { continue };
            let said = sentence.get(first.span.start..last.span.end).unwrap_or_default();
            let (asked, shown) = (fold(&term.written), fold(said));
            linked.extend(tokens);
            if asked == shown || alike(&asked, &shown) || out.iter().any(|link| link.found == said) {
                continue;
            }
            let concepts = self.index.knowledge.taxonomy.concepts();
            let concept = place.and_then(|(concept, _)| Some(concepts.get(*concept)?.id.as_str().to_owned()));
            out.push(Link { asked: term.surface.clone(), found: said.to_owned(), concept });
            if out.len() == MOST_LINKS {
                break;
            }
        }
        out
    }
}

/// What a line shows by where it stands: sentences about work done show, the rest names.
fn place(lines: &Lines, line: &Line) -> f64 {
    let Some(document) = lines.profile.documents.get(line.document) else { return 1.0 };
    // The role of a reference stands above its text.
    let after = document.text.get(line.place.end..).unwrap_or_default();
    let is_role = matches!(document.kind, DocumentKind::Reference(_))
        && line.place.start == 0
        && (after.is_empty() || after.starts_with("\n\n"));
    match document.kind {
        DocumentKind::Tools => TOOLS,
        DocumentKind::Summary => SUMMARY,
        _ if line.is_heading || is_role => HEADING,
        _ => 1.0,
    }
}

/// How much of each word was heard in a line, in the order of words; `found` is in that order.
fn heard(found: &[Found]) -> Vec<Heard> {
    let mut out: Vec<Heard> = Vec::new();
    for same in found.chunk_by(|a, b| a.asked.slot == b.asked.slot) {
        let Some(first) = same.first() else { continue };
        let mut heard = Heard { slot: first.asked.slot, strength: 0.0, named: false };
        // A phrase is there in part when some of its words are.
        for phrase in same.chunk_by(|a, b| a.asked.phrase == b.asked.phrase && a.asked.parts > 1) {
            let mut sum = 0.0;
            for part in phrase.chunk_by(|a, b| a.asked.part == b.asked.part) {
                let most = part.iter().map(|it| it.asked.strength).fold(0.0, f64::max);
                sum += most / f64::from(phrase.first().map_or(1, |it| it.asked.parts).max(1));
                heard.named |= part.iter().any(|it| it.concept && it.asked.strength >= SAME);
            }
            heard.strength = heard.strength.max(sum);
        }
        out.push(heard);
    }
    out
}

/// Whether two words are forms of one, or one name written apart and together, which needs no explanation.
fn alike(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (a, b) = (bare(a), bare(b));
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    same >= FAMILY.min(a.chars().count().min(b.chars().count()))
}

/// Sums taken side by side: a processor multiplies so many at once.
const LANES: usize = 8;

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let mut sums = [0.0_f32; LANES];
    let (pieces, others) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (x, y) in pieces.0.iter().zip(others.0) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    let rest: f32 = pieces.1.iter().zip(others.1).map(|(x, y)| x * y).sum();
    f64::from(sums.iter().sum::<f32>() + rest)
}

/// Overlapping places as one, in order.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}
