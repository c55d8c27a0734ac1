//! Wishes of the firm, and answers to those of clients.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::Response;
use jiff::civil::DateTime;
use passerelle_app::service::{Actor, Cause, Paging, Refusal, WishSent};
use serde::Deserialize;

use super::{About, Event, Room, chosen, enter, enter_posted, events, is_past};
use crate::State;
use crate::pages::form::{Faults, Form, Posted};
use crate::pages::shell::{Shell, Told, Visitor};
use crate::pages::words::Text;
use crate::pages::{Page, encoded, view};

/// What is undone travels in a cookie, which holds 4 KiB: a longer message is not brought back.
const MOST_UNDONE: usize = 400;

/// A wish that concerns the firm; see `Service::wishes`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct OwnWish {
    pub(super) id: String,
    by: String,
    desk: Option<String>,
    pub(super) brief: String,
    brief_title: String,
    grade: i64,
    message: String,
    expires: Option<String>,
    answer: String,
    reason: String,
    version: i64,
}

async fn all_wishes(state: &State, actor: &Actor, event: &str) -> Result<Vec<OwnWish>, Refusal> {
    let mut all = Vec::new();
    let mut paging = Paging { limit: Some(200), ..Paging::default() };
    loop {
        let page = state.service.wishes(actor, event, &paging).await?;
        for one in page.items {
            all.push(view(one)?);
        }
        if page.next.is_none() {
            return Ok(all);
        }
        paging.cursor = page.next;
    }
}

/// The firm's own wishes for an event.
pub(super) async fn own_wishes(state: &State, actor: &Actor, event: &str) -> Result<Vec<OwnWish>, Refusal> {
    let mut all = all_wishes(state, actor, event).await?;
    all.retain(|one| one.by == "firm");
    Ok(all)
}

impl OwnWish {
    fn grade(&self, room: &Room) -> Text {
        room.grade(self.grade)
    }

    fn answered(&self, room: &Room) -> Text {
        match self.answer.as_str() {
            "accepted" => room.w.answer_accepted,
            "refused" => room.w.answer_refused,
            _ => room.w.answer_none,
        }
    }

    /// How its answer looks.
    fn class(&self) -> &'static str {
        match self.answer.as_str() {
            "accepted" => "good",
            "refused" => "bad",
            _ => "seal",
        }
    }

    fn expiry(&self, room: &Room, event: &Event, s: &Shell) -> Option<String> {
        let at = self.expires.as_deref()?;
        let sentence = if is_past(at) { room.w.wish_expired } else { room.w.wish_until };
        Some(sentence.with(event.moment(at, s.language)))
    }

    /// Its title, or that the brief is gone.
    fn title(&self, room: &Room) -> String {
        if self.brief_title.is_empty() {
            room.w.wish_brief_gone.to_string()
        } else {
            self.brief_title.clone()
        }
    }
}

impl Room {
    /// What a grade is called.
    fn grade(&self, grade: i64) -> Text {
        match grade {
            3 => self.t.grade_3,
            2 => self.t.grade_2,
            _ => self.t.grade_1,
        }
    }

    /// The grades, the highest first.
    pub(super) fn grades(&self) -> [(&'static str, Text); 3] {
        [("3", self.t.grade_3), ("2", self.t.grade_2), ("1", self.t.grade_1)]
    }
}

#[derive(Template)]
#[template(path = "firm/wishes.html")]
struct Shown<'a> {
    s: &'a Shell,
    room: &'a Room,
    f: Faults,
    form: &'a Form,
    /// The wish whose form was refused.
    refused: &'a str,
    page: &'static str,
    events: &'a [Event],
    event: Option<&'a Event>,
    theirs: Vec<OwnWish>,
    own: Vec<OwnWish>,
}

impl Shown<'_> {
    /// The address to which forms about a wish go.
    fn address(&self, event: &Event, wish: &OwnWish) -> String {
        address(self.room, event, &wish.id)
    }

    /// What was typed into the form of a wish, or what the wish says.
    fn typed<'v>(&'v self, wish: &'v OwnWish, field: &str, kept: &'v str) -> &'v str {
        if self.refused == wish.id && self.form.has(field) { self.form.get(field) } else { kept }
    }

    fn is_grade(&self, wish: &OwnWish, word: &str) -> bool {
        self.typed(wish, "grade", &wish.grade.to_string()) == word
    }

    /// What is wrong with a field of the form of a wish.
    fn fault(&self, wish: &OwnWish, field: &str) -> Option<&str> {
        if self.refused == wish.id { self.f.at(field) } else { None }
    }

    fn is_open(&self, wish: &OwnWish) -> bool {
        self.refused == wish.id
    }
}

fn address(room: &Room, event: &Event, last: &str) -> String {
    room.at(&format!("wishes/{}/{}", encoded(&event.id), encoded(last)))
}

fn page_of(room: &Room, event: &Event) -> String {
    format!("{}?event={}", room.at("wishes"), encoded(&event.id))
}

async fn shown(
    state: &State,
    visitor: &Visitor,
    room: &Room,
    asked: &str,
    (refused, form, f): (&str, &Form, Faults),
) -> Result<Response, Refusal> {
    let (s, actor) = (&visitor.shell, &visitor.actor);
    let events = events(state, actor, &room.id).await?;
    let event = chosen(&events, asked, state.service.today());
    let all = match event {
        Some(event) => all_wishes(state, actor, &event.id).await?,
        None => Vec::new(),
    };
    let (mut theirs, mut own): (Vec<OwnWish>, Vec<OwnWish>) =
        all.into_iter().partition(|one| one.by == "desk");
    theirs.sort_by_key(|one| (one.answer != "none", std::cmp::Reverse(one.grade), one.brief_title.clone()));
    own.sort_by_key(|one| (std::cmp::Reverse(one.grade), one.brief_title.clone()));
    let page = Shown { s, room, f, form, refused, page: "wishes", events: &events, event, theirs, own };
    visitor.show(&page)
}

