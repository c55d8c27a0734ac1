//! The board of follow-ups: a card for each meeting, in columns from met to engaged.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::{IntoResponse, Response};
use passerelle_app::service::{FollowUp, Refusal, STAGES};
use passerelle_domain::fold;
use serde::Deserialize;

use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor, local};
use super::super::words::Text;
use super::super::words::after::After as Words;
use super::super::words::client::Client as ClientWords;
use super::super::words::desk::Desk as DeskWords;
use super::super::{Page, encoded};
use super::place::{Line, Place, lines, name, placed};
use crate::State;
use crate::answer::csv;

/// Cards of a column while all columns are shown, and of the one column that was asked for.
const FEW: usize = 24;
const MANY: usize = 400;

/// A note that fits into the cookie that carries the way to undo.
const SHORT: usize = 500;

/// Which cards.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    stage: String,
}

impl Asked {
    fn finds(&self, line: &Line) -> bool {
        let text = fold(&[line.firm_name(), line.client_name(), line.title()].join("\n"));
        fold(&self.q).split_whitespace().all(|word| text.contains(word))
            && (self.stage.is_empty() || self.stage == line.stage)
    }
}

/// A meeting's card.
struct Card {
    line: Line,
    anchor: String,
    /// What is in the form: what was typed when it was refused, else what is kept.
    form: Form,
    open: bool,
    late: bool,
}

impl Card {
    fn new(line: Line, typed: Option<&Form>, today: &str) -> Self {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let kept = || {
            let fields = [
                ("stage", line.stage.clone()),
                ("next_date", line.next_date.clone().unwrap_or_default()),
                ("amount_eur", number(line.amount_eur)),
                ("co_financing_pct", number(line.co_financing_pct)),
                ("note", line.note.clone()),
            ];
            Form::of(fields.map(|(field, value)| (field.to_owned(), value)).to_vec())
        };
        let late = !["engaged", "lost"].contains(&line.stage.as_str())
            && line.next_date.as_deref().is_some_and(|day| day < today);
        Self {
            anchor: line.anchor(),
            form: typed.cloned().unwrap_or_else(kept),
            open: typed.is_some(),
            late,
            line,
        }
    }

    fn id(&self, field: &str) -> String {
        format!("{}-{field}", self.anchor)
    }

    fn fault<'f>(&self, f: &'f Faults, field: &str) -> Option<&'f str> {
        f.at(&self.id(field))
    }

    fn amount(&self) -> Option<f64> {
        self.line.amount_eur.map(|amount| amount as f64)
    }

    fn share(&self) -> Option<f64> {
        self.line.co_financing_pct.map(|share| share as f64 / 100.0)
    }
}

struct Column {
    stage: &'static str,
    title: Text,
    all: usize,
    amount: f64,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "after/board.html")]
struct Board<'a> {
    s: &'a Shell,
    w: &'static Words,
    cw: &'static ClientWords,
    dw: &'static DeskWords,
    place: &'a Place,
    tab: &'static str,
    f: Faults,
    event: &'a str,
    event_name: String,
    released: bool,
    asked: Asked,
    stages: Vec<(&'static str, Text)>,
    columns: Vec<Column>,
    found: usize,
}

impl Board<'_> {
    /// The address of the board with a question.
    fn more(&self, stage: &str) -> String {
        format!("{}?stage={stage}&q={}", self.place.board(self.event), encoded(&self.asked.q))
    }

    /// Where a form comes back to.
    fn back(&self) -> String {
        let board = self.place.board(self.event);
        if self.asked.q.is_empty() && self.asked.stage.is_empty() {
            board
        } else {
            self.more(&self.asked.stage)
        }
    }
}

fn key(form: &Form) -> [&str; 3] {
    ["desk", "firm", "brief"].map(|field| form.get(field))
}

/// The event of a page: its identifier, and what is asked of its board.
struct Wanted<'a> {
    event: &'a str,
    asked: Asked,
}

async fn page(
    state: &State,
    visitor: &Visitor,
    place: &Place,
    wanted: Wanted<'_>,
    failed: Option<(Faults, Form)>,
) -> Page {
    let Wanted { event, asked } = wanted;
    let events = place.events(state, &visitor.actor).await?;
    let Some((_, event_name)) = events.into_iter().find(|(id, _)| id == event) else {
        return Err(Refusal::not_found("event", event).into());
    };
    let found = lines(state, &visitor.actor, event).await?;
    let released = found.is_some();
    let today = state.service.today().to_string();
    let typed = |line: &Line| failed.as_ref().map(|(_, form)| form).filter(|form| line.is(key(form)));
    let mut shown: Vec<Line> = found.unwrap_or_default();
    shown.retain(|line| asked.finds(line) || typed(line).is_some());
    // What is due first stands first; what has no date comes in the order of the day.
    let due = |line: &Line| (line.next_date.is_none(), line.next_date.clone(), line.start.clone());
    shown.sort_by_key(due);
    let language = visitor.shell.language;
    let w = Words::of(language);
    let most = if asked.stage.is_empty() { FEW } else { MANY };
    let count = shown.len();
    let columns = STAGES
        .iter()
        .filter(|stage| asked.stage.is_empty() || asked.stage == **stage)
        .map(|stage| {
            let own = || shown.iter().filter(|line| line.stage == *stage);
            let amount = own().filter_map(|line| line.amount_eur).map(|amount| amount as f64).sum();
            let kept = own().enumerate().filter(|(place, line)| *place < most || typed(line).is_some());
            let cards = kept.map(|(_, line)| Card::new(line.clone(), typed(line), &today)).collect();
            Column { stage, title: w.stage(stage), all: own().count(), amount, cards }
        })
        .collect();
    let board = Board {
        s: &visitor.shell,
        w,
        cw: ClientWords::of(language),
        dw: DeskWords::of(language),
        place,
        tab: "after",
        event,
        event_name,
        released,
        asked,
        stages: STAGES.iter().map(|stage| (*stage, w.stage(stage))).collect(),
        columns,
        found: count,
        f: failed.map(|(faults, _)| faults).unwrap_or_default(),
    };
    Ok(visitor.show(&board)?)
}

