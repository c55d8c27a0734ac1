//! Generated problems: clients by firms, up to 30 candidate firms a client (80 at the convention), caps, a floor of one
//! meeting a firm, 2 % exclusions, 2 % musts, absences.

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::harden::{self, Event};
use crate::random::Random;

/// How large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Size {
    /// 10 clients, 30 firms, 12 slots.
    S1,
    /// 20 clients, 100 firms, 16 slots.
    S2,
    /// 40 clients, 200 firms, 20 slots.
    S3,
    /// 100 clients, 500 firms, 24 slots.
    S4,
    /// 200 clients, 1,000 firms, 30 slots.
    S5,
    /// 300 clients of 2 desks, 1,200 firms, 28 slots, 80 candidates a client.
    Convention,
}

impl Size {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::S1 => "s1",
            Self::S2 => "s2",
            Self::S3 => "s3",
            Self::S4 => "s4",
            Self::S5 => "s5",
            Self::Convention => "convention",
        }
    }

    /// Clients, desks a client, firms, slots, candidates a client.
    fn shape(self) -> (usize, usize, usize, usize, usize) {
        match self {
            Self::S1 => (10, 1, 30, 12, 30),
            Self::S2 => (20, 1, 100, 16, 30),
            Self::S3 => (40, 1, 200, 20, 30),
            Self::S4 => (100, 1, 500, 24, 30),
            Self::S5 => (200, 1, 1000, 30, 30),
            Self::Convention => (300, 2, 1200, 28, 80),
        }
    }
}

/// How absences lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Absence {
    /// Each slot by itself.
    Random,
    /// One block: late arrival, early departure, or a time away.
    Block,
}

impl Absence {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Block => "block",
        }
    }
}

/// What makes a problem harder than the plain one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// Nothing.
    Plain,
    /// Six tables for ten clients.
    Scarce,
    /// Tables differ from slot to slot: half to all of those needed.
    Uneven,
    /// Every fourth client has two seats, every fifth firm too.
    Seats,
    /// Two desks a client, at most one meeting of a client with a firm, firms in families with limits of their own.
    Crossing,
    /// Floors of three for every third firm.
    Floors,
    /// Every twentieth pair comes before another of the same client.
    Orders,
    /// Nobody meets more than three times in a row.
    Rest,
    /// Short and long slots, every fifth pair needs a long one.
    Lengths,
    /// Firms meet firms as well: no two sides.
    General,
}

impl Shape {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Scarce => "scarce",
            Self::Uneven => "uneven",
            Self::Seats => "seats",
            Self::Crossing => "crossing",
            Self::Floors => "floors",
            Self::Orders => "orders",
            Self::Rest => "rest",
            Self::Lengths => "lengths",
            Self::General => "general",
        }
    }
}

/// What to generate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    pub(crate) size: Size,
    /// Per cent.
    pub(crate) availability: u32,
    pub(crate) absence: Absence,
    pub(crate) shape: Shape,
    pub(crate) seed: u64,
}

impl Recipe {
    /// The problem as JSON.
    pub(crate) fn problem(self) -> Value {
        let (clients, mut desks_each, firms, slots, candidates) = self.size.shape();
        if self.shape == Shape::Crossing {
            desks_each = 2;
        }
        let mut random = Random::new(self.seed.wrapping_mul(1_000_003) ^ u64::from(self.availability));
        let desks = clients * desks_each;
        let tables = (desks * 9).div_ceil(10);
        let half = slots / 2;
        let slot_list: Vec<Value> = (0..slots)
            .map(|t| json!({"id": format!("t{t:02}"), "day": if t < half { "1" } else { "2" }, "tables": tables}))
            .collect();
        let mut participants = Vec::new();
        for d in 0..desks {
            let client = format!("c{:03}", d / desks_each);
            let max = slots * (60 + random.below(41)) / 100;
            let away = self.away(&mut random, slots);
            let id = desk_name(d, desks_each);
            participants
                .push(json!({"id": id, "side": "client", "group": client, "max": max, "unavailable": away}));
        }
        let mut first_firm = Vec::new();
        for f in 0..firms {
            let max = 3 + random.below(slots / 2);
            let away = self.away(&mut random, slots);
            first_firm.push(participants.len());
            participants
                .push(json!({"id": format!("f{f:04}"), "side": "firm", "max": max, "unavailable": away}));
        }
        let mut pairs = Vec::new();
        let mut excluded = Vec::new();
        let mut limits = Vec::new();
        for c in 0..clients {
            let mut chosen: Vec<usize> = (0..firms).collect();
            for k in 0..candidates.min(firms) {
                let other = k + random.below(firms - k);
                chosen.swap(k, other);
            }
            for &f in chosen.iter().take(candidates.min(firms)) {
                let firm = format!("f{f:04}");
                let value = 100 + random.below(901);
                let (out, must) = (random.percent(2), random.percent(2));
                let mut parallel = Vec::new();
                for d in 0..desks_each {
                    let desk = desk_name(c * desks_each + d, desks_each);
                    let id = format!("{desk}~{firm}");
                    let lower = random.below(1 + value / 4);
                    let must = must && !out && d == 0;
                    pairs.push(json!({"a": desk, "b": firm, "value": value - lower, "must": must, "wished": value > 700}));
                    if out {
                        excluded.push(id.clone());
                    }
                    parallel.push(id);
                }
                if desks_each > 1 {
                    limits.push(json!({"pairs": parallel, "max": 1}));
                }
                if let Some(firm) = participants[first_firm[f]].as_object_mut()
                    && !out
                {
                    firm.insert("min".into(), json!(1));
                }
            }
        }
        if self.shape != Shape::Plain {
            let event = Event { slots: slot_list, participants, pairs, limits, excluded };
            return harden::harden(event, self.shape, desks, Random::new(self.seed ^ 0x5eed));
        }
        json!({"slots": slot_list, "participants": participants, "pairs": pairs, "limits": limits, "excluded": excluded})
    }

    fn away(self, random: &mut Random, slots: usize) -> Vec<String> {
        let missing = 100 - self.availability;
        let away: Vec<usize> = match self.absence {
            Absence::Random => (0..slots).filter(|_| random.percent(missing)).collect(),
            Absence::Block => {
                let length = (slots * missing as usize).div_ceil(100);
                let start = match random.below(3) {
                    0 => 0,
                    1 => slots - length,
                    _ => random.below(slots - length + 1),
                };
                (start..start + length).collect()
            }
        };
        away.into_iter().map(|t| format!("t{t:02}")).collect()
    }
}

fn desk_name(desk: usize, desks_each: usize) -> String {
    if desks_each == 1 {
        format!("c{desk:03}")
    } else {
        format!("c{:03}.{}", desk / desks_each, desk % desks_each + 1)
    }
}
