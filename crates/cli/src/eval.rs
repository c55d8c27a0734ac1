//! `eval`: the ranking measured on a test set.

use std::path::{Path, PathBuf};

use passerelle_app::config::Config;
use passerelle_app::evaluate::{TestSet, evaluate};
use passerelle_app::{AppError, files};
use passerelle_formats::corpus;
use serde_json::json;

use crate::arguments::Eval;
use crate::{Outcome, print};

pub(crate) fn run(config: Option<&Path>, options: &Eval) -> Result<Outcome, AppError> {
    let config = Config::load(config)?;
    let mut set = TestSet::in_folder(&options.set);
    let asked = options.corpus.is_some() || options.queries.is_some();
    if asked && matches!(set, TestSet::Briefs { .. }) {
        set = TestSet::Texts {
            corpus: options.set.join("corpus.jsonl"),
            queries: options.set.join("queries.jsonl"),
            judgements: options.set.join("qrels.tsv"),
        };
    }
    match &mut set {
        TestSet::Texts { corpus, queries, judgements } => {
            replace(corpus, options.corpus.as_ref());
            replace(queries, options.queries.as_ref());
            replace(judgements, options.qrels.as_ref());
        }
        TestSet::Briefs { judgements, .. } => replace(judgements, options.qrels.as_ref()),
    }
    let (measures, run) = evaluate(&set, &config, options.exclude_own_id)?;
    if let Some(path) = &options.run {
        files::write_file(path, corpus::write_run(&run).as_bytes())?;
    }
    let m = measures;
    print::out(&if options.json {
        let value = json!({"ndcg_10": m.ndcg_10, "map": m.map, "recall_20": m.recall_20, "mrr": m.mrr, "queries": m.queries});
        format!("{value}\n")
    } else {
        format!(
            "nDCG@10 {:.4}  MAP {:.4}  Recall@20 {:.4}  MRR {:.4}  queries {}\n",
            m.ndcg_10, m.map, m.recall_20, m.mrr, m.queries
        )
    });
    Ok(Outcome::Done)
}

fn replace(path: &mut PathBuf, by: Option<&PathBuf>) {
    if let Some(other) = by {
        path.clone_from(other);
    }
}
