//! What is checked of a workbook before anything in it is understood: that it is one, that it is bounded, that it carries
//! nothing that runs.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{Limits, shown};
use crate::{FileError, SourceFile};

mod parts;

use parts::{Keeper, Part};

/// Whether the bytes begin as those of a zip archive, which a workbook is.
pub(super) fn looks_zipped(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// How the compound files of older Office versions begin; also what a workbook with a password is wrapped in.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A reason to refuse, and what to do.
type Reason = (String, &'static str);

const AS_XLSX: &str = "open it in a spreadsheet program and save it as .xlsx";
const WITHOUT_MACROS: &str = "save it as .xlsx without macros, and give only what is in the cells";
const IN_PARTS: &str = "take away pictures and old sheets, or import it in parts";
const ANEW: &str = "copy what is in the cells into a new workbook";

fn damaged() -> Reason {
    ("the workbook is damaged or cut off".into(), "send it again, or open it and save it anew")
}

fn locked() -> Reason {
    ("the workbook is protected by a password".into(), "take the password off and save it again")
}

/// Checks an uploaded workbook against the limits, unpacking all of it once without keeping anything; gives the size of its
/// largest part, unpacked.
///
/// # Errors
/// The first reason not to read it: another format, a password, macros, links to other workbooks, damage, or more than the
/// limits allow by what was really unpacked, whatever sizes the archive declares.
pub(super) fn check(file: &SourceFile, limits: &Limits) -> Result<u64, FileError> {
    format(file)
        .and_then(|()| opened(file, limits))
        .and_then(|archive| unpacked(archive, file, limits))
        .map_err(|(message, hint)| file.error(None, "", &message, hint))
}

/// Whether name and first bytes are those of a workbook of today.
fn format(file: &SourceFile) -> Result<(), Reason> {
    match file.extension().as_str() {
        "xlsx" => {}
        "xlsm" | "xltm" | "xlam" | "xlsb" => {
            return Err((
                "workbooks that can hold macros are not read".into(),
                "save it as .xlsx, without macros",
            ));
        }
        old @ ("xls" | "ods") => {
            return Err((
                format!("`.{old}` files are not read"),
                "save it as .xlsx, the format of Excel since 2007",
            ));
        }
        "" => return Err(("the format is not known".into(), "give .xlsx, .csv, .tsv or .json")),
        other => {
            return Err((format!("`.{other}` files are not imported"), "give .xlsx, .csv, .tsv or .json"));
        }
    }
    if file.bytes.starts_with(COMPOUND) {
        let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if file.bytes.windows(wide.len()).any(|window| window == wide) {
            return Err(locked());
        }
        return Err(("the workbook is in the format of Excel before 2007".into(), AS_XLSX));
    }
    if looks_zipped(&file.bytes) { Ok(()) } else { Err(no_workbook()) }
}

fn no_workbook() -> Reason {
    ("this is no .xlsx workbook".into(), AS_XLSX)
}

type Archive<'f> = ZipArchive<Cursor<&'f [u8]>>;

/// The archive, when the names of what is in it are those of a workbook that neither runs nor reaches out.
fn opened<'f>(file: &'f SourceFile, limits: &Limits) -> Result<Archive<'f>, Reason> {
    let archive = ZipArchive::new(Cursor::new(file.bytes.as_slice())).map_err(|_| damaged())?;
    if archive.len() > limits.entries {
        return Err((format!("the workbook is made of more than {} files", limits.entries), AS_XLSX));
    }
    let listed: Result<Vec<String>, _> =
        archive.file_names().map(|name| name.map(|name| name.replace('\\', "/").to_lowercase())).collect();
    let names = listed.map_err(|_| damaged())?;
    let any = |part: &str| names.iter().any(|name| name.contains(part));
    if any("vbaproject") || any("macrosheets/") || any("activex/") {
        return Err(("the workbook holds macros".into(), WITHOUT_MACROS));
    }
    if any("externallinks/") {
        let hint = "in the Data menu break the links, or copy the sheet and paste values only";
        return Err(("the workbook is linked to other files".into(), hint));
    }
    if !names.iter().any(|name| name.trim_start_matches('/') == "xl/workbook.xml") {
        return Err(no_workbook());
    }
    Ok(archive)
}

/// Unpacks everything piece by piece; gives the size of the largest part.
fn unpacked(mut archive: Archive<'_>, file: &SourceFile, limits: &Limits) -> Result<u64, Reason> {
    let packed = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
    let (mut used, mut largest) = (0u64, 0);
    let mut buffer = vec![0; 64 * 1024];
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).map_err(|error| match error {
            ZipError::UnsupportedArchive(reason) if reason.to_lowercase().contains("password") => locked(),
            _ => damaged(),
        })?;
        let name = entry.name().map(|name| name.to_lowercase()).unwrap_or_default();
        let mut keeper = Keeper::new(Part::of(&name));
        let before = used;
        loop {
            let read = entry.read(&mut buffer).map_err(|_| damaged())?;
            if read == 0 {
                break;
            }
            used = used.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
            within(used, packed, limits)?;
            if !keeper.take(buffer.get(..read).unwrap_or_default(), limits) {
                return Err((parts::OVERLOADED.into(), ANEW));
            }
        }
        if keeper.runs() {
            return Err(("the workbook holds macros".into(), WITHOUT_MACROS));
        }
        if !keeper.modest() {
            return Err((parts::OVERLOADED.into(), ANEW));
        }
        largest = largest.max(used - before);
    }
    Ok(largest)
}

/// Whether so many bytes may be unpacked of so many.
fn within(used: u64, packed: u64, limits: &Limits) -> Result<(), Reason> {
    if used > limits.unpacked_bytes {
        return Err((
            format!("the workbook unpacks to more than {}", shown(limits.unpacked_bytes)),
            IN_PARTS,
        ));
    }
    // Small workbooks of many like rows are packed very well.
    let free = 10 << 20;
    if used > free && used > packed.saturating_mul(limits.ratio) {
        return Err((format!("the workbook unpacks to more than {} times its size", limits.ratio), IN_PARTS));
    }
    Ok(())
}
