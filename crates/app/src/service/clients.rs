//! Clients: those who bring briefs.

use passerelle_domain::{ClientId, Name, Sector, fold};
use passerelle_store::{Draft, Kind, Page};
use serde_json::{Value as Json, json};

use super::{Actor, Listed, Paging, Refusal, Role, Service, Versioned, Wrong, cursor, json, place, secrets};

/// What is kept of a client: name and sector.
fn read(id: &str, body: &Json) -> Result<(ClientId, Name, Json), Refusal> {
    let mut wrong = Vec::new();
    let mut note =
        |field: &str, message: String, hint: String| wrong.push(Wrong { field: field.into(), message, hint });
    let text = |key: &str| body.get(key).and_then(Json::as_str).unwrap_or_default();
    let id = ClientId::new(id).map_err(|one| note("id", one.message, one.hint));
    let name = Name::new(text("name")).map_err(|one| note("name", one.message, one.hint));
    let sector = match body.get("sector") {
        None | Some(Json::Null) => Ok(None),
        Some(_) => Sector::new(text("sector")).map(Some).map_err(|one| note("sector", one.message, one.hint)),
    };
    for key in body.as_object().into_iter().flatten().map(|(key, _)| key) {
        if !["id", "name", "sector"].contains(&key.as_str()) {
            note(key, "is not a key of a client".into(), "a client has a name and a sector".into());
        }
    }
    match (id, name, sector) {
        (Ok(id), Ok(name), Ok(sector)) if wrong.is_empty() => {
            let kept = self::body(name.as_str(), sector.as_ref());
            Ok((id, name, kept))
        }
        _ => Err(Refusal::wrong(wrong)),
    }
}

/// What is kept of a client.
pub(super) fn body(name: &str, sector: Option<&Sector>) -> Json {
    json!({"name": name, "sector": sector.map(Sector::label)})
}

impl Service {
    /// Clients; for organisers, and for each client itself.
    ///
    /// # Errors
    /// When somebody else asks.
    pub async fn clients(&self, actor: &Actor, paging: &Paging) -> Result<Listed, Refusal> {
        actor.organiser_reads()?;
        let after = place(paging.cursor.as_deref())?;
        let size = paging.size();
        let page = Page {
            recent: paging.recent,
            after: after.as_ref().map(|(sort, id)| (sort.as_str(), id.as_str())),
            limit: i64::from(paging.rows()) + 1,
            ..Page::default()
        };
        let mut records = self.inner.db.records(Kind::Client, &page).await?;
        let more = records.len() > size;
        records.truncate(size);
        let next = records.last().filter(|_| more).map(|last| {
            let sort = if paging.recent { last.updated_ms.to_string() } else { last.sort.clone() };
            cursor(&sort, &last.id)
        });
        let items = records
            .iter()
            .map(|one| json!({"id": one.id, "version": one.version, "client": json(&one.body)}));
        Ok(Listed { items: items.collect(), next })
    }

    /// One client.
    ///
    /// # Errors
    /// When it is not there for whoever asks.
    pub async fn client(&self, actor: &Actor, id: &str) -> Result<Versioned, Refusal> {
        actor.signed_in()?;
        match &actor.role {
            Role::Organiser => {}
            Role::Client(own) if own == id => {}
            _ => return Err(Refusal::not_found("client", id)),
        }
        let record = self.need(Kind::Client, id).await?;
        let body = json!({"id": record.id, "version": record.version, "client": json(&record.body)});
        Ok(Versioned { version: record.version, body })
    }

    /// Makes a client.
    ///
    /// # Errors
    /// Everything that is wrong with it; when there is such a client.
    pub async fn add_client(&self, actor: &Actor, body: &Json) -> Result<Versioned, Refusal> {
        actor.organiser()?;
        let id = body.get("id").and_then(Json::as_str).map_or_else(secrets::id, str::to_owned);
        let (id, name, kept) = read(&id, body)?;
        let (kept, sort) = (kept.to_string(), fold(name.as_str()));
        let draft = Draft {
            id: id.as_str(),
            owner: None,
            status: "active",
            title: name.as_str(),
            sort: &sort,
            body: &kept,
        };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.insert(Kind::Client, &draft).await?;
        tx.commit().await?;
        self.client(actor, id.as_str()).await
    }

    /// Writes a client.
    ///
    /// # Errors
    /// Everything that is wrong with it; when somebody else has written it meanwhile.
    pub async fn put_client(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        body: &Json,
    ) -> Result<Versioned, Refusal> {
        actor.writes_client(Some(id))?;
        let (id, name, kept) = read(id, body)?;
        let (kept, sort) = (kept.to_string(), fold(name.as_str()));
        let draft = Draft {
            id: id.as_str(),
            owner: None,
            status: "active",
            title: name.as_str(),
            sort: &sort,
            body: &kept,
        };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.update(Kind::Client, &draft, version, "update").await?;
        tx.commit().await?;
        self.client(actor, id.as_str()).await
    }

    /// Takes a client out.
    ///
    /// # Errors
    /// When somebody else has written it meanwhile.
    pub async fn delete_client(&self, actor: &Actor, id: &str, version: i64) -> Result<(), Refusal> {
        actor.organiser()?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.delete(Kind::Client, id, version).await?;
        Ok(tx.commit().await?)
    }
}
