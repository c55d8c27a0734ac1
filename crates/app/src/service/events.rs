//! Events and their set-up: the file, closing dates, the team; wishes and answers; absences.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{BriefId, ClientId, FirmId, fold};
use passerelle_formats::event::EventFile;
use passerelle_formats::{SourceFile, event};
use passerelle_store::{AbsenceRow, Draft, Kind, Page, Record, Wish};
use serde_json::{Map, Value as Json, json};

use super::{
    Actor, Cause, Listed, Paging, Refusal, Role, Service, Versioned, Wrong, cursor, json, place, secrets,
};
use crate::clock;

/// What may be closed on a date of its own.
const CLOSING: [&str; 2] = ["wishes", "answers"];

/// Checks what was sent of an event and gives what is kept: the file in its canonical form, closing dates, the policy.
fn read(id: &str, body: &Json) -> Result<(String, String), Refusal> {
    let Json::Object(fields) = body else {
        return Err(Refusal::invalid("", "an event is an object", "see the schema of an event"));
    };
    let mut wrong = Vec::new();
    for key in fields.keys().filter(|key| !["event", "closes", "policy"].contains(&key.as_str())) {
        wrong.push(Wrong {
            field: key.clone(),
            message: "is not a key here".into(),
            hint: "give event, closes, policy".into(),
        });
    }
    let mut file = fields.get("event").and_then(Json::as_object).cloned().unwrap_or_default();
    file.insert("id".into(), json!(id));
    file.entry("firms").or_insert_with(|| json!("firms"));
    file.entry("briefs").or_insert_with(|| json!("briefs"));
    let closes = fields.get("closes").cloned().unwrap_or_else(|| json!({}));
    for (key, at) in closes.as_object().into_iter().flatten() {
        let field = format!("closes.{key}");
        if !CLOSING.contains(&key.as_str()) {
            wrong.push(Wrong { field, message: "is none".into(), hint: "give wishes, answers".into() });
        } else if at.as_str().is_none_or(|at| at.parse::<jiff::Timestamp>().is_err()) {
            wrong.push(Wrong {
                field,
                message: "is not a time".into(),
                hint: "write it as 2027-03-01T18:00:00Z".into(),
            });
        }
    }
    let policy = fields.get("policy").cloned().unwrap_or(Json::Null);
    if !policy.is_null()
        && let Err(errors) = passerelle_formats::policy::parse(&source("policy.json", &policy))
    {
        let named = |one: passerelle_formats::FileError| Wrong {
            field: format!("policy.{}", one.field),
            message: one.message,
            hint: one.hint,
        };
        wrong.extend(errors.into_iter().map(named));
    }
    let parsed = parse(&Json::Object(file));
    match parsed {
        Ok(file) if wrong.is_empty() => {
            let name = file.parts().name.as_str().to_owned();
            let kept = json!({"event": json(&event::write_json(&file)), "closes": closes, "policy": policy});
            Ok((name, kept.to_string()))
        }
        Ok(_) => Err(Refusal::wrong(wrong)),
        Err(Refusal { cause: Cause::Invalid(more), .. }) => {
            let inside = |one: Wrong| Wrong {
                field: format!("event.{}", one.field).trim_end_matches('.').to_owned(),
                ..one
            };
            wrong.extend(more.into_iter().map(inside));
            Err(Refusal::wrong(wrong))
        }
        Err(other) => Err(other),
    }
}

fn source(name: &str, body: &Json) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: body.to_string().into_bytes() }
}

fn parse(file: &Json) -> Result<EventFile, Refusal> {
    let parsed = event::parse(&source("event.json", file))?.value;
    if parsed.errors().is_empty() { Ok(parsed) } else { Err(parsed.errors().to_vec().into()) }
}

/// An event of the database, read.
pub(super) struct Known {
    pub(super) record: Record,
    pub(super) file: EventFile,
    /// The file as JSON.
    pub(super) json: Json,
    pub(super) policy: Json,
    closes: Json,
}

impl Known {
    /// Desks by identifier, with their clients and briefs.
    pub(super) fn desks(&self) -> BTreeMap<&str, (&ClientId, &[BriefId])> {
        let clients = self.file.parts().clients.iter();
        clients
            .flat_map(|client| {
                client.desks.iter().map(move |desk| (desk.id.as_str(), (&client.id, desk.briefs.as_slice())))
            })
            .collect()
    }

