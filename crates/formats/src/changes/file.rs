//! Changes as their file has them: what the schema is made from.

#![expect(
    dead_code,
    reason = "the schema is made from these structs; the reader reads field by field, with lines"
)]

use schemars::JsonSchema;

use crate::problem::file::{PairFile, ParticipantFile};

/// What has changed since an agenda was released, and the moment before which nothing can be changed any more.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangesFile {
    /// A slot's id, or a time (`10:40`, `2027-03-18T10:40`) that the slots' starts are compared with: what begins before is frozen.
    /// Nothing is frozen when left out.
    frozen_before: Option<String>,
    /// The changes.
    changes: Vec<ChangeFile>,
}

/// One change. Which keys it takes depends on its kind. Where a slot is a moment (`from`, `until`, `to`) a time will do.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
struct ChangeFile {
    /// What has changed.
    kind: KindWord,
    /// Id of the participant: `withdrawn`, `late`, `leaves`, `absent`, `limits`.
    participant: Option<String>,
    /// First slot in which it is gone: `withdrawn` (from the frozen moment on when left out), `leaves`.
    from: Option<String>,
    /// First slot in which it is there: `late`.
    until: Option<String>,
    /// Ids of slots: `absent`, `table_closed` (all that are not frozen when left out).
    slots: Option<Vec<String>>,
    /// Id of the table: `table_closed`.
    table: Option<String>,
    /// Id of the pair: `refused`, `must_move`.
    pair: Option<String>,
    /// Id of the participant who refuses: `refused`.
    by: Option<String>,
    /// The slot it moves to: `must_move` (anywhere else when left out).
    to: Option<String>,
    /// The new floor: `limits`.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    min: Option<u32>,
    /// The new cap: `limits`.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    max: Option<u32>,
    /// The new number of seats: `limits`.
    #[schemars(range(min = 1, max = 10_000))]
    seats: Option<u32>,
    /// New participants, as in a problem: `added` and its like.
    participants: Option<Vec<ParticipantFile>>,
    /// New pairs, as in a problem: `added` and its like.
    pairs: Option<Vec<PairFile>>,
}

/// A kind of change.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindWord {
    /// A participant will not come any more.
    Withdrawn,
    /// A participant arrives late.
    Late,
    /// A participant leaves early.
    Leaves,
    /// A participant is away in some slots.
    Absent,
    /// A table closes.
    TableClosed,
    /// Participants or pairs come in.
    Added,
    /// A desk comes in, with its pairs.
    DeskAdded,
    /// A firm comes in, with its pairs.
    FirmAdded,
    /// A brief comes in: new pairs of known participants, or of a new desk.
    BriefAdded,
    /// A meeting is refused.
    Refused,
    /// A meeting must take place at another time; it counts as a must.
    MustMove,
    /// A participant's floor, cap or seats are others.
    Limits,
}
