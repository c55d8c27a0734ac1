//! The organiser's page: the proof, tables by slots, parties by slots, what was left out.

use askama::Template;
use passerelle_domain::{Level, Objective, Status};

use super::left_out::{self, Group};
use super::marks::{self, Mark};
use super::strips::{self, Column, Side};
use super::{dates, hues};
use crate::export::messages::{self, Words};
use crate::export::{Audience, reader, times, tree};
use crate::view::{AgendaView, MeetingView, ProofView, ShortfallView};

/// Longest title in a cell, in characters: three short lines.
const TITLE_IN_CELL: usize = 54;

/// The most tables that are readable side by side on A4; above, the page asks for A3.
const TABLES_ON_A4: usize = 20;

/// The page.
#[derive(Template)]
#[template(path = "export/grid.html")]
pub(super) struct Page {
    words: &'static Words,
    lang: &'static str,
    event: String,
    dates: String,
    proof: String,
    is_proved: bool,
    figures: Vec<Figure>,
    levels: Vec<LevelRow>,
    shortfalls: Vec<String>,
    paper: &'static str,
    tables: Vec<String>,
    days: Vec<Day>,
    columns: Vec<Column>,
    sides: Vec<Side>,
    groups: Vec<Group>,
    clients: Vec<Client>,
}

struct Figure {
    label: &'static str,
    value: String,
    note: String,
}

struct LevelRow {
    name: &'static str,
    value: String,
    bound: String,
    state: &'static str,
}

struct Client {
    name: String,
    hue: usize,
}

struct Day {
    date: String,
    rows: Vec<Row>,
}

/// A slot, or the pause before the next.
struct Row {
    pause: Option<String>,
    start: String,
    end: String,
    cells: Vec<Cell>,
}

struct Cell {
    closed: bool,
    meetings: Vec<CellMeeting>,
}

struct CellMeeting {
    hue: usize,
    client: String,
    person: String,
    firm: String,
    topic: String,
    full_topic: String,
    marks: Vec<Mark>,
}

impl Page {
    /// Gathers what the organiser's page shows.
    pub(super) fn new(view: &AgendaView, words: &'static Words) -> Self {
        let language = words.language;
        let hues = hues(view);
        let mut clients: Vec<Client> = Vec::new();
        let desks = view.parties.iter().zip(&hues).filter(|(p, _)| p.kind == crate::view::PartyKind::Desk);
        for (party, &hue) in desks {
            if clients.iter().all(|c| c.name != party.name) {
                clients.push(Client { name: party.name.clone(), hue });
            }
        }
        Self {
            words,
            lang: language.code(),
            event: view.event_name.clone(),
            dates: dates(view, language),
            proof: proof_sentence(&view.proof, words),
            is_proved: view.proof.status == Status::Optimal,
            figures: figures(view, words),
            levels: view.proof.levels.iter().map(|level| level_row(level, words)).collect(),
            shortfalls: view.shortfalls.iter().filter_map(|s| shortfall(view, *s)).collect(),
            paper: if view.tables.len() > TABLES_ON_A4 { "A3" } else { "A4" },
            tables: view.tables.iter().map(|t| t.id.clone()).collect(),
            days: days(view, words, &hues),
            columns: strips::columns(view, words),
            sides: strips::sides(view, words),
            groups: left_out::groups(view, words),
            clients,
        }
    }
}

/// Who has how many of its guaranteed meetings.
fn shortfall(view: &AgendaView, shortfall: ShortfallView) -> Option<String> {
    let party = view.parties.get(shortfall.party)?;
    let who = party.person.as_ref().filter(|_| party.kind == crate::view::PartyKind::Desk);
    let who = who.map_or_else(|| party.name.clone(), |person| format!("{} ({person})", party.name));
    Some(format!("{who}\u{a0}: {}/{}", shortfall.has, shortfall.min))
}

/// How good the agenda is known to be, in one sentence.
fn proof_sentence(proof: &ProofView, words: &Words) -> String {
    let language = words.language;
    let (value, bound) = (times::number(proof.value, language), times::number(proof.bound, language));
    // Rounded up: a gap that is there is never shown as 0.
    let gap = times::percent((proof.gap * 10_000.0).ceil() / 10_000.0, 2, language);
    let [french, english] = match proof.status {
        Status::Optimal => [
            format!("Valeur {value} sur {bound} possibles\u{a0}: optimum prouvé."),
            format!("Value {value} of {bound} possible: proved optimal."),
        ],
        Status::Feasible => [
            format!("Valeur {value} sur {bound} possibles au plus\u{a0}: à {gap} au plus de l’optimum."),
            format!("Value {value} of {bound} possible at most: within {gap} of the optimum."),
        ],
        Status::Infeasible => [
            "Il est prouvé qu’aucun agenda ne respecte les rendez-vous fixés et les limites.".to_owned(),
            "It is proved that no agenda keeps the fixed meetings and the limits.".to_owned(),
        ],
        Status::Cancelled => [
            "Recherche arrêtée avant qu’un agenda ne soit trouvé.".to_owned(),
            "Stopped before an agenda was found.".to_owned(),
        ],
    };
    match language {
        passerelle_domain::Language::French => french,
        passerelle_domain::Language::English => english,
    }
}

