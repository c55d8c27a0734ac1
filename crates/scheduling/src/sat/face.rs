//! What every agenda as good as the one in hand has in common, told from the prices of the pair programme.
//!
//! By complementary slackness an agenda that is worth as much as the bound leaves no row with a price slack, takes every pair
//! with a positive reduced cost and none with a negative one. When the value in hand is below the bound, only what costs more
//! than the difference is certain. Everything else is left open, so that a refutation speaks of every agenda at least as good.

use passerelle_domain::Objective;

use crate::board::Board;
use crate::exact::Known;
use crate::lp::{Lp, Outcome, Sense, Work};
use crate::model::Model;
use crate::options::Stop;
use crate::relax::{Floors, packings};
use crate::sat::worth::{Losses, Priced};

/// How many of some pairs meet.
pub(crate) struct Row {
    pub(crate) pairs: Vec<usize>,
    pub(crate) least: Option<usize>,
    pub(crate) most: Option<usize>,
}

/// A set of agendas: which pairs meet, may meet and do not, and how many of some.
pub(crate) struct Face {
    pub(crate) known: Vec<Known>,
    pub(crate) rows: Vec<Row>,
    /// What they may lose against the bound; none where value does not matter, or the pairs decide it.
    pub(crate) losses: Option<Losses>,
}

impl Face {
    /// Exactly the pairs that are placed.
    pub(crate) fn placed(board: &Board<'_>) -> Self {
        let pairs = 0..board.model.allowed.len();
        let known = |pair| if board.slot_of(pair).is_some() { Known::In } else { Known::Out };
        Self { known: pairs.map(known).collect(), rows: Vec::new(), losses: None }
    }

    /// The locked pairs, with any of the others or with none.
    pub(crate) fn locked(model: &Model<'_>, others: bool) -> Self {
        let rest = if others { Known::Open } else { Known::Out };
        let known = |pair| if model.is_locked(pair) { Known::In } else { rest };
        let known = (0..model.allowed.len()).map(known).collect();
        let mut face = Self { known, rows: Vec::new(), losses: None };
        if others {
            face.rows = caps(model);
        }
        face
    }

    /// Every agenda that meets all locks, musts and floors; pairs that nothing asks for are left out.
    pub(crate) fn demanded(model: &Model<'_>) -> Self {
        let floors = Floors::new(model);
        let rest = if floors.rows.is_empty() { Known::Out } else { Known::Open };
        let known = |pair: usize| match model.allowed[pair].is_empty() {
            _ if model.is_locked(pair) || model.is_must(pair) => Known::In,
            true => Known::Out,
            false => rest,
        };
        let mut face =
            Self { known: (0..model.allowed.len()).map(known).collect(), rows: caps(model), losses: None };
        face.rows.extend(floors.rows.into_iter().map(|(pairs, least)| Row {
            pairs,
            least: usize::try_from(least).ok(),
            most: None,
        }));
        face
    }

    /// Every agenda that is at least as good as the board in the levels above idle groups, where a value of `least` is good
    /// enough.
    pub(crate) fn worth(board: &Board<'_>, least: i64, stop: &dyn Stop) -> Self {
        let model = board.model;
        let known = vec![Known::Open; model.allowed.len()];
        let mut face = Self { known, rows: caps(model), losses: None };
        for pair in 0..model.allowed.len() {
            if model.allowed[pair].is_empty() {
                face.known[pair] = Known::Out;
            } else if model.is_locked(pair) {
                face.known[pair] = Known::In;
            }
        }
        let above: Vec<Objective> =
            model.problem.objectives().iter().copied().take_while(|&o| o != Objective::Gaps).collect();
        let musts: Vec<usize> = model.eligible().filter(|&pair| model.is_must(pair)).collect();
        let reached = usize::try_from(board.score().musts).unwrap_or(0);
        if above.contains(&Objective::Musts) {
            if reached >= musts.len() {
                for &pair in &musts {
                    face.known[pair] = Known::In;
                }
            } else {
                face.rows.push(Row { pairs: musts, least: Some(reached), most: None });
            }
        }
        let floors = Floors::new(model);
        if above.contains(&Objective::Floors) && board.shortfall() == floors.lost {
            face.rows.extend(floors.rows.iter().map(|(pairs, least)| Row {
                pairs: pairs.clone(),
                least: usize::try_from(*least).ok(),
                most: None,
            }));
        }
        if above.contains(&Objective::Value) && face.known.contains(&Known::Open) {
            face.price(model, least, stop);
        }
        face.close();
        face
    }

