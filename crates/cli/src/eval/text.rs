//! An evaluation as text for a terminal.

use std::fmt::Write;

use passerelle_app::evaluate::Report;
use passerelle_domain::{
    Comparison, EvidenceLine, Interval, Mean, Measure, QueryMeasures, Shown, SizeLine, Strength, StrengthLine,
};

use super::Names;
use crate::arguments::Eval;

/// Everything that was measured.
pub(super) fn report(options: &Eval, report: &Report, names: &Names) -> String {
    let mut text = String::new();
    for (measure, mean) in Measure::ALL.into_iter().zip(report.means) {
        let _ = write!(text, "{} {}  ", measure.name(), sure(mean));
    }
    let _ = writeln!(text, "queries {}", report.queries.len());
    if options.per_query {
        text.push_str(&per_query(&report.queries));
    }
    if let Some(compared) = &report.comparison {
        let _ = write!(text, "\n{}", comparison(compared, names));
    }
    if let Some(lines) = &report.sizes {
        let _ = write!(text, "\n{}", sizes(lines));
    }
    if let Some(lines) = &report.evidence {
        let _ = write!(text, "\n{}", evidence(lines, options.verbose));
    }
    if let Some(lines) = &report.strengths {
        let _ = write!(text, "\n{}", strengths(lines, options.verbose));
    }
    text
}

/// `0.1837 [0.151, 0.217]`: a mean and its 95 % interval.
fn sure(mean: Mean) -> String {
    let Interval { low, high } = mean.interval;
    format!("{:.4} [{low:.3}, {high:.3}]", mean.value)
}

fn per_query(queries: &[QueryMeasures]) -> String {
    let wide = width(queries.iter().map(|query| query.query.as_str()));
    let mut text = format!("{:wide$}  nDCG@10      AP  Rec@20      RR\n", "query");
    for query in queries {
        let [a, b, c, d] = query.values;
        let _ = writeln!(text, "{:wide$}  {a:7.4}  {b:.4}  {c:.4}  {d:.4}", query.query);
    }
    text
}

/// Two systems side by side.
pub(super) fn comparison(compared: &Comparison, names: &Names) -> String {
    let mut text = format!(
        "first   {}\nsecond  {}\n{:<9}  {:<23}  {:<23}  {:<26}  {:<7}  won  lost  tied\n",
        names.first, names.second, "", "first", "second", "first - second", "p"
    );
    for line in &compared.lines {
        let difference = line.difference;
        let Mean { value, interval } = difference.mean;
        let _ = writeln!(
            text,
            "{:<9}  {:<23}  {:<23}  {:<26}  {:<7.4}  {:>3}  {:>4}  {:>4}",
            line.measure.name(),
            sure(line.first),
            sure(line.second),
            format!("{value:+.4} [{:+.3}, {:+.3}]", interval.low, interval.high),
            difference.p,
            difference.wins,
            difference.losses,
            difference.ties
        );
    }
    let _ = writeln!(
        text,
        "queries {}; intervals of 95 % and two-sided p-values from the paired bootstrap",
        compared.queries
    );
    if !compared.largest.is_empty() {
        let _ = writeln!(text, "queries that differ most in nDCG@10:");
        let wide = width(compared.largest.iter().map(|(query, ..)| query.as_str()));
        for (query, first, second) in &compared.largest {
            let _ = writeln!(text, "  {query:wide$}  {first:.4}  {second:.4}  {:+.4}", first - second);
        }
    }
    text
}

fn width<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    words.map(|word| word.chars().count()).max().unwrap_or(0).max(5)
}

fn sizes(lines: &[SizeLine]) -> String {
    let mut text = String::from(
        "firms to meet (grade 2 and above) by size; expected: the share in the top 10 if size played no part\n  \
         size          firms  pairs    MRR  median rank  in top 10  expected  difference\n",
    );
    for line in lines {
        let name = line.class.map_or("not told", passerelle_domain::SizeClass::word);
        if line.pairs == 0 {
            let _ = writeln!(text, "  {name:<12}  {:>5}      0", line.firms);
            continue;
        }
        let Interval { low, high } = line.difference.interval;
        let _ = writeln!(
            text,
            "  {name:<12}  {:>5}  {:>5}  {:.3}  {:>11}  {:>9.3}  {:>8.3}  {:+.3} [{low:+.3}, {high:+.3}]",
            line.firms,
            line.pairs,
            line.mean_reciprocal_rank,
            line.median_rank.map_or_else(|| "not listed".to_owned(), |rank| rank.to_string()),
            line.top_10,
            line.expected,
            line.difference.value
        );
    }
    text
}

