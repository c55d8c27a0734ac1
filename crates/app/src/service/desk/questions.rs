//! Questions about an agenda that are answered at once: why not this pair, how is it shared out, who stands by.

use passerelle_domain::{Chances, Distribution};
use passerelle_formats::{standby, why};
use passerelle_scheduling::{Asked, Options};
use serde_json::{Value as Json, json};

use super::super::{Actor, Refusal, Service, json};
use super::{Standing, words};
use crate::AppError;
use crate::clock::Deadline;
use crate::plan::Run;

/// Seconds after which a price is told as an interval; what takes longer is asked for as a job.
const MOST_SECONDS: f64 = 10.0;

/// Which agenda a question is about: a release, a scenario; the draft when nothing is told, and the last release without one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    /// A release.
    pub release: Option<i64>,
    /// A scenario.
    pub scenario: Option<String>,
}

pub(super) fn options(run: &Run) -> Options {
    Options { seed: run.seed, threads: run.threads, effort: run.effort, smooth: false }
}

/// A fault of ours: only agendas that keep the rules are kept.
pub(super) fn broken(violations: Vec<passerelle_domain::Violation>) -> AppError {
    AppError::Broken(violations)
}

impl Service {
    /// Why a desk and a firm do not meet (about one brief, or about each that joins them), and what forcing it would cost: solved
    /// for at most `seconds` (1 when not told), after which the price is an interval, or open.
    ///
    /// # Errors
    /// When there is no such agenda, desk or firm, or the actor is not on the team.
    pub async fn why(
        &self,
        actor: &Actor,
        event: &str,
        which: &Which,
        [desk, firm, brief]: [&str; 3],
        seconds: Option<f64>,
    ) -> Result<Json, Refusal> {
        let standing = self.standing(actor, event, which).await?;
        let place = |id: String| standing.problem.participants().iter().position(|party| party.id == id);
        let a =
            place(format!("desk:{desk}")).ok_or_else(|| Refusal::not_found("desk in this agenda", desk))?;
        let b =
            place(format!("firm:{firm}")).ok_or_else(|| Refusal::not_found("firm in this agenda", firm))?;
        let pairs = standing.problem.pairs();
        let between = |&pair: &usize| {
            let pair = &pairs[pair];
            (pair.a, pair.b) == (a, b) && (brief.is_empty() || pair.id.rsplit('~').next() == Some(brief))
        };
        let asked: Vec<usize> = (0..pairs.len()).filter(between).collect();
        let not_built = asked.is_empty().then_some((a, b));
        let mut run = Run::configured(self.config());
        let seconds = seconds.filter(|seconds| seconds.is_finite()).unwrap_or(1.0).clamp(0.0, MOST_SECONDS);
        run.deadline = Deadline::in_seconds(seconds);
        self.heavy(move || {
            let Standing { problem, agenda, names } = standing;
            let found = passerelle_scheduling::why(
                &problem,
                &agenda,
                &Asked::Pairs(asked),
                &options(&run),
                &run.deadline,
                &mut |_, _| {},
            )
            .map_err(broken)?;
            let mut answer = json(&why::write(&problem, &found, not_built));
            names.add(&mut answer);
            for one in answer["answers"].as_array_mut().into_iter().flatten() {
                one["sentence"] = words::why(one, &names);
            }
            Ok(answer)
        })
        .await
    }

    /// How meetings and their value are shared out among all, each side and each size class; no solving.
    ///
    /// # Errors
    /// When there is no such agenda, or the actor is not on the team.
    pub async fn fairness(&self, actor: &Actor, event: &str, which: &Which) -> Result<Json, Refusal> {
        let Standing { problem, agenda, names } = self.standing(actor, event, which).await?;
        let shares = |one: passerelle_domain::Shares| json!({"min": one.min, "median": one.median, "max": one.max, "gini": one.gini});
        let crowds: Vec<Json> = Distribution::all(&problem, &agenda)
            .into_iter()
            .map(|one| {
                json!({"crowd": one.crowd.words(), "parties": one.parties, "meetings": shares(one.meetings), "value": shares(one.value)})
            })
            .collect();
        let mut met = vec![(0u32, 0i64); problem.participants().len()];
        for meeting in agenda.meetings() {
            let pair = &problem.pairs()[meeting.pair];
            for end in [pair.a, pair.b] {
                met[end].0 += 1;
                met[end].1 += i64::from(pair.value);
            }
        }
        let parties = problem.participants().iter().zip(&met);
        let mut parties: Vec<Json> = parties
            .map(|(party, (meetings, value))| {
                json!({"participant": party.id, "side": party.side, "class": party.class, "meetings": meetings,
                    "value": value, "floor": party.min, "below": party.min.saturating_sub(*meetings)})
            })
            .collect();
        parties.sort_by_key(|one| (one["meetings"].as_u64(), one["value"].as_i64()));
        let mut answer = json!({"crowds": crowds, "parties": parties});
        names.add(&mut answer);
        Ok(answer)
    }

    /// Who could step in for each meeting should one of its two not come: up to three a case, everybody taken to come.
    ///
    /// # Errors
    /// When there is no such agenda, or the actor is not on the team.
    pub async fn standby(&self, actor: &Actor, event: &str, which: &Which) -> Result<Json, Refusal> {
        let Standing { problem, agenda, names } = self.standing(actor, event, which).await?;
        let deadline = Deadline::in_seconds(MOST_SECONDS);
        self.heavy(move || {
            let chances = Chances::certain(&problem);
            let found = passerelle_scheduling::standby(&problem, &agenda, &chances, 3, &deadline);
            let mut answer = json(&standby::write(&problem, &found, &chances));
            names.add(&mut answer);
            Ok(answer)
        })
        .await
    }
}
