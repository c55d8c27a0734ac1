//! The vocabulary of Passerelle, valid by construction.
//!
//! Firms, clients, briefs, events, the scheduling problem and its plan, rankings and their reasons. Values are parsed once,
//! at the edge, into these types; inside, nothing is checked again. Newtypes normalise on construction, so plain equality
//! is the right equality.
//!
//! This crate does no I/O, reads no clock, draws no randomness, and knows no file format: a file, an API body and a table
//! row are each a struct of their own beside their format.

mod agenda;
mod brief;
mod error;
mod evaluation;
mod event;
mod event_rules;
mod firm;
mod id;
mod problem;
mod problem_rules;
mod profile;
mod proposal;
mod ranking;
mod skill;
mod text;
mod value;

pub use agenda::{
    Agenda, FloorMiss, Gaps, Level, Meeting, Missing, Outbidder, PartyGaps, Plan, Proof, Release,
    ReleaseChange, ReleaseNumber, Status, Unplaced, UnplacedReason, Violation,
};
pub use brief::{
    Brief, BriefDraft, Confidentiality, Notice, NoticeKind, ReadBrief, Requirement, RequirementKind,
    Strength, Trl, TrlRange,
};
pub use error::{Invalid, Problems};
pub use evaluation::{Judgements, Measures, RankedList, Run};
pub use event::{
    Absence, Attendance, Client, Desk, DeskRef, Event, EventParts, EventSlot, EventTable, Exclusion, Lock,
    Must, Refusal, Side, Wish, WishGrade,
};
pub use firm::{
    Availability, Capability, Certification, Contact, Firm, Mobility, ProficiencyLevel, Reference, Site,
    SizeClass, Validity,
};
pub use id::{BriefId, ClientId, DeskId, DocumentId, EventId, FirmId, ProposalId, SlotId, TableId};
pub use problem::{
    Lock as PairLock, MAX_VALUE, Objective, Pair, PairLimit, PairSpec, Participant, ParticipantSpec,
    Precedence, Problem, ProblemSpec, Seats, Session, Slot, SlotSpec, SlotTables, Table,
};
pub use profile::{Document, DocumentKind, Profile};
pub use proposal::Proposal;
pub use ranking::{Evidence, Gate, GateCause, Match, Ranking, Reason, ReasonKind, Score};
pub use skill::{Sector, Skill, Standard, Tool};
pub use text::{Language, Name, Span, fold};
pub use value::{DayRate, Euros, Month, Percent, PersonMonths};
