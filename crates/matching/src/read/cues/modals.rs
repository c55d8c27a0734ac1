//! « Le titulaire devra ... », "the supplier shall ...": what is asked of whoever does the work.

/// How a verb binds its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Modal {
    /// It binds.
    Must,
    /// It expects.
    Should,
    /// It permits.
    May,
}

const SUPPLIERS: [&str; 59] = [
    "livrable",
    "livrables",
    "deliverable",
    "deliverables",
    "solution",
    "software",
    "logiciel",
    "rapport",
    "outil",
    "prototype",
    "demonstrateur",
    "demonstrator",
    "systeme",
    "system",
    "team",
    "supplier",
    "suppliers",
    "contractor",
    "contractors",
    "provider",
    "providers",
    "partner",
    "partners",
    "bidder",
    "bidders",
    "vendor",
    "vendors",
    "candidate",
    "candidates",
    "tenderer",
    "tenderers",
    "applicant",
    "applicants",
    "consultant",
    "consultants",
    "you",
    "firm",
    "firms",
    "company",
    "companies",
    "subcontractor",
    "prestataire",
    "prestataires",
    "candidat",
    "candidats",
    "titulaire",
    "partenaire",
    "partenaires",
    "soumissionnaire",
    "soumissionnaires",
    "fournisseur",
    "fournisseurs",
    "attributaire",
    "societe",
    "entreprise",
    "equipe",
    "intervenants",
    "intervenant",
    "vous",
];
const BINDS: [&str; 17] = [
    "justifie", "possede", "detient", "must", "shall", "doit", "doivent", "devra", "devront", "devez",
    "devrez", "required", "obliged", "tenu", "tenue", "tenus", "engage",
];
const EXPECTS: [&str; 6] = ["should", "devrait", "devraient", "devriez", "ought", "expected"];
const PERMITS: [&str; 3] = ["may", "pourra", "pourront"];
/// How far before the verb its subject may stand, words.
const REACH: usize = 8;

/// The first verb by which a clause binds a supplier; the client's own people are nobody's supplier.
pub(super) fn asked_of_supplier(folded: &str) -> Option<Modal> {
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let modal = if BINDS.contains(word) {
            Modal::Must
        } else if EXPECTS.contains(word) {
            Modal::Should
        } else if PERMITS.contains(word) {
            Modal::May
        } else {
            return None;
        };
        // "Must speak French": a note leaves its subject out.
        if at == 0 && modal != Modal::May && *word != "required" && *word != "expected" {
            return Some(modal);
        }
        let from = at.saturating_sub(REACH);
        let subject = words.get(from..at)?.iter().rposition(|w| SUPPLIERS.contains(w));
        // « Il justifie d'une expérience » goes on with the supplier of the sentence before.
        let subject = subject.or_else(|| (at == 1 && words.first() == Some(&"il")).then_some(0))? + from;
        let ours = subject
            .checked_sub(1)
            .and_then(|i| words.get(i))
            .is_some_and(|w| matches!(*w, "our" | "notre" | "nos" | "a" | "une" | "un" | "my"));
        (!ours).then_some(modal)
    })
}
