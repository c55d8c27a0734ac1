//! Drafts and releases: shown, released under a number, compared.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_store::{Kind, StoredRelease};
use serde_json::{Value as Json, json};

use super::super::firms::time;
use super::super::{Actor, Cause, Refusal, Role, Service, Versioned, json};
use super::views::{differences, firm_meetings, firm_unplaced, only, touched, with_persons};
use super::{checked, no_release};

impl Service {
    /// The draft of an event, as its team sees it.
    ///
    /// # Errors
    /// When there is none, or the actor is not on the team.
    pub async fn draft(&self, actor: &Actor, event: &str) -> Result<Versioned, Refusal> {
        self.team_reads(actor, event).await?;
        let draft = self.inner.db.draft(event).await?;
        let draft = draft.ok_or_else(|| {
            Refusal::new(Cause::NotFound, format!("event `{event}` has no draft"), "plan it first")
        })?;
        let body = json!({"event": event, "version": draft.version, "job": draft.job, "base_release": draft.base_release,
            "created": time(draft.created_ms), "locks": json(&draft.locks), "undo": self.inner.db.past_drafts(event).await?,
            "agenda": json(&draft.view), "result": json(&draft.result)});
        Ok(Versioned { version: draft.version, body })
    }

    /// Releases the draft under the next number. The independent checker has seen it when it was made, and sees it again.
    ///
    /// # Errors
    /// When there is no draft, it is another version, a later release exists than it was re-planned from, or it breaks a rule.
    pub async fn release(
        &self,
        actor: &Actor,
        event: &str,
        version: i64,
        note: &str,
    ) -> Result<Json, Refusal> {
        self.on_team(actor, event).await?;
        if note.chars().count() > 2_000 {
            return Err(Refusal::invalid("note", "has more than 2000 characters", "shorten it"));
        }
        let draft = self.inner.db.draft(event).await?;
        let draft = draft.ok_or_else(|| {
            Refusal::new(Cause::NotFound, format!("event `{event}` has no draft"), "plan it first")
        })?;
        if draft.version != version {
            return Err(Refusal::new(
                Cause::Stale(draft.version),
                "there is another draft by now",
                "look at it, then release it",
            ));
        }
        let before = self.inner.db.release(event, None).await?;
        let last = before.as_ref().map_or(0, |release| release.number);
        if draft.base_release != 0 && draft.base_release != last {
            return Err(Refusal::new(
                Cause::Conflict,
                format!("this draft re-plans release {}, and release {last} is out", draft.base_release),
                "re-plan the last release",
            ));
        }
        let texts = [draft.problem.as_str(), &draft.result, &draft.view];
        self.give_out(actor, event, before, texts, note, draft.version).await
    }

    /// Releases an earlier release again, under the next number: what was handed out is not changed, and what comes is checked and
    /// told to those whom it touches, as ever.
    ///
    /// # Errors
    /// When there is no such release, it is the one that is out, or it breaks a rule.
    pub async fn release_again(
        &self,
        actor: &Actor,
        event: &str,
        number: i64,
        note: &str,
    ) -> Result<Json, Refusal> {
        self.on_team(actor, event).await?;
        if note.chars().count() > 2_000 {
            return Err(Refusal::invalid("note", "has more than 2000 characters", "shorten it"));
        }
        let earlier = self.inner.db.release(event, Some(number)).await?;
        let earlier = earlier.ok_or_else(|| Refusal::not_found("release", &number.to_string()))?;
        let last = self.inner.db.release(event, None).await?;
        let texts = [earlier.problem.as_str(), &earlier.result, &earlier.view];
        self.give_out(actor, event, last, texts, note, number).await
    }

    /// Writes a release with letters to those whom it touches; `version` is what a second organiser is told to look at.
    async fn give_out(
        &self,
        actor: &Actor,
        event: &str,
        before: Option<StoredRelease>,
        [problem, result, view]: [&str; 3],
        note: &str,
        version: i64,
    ) -> Result<Json, Refusal> {
        let last = before.as_ref().map_or(0, |release| release.number);
        if before.as_ref().is_some_and(|release| release.result == result && release.problem == problem) {
            return Err(Refusal::new(
                Cause::Exists,
                format!("release {last} is this very agenda"),
                "plan or re-plan first",
            ));
        }
        checked(problem, result)?;
        let known = self.known_event(event).await?;
        let old = before.map_or(Json::Null, |release| json(&release.view));
        let new = json(view);
        let touched = touched(&old, &new);
        let letters = self.letters_for(&known, last + 1, &new, &touched).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        let number = tx.add_release(event, [problem, result, view], note).await?;
        if known.record.status != "released" {
            let body = &known.record.body;
            let row = passerelle_store::Draft {
                id: event,
                owner: None,
                status: "released",
                title: &known.record.title,
                sort: &known.record.sort,
                body,
            };
            tx.update(Kind::Event, &row, known.record.version, "release").await?;
        }
        // Two organisers released at once: the second one looks again.
        if number != last + 1 {
            return Err(Refusal::new(
                Cause::Stale(version),
                "somebody else has released meanwhile",
                "look at that release first",
            ));
        }
        for letter in &letters {
            letter.write(&mut tx).await?;
        }
        let told = json!({"event": event, "release": number, "note": note, "touched": touched.len()});
        self.queue_hooks(&mut tx, if number == 1 { "release" } else { "change" }, &told).await?;
        tx.commit().await?;
        Ok(json!({"event": event, "number": number, "note": note, "people_to_tell": touched.len()}))
    }

