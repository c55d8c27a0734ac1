//! Why pairs are not in an agenda and what forcing them costs, JSON and sentences out.
//!
//! ```json
//! {"agenda": {"musts": 0, "shortfall": 0, "value": 10},
//!  "without": {"status": "optimal", "value": 10, "bound": 10, "musts": 0, "musts_bound": 0, "shortfall": 0, "shortfall_bound": 0},
//!  "answers": [{"pair": "a~x", "reason": "tables_full", "sentence": "..."}]}
//! ```

use passerelle_domain::{
    Margin, Price, Problem, Reached, Standing, Unplaced, UnplacedReason, WhyNot, WhyNots,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{agenda, lines};

pub(crate) mod parts;

use parts::{
    ConflictFile, ExchangeFile, MarginFile, ReachedFile, WorthFile, exchange_words, margin_words, pair_id,
    party_id,
};

/// Answers about pairs that are not in an agenda.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhyFile<'a> {
    /// What the given agenda reaches.
    agenda: WorthFile,
    /// What the best agenda reaches, nothing being forced.
    without: ReachedFile,
    /// One a pair.
    answers: Vec<AnswerFile<'a>>,
}

/// The answer for one pair.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerFile<'a> {
    /// Id of the pair; null when the problem has no such pair.
    pair: Option<&'a str>,
    /// Id of its first participant.
    a: &'a str,
    /// Id of its second participant.
    b: &'a str,
    /// What it is worth.
    value: u32,
    /// Whether somebody wished it.
    wished: bool,
    /// Whether it must take place.
    must: bool,
    /// Code: `placed`, `not_built`, `excluded`, `no_common_slot`, `client_full`, `firm_full`, `participant_full`, `tables_full`, `limit_reached`, `rules`, `outbid`, `given_up`, `not_reached`.
    reason: &'static str,
    /// The reason in one sentence, as the given agenda has it.
    detail: String,
    /// The slots that would suit the pair alone, as the given agenda has them.
    slots: Vec<SlotFile<'a>>,
    /// By how much the best agenda exceeds the best one with the pair; null when there is none with it, or none was found.
    price: Option<MarginFile>,
    /// What solving with the pair forced found.
    confirmed: Option<ReachedFile>,
    /// How the given agenda becomes that one; values add up to what is lost against the given agenda.
    displaces: Option<ExchangeFile<'a>>,
    /// Why no agenda can hold the pair; null when one can, or it stayed open.
    impossible: Option<Vec<ConflictFile<'a>>>,
    /// Reason and price in words.
    sentence: String,
}

/// One slot.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlotFile<'a> {
    /// Its id.
    slot: &'a str,
    /// Seats of the pair's first participant there.
    a_seats: u32,
    /// Ids of the pairs that hold them.
    a_held_by: Vec<&'a str>,
    /// Seats of its second participant.
    b_seats: u32,
    /// Ids of the pairs that hold them.
    b_held_by: Vec<&'a str>,
    /// Tables open and not taken.
    tables_left: usize,
}

/// Writes answers as JSON, one a line; two participants that no pair joins get theirs last.
pub fn write(problem: &Problem, found: &WhyNots, not_built: Option<(usize, usize)>) -> String {
    let mut answers: Vec<AnswerFile<'_>> =
        found.answers.iter().map(|answer| file(problem, found, answer)).collect();
    answers.extend(not_built.map(|(a, b)| AnswerFile {
        pair: None,
        a: party_id(problem, a),
        b: party_id(problem, b),
        value: 0,
        wished: false,
        must: false,
        reason: "not_built",
        detail: unbuilt(problem, a, b),
        slots: Vec::new(),
        price: None,
        confirmed: None,
        displaces: None,
        impossible: None,
        sentence: unbuilt(problem, a, b),
    }));
    lines::to_string(&WhyFile { agenda: found.agenda.into(), without: (&found.without).into(), answers })
}

/// The same as sentences in English, one an answer.
pub fn sentences(problem: &Problem, found: &WhyNots, not_built: Option<(usize, usize)>) -> Vec<String> {
    let answers = found.answers.iter().map(|answer| {
        format!(
            "{:<16} `{}`: {}",
            code(problem, answer),
            pair_id(problem, answer.pair),
            sentence(problem, found, answer)
        )
    });
    let unbuilt = not_built.map(|(a, b)| format!("{:<16} {}", "not_built", unbuilt(problem, a, b)));
    answers.chain(unbuilt).collect()
}

