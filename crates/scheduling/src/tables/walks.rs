//! Shortens walks by exchanging the places of whole tables in the room: a quadratic assignment, improved two by two.
//!
//! Exchanging two tables in every slot changes no number of changes.

use passerelle_domain::Problem;

use super::hops::Hop;
use super::sittings::{NOWHERE, Sittings};
use crate::options::Stop;

/// Rounds over all pairs of tables.
const ROUNDS: usize = 6;
/// More tables than this are not compared two by two.
const MOST: usize = 2_000;

/// Distances between tables times tables, the largest being `room`; empty when no two tables have positions that differ.
pub(super) fn scaled(problem: &Problem, room: i64) -> Vec<i64> {
    let tables = problem.tables();
    if tables.len() > MOST || tables.iter().filter(|table| table.position.is_some()).count() < 2 {
        return Vec::new();
    }
    let metres = distances(problem);
    let widest = metres.iter().copied().fold(0.0, f64::max);
    if widest <= 0.0 {
        return Vec::new();
    }
    #[expect(clippy::cast_possible_truncation, reason = "a share of a room far below 2^53")]
    let scale = |metres: f64| (metres / widest * room as f64).round() as i64;
    metres.into_iter().map(scale).collect()
}

fn distances(problem: &Problem) -> Vec<f64> {
    let tables = problem.tables();
    let far = |one: usize, other: usize| {
        let places = tables[one].position.zip(tables[other].position);
        places.map_or(0.0, |((x, y), (u, v))| (x - u).hypot(y - v))
    };
    (0..tables.len()).flat_map(|one| (0..tables.len()).map(move |other| far(one, other))).collect()
}

/// Exchanges tables two by two while that shortens the walks.
pub(super) fn shorten(sittings: &mut Sittings<'_>, hops: &[Hop], stop: &dyn Stop) {
    let tables = sittings.problem.tables().len();
    if tables > MOST {
        return;
    }
    let metres = distances(sittings.problem);
    // How often somebody walks between two tables, from either: those of several people at once are left to the count at the end.
    let mut walks: Vec<Vec<(usize, f64)>> = vec![Vec::new(); tables];
    for hop in hops {
        let (&[from], &[to]) = (&hop.from.1[..], &hop.to.1[..]) else { continue };
        let (from, to) = (sittings.table((hop.from.0, from)), sittings.table((hop.to.0, to)));
        if from != to && from != NOWHERE && to != NOWHERE {
            walks[from].push((to, 1.0));
            walks[to].push((from, 1.0));
        }
    }
    for walks in &mut walks {
        walks.sort_by_key(|&(table, _)| table);
        walks.dedup_by(|next, first| {
            let same = next.0 == first.0;
            first.1 += if same { next.1 } else { 0.0 };
            same
        });
    }
    let uses = Uses::of(sittings);
    // By label: where in the room it stands now.
    let mut stands: Vec<usize> = (0..tables).collect();
    for _ in 0..ROUNDS {
        let mut better = false;
        for one in 0..tables {
            if stop.should_stop() {
                break;
            }
            if uses.fixed[one] {
                continue;
            }
            for other in one + 1..tables {
                if walks[one].is_empty() && walks[other].is_empty() {
                    continue;
                }
                let gain = gain(&walks, &metres, &stands, one, other);
                if gain > 1e-6 && uses.may_exchange(sittings.problem, &stands, one, other) {
                    stands.swap(one, other);
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
    for one in sittings.by_slot.iter_mut().flatten().filter(|one| one.table != NOWHERE) {
        one.table = stands[one.table];
    }
}

/// Metres saved when two labels exchange their places.
fn gain(walks: &[Vec<(usize, f64)>], metres: &[f64], stands: &[usize], one: usize, other: usize) -> f64 {
    let tables = stands.len();
    let far = |a: usize, b: usize| metres[a * tables + b];
    let side = |label: usize, instead: usize| -> f64 {
        let way = |&(to, times): &(usize, f64)| {
            if to == one || to == other {
                return 0.0;
            }
            times * (far(stands[label], stands[to]) - far(stands[instead], stands[to]))
        };
        walks[label].iter().map(way).sum()
    };
    side(one, other) + side(other, one)
}

/// In which slots each table is used, and whether somebody must have it.
struct Uses {
    slots: Vec<Vec<usize>>,
    fixed: Vec<bool>,
}

impl Uses {
    fn of(sittings: &Sittings<'_>) -> Self {
        let tables = sittings.problem.tables().len();
        let mut uses = Self { slots: vec![Vec::new(); tables], fixed: vec![false; tables] };
        for (slot, here) in sittings.by_slot.iter().enumerate() {
            for one in here.iter().filter(|one| one.table != NOWHERE) {
                uses.slots[one.table].push(slot);
                uses.fixed[one.table] |= one.fixed;
            }
        }
        uses
    }

    /// Whether each of two labels would be open where the other stands, in every slot that uses it.
    fn may_exchange(&self, problem: &Problem, stands: &[usize], one: usize, other: usize) -> bool {
        let open = |label: usize, at: usize| {
            self.slots[label].iter().all(|&slot| problem.slots()[slot].tables.binary_search(&at).is_ok())
        };
        !self.fixed[one] && !self.fixed[other] && open(one, stands[other]) && open(other, stands[one])
    }
}
