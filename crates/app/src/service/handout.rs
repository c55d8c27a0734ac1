//! What is handed out of a released agenda: calendars, papers, the organiser's workbook. Names of people and titles of briefs are those
//! that the reader may see today; a release itself holds no person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use passerelle_domain::Language;
use passerelle_formats::export;
use passerelle_formats::view::{AgendaView, PartyKind};
use passerelle_store::{Kind, Record, StoredRelease, digest};

use super::events::Known;
use super::{Actor, Cause, Refusal, Service, json};

/// The media type of a workbook.
const SHEETS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The media type of a paper.
const PAPER: &str = "application/pdf";

/// A file to hand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOut {
    /// Its name for people, with its ending: `Passerelle 2027 – Garonéo.pdf`.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Another one when what it holds is another: hexadecimal.
    pub tag: String,
}

/// A release with the names of today.
pub(super) struct Released {
    pub(super) number: i64,
    pub(super) at: Timestamp,
    pub(super) note: String,
    pub(super) view: AgendaView,
}

/// Who and what is called how today.
struct Names {
    firms: BTreeMap<String, Record>,
    /// Of each brief its title, its public one, and whether it is confidential.
    briefs: BTreeMap<String, (String, String, bool)>,
    /// Briefs and firms that the client has admitted.
    admitted: BTreeSet<(String, String)>,
}

impl Service {
    async fn names(&self) -> Result<Names, Refusal> {
        let firms = self.inner.db.all_records(Kind::Firm, None).await?;
        let mut briefs = BTreeMap::new();
        for record in self.inner.db.all_records(Kind::Brief, None).await? {
            let read = self.understood(&record)?;
            let (title, public) = (read.brief.title.as_str(), read.brief.public_title());
            let confidential = read.brief.is_confidential();
            briefs.insert(record.id, (title.to_owned(), public.to_owned(), confidential));
        }
        let admitted = self.inner.db.admissions(None, None).await?;
        Ok(Names {
            firms: firms.into_iter().map(|record| (record.id.clone(), record)).collect(),
            briefs,
            admitted: admitted.into_iter().map(|one| (one.brief, one.firm)).collect(),
        })
    }

    /// The releases of an event that are asked for, oldest first, with the names of today.
    async fn released(&self, known: &Known, numbers: &[i64]) -> Result<Vec<Released>, Refusal> {
        let names = self.names().await?;
        let mut all = Vec::new();
        for number in numbers {
            let stored = self.inner.db.release(&known.record.id, Some(*number)).await?;
            let stored = stored.ok_or_else(|| Refusal::not_found("release", &number.to_string()))?;
            all.push(read(&stored, known, &names)?);
        }
        Ok(all)
    }

    async fn numbers(&self, event: &str) -> Result<Vec<i64>, Refusal> {
        Ok(self.inner.db.releases(event).await?.into_iter().map(|one| one.number).collect())
    }

    /// Every release of an event.
    pub(super) async fn all_released(&self, known: &Known) -> Result<Vec<Released>, Refusal> {
        let numbers = self.numbers(&known.record.id).await?;
        self.released(known, &numbers).await
    }

    /// The last release and the one before it, as far as there are any.
    pub(super) async fn last_two(&self, known: &Known) -> Result<Vec<Released>, Refusal> {
        let numbers = self.numbers(&known.record.id).await?;
        self.released(known, &numbers[numbers.len().saturating_sub(2)..]).await
    }

    /// The last release, or the one of a number.
    async fn one_released(&self, known: &Known, number: Option<i64>) -> Result<Released, Refusal> {
        let number = match number {
            Some(number) => Some(number),
            None => self.numbers(&known.record.id).await?.last().copied(),
        };
        let found = match number {
            Some(number) => self.released(known, &[number]).await?.pop(),
            None => None,
        };
        found.ok_or_else(|| not_released(known))
    }

    /// A party of an event that the actor may read: its own, or any for the team.
    async fn readable(
        &self,
        actor: &Actor,
        event: &str,
        side: &str,
        party: &str,
    ) -> Result<(Known, PartyKind), Refusal> {
        actor.signed_in()?;
        let known = self.known_event(event).await?;
        self.speaks_for(actor, &known, side, party).await?;
        let kind = PartyKind::from_word(side).ok_or_else(|| Refusal::not_found("party", party))?;
        Ok((known, kind))
    }

    /// An event's calendar to subscribe to: all meetings, for its team.
    ///
    /// # Errors
    /// When the actor is not on its team.
    pub async fn calendar(&self, actor: &Actor, event: &str, language: Language) -> Result<HandOut, Refusal> {
        self.team_reads(actor, event).await?;
        let known = self.known_event(event).await?;
        self.feed(&known, None, None, language).await
    }

