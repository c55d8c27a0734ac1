//! What goes out: mail to the people touched, webhooks; each retried, a letter never sent twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use passerelle_store::{Kind, Tx};
use serde_json::{Value as Json, json};

use super::events::Known;
use super::firms::time;
use super::planning::firm_meetings;
use super::{Actor, Cause, Refusal, Server, Service, Wrong, json, secrets};
use crate::clock;

/// How long a letter or a webhook may take before its process is thought dead.
const UNDER_WAY_MS: i64 = 5 * 60_000;
/// The pause before the second try; it doubles from there.
const PAUSE_MS: i64 = 30_000;
/// What may be told by webhook.
const TOPICS: [&str; 2] = ["release", "change"];

/// Where letters go.
pub(super) enum Mailer {
    /// Nowhere: the organiser copies them.
    Nowhere,
    /// Into a folder, as files.
    Folder(PathBuf, String),
    /// Out.
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>, String),
}

impl Mailer {
    pub(super) fn new(server: &Server) -> Result<Self, Refusal> {
        let from = if server.mail_from.is_empty() {
            "passerelle@localhost".to_owned()
        } else {
            server.mail_from.clone()
        };
        if !server.smtp_url.is_empty() {
            let transport =
                AsyncSmtpTransport::<Tokio1Executor>::from_url(&server.smtp_url).map_err(|_| {
                    Refusal::invalid(
                        "server.smtp_url",
                        "is not read",
                        "write it as smtp://user:password@host:587",
                    )
                })?;
            return Ok(Self::Smtp(Box::new(transport.timeout(Some(Duration::from_mins(1))).build()), from));
        }
        if !server.mail_folder.as_os_str().is_empty() {
            std::fs::create_dir_all(&server.mail_folder).map_err(|_| {
                Refusal::invalid("server.mail_folder", "cannot be made", "name a folder that can be written")
            })?;
            return Ok(Self::Folder(server.mail_folder.clone(), from));
        }
        Ok(Self::Nowhere)
    }

    pub(super) fn sends(&self) -> bool {
        !matches!(self, Self::Nowhere)
    }

    /// Sends one letter; what went wrong otherwise, and whether trying again can help.
    async fn send(&self, to: &str, title: &str, body: &str) -> Result<(), (String, bool)> {
        let from = match self {
            Self::Nowhere => return Err(("no mail is sent from here".into(), false)),
            Self::Folder(_, from) | Self::Smtp(_, from) => from,
        };
        let broken = |_| ("the address is not one".to_owned(), false);
        let letter = Message::builder()
            .from(from.parse().map_err(broken)?)
            .to(to.parse().map_err(broken)?)
            .subject(title)
            .header(ContentType::TEXT_PLAIN)
            .body(body.to_owned())
            .map_err(|error| (error.to_string(), false))?;
        match self {
            Self::Nowhere => Ok(()),
            Self::Folder(folder, _) => {
                let transport = AsyncFileTransport::<Tokio1Executor>::new(folder);
                transport.send(letter).await.map(|_| ()).map_err(|error| (error.to_string(), true))
            }
            Self::Smtp(transport, _) => transport
                .send(letter)
                .await
                .map(|_| ())
                .map_err(|error| (error.to_string(), !error.is_permanent())),
        }
    }
}

/// A letter about a release, to be looked at before it goes out.
pub(super) struct Letter {
    once: String,
    subject: String,
    recipient: String,
    title: String,
    body: String,
}

impl Letter {
    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), Refusal> {
        let letter = [self.recipient.as_str(), &self.title, &self.body];
        tx.add_mail(&secrets::id(), &self.once, ("release", &self.subject), letter, "preview").await?;
        Ok(())
    }
}

impl Service {
    /// Writes a letter to each person whose agenda is another, for the organiser to look at before they go out.
    pub(super) async fn letters_for(
        &self,
        known: &Known,
        number: i64,
        view: &Json,
        touched: &BTreeSet<String>,
    ) -> Result<Vec<Letter>, Refusal> {
        let subject = format!("{}/{number}", known.record.id);
        let mut letters = Vec::new();
        for party in touched {
            let (recipients, meetings) = match party.split_once(':') {
                Some(("desk", desk)) => {
                    let desks = known.file.parts().clients.iter().flat_map(|client| &client.desks);
                    let address =
                        desks.filter(|one| one.id.as_str() == desk).filter_map(|one| one.email.as_ref());
                    let all = view["meetings"].as_array().into_iter().flatten();
                    let theirs: Vec<Json> = all.filter(|one| one["desk"] == json!(desk)).cloned().collect();
                    (address.map(|one| one.as_str().to_owned()).collect::<BTreeSet<_>>(), theirs)
                }
                Some((_, firm)) => {
                    let titles = self.titles_for(firm).await?;
                    (self.addresses_of(firm).await?, firm_meetings(view, firm, &titles))
                }
                None => continue,
            };
            let body = letter(known.record.title.as_str(), number, &meetings, party.starts_with("desk:"));
            let title = format!("{} : votre agenda / your agenda ({number})", known.record.title);
            for recipient in recipients {
                let once = format!("release {subject} {party} {recipient}");
                let (subject, title, body) = (subject.clone(), title.clone(), body.clone());
                letters.push(Letter { once, subject, recipient, title, body });
            }
        }
        Ok(letters)
    }

