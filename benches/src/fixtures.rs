//! All briefs of the invented region over all its firms: what a demonstration waits for.

use std::path::Path;

use jiff::civil::date;
use passerelle_domain::Brief;
use passerelle_matching::{Index, Query, Settings, rank_all, read_brief};

use crate::inputs::{Fallible, fixture_briefs, fixture_firms, knowledge};
use crate::measure::{Times, processor_seconds, timed};

/// Runs of the whole, of which the best and the median are told.
const RUNS: usize = 20;
/// Firms of each ranking that get sentences.
const EXPLAINED: usize = 10;

/// Ranks everything on one thread, many times, and prints how long it took.
pub(crate) fn run(root: &Path) -> Fallible<()> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let (knowledge, preparing) = timed(|| knowledge(root));
    let knowledge = knowledge?;
    let (firms, drafts) = (fixture_firms(root)?, fixture_briefs(root)?);
    let (index, indexing) = timed(|| Index::of_firms(&firms, &knowledge));
    let index = index?;
    let (briefs, reading) =
        timed(|| drafts.into_iter().map(|draft| read_brief(draft).brief).collect::<Vec<Brief>>());
    let settings = Settings::default();
    let query = Query {
        settings: &settings,
        today: date(2026, 11, 24),
        hidden: None,
        depth: usize::MAX,
        explained: EXPLAINED,
    };
    let mut times = Times::default();
    let before = processor_seconds();
    for _ in 0..RUNS {
        let (done, seconds) = timed(|| rank_all(&index, &briefs, &query));
        done?;
        times.add(seconds);
    }
    let busy = processor_seconds()
        .zip(before)
        .map_or(f64::NAN, |(after, before)| (after - before) * 1e3 / RUNS as f64);
    println!("{} briefs over {} firms, one thread", briefs.len(), index.len());
    println!(
        "  taxonomy and lexicon {:.0} ms   index {:.0} ms   reading briefs {:.1} ms",
        preparing * 1e3,
        indexing * 1e3,
        reading * 1e3
    );
    println!(
        "  ranking all, evidence for the first {EXPLAINED}: best {:.1} ms   median {:.1} ms of {RUNS} runs   mean {busy:.1} ms of processor time",
        times.at(0.0),
        times.at(0.5)
    );
    Ok(())
}
