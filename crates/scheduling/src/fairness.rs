//! Curves of value against fairness: each point is a variant of the problem, solved and proved by itself.

use std::cmp::Reverse;

use passerelle_domain::{
    Agenda, Crowd, Distribution, Fairness, FairnessPoint, Lever, Objective, Plan, Problem, ProblemSpec,
    Status,
};

use crate::model::Model;
use crate::options::{Options, Stop};
use crate::relax::{self, Chosen};
use crate::solve::solve;

/// Most points of one curve that nobody asked for one by one.
const POINTS: u32 = 9;

/// What to vary.
#[derive(Debug, Clone, PartialEq)]
pub struct FairnessAsk {
    /// Whom floors and the spread of meetings are about.
    pub crowd: Crowd,
    /// The largest floor to try; without one as far as anybody can reach, at most eight.
    pub max_floor: Option<u32>,
    /// The curves wanted.
    pub levers: Vec<Lever>,
}

/// Draws the curves of a problem.
///
/// A floor of n asks n meetings for each of the crowd, or as many as it could have at all if that is fewer; floors of the
/// problem itself stay. A spread of d over meetings keeps any two of the crowd within d of each other, whichever level that
/// is: every level is bounded by linear programme, and the promising ones are solved.
///
/// `progress` is told after each solve how many there were. A stop ends the curves where they are.
pub fn fairness(
    problem: &Problem,
    ask: &FairnessAsk,
    options: &Options,
    stop: &dyn Stop,
    progress: &mut dyn FnMut(usize),
) -> Fairness {
    let idle = ask.levers.contains(&Lever::IdleSpread);
    let mut curves =
        Curves { problem, members: ask.crowd.members(problem), options: *options, stop, progress, solves: 0 };
    let whole = Options { smooth: idle, ..*options };
    let base = curves.solve(problem, &whole);
    let mut fairness = Fairness {
        crowd: ask.crowd.clone(),
        base: curves.point(problem, &base, 0, idle),
        floors: Vec::new(),
        meeting_spreads: Vec::new(),
        idle_spreads: Vec::new(),
        complete: true,
    };
    if matches!(base.proof.status, Status::Infeasible | Status::Cancelled) {
        fairness.complete = base.proof.status == Status::Infeasible;
        return fairness;
    }
    let mut complete = true;
    let mut kept = |points: Vec<Option<FairnessPoint>>| -> Vec<FairnessPoint> {
        complete &= points.iter().all(Option::is_some);
        points.into_iter().flatten().collect()
    };
    if ask.levers.contains(&Lever::Floor) {
        fairness.floors = kept(curves.floors(ask.max_floor));
    }
    if ask.levers.contains(&Lever::MeetingSpread) {
        let natural = curves.spread(&base.agenda);
        fairness.meeting_spreads =
            kept(steps(natural).into_iter().map(|d| curves.within_meetings(d)).collect());
    }
    if idle {
        let groups = base.gaps.by_participant.iter().map(|gaps| gaps.groups);
        let natural = groups.clone().max().unwrap_or(0) - groups.min().unwrap_or(0);
        let points = steps(natural).into_iter().map(|d| curves.within_idle(d));
        fairness.idle_spreads = kept(points.collect());
    }
    fairness.complete = complete;
    fairness
}

/// The settings of a curve that ends where it no longer binds: all of them, or as many as a curve needs.
fn steps(natural: u32) -> Vec<u32> {
    let mut all: Vec<u32> = if natural < POINTS {
        (0..=natural).collect()
    } else {
        (0..POINTS).map(|i| i * natural / (POINTS - 1)).collect()
    };
    all.dedup();
    all
}

struct Curves<'a> {
    problem: &'a Problem,
    /// Indexes of the crowd.
    members: Vec<usize>,
    options: Options,
    stop: &'a dyn Stop,
    progress: &'a mut dyn FnMut(usize),
    solves: usize,
}

/// What an agenda, or a relaxation, reaches: musts, shortfall, value; greater is better.
type Reach = (i64, Reverse<i64>, i64);

