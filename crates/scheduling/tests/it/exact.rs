//! Proofs on graphs without two sides, hard shapes, interruption, best-so-far, and what must not depend on names or threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use passerelle_domain::{Problem, ProblemSpec, SlotTables, Status};
use passerelle_scheduling::check::check;
use passerelle_scheduling::{Incumbent, Never, Options, Phase, Stop, solve, solve_watched};

use crate::support::{Dice, S1, S2, S3, Size, event, event_spec, pair, party, slot, solved, solved_with};

/// Value alone, without smoothing.
const VALUE: Options = Options { seed: 0, threads: 1, effort: 1.0, smooth: false };

/// Everybody meets along these edges, each worth 1, in so many slots without scarce tables.
fn graph(edges: &[(usize, usize)], slots: usize) -> Problem {
    let nodes = edges.iter().map(|&(a, b)| a.max(b) + 1).max().unwrap();
    Problem::new(ProblemSpec {
        slots: (0..slots).map(|s| slot(&format!("s{s}"), edges.len() as u32)).collect(),
        participants: (0..nodes).map(|p| party(&format!("p{p}"))).collect(),
        pairs: edges.iter().map(|(a, b)| pair(&format!("p{a}"), &format!("p{b}"), 1)).collect(),
        ..Default::default()
    })
    .unwrap()
}

fn cycle(nodes: usize, from: usize) -> Vec<(usize, usize)> {
    (0..nodes).map(|i| (from + i, from + (i + 1) % nodes)).collect()
}

#[test]
fn odd_cycles_and_petersen_are_proved() {
    let proved = |edges: &[(usize, usize)], slots: usize, best: i64| {
        let proof = solved_with(&graph(edges, slots), &VALUE).proof;
        assert_eq!((proof.value(), proof.bound()), (best, best), "{} edges, {slots} slots", edges.len());
        assert_eq!(proof.status, Status::Optimal);
    };
    for nodes in [3, 5, 7] {
        for slots in 1..=3 {
            let half = i64::try_from(nodes / 2 * slots).unwrap();
            proved(&cycle(nodes, 0), slots, half.min(nodes as i64));
        }
    }
    // Thirty triangles apart: one meeting each.
    let triangles: Vec<(usize, usize)> = (0..30).flat_map(|t| cycle(3, 3 * t)).collect();
    if cfg!(feature = "highs") {
        // By cuts: branching would have to treat each by itself.
        proved(&triangles, 1, 30);
        proved(&triangles, 2, 60);
    }
    // Everybody meets everybody among five: two meetings a slot, ten in all.
    let five: Vec<(usize, usize)> = (0..5).flat_map(|a| (a + 1..5).map(move |b| (a, b))).collect();
    for slots in 1..=5 {
        proved(&five, slots, 2 * slots as i64);
    }
    // Petersen's graph has no three perfect matchings apart: 5, 9, 13, then all 15.
    let petersen: Vec<(usize, usize)> =
        cycle(5, 0).into_iter().chain((0..5).flat_map(|i| [(i, i + 5), (i + 5, (i + 2) % 5 + 5)])).collect();
    for (slots, best) in [(1, 5), (2, 9), (3, 13), (4, 15)] {
        proved(&petersen, slots, best);
    }
}

// The pure-Rust solver has neither duals nor an end by work, so that fewer cuts are found.
#[cfg(feature = "highs")]
#[test]
fn hard_shapes_are_proved() {
    // Tables for six of ten, and tables that differ from slot to slot.
    for seed in 1..4 {
        let scarce = event(Size { tables: 6, there: 70, ..S1 }, seed);
        assert_eq!(solved_with(&scarce, &VALUE).proof.status, Status::Optimal, "scarce {seed}");
        let mut uneven = event_spec(Size { there: 70, ..S1 }, seed);
        for (i, slot) in uneven.slots.iter_mut().enumerate() {
            slot.tables = SlotTables::Count(4 + (i as u32 * 7 + seed as u32) % 5);
        }
        assert_eq!(
            solved_with(&Problem::new(uneven).unwrap(), &VALUE).proof.status,
            Status::Optimal,
            "uneven {seed}"
        );
    }
    // Everybody busy nearly all day, and a third of the slots away.
    let tight = event(Size { there: 65, tight: true, ..S2 }, 2);
    assert_eq!(solved_with(&tight, &VALUE).proof.status, Status::Optimal);
}

/// The specification with participants and pairs in another order, and other names.
fn renumbered(spec: &ProblemSpec, seed: u64) -> ProblemSpec {
    let mut dice = Dice(seed);
    let mut other = spec.clone();
    for i in 0..other.participants.len() {
        let j = i + dice.below((other.participants.len() - i) as u64) as usize;
        other.participants.swap(i, j);
    }
    for i in 0..other.pairs.len() {
        let j = i + dice.below((other.pairs.len() - i) as u64) as usize;
        other.pairs.swap(i, j);
    }
    for pair in &mut other.pairs {
        pair.id = Some(format!("{}~{}", pair.a, pair.b));
        std::mem::swap(&mut pair.a, &mut pair.b);
    }
    other
}

