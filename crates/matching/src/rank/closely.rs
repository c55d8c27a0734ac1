//! Close reading: how well single sentences of a firm show single points of a brief's requirements.

use std::collections::{BTreeMap, HashMap};

use passerelle_domain::{Evidence, Language, Link, Point, Span, fold};

use crate::analyse::is_function_word;
use crate::index::{Index, Line, Lines, TextField};
use crate::rank::idf;
use crate::rank::levels::{Level, falls_short, levels};
use crate::rank::pool::Pool;
use crate::rank::terms::{Words, is_quantity};
use crate::settings::Settings;

/// Characters that words of one family have in common at their beginning.
const FAMILY: usize = 5;
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

/// Everything that a brief's requirements ask for, by how it may be written.
pub(crate) struct Reader<'a> {
    index: &'a Index,
    words: &'a Words,
    said: HashMap<TextField, HashMap<String, Vec<Asked>>>,
    families: HashMap<String, Vec<Asked>>,
    concepts: HashMap<usize, Vec<Asked>>,
    points: Vec<Demanded>,
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
    words: BTreeMap<usize, f64>,
    concept: f64,
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
            families: HashMap::new(),
            concepts: HashMap::new(),
            points: Vec::new(),
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
                    by_word.entry(word.to_owned()).or_default().push(asked(weight, it.only));
                }
            }
            if let Some(family) = family(&term.written) {
                self.families.entry(family).or_default().push(asked(weight * RELATED, None));
            }
            if let Some(it) = term.alternatives.iter().find(|it| self.index.latent.knows(it.field, &it.text))
            {
                placed.push((it.field, it.text.as_str(), it.weight));
            }
        }
        demand.meaning = self.index.latent.fold(placed.into_iter()).unwrap_or_default();
        self.points.push(demand);
    }

    /// How a firm answers each requirement; the last answer is for the brief as a whole. With `quote`, what is met comes with its sentence.
    pub(crate) fn read(&self, lines: &Lines, quote: bool) -> Vec<Answer> {
        let found: Vec<Vec<Found>> = lines.all.iter().map(|line| self.found(line)).collect();
        let mut best: Vec<Option<(f64, usize)>> = vec![None; self.points.len()];
        for (number, line) in lines.all.iter().enumerate() {
            let above = line.heading.and_then(|heading| found.get(heading)).map_or(&[][..], Vec::as_slice);
            let here = found.get(number).map_or(&[][..], Vec::as_slice);
            for (point, score) in self.scores(line, here, above) {
                if let Some(slot) = best.get_mut(point)
                    && slot.is_none_or(|(most, _)| score > most)
                {
                    *slot = Some((score, number));
                }
            }
        }
        let mut answers = Vec::with_capacity(self.of.len());
        for (number, range) in self.of.iter().enumerate() {
            let whole = number + 1 == self.of.len();
            let least = match (quote, whole) {
                (false, _) => f64::INFINITY,
                (true, true) => 0.0,
                (true, false) => self.met,
            };
            answers.push(self.answer(range.clone(), &best, &found, lines, least));
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
    fn scores(&self, line: &Line, here: &[Found], above: &[Found]) -> Vec<(usize, f64)> {
        let mut heard: BTreeMap<usize, (Heard, Heard)> = BTreeMap::new();
        for found in here {
            heard.entry(found.point).or_default().0.add(found);
        }
        for found in above {
            heard.entry(found.point).or_default().1.add(found);
        }
        let long = (line.tokens.len() as f64 / EASY_WORDS).max(1.0).sqrt();
        let score = |(point, (own, heading)): (usize, (Heard, Heard))| {
            let demand = self.points.get(point)?;
            let [french, english] = demand.ideals;
            let ideal =
                if line.language == Language::French { french } else { english }.max(f64::MIN_POSITIVE);
            let words: f64 = own.words.values().sum::<f64>() / ideal;
            let more: f64 =
                heading.words.iter().filter(|(term, _)| !own.words.contains_key(term)).map(|(_, w)| w).sum();
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
        heard.into_iter().filter_map(score).collect()
    }

    fn found(&self, line: &Line) -> Vec<Found> {
        let mut out = Vec::new();
        let none = HashMap::new();
        let stems = self.said.get(&TextField::from(line.language)).unwrap_or(&none);
        let exact = self.said.get(&TextField::Exact).unwrap_or(&none);
        for (number, token) in line.tokens.iter().enumerate() {
            if is_quantity(&token.exact) || is_function_word(&token.exact, line.language) {
                continue;
            }
            let by_stem = token.stem(line.language).and_then(|stem| stems.get(stem));
            let by_family = family(&token.exact).and_then(|family| self.families.get(&family));
            for asked in by_stem.into_iter().chain(exact.get(&token.exact)).chain(by_family).flatten() {
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

impl Heard {
    fn add(&mut self, found: &Found) {
        if found.concept {
            self.concept = self.concept.max(found.weight);
        } else {
            let known = self.words.entry(found.term).or_default();
            *known = known.max(found.weight);
        }
    }
}

/// Whether two words are forms of one, or one name written apart and together, which needs no explanation.
fn alike(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (a, b) = (bare(a), bare(b));
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    same >= FAMILY.min(a.chars().count().min(b.chars().count()))
}

/// What a word's family is known by: its first letters.
fn family(word: &str) -> Option<String> {
    let letters: String = word.chars().take(FAMILY).collect();
    let longer = word.chars().nth(FAMILY).is_some();
    (longer && letters.chars().all(char::is_alphabetic)).then_some(letters)
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    f64::from(a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>())
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