    pub(super) fn not_closed(&self, what: &str, actor: &Actor) -> Result<(), Refusal> {
        let at =
            self.closes.get(what).and_then(Json::as_str).and_then(|at| at.parse::<jiff::Timestamp>().ok());
        match at {
            Some(at) if at.as_millisecond() <= clock::now_ms() && !actor.is_organiser() => Err(Refusal::new(
                Cause::Closed,
                format!("{what} closed on {at}"),
                "ask the organiser, who can still do it for you",
            )),
            _ => Ok(()),
        }
    }
}

impl Service {
    pub(super) async fn known_event(&self, id: &str) -> Result<Known, Refusal> {
        let record = self.need(Kind::Event, id).await?;
        let mut body = json(&record.body);
        let [json, closes, policy] = ["event", "closes", "policy"].map(|key| body[key].take());
        Ok(Known { file: parse(&json)?, json, closes, policy, record })
    }

    /// Whether the actor is on the team of an event, for writing.
    pub(super) async fn on_team(&self, actor: &Actor, event: &str) -> Result<(), Refusal> {
        actor.organiser()?;
        self.need(Kind::Event, event).await?;
        actor.on_team(&self.inner.db.team(event).await?)
    }

    /// The same, for reading.
    pub(super) async fn team_reads(&self, actor: &Actor, event: &str) -> Result<(), Refusal> {
        actor.organiser_reads()?;
        self.need(Kind::Event, event).await?;
        actor.team_reads(&self.inner.db.team(event).await?)
    }

    /// Events, as far as somebody may see them.
    ///
    /// # Errors
    /// When the cursor is not ours.
    pub async fn events(&self, actor: &Actor, paging: &Paging) -> Result<Listed, Refusal> {
        let (after, size) = (place(paging.cursor.as_deref())?, paging.size());
        let page = Page {
            recent: paging.recent,
            after: after.as_ref().map(|(sort, id)| (sort.as_str(), id.as_str())),
            limit: i64::from(paging.rows()) + 1,
            ..Page::default()
        };
        let mut records = self.inner.db.records(Kind::Event, &page).await?;
        let more = records.len() > size;
        records.truncate(size);
        let next = records.last().filter(|_| more).map(|last| {
            let sort = if paging.recent { last.updated_ms.to_string() } else { last.sort.clone() };
            cursor(&sort, &last.id)
        });
        let mut items = Vec::new();
        for record in records {
            items.push(self.shown_event(actor, &record).await?);
        }
        Ok(Listed { items, next })
    }

    /// One event, as far as somebody may see it: all of it for its team, its own desks for a client, name and hours for others.
    ///
    /// # Errors
    /// When there is none.
    pub async fn event(&self, actor: &Actor, id: &str) -> Result<Versioned, Refusal> {
        let record = self.need(Kind::Event, id).await?;
        Ok(Versioned { version: record.version, body: self.shown_event(actor, &record).await? })
    }

    async fn shown_event(&self, actor: &Actor, record: &Record) -> Result<Json, Refusal> {
        let body = json(&record.body);
        let mut shown = json!({"id": record.id, "name": record.title, "status": record.status, "version": record.version});
        let file = &body["event"];
        for key in ["timezone", "sessions"] {
            shown[key] = file[key].clone();
        }
        shown["closes"] = body["closes"].clone();
        let whole = actor.role == Role::Organiser && self.team_reads(actor, &record.id).await.is_ok();
        if whole {
            shown["event"] = file.clone();
            shown["policy"] = body["policy"].clone();
            shown["team"] = json!(self.inner.db.team(&record.id).await?);
            return Ok(shown);
        }
        match &actor.role {
            Role::Client(own) if actor.signed_in().is_ok() => {
                let clients = file["clients"].as_array().into_iter().flatten();
                let desks: Vec<&Json> = clients
                    .filter(|one| one["id"] == json!(own))
                    .flat_map(|one| one["desks"].as_array().into_iter().flatten())
                    .collect();
                shown["desks"] = json!(desks);
            }
            Role::Firm(own) if actor.signed_in().is_ok() => {
                let attending = match file.get("attending").and_then(Json::as_array) {
                    Some(listed) => listed.iter().any(|one| one["firm"] == json!(own)),
                    None => true,
                };
                shown["attending"] = json!(attending);
            }
            _ => {}
        }
        Ok(shown)
    }

