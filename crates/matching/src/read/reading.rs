//! A text prepared for reading: its words, sentences and lines.

use passerelle_domain::Span;

use crate::analyse::{Token, sentences};

/// A text with its words and sentences.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) sentences: Vec<Span>,
    /// Where lines end.
    breaks: Vec<usize>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let breaks = text.match_indices('\n').map(|(i, _)| i).collect();
        Self { text, tokens, sentences: sentences(text), breaks }
    }

    /// The words within a span, compounds included.
    pub(super) fn words(&self, span: Span) -> &'a [Token] {
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = self.tokens.partition_point(|t| t.span.start < span.end);
        self.tokens.get(from..to).unwrap_or_default()
    }

    /// The folded words within a span with one space between, around and after: ` sur site a blagnac `.
    pub(super) fn folded(&self, span: Span) -> String {
        let mut out = String::from(" ");
        for token in self.words(span).iter().filter(|t| !t.joined) {
            out.push_str(&token.exact);
            out.push(' ');
        }
        out
    }

    /// The same with elided words kept apart: « d'avril » begins with ` d `.
    pub(super) fn folded_with_elisions(&self, span: Span) -> String {
        format!(" {} ", passerelle_domain::fold(span.of(self.text)))
    }

    /// The sentence around a place.
    pub(super) fn sentence(&self, at: usize) -> Span {
        let i = self.sentences.partition_point(|s| s.end <= at);
        self.sentences.get(i).copied().filter(|s| s.start <= at).unwrap_or(Span { start: at, end: at })
    }

    /// The line around a place.
    pub(super) fn line(&self, at: usize) -> Span {
        let i = self.breaks.partition_point(|end| *end < at);
        let start = i.checked_sub(1).and_then(|i| self.breaks.get(i)).map_or(0, |end| end + 1);
        let end = self.breaks.get(i).copied().unwrap_or(self.text.len());
        Span { start, end }
    }
}
