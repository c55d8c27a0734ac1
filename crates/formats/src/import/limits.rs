//! How much of a file is read at most.

/// Bounds on an uploaded file. What is beyond them is refused before it is read into memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The file itself, bytes.
    pub file_bytes: u64,
    /// All parts of a workbook unpacked, bytes, counted while unpacking.
    pub unpacked_bytes: u64,
    /// How many times larger than the file its unpacked parts may be, beyond the first ten megabytes.
    pub ratio: u64,
    /// Files inside a workbook.
    pub entries: usize,
    /// Sheets.
    pub sheets: usize,
    /// Number of the last row of a sheet.
    pub rows: usize,
    /// Number of the last column of a sheet.
    pub columns: usize,
    /// Cells that hold anything, of all sheets together.
    pub cells: usize,
    /// Characters in one cell.
    pub cell_chars: usize,
    /// Text of all cells together, bytes: shared texts count each time they are used.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 32 << 20,
            unpacked_bytes: 128 << 20,
            ratio: 150,
            entries: 2_000,
            sheets: 50,
            rows: 100_000,
            columns: 500,
            cells: 2_000_000,
            cell_chars: 32_767,
            text_bytes: 128 << 20,
        }
    }
}

/// A number of bytes as people say it.
pub(super) fn shown(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}
