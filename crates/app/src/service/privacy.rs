//! A person's data: all of it exported, all of it erased; and what is kept no longer than it serves.

use passerelle_store::{AuditLine, Kind};
use serde_json::{Value as Json, json};

use super::accounts::address;
use super::firms::time;
use super::{Actor, Refusal, Service, json};
use crate::clock;

impl Service {
    /// Everything that is held about the person of an address.
    ///
    /// # Errors
    /// When the actor does not administer.
    pub async fn export_person(&self, actor: &Actor, email: &str) -> Result<Json, Refusal> {
        actor.administers()?;
        let email = address(email)?;
        let account = self.inner.db.account_by_email(&email).await?;
        let registrations = self.inner.db.registrations(None).await?;
        let letters = self.inner.db.mails_of(&email).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        let (mut contacts, mut desks) = (Vec::new(), Vec::new());
        for (id, body) in tx.mentions(Kind::Firm, &email).await? {
            for contact in entries(&json(&body)["contacts"], &email) {
                contacts.push(json!({"firm": id, "contact": contact}));
            }
        }
        for (id, body) in tx.mentions(Kind::Event, &email).await? {
            for client in json(&body)["event"]["clients"].as_array().into_iter().flatten() {
                for desk in entries(&client["desks"], &email) {
                    desks.push(json!({"event": id, "client": client["id"], "desk": desk}));
                }
            }
        }
        tx.audit("export-person", "account", account.as_ref().map_or("none", |one| &one.id), None, None)
            .await?;
        tx.commit().await?;
        Ok(json!({
            "email": email,
            "account": account.map(|one| json!({"id": one.id, "name": one.name, "role": one.role, "party": one.party, "created": time(one.created_ms)})),
            "registrations": registrations.iter().filter(|one| one.email == email).map(|one| json!({"name": one.name, "person": one.person, "message": one.message, "created": time(one.created_ms)})).collect::<Vec<_>>(),
            "contacts": contacts,
            "desks": desks,
            "letters": letters.iter().map(|one| json!({"title": one.title, "body": one.body, "written": time(one.created_ms)})).collect::<Vec<_>>(),
        }))
    }

    /// Erases the person of an address: account, registrations, letters, contacts of firms, desks of events. Releases hold no names of
    /// persons; the audit log keeps the fact alone.
    ///
    /// # Errors
    /// When the actor does not administer.
    pub async fn erase_person(&self, actor: &Actor, email: &str) -> Result<Json, Refusal> {
        actor.administers()?;
        actor.organiser()?;
        let email = address(email)?;
        let account = self.inner.db.account_by_email(&email).await?;
        if let Some(account) = &account
            && account.role == "organiser"
            && account.active
            && self.inner.db.count_accounts("organiser").await? <= 1
        {
            return Err(Refusal::new(
                super::Cause::Conflict,
                "this is the last organiser",
                "make another one first",
            ));
        }
        let mut tx = self.inner.db.begin(actor.by()).await?;
        let (mut firms, mut events) = (0, 0);
        for (id, body) in tx.mentions(Kind::Firm, &email).await? {
            let mut body = json(&body);
            if let Some(contacts) = body["contacts"].as_array_mut() {
                contacts.retain(|one| !is_of(one, &email));
                firms += 1;
                tx.scrub(Kind::Firm, &id, &body.to_string()).await?;
            }
        }
        for (id, body) in tx.mentions(Kind::Event, &email).await? {
            let mut body = json(&body);
            for client in body["event"]["clients"].as_array_mut().into_iter().flatten() {
                for desk in
                    client["desks"].as_array_mut().into_iter().flatten().filter(|one| is_of(one, &email))
                {
                    // A desk has somebody: who, is no longer told.
                    desk["person"] = json!("—");
                    if let Some(fields) = desk.as_object_mut() {
                        fields.remove("email");
                        fields.remove("role");
                    }
                }
            }
            events += 1;
            tx.scrub(Kind::Event, &id, &body.to_string()).await?;
        }
        let accounts: Vec<String> = account.into_iter().map(|one| one.id).collect();
        tx.erase_person(&email, &accounts).await?;
        tx.commit().await?;
        Ok(json!({"accounts": accounts.len(), "firms": firms, "events": events}))
    }

    /// Lets go of what is kept no longer than configured.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn tidy(&self) -> Result<(), Refusal> {
        let (now, server) = (clock::now_ms(), &self.config().server);
        let days = |days: i64| now - days * 86_400_000;
        let mut tx = self.inner.db.begin(Actor::system().by()).await?;
        tx.tidy(now - 86_400_000).await?;
        tx.tidy_kept(days(server.keep_registrations_days), days(server.keep_mail_days)).await?;
        Ok(tx.commit().await?)
    }

    /// What is wrong with the database: pages and references, bodies that cannot be read, releases that are no longer what was released,
    /// agendas that break a rule. Empty when it is sound.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn faults(&self) -> Result<Vec<String>, Refusal> {
        let mut faults = self.inner.db.faults().await?;
        for record in self.inner.db.all_records(Kind::Firm, None).await? {
            if let Err(refusal) = super::firms::read(&record.id, &json(&record.body)) {
                faults.push(format!("firm `{}`: {}", record.id, refusal.message));
            }
        }
        for record in self.inner.db.all_records(Kind::Brief, None).await? {
            if let Err(refusal) = super::briefs::understood(&record) {
                faults.push(format!("brief `{}`: {}", record.id, refusal.message));
            }
        }
        for record in self.inner.db.all_records(Kind::Event, None).await? {
            if let Err(refusal) = self.known_event(&record.id).await {
                faults.push(format!("event `{}`: {}", record.id, refusal.message));
            }
            for line in self.inner.db.releases(&record.id).await? {
                let Some(release) = self.inner.db.release(&record.id, Some(line.number)).await? else {
                    continue;
                };
                let name = format!("release {} of event `{}`", release.number, record.id);
                let whole = [release.problem.as_str(), &release.result, &release.view].concat();
                if passerelle_store::digest(&whole) != release.digest {
                    faults.push(format!("{name}: is not what was released"));
                } else if let Err(refusal) = super::planning::checked(&release.problem, &release.result) {
                    faults.push(format!("{name}: {}", refusal.message));
                }
            }
        }
        Ok(faults)
    }

    /// The audit log, latest first.
    ///
    /// # Errors
    /// When the actor does not administer.
    pub async fn audit(
        &self,
        actor: &Actor,
        before: Option<i64>,
        (kind, subject): (Option<&str>, Option<&str>),
        limit: u32,
    ) -> Result<Vec<Json>, Refusal> {
        actor.administers()?;
        let all = self.inner.db.audit_lines(before, kind, subject, i64::from(limit.clamp(1, 1_000))).await?;
        let line = |one: AuditLine| {
            json!({"seq": one.seq, "at": time(one.at_ms), "actor": one.actor, "acting_for": one.acting_for, "action": one.action,
                "kind": one.kind, "subject": one.subject, "before": one.before, "after": one.after})
        };
        Ok(all.into_iter().map(line).collect())
    }
}

fn is_of(one: &Json, email: &str) -> bool {
    one["email"].as_str().is_some_and(|own| own.trim().to_lowercase() == email)
}

fn entries<'a>(list: &'a Json, email: &str) -> Vec<&'a Json> {
    list.as_array().into_iter().flatten().filter(|one| is_of(one, email)).collect()
}
