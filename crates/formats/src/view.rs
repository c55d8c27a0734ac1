//! What an agenda shows to people: names instead of indexes, nothing left to look up.
//!
//! The use cases fill an [`AgendaView`] from the event, the briefs, the rankings and the plan; [`crate::export`] turns it into
//! files. It holds confidential titles: which of them a reader sees is decided by the exports, one reader at a time.

use jiff::{
    civil::{Date, DateTime},
    tz::TimeZone,
};
use passerelle_domain::{Level, Session, Side, SizeClass, Status};

/// An agenda ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaView {
    /// Identifier of the event.
    pub event_id: String,
    /// Name of the event.
    pub event_name: String,
    /// Where its clock stands.
    pub time_zone: TimeZone,
    /// Slots in time order.
    pub slots: Vec<SlotView>,
    /// Tables.
    pub tables: Vec<TableView>,
    /// Desks and firms.
    pub parties: Vec<PartyView>,
    /// Meetings, in order of slot and table.
    pub meetings: Vec<MeetingView>,
    /// Wished or strong pairs that were left out.
    pub unplaced: Vec<UnplacedView>,
    /// Floors that were missed.
    pub shortfalls: Vec<ShortfallView>,
    /// How good it is known to be.
    pub proof: ProofView,
    /// Places at tables over all slots: the most meetings that could be.
    pub places: usize,
}

/// A slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotView {
    /// Its identifier.
    pub id: String,
    /// When it begins, local time.
    pub start: DateTime,
    /// Its length.
    pub minutes: u32,
    /// The half-day.
    pub session: Session,
}

impl SlotView {
    /// When it ends, local time.
    pub fn end(&self) -> DateTime {
        self.start.saturating_add(jiff::Span::new().minutes(i64::from(self.minutes.min(100_000))))
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableView {
    /// Its identifier, as printed.
    pub id: String,
    /// Whether it is open, slot by slot.
    pub open: Vec<bool>,
}

/// Which side a party sits on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartyKind {
    /// A client's desk.
    Desk,
    /// A firm.
    Firm,
}

impl PartyKind {
    /// Reads `desk` or `firm`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "desk" => Some(Self::Desk),
            "firm" => Some(Self::Firm),
            _ => None,
        }
    }

    /// `desk` or `firm`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Firm => "firm",
        }
    }
}

/// A desk or a firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyView {
    /// Its identifier: the desk's or the firm's.
    pub id: String,
    /// Which of the two.
    pub kind: PartyKind,
    /// The client's name or the firm's.
    pub name: String,
    /// Who comes: the person at the desk, the firm's first contact.
    pub person: Option<String>,
    /// That person's function.
    pub role: Option<String>,
    /// Size class of a firm.
    pub size_class: Option<SizeClass>,
    /// Slots (indexes) in which it is away.
    pub absences: Vec<usize>,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingView {
    /// Index of the slot.
    pub slot: usize,
    /// Index of the table.
    pub table: usize,
    /// Index of the desk among the parties.
    pub desk: usize,
    /// Index of the firm among the parties.
    pub firm: usize,
    /// Identifier of the brief it is about.
    pub brief_id: String,
    /// Title of the brief, for its client and the organiser.
    pub brief_title: String,
    /// What firms may be shown as its title.
    pub brief_public_title: String,
    /// Whether the brief is confidential.
    pub confidential: bool,
    /// Score of the match, 0 to 1.
    pub score: f64,
    /// Value of the pair, 0 to 1000.
    pub value: u32,
    /// Grade of the desk's wish, 1 to 3.
    pub wished_by_desk: Option<u8>,
    /// Grade of the firm's wish, 1 to 3.
    pub wished_by_firm: Option<u8>,
    /// Sentences of the firm's own profile that show why.
    pub why: Vec<String>,
    /// Whether it was fixed beforehand.
    pub locked: bool,
    /// Whether the organiser guaranteed it.
    pub must: bool,
}

/// A pair that was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct UnplacedView {
    /// Index of the desk among the parties.
    pub desk: usize,
    /// Index of the firm among the parties.
    pub firm: usize,
    /// Identifier of the brief it would have been about.
    pub brief_id: String,
    /// Title of the brief, for its client and the organiser.
    pub brief_title: String,
    /// What firms may be shown as its title.
    pub brief_public_title: String,
    /// Whether the brief is confidential.
    pub confidential: bool,
    /// Whether the organiser guaranteed it.
    pub must: bool,
    /// Value it would have had.
    pub value: u32,
    /// Score of the match, 0 to 1.
    pub score: f64,
    /// Grade of the desk's wish, 1 to 3.
    pub wished_by_desk: Option<u8>,
    /// Grade of the firm's wish, 1 to 3.
    pub wished_by_firm: Option<u8>,
    /// The firm's rank for the brief, from 1, when it was ranked.
    pub rank: Option<usize>,
    /// Reason code: that of the plan (`tables_full`), or why no pair was built (`refused`, `gated`, `below_threshold`).
    pub code: String,
    /// What the sentence is written from.
    pub facts: UnplacedFacts,
}

