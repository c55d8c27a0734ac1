//! Tables of requirements: which cell asks, which says how much it matters.

use passerelle_domain::{Span, Strength, fold};

use super::cues::{head, inline};

/// What a table's header row says of its columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Columns {
    asks: Option<usize>,
    level: Option<usize>,
}

/// A row read: what is asked, and how much it matters when a cell says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) asked: Span,
    pub(super) strength: Option<Strength>,
}

const ASKS: [&str; 14] = [
    "exigence",
    "exigences",
    "requirement",
    "requirements",
    "besoin",
    "need",
    "competence",
    "competences",
    "skill",
    "description",
    "demande",
    "what",
    "quoi",
    "critere",
];
const LEVELS: [&str; 13] = [
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
];

/// The cells of a line, when it is a row of a table: at least two bars, or one that begins it.
pub(super) fn cells(text: &str, line: Span) -> Vec<Span> {
    let raw = line.of(text);
    if raw.matches('|').count() < 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut start = 0;
    for end in raw.match_indices('|').map(|(i, _)| i).chain([raw.len()]) {
        let cell = raw.get(start..end).unwrap_or_default();
        let left = cell.len() - cell.trim_start().len();
        let from = line.start + start + left;
        out.push(Span { start: from, end: from + cell.trim().len() });
        start = end + 1;
    }
    // The bars at both ends make no cells.
    if raw.trim_start().starts_with('|') && !out.is_empty() {
        out.remove(0);
    }
    if raw.trim_end().ends_with('|') {
        out.pop();
    }
    out
}

/// Reads a header row; `None` when the cells name no column of requirements.
pub(super) fn header(text: &str, cells: &[Span]) -> Option<Columns> {
    let place = |names: &[&str]| {
        cells.iter().position(|c| {
            let folded = fold(c.of(text));
            folded.split(' ').next().is_some_and(|first| names.contains(&first))
        })
    };
    let asks = place(&ASKS);
    let level = place(&LEVELS).filter(|level| Some(*level) != asks);
    (asks.is_some() || level.is_some()).then_some(Columns { asks, level })
}

/// Reads a row: without a header the longest cell asks, and the last one that names a level tells it.
pub(super) fn row(text: &str, cells: &[Span], columns: Columns) -> Option<Row> {
    let asked = columns
        .asks
        .and_then(|i| cells.get(i))
        .or_else(|| cells.iter().max_by_key(|c| c.of(text).chars().filter(|c| c.is_alphanumeric()).count()))
        .copied()?;
    let told = columns.level.and_then(|i| cells.get(i)).and_then(|c| level(c.of(text)));
    let others = || cells.iter().rev().filter(|c| **c != asked).find_map(|c| level(c.of(text)));
    Some(Row { asked, strength: told.or_else(others) })
}

/// « impératif », "S", « souhaité, 6 % acceptés au premier jalon », `1`.
fn level(cell: &str) -> Option<Strength> {
    let folded = fold(cell);
    match folded.as_str() {
        "m" | "x" | "oui" | "yes" | "high" | "haute" | "haut" | "elevee" | "critique" | "critical"
        | "bloquant" => {
            return Some(Strength::Must);
        }
        "s" | "medium" | "moyenne" | "moyen" | "important" => return Some(Strength::Should),
        "c" | "w" | "n" | "low" | "basse" | "faible" | "could" => return Some(Strength::Nice),
        _ => {}
    }
    let words = format!(" {folded} ");
    inline(&words).or_else(|| head(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[&str]) -> Vec<(String, Option<Strength>)> {
        let mut columns = Columns::default();
        let mut out = Vec::new();
        for text in rows {
            let cells = cells(text, Span { start: 0, end: text.len() });
            if let Some(found) = header(text, &cells) {
                columns = found;
                continue;
            }
            if let Some(row) = row(text, &cells, columns) {
                out.push((row.asked.of(text).to_owned(), row.strength));
            }
        }
        out
    }

    #[test]
    fn the_column_that_asks_is_taken_and_the_level_read() {
        let got = read(&[
            "| Réf | Exigence | Niveau |",
            "| A-1 | Voir 0,1 mm | impératif |",
            "| A-2 | CATIA | option |",
        ]);
        assert_eq!(
            got,
            [("Voir 0,1 mm".into(), Some(Strength::Must)), ("CATIA".into(), Some(Strength::Nice))]
        );
        let bare = read(&["| M | vibration analysis on spindles |", "| C | Rust |"]);
        assert_eq!(bare.first().and_then(|r| r.1), Some(Strength::Must));
        assert_eq!(bare.get(1).map(|r| r.0.as_str()), Some("Rust"));
        assert!(cells("a | b", Span { start: 0, end: 5 }).is_empty(), "one bar is prose");
    }
}