    /// Who is written to at a firm: its accounts, else the first contact of its profile.
    async fn addresses_of(&self, firm: &str) -> Result<BTreeSet<String>, Refusal> {
        let accounts = self.inner.db.accounts(Some("firm"), Some(firm), "", 100).await?;
        let own: BTreeSet<String> =
            accounts.into_iter().filter(|one| one.active).map(|one| one.email).collect();
        if !own.is_empty() {
            return Ok(own);
        }
        let record = self.inner.db.record(Kind::Firm, firm).await?;
        let body = record.map(|record| json(&record.body)).unwrap_or_default();
        let contacts = body["contacts"].as_array().into_iter().flatten();
        Ok(contacts.filter_map(|one| one["email"].as_str().map(str::to_lowercase)).take(1).collect())
    }

    /// The letters of a release, to be looked at.
    ///
    /// # Errors
    /// When the actor is not on the event's team.
    pub async fn letters(&self, actor: &Actor, event: &str, number: i64) -> Result<Vec<Json>, Refusal> {
        self.team_reads(actor, event).await?;
        let all = self.inner.db.mails(Some(&format!("{event}/{number}")), None, 10_000).await?;
        Ok(all
            .into_iter()
            .map(|one| {
                json!({"id": one.id, "to": one.recipient, "title": one.title, "body": one.body, "status": one.status,
                    "attempts": one.attempts, "problem": one.problem, "written": time(one.created_ms)})
            })
            .collect())
    }

    /// Sends off the letters of a release. Asked twice, it sends nothing twice.
    ///
    /// # Errors
    /// When no mail is sent from here, or the actor is not on the event's team.
    pub async fn send_letters(&self, actor: &Actor, event: &str, number: i64) -> Result<u64, Refusal> {
        self.on_team(actor, event).await?;
        if !self.inner.mailer.sends() {
            return Err(Refusal::new(
                Cause::Conflict,
                "no mail is sent from this server",
                "copy the letters, or set server.smtp_url",
            ));
        }
        let mut tx = self.inner.db.begin(actor.by()).await?;
        let sent = tx.release_mails("release", &format!("{event}/{number}")).await?;
        tx.commit().await?;
        Ok(sent)
    }

