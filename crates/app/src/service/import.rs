//! Spreadsheets in: a dry run that shows what would change, then all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{Contact, Firm, Language, fold};
use passerelle_formats::import::{
    self, Found, ImportedContact, ImportedWish, Limits, Mapping, Names, Party, PartySide, Place, Read,
    RefusedCell,
};
use passerelle_formats::{FileError, SourceFile};
use passerelle_store::{AbsenceRow, Draft, Kind, Record, Wish};
use serde_json::{Value as Json, json};

use super::index::firm as read_firm;
use super::{Actor, Refusal, Service, Wrong, clients, firms, json, secrets};

/// What is imported, and how.
#[derive(Debug, Clone, Default)]
pub struct ImportAsked {
    /// The name of the file, with its ending.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Which sheet holds what, JSON; recognised when left out.
    pub mapping: Option<String>,
    /// The event to which desks, wishes and absences belong.
    pub event: Option<String>,
    /// Whether new firms are drafts, instead of published at once.
    pub as_drafts: bool,
    /// Whether to write it, instead of only showing what would change.
    pub apply: bool,
}

/// One thing to be written.
enum Write {
    New(Kind, Row),
    Update(Kind, Row, i64),
    Account { email: String, name: String, party: String },
    Wish(Box<Wish>),
    WishChange(Box<Wish>),
    Absence(AbsenceRow),
}

/// A record to be written.
struct Row {
    id: String,
    owner: Option<String>,
    status: String,
    title: String,
    body: String,
}

impl Row {
    fn of(record: &Record, body: String) -> Self {
        let Record { id, owner, status, title, .. } = record.clone();
        Self { id, owner, status, title, body }
    }
}

/// What was worked out: what to write, what is new, changed or as it was, and what is refused.
#[derive(Default)]
struct Worked {
    writes: Vec<Write>,
    counts: BTreeMap<&'static str, [usize; 3]>,
    refused: Vec<RefusedCell>,
}

const NEW: usize = 0;
const CHANGED: usize = 1;
const UNCHANGED: usize = 2;

impl Worked {
    fn count(&mut self, what: &'static str, which: usize) {
        self.counts.entry(what).or_default()[which] += 1;
    }

    fn refuse(&mut self, place: &Place, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        let error: FileError = place.error(key, message, hint);
        self.refused.push(RefusedCell::from(&error));
    }
}

/// What the database holds, as far as an import looks things up.
struct Here {
    firms: BTreeMap<String, (Record, Firm)>,
    firm_names: Names,
    clients: Vec<Record>,
    client_names: Names,
    briefs: Vec<Record>,
    brief_names: Names,
    accounts: BTreeSet<String>,
}

impl Service {
    /// The template workbook, to be filled in.
    ///
    /// # Errors
    /// When no organiser asks.
    pub async fn template(&self, actor: &Actor, language: Language) -> Result<Vec<u8>, Refusal> {
        actor.organiser_reads()?;
        self.heavy(move || Ok(import::template(language))).await
    }

