//! What has changed since an agenda was released, and the moment before which nothing can be changed any more.
//!
//! [`Changes`] speak in identifiers, as files do; [`Changes::apply`] checks them whole against the problem and its agenda and
//! gives the changed problem. What is frozen is stated in that problem itself, by its ordinary rules: a frozen meeting is
//! locked to its slot and table, and in a frozen slot no other table is open. So every agenda of the changed problem keeps the
//! past, whoever makes it, and the checker sees to it.

mod apply;
mod effect;
mod lift;
mod moment;
#[cfg(test)]
mod tests;

use crate::{Agenda, Meeting, PairSpec, ParticipantSpec, Problem, Problems};

/// Changes as written, in identifiers; nothing checked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// A slot's id, or a time at which slots begin: all that begins before it is frozen. `None` freezes nothing.
    pub frozen_before: Option<String>,
    /// The changes, in the order in which they are told.
    pub list: Vec<Change>,
}

/// One change as written. Wherever a slot is a moment (`from`, `until`) a time will do.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A participant will not come (any more).
    Withdrawn {
        /// Who.
        participant: String,
        /// From when on; by default from the frozen moment.
        from: Option<String>,
    },
    /// A participant arrives late.
    Late {
        /// Who.
        participant: String,
        /// The first slot in which it is there.
        until: String,
    },
    /// A participant leaves early.
    Leaves {
        /// Who.
        participant: String,
        /// The first slot in which it is gone.
        from: String,
    },
    /// A participant is away in some slots.
    Absent {
        /// Who.
        participant: String,
        /// When: ids of slots.
        slots: Vec<String>,
    },
    /// A table closes.
    TableClosed {
        /// Which.
        table: String,
        /// When; in every slot that is not frozen when empty.
        slots: Vec<String>,
    },
    /// Somebody or something comes in: a desk, a firm, a brief's pairs.
    Added {
        /// New participants; may be empty when known ones get new pairs.
        participants: Vec<ParticipantSpec>,
        /// New pairs.
        pairs: Vec<PairSpec>,
    },
    /// A meeting is refused.
    Refused {
        /// Which pair.
        pair: String,
        /// Which of its participants refuses.
        by: Option<String>,
    },
    /// A meeting must take place at another time.
    MustMove {
        /// Which pair.
        pair: String,
        /// The slot it moves to; anywhere but where it is when left out.
        to: Option<String>,
    },
    /// A participant's floor, cap or seats are others.
    Limits {
        /// Whose.
        participant: String,
        /// The new floor.
        min: Option<u32>,
        /// The new cap.
        max: Option<u32>,
        /// The new number of seats in the slots in which it is there and that are not frozen.
        seats: Option<u32>,
    },
}

/// A change resolved: indexes into the changed problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Away from a slot on.
    Withdrawn {
        /// Who.
        participant: usize,
        /// First slot.
        from: usize,
    },
    /// Away before a slot.
    Late {
        /// Who.
        participant: usize,
        /// First slot in which it is there.
        until: usize,
    },
    /// Away from a slot on.
    Leaves {
        /// Who.
        participant: usize,
        /// First slot.
        from: usize,
    },
    /// Away in some slots.
    Absent {
        /// Who.
        participant: usize,
        /// Which slots, ascending.
        slots: Vec<usize>,
    },
    /// A table closes in some slots.
    TableClosed {
        /// Which.
        table: usize,
        /// Which slots, ascending.
        slots: Vec<usize>,
        /// Whether these are all that are not frozen.
        altogether: bool,
    },
    /// Participants and pairs come in.
    Added {
        /// New participants.
        participants: Vec<usize>,
        /// New pairs.
        pairs: Vec<usize>,
    },
    /// A pair is ruled out.
    Refused {
        /// Which.
        pair: usize,
        /// Who refuses.
        by: Option<usize>,
    },
    /// A pair leaves its slot.
    MustMove {
        /// Which.
        pair: usize,
        /// Where it was.
        away_from: Option<usize>,
        /// Where it goes, when told.
        to: Option<usize>,
    },
    /// Floor, cap or seats are others.
    Limits {
        /// Whose.
        participant: usize,
    },
}

/// A rule of the problem that a change has made pointless, and that was therefore lifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lifted {
    /// A pair (index) that must take place and no longer can.
    Must(usize),
    /// A lock of a pair (index) that can no longer hold.
    Lock(usize),
    /// The table to which a pair (index) was locked.
    LockedTable(usize),
    /// The own table of a participant (index), which is closed.
    OwnTable(usize),
    /// The floor of a participant: index, before, now.
    Floor(usize, u32, u32),
}

/// A problem after changes, with the agenda that was released before them.
#[derive(Debug, Clone)]
pub struct Changed {
    pub(crate) problem: Problem,
    pub(crate) released: Agenda,
    pub(crate) frozen: usize,
    pub(crate) effects: Vec<Effect>,
    pub(crate) lifted: Vec<Lifted>,
}

impl Changes {
    /// Checks the changes whole against a problem and its released agenda, and makes them.
    ///
    /// The agenda is taken to keep the problem's rules.
    ///
    /// # Errors
    /// Everything that is wrong: unknown identifiers, a change in the frozen past, changes that contradict each other or the
    /// problem. Fields are paths such as `changes[2].from`.
    pub fn apply(&self, problem: &Problem, released: &Agenda) -> Result<Changed, Problems> {
        apply::apply(self, problem, released)
    }
}

impl Changed {
    /// The changed problem. Participants, pairs, slots and tables that were there before keep their indexes.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The agenda as it was released.
    pub fn released(&self) -> &Agenda {
        &self.released
    }

    /// How many slots are frozen, from the first on.
    pub fn frozen(&self) -> usize {
        self.frozen
    }

    /// What each change does, in the order in which they were told.
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// Rules that the changes have made pointless.
    pub fn lifted(&self) -> &[Lifted] {
        &self.lifted
    }

    /// Whether a released meeting lies in the frozen past.
    pub fn is_frozen(&self, meeting: &Meeting) -> bool {
        meeting.slot < self.frozen
    }

    /// The first change (index) that is about a pair itself: added, refused, to be moved.
    pub fn names_pair(&self, pair: usize) -> Option<usize> {
        self.effects.iter().position(|effect| effect.names_pair(pair))
    }

    /// The first change (index) that is about a participant.
    pub fn names_participant(&self, participant: usize) -> Option<usize> {
        self.effects.iter().position(|effect| effect.participants().contains(&participant))
    }

    /// The first change (index) because of which a released meeting cannot stay where it is.
    pub fn cause(&self, meeting: &Meeting) -> Option<usize> {
        self.effects.iter().position(|effect| effect.displaces(&self.problem, meeting))
    }
}