    /// An event's releases.
    ///
    /// # Errors
    /// When the actor is not on its team.
    pub async fn releases(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        self.team_reads(actor, event).await?;
        let line = |one: StoredRelease| json!({"number": one.number, "note": one.note, "digest": one.digest, "created": time(one.created_ms), "by": one.created_by});
        Ok(self.inner.db.releases(event).await?.into_iter().map(line).collect())
    }

    /// A release as somebody may see it: all of it for the team; for a client its own desks' meetings, for a firm its own, without
    /// anything of a confidential brief to which it is not admitted but its teaser's title.
    ///
    /// # Errors
    /// When there is none, or it is not theirs.
    pub async fn agenda(&self, actor: &Actor, event: &str, number: Option<i64>) -> Result<Json, Refusal> {
        actor.signed_in()?;
        let release = self.inner.db.release(event, number).await?.ok_or_else(|| no_release(event))?;
        let known = self.known_event(event).await?;
        let view = with_persons(json(&release.view), &known);
        let head = json!({"event": event, "number": release.number, "note": release.note, "created": time(release.created_ms)});
        let with = |body: Json| {
            let mut whole = head.clone();
            whole["agenda"] = body;
            whole
        };
        match &actor.role {
            Role::Organiser => {
                self.team_reads(actor, event).await?;
                Ok(with(view))
            }
            Role::Client(own) => {
                let desks: BTreeSet<&str> = known
                    .file
                    .parts()
                    .clients
                    .iter()
                    .filter(|one| one.id.as_str() == own)
                    .flat_map(|one| &one.desks)
                    .map(|desk| desk.id.as_str())
                    .collect();
                let theirs = |list: &str| -> Vec<Json> {
                    let all = view[list].as_array().into_iter().flatten();
                    all.filter(|one| one["desk"].as_str().is_some_and(|desk| desks.contains(desk)))
                        .cloned()
                        .collect()
                };
                // Of what outbid a wish only the reason is told: the facts name other parties.
                let left_out: Vec<Json> = theirs("unplaced")
                    .into_iter()
                    .map(|one| only(&one, &["desk", "firm", "brief", "reason"]))
                    .collect();
                Ok(with(json!({"meetings": theirs("meetings"), "unplaced": left_out})))
            }
            Role::Firm(own) => {
                let titles = self.titles_for(own).await?;
                Ok(with(
                    json!({"meetings": firm_meetings(&view, own, &titles), "unplaced": firm_unplaced(&view, own, &titles)}),
                ))
            }
            Role::Public => Err(Refusal::sign_in()),
        }
    }

    /// Titles of briefs as a firm may read them.
    pub(in super::super) async fn titles_for(&self, firm: &str) -> Result<BTreeMap<String, String>, Refusal> {
        let admitted: BTreeSet<String> =
            self.inner.db.admissions(None, Some(firm)).await?.into_iter().map(|one| one.brief).collect();
        let mut titles = BTreeMap::new();
        for record in self.inner.db.all_records(Kind::Brief, None).await? {
            let read = self.understood(&record)?;
            let brief = &read.brief;
            let title =
                if admitted.contains(&record.id) { brief.title.as_str() } else { brief.public_title() };
            titles.insert(record.id, title.to_owned());
        }
        Ok(titles)
    }

    /// What has changed from one release to another: who, from where, to where.
    ///
    /// # Errors
    /// When there is no such release, or the actor is not on the team.
    pub async fn difference(&self, actor: &Actor, event: &str, from: i64, to: i64) -> Result<Json, Refusal> {
        self.team_reads(actor, event).await?;
        let mut views = Vec::new();
        for number in [from, to] {
            let release = self.inner.db.release(event, Some(number)).await?;
            let release = release.ok_or_else(|| Refusal::not_found("release", &number.to_string()))?;
            views.push(json(&release.view));
        }
        Ok(
            json!({"from": from, "to": to, "changes": differences(&views[0], &views[1]), "touched": touched(&views[0], &views[1])}),
        )
    }

    /// The files of a release that the verbs over problem files read.
    ///
    /// # Errors
    /// When there is none, or the actor is not on the team.
    pub async fn release_files(&self, actor: &Actor, event: &str, number: i64) -> Result<Json, Refusal> {
        self.team_reads(actor, event).await?;
        let release = self.inner.db.release(event, Some(number)).await?;
        let release = release.ok_or_else(|| Refusal::not_found("release", &number.to_string()))?;
        Ok(json!({"problem": json(&release.problem), "result": json(&release.result)}))
    }
}
