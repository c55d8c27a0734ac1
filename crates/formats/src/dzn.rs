//! The published instances of the business-to-business meeting scheduling problem, MiniZinc data.
//!
//! ```text
//! nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;
//! requested = [|1, 2, 3, |1, 3, 1, |];
//! forbidden = [{0}, {0, 2}, {}];  fixed = [0, 1];  precedences = [{}, {1}];
//! ```
//!
//! Bofill et al., "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022). A row
//! of `requested` is a meeting: two participants and a session (1 morning, 2 afternoon, 3 any); `forbidden` are the slots in
//! which a participant is away, `fixed` the slot of a meeting or 0, `precedences[m]` the meetings that come before `m`. All
//! numbers begin at 1, and 0 in a set stands for nothing. `meetingsxBusiness` and `nMeetingsBusiness` say again what
//! `requested` says, and are checked against it when they are there.
//!
//! All meetings are locked, because there all have to take place; slots of absence count as idle, and the numbers of idle
//! groups differ by [`SPREAD`] at most, unless asked otherwise. Meetings are called `m1`, participants `p1`, slots `t1`.

mod fields;
mod syntax;

use passerelle_domain::{PairSpec, ParticipantSpec, Problem, ProblemSpec, Session, SlotSpec, SlotTables};

use crate::reader::Log;
use crate::{FileError, SourceFile};
use fields::Instance;

/// Largest difference between two participants' numbers of idle groups, as in the paper.
pub(crate) const SPREAD: u32 = 2;

/// Reads an instance.
pub(crate) fn parse(file: &SourceFile) -> Result<Problem, Vec<FileError>> {
    let mut log = Log::new(file);
    let problem = read(file, &mut log);
    log.done(problem).map(|(problem, _)| problem)
}

fn read(file: &SourceFile, log: &mut Log) -> Option<Problem> {
    let (text, _) = file.text().map_err(|error| log.push(error)).ok()?;
    let items = syntax::items(&text, log);
    let end = text.lines().count().max(1);
    let instance = fields::instance(&items, end, log);
    let instance = instance.filter(|_| !log.failed())?;
    let line = instance.line;
    let problem = Problem::new(spec(&instance));
    problem
        .map_err(|wrong| {
            for one in wrong {
                log.error(line, "precedences", one.message, one.hint);
            }
        })
        .ok()
}

fn spec(instance: &Instance) -> ProblemSpec {
    let slot_id = |slot: usize| format!("t{slot}");
    let slots = (1..=instance.slots).map(|slot| SlotSpec {
        id: slot_id(slot),
        session: Some(if slot <= instance.morning { Session::Am } else { Session::Pm }),
        tables: SlotTables::Count(instance.tables),
        ..SlotSpec::default()
    });
    let participants = instance.forbidden.iter().enumerate().map(|(p, away)| ParticipantSpec {
        id: format!("p{}", p + 1),
        unavailable: away.iter().map(|&slot| slot_id(slot)).collect(),
        ..ParticipantSpec::default()
    });
    let mut locked = Vec::new();
    let mut pairs = Vec::new();
    let mut taken: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for (m, meeting) in instance.meetings.iter().enumerate() {
        let id = format!("m{}", m + 1);
        let session = [None, Some(Session::Am), Some(Session::Pm), None][meeting.session.min(3)];
        // A slot fixed where the meeting cannot be leaves it no slot at all: there is no agenda, which is for the solver to say.
        let fits = |&slot: &usize| {
            let half = if slot <= instance.morning { Session::Am } else { Session::Pm };
            let there = meeting.ends.iter().all(|&p| !instance.forbidden[p - 1].contains(&slot));
            let others = taken.get(&slot).map_or(&[][..], Vec::as_slice);
            let free = others.len() < 2 * instance.tables as usize
                && meeting.ends.iter().all(|end| !others.contains(end));
            there && free && session.is_none_or(|session| session == half)
        };
        let asked = instance.fixed[m];
        let fixed = asked.filter(fits);
        if let Some(slot) = fixed {
            taken.entry(slot).or_default().extend(meeting.ends);
        }
        locked.push((id.clone(), fixed.map(slot_id), None));
        pairs.push(PairSpec {
            id: Some(id),
            a: format!("p{}", meeting.ends[0]),
            b: format!("p{}", meeting.ends[1]),
            value: 1,
            must: true,
            session,
            // No slot tells its length, so that none is long enough.
            minutes: (asked != fixed).then_some(1),
            ..PairSpec::default()
        });
    }
    let precedences =
        instance.before.iter().enumerate().flat_map(|(m, before)| {
            before.iter().map(move |first| (format!("m{first}"), format!("m{}", m + 1)))
        });
    ProblemSpec {
        slots: slots.collect(),
        participants: participants.collect(),
        pairs,
        locked,
        precedences: precedences.collect(),
        count_absence: true,
        spread: Some(SPREAD),
        ..ProblemSpec::default()
    }
}
