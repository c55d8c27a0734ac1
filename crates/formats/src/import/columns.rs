//! What sheets may hold: kinds, their columns, and the words by which people head them.

use std::sync::LazyLock;

use passerelle_domain::{Language, fold};
use serde::{Deserialize, Serialize};

/// What the rows of a sheet are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A firm each.
    Firms,
    /// Something a firm can do each, with its level.
    Skills,
    /// A certificate of a firm each, with the days on which it holds.
    Certifications,
    /// A client's desk each; a client with one desk is one row.
    Clients,
    /// A person to talk to each.
    Contacts,
    /// A meeting that one side asks for each.
    Wishes,
    /// A time in which somebody is away each.
    Absences,
}

impl Kind {
    /// All of them, in the order in which they are imported.
    pub const ALL: [Self; 7] = [
        Self::Firms,
        Self::Skills,
        Self::Certifications,
        Self::Clients,
        Self::Contacts,
        Self::Wishes,
        Self::Absences,
    ];

    /// The word used in files and in a mapping.
    pub fn word(self) -> &'static str {
        match self {
            Self::Firms => "firms",
            Self::Skills => "skills",
            Self::Certifications => "certifications",
            Self::Clients => "clients",
            Self::Contacts => "contacts",
            Self::Wishes => "wishes",
            Self::Absences => "absences",
        }
    }

    /// Its name as the template's sheet has it.
    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Firms, Language::French) => "Firmes",
            (Self::Firms, Language::English) => "Firms",
            (Self::Skills, Language::French) => "Compétences",
            (Self::Skills, Language::English) => "Skills",
            (Self::Certifications, _) => "Certifications",
            (Self::Clients, _) => "Clients",
            (Self::Contacts, _) => "Contacts",
            (Self::Wishes, Language::French) => "Souhaits",
            (Self::Wishes, Language::English) => "Wishes",
            (Self::Absences, _) => "Absences",
        }
    }

    /// Its columns, in the order of the template.
    pub fn columns(self) -> &'static [ColumnInfo] {
        match self {
            Self::Firms => FIRMS,
            Self::Skills => SKILLS,
            Self::Certifications => CERTIFICATIONS,
            Self::Clients => CLIENTS,
            Self::Contacts => CONTACTS,
            Self::Wishes => WISHES,
            Self::Absences => ABSENCES,
        }
    }

    /// Reads the folded name of a sheet.
    pub(super) fn of_sheet(folded: &str) -> Option<Self> {
        Some(match folded {
            "firms" | "firm" | "firmes" | "firme" | "entreprises" | "entreprise" | "societes" | "societe"
            | "companies" | "annuaire" | "directory" | "esn" | "pme" | "prestataires" | "fournisseurs"
            | "suppliers" | "exposants" | "participants" | "adherents" | "membres" | "members" => Self::Firms,
            "competences" | "competence" | "skills" | "skill" | "capabilities" | "expertises"
            | "savoir faire" => Self::Skills,
            "certifications" | "certification" | "certificats" | "certificates" | "normes" | "agrements" => {
                Self::Certifications
            }
            "clients" | "client" | "donneurs d ordre" | "donneurs d ordres" | "donneur d ordre"
            | "grands comptes" | "primes" | "desks" | "bureaux" | "comptoirs" | "acheteurs" | "buyers" => {
                Self::Clients
            }
            "contacts" | "contact" | "interlocuteurs" | "personnes" | "people" | "correspondants" => {
                Self::Contacts
            }
            "wishes"
            | "wish"
            | "souhaits"
            | "souhait"
            | "voeux"
            | "demandes"
            | "requests"
            | "rendez vous souhaites"
            | "rdv souhaites" => Self::Wishes,
            "absences" | "absence" | "indisponibilites" | "indisponibilite" | "unavailability"
            | "unavailable" => Self::Absences,
            _ => return None,
        })
    }

    /// The column that a folded heading names.
    pub(super) fn column(self, folded: &str) -> Option<&'static ColumnInfo> {
        /// Folded headings, sorted, each with its column; one list a kind.
        static WORDS: LazyLock<Vec<Vec<(String, &'static ColumnInfo)>>> = LazyLock::new(|| {
            let words = |kind: Kind| {
                let mut all: Vec<(String, &'static ColumnInfo)> = Vec::new();
                for column in kind.columns() {
                    let key = column.key.replace('_', " ");
                    let named = [key.as_str(), column.french, column.english];
                    for word in named.iter().chain(column.also) {
                        all.push((fold(word), column));
                    }
                }
                all.sort_by(|a, b| a.0.cmp(&b.0));
                all
            };
            Kind::ALL.map(words).into()
        });
        let words = WORDS.get(self as usize)?;
        let at = words.binary_search_by(|(word, _)| word.as_str().cmp(folded)).ok()?;
        words.get(at).map(|(_, column)| *column)
    }

    /// The column of a key, as a mapping gives it.
    pub(super) fn key(self, key: &str) -> Option<&'static ColumnInfo> {
        self.columns().iter().find(|column| column.key == key)
    }
}