    /// Shows what a file would change, and writes it when asked to and nothing of it is refused.
    ///
    /// # Errors
    /// When it is to be written and a cell is refused: all of them, with what to do.
    #[expect(clippy::too_many_lines, reason = "one step after another, each a call")]
    pub async fn import(&self, actor: &Actor, asked: ImportAsked) -> Result<Json, Refusal> {
        actor.organiser()?;
        let mapping: Mapping = match &asked.mapping {
            Some(text) => serde_json::from_str(text).map_err(|error| {
                Refusal::invalid(
                    "mapping",
                    error.to_string(),
                    "see the template's headings for the columns there are",
                )
            })?,
            None => Mapping::default(),
        };
        let known_event = match &asked.event {
            Some(event) => {
                self.on_team(actor, event).await?;
                Some(self.known_event(event).await?)
            }
            None => None,
        };
        let limits =
            Limits { file_bytes: (self.config().server.import_limit_kib as u64) << 10, ..Limits::default() };
        let file = SourceFile { name: asked.name.clone(), bytes: asked.bytes };
        let read = self.heavy(move || Ok(import::read(&file, &mapping, &limits))).await?;
        let here = self.here().await?;
        let existing: Vec<Firm> = here.firms.values().map(|(_, firm)| firm.clone()).collect();
        let (read, difference) = self
            .heavy(move || {
                let difference = import::compare(&existing, &read);
                Ok((read, difference))
            })
            .await?;

        let mut worked = Worked { refused: difference.refused.clone(), ..Worked::default() };
        let status = if asked.as_drafts { "draft" } else { "published" };
        // Firms first, with their contacts laid over them, so that each is written once.
        let mut firms_now: BTreeMap<String, Firm> =
            here.firms.iter().map(|(id, (_, firm))| (id.clone(), firm.clone())).collect();
        let mut names = here.firm_names.clone();
        for firm in difference.to_write() {
            names.add(firm.id.as_str(), firm.name.as_str());
            firms_now.insert(firm.id.as_str().to_owned(), firm.clone());
        }
        work_clients(&read, &here, &mut worked);
        for contact in &read.import.contacts {
            work_contact(contact, &names, &here, &mut firms_now, &mut worked);
        }
        for (id, firm) in &firms_now {
            let (body, _) = firms::kept(firm);
            let row = |status: &str| Row {
                id: id.clone(),
                owner: None,
                status: status.to_owned(),
                title: firm.name.as_str().to_owned(),
                body: body.clone(),
            };
            match here.firms.get(id) {
                None => worked.writes.push(Write::New(Kind::Firm, row(status))),
                Some((record, known)) if known != firm => {
                    worked.writes.push(Write::Update(Kind::Firm, row(&record.status), record.version));
                }
                Some(_) => {}
            }
        }
        worked
            .counts
            .insert("firms", [difference.new.len(), difference.changed.len(), difference.unchanged.len()]);
        match &known_event {
            Some(known) => self.work_event(&read, known, &names, &here, &mut worked).await?,
            None => {
                let hint = "name the event with `event`";
                for client in &read.import.clients {
                    for desk in &client.desks {
                        worked.refuse(&desk.place, "person", "a desk belongs to an event", hint);
                    }
                }
                for wish in &read.import.wishes {
                    worked.refuse(&wish.place, "grade", "a wish belongs to an event", hint);
                }
                for absence in &read.import.absences {
                    worked.refuse(&absence.place, "from", "an absence belongs to an event", hint);
                }
            }
        }

        let mut applied = false;
        if asked.apply {
            if !worked.refused.is_empty() {
                let wrong = |one: &RefusedCell| Wrong {
                    field: one.cell.clone(),
                    message: one.message.clone(),
                    hint: one.hint.clone(),
                };
                return Err(Refusal::wrong(worked.refused.iter().map(wrong).collect()));
            }
            self.write_all(actor, asked.event.as_deref(), &worked.writes).await?;
            applied = true;
        }
        let counts: BTreeMap<_, _> = worked
            .counts
            .iter()
            .map(|(what, [new, changed, unchanged])| {
                (*what, json!({"new": new, "changed": changed, "unchanged": unchanged}))
            })
            .collect();
        Ok(json!({
            "applied": applied,
            "counts": counts,
            "firms": {"new": difference.new, "changed": difference.changed, "unchanged": difference.unchanged.len()},
            "refused": worked.refused,
            "notices": read.notices.iter().map(|one| json!({"cell": one.field, "line": one.line, "message": one.message, "hint": one.hint})).collect::<Vec<_>>(),
            "sheets": read.sheets,
        }))
    }

    async fn here(&self) -> Result<Here, Refusal> {
        let db = &self.inner.db;
        let (mut firm_names, mut client_names, mut brief_names) = (Names::new(), Names::new(), Names::new());
        let mut firms = BTreeMap::new();
        for record in db.all_records(Kind::Firm, None).await? {
            firm_names.add(&record.id, &record.title);
            if let Some(firm) = read_firm(&record) {
                firms.insert(record.id.clone(), (record, firm));
            }
        }
        let clients = db.all_records(Kind::Client, None).await?;
        for record in &clients {
            client_names.add(&record.id, &record.title);
        }
        let briefs = db.all_records(Kind::Brief, None).await?;
        for record in &briefs {
            brief_names.add(&record.id, &record.title);
        }
        let accounts =
            db.accounts(None, None, "", 1_000_000).await?.into_iter().map(|one| one.email).collect();
        Ok(Here { firms, firm_names, clients, client_names, briefs, brief_names, accounts })
    }

