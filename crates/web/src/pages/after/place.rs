//! Where a page of what comes after stands: a client's room, a firm's, or the desk; and the lines of the board.

use passerelle_app::service::{Actor, Cause, Paging, Refusal, Wrong};
use serde::Deserialize;

use super::super::client::{Room, own_events};
use super::super::desk::Event;
use super::super::shell::Visitor;
use super::super::view;
use super::super::words::Text;
use super::super::words::after::After as Words;
use crate::State;

/// A firm's room.
pub(super) struct FirmRoom {
    pub(super) id: String,
    pub(super) name: String,
}

/// Whose page it is.
pub(super) enum Place {
    Client(Room),
    Firm(FirmRoom),
    Desk(Event),
}

impl Place {
    /// Enters the room of a client or a firm.
    pub(super) async fn enter(
        side: &str,
        state: &State,
        visitor: Visitor,
        id: &str,
    ) -> Result<(Self, Visitor), Refusal> {
        if side == "client" {
            let (room, visitor) = Room::enter(state, visitor, id).await?;
            return Ok((Self::Client(room), visitor));
        }
        let mut visitor = visitor.enters(state, "firm", id).await?;
        let firm = state.service.firm(&visitor.actor, id).await?;
        let name = firm.body["firm"]["name"].as_str().unwrap_or(id).to_owned();
        if visitor.actor.acting_for.is_some() {
            visitor.shell.acting_for = Some(name.clone());
        }
        Ok((Self::Firm(FirmRoom { id: id.to_owned(), name }), visitor))
    }

    /// The side whose outcomes are said here, as outcomes name it.
    pub(super) fn side(&self) -> &'static str {
        match self {
            Self::Firm(_) => "firm",
            _ => "desk",
        }
    }

    /// Whether all pairs are shown, of both sides.
    pub(super) fn is_desk(&self) -> bool {
        matches!(self, Self::Desk(_))
    }

    /// Where outcomes of all events are said.
    pub(super) fn outcomes(&self) -> String {
        match self {
            Self::Client(room) => room.at("/after"),
            Self::Firm(firm) => format!("/rooms/firm/{}/after", firm.id),
            Self::Desk(event) => event.at("/after"),
        }
    }

    /// The board of an event.
    pub(super) fn board(&self, event: &str) -> String {
        match self {
            Self::Desk(event) => event.at("/after"),
            _ => format!("{}/{event}", self.outcomes()),
        }
    }

    /// The events of this room: identifier and name.
    pub(super) async fn events(
        &self,
        state: &State,
        actor: &Actor,
    ) -> Result<Vec<(String, String)>, Refusal> {
        match self {
            Self::Client(_) => own_events(state, actor).await,
            Self::Desk(event) => Ok(vec![(event.id.clone(), event.name.clone())]),
            Self::Firm(_) => {
                let paging = Paging { limit: Some(200), recent: true, ..Paging::default() };
                let all = state.service.events(actor, &paging).await?.items;
                let own = all.iter().filter(|event| event["attending"] == true);
                let text =
                    |key: &str, event: &serde_json::Value| event[key].as_str().unwrap_or_default().to_owned();
                Ok(own.map(|event| (text("id", event), text("name", event))).collect())
            }
        }
    }
}

/// What one side said of a meeting.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Said {
    pub(super) by: String,
    pub(super) verdict: String,
    pub(super) steps: Vec<String>,
    pub(super) note: String,
}

/// A meeting of the last release and what followed it; see `Service::follow_ups`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Line {
    pub(super) desk: String,
    #[serde(default)]
    pub(super) client: Option<String>,
    pub(super) firm: String,
    #[serde(default)]
    pub(super) firm_name: Option<String>,
    pub(super) brief: String,
    #[serde(default)]
    pub(super) brief_title: Option<String>,
    #[serde(default)]
    pub(super) start: String,
    pub(super) stage: String,
    pub(super) next_date: Option<String>,
    pub(super) note: String,
    pub(super) amount_eur: Option<i64>,
    pub(super) co_financing_pct: Option<i64>,
    pub(super) version: i64,
    pub(super) outcomes: Vec<Said>,
}

impl Line {
    /// The name of its place on a page.
    pub(super) fn anchor(&self) -> String {
        format!("m-{}-{}-{}", self.desk, self.firm, self.brief)
    }

    /// The firm's name.
    pub(super) fn firm_name(&self) -> &str {
        self.firm_name.as_deref().unwrap_or(&self.firm)
    }

    /// The client's name.
    pub(super) fn client_name(&self) -> &str {
        self.client.as_deref().unwrap_or(&self.desk)
    }

    /// The title of the brief, as far as the reader may know it.
    pub(super) fn title(&self) -> &str {
        self.brief_title.as_deref().unwrap_or_default()
    }

    /// Whether it is about this desk, firm and brief.
    pub(super) fn is(&self, key: [&str; 3]) -> bool {
        [self.desk.as_str(), &self.firm, &self.brief] == key
    }

    /// What one side said.
    pub(super) fn said(&self, side: &str) -> Option<&Said> {
        self.outcomes.iter().find(|one| one.by == side)
    }
}

/// The lines of an event; none when nothing is released.
pub(super) async fn lines(state: &State, actor: &Actor, event: &str) -> Result<Option<Vec<Line>>, Refusal> {
    match state.service.follow_ups(actor, event).await {
        Ok(all) => Ok(Some(all.into_iter().map(view).collect::<Result<_, _>>()?)),
        // An event that is not there is told by what comes before; this one has no release.
        Err(refusal) if refusal.cause == Cause::NotFound => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// What is wrong with a field of one of many forms of a page: the field is named with the form's place.
pub(super) fn placed(mut refusal: Refusal, anchor: &str) -> Refusal {
    if let Cause::Invalid(wrong) = &mut refusal.cause {
        name(wrong, anchor);
    }
    refusal
}

/// The same for what was found wrong before.
pub(super) fn name(wrong: &mut [Wrong], anchor: &str) {
    for one in wrong.iter_mut().filter(|one| !one.field.is_empty()) {
        one.field = format!("{anchor}-{}", one.field);
    }
}

impl Words {
    /// What a verdict or a step is called.
    pub(super) fn outcome(&self, word: &str) -> Text {
        match word {
            "useful" => self.useful,
            "not_useful" => self.not_useful,
            "no_show" => self.no_show,
            "follow_up" => self.follow_up,
            "nda" => self.nda,
            "rfq" => self.rfq,
            _ => self.project,
        }
    }

    /// What a stage is called.
    pub(super) fn stage(&self, word: &str) -> Text {
        match word {
            "follow_up" => self.stage_follow_up,
            "nda" => self.stage_nda,
            "rfq" => self.stage_rfq,
            "proposal" => self.stage_proposal,
            "engaged" => self.stage_engaged,
            "lost" => self.stage_lost,
            _ => self.stage_met,
        }
    }
}