fn unbuilt(problem: &Problem, a: usize, b: usize) -> String {
    format!(
        "the problem has no pair of `{}` and `{}`: it was never built, so nothing could place it",
        party_id(problem, a),
        party_id(problem, b)
    )
}

fn file<'a>(problem: &'a Problem, found: &WhyNots, answer: &WhyNot) -> AnswerFile<'a> {
    let of = &problem.pairs()[answer.pair];
    let ids = |pairs: &[usize]| pairs.iter().map(|&pair| pair_id(problem, pair)).collect();
    let slots = answer.slots.iter().map(|fact| SlotFile {
        slot: problem.slots().get(fact.slot).map_or("", |slot| slot.id.as_str()),
        a_seats: fact.a.seats,
        a_held_by: ids(&fact.a.held_by),
        b_seats: fact.b.seats,
        b_held_by: ids(&fact.b.held_by),
        tables_left: fact.tables_left,
    });
    let cost = if let Price::Costs(cost) = &answer.price { Some(cost) } else { None };
    let impossible = if let Price::Impossible(conflicts) = &answer.price { Some(conflicts) } else { None };
    AnswerFile {
        pair: Some(&of.id),
        a: party_id(problem, of.a),
        b: party_id(problem, of.b),
        value: of.value,
        wished: of.wished,
        must: of.must,
        reason: code(problem, answer),
        detail: detail(problem, answer),
        slots: slots.collect(),
        price: cost.map(|cost| (&cost.loss).into()),
        confirmed: cost.map(|cost| (&cost.confirmed).into()),
        displaces: cost.map(|cost| ExchangeFile::new(problem, &cost.exchange)),
        impossible: impossible
            .map(|list| list.iter().map(|conflict| ConflictFile::new(problem, conflict)).collect()),
        sentence: sentence(problem, found, answer),
    }
}

fn code(problem: &Problem, answer: &WhyNot) -> &'static str {
    match &answer.standing {
        Standing::Placed(_) => "placed",
        Standing::Left(reason) => reason.code(problem),
    }
}

fn detail(problem: &Problem, answer: &WhyNot) -> String {
    match &answer.standing {
        Standing::Placed(meeting) => {
            let slot = problem.slots().get(meeting.slot).map_or("", |slot| slot.id.as_str());
            let table = problem.tables().get(meeting.table).map_or("", |table| table.id.as_str());
            format!("it takes place in `{slot}` at table `{table}`")
        }
        // Whoever sits in the way is not whoever it would cost: that is told with the price.
        Standing::Left(UnplacedReason::Outbid { .. }) => {
            let of = &problem.pairs()[answer.pair];
            let (a, b) = (party_id(problem, of.a), party_id(problem, of.b));
            format!("`{a}` and `{b}` have room, but never in the same slot")
        }
        Standing::Left(reason) => {
            agenda::detail(problem, &Unplaced { pair: answer.pair, reason: reason.clone() })
        }
    }
}

fn sentence(problem: &Problem, found: &WhyNots, answer: &WhyNot) -> String {
    let detail = detail(problem, answer);
    let price = match &answer.price {
        Price::Placed => return detail,
        Price::Open => "the limit of time or work came before it was priced".to_owned(),
        Price::Impossible(conflicts) if conflicts.is_empty() => "it is proved that no agenda holds it".into(),
        Price::Impossible(conflicts) => {
            let words = conflicts.iter().map(|c| c.sentence(problem, passerelle_domain::Language::English));
            format!("no agenda can hold it: {}", words.collect::<Vec<_>>().join("; "))
        }
        Price::Costs(cost) => {
            let exchange = exchange_words(problem, &cost.exchange, Some(answer.pair));
            format!("{}: {exchange}", cost_words(&cost.loss, &cost.confirmed, found))
        }
    };
    format!("{detail}; {price}")
}

fn cost_words(loss: &Margin, confirmed: &Reached, found: &WhyNots) -> String {
    let better = confirmed.worth > found.agenda;
    let short = if better {
        format!(
            "; the agenda given is not the best, one with the pair is worth {} against {}",
            confirmed.worth.value, found.agenda.value
        )
    } else {
        String::new()
    };
    match margin_words(loss) {
        None => format!("it could be placed at no loss, ties decided{short}"),
        Some(words) => format!("forcing it loses {words}{short}"),
    }
}