/// A party with fewer meetings than its floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShortfallView {
    /// Index of the party.
    pub party: usize,
    /// Its floor.
    pub min: u32,
    /// Its meetings.
    pub has: u32,
}

/// Why a pair was left out, with everything its sentence needs.
#[derive(Debug, Clone, PartialEq)]
pub enum UnplacedFacts {
    /// The organiser ruled it out.
    Excluded {
        /// Why, in the organiser's words; shown to the organiser alone.
        reason: Option<String>,
    },
    /// One side does not want it.
    Refused {
        /// Which side.
        by: Side,
        /// Why, in that side's words; shown to the organiser and that side.
        reason: Option<String>,
    },
    /// The firm does not meet a must-have of the brief.
    Gated {
        /// The must-haves, in the brief's words; of a confidential brief not shown to the firm.
        requirements: Vec<String>,
    },
    /// The match is too weak for a meeting.
    BelowThreshold {
        /// The threshold.
        threshold: f64,
    },
    /// The two are never there at the same time.
    NoCommonSlot,
    /// A party has all the meetings it can have.
    PartyFull {
        /// Index of the party.
        party: usize,
        /// Its meetings.
        meetings: u32,
        /// Its cap.
        cap: u32,
    },
    /// Every slot in which both are free has its tables taken.
    TablesFull {
        /// Those slots.
        slots: Vec<usize>,
    },
    /// The same people, brief or client meet as often as they may.
    LimitReached {
        /// What is limited.
        scope: LimitScope,
        /// The limit.
        max: u32,
    },
    /// A rule of order, rest or table forbids every slot in which both are free.
    Rules {
        /// Those slots.
        slots: Vec<usize>,
    },
    /// Both have room, but never at the same time: others hold those slots.
    Outbid {
        /// Who holds them, cheapest first.
        by: Vec<OutbidView>,
    },
    /// A slot is free for both, but the meeting was given up for fewer idle gaps.
    GivenUp {
        /// Those slots.
        slots: Vec<usize>,
    },
    /// A slot is free for both, but the limit of time was reached first.
    NotReached {
        /// Those slots.
        slots: Vec<usize>,
    },
    /// A release of before facts were kept: what was told the organiser then, in English.
    Told {
        /// The sentence; shown to the organiser alone.
        detail: String,
    },
}

/// What a limit over several pairs is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitScope {
    /// Meetings of one desk with one firm.
    DeskAndFirm,
    /// Meetings of one firm about one brief.
    BriefAndFirm,
    /// Meetings of one client, over its desks, with one firm.
    ClientAndFirm,
    /// Another limit.
    Other,
}

/// A meeting that stands where a pair left out would have stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutbidView {
    /// Index of its desk among the parties.
    pub desk: usize,
    /// Index of its firm among the parties.
    pub firm: usize,
    /// Index of its slot.
    pub slot: usize,
    /// Its value.
    pub value: u32,
}

/// How good an agenda is known to be.
#[derive(Debug, Clone, PartialEq)]
pub struct ProofView {
    /// How the solve ended.
    pub status: Status,
    /// Total value reached.
    pub value: i64,
    /// Upper bound on it.
    pub bound: i64,
    /// (bound - value) / max(1, bound).
    pub gap: f64,
    /// Objectives in order.
    pub levels: Vec<Level>,
    /// Idle runs.
    pub gaps_groups: u32,
    /// Idle slots in them.
    pub gaps_slots: u32,
    /// Lower bound on the number of idle runs.
    pub gaps_bound: u32,
    /// Value given up for fewer of them, within the tolerance asked for.
    pub given_up: i64,
}

impl AgendaView {
    /// The index of a party.
    pub fn party(&self, kind: PartyKind, id: &str) -> Option<usize> {
        self.parties.iter().position(|party| party.kind == kind && party.id == id)
    }

    /// The days with the indexes of their slots, in order.
    pub fn days(&self) -> Vec<(Date, Vec<usize>)> {
        let mut days: Vec<(Date, Vec<usize>)> = Vec::new();
        for (i, slot) in self.slots.iter().enumerate() {
            match days.last_mut() {
                Some((date, slots)) if *date == slot.start.date() => slots.push(i),
                _ => days.push((slot.start.date(), vec![i])),
            }
        }
        days
    }
}
