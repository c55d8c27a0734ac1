//! Firms' profiles: draft, published, confirmed; registering, and claiming a profile that was imported.

use passerelle_domain::{Firm, fold};
use passerelle_formats::{SourceFile, firms};
use passerelle_store::{Draft, Kind, Page, Record, Registration};
use serde_json::{Value as Json, json};

use super::{Actor, Listed, Paging, Refusal, Service, Versioned, cursor, json, place, secrets};
use crate::clock;

/// Keys of a profile that its firm shows to those who are signed in only.
const NOT_PUBLISHED: [&str; 4] = ["contacts", "day_rate_eur", "co_financing_eur", "availability"];

/// Which firms a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirmFilter {
    /// Words, all of which its profile has.
    pub q: Option<String>,
    /// A sector it serves.
    pub sector: Option<String>,
    /// A word of one of its capabilities.
    pub skill: Option<String>,
    /// A standard it is certified for.
    pub certification: Option<String>,
    /// A town it works from.
    pub city: Option<String>,
    /// Its size class.
    pub size: Option<String>,
    /// `draft`, `published` or `stale`; organisers only.
    pub status: Option<String>,
}

/// A firm that wants in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The profile it claims, when there is one.
    pub firm: Option<String>,
    /// Its name.
    pub name: String,
    /// Who asks.
    pub person: String,
    /// Their address.
    pub email: String,
    /// What they say.
    pub message: String,
}

/// Reads a profile that was sent; its identifier is the one it is sent to.
pub(super) fn read(id: &str, body: &Json) -> Result<Firm, Refusal> {
    let Json::Object(fields) = body else {
        return Err(Refusal::invalid("", "a profile is an object", "see the schema of a firm"));
    };
    let mut fields = fields.clone();
    match fields.get("id") {
        Some(Json::String(given)) if given != id => {
            return Err(Refusal::invalid(
                "id",
                format!("`{given}` is not the firm that is written"),
                format!("leave it out, or give `{id}`"),
            ));
        }
        _ => {}
    }
    fields.insert("id".into(), json!(id));
    let bytes = Json::Object(fields).to_string().into_bytes();
    let read = firms::parse(&[SourceFile { name: "body.json".into(), bytes }])?;
    read.value
        .into_iter()
        .next()
        .ok_or_else(|| Refusal::invalid("", "there is no firm in it", "see the schema of a firm"))
}

/// What is kept of a firm, and by what it is sorted.
pub(super) fn kept(firm: &Firm) -> (String, String) {
    (firms::write_json(firm), fold(firm.name.as_str()))
}

impl Service {
    /// The firms that somebody may see.
    ///
    /// # Errors
    /// When a filter is not for them, or the cursor is not ours.
    pub async fn firms(
        &self,
        actor: &Actor,
        filter: &FirmFilter,
        paging: &Paging,
    ) -> Result<Listed, Refusal> {
        let published = match filter.status.as_deref() {
            None | Some("published") => true,
            Some("draft" | "stale") => {
                actor.organiser_reads()?;
                false
            }
            Some(other) => {
                return Err(Refusal::invalid(
                    "status",
                    format!("there is no status `{other}`"),
                    "give draft, published or stale",
                ));
            }
        };
        let own_drafts = actor.organiser_reads().is_ok() && filter.status.is_none();
        let status = match filter.status.as_deref() {
            _ if own_drafts => None,
            Some("draft") => Some("draft"),
            Some("stale") => None,
            _ => Some("published"),
        };
        let stale_before = clock::now_ms() - self.config().server.freshness_days * 86_400_000;
        let wanted = |record: &Record, body: &Json| {
            (published
                || filter.status.as_deref() != Some("stale")
                || confirmed_ms(record, body) < stale_before)
                && matches(filter, body)
        };
        let mut after = place(paging.cursor.as_deref())?;
        let mut items = Vec::new();
        loop {
            let page = Page {
                status,
                owner: None,
                recent: paging.recent,
                after: after.as_ref().map(|(sort, id)| (sort.as_str(), id.as_str())),
                limit: 500,
            };
            let records = self.inner.db.records(Kind::Firm, &page).await?;
            let last = records.len() < 500;
            for record in records {
                let sort = if paging.recent { record.updated_ms.to_string() } else { record.sort.clone() };
                let body = json(&record.body);
                if actor.sees_firm(&record) && wanted(&record, &body) {
                    if items.len() == paging.size() {
                        let next = after.map(|(sort, id)| cursor(&sort, &id));
                        return Ok(Listed { items, next });
                    }
                    items.push(shown(actor, &record, body));
                }
                after = Some((sort, record.id));
            }
            if last {
                return Ok(Listed { items, next: None });
            }
        }
    }

    /// One firm, as somebody may see it.
    ///
    /// # Errors
    /// When it is not there for them.
    pub async fn firm(&self, actor: &Actor, id: &str) -> Result<Versioned, Refusal> {
        let record = self.need(Kind::Firm, id).await?;
        if !actor.sees_firm(&record) {
            return Err(Refusal::not_found("firm", id));
        }
        let body = json(&record.body);
        Ok(Versioned { version: record.version, body: shown(actor, &record, body) })
    }

