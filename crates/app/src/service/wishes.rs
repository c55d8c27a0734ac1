//! Wishes of both sides with grades and an end, and answers to them.

use passerelle_domain::WishGrade;
use passerelle_store::{Kind, Wish};
use serde_json::{Value as Json, json};

use super::events::Known;
use super::firms::time;
use super::{
    Actor, Cause, Listed, Paging, Refusal, Role, Service, Sight, Versioned, Wrong, cursor, place, secrets,
};
use crate::clock;

/// Characters of a message to the other side.
const MOST_WORDS: usize = 2_000;

/// A wish as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WishSent {
    /// The desk.
    pub desk: Option<String>,
    /// The firm; of a firm's own wish it may be left out.
    pub firm: Option<String>,
    /// The brief it is about.
    pub brief: String,
    /// 1 to 3.
    pub grade: i64,
    /// To the other side.
    pub message: String,
    /// Until when it holds, RFC 3339.
    pub expires: Option<String>,
}

impl Service {
    /// Wishes of an event: all for its team, both directions of their own for clients and firms.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub async fn wishes(&self, actor: &Actor, event: &str, paging: &Paging) -> Result<Listed, Refusal> {
        actor.signed_in()?;
        let known = self.known_event(event).await?;
        let own = match &actor.role {
            Role::Firm(firm) => Some(firm.as_str()),
            Role::Organiser => {
                self.team_reads(actor, event).await?;
                None
            }
            _ => None,
        };
        let mut after = place(paging.cursor.as_deref())?.map_or_else(String::new, |(_, id)| id);
        let mut items = Vec::new();
        loop {
            let wishes = self.inner.db.wishes(event, own, &after, 500).await?;
            let last = wishes.len() < 500;
            for wish in wishes {
                if self.concerns(actor, &known, &wish).await? {
                    if items.len() == paging.size() {
                        return Ok(Listed { items, next: Some(cursor("", &after)) });
                    }
                    items.push(self.shown_wish(actor, &wish).await?);
                }
                after = wish.id;
            }
            if last {
                return Ok(Listed { items, next: None });
            }
        }
    }

    async fn concerns(&self, actor: &Actor, known: &Known, wish: &Wish) -> Result<bool, Refusal> {
        Ok(match &actor.role {
            Role::Organiser => true,
            Role::Firm(firm) => wish.firm == *firm,
            Role::Client(client) => {
                let desk =
                    known.desks().get(wish.desk.as_str()).is_some_and(|(owner, _)| owner.as_str() == client);
                let brief = self.inner.db.record(Kind::Brief, &wish.brief).await?;
                desk || (wish.desk.is_empty()
                    && brief.is_some_and(|brief| brief.owner.as_deref() == Some(client)))
            }
            Role::Public => false,
        })
    }

    async fn shown_wish(&self, actor: &Actor, wish: &Wish) -> Result<Json, Refusal> {
        // Whoever wishes for a confidential brief by its teaser sees the teaser's title.
        let title = match self.sighted(actor, &wish.brief).await {
            Ok((_, read, Sight::Teaser)) => read.brief.public_title().to_owned(),
            Ok((_, read, _)) => read.brief.title.as_str().to_owned(),
            Err(_) => String::new(),
        };
        Ok(
            json!({"id": wish.id, "by": wish.side, "desk": (!wish.desk.is_empty()).then_some(&wish.desk), "firm": wish.firm,
            "brief": wish.brief, "brief_title": title, "grade": wish.grade, "message": wish.message,
            "expires": wish.expires_ms.and_then(time), "answer": wish.answer, "reason": wish.reason,
            "version": wish.version, "updated": time(wish.updated_ms)}),
        )
    }

    /// Makes a wish, in the name of the firm or the client's desk that asks.
    ///
    /// # Errors
    /// Everything that is wrong with it; when wishes have closed, or there is this wish already.
    pub async fn add_wish(&self, actor: &Actor, event: &str, sent: &WishSent) -> Result<Versioned, Refusal> {
        actor.writes()?;
        let known = self.known_event(event).await?;
        known.not_closed("wishes", actor)?;
        let mut wrong = Vec::new();
        let mut note = |field: &str, message: &str, hint: &str| {
            wrong.push(Wrong { field: field.into(), message: message.into(), hint: hint.into() });
        };
        let desks = known.desks();
        let desk = sent.desk.as_deref().unwrap_or_default();
        let (side, firm) = match &actor.role {
            Role::Firm(own) => {
                if sent.firm.as_ref().is_some_and(|firm| firm != own) {
                    note("firm", "is not yours", "leave it out");
                }
                ("firm", own.clone())
            }
            Role::Client(own) => {
                match desks.get(desk) {
                    Some((client, _)) if client.as_str() == own => {}
                    _ => note("desk", "is not one of yours at this event", "name the desk that wishes"),
                }
                ("desk", sent.firm.clone().unwrap_or_default())
            }
            Role::Organiser => {
                let hint = "repeat it with Passerelle-Acting-For: firm:ID or client:ID";
                return Err(Refusal::new(
                    Cause::Forbidden,
                    "a wish is one party's: say for whom you act",
                    hint,
                ));
            }
            Role::Public => return Err(Refusal::sign_in()),
        };
        if !desk.is_empty() {
            match desks.get(desk) {
                None => note("desk", "is not at this event", "name one of its desks, or none"),
                Some((_, briefs)) if !briefs.iter().any(|one| one.as_str() == sent.brief) => {
                    note("desk", "does not talk about this brief", "name a desk that holds it");
                }
                Some(_) => {}
            }
        }
        if !matches!(self.inner.db.record(Kind::Firm, &firm).await?, Some(record) if record.status == "published")
        {
            note("firm", "is not a published firm", "check the identifier, or publish the profile first");
        }
        if self.sighted(actor, &sent.brief).await.is_err() {
            note("brief", "is not there, or not open to you", "check the identifier");
        }
        let expires_ms = match &sent.expires {
            None => None,
            Some(at) => match at.parse::<jiff::Timestamp>() {
                Ok(at) => Some(at.as_millisecond()),
                Err(_) => {
                    note("expires", "is not a time", "write it as 2027-03-01T18:00:00Z");
                    None
                }
            },
        };
        if !u8::try_from(sent.grade).is_ok_and(|grade| WishGrade::from_number(grade).is_some()) {
            note("grade", "is not 1, 2 or 3", "1: glad of it, 2: keen on it, 3: came for it");
        }
        if sent.message.chars().count() > MOST_WORDS {
            note("message", "has more than 2000 characters", "shorten it");
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        let wish = Wish {
            id: secrets::id(),
            event: event.to_owned(),
            side: side.to_owned(),
            desk: desk.to_owned(),
            firm,
            brief: sent.brief.clone(),
            grade: sent.grade,
            message: sent.message.clone(),
            expires_ms,
            answer: "none".into(),
            reason: String::new(),
            version: 1,
            updated_ms: clock::now_ms(),
        };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_wish(&wish).await?;
        tx.commit().await?;
        Ok(Versioned { version: 1, body: self.shown_wish(actor, &wish).await? })
    }

    /// A wish that concerns the actor, with whether it is their own side's.
    async fn wish_of(&self, actor: &Actor, event: &str, id: &str) -> Result<(Known, Wish, bool), Refusal> {
        actor.writes()?;
        let known = self.known_event(event).await?;
        let wish = self.inner.db.wish(id).await?.filter(|wish| wish.event == event);
        let wish = wish.ok_or_else(|| Refusal::not_found("wish", id))?;
        if !self.concerns(actor, &known, &wish).await? {
            return Err(Refusal::not_found("wish", id));
        }
        let own = match &actor.role {
            Role::Firm(_) => wish.side == "firm",
            Role::Client(_) => wish.side == "desk",
            _ => {
                return Err(Refusal::new(
                    Cause::Forbidden,
                    "a wish is one party's: say for whom you act",
                    "repeat it with Passerelle-Acting-For: firm:ID or client:ID",
                ));
            }
        };
        Ok((known, wish, own))
    }

    /// Answers the other side's wish: `accepted` or `refused`, with a reason. A refusal excludes the meeting.
    ///
    /// # Errors
    /// When it is one's own wish, answers have closed, or somebody else has written it meanwhile.
    pub async fn answer(
        &self,
        actor: &Actor,
        event: &str,
        id: &str,
        version: i64,
        (answer, reason): (&str, &str),
    ) -> Result<Versioned, Refusal> {
        let (known, mut wish, own) = self.wish_of(actor, event, id).await?;
        if own {
            return Err(Refusal::forbidden("answer its own wish"));
        }
        known.not_closed("answers", actor)?;
        if !["none", "accepted", "refused"].contains(&answer) {
            return Err(Refusal::invalid("answer", "is none", "give none, accepted or refused"));
        }
        if reason.chars().count() > 1_000 {
            return Err(Refusal::invalid("reason", "has more than 1000 characters", "shorten it"));
        }
        wish.version = version;
        wish.answer = answer.to_owned();
        wish.reason = reason.to_owned();
        self.keep_wish(actor, wish, answer).await
    }

    /// Changes one's own wish: grade, message.
    ///
    /// # Errors
    /// When it is not one's own, wishes have closed, or somebody else has written it meanwhile.
    pub async fn put_wish(
        &self,
        actor: &Actor,
        event: &str,
        id: &str,
        version: i64,
        sent: &WishSent,
    ) -> Result<Versioned, Refusal> {
        let (known, mut wish, own) = self.wish_of(actor, event, id).await?;
        if !own {
            return Err(Refusal::forbidden("change the other side's wish"));
        }
        known.not_closed("wishes", actor)?;
        if !(1..=3).contains(&sent.grade) {
            return Err(Refusal::invalid(
                "grade",
                "is not 1, 2 or 3",
                "1: glad of it, 2: keen on it, 3: came for it",
            ));
        }
        if sent.message.chars().count() > MOST_WORDS {
            return Err(Refusal::invalid("message", "has more than 2000 characters", "shorten it"));
        }
        wish.version = version;
        wish.grade = sent.grade;
        wish.message.clone_from(&sent.message);
        self.keep_wish(actor, wish, "update").await
    }

    async fn keep_wish(&self, actor: &Actor, mut wish: Wish, action: &str) -> Result<Versioned, Refusal> {
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.update_wish(&wish, action).await?;
        tx.commit().await?;
        wish.version += 1;
        Ok(Versioned { version: wish.version, body: self.shown_wish(actor, &wish).await? })
    }

    /// Takes one's own wish back.
    ///
    /// # Errors
    /// When it is not one's own, wishes have closed, or somebody else has written it meanwhile.
    pub async fn delete_wish(
        &self,
        actor: &Actor,
        event: &str,
        id: &str,
        version: i64,
    ) -> Result<(), Refusal> {
        let (known, _, own) = self.wish_of(actor, event, id).await?;
        if !own {
            return Err(Refusal::forbidden("take the other side's wish back"));
        }
        known.not_closed("wishes", actor)?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.delete_wish(id, version).await?;
        Ok(tx.commit().await?)
    }
}
