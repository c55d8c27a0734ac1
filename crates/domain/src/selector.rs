//! Participants told by their labels, and limits between such sets.

use crate::Participant;

/// Chooses participants: those that have every label given. Without any label it chooses all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selector {
    /// The participant of this identifier.
    pub id: Option<String>,
    /// Those of this side: `client`, `firm`.
    pub side: Option<String>,
    /// Those of this group: the desks of one client.
    pub group: Option<String>,
    /// Those of this size class: `sme`.
    pub class: Option<String>,
}

impl Selector {
    /// Whether it chooses a participant.
    pub fn chooses(&self, party: &Participant) -> bool {
        let suits = |wanted: &Option<String>, has: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| has == Some(wanted))
        };
        suits(&self.id, Some(&party.id))
            && suits(&self.side, party.side.as_deref())
            && suits(&self.group, party.group.as_deref())
            && suits(&self.class, party.class.as_deref())
    }

    /// The labels it asks for, as in a sentence: side `firm`, class `sme`.
    pub fn words(&self) -> String {
        let labels = [("id", &self.id), ("side", &self.side), ("group", &self.group), ("class", &self.class)];
        let told: Vec<String> = labels
            .into_iter()
            .filter_map(|(name, label)| Some(format!("{name} `{}`", label.as_ref()?)))
            .collect();
        if told.is_empty() { "no label".into() } else { told.join(", ") }
    }
}

/// How a set of participants is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Each {
    /// All of them together.
    #[default]
    Together,
    /// One by one.
    Participant,
    /// Group by group; whoever has no group counts alone.
    Group,
}

impl Each {
    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Together, Self::Participant, Self::Group].into_iter().find(|each| each.word() == word)
    }

    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Participant => "participant",
            Self::Group => "group",
        }
    }
}

/// A set of participants, and how it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartySet {
    /// Who is in it.
    pub who: Selector,
    /// How it is counted.
    pub each: Each,
}

/// How many meetings there may or should be between two sets of participants: of each client's desks with each firm at most two.
///
/// A floor is asked only as far as pairs, seats and caps allow: a firm that comes for two meetings is not short of a third.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupLimit {
    /// One set.
    pub between: PartySet,
    /// The other; anybody when it is left out.
    pub and: Option<PartySet>,
    /// Floor.
    pub min: Option<u32>,
    /// Cap.
    pub max: Option<u32>,
}
