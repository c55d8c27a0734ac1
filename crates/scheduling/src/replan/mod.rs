//! Re-plans a released agenda after changes: loses the least, touches the fewest, never more than the cap allows.
//!
//! What still stands stays. Everything else is bettered along alternating paths in which each person touched has a price; several
//! prices are tried, because a dear path may be worth a cheap one under the cap. The pair programme with a bonus for what stays
//! gives the bound of a free re-plan, and a choice to aim at. Small problems are decided exactly by a mixed programme.

mod exactly;
mod finish;
mod frame;
mod insert;
mod ledger;
mod paths;
mod programme;
mod tables;
mod why;

use passerelle_domain::{Changed, ReplanPolicy, Replanned, Status, Trade};

use crate::board::{Board, Score};
use crate::conflict::locks::{self, Locks};
use crate::exact::{self, Known};
use crate::idle::Idle;
use crate::levels::Bounds;
use crate::lp::{Prices, Work};
use crate::model::Model;
use crate::options::{Options, Stop};
use crate::place::Placer;
use crate::relax::{self, Chooser, Chosen};
use crate::repair::{restore, snapshot};
use frame::Frame;
use insert::Hands;
use ledger::Ledger;
use paths::Aim;

/// Nodes of a mixed programme.
const NODES: usize = 4_000;
/// Steps of the simplex method in one mixed programme.
const ITERATIONS: usize = 200_000;
/// Rounds of betterment along paths.
const ROUNDS: usize = 200;
/// Prices for a change that are tried, as shares of the mean value of a pair: from none to as much as most pairs bring.
const PRICES: [f64; 6] = [0.02, 0.1, 0.25, 0.5, 1.0, 1.5];

/// Re-plans: the new agenda, its proof, and what is another than before.
///
/// The same changes, policy, options and stop give the same agenda; a stop by the clock may end it at another.
pub fn replan(changed: &Changed, policy: &ReplanPolicy, options: &Options, stop: &dyn Stop) -> Replanned {
    let mut model = Model::new(changed.problem());
    model.hold_locks();
    let clash = locks::obvious(&model, stop);
    if !clash.is_empty() {
        return finish::without_agenda(&model, Status::Infeasible, clash);
    }
    let (frame, kept) = Frame::new(changed, &model, *policy);
    let idle = Idle::new(&model);
    let target = Target::new(&model, &kept, stop);
    let hands = Hands {
        ledger: Ledger::new(&frame, &kept),
        placer: Placer::new(&model),
        board: kept,
        frame: &frame,
        idle: &idle,
    };
    let mut search = Search { changed, hands, target, options, stop, free_bound: None, fewest: false };
    if let Err((status, conflict)) = search.keep_locks() {
        return finish::without_agenda(&model, status, conflict);
    }
    search.run();
    search.exactly();
    search.finish()
}

/// The choice of pairs to aim at, and what bounds it.
struct Target {
    chosen: Option<Vec<bool>>,
    bounds: Bounds,
    /// Reduced costs over values that are `scale` times those of the problem, and a bonus for what stays.
    prices: Option<Prices>,
    scale: i64,
}

impl Target {
    /// Chooses pairs by value, and among choices of equal value one that keeps the most of what stands.
    fn new(model: &Model<'_>, kept: &Board<'_>, stop: &dyn Stop) -> Self {
        let problem = model.problem;
        let stays = kept.placed().count();
        let dearest = problem.pairs().iter().map(|pair| u64::from(pair.value)).max().unwrap_or(0);
        // Values times more than all bonuses together leave the order of values as it is.
        let scale = stays as u64 + 1;
        let fits = dearest.saturating_mul(scale) < u64::from(passerelle_domain::MAX_VALUE);
        let scale = if fits { u32::try_from(scale).unwrap_or(1) } else { 1 };
        let bonus = |pair: usize| u32::from(scale > 1 && kept.slot_of(pair).is_some());
        let values: Vec<u32> = problem
            .pairs()
            .iter()
            .enumerate()
            .map(|(i, p)| p.value.saturating_mul(scale) + bonus(i))
            .collect();
        let scaled = problem.revalued(&values);
        let mut other = Model::new(&scaled);
        other.hold_locks();
        let scale = i64::from(scale);
        match relax::choose(&other, stop) {
            Chosen::Choice(mut choice) => {
                let (chosen, prices) = (choice.chosen.clone(), choice.prices.take());
                choice.value = choice.value.div_euclid(scale);
                Self { chosen: Some(chosen), bounds: Bounds::of(&choice), prices, scale }
            }
            Chosen::Contradiction | Chosen::Unknown => {
                Self { chosen: None, bounds: Bounds::trivial(model), prices: None, scale }
            }
        }
    }