#[test]
fn the_proved_value_depends_on_no_numbers() {
    for (size, seed) in [
        (Size { there: 70, ..S1 }, 1),
        (Size { there: 60, tables: 6, ..S1 }, 2),
        (Size { there: 70, ..S2 }, 3),
    ] {
        let spec = event_spec(size, seed);
        let first = solved_with(&Problem::new(spec.clone()).unwrap(), &VALUE).proof;
        assert_eq!(first.status, Status::Optimal);
        for turn in 1..4 {
            let other = Problem::new(renumbered(&spec, turn)).unwrap();
            let options = Options { seed: turn, ..VALUE };
            assert_eq!(solved_with(&other, &options).proof.value(), first.value(), "{size:?} {seed} {turn}");
        }
    }
}

#[test]
fn one_more_table_never_lowers_the_proved_value() {
    for seed in 1..4 {
        let spec = event_spec(Size { there: 70, tables: 5, ..S1 }, seed);
        let before = solved_with(&Problem::new(spec.clone()).unwrap(), &VALUE).proof;
        assert_eq!(before.status, Status::Optimal);
        for at in [0, 5, 11] {
            let mut more = spec.clone();
            more.slots[at].tables = SlotTables::Count(6);
            let after = solved_with(&Problem::new(more).unwrap(), &VALUE).proof;
            assert_eq!(after.status, Status::Optimal);
            assert!(after.value() >= before.value(), "{seed}: {} below {}", after.value(), before.value());
        }
    }
}

/// Says stop from a call on, and counts the calls after that.
struct After {
    calls: AtomicUsize,
    limit: usize,
}

impl Stop for After {
    fn should_stop(&self) -> bool {
        self.calls.fetch_add(1, Ordering::SeqCst) >= self.limit
    }

    fn seconds_left(&self) -> Option<f64> {
        None
    }
}

// The pure-Rust solver looks at the clock alone.
#[cfg(feature = "highs")]
#[test]
fn the_linear_solver_is_asked_to_stop_all_the_while_and_obeys() {
    let problem = event(S3, 1);
    let stop = |limit| After { calls: AtomicUsize::new(0), limit };
    // Without an end: how often it asks while it chooses.
    let endless = stop(usize::MAX);
    let asked = std::sync::Mutex::new(Vec::new());
    solve(&problem, &VALUE, &endless, &mut |now| {
        asked.lock().unwrap().push((now.phase, endless.calls.load(Ordering::SeqCst)));
    });
    let choosing = asked.lock().unwrap().iter().find(|(phase, _)| *phase == Phase::Place).unwrap().1;
    if cfg!(feature = "highs") {
        assert!(choosing > 100, "{choosing} calls before placing");
    }
    // Told to stop in the middle of that, it ends, with a sound agenda and few more questions.
    for limit in [2, choosing / 2, choosing] {
        let stop = stop(limit.max(1));
        let plan = solve(&problem, &VALUE, &stop, &mut |_| {});
        assert_eq!(check(&problem, &plan.agenda), []);
        assert!(plan.proof.bound() >= plan.proof.value());
        let more = stop.calls.load(Ordering::SeqCst) - limit;
        assert!(more < 3_000, "{more} calls after {limit}");
    }
}

#[test]
fn the_best_so_far_can_be_read_at_any_time_and_breaks_no_rule() {
    let problem = event(Size { there: 50, tight: true, ..S2 }, 4);
    let incumbent = Incumbent::default();
    let mut values = Vec::new();
    let mut gaps = Vec::new();
    let plan = solve_watched(
        &problem,
        &VALUE,
        &Never,
        &mut |now| {
            gaps.extend(now.gap());
            if let Some(found) = incumbent.best() {
                assert_eq!(check(&problem, &found.agenda), []);
                assert_eq!(found.agenda.value(&problem), found.value);
                values.push(found.value);
            }
        },
        &incumbent,
    );
    assert!(!values.is_empty() && gaps.iter().all(|gap| (0.0..=1.0).contains(gap)));
    let best = incumbent.best().unwrap();
    assert!(plan.proof.value() >= best.value && best.value >= *values.iter().max().unwrap());
}

#[test]
fn a_budget_of_work_gives_the_same_agenda_whatever_the_threads_and_the_clock() {
    for (size, seed) in [(Size { there: 60, tables: 6, ..S1 }, 3), (Size { there: 50, tight: true, ..S2 }, 2)]
    {
        let problem = event(size, seed);
        let options = |threads| Options { seed: 9, threads, effort: 0.3, ..Options::default() };
        let one = solved_with(&problem, &options(1));
        assert_eq!(one, solved_with(&problem, &options(8)));
        // A clock that never strikes changes nothing.
        let late = After { calls: AtomicUsize::new(0), limit: usize::MAX };
        assert_eq!(one, solve(&problem, &options(1), &late, &mut |_| {}));
    }
}

#[test]
fn locks_that_cannot_all_hold_are_told_before_the_search() {
    // Three meetings among three people in two slots: no two of them at once, which counting does not show.
    let mut spec = ProblemSpec {
        slots: vec![slot("s0", 3), slot("s1", 3)],
        participants: ["a", "b", "c"].map(party).to_vec(),
        pairs: vec![pair("a", "b", 1), pair("b", "c", 1), pair("a", "c", 1)],
        ..Default::default()
    };
    spec.locked = ["a~b", "b~c", "a~c"].map(|id| (id.to_owned(), None, None)).to_vec();
    let mut last = None;
    let plan = solve(&Problem::new(spec).unwrap(), &VALUE, &Never, &mut |now| last = Some(now.phase));
    assert_eq!(plan.proof.status, Status::Infeasible, "{:?}", plan.conflict);
    assert!(last <= Some(Phase::Place) && !plan.conflict.is_empty());
    assert!(solved(&event(S1, 2)).conflict.is_empty());
}
