//! Briefs: draft, open, closed; the teaser for everybody, the body for those it is meant for; admissions.

use std::sync::Arc;

use passerelle_domain::{BriefDraft, BriefId, ReadBrief, fold};
use passerelle_formats::{SourceFile, briefs, matches};
use passerelle_matching::read_brief;
use passerelle_store::{Admission, Draft, Kind, Page, Record};
use serde_json::{Value as Json, json};

use super::firms::time;
use super::unpoisoned;
use super::{
    Actor, Cause, Listed, Paging, Refusal, Role, Service, Sight, Versioned, cursor, json, place, secrets,
};

/// Reads a brief that was sent.
fn read(id: &str, client: Option<&str>, body: &Json) -> Result<BriefDraft, Refusal> {
    let Json::Object(fields) = body else {
        return Err(Refusal::invalid("", "a brief is an object", "see the schema of a brief"));
    };
    let mut fields = fields.clone();
    fields.insert("id".into(), json!(id));
    if let Some(client) = client {
        fields.insert("client".into(), json!(client));
    }
    parse(Json::Object(fields).to_string())
}

fn parse(text: String) -> Result<BriefDraft, Refusal> {
    Ok(briefs::parse(&SourceFile { name: "body.json".into(), bytes: text.into_bytes() })?.value)
}

/// A brief of the database, read.
pub(super) fn understood(record: &Record) -> Result<ReadBrief, Refusal> {
    Ok(read_brief(parse(record.body.clone())?))
}

impl Service {
    /// A brief of the database, as understood; read once for each version.
    pub(super) fn understood(&self, record: &Record) -> Result<Arc<ReadBrief>, Refusal> {
        let known = unpoisoned(self.inner.understood.lock()).get(&record.id).cloned();
        if let Some((version, read)) = known
            && version == record.version
        {
            return Ok(read);
        }
        let read = Arc::new(understood(record)?);
        unpoisoned(self.inner.understood.lock())
            .insert(record.id.clone(), (record.version, Arc::clone(&read)));
        Ok(read)
    }

    /// The briefs that somebody may see, each as far as they may.
    ///
    /// # Errors
    /// When the cursor is not ours.
    pub async fn briefs(
        &self,
        actor: &Actor,
        status: Option<&str>,
        paging: &Paging,
    ) -> Result<Listed, Refusal> {
        if let Some(other) = status.filter(|one| !["draft", "open", "closed"].contains(one)) {
            return Err(Refusal::invalid(
                "status",
                format!("there is no status `{other}`"),
                "give draft, open or closed",
            ));
        }
        let admitted = self.admitted(actor).await?;
        let mut after = place(paging.cursor.as_deref())?;
        let mut items = Vec::new();
        loop {
            let page = Page {
                status,
                owner: None,
                recent: paging.recent,
                after: after.as_ref().map(|(sort, id)| (sort.as_str(), id.as_str())),
                limit: 200,
            };
            let records = self.inner.db.records(Kind::Brief, &page).await?;
            let last = records.len() < 200;
            for record in records {
                let sort = if paging.recent { record.updated_ms.to_string() } else { record.sort.clone() };
                if let Some(shown) = self.shown_brief(actor, &record, &admitted)? {
                    if items.len() == paging.size() {
                        return Ok(Listed { items, next: after.map(|(sort, id)| cursor(&sort, &id)) });
                    }
                    items.push(shown);
                }
                after = Some((sort, record.id));
            }
            if last {
                return Ok(Listed { items, next: None });
            }
        }
    }

    /// The confidential briefs to which the firm that asks is admitted.
    pub(super) async fn admitted(&self, actor: &Actor) -> Result<Vec<String>, Refusal> {
        let Role::Firm(firm) = &actor.role else { return Ok(Vec::new()) };
        let all = self.inner.db.admissions(None, Some(firm)).await?;
        Ok(all.into_iter().map(|one| one.brief).collect())
    }

    /// A brief with how much of it is for these eyes.
    pub(super) async fn sighted(
        &self,
        actor: &Actor,
        id: &str,
    ) -> Result<(Record, Arc<ReadBrief>, Sight), Refusal> {
        let record = self.need(Kind::Brief, id).await?;
        let read = self.understood(&record)?;
        let admitted = self.admitted(actor).await?.contains(&record.id);
        let sight = actor.sight_of_brief(&record, read.brief.is_confidential(), admitted);
        match sight {
            Some(sight) => Ok((record, read, sight)),
            None => Err(Refusal::not_found("brief", id)),
        }
    }

