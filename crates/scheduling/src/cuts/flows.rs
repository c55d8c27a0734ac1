//! Cuts from the participants of one side, looked at without those of the other: seats in slots, and tables. Exact for what
//! they speak of, by minimum cuts over the whole event.

use std::collections::BTreeMap;

use super::{BROKEN, Cut, Multipliers, whole};
use crate::flow::Network;
use crate::model::Model;
use crate::slots::SlotSet;

/// Units of flow for one meeting.
const UNIT: f64 = 1e6;

pub(super) fn separate(model: &Model<'_>, share: &[f64]) -> Vec<Cut> {
    match model.problem.two_sides() {
        Some(side) => {
            let mut cuts = of(model, share, &|participant| side[participant], 1);
            cuts.extend(of(model, share, &|participant| !side[participant], 1));
            cuts
        }
        // Each meeting is seen from both of its ends, and so takes a table twice.
        None => of(model, share, &|_| true, 2),
    }
}

fn of(model: &Model<'_>, share: &[f64], counts: &dyn Fn(usize) -> bool, seen: i64) -> Vec<Cut> {
    let mut groups: BTreeMap<(usize, &SlotSet), i64> = BTreeMap::new();
    for pair in model.eligible().filter(|&pair| share[pair] > 1e-6) {
        for end in model.ends(pair).into_iter().filter(|&end| counts(end)) {
            *groups.entry((end, &model.allowed[pair])).or_default() += units(share[pair]);
        }
    }
    let unit = units(1.0);
    let (source, sink) = (0, 1);
    let mut network = Network::new(2 + model.slots);
    for slot in 0..model.slots {
        network.arc(2 + slot, sink, (seen * whole(model.open[slot]) * unit, 0));
    }
    let mut cells: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut demand = 0;
    for (&(participant, allowed), &flow) in &groups {
        let group = network.node();
        network.arc(source, group, (flow, 0));
        demand += flow;
        for slot in allowed.iter() {
            let cell = *cells.entry((participant, slot)).or_insert_with(|| {
                let cell = network.node();
                let seats = whole(model.seats[participant * model.slots + slot]) * unit;
                network.arc(cell, 2 + slot, (seats, 0));
                cell
            });
            network.arc(group, cell, (flow, 0));
        }
    }
    let (flow, reached) = network.cut(source, sink);
    let mut cuts = Vec::new();
    #[expect(clippy::cast_possible_truncation, reason = "a small positive constant")]
    if demand - flow <= (BROKEN * UNIT) as i64 {
        return cuts;
    }
    let mut all = Multipliers::new(model);
    let mut alone: BTreeMap<usize, Multipliers<'_>> = BTreeMap::new();
    for (&(participant, slot), &cell) in &cells {
        if reached[cell] && !reached[2 + slot] {
            all.add_seat(participant, slot, 1);
            alone.entry(participant).or_insert_with(|| Multipliers::new(model)).add_seat(
                participant,
                slot,
                1,
            );
        }
    }
    let scarce: Vec<usize> = (0..model.slots).filter(|&slot| reached[2 + slot]).collect();
    for &slot in &scarce {
        all.add_table(slot, seen);
    }
    let together = if scarce.is_empty() { None } else { Some(all) };
    for multipliers in alone.into_values().chain(together) {
        let cut = multipliers.cut();
        if cut.violation(share) > BROKEN {
            cuts.push(cut);
        }
    }
    cuts
}

fn units(share: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "at most a million")]
    let units = (share * UNIT).round() as i64;
    units
}