    /// Makes an event; who makes it is its team, to which others can be added.
    ///
    /// # Errors
    /// Everything that is wrong with it; when there is such an event.
    pub async fn add_event(&self, actor: &Actor, body: &Json) -> Result<Versioned, Refusal> {
        actor.organiser()?;
        let id = body.pointer("/event/id").and_then(Json::as_str).map_or_else(secrets::id, str::to_owned);
        let (name, kept) = read(&id, body)?;
        let sort = fold(&name);
        let draft = Draft { id: &id, owner: None, status: "setup", title: &name, sort: &sort, body: &kept };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.insert(Kind::Event, &draft).await?;
        tx.commit().await?;
        self.event(actor, &id).await
    }

    /// Writes an event.
    ///
    /// # Errors
    /// Everything that is wrong with it; when somebody else has written it meanwhile.
    pub async fn put_event(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        body: &Json,
    ) -> Result<Versioned, Refusal> {
        self.on_team(actor, id).await?;
        let before = self.need(Kind::Event, id).await?;
        let (name, kept) = read(id, body)?;
        let sort = fold(&name);
        let draft = Draft { id, owner: None, status: &before.status, title: &name, sort: &sort, body: &kept };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.update(Kind::Event, &draft, version, "update").await?;
        tx.commit().await?;
        self.event(actor, id).await
    }

    /// Takes an event out of sight; its releases stay.
    ///
    /// # Errors
    /// When somebody else has written it meanwhile.
    pub async fn delete_event(&self, actor: &Actor, id: &str, version: i64) -> Result<(), Refusal> {
        self.on_team(actor, id).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.delete(Kind::Event, id, version).await?;
        // Whatever takes this identifier later is not opened by the links of this one.
        tx.renew_links([id, "event", ""]).await?;
        Ok(tx.commit().await?)
    }

    /// Puts an organiser on an event's team, or takes one off.
    ///
    /// # Errors
    /// When the account is not an organiser's.
    pub async fn put_team(
        &self,
        actor: &Actor,
        event: &str,
        account: &str,
        member: bool,
    ) -> Result<(), Refusal> {
        self.on_team(actor, event).await?;
        let known = self.inner.db.account(account).await?.filter(|one| one.role == "organiser");
        if known.is_none() {
            return Err(Refusal::not_found("organiser", account));
        }
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.put_team(event, account, member).await?;
        Ok(tx.commit().await?)
    }

    /// Whether an event can be planned: everything that does not fit together, and how many meetings stand against how many places.
    ///
    /// # Errors
    /// When the actor is not on its team.
    pub async fn check_event(&self, actor: &Actor, id: &str) -> Result<Json, Refusal> {
        self.team_reads(actor, id).await?;
        let known = self.known_event(id).await?;
        let composed = self.composed(&known).await?;
        let records = self.open_briefs().await?;
        let wishes = self.inner.db.wishes(id, None, "", 1_000_000).await?;
        let published = self.inner.db.all_records(Kind::Firm, Some("published")).await?;
        let firms: BTreeSet<FirmId> =
            published.iter().filter_map(|record| FirmId::new(&record.id).ok()).collect();
        let names: BTreeMap<String, String> =
            published.into_iter().map(|record| (record.id, record.title)).collect();
        let owners: BTreeMap<BriefId, Option<ClientId>> = records
            .iter()
            .filter_map(|record| {
                let owner = record.owner.as_deref().and_then(|owner| ClientId::new(owner).ok());
                Some((BriefId::new(&record.id).ok()?, owner))
            })
            .collect();
        let wrong: Vec<Json> = match parse(&composed).and_then(|file| Ok(file.resolve(&firms, &owners)?)) {
            Ok(_) => Vec::new(),
            Err(Refusal { cause: Cause::Invalid(all), .. }) => all
                .into_iter()
                .map(|one| json!({"field": one.field, "message": one.message, "hint": one.hint}))
                .collect(),
            Err(other) => return Err(other),
        };
        let now = clock::now_ms();
        let holding: Vec<&Wish> = wishes.iter().filter(|wish| holds(wish, now)).collect();
        let absences = self.inner.db.absences(id).await?;
        let mut told = super::setup::figures(&known.file, &names, &holding, &absences);
        told["ready"] = json!(wrong.is_empty());
        told["wrong"] = json!(wrong);
        Ok(told)
    }

