//! Changes of the draft by hand: what one would do, and doing it under the draft's version; what was can be had back.

use passerelle_domain::{Agenda, Exchange, Level, Meeting, Objective, Plan, Problem};
use passerelle_formats::agenda;
use passerelle_scheduling::{assess, check};
use passerelle_store::PlanDraft;
use serde_json::{Value as Json, json};

use super::super::planning::views::view_of;
use super::super::{Actor, Cause, Refusal, Service, Versioned, json};
use super::names::Names;
use super::{Texts, no_draft, read, words};
use crate::AppError;
use crate::clock::Deadline;

/// Seconds for a bound that has to be made anew.
const BOUND_SECONDS: f64 = 5.0;

/// One change as it was asked for: `kind` is `move`, `swap`, `remove`, `add`, `lock` or `unlock`.
struct Edit<'e> {
    asked: &'e Json,
    problem: &'e Problem,
    agenda: &'e Agenda,
    locks: &'e [Json],
}

/// What a change makes of a draft.
struct Edited {
    problem: Problem,
    agenda: Agenda,
    locks: Vec<Json>,
    /// Whether the new problem allows more than the old one: what was proved of that one then says nothing.
    looser: bool,
}

/// An edit looked at, ready to be told or kept.
struct Weighed {
    told: Json,
    /// The draft with it; none when it breaks a rule.
    draft: Option<PlanDraft>,
}

fn wrong(field: &str, message: &str, hint: &str) -> AppError {
    AppError::Refused(Refusal::invalid(field, message, hint))
}

