//! Close reading: how well single sentences of a firm show single points of a brief's requirements.

use std::collections::HashMap;
use std::sync::Arc;

use passerelle_domain::{Evidence, Language, Link, Point, Span, fold};

use crate::analyse::{FAMILY, Ready, family, key};
use crate::index::{Index, Line, Lines, TextField};
use crate::rank::idf;
use crate::rank::levels::{Level, falls_short, levels};
use crate::rank::pool::Pool;
use crate::rank::terms::Words;
use crate::settings::Settings;

/// What a word of the same family counts beside the word itself: « cryogénie » for « cryogénique ».
const RELATED: f64 = 0.6;
/// What words of the heading count that the sentence does not say: the heading tells what it is about.
const ABOVE: f64 = 0.6;
/// What naming the very skill adds to naming its words.
const NAMED: f64 = 0.4;
/// The same, by the heading.
const NAMED_ABOVE: f64 = 0.2;
/// What standing near the point in a trusted latent space adds.
const NEAR: f64 = 0.3;
/// Words beyond which a sentence pays for its length: a long one matches by chance.
const EASY_WORDS: f64 = 40.0;
/// What is left of a sentence that says what the firm does not do, or that stays below the level asked.
const DENIED: f64 = 0.15;
/// Links shown of one sentence; more bury it.
const MOST_LINKS: usize = 4;

/// What a word of a text stands for.
#[derive(Debug, Clone, Copy)]
struct Asked {
    point: usize,
    term: usize,
    weight: f64,
    /// Counts only in lines of this language.
    only: Option<Language>,
}

/// What is asked for, by the key of how it may be written.
type Table = HashMap<u64, Vec<Asked>, Ready>;

/// Everything that a brief's requirements ask for, by how it may be written.
pub(crate) struct Reader<'a> {
    index: &'a Index,
    words: &'a Words,
    said: HashMap<TextField, Table>,
    families: Table,
    concepts: HashMap<usize, Vec<Asked>>,
    points: Vec<Demanded>,
    /// The terms as they are written, folded.
    written: Vec<String>,
    /// Which points belong to which requirement; the brief as a whole comes last.
    of: Vec<std::ops::Range<usize>>,
    full_answer: f64,
    met: f64,
    /// What standing near the point in the latent space adds.
    near: f64,
}

/// One point, or the brief as a whole.
#[derive(Debug, Default)]
struct Demanded {
    span: Span,
    /// Sum of the weights of its words, in French texts, in English texts.
    ideals: [f64; 2],
    /// How much it tells altogether.
    tells: f64,
    meaning: Vec<f32>,
    levels: Vec<Level>,
}

/// A word found in a line.
#[derive(Debug, Clone, Copy)]
struct Found {
    point: usize,
    term: usize,
    weight: f64,
    token: usize,
    concept: bool,
}

/// What was found in one line for one point.
#[derive(Debug, Default)]
struct Heard {
    /// Terms with their weights, in the order of terms.
    words: Vec<(usize, f64)>,
    concept: f64,
}

/// What was found in a line and in its heading, point by point; used for one line after the other.
#[derive(Debug, Default)]
struct Hearing {
    /// By point: the line's own, its heading's.
    heard: Vec<(Heard, Heard)>,
    /// The points that anything was found for.
    points: Vec<usize>,
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
    pub(crate) fn new(
        index: &'a Index,
        pool: &Pool,
        words: &'a Words,
        texts: &[&str],
        settings: &Settings,
    ) -> Self {
        let mut reader = Self {
            index,
            words,
            said: HashMap::new(),
            families: Table::default(),
            concepts: HashMap::new(),
            points: Vec::new(),
            written: words.terms.iter().map(|term| fold(&term.written)).collect(),
            of: Vec::new(),
            full_answer: settings.full_sentence,
            met: settings.met_threshold,
            near: if settings.meaning_weight > 0.0 { NEAR * index.latent.trust() } else { 0.0 },
        };
        for (points, text) in words.points.iter().zip(texts) {
            let first = reader.points.len();
            for (span, terms) in points {
                let tokens = index.knowledge.analysers.tokens(span.of(text));
                reader.add(pool, *span, terms, levels(&tokens));
            }
            reader.of.push(first..reader.points.len());
        }
        let whole: Vec<usize> = words.whole.iter().map(|(number, _)| *number).collect();
        let first = reader.points.len();
        reader.add(pool, Span::default(), &whole, Vec::new());
        reader.of.push(first..first + 1);
        reader
    }

