//! The words by which people say how much a thing matters, and a text prepared for looking at them.

use passerelle_domain::{Span, Strength};

use crate::analyse::{Token, sentences};

/// A text with its words and sentences.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) sentences: Vec<Span>,
    /// Where lines end.
    breaks: Vec<usize>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let breaks = text.match_indices('\n').map(|(i, _)| i).collect();
        Self { text, tokens, sentences: sentences(text), breaks }
    }

    /// The words within a span, compounds included.
    pub(super) fn words(&self, span: Span) -> &'a [Token] {
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = self.tokens.partition_point(|t| t.span.start < span.end);
        self.tokens.get(from..to).unwrap_or_default()
    }

    /// The folded words within a span with one space between, around and after: ` sur site a blagnac `.
    pub(super) fn folded(&self, span: Span) -> String {
        let mut out = String::from(" ");
        for token in self.words(span).iter().filter(|t| !t.joined) {
            out.push_str(&token.exact);
            out.push(' ');
        }
        out
    }

    /// The same with elided words kept apart: « d'avril » begins with ` d `.
    pub(super) fn folded_with_elisions(&self, span: Span) -> String {
        format!(" {} ", passerelle_domain::fold(span.of(self.text)))
    }

    /// The sentence around a place.
    pub(super) fn sentence(&self, at: usize) -> Span {
        let i = self.sentences.partition_point(|s| s.end <= at);
        self.sentences.get(i).copied().filter(|s| s.start <= at).unwrap_or(Span { start: at, end: at })
    }

    /// The line around a place.
    pub(super) fn line(&self, at: usize) -> Span {
        let i = self.breaks.partition_point(|end| *end < at);
        let start = i.checked_sub(1).and_then(|i| self.breaks.get(i)).map_or(0, |end| end + 1);
        let end = self.breaks.get(i).copied().unwrap_or(self.text.len());
        Span { start, end }
    }
}

/// Headings and lead words, folded (elided words are gone: « ce qu'on veut » is `ce on veut`), of lists of must-haves.
const MUST_HEADS: [&str; 26] = [
    "must",
    "must have",
    "must haves",
    "mandatory",
    "required",
    "requirements",
    "essential",
    "indispensable",
    "indispensables",
    "obligatoire",
    "imperatif",
    "imperatifs",
    "exige",
    "exigences",
    "conditions eliminatoires",
    "eliminatoire",
    "prerequis",
    "pre requis",
    "requis",
    "sans quoi",
    "incontournable",
    "non negotiable",
    "criteres eliminatoires",
    "hard requirements",
    "obligations",
    "proche obligatoire",
];
/// Of lists of what is expected.
const SHOULD_HEADS: [&str; 47] = [
    "competences requises",
    "competences",
    "competences attendues",
    "competences recherchees",
    "required skills",
    "skills",
    "expertise",
    "expertises",
    "savoir faire",
    "profil recherche",
    "ce qui nous manque",
    "nous cherchons",
    "nous recherchons",
    "we look for",
    "we are looking for",
    "looking for",
    "should",
    "should have",
    "expected",
    "attendu",
    "attendus",
    "le travail",
    "travaux",
    "a faire",
    "scope",
    "perimetre",
    "work packages",
    "work package",
    "prestations demandees",
    "prestations",
    "ce il faut produire",
    "objectives",
    "what we need",
    "what we expect",
    "besoins",
    "souhaite",
    "souhaites",
    "missions",
    "ce on veut",
    "ce que nous voulons",
    "ce que nous ne savons pas faire",
    "profils",
    "profil",
    "what we would like",
    "what we want",
    "nous attendons",
    "ce que nous attendons",
];
/// Of lists of what would be welcome.
const NICE_HEADS: [&str; 24] = [
    "nice",
    "nice to have",
    "nice to haves",
    "un plus",
    "les plus",
    "plus",
    "a plus",
    "bonus",
    "apprecie",
    "apprecies",
    "appreciee",
    "appreciated",
    "useful",
    "nous aimerions aussi",
    "souhaitable",
    "souhaitables",
    "optional",
    "optionnel",
    "desirable",
    "desired",
    "would be a plus",
    "serait un plus",
    "bienvenu",
    "welcome",
];

/// What a heading or lead word announces; `None` for anything else.
pub(super) fn head(folded: &str) -> Option<Strength> {
    let words = folded.trim();
    if words.is_empty() || words.split(' ').count() > 12 {
        return None;
    }
    let begins = |list: &[&str]| {
        list.iter()
            .any(|cue| words == *cue || words.strip_prefix(cue).is_some_and(|rest| rest.starts_with(' ')))
    };
    // The more particular goes first: « compétences requises » is not « requis », « compétences appréciées » is a plus.
    let ends = |list: &[&str]| {
        list.iter().any(|cue| words.strip_suffix(cue).is_some_and(|rest| rest.ends_with(' ')))
    };
    if begins(&NICE_HEADS)
        || ends(&NICE_HEADS)
        || words.ends_with("appreciees")
        || words.ends_with("souhaitees")
    {
        Some(Strength::Nice)
    } else if ["indispensables", "obligatoires", "imperatives", "exigees", "eliminatoires", "mandatory"]
        .iter()
        .any(|w| words.ends_with(w))
    {
        Some(Strength::Must)
    } else if begins(&SHOULD_HEADS) {
        Some(Strength::Should)
    } else if begins(&MUST_HEADS) {
        Some(Strength::Must)
    } else {
        None
    }
}

