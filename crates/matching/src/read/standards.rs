//! Certificates and standards named in a demand.

use passerelle_domain::{RequirementKind, Span, Standard, Strength};

use super::clearances;
use super::reading::Reading;

/// Who issues numbered standards; other capitals before a number are products or projects.
const ISSUERS: [&str; 18] = [
    "en", "iso", "iec", "do", "ed", "arp", "ecss", "ts", "nf", "astm", "iatf", "stanag", "mil", "part",
    "amc", "vdi", "sae", "ansi",
];

/// What an organisation can hold a certificate, an approval or a qualification of.
const CERTIFIABLE: [&str; 35] = [
    "en9100",
    "as9100",
    "as9100d",
    "en9110",
    "en9120",
    "iso9001",
    "iso14001",
    "iso45001",
    "iso27001",
    "iso27701",
    "iso13485",
    "iso50001",
    "iso22000",
    "iso22163",
    "iso20000",
    "iso17025",
    "iso22301",
    "iatf16949",
    "en15085",
    "en1090",
    "en9104",
    "part21j",
    "part21g",
    "part145",
    "part147",
    "hds",
    "passi",
    "nadcap",
    "mase",
    "secnumcloud",
    "qualiopi",
    "cofrac",
    "tisax",
    "cefri",
    "iso3834",
];

/// Practices one can have experience of, never a certificate: certification of the product or an assessment.
const PRACTICES: [&str; 3] = ["aspice", "cmmi", "misra"];

/// A standard within the first words of a demand is what it is about.
const FIRST_WORDS: usize = 1;

/// The standard that a demand is about, and whether its certificate is asked; `None` when it is about something else.
pub(super) fn kind(reading: &Reading<'_>, span: Span) -> Option<RequirementKind> {
    let all = named(reading, span);
    if all.is_empty() {
        let clearance = clearances::named(reading, span)?;
        let (standard, certificate) = (clearance.standard, clearance.held);
        return Some(RequirementKind::Certification { standard, certificate });
    }
    let folded = reading.folded(span);
    let says = |cues: &[&str]| cues.iter().any(|cue| folded.contains(cue));
    let certificate_word = says(&[
        " certifi",
        " certificat",
        " agrement",
        " agree ",
        " qualifie",
        " qualified ",
        " approval ",
        " labellis",
    ]);
    let experience_word = says(&[
        " experience",
        " connaissance",
        " maitrise",
        " pratique",
        " knowledge ",
        " literacy ",
        " familiar",
        " notions ",
        " awareness ",
        " culture ",
    ]);
    let words = reading.words(span).iter().filter(|t| !t.joined).count();
    let (key, at) =
        all.iter().find(|(key, _)| CERTIFIABLE.contains(&key.as_str())).or_else(|| all.first())?;
    let standard = Standard::new(at.of(reading.text)).ok()?;
    let certifiable = CERTIFIABLE.contains(&key.as_str());
    // A demand with a way round it closes no gate.
    let alternative = says(&[
        " or equivalent",
        " ou equivalent",
        " or work with ",
        " or a partner ",
        " ou un partenaire ",
        " ou travailler avec ",
        " ou s associer ",
        " ou en cours ",
        " or in progress ",
    ]);
    let alternative = alternative || (certifiables(&all).count() > 1 && says(&[" ou ", " or "]));
    // « EN 9100 exigée » and « Certification EN 9100 » ask for the paper; « expérience EN 9100 » and « DO-178C » for the practice.
    let certificate = certifiable && !alternative && (certificate_word || (!experience_word && words <= 12));
    // « IEC 62304 classe C : un dispositif mené de bout en bout » is about the standard it begins with.
    let first = reading.words(Span { start: span.start, end: at.start }).len() <= FIRST_WORDS;
    if certificate || experience_word || alternative || first || words <= 8 {
        return Some(RequirementKind::Certification { standard, certificate });
    }
    None
}

/// What else a demand for a certificate asks: the certifiable standards after its first, a clearance.
pub(super) fn others(reading: &Reading<'_>, span: Span) -> Vec<RequirementKind> {
    let all = named(reading, span);
    let kind = |standard| RequirementKind::Certification { standard, certificate: true };
    let standards = certifiables(&all).skip(1).filter_map(|(_, at)| Standard::new(at.of(reading.text)).ok());
    let clearance = clearances::named(reading, span).filter(|c| c.held && !all.is_empty());
    standards.chain(clearance.map(|c| c.standard)).map(kind).collect()
}

/// « Le titulaire devra être certifié ISO 9001 », "EN 9100 is required": words too common to mean a must-have by
/// themselves do when a sentence names what an organisation can be certified for.
pub(super) fn demanded(reading: &Reading<'_>, span: Span) -> Option<Strength> {
    const CUES: [&str; 12] = [
        " shall ",
        " must ",
        " required ",
        " requires ",
        " mandatory ",
        " devra ",
        " devront ",
        " doit ",
        " doivent ",
        " requis ",
        " requise ",
        " suppliers only ",
    ];
    let folded = reading.folded(span);
    let cue = CUES.iter().any(|cue| folded.contains(cue))
        && ![" not ", " pas "].iter().any(|no| folded.contains(no));
    let paper =
        || certifiables(&named(reading, span)).next().is_some() || clearances::named(reading, span).is_some();
    (cue && paper()).then_some(Strength::Must)
}

fn certifiables(all: &[(String, Span)]) -> impl Iterator<Item = &(String, Span)> {
    all.iter().filter(|(key, _)| CERTIFIABLE.contains(&key.as_str()))
}

/// Standards within a span, with their places, in the order of the text.
fn named(reading: &Reading<'_>, span: Span) -> Vec<(String, Span)> {
    let tokens = reading.words(span);
    let mut out = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let known = |word: &str| CERTIFIABLE.contains(&word) || PRACTICES.contains(&word);
        let numbered = token.joined
            && ISSUERS.iter().any(|issuer| {
                token.exact.strip_prefix(issuer).is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
            });
        if numbered || (!token.joined && known(&token.exact)) {
            out.push((token.exact.to_string(), token.span));
        } else if token.exact == "part"
            && let Some(next) = tokens.get(i + 1)
            && CERTIFIABLE.contains(&format!("part{}", next.exact).as_str())
        {
            out.push((format!("part{}", next.exact), Span { start: token.span.start, end: next.span.end }));
        }
    }
    out
}
