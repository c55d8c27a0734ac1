//! What a caller may ask of a solve, and what it may be told while it runs.

/// How a solve is to be run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Seed of every random choice.
    pub seed: u64,
    /// Threads it may use; the answer does not depend on it, and this version works on one.
    pub threads: usize,
    /// Multiplies the work (moves, nodes) of the local and exact searches; 1.0 is the default.
    pub effort: f64,
    /// Whether the levels below value are worked on too (idle groups, preferred half-days): not where only the value of a variant
    /// of a problem is asked for.
    pub smooth: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 0, threads: 1, effort: 1.0, smooth: true }
    }
}

impl Options {
    /// A number of moves or nodes, scaled by the effort.
    pub(crate) fn budget(&self, usual: usize) -> usize {
        let effort = if self.effort.is_finite() { self.effort.clamp(0.0, 1e6) } else { 1.0 };
        let scaled = usual as f64 * effort;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "both factors are clamped to be positive and far below 2^53"
        )]
        let budget = scaled.min(1e12) as usize;
        budget
    }
}

/// Tells a solve to end. The solver reads no clock: whoever implements this does.
pub trait Stop: Sync {
    /// Whether to end now with the best agenda so far.
    fn should_stop(&self) -> bool;
    /// Seconds until it will say so, when known; handed to the linear solver as its time limit.
    fn seconds_left(&self) -> Option<f64>;
}

/// Never stops a solve: it ends when its budget of work is spent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Never;

impl Stop for Never {
    fn should_stop(&self) -> bool {
        false
    }

    fn seconds_left(&self) -> Option<f64> {
        None
    }
}

/// What a solve is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Choosing pairs by linear programme.
    Choose,
    /// Placing the chosen pairs into slots.
    Place,
    /// Exchanging meetings until what was left over fits.
    Repair,
    /// Closing the distance between value and bound.
    Prove,
    /// Removing idle slots between meetings.
    Gaps,
    /// Saying why pairs were left out.
    Explain,
}

impl Phase {
    /// One word for a progress line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Choose => "choose",
            Self::Place => "place",
            Self::Repair => "repair",
            Self::Prove => "prove",
            Self::Gaps => "gaps",
            Self::Explain => "explain",
        }
    }
}

/// How far a solve has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Best total value so far.
    pub value: Option<i64>,
    /// Upper bound on the total value.
    pub bound: Option<i64>,
    /// Idle groups of the best agenda so far.
    pub gaps: Option<u32>,
}

impl Progress {
    /// (bound - value) / max(1, bound); none before there are both.
    pub fn gap(&self) -> Option<f64> {
        let (value, bound) = self.value.zip(self.bound)?;
        Some((bound - value) as f64 / bound.max(1) as f64)
    }
}