impl Edit<'_> {
    fn text<'j>(from: &'j Json, key: &str) -> &'j str {
        from[key].as_str().unwrap_or_default()
    }

    /// The pair that `desk`, `firm` and `brief` name.
    fn pair(&self, from: &Json) -> Result<usize, AppError> {
        let [desk, firm, brief] = ["desk", "firm", "brief"].map(|key| Self::text(from, key));
        let id = format!("{desk}~{firm}~{brief}");
        let hint = "a pair that was refused, excluded or too weak was never built: wish or lock it in the event's set-up";
        let place = self.problem.pairs().iter().position(|pair| pair.id == id);
        place.ok_or_else(|| wrong("brief", "there is no such pair in this agenda's problem", hint))
    }

    fn meeting(&self, pair: usize) -> Result<Meeting, AppError> {
        let found = self.agenda.meetings().iter().find(|meeting| meeting.pair == pair);
        found
            .copied()
            .ok_or_else(|| wrong("brief", "this pair does not meet", "choose a meeting of the agenda"))
    }

    fn slot(&self) -> Result<usize, AppError> {
        let id = Self::text(self.asked, "slot");
        let place = self.problem.slots().iter().position(|slot| slot.id == id);
        place.ok_or_else(|| wrong("slot", "is none of this agenda", "give the identifier of a slot"))
    }

    /// The table asked for; else the fixed one of either, else the first that is free.
    fn table(&self, pair: usize, slot: usize) -> Result<usize, AppError> {
        let tables = self.problem.tables();
        let id = Self::text(self.asked, "table");
        if !id.is_empty() {
            let place = tables.iter().position(|table| table.id == id);
            return place
                .ok_or_else(|| wrong("table", "is none of this agenda", "give the identifier of a table"));
        }
        let of = &self.problem.pairs()[pair];
        let fixed = [of.a, of.b].into_iter().find_map(|end| self.problem.participants()[end].table);
        let taken = |table: &&usize| {
            self.agenda.meetings().iter().any(|m| m.slot == slot && m.table == **table && m.pair != pair)
        };
        let open = &self.problem.slots()[slot].tables;
        let free = open.iter().find(|table| !taken(table)).or(open.first()).copied();
        fixed.or(free).ok_or_else(|| wrong("slot", "has no table open", "choose another slot"))
    }

    fn make(&self) -> Result<Edited, AppError> {
        let mut meetings = self.agenda.meetings().to_vec();
        let mut locks = self.locks.to_vec();
        let mut problem = self.problem.clone();
        let mut looser = false;
        match Self::text(self.asked, "kind") {
            "move" => {
                let pair = self.pair(self.asked)?;
                let was = self.meeting(pair)?;
                let slot = self.slot()?;
                let is = Meeting { slot, table: self.table(pair, slot)?, pair };
                meetings.iter_mut().filter(|m| **m == was).for_each(|m| *m = is);
            }
            "swap" => {
                let one = self.meeting(self.pair(self.asked)?)?;
                let two = self.meeting(self.pair(&self.asked["with"])?)?;
                for meeting in &mut meetings {
                    if *meeting == one {
                        *meeting = Meeting { pair: one.pair, ..two };
                    } else if *meeting == two {
                        *meeting = Meeting { pair: two.pair, ..one };
                    }
                }
            }
            "remove" => {
                let gone = self.meeting(self.pair(self.asked)?)?;
                meetings.retain(|meeting| *meeting != gone);
            }
            "add" => {
                let pair = self.pair(self.asked)?;
                if self.meeting(pair).is_ok() {
                    return Err(wrong("brief", "this pair meets already", "move the meeting instead"));
                }
                let slot = self.slot()?;
                meetings.push(Meeting { slot, table: self.table(pair, slot)?, pair });
            }
            "lock" => {
                let pair = self.pair(self.asked)?;
                let at = self.meeting(pair)?;
                let hold = Self::text(self.asked, "hold");
                if !["pair", "slot", "table"].contains(&hold) {
                    return Err(wrong(
                        "hold",
                        "is none",
                        "give pair, slot (pair and slot) or table (pair, slot and table)",
                    ));
                }
                let slot = (hold != "pair").then(|| self.problem.slots()[at.slot].id.clone());
                let table = (hold == "table").then(|| self.problem.tables()[at.table].id.clone());
                // A lock of another kind gives way to this one.
                if problem.pairs()[pair].lock.is_some() {
                    self.own_lock(self.asked)?;
                    looser = true;
                }
                let mut lock = key(self.asked);
                for (key, value) in [("slot", &slot), ("table", &table)] {
                    if let Some(value) = value {
                        lock[key] = json!(value);
                    }
                }
                locks.retain(|other| key(other) != key(self.asked));
                locks.push(lock);
                problem = self.relocked(pair, Some((slot, table)))?;
            }
            "unlock" => {
                let pair = self.pair(self.asked)?;
                self.own_lock(self.asked)?;
                locks.retain(|other| key(other) != key(self.asked));
                problem = self.relocked(pair, None)?;
                looser = true;
            }
            _ => return Err(wrong("kind", "is none", "give move, swap, remove, add, lock or unlock")),
        }
        Ok(Edited { problem, agenda: Agenda::new(meetings), locks, looser })
    }

    /// Whether a lock was set at the desk: those of the event's set-up are changed there.
    fn own_lock(&self, from: &Json) -> Result<(), AppError> {
        if self.locks.iter().any(|lock| key(lock) == key(from)) {
            return Ok(());
        }
        Err(wrong("brief", "is not locked here", "a lock of the event's set-up is changed in the set-up"))
    }

    fn relocked(
        &self,
        pair: usize,
        lock: Option<(Option<String>, Option<String>)>,
    ) -> Result<Problem, AppError> {
        let mut spec = self.problem.spec();
        let id = &self.problem.pairs()[pair].id;
        spec.locked.retain(|(locked, ..)| locked != id);
        spec.locked.extend(lock.map(|(slot, table)| (id.clone(), slot, table)));
        Problem::new(spec).map_err(|wrong| AppError::Refused(wrong.into()))
    }
}

/// The pair that a lock or an edit is about.
fn key(from: &Json) -> Json {
    json!({"desk": from["desk"], "firm": from["firm"], "brief": from["brief"]})
}

/// The levels of a result, as it tells them.
fn levels(result: &Json) -> Vec<Level> {
    let all = result["objectives"].as_array().into_iter().flatten();
    all.filter_map(|one| {
        Some(Level {
            objective: Objective::from_word(one["name"].as_str()?)?,
            value: one["value"].as_i64()?,
            bound: one["bound"].as_i64()?,
            proved: one["proved"].as_bool()?,
        })
    })
    .collect()
}

