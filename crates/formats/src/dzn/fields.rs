//! The items of an instance, checked one by one and against each other.

use std::collections::BTreeSet;

use super::syntax::{Item, Number, Value};
use crate::nearest;
use crate::reader::Log;

/// Largest counts that are believed: the clauses and boards behind them are made of their products.
const MANY: i64 = 100_000;
const MOST_SLOTS: i64 = 1_000;

const NAMES: &[&str] = &[
    "nBusiness",
    "nMeetings",
    "nTables",
    "nTotalSlots",
    "nMorningSlots",
    "requested",
    "meetingsxBusiness",
    "nMeetingsBusiness",
    "forbidden",
    "fixed",
    "precedences",
];

/// An instance whose numbers are in range.
pub(super) struct Instance {
    pub(super) slots: usize,
    pub(super) morning: usize,
    pub(super) tables: u32,
    pub(super) meetings: Vec<Meeting>,
    /// By participant: slots in which it is away.
    pub(super) forbidden: Vec<BTreeSet<usize>>,
    /// By meeting.
    pub(super) fixed: Vec<Option<usize>>,
    /// By meeting: numbers of those before it.
    pub(super) before: Vec<BTreeSet<usize>>,
    /// Where the precedences are.
    pub(super) line: usize,
}

/// A row of `requested`.
#[derive(Clone, Copy)]
pub(super) struct Meeting {
    /// Numbers of the two participants, from 1.
    pub(super) ends: [usize; 2],
    /// 1 morning, 2 afternoon, 3 any.
    pub(super) session: usize,
}

/// Reads an instance; what is wrong is in the log, and none is given where a count itself is missing.
pub(super) fn instance(items: &[Item], end: usize, log: &mut Log) -> Option<Instance> {
    let mut reader = Reader { items, end, log };
    reader.names();
    let people = reader.count("nBusiness", 1, MANY);
    let meetings = reader.count("nMeetings", 0, MANY);
    let tables = reader.count("nTables", 1, MANY);
    let slots = reader.count("nTotalSlots", 1, MOST_SLOTS);
    let morning =
        reader.count("nMorningSlots", 0, slots.and_then(|n| i64::try_from(n).ok()).unwrap_or(MOST_SLOTS));
    let rows = reader.requested(people, meetings);
    let forbidden = reader.sets("forbidden", "participant", people, slots, "a slot");
    let before = reader.sets("precedences", "meeting", meetings, meetings, "a meeting");
    let fixed = reader.fixed(meetings, slots);
    reader.again(rows.as_deref(), people);
    Some(Instance {
        slots: slots?,
        morning: morning?,
        tables: u32::try_from(tables?).ok()?,
        meetings: rows?,
        forbidden: forbidden?,
        fixed: fixed?,
        before: before?,
        line: items.iter().find(|item| item.name == "precedences").map_or(1, |item| item.line),
    })
}

struct Reader<'r> {
    items: &'r [Item],
    end: usize,
    log: &'r mut Log,
}

