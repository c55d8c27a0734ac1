//! Rankings for a brief, briefs for a firm, and what a client notes of firms.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use passerelle_domain::{Audience, BriefId, FirmId, ReadBrief, Seen};
use passerelle_formats::matches;
use passerelle_store::{Kind, Mark, Record};
use serde_json::{Value as Json, json};

use super::briefs::brief_id;
use super::{Actor, Refusal, Role, Service, Sight, unpoisoned};
use crate::clock;
use crate::symmetric;

/// Rankings kept at once: some tens of kilobytes each.
const MOST_KEPT: usize = 256;

/// How far down a ranking a client is likely to look.
const FIRST: usize = 10;

impl Service {
    /// The firms for a brief: all of the ranking for its client and organisers; for a firm its own place, or its coarse fit to a
    /// confidential brief that it may not read.
    ///
    /// # Errors
    /// When the brief is not there for whoever asks; while the index is being built.
    pub async fn matches(&self, actor: &Actor, id: &str, top: usize) -> Result<Json, Refusal> {
        actor.signed_in()?;
        let (record, read, sight) = self.sighted(actor, id).await?;
        let top = top.clamp(1, 200);
        match (sight, &actor.role) {
            (Sight::Whole, _) => {
                let marks = self.inner.db.marks(Some(&record.id)).await?;
                let mut shown = (*self.best(&record, &read, top).await?).clone();
                add_marks(&mut shown, &marks);
                Ok(shown)
            }
            (Sight::Text, Role::Firm(firm)) => {
                let firm = firm_id(firm)?;
                let (market, steps) = (self.market()?, self.config().audience.steps());
                self.heavy(move || {
                    let ranking = market.rank_with(&read.brief, &[&firm])?;
                    let audience = Audience::Firm { firm, admitted: true };
                    Ok(matches::seen(&audience.sees(&read.brief, &ranking, steps)))
                })
                .await
            }
            (Sight::Teaser, Role::Firm(firm)) => {
                let fits = self.coarse_fits(firm, &[&read]).await?;
                let fit = fits.get(&record.id);
                Ok(
                    json!({"title": read.brief.public_title(), "teaser": read.brief.public_text(), "fit": fit}),
                )
            }
            _ => Err(Refusal::forbidden("see rankings of this brief")),
        }
    }

