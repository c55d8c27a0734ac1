//! Makes a generated problem harder in one way.

use serde_json::{Value, json};

use crate::generate::Shape;
use crate::random::Random;

/// The parts of a problem.
pub(crate) struct Event {
    pub(crate) slots: Vec<Value>,
    pub(crate) participants: Vec<Value>,
    pub(crate) pairs: Vec<Value>,
    pub(crate) limits: Vec<Value>,
    pub(crate) excluded: Vec<String>,
}

/// The problem, of the given shape; the first `desks` participants are the desks of clients.
pub(crate) fn harden(mut event: Event, shape: Shape, desks: usize, mut random: Random) -> Value {
    let mut precedences: Vec<Value> = Vec::new();
    match shape {
        Shape::Plain => {}
        Shape::Scarce => set(&mut event.slots, "tables", |_| Some(json!((desks * 6).div_ceil(10)))),
        Shape::Uneven => {
            set(&mut event.slots, "tables", |_| Some(json!((desks * (50 + random.below(51))).div_ceil(100))));
        }
        Shape::Seats => set(&mut event.participants, "seats", |i| {
            let several = if i < desks { i % 4 == 0 } else { i % 5 == 0 };
            several.then(|| json!(2))
        }),
        Shape::Crossing => crossing(&mut event, &mut random),
        Shape::Floors => {
            set(&mut event.participants, "min", |i| (i >= desks && i % 3 == 0).then(|| json!(3)));
        }
        Shape::Orders => {
            for _ in 0..event.pairs.len() / 20 {
                let first = random.below(event.pairs.len());
                let mut others = first + 1..event.pairs.len().min(first + 20);
                if let Some(then) = others.find(|&then| event.pairs[then]["a"] == event.pairs[first]["a"]) {
                    precedences
                        .push(json!({"first": name(&event.pairs[first]), "then": name(&event.pairs[then])}));
                }
            }
        }
        Shape::Rest => set(&mut event.participants, "max_run", |_| Some(json!(3))),
        Shape::Lengths => {
            set(&mut event.slots, "minutes", |t| Some(json!(if t % 3 == 2 { 40 } else { 20 })));
            set(&mut event.pairs, "minutes", |p| (p % 5 == 0).then(|| json!(30)));
        }
        Shape::General => {
            let firms = event.participants.len() - desks;
            for n in 0..event.pairs.len() / 3 {
                let a = random.below(firms);
                let b = (a + 1 + random.below(firms - 1)) % firms;
                let (a, b) = (&event.participants[desks + a]["id"], &event.participants[desks + b]["id"]);
                let value = 100 + random.below(901);
                event.pairs.push(json!({"id": format!("between{n}"), "a": a, "b": b, "value": value}));
            }
        }
    }
    json!({
        "slots": event.slots, "participants": event.participants, "pairs": event.pairs,
        "limits": event.limits, "excluded": event.excluded, "precedences": precedences,
    })
}

fn set(all: &mut [Value], key: &str, mut value: impl FnMut(usize) -> Option<Value>) {
    for (i, one) in all.iter_mut().enumerate() {
        if let Some(value) = value(i) {
            one[key] = value;
        }
    }
}

fn name(pair: &Value) -> String {
    let text = |key: &str| pair[key].as_str().unwrap_or_default();
    format!("{}~{}", text("a"), text("b"))
}

/// At most four meetings of a client with each of some random families of firms, and at most so many between families.
fn crossing(event: &mut Event, random: &mut Random) {
    let families = 6;
    let mut of: std::collections::BTreeMap<(String, usize), Vec<String>> = std::collections::BTreeMap::new();
    for pair in &event.pairs {
        let client = pair["a"].as_str().unwrap_or_default().split('.').next().unwrap_or_default().to_owned();
        let firm: usize =
            pair["b"].as_str().unwrap_or_default().trim_start_matches('f').parse().unwrap_or_default();
        of.entry((client, firm % families)).or_default().push(name(pair));
    }
    for pairs in of.into_values() {
        event.limits.push(json!({"pairs": pairs, "max": 2 + random.below(3)}));
    }
}
