//! The day itself and what comes of it: attendance, outcomes.

use std::collections::BTreeMap;

use passerelle_store::Outcome;
use serde_json::{Value as Json, json};

use super::firms::time;
use super::{Actor, Refusal, Role, Service, Wrong};

/// What may follow a meeting.
const STEPS: [&str; 4] = ["follow_up", "nda", "rfq", "project"];

impl Service {
    /// Who has come; for the team.
    ///
    /// # Errors
    /// When the actor is not on the event's team.
    pub async fn attendance(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        self.team_reads(actor, event).await?;
        let all = self.inner.db.attendance(event).await?;
        Ok(all
            .into_iter()
            .map(|one| json!({"side": one.side, "party": one.party, "status": one.status, "updated": time(one.updated_ms)}))
            .collect())
    }

    /// Notes whether a party has come: `expected`, `present`, `late`, `absent`.
    ///
    /// # Errors
    /// When the party is not at the event, or the actor is not on its team.
    pub async fn put_attendance(
        &self,
        actor: &Actor,
        event: &str,
        [side, party, status]: [&str; 3],
    ) -> Result<(), Refusal> {
        self.on_team(actor, event).await?;
        if !["expected", "present", "late", "absent"].contains(&status) {
            return Err(Refusal::invalid("status", "is none", "give expected, present, late or absent"));
        }
        let known = self.known_event(event).await?;
        self.speaks_for(actor, &known, side, party).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.put_attendance(event, [side, party, status]).await?;
        Ok(tx.commit().await?)
    }

    /// What was said of the meetings: all of it for the team, their own words for clients and firms.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub async fn outcomes(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        actor.signed_in()?;
        let known = self.known_event(event).await?;
        if actor.role == Role::Organiser {
            self.team_reads(actor, event).await?;
        }
        let mut shown = Vec::new();
        // A party is asked about once, not once for each of its meetings.
        let mut theirs: BTreeMap<(String, String), bool> = BTreeMap::new();
        for said in self.inner.db.outcomes(event).await? {
            let party = if said.side == "desk" { &said.desk } else { &said.firm };
            let key = (said.side.clone(), party.clone());
            let own = match theirs.get(&key) {
                Some(own) => *own,
                None => self.speaks_for(actor, &known, &said.side, party).await.is_ok(),
            };
            theirs.insert(key, own);
            if own {
                shown.push(json!({"desk": said.desk, "firm": said.firm, "brief": said.brief, "by": said.side, "verdict": said.verdict,
                    "steps": said.steps.split_whitespace().collect::<Vec<_>>(), "note": said.note, "updated": time(said.updated_ms)}));
            }
        }
        Ok(shown)
    }

    /// Keeps what one side says of a meeting that was released.
    ///
    /// # Errors
    /// Everything that is wrong with it; when the meeting is not in the last release.
    pub async fn put_outcome(&self, actor: &Actor, event: &str, said: &Outcome) -> Result<(), Refusal> {
        actor.writes()?;
        let known = self.known_event(event).await?;
        let party = if said.side == "desk" { &said.desk } else { &said.firm };
        self.speaks_for(actor, &known, &said.side, party).await?;
        let mut wrong = Vec::new();
        let mut note = |field: &str, message: &str, hint: &str| {
            wrong.push(Wrong { field: field.into(), message: message.into(), hint: hint.into() });
        };
        if !["useful", "not_useful", "no_show"].contains(&said.verdict.as_str()) {
            note("verdict", "is none", "give useful, not_useful or no_show");
        }
        if said.steps.split_whitespace().any(|step| !STEPS.contains(&step)) {
            note("steps", "there are follow_up, nda, rfq and project", "give some of them, or none");
        }
        if said.note.chars().count() > 2_000 {
            note("note", "has more than 2000 characters", "shorten it");
        }
        let release = self.inner.db.release(event, None).await?;
        let met = release.is_some_and(|release| {
            let view = super::json(&release.view);
            let meetings = view["meetings"].as_array().cloned().unwrap_or_default();
            meetings.iter().any(|one| {
                one["desk"] == json!(said.desk)
                    && one["firm"] == json!(said.firm)
                    && one["brief"] == json!(said.brief)
            })
        });
        if !met {
            note("", "there is no such meeting in the last release", "check desk, firm and brief");
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.put_outcome(event, said).await?;
        Ok(tx.commit().await?)
    }
}