impl Curves<'_> {
    fn solve(&mut self, problem: &Problem, options: &Options) -> Plan {
        let plan = solve(problem, options, self.stop, &mut |_| {});
        self.solves += 1;
        (self.progress)(self.solves);
        plan
    }

    /// Solves a variant for its value alone; none after a stop, or when the variant contradicts itself.
    fn variant(&mut self, spec: ProblemSpec) -> Option<(Problem, Plan)> {
        if self.stop.should_stop() {
            return None;
        }
        let problem = Problem::new(spec).ok()?;
        let plan = self.solve(&problem, &Options { smooth: false, ..self.options });
        (plan.proof.status != Status::Cancelled).then_some((problem, plan))
    }

    fn point(&self, problem: &Problem, plan: &Plan, setting: u32, idle: bool) -> FairnessPoint {
        let met = met(problem, &plan.agenda);
        let level = |objective| plan.proof.level(objective).map_or(0, |level| level.value);
        FairnessPoint {
            setting,
            status: plan.proof.status,
            value: plan.proof.value(),
            bound: plan.proof.bound(),
            shortfall: level(Objective::Floors),
            below: self.members.iter().filter(|&&party| met[party] < setting).count(),
            idle_groups: idle.then_some(plan.gaps.groups),
            distributions: Distribution::all(problem, &plan.agenda),
        }
    }

    fn floors(&mut self, most: Option<u32>) -> Vec<Option<FairnessPoint>> {
        let reach: Vec<u32> = self.members.iter().map(|&party| self.most(party)).collect();
        let top = most.unwrap_or_else(|| reach.iter().copied().max().unwrap_or(0).min(POINTS - 1));
        let mut points = Vec::new();
        for floor in 0..=top {
            let mut spec = self.problem.spec();
            for (&party, &most) in self.members.iter().zip(&reach) {
                let own = spec.participants[party].min.unwrap_or(0);
                spec.participants[party].min = Some(own.max(floor.min(most)));
            }
            let point = self.variant(spec).map(|(problem, plan)| self.point(&problem, &plan, floor, false));
            let over = point.as_ref().is_none_or(|point| floor > 0 && point.below == self.members.len());
            points.push(point);
            if over {
                break;
            }
        }
        points
    }

    /// Most meetings a participant could have if it were alone.
    fn most(&self, party: usize) -> u32 {
        let one = &self.problem.participants()[party];
        let seats: u64 = one.seats.iter().map(|&n| u64::from(n)).sum();
        let pairs = self.problem.pairs().iter().filter(|p| !p.excluded && (p.a == party || p.b == party));
        u32::try_from((pairs.count() as u64).min(seats)).unwrap_or(u32::MAX).min(one.max)
    }

    /// The difference between the most and the fewest meetings of the crowd.
    fn spread(&self, agenda: &Agenda) -> u32 {
        let met = met(self.problem, agenda);
        let of = || self.members.iter().map(|&party| met[party]);
        of().max().unwrap_or(0) - of().min().unwrap_or(0)
    }

    /// The best agenda in which the crowd's numbers of meetings lie within `spread` of each other.
    ///
    /// Such an agenda has a smallest number `low`, and then keeps floors of `low` and caps of `low + spread`: the best over all
    /// `low` is the best there is, and the best bound over all of them bounds it.
    fn within_meetings(&mut self, spread: u32) -> Option<FairnessPoint> {
        let top = self.members.iter().map(|&party| self.most(party)).min().unwrap_or(0);
        let mut levels: Vec<(Reach, u32)> =
            (0..=top).filter_map(|low| Some((self.reach(self.banded(low, spread))?, low))).collect();
        levels.sort_by_key(|&(reach, low)| (Reverse(reach), low));
        let mut best: Option<(Reach, Problem, Plan)> = None;
        let mut uppers: Vec<Reach> = Vec::new();
        for (reach, low) in levels {
            if best.as_ref().is_some_and(|(found, ..)| *found >= reach) {
                break;
            }
            let (spec, lost) = self.banded(low, spread);
            let Some((problem, plan)) = self.variant(spec) else {
                if self.stop.should_stop() {
                    return None;
                }
                uppers.push(reach);
                continue;
            };
            if plan.proof.status == Status::Infeasible {
                continue;
            }
            uppers.push(short_by(upper(&plan), lost).min(reach));
            let found = short_by(reached(&plan), lost);
            if self.spread(&plan.agenda) <= spread && best.as_ref().is_none_or(|(known, ..)| found > *known) {
                best = Some((found, problem, plan));
            }
        }
        let (found, problem, plan) = best?;
        let mut point = self.point(&problem, &plan, spread, false);
        // A level that could place more musts, or miss less, bounds no value at the musts and shortfall reached here.
        let rivals = uppers.iter().filter(|upper| (upper.0, upper.1) >= (found.0, found.1));
        point.bound = rivals.map(|upper| upper.2).chain([found.2]).max().unwrap_or(found.2);
        if point.bound > found.2 && point.status == Status::Optimal {
            point.status = Status::Feasible;
        }
        (point.shortfall, point.below) = (found.1.0, 0);
        Some(point)
    }

    /// The problem with a floor and a cap for everybody of the crowd, and what its own floors ask beyond those caps.
    fn banded(&self, low: u32, spread: u32) -> (ProblemSpec, i64) {
        let mut spec = self.problem.spec();
        let mut lost = 0;
        for &party in &self.members {
            let one = &mut spec.participants[party];
            let max = one.max.unwrap_or(u32::MAX).min(low.saturating_add(spread));
            let own = one.min.unwrap_or(0);
            lost += i64::from(own.saturating_sub(max));
            one.max = Some(max);
            one.min = Some(own.min(max).max(low));
        }
        (spec, lost)
    }

    /// What a relaxation of a variant reaches; none when the variant contradicts itself.
    fn reach(&self, (spec, lost): (ProblemSpec, i64)) -> Option<Reach> {
        let problem = Problem::new(spec).ok()?;
        let model = Model::new(&problem);
        match relax::choose(&model, self.stop) {
            Chosen::Choice(choice) => Some((choice.musts, Reverse(choice.shortfall + lost), choice.value)),
            Chosen::Contradiction => None,
            Chosen::Unknown => Some((i64::MAX, Reverse(0), i64::MAX)),
        }
    }

    fn within_idle(&mut self, spread: u32) -> Option<FairnessPoint> {
        if self.stop.should_stop() {
            return None;
        }
        let mut spec = self.problem.spec();
        spec.spread = Some(spread);
        let problem = Problem::new(spec).ok()?;
        let options = Options { smooth: true, ..self.options };
        let plan = self.solve(&problem, &options);
        (plan.proof.status != Status::Cancelled).then(|| {
            let mut point = self.point(&problem, &plan, spread, true);
            point.below = 0;
            point
        })
    }
}

