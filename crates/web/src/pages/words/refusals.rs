//! What went wrong, in the reader's language.

use passerelle_domain::Language;

/// A sentence of a refusal in the reader's language, its first letter a capital one, values between marks of quotation.
pub(crate) fn told(english: &str, language: Language) -> String {
    let text = match language {
        Language::English => english.to_owned(),
        Language::French => passerelle_app::service::in_french(english).unwrap_or_else(|| english.to_owned()),
    };
    let mut letters = text.chars();
    let told = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    quoted(&told, language)
}

/// Backticks in pairs become the language's own marks: they are a programmer's habit.
fn quoted(text: &str, language: Language) -> String {
    let marks = match language {
        Language::English => ["\u{201c}", "\u{201d}"],
        Language::French => ["«\u{a0}", "\u{a0}»"],
    };
    if text.matches('`').count() % 2 == 1 {
        return text.to_owned();
    }
    let mut out = String::new();
    for (i, part) in text.split('`').enumerate() {
        if let Some(before) = i.checked_sub(1) {
            out.push_str(if before % 2 == 0 { marks[0] } else { marks[1] });
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_told_in_their_language() {
        let english = "there is no firm `acme`";
        assert_eq!(told(english, Language::English), "There is no firm “acme”");
        assert_eq!(told(english, Language::French), "Il n’y a pas d’entreprise «\u{a0}acme\u{a0}»");
        assert_eq!(told("a `b", Language::English), "A `b");
    }
}