    /// A party's calendar, for itself and the team.
    ///
    /// # Errors
    /// When it is not theirs.
    pub async fn party_calendar(
        &self,
        actor: &Actor,
        event: &str,
        [side, party]: [&str; 2],
        language: Language,
    ) -> Result<HandOut, Refusal> {
        let (known, kind) = self.readable(actor, event, side, party).await?;
        self.feed(&known, Some((kind, party)), None, language).await
    }

    /// The organiser's workbook of a release (the last one when no number is given), for the event's team.
    ///
    /// # Errors
    /// When there is no such release, or the actor is not on the team.
    pub async fn workbook(
        &self,
        actor: &Actor,
        event: &str,
        number: Option<i64>,
        language: Language,
    ) -> Result<HandOut, Refusal> {
        let (known, release) = self.team_release(actor, event, number).await?;
        let bytes = self.heavy(move || Ok(export::workbook(&release.view, release.at, language))).await?;
        Ok(file(&known.record.title, None, "xlsx", SHEETS, bytes))
    }

    /// A party's agenda as a paper (PDF), for itself and the team.
    ///
    /// # Errors
    /// When it is not theirs, or nothing was released.
    pub async fn party_pdf(
        &self,
        actor: &Actor,
        event: &str,
        [side, party]: [&str; 2],
        language: Language,
    ) -> Result<HandOut, Refusal> {
        let (known, kind) = self.readable(actor, event, side, party).await?;
        self.paper(&known, kind, party, language).await
    }

    /// The paper of a party of the last release.
    pub(super) async fn paper(
        &self,
        known: &Known,
        kind: PartyKind,
        party: &str,
        language: Language,
    ) -> Result<HandOut, Refusal> {
        let release = self.one_released(known, None).await?;
        if release.view.party(kind, party).is_none() {
            return Err(Refusal::not_found("party", party));
        }
        let id = party.to_owned();
        let (view, bytes) = self
            .heavy(move || {
                let bytes = export::pdf_party(&release.view, kind, &id, release.at, language);
                Ok((release.view, bytes))
            })
            .await?;
        Ok(file(&known.record.title, Some((&view, Some((kind, party)))), "pdf", PAPER, bytes))
    }

    /// The agendas of all parties as one paper (PDF) of a release (the last one when no number is given), for the event's team.
    ///
    /// # Errors
    /// When there is no such release, or the actor is not on the team.
    pub async fn booklet(
        &self,
        actor: &Actor,
        event: &str,
        number: Option<i64>,
        language: Language,
    ) -> Result<HandOut, Refusal> {
        let (known, release) = self.team_release(actor, event, number).await?;
        let bytes = self.heavy(move || Ok(export::pdf_booklet(&release.view, release.at, language))).await?;
        Ok(paper_of_all(&known, [" – agendas", " – agendas"], language, bytes))
    }

    /// The cards to put on tables (PDF) of a release (the last one when no number is given), for the event's team.
    ///
    /// # Errors
    /// When there is no such release, or the actor is not on the team.
    pub async fn table_cards(
        &self,
        actor: &Actor,
        event: &str,
        number: Option<i64>,
        language: Language,
    ) -> Result<HandOut, Refusal> {
        let (known, release) = self.team_release(actor, event, number).await?;
        let bytes =
            self.heavy(move || Ok(export::pdf_table_cards(&release.view, release.at, language))).await?;
        Ok(paper_of_all(&known, [" – cartes de table", " – table cards"], language, bytes))
    }

    /// Badges with the private links of today (PDF) for the parties of a release (the last one when no number is given), for the
    /// event's team.
    ///
    /// # Errors
    /// When there is no such release, or the actor is not on the team.
    pub async fn badges(
        &self,
        actor: &Actor,
        event: &str,
        number: Option<i64>,
        language: Language,
    ) -> Result<HandOut, Refusal> {
        let (known, release) = self.team_release(actor, event, number).await?;
        let links = self.urls_of(actor, &known, &release.view).await?;
        let bytes =
            self.heavy(move || Ok(export::pdf_badges(&release.view, &links, release.at, language))).await?;
        Ok(paper_of_all(&known, [" – badges", " – badges"], language, bytes))
    }

    async fn team_release(
        &self,
        actor: &Actor,
        event: &str,
        number: Option<i64>,
    ) -> Result<(Known, Released), Refusal> {
        self.team_reads(actor, event).await?;
        let known = self.known_event(event).await?;
        let release = self.one_released(&known, number).await?;
        Ok((known, release))
    }

    /// The calendar of a party, or of all, over all releases.
    pub(super) async fn feed(
        &self,
        known: &Known,
        party: Option<(PartyKind, &str)>,
        link: Option<&str>,
        language: Language,
    ) -> Result<HandOut, Refusal> {
        let all = self.all_released(known).await?;
        let releases: Vec<export::Release<'_>> =
            all.iter().map(|one| export::Release { view: &one.view, at: one.at }).collect();
        let text = export::ics_feed(&releases, party, link, language);
        let named = all.last().map(|last| (&last.view, party));
        Ok(file(&known.record.title, named, "ics", "text/calendar; charset=utf-8", text.into_bytes()))
    }
}

