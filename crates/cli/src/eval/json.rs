//! An evaluation as JSON, for other programs.

use passerelle_app::evaluate::{RESAMPLES, Report};
use passerelle_domain::{
    Comparison, EvidenceLine, Interval, Mean, Measure, QueryMeasures, SizeLine, StrengthLine,
};
use serde_json::{Map, Value, json};

use super::Names;
use super::text::{EVIDENCE, STRENGTHS, evidence_table, shown, strengths_table};
use crate::arguments::Eval;

/// Everything that was measured; means stand at the top, by the key of their measure.
pub(super) fn report(options: &Eval, report: &Report, names: &Names) -> Value {
    let mut all = head(options);
    let mut intervals = Map::new();
    for (measure, mean) in Measure::ALL.into_iter().zip(report.means) {
        all.insert(measure.key().into(), json!(mean.value));
        intervals.insert(measure.key().into(), bounds(mean.interval));
    }
    all.insert("queries".into(), json!(report.queries.len()));
    all.insert("intervals".into(), Value::Object(intervals));
    if options.per_query {
        all.insert("per_query".into(), report.queries.iter().map(of_query).collect());
    }
    if let Some(compared) = &report.comparison {
        all.insert("comparison".into(), comparison(compared, names));
    }
    if let Some(lines) = &report.sizes {
        all.insert("sizes".into(), lines.iter().map(size).collect());
    }
    if let Some(lines) = &report.evidence {
        all.insert("evidence".into(), evidence(lines));
    }
    if let Some(lines) = &report.strengths {
        all.insert("strengths".into(), strengths(lines));
    }
    Value::Object(all)
}

/// Two runs alone.
pub(super) fn only_comparison(options: &Eval, compared: &Comparison, names: &Names) -> Value {
    let mut all = head(options);
    all.insert("queries".into(), json!(compared.queries));
    all.insert("comparison".into(), comparison(compared, names));
    Value::Object(all)
}

fn head(options: &Eval) -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("view".into(), json!(options.view.name()));
    all.insert("depth".into(), json!(options.depth));
    all.insert("confidence".into(), json!(0.95));
    all.insert("resamples".into(), json!(RESAMPLES));
    all
}

fn bounds(interval: Interval) -> Value {
    json!([interval.low, interval.high])
}

fn mean(mean: Mean) -> Value {
    json!({"mean": mean.value, "interval": bounds(mean.interval)})
}

fn of_query(query: &QueryMeasures) -> Value {
    let [ndcg, precision, recall, rank] = query.values;
    json!({
        "query": query.query, "ndcg_10": ndcg, "average_precision": precision, "recall_20": recall, "reciprocal_rank": rank,
    })
}

fn comparison(compared: &Comparison, names: &Names) -> Value {
    let mut measures = Map::new();
    for line in &compared.lines {
        let d = line.difference;
        let value = json!({
            "first": mean(line.first), "second": mean(line.second), "difference": mean(d.mean),
            "p": d.p, "wins": d.wins, "losses": d.losses, "ties": d.ties,
        });
        measures.insert(line.measure.key().into(), value);
    }
    let largest: Vec<Value> = compared
        .largest
        .iter()
        .map(|(query, first, second)| {
            json!({"query": query, "first": first, "second": second, "difference": first - second})
        })
        .collect();
    json!({"first": names.first, "second": names.second, "measures": measures, "largest_ndcg_10": largest})
}

fn size(line: &SizeLine) -> Value {
    json!({
        "size": line.class.map(passerelle_domain::SizeClass::word), "firms": line.firms, "pairs": line.pairs,
        "mrr": line.mean_reciprocal_rank, "median_rank": line.median_rank,
        "top_10": line.top_10, "expected": line.expected, "difference": mean(line.difference),
    })
}

fn evidence(lines: &[EvidenceLine]) -> Value {
    let table = evidence_table(lines).map(|row| counts(EVIDENCE.into_iter().zip(row)));
    let [sentence, nothing] = table;
    let wrong: Vec<Value> = lines
        .iter()
        .filter(|line| !line.right)
        .map(|line| {
            let note = &line.note;
            json!({
                "line": note.line, "brief": note.brief, "requirement": note.requirement, "firm": note.firm,
                "annotated": note.sentences, "shown": shown(&line.shown),
            })
        })
        .collect();
    let right = lines.len() - wrong.len();
    json!({"right": right, "total": lines.len(), "annotated": {"sentence": sentence, "none": nothing}, "wrong": wrong})
}

fn strengths(lines: &[StrengthLine]) -> Value {
    let mut table = Map::new();
    for (strength, row) in STRENGTHS.into_iter().zip(strengths_table(lines)) {
        let read = STRENGTHS.map(passerelle_domain::Strength::word).into_iter().chain(["unread"]);
        table.insert(strength.word().into(), counts(read.zip(row)));
    }
    let told = |line: &StrengthLine| {
        let note = &line.note;
        json!({
            "line": note.line, "brief": note.brief, "requirement": note.requirement,
            "annotated": note.strength.word(), "read": line.read.map(passerelle_domain::Strength::word),
        })
    };
    let wrong: Vec<Value> = lines.iter().filter(|line| !line.right()).map(told).collect();
    let lost: Vec<Value> = lines.iter().filter(|line| line.must_lost()).map(told).collect();
    let right = lines.len() - wrong.len();
    json!({"right": right, "total": lines.len(), "annotated": table, "musts_lost": lost, "wrong": wrong})
}

fn counts(by_name: impl Iterator<Item = (&'static str, usize)>) -> Value {
    Value::Object(by_name.map(|(name, count)| (name.to_owned(), json!(count))).collect())
}
