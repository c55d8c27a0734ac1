//! Generated firms and briefs: about 200 words a firm, about 150 a brief, half of them French, half English.
//!
//! Firm number n is the same in a market of any size, so that larger markets hold the smaller ones.

mod words;

use std::fmt::Write as _;

use jiff::civil::date;
use passerelle_domain::{
    BriefDraft, BriefId, Capability, Certification, Firm, FirmId, Invalid, Language, Name, Reference, Sector,
    Site, Skill, Standard, Validity,
};

use crate::random::Random;
use words::{TOPICS, Vocabulary};

const TOWNS: [&str; 16] = [
    "Toulouse",
    "Montpellier",
    "Bordeaux",
    "Lyon",
    "Grenoble",
    "Nantes",
    "Rennes",
    "Lille",
    "Strasbourg",
    "Marseille",
    "Tarbes",
    "Albi",
    "Pau",
    "Nice",
    "Paris",
    "Brest",
];
const SECTORS: [&str; 8] =
    ["aeronautics", "space", "rail", "automotive", "energy", "health", "manufacturing", "agriculture"];
const STANDARDS: [&str; 6] = ["ISO 9001", "EN 9100", "ISO 13485", "ISO 27001", "ISO 14001", "DO-178C"];

/// What strengths are called over a list.
const FRENCH_HEADINGS: [&str; 3] = ["Indispensable :", "Souhaité :", "Atouts :"];
const ENGLISH_HEADINGS: [&str; 3] = ["Must have:", "Expected:", "Nice to have:"];

/// Everything that firms and briefs are made from.
pub(crate) struct Market {
    vocabulary: Vocabulary,
    seed: u64,
}

/// Some topics in one language.
struct Voice<'v> {
    vocabulary: &'v Vocabulary,
    language: Language,
    topics: Vec<usize>,
}