    /// The best firms for a brief, as JSON; made once for each version of the brief and state of the market.
    async fn best(&self, record: &Record, read: &Arc<ReadBrief>, top: usize) -> Result<Arc<Json>, Refusal> {
        let key = (record.id.clone(), record.version, top);
        let (number, known) = {
            let ranked = unpoisoned(self.inner.ranked.lock());
            (ranked.market, ranked.known.get(&key).cloned())
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let (market, read) = (self.market()?, Arc::clone(read));
        let made = self
            .heavy(move || {
                let ranking = market.best(&read.brief, top)?;
                let mut shown = matches::value(&read, &ranking, market.names(), top);
                if let Some(fields) = shown.as_object_mut() {
                    // Only the best were looked for.
                    fields.remove("ranked_total");
                    fields.remove("gated_total");
                }
                Ok(Arc::new(shown))
            })
            .await?;
        let mut ranked = unpoisoned(self.inner.ranked.lock());
        if ranked.market == number {
            if ranked.known.len() >= MOST_KEPT {
                ranked.known.clear();
            }
            ranked.known.insert(key, Arc::clone(&made));
        }
        Ok(made)
    }

    /// What a firm is told of its fit to confidential briefs, by brief. It is computed at most once in `coarse_fit_hours`, so that
    /// editing the profile and looking again teaches nothing of what a brief asks.
    async fn coarse_fits(
        &self,
        firm: &str,
        briefs: &[&ReadBrief],
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let since = clock::now_ms() - self.config().server.coarse_fit_hours * 3_600_000;
        let mut told: BTreeMap<String, String> =
            self.inner.db.coarse_fits(firm, since).await?.into_iter().collect();
        let asked: Vec<ReadBrief> = briefs
            .iter()
            .filter(|read| !told.contains_key(read.brief.id.as_str()))
            .map(|read| (*read).clone())
            .collect();
        if asked.is_empty() {
            return Ok(told);
        }
        let (market, steps, id) = (self.market()?, self.config().audience.steps(), firm_id(firm)?);
        let new: Vec<(String, &'static str)> = self
            .heavy(move || {
                let mut new = Vec::new();
                for read in &asked {
                    let ranking = market.rank(&read.brief, 0)?;
                    let audience = Audience::Firm { firm: id.clone(), admitted: false };
                    if let Seen::Teaser { fit: Some(fit), .. } = audience.sees(&read.brief, &ranking, steps) {
                        new.push((read.brief.id.as_str().to_owned(), fit.word()));
                    }
                }
                Ok(new)
            })
            .await?;
        if !new.is_empty() {
            let mut tx = self.inner.db.begin(Actor::system().by()).await?;
            for (brief, fit) in &new {
                tx.put_coarse_fit(brief, firm, fit).await?;
            }
            tx.commit().await?;
        }
        told.extend(new.into_iter().map(|(brief, fit)| (brief, fit.to_owned())));
        Ok(told)
    }

    /// The open briefs that suit a firm, best first; of confidential ones to which it is not admitted the teaser and a coarse fit.
    ///
    /// # Errors
    /// When the firm is not whoever asks; while the index is being built.
    pub async fn briefs_for(&self, actor: &Actor, firm: &str, top: usize) -> Result<Json, Refusal> {
        actor.signed_in()?;
        match &actor.role {
            Role::Organiser => {}
            Role::Firm(own) if own == firm => {}
            _ => return Err(Refusal::forbidden("see the briefs of this firm")),
        }
        self.need(Kind::Firm, firm).await?;
        let records = self.inner.db.all_records(Kind::Brief, Some("open")).await?;
        let all: Vec<ReadBrief> =
            records.iter().map(|one| Ok((*self.understood(one)?).clone())).collect::<Result<_, Refusal>>()?;
        let admitted: BTreeSet<String> =
            self.inner.db.admissions(None, Some(firm)).await?.into_iter().map(|one| one.brief).collect();
        let (secret, open): (Vec<ReadBrief>, Vec<ReadBrief>) = all
            .into_iter()
            .partition(|read| read.brief.is_confidential() && !admitted.contains(read.brief.id.as_str()));

        let fits = self.coarse_fits(firm, &secret.iter().collect::<Vec<_>>()).await?;
        let mut teasers: Vec<Json> = secret
            .iter()
            .map(|read| {
                json!({"id": read.brief.id.as_str(), "title": read.brief.public_title(),
                    "teaser": read.brief.public_text(), "fit": fits.get(read.brief.id.as_str())})
            })
            .collect();
        let place = |one: &Json| {
            ["strong", "possible", "weak"].iter().position(|fit| one["fit"] == **fit).unwrap_or(3)
        };
        teasers.sort_by_cached_key(|one| (place(one), one["title"].as_str().unwrap_or_default().to_owned()));
        teasers.truncate(top);

        let (market, config, id) = (self.market()?, self.config().clone(), firm_id(firm)?);
        let admitted: BTreeSet<BriefId> = admitted.iter().map(|id| brief_id(id)).collect::<Result<_, _>>()?;
        let mut readable = self
            .heavy(move || {
                let known: BTreeSet<BriefId> = open
                    .iter()
                    .map(|read| read.brief.id.clone())
                    .filter(|id| admitted.contains(id))
                    .collect();
                let found = symmetric::briefs(&market, &open, &id, &known, &config, top)?;
                Ok(found.readable.iter().map(|one| matches::seen(&one.seen())).collect::<Vec<_>>())
            })
            .await?;
        readable.retain(|one| !one.is_null());
        Ok(json!({"firm": firm, "briefs": readable, "confidential": teasers}))
    }

    /// Closed briefs that would have found a firm, best first: how its published profile suits them today, and whether it would have
    /// been among the first few. Of a brief the firm sees title and teaser for firms, never its text; of a confidential one to
    /// which it was not admitted the coarse fit alone.
    ///
    /// # Errors
    /// When the firm is not whoever asks; while the index is being built.
    pub async fn past_briefs_for(&self, actor: &Actor, firm: &str, top: usize) -> Result<Json, Refusal> {
        actor.signed_in()?;
        match &actor.role {
            Role::Organiser => {}
            Role::Firm(own) if own == firm => {}
            _ => return Err(Refusal::forbidden("see the briefs of this firm")),
        }
        let record = self.need(Kind::Firm, firm).await?;
        let records = self.inner.db.all_records(Kind::Brief, Some("closed")).await?;
        let all: Vec<Arc<ReadBrief>> =
            records.iter().map(|one| self.understood(one)).collect::<Result<_, Refusal>>()?;
        let admitted: BTreeSet<String> =
            self.inner.db.admissions(None, Some(firm)).await?.into_iter().map(|one| one.brief).collect();
        let (secret, open): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|read| read.brief.is_confidential() && !admitted.contains(read.brief.id.as_str()));
        let head = |read: &ReadBrief| {
            json!({"id": read.brief.id.as_str(), "title": read.brief.public_title(),
                "teaser": read.brief.is_confidential().then(|| read.brief.public_text())})
        };
        let told = self.coarse_fits(firm, &secret.iter().map(|read| &**read).collect::<Vec<_>>()).await?;
        let order = ["strong", "possible", "weak"];
        let mut teasers: Vec<Json> = secret
            .iter()
            .map(|read| {
                let mut shown = head(read);
                shown["fit"] = json!(told.get(read.brief.id.as_str()));
                shown
            })
            .collect();
        let place = |one: &Json| order.iter().position(|fit| one["fit"] == **fit).unwrap_or(order.len());
        teasers.sort_by_cached_key(|one| (place(one), one["title"].as_str().unwrap_or_default().to_owned()));
        teasers.truncate(top);

        let (market, id) = (self.market()?, firm_id(firm)?);
        let found = self
            .heavy(move || {
                let asked: Vec<&passerelle_domain::Brief> = open.iter().map(|read| &read.brief).collect();
                let mut fits: Vec<_> = market
                    .suited(&asked, &id)?
                    .into_iter()
                    .zip(&open)
                    .filter_map(|(suited, read)| suited.map(|suited| (suited, read)))
                    .collect();
                fits.sort_by(|one, two| {
                    let gated = one.0.gates.is_empty().cmp(&two.0.gates.is_empty()).reverse();
                    gated
                        .then(two.0.fit.total_cmp(&one.0.fit))
                        .then_with(|| one.1.brief.id.cmp(&two.1.brief.id))
                });
                fits.truncate(top);
                let mut shown = Vec::new();
                for (suited, read) in fits {
                    let first = market.best(&read.brief, FIRST)?;
                    let mut one = head(read);
                    one["fit"] = json!((suited.fit * 100.0).round() / 100.0);
                    one["gated"] = json!(!suited.gates.is_empty());
                    one["found"] = json!(first.ranked.iter().take(FIRST).any(|found| found.firm == id));
                    shown.push(one);
                }
                Ok(shown)
            })
            .await?;
        Ok(
            json!({"firm": firm, "published": record.status == "published", "briefs": found, "confidential": teasers}),
        )
    }

    /// Pins or excludes a firm for a brief, or notes something about it.
    ///
    /// # Errors
    /// When the brief is not theirs, or there is no such firm.
    pub async fn put_mark(
        &self,
        actor: &Actor,
        id: &str,
        firm: &str,
        state: &str,
        note: &str,
    ) -> Result<(), Refusal> {
        actor.writes()?;
        let (record, _, sight) = self.sighted(actor, id).await?;
        if sight != Sight::Whole {
            return Err(Refusal::forbidden("mark firms for this brief"));
        }
        if !["none", "pinned", "excluded"].contains(&state) {
            let message = format!("there is no mark `{}`", state.chars().take(40).collect::<String>());
            return Err(Refusal::invalid("state", message, "give none, pinned or excluded"));
        }
        if note.chars().count() > 4_000 {
            return Err(Refusal::invalid("note", "has more than 4000 characters", "shorten it"));
        }
        self.need(Kind::Firm, firm).await?;
        let mark =
            Mark { brief: record.id, firm: firm.to_owned(), state: state.to_owned(), note: note.to_owned() };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.put_mark(&mark).await?;
        Ok(tx.commit().await?)
    }

    /// Open briefs, as records.
    pub(super) async fn open_briefs(&self) -> Result<Vec<Record>, Refusal> {
        Ok(self.inner.db.all_records(Kind::Brief, Some("open")).await?)
    }
}

fn add_marks(shown: &mut Json, marks: &[Mark]) {
    let by_firm: BTreeMap<&str, &Mark> = marks.iter().map(|mark| (mark.firm.as_str(), mark)).collect();
    for list in ["ranked", "gated"] {
        for found in shown.get_mut(list).and_then(Json::as_array_mut).into_iter().flatten() {
            let mark = found.get("firm").and_then(Json::as_str).and_then(|firm| by_firm.get(firm));
            if let Some(mark) = mark {
                found["mark"] = json!({"state": mark.state, "note": mark.note});
            }
        }
    }
}

pub(super) fn firm_id(id: &str) -> Result<FirmId, Refusal> {
    FirmId::new(id).map_err(|wrong| Refusal::invalid("firm", wrong.message, wrong.hint))
}