    /// Sends what is due, for as long as the server runs.
    pub async fn deliver(self) {
        let mut watch = self.inner.db.watch().await.ok();
        loop {
            match self.deliver_once().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(refusal) => tracing::warn!(cause = %refusal, "nothing can be sent; trying again"),
            }
            match &mut watch {
                Some(watch) => watch.wait(Duration::from_secs(2)).await,
                None => {
                    tokio::time::sleep(Duration::from_secs(2)).await;
                    watch = self.inner.db.watch().await.ok();
                }
            }
        }
    }

    /// Sends one letter and one webhook that are due; whether there was any.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn deliver_once(&self) -> Result<bool, Refusal> {
        let mail = self.inner.mailer.sends() && self.send_one_letter().await?;
        Ok(self.tell_one_hook().await? || mail)
    }

    async fn send_one_letter(&self) -> Result<bool, Refusal> {
        let by = Actor::system().by();
        let until = by.at_ms + UNDER_WAY_MS;
        let mut tx = self.inner.db.begin(by).await?;
        tx.doubt_mails("the server stopped while it was sent: it may have gone out, so it is not sent again")
            .await?;
        let letter = tx.claim_mail(until).await?;
        tx.commit().await?;
        let Some(letter) = letter else { return Ok(false) };
        let sent = self.inner.mailer.send(&letter.recipient, &letter.title, &letter.body).await;
        // A link to sign in is not kept once it is out.
        let kept = if letter.subject_kind == "sign-in" { "" } else { letter.body.as_str() };
        let (status, problem, next) = match &sent {
            Ok(()) => ("sent", "", 0),
            Err((problem, again)) if *again && letter.attempts < self.config().server.mail_attempts => {
                ("queued", problem.as_str(), clock::now_ms() + pause(letter.attempts))
            }
            Err((problem, _)) => ("failed", problem.as_str(), 0),
        };
        let kept = if status == "queued" { letter.body.as_str() } else { kept };
        let mut tx = self.inner.db.begin(Actor::system().by()).await?;
        tx.end_mail(&letter.id, status, problem, next, kept).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Queues a telling of each hook that wants to hear of a topic.
    pub(super) async fn queue_hooks(&self, tx: &mut Tx, topic: &str, what: &Json) -> Result<(), Refusal> {
        for hook in self.inner.db.hooks().await?.iter().filter(|hook| hook.active) {
            if hook.topics.split_whitespace().any(|wanted| wanted == topic) {
                let id = secrets::id();
                let payload =
                    json!({"id": id, "topic": topic, "at": time(tx.now()), "data": what}).to_string();
                tx.add_delivery([&id, &hook.id, topic, &payload]).await?;
            }
        }
        Ok(())
    }

    async fn tell_one_hook(&self) -> Result<bool, Refusal> {
        let by = Actor::system().by();
        let until = by.at_ms + UNDER_WAY_MS;
        let mut tx = self.inner.db.begin(by).await?;
        let due = tx.claim_delivery(until).await?;
        tx.commit().await?;
        let Some(due) = due else { return Ok(false) };
        let at = clock::now_ms() / 1_000;
        // Signed together with the time, so that an old telling cannot be told again.
        let signature = super::signature(&due.secret, &at.to_string(), &due.payload);
        let told = tokio::task::spawn_blocking({
            let (url, payload, id, topic) =
                (due.url.clone(), due.payload.clone(), due.id.clone(), due.topic.clone());
            move || {
                post(
                    &url,
                    &payload,
                    &[
                        ("Passerelle-Delivery", &id),
                        ("Passerelle-Topic", &topic),
                        ("Passerelle-Signature", &format!("t={at},v1={signature}")),
                    ],
                )
            }
        })
        .await
        .unwrap_or_else(|_| Err("the telling failed on our side".into()));
        let (status, problem, next) = match &told {
            Ok(()) => ("sent", "", 0),
            Err(problem) if due.attempts < self.config().server.webhook_attempts => {
                ("queued", problem.as_str(), clock::now_ms() + pause(due.attempts))
            }
            Err(problem) => ("failed", problem.as_str(), 0),
        };
        let mut tx = self.inner.db.begin(Actor::system().by()).await?;
        tx.end_delivery(&due.id, status, problem, next).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Makes a webhook; its secret is told once.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub async fn add_hook(&self, actor: &Actor, url: &str, topics: &[String]) -> Result<Json, Refusal> {
        actor.administers()?;
        actor.organiser()?;
        let mut wrong = Vec::new();
        let web = url.starts_with("https://") || url.starts_with("http://");
        if !web || url.len() > 2_000 || url.chars().any(|c| c.is_control() || c.is_whitespace()) {
            wrong.push(Wrong {
                field: "url".into(),
                message: "is not a web address".into(),
                hint: "write it as https://example.org/path".into(),
            });
        }
        if topics.is_empty() || topics.iter().any(|topic| !TOPICS.contains(&topic.as_str())) {
            wrong.push(Wrong {
                field: "topics".into(),
                message: "there are release and change".into(),
                hint: "give at least one of them".into(),
            });
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        let (id, secret) = (secrets::id(), secrets::secret()?);
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_hook([&id, url, &secret, &topics.join(" ")]).await?;
        tx.commit().await?;
        Ok(json!({"id": id, "url": url, "topics": topics, "secret": secret}))
    }

    /// All webhooks, without their secrets, with what was told last.
    ///
    /// # Errors
    /// When the actor does not administer.
    pub async fn hooks(&self, actor: &Actor) -> Result<Vec<Json>, Refusal> {
        actor.administers()?;
        let mut all = Vec::new();
        for hook in self.inner.db.hooks().await? {
            let told = self.inner.db.deliveries(&hook.id, 20).await?;
            let told: Vec<Json> = told
                .into_iter()
                .map(|one| json!({"id": one.id, "topic": one.topic, "status": one.status, "attempts": one.attempts, "problem": one.problem}))
                .collect();
            all.push(json!({"id": hook.id, "url": hook.url, "topics": hook.topics.split_whitespace().collect::<Vec<_>>(),
                "active": hook.active, "created": time(hook.created_ms), "deliveries": told}));
        }
        Ok(all)
    }

    /// Ends a webhook.
    ///
    /// # Errors
    /// When there is none.
    pub async fn end_hook(&self, actor: &Actor, id: &str) -> Result<(), Refusal> {
        actor.administers()?;
        actor.organiser()?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.end_hook(id).await?;
        Ok(tx.commit().await?)
    }

    /// Reminds firms whose profile was not confirmed for long, once in each such period; how many letters.
    ///
    /// # Errors
    /// When the actor is no organiser.
    pub async fn remind_stale(&self, actor: &Actor) -> Result<u64, Refusal> {
        actor.organiser()?;
        let filter = super::firms::FirmFilter { status: Some("stale".into()), ..Default::default() };
        let (mut paging, mut written) = (super::Paging { limit: Some(200), ..Default::default() }, 0);
        let period = clock::now_ms() / (self.config().server.freshness_days * 86_400_000).max(1);
        loop {
            let page = self.firms(actor, &filter, &paging).await?;
            let mut tx = self.inner.db.begin(actor.by()).await?;
            for firm in &page.items {
                let (id, name) = (
                    firm["id"].as_str().unwrap_or_default(),
                    firm["firm"]["name"].as_str().unwrap_or_default(),
                );
                let body = format!(
                    "Bonjour,\n\nLa fiche de {name} n'a pas été confirmée depuis longtemps. Merci de la relire et de la confirmer : {url}\n\n\
                     The profile of {name} has not been confirmed for long. Please read and confirm it.\n",
                    url = self.public_url()
                );
                for recipient in self.addresses_of(id).await? {
                    let once = format!("stale {period} {id} {recipient}");
                    let letter =
                        [recipient.as_str(), "Passerelle : votre fiche / your profile", body.as_str()];
                    written +=
                        u64::from(tx.add_mail(&secrets::id(), &once, ("firm", id), letter, "queued").await?);
                }
            }
            tx.commit().await?;
            match page.next {
                Some(next) => paging.cursor = Some(next),
                None => return Ok(written),
            }
        }
    }
}

/// Posts JSON and wants a 2xx; redirections are not followed.
fn post(url: &str, payload: &str, headers: &[(&str, &str)]) -> Result<(), String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(15)))
        .max_redirects(0)
        .build()
        .into();
    let request = agent.post(url).header("Content-Type", "application/json");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    match request.send(payload) {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!("answered {}", answer.status())),
        Err(error) => Err(error.to_string()),
    }
}

