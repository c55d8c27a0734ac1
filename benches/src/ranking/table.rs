//! What was measured of one size, for people, with the goals beside it.

use serde_json::Value;

/// A number with so many decimals, `n/a` where there is none.
fn number(value: &Value, decimals: usize) -> String {
    value.as_f64().map_or_else(|| "n/a".to_owned(), |value| format!("{value:.decimals$}"))
}

fn times(ms: &Value) -> String {
    let at = |name: &str| number(&ms[name], 1);
    format!("median {} ms   95 % {} ms   99 % {} ms   max {} ms", at("p50"), at("p95"), at("p99"), at("max"))
}

/// Prints a size's block.
pub(super) fn print(row: &Value) {
    let (build, search) = (&row["build"], &row["search"]);
    println!("{} firms, one thread", row["firms"]);
    println!(
        "  build        {} s, {} firms/s, {} firms/s of processor time; peak {} MiB of which {} MiB the firms given; on disk {} MiB",
        number(&build["seconds"], 2),
        number(&build["firms_per_second"], 0),
        number(&build["firms_per_processor_second"], 0),
        number(&build["peak_mib"], 0),
        number(&build["firms_in_memory_mib"], 0),
        number(&build["disk_mib"], 0),
    );
    println!(
        "  open         {} ms, {} MiB; first brief {} ms",
        number(&search["open_ms"], 0),
        number(&search["open_mib"], 0),
        number(&search["first_brief_ms"], 1)
    );
    println!("  read brief   {}", times(&search["read_ms"]));
    println!(
        "  rank top 20  {}   mean {} ms of processor time",
        times(&search["rank_ms"]),
        number(&search["rank_processor_ms"], 1)
    );
    println!("  update one   {}   found {}", times(&search["update"]["ms"]), search["update"]["found"]);
    println!(
        "  memory       {} MiB searching, peak {} MiB",
        number(&search["searching_mib"], 0),
        number(&search["peak_mib"], 0)
    );
    let survival = &search["survival"];
    if survival.is_null() {
        println!("  pruning      none: every firm is looked at");
    } else {
        println!(
            "  pruning      keeps {} of the exhaustive top 20 (worst {}; all 20 in {} of briefs); exhaustive {}",
            number(&survival["mean"], 4),
            number(&survival["worst"], 2),
            number(&survival["whole"], 3),
            times(&survival["exhaustive_ms"]),
        );
    }
    for peer in row["peers"].as_array().into_iter().flatten() {
        let name = peer["name"].as_str().unwrap_or_default();
        if let Some(reason) = peer["missing"].as_str() {
            println!("  {name}: left out, {reason}");
            continue;
        }
        let ratio = |theirs: &Value, ours: &Value| {
            theirs.as_f64().zip(ours.as_f64()).map_or(Value::Null, |(a, b)| (a / b).into())
        };
        println!(
            "  {name} ({}), no explanations\n    build {} firms/s   on disk {} MiB   update median {} ms\n    top 20       {}\n    its median / ours {}   its 99 % / ours {}   our firms/s / its {}",
            peer["version"].as_str().unwrap_or_default(),
            number(&peer["firms_per_second"], 0),
            number(&peer["disk_mib"], 0),
            number(&peer["update_ms"]["p50"], 1),
            times(&peer["query_ms"]),
            number(&ratio(&peer["query_ms"]["p50"], &search["rank_ms"]["p50"]), 2),
            number(&ratio(&peer["query_ms"]["p99"], &search["rank_ms"]["p99"]), 2),
            number(&ratio(&build["firms_per_second"], &peer["firms_per_second"]), 2),
        );
    }
}