const MUST_WORDS: [&str; 30] = [
    " you must ",
    " must hold ",
    " must be ",
    " doit detenir ",
    " doit etre titulaire ",
    " obligatoire ",
    " obligatoires ",
    " obligatoirement ",
    " indispensable ",
    " indispensables ",
    " imperatif ",
    " imperative ",
    " imperatifs ",
    " imperativement ",
    " exige ",
    " exigee ",
    " exiges ",
    " exigees ",
    " eliminatoire ",
    " eliminatoires ",
    " mandatory ",
    " must have ",
    " compulsory ",
    " non negociable ",
    " is a must ",
    " are a must ",
    " non negotiable ",
    " faute de quoi rien ",
    " requis absolument ",
    " sine qua non ",
];
const NICE_WORDS: [&str; 28] = [
    " un plus ",
    " apprecie ",
    " appreciee ",
    " apprecies ",
    " appreciees ",
    " bienvenu ",
    " bienvenue ",
    " bienvenus ",
    " bienvenues ",
    " idealement ",
    " nice to have ",
    " would be a plus ",
    " is a plus ",
    " are a plus ",
    " a plus would ",
    " desirable ",
    " ideally ",
    " preferably ",
    " souhaitable ",
    " souhaitables ",
    " si possible ",
    " if possible ",
    " would be welcome ",
    " would be appreciated ",
    " de preference ",
    " optional ",
    " is appreciated ",
    " are appreciated ",
];
const SHOULD_WORDS: [&str; 6] =
    [" souhaite ", " souhaitee ", " souhaites ", " souhaitees ", " attendue ", " attendues "];

/// Words by which people say in a sentence what they are after.
const WANTS: [&str; 17] = [
    " il nous faut ",
    " il nous faudrait ",
    " il faut donc ",
    " nous cherchons ",
    " nous recherchons ",
    " nous attendons ",
    " nous voulons ",
    " nous avons besoin ",
    " on cherche ",
    " on veut ",
    " on recherche ",
    " we need ",
    " we are looking for ",
    " we look for ",
    " we want ",
    " we seek ",
    " we expect ",
];

/// Of these, those that may as well be followed by a verb.
const HOPES: [&str; 4] = [" nous voulons ", " on veut ", " we want ", " nous attendons "];
const ARTICLES: [&str; 14] =
    ["un", "une", "des", "du", "le", "la", "les", "de", "a", "an", "the", "some", "donc", "somebody"];

/// Whether a sentence says what is wanted, and not that it is unwanted.
fn wants(folded: &str) -> bool {
    WANTS.iter().any(|cue| {
        folded.find(cue).and_then(|at| folded.get(at + cue.len() - 1..)).is_some_and(|rest| {
            // « Nous voulons une ACV » asks for a thing, « nous voulons voir » tells a hope.
            let hopes = HOPES.contains(cue)
                && !ARTICLES.contains(&rest.split_whitespace().next().unwrap_or_default());
            !hopes && ![" pas ", " not ", " plus ", " answered "].iter().any(|no| rest.starts_with(no))
        })
    })
}

/// What the wording inside a sentence says.
pub(super) fn inline(folded: &str) -> Option<Strength> {
    // "physics-informed networks if you must" demands nothing.
    let folded = &folded.replace(" if you must ", " ");
    let says = |list: &[&str]| list.iter().any(|cue| folded.contains(cue));
    // « idéalement X, obligatoirement Y » is rare; the weaker word is the safer reading of one sentence with both.
    // The last cell of a table row: « | VI-09 | thermographie | option | ».
    if says(&NICE_WORDS) || folded.ends_with(" option ") {
        Some(Strength::Nice)
    } else if says(&MUST_WORDS) {
        Some(Strength::Must)
    } else if says(&SHOULD_WORDS) || wants(folded) {
        Some(Strength::Should)
    } else {
        None
    }
}

/// Words of sentences about money and calendar: they ask for nothing a firm can do.
const TERMS_AND_CONDITIONS: [&str; 14] = [
    " budget ",
    " cofinanc",
    " co financ",
    " enveloppe ",
    " demarrage ",
    " demarrer ",
    " t0 ",
    " kick off ",
    " calendrier ",
    " remise ",
    " tjm ",
    " forfait",
    " milestone ",
    " delai",
];

/// Whether a sentence is about terms and conditions.
pub(super) fn is_about_terms(folded: &str) -> bool {
    TERMS_AND_CONDITIONS.iter().any(|word| folded.contains(word))
}
