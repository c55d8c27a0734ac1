//! What a brief is called.

use passerelle_domain::{Name, Span, fold};

/// Longest title taken from a text, characters.
const TITLE_CHARS: usize = 120;
/// Words that announce a title rather than being part of it.
const LABELS: [&str; 14] = [
    "subject",
    "objet",
    "sujet",
    "titre",
    "title",
    "re",
    "projet",
    "project",
    "fwd",
    "tr",
    "brief",
    "intitule",
    "nom du projet",
    "project title",
];

/// The first heading, else the first line that is short enough to be one; its place, and the name taken from it.
pub(super) fn title(text: &str) -> Option<(Span, Name)> {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let start = from;
        from += line.len();
        let content = line.trim().trim_start_matches('#').trim().trim_matches(['*', '_', '=']).trim();
        let row = content.matches('|').count() > 1;
        if !content.chars().any(char::is_alphanumeric) || is_greeting(content) || row {
            continue;
        }
        let span = Span { start, end: start + line.trim_end().len() };
        let content = without_label(content);
        if content.chars().count() <= TITLE_CHARS {
            return Some((span, Name::new(content).ok()?));
        }
        let first: String = content.chars().take(TITLE_CHARS).collect();
        let short = first.rsplit_once(' ').map_or(first.as_str(), |(words, _)| words);
        return Some((Span { start, end: start }, Name::new(&format!("{short}...")).ok()?));
    }
    None
}

/// « Objet : banc d'essai » is called « banc d'essai ».
fn without_label(content: &str) -> &str {
    let Some((label, rest)) = content.split_once(':') else { return content };
    let rest = rest.trim();
    let label = fold(label);
    if LABELS.contains(&label.as_str()) && !rest.is_empty() { rest } else { content }
}

/// « Bonjour, », "Dear all,": how a letter begins is not what it is about.
fn is_greeting(line: &str) -> bool {
    let folded = fold(line);
    // The head of a message.
    let sent = ["from", "to", "de", "a", "cc", "date", "sent", "envoye", "destinataire"];
    if line.split_once(':').is_some_and(|(label, _)| sent.contains(&fold(label).as_str())) {
        return true;
    }
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or_default();
    let greets = [
        "bonjour", "bonsoir", "hello", "hi", "dear", "madame", "monsieur", "mesdames", "cher", "chere",
        "chers", "salut",
    ];
    greets.contains(&first) && words.count() <= 4
}