/// `78 of 100 (78.0 %)`.
fn share(part: usize, all: usize) -> String {
    format!("{part} of {all} ({:.1} %)", 100.0 * part as f64 / all.max(1) as f64)
}

/// The columns of the table of evidence, by what is shown.
pub(super) const EVIDENCE: [&str; 5] =
    ["the_sentence", "another_sentence", "met_unquoted", "missing", "unread"];

/// How often what was annotated (a sentence, none) meets what is shown, in the order of [`EVIDENCE`].
pub(super) fn evidence_table(lines: &[EvidenceLine]) -> [[usize; 5]; 2] {
    let mut table = [[0; 5]; 2];
    for line in lines {
        let column = match &line.shown {
            Shown::Sentence(_) if line.right => 0,
            Shown::Sentence(_) => 1,
            Shown::MetUnquoted => 2,
            Shown::Missing => 3,
            Shown::Unread => 4,
        };
        table[usize::from(line.note.sentences.is_empty())][column] += 1;
    }
    table
}

fn evidence(lines: &[EvidenceLine], verbose: bool) -> String {
    let right = |none: Option<bool>| {
        let of: Vec<_> =
            lines.iter().filter(|l| none.is_none_or(|none| l.note.sentences.is_empty() == none)).collect();
        share(of.iter().filter(|line| line.right).count(), of.len())
    };
    let mut text = format!(
        "evidence right {}: sentences {}, none {}\n  annotated  the sentence  another  met, unquoted  missing  unread\n",
        right(None),
        right(Some(false)),
        right(Some(true))
    );
    for (name, [same, another, met, missing, unread]) in
        ["sentence", "none"].into_iter().zip(evidence_table(lines))
    {
        let _ = writeln!(text, "  {name:<9}  {same:>12}  {another:>7}  {met:>13}  {missing:>7}  {unread:>6}");
    }
    for line in lines.iter().filter(|line| verbose && !line.right) {
        let note = &line.note;
        let _ = writeln!(
            text,
            "  line {}: {} asks \"{}\" of {}",
            note.line, note.brief, note.requirement, note.firm
        );
        let _ = writeln!(text, "      shown      {}", shown(&line.shown));
        let expected =
            if note.sentences.is_empty() { "none".to_owned() } else { note.sentences.join(" || ") };
        let _ = writeln!(text, "      annotated  {expected}");
    }
    text
}

/// What is shown, in words.
pub(super) fn shown(shown: &Shown) -> String {
    match shown {
        Shown::Sentence(sentence) => sentence.split_whitespace().collect::<Vec<_>>().join(" "),
        Shown::MetUnquoted => "(met, without a sentence)".into(),
        Shown::Missing => "(missing)".into(),
        Shown::Unread => "(no requirement was read from these words)".into(),
    }
}

/// The strengths, in the order of rows and columns.
pub(super) const STRENGTHS: [Strength; 3] = [Strength::Must, Strength::Should, Strength::Nice];

/// How often each annotated strength was read as must, should, nice, or not at all.
pub(super) fn strengths_table(lines: &[StrengthLine]) -> [[usize; 4]; 3] {
    let column = |strength: Strength| STRENGTHS.into_iter().position(|one| one == strength);
    let mut table = [[0; 4]; 3];
    for line in lines {
        let read = line.read.and_then(column).unwrap_or(STRENGTHS.len());
        if let Some(row) = column(line.note.strength) {
            table[row][read] += 1;
        }
    }
    table
}

fn strengths(lines: &[StrengthLine], verbose: bool) -> String {
    let right = lines.iter().filter(|line| line.right()).count();
    let lost = lines.iter().filter(|line| line.must_lost()).count();
    let mut text = format!(
        "strengths right {}; musts lost {lost}\n  annotated  read must  should  nice  unread\n",
        share(right, lines.len())
    );
    for (strength, [must, should, nice, unread]) in STRENGTHS.into_iter().zip(strengths_table(lines)) {
        let _ = writeln!(text, "  {:<9}  {must:>9}  {should:>6}  {nice:>4}  {unread:>6}", strength.word());
    }
    for line in lines.iter().filter(|line| line.must_lost() || verbose && !line.right()) {
        let note = &line.note;
        let _ = writeln!(
            text,
            "  {} line {}: {} \"{}\" is a {}, read as {}",
            if line.must_lost() { "MUST LOST" } else { "wrong" },
            note.line,
            note.brief,
            note.requirement,
            note.strength.word(),
            line.read.map_or("nothing", Strength::word)
        );
    }
    text
}
