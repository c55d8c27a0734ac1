//! Agendas side by side: named drafts of one event, compared, adopted, dropped.

use passerelle_store::{PlanDraft, Scenario};
use serde_json::{Value as Json, json};

use super::super::firms::time;
use super::super::planning::views::differences;
use super::super::{Actor, Refusal, Service, Versioned, json};
use super::no_draft;

/// The figures of a result.
fn figures(result: &str, view: &str) -> Json {
    let (result, view) = (json(result), json(view));
    let short: i64 = result["missing"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some(one["min"].as_i64()? - one["has"].as_i64()?))
        .sum();
    json!({"status": result["status"], "value": result["value"], "bound": result["bound"], "gap": result["gap"],
        "meetings": view["meetings"].as_array().map_or(0, Vec::len), "idle_groups": result["gaps"]["groups"],
        "missing": result["missing"].as_array().map_or(0, Vec::len), "floor_shortfall": short, "objectives": result["objectives"]})
}

impl Service {
    /// An event's scenarios with their figures; the draft's own first, under no name.
    ///
    /// # Errors
    /// When the actor is not on its team.
    pub async fn scenarios(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        self.team_reads(actor, event).await?;
        let draft = self.inner.db.draft(event).await?;
        let mut all: Vec<Json> = draft
            .iter()
            .map(|one| json!({"name": null, "job": one.job, "version": one.version, "created": time(one.created_ms), "figures": figures(&one.result, &one.view)}))
            .collect();
        let kept = self.inner.db.scenarios(event).await?;
        all.extend(kept.iter().map(|one| {
            json!({"name": one.name, "job": one.job, "version": one.version, "created": time(one.created_ms), "figures": figures(&one.result, &one.view)})
        }));
        Ok(all)
    }

    /// One scenario, as a draft is shown.
    ///
    /// # Errors
    /// When there is none, or the actor is not on the team.
    pub async fn scenario(&self, actor: &Actor, event: &str, name: &str) -> Result<Json, Refusal> {
        self.team_reads(actor, event).await?;
        let one = self.scenario_of(event, name).await?;
        Ok(
            json!({"event": event, "name": one.name, "version": one.version, "job": one.job, "created": time(one.created_ms),
            "figures": figures(&one.result, &one.view), "agenda": json(&one.view), "result": json(&one.result)}),
        )
    }

    async fn scenario_of(&self, event: &str, name: &str) -> Result<Scenario, Refusal> {
        self.inner.db.scenario(event, name).await?.ok_or_else(|| Refusal::not_found("scenario", name))
    }

    /// Two agendas side by side, by the names of their scenarios; the draft is meant where none is given.
    ///
    /// # Errors
    /// When there is none of them, or the actor is not on the team.
    pub async fn compare_scenarios(
        &self,
        actor: &Actor,
        event: &str,
        names: [Option<&str>; 2],
    ) -> Result<Json, Refusal> {
        self.team_reads(actor, event).await?;
        let mut sides = Vec::new();
        for name in names {
            sides.push(match name {
                Some(name) => {
                    let one = self.scenario_of(event, name).await?;
                    (json!(name), one.result, one.view)
                }
                None => {
                    let draft = self.inner.db.draft(event).await?.ok_or_else(|| no_draft(event))?;
                    (Json::Null, draft.result, draft.view)
                }
            });
        }
        let shown: Vec<Json> = sides
            .iter()
            .map(|(name, result, view)| json!({"name": name, "figures": figures(result, view)}))
            .collect();
        Ok(json!({"scenarios": shown, "changes": differences(&json(&sides[0].2), &json(&sides[1].2))}))
    }

    /// Makes a scenario the draft of its event; the draft before can be had back.
    ///
    /// # Errors
    /// When there is none, or the actor is not on the team.
    pub async fn adopt_scenario(&self, actor: &Actor, event: &str, name: &str) -> Result<Versioned, Refusal> {
        self.on_team(actor, event).await?;
        let one = self.scenario_of(event, name).await?;
        let draft = PlanDraft {
            event: one.event,
            job: one.job,
            problem: one.problem,
            result: one.result,
            view: one.view,
            base_release: 0,
            version: 0,
            created_ms: 0,
            locks: one.locks,
        };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.put_draft(&draft).await?;
        tx.commit().await?;
        self.draft(actor, event).await
    }

    /// Drops a scenario.
    ///
    /// # Errors
    /// When there is none, or the actor is not on the team.
    pub async fn delete_scenario(&self, actor: &Actor, event: &str, name: &str) -> Result<(), Refusal> {
        self.on_team(actor, event).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.delete_scenario(event, name).await?;
        Ok(tx.commit().await?)
    }
}