impl Voice<'_> {
    /// So many words, half of them of the topics.
    fn words(&self, random: &mut Random, count: usize) -> String {
        let speech = self.vocabulary.of(self.language);
        let mut out = String::new();
        for n in 0..count {
            if n > 0 {
                out.push(' ');
            }
            let special = random.percent(50);
            out.push_str(if special {
                speech.special(random.of(&self.topics), random)
            } else {
                speech.common(random)
            });
        }
        out
    }

    /// So many words of the topics alone.
    fn label(&self, random: &mut Random, count: usize) -> String {
        let speech = self.vocabulary.of(self.language);
        let topic = random.of(&self.topics);
        capital(&(0..count).map(|_| speech.special(topic, random)).collect::<Vec<_>>().join(" "))
    }

    /// Sentences of about twelve words.
    fn text(&self, random: &mut Random, count: usize) -> String {
        let mut out = String::new();
        let mut left = count;
        while left > 0 {
            let length = (8 + random.below(9)).min(left);
            let _ = write!(
                out,
                "{}{}.",
                if out.is_empty() { "" } else { " " },
                capital(&self.words(random, length))
            );
            left -= length;
        }
        out
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

impl Market {
    pub(crate) fn new(seed: u64) -> Self {
        Self { vocabulary: Vocabulary::new(seed), seed }
    }

    fn voice(&self, random: &mut Random, topics: usize) -> Voice<'_> {
        let language = if random.percent(50) { Language::French } else { Language::English };
        let topics = (0..topics).map(|_| random.below(TOPICS)).collect();
        Voice { vocabulary: &self.vocabulary, language, topics }
    }

    /// Firm number `n`; of another `state` its texts are others, as after an update.
    pub(crate) fn firm(&self, n: usize, state: u64) -> Result<Firm, Invalid> {
        let mut random = self.chance(n, state);
        let voice = self.voice(&mut random, 3);
        let mut firm = Firm::named(FirmId::new(&format!("firm-{n:07}"))?, Name::new(&format!("Firm {n}"))?);
        firm.summary = voice.text(&mut random, 45);
        for _ in 0..4 {
            let skill = Skill::new(&voice.label(&mut random, 3))?;
            firm.capabilities.push(Capability {
                skill,
                level: None,
                headcount: None,
                text: voice.text(&mut random, 20),
            });
        }
        for _ in 0..2 {
            firm.references.push(Reference {
                title: Name::new(&voice.label(&mut random, 4))?,
                client: None,
                sector: Some(Sector::new(random.of(&SECTORS))?),
                year: Some(2024),
                role: None,
                text: voice.text(&mut random, 26),
            });
        }
        if random.percent(60) {
            firm.certifications.push(Certification {
                standard: Standard::new(random.of(&STANDARDS))?,
                scope: voice.words(&mut random, 4),
                number: None,
                validity: Validity::new(None, Some(date(2027, 12, 31)))?,
            });
        }
        firm.sites.push(Site { city: Name::new(random.of(&TOWNS))?, postcode: None, country: "FR".into() });
        firm.sectors.push(Sector::new(random.of(&SECTORS))?);
        firm.spoken.push("fr".into());
        if random.percent(70) {
            firm.spoken.push("en".into());
        }
        Ok(firm)
    }

    /// The language of firm number `n` as it was first.
    pub(crate) fn language(&self, n: usize) -> Language {
        self.voice(&mut self.chance(n, 0), 3).language
    }

    fn chance(&self, n: usize, state: u64) -> Random {
        Random::new(self.seed.wrapping_mul(31) ^ ((n as u64) << 20) ^ state)
    }

    /// The text of brief number `n`.
    pub(crate) fn brief(&self, n: usize) -> (Language, String) {
        let mut random = Random::new(self.seed.wrapping_mul(37) ^ ((n as u64) << 24) ^ 0xB41E_F000);
        let topics = 1 + random.below(2);
        let voice = self.voice(&mut random, topics);
        let mut text = format!("{}\n\n{}\n", voice.label(&mut random, 5), voice.text(&mut random, 65));
        let headings = if voice.language == Language::French { FRENCH_HEADINGS } else { ENGLISH_HEADINGS };
        let counts = [2, 2 + random.below(2), 2 + random.below(2)];
        for (heading, count) in headings.iter().zip(counts) {
            let _ = write!(text, "\n{heading}\n");
            for _ in 0..count {
                let length = 9 + random.below(4);
                let _ = writeln!(text, "- {}", voice.words(&mut random, length));
            }
        }
        (voice.language, text)
    }

    /// Briefs as they arrive.
    pub(crate) fn drafts(&self, count: usize) -> Result<Vec<BriefDraft>, Invalid> {
        (0..count)
            .map(|n| Ok(BriefDraft::of_text(BriefId::new(&format!("brief-{n}"))?, self.brief(n).1)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{Profile, Strength};

    use super::*;

    #[test]
    fn firms_and_briefs_have_the_size_that_is_promised() {
        let market = Market::new(1);
        let words = |n| -> usize {
            let profile = Profile::from(&market.firm(n, 0).unwrap());
            let texts = profile.documents.iter().flat_map(|d| [&d.title, &d.text]);
            texts.map(|text| text.split_whitespace().count()).sum()
        };
        let mean = (0..200).map(words).sum::<usize>() / 200;
        assert!((190..=230).contains(&mean), "{mean} words a firm");
        let texts: Vec<String> = (0..100).map(|n| market.brief(n).1).collect();
        let mean = texts.iter().map(|text| text.split_whitespace().count()).sum::<usize>() / 100;
        assert!((140..=180).contains(&mean), "{mean} words a brief");
    }

    #[test]
    fn briefs_are_read_with_requirements_of_all_strengths() {
        for draft in Market::new(1).drafts(20).unwrap() {
            let brief = passerelle_matching::read_brief(draft).brief;
            assert!(
                (6..=9).contains(&brief.requirements.len()),
                "{} requirements in\n{}",
                brief.requirements.len(),
                brief.text
            );
            for strength in [Strength::Must, Strength::Should, Strength::Nice] {
                assert!(
                    brief.requirements.iter().any(|r| r.strength == strength),
                    "{strength:?}\n{}",
                    brief.text
                );
            }
        }
    }

    #[test]
    fn a_seed_is_a_market() {
        assert_eq!(Market::new(3).firm(7, 0), Market::new(3).firm(7, 0));
        assert_ne!(Market::new(3).firm(7, 0), Market::new(3).firm(7, 1));
        assert_ne!(Market::new(3).brief(7), Market::new(4).brief(7));
    }
}
