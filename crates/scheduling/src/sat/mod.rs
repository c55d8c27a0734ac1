//! Exact answers about idle groups, order and spread by satisfiability: the fewest idle groups, proved; a first arrangement
//! where local search finds none; and, where there is none, which rules leave no way.
//!
//! The rules go into clauses (see `encode`); the number of idle groups is raised core by core (OLL: Andres, Kaufmann,
//! Matheis, Schaub, "Unsatisfiability-based optimization in clasp", ICLP 2012): a set of participants that cannot all keep to
//! what they have so far costs one group more, and any of them may be the one. The encoding began from Bofill et al.,
//! "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022).

mod count;
mod encode;
mod face;
mod prove;
mod reason;
mod solver;
mod worth;

pub(crate) use face::Face;
pub(crate) use prove::{Slots as Arrangement, fewest, within};
pub(crate) use reason::{Locked, decide, possible};
