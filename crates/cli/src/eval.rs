//! `eval`: the ranking measured on a test set.

use std::path::Path;

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
    set.corpus = options.corpus.clone().unwrap_or(set.corpus);
    set.queries = options.queries.clone().unwrap_or(set.queries);
    set.judgements = options.qrels.clone().unwrap_or(set.judgements);
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
