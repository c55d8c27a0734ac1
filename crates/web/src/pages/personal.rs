//! Everyone's own agenda, opened by a private link without an account: now, next, all of it, what has changed.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::shell::{Shell, Visitor};
use super::words::Text;
use super::words::personal::Personal as Words;
use super::{Page, reader, view};
use crate::State;
use crate::routes::file;

/// The pages of private links.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/a/{link}", get(agenda)).route("/a/{link}/calendar.ics", get(calendar))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Event {
    name: String,
    time_zone: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Party {
    side: String,
    name: String,
    person: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Release {
    number: i64,
    created: String,
    note: String,
}

/// The other side of a meeting.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Other {
    name: String,
    firm: Option<String>,
    person: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Meeting {
    start: String,
    end: String,
    table: String,
    with: Other,
    brief_title: Option<String>,
    why: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Place {
    start: String,
    table: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Change {
    kind: String,
    with: Other,
    from: Option<Place>,
    to: Option<Place>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Told {
    event: Event,
    party: Party,
    release: Option<Release>,
    meetings: Vec<Meeting>,
    changes: Vec<Change>,
}

struct Day {
    day: String,
    meetings: Vec<Meeting>,
}

#[derive(Template)]
#[template(path = "personal/agenda.html")]
struct Agenda<'a> {
    s: &'a Shell,
    w: &'static Words,
    link: String,
    told: &'a Told,
    now: Option<&'a Meeting>,
    next: Option<&'a Meeting>,
    over: bool,
    days: Vec<Day>,
}

impl Agenda<'_> {
    fn kind(&self, word: &str) -> Text {
        match word {
            "new" => self.w.new,
            "cancelled" => self.w.cancelled,
            _ => self.w.moved,
        }
    }

    fn place(&self, place: &Option<Place>) -> String {
        place.as_ref().map_or_else(String::new, |one| {
            format!(
                "{} {}, {}",
                self.s.day(&one.start),
                self.s.hour(&one.start),
                self.w.table.with(&one.table)
            )
        })
    }

    /// The day of a meeting, when it is not the day of the one before it.
    fn weekday(&self, day: &str) -> String {
        day.parse().map_or_else(|_| day.to_owned(), |date| reader::day(date, self.s.language))
    }
}

/// A party's own agenda.
async fn agenda(Shared(state): Shared<State>, visitor: Visitor, Path(link): Path<String>) -> Page {
    let told: Told = view(state.service.agenda_by_link(&link, None).await?)?;
    let zone =
        told.event.time_zone.as_deref().and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
    let clock = zone.to_datetime(state.service.now());
    let time = |text: &str| text.parse::<DateTime>().ok();
    let now = told.meetings.iter().find(|one| {
        time(&one.start).is_some_and(|at| at <= clock) && time(&one.end).is_some_and(|at| at > clock)
    });
    let next = told.meetings.iter().find(|one| time(&one.start).is_some_and(|at| at > clock));
    let over = !told.meetings.is_empty() && now.is_none() && next.is_none();
    let mut days: Vec<Day> = Vec::new();
    for meeting in &told.meetings {
        let day = meeting.start.get(..10).unwrap_or_default().to_owned();
        match days.last_mut() {
            Some(last) if last.day == day => last.meetings.push(meeting.clone()),
            _ => days.push(Day { day, meetings: vec![meeting.clone()] }),
        }
    }
    let page = Agenda {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        link,
        told: &told,
        now,
        next,
        over,
        days,
    };
    let mut response = visitor.show(&page)?;
    // Whoever finds the address in a list of a search engine would be let in by it.
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// The calendar to subscribe to.
async fn calendar(
    Shared(state): Shared<State>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(link): Path<String>,
) -> Result<Response, super::failure::Failure> {
    let feed = state.service.calendar_by_link(&link, visitor.shell.language).await?;
    Ok(file(feed, &headers))
}
