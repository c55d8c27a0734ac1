//! A firm's own project idea towards clients' themes.

use crate::{ClientId, Euros, FirmId, Name, ProposalId, Sector, TrlRange};

/// What a firm would like to do with a client, and what it would put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its identifier.
    pub id: ProposalId,
    /// The firm that proposes.
    pub firm: FirmId,
    /// Its title.
    pub title: Name,
    /// Clients' themes it answers, in words.
    pub themes: Vec<Name>,
    /// The idea, free text.
    pub text: String,
    /// Clients it is meant for; empty means whoever is interested.
    pub clients: Vec<ClientId>,
    /// The sector it is meant for.
    pub sector: Option<Sector>,
    /// From which readiness level to which.
    pub trl: Option<TrlRange>,
    /// What the firm would co-finance, euros.
    pub co_financing: Option<Euros>,
}
