//! Private links: each opens one party's agenda of one event, without an account, until it is renewed.
//!
//! A link is made and never kept: event, side and party, sealed with the server's key and with how often it was renewed. Whoever reads
//! the database has the key; whoever has a link has nothing but that agenda.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::Language;
use passerelle_formats::view::{AgendaView, MeetingView, PartyKind};
use passerelle_store::{Kind, LinkOf};
use serde_json::{Value as Json, json};

use super::events::Known;
use super::firms::time;
use super::handout::{HandOut, Released};
use super::{Actor, Cause, Refusal, Service, secrets};

/// Under which name the key is kept.
const KEY: &str = "party-links";
/// What stands between event, side and party; no identifier holds it.
const BETWEEN: char = '\u{1f}';
/// Longer than any link of ours.
const MOST: usize = 1_000;

/// What an opened link leads to.
struct Opened {
    known: Known,
    kind: PartyKind,
    party: String,
    url: String,
}

/// What a link is sealed with.
struct Seals {
    key: String,
    renewals: BTreeMap<LinkOf, i64>,
}

impl Seals {
    /// The sealed text of a party's link; `None` when there is no such desk at the event.
    fn message(&self, known: &Known, kind: PartyKind, party: &str) -> Option<String> {
        // A desk that is given to another client is another one.
        let client = match kind {
            PartyKind::Desk => known.desks().get(party)?.0.as_str().to_owned(),
            PartyKind::Firm => String::new(),
        };
        let event = known.record.id.as_str();
        let renewed = |of: [&str; 3]| self.renewals.get(&of.map(str::to_owned)).copied().unwrap_or_default();
        let counts =
            [[event, kind.word(), party], [event, "event", ""], ["", kind.word(), party]].map(renewed);
        let counts = counts.map(|count| count.to_string());
        let message = ["party-link", event, kind.word(), party, &client, &counts[0], &counts[1], &counts[2]];
        Some(message.join(&BETWEEN.to_string()))
    }

    fn link(&self, known: &Known, kind: PartyKind, party: &str) -> Option<String> {
        let seal = secrets::seal(&self.key, &self.message(known, kind, party)?);
        let mut bytes =
            [known.record.id.as_str(), kind.word(), party].join(&BETWEEN.to_string()).into_bytes();
        bytes.extend_from_slice(&seal);
        Some(secrets::encode(&bytes))
    }
}

fn opens_nothing() -> Refusal {
    Refusal::new(
        Cause::NotFound,
        "this link opens nothing",
        "it may have been renewed or cut off: ask the organiser for a new one",
    )
}

/// Event, side, party and seal of a link.
fn taken_apart(link: &str) -> Option<(String, PartyKind, String, Vec<u8>)> {
    let mut bytes = Some(link).filter(|link| link.len() <= MOST).and_then(secrets::decode)?;
    let seal = bytes.split_off(bytes.len().checked_sub(secrets::SEAL)?);
    let text = String::from_utf8(bytes).ok()?;
    let mut words = text.split(BETWEEN);
    let (event, side, party) = (words.next()?, words.next()?, words.next()?);
    words
        .next()
        .is_none()
        .then(|| Some((event.to_owned(), PartyKind::from_word(side)?, party.to_owned(), seal)))?
}

impl Service {
    /// The page that a link leads to.
    pub fn link_url(&self, link: &str) -> String {
        format!("{}/a/{link}", self.public_url())
    }

    async fn seals(&self, event: &str) -> Result<Option<Seals>, Refusal> {
        let Some(key) = self.inner.db.server_key(KEY).await? else { return Ok(None) };
        Ok(Some(Seals { key, renewals: self.inner.db.renewals(event).await? }))
    }

    /// The same; the key is made when there is none.
    async fn seals_made(&self, actor: &Actor, event: &str) -> Result<Seals, Refusal> {
        if let Some(seals) = self.seals(event).await? {
            return Ok(seals);
        }
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_server_key(KEY, &secrets::secret()?).await?;
        tx.commit().await?;
        // Another process may have made one at the same time: the one that is kept counts.
        self.seals(event).await?.ok_or_else(|| Refusal::new(Cause::Internal, "the key is gone", "try again"))
    }

