//! The order of work: choose, place, repair, prove, smooth, explain.

use passerelle_domain::{Gaps, Level, Missing, Moves, Objective, PartyGaps, Plan, Problem, Proof, Status};

use crate::board::Board;
use crate::conflict::locks::{self, Locks};
use crate::exact::{self, Exact, Known, Slots};
use crate::gaps;
use crate::idle::Idle;
use crate::levels::Bounds;
use crate::lp::Work;
use crate::model::Model;
use crate::options::{Options, Phase, Progress, Stop};
use crate::place::Placer;
use crate::relax::{Aim, Chooser, Chosen, Need};
use crate::repair::{self, Budget, restore, snapshot};
use crate::rng::Rng;
use crate::watch::{Incumbent, Watch};
use crate::{explain, tables};

/// Steps of repair.
pub(crate) const EJECTIONS: usize = 20_000;
/// Meetings that repair, and exchanging, may move on the way.
const STEPS: usize = 6_000_000;
/// Nodes of a mixed programme.
const NODES: usize = 400;
/// Steps of the simplex method in it.
const ITERATIONS: usize = 200_000;

/// Solves a problem: the best agenda found, its proof, and a reason for every pair left out.
///
/// The same problem, options and stop give the same plan; a stop by the clock may end it at another agenda.
pub fn solve(
    problem: &Problem,
    options: &Options,
    stop: &dyn Stop,
    progress: &mut dyn FnMut(Progress),
) -> Plan {
    solve_watched(problem, options, stop, progress, &Incumbent::default())
}

/// The same; others can read the best agenda so far from `incumbent` while it runs.
pub fn solve_watched(
    problem: &Problem,
    options: &Options,
    stop: &dyn Stop,
    progress: &mut dyn FnMut(Progress),
    incumbent: &Incumbent,
) -> Plan {
    let mut model = Model::new(problem);
    model.hold_order(Model::is_locked);
    let model = model;
    if stop.should_stop() {
        return without_agenda(Status::Cancelled, &model, Vec::new());
    }
    let mut watch = Watch::new(progress, incumbent);
    watch.tell(Progress { phase: Phase::Choose, value: None, bound: None, gaps: None });
    let clash = locks::obvious(&model, stop);
    if !clash.is_empty() {
        return without_agenda(Status::Infeasible, &model, clash);
    }
    let mut chooser = Chooser::new(&model);
    let (choice, bounds) = match chooser.choose(None, stop) {
        Chosen::Choice(choice) => {
            let bounds = Bounds::of(&choice);
            (Some(choice), bounds)
        }
        Chosen::Contradiction | Chosen::Unknown => (None, Bounds::trivial(&model)),
    };
    let mut search = Search {
        model: &model,
        board: Board::new(&model),
        placer: Placer::new(&model),
        rng: Rng::new(options.seed),
        chooser,
        bounds,
        options,
        stop,
        watch,
    };
    search.report(Phase::Place);
    // Locks that contradict each other are told before anything long begins.
    if let Err((Status::Infeasible, conflict)) = search.begin_with_locks() {
        return without_agenda(Status::Infeasible, &model, conflict);
    }
    search.reach(choice);
    if let Err((status, conflict)) = search.keep_locks() {
        return without_agenda(status, &model, conflict);
    }
    search.report(Phase::Prove);
    search.prove();
    search.report(Phase::Gaps);
    search.finish()
}

/// A solve under way.
pub(crate) struct Search<'s> {
    pub(crate) model: &'s Model<'s>,
    pub(crate) board: Board<'s>,
    pub(crate) placer: Placer,
    pub(crate) rng: Rng,
    pub(crate) chooser: Chooser<'s>,
    pub(crate) bounds: Bounds,
    pub(crate) options: &'s Options,
    pub(crate) stop: &'s dyn Stop,
    pub(crate) watch: Watch<'s>,
}

impl<'s> Search<'s> {
    /// Tells how far it has come, and hands out the agenda where it is better than what was handed out before.
    pub(crate) fn report(&mut self, phase: Phase) {
        let value = (phase > Phase::Place).then(|| self.board.value());
        self.watch.tell(Progress { phase, value, bound: Some(self.bounds.value), gaps: None });
        if phase > Phase::Place {
            self.watch.offer(&self.board);
        }
    }