/// A column that sheets of a kind may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ColumnInfo {
    /// Its key, for a [`super::Mapping`].
    pub key: &'static str,
    /// Its heading in French.
    pub french: &'static str,
    /// Its heading in English.
    pub english: &'static str,
    /// Other headings by which it is known.
    #[serde(skip)]
    pub(super) also: &'static [&'static str],
    /// What to write in it, in French.
    pub help_french: &'static str,
    /// What to write in it, in English.
    pub help_english: &'static str,
    /// What the template's example row shows.
    #[serde(skip)]
    pub(super) example: (&'static str, &'static str),
}

impl ColumnInfo {
    /// Its heading in a language.
    pub fn heading(&self, language: Language) -> &'static str {
        match language {
            Language::French => self.french,
            Language::English => self.english,
        }
    }

    /// What to write in it, in a language.
    pub fn help(&self, language: Language) -> &'static str {
        match language {
            Language::French => self.help_french,
            Language::English => self.help_english,
        }
    }
}

macro_rules! columns {
    ($(#[$doc:meta])* $list:ident: $($key:literal, $french:literal, $english:literal, [$($also:literal),*],
        $help_fr:literal, $help_en:literal, $example_fr:literal, $example_en:literal;)*) => {
        $(#[$doc])*
        static $list: &[ColumnInfo] = &[$(ColumnInfo {
            key: $key,
            french: $french,
            english: $english,
            also: &[$($also),*],
            help_french: $help_fr,
            help_english: $help_en,
            example: ($example_fr, $example_en),
        }),*];
    };
}

columns! {
    /// Columns of firms.
    FIRMS:
    "id", "Identifiant", "Id", ["code", "identifier", "identifiant firme", "firm id", "ref"],
        "Court et sans espace ; à défaut, il est tiré du nom.", "Short, without spaces; made from the name when left out.",
        "(exemple)", "(example)";
    "name", "Nom", "Name", ["raison sociale", "entreprise", "societe", "company", "firm", "firme", "denomination",
        "nom de l entreprise", "nom entreprise", "nom de la societe", "nom societe", "company name", "firm name", "esn",
        "exposant", "adherent"],
        "Le nom de la firme ; il doit être rempli pour une nouvelle firme.", "The firm's name; needed for a new firm.",
        "Aérolys Ingénierie", "Aerolys Engineering";
    "headcount", "Effectif", "Headcount", ["effectifs", "salaries", "nombre de salaries", "nb salaries", "nombre d employes",
        "employees", "staff", "number of employees"],
        "Personnes employées.", "People employed.", "45", "45";
    "size", "Taille", "Size", ["size class", "categorie", "categorie d entreprise", "type d entreprise", "taille d entreprise"],
        "TPE, petite, PME, ETI ou GE ; à défaut, tirée de l'effectif.", "micro, small, medium, intermediate or large; from the headcount when left out.",
        "petite", "small";
    "city", "Ville", "City", ["commune", "town", "site", "siege", "localite", "location"],
        "La ville du siège.", "The town of the head office.", "Toulouse", "Toulouse";
    "postcode", "Code postal", "Postcode", ["cp", "zip", "postal code", "zip code"],
        "Code postal du siège.", "Postal code of the head office.", "31000", "31000";
    "country", "Pays", "Country", [],
        "FR, ES, DE... France à défaut.", "FR, ES, DE... France when left out.", "FR", "FR";
    "website", "Site web", "Website", ["site internet", "web", "url"],
        "Adresse du site.", "Web address.", "https://aerolys.example", "https://aerolys.example";
    "summary", "Présentation", "Summary", ["description", "resume", "activite", "about", "activites", "profil", "profile"],
        "Ce que fait la firme, en quelques phrases.", "What the firm does, in a few sentences.",
        "Bureau d'études en calcul de structures et en logiciel embarqué.", "Design office for stress analysis and embedded software.";
    "language", "Langue du texte", "Text language", ["langue", "language", "langue de la presentation"],
        "fr ou en ; reconnue à défaut.", "fr or en; recognised when left out.", "fr", "en";
    "spoken", "Langues parlées", "Languages spoken", ["languages", "langues", "spoken languages", "langues de travail"],
        "Séparées par ; : fr; en; de.", "Separated by ; : fr; en; de.", "fr; en", "fr; en";
    "sectors", "Secteurs", "Sectors", ["sector", "secteur", "secteurs d activite", "secteur d activite", "marches", "markets", "filieres"],
        "Séparés par ; : aéronautique; spatial.", "Separated by ; : aeronautics; space.", "aéronautique; spatial", "aeronautics; space";
    "skills", "Compétences", "Skills", ["skill", "capabilities", "competence", "expertises", "savoir faire", "expertise",
        "domaines de competence", "domaines d expertise", "metiers", "know how"],
        "Séparées par ; avec, si l'on veut, le niveau (notion, pratique, confirmé, expert) et le nombre de personnes entre parenthèses : Calcul de structures (expert, 12).",
        "Separated by ; with the level (notion, practitioner, confirmed, expert) and the number of people in parentheses if you like: Stress analysis (expert, 12).",
        "Calcul de structures (expert, 12); C++ (confirmé)", "Stress analysis (expert, 12); C++ (confirmed)";
    "tools", "Outils", "Tools", ["tool", "outil", "logiciels", "technologies", "environnements techniques", "software"],
        "Séparés par ; : CATIA V5; Abaqus.", "Separated by ; : CATIA V5; Abaqus.", "CATIA V5; Abaqus", "CATIA V5; Abaqus";
    "certifications", "Certifications", "Certifications", ["certification", "certificates", "certificats", "normes", "standards",
        "agrements", "labels"],
        "Séparées par ; avec, si l'on veut, le dernier jour de validité entre parenthèses : EN 9100 (30/04/2028).",
        "Separated by ; with the last day of validity in parentheses if you like: EN 9100 (2028-04-30).",
        "EN 9100 (30/04/2028); ISO 27001", "EN 9100 (2028-04-30); ISO 27001";
    "references", "Références", "References", ["reference", "projets", "projects", "realisations", "track record"],
        "Un projet par ligne de la cellule, ou séparés par |.", "One project a line of the cell, or separated by |.",
        "Voilure d'un avion régional (2025)", "Wing of a regional aircraft (2025)";
    "availability", "Disponibilités", "Availability", ["disponibilite", "intercontrat", "intercontrats", "bench", "capacity"],
        "Personnes libres par mois : 2027-01: 3; 2027-02: 2,5.", "People free by month: 2027-01: 3; 2027-02: 2.5.",
        "2027-01: 3; 2027-02: 2", "2027-01: 3; 2027-02: 2";
    "co_financing_eur", "Cofinancement", "Co-financing", ["cofinancement eur", "cofinancement euros", "cofinancement max", "co financement",
        "co financement eur", "co financing euros"],
        "Ce que la firme peut mettre dans un projet, en euros.", "What the firm can put into one project, euros.", "50 000 €", "50000";
    "day_rate_low_eur", "TJM min", "Day rate from", ["tjm", "taux journalier", "tjm bas", "day rate", "day rate low", "daily rate",
        "tjm mini", "tjm minimum", "day rate min"],
        "Taux journalier le plus bas, en euros ; « 450 - 720 » donne les deux.", "Lowest daily rate, euros; \"450 - 720\" gives both.", "450 €", "450";
    "day_rate_high_eur", "TJM max", "Day rate to", ["tjm haut", "day rate high", "tjm maxi", "tjm maximum", "day rate max"],
        "Taux journalier le plus haut, en euros.", "Highest daily rate, euros.", "720 €", "720";
    "mobility_km", "Mobilité (km)", "Mobility (km)", ["mobilite", "mobility", "rayon", "rayon d action", "radius", "rayon d intervention"],
        "Rayon de déplacement, en kilomètres.", "Radius within which it travels, kilometres.", "150", "150";
    "remote", "Travail à distance", "Remote work", ["teletravail", "a distance", "distanciel", "remote working"],
        "oui ou non.", "yes or no.", "oui", "yes";
    "remote_centres", "Centres distants", "Remote centres", ["centres de services", "delivery centres", "delivery centers", "centre de service",
        "remote centers", "centres de service", "autres sites"],
        "Villes, séparées par ; : Nantes; Tunis.", "Towns, separated by ; : Nantes; Tunis.", "Nantes", "Nantes";
    "updated", "Mis à jour", "Updated", ["mise a jour", "date", "maj", "date de mise a jour", "derniere mise a jour", "last updated"],
        "Le jour où la firme a confirmé son profil.", "The day the firm confirmed its profile.", "14/09/2026", "2026-09-14";
    "contact", "Contact", "Contact", ["contacts", "interlocuteur", "personne", "nom du contact", "contact nom", "contact name", "personne de contact"],
        "La personne à qui parler.", "Who to talk to.", "Claire Exemple", "Claire Example";
    "role", "Fonction", "Role", ["poste", "fonction du contact", "contact fonction", "titre", "job title", "contact role", "contact poste"],
        "Sa fonction.", "Their function.", "Directrice", "Director";
    "email", "E-mail", "E-mail", ["mail", "courriel", "adresse mail", "adresse e mail", "email address", "e mail address", "contact email",
        "contact e mail", "contact mail", "adresse electronique"],
        "Son adresse.", "Their address.", "claire@aerolys.example", "claire@aerolys.example";
    "phone", "Téléphone", "Phone", ["tel", "telephone number", "numero de telephone", "portable", "mobile", "contact telephone", "contact tel",
        "contact phone"],
        "Son numéro.", "Their number.", "05 61 00 00 00", "+33 5 61 00 00 00";
}

columns! {
    /// Columns of what firms can do.
    SKILLS:
    "firm", "Firme", "Firm", ["entreprise", "societe", "company", "raison sociale", "firm id", "esn"],
        "La firme, par identifiant ou nom.", "The firm, by id or name.",
        "(exemple) Aérolys Ingénierie", "(example) Aerolys Engineering";
    "skill", "Compétence", "Skill", ["competences", "skills", "capability", "expertise", "savoir faire", "domaine", "intitule"],
        "Ce que la firme sait faire, une ligne pour chaque chose.", "What the firm can do, one row for each thing.",
        "Calcul de structures", "Stress analysis";
    "level", "Niveau", "Level", ["maitrise", "proficiency"],
        "notion, pratique, confirmé ou expert.", "notion, practitioner, confirmed or expert.", "expert", "expert";
    "headcount", "Effectif", "Headcount", ["personnes", "people", "nombre de personnes", "nb personnes"],
        "Combien de personnes le savent.", "How many people can.", "12", "12";
    "text", "Détail", "Details", ["description", "details", "texte", "commentaire", "comment", "precisions"],
        "Plus en quelques mots.", "More in a few words.", "Voilures et caissons composites.", "Composite wings and boxes.";
}

columns! {
    /// Columns of certificates.
    CERTIFICATIONS:
    "firm", "Firme", "Firm", ["entreprise", "societe", "company", "raison sociale", "firm id", "esn"],
        "La firme, par identifiant ou nom.", "The firm, by id or name.",
        "(exemple) Aérolys Ingénierie", "(example) Aerolys Engineering";
    "standard", "Norme", "Standard", ["certification", "certificat", "certificate", "referentiel", "agrement", "label"],
        "La norme : EN 9100.", "The standard: EN 9100.", "EN 9100", "EN 9100";
    "scope", "Périmètre", "Scope", ["portee", "domaine", "champ"],
        "Ce que le certificat couvre.", "What the certificate covers.", "Conception de structures", "Design of structures";
    "number", "Numéro", "Number", ["n", "no", "numero de certificat", "certificate number"],
        "Numéro du certificat.", "Number of the certificate.", "FR-0042", "FR-0042";
    "valid_from", "Valable du", "Valid from", ["du", "debut", "from", "date de debut", "delivre le", "issued"],
        "Premier jour de validité.", "First day of validity.", "01/05/2025", "2025-05-01";
    "valid_until", "Valable jusqu'au", "Valid until", ["au", "fin", "until", "date de fin", "echeance", "expire le", "expiration", "expires",
        "validite", "valable au"],
        "Dernier jour de validité.", "Last day of validity.", "30/04/2028", "2028-04-30";
}

columns! {
    /// Columns of clients.
    CLIENTS:
    "id", "Identifiant", "Id", ["code", "identifier", "identifiant client", "client id", "code client"],
        "Court et sans espace ; le même pour tous les bureaux du client.", "Short, without spaces; the same for all desks of the client.",
        "(exemple)", "(example)";
    "name", "Client", "Client", ["name", "nom", "raison sociale", "entreprise", "societe", "company", "donneur d ordre", "donneur d ordres",
        "client name", "nom du client"],
        "Le nom du client ; une ligne pour chaque bureau.", "The client's name; one row for each desk.", "Avionneur Exemple", "Example Aircraft";
    "sector", "Secteur", "Sector", ["sectors", "secteurs", "secteur d activite"],
        "Son secteur.", "Its sector.", "aéronautique", "aeronautics";
    "desk", "Bureau", "Desk", ["desk id", "identifiant bureau", "id bureau", "comptoir", "table"],
        "Identifiant du bureau ; à défaut, tiré de la personne.", "Id of the desk; made from the person when left out.",
        "structures", "structures";
    "person", "Personne", "Person", ["interlocuteur", "contact", "responsable", "nom du contact", "contact name", "who", "acheteur", "buyer",
        "bureau personne", "bureau nom", "desk name", "contact nom"],
        "Qui y reçoit.", "Who sits there.", "Paul Exemple", "Paul Example";
    "role", "Fonction", "Role", ["poste", "titre", "job title", "service", "department"],
        "Sa fonction.", "Their function.", "Responsable R&D", "R&D manager";
    "email", "E-mail", "E-mail", ["mail", "courriel", "adresse mail", "adresse e mail", "email address"],
        "Son adresse.", "Their address.", "paul@avionneur.example", "paul@aircraft.example";
    "phone", "Téléphone", "Phone", ["tel", "numero de telephone", "portable", "mobile"],
        "Son numéro.", "Their number.", "", "";
}

columns! {
    /// Columns of contacts.
    CONTACTS:
    "firm", "Firme", "Firm", ["entreprise", "societe", "company", "raison sociale", "nom de l entreprise", "firm id", "organisation",
        "organization", "structure"],
        "La firme où travaille la personne, par identifiant ou nom.", "The firm the person works for, by id or name.",
        "(exemple) Aérolys Ingénierie", "(example) Aerolys Engineering";
    "client", "Client", "Client", ["donneur d ordre", "donneur d ordres", "client id"],
        "Ou le client, par identifiant ou nom.", "Or the client, by id or name.", "", "";
    "name", "Nom", "Name", ["contact", "personne", "nom du contact", "person", "nom complet", "full name", "interlocuteur", "contact name",
        "nom prenom", "prenom nom", "nom et prenom", "prenom et nom"],
        "Le nom de la personne.", "The person's name.", "Claire Exemple", "Claire Example";
    "first_name", "Prénom", "First name", ["given name"],
        "Son prénom, s'il a sa colonne.", "Their first name, if it has its own column.", "", "";
    "role", "Fonction", "Role", ["poste", "titre", "job title", "service", "department"],
        "Sa fonction.", "Their function.", "Directrice", "Director";
    "email", "E-mail", "E-mail", ["mail", "courriel", "adresse mail", "adresse e mail", "email address", "adresse electronique"],
        "Son adresse.", "Their address.", "claire@aerolys.example", "claire@aerolys.example";
    "phone", "Téléphone", "Phone", ["tel", "numero de telephone", "portable", "mobile"],
        "Son numéro.", "Their number.", "05 61 00 00 00", "+33 5 61 00 00 00";
}

columns! {
    /// Columns of wishes.
    WISHES:
    "by", "Demandeur", "Asked by", ["by", "de", "par", "qui", "from", "who", "requester", "wisher", "demande par"],
        "Qui souhaite : firme ou bureau (le mot), ou l'un d'eux par identifiant, nom ou e-mail. À défaut : le bureau s'il est nommé, sinon la firme.",
        "Who wishes: the word firm or desk, or one of them by id, name or e-mail. When left out: the desk if one is named, else the firm.",
        "(exemple) firme", "(example) firm";
    "firm", "Firme", "Firm", ["entreprise", "societe", "company", "firm id", "firme souhaitee", "prestataire"],
        "La firme, par identifiant ou nom.", "The firm, by id or name.", "Aérolys Ingénierie", "Aerolys Engineering";
    "desk", "Bureau", "Desk", ["desk id", "interlocuteur", "personne", "person", "comptoir", "client", "contact"],
        "Le bureau, par identifiant, personne ou e-mail.", "The desk, by id, person or e-mail.", "", "";
    "brief", "Projet", "Brief", ["project", "besoin", "sujet", "theme", "brief id", "appel a projets"],
        "Le projet, par identifiant ou titre.", "The brief, by id or title.", "voilure-legere", "light-wing";
    "grade", "Note", "Grade", ["priorite", "priority", "niveau", "interet", "interest", "souhait", "wish", "level"],
        "1 content, 2 intéressé, 3 indispensable.", "1 glad, 2 keen, 3 essential.", "2", "2";
    "message", "Message", "Message", ["commentaire", "commentaires", "comment", "comments", "remarque", "remarques", "motif", "note libre"],
        "Un mot pour l'autre partie.", "A word to the other side.", "Nous avons dimensionné deux voilures.", "We have sized two wings.";
}

columns! {
    /// Columns of absences.
    ABSENCES:
    "party", "Participant", "Participant", ["qui", "who", "nom", "name", "personne", "person", "participants"],
        "Qui est absent : firme ou bureau, par identifiant, nom ou e-mail.", "Who is away: a firm or a desk, by id, name or e-mail.",
        "(exemple) Aérolys Ingénierie", "(example) Aerolys Engineering";
    "firm", "Firme", "Firm", ["entreprise", "societe", "company", "firm id"],
        "Ou la firme, dans sa colonne.", "Or the firm, in its own column.", "", "";
    "desk", "Bureau", "Desk", ["desk id", "comptoir", "interlocuteur", "client"],
        "Ou le bureau, dans sa colonne.", "Or the desk, in its own column.", "", "";
    "date", "Date", "Date", ["jour", "day"],
        "Le jour, quand « de » et « à » n'ont que l'heure.", "The day, when \"from\" and \"until\" hold times only.", "", "";
    "from", "De", "From", ["debut", "start", "du", "depuis", "absent de", "absent du", "away from", "heure de debut", "date de debut", "a partir de"],
        "Début : 18/03/2027 14:00, ou un jour entier : 18/03/2027.", "Start: 2027-03-18 14:00, or a whole day: 2027-03-18.",
        "18/03/2027 14:00", "2027-03-18 14:00";
    "until", "À", "Until", ["fin", "end", "au", "jusqu a", "jusqu au", "to", "till", "heure de fin", "date de fin", "back at", "retour"],
        "Fin ; un jour sans heure compte entier.", "End; a day without a time counts as a whole.", "18/03/2027 15:30", "2027-03-18 15:30";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_heading_names_one_column() {
        for kind in Kind::ALL {
            let mut named: BTreeMap<String, &str> = BTreeMap::new();
            for column in kind.columns() {
                let words = [column.french, column.english].into_iter().chain(column.also.iter().copied());
                for word in words {
                    let earlier = named.insert(fold(word), column.key);
                    assert!(
                        earlier.is_none_or(|key| key == column.key),
                        "{kind:?} `{word}`: {earlier:?} and {}",
                        column.key
                    );
                }
            }
            for column in kind.columns() {
                assert_eq!(kind.column(&fold(column.french)).map(|c| c.key), Some(column.key));
                assert_eq!(kind.column(&fold(column.english)).map(|c| c.key), Some(column.key));
            }
        }
    }

    #[test]
    fn template_sheets_are_known_by_name() {
        for kind in Kind::ALL {
            for language in [Language::French, Language::English] {
                assert_eq!(Kind::of_sheet(&fold(kind.name(language))), Some(kind));
            }
        }
    }
}
