//! Words for values that come from data: sizes, levels, strengths, kinds.

words! {
    /// Names of values.
    Terms;
    size_micro: "Moins de 10 personnes", "Fewer than 10 people";
    size_small: "10 à 49 personnes", "10 to 49 people";
    size_medium: "50 à 249 personnes", "50 to 249 people";
    size_intermediate: "250 à 4 999 personnes", "250 to 4,999 people";
    size_large: "5 000 personnes et plus", "5,000 people and more";
    sme: "PME", "SMEs";
    level_notion: "notions", "basics";
    level_practitioner: "pratique", "practitioner";
    level_confirmed: "confirmé", "confirmed";
    level_expert: "expert", "expert";
    must: "indispensable", "must have";
    should: "attendu", "should have";
    nice: "un plus", "nice to have";
    draft: "Brouillon", "Draft";
    published: "Publié", "Published";
    open: "Ouvert", "Open";
    closed: "Clos", "Closed";
    setup: "En préparation", "In preparation";
    grade_3: "très souhaité", "most wished";
    grade_2: "souhaité", "wished";
    grade_1: "volontiers", "gladly";
}
