//! The parts of a workbook that are read whole when it is opened, and how large they may be.

use super::super::limits::Limits;

pub(super) const OVERLOADED: &str = "the workbook's styles or lists are larger than any real one's";

/// Styles, lists of sheets and relations are kilobytes; bytes.
const LARGEST: usize = 4 << 20;

/// What a part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What the other parts are.
    Types,
    /// Formats of cells.
    Styles,
    /// The list of sheets, relations, the theme.
    Plan,
    /// Texts that cells share.
    Texts,
    /// Sheets, and what is never read: pictures, comments.
    Other,
}

impl Part {
    /// Reads the lower-case name of a part.
    pub(super) fn of(name: &str) -> Self {
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        match file {
            "[content_types].xml" => Self::Types,
            "styles.xml" => Self::Styles,
            "sharedstrings.xml" => Self::Texts,
            _ if name.contains("_rels/") || file.starts_with("workbook") || name.contains("theme/") => {
                Self::Plan
            }
            _ => Self::Other,
        }
    }
}

/// What is kept of one part while it is unpacked.
pub(super) struct Keeper {
    part: Part,
    kept: Vec<u8>,
    tags: usize,
}

impl Keeper {
    pub(super) fn new(part: Part) -> Self {
        Self { part, kept: Vec::new(), tags: 0 }
    }

    /// Takes a piece; false when the part has become too large.
    pub(super) fn take(&mut self, piece: &[u8], limits: &Limits) -> bool {
        match self.part {
            Part::Texts => self.tags += piece.split(|b| *b == b'<').count() - 1,
            Part::Styles | Part::Types | Part::Plan => self.kept.extend_from_slice(piece),
            Part::Other => {}
        }
        self.kept.len() <= LARGEST && self.tags <= limits.cells.saturating_mul(4)
    }

    /// Whether the part says that the workbook has macros.
    pub(super) fn runs(&self) -> bool {
        self.part == Part::Types
            && String::from_utf8_lossy(&self.kept).to_lowercase().contains("macroenabled")
    }

    /// Whether styles stay small when each cell format is given its own copy of the names and codes that it refers to, which
    /// is how they are read.
    pub(super) fn modest(&self) -> bool {
        if self.part != Part::Styles {
            return true;
        }
        let formats = self.kept.windows(2).filter(|pair| pair == b"xf").count();
        let ends = |b: &u8| matches!(b, b'"' | b'\'' | b'>');
        let longest = self.kept.split(ends).map(<[u8]>::len).max().unwrap_or_default();
        formats <= 300_000 && formats.saturating_mul(longest) <= 128 << 20
    }
}
