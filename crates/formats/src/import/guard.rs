//! What is checked of a workbook before anything in it is understood: that it is one, that it is bounded, that it carries
//! nothing that runs.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::limits::{Limits, shown};
use crate::{FileError, SourceFile};

/// Whether the bytes begin as those of a zip archive, which a workbook is.
pub(super) fn looks_zipped(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// How the compound files of older Office versions begin; also what a workbook with a password is wrapped in.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const AS_XLSX: &str = "open it in a spreadsheet program and save it as .xlsx";

/// Checks an uploaded workbook against the limits, unpacking all of it once without keeping anything; gives the size of its
/// largest part, unpacked.
///
/// # Errors
/// The first reason not to read it: another format, a password, macros, links to other workbooks, damage, or more than the
/// limits allow by what was really unpacked, whatever sizes the archive declares.
pub(super) fn check(file: &SourceFile, limits: &Limits) -> Result<u64, FileError> {
    let refuse = |message: &str, hint: &str| Err(file.error(None, "", message, hint));
    match file.extension().as_str() {
        "xlsm" | "xltm" | "xlam" | "xlsb" => {
            return refuse("workbooks that can hold macros are not read", "save it as .xlsx, without macros");
        }
        "xls" | "ods" => {
            return refuse(
                &format!("`.{}` files are not read", file.extension()),
                "save it as .xlsx, the format of Excel since 2007",
            );
        }
        "xlsx" => {}
        other => {
            let message = if other.is_empty() {
                "the format is not known".into()
            } else {
                format!("`.{other}` files are not imported")
            };
            return refuse(&message, "give .xlsx, .csv, .tsv or .json");
        }
    }
    if file.bytes.starts_with(COMPOUND) {
        let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if file.bytes.windows(wide.len()).any(|window| window == wide) {
            return refuse(
                "the workbook is protected by a password",
                "take the password off and save it again",
            );
        }
        return refuse("the workbook is in the format of Excel before 2007", AS_XLSX);
    }
    if !looks_zipped(&file.bytes) {
        return refuse("this is no .xlsx workbook", AS_XLSX);
    }
    let damaged = || {
        file.error(
            None,
            "",
            "the workbook is damaged or cut off",
            "send it again, or open it and save it anew",
        )
    };
    let mut archive = ZipArchive::new(Cursor::new(file.bytes.as_slice())).map_err(|_| damaged())?;
    if archive.len() > limits.entries {
        return refuse(&format!("the workbook is made of more than {} files", limits.entries), AS_XLSX);
    }
    let listed: Result<Vec<String>, _> =
        archive.file_names().map(|name| name.map(|name| name.replace('\\', "/").to_lowercase())).collect();
    let names = listed.map_err(|_| damaged())?;
    let any = |part: &str| names.iter().any(|name| name.contains(part));
    if any("vbaproject") || any("macrosheets/") || any("activex/") {
        return refuse(
            "the workbook holds macros",
            "save it as .xlsx without macros, and give only what is in the cells",
        );
    }
    if any("externallinks/") {
        return refuse(
            "the workbook is linked to other files",
            "in the Data menu break the links, or copy the sheet and paste values only",
        );
    }
    if !names.iter().any(|name| name.trim_start_matches('/') == "xl/workbook.xml") {
        return refuse("this is no .xlsx workbook", AS_XLSX);
    }
    let mut budget = Budget { used: 0, packed: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX), limits };
    let mut largest = 0;
    let mut buffer = vec![0; 64 * 1024];
    for i in 0..archive.len() {
        let mut entry = match archive.by_index(i) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::UnsupportedArchive(reason))
                if reason.to_lowercase().contains("password") =>
            {
                return refuse(
                    "the workbook is protected by a password",
                    "take the password off and save it again",
                );
            }
            Err(_) => return Err(damaged()),
        };
        let part = Part::of(&entry.name().map(|name| name.to_lowercase()).unwrap_or_default());
        let (mut kept, mut size, mut tags): (Vec<u8>, u64, usize) = (Vec::new(), 0, 0);
        loop {
            let read = entry.read(&mut buffer).map_err(|_| damaged())?;
            if read == 0 {
                break;
            }
            let piece = buffer.get(..read).unwrap_or_default();
            budget.spend(read).map_err(|message| {
                file.error(None, "", &message, "take away pictures and old sheets, or import it in parts")
            })?;
            size += u64::try_from(read).unwrap_or(u64::MAX);
            match part {
                Part::Texts => tags += piece.iter().filter(|&&b| b == b'<').count(),
                Part::Styles | Part::Types | Part::Plan => kept.extend_from_slice(piece),
                Part::Other => {}
            }
            if kept.len() > LARGEST_PLAN || tags > limits.cells.saturating_mul(4) {
                return refuse(OVERLOADED, "copy what is in the cells into a new workbook");
            }
        }
        if part == Part::Types && String::from_utf8_lossy(&kept).to_lowercase().contains("macroenabled") {
            return refuse("the workbook holds macros", "save it as .xlsx, without macros");
        }
        if part == Part::Styles && !modest(&kept) {
            return refuse(OVERLOADED, "copy what is in the cells into a new workbook");
        }
        largest = largest.max(size);
    }
    Ok(largest)
}

const OVERLOADED: &str = "the workbook's styles or lists are larger than any real one's";

/// Styles, lists of sheets and relations are kilobytes; bytes.
const LARGEST_PLAN: usize = 4 << 20;

/// The parts of a workbook that are read whole when it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Types,
    Styles,
    /// The list of sheets, relations, the theme.
    Plan,
    /// Texts that cells share.
    Texts,
    Other,
}

impl Part {
    fn of(name: &str) -> Self {
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        match file {
            "[content_types].xml" => Self::Types,
            "styles.xml" => Self::Styles,
            "sharedstrings.xml" => Self::Texts,
            _ if file.ends_with(".rels") || file.starts_with("workbook") || name.contains("theme/") => {
                Self::Plan
            }
            _ => Self::Other,
        }
    }
}

/// Whether styles stay small when each cell format is given its own copy of the names and codes that it refers to, which is
/// how they are read.
fn modest(styles: &[u8]) -> bool {
    let formats = styles.windows(2).filter(|pair| pair == b"xf").count();
    let longest =
        styles.split(|b| matches!(b, b'"' | b'\'' | b'>')).map(<[u8]>::len).max().unwrap_or_default();
    formats <= 300_000 && formats.saturating_mul(longest) <= 128 << 20
}

/// What may still be unpacked.
struct Budget<'l> {
    used: u64,
    packed: u64,
    limits: &'l Limits,
}

impl Budget<'_> {
    fn spend(&mut self, bytes: usize) -> Result<(), String> {
        self.used = self.used.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if self.used > self.limits.unpacked_bytes {
            return Err(format!("the workbook unpacks to more than {}", shown(self.limits.unpacked_bytes)));
        }
        let free = 10 << 20;
        if self.used > free && self.used > self.packed.saturating_mul(self.limits.ratio) {
            return Err(format!("the workbook unpacks to more than {} times its size", self.limits.ratio));
        }
        Ok(())
    }
}
