//! Tables of requirements: which cell asks, which says how much it matters.

use passerelle_domain::{Span, Strength, fold};

use super::cues::{Head, Told, head, told};

/// A table while its rows are read.
#[derive(Debug, Default)]
pub(super) struct Table {
    columns: Option<Columns>,
}

/// What a table's header row says of its columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Columns {
    asks: Option<usize>,
    level: Option<usize>,
    /// Columns that are a strength themselves: `| Must | Should | Nice |`.
    strengths: Vec<(usize, Strength)>,
}

/// A row read: what is asked, and how much it matters when a cell says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) asked: Span,
    pub(super) strength: Option<Strength>,
}

const ASKS: [&str; 22] = [
    "exigence",
    "exigences",
    "requirement",
    "requirements",
    "besoin",
    "besoins",
    "need",
    "competence",
    "competences",
    "skill",
    "skills",
    "description",
    "demande",
    "what",
    "quoi",
    "critere",
    "criterion",
    "criteria",
    "topic",
    "sujet",
    "item",
    "libelle",
];
const LEVELS: [&str; 16] = [
    "niveau",
    "level",
    "priorite",
    "priority",
    "importance",
    "strength",
    "moscow",
    "statut",
    "status",
    "criticite",
    "poids",
    "obligatoire",
    "type",
    "caractere",
    "weight",
    "degre",
];
/// A cell that only ticks its column.
const TICKS: [&str; 6] = ["x", "✓", "✔", "oui", "yes", "•"];

/// The cells of a line, when it is a row of a table: at least two bars, tabs or semicolons.
pub(super) fn cells(text: &str, line: Span) -> Vec<Span> {
    let raw = line.of(text);
    let separator = if raw.matches('|').count() >= 2 {
        '|'
    } else if raw.matches('\t').count() >= 1 && !raw.trim().is_empty() {
        '\t'
    } else if raw.matches(';').count() >= 2 && !raw.contains("; ") && !raw.contains(" ;") {
        ';'
    } else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let mut start = 0;
    for end in raw.match_indices(separator).map(|(i, _)| i).chain([raw.len()]) {
        let cell = raw.get(start..end).unwrap_or_default();
        let left = cell.len() - cell.trim_start().len();
        let from = line.start + start + left;
        out.push(Span { start: from, end: from + cell.trim().len() });
        start = end + 1;
    }
    // The bars at both ends make no cells.
    if separator == '|' && raw.trim_start().starts_with('|') && !out.is_empty() {
        out.remove(0);
    }
    if separator == '|' && raw.trim_end().ends_with('|') {
        out.pop();
    }
    out
}

impl Table {
    /// Takes a row as the header when it is one: a ruled one names a column, any other two.
    pub(super) fn begins(&mut self, text: &str, cells: &[Span], is_ruled: bool) -> bool {
        if self.columns.is_some() {
            return false;
        }
        let Some(columns) = header(text, cells) else { return is_ruled };
        let named = [columns.asks, columns.level].into_iter().flatten().count() + columns.strengths.len();
        let begins = is_ruled || named >= 2;
        if begins {
            self.columns = Some(columns);
        }
        begins
    }

    /// Whether the header named columns of demands.
    pub(super) fn is_known(&self) -> bool {
        self.columns.is_some()
    }

    /// Reads a row: one demand, or one a column when columns are strengths.
    pub(super) fn rows(&self, text: &str, cells: &[Span]) -> Vec<Row> {
        let Some(columns) = self.columns.as_ref().filter(|c| !c.strengths.is_empty()) else {
            return row(text, cells, self.columns.as_ref()).into_iter().collect();
        };
        let ticked = |place: usize| {
            cells.get(place).is_some_and(|c| TICKS.contains(&c.of(text).to_lowercase().as_str()))
        };
        if let Some(asked) = columns.asks.and_then(|i| cells.get(i)) {
            let strength = columns.strengths.iter().find(|(i, _)| ticked(*i)).map(|s| s.1);
            return vec![Row { asked: *asked, strength }];
        }
        let cell = |(i, strength): &(usize, Strength)| {
            Some(Row { asked: *cells.get(*i)?, strength: Some(*strength) })
        };
        columns.strengths.iter().filter_map(cell).collect()
    }
}

