//! Text out of the documents in which briefs arrive: Markdown and plain text, Word (.docx), PDF.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::error::FileError;
use crate::source::SourceFile;

/// Bytes that a Word document may unpack to; a longer one is a bomb.
const MOST_UNPACKED: u64 = 20 << 20;

fn wrong(name: &str, message: &str, hint: &str) -> Vec<FileError> {
    vec![FileError {
        file: name.into(),
        line: None,
        field: "file".into(),
        message: message.into(),
        hint: hint.into(),
    }]
}

/// The text of a document, by the ending of its name and by what it begins with.
///
/// Paragraphs are lines; Word's headings become Markdown headings, its lists Markdown lists, cells of a table are parted by `|`.
///
/// # Errors
/// When the kind is not known, the document is damaged, or there is no text in it (a scan).
pub fn text(file: &SourceFile) -> Result<String, Vec<FileError>> {
    let name = file.name.as_str();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let text = if file.bytes.starts_with(b"%PDF-") {
        pdf(name, &file.bytes)?
    } else if ending == "docx" {
        docx(name, &file.bytes)?
    } else if file.bytes.starts_with(b"PK\x03\x04")
        || file.bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
        || file.bytes.contains(&0)
    {
        return Err(wrong(
            name,
            "this kind of document is not read",
            "give Markdown, plain text, .docx or PDF",
        ));
    } else {
        plain(&file.bytes)
    };
    if text.trim().is_empty() {
        let message = "there is no text in this document";
        return Err(wrong(name, message, "a scan holds pictures only: paste the text instead"));
    }
    Ok(text)
}

/// UTF-8, else what Windows writes.
fn plain(bytes: &[u8]) -> String {
    let (text, ..) = encoding_rs::UTF_8.decode(bytes);
    if text.contains('\u{fffd}') {
        let (text, ..) = encoding_rs::WINDOWS_1252.decode(bytes);
        return text.into_owned();
    }
    text.into_owned()
}

fn pdf(name: &str, bytes: &[u8]) -> Result<String, Vec<FileError>> {
    let bytes = bytes.to_vec();
    // The reader of a library that panics on some damaged files: a panic is a damaged file.
    let read = std::panic::catch_unwind(move || pdf_extract::extract_text_from_mem(&bytes));
    match read {
        Ok(Ok(text)) => Ok(joined(&text)),
        Ok(Err(_)) | Err(_) => Err(wrong(
            name,
            "this PDF is damaged or protected",
            "save it again without protection, or paste the text",
        )),
    }
}

/// Lines of a page put together into paragraphs: a line goes on unless it ends a sentence or the next begins an item.
fn joined(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().map(str::trim) {
        let item = line.starts_with(['-', '•', '*', '–', '#'])
            || line.split_once(['.', ')']).is_some_and(|(head, _)| {
                head.len() < 3 && head.chars().all(|c| c.is_ascii_digit()) && !head.is_empty()
            });
        if line.is_empty() {
            if !out.ends_with("\n\n") && !out.is_empty() {
                out.push_str(if out.ends_with('\n') { "\n" } else { "\n\n" });
            }
            continue;
        }
        let ended = out.is_empty() || out.ends_with(['\n']);
        let new = item || out.ends_with(['.', ':', '!', '?', ';']);
        if !ended {
            out.push(if new { '\n' } else { ' ' });
        }
        out.push_str(line);
    }
    out
}

fn docx(name: &str, bytes: &[u8]) -> Result<String, Vec<FileError>> {
    let damaged =
        || wrong(name, "this Word document is damaged", "open and save it again, or paste the text");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let part = archive.by_name("word/document.xml").map_err(|_| damaged())?;
    let mut xml = Vec::new();
    part.take(MOST_UNPACKED + 1).read_to_end(&mut xml).map_err(|_| damaged())?;
    if xml.len() as u64 > MOST_UNPACKED {
        return Err(wrong(name, "this Word document is larger than any brief", "paste the text instead"));
    }
    paragraphs(&xml).ok_or_else(damaged)
}