    /// The event's file with what both sides have said since: wishes that hold, refusals, absences.
    pub(super) async fn composed(&self, known: &Known) -> Result<Json, Refusal> {
        let event = known.record.id.as_str();
        let now = clock::now_ms();
        let marks = self.inner.db.marks(None).await?;
        let excluded: BTreeSet<(&str, &str)> = marks
            .iter()
            .filter(|mark| mark.state == "excluded")
            .map(|mark| (mark.brief.as_str(), mark.firm.as_str()))
            .collect();
        let desks = known.desks();
        let (mut of_desks, mut of_firms, mut refusals) = (Vec::new(), Vec::new(), Vec::new());
        for wish in self.inner.db.wishes(event, None, "", 1_000_000).await? {
            if wish.answer == "refused" {
                let by = if wish.side == "desk" { "firm" } else { "desk" };
                let asked: Vec<&str> = if wish.desk.is_empty() {
                    let holds = |(_, briefs): &(&ClientId, &[BriefId])| {
                        briefs.iter().any(|one| one.as_str() == wish.brief)
                    };
                    desks.iter().filter(|(_, desk)| holds(desk)).map(|(id, _)| *id).collect()
                } else {
                    vec![wish.desk.as_str()]
                };
                for desk in asked {
                    let mut refusal = json!({"by": by, "desk": desk, "firm": wish.firm});
                    if !wish.reason.trim().is_empty() {
                        refusal["reason"] = json!(wish.reason);
                    }
                    refusals.push(refusal);
                }
            } else if holds(&wish, now) {
                if wish.side == "desk" {
                    of_desks.push(json!({"desk": wish.desk, "brief": wish.brief, "grade": wish.grade, "firms": [wish.firm]}));
                } else if !excluded.contains(&(wish.brief.as_str(), wish.firm.as_str())) {
                    let mut one = json!({"firm": wish.firm, "grade": wish.grade, "briefs": [wish.brief]});
                    if !wish.desk.is_empty() {
                        one["desk"] = json!(wish.desk);
                    }
                    of_firms.push(one);
                }
            }
        }
        refusals.sort_by_cached_key(ToString::to_string);
        refusals.dedup_by(|a, b| a["desk"] == b["desk"] && a["firm"] == b["firm"] && a["by"] == b["by"]);
        let mut file = known.json.clone();
        append(&mut file, "desk_wishes", of_desks);
        append(&mut file, "firm_wishes", of_firms);
        append(&mut file, "refusals", refusals);
        for away in self.inner.db.absences(event).await? {
            let absence = json!({"from": away.starts, "until": away.ends});
            let parties: Vec<&mut Json> = if away.side == "desk" {
                let clients = file["clients"].as_array_mut().into_iter().flatten();
                clients.flat_map(|client| client["desks"].as_array_mut().into_iter().flatten()).collect()
            } else {
                if file.get("attending").is_none() {
                    self.name_all(&mut file).await?;
                }
                file["attending"].as_array_mut().into_iter().flatten().collect()
            };
            let key = if away.side == "desk" { "id" } else { "firm" };
            for party in parties.into_iter().filter(|party| party[key] == json!(away.party)) {
                append(party, "absences", vec![absence.clone()]);
            }
        }
        Ok(file)
    }

    /// An event that all firms attend has nowhere to write an absence: they are named one by one.
    async fn name_all(&self, file: &mut Json) -> Result<(), Refusal> {
        let all = self.inner.db.all_records(Kind::Firm, Some("published")).await?;
        file["attending"] = all.iter().map(|record| json!({"firm": record.id})).collect();
        Ok(())
    }

    /// Whether a party of an event is the actor's own; organisers of its team speak for all.
    pub(super) async fn speaks_for(
        &self,
        actor: &Actor,
        known: &Known,
        side: &str,
        party: &str,
    ) -> Result<(), Refusal> {
        let there = match side {
            "desk" => known.desks().contains_key(party),
            "firm" => self.inner.db.record(Kind::Firm, party).await?.is_some(),
            _ => return Err(Refusal::invalid("side", "is none", "give desk or firm")),
        };
        let theirs = match &actor.role {
            Role::Organiser => {
                self.team_reads(actor, &known.record.id).await?;
                true
            }
            Role::Firm(own) => side == "firm" && own == party,
            Role::Client(own) => {
                side == "desk" && known.desks().get(party).is_some_and(|(client, _)| client.as_str() == own)
            }
            Role::Public => return Err(Refusal::sign_in()),
        };
        if !theirs {
            return Err(Refusal::forbidden("speak for this party"));
        }
        if there {
            Ok(())
        } else {
            Err(Refusal::invalid("party", "is not at this event", "check the identifier"))
        }
    }