    /// Desks, wishes and absences of an event.
    async fn work_event(
        &self,
        read: &Read,
        known: &super::events::Known,
        firm_names: &Names,
        here: &Here,
        worked: &mut Worked,
    ) -> Result<(), Refusal> {
        let mut file = known.json.clone();
        work_desks(read, here, &mut file, worked);
        if file != known.json {
            let mut body = json(&known.record.body);
            body["event"] = file.clone();
            worked.writes.push(Write::Update(
                Kind::Event,
                Row::of(&known.record, body.to_string()),
                known.record.version,
            ));
        }
        let mut desk_names = Names::new();
        for client in file["clients"].as_array().into_iter().flatten() {
            for desk in client["desks"].as_array().into_iter().flatten() {
                let id = desk["id"].as_str().unwrap_or_default();
                for key in ["person", "email"] {
                    if let Some(name) = desk[key].as_str() {
                        desk_names.add(id, name);
                    }
                }
            }
        }
        let event = known.record.id.as_str();
        let wishes = self.inner.db.wishes(event, None, "", 1_000_000).await?;
        let by_key: BTreeMap<[&str; 4], &Wish> = wishes
            .iter()
            .map(|one| ([one.side.as_str(), one.desk.as_str(), one.firm.as_str(), one.brief.as_str()], one))
            .collect();
        let mut seen = BTreeSet::new();
        for wish in &read.import.wishes {
            let Some(new) = resolved(wish, event, firm_names, &desk_names, here, &file, worked) else {
                continue;
            };
            let key = [new.side.as_str(), new.desk.as_str(), new.firm.as_str(), new.brief.as_str()]
                .map(str::to_owned);
            if !seen.insert(key) {
                worked.refuse(
                    &wish.place,
                    "grade",
                    "this wish stands further up already",
                    "keep one of the two",
                );
                continue;
            }
            match by_key.get(&[new.side.as_str(), new.desk.as_str(), new.firm.as_str(), new.brief.as_str()]) {
                None => {
                    worked.count("wishes", NEW);
                    worked.writes.push(Write::Wish(Box::new(new)));
                }
                Some(old)
                    if old.grade == new.grade && (new.message.is_empty() || old.message == new.message) =>
                {
                    worked.count("wishes", UNCHANGED);
                }
                Some(old) => {
                    worked.count("wishes", CHANGED);
                    let message = if new.message.is_empty() { old.message.clone() } else { new.message };
                    worked.writes.push(Write::WishChange(Box::new(Wish {
                        grade: new.grade,
                        message,
                        ..(*old).clone()
                    })));
                }
            }
        }
        let absences = self.inner.db.absences(event).await?;
        let mut held: BTreeSet<[String; 4]> =
            absences.into_iter().map(|one| [one.side, one.party, one.starts, one.ends]).collect();
        for away in &read.import.absences {
            let Some((side, party)) =
                party(&away.party, &away.place, "party", firm_names, &desk_names, worked)
            else {
                continue;
            };
            let key = [side.to_owned(), party, away.absence.from.to_string(), away.absence.until.to_string()];
            if held.insert(key.clone()) {
                worked.count("absences", NEW);
                let [side, party, starts, ends] = key;
                worked.writes.push(Write::Absence(AbsenceRow {
                    id: secrets::id(),
                    side,
                    party,
                    starts,
                    ends,
                }));
            } else {
                worked.count("absences", UNCHANGED);
            }
        }
        Ok(())
    }

