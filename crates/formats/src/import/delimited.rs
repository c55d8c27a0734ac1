//! The one sheet of a CSV or TSV file.

use csv::{ReaderBuilder, StringRecord};

use super::limits::Limits;
use super::rows::Log;
use super::sheet::{Cell, Row, Sheet};
use crate::tree::Lines;
use crate::{FileError, SourceFile};

/// Reads a text file of rows; separated by `;`, `,` or tabs, whichever the first line uses most.
///
/// # Errors
/// The reason why the file as a whole is refused.
pub(super) fn read(file: &SourceFile, limits: &Limits, log: &mut Log) -> Result<Vec<Sheet>, FileError> {
    let (text, notice) = file.text()?;
    log.note_all(notice);
    // A title above the headings holds no separator, or one by chance.
    let telling = text.lines().take(10).find(|line| crate::firms::separators(line) > 1);
    let separator = crate::firms::separator(telling.unwrap_or(&text));
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let lines = Lines::new(&text, 1);
    let (mut number, mut cells) = (0, 0);
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let from = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        // Blank lines are rows of a spreadsheet that the reader passes over; the end of the line before may be among them.
        let rest = text.get(from..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let breaks = rest.get(..blank).unwrap_or_default();
        let ended = number == 0 || text.get(..from).is_some_and(|before| before.ends_with('\n'));
        let skipped = breaks.matches('\n').count().saturating_sub(usize::from(!ended));
        let line = lines.of(from + blank);
        let more = reader
            .read_record(&mut record)
            .map_err(|_| file.error(Some(line), "", "the row cannot be read", "check its double quotes"))?;
        if !more {
            break;
        }
        number += 1 + skipped;
        let row: Vec<(usize, Cell)> =
            record.iter().enumerate().filter_map(|(i, cell)| Some((i, Cell::text(cell)?))).collect();
        cells += row.len();
        let wrong = if number > limits.rows {
            Some((format!("there are more than {} rows", limits.rows), "import it in parts"))
        } else if cells > limits.cells {
            Some((format!("more than {} cells are filled", limits.cells), "import it in parts"))
        } else if record.len() > limits.columns {
            Some((
                format!("there are more than {} columns", limits.columns),
                "check separators and double quotes",
            ))
        } else if record
            .iter()
            .any(|cell| cell.len() > limits.cell_chars && cell.chars().count() > limits.cell_chars)
        {
            Some((
                format!("a cell has more than {} characters", limits.cell_chars),
                "check its double quotes",
            ))
        } else {
            None
        };
        if let Some((message, hint)) = wrong {
            return Err(file.error(Some(line), "", &message, hint));
        }
        if !row.is_empty() {
            rows.push(Row { number, line: Some(line), cells: row });
        }
    }
    if !text.matches('"').count().is_multiple_of(2) {
        let line = rows.last().and_then(|row| row.line);
        return Err(file.error(
            line,
            "",
            "a double quote is not closed",
            "close it; inside a text, write two",
        ));
    }
    Ok(vec![Sheet { name: String::new(), rows }])
}