/// Reads a header row; `None` when the cells name no column of requirements.
fn header(text: &str, cells: &[Span]) -> Option<Columns> {
    let folded: Vec<String> = cells.iter().map(|c| fold(c.of(text))).collect();
    let first =
        |cell: &String, names: &[&str]| cell.split(' ').next().is_some_and(|first| names.contains(&first));
    let strength = |cell: &String| match head(cell) {
        Some(Head::Asks(strength)) if cell.split(' ').count() <= 3 && !first(cell, &ASKS) => Some(strength),
        _ => None,
    };
    let strengths: Vec<(usize, Strength)> =
        folded.iter().enumerate().filter_map(|(i, cell)| Some((i, strength(cell)?))).collect();
    if strengths.len() >= 2 && strengths.windows(2).any(|w| matches!(w, [a, b] if a.1 != b.1)) {
        let asks = folded.iter().position(|cell| first(cell, &ASKS));
        return Some(Columns { asks, level: None, strengths });
    }
    let asks = folded.iter().position(|cell| first(cell, &ASKS));
    // « Obligatoire/Souhaité », "Must / Should / Nice" name the column by what it may say.
    let several =
        |cell: &String| cell.split(' ').filter(|word| level(word).is_some() && word.len() > 1).count() >= 2;
    let level = folded.iter().position(|cell| first(cell, &LEVELS) || several(cell));
    let level = level.filter(|level| Some(*level) != asks);
    (asks.is_some() || level.is_some()).then_some(Columns { asks, level, strengths: Vec::new() })
}

/// Reads a row: without a header the longest cell asks, and the last one that names a level tells it.
fn row(text: &str, cells: &[Span], columns: Option<&Columns>) -> Option<Row> {
    let level_at = columns.and_then(|c| c.level);
    let letters = |c: &Span| c.of(text).chars().filter(|c| c.is_alphanumeric()).count();
    let asked = columns
        .and_then(|c| c.asks)
        .and_then(|i| cells.get(i))
        .or_else(|| {
            let others = cells.iter().enumerate().filter(|(i, _)| Some(*i) != level_at);
            others.map(|(_, c)| c).max_by_key(|c| letters(c))
        })
        .copied()?;
    let said = level_at.and_then(|i| cells.get(i)).map(|c| fold(c.of(text)));
    // The W of MoSCoW: what will not be asked.
    if said.as_deref().is_some_and(|said| matches!(said, "w" | "won t" | "wont" | "won t have")) {
        return None;
    }
    let told = said.as_deref().and_then(level);
    let others = || cells.iter().rev().filter(|c| **c != asked).find_map(|c| level(c.of(text)));
    Some(Row { asked, strength: told.or_else(others) })
}

/// « impératif », "S", « souhaité, 6 % acceptés au premier jalon », `1`.
fn level(cell: &str) -> Option<Strength> {
    let folded = fold(cell);
    match folded.as_str() {
        "m" | "x" | "oui" | "yes" | "high" | "haute" | "haut" | "elevee" | "critique" | "critical"
        | "bloquant" | "bloquante" | "must" | "forte" | "fort" => return Some(Strength::Must),
        "s" | "medium" | "moyenne" | "moyen" | "important" | "importante" | "should" => {
            return Some(Strength::Should);
        }
        "c" | "n" | "low" | "basse" | "faible" | "could" | "nice" | "mineur" | "mineure" => {
            return Some(Strength::Nice);
        }
        _ => {}
    }
    let words = format!(" {folded} ");
    match told(&words) {
        Told::Asks(strength) => Some(strength),
        _ => match head(&words) {
            Some(Head::Asks(strength)) => Some(strength),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[&str]) -> Vec<(String, Option<Strength>)> {
        let mut table = Table::default();
        let mut out = Vec::new();
        for text in rows {
            let cells = cells(text, Span { start: 0, end: text.len() });
            if !table.begins(text, &cells, false) {
                let rows = table.rows(text, &cells);
                out.extend(rows.iter().map(|row| (row.asked.of(text).to_owned(), row.strength)));
            }
        }
        out
    }

    #[test]
    fn the_column_that_asks_is_taken_and_the_level_read() {
        use Strength::{Must, Nice, Should};
        let got = read(&[
            "| Réf | Exigence | Niveau |",
            "| A-1 | Voir 0,1 mm | impératif |",
            "| A-2 | CATIA | option |",
        ]);
        assert_eq!(got, [("Voir 0,1 mm".into(), Some(Must)), ("CATIA".into(), Some(Nice))]);
        let bare = read(&["| M | vibration analysis on spindles |", "| C | Rust |"]);
        assert_eq!(
            bare,
            [("vibration analysis on spindles".into(), Some(Must)), ("Rust".into(), Some(Nice))]
        );
        let columns = read(&["| Must | Should | Nice |", "| CFRP | KRC4 | Vision |"]);
        assert_eq!(
            columns,
            [("CFRP".into(), Some(Must)), ("KRC4".into(), Some(Should)), ("Vision".into(), Some(Nice))]
        );
        let ticks = read(&["Exigence\tObligatoire\tSouhaité", "Soudage\tx\t", "Tomographie\t\tx"]);
        assert_eq!(ticks, [("Soudage".into(), Some(Must)), ("Tomographie".into(), Some(Should))]);
        assert!(cells("a | b", Span { start: 0, end: 5 }).is_empty(), "one bar is prose");
    }
}