/// A file whose name says what it is; the party's name stands in it when there is one.
pub(super) fn file(
    event: &str,
    party: Option<(&AgendaView, Option<(PartyKind, &str)>)>,
    ending: &str,
    kind: &'static str,
    bytes: Vec<u8>,
) -> HandOut {
    let name = party
        .and_then(|(view, party)| party.and_then(|(kind, id)| view.parties.get(view.party(kind, id)?)))
        .map_or_else(|| event.to_owned(), |party| format!("{event} – {}", party.name));
    let name: String = name
        .chars()
        .map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c })
        .take(120)
        .collect();
    HandOut { name: format!("{}.{ending}", name.trim()), kind, tag: digest_of(&bytes), bytes }
}

/// A paper about everybody: what it is stands behind the event's name, in French or English.
fn paper_of_all(known: &Known, what: [&str; 2], language: Language, bytes: Vec<u8>) -> HandOut {
    let [french, english] = what;
    let what = if language == Language::French { french } else { english };
    file(&format!("{}{what}", known.record.title), None, "pdf", PAPER, bytes)
}

fn digest_of(bytes: &[u8]) -> String {
    // The digest of a text is that of its bytes; what is not text is told as hexadecimal text first.
    match std::str::from_utf8(bytes) {
        Ok(text) => digest(text),
        Err(_) => digest(&super::secrets::encode(bytes)),
    }
}

pub(super) fn not_released(known: &Known) -> Refusal {
    Refusal::new(
        Cause::NotFound,
        format!("event `{}` has no such release", known.record.id),
        "the organiser has to release an agenda first",
    )
}

fn read(stored: &StoredRelease, known: &Known, names: &Names) -> Result<Released, Refusal> {
    let view = export::read_json(&stored.view).map_err(|error| {
        tracing::error!(release = stored.number, cause = %error.message, "a release cannot be read");
        Refusal::new(Cause::Internal, "a release cannot be read by this version", "tell the organiser")
    })?;
    Ok(Released {
        number: stored.number,
        at: Timestamp::from_millisecond(stored.created_ms).unwrap_or(Timestamp::UNIX_EPOCH),
        note: stored.note.clone(),
        view: laid_over(view, known, names),
    })
}

/// A view with who comes today, and with the titles that each firm may read today.
fn laid_over(mut view: AgendaView, known: &Known, names: &Names) -> AgendaView {
    let desks = known.file.parts().clients.iter().flat_map(|client| &client.desks);
    let desks: BTreeMap<&str, _> = desks.map(|desk| (desk.id.as_str(), desk)).collect();
    for party in &mut view.parties {
        let (person, role) = match party.kind {
            PartyKind::Desk => {
                let desk = desks.get(party.id.as_str());
                (
                    desk.map(|desk| desk.person.as_str().to_owned()),
                    desk.and_then(|desk| desk.role.as_ref()).map(|role| role.as_str().to_owned()),
                )
            }
            PartyKind::Firm => contact(names.firms.get(&party.id)),
        };
        // Who was erased has a dash for a name.
        (party.person, party.role) = match person {
            Some(person) if person.chars().any(char::is_alphanumeric) => (Some(person), role),
            _ => (None, None),
        };
    }
    let parties = &view.parties;
    let titles = |brief: &str, firm: usize| -> (Option<String>, String, bool) {
        let firm = parties.get(firm).map_or("", |party| party.id.as_str());
        match names.briefs.get(brief) {
            Some((title, _, _)) if names.admitted.contains(&(brief.to_owned(), firm.to_owned())) => {
                (Some(title.clone()), title.clone(), false)
            }
            Some((title, public, confidential)) => (Some(title.clone()), public.clone(), *confidential),
            None => (None, String::new(), true),
        }
    };
    for one in &mut view.meetings {
        let (title, public, confidential) = titles(&one.brief_id, one.firm);
        (one.brief_public_title, one.confidential) = (public, confidential);
        if one.brief_title.is_empty() {
            one.brief_title = title.unwrap_or_default();
        }
    }
    for one in &mut view.unplaced {
        let (title, public, confidential) = titles(&one.brief_id, one.firm);
        (one.brief_public_title, one.confidential) = (public, confidential);
        if one.brief_title.is_empty() {
            one.brief_title = title.unwrap_or_default();
        }
    }
    view.meetings.sort_by_key(|one| (one.slot, one.table));
    view
}

/// Who speaks for a firm, with their function: the first contact of a published profile.
fn contact(firm: Option<&Record>) -> (Option<String>, Option<String>) {
    let body = firm.filter(|firm| firm.status == "published").map(|firm| json(&firm.body));
    let first = body.map(|body| body["contacts"][0].clone()).unwrap_or_default();
    let text = |key: &str| first[key].as_str().map(str::to_owned);
    (text("name"), text("role"))
}
