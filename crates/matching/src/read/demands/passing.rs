//! Words of demand in a text in which nobody asks: "software is essential for the economy" in an abstract.
//!
//! A demand has somebody who asks (a client that tells of itself), somebody of whom it is asked (a partner, experience, a certificate), or
//! the form of one (an item, a lead word, a short sentence). A long sentence with none of these, one of few in a text that has no
//! other demand, tells of the world.

use passerelle_domain::Span;

use super::told_freely::is_own_story;
use crate::read::cues::Told;
use crate::read::reading::Reading;

/// Shorter sentences are not written in passing: « Le marquage CE est obligatoire. »
const FEWEST_WORDS: usize = 10;
/// One sentence of so many may be a remark; more of them are what the text is about.
const ONE_OF: usize = 3;
/// Sentences of fewer words are not counted.
const SENTENCE_WORDS: usize = 5;
/// Who is asked, and what is asked of people.
const ASKED: [&str; 58] = [
    "partner",
    "supplier",
    "contractor",
    "provider",
    "candidate",
    "candidates",
    "applicant",
    "applicants",
    "bidder",
    "bidders",
    "tenderer",
    "vendor",
    "consultant",
    "engineer",
    "you",
    "your",
    "experience",
    "experienced",
    "expertise",
    "skills",
    "proficiency",
    "familiarity",
    "certified",
    "certification",
    "certificate",
    "accreditation",
    "clearance",
    "references",
    "prestataire",
    "titulaire",
    "partenaire",
    "candidat",
    "candidats",
    "fournisseur",
    "soumissionnaire",
    "attributaire",
    "intervenant",
    "ingenieur",
    "vous",
    "votre",
    "vos",
    "competence",
    "competences",
    "experiences",
    "expertises",
    "maitrise",
    "maitriser",
    "connaissance",
    "connaissances",
    "savoir",
    "reference",
    "certifie",
    "certifiee",
    "habilitation",
    "agrement",
    "accreditations",
    "certifications",
    "clearances",
];
/// Who asks.
const ASKING: [&str; 9] = ["we", "our", "us", "nous", "notre", "nos", "on", "i", "je"];

/// Whether a clause could be a remark, going by its own words.
pub(super) fn may_be(folded: &str, told: Told) -> bool {
    let words = || folded.split_whitespace();
    let asks = told == Told::Wants && words().any(|word| ASKING.contains(&word));
    words().count() >= FEWEST_WORDS && !asks && !words().any(|word| ASKED.contains(&word))
}

/// Whether a text with so many sentences that hold such clauses, and no other demand, asks for nothing.
pub(super) fn are_all(reading: &Reading<'_>, remarks: usize) -> bool {
    let long = |span: &&Span| reading.words(**span).len() >= SENTENCE_WORDS;
    let sentences = reading.sentences.iter().filter(long).count();
    remarks * ONE_OF <= sentences && !is_own_story(reading)
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{Brief, BriefDraft, BriefId, Strength};

    fn brief(text: &str) -> Brief {
        crate::read_brief(BriefDraft::of_text(BriefId::new("b").unwrap(), text)).brief
    }

    const ABSTRACT: &str = "Seaweed for soils\n\nCoastal farms lose organic matter every winter. The project studies how seaweed composts \
        change the structure of sandy soils. Understanding the microbial communities of these composts is essential to predict how \
        carbon is stored in the long run. Field trials run in three regions over two years. The results feed a model of \
        carbon storage. Policy makers receive guidelines at the end of the project.";

    #[test]
    fn an_abstract_asks_for_nothing() {
        assert_eq!(brief(ABSTRACT).requirements, Vec::new());
    }

    #[test]
    fn whoever_asks_of_somebody_is_heard_in_the_same_text() {
        for (asked, word) in [
            (
                "Proven experience with the composting of seaweed in cold climates by a field team is essential to this work.",
                "cold climates",
            ),
            ("The CE marking is mandatory.", "CE marking"),
            (
                "The supplier must show that the composts of three earlier projects were analysed by an independent laboratory.",
                "independent laboratory",
            ),
        ] {
            let found = brief(&format!("{ABSTRACT} {asked}"));
            let must =
                |r: &passerelle_domain::Requirement| r.text.contains(word) && r.strength == Strength::Must;
            assert!(found.requirements.iter().any(must), "{asked}: {:?}", found.requirements);
        }
    }

    #[test]
    fn a_text_that_is_mostly_demands_keeps_them() {
        let text = "Compost\n\nAn analysis of the microbial communities of our seaweed composts over two winters is essential for the next \
            step. A model of how carbon is stored in sandy soils of the coast over ten years is required as well.";
        assert_eq!(brief(text).requirements.len(), 2);
    }
}