    /// One brief, as far as somebody may see it.
    ///
    /// # Errors
    /// When it is not there for them.
    pub async fn brief(&self, actor: &Actor, id: &str) -> Result<Versioned, Refusal> {
        let record = self.need(Kind::Brief, id).await?;
        let admitted = self.admitted(actor).await?;
        match self.shown_brief(actor, &record, &admitted)? {
            Some(body) => Ok(Versioned { version: record.version, body }),
            None => Err(Refusal::not_found("brief", id)),
        }
    }

    /// Makes a brief, as a draft.
    ///
    /// # Errors
    /// Everything that is wrong with it; when there is such a brief.
    pub async fn add_brief(&self, actor: &Actor, body: &Json) -> Result<Versioned, Refusal> {
        actor.writes()?;
        if !matches!(actor.role, Role::Organiser | Role::Client(_)) {
            return Err(Refusal::forbidden("make briefs"));
        }
        // An identifier of our own tells nothing of what is confidential.
        let id = body.get("id").and_then(Json::as_str).map_or_else(secrets::id, str::to_owned);
        let client = match &actor.role {
            Role::Client(own) => Some(own.as_str()),
            _ => None,
        };
        let draft = read(&id, client, body)?;
        let owner = draft.client.as_ref().map(|client| client.as_str().to_owned());
        actor.writes_client(owner.as_deref())?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        let (kept, title) = kept(&draft);
        let sort = fold(&title);
        let row = Draft {
            id: draft.id.as_str(),
            owner: owner.as_deref(),
            status: "draft",
            title: &title,
            sort: &sort,
            body: &kept,
        };
        tx.insert(Kind::Brief, &row).await?;
        tx.commit().await?;
        self.brief(actor, draft.id.as_str()).await
    }

    /// Writes a brief.
    ///
    /// # Errors
    /// Everything that is wrong with it; when somebody else has written it meanwhile.
    pub async fn put_brief(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        body: &Json,
    ) -> Result<Versioned, Refusal> {
        let before = self.brief_to_write(actor, id).await?;
        let draft = read(id, before.owner.as_deref(), body)?;
        self.write_brief(actor, &before, &draft, &before.status, version, "update").await
    }

    /// Opens a brief to firms, closes it, or takes it back to a draft (`open`, `close`, `withdraw`).
    ///
    /// # Errors
    /// When somebody else has written it meanwhile.
    pub async fn mark_brief(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        step: &str,
    ) -> Result<Versioned, Refusal> {
        let before = self.brief_to_write(actor, id).await?;
        let status = match step {
            "open" => "open",
            "close" => "closed",
            _ => "draft",
        };
        let draft = parse(before.body.clone())?;
        self.write_brief(actor, &before, &draft, status, version, step).await
    }