    /// Desks and firms of an event: those of its set-up, and those of its releases.
    async fn parties_of(
        &self,
        known: &Known,
        releases: &[Released],
    ) -> Result<Vec<(PartyKind, String, String)>, Refusal> {
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        let mut add = |kind: PartyKind, id: &str, name: &str| {
            if seen.insert((kind, id.to_owned())) {
                all.push((kind, id.to_owned(), name.to_owned()));
            }
        };
        for client in &known.file.parts().clients {
            for desk in &client.desks {
                add(PartyKind::Desk, desk.id.as_str(), client.name.as_str());
            }
        }
        for party in releases.iter().rev().flat_map(|release| &release.view.parties) {
            add(party.kind, &party.id, &party.name);
        }
        let listed: Option<BTreeSet<&str>> = known
            .json
            .get("attending")
            .and_then(Json::as_array)
            .map(|all| all.iter().filter_map(|one| one.as_str().or(one["firm"].as_str())).collect());
        for record in self.inner.db.all_records(Kind::Firm, Some("published")).await? {
            let attends = match &listed {
                Some(listed) => listed.contains(record.id.as_str()),
                // Everybody may come: once an agenda is out, those who are in it.
                None => releases.is_empty(),
            };
            if attends {
                add(PartyKind::Firm, &record.id, &record.title);
            }
        }
        Ok(all)
    }

    /// The private links of an event's parties, for its team: `{"side", "party", "name", "secret", "url", "calendar"}` each.
    ///
    /// # Errors
    /// When the actor is not on its team.
    pub async fn party_links(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        self.team_reads(actor, event).await?;
        let known = self.known_event(event).await?;
        let releases = self.all_released(&known).await?;
        let seals = self.seals_made(actor, event).await?;
        let parties = self.parties_of(&known, &releases).await?;
        let shown = parties.iter().filter_map(|(kind, party, name)| {
            let link = seals.link(&known, *kind, party)?;
            Some(self.shown_link(*kind, party, name, &link))
        });
        Ok(shown.collect())
    }

    /// The private pages of a view's parties.
    pub(super) async fn urls_of(
        &self,
        actor: &Actor,
        known: &Known,
        view: &AgendaView,
    ) -> Result<BTreeMap<(PartyKind, String), String>, Refusal> {
        let seals = self.seals_made(actor, &known.record.id).await?;
        let url = |kind: PartyKind, id: &str| Some(self.link_url(&seals.link(known, kind, id)?));
        let urls =
            view.parties.iter().filter_map(|one| Some(((one.kind, one.id.clone()), url(one.kind, &one.id)?)));
        Ok(urls.collect())
    }

    fn shown_link(&self, kind: PartyKind, party: &str, name: &str, link: &str) -> Json {
        json!({"side": kind.word(), "party": party, "name": name, "secret": link, "url": self.link_url(link),
            "calendar": self.link_calendar(link)})
    }

    fn link_calendar(&self, link: &str) -> String {
        format!("{}/api/v1/links/{link}/calendar.ics", self.public_url())
    }

    /// Renews a party's link: the one of before opens nothing any more.
    ///
    /// # Errors
    /// When there is no such party, or the actor is not on the event's team.
    pub async fn renew_link(
        &self,
        actor: &Actor,
        event: &str,
        [side, party]: [&str; 2],
    ) -> Result<Json, Refusal> {
        self.on_team(actor, event).await?;
        let known = self.known_event(event).await?;
        self.speaks_for(actor, &known, side, party).await?;
        let kind = PartyKind::from_word(side).ok_or_else(opens_nothing)?;
        self.seals_made(actor, event).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.renew_links([event, side, party]).await?;
        tx.commit().await?;
        let link =
            self.seals_made(actor, event).await?.link(&known, kind, party).ok_or_else(opens_nothing)?;
        let releases = self.all_released(&known).await?;
        let parties = self.parties_of(&known, &releases).await?;
        let name = parties
            .iter()
            .find(|(one, id, _)| *one == kind && id == party)
            .map_or(party, |(_, _, name)| name);
        Ok(self.shown_link(kind, party, name, &link))
    }

