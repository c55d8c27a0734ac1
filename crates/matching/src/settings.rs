//! Every number of the ranking, with its default and the reason for it.

/// Weights and limits of the ranking. The defaults were chosen on public test sets (an organisation's other projects,
/// aeronautics abstracts, French occupation sheets) with one configuration for all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// BM25 k1: how soon repeating a word stops to count. Higher than the usual 1.2: profiles and references repeat what the
    /// firm really does.
    pub k1: f64,
    /// BM25 b for the whole profile: how much length counts against it. Low, because a firm with many references has not
    /// become vaguer, it has done more.
    pub profile_b: f64,
    /// BM25 b for one document: nearly in full, a long reference is diluted. Measured: every test set gains over 0.75.
    pub document_b: f64,
    /// How much more a word of the brief's title counts, beside 1 for each time the text says it: a title is the shortest
    /// summary there is.
    pub title_weight: f64,
    /// How far a profile is excused for the brief's words that no text of its language uses, 0 (not at all) to 1: a French
    /// brief's words that the lexicon cannot carry over say nothing against an English profile.
    pub language_excuse: f64,
    /// How many of the market's best texts vote for their firms; equal scores count as one.
    pub voting_ranks: usize,
    /// Rank at which a vote counts half: the larger, the less the order of texts matters beside their scores.
    pub rank_decay: f64,
    /// Share of the best text's score below which a text does not vote: what is only near the subject adds nothing.
    pub voting_share: f64,
    /// Votes of one firm that count: texts beyond are more of the same.
    pub votes_per_firm: usize,
    /// Share of a brief's words, weighted, that a really good profile or text says: nobody repeats a brief word by word.
    pub good_share: f64,
    /// Sum of the cosines of a firm's three best texts that is good in itself.
    pub good_cosine: f64,
    /// Words up to which comparing spellings counts in full; it counts less in proportion for longer briefs.
    pub spelling_words: f64,
    /// Words from which what they go with counts in full; it counts less in proportion for shorter briefs: a place in the latent
    /// space takes several words.
    pub meaning_words: f64,
    /// Firms up to which every one is scored in full; beyond, a first look at all of them chooses who is.
    pub exhaustive_firms: usize,
    /// How many firms are then scored in full, and up to a fifth as many of those behind a gate. Measured on a generated market of
    /// 100,000 firms, see `passerelle-bench ranking`.
    pub candidates: usize,
    /// How many entries of word lists are read to choose them, rarest words first.
    pub candidate_postings: usize,
    /// Share of the score for the brief as a whole against the whole profile.
    pub whole_weight: f64,
    /// Share of the score for the brief as a whole against the best documents.
    pub documents_weight: f64,
    /// Share of the score for what the brief's words go with, found in the firms' own texts.
    pub meaning_weight: f64,
    /// Share of the score for comparing spellings, for a short brief.
    pub spelling_weight: f64,
    /// What naming a skill of the taxonomy counts beside naming its words.
    pub concept_weight: f64,
    /// Share of the score for all requirements together; nothing when the brief has none.
    pub requirements_weight: f64,
    /// How much a must counts among the requirements.
    pub must_weight: f64,
    /// How much an expected thing counts.
    pub should_weight: f64,
    /// How much a plus counts.
    pub nice_weight: f64,
    /// Share of a requirement's weighted words that is a full answer to it: nobody repeats a demand word by word.
    pub full_answer: f64,
    /// Score of a single sentence for a single point that is a full answer to it: all its words, or most of them and the very
    /// skill under another name.
    pub full_sentence: f64,
    /// Firms up to which all are read sentence by sentence; of a larger market the best are.
    pub read_closely: usize,
    /// What a word found through the French-English lexicon counts beside the word itself: translations are looser.
    pub lexicon_weight: f64,
    /// Satisfaction below which a requirement is listed as missing.
    pub met_threshold: f64,
    /// How rare a word must be, 0 (everywhere) to 1 (in one text), for it to meet a requirement of several words alone; below
    /// that it takes two: « process » alone answers nothing.
    pub rare_word: f64,
    /// Share of the score for people free in the project's months, when the brief tells its load and dates. All five fits together
    /// stay near a tenth: a firm is chosen for what it knows, means decide between equals.
    pub capacity_weight: f64,
    /// Share of the score for what the firm can put in, when the brief tells its budget and the firm's share.
    pub co_financing_weight: f64,
    /// Share of the score for daily rates, when the brief tells what it would pay.
    pub day_rate_weight: f64,
    /// Share of the score for nearness, when the brief wants the firm somewhere.
    pub distance_weight: f64,
    /// Share of the score for knowing the client's sector: little, because skills carry over.
    pub sector_weight: f64,
    /// Months over which the work is spread when the brief tells no end: most projects are planned by the year.
    pub usual_months: usize,
    /// How far above the client's highest rate the firm's lowest may be, as a share of it, before nothing is left of the fit: rates
    /// are bargained over, not by a third and more.
    pub rate_excess: f64,
    /// How near to a site is near enough when the brief does not say, kilometres: a daily drive of under an hour.
    pub site_km: u32,
    /// What a firm that sits too far, but says that it goes that far, keeps of the fit of a near one.
    pub comes_along: f64,
    /// What serving a sector close to the client's counts beside serving it (pairs in config/sectors.tsv).
    pub close_sector: f64,
    /// What serving any other sector counts; below the half that a firm that tells no sector gets.
    pub other_sector: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            k1: 1.4,
            profile_b: 0.5,
            document_b: 0.8,
            title_weight: 0.5,
            language_excuse: 1.0,
            voting_ranks: 300,
            rank_decay: 75.0,
            voting_share: 0.25,
            votes_per_firm: 15,
            good_share: 0.1,
            good_cosine: 0.6,
            spelling_words: 8.0,
            meaning_words: 8.0,
            exhaustive_firms: 20_000,
            candidates: 2_000,
            candidate_postings: 600_000,
            whole_weight: 0.2,
            documents_weight: 0.2,
            meaning_weight: 0.28,
            spelling_weight: 0.3,
            concept_weight: 0.5,
            requirements_weight: 0.4,
            must_weight: 3.0,
            should_weight: 2.0,
            nice_weight: 1.0,
            full_answer: 0.55,
            full_sentence: 1.0,
            read_closely: 300,
            lexicon_weight: 0.8,
            met_threshold: 0.38,
            rare_word: 0.6,
            capacity_weight: 0.03,
            co_financing_weight: 0.02,
            day_rate_weight: 0.02,
            distance_weight: 0.03,
            sector_weight: 0.02,
            usual_months: 12,
            rate_excess: 0.3,
            site_km: 50,
            comes_along: 0.7,
            close_sector: 0.7,
            other_sector: 0.4,
        }
    }
}
