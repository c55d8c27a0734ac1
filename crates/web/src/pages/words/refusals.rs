//! What went wrong, in the reader's language.

use passerelle_domain::Language;

/// A sentence of a refusal in the reader's language, its first letter a capital one.
pub(crate) fn told(english: &str, language: Language) -> String {
    let text = match language {
        Language::English => english.to_owned(),
        Language::French => passerelle_app::service::in_french(english).unwrap_or_else(|| english.to_owned()),
    };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