    /// Writes it all in one transaction.
    async fn write_all(&self, actor: &Actor, event: Option<&str>, writes: &[Write]) -> Result<(), Refusal> {
        let mut tx = self.inner.db.begin(actor.by()).await?;
        for write in writes {
            match write {
                Write::New(kind, row) | Write::Update(kind, row, _) => {
                    let sort = fold(&row.title);
                    let draft = Draft {
                        id: &row.id,
                        owner: row.owner.as_deref(),
                        status: &row.status,
                        title: &row.title,
                        sort: &sort,
                        body: &row.body,
                    };
                    if let Write::Update(.., version) = write {
                        tx.update(*kind, &draft, *version, "import").await?;
                    } else {
                        tx.insert(*kind, &draft).await?;
                    }
                }
                Write::Account { email, name, party } => {
                    tx.add_account(&secrets::id(), email, name, ("client", Some(party)), None).await?;
                }
                Write::Wish(wish) => tx.add_wish(wish).await?,
                Write::WishChange(wish) => tx.update_wish(wish, "import").await?,
                Write::Absence(away) => tx.add_absence(event.unwrap_or_default(), away).await?,
            }
        }
        Ok(tx.commit().await?)
    }
}

/// Clients by identifier, then by name.
fn work_clients(read: &Read, here: &Here, worked: &mut Worked) {
    let mut taken: BTreeSet<String> = here.clients.iter().map(|one| one.id.clone()).collect();
    for client in &read.import.clients {
        let wanted = client.id.as_ref().map(|id| id.as_str().to_owned());
        let found = match &wanted {
            Some(id) if here.client_names.has_id(id) => Found::One(id.clone()),
            _ => match here.client_names.named(client.name.as_str()) {
                [] => Found::Nobody(None),
                [one] => Found::One(one.clone()),
                several => Found::Several(several.to_vec()),
            },
        };
        match found {
            Found::Several(all) => {
                worked.refuse(
                    &client.place,
                    "name",
                    format!("may be {}", all.join(" or ")),
                    "give the identifier",
                );
            }
            Found::One(id) => {
                let Some(record) = here.clients.iter().find(|one| one.id == id) else { continue };
                let mut body = json(&record.body);
                let before = body.clone();
                if let Some(sector) = &client.sector {
                    body["sector"] = json!(sector.label());
                }
                if body == before {
                    worked.count("clients", UNCHANGED);
                } else {
                    worked.count("clients", CHANGED);
                    worked.writes.push(Write::Update(
                        Kind::Client,
                        Row::of(record, body.to_string()),
                        record.version,
                    ));
                }
            }
            Found::Nobody(_) => {
                let id = wanted.unwrap_or_else(|| firms::slug(client.name.as_str()));
                if !taken.insert(id.clone()) {
                    worked.refuse(
                        &client.place,
                        "id",
                        format!("`{id}` is another client's"),
                        "give an identifier of its own",
                    );
                    continue;
                }
                worked.count("clients", NEW);
                let body = clients::body(client.name.as_str(), client.sector.as_ref()).to_string();
                let (title, status) = (client.name.as_str().to_owned(), "active".to_owned());
                worked.writes.push(Write::New(Kind::Client, Row { id, owner: None, status, title, body }));
            }
        }
    }
}