/// Before the next try, milliseconds.
fn pause(attempts: i64) -> i64 {
    PAUSE_MS << attempts.clamp(0, 10)
}

/// An agenda as a letter, in both languages.
fn letter(event: &str, number: i64, meetings: &[Json], desk: bool) -> String {
    let mut by_start: BTreeMap<&str, &Json> = BTreeMap::new();
    for meeting in meetings {
        by_start.insert(meeting["start"].as_str().unwrap_or_default(), meeting);
    }
    let lines: Vec<String> = by_start
        .iter()
        .map(|(start, meeting)| {
            let text = |key: &str| meeting[key].as_str().unwrap_or_default();
            let with = if desk { text("firm_name") } else { text("client") };
            let at = start.get(..16).unwrap_or(start).replace('T', " ");
            format!("{at}  table {}  {with}: {}", text("table"), text("brief_title"))
        })
        .collect();
    let agenda =
        if lines.is_empty() { "(aucun rendez-vous / no meeting)".to_owned() } else { lines.join("\n") };
    format!(
        "Bonjour,\n\nVoici votre agenda pour {event} (version {number}) :\n\n{agenda}\n\n\
         Here is your agenda for {event} (release {number}); times are local to the event.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_end_somewhere() {
        assert_eq!(pause(1), 60_000);
        assert_eq!(pause(2), 120_000);
        assert_eq!(pause(1_000), PAUSE_MS << 10);
    }

    #[test]
    fn a_letter_lists_meetings_in_order() {
        let meeting = |start: &str, client: &str| json!({"start": start, "table": "T1", "client": client, "brief_title": "Hydrogène"});
        let text = letter(
            "Jour",
            2,
            &[meeting("2027-03-18T14:00:00", "B"), meeting("2027-03-18T13:30:00", "A")],
            false,
        );
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("table")).collect();
        assert_eq!(
            lines,
            ["2027-03-18 13:30  table T1  A: Hydrogène", "2027-03-18 14:00  table T1  B: Hydrogène"]
        );
    }
}