    fn add(&mut self, pool: &Pool, span: Span, terms: &[usize], levels: Vec<Level>) {
        let all = pool.all_units as f64;
        let point = self.points.len();
        let mut demand = Demanded { span, levels, ..Demanded::default() };
        let mut placed = Vec::new();
        for number in terms {
            let (Some(term), Some(located)) = (self.words.terms.get(*number), pool.located.get(*number))
            else {
                continue;
            };
            if !term.telling {
                continue;
            }
            let weight = idf(all, located.units);
            let asked = |weight, only| Asked { point, term: *number, weight, only };
            if term.concept.is_some() {
                for it in &term.alternatives {
                    if let Ok(concept) = it.text.parse() {
                        self.concepts.entry(concept).or_default().push(asked(it.weight, None));
                    }
                }
                continue;
            }
            demand.tells += weight;
            for (ideal, said) in demand.ideals.iter_mut().zip(located.said) {
                // A word that nobody says in a language may be a slip, a turn of phrase or a gap of the lexicon.
                *ideal += if said { weight } else { weight / 2.0 };
            }
            for it in &term.alternatives {
                // A phrase of two words is half there with one of them.
                let parts: Vec<&str> = it.text.split(' ').collect();
                let weight = weight * it.weight / parts.len() as f64;
                let by_word = self.said.entry(it.field).or_default();
                for word in parts {
                    by_word.entry(key(word)).or_default().push(asked(weight, it.only));
                }
            }
            if let Some(family) = family(&term.written) {
                self.families.entry(key(family)).or_default().push(asked(weight * RELATED, None));
            }
            if let Some(it) = term.alternatives.iter().find(|it| self.index.latent.knows(it.field, &it.text))
            {
                placed.push((it.field, it.text.as_str(), it.weight));
            }
        }
        demand.meaning = self.index.latent.fold(placed.into_iter()).unwrap_or_default();
        self.points.push(demand);
    }

