//! The public directory.

words! {
    /// Texts of the directory, of a firm's page and of sectors.
    Directory;
    title: "Annuaire des entreprises", "Directory of firms";
    search: "Compétence, outil, norme, nom…", "Skill, tool, standard, name…";
    filters: "Affiner", "Refine";
    clear: "Tout effacer", "Clear all";
    take_off: "Retirer le filtre {}\u{a0}: {}", "Take the filter off – {}: {}";
    more_values: "{} autre|{} autres", "{} more|{} more";
    found: "{} entreprise|{} entreprises", "{} firm|{} firms";
    nothing: "Aucune entreprise ne correspond.", "No firm matches.";
    nothing_hint: "Retirez un filtre, ou essayez un mot plus large\u{a0}: « simulation » plutôt que le nom d’un logiciel.", "Take a filter off, or try a wider word: “simulation” rather than the name of a program.";
    empty: "L’annuaire est encore vide.", "The directory is still empty.";
    empty_hint: "L’organisateur importe les entreprises, et chacune complète sa fiche.", "The organiser imports the firms, and each completes its profile.";
    skill: "Compétence", "Skill";
    sector: "Secteur", "Sector";
    certification: "Certification", "Certification";
    city: "Ville", "Town";
    size: "Taille", "Size";
    remote: "Centre à distance", "Remote centre";
    free: "Capacité disponible", "Free capacity";
    any: "Indifférent", "Any";
    people: "{} personne|{} personnes", "{} person|{} people";
    fresh: "Fiche confirmée le {}", "Profile confirmed on {}";
    stale: "Fiche non confirmée depuis le {}", "Profile not confirmed since {}";
    about: "L’entreprise", "The firm";
    capabilities: "Compétences", "Capabilities";
    references: "Références", "References";
    certifications: "Certifications", "Certifications";
    tools: "Outils", "Tools";
    sites: "Implantations", "Sites";
    valid_until: "valable jusqu’au {}", "valid until {}";
    expired: "expirée le {}", "expired on {}";
    no_references: "Pas encore de référence publiée.", "No reference published yet.";
    no_capabilities: "Pas encore de compétence publiée.", "No capability published yet.";
    claim: "C’est votre entreprise\u{a0}? Revendiquez cette fiche.", "Is this your firm? Claim this profile.";
    edit: "Compléter la fiche", "Complete the profile";
    sectors_title: "Qui peut servir un secteur\u{a0}?", "Who can serve a sector?";
    sectors_intro: "Les entreprises qui y ont des références, celles qui s’en réclament, puis celles dont les compétences s’y transposent.", "Firms with references there, firms that say they work in it, then those whose skills transfer.";
    sector_choose: "Choisir un autre secteur", "Choose another sector";
    sector_question: "{}\u{a0}: qui, dans la région, peut servir ce secteur\u{a0}?", "{}: who in the region could serve this sector?";
    sector_direct: "Avec des références", "With references";
    sector_direct_intro: "Elles y ont déjà mené des projets.", "They have done projects there.";
    sector_declared: "S’en réclament", "Say they work in it";
    sector_declared_intro: "Elles citent ce secteur, sans référence publiée pour l’instant.", "They name this sector, with no reference published so far.";
    sector_transfer: "Compétences transposables", "Skills that transfer";
    sector_transfer_intro: "Elles travaillent dans un secteur voisin\u{a0}: voici pourquoi leurs compétences s’y transposent.", "They work in a sector that is close: here is why their skills carry over.";
    sector_from: "depuis\u{a0}: {}", "from {}";
    sector_all: "Voir {} entreprise|Voir les {} entreprises", "See {} firm|See all {} firms";
    sector_nothing: "Aucune entreprise publiée pour ce secteur.", "No firm published for this sector.";
}