    /// Absences told for an event: all for its team, their own for clients and firms.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub async fn absences(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        actor.signed_in()?;
        let known = self.known_event(event).await?;
        let mut shown = Vec::new();
        for one in self.inner.db.absences(event).await? {
            if self.speaks_for(actor, &known, &one.side, &one.party).await.is_ok() {
                shown.push(json!({"id": one.id, "side": one.side, "party": one.party, "from": one.starts, "until": one.ends}));
            }
        }
        Ok(shown)
    }

    /// Tells an absence, in local time of the event.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub async fn add_absence(
        &self,
        actor: &Actor,
        event: &str,
        (side, party): (&str, &str),
        [from, until]: [&str; 2],
    ) -> Result<Json, Refusal> {
        actor.writes()?;
        let known = self.known_event(event).await?;
        self.speaks_for(actor, &known, side, party).await?;
        known.not_closed("wishes", actor)?;
        let mut wrong = Vec::new();
        let mut at = |field: &str, text: &str| match text.parse::<jiff::civil::DateTime>() {
            Ok(at) => Some(at),
            Err(_) => {
                wrong.push(Wrong {
                    field: field.into(),
                    message: "is not a time".into(),
                    hint: "write it as 2027-03-18T13:30, in local time of the event".into(),
                });
                None
            }
        };
        let (starts, ends) = (at("from", from), at("until", until));
        if let (Some(starts), Some(ends)) = (starts, ends)
            && starts >= ends
        {
            wrong.push(Wrong {
                field: "until".into(),
                message: "is not after `from`".into(),
                hint: "put the earlier time first".into(),
            });
        }
        let (Some(starts), Some(ends), true) = (starts, ends, wrong.is_empty()) else {
            return Err(Refusal::wrong(wrong));
        };
        let row = AbsenceRow {
            id: secrets::id(),
            side: side.to_owned(),
            party: party.to_owned(),
            starts: starts.to_string(),
            ends: ends.to_string(),
        };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_absence(event, &row).await?;
        tx.commit().await?;
        Ok(json!({"id": row.id, "side": row.side, "party": row.party, "from": row.starts, "until": row.ends}))
    }

    /// Takes an absence back.
    ///
    /// # Errors
    /// When there is none of theirs.
    pub async fn delete_absence(&self, actor: &Actor, event: &str, id: &str) -> Result<(), Refusal> {
        actor.writes()?;
        let known = self.known_event(event).await?;
        let all = self.inner.db.absences(event).await?;
        let one =
            all.into_iter().find(|one| one.id == id).ok_or_else(|| Refusal::not_found("absence", id))?;
        self.speaks_for(actor, &known, &one.side, &one.party).await?;
        known.not_closed("wishes", actor)?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.delete_absence(event, id).await?;
        Ok(tx.commit().await?)
    }

    /// The files of an event as planning reads them: the composed event, firms, briefs; and the briefs' excluded firms.
    pub(super) async fn for_planning(
        &self,
        event: &str,
    ) -> Result<(Known, Json, Vec<Record>, Vec<Record>, BTreeSet<(String, String)>), Refusal> {
        let known = self.known_event(event).await?;
        let composed = self.composed(&known).await?;
        let firms = self.inner.db.all_records(Kind::Firm, Some("published")).await?;
        let held: BTreeSet<String> = known
            .file
            .parts()
            .clients
            .iter()
            .flat_map(|c| &c.desks)
            .flat_map(|d| &d.briefs)
            .map(|b| b.as_str().to_owned())
            .collect();
        let briefs = self.inner.db.all_records(Kind::Brief, None).await?;
        let briefs =
            briefs.into_iter().filter(|one| held.contains(&one.id) && one.status != "draft").collect();
        let marks = self.inner.db.marks(None).await?;
        let excluded =
            marks.into_iter().filter(|mark| mark.state == "excluded").map(|mark| (mark.brief, mark.firm));
        Ok((known, composed, firms, briefs, excluded.collect()))
    }

    /// The briefs of records, read.
    pub(super) fn understood_all(
        &self,
        records: &[Record],
    ) -> Result<Vec<passerelle_domain::ReadBrief>, Refusal> {
        records.iter().map(|one| Ok((*self.understood(one)?).clone())).collect()
    }
}

/// Whether a wish counts at a time.
fn holds(wish: &Wish, now_ms: i64) -> bool {
    wish.answer != "refused" && wish.expires_ms.is_none_or(|until| until > now_ms)
}

/// Adds to a list of an object, which may not be there yet.
fn append(object: &mut Json, key: &str, more: Vec<Json>) {
    if more.is_empty() {
        return;
    }
    let Json::Object(fields) = object else { return };
    let fields: &mut Map<String, Json> = fields;
    if let Json::Array(list) = fields.entry(key).or_insert_with(|| json!([])) {
        list.extend(more);
    }
}