    /// Reads a firm: what each of its lines says, and which of them shows each point best.
    pub(crate) fn hear(&self, lines: Arc<Lines>) -> HeardOf {
        let found: Vec<Vec<Found>> = lines.all.iter().map(|line| self.found(line)).collect();
        let mut best: Vec<Option<(f64, usize)>> = vec![None; self.points.len()];
        let mut hearing = Hearing::new(self.points.len());
        for (number, line) in lines.all.iter().enumerate() {
            let above = line.heading.and_then(|heading| found.get(heading)).map_or(&[][..], Vec::as_slice);
            let here = found.get(number).map_or(&[][..], Vec::as_slice);
            for (point, score) in self.scores(line, here, above, &mut hearing) {
                if let Some(slot) = best.get_mut(point)
                    && slot.is_none_or(|(most, _)| score > most)
                {
                    *slot = Some((score, number));
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
            let Some(demand) = self.points.get(point) else { continue };
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
    fn scores(&self, line: &Line, here: &[Found], above: &[Found], ear: &mut Hearing) -> Vec<(usize, f64)> {
        ear.listen(here, above);
        let long = (line.tokens.len() as f64 / EASY_WORDS).max(1.0).sqrt();
        let score = |point: &usize| {
            let (point, (own, heading)) = (*point, ear.heard.get(*point)?);
            let demand = self.points.get(point)?;
            let [french, english] = demand.ideals;
            let ideal =
                if line.language == Language::French { french } else { english }.max(f64::MIN_POSITIVE);
            let words: f64 = own.words.iter().map(|(_, w)| w).sum::<f64>() / ideal;
            let said = |term: usize| own.words.binary_search_by_key(&term, |(term, _)| *term).is_ok();
            let more: f64 = heading.words.iter().filter(|(term, _)| !said(*term)).map(|(_, w)| w).sum();
            let near = cosine(&line.meaning, &demand.meaning).max(0.0);
            let mut sum =
                words.min(1.0) + ABOVE * (more / ideal).min(1.0) + NAMED * own.concept + self.near * near;
            if own.concept <= 0.0 {
                sum += NAMED_ABOVE * heading.concept;
            }
            let denied = line.denied
                || (!demand.levels.is_empty() && falls_short(&demand.levels, &levels(&line.tokens)));
            Some((point, sum * if denied { DENIED } else { 1.0 } / long))
        };
        ear.points.iter().filter_map(score).collect()
    }

    fn found(&self, line: &Line) -> Vec<Found> {
        let mut out = Vec::new();
        let none = Table::default();
        let stems = self.said.get(&TextField::from(line.language)).unwrap_or(&none);
        let exact = self.said.get(&TextField::Exact).unwrap_or(&none);
        for (number, token) in line.tokens.iter().enumerate() {
            let keys = &token.keys;
            if keys.quantity || keys.says_nothing(line.language) {
                continue;
            }
            let by_stem = stems.get(&keys.stem(line.language));
            let by_family = self.families.get(&keys.family);
            for asked in by_stem.into_iter().chain(exact.get(&keys.exact)).chain(by_family).flatten() {
                if asked.only.is_none_or(|l| l == line.language) {
                    let Asked { point, term, weight, .. } = *asked;
                    out.push(Found { point, term, weight, token: number, concept: false });
                }
            }
        }
        for (concept, tokens) in &line.concepts {
            for Asked { point, term, weight, .. } in self.concepts.get(concept).into_iter().flatten().copied()
            {
                out.extend(tokens.clone().map(|token| Found { point, term, weight, token, concept: true }));
            }
        }
        out
    }

    /// A line as evidence for a point.
    fn evidence(&self, point: usize, lines: &Lines, line: &Line, found: &[Found]) -> Option<Evidence> {
        let document = lines.profile.documents.get(line.document)?;
        let sentence = lines.text(line);
        let own = || found.iter().filter(move |found| found.point == point);
        let spans = own().filter_map(|found| line.tokens.get(found.token)).map(|token| token.span).collect();
        Some(Evidence {
            document: document.id.clone(),
            kind: document.kind,
            title: document.title.clone(),
            sentence: sentence.to_owned(),
            highlights: merged(spans),
            // Of the brief as a whole the words are too many for single links to say why.
            links: if point + 1 == self.points.len() {
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
            let Some(term) = self.words.terms.get(found.term) else { continue };
            if linked.contains(&found.token) {
                continue;
            }
            let place =
                line.concepts.iter().find(|(_, tokens)| found.concept && tokens.contains(&found.token));
            let tokens = place.map_or(found.token..found.token + 1, |(_, tokens)| tokens.clone());
            let Some(words) = line.tokens.get(tokens.clone()) else { continue };
            let Some((first, last)) = words.first().zip(words.last()) else { continue };
            let said = sentence.get(first.span.start..last.span.end).unwrap_or_default();
            let Some(asked) = self.written.get(found.term) else { continue };
            let shown = fold(said);
            linked.extend(tokens);
            if *asked == shown || alike(asked, &shown) || out.iter().any(|link| link.found == said) {
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

impl Heard {
    fn add(&mut self, found: &Found) {
        if found.concept {
            self.concept = self.concept.max(found.weight);
        } else {
            match self.words.binary_search_by_key(&found.term, |(term, _)| *term) {
                Ok(at) => {
                    if let Some((_, known)) = self.words.get_mut(at) {
                        *known = known.max(found.weight);
                    }
                }
                Err(at) => self.words.insert(at, (found.term, found.weight)),
            }
        }
    }

    fn clear(&mut self) {
        self.words.clear();
        self.concept = 0.0;
    }
}

impl Hearing {
    fn new(points: usize) -> Self {
        Self { heard: (0..points).map(|_| Default::default()).collect(), points: Vec::new() }
    }

    /// Sorts what was found in a line and in its heading by points; what was heard before is forgotten.
    fn listen(&mut self, here: &[Found], above: &[Found]) {
        for point in self.points.drain(..) {
            if let Some((own, heading)) = self.heard.get_mut(point) {
                own.clear();
                heading.clear();
            }
        }
        for (found, own) in here.iter().map(|f| (f, true)).chain(above.iter().map(|f| (f, false))) {
            let Some((line, heading)) = self.heard.get_mut(found.point) else { continue };
            (if own { line } else { heading }).add(found);
            self.points.push(found.point);
        }
        self.points.sort_unstable();
        self.points.dedup();
    }
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
