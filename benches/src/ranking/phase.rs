//! One measurement of one size, in a process of its own: so that what was built before does not count as memory of what is searched
//! after.

use std::collections::BTreeSet;
use std::path::Path;

use clap::ValueEnum;
use jiff::civil::date;
use passerelle_domain::{Brief, Ranking};
use passerelle_matching::{Index, LiveIndex, Opened, Query, Settings, read_brief};
use serde_json::{Value, json};

use crate::inputs::{Fallible, knowledge};
use crate::market::Market;
use crate::measure::{Times, folder_mib, memory, processor_seconds, timed};

/// How many are ranked, each with its reasons and sentences.
pub(super) const DEPTH: usize = 20;
/// Firms changed one by one.
const UPDATES: usize = 30;
/// Briefs ranked before the clock runs: the program's files come into memory.
const WARM_UP: usize = 5;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Phase {
    /// Analysis and index from nothing.
    Build,
    /// Opening, ranking, updating, and what pruning loses.
    Search,
}

impl Phase {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Search => "search",
        }
    }
}

/// How much of what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) firms: usize,
    pub(crate) briefs: usize,
    pub(crate) seed: u64,
    /// How many of the briefs are compared with a ranking of all firms.
    pub(crate) exhaustive: usize,
}

/// Measures one phase on one thread, in `folder`.
pub(crate) fn run(phase: Phase, size: Size, root: &Path, folder: &Path) -> Fallible<Value> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    match phase {
        Phase::Build => build(size, root, folder),
        Phase::Search => search(size, root, folder),
    }
}

fn build(size: Size, root: &Path, folder: &Path) -> Fallible<Value> {
    let market = Market::new(size.seed);
    let knowledge = knowledge(root)?;
    let firms: Vec<_> = (0..size.firms).map(|n| market.firm(n, 0)).collect::<Result<_, _>>()?;
    let before = (memory("VmRSS"), processor_seconds());
    let (live, _) = LiveIndex::open(folder, &knowledge)?;
    let (done, seconds) = timed(|| live.rebuild(&firms));
    done?;
    let busy = processor_seconds().zip(before.1).map(|(after, before)| after - before);
    Ok(json!({
        "seconds": seconds,
        "processor_seconds": busy,
        "firms_per_second": size.firms as f64 / seconds,
        "firms_per_processor_second": busy.map(|busy| size.firms as f64 / busy),
        "firms_in_memory_mib": before.0,
        "peak_mib": memory("VmHWM"),
        "disk_mib": folder_mib(folder),
    }))
}

fn search(size: Size, root: &Path, folder: &Path) -> Fallible<Value> {
    let market = Market::new(size.seed);
    let knowledge = knowledge(root)?;
    let (opened, open) = timed(|| LiveIndex::open(folder, &knowledge));
    let (live, state) = opened?;
    if state != Opened::Ready {
        return Err("the index was not there: build it first".into());
    }
    let index = live.snapshot();
    let opened_mib = memory("VmRSS");
    let drafts: Vec<_> = market.drafts(size.briefs)?;
    let (mut reading, mut ranking) = (Times::default(), Times::default());
    let settings = Settings::default();
    let mut briefs: Vec<Brief> = Vec::new();
    for draft in drafts {
        let (read, seconds) = timed(|| read_brief(draft));
        reading.add(seconds);
        briefs.push(read.brief);
    }
    let (first, cold) = timed(|| briefs.first().map(|brief| rank(&index, brief, &settings)));
    first.transpose()?;
    for brief in briefs.iter().take(WARM_UP) {
        rank(&index, brief, &settings)?;
    }
    let mut found = Vec::new();
    let before = processor_seconds();
    for brief in &briefs {
        let (done, seconds) = timed(|| rank(&index, brief, &settings));
        ranking.add(seconds);
        found.push(done?);
    }
    let busy =
        processor_seconds().zip(before).map(|(after, before)| (after - before) * 1e3 / briefs.len() as f64);
    let (searching, peak) = (memory("VmRSS"), memory("VmHWM"));
    let survival = survival(
        &index,
        briefs.get(..size.exhaustive.min(briefs.len())).unwrap_or_default(),
        &found,
        &settings,
    )?;
    drop(index);
    let updates = updates(&live, &market, size, &settings)?;
    Ok(json!({
        "open_ms": open * 1e3,
        "open_mib": opened_mib,
        "first_brief_ms": cold * 1e3,
        "read_ms": reading.told(),
        "rank_ms": ranking.told(),
        "rank_processor_ms": busy,
        "searching_mib": searching,
        "peak_mib": peak,
        "survival": survival,
        "update": updates,
    }))
}

fn rank(index: &Index, brief: &Brief, settings: &Settings) -> Fallible<Ranking> {
    let query = Query { settings, today: date(2026, 11, 24), hidden: None, depth: DEPTH, explained: DEPTH };
    Ok(index.rank(brief, &query)?)
}

/// Which share of the best of all firms is still among the best of the candidates.
fn survival(index: &Index, briefs: &[Brief], found: &[Ranking], settings: &Settings) -> Fallible<Value> {
    let all = Settings { exhaustive_firms: usize::MAX, ..settings.clone() };
    if index.len() <= settings.exhaustive_firms || briefs.is_empty() {
        return Ok(Value::Null);
    }
    let (mut sum, mut worst, mut whole) = (0.0, 1.0_f64, 0_usize);
    let mut times = Times::default();
    for (brief, found) in briefs.iter().zip(found) {
        let (exhaustive, seconds) = timed(|| rank(index, brief, &all));
        times.add(seconds);
        let best: BTreeSet<String> = exhaustive?.ranked.iter().map(|m| m.firm.to_string()).collect();
        let kept = found.ranked.iter().filter(|m| best.contains(&m.firm.to_string())).count();
        let share = kept as f64 / best.len().max(1) as f64;
        sum += share;
        worst = worst.min(share);
        whole += usize::from(kept == best.len());
    }
    let count = briefs.len().max(1) as f64;
    Ok(
        json!({"briefs": briefs.len(), "mean": sum / count, "worst": worst, "whole": whole as f64 / count, "exhaustive_ms": times.told()}),
    )
}

/// Changes firms one by one; each must be found by its new words.
fn updates(live: &LiveIndex, market: &Market, size: Size, settings: &Settings) -> Fallible<Value> {
    let mut times = Times::default();
    let mut found = 0;
    for n in 0..UPDATES {
        let firm = market.firm(n * size.firms / UPDATES, 1)?;
        let (done, seconds) = timed(|| {
            let mut writer = live.writer()?;
            writer.put(std::slice::from_ref(&firm))?;
            writer.commit()?;
            Ok::<_, passerelle_matching::IndexError>(live.snapshot())
        });
        times.add(seconds);
        let index = done?;
        let text: Vec<&str> = firm.capabilities.iter().map(|it| it.text.as_str()).collect();
        let draft = passerelle_domain::BriefDraft::of_text(
            passerelle_domain::BriefId::new("update")?,
            text.join("\n"),
        );
        let ranking = rank(&index, &read_brief(draft).brief, settings)?;
        let seen = ranking.ranked.iter().chain(&ranking.gated).any(|m| m.firm == firm.id);
        found += usize::from(seen);
    }
    Ok(json!({"ms": times.told(), "found": found}))
}