fn weigh(
    draft: &PlanDraft,
    asked: &Json,
    known: &std::collections::BTreeMap<String, Json>,
) -> Result<Weighed, AppError> {
    let texts = Texts { problem: draft.problem.clone(), result: draft.result.clone() };
    let (problem, agenda) = read(&texts)?;
    let names = Names::new(&problem, known);
    let locks = json(&draft.locks).as_array().cloned().unwrap_or_default();
    let edit = Edit { asked, problem: &problem, agenda: &agenda, locks: &locks };
    let edited = edit.make()?;
    let result = json(&draft.result);
    let deadline = Deadline::in_seconds(BOUND_SECONDS);
    let before = levels(&result);
    let kept = if edited.looser { &[] } else { before.as_slice() };
    let (old, new) = (agenda.value(&problem), edited.agenda.value(&edited.problem));
    let mut touched = json!({"exchange": exchange(&problem, &agenda, &edited.agenda)});
    names.add(&mut touched);
    let mut told = json!({
        "possible": true, "conflicts": [], "version": draft.version,
        "value": {"before": old, "after": new, "change": new - old},
        "changes": touched["exchange"],
    });
    match assess(&edited.problem, &edited.agenda, kept, &deadline) {
        Err(_) => {
            let violations = check::check(&edited.problem, &edited.agenda);
            told["possible"] = json!(false);
            told["conflicts"] =
                violations.iter().map(|one| words::violation(one.rule, &one.message, &names)).collect();
            Ok(Weighed { told, draft: None })
        }
        Ok(plan) => {
            let groups = result["gaps"]["groups"].as_i64();
            told["idle_groups"] = json!({"before": groups, "after": plan.gaps.groups,
                "change": groups.map(|before| i64::from(plan.gaps.groups) - before)});
            told["proof"] = json!({"status": plan.proof.status.word(), "value": plan.proof.value(),
                "bound": plan.proof.bound(), "gap": plan.proof.gap()});
            told["missing"] = json!({"before": result["missing"].as_array().map_or(0, Vec::len), "after": plan.missing.len()});
            let written = agenda::write_result(&edited.problem, &plan, 0.0);
            let view = view(&json(&draft.view), &edited.problem, &plan, &json(&written), known, &names);
            let draft = PlanDraft {
                problem: passerelle_formats::problem::write(&edited.problem),
                result: written,
                view: view.to_string(),
                locks: json!(edited.locks).to_string(),
                ..draft.clone()
            };
            Ok(Weighed { told, draft: Some(draft) })
        }
    }
}

fn exchange(problem: &Problem, before: &Agenda, after: &Agenda) -> Vec<Json> {
    let found = Exchange::between(before, after);
    let at = |meeting: &Meeting| (&problem.slots()[meeting.slot].id, &problem.tables()[meeting.table].id);
    let one = |kind: &str, meeting: &Meeting| {
        let (slot, table) = at(meeting);
        json!({"kind": kind, "pair": problem.pairs()[meeting.pair].id, "slot": slot, "table": table})
    };
    let moved = found.moved.iter().map(|(was, is)| {
        let (slot, table) = at(is);
        let mut told = one("moved", was);
        told["to_slot"] = json!(slot);
        told["to_table"] = json!(table);
        told
    });
    let gone = found.gone.iter().map(|meeting| one("gone", meeting));
    gone.chain(found.added.iter().map(|meeting| one("added", meeting))).chain(moved).collect()
}

/// The view of a draft after an edit: what the view before knows of each pair, with times, locks, figures and what is left out.
fn view(
    before: &Json,
    problem: &Problem,
    plan: &Plan,
    result: &Json,
    known: &std::collections::BTreeMap<String, Json>,
    names: &Names,
) -> Json {
    let mut view = view_of(before, result, known);
    let key =
        |one: &Json| ["desk", "firm", "brief"].map(|key| one[key].as_str().unwrap_or_default().to_owned());
    let pair_of = |one: &Json| problem.pairs().iter().find(|pair| pair.id == key(one).join("~"));
    for meeting in view["meetings"].as_array_mut().into_iter().flatten() {
        let slot = meeting["slot"].as_str().unwrap_or_default().to_owned();
        for (name, value) in names.slot_fields(&slot) {
            meeting[name] = value;
        }
        if let Some(pair) = pair_of(meeting) {
            meeting["locked"] = json!(pair.lock.is_some());
            meeting["must"] = json!(pair.must);
            meeting["value"] = json!(pair.value);
        }
    }
    let met: std::collections::BTreeSet<[String; 3]> =
        view["meetings"].as_array().into_iter().flatten().map(key).collect();
    let mut left_out = view["unplaced"].as_array().cloned().unwrap_or_default();
    for gone in before["meetings"].as_array().into_iter().flatten().filter(|one| !met.contains(&key(one))) {
        let id = key(gone).join("~");
        let said = result["unplaced"].as_array().into_iter().flatten().find(|one| one["pair"] == json!(id));
        let mut one = json!({"desk": gone["desk"], "firm": gone["firm"], "brief": gone["brief"], "rank": null,
            "reason": said.map_or(Json::Null, |said| said["reason"].clone())});
        let detail = said.and_then(|said| said["detail"].as_str()).unwrap_or_default();
        one["detail"] = json!(names.told(detail, passerelle_domain::Language::English));
        // French has sentences for reasons, not for the checker's details.
        let reason = said.and_then(|said| said["reason"].as_str()).unwrap_or_default();
        one["detail_fr"] = json!(words::reason(reason, &id, names));
        for key in [
            "must",
            "value",
            "score",
            "wished_by_desk",
            "wished_by_firm",
            "brief_title",
            "brief_public_title",
            "confidential",
        ] {
            one[key] = gone[key].clone();
        }
        left_out.push(one);
    }
    view["unplaced"] = json!(left_out);
    let places: usize = problem.slots().iter().map(|slot| slot.tables.len()).sum();
    view["proof"] = json!({"status": result["status"], "value": result["value"], "bound": result["bound"], "gap": result["gap"],
        "places": places, "fill": plan.agenda.meetings().len() as f64 / places.max(1) as f64, "objectives": result["objectives"]});
    view["gaps"] = json!({"groups": plan.gaps.groups, "slots": plan.gaps.slots, "bound": plan.gaps.bound});
    let short = result["missing"].as_array().into_iter().flatten().filter_map(|one| {
        let party = one["participant"].as_str()?.split_once(':')?.1;
        Some(json!({"party": party, "min": one["min"], "has": one["has"]}))
    });
    view["missing"] = short.collect();
    let meetings = view["meetings"].clone();
    for party in view["parties"].as_array_mut().into_iter().flatten() {
        let side = if party["kind"] == "desk" { "desk" } else { "firm" };
        let count = meetings.as_array().into_iter().flatten().filter(|one| one[side] == party["id"]).count();
        party["meetings"] = json!(count);
    }
    view
}

