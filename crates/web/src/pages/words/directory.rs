//! The public directory.

words! {
    /// Texts of the directory, of a firm's page and of sectors.
    Directory;
    title: "Annuaire des entreprises", "Directory of firms";
    intro: "Ce que les entreprises de la région publient de leurs compétences.", "What the firms of the region publish of their skills.";
    search: "Compétence, outil, norme, nom…", "Skill, tool, standard, name…";
    filters: "Affiner", "Refine";
    clear: "Tout effacer", "Clear all";
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
    languages: "Langues", "Languages";
    valid_until: "valable jusqu’au {}", "valid until {}";
    expired: "expirée le {}", "expired on {}";
    no_references: "Pas encore de référence publiée.", "No reference published yet.";
    no_capabilities: "Pas encore de compétence publiée.", "No capability published yet.";
    claim: "C’est votre entreprise\u{a0}? Revendiquez cette fiche.", "Is this your firm? Claim this profile.";
    edit: "Compléter la fiche", "Complete the profile";
    year: "année", "year";
    sectors_title: "Qui peut servir un secteur\u{a0}?", "Who can serve a sector?";
    sectors_intro: "Les entreprises qui y ont des références, puis celles dont les compétences s’y transposent.", "Firms with references there, then those whose skills transfer.";
    sector_choose: "Choisir un secteur", "Choose a sector";
    sector_direct: "Avec des références dans ce secteur", "With references in this sector";
    sector_transfer: "Compétences transposables", "Skills that transfer";
    sector_from: "depuis {}", "from {}";
    sector_nothing: "Aucune entreprise publiée pour ce secteur.", "No firm published for this sector.";
}
