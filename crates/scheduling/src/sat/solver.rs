//! A satisfiability solver behind one door: CaDiCaL beside HiGHS, BatSat in the pure-Rust build.
//!
//! Work is counted in conflicts, so that the same formula and budget give the same answer; a [`Stop`] ends it at any time.

use rustsat::solvers::{Solve as _, SolveIncremental as _, SolverResult};
use rustsat::types::{Lit, TernaryVal};

use crate::options::Stop;

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// There is an assignment.
    Yes,
    /// There is none under the assumptions.
    No,
    /// The budget is spent, or somebody wants an end.
    Unknown,
}

/// A formula that grows, and questions about it.
pub(super) struct Solver<'s> {
    inner: backend::Inner<'s>,
    variables: u32,
    stop: &'s dyn Stop,
    /// Set when the library failed: from then on nothing is known.
    broken: bool,
}

impl<'s> Solver<'s> {
    pub(super) fn new(stop: &'s dyn Stop) -> Self {
        Self { inner: backend::new(stop), variables: 0, stop, broken: false }
    }

    /// A new variable, as its positive literal.
    pub(super) fn literal(&mut self) -> Lit {
        let literal = Lit::positive(self.variables);
        self.variables += 1;
        literal
    }

    /// Adds a clause: one of the literals holds.
    pub(super) fn clause(&mut self, literals: &[Lit]) {
        self.broken |= self.inner.add_clause_ref(rustsat::types::Cl::new(literals)).is_err();
    }

    /// Whether there is no use in asking again.
    pub(super) fn stopped(&self) -> bool {
        self.broken || self.stop.should_stop()
    }

    /// Looks for an assignment in which all assumptions hold, for so many conflicts at most.
    pub(super) fn solve(&mut self, assumptions: &[Lit], conflicts: usize) -> Answer {
        if self.broken || self.stop.should_stop() {
            return Answer::Unknown;
        }
        backend::limit(&mut self.inner, u32::try_from(conflicts).unwrap_or(u32::MAX).min(1 << 30));
        match self.inner.solve_assumps(assumptions) {
            Ok(SolverResult::Sat) => Answer::Yes,
            Ok(SolverResult::Unsat) => Answer::No,
            Ok(SolverResult::Interrupted) => Answer::Unknown,
            Err(_) => {
                self.broken = true;
                Answer::Unknown
            }
        }
    }

    /// Conflicts met so far.
    pub(super) fn conflicts(&self) -> usize {
        backend::conflicts(&self.inner)
    }

    /// Whether a literal holds in the assignment found last.
    pub(super) fn holds(&self, literal: Lit) -> bool {
        matches!(self.inner.lit_val(literal), Ok(TernaryVal::True))
    }

    /// After [`Answer::No`]: assumptions that cannot hold together; empty when nothing can.
    pub(super) fn core(&mut self) -> Vec<Lit> {
        self.inner.core().unwrap_or_default().into_iter().map(|literal| !literal).collect()
    }
}

#[cfg(feature = "highs")]
mod backend {
    use rustsat::solvers::{ControlSignal, GetInternalStats as _, LimitConflicts as _, Terminate as _};
    use rustsat_cadical::CaDiCaL;

    use crate::options::Stop;

    pub(super) type Inner<'s> = CaDiCaL<'s, 's>;

    pub(super) fn new(stop: &dyn Stop) -> Inner<'_> {
        let mut solver = CaDiCaL::default();
        solver.attach_terminator(move || {
            if stop.should_stop() { ControlSignal::Terminate } else { ControlSignal::Continue }
        });
        solver
    }

    pub(super) fn limit(solver: &mut Inner<'_>, conflicts: u32) {
        // Should it be refused, the stop still ends the search.
        let _ = solver.limit_conflicts(Some(conflicts));
    }

    pub(super) fn conflicts(solver: &Inner<'_>) -> usize {
        solver.conflicts()
    }
}

#[cfg(all(feature = "microlp", not(feature = "highs")))]
mod backend {
    use std::cell::Cell;

    use batsat::Callbacks;

    use crate::options::Stop;

    /// Watches for the end of the budget.
    #[derive(Default)]
    pub(super) struct Watch<'s> {
        stop: Option<&'s dyn Stop>,
        conflicts: usize,
        limit: usize,
        /// Questions between two looks at the caller's stop, which may read a clock.
        asked: Cell<u32>,
    }

    impl Callbacks for Watch<'_> {
        fn on_new_clause(&mut self, _: &[batsat::Lit], kind: batsat::clause::Kind) {
            self.conflicts += usize::from(kind == batsat::clause::Kind::Learnt);
        }

        fn stop(&self) -> bool {
            self.asked.set(self.asked.get().wrapping_add(1));
            self.conflicts >= self.limit
                || (self.asked.get() % 256 == 0 && self.stop.is_some_and(Stop::should_stop))
        }
    }

    pub(super) type Inner<'s> = rustsat_batsat::Solver<Watch<'s>>;

    pub(super) fn new(stop: &dyn Stop) -> Inner<'_> {
        let mut solver = Inner::default();
        solver.batsat_mut().cb_mut().stop = Some(stop);
        solver
    }

    pub(super) fn limit(solver: &mut Inner<'_>, conflicts: u32) {
        let watch = solver.batsat_mut().cb_mut();
        watch.limit = watch.conflicts.saturating_add(conflicts as usize);
    }

    pub(super) fn conflicts(solver: &Inner<'_>) -> usize {
        solver.batsat_ref().cb().conflicts
    }
}