impl Service {
    /// What a change of the draft would do, without doing it: conflicts as sentences with the codes of the rules, value, idle
    /// groups, proof.
    ///
    /// # Errors
    /// When there is no draft, it names what is not there, or the actor is not on the team.
    pub async fn try_edit(&self, actor: &Actor, event: &str, asked: &Json) -> Result<Json, Refusal> {
        self.team_reads(actor, event).await?;
        let draft = self.inner.db.draft(event).await?.ok_or_else(|| no_draft(event))?;
        let known = self.known_names(event).await?;
        let asked = asked.clone();
        self.heavy(move || Ok(weigh(&draft, &asked, &known)?.told)).await
    }

    /// Changes the draft that is at a version.
    ///
    /// # Errors
    /// When the independent checker finds a broken rule (each is told), it names what is not there, or somebody else has changed the
    /// draft meanwhile.
    pub async fn edit(
        &self,
        actor: &Actor,
        event: &str,
        version: i64,
        asked: &Json,
    ) -> Result<Versioned, Refusal> {
        self.on_team(actor, event).await?;
        let draft = self.inner.db.draft(event).await?.ok_or_else(|| no_draft(event))?;
        if draft.version != version {
            return Err(Refusal::new(
                Cause::Stale(draft.version),
                "there is another draft by now",
                "look at it, then change it",
            ));
        }
        let known = self.known_names(event).await?;
        let asked = asked.clone();
        let weighed = self.heavy(move || weigh(&draft, &asked, &known)).await?;
        let Some(draft) = weighed.draft else {
            let all = weighed.told["conflicts"].as_array().into_iter().flatten();
            let wrong = all.map(|one| super::super::Wrong {
                field: one["rule"].as_str().unwrap_or_default().to_owned(),
                message: one["sentence"]["en"].as_str().unwrap_or_default().to_owned(),
                hint: one["sentence"]["fr"].as_str().unwrap_or_default().to_owned(),
            });
            return Err(Refusal::wrong(wrong.collect()));
        };
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.change_draft(&draft).await?;
        tx.commit().await?;
        let mut told = weighed.told;
        told["version"] = json!(version + 1);
        Ok(Versioned { version: version + 1, body: told })
    }

    /// Gives the event the draft back that it had before the last change, plan or adopted scenario.
    ///
    /// # Errors
    /// When there is none, or somebody else has changed the draft meanwhile.
    pub async fn undo_draft(&self, actor: &Actor, event: &str, version: i64) -> Result<Versioned, Refusal> {
        self.on_team(actor, event).await?;
        if self.inner.db.past_draft(event).await?.is_none() {
            return Err(Refusal::new(
                Cause::Conflict,
                "there is nothing to take back",
                "this is the first draft that is kept",
            ));
        }
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.undo_draft(event, version).await?;
        tx.commit().await?;
        self.draft(actor, event).await
    }
}
