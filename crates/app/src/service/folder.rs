//! An event's folder, as the command line reads it, into the database: the demonstration, or what was begun on files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use passerelle_domain::{BriefDraft, Client, fold};
use passerelle_formats::{SourceFile, briefs, event};
use passerelle_store::{Draft, Kind};
use serde_json::json;

use super::{Actor, Cause, Refusal, Service, firms, json};
use crate::files;
use crate::matches::{BRIEF_FILES, Firms};

/// What was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    /// Firms.
    pub firms: usize,
    /// Clients.
    pub clients: usize,
    /// Briefs.
    pub briefs: usize,
}

impl Service {
    /// Loads an event (a file, or a folder that holds `event.toml`) with its firms, published, and its briefs, open: all of it or
    /// nothing.
    ///
    /// # Errors
    /// Everything that is wrong in the files; when one of the things is there already.
    pub async fn load_event(&self, actor: &Actor, path: &Path) -> Result<Loaded, Refusal> {
        actor.organiser()?;
        let path = if path.is_dir() { path.join("event.toml") } else { path.to_owned() };
        let file = event::parse(&files::read(&path)?)?.value;
        let beside = |relative: &str| {
            path.parent().map_or_else(|| PathBuf::from(relative), |folder| folder.join(relative))
        };
        let firms = Firms::load(&beside(file.firms_path()))?.firms;
        let sources = files::read_all(&beside(file.briefs_path()), &BRIEF_FILES, "brief")?;
        let drafts: Vec<BriefDraft> = sources.iter().map(read).collect::<Result<_, _>>()?;
        let clients: BTreeMap<&str, &Client> =
            file.parts().clients.iter().map(|client| (client.id.as_str(), client)).collect();
        if !file.errors().is_empty() {
            return Err(file.errors().to_vec().into());
        }
        let mut tx = self.inner.db.begin(actor.by()).await?;
        for (id, client) in &clients {
            let body = super::clients::body(client.name.as_str(), client.sector.as_ref());
            let (body, sort) = (body.to_string(), fold(client.name.as_str()));
            let row = Draft {
                id,
                owner: None,
                status: "active",
                title: client.name.as_str(),
                sort: &sort,
                body: &body,
            };
            tx.insert(Kind::Client, &row).await?;
        }
        for firm in &firms {
            let (body, sort) = firms::kept(firm);
            let row = Draft {
                id: firm.id.as_str(),
                owner: None,
                status: "published",
                title: firm.name.as_str(),
                sort: &sort,
                body: &body,
            };
            tx.insert(Kind::Firm, &row).await?;
        }
        for draft in &drafts {
            let (body, title) = super::briefs::kept(draft);
            let owner = draft.client.as_ref().map(passerelle_domain::ClientId::as_str);
            if let Some(owner) = owner.filter(|owner| !clients.contains_key(owner)) {
                let hint = "name the client in the event's file, or leave it out of the brief";
                return Err(Refusal::new(
                    Cause::Conflict,
                    format!("brief `{}` is of client `{owner}`, who is not at the event", draft.id),
                    hint,
                ));
            }
            let sort = fold(&title);
            let row = Draft {
                id: draft.id.as_str(),
                owner,
                status: "open",
                title: &title,
                sort: &sort,
                body: &body,
            };
            tx.insert(Kind::Brief, &row).await?;
        }
        let parts = file.parts();
        let body =
            json!({"event": json(&event::write_json(&file)), "closes": {}, "policy": null}).to_string();
        let (name, sort) = (parts.name.as_str(), fold(parts.name.as_str()));
        let row = Draft {
            id: parts.id.as_str(),
            owner: None,
            status: "setup",
            title: name,
            sort: &sort,
            body: &body,
        };
        tx.insert(Kind::Event, &row).await?;
        tx.commit().await?;
        Ok(Loaded { firms: firms.len(), clients: clients.len(), briefs: drafts.len() })
    }

    /// Whether the database holds no firm, brief or event yet.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn is_empty(&self) -> Result<bool, Refusal> {
        Ok(self.inner.db.last_change().await? == 0)
    }
}

fn read(source: &SourceFile) -> Result<BriefDraft, Refusal> {
    Ok(briefs::parse(source)?.value)
}
