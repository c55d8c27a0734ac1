//! The vocabulary of Passerelle, valid by construction.
//!
//! Firms, clients, briefs, events, the scheduling problem and its plan, rankings and their reasons. Values are parsed once,
//! at the edge, into these types; inside, nothing is checked again. Newtypes normalise on construction, so plain equality
//! is the right equality.
//!
//! This crate does no I/O, reads no clock, draws no randomness, and knows no file format: a file, an API body and a table
//! row are each a struct of their own beside their format.

mod agenda;
mod audience;
mod brief;
mod changes;
mod conflict;
mod contrast;
mod error;
mod evaluation;
mod event;
mod event_rules;
mod fairness;
mod firm;
mod fit;
mod helps;
mod id;
mod moves;
mod objective;
mod policy;
mod policy_rules;
mod problem;
mod problem_rules;
mod problem_spec;
mod profile;
mod proposal;
mod ranking;
mod replan;
mod sector;
mod selector;
mod skill;
mod standby;
mod taxonomy;
mod text;
mod value;
mod why;

pub use agenda::{
    Agenda, FloorMiss, Gaps, Level, Meeting, Missing, Outbidder, PartyGaps, Plan, Proof, Release,
    ReleaseChange, ReleaseNumber, Status, Unplaced, UnplacedReason, Violation,
};
pub use audience::{Audience, CoarseFit, FitSteps, OwnMatch, OwnPoint, OwnReason, Quarters, Seen, Third};
pub use brief::{
    Brief, BriefDraft, Confidentiality, Notice, NoticeKind, ReadBrief, Requirement, RequirementKind,
    Strength, Trl, TrlRange,
};
pub use changes::{Change, Changed, Changes, Effect, Lifted};
pub use conflict::{Conflict, Member};
pub use contrast::{Contrast, ContrastPart, Millionths};
pub use error::{Invalid, Problems};
pub use evaluation::{
    Comparison, ComparisonLine, Difference, EvidenceLine, EvidenceNote, Interval, Judgements, Mean, Measure,
    QueryMeasures, RankedList, Run, Shown, SizeLine, StrengthLine, StrengthNote,
};
pub use event::{
    Absence, Attendance, Client, DayWishes, Desk, DeskRef, Event, EventParts, EventSlot, EventTable,
    Exclusion, Lock, Must, Refusal, Side, Wish, WishGrade,
};
pub use fairness::{Crowd, Distribution, Fairness, FairnessPoint, Lever, Shares};
pub use firm::{
    Availability, Capability, Certification, Contact, Firm, Mobility, ProficiencyLevel, Reference, Site,
    SizeClass, Validity,
};
pub use fit::{FitKind, FitNote};
pub use helps::{Help, HelpChange, Helps};
pub use id::{BriefId, ClientId, DeskId, DocumentId, EventId, FirmId, ProposalId, SlotId, TableId};
pub use moves::{Moves, PartyMoves};
pub use objective::Objective;
pub use policy::{Policy, PolicyFloor, Spread};
pub use problem::{
    Lock as PairLock, MAX_VALUE, Pair, PairLimit, PairSpec, Participant, ParticipantSpec, Precedence,
    Problem, ProblemSpec, Seats, Session, Slot, SlotSpec, SlotTables, Table,
};
pub use profile::{Document, DocumentKind, Profile};
pub use proposal::Proposal;
pub use ranking::{Evidence, Gate, GateCause, Link, Match, Point, Ranking, Reason, ReasonKind, Score};
pub use replan::{ChangeUnit, MeetingChange, Place, ReplanPolicy, Replanned, Trade, Why};
pub use selector::{Each, GroupLimit, PartySet, Selector};
pub use skill::{Sector, Skill, Standard, Tool};
pub use standby::{Case, Chances, Reserve, Standby, StandbyMeeting};
pub use taxonomy::{Concept, ConceptId, SECTORS, Taxonomy};
pub use text::{Language, Name, Span, fold};
pub use value::{DayRate, Euros, Month, Percent, PersonMonths};
pub use why::{
    Between, Cost, EndFact, Exchange, Margin, Price, Reached, SlotFact, Standing, WhyNot, WhyNots, Worth,
};