fn figures(view: &AgendaView, words: &Words) -> Vec<Figure> {
    let language = words.language;
    let number = |n: usize| times::number(i64::try_from(n).unwrap_or(i64::MAX), language);
    let wished = |desk: Option<u8>, firm: Option<u8>| desk.is_some() || firm.is_some();
    let kept = view.meetings.iter().filter(|m| wished(m.wished_by_desk, m.wished_by_firm)).count();
    let lost = view.unplaced.iter().filter(|u| wished(u.wished_by_desk, u.wished_by_firm)).count();
    let gaps = number(usize::try_from(view.proof.gaps_groups).unwrap_or(usize::MAX));
    let least = number(usize::try_from(view.proof.gaps_bound).unwrap_or(usize::MAX));
    let idle = messages::slots(usize::try_from(view.proof.gaps_slots).unwrap_or(usize::MAX), language);
    vec![
        Figure { label: words.meetings_word, value: number(view.meetings.len()), note: String::new() },
        Figure {
            label: words.fill,
            value: times::percent(tree::fill(view), 0, language),
            note: messages::out_of(&number(view.meetings.len()), &number(view.places), language),
        },
        Figure {
            label: words.wishes_kept,
            value: messages::out_of(&number(kept), &number(kept + lost), language),
            note: times::percent(kept as f64 / (kept + lost).max(1) as f64, 0, language),
        },
        Figure { label: words.idle_gaps, value: gaps, note: messages::idle(&idle, &least, language) },
    ]
}

fn level_row(level: &Level, words: &Words) -> LevelRow {
    LevelRow {
        name: match level.objective {
            Objective::Musts => words.musts,
            Objective::Floors => words.floors,
            Objective::Value => words.value,
            Objective::Gaps => words.gaps,
            Objective::Moves => words.moves,
        },
        value: times::number(level.value, words.language),
        bound: times::number(level.bound, words.language),
        state: if level.proved { words.proved } else { words.open },
    }
}

fn days(view: &AgendaView, words: &Words, hues: &[usize]) -> Vec<Day> {
    let language = words.language;
    let day = |(date, slots): (_, Vec<usize>)| {
        let mut rows = Vec::new();
        let mut before: Option<usize> = None;
        for slot in slots {
            let pause = before.and_then(|b| view.slots.get(b)).zip(view.slots.get(slot));
            let minutes = pause.map_or(0, |(before, after)| times::pause(before, after));
            if minutes >= times::PAUSE_SHOWN {
                let label = format!("{}, {}", words.pause, times::length(minutes, language));
                rows.push(Row {
                    pause: Some(label),
                    start: String::new(),
                    end: String::new(),
                    cells: Vec::new(),
                });
            }
            before = Some(slot);
            rows.extend(row(view, words, hues, slot));
        }
        Day { date: times::date(date, language), rows }
    };
    view.days().into_iter().map(day).collect()
}

fn row(view: &AgendaView, words: &Words, hues: &[usize], slot: usize) -> Option<Row> {
    let shown = view.slots.get(slot)?;
    let cell = |(index, table): (usize, &crate::view::TableView)| Cell {
        closed: !table.open.get(slot).copied().unwrap_or(true),
        meetings: view
            .meetings
            .iter()
            .filter(|m| m.slot == slot && m.table == index)
            .map(|m| cell_meeting(view, words, hues, m))
            .collect(),
    };
    Some(Row {
        pause: None,
        start: times::hour(shown.start.time(), words.language),
        end: times::hour(shown.end().time(), words.language),
        cells: view.tables.iter().enumerate().map(cell).collect(),
    })
}

fn cell_meeting(view: &AgendaView, words: &Words, hues: &[usize], meeting: &MeetingView) -> CellMeeting {
    let desk = reader::party(view, meeting.desk);
    let topic = reader::meeting_title(view, meeting, Audience::Organiser, words);
    CellMeeting {
        hue: hues.get(meeting.desk).copied().unwrap_or_default(),
        client: desk.map_or("?", |p| p.name.as_str()).to_owned(),
        person: desk.and_then(|p| p.person.clone()).unwrap_or_default(),
        firm: reader::party(view, meeting.firm).map_or("?", |p| p.name.as_str()).to_owned(),
        topic: short(topic),
        full_topic: topic.to_owned(),
        marks: marks::of_meeting(meeting, words),
    }
}

/// A title cut at a word, with an ellipsis.
fn short(title: &str) -> String {
    if title.chars().count() <= TITLE_IN_CELL {
        return title.to_owned();
    }
    let cut: String = title.chars().take(TITLE_IN_CELL).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", words.trim_end_matches([',', ';', ':', '-', '–', ' ']))
}