/// Paragraphs of WordprocessingML (ECMA-376, part 1, section 17.3): `w:p` with its text `w:t`, tabs and breaks; text that was
/// deleted with changes tracked (`w:delText`) is not text.
fn paragraphs(xml: &[u8]) -> Option<String> {
    let mut reader = Reader::from_reader(xml);
    let (mut out, mut line) = (String::new(), String::new());
    let (mut heading, mut item, mut in_text, mut cells) = (0_usize, false, false, 0_usize);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) if matches!(tag.local_name().as_ref(), "tab") => {
                line.push(' ');
            }
            Event::Start(tag) | Event::Empty(tag) if matches!(tag.local_name().as_ref(), "br" | "cr") => {
                line.push('\n');
            }
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "pStyle" => {
                let style = tag.attributes().flatten().find(|one| one.key.local_name().as_ref() == "val");
                let style = style.map(|one| one.value.to_lowercase()).unwrap_or_default();
                let told = ["heading", "titre"].iter().find_map(|word| style.strip_prefix(word));
                let level = told.map(|rest| rest.trim().parse().unwrap_or(1));
                heading = level.or((style == "title").then_some(1)).unwrap_or(0).min(6);
                item |= style.starts_with("list") || style.starts_with("paragraphedeliste");
            }
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "numPr" => item = true,
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => in_text = true,
                "tr" => cells = 0,
                "tc" => {
                    if cells > 0 {
                        out = out.trim_end().to_owned();
                        out.push_str(" | ");
                    }
                    cells += 1;
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "p" => {
                    let text = std::mem::take(&mut line);
                    let text = text.trim();
                    if !text.is_empty() {
                        if heading > 0 {
                            out.push_str(&"#".repeat(heading));
                            out.push(' ');
                        } else if item {
                            out.push_str("- ");
                        }
                        out.push_str(text);
                    }
                    out.push_str(if item && heading == 0 { "\n" } else { "\n\n" });
                    (heading, item) = (0, false);
                }
                "tr" => {
                    out = out.trim_end().to_owned();
                    out.push('\n');
                }
                _ => {}
            },
            Event::Text(text) if in_text => line.push_str(&text),
            Event::GeneralRef(name) if in_text => {
                let resolved = match name.resolve_char_ref().ok()? {
                    Some(letter) => letter.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&name)?.to_owned(),
                };
                line.push_str(&resolved);
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    Some(out.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn word(body: &str) -> SourceFile {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        write!(zip, "<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>").unwrap();
        SourceFile { name: "brief.docx".into(), bytes: zip.finish().unwrap().into_inner() }
    }

    #[test]
    fn a_word_document_becomes_markdown() {
        let file = word(
            "<w:p><w:pPr><w:pStyle w:val=\"Titre1\"/></w:pPr><w:r><w:t>Jumeau numérique</w:t></w:r></w:p>\
             <w:p><w:r><w:t xml:space=\"preserve\">Coût &lt; 10 </w:t></w:r><w:r><w:t>k€</w:t></w:r></w:p>\
             <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>EN 9100</w:t></w:r></w:p>\
             <w:p><w:r><w:delText>biffé</w:delText></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Lieu</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Figeac</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        let read = text(&file).unwrap();
        assert_eq!(read, "# Jumeau numérique\n\nCoût < 10 k€\n\n- EN 9100\n\nLieu | Figeac");
    }

    #[test]
    fn text_is_read_in_the_encoding_of_the_machine_that_wrote_it() {
        let of = |bytes: &[u8]| text(&SourceFile { name: "b.txt".into(), bytes: bytes.to_vec() }).unwrap();
        assert_eq!(of("déjà".as_bytes()), "déjà");
        assert_eq!(of(b"d\xe9j\xe0"), "déjà");
    }

    #[test]
    fn what_is_damaged_or_unknown_is_told() {
        for (name, bytes) in [
            ("a.docx", b"PK\x03\x04 no archive".to_vec()),
            ("a.pdf", b"%PDF-1.7 nothing follows".to_vec()),
            ("a.doc", vec![0xd0, 0xcf, 0x11, 0xe0, 1, 2]),
            ("a.txt", b"  \n ".to_vec()),
        ] {
            let told = text(&SourceFile { name: name.into(), bytes }).unwrap_err();
            assert_eq!(told.len(), 1, "{name}");
            assert!(!told[0].hint.is_empty(), "{name}");
        }
    }

    #[test]
    fn lines_of_a_page_are_put_together() {
        let page = "Nous cherchons un partenaire\npour un démonstrateur.\nIndispensable :\n- EN 9100\n- anglais\n\nMerci";
        assert_eq!(
            joined(page),
            "Nous cherchons un partenaire pour un démonstrateur.\nIndispensable :\n- EN 9100\n- anglais\n\nMerci"
        );
    }
}