    pub(crate) fn work(&self) -> Work<'s> {
        Work {
            stop: self.stop,
            nodes: self.options.budget(NODES).max(1),
            iterations: self.options.budget(ITERATIONS).max(1),
        }
    }

    pub(crate) fn budget(&self, tries: usize) -> Budget {
        Budget { tries: self.options.budget(tries), steps: self.options.budget(STEPS) }
    }

    pub(crate) fn fill(&mut self) {
        self.settle();
        let worthless = self.bounds.reached(&self.board);
        let steps = self.options.budget(STEPS);
        repair::fill(&mut self.board, &mut self.placer, (worthless, steps), self.stop);
    }

    /// Brings the bounds in line with what the levels above have reached.
    pub(crate) fn settle(&mut self) {
        self.bounds.settle(&self.chooser, &self.board, self.stop);
    }

    /// Places the locked pairs alone: what cannot be placed so is decided at once.
    fn begin_with_locks(&mut self) -> Result<(), (Status, Vec<String>)> {
        let model = self.model;
        let locked: Vec<usize> = model.eligible().filter(|&pair| model.is_locked(pair)).collect();
        if self.placer.place(&mut self.board, &locked).is_empty() {
            return Ok(());
        }
        match self.decide_locks() {
            Locks::Clash(sentences) => Err((Status::Infeasible, sentences)),
            // Whoever has no place yet is asked about again when everything else has been tried.
            Locks::Unknown => Ok(()),
            Locks::Hold(slots) => {
                restore(&mut self.board, &[]);
                self.adopt(&slots);
                Ok(())
            }
        }
    }

    /// Locks must hold: what search has not placed is placed, or refuted, exactly.
    fn keep_locks(&mut self) -> Result<(), (Status, Vec<String>)> {
        let model = self.model;
        let open = |board: &Board<'_>| -> Vec<usize> {
            (0..model.allowed.len()).filter(|&p| model.is_locked(p) && board.slot_of(p).is_none()).collect()
        };
        if open(&self.board).is_empty() {
            return Ok(());
        }
        match self.decide_locks() {
            Locks::Clash(sentences) => Err((Status::Infeasible, sentences)),
            Locks::Unknown => {
                let left = locks::names(model, &open(&self.board));
                Err((Status::Cancelled, vec![format!("no place was found for {left}, which are locked")]))
            }
            Locks::Hold(slots) => {
                let before = snapshot(&self.board);
                restore(&mut self.board, &[]);
                self.adopt(&slots);
                // Everybody else goes back to where it was, or wherever there is room.
                for (pair, slot) in before.iter().enumerate() {
                    if let Some(slot) = slot.filter(|_| self.board.slot_of(pair).is_none())
                        && self.board.may_add(pair)
                        && self.board.fits(pair, slot)
                    {
                        self.board.put(pair, slot);
                    }
                }
                self.board.commit();
                self.fill();
                self.settle();
                Ok(())
            }
        }
    }

    /// Sits down what an exact solve has placed.
    pub(crate) fn adopt(&mut self, slots: &[Option<usize>]) {
        for (pair, slot) in slots.iter().enumerate() {
            if let Some(slot) = *slot
                && self.board.may_add(pair)
                && self.board.fits(pair, slot)
            {
                self.board.put(pair, slot);
            }
        }
        self.board.commit();
    }

    /// Closes what is open between the levels and their bounds, level by level, where the size allows.
    fn prove(&mut self) {
        for aim in [Aim::Musts, Aim::Floors, Aim::Value] {
            for slots in [Slots::Split, Slots::Whole] {
                self.settle();
                if self.bounds.reached_at(aim, &self.board) || self.stop.should_stop() {
                    break;
                }
                self.close(aim, slots);
            }
        }
        self.settle();
    }

    pub(crate) fn close(&mut self, aim: Aim, how: Slots) {
        let (musts, shortfall) = (self.board.score().musts, self.board.shortfall());
        let needs = match aim {
            Aim::Musts => (Need::Free, Need::Free),
            Aim::Floors => (Need::Reach(musts), Need::Free),
            Aim::Value => (Need::Reach(musts), Need::Reach(shortfall)),
        };
        let prices = if aim == Aim::Value { self.bounds.prices.as_ref() } else { None };
        let known = exact::known(self.model, prices, self.board.value());
        let rows = self.chooser.rows();
        let solved = exact::solve_with(self.model, rows, (aim, needs), &known, how, self.work());
        if let Exact::Bound(bound) = solved {
            self.bounds.tighten(aim, bound, &self.board);
        }
        let Exact::Solved { bound, slots, chosen } = solved else { return };
        if let Some(bound) = bound {
            self.bounds.tighten(aim, bound, &self.board);
        }
        let (before, old) = (self.board.score(), snapshot(&self.board));
        restore(&mut self.board, &[]);
        if how == Slots::Split {
            let pairs: Vec<usize> = self.model.eligible().filter(|&pair| chosen[pair]).collect();
            let left = self.placer.place(&mut self.board, &pairs);
            if !left.is_empty() {
                let budget = self.budget(EJECTIONS / 4);
                repair::eject(&mut self.board, &mut self.placer, left, (&mut self.rng, budget), self.stop);
            }
        } else {
            self.adopt(&slots);
        }
        let mut sound = true;
        if how == Slots::Spread {
            let idle = Idle::new(self.model);
            sound = idle.spread_is_kept(&self.board);
            gaps::fill_within_spread(&mut self.board, &idle);
        } else {
            self.fill();
        }
        if !sound || self.board.score() <= before {
            restore(&mut self.board, &old);
        }
    }

    /// Smooths, seats at tables, explains.
    fn finish(mut self) -> Plan {
        let model = self.model;
        let problem = model.problem;
        let idle = Idle::new(model);
        let gaps = match self.smooth(&idle) {
            Ok(gaps) => gaps,
            Err((status, sentence)) => return without_agenda(status, model, vec![sentence]),
        };
        self.watch.tell(Progress {
            phase: Phase::Explain,
            value: Some(self.board.value()),
            bound: Some(self.bounds.value),
            gaps: Some(gaps.groups),
        });
        let (agenda, fewest) = if self.options.smooth && problem.objectives().contains(&Objective::Moves) {
            tables::seat(&self.board, self.options, self.stop)
        } else {
            (tables::assign(&self.board), 0)
        };
        let moves = Moves::of(problem, &agenda, fewest);
        let levels = self.bounds.levels(&self.board, (&gaps, &moves));
        let comfort = |level: &Level| matches!(level.objective, Objective::Gaps | Objective::Moves);
        let proved = levels.iter().filter(|level| !comfort(level)).all(|level| level.proved);
        let status = if proved { Status::Optimal } else { Status::Feasible };
        Plan {
            missing: Missing::of(problem, &agenda),
            unplaced: explain::unplaced(&self.board, &idle, gaps.given_up > 0),
            agenda,
            proof: Proof { status, levels },
            gaps,
            moves,
            conflict: Vec::new(),
        }
    }

    /// Pairs that every agenda as good in the levels above must, or cannot, hold, where a value of `least` is good enough.
    pub(crate) fn known(&self, least: i64) -> Vec<Known> {
        let mut known = exact::known(self.model, self.bounds.prices.as_ref(), least);
        let all = self.model.eligible().filter(|&pair| self.model.is_must(pair)).count();
        if i64::try_from(all).is_ok_and(|all| all == self.board.score().musts) {
            for pair in self.model.eligible().filter(|&pair| self.model.is_must(pair)) {
                known[pair] = Known::In;
            }
        }
        known
    }
}

fn without_agenda(status: Status, model: &Model<'_>, conflict: Vec<String>) -> Plan {
    let problem = model.problem;
    let agenda = passerelle_domain::Agenda::default();
    Plan {
        missing: Missing::of(problem, &agenda),
        agenda,
        proof: Proof { status, levels: Vec::<Level>::new() },
        unplaced: Vec::new(),
        gaps: Gaps { by_participant: vec![PartyGaps::default(); model.pairs_of.len()], ..Gaps::default() },
        moves: Moves::default(),
        conflict,
    }
}
