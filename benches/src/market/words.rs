//! The words of a generated market: a vocabulary of two languages, and topics that draw on it.
//!
//! Words that nobody has seen, made of syllables of either language, in the numbers and frequencies of real texts (Zipf 1949); among
//! them words of the trade, so that lexicon, taxonomy and function words have their usual work.

use std::collections::BTreeSet;

use passerelle_domain::Language;

use crate::random::Random;

/// Words of each language.
const WORDS: usize = 15_000;
/// Subjects of the market.
pub(crate) const TOPICS: usize = 400;
/// Words of a topic, in each language.
const TOPIC_WORDS: usize = 60;
/// Words of the trade among them.
const TRADE_WORDS: usize = 5;
/// How fast words become rare with their rank: a little faster than 1, as in real texts.
const EXPONENT: f64 = 1.05;

const FRENCH_LITTLE: &str = "de la le et les des en du un une pour dans par sur est avec nos nous au aux sont ou notre ces \
    qui que plus leur cette ont entre sous dont sans lors afin tout ainsi selon";
const ENGLISH_LITTLE: &str = "the of and to in a for is with our we on by are as at from that this or be has have their which an its \
    into can under all during between using through within each";
const FRENCH_COMMON: &str = "projet étude essais équipe conception développement système mise client méthode mesure outils qualité \
    logiciel données calcul production réalisation suivi intégration validation analyse maintenance expertise moyens procédé";
const ENGLISH_COMMON: &str = "project study tests team design development system client method measurement tools quality software data \
    computation production delivery follow-up integration validation analysis maintenance expertise means process";
/// Words of the trade that say the same: French, English.
const TRADE: &str = "jumeau numérique|digital twin;traitement d'images|image processing;vision industrielle|machine vision;apprentissage \
    automatique|machine learning;réseaux de neurones|neural networks;fusion de capteurs|sensor fusion;robotique mobile|mobile robotics;\
    robot collaboratif|collaborative robot;commande prédictive|predictive control;maintenance prédictive|predictive maintenance;éléments \
    finis|finite elements;mécanique des fluides|fluid mechanics;échangeur thermique|heat exchanger;pile à combustible|fuel cell;stockage \
    d'hydrogène|hydrogen storage;batterie lithium|lithium battery;électronique de puissance|power electronics;circuit imprimé|printed circuit \
    board;compatibilité électromagnétique|electromagnetic compatibility;antenne|antenna;radar|radar;lidar|lidar;logiciel embarqué|embedded \
    software;temps réel|real time;sûreté de fonctionnement|dependability;cybersécurité|cybersecurity;cryptographie|cryptography;ingénierie \
    système|systems engineering;gestion des exigences|requirements management;fabrication additive|additive manufacturing;usinage|machining;\
    soudage|welding;matériaux composites|composite materials;fibre de carbone|carbon fibre;thermoplastique|thermoplastic;traitement de \
    surface|surface treatment;corrosion|corrosion;contrôle non destructif|non-destructive testing;ultrasons|ultrasound;vibrations|vibration;\
    acoustique|acoustics;optique|optics;photonique|photonics;laser|laser;fibre optique|optical fibre;télédétection|remote sensing;imagerie \
    satellite|satellite imagery;navigation par satellite|satellite navigation;mécanique spatiale|orbital mechanics;drone|drone;avionique|\
    avionics;banc d'essai|test bench;instrumentation|instrumentation;capteur|sensor;internet des objets|internet of things;traitement du \
    signal|signal processing;optimisation|optimisation;ordonnancement|scheduling;analyse du cycle de vie|life cycle assessment;écoconception|\
    eco-design;recyclage|recycling;biomatériaux|biomaterials;dispositif médical|medical device;ergonomie|ergonomics;réalité augmentée|augmented \
    reality;interface homme-machine|human-machine interface;base de données|database;calcul haute performance|high performance computing;\
    chiffrement|encryption;blockchain|blockchain;traçabilité|traceability;métrologie|metrology;microélectronique|microelectronics;FPGA|FPGA;\
    turbomachine|turbomachinery;combustion|combustion;cryogénie|cryogenics;étanchéité|sealing;tribologie|tribology;fatigue|fatigue;plasturgie|\
    plastics processing;emballage|packaging;agroalimentaire|food processing;agriculture de précision|precision agriculture;qualité de l'eau|\
    water quality;énergie solaire|solar energy;éolienne|wind turbine;réseau électrique|power grid;signalisation ferroviaire|railway signalling;\
    freinage|braking;véhicule autonome|autonomous vehicle";

