//! A file's name and contents, and its bytes as text.

use crate::{FileError, FileNotice};

/// A file as it was read: the name shown to people, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The name, as shown to people; its extension tells the format.
    pub name: String,
    /// The contents.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// The contents as text, and a notice when they were not UTF-8.
    ///
    /// A byte order mark tells UTF-8 and UTF-16. Without one, what is not valid UTF-8 is read as Windows-1252, which covers
    /// ISO 8859-1 and which every older French spreadsheet writes. Reading that way cannot fail; a file with null bytes is
    /// refused instead, because it is no text at all.
    pub(crate) fn text(&self) -> Result<(String, Option<FileNotice>), FileError> {
        use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
        let (encoding, rest) = match Encoding::for_bom(&self.bytes) {
            Some((encoding, mark)) => (encoding, self.bytes.get(mark..).unwrap_or_default()),
            None if std::str::from_utf8(&self.bytes).is_ok() => (UTF_8, self.bytes.as_slice()),
            None => (WINDOWS_1252, self.bytes.as_slice()),
        };
        let (text, broken) = encoding.decode_without_bom_handling(rest);
        if text.contains('\0') {
            return Err(self.error(None, "", "this is not a text file", "give a text file, saved as UTF-8"));
        }
        if broken {
            let message = format!("the file says it is {} and holds bytes that are not", encoding.name());
            return Err(self.error(None, "", &message, "save it again as UTF-8"));
        }
        let notice = (encoding != UTF_8).then(|| FileNotice {
            file: self.name.clone(),
            line: None,
            field: String::new(),
            message: format!("read as {}", shown(encoding.name())),
            hint: "save it as UTF-8 if letters with accents look wrong".into(),
        });
        Ok((text.into_owned(), notice))
    }

    /// The extension in lower case; empty when there is none.
    pub(crate) fn extension(&self) -> String {
        let file = self.file_part();
        file.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
    }

    /// The file's own name without folders and extension.
    pub(crate) fn stem(&self) -> &str {
        let file = self.file_part();
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }

    fn file_part(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    pub(crate) fn error(&self, line: Option<usize>, field: &str, message: &str, hint: &str) -> FileError {
        FileError {
            file: self.name.clone(),
            line,
            field: field.into(),
            message: message.into(),
            hint: hint.into(),
        }
    }
}

fn shown(encoding: &str) -> &str {
    match encoding {
        "windows-1252" => "Windows-1252",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Option<FileNotice>), FileError> {
        SourceFile { name: "a/b.x.TOML".into(), bytes: bytes.to_vec() }.text()
    }

    #[test]
    fn marks_and_old_encodings_are_understood() {
        assert_eq!(read("é".as_bytes()).unwrap(), ("é".into(), None));
        assert_eq!(read(b"\xef\xbb\xbf\xc3\xa9").unwrap(), ("é".into(), None));
        assert_eq!(read(b"\xff\xfe\xe9\x00").unwrap().0, "é");
        let (text, notice) = read(b"caf\xe9 \x80").unwrap();
        assert_eq!(text, "café €");
        assert_eq!(notice.unwrap().message, "read as Windows-1252");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(read(b"PK\x03\x04\x00\x00\xff").unwrap_err().message.contains("not a text file"));
    }

    #[test]
    fn the_name_tells_format_and_stem() {
        let file = SourceFile { name: "a/b.x.TOML".into(), bytes: vec![] };
        assert_eq!((file.extension().as_str(), file.stem()), ("toml", "b.x"));
    }
}
