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
    /// How many of a profile's best documents are added up. One document alone favours luck, all of them favour size.
    pub best_documents: usize,
    /// Of a profile's second best document what share counts, of its third the square of that, and so on.
    pub document_decay: f64,
    /// Share of the score for the brief as a whole against the whole profile.
    pub whole_weight: f64,
    /// Share of the score for the brief as a whole against the best documents.
    pub documents_weight: f64,
    /// Share of the score for all requirements together; nothing when the brief has none.
    pub requirements_weight: f64,
    /// How much a must counts among the requirements.
    pub must_weight: f64,
    /// How much an expected thing counts.
    pub should_weight: f64,
    /// How much a plus counts.
    pub nice_weight: f64,
    /// Share of a query's ideal score at which satisfaction reaches 1 - 1/e: no text uses all of a brief's words.
    pub half_answer: f64,
    /// Share of a requirement's weighted words that is a full answer to it: nobody repeats a demand word by word.
    pub full_answer: f64,
    /// What a word found through the French-English lexicon counts beside the word itself: translations are looser.
    pub lexicon_weight: f64,
    /// Satisfaction below which a requirement is listed as missing.
    pub met_threshold: f64,
    /// How rare a word must be, 0 (everywhere) to 1 (in one text), for it to meet a requirement of several words alone; below
    /// that it takes two: « process » alone answers nothing.
    pub rare_word: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            k1: 1.6,
            profile_b: 0.6,
            document_b: 0.95,
            title_weight: 0.5,
            language_excuse: 1.0,
            best_documents: 3,
            document_decay: 0.6,
            whole_weight: 0.3,
            documents_weight: 0.3,
            requirements_weight: 0.4,
            must_weight: 3.0,
            should_weight: 2.0,
            nice_weight: 1.0,
            half_answer: 0.12,
            full_answer: 0.55,
            lexicon_weight: 0.8,
            met_threshold: 0.35,
            rare_word: 0.6,
        }
    }
}