    /// What a link leads to. Wrong, renewed and cut off links are told alike.
    async fn open_link(&self, link: &str, event: Option<&str>) -> Result<Opened, Refusal> {
        let (of, kind, party, seal) = taken_apart(link).ok_or_else(opens_nothing)?;
        if event.is_some_and(|event| event != of) {
            return Err(opens_nothing());
        }
        let seals = self.seals(&of).await?.ok_or_else(opens_nothing)?;
        let known = self.known_event(&of).await.map_err(|refusal| match refusal.cause {
            Cause::NotFound => opens_nothing(),
            _ => refusal,
        })?;
        let message = seals.message(&known, kind, &party).ok_or_else(opens_nothing)?;
        if !secrets::is_sealed(&seals.key, &message, &seal) {
            return Err(opens_nothing());
        }
        Ok(Opened { known, kind, party, url: self.link_url(link) })
    }

    /// Everything that a party's own page shows, by its private link; `event` must be the link's own when it is given.
    ///
    /// `{"event": {"id", "name", "time_zone"}, "party": {"side", "id", "name", "person"}, "release": null or {"number", "created",
    /// "note"}, "meetings": [...], "changes": [...], "calendar"}`. A meeting has `start`, `end` (local to the event), `minutes`,
    /// `table`, `with`, `brief_title`, `why`, `must`; a change its `kind` (`new`, `moved`, `cancelled`), `with`, `brief_title`, and
    /// `from` and `to` as `{"start", "table"}`.
    ///
    /// # Errors
    /// When the link opens nothing.
    pub async fn agenda_by_link(&self, link: &str, event: Option<&str>) -> Result<Json, Refusal> {
        let opened = self.open_link(link, event).await?;
        let mut two = self.last_two(&opened.known).await?;
        let (last, before) = (two.pop(), two.pop());
        let seat = Seat { known: &opened.known, kind: opened.kind, party: &opened.party };
        let name = match &last {
            Some(last) => {
                last.view.party(opened.kind, &opened.party).and_then(|at| last.view.parties.get(at))
            }
            None => None,
        };
        let (name, person) = match name {
            Some(party) => (party.name.clone(), party.person.clone()),
            None => (self.name_of(&opened).await?, None),
        };
        let meetings = last.as_ref().map(|last| seat.meetings(&last.view)).unwrap_or_default();
        let changes = match (&before, &last) {
            (Some(before), Some(last)) => seat.changes(&before.view, &last.view),
            _ => Vec::new(),
        };
        Ok(json!({
            "event": {"id": opened.known.record.id, "name": opened.known.record.title,
                "time_zone": opened.known.file.parts().time_zone.iana_name()},
            "party": {"side": opened.kind.word(), "id": opened.party, "name": name, "person": person},
            "release": last.as_ref().map(|last| json!({"number": last.number,
                "created": time(last.at.as_millisecond()), "note": last.note})),
            "meetings": meetings,
            "changes": changes,
            "calendar": self.link_calendar(link),
        }))
    }

    async fn name_of(&self, opened: &Opened) -> Result<String, Refusal> {
        let mut clients = opened.known.file.parts().clients.iter();
        let client = clients.find(|one| one.desks.iter().any(|desk| desk.id.as_str() == opened.party));
        Ok(match (opened.kind, client) {
            (PartyKind::Desk, Some(client)) => client.name.as_str().to_owned(),
            (PartyKind::Desk, None) => opened.party.clone(),
            (PartyKind::Firm, _) => {
                let record = self.inner.db.record(Kind::Firm, &opened.party).await?;
                record.map_or_else(|| opened.party.clone(), |record| record.title)
            }
        })
    }

    /// The calendar of a private link, to subscribe to.
    ///
    /// # Errors
    /// When the link opens nothing.
    pub async fn calendar_by_link(&self, link: &str, language: Language) -> Result<HandOut, Refusal> {
        let opened = self.open_link(link, None).await?;
        self.feed(&opened.known, Some((opened.kind, &opened.party)), Some(&opened.url), language).await
    }

    /// The agenda of a private link as a paper (PDF).
    ///
    /// # Errors
    /// When the link opens nothing, or nothing was released.
    pub async fn pdf_by_link(&self, link: &str, language: Language) -> Result<HandOut, Refusal> {
        let opened = self.open_link(link, None).await?;
        self.paper(&opened.known, opened.kind, &opened.party, language).await
    }
}

/// Where a party's reader sits.
struct Seat<'a> {
    known: &'a Known,
    kind: PartyKind,
    party: &'a str,
}

