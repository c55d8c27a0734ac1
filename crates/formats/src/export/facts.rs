//! Why a pair was left out, as it is kept in JSON: identifiers instead of indexes.

use passerelle_domain::{Side, SizeClass};
use serde::{Deserialize, Serialize};

use super::reader;
use crate::view::{AgendaView, LimitScope, OutbidView, PartyKind, UnplacedFacts};

/// The facts of one pair; slots by identifier, parties as `desk:x` or `firm:y`.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Facts {
    Excluded { reason: Option<String> },
    Refused { by: String, reason: Option<String> },
    Gated { requirements: Vec<String> },
    BelowThreshold { threshold: f64 },
    NoCommonSlot,
    PartyFull { party: String, meetings: u32, cap: u32 },
    TablesFull { slots: Vec<String> },
    LimitReached { scope: String, max: u32 },
    Rules { slots: Vec<String> },
    Outbid { by: Vec<Held> },
    GivenUp { slots: Vec<String> },
    NotReached { slots: Vec<String> },
    Told { detail: String },
}

/// A meeting in the way.
#[derive(Serialize, Deserialize)]
pub(super) struct Held {
    desk: String,
    firm: String,
    slot: String,
    value: u32,
}

const SCOPES: [(LimitScope, &str); 4] = [
    (LimitScope::DeskAndFirm, "desk_and_firm"),
    (LimitScope::BriefAndFirm, "brief_and_firm"),
    (LimitScope::ClientAndFirm, "client_and_firm"),
    (LimitScope::Other, "other"),
];

const SIZES: [(SizeClass, &str); 5] = [
    (SizeClass::Micro, "micro"),
    (SizeClass::Small, "small"),
    (SizeClass::Medium, "medium"),
    (SizeClass::Intermediate, "intermediate"),
    (SizeClass::Large, "large"),
];

/// The word of a size class.
pub(super) fn size_word(class: SizeClass) -> &'static str {
    SIZES.iter().find(|(one, _)| *one == class).map_or("", |(_, word)| word)
}

/// The size class of a word.
pub(super) fn size_of(word: &str) -> Option<SizeClass> {
    SIZES.iter().find(|(_, one)| *one == word).map(|(class, _)| *class)
}

impl Facts {
    /// As they are written.
    pub(super) fn of(view: &AgendaView, facts: &UnplacedFacts) -> Self {
        let slot = |slot: usize| view.slots.get(slot).map_or_else(String::new, |s| s.id.clone());
        let slots = |all: &[usize]| {
            all.iter().filter_map(|&s| view.slots.get(s)).map(|s| s.id.clone()).collect::<Vec<_>>()
        };
        let id = |party: usize| reader::party(view, party).map_or_else(String::new, |p| p.id.clone());
        match facts {
            UnplacedFacts::Excluded { reason } => Self::Excluded { reason: reason.clone() },
            UnplacedFacts::Refused { by, reason } => {
                let by = if *by == Side::Desk { "desk" } else { "firm" };
                Self::Refused { by: by.into(), reason: reason.clone() }
            }
            UnplacedFacts::Gated { requirements } => Self::Gated { requirements: requirements.clone() },
            UnplacedFacts::BelowThreshold { threshold } => Self::BelowThreshold { threshold: *threshold },
            UnplacedFacts::NoCommonSlot => Self::NoCommonSlot,
            UnplacedFacts::PartyFull { party, meetings, cap } => {
                let party = reader::party(view, *party)
                    .map_or_else(String::new, |p| format!("{}:{}", p.kind.word(), p.id));
                Self::PartyFull { party, meetings: *meetings, cap: *cap }
            }
            UnplacedFacts::TablesFull { slots: all } => Self::TablesFull { slots: slots(all) },
            UnplacedFacts::LimitReached { scope, max } => {
                let word = SCOPES.iter().find(|(one, _)| one == scope).map_or("other", |(_, word)| word);
                Self::LimitReached { scope: word.into(), max: *max }
            }
            UnplacedFacts::Rules { slots: all } => Self::Rules { slots: slots(all) },
            UnplacedFacts::Outbid { by } => {
                let held = |one: &OutbidView| Held {
                    desk: id(one.desk),
                    firm: id(one.firm),
                    slot: slot(one.slot),
                    value: one.value,
                };
                Self::Outbid { by: by.iter().map(held).collect() }
            }
            UnplacedFacts::GivenUp { slots: all } => Self::GivenUp { slots: slots(all) },
            UnplacedFacts::NotReached { slots: all } => Self::NotReached { slots: slots(all) },
            UnplacedFacts::Told { detail } => Self::Told { detail: detail.clone() },
        }
    }

    /// As they are shown; `view` holds slots and parties. What leads nowhere gives no facts.
    pub(super) fn read(self, view: &AgendaView) -> Option<UnplacedFacts> {
        let slot = |id: &str| view.slots.iter().position(|s| s.id == id);
        let slots = |all: Vec<String>| all.iter().filter_map(|id| slot(id)).collect::<Vec<_>>();
        Some(match self {
            Self::Excluded { reason } => UnplacedFacts::Excluded { reason },
            Self::Refused { by, reason } => {
                let by = match by.as_str() {
                    "desk" => Side::Desk,
                    "firm" => Side::Firm,
                    _ => return None,
                };
                UnplacedFacts::Refused { by, reason }
            }
            Self::Gated { requirements } => UnplacedFacts::Gated { requirements },
            Self::BelowThreshold { threshold } => UnplacedFacts::BelowThreshold { threshold },
            Self::NoCommonSlot => UnplacedFacts::NoCommonSlot,
            Self::PartyFull { party, meetings, cap } => {
                let (kind, id) = party.split_once(':')?;
                let party = view.party(PartyKind::from_word(kind)?, id)?;
                UnplacedFacts::PartyFull { party, meetings, cap }
            }
            Self::TablesFull { slots: all } => UnplacedFacts::TablesFull { slots: slots(all) },
            Self::LimitReached { scope, max } => {
                let scope = SCOPES.iter().find(|(_, word)| *word == scope);
                UnplacedFacts::LimitReached { scope: scope.map_or(LimitScope::Other, |(one, _)| *one), max }
            }
            Self::Rules { slots: all } => UnplacedFacts::Rules { slots: slots(all) },
            Self::Outbid { by } => {
                let held = |one: Held| {
                    Some(OutbidView {
                        desk: view.party(PartyKind::Desk, &one.desk)?,
                        firm: view.party(PartyKind::Firm, &one.firm)?,
                        slot: slot(&one.slot)?,
                        value: one.value,
                    })
                };
                UnplacedFacts::Outbid { by: by.into_iter().filter_map(held).collect() }
            }
            Self::GivenUp { slots: all } => UnplacedFacts::GivenUp { slots: slots(all) },
            Self::NotReached { slots: all } => UnplacedFacts::NotReached { slots: slots(all) },
            Self::Told { detail } => UnplacedFacts::Told { detail },
        })
    }
}
