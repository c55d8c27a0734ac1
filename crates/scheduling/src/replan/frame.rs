//! What stands of a released agenda, whom the changes themselves touch, and how many others are touched besides.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use passerelle_domain::{Changed, Meeting, Place, ReplanPolicy};

use crate::board::Board;
use crate::model::Model;

/// What is the same during a whole re-plan.
pub(super) struct Frame<'m> {
    pub(super) model: &'m Model<'m>,
    pub(super) policy: ReplanPolicy,
    /// By pair: where it met, when it can stay there.
    pub(super) home: Vec<Option<Place>>,
    /// By pair: whether the changes themselves touch it.
    pub(super) free_pair: Vec<bool>,
    /// By participant: whether the changes themselves touch its agenda.
    pub(super) forced: Vec<bool>,
    /// By slot and table: the pair that stays there.
    at_home: BTreeMap<Place, usize>,
}

impl<'m> Frame<'m> {
    /// The frame, and the board of what stands.
    ///
    /// Meetings of the past come first, then those that a change puts into a given slot, then the others, locked ones, musts and
    /// the most valuable first: where a cap or a number of seats was lowered, the least valuable goes.
    pub(super) fn new(changed: &Changed, model: &'m Model<'m>, policy: ReplanPolicy) -> (Self, Board<'m>) {
        let pairs = model.allowed.len();
        let parties = model.pairs_of.len();
        let mut frame = Self {
            model,
            policy,
            home: vec![None; pairs],
            free_pair: (0..pairs).map(|pair| changed.names_pair(pair).is_some()).collect(),
            forced: vec![false; parties],
            at_home: BTreeMap::new(),
        };
        for effect in changed.effects() {
            for &party in effect.participants() {
                frame.forced[party] = true;
            }
        }
        for pair in (0..pairs).filter(|&pair| frame.free_pair[pair]) {
            // New pairs are wished by their newcomers; refused and moved ones touch both sides.
            let added =
                changed.released().meetings().iter().all(|m| m.pair != pair) && !model.is_locked(pair);
            if !added {
                for end in model.ends(pair) {
                    frame.forced[end] = true;
                }
            }
        }
        let mut board = Board::new(model);
        let mut meetings: Vec<Meeting> = changed.released().meetings().to_vec();
        let rank = |m: &Meeting| {
            let locked = model.is_locked(m.pair);
            (!changed.is_frozen(m), !locked, !model.is_must(m.pair), Reverse(model.value(m.pair)), m.pair)
        };
        meetings.sort_by_key(rank);
        let past = meetings.partition_point(|m| changed.is_frozen(m));
        for meeting in &meetings[..past] {
            frame.settle(&mut board, meeting);
        }
        for (pair, slot) in asked_for(changed) {
            if board.slot_of(pair).is_none() && board.may_add(pair) && board.fits(pair, slot) {
                board.put(pair, slot);
            }
        }
        for meeting in &meetings[past..] {
            frame.settle(&mut board, meeting);
        }
        board.commit();
        (frame, board)
    }

    /// Keeps a released meeting where it is, or notes that it cannot stay.
    fn settle(&mut self, board: &mut Board<'_>, meeting: &Meeting) {
        let Meeting { pair, slot, table } = *meeting;
        let model = self.model;
        let own = model.needs_table[pair].map(|own| model.own_tables[own]);
        let stands = board.slot_of(pair).is_none()
            && model.problem.slots()[slot].tables.contains(&table)
            && own.is_none_or(|own| own == table)
            && !self.at_home.contains_key(&(slot, table))
            && board.may_add(pair)
            && board.fits(pair, slot);
        if stands {
            board.put(pair, slot);
            self.home[pair] = Some((slot, table));
            self.at_home.insert((slot, table), pair);
        } else {
            self.free_pair[pair] = true;
            for end in model.ends(pair) {
                self.forced[end] = true;
            }
        }
    }

    /// The pair that a placed pair drives from its table: it needs that table, and somebody stays there who need not.
    pub(super) fn drives_out(&self, board: &Board<'_>, pair: usize) -> Option<usize> {
        let slot = board.slot_of(pair)?;
        self.stays_at_own(pair, slot).filter(|&other| board.slot_of(other) == Some(slot))
    }

    /// The pair that stays, where it was, at the table which a pair would need in a slot.
    pub(super) fn stays_at_own(&self, pair: usize, slot: usize) -> Option<usize> {
        let own = self.model.needs_table[pair]?;
        let &other = self.at_home.get(&(slot, self.model.own_tables[own]))?;
        (other != pair).then_some(other)
    }

    pub(super) fn is_home(&self, board: &Board<'_>, pair: usize) -> bool {
        board.slot_of(pair) == self.home[pair].map(|(slot, _)| slot)
    }

    /// The most that may be counted.
    pub(super) fn cap(&self) -> usize {
        self.policy.max_changes.map_or(usize::MAX, |cap| cap as usize)
    }
}

/// Pairs that a change puts into a slot.
fn asked_for(changed: &Changed) -> Vec<(usize, usize)> {
    let to = |effect: &passerelle_domain::Effect| match *effect {
        passerelle_domain::Effect::MustMove { pair, to: Some(to), .. } => Some((pair, to)),
        _ => None,
    };
    changed.effects().iter().filter_map(to).collect()
}