/// The page.
pub(super) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(about): Query<About>,
) -> Page {
    let (visitor, room) = enter(&state, visitor, &id, "wishes").await?;
    Ok(shown(&state, &visitor, &room, &about.event, ("", &Form::default(), Faults::default())).await?)
}

/// Sends a wish as it stands in a form.
pub(super) async fn send(
    state: &State,
    actor: &Actor,
    event: &Event,
    brief: &str,
    form: &Form,
) -> Result<(), Refusal> {
    // A browser gives a local time; the service takes one that holds everywhere.
    let expires = form.some("expires").map(|typed| {
        let local = typed.parse::<DateTime>().ok().filter(|_| !typed.ends_with('Z'));
        let there = local.and_then(|at| at.in_tz(&event.timezone).ok());
        there.map_or_else(|| typed.to_owned(), |at| at.timestamp().to_string())
    });
    let sent = WishSent {
        desk: form.some("desk").map(str::to_owned),
        firm: None,
        brief: brief.to_owned(),
        grade: form.get("grade").parse().unwrap_or(0),
        message: form.get("message").to_owned(),
        expires,
    };
    state.service.add_wish(actor, &event.id, &sent).await?;
    Ok(())
}

async fn event_of(state: &State, actor: &Actor, room: &Room, event: &str) -> Result<Event, Refusal> {
    let all = events(state, actor, &room.id).await?;
    all.into_iter().find(|one| one.id == event).ok_or_else(|| Refusal::not_found("event", event))
}

/// A wish that was taken back comes again.
pub(super) async fn add(
    Shared(state): Shared<State>,
    Path((id, event)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let (posted, room) = enter_posted(&state, posted, &id, "wishes").await?;
    let event = event_of(&state, posted.actor(), &room, &event).await?;
    let form = &posted.form;
    match send(&state, posted.actor(), &event, form.get("brief"), form).await {
        Ok(()) => Ok(Told::done("undone").at(&page_of(&room, &event))),
        Err(refusal) => {
            let f = Faults::of(refusal, posted.shell())?;
            Ok(shown(&state, &posted.visitor, &room, &event.id, ("", form, f)).await?)
        }
    }
}

/// Changes a wish of one's own, takes it back, or answers one of the other side.
pub(super) async fn change(
    Shared(state): Shared<State>,
    Path((id, event, wish)): Path<(String, String, String)>,
    posted: Posted,
) -> Page {
    let (posted, room) = enter_posted(&state, posted, &id, "wishes").await?;
    let actor = posted.actor();
    let event = event_of(&state, actor, &room, &event).await?;
    match done(&state, actor, &room, (&event, &wish), &posted.form).await {
        Ok(told) => Ok(told.at(&page_of(&room, &event))),
        Err(refusal) => {
            // What somebody else has written meanwhile stands on the page that is shown now.
            let refusal = match refusal.cause {
                Cause::Stale(_) => Refusal { cause: Cause::Conflict, ..refusal },
                _ => refusal,
            };
            let f = Faults::of(refusal, posted.shell())?;
            Ok(shown(&state, &posted.visitor, &room, &event.id, (&wish, &posted.form, f)).await?)
        }
    }
}

async fn done(
    state: &State,
    actor: &Actor,
    room: &Room,
    (event, wish): (&Event, &str),
    form: &Form,
) -> Result<Told, Refusal> {
    let service = &state.service;
    let version = form.version();
    let answered = |answer: &'static str| async move {
        let reason = form.get("reason");
        let made = service.answer(actor, &event.id, wish, version, (answer, reason)).await?;
        Ok::<_, Refusal>(made.version)
    };
    let undo = |version: i64| {
        let fields = [("do", "reopen".to_owned()), ("version", version.to_string())];
        Told::undoable("answered", address(room, event, wish), &fields)
    };
    match form.get("do") {
        "accept" => Ok(undo(answered("accepted").await?)),
        "decline" => Ok(undo(answered("refused").await?)),
        "reopen" => {
            service.answer(actor, &event.id, wish, version, ("none", "")).await?;
            Ok(Told::done("undone"))
        }
        "change" => {
            let sent = WishSent {
                grade: form.get("grade").parse().unwrap_or(0),
                message: form.get("message").to_owned(),
                ..WishSent::default()
            };
            service.put_wish(actor, &event.id, wish, version, &sent).await?;
            Ok(Told::done("saved"))
        }
        "remove" => {
            let before = own_wishes(state, actor, &event.id).await?.into_iter().find(|one| one.id == wish);
            service.delete_wish(actor, &event.id, wish, version).await?;
            let Some(before) = before.filter(|one| one.message.chars().count() <= MOST_UNDONE) else {
                return Ok(Told::done("wish_removed"));
            };
            let fields = [
                ("brief", before.brief),
                ("desk", before.desk.unwrap_or_default()),
                ("grade", before.grade.to_string()),
                ("message", before.message),
                ("expires", before.expires.unwrap_or_default()),
            ];
            Ok(Told::undoable("wish_removed", address(room, event, "add"), &fields))
        }
        _ => Err(Refusal::invalid("do", "is none", "use one of the buttons of the page")),
    }
}