    /// Number of pairs that may meet or not.
    pub(crate) fn open(&self) -> usize {
        self.known.iter().filter(|&&known| known == Known::Open).count()
    }

    /// Asks the pair programme what an agenda worth at least `value` has to take, leave and fill.
    fn price(&mut self, model: &Model<'_>, value: i64, stop: &dyn Stop) {
        let mut lp = Lp::default();
        let mut column = vec![None; model.allowed.len()];
        let mut pairs = Vec::new();
        for pair in (0..model.allowed.len()).filter(|&pair| self.known[pair] != Known::Out) {
            let low = i64::from(self.known[pair] == Known::In);
            column[pair] = Some(lp.variable(model.value(pair), (low, 1), false));
            pairs.push(pair);
        }
        // Each row has its slack as a variable: the reduced cost of that is the row's price.
        let mut slacks = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let terms: Vec<(usize, i64)> =
                row.pairs.iter().filter_map(|&pair| column[pair].map(|x| (x, 1))).collect();
            let width = i64::try_from(terms.len()).unwrap_or(i64::MAX);
            let sides = [(row.most, Sense::AtMost, 1, true), (row.least, Sense::AtLeast, -1, false)];
            for (limit, sense, sign, unused) in sides {
                let Some(limit) = limit.and_then(|limit| i64::try_from(limit).ok()) else { continue };
                let slack = lp.variable(0, (0, width.max(limit)), false);
                let mut terms = terms.clone();
                terms.push((slack, sign));
                slacks.push((slack, index, limit, unused));
                lp.row(terms, sense, limit);
            }
        }
        let prices = match lp.solve(Work::plain(stop)) {
            Outcome::Solved(answer) => answer.prices,
            _ => None,
        };
        let Some(prices) = prices else {
            // Without prices a pair that does not meet loses its whole value.
            let mut losses = Losses { pairs: vec![0; model.allowed.len()], rows: Vec::new(), most: -value };
            for pair in pairs {
                losses.pairs[pair] = model.value(pair);
                losses.most = losses.most.saturating_add(model.value(pair));
            }
            self.losses = Some(losses);
            return;
        };
        let slack = prices.bound - value;
        let mut losses = Losses { pairs: vec![0; model.allowed.len()], rows: Vec::new(), most: slack };
        for (at, &pair) in pairs.iter().enumerate().filter(|&(_, &pair)| self.known[pair] == Known::Open) {
            losses.pairs[pair] = prices.reduced[at];
        }
        for &(variable, row, limit, unused) in &slacks {
            let price = -prices.reduced[variable];
            if let Ok(limit) = usize::try_from(limit)
                && price > 0
            {
                losses.rows.push(Priced { pairs: self.rows[row].pairs.clone(), limit, price, unused });
            }
        }
        self.losses = Some(losses);
        for (at, &pair) in pairs.iter().enumerate() {
            match prices.reduced[at] {
                _ if self.known[pair] != Known::Open => {}
                reduced if reduced > slack => self.known[pair] = Known::In,
                reduced if -reduced > slack => self.known[pair] = Known::Out,
                _ => {}
            }
        }
        for (variable, row, limit, _) in slacks {
            if -prices.reduced[variable] > slack {
                let limit = usize::try_from(limit).ok();
                (self.rows[row].least, self.rows[row].most) = (limit, limit);
            }
        }
    }

    /// Takes out rows that say nothing any more, and settles pairs that a full or exact row decides.
    fn close(&mut self) {
        loop {
            let mut changed = false;
            for row in &self.rows {
                let open: Vec<usize> =
                    row.pairs.iter().copied().filter(|&pair| self.known[pair] == Known::Open).collect();
                let certain = row.pairs.iter().filter(|&&pair| self.known[pair] == Known::In).count();
                if open.is_empty() {
                    continue;
                }
                let full = row.most.is_some_and(|most| certain >= most);
                let needed = row.least.is_some_and(|least| certain + open.len() <= least);
                if full || needed {
                    changed = true;
                    let known = if full { Known::Out } else { Known::In };
                    for &pair in &open {
                        self.known[pair] = known;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let known = &self.known;
        self.rows.retain(|row| row.pairs.iter().any(|&pair| known[pair] == Known::Open));
    }
}

/// What caps, limits, seats and tables allow at most, whatever the slots.
fn caps(model: &Model<'_>) -> Vec<Row> {
    packings(model)
        .into_iter()
        .map(|packing| Row { pairs: packing.pairs, least: None, most: usize::try_from(packing.most).ok() })
        .collect()
}
