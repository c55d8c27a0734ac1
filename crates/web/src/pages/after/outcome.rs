//! What a meeting was worth, in one click.

use askama::Template;
use axum::extract::{Path, State as Shared};
use passerelle_app::service::{Outcome, Refusal};

use super::super::Page;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::after::After as Words;
use super::super::words::client::Client as ClientWords;
use super::super::words::desk::Desk as DeskWords;
use super::place::{Line, Place, Said, lines, placed};
use crate::State;

/// A note that fits into the cookie that carries the way to undo.
const SHORT: usize = 500;

struct Meeting {
    line: Line,
    said: Option<Said>,
    /// The note as it was typed when it was refused, else as it is kept.
    note: String,
}

/// A button: what it sends, and whether it is pressed.
struct Button {
    word: &'static str,
    sends: String,
    pressed: bool,
    kind: &'static str,
}

impl Meeting {
    fn has(&self, word: &str) -> bool {
        self.said
            .as_ref()
            .is_some_and(|said| said.verdict == word || said.steps.iter().any(|one| one == word))
    }

    fn id(&self, field: &str) -> String {
        format!("{}-{field}", self.line.anchor())
    }

    fn buttons(&self) -> Vec<Button> {
        let button = |word: &'static str, kind| {
            let pressed = self.has(word);
            let step = STEPS.contains(&word);
            let sends = if step && pressed { format!("-{word}") } else { word.to_owned() };
            Button { word, sends, pressed, kind }
        };
        vec![
            button("useful", "nice"),
            button("follow_up", "nice"),
            button("nda", "nice"),
            button("rfq", "nice"),
            button("not_useful", "should"),
            button("no_show", "must"),
        ]
    }
}

struct Event {
    id: String,
    name: String,
    answered: usize,
    all: usize,
    days: Vec<Day>,
}

struct Day {
    day: String,
    meetings: Vec<Meeting>,
}

/// Meetings that stand in order, by day.
fn by_day(meetings: Vec<Meeting>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for meeting in meetings {
        let day = meeting.line.start.get(..10).unwrap_or_default().to_owned();
        match days.last_mut() {
            Some(last) if last.day == day => last.meetings.push(meeting),
            _ => days.push(Day { day, meetings: vec![meeting] }),
        }
    }
    days
}

#[derive(Template)]
#[template(path = "after/outcomes.html")]
struct Outcomes<'a> {
    s: &'a Shell,
    w: &'static Words,
    cw: &'static ClientWords,
    dw: &'static DeskWords,
    place: &'a Place,
    tab: &'static str,
    f: Faults,
    events: Vec<Event>,
}

/// What was refused: where, and what was typed.
struct Failed {
    faults: Faults,
    form: Form,
}

impl Failed {
    fn is_of(&self, line: &Line) -> bool {
        line.is(key(&self.form))
    }
}

fn key(form: &Form) -> [&str; 3] {
    ["desk", "firm", "brief"].map(|field| form.get(field))
}

async fn page(state: &State, visitor: &Visitor, place: &Place, failed: Option<Failed>) -> Page {
    let mut events = Vec::new();
    for (id, name) in place.events(state, &visitor.actor).await? {
        let Some(mut all) = lines(state, &visitor.actor, &id).await?.filter(|all| !all.is_empty()) else {
            continue;
        };
        all.sort_by(|a, b| a.start.cmp(&b.start).then_with(|| a.desk.cmp(&b.desk)));
        let meetings: Vec<Meeting> = all
            .into_iter()
            .map(|line| {
                let said = line.said(place.side()).cloned();
                let typed = failed.as_ref().filter(|failed| failed.is_of(&line));
                let kept = || said.as_ref().map(|said| said.note.clone()).unwrap_or_default();
                let note = typed.map_or_else(kept, |failed| failed.form.get("note").to_owned());
                Meeting { line, said, note }
            })
            .collect();
        let answered = meetings.iter().filter(|one| one.said.is_some()).count();
        events.push(Event { id, name, answered, all: meetings.len(), days: by_day(meetings) });
    }
    let language = visitor.shell.language;
    let page = Outcomes {
        s: &visitor.shell,
        w: Words::of(language),
        cw: ClientWords::of(language),
        dw: DeskWords::of(language),
        place,
        tab: "after",
        f: failed.map(|failed| failed.faults).unwrap_or_default(),
        events,
    };
    Ok(visitor.show(&page)?)
}

