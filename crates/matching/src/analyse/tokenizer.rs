//! Words of a text: C++, C#, .NET and Node.js survive, elided articles fall, standards are also one word.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer words are no words: encoded data, or an attempt to fill the index.
const MAX_CHARS: usize = 50;

/// The first of the characters that change the one before.
const FIRST_COMBINING: char = '\u{300}';
/// Letters with accents that are their own normal form, and so is their lower case: most of what is not ASCII.
const WESTERN: std::ops::RangeInclusive<char> = '\u{C0}'..='\u{FF}';

/// Words before an apostrophe that carry nothing.
const ELIDED: [&str; 16] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu",
    "aujourd",
];

/// What may follow a dot inside the name of a technology; any other dot ends a sentence, space or not.
const DOTTED: [&str; 6] = ["js", "net", "io", "py", "ts", "ai"];

/// The words of a text, one after the other, without a string for each.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// Lower case, normalised, without anything between.
    letters: String,
    pub(super) words: Vec<Word>,
}

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Where it stands in the text.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Where it stands in [`Split::letters`].
    begin: usize,
    end: usize,
    /// Whether it is a compound, after its parts.
    pub(super) joined: bool,
}

impl Split {
    /// A word in lower case and normalised.
    pub(super) fn letters(&self, word: &Word) -> &str {
        self.letters.get(word.begin..word.end).unwrap_or_default()
    }
}

/// Splits text into words; compounds such as `do178c` come after their last part.
pub(super) fn split(text: &str) -> Split {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let offset = |i: usize| chars.get(i).map_or(text.len(), |c| c.0);
    let mut out = Split::default();
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
        let begin = out.letters.len();
        normal(text.get(from..to).unwrap_or_default(), &mut out.letters);
        let word = out.letters.get(begin..).unwrap_or_default();
        // Elided articles, and the English possessive.
        let elided = at(i).is_some_and(is_apostrophe) && ELIDED.contains(&word);
        let possessive = word == "s" && start.checked_sub(1).and_then(at).is_some_and(is_apostrophe);
        if elided || possessive {
            out.letters.truncate(begin);
            continue;
        }
        let end = out.letters.len();
        out.words.push(Word { from, to, begin, end, joined: false });
        compound(&mut out, text);
    }
    out
}

/// Adds `en9100` after `EN` `9100`: capitals, then at most one separator (and `IEC` or the like), then a number.
fn compound(out: &mut Split, text: &str) {
    let mut words = out.words.iter().rev().filter(|word| !word.joined);
    let Some(number) = words.next() else { return };
    let digits = out.letters(number);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !(2..=7).contains(&digits.len()) {
        return;
    }
    let Some(name) = words.next() else { return };
    let is_name = |word: &Word| {
        let raw = text.get(word.from..word.to).unwrap_or_default();
        (2..=5).contains(&raw.len()) && raw.chars().all(|c| c.is_ascii_uppercase())
    };
    let near = |a: &Word, b: &Word| {
        let between = text.get(a.to..b.from).unwrap_or(" .");
        between.chars().count() <= 1 && !between.contains(['.', ',', ';', ':', '(', ')', '\n'])
    };
    if !is_name(name) || !near(name, number) {
        return;
    }
    // `ISO/IEC 27001` and `ISO/TS 15066` are known as ISO ones.
    let issuer = words.next().filter(|word| {
        matches!(out.letters(name), "iec" | "ts" | "tr") && out.letters(word) == "iso" && near(word, name)
    });
    let first = issuer.unwrap_or(name);
    let (from, to) = (first.from, number.to);
    let (head, tail) = (first.begin..first.end, number.begin..number.end);
    let begin = out.letters.len();
    out.letters.extend_from_within(head);
    out.letters.extend_from_within(tail);
    out.words.push(Word { from, to, begin, end: out.letters.len(), joined: true });
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric() || (c >= FIRST_COMBINING && is_combining_mark(c))
    }
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

fn normal(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    } else if word.chars().all(|c| c.is_ascii() || WESTERN.contains(&c)) {
        out.extend(word.chars().flat_map(char::to_lowercase));
    } else {
        out.extend(word.nfkc().flat_map(char::to_lowercase).nfc());
    }
}
