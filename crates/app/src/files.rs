//! Files and folders: read whole before anything is decided, written whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use passerelle_formats::{FileError, SourceFile};

use crate::error::{AppError, file_error};

/// The largest input file, bytes: far above any brief or problem, far below what would fill a memory.
const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// The list, inside an output folder, of what a run wrote there; the next run takes away what it no longer writes.
const MANIFEST: &str = "manifest.txt";

/// Reads one file; `-` is the standard input.
pub(crate) fn read(path: &Path) -> Result<SourceFile, AppError> {
    read_one(path).map_err(|error| AppError::Input(vec![error]))
}

/// Reads one file as UTF-8 text.
pub(crate) fn read_text(path: &Path) -> Result<String, AppError> {
    String::from_utf8(read(path)?.bytes)
        .map_err(|_| AppError::input(path, "is not UTF-8 text", "save it as UTF-8"))
}

fn read_one(path: &Path) -> Result<SourceFile, FileError> {
    let cannot = |cause: io::Error| {
        let hint = match cause.kind() {
            io::ErrorKind::NotFound => "check the path; paths are relative to where the command is run",
            io::ErrorKind::PermissionDenied => "ask for the right to read it",
            _ => "check that it is a file that can be read",
        };
        file_error(path, format!("cannot be read: {cause}"), hint)
    };
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes).map_err(cannot)?;
        return Ok(SourceFile { name: "standard input".into(), bytes });
    }
    let length = fs::metadata(path).map_err(cannot)?.len();
    if length > MAX_BYTES {
        return Err(file_error(path, format!("has {length} bytes"), "split it; 512 MiB is the most"));
    }
    fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(cannot)?;
    Ok(SourceFile { name: path.display().to_string(), bytes })
}

/// Reads a file, or every file of a folder (not of its sub-folders) that has one of the extensions, in order of name.
pub(crate) fn read_all(path: &Path, extensions: &[&str], what: &str) -> Result<Vec<SourceFile>, AppError> {
    if !path.is_dir() {
        return Ok(vec![read(path)?]);
    }
    let entries = fs::read_dir(path).map_err(|cause| {
        AppError::input(path, format!("cannot be read: {cause}"), "ask for the right to read it")
    })?;
    let mut wanted: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|file| file.is_file())
        .filter(|file| {
            file.extension()
                .and_then(|e| e.to_str())
                .is_some_and(|e| extensions.contains(&e.to_lowercase().as_str()))
        })
        .filter(|file| {
            file.file_name()
                .and_then(|n| n.to_str())
                .is_some_and(|n| !n.starts_with('.') && !n.eq_ignore_ascii_case("readme.md"))
        })
        .collect();
    wanted.sort();
    if wanted.is_empty() {
        let message = format!("the folder holds no {what}");
        return Err(AppError::input(
            path,
            message,
            format!("put files ending in .{} there", extensions.join(", .")),
        ));
    }
    let (mut files, mut wrong) = (Vec::new(), Vec::new());
    for file in wanted {
        match read_one(&file) {
            Ok(source) => files.push(source),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(files) } else { Err(AppError::Input(wrong)) }
}

/// Writes one file whole: under a name of its own first, then put in place.
///
/// # Errors
/// When the place cannot be written; what stood there before still stands.
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), AppError> {
    let fail = |cause| AppError::Output { path: path.to_owned(), cause };
    if path.is_dir() {
        return Err(fail(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    // A device or a pipe is written through; a link is followed, so that what it names is replaced and not the link.
    if path.exists() && !path.is_file() {
        return fs::write(path, content).map_err(fail);
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let path = target.as_path();
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".part-{}", std::process::id()));
    let part = PathBuf::from(part);
    fs::write(&part, content).and_then(|()| fs::rename(&part, path)).map_err(|cause| {
        // The part is of no use to anybody; that it may stay behind matters less than the first error.
        let _ = fs::remove_file(&part);
        fail(cause)
    })
}

/// Whether [`write_folder`] may use a folder: told before the work, not after it.
///
/// # Errors
/// When a file stands there, or the folder holds things that no run of this product wrote.
pub fn check_folder(folder: &Path) -> Result<(), AppError> {
    earlier(folder).map(|_| ()).map_err(|cause| AppError::Output { path: folder.to_owned(), cause })
}

/// Writes files into a folder: all of them beside it first, then put in place; what an earlier run wrote there under other
/// names is taken away.
///
/// # Errors
/// When the folder cannot be written, or holds things that no run of this product wrote.
pub fn write_folder(folder: &Path, files: &[(String, String)]) -> Result<(), AppError> {
    let fail = |cause| AppError::Output { path: folder.to_owned(), cause };
    let before = earlier(folder).map_err(fail)?;
    let staging = folder.with_file_name(format!(
        ".{}.part-{}",
        folder.file_name().and_then(|n| n.to_str()).unwrap_or("out"),
        std::process::id()
    ));
    let result = stage(&staging, files).and_then(|()| install(&staging, folder, files, &before));
    // Whatever happened, the staging folder has served.
    let _ = fs::remove_dir_all(&staging);
    result.map_err(fail)
}

fn earlier(folder: &Path) -> io::Result<BTreeSet<String>> {
    if folder.is_file() {
        return Err(io::Error::new(io::ErrorKind::NotADirectory, "a file stands there"));
    }
    match fs::read_to_string(folder.join(MANIFEST)) {
        Ok(text) => {
            Ok(text.lines().filter(|l| !l.contains("..") && !l.starts_with('/')).map(str::to_owned).collect())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if folder.is_dir() && fs::read_dir(folder)?.next().is_some() {
                return Err(io::Error::new(
                    io::ErrorKind::DirectoryNotEmpty,
                    "the folder holds other things",
                ));
            }
            Ok(BTreeSet::new())
        }
        Err(error) => Err(error),
    }
}

fn stage(staging: &Path, files: &[(String, String)]) -> io::Result<()> {
    for (name, content) in files {
        let path = staging.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    let manifest = lines(files.iter().map(|(name, _)| name));
    fs::write(staging.join(MANIFEST), manifest)
}

fn install(
    staging: &Path,
    folder: &Path,
    files: &[(String, String)],
    before: &BTreeSet<String>,
) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // The manifest goes first and names both runs, so that an interruption leaves nothing unaccounted for.
    let now: BTreeSet<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let both = lines(now.union(before));
    fs::write(folder.join(MANIFEST), both)?;
    for name in &now {
        let target = folder.join(name);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(staging.join(name), target)?;
    }
    for stale in before.difference(&now) {
        match fs::remove_file(folder.join(stale)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(staging.join(MANIFEST), folder.join(MANIFEST))
}

fn lines<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.flat_map(|name| [name.as_str(), "\n"]).collect()
}