    /// Makes a firm, as a draft.
    ///
    /// # Errors
    /// Everything that is wrong with the profile; when there is such a firm.
    pub async fn add_firm(&self, actor: &Actor, id: Option<&str>, body: &Json) -> Result<Versioned, Refusal> {
        actor.organiser()?;
        let given = id.or_else(|| body.get("id").and_then(Json::as_str));
        let id = given.map_or_else(secrets::id, str::to_owned);
        let firm = read(&id, body)?;
        let (kept, sort) = kept(&firm);
        let draft = Draft {
            id: firm.id.as_str(),
            owner: None,
            status: "draft",
            title: firm.name.as_str(),
            sort: &sort,
            body: &kept,
        };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.insert(Kind::Firm, &draft).await?;
        tx.commit().await?;
        self.firm(actor, firm.id.as_str()).await
    }

    /// Writes a firm's profile.
    ///
    /// # Errors
    /// Everything that is wrong with it; when somebody else has written it meanwhile.
    pub async fn put_firm(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        body: &Json,
    ) -> Result<Versioned, Refusal> {
        actor.writes_firm(id)?;
        let before = self.need(Kind::Firm, id).await?;
        let firm = read(id, body)?;
        self.write_firm(actor, &firm, &before.status, version, "update").await
    }

    async fn write_firm(
        &self,
        actor: &Actor,
        firm: &Firm,
        status: &str,
        version: i64,
        action: &str,
    ) -> Result<Versioned, Refusal> {
        let (kept, sort) = kept(firm);
        let id = firm.id.as_str();
        let draft = Draft { id, owner: None, status, title: firm.name.as_str(), sort: &sort, body: &kept };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.update(Kind::Firm, &draft, version, action).await?;
        tx.commit().await?;
        self.firm(actor, id).await
    }

    /// Publishes a profile, takes it back to a draft, or confirms that it still holds (`publish`, `withdraw`, `confirm`).
    ///
    /// # Errors
    /// When somebody else has written it meanwhile.
    pub async fn mark_firm(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        step: &str,
    ) -> Result<Versioned, Refusal> {
        actor.writes_firm(id)?;
        let before = self.need(Kind::Firm, id).await?;
        let mut firm = read(id, &json(&before.body))?;
        let status = match step {
            "publish" => "published",
            "withdraw" => "draft",
            _ => {
                firm.updated = Some(clock::today());
                before.status.as_str()
            }
        };
        self.write_firm(actor, &firm, status, version, step).await
    }