/// A firm's contact is laid over the firm; a client's becomes an account, which signs in by links.
fn work_contact(
    contact: &ImportedContact,
    names: &Names,
    here: &Here,
    firms_now: &mut BTreeMap<String, Firm>,
    worked: &mut Worked,
) {
    let at_firm = contact.party.side != Some(PartySide::Client);
    let firm = if at_firm { names.find(&contact.party.named) } else { Found::Nobody(None) };
    let client = if contact.party.side == Some(PartySide::Firm) {
        Found::Nobody(None)
    } else {
        here.client_names.find(&contact.party.named)
    };
    match (firm, client) {
        (Found::One(id), _) => {
            let Some(firm) = firms_now.get_mut(&id) else { return };
            let told = Contact {
                name: contact.name.clone(),
                role: contact.role.clone(),
                email: contact.email.clone(),
                phone: contact.phone.clone(),
            };
            let same =
                |one: &Contact| one.name == told.name || (one.email.is_some() && one.email == told.email);
            match firm.contacts.iter_mut().find(|one| same(one)) {
                Some(known) => {
                    let before = known.clone();
                    known.role = told.role.or(known.role.take());
                    known.email = told.email.or(known.email.take());
                    known.phone = told.phone.or(known.phone.take());
                    let which = if *known == before { UNCHANGED } else { CHANGED };
                    worked.count("contacts", which);
                }
                None => {
                    firm.contacts.push(told);
                    worked.count("contacts", NEW);
                }
            }
        }
        (_, Found::One(party)) => {
            match contact.email.as_ref().map(|email| super::accounts::address(email.as_str())) {
                Some(Ok(email)) if here.accounts.contains(&email) => worked.count("contacts", UNCHANGED),
                Some(Ok(email)) => {
                    worked.count("contacts", NEW);
                    let name = contact.name.as_str().to_owned();
                    let again = worked
                        .writes
                        .iter()
                        .any(|one| matches!(one, Write::Account { email: known, .. } if *known == email));
                    if again {
                        worked.refuse(
                            &contact.place,
                            "email",
                            "stands further up already",
                            "give each person one row",
                        );
                    } else {
                        worked.writes.push(Write::Account { email, name, party });
                    }
                }
                _ => worked.refuse(
                    &contact.place,
                    "email",
                    "a client's contact signs in by e-mail",
                    "give an e-mail address",
                ),
            }
        }
        (Found::Several(all), _) | (_, Found::Several(all)) => {
            worked.refuse(
                &contact.place,
                "party",
                format!("may be {}", all.join(" or ")),
                "give the identifier",
            );
        }
        (Found::Nobody(near), Found::Nobody(other)) => {
            nobody(&contact.place, "party", &contact.party.named, near.or(other), worked);
        }
    }
}