impl<'r> Reader<'r> {
    fn names(&mut self) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for item in self.items {
            if !seen.insert(&item.name) {
                self.log.error(item.line, &item.name, "is given twice", "keep one of the two");
            }
            if !NAMES.contains(&item.name.as_str()) {
                let hint = match nearest(&item.name, NAMES) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("an instance has `{}`", NAMES.join("`, `")),
                };
                self.log.error(item.line, &item.name, format!("there is no item `{}`", item.name), hint);
            }
        }
    }

    fn find(&self, name: &str) -> Option<&'r Item> {
        self.items.iter().find(|item| item.name == name)
    }

    /// An item that has to be there. What could not be read has been told already.
    fn need(&mut self, name: &'static str) -> Option<&'r Item> {
        let found = self.find(name);
        if found.is_none() && !self.log.names(name) {
            self.log.error(
                self.end,
                name,
                "is missing",
                format!("add `{name} = ...;`, or get the file again: it may be cut off"),
            );
        }
        found
    }

    fn wrong(&mut self, item: &Item, wanted: &str) {
        self.log.error(
            item.line,
            &item.name,
            format!("{wanted} belongs here"),
            "compare it with the published instances",
        );
    }

    fn count(&mut self, name: &'static str, least: i64, most: i64) -> Option<usize> {
        let item = self.need(name)?;
        let Value::Number(number) = item.value else {
            self.wrong(item, "a whole number");
            return None;
        };
        self.within(name, (item.line, number), (least, most))
    }

    fn within(&mut self, field: &str, (line, number): Number, (least, most): (i64, i64)) -> Option<usize> {
        if (least..=most).contains(&number) {
            return usize::try_from(number).ok();
        }
        let hint = format!("give a whole number from {least} to {most}");
        self.log.error(line, field, format!("`{number}` is out of range"), hint);
        None
    }

    fn counted(&mut self, item: &Item, has: usize, wanted: Option<usize>, what: &str) {
        if let Some(wanted) = wanted.filter(|&wanted| wanted != has) {
            let message = format!("has {has} entries, for {wanted} {what}s");
            self.log.error(item.line, &item.name, message, format!("give one for each {what}"));
        }
    }

    fn requested(&mut self, people: Option<usize>, meetings: Option<usize>) -> Option<Vec<Meeting>> {
        let item = self.need("requested")?;
        let rows: &[(usize, Vec<Number>)] = match &item.value {
            Value::Matrix(rows) => rows,
            Value::List(items) if items.is_empty() => &[],
            _ => {
                self.wrong(item, "a matrix `[|a, b, session, |...|]`");
                return None;
            }
        };
        self.counted(item, rows.len(), meetings, "meeting");
        let most = people.and_then(|n| i64::try_from(n).ok()).unwrap_or(MANY);
        let mut all = Some(Vec::new());
        for (index, (line, row)) in rows.iter().enumerate() {
            let field = format!("requested[{}]", index + 1);
            let &[a, b, session] = row.as_slice() else {
                let message = format!("has {} numbers", row.len());
                self.log.error(*line, &field, message, "give two participants and a session");
                all = None;
                continue;
            };
            let ends = [self.within(&field, a, (1, most)), self.within(&field, b, (1, most))];
            let session = self.within(&field, session, (1, 3));
            if ends[0].is_some() && ends[0] == ends[1] {
                let message = format!("participant {} would meet itself", a.1);
                self.log.error(*line, &field, message, "give two different participants");
            }
            if let ([Some(a), Some(b)], Some(session)) = (ends, session) {
                if let Some(all) = all.as_mut() {
                    all.push(Meeting { ends: [a, b], session });
                }
            } else {
                all = None;
            }
        }
        all
    }

    /// A list of sets of numbers; 0 stands for nothing.
    fn sets(
        &mut self,
        name: &'static str,
        of: &str,
        count: Option<usize>,
        most: Option<usize>,
        what: &str,
    ) -> Option<Vec<BTreeSet<usize>>> {
        let item = self.need(name)?;
        let Value::List(list) = &item.value else {
            self.wrong(item, "a list of sets");
            return None;
        };
        self.counted(item, list.len(), count, of);
        let most = most.and_then(|n| i64::try_from(n).ok()).unwrap_or(MANY);
        let mut all = Vec::new();
        for (index, (line, value)) in list.iter().enumerate() {
            let field = format!("{name}[{}]", index + 1);
            let mut set = BTreeSet::new();
            if let Value::Set(numbers) = value {
                for &number in numbers {
                    set.extend(self.within(&field, number, (0, most)).filter(|&n| n > 0));
                }
            } else {
                self.log.error(
                    *line,
                    &field,
                    "a set belongs here",
                    format!("write `{{}}`, or `{{3, 5}}` with {what} each"),
                );
            }
            all.push(set);
        }
        Some(all)
    }

    fn numbers(&mut self, item: &'r Item) -> Option<Vec<Number>> {
        let Value::List(list) = &item.value else {
            self.wrong(item, "a list of whole numbers");
            return None;
        };
        let mut all = Vec::new();
        for (index, (line, value)) in list.iter().enumerate() {
            if let Value::Number(number) = value {
                all.push((*line, *number));
            } else {
                let field = format!("{}[{}]", item.name, index + 1);
                self.log.error(
                    *line,
                    field,
                    "a whole number belongs here",
                    "write one number for each entry",
                );
                return None;
            }
        }
        Some(all)
    }

    fn fixed(&mut self, meetings: Option<usize>, slots: Option<usize>) -> Option<Vec<Option<usize>>> {
        let item = self.need("fixed")?;
        let numbers = self.numbers(item)?;
        self.counted(item, numbers.len(), meetings, "meeting");
        let most = slots.and_then(|n| i64::try_from(n).ok()).unwrap_or(MANY);
        let fixed = numbers.iter().enumerate().map(|(index, &number)| {
            self.within(&format!("fixed[{}]", index + 1), number, (0, most)).filter(|&slot| slot > 0)
        });
        Some(fixed.collect())
    }

    /// What the file says a second time has to be the same.
    fn again(&mut self, rows: Option<&[Meeting]>, people: Option<usize>) {
        let degree = |p: usize| rows.map(|rows| rows.iter().filter(|row| row.ends.contains(&p)).count());
        if let Some(item) = self.find("nMeetingsBusiness")
            && let Some(numbers) = self.numbers(item)
        {
            self.counted(item, numbers.len(), people, "participant");
            for (index, (line, number)) in numbers.into_iter().enumerate() {
                let has = degree(index + 1).and_then(|n| i64::try_from(n).ok());
                if let Some(has) = has.filter(|&has| has != number) {
                    let field = format!("nMeetingsBusiness[{}]", index + 1);
                    let message =
                        format!("`{number}` is not the number of its meetings in `requested`, {has}");
                    self.log.error(line, field, message, "correct one of the two");
                }
            }
        }
        let Some(item) = self.find("meetingsxBusiness") else { return };
        let Some(sets) = self.sets("meetingsxBusiness", "participant", people, None, "a meeting") else {
            return;
        };
        for (index, set) in sets.iter().enumerate() {
            let Some(rows) = rows else { break };
            let own = rows.iter().enumerate().filter(|(_, row)| row.ends.contains(&(index + 1)));
            // The published files count meetings from 2 there, and 1 stands for nothing.
            let own: BTreeSet<usize> = own.map(|(m, _)| m + 2).collect();
            let given: BTreeSet<usize> = set.iter().copied().filter(|&m| m > 1).collect();
            if own != given {
                let field = format!("meetingsxBusiness[{}]", index + 1);
                let message = "is not what `requested` says".to_owned();
                self.log.error(
                    item.line,
                    field,
                    message,
                    "give 1 and, for each of its meetings, its number plus 1",
                );
            }
        }
    }
}