const FRENCH_SYLLABLES: [&str; 48] = [
    "ba", "cor", "di", "gran", "lu", "mé", "no", "pal", "qui", "ré", "son", "ta", "vau", "bri", "chou", "dé",
    "fer", "gi", "jou", "lan", "mir", "nou", "pré", "ros", "sé", "tri", "ver", "bou", "cla", "dor", "fi",
    "gué", "lai", "mon", "ner", "pou", "rai", "sau", "tour", "vi", "bel", "cen", "dra", "flo", "gar", "lim",
    "mar", "pen",
];
const FRENCH_ENDINGS: [&str; 16] = [
    "tion", "eur", "age", "ment", "ique", "ité", "elle", "ier", "oir", "ure", "ance", "eux", "isme", "ette",
    "el", "ère",
];
const ENGLISH_SYLLABLES: [&str; 48] = [
    "bar", "clen", "dri", "fos", "gram", "hal", "ken", "lor", "mid", "nath", "oster", "plin", "quor", "rud",
    "shel", "tor", "und", "wil", "yar", "bram", "crof", "den", "el", "fin", "gol", "hop", "kel", "lan",
    "mor", "nor", "pres", "ram", "stel", "tham", "ver", "wes", "brin", "cul", "dor", "fer", "grin", "hes",
    "lim", "mel", "nim", "por", "sten", "tru",
];
const ENGLISH_ENDINGS: [&str; 16] = [
    "ing", "er", "ness", "ment", "ship", "ed", "ly", "ful", "ity", "al", "ation", "or", "le", "ock", "et",
    "y",
];

/// One language's words, the most frequent first.
pub(crate) struct Speech {
    words: Vec<String>,
    /// For each rank, the share of all words up to it.
    shares: Vec<f64>,
    /// The words of each topic.
    topics: Vec<Vec<String>>,
}

impl Speech {
    /// A word of the language as a whole.
    pub(crate) fn common<'a>(&'a self, random: &mut Random) -> &'a str {
        let share = random.unit() * self.shares.last().copied().unwrap_or(1.0);
        let rank = self.shares.partition_point(|sum| *sum < share).min(self.words.len() - 1);
        &self.words[rank]
    }

    /// A word of a topic; its first ones more often.
    pub(crate) fn special<'a>(&'a self, topic: usize, random: &mut Random) -> &'a str {
        let words = &self.topics[topic];
        // The square makes the first quarter of the words half of the text.
        let place = random.unit() * random.unit() * words.len() as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a short list"
        )]
        let place = place as usize;
        &words[place.min(words.len() - 1)]
    }
}

/// Both languages.
pub(crate) struct Vocabulary {
    french: Speech,
    english: Speech,
}

impl Vocabulary {
    /// The vocabulary of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed ^ 0x00F0_CAB5);
        let trade: Vec<(&str, &str)> =
            TRADE.split(';').filter_map(|pair| pair.trim().split_once('|')).collect();
        // A topic has the same words of the trade in both languages, at the same places.
        let chosen: Vec<Vec<(usize, usize)>> = (0..TOPICS)
            .map(|_| {
                (0..TRADE_WORDS).map(|_| (random.below(TOPIC_WORDS), random.below(trade.len()))).collect()
            })
            .collect();
        let mut speech = |little: &str, common: &str, syllables: &[&str], endings: &[&str], french: bool| {
            let words = words(&mut random, &[little, common], syllables, endings);
            let shares = shares(words.len());
            let special =
                (little.split_whitespace().count() + common.split_whitespace().count())..words.len();
            let topic = |places: &Vec<(usize, usize)>| {
                let mut topic: Vec<String> = (0..TOPIC_WORDS)
                    .map(|_| words[special.start + random.below(special.len())].clone())
                    .collect();
                for (place, pair) in places {
                    let pair = trade[*pair];
                    let word = if french { pair.0 } else { pair.1 };
                    topic[*place] = word.split_whitespace().collect::<Vec<_>>().join(" ");
                }
                topic
            };
            let topics = chosen.iter().map(topic).collect();
            Speech { words, shares, topics }
        };
        let french = speech(FRENCH_LITTLE, FRENCH_COMMON, &FRENCH_SYLLABLES, &FRENCH_ENDINGS, true);
        let english = speech(ENGLISH_LITTLE, ENGLISH_COMMON, &ENGLISH_SYLLABLES, &ENGLISH_ENDINGS, false);
        Self { french, english }
    }

    /// The words of a language.
    pub(crate) fn of(&self, language: Language) -> &Speech {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}

fn words(random: &mut Random, known: &[&str], syllables: &[&str], endings: &[&str]) -> Vec<String> {
    let mut all: Vec<String> =
        known.iter().flat_map(|list| list.split_whitespace()).map(str::to_owned).collect();
    let mut seen: BTreeSet<String> = all.iter().cloned().collect();
    while all.len() < WORDS {
        let length = 1 + random.below(3);
        let mut word: String = (0..length).map(|_| random.of(syllables)).collect();
        word.push_str(random.of(endings));
        if seen.insert(word.clone()) {
            all.push(word);
        }
    }
    all
}

fn shares(words: usize) -> Vec<f64> {
    let mut sum = 0.0;
    (1..=words)
        .map(|rank| {
            sum += (rank as f64).powf(-EXPONENT);
            sum
        })
        .collect()
}