/// The meetings of a party, each with its buttons.
pub(super) async fn outcomes(
    side: &'static str,
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Page {
    let (place, visitor) = Place::enter(side, &state, visitor, &id).await?;
    page(&state, &visitor, &place, None).await
}

/// Steps that a meeting may have led to.
const STEPS: [&str; 3] = ["follow_up", "nda", "rfq"];

/// What is said after a button was pressed: verdict and steps. A step says that the meeting was useful; whoever was not met, or in
/// vain, has no steps.
fn after(before: Option<&Said>, button: &str) -> (String, Vec<String>) {
    let (mut verdict, mut steps) =
        before.map(|said| (said.verdict.clone(), said.steps.clone())).unwrap_or_default();
    let (add, word) = button.strip_prefix('-').map_or((true, button), |word| (false, word));
    match word {
        "" | "note" => {}
        word if STEPS.contains(&word) => {
            steps.retain(|one| one != word);
            if add {
                steps.push(word.to_owned());
                "useful".clone_into(&mut verdict);
            }
        }
        word => {
            word.clone_into(&mut verdict);
            if word != "useful" {
                steps.clear();
            }
        }
    }
    (verdict, steps)
}

/// Keeps what a button or the note says.
pub(super) async fn say(
    side: &'static str,
    Shared(state): Shared<State>,
    Path((id, event)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (place, visitor) = Place::enter(side, &state, visitor, &id).await?;
    let known = lines(&state, &visitor.actor, &event).await?.unwrap_or_default();
    let line = known.into_iter().find(|line| line.is(key(&form)));
    let before = line.as_ref().and_then(|line| line.said(place.side()));
    let (verdict, steps) = if form.has("verdict") {
        (form.get("verdict").to_owned(), form.get("steps").split_whitespace().map(str::to_owned).collect())
    } else {
        after(before, form.get("set"))
    };
    let [desk, firm, brief] = key(&form).map(str::to_owned);
    let anchor = format!("m-{desk}-{firm}-{brief}");
    let outcome = Outcome {
        desk,
        firm,
        brief,
        side: place.side().to_owned(),
        verdict,
        steps: steps.join(" "),
        note: form.get("note").to_owned(),
        updated_ms: 0,
    };
    match state.service.put_outcome(&visitor.actor, &event, &outcome).await {
        Ok(()) => {
            let back = format!("{}#{anchor}", place.outcomes());
            let short = before.filter(|said| said.note.chars().count() <= SHORT);
            let Some(said) = short else { return Ok(Told::done("marked").at(&back)) };
            let fields = [
                ("desk", outcome.desk),
                ("firm", outcome.firm),
                ("brief", outcome.brief),
                ("verdict", said.verdict.clone()),
                ("steps", said.steps.join(" ")),
                ("note", said.note.clone()),
            ];
            Ok(Told::undoable("marked", format!("{}/outcomes", place.board(&event)), &fields).at(&back))
        }
        Err(refusal) => refused(&state, &visitor, &place, (refusal, form, &anchor)).await,
    }
}

async fn refused(
    state: &State,
    visitor: &Visitor,
    place: &Place,
    (refusal, form, anchor): (Refusal, Form, &str),
) -> Page {
    let faults = Faults::of(placed(refusal, anchor), &visitor.shell)?;
    page(state, visitor, place, Some(Failed { faults, form })).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_says_one_thing_and_what_follows_from_it() {
        let said = |verdict: &str, steps: &[&str]| Said {
            by: "firm".into(),
            verdict: verdict.into(),
            steps: steps.iter().map(|one| (*one).to_owned()).collect(),
            note: String::new(),
        };
        let told = |before: Option<&Said>, button| {
            let (verdict, steps) = after(before, button);
            format!("{verdict}: {}", steps.join(" "))
        };
        assert_eq!(told(None, "useful"), "useful: ");
        assert_eq!(told(None, "nda"), "useful: nda");
        let both = said("useful", &["follow_up", "nda"]);
        assert_eq!(told(Some(&both), "-nda"), "useful: follow_up");
        assert_eq!(told(Some(&both), "nda"), "useful: follow_up nda");
        assert_eq!(told(Some(&both), "no_show"), "no_show: ");
        assert_eq!(told(Some(&both), "useful"), "useful: follow_up nda");
        assert_eq!(told(Some(&said("no_show", &[])), "rfq"), "useful: rfq");
        assert_eq!(told(Some(&said("no_show", &[])), "note"), "no_show: ");
        assert_eq!(told(None, "note"), ": ");
    }
}