/// What was typed into a card, with everything that is no number.
fn typed(form: &Form, event_version: i64) -> (FollowUp, Vec<passerelle_app::service::Wrong>) {
    let mut wrong = Vec::new();
    let amount_eur = form.number("amount_eur", &mut wrong);
    let co_financing_pct = form.number("co_financing_pct", &mut wrong);
    let [desk, with, brief] = key(form).map(str::to_owned);
    let one = FollowUp {
        desk,
        firm: with,
        brief,
        stage: form.get("stage").to_owned(),
        next_date: form.get("next_date").to_owned(),
        note: form.get("note").to_owned(),
        amount_eur,
        co_financing_pct,
        version: event_version,
        updated_ms: 0,
    };
    (one, wrong)
}

async fn write(state: &State, visitor: &Visitor, place: &Place, event: &str, form: Form) -> Page {
    let before = lines(state, &visitor.actor, event).await?.unwrap_or_default();
    let before = before.into_iter().find(|line| line.is(key(&form)));
    let (one, mut wrong) = typed(&form, form.version());
    let anchor = format!("m-{}", key(&form).join("-"));
    let faults = if wrong.is_empty() {
        match state.service.put_follow_up(&visitor.actor, event, &one).await {
            Ok(made) => {
                let board = place.board(event);
                let back = local(form.get("back"));
                let back = if back.starts_with(&board) { back } else { board.clone() };
                let back = format!("{back}#{anchor}");
                let short = before.filter(|line| line.note.chars().count() <= SHORT);
                let Some(line) = short else { return Ok(Told::done("saved").at(&back)) };
                let number =
                    |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
                let fields = [
                    ("desk", line.desk),
                    ("firm", line.firm),
                    ("brief", line.brief),
                    ("stage", line.stage),
                    ("next_date", line.next_date.unwrap_or_default()),
                    ("amount_eur", number(line.amount_eur)),
                    ("co_financing_pct", number(line.co_financing_pct)),
                    ("note", line.note),
                    ("version", made.version.to_string()),
                ];
                return Ok(Told::undoable("saved", board, &fields).at(&back));
            }
            Err(refusal) => Faults::of(placed(refusal, &anchor), &visitor.shell)?,
        }
    } else {
        name(&mut wrong, &anchor);
        Faults::from(&wrong, &visitor.shell)
    };
    page(state, visitor, place, Wanted { event, asked: Asked::default() }, Some((faults, form))).await
}

/// The board of a client or a firm.
pub(super) async fn of_room(
    side: &'static str,
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path((id, event)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Page {
    let (place, visitor) = Place::enter(side, &state, visitor, &id).await?;
    page(&state, &visitor, &place, Wanted { event: &event, asked }, None).await
}

/// Writes a card of a client or a firm.
pub(super) async fn write_in_room(
    side: &'static str,
    Shared(state): Shared<State>,
    Path((id, event)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (place, visitor) = Place::enter(side, &state, visitor, &id).await?;
    write(&state, &visitor, &place, &event, form).await
}

/// The board of all pairs, for the team.
pub(super) async fn of_desk(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Page {
    let place = Place::Desk(super::super::desk::Event::of(&state, &visitor.actor, &id).await?);
    page(&state, &visitor, &place, Wanted { event: &id, asked }, None).await
}

/// Writes a card for the two sides.
pub(super) async fn write_at_desk(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let place = Place::Desk(super::super::desk::Event::of(&state, &visitor.actor, &id).await?);
    write(&state, &visitor, &place, &id, form).await
}

/// The tables that can be taken away.
async fn table(state: &State, visitor: &Visitor, event: &str, name: &str) -> Result<Response, Refusal> {
    let text = match name {
        "follow-ups.csv" => state.service.follow_ups_table(&visitor.actor, event).await?,
        "outcomes.csv" => state.service.outcomes_table(&visitor.actor, event).await?,
        _ => return Err(Refusal::not_found("table", name)),
    };
    Ok(csv(name.trim_end_matches(".csv"), text).into_response())
}

/// A table of a client or a firm.
pub(super) async fn table_of_room(
    side: &'static str,
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path((id, event, name)): Path<(String, String, String)>,
) -> Page {
    let (_, visitor) = Place::enter(side, &state, visitor, &id).await?;
    Ok(table(&state, &visitor, &event, &name).await?)
}

/// A table of all pairs.
pub(super) async fn table_of_desk(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path((id, name)): Path<(String, String)>,
) -> Page {
    let event = super::super::desk::Event::of(&state, &visitor.actor, &id).await?;
    Ok(table(&state, &visitor, &event.id, &name).await?)
}
