//! Refusals in French.
//!
//! Use cases speak English everywhere; pages tell a French reader in French. The lists are closed: every sentence of the use
//! cases stands here, those of values and of files where they are made ([`passerelle_formats::french`]). A test reads the
//! sources and lists what has no French.

mod requests;
#[cfg(test)]
mod tests;
mod work;

use passerelle_formats::french;

/// A sentence of a refusal, or its hint, in French; `None` for one that is not known. What is said of a field of a body,
/// `capabilities[2].level: is empty`, keeps the field's name; a message that carries its hint is told with it.
pub fn in_french(english: &str) -> Option<String> {
    let ours = |text: &str| TABLES.iter().find_map(|table| french::translated(table, text));
    let known = |text: &str| ours(text).or_else(|| french::in_french(text));
    if let Some((message, hint)) = english.split_once("\n  hint: ") {
        return Some(format!("{}\u{a0}; {}", known(message)?, known(hint)?));
    }
    known(english).or_else(|| {
        let (field, message) = english.split_once(": ")?;
        let named = !field.is_empty() && !field.contains(char::is_whitespace);
        named.then(|| known(message)).flatten().map(|message| format!("{field}\u{a0}: {message}"))
    })
}

/// English, French, `{}` for what varies.
const TABLES: [&[(&str, &str)]; 2] = [requests::SENTENCES, work::SENTENCES];
