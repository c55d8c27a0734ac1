//! Text with an optional head of fields: TOML between two `+++` lines.

/// The two parts of a text with a head.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Front<'a> {
    /// The head, without its marks.
    pub head: &'a str,
    /// Line on which the head's own text begins.
    pub head_line: usize,
    /// What follows the head.
    pub body: &'a str,
    /// Line on which the body begins.
    pub body_line: usize,
}

/// Takes a text apart. A text that does not begin with `+++` is all body; a head that is never closed is `Err` with its line.
pub(crate) fn split(text: &str) -> Result<Front<'_>, usize> {
    let mut offset = 0;
    let mut head_start = None;
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let mark = line.trim() == "+++";
        match head_start {
            None if mark => head_start = Some((offset + line.len(), i + 2)),
            None if line.trim().is_empty() => {}
            None => break,
            Some((start, head_line)) if mark => {
                let head = text.get(start..offset).unwrap_or_default();
                let body = text.get(offset + line.len()..).unwrap_or_default();
                return Ok(Front { head, head_line, body, body_line: i + 2 });
            }
            Some(_) => {}
        }
        offset += line.len();
    }
    match head_start {
        Some((_, head_line)) => Err(head_line - 1),
        None => Ok(Front { head: "", head_line: 1, body: text, body_line: 1 }),
    }
}

/// The first heading of a Markdown text and the text without its line; `None` when there is no heading.
pub(crate) fn heading(body: &str) -> Option<(String, String)> {
    let mut fenced = false;
    let mut before = String::new();
    let mut lines = body.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let bare = line.trim();
        fenced ^= bare.starts_with("```");
        let level = bare.bytes().take_while(|b| *b == b'#').count();
        if !fenced && (1..=6).contains(&level) && bare.as_bytes().get(level) == Some(&b' ') {
            let title = bare.trim_matches('#').trim();
            if !title.is_empty() {
                return Some((title.to_owned(), format!("{before}{}", lines.collect::<String>())));
            }
        }
        before.push_str(line);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_split_off_with_its_lines() {
        let front = split("\n+++\nid = 1\n+++\r\n# T\nx").unwrap();
        assert_eq!((front.head, front.head_line, front.body, front.body_line), ("id = 1\n", 3, "# T\nx", 5));
        assert_eq!(split("+++\nid = 1\n"), Err(1));
        assert_eq!(split("a\n+++\nb").unwrap().body, "a\n+++\nb");
    }

    #[test]
    fn the_first_heading_is_the_title() {
        assert_eq!(heading("x\n## A b ##\ny"), Some(("A b".into(), "x\ny".into())));
        assert_eq!(heading("```\n# no\n```\n#no"), None);
    }
}
