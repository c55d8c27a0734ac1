//! What others can see of a solve while it runs: how far it is, and the best agenda so far.

use std::sync::{Mutex, MutexGuard, PoisonError};

use passerelle_domain::Agenda;

use crate::board::{Board, Score};
use crate::check::check;
use crate::options::Progress;
use crate::tables;

/// The best agenda of a running solve, to be read from another thread.
#[derive(Debug, Default)]
pub struct Incumbent(Mutex<Option<Found>>);

/// An agenda found on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The agenda; it breaks no rule of the independent checker.
    pub agenda: Agenda,
    /// Its total value.
    pub value: i64,
}

impl Incumbent {
    /// The best agenda so far; none before the first.
    pub fn best(&self) -> Option<Found> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Found>> {
        // A reader that panicked has changed nothing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells and hands out.
pub(crate) struct Watch<'w> {
    progress: &'w mut dyn FnMut(Progress),
    incumbent: &'w Incumbent,
    offered: Option<Score>,
}

impl<'w> Watch<'w> {
    pub(crate) fn new(progress: &'w mut dyn FnMut(Progress), incumbent: &'w Incumbent) -> Self {
        Self { progress, incumbent, offered: None }
    }

    pub(crate) fn tell(&mut self, progress: Progress) {
        (self.progress)(progress);
    }

    /// Hands out the agenda of a board that is better than those before, when it breaks no rule.
    pub(crate) fn offer(&mut self, board: &Board<'_>) {
        let score = board.score();
        if self.offered.is_some_and(|offered| offered >= score) {
            return;
        }
        self.offered = Some(score);
        let agenda = tables::assign(board);
        if check(board.model.problem, &agenda).is_empty() {
            *self.incumbent.lock() = Some(Found { agenda, value: score.value });
        }
    }
}
