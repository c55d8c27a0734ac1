//! Words of a text: C++, C#, .NET and Node.js survive, elided articles fall, standards are also one word.

use tantivy::tokenizer::Token;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer words are no words: encoded data, or an attempt to fill the index.
const MAX_CHARS: usize = 50;

/// Words before an apostrophe that carry nothing.
const ELIDED: [&str; 16] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu",
    "aujourd",
];

/// What may follow a dot inside the name of a technology; any other dot ends a sentence, space or not.
const DOTTED: [&str; 6] = ["js", "net", "io", "py", "ts", "ai"];

/// Splits text into words; with `joined`, also gives compounds such as `do178c` after their last part.
pub(super) fn split(text: &str, joined: bool) -> Vec<Token> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let offset = |i: usize| chars.get(i).map_or(text.len(), |c| c.0);
    let mut out: Vec<Token> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let dotted = at(i) == Some('.')
            && i.checked_sub(1).and_then(at).is_none_or(|c| !is_word(c))
            && word_end(&chars, i + 1) == i + 4
            && ascii_lower(&chars, i + 1, i + 4) == "net";
        if !dotted && !at(i).is_some_and(is_word) {
            i += 1;
            continue;
        }
        let start = i;
        i = word_end(&chars, if dotted { i + 1 } else { i });
        if at(i) == Some('.') {
            let end = word_end(&chars, i + 1);
            if end > i + 1 && end <= i + 4 && DOTTED.contains(&ascii_lower(&chars, i + 1, end).as_str()) {
                i = end;
            }
        }
        let letter = i.checked_sub(1).and_then(at).is_some_and(char::is_alphabetic);
        if letter && at(i) == Some('+') && at(i + 1) == Some('+') && !at(i + 2).is_some_and(is_word) {
            i += 2;
        } else if letter && at(i) == Some('#') && !at(i + 1).is_some_and(is_word) {
            i += 1;
        }
        let (from, to) = (offset(start), offset(i));
        if i - start > MAX_CHARS {
            continue;
        }
        let word = normal(text.get(from..to).unwrap_or_default());
        let apostrophe = at(i).is_some_and(is_apostrophe);
        if apostrophe && ELIDED.contains(&word.as_str()) {
            continue;
        }
        // The English possessive.
        if word == "s" && start.checked_sub(1).and_then(at).is_some_and(is_apostrophe) {
            continue;
        }
        push(&mut out, from, to, word, 1);
        if joined {
            compound(&mut out, text);
        }
    }
    out
}

/// Adds `en9100` after `EN` `9100`: capitals, then at most one separator (and `IEC` or the like), then a number.
fn compound(out: &mut Vec<Token>, text: &str) {
    let mut words = out.iter().rev().filter(|t| t.position_length == 1);
    let (Some(number), Some(name)) = (words.next(), words.next()) else { return };
    if !number.text.starts_with(|c: char| c.is_ascii_digit())
        || number.text.len() < 2
        || number.text.len() > 7
    {
        return;
    }
    let is_name = |t: &Token| {
        let raw = text.get(t.offset_from..t.offset_to).unwrap_or_default();
        (2..=5).contains(&raw.len()) && raw.chars().all(|c| c.is_ascii_uppercase())
    };
    let near = |a: &Token, b: &Token| {
        let between = text.get(a.offset_to..b.offset_from).unwrap_or(" .");
        between.chars().count() <= 1 && !between.contains(['.', ',', ';', ':', '(', ')', '\n'])
    };
    if !is_name(name) || !near(name, number) {
        return;
    }
    // `ISO/IEC 27001` and `ISO/TS 15066` are known as ISO ones.
    let issuer = words
        .next()
        .filter(|t| matches!(name.text.as_str(), "iec" | "ts" | "tr") && t.text == "iso" && near(t, name));
    let first = issuer.unwrap_or(name);
    let (from, to) = (first.offset_from, number.offset_to);
    let joined = format!("{}{}", first.text, number.text);
    push(out, from, to, joined, 2);
}

fn push(out: &mut Vec<Token>, from: usize, to: usize, text: String, position_length: usize) {
    out.push(Token { offset_from: from, offset_to: to, position: out.len(), text, position_length });
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}' | '\u{2018}')
}

fn word_end(chars: &[(usize, char)], from: usize) -> usize {
    let mut i = from;
    while chars.get(i).is_some_and(|c| is_word(c.1)) {
        i += 1;
    }
    i
}

fn ascii_lower(chars: &[(usize, char)], from: usize, to: usize) -> String {
    chars.get(from..to).unwrap_or_default().iter().map(|c| c.1.to_ascii_lowercase()).collect()
}

fn normal(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkc().flat_map(char::to_lowercase).nfc().collect()
}