    /// Pairs that every agenda worth at least `value` must, or cannot, hold.
    fn known(&self, model: &Model<'_>, value: i64) -> Vec<Known> {
        exact::known(model, self.prices.as_ref(), value.saturating_mul(self.scale))
    }
}

struct Search<'s, 'm> {
    changed: &'s Changed,
    hands: Hands<'s, 'm>,
    target: Target,
    options: &'s Options,
    stop: &'s dyn Stop,
    /// What a free re-plan could reach in value, kept before a cap tightens it.
    free_bound: Option<i64>,
    /// Whether it is proved that nothing better under the policy exists.
    fewest: bool,
}

/// An arrangement that was found.
struct Found {
    slots: Vec<Option<usize>>,
    excess: i64,
    score: Score,
    counted: usize,
}

impl Search<'_, '_> {
    fn work(&self) -> Work<'_> {
        Work { iterations: ITERATIONS, stop: self.stop, nodes: self.options.budget(NODES).max(1) }
    }

    fn found(&self) -> Found {
        Found {
            slots: snapshot(&self.hands.board),
            excess: self.hands.excess(),
            score: self.hands.board.score(),
            counted: self.hands.counted(),
        }
    }

    fn reset(&mut self, slots: &[Option<usize>]) {
        // Most pairs are where they were: only the others are touched.
        let board = &mut self.hands.board;
        let moved: Vec<usize> = (0..slots.len()).filter(|&pair| board.slot_of(pair) != slots[pair]).collect();
        for &pair in &moved {
            board.take(pair);
        }
        for &pair in &moved {
            if let Some(slot) = slots[pair] {
                board.put(pair, slot);
            }
        }
        board.commit();
        for pair in moved {
            self.hands.ledger.sync(self.hands.frame, &self.hands.board, pair);
        }
    }

    /// Places the locked pairs that what stands has left over, moving others where that is needed.
    fn keep_locks(&mut self) -> Result<(), (Status, Vec<String>)> {
        let model = self.hands.board.model;
        let open = |hands: &Hands<'_, '_>| -> Vec<usize> {
            let locked = (0..model.allowed.len()).filter(|&pair| model.is_locked(pair));
            locked.filter(|&pair| hands.board.slot_of(pair).is_none()).collect()
        };
        for pair in open(&self.hands) {
            if self.hands.insert(pair) {
                self.hands.board.commit();
            }
        }
        let left = open(&self.hands);
        if !left.is_empty() {
            match locks::decide(model, self.work()) {
                Locks::Clash(sentences) => return Err((Status::Infeasible, sentences)),
                Locks::Unknown => {
                    let names = locks::names(model, &left);
                    return Err((
                        Status::Cancelled,
                        vec![format!("no place was found for {names}, which are locked")],
                    ));
                }
                Locks::Hold(slots) => self.arrange(&slots),
            }
        }
        let (counted, cap) = (self.hands.counted(), self.hands.frame.cap());
        if counted > cap {
            let unit = self.hands.frame.policy.unit.word();
            return Err((
                Status::Cancelled,
                vec![format!(
                    "no way was found to make these changes within {cap} changed {unit}: what is locked touches {counted}"
                )],
            ));
        }
        Ok(())
    }

    /// Sits the locked pairs down where they can be, and everybody else where it was as far as there is room.
    fn arrange(&mut self, slots: &[Option<usize>]) {
        let before = snapshot(&self.hands.board);
        let board = &mut self.hands.board;
        let model = board.model;
        restore(board, &[]);
        let mut order: Vec<usize> = (0..slots.len()).collect();
        order.sort_by_key(|&pair| {
            (!model.is_locked(pair), !model.is_must(pair), std::cmp::Reverse(model.value(pair)), pair)
        });
        for pair in order {
            let to = if model.is_locked(pair) { slots[pair] } else { before[pair] };
            if let Some(slot) = to.filter(|&slot| board.may_add(pair) && board.fits(pair, slot)) {
                board.put(pair, slot);
            }
        }
        board.commit();
        self.hands.ledger = Ledger::new(self.hands.frame, &self.hands.board);
    }

    /// Tries several prices of a change, and the choice of the pair programme; the board ends at the best found.
    fn run(&mut self) {
        let cap = self.hands.frame.cap();
        let start = snapshot(&self.hands.board);
        let price = match self.hands.frame.policy.trade {
            Trade::ValueFirst { .. } => 0,
            Trade::Price { per_change } => i64::from(per_change),
        };
        let rounds = self.options.budget(ROUNDS).max(1);
        let mut all = vec![self.found()];
        self.hands.augment(Aim { price, cap, rounds }, self.stop);
        all.push(self.found());
        if !self.is_bound() && self.target.chosen.is_some() {
            self.aim_at_choice();
            self.hands.augment(Aim { price, cap, rounds }, self.stop);
            all.push(self.found());
        }
        let worth_trying = all.iter().any(|found| found.counted > 0);
        if worth_trying {
            for price in self.prices(price) {
                if self.stop.should_stop() {
                    break;
                }
                self.reset(&start);
                self.hands.augment(Aim { price, cap, rounds }, self.stop);
                all.push(self.found());
            }
        }
        let best = self.best(&all);
        self.reset(&all[best].slots);
    }

    /// Other prices worth trying beside the one asked for.
    fn prices(&self, asked: i64) -> Vec<i64> {
        let frame = self.hands.frame;
        if matches!(frame.policy.trade, Trade::Price { .. }) && frame.policy.max_changes.is_none() {
            return Vec::new();
        }
        let pairs = self.hands.board.model.problem.pairs();
        let total: i64 = pairs.iter().map(|pair| i64::from(pair.value)).sum();
        let mean = total as f64 / pairs.len().max(1) as f64;
        #[expect(clippy::cast_possible_truncation, reason = "a share of a value of at most 10^9")]
        let mut prices: Vec<i64> =
            PRICES.iter().map(|share| asked + ((mean * share) as i64).max(1)).collect();
        prices.dedup();
        prices
    }

    /// Whether musts, floors and value have reached their bounds.
    fn is_bound(&mut self) -> bool {
        let chooser = Chooser::of_levels(self.hands.board.model);
        self.target.bounds.settle(&chooser, &self.hands.board, self.stop);
        self.target.bounds.reached(&self.hands.board)
    }

    /// Takes out what the choice leaves out, and puts in what it wants, as far as it fits.
    fn aim_at_choice(&mut self) {
        let model = self.hands.board.model;
        let Some(chosen) = self.target.chosen.clone() else { return };
        let out: Vec<usize> = self
            .hands
            .board
            .placed()
            .map(|(pair, _)| pair)
            .filter(|&pair| !chosen[pair] && !model.is_locked(pair))
            .collect();
        let mut new: Vec<usize> = model
            .eligible()
            .filter(|&pair| chosen[pair] && self.hands.board.slot_of(pair).is_none())
            .collect();
        new.sort_by_key(|&pair| (!model.is_must(pair), std::cmp::Reverse(model.value(pair)), pair));
        for pair in out {
            self.hands.take(pair);
        }
        self.hands.board.commit();
        for pair in new {
            if self.hands.insert(pair) {
                self.hands.board.commit();
            }
        }
    }

    /// The best of what was found, by the policy.
    fn best(&self, all: &[Found]) -> usize {
        let frame = self.hands.frame;
        let level = |f: &Found| {
            (
                f.counted <= frame.cap(),
                f.score.locks,
                std::cmp::Reverse(f.excess),
                f.score.musts,
                f.score.shortfall,
            )
        };
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let top = all.iter().map(level).max();
        let of_top = || (0..all.len()).filter(|&i| Some(level(&all[i])) == top);
        let chosen = match frame.policy.trade {
            Trade::Price { per_change } => of_top().max_by_key(|&i| {
                let f = &all[i];
                (
                    f.score.value - i64::from(per_change) * count(f.counted),
                    -count(f.counted),
                    std::cmp::Reverse(i),
                )
            }),
            Trade::ValueFirst { tolerance } => {
                let most = of_top().map(|i| all[i].score.value).max().unwrap_or(0);
                let least = most - given_up(most, tolerance);
                of_top()
                    .filter(|&i| all[i].score.value >= least)
                    .max_by_key(|&i| (-count(all[i].counted), all[i].score.value, std::cmp::Reverse(i)))
            }
        };
        chosen.unwrap_or(0)
    }
}

/// What a tolerance gives up of a value at most.
fn given_up(value: i64, tolerance: f64) -> i64 {
    let share = if tolerance.is_finite() { tolerance.clamp(0.0, 1.0) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "a share of a sum far below 2^53")]
    let most = (value as f64 * share).floor() as i64;
    most
}