    /// Takes a brief out.
    ///
    /// # Errors
    /// When somebody else has written it meanwhile.
    pub async fn delete_brief(&self, actor: &Actor, id: &str, version: i64) -> Result<(), Refusal> {
        self.brief_to_write(actor, id).await?;
        let admitted = self.inner.db.admissions(Some(id), None).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.delete(Kind::Brief, id, version).await?;
        // Who was admitted is not admitted to whatever takes this identifier later.
        for one in admitted {
            tx.revoke_admission(&one.brief, &one.firm).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A brief that the actor may write: its client and organisers. Others are told what they may know: that it is not theirs, or
    /// that there is none.
    async fn brief_to_write(&self, actor: &Actor, id: &str) -> Result<Record, Refusal> {
        actor.writes()?;
        let (record, _, sight) = self.sighted(actor, id).await?;
        if sight == Sight::Whole { Ok(record) } else { Err(Refusal::forbidden("change this brief")) }
    }

    async fn write_brief(
        &self,
        actor: &Actor,
        before: &Record,
        draft: &BriefDraft,
        status: &str,
        version: i64,
        action: &str,
    ) -> Result<Versioned, Refusal> {
        let (kept, title) = kept(draft);
        let sort = fold(&title);
        let row = Draft {
            id: &before.id,
            owner: before.owner.as_deref(),
            status,
            title: &title,
            sort: &sort,
            body: &kept,
        };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.update(Kind::Brief, &row, version, action).await?;
        tx.commit().await?;
        self.brief(actor, &before.id).await
    }

    /// What the reader understands of a text, without keeping it.
    ///
    /// # Errors
    /// Everything that is wrong with it; when nobody is signed in.
    pub async fn understand(&self, actor: &Actor, body: &Json) -> Result<Json, Refusal> {
        actor.signed_in()?;
        let draft = read("draft", None, body)?;
        let read = self.heavy(move || Ok(read_brief(draft))).await?;
        Ok(told(&read))
    }

    /// The firms admitted to a brief; for its client and organisers.
    ///
    /// # Errors
    /// When it is not theirs.
    pub async fn admissions(&self, actor: &Actor, id: &str) -> Result<Vec<Json>, Refusal> {
        let (record, _, sight) = self.sighted(actor, id).await?;
        if sight != Sight::Whole {
            return Err(Refusal::forbidden("see who is admitted"));
        }
        let all = self.inner.db.admissions(Some(&record.id), None).await?;
        let line =
            |one: Admission| json!({"firm": one.firm, "nda": one.nda, "admitted": time(one.admitted_ms)});
        Ok(all.into_iter().map(line).collect())
    }

    /// Admits a firm to a confidential brief; that a non-disclosure agreement is signed has to be said, and is recorded.
    ///
    /// # Errors
    /// When it is not theirs, the agreement is not ticked, or there is no such firm.
    pub async fn admit(&self, actor: &Actor, id: &str, firm: &str, nda: bool) -> Result<(), Refusal> {
        let record = self.brief_to_write(actor, id).await?;
        if !self.understood(&record)?.brief.is_confidential() {
            return Err(Refusal::new(
                Cause::Conflict,
                "the brief is open to all firms",
                "nobody has to be admitted to it",
            ));
        }
        if !nda {
            let hint = "send `nda: true` once the firm has signed a non-disclosure agreement";
            return Err(Refusal::invalid("nda", "the agreement is not ticked", hint));
        }
        self.need(Kind::Firm, firm).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.admit(&record.id, firm, nda).await?;
        Ok(tx.commit().await?)
    }

    /// Takes an admission back.
    ///
    /// # Errors
    /// When it is not theirs, or there is none.
    pub async fn revoke_admission(&self, actor: &Actor, id: &str, firm: &str) -> Result<(), Refusal> {
        let record = self.brief_to_write(actor, id).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.revoke_admission(&record.id, firm).await?;
        Ok(tx.commit().await?)
    }
}

/// What is kept of a brief, and the title under which lists show it to those who see all of it.
pub(super) fn kept(draft: &BriefDraft) -> (String, String) {
    let title = read_brief(draft.clone()).brief.title.as_str().to_owned();
    (briefs::write_json(draft), title)
}

/// What was understood of a brief, with its notices.
fn told(read: &ReadBrief) -> Json {
    let notices: Vec<Json> = read
        .notices
        .iter()
        .map(|notice| {
            json!({"kind": notice.kind.code(), "message": notice.message, "hint": notice.hint,
                "span": notice.span.map(|span| [span.start, span.end])})
        })
        .collect();
    json!({"brief": matches::brief(&read.brief), "notices": notices})
}

/// An identifier of the database as one of the domain.
pub(super) fn brief_id(id: &str) -> Result<BriefId, Refusal> {
    BriefId::new(id).map_err(|wrong| Refusal::invalid("brief", wrong.message, wrong.hint))
}

impl Service {
    fn shown_brief(
        &self,
        actor: &Actor,
        record: &Record,
        admitted: &[String],
    ) -> Result<Option<Json>, Refusal> {
        let read = self.understood(record)?;
        let brief = &read.brief;
        let sight = actor.sight_of_brief(record, brief.is_confidential(), admitted.contains(&record.id));
        let head = |mut body: Json| {
            body["id"] = json!(record.id);
            body["status"] = json!(record.status);
            body["version"] = json!(record.version);
            body["confidential"] = json!(brief.is_confidential());
            body
        };
        Ok(sight.map(|sight| {
            head(match sight {
                Sight::Teaser => json!({"title": brief.public_title(), "teaser": brief.public_text()}),
                Sight::Text => {
                    json!({"title": brief.title.as_str(), "text": brief.text, "understood": told(&read)})
                }
                Sight::Whole => json!({
                    "title": brief.title.as_str(),
                    "client": record.owner,
                    "draft": json(&record.body),
                    "text": brief.text,
                    "understood": told(&read),
                    "updated": time(record.updated_ms),
                }),
            })
        }))
    }
}

/// The text of a document in which a brief arrives: Markdown, plain text, Word, PDF.
///
/// # Errors
/// When it is of another kind, damaged, or holds no text.
pub async fn document_text(name: &str, bytes: Vec<u8>) -> Result<String, Refusal> {
    let file = SourceFile { name: name.to_owned(), bytes };
    let read = tokio::task::spawn_blocking(move || passerelle_formats::documents::text(&file)).await;
    let failed = |_| {
        Refusal::new(Cause::Internal, "something failed on our side", "try again, and tell the organiser")
    };
    Ok(read.map_err(failed)??)
}
