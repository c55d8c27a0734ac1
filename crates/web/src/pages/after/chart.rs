//! Bar charts, drawn on the server. All that a chart shows stands in a table beside it as well.

use passerelle_domain::Language;

use super::super::reader;

/// Width of a drawing in its own units; it is scaled to the page. Small, so that its letters can be read on a phone.
const WIDTH: f64 = 340.0;
/// Room to the right of the longest bar, for its number.
const NUMBER: f64 = 46.0;
/// Heights of a line of text, of a bar with the space below it, and of the space between two rows.
const TEXT: usize = 19;
const BAR: usize = 20;
const GAP: usize = 8;

/// A bar: where, how long, and what it says.
pub(super) struct Bar {
    pub(super) y: usize,
    pub(super) width: String,
    pub(super) number_x: String,
    pub(super) told: String,
    /// Which of the series it belongs to, from 1.
    pub(super) series: usize,
}

/// A row: its label above its bars.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) y: usize,
    pub(super) bars: Vec<Bar>,
    /// The numbers again, for the table.
    pub(super) cells: Vec<String>,
}

/// A chart with what it says.
pub(super) struct Chart {
    pub(super) id: &'static str,
    pub(super) title: String,
    /// The chart in a sentence, for those who do not see it.
    pub(super) told: String,
    pub(super) height: usize,
    pub(super) head: Vec<String>,
    pub(super) series: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) note: Option<String>,
}

impl Chart {
    /// A chart of rows, each with as many values as there are series; `head` names the column of labels.
    pub(super) fn new(
        id: &'static str,
        title: String,
        (head, series): (String, Vec<String>),
        values: &[(String, Vec<usize>)],
        language: Language,
    ) -> Self {
        let most = values.iter().flat_map(|(_, row)| row).max().copied().unwrap_or(0).max(1) as f64;
        let mut y = 0;
        let mut sentence = Vec::new();
        let rows = values
            .iter()
            .map(|(label, numbers)| {
                let top = y;
                let cells: Vec<String> =
                    numbers.iter().map(|number| reader::number(*number as f64, 0, language)).collect();
                let bars = numbers
                    .iter()
                    .zip(&cells)
                    .enumerate()
                    .map(|(at, (number, told))| {
                        let width = *number as f64 / most * (WIDTH - NUMBER);
                        Bar {
                            y: top + TEXT + at * BAR,
                            width: format!("{width:.1}"),
                            number_x: format!("{:.1}", width + 6.0),
                            told: told.clone(),
                            series: at + 1,
                        }
                    })
                    .collect();
                y += TEXT + numbers.len() * BAR + GAP;
                sentence.push(format!("{label} {}", cells.join(" / ")));
                Row { label: label.clone(), y: top + 13, bars, cells }
            })
            .collect();
        let mut columns = vec![head];
        columns.extend(series.iter().cloned());
        Self { id, title, told: sentence.join(", "), height: y, head: columns, series, rows, note: None }
    }

    /// With a remark below it.
    pub(super) fn noted(mut self, note: String) -> Self {
        self.note = Some(note);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_leaves_room_for_its_number_and_nothing_gives_nothing() {
        let values = [("Un".to_owned(), vec![1_200, 0]), ("Deux".to_owned(), vec![600, 300])];
        let series = vec!["a".to_owned(), "b".to_owned()];
        let chart = Chart::new("c", "t".into(), ("h".into(), series.clone()), &values, Language::French);
        let width = |row: usize, bar: usize| chart.rows[row].bars[bar].width.parse::<f64>().unwrap_or(-1.0);
        assert_eq!((width(0, 0), width(0, 1), width(1, 0)), (WIDTH - NUMBER, 0.0, (WIDTH - NUMBER) / 2.0));
        assert_eq!(chart.told, "Un 1\u{202f}200 / 0, Deux 600 / 300");
        assert_eq!(chart.height, 2 * (TEXT + 2 * BAR + GAP));
        let none =
            Chart::new("c", "t".into(), ("h".into(), series), &[("Un".into(), vec![0, 0])], Language::French);
        assert_eq!(none.rows[0].bars[0].width, "0.0");
    }
}