    /// Takes a firm out.
    ///
    /// # Errors
    /// When somebody else has written it meanwhile.
    pub async fn delete_firm(&self, actor: &Actor, id: &str, version: i64) -> Result<(), Refusal> {
        actor.organiser()?;
        let admitted = self.inner.db.admissions(None, Some(id)).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.delete(Kind::Firm, id, version).await?;
        // Whatever takes this identifier later is admitted to nothing.
        for one in admitted {
            tx.revoke_admission(&one.brief, &one.firm).await?;
        }
        tx.renew_links(["", "firm", id]).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps a firm's wish to come in, for the organiser to approve. What is answered tells nothing of who is known already.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub async fn register(&self, asked: &Asked) -> Result<Json, Refusal> {
        let mut wrong = Vec::new();
        for (field, value, most) in
            [("name", &asked.name, 200), ("person", &asked.person, 200), ("message", &asked.message, 4000)]
        {
            if value.trim().is_empty() && field != "message" {
                wrong.push(super::Wrong {
                    field: field.into(),
                    message: "is empty".into(),
                    hint: "fill it in".into(),
                });
            }
            if value.chars().count() > most {
                wrong.push(super::Wrong {
                    field: field.into(),
                    message: format!("has more than {most} characters"),
                    hint: "shorten it".into(),
                });
            }
        }
        let email = super::accounts::address(&asked.email);
        if let Err(refusal) = &email
            && let super::Cause::Invalid(more) = &refusal.cause
        {
            wrong.extend(more.iter().cloned());
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        let registration = Registration {
            id: secrets::id(),
            firm: asked.firm.clone(),
            name: asked.name.trim().to_owned(),
            person: asked.person.trim().to_owned(),
            email: email?,
            message: asked.message.clone(),
            status: "waiting".into(),
            created_ms: 0,
        };
        let mut tx = self.inner.db.begin(Actor::public().by()).await?;
        tx.add_registration(&registration).await?;
        tx.commit().await?;
        Ok(json!({"id": registration.id, "status": "waiting"}))
    }

    /// Registrations, for the organiser.
    ///
    /// # Errors
    /// When somebody else asks.
    pub async fn registrations(&self, actor: &Actor, status: Option<&str>) -> Result<Vec<Json>, Refusal> {
        actor.organiser_reads()?;
        let all = self.inner.db.registrations(status).await?;
        Ok(all
            .into_iter()
            .map(|one| {
                json!({"id": one.id, "firm": one.firm, "name": one.name, "person": one.person, "email": one.email,
                    "message": one.message, "status": one.status, "created": time(one.created_ms)})
            })
            .collect())
    }

    /// Approves or refuses a registration. Approved, it has a profile (a new draft, or the one it claims) and an account for its
    /// person, who is sent a link.
    ///
    /// # Errors
    /// When it is decided already, or claims a firm that is not there.
    pub async fn decide_registration(&self, actor: &Actor, id: &str, approve: bool) -> Result<Json, Refusal> {
        actor.organiser()?;
        let known = self.inner.db.registrations(None).await?;
        let Some(asked) = known.into_iter().find(|one| one.id == id) else {
            return Err(Refusal::not_found("registration", id));
        };
        let known = self.inner.db.account_by_email(&asked.email).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.decide_registration(id, if approve { "approved" } else { "refused" }).await?;
        if !approve {
            tx.commit().await?;
            return Ok(json!({"id": id, "status": "refused"}));
        }
        let firm = match &asked.firm {
            Some(claimed) => tx.record(Kind::Firm, claimed).await?.id,
            None => {
                let firm = read(&slug(&asked.name), &json!({"name": asked.name}))?;
                let (kept, sort) = kept(&firm);
                let id = firm.id.as_str();
                let draft = Draft {
                    id,
                    owner: None,
                    status: "draft",
                    title: firm.name.as_str(),
                    sort: &sort,
                    body: &kept,
                };
                tx.insert(Kind::Firm, &draft).await?;
                id.to_owned()
            }
        };
        let account = match known {
            Some(_) => {
                return Err(Refusal::new(
                    super::Cause::Exists,
                    "this address already has an account",
                    "add the person to the firm's accounts, or refuse the registration",
                ));
            }
            None => secrets::id(),
        };
        tx.add_account(&account, &asked.email, &asked.person, ("firm", Some(&firm)), None).await?;
        tx.commit().await?;
        let link = self.invite(actor, &account).await?;
        Ok(json!({"id": id, "status": "approved", "firm": firm, "account": account, "link": link}))
    }
}

/// A short name for a firm, from its name.
pub(super) fn slug(name: &str) -> String {
    let words: Vec<String> = fold(name)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let slug: String = words.join("-").chars().take(60).collect();
    if slug.is_empty() { secrets::id() } else { slug }
}

/// The day on which the firm last said that its profile holds, else when it was written.
fn confirmed_ms(record: &Record, body: &Json) -> i64 {
    let told =
        body.get("updated").and_then(Json::as_str).and_then(|day| day.parse::<jiff::civil::Date>().ok());
    let at = told.and_then(|day| day.in_tz("UTC").ok());
    at.map_or(record.updated_ms, |at| at.timestamp().as_millisecond())
}

/// A time as RFC 3339.
pub(super) fn time(ms: i64) -> Option<String> {
    jiff::Timestamp::from_millisecond(ms).ok().map(|at| at.to_string())
}

fn shown(actor: &Actor, record: &Record, mut body: Json) -> Json {
    if let Json::Object(fields) = &mut body
        && !actor.sees_all_of_firm(record)
    {
        for key in NOT_PUBLISHED {
            fields.remove(key);
        }
    }
    json!({"id": record.id, "status": record.status, "version": record.version, "updated": time(record.updated_ms), "firm": body})
}

fn texts<'a>(body: &'a Json, list: &str, key: &str) -> Vec<&'a str> {
    let items = body.get(list).and_then(Json::as_array).into_iter().flatten();
    items.filter_map(|item| if key.is_empty() { item.as_str() } else { item.get(key)?.as_str() }).collect()
}

fn matches(filter: &FirmFilter, body: &Json) -> bool {
    let has = |wanted: &Option<String>, found: Vec<&str>| {
        wanted.as_ref().is_none_or(|wanted| {
            let wanted = fold(wanted);
            found.iter().any(|one| fold(one).contains(&wanted))
        })
    };
    let whole = || {
        let mut text = String::new();
        for key in ["name", "summary"] {
            text.push_str(body.get(key).and_then(Json::as_str).unwrap_or_default());
            text.push('\n');
        }
        for (list, key) in [
            ("capabilities", "skill"),
            ("capabilities", "text"),
            ("references", "title"),
            ("references", "text"),
            ("tools", ""),
            ("sectors", ""),
        ] {
            text.push_str(&texts(body, list, key).join("\n"));
            text.push('\n');
        }
        fold(&text)
    };
    has(&filter.sector, texts(body, "sectors", ""))
        && has(&filter.skill, texts(body, "capabilities", "skill"))
        && has(&filter.certification, texts(body, "certifications", "standard"))
        && has(&filter.city, texts(body, "sites", "city"))
        && filter.size.as_ref().is_none_or(|size| size_of(body).as_deref() == Some(size))
        && filter.q.as_ref().is_none_or(|q| {
            let text = whole();
            fold(q).split_whitespace().all(|word| text.contains(word))
        })
}

fn size_of(body: &Json) -> Option<String> {
    let told = body.get("size").and_then(Json::as_str).map(str::to_owned);
    told.or_else(|| {
        let people = u32::try_from(body.get("headcount")?.as_u64()?).ok()?;
        Some(passerelle_domain::SizeClass::of(people).word().to_owned())
    })
}