fn nobody(place: &Place, key: &str, named: &str, near: Option<String>, worked: &mut Worked) {
    let hint = near.map_or_else(
        || "check how it is written, or import it first".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    worked.refuse(place, key, format!("nobody goes by `{named}`"), hint);
}

/// Desks are those of the event's file, found by identifier, else by address or person; a new one holds its client's briefs.
fn work_desks(read: &Read, here: &Here, file: &mut Json, worked: &mut Worked) {
    for client in read.import.clients.iter().filter(|client| !client.desks.is_empty()) {
        let id = client.id.as_ref().map(|id| id.as_str().to_owned());
        let id = id.or_else(|| here.client_names.named(client.name.as_str()).first().cloned());
        let id = id.unwrap_or_else(|| firms::slug(client.name.as_str()));
        let briefs: Vec<&str> = here
            .briefs
            .iter()
            .filter(|one| one.owner.as_deref() == Some(&id))
            .map(|one| one.id.as_str())
            .collect();
        if file["clients"].as_array().is_none() {
            file["clients"] = json!([]);
        }
        let Some(clients) = file["clients"].as_array_mut() else { return };
        let at = clients.iter().position(|one| one["id"] == json!(id)).unwrap_or_else(|| {
            clients.push(json!({"id": id, "name": client.name.as_str(), "desks": []}));
            clients.len() - 1
        });
        for desk in &client.desks {
            let told = [
                ("person", Some(desk.person.as_str())),
                ("role", desk.role.as_ref().map(passerelle_domain::Name::as_str)),
                ("email", desk.email.as_ref().map(passerelle_domain::Name::as_str)),
            ];
            let same = |one: &Json| match &desk.id {
                Some(id) => one["id"] == json!(id.as_str()),
                None => {
                    let email =
                        desk.email.as_ref().is_some_and(|email| one["email"] == json!(email.as_str()));
                    email || one["person"] == json!(desk.person.as_str())
                }
            };
            let Some(desks) = clients[at]["desks"].as_array_mut() else { continue };
            match desks.iter_mut().find(|one| same(one)) {
                Some(known) => {
                    let before = known.clone();
                    for (key, value) in told {
                        if let Some(value) = value {
                            known[key] = json!(value);
                        }
                    }
                    worked.count("desks", if *known == before { UNCHANGED } else { CHANGED });
                }
                None if briefs.is_empty() => {
                    worked.refuse(
                        &desk.place,
                        "person",
                        "the client has no brief to talk about yet",
                        "post its briefs first",
                    );
                }
                None => {
                    let own = desk.id.as_ref().map_or_else(
                        || format!("{id}-{}", firms::slug(desk.person.as_str())),
                        |id| id.as_str().to_owned(),
                    );
                    let mut new = json!({"id": own, "briefs": briefs});
                    for (key, value) in told {
                        if let Some(value) = value {
                            new[key] = json!(value);
                        }
                    }
                    desks.push(new);
                    worked.count("desks", NEW);
                }
            }
        }
        if clients[at]["desks"].as_array().is_none_or(Vec::is_empty) {
            clients.remove(at);
        }
    }
}

/// The firm or desk that a cell names.
fn party(
    named: &Party,
    place: &Place,
    key: &str,
    firms: &Names,
    desks: &Names,
    worked: &mut Worked,
) -> Option<(&'static str, String)> {
    let firm =
        if named.side == Some(PartySide::Desk) { Found::Nobody(None) } else { firms.find(&named.named) };
    let desk =
        if named.side == Some(PartySide::Firm) { Found::Nobody(None) } else { desks.find(&named.named) };
    match (firm, desk) {
        (Found::One(id), Found::Nobody(_)) => Some(("firm", id)),
        (Found::Nobody(_), Found::One(id)) => Some(("desk", id)),
        (Found::Nobody(near), Found::Nobody(other)) => {
            nobody(place, key, &named.named, near.or(other), worked);
            None
        }
        _ => {
            worked.refuse(
                place,
                key,
                format!("`{}` may be several", named.named),
                "give the identifier, and the side",
            );
            None
        }
    }
}

fn one(found: Found, place: &Place, key: &str, named: &str, worked: &mut Worked) -> Option<String> {
    match found {
        Found::One(id) => return Some(id),
        Found::Several(all) => {
            worked.refuse(place, key, format!("may be {}", all.join(" or ")), "give the identifier");
        }
        Found::Nobody(near) => nobody(place, key, named, near, worked),
    }
    None
}

/// A wish with names looked up.
fn resolved(
    wish: &ImportedWish,
    event: &str,
    firms: &Names,
    desks: &Names,
    here: &Here,
    file: &Json,
    worked: &mut Worked,
) -> Option<Wish> {
    let (side, by) = party(&wish.by, &wish.place, "by", firms, desks, worked)?;
    let (firm, desk) = if side == "firm" {
        let desk = match &wish.desk {
            Some(named) => one(desks.find(named), &wish.place, "desk", named, worked)?,
            None => String::new(),
        };
        (by, desk)
    } else {
        let named = wish.firm.as_deref().unwrap_or_default();
        (one(firms.find(named), &wish.place, "firm", named, worked)?, by)
    };
    let brief = match &wish.brief {
        Some(named) => one(here.brief_names.find(named), &wish.place, "brief", named, worked)?,
        None => {
            // A desk with one brief leaves no doubt.
            let all = file["clients"]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|one| one["desks"].as_array().into_iter().flatten());
            let held: Vec<&str> = all
                .filter(|one| one["id"] == json!(desk))
                .flat_map(|one| one["briefs"].as_array().into_iter().flatten())
                .filter_map(Json::as_str)
                .collect();
            match held.as_slice() {
                [only] => (*only).to_owned(),
                _ => {
                    worked.refuse(&wish.place, "brief", "it is not told which brief", "name the brief");
                    return None;
                }
            }
        }
    };
    Some(Wish {
        id: secrets::id(),
        event: event.to_owned(),
        side: side.to_owned(),
        desk,
        firm,
        brief,
        grade: i64::from(wish.grade.number()),
        message: wish.message.clone(),
        expires_ms: None,
        answer: "none".into(),
        reason: String::new(),
        version: 1,
        updated_ms: 0,
    })
}
