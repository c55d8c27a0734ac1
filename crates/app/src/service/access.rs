//! Who may do what: every access rule of the product, in one place.

use passerelle_store::{By, Record};

use super::{Cause, Refusal};
use crate::clock;

/// What an account is there for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Nobody is signed in.
    Public,
    /// Runs events.
    Organiser,
    /// Speaks for a client.
    Client(String),
    /// Speaks for a firm.
    Firm(String),
}

/// What a token may do; a session may do all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Read.
    Read,
    /// Write what its account may write.
    Write,
    /// Accounts, tokens, webhooks, audit log, erasure.
    Admin,
}

impl Scope {
    /// Reads the word used in tokens.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "read" => Self::Read,
            "write" => Self::Write,
            "admin" => Self::Admin,
            _ => return None,
        })
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account's identifier; `public` when nobody is signed in.
    pub account: String,
    /// What it is there for; the party for which an organiser acts, when it acts for one.
    pub role: Role,
    /// For whom an organiser acts: `firm:acme`.
    pub acting_for: Option<String>,
    /// What the token may do; `None` for a session.
    pub scopes: Option<Vec<Scope>>,
    /// What forms must repeat; of a session.
    pub csrf: Option<String>,
}

/// How much of a brief somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Title for firms and teaser.
    Teaser,
    /// All of its text, as a firm that may read it.
    Text,
    /// All of it, with rankings and marks.
    Whole,
}

impl Actor {
    /// Nobody.
    pub fn public() -> Self {
        Self { account: "public".into(), role: Role::Public, acting_for: None, scopes: None, csrf: None }
    }

    /// The command line on the server's own machine: whoever may run it may read the database anyway.
    pub fn console() -> Self {
        Self { account: "console".into(), role: Role::Organiser, acting_for: None, scopes: None, csrf: None }
    }

    /// The system itself: jobs, the clock.
    pub fn system() -> Self {
        Self { account: "system".into(), ..Self::console() }
    }

    /// For the audit log; now.
    pub fn by(&self) -> By {
        By { actor: self.account.clone(), acting_for: self.acting_for.clone(), at_ms: clock::now_ms() }
    }

    fn has(&self, scope: Scope) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&scope))
    }

    /// Whether an organiser asks, in their own name or for a party: closing dates do not bind them.
    pub fn is_organiser(&self) -> bool {
        self.role == Role::Organiser || self.acting_for.is_some()
    }

    /// Somebody signed in who may read.
    pub fn signed_in(&self) -> Result<(), Refusal> {
        match self.role {
            Role::Public => Err(Refusal::sign_in()),
            _ if !self.has(Scope::Read) => Err(Refusal::forbidden("read with this token")),
            _ => Ok(()),
        }
    }

    /// Somebody signed in who may write at all.
    pub fn writes(&self) -> Result<(), Refusal> {
        self.signed_in()?;
        if self.has(Scope::Write) { Ok(()) } else { Err(Refusal::forbidden("write with this token")) }
    }

    /// An organiser who reads.
    pub fn organiser_reads(&self) -> Result<(), Refusal> {
        self.signed_in()?;
        if self.role == Role::Organiser { Ok(()) } else { Err(Refusal::forbidden("see this")) }
    }

    /// An organiser who writes.
    pub fn organiser(&self) -> Result<(), Refusal> {
        self.writes()?;
        if self.role == Role::Organiser { Ok(()) } else { Err(Refusal::forbidden("do this")) }
    }

    /// An organiser who administers: accounts, webhooks, the audit log, erasure.
    pub fn administers(&self) -> Result<(), Refusal> {
        self.organiser_reads()?;
        if self.has(Scope::Admin) { Ok(()) } else { Err(Refusal::forbidden("administer with this token")) }
    }

    /// The team of an event: the organisers named for it; all of them when nobody is named.
    pub fn on_team(&self, team: &[String]) -> Result<(), Refusal> {
        self.organiser()?;
        self.team_member(team)
    }

    /// The same, for reading.
    pub fn team_reads(&self, team: &[String]) -> Result<(), Refusal> {
        self.organiser_reads()?;
        self.team_member(team)
    }

    fn team_member(&self, team: &[String]) -> Result<(), Refusal> {
        let local = ["console", "system"].contains(&self.account.as_str());
        if team.is_empty() || local || team.contains(&self.account) {
            return Ok(());
        }
        Err(Refusal::new(
            Cause::Forbidden,
            "another team runs this event",
            "ask somebody of its team to add you",
        ))
    }

    /// Whoever may write a firm's profile: the firm itself, and organisers.
    pub fn writes_firm(&self, firm: &str) -> Result<(), Refusal> {
        self.writes()?;
        match &self.role {
            Role::Organiser => Ok(()),
            Role::Firm(own) if own == firm => Ok(()),
            _ => Err(Refusal::forbidden("change this firm")),
        }
    }

    /// Whoever sees what a firm does not publish: the firm itself, organisers, and clients (of published profiles).
    pub fn sees_all_of_firm(&self, firm: &Record) -> bool {
        self.signed_in().is_ok()
            && match &self.role {
                Role::Organiser => true,
                Role::Client(_) => firm.status == "published",
                Role::Firm(own) => *own == firm.id,
                Role::Public => false,
            }
    }

    /// Whether a firm is there at all for these eyes: a draft is for the firm itself and organisers.
    pub fn sees_firm(&self, firm: &Record) -> bool {
        firm.status == "published"
            || (self.signed_in().is_ok()
                && match &self.role {
                    Role::Organiser => true,
                    Role::Firm(own) => *own == firm.id,
                    _ => false,
                })
    }

    /// Whoever may write a client's briefs: the client itself, and organisers.
    pub fn writes_client(&self, client: Option<&str>) -> Result<(), Refusal> {
        self.writes()?;
        match &self.role {
            Role::Organiser => Ok(()),
            Role::Client(own) if client == Some(own) => Ok(()),
            _ => Err(Refusal::forbidden("change this client's things")),
        }
    }

    /// How much of a brief is for these eyes; `None` when it is not there for them. `admitted`: whether the client has admitted the
    /// firm that asks.
    ///
    /// A confidential brief's body reaches its client, organisers, and firms that the client has admitted; others see the teaser
    /// while it is open. The public sees open briefs' public side.
    pub fn sight_of_brief(&self, brief: &Record, confidential: bool, admitted: bool) -> Option<Sight> {
        let signed_in = self.signed_in().is_ok();
        match &self.role {
            Role::Organiser if signed_in => Some(Sight::Whole),
            Role::Client(own) if signed_in && brief.owner.as_deref() == Some(own) => Some(Sight::Whole),
            _ if brief.status != "open" => None,
            Role::Firm(_) if signed_in && (admitted || !confidential) => Some(Sight::Text),
            _ if !confidential => Some(Sight::Text),
            _ => Some(Sight::Teaser),
        }
    }
}
