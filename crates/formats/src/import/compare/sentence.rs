//! The dry run in words.

use passerelle_domain::Language;

use super::{Changed, Difference, Fresh, RefusedCell, Unchanged};
use crate::french::in_french;

/// Longer values are shortened: a sentence is read, not compared letter by letter.
const LONGEST: usize = 80;

fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 3).chain("...".chars()).collect()
}

fn quoted(text: &str, language: Language) -> String {
    match (text.is_empty(), language) {
        (true, Language::French) => "rien".into(),
        (true, Language::English) => "nothing".into(),
        (false, Language::French) => format!("«\u{a0}{}\u{a0}»", short(text)),
        (false, Language::English) => format!("\"{}\"", short(text)),
    }
}

impl Difference {
    /// How many firms are new, changed, unchanged, and how many cells are refused, in one sentence.
    pub fn summary(&self, language: Language) -> String {
        let counts = [self.new.len(), self.changed.len(), self.unchanged.len(), self.refused.len()];
        let words = match language {
            Language::French => [
                ["entreprise nouvelle", "entreprises nouvelles"],
                ["modifiée", "modifiées"],
                ["inchangée", "inchangées"],
                ["refus", "refus"],
            ],
            Language::English => [
                ["new firm", "new firms"],
                ["changed", "changed"],
                ["unchanged", "unchanged"],
                ["refusal", "refusals"],
            ],
        };
        // French has the singular for none, too.
        let one = |n: usize| n == 1 || (n == 0 && language == Language::French);
        let parts: Vec<String> = counts
            .iter()
            .zip(words)
            .map(|(&n, [singular, plural])| format!("{n} {}", if one(n) { singular } else { plural }))
            .collect();
        parts.join(", ")
    }

    /// Everything, a sentence each: refusals first, then new, changed and unchanged firms.
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let refused = self.refused.iter().map(|it| it.sentence(language));
        let new = self.new.iter().map(|it| it.sentence(language));
        let changed = self.changed.iter().map(|it| it.sentence(language));
        let unchanged = self.unchanged.iter().map(|it| it.sentence(language));
        refused.chain(new).chain(changed).chain(unchanged).collect()
    }
}

impl Fresh {
    /// « Firmes!3 : Aérolys (aerolys) est nouvelle. »
    pub fn sentence(&self, language: Language) -> String {
        let Self { id, name, place, .. } = self;
        match language {
            Language::French => format!("{place}\u{a0}: {name} ({id}) est une nouvelle entreprise."),
            Language::English => format!("{place}: {name} ({id}) is a new firm."),
        }
    }
}

impl Changed {
    /// Each field with what it was and what it would be.
    pub fn sentence(&self, language: Language) -> String {
        let Self { id, name, place, changes, .. } = self;
        let change = |it: &super::Change| {
            let (before, after) = (quoted(&it.before, language), quoted(&it.after, language));
            match language {
                Language::French => format!("{}\u{a0}: {before} devient {after}", it.field.name(language)),
                Language::English => format!("{}: {before} becomes {after}", it.field.name(language)),
            }
        };
        let changes: Vec<String> = changes.iter().map(change).collect();
        match language {
            Language::French => format!("{place}\u{a0}: {name} ({id}) change. {}.", changes.join("\u{a0}; ")),
            Language::English => format!("{place}: {name} ({id}) changes. {}.", changes.join("; ")),
        }
    }
}

impl Unchanged {
    /// « Firmes!3 : Aérolys (aerolys) reste telle quelle. »
    pub fn sentence(&self, language: Language) -> String {
        let Self { id, name, place } = self;
        match language {
            Language::French => format!("{place}\u{a0}: {name} ({id}) reste telle quelle."),
            Language::English => format!("{place}: {name} ({id}) stays as it is."),
        }
    }
}

impl RefusedCell {
    /// The cell, what is wrong, and what to do.
    pub fn sentence(&self, language: Language) -> String {
        let in_words = |text: &str| match language {
            Language::French => in_french(text).unwrap_or_else(|| text.to_owned()),
            Language::English => text.to_owned(),
        };
        let mut place = if self.cell.is_empty() { self.file.clone() } else { self.cell.clone() };
        if let Some(line) = self.line {
            place = match language {
                Language::French => format!("{place} (ligne {line})"),
                Language::English => format!("{place} (line {line})"),
            };
        }
        let (message, hint) = (in_words(&self.message), in_words(&self.hint));
        let end = match (hint.is_empty(), language) {
            (true, _) => String::new(),
            (false, Language::French) => format!("\u{a0}; {hint}"),
            (false, Language::English) => format!("; {hint}"),
        };
        match language {
            Language::French => format!("{place} est refusé\u{a0}: {message}{end}."),
            Language::English => format!("{place} is refused: {message}{end}."),
        }
    }
}
