//! Reads mutated briefs for a bounded number of rounds and checks what must hold of any text.
//!
//! First come texts of ten megabytes, then random ones: `cargo run --release -p passerelle-matching --example fuzz_reader -- 20000 7`
//! reads 20,000 texts grown from seed 7. The same two numbers give the same texts; a text that fails is printed whole.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a fuzz target fails by panicking")]

use passerelle_domain::{BriefDraft, BriefId};
use passerelle_matching::read_brief;

/// What briefs are made of, and what no brief should be made of.
const SNIPPETS: [&str; 64] = [
    "# Titre\n",
    "## Exigences\n",
    "## Un plus\n",
    "## Hors périmètre\n",
    "MANDATORY REQUIREMENTS\n",
    "3. Scope\n",
    "2.1 ",
    "- ",
    "* ",
    "(a) ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "Indispensable : ",
    "Must have: ",
    "nice to have",
    "un plus",
    "obligatoire",
    "n'est pas obligatoire",
    "no need for ",
    "EN 9100",
    "ISO/IEC 27001",
    "DO-178C",
    "Part 21J",
    "NATO SECRET",
    "habilitation secret défense",
    "sur site à Blagnac",
    "within 50 km of Lyon",
    "à moins d'une heure de Saint-Nazaire",
    "français courant",
    "mars 2027",
    "31/02/2027",
    "Q3 2028",
    "18 mois",
    "TRL 3 à 5",
    "TRL 99",
    "24 personnes-mois",
    "350 k€",
    "1 200,5 M€",
    "TJM 500-650 €",
    "cofinancement de 130 %",
    "| Exigence | Niveau |\n|---|---|\n",
    "| a | must |\n",
    "a;b;c\n",
    "**gras**",
    "**",
    "(",
    ")",
    "((((",
    "AND (body:* OR \"",
    "<script>alert(1)</script>",
    "\u{202E}",
    "\u{200B}",
    "\u{0}",
    "\u{FEFF}",
    "é",
    "e\u{301}",
    "日本語",
    "İ",
    "ﬁ",
    "x",
    "99999999999999999999999",
    "...",
];
/// Snippets of one text.
const LONGEST: u64 = 60;

/// Numbers that look random and are the same on every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) % sides.max(1)
    }

    fn pick<'t>(&mut self, among: &[&'t str]) -> &'t str {
        let at = self.roll(among.len() as u64);
        usize::try_from(at).ok().and_then(|at| among.get(at)).copied().unwrap_or("")
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.roll(LONGEST) {
            let snippet = self.pick(&SNIPPETS);
            match self.roll(12) {
                // Half of a snippet, a snippet many times, a character of any plane.
                0 => text.extend(snippet.chars().take(snippet.chars().count() / 2)),
                1 => text.push_str(&snippet.repeat(usize::try_from(self.roll(40)).unwrap_or(0))),
                2 => text.extend(u32::try_from(self.roll(0x0011_0000)).ok().and_then(char::from_u32)),
                _ => text.push_str(snippet),
            }
            if self.roll(3) > 0 {
                text.push(' ');
            }
        }
        text
    }
}

/// Texts at the ends of what may arrive: ten megabytes of one thing, a word of 100,000 characters.
fn extremes() -> Vec<String> {
    const BYTES: usize = 10_000_000;
    let mut out: Vec<String> =
        ["a\n", "Sur site à Foix. ", "TRL 0 ", "| a | must |\n", "((", "\u{202E}", "\n"]
            .iter()
            .map(|part| part.repeat(BYTES / part.len()))
            .collect();
    out.push("x".repeat(100_000));
    out
}

fn check(text: &str) {
    let draft = BriefDraft::of_text(BriefId::new("b").expect("an identifier"), text);
    let read = read_brief(draft.clone());
    assert_eq!(read, read_brief(draft), "one text was read in two ways");
    let brief = &read.brief;
    for requirement in &brief.requirements {
        let span = requirement.span.expect("a requirement of a text has its place");
        let words =
            brief.text.get(span.start..span.end).expect("the place lies on character boundaries of the text");
        assert!(!requirement.text.is_empty(), "a requirement has words");
        assert_eq!(words.split_whitespace().collect::<Vec<_>>().join(" "), requirement.text);
    }
    assert!(brief.start.zip(brief.end).is_none_or(|(start, end)| start <= end), "it ends before it begins");
}

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|arg| arg.parse::<u64>().ok());
    let (rounds, seed) = (numbers.next().unwrap_or(5_000), numbers.next().unwrap_or(1));
    for text in extremes() {
        check(&text);
    }
    let mut dice = Dice(seed.max(1));
    for round in 0..rounds {
        let text = dice.text();
        if std::panic::catch_unwind(|| check(&text)).is_err() {
            println!("round {round} of seed {seed} fails on {text:?}");
            std::process::exit(1);
        }
    }
    println!("{rounds} texts read, seed {seed}");
}
