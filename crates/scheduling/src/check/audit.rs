//! Checks an agenda together with what was said about it.

use passerelle_domain::{Agenda, Missing, Objective, Plan, Problem, Violation};

use super::{check, gaps, moves, view::View};

/// What is said about an agenda; `None` and empty lists claim nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claims {
    /// Its total value.
    pub value: Option<i64>,
    /// An upper bound on the total value.
    pub bound: Option<i64>,
    /// Idle groups over all participants.
    pub gap_groups: Option<u32>,
    /// Idle slots over all participants.
    pub gap_slots: Option<u32>,
    /// Changes of table over all participants.
    pub table_changes: Option<u32>,
    /// Metres walked between tables, over all participants, to half a centimetre each.
    pub metres: Option<f64>,
    /// Must-pairs (indexes) declared as not placed.
    pub missing_musts: Vec<usize>,
    /// Participants (indexes) declared as below their floor.
    pub missing_participants: Vec<usize>,
    /// Limits (indexes) declared as below their floor.
    pub missing_limits: Vec<usize>,
}

impl Claims {
    /// What a plan says about its agenda.
    pub fn of(plan: &Plan) -> Self {
        let level = plan.proof.level(Objective::Value);
        let mut claims = Self {
            value: level.map(|l| l.value),
            bound: level.map(|l| l.bound),
            gap_groups: Some(plan.gaps.groups),
            gap_slots: Some(plan.gaps.slots),
            table_changes: Some(plan.moves.changes),
            metres: Some(plan.moves.metres),
            ..Self::default()
        };
        claims.declare(&plan.missing);
        claims
    }

    /// Adds musts and floors that are said to be missed.
    pub fn declare(&mut self, missing: &[Missing]) {
        for one in missing {
            match one {
                Missing::Must(pair) => self.missing_musts.push(*pair),
                Missing::Participant(participant, _) => self.missing_participants.push(*participant),
                Missing::Limit(limit, _) => self.missing_limits.push(*limit),
            }
        }
    }
}

/// Finds every violation of a hard rule, every must or floor missed in silence, and every figure claimed wrongly.
pub fn audit(problem: &Problem, agenda: &Agenda, claims: &Claims) -> Vec<Violation> {
    let view = View::new(problem, agenda);
    let mut found = check(problem, agenda);
    found.extend(missed(&view, claims));
    found.extend(figures(&view, claims));
    found
}

fn missed(view: &View<'_>, claims: &Claims) -> Vec<Violation> {
    let mut found = Vec::new();
    let by_pair = view.by_pair();
    let mut add = |rule, message| found.push(Violation { rule, message });
    for (index, pair) in view.problem.pairs().iter().enumerate() {
        let declared = claims.missing_musts.contains(&index);
        if pair.must && !by_pair.contains_key(&index) && !declared {
            add("musts", format!("`{}` must meet, does not, and is not declared missing", pair.id));
        }
        if declared && (by_pair.contains_key(&index) || !pair.must) {
            add("musts", format!("`{}` is declared missing without cause", pair.id));
        }
    }
    for (index, party) in view.problem.participants().iter().enumerate() {
        let (met, declared) = (view.met(index), claims.missing_participants.contains(&index));
        if met < party.min && !declared {
            add("floors", format!("`{}` has {met} meetings of {}, undeclared", party.id, party.min));
        }
        if met >= party.min && declared {
            add("floors", format!("`{}` is declared below its floor and is not", party.id));
        }
    }
    for (index, limit) in view.problem.limits().iter().enumerate() {
        let placed = limit.pairs.iter().filter(|pair| by_pair.contains_key(pair)).count();
        let declared = claims.missing_limits.contains(&index);
        if placed < limit.min as usize && !declared {
            add("floors", format!("limit {} has {placed} meetings of {}, undeclared", index + 1, limit.min));
        }
        if placed >= limit.min as usize && declared {
            add("floors", format!("limit {} is declared below its floor and is not", index + 1));
        }
    }
    found
}

fn figures(view: &View<'_>, claims: &Claims) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut add = |rule, message| found.push(Violation { rule, message });
    let value: i64 = view.meetings.iter().map(|m| i64::from(view.pair(m).value)).sum();
    if let Some(claimed) = claims.value.filter(|&claimed| claimed != value) {
        add("value", format!("the value is {value}, not {claimed}"));
    }
    if let Some(bound) = claims.bound.filter(|&bound| bound < value) {
        add("bound", format!("the bound {bound} is below the value {value}"));
    }
    let idle = gaps::count(view);
    let groups: u32 = idle.iter().map(|g| g.groups).sum();
    let slots: u32 = idle.iter().map(|g| g.slots).sum();
    if let Some(claimed) = claims.gap_groups.filter(|&claimed| claimed != groups) {
        add("gaps", format!("there are {groups} idle groups, not {claimed}"));
    }
    if let Some(claimed) = claims.gap_slots.filter(|&claimed| claimed != slots) {
        add("gaps", format!("there are {slots} idle slots, not {claimed}"));
    }
    let (changes, metres) = moves::count(view);
    if let Some(claimed) = claims.table_changes.filter(|&claimed| claimed != changes) {
        add("moves", format!("there are {changes} changes of table, not {claimed}"));
    }
    if let Some(claimed) = claims.metres.filter(|claimed| (claimed - metres).abs() > 0.006 + metres * 1e-9) {
        add("moves", format!("{metres:.2} metres are walked, not {claimed:.2}"));
    }
    found
}