impl Seat<'_> {
    fn own<'v>(&self, view: &'v AgendaView) -> Vec<&'v MeetingView> {
        let Some(at) = view.party(self.kind, self.party) else { return Vec::new() };
        let own = |one: &&MeetingView| match self.kind {
            PartyKind::Desk => one.desk == at,
            PartyKind::Firm => one.firm == at,
        };
        view.meetings.iter().filter(own).collect()
    }

    fn title<'v>(&self, meeting: &'v MeetingView) -> &'v str {
        match self.kind {
            PartyKind::Desk => &meeting.brief_title,
            PartyKind::Firm => &meeting.brief_public_title,
        }
    }

    /// The other side, without an address.
    fn with(&self, view: &AgendaView, meeting: &MeetingView) -> Json {
        let other = if self.kind == PartyKind::Desk { meeting.firm } else { meeting.desk };
        let Some(other) = view.parties.get(other) else { return Json::Null };
        let client = self.known.desks().get(other.id.as_str()).map(|(client, _)| client.as_str().to_owned());
        let mut shown = json!({"side": other.kind.word(), "name": other.name, "person": other.person, "role": other.role});
        match other.kind {
            PartyKind::Desk => {
                shown["desk"] = json!(other.id);
                shown["client"] = json!(client);
            }
            PartyKind::Firm => shown["firm"] = json!(other.id),
        }
        shown
    }

    fn meetings(&self, view: &AgendaView) -> Vec<Json> {
        let shown = self.own(view).into_iter().filter_map(|one| {
            let slot = view.slots.get(one.slot)?;
            Some(json!({"slot": slot.id, "start": slot.start.to_string(), "end": slot.end().to_string(),
                "minutes": slot.minutes, "table": view.tables.get(one.table)?.id, "with": self.with(view, one),
                "brief_title": self.title(one), "why": one.why, "must": one.must}))
        });
        shown.collect()
    }

    /// Meetings by desk, firm and brief.
    fn by_key<'v>(&self, view: &'v AgendaView) -> BTreeMap<[&'v str; 3], &'v MeetingView> {
        let id = |at: usize| view.parties.get(at).map_or("", |party| party.id.as_str());
        self.own(view)
            .into_iter()
            .map(|one| ([id(one.desk), id(one.firm), one.brief_id.as_str()], one))
            .collect()
    }

    fn changes(&self, before: &AgendaView, after: &AgendaView) -> Vec<Json> {
        let (old, new) = (self.by_key(before), self.by_key(after));
        let place = |view: &AgendaView, one: Option<&&MeetingView>| {
            let place = one.and_then(|one| {
                let (slot, table) = (view.slots.get(one.slot)?, view.tables.get(one.table)?);
                Some(json!({"start": slot.start.to_string(), "table": table.id}))
            });
            place.unwrap_or_default()
        };
        let all: BTreeSet<[&str; 3]> = old.keys().chain(new.keys()).copied().collect();
        let changed = all.into_iter().filter_map(|key| {
            let (from, to) = (place(before, old.get(&key)), place(after, new.get(&key)));
            let kind = match (from.is_null(), to.is_null()) {
                (true, _) => "new",
                (_, true) => "cancelled",
                _ => "moved",
            };
            let (view, meeting) = match (new.get(&key), old.get(&key)) {
                (Some(one), _) => (after, one),
                (None, Some(one)) => (before, one),
                (None, None) => return None,
            };
            (from != to).then(|| {
                json!({"kind": kind, "with": self.with(view, meeting), "brief_title": self.title(meeting),
                    "from": from, "to": to})
            })
        });
        changed.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_link_is_not_taken_apart() {
        let sealed = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            bytes.extend([7; secrets::SEAL]);
            secrets::encode(&bytes)
        };
        let good = sealed("day\u{1f}firm\u{1f}acme");
        assert!(matches!(taken_apart(&good), Some((event, PartyKind::Firm, party, seal))
            if event == "day" && party == "acme" && seal == [7; secrets::SEAL]));
        let cut = &good[..good.len() - 8];
        for wrong in
            ["", "zzz", cut, &sealed("day\u{1f}moon\u{1f}acme"), &sealed("day\u{1f}firm"), &"A".repeat(4_000)]
        {
            let read = taken_apart(wrong);
            assert!(read.is_none_or(|(_, _, party, _)| party != "acme"), "{wrong}");
        }
    }
}