fn met(problem: &Problem, agenda: &Agenda) -> Vec<u32> {
    let mut met = vec![0; problem.participants().len()];
    for meeting in agenda.meetings() {
        let pair = &problem.pairs()[meeting.pair];
        met[pair.a] += 1;
        met[pair.b] += 1;
    }
    met
}

/// The same when floors ask for more than the plan's problem does.
fn short_by((musts, Reverse(shortfall), value): Reach, lost: i64) -> Reach {
    (musts, Reverse(shortfall.saturating_add(lost)), value)
}

/// What the agenda of a plan reaches.
fn reached(plan: &Plan) -> Reach {
    let level = |objective| plan.proof.level(objective).map_or(0, |level| level.value);
    (level(Objective::Musts), Reverse(level(Objective::Floors)), plan.proof.value())
}

/// What no agenda of the same problem exceeds. A bound speaks only beside the values reached above it, so that nothing is known
/// of the levels below one that is not proved.
fn upper(plan: &Plan) -> Reach {
    let level =
        |objective| plan.proof.level(objective).map_or((0, true), |level| (level.bound, level.proved));
    let ((musts, musts_proved), (shortfall, floors_proved)) =
        (level(Objective::Musts), level(Objective::Floors));
    if !musts_proved {
        return (musts, Reverse(0), i64::MAX);
    }
    (musts, Reverse(shortfall), if floors_proved { plan.proof.bound() } else { i64::MAX })
}
