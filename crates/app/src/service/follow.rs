//! After the event: the board of what follows each meeting, tables of it, and figures without names.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_store::{FollowUp, Outcome};
use serde_json::{Value as Json, json};

use super::firms::time;
use super::{Actor, Refusal, Role, Service, Versioned, Wrong};

/// From a meeting to an engaged project, or to its end.
pub const STAGES: [&str; 7] = ["met", "follow_up", "nda", "rfq", "proposal", "engaged", "lost"];

/// A desk, a firm and a brief.
type Key = [String; 3];

fn key(one: &Json) -> Key {
    ["desk", "firm", "brief"].map(|key| one[key].as_str().unwrap_or_default().to_owned())
}

fn key_of(one: &FollowUp) -> Key {
    [one.desk.clone(), one.firm.clone(), one.brief.clone()]
}

impl Service {
    /// The meetings of the last release, as whoever asks may see them.
    async fn own_meetings(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        let shown = self.agenda(actor, event, None).await?;
        Ok(shown["agenda"]["meetings"].as_array().cloned().unwrap_or_default())
    }

    /// The board: a line for each meeting of the last release with how far it has led, its outcomes as far as they are the
    /// reader's, and its version (0 while nobody has written). The team sees all, a client its desks', a firm its own.
    ///
    /// # Errors
    /// When nothing was released, or nobody is signed in.
    pub async fn follow_ups(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        let meetings = self.own_meetings(actor, event).await?;
        let mut known: BTreeMap<Key, FollowUp> =
            self.inner.db.follow_ups(event).await?.into_iter().map(|one| (key_of(&one), one)).collect();
        let mut said: BTreeMap<Key, Vec<Json>> = BTreeMap::new();
        for one in self.outcomes(actor, event).await? {
            said.entry(key(&one)).or_default().push(only(&one, &["by", "verdict", "steps", "note"]));
        }
        let lines = meetings.into_iter().map(|meeting| {
            let key = key(&meeting);
            let now =
                known.remove(&key).unwrap_or_else(|| FollowUp { stage: "met".into(), ..FollowUp::default() });
            let mut line =
                only(&meeting, &["desk", "client", "firm", "firm_name", "brief", "brief_title", "start"]);
            line["stage"] = json!(now.stage);
            line["next_date"] = json!((!now.next_date.is_empty()).then_some(now.next_date));
            line["note"] = json!(now.note);
            line["amount_eur"] = json!(now.amount_eur);
            line["co_financing_pct"] = json!(now.co_financing_pct);
            line["version"] = json!(now.version);
            line["updated"] = json!(time(now.updated_ms).filter(|_| now.version > 0));
            line["outcomes"] = json!(said.remove(&key).unwrap_or_default());
            line
        });
        Ok(lines.collect())
    }

    /// Writes how far a meeting has led; either side and the team may. `one.version` is the version that was seen.
    ///
    /// # Errors
    /// Everything that is wrong with it; when the meeting is not theirs, or somebody else has written it meanwhile.
    pub async fn put_follow_up(
        &self,
        actor: &Actor,
        event: &str,
        one: &FollowUp,
    ) -> Result<Versioned, Refusal> {
        actor.writes()?;
        let known = self.known_event(event).await?;
        let (side, party) = match &actor.role {
            Role::Firm(_) => ("firm", &one.firm),
            _ => ("desk", &one.desk),
        };
        self.speaks_for(actor, &known, side, party).await?;
        let mut wrong = Vec::new();
        let mut note = |field: &str, message: &str, hint: &str| {
            wrong.push(Wrong { field: field.into(), message: message.into(), hint: hint.into() });
        };
        if !STAGES.contains(&one.stage.as_str()) {
            note("stage", "is none", "give met, follow_up, nda, rfq, proposal, engaged or lost");
        }
        if !one.next_date.is_empty() && one.next_date.parse::<jiff::civil::Date>().is_err() {
            note("next_date", "is not a day", "write it as 2027-06-30");
        }
        if one.note.chars().count() > 2_000 {
            note("note", "has more than 2000 characters", "shorten it");
        }
        if one.amount_eur.is_some_and(|amount| !(0..=10_000_000_000).contains(&amount)) {
            note("amount_eur", "is not 0 to 10 000 000 000", "give whole euros");
        }
        if one.co_financing_pct.is_some_and(|share| !(0..=100).contains(&share)) {
            note("co_financing_pct", "is not 0 to 100", "give the firm's share of the cost, per cent");
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        let theirs = self.own_meetings(actor, event).await?;
        if !theirs.iter().any(|meeting| key(meeting) == key_of(one)) {
            let hint = "check desk, firm and brief";
            return Err(Refusal::invalid("", "there is no such meeting in the last release", hint));
        }
        let mut tx = self.inner.db.begin(actor.by()).await?;
        let version = tx.put_follow_up(event, one).await?;
        tx.commit().await?;
        let lines = self.follow_ups(actor, event).await?;
        let body = lines.into_iter().find(|line| key(line) == key_of(one)).unwrap_or_default();
        Ok(Versioned { body, version })
    }

    /// The board as a table: semicolons, every cell quoted, nothing that a spreadsheet would compute.
    ///
    /// # Errors
    /// As for the board.
    pub async fn follow_ups_table(&self, actor: &Actor, event: &str) -> Result<String, Refusal> {
        const COLUMNS: [&str; 13] = [
            "desk",
            "client",
            "firm",
            "firm_name",
            "brief",
            "brief_title",
            "start",
            "stage",
            "next_date",
            "note",
            "amount_eur",
            "co_financing_pct",
            "updated",
        ];
        Ok(table(&COLUMNS, &self.follow_ups(actor, event).await?))
    }

    /// What was said of the meetings as a table, as far as it is the reader's.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub async fn outcomes_table(&self, actor: &Actor, event: &str) -> Result<String, Refusal> {
        Ok(table(
            &["desk", "firm", "brief", "by", "verdict", "steps", "note", "updated"],
            &self.outcomes(actor, event).await?,
        ))
    }

    /// An event in figures, for sponsors: how many came, met, found it useful, went on, and with what co-financing; by side and by
    /// the clients' sectors. It names no person and no brief.
    ///
    /// # Errors
    /// When nothing was released, or the actor is not on the team.
    pub async fn figures(&self, actor: &Actor, event: &str) -> Result<Json, Refusal> {
        self.team_reads(actor, event).await?;
        let known = self.known_event(event).await?;
        let meetings = self.own_meetings(actor, event).await?;
        let outcomes = self.inner.db.outcomes(event).await?;
        let follow_ups = self.inner.db.follow_ups(event).await?;
        let absent: BTreeSet<(String, String)> = self
            .inner
            .db
            .attendance(event)
            .await?
            .into_iter()
            .filter(|one| one.status == "absent")
            .map(|one| (one.side, one.party))
            .collect();
        let mut sectors: BTreeMap<&str, String> = BTreeMap::new();
        for client in &known.file.parts().clients {
            let sector =
                client.sector.as_ref().map_or("other", |one| one.known().unwrap_or_else(|| one.key()));
            sectors.extend(client.desks.iter().map(|desk| (desk.id.as_str(), sector.to_owned())));
        }
        let held: Vec<&Json> = meetings
            .iter()
            .filter(|meeting| {
                let [desk, firm, _] = key(meeting);
                let missed = outcomes.iter().any(|one| one.verdict == "no_show" && is_of(one, meeting));
                !missed
                    && !absent.contains(&("desk".into(), desk))
                    && !absent.contains(&("firm".into(), firm))
            })
            .collect();
        let of_meetings = |meetings: &[&Json]| tally(meetings, &outcomes, &follow_ups);
        let mut by_sector: BTreeMap<&str, Vec<&Json>> = BTreeMap::new();
        for meeting in &held {
            let desk = meeting["desk"].as_str().unwrap_or_default();
            by_sector.entry(sectors.get(desk).map_or("other", String::as_str)).or_default().push(meeting);
        }
        let by_side: serde_json::Map<String, Json> = ["desk", "firm"]
            .into_iter()
            .map(|side| {
                let own: Vec<&Outcome> = outcomes.iter().filter(|one| one.side == side).collect();
                let of_release =
                    || own.iter().filter(|said| meetings.iter().any(|meeting| is_of(said, meeting)));
                let saying =
                    |verdict: &str| of_release().filter(|said| said.verdict == verdict).count();
                let parties: BTreeSet<&str> = held.iter().filter_map(|one| one[side].as_str()).collect();
                (
                    side.to_owned(),
                    json!({"parties": parties.len(), "said": own.len(), "useful_share": useful(&own),
                        "useful": saying("useful"), "not_useful": saying("not_useful"), "no_show": saying("no_show")}),
                )
            })
            .collect();
        let distinct =
            |key: &str| meetings.iter().filter_map(|one| one[key].as_str()).collect::<BTreeSet<_>>().len();
        let mut whole = of_meetings(&held);
        whole["event"] = json!(known.record.title);
        whole["participants"] =
            json!({"clients": distinct("client"), "desks": distinct("desk"), "firms": distinct("firm")});
        whole["planned"] = json!(meetings.len());
        whole["by_side"] = json!(by_side);
        whole["by_sector"] = by_sector
            .iter()
            .map(|(sector, own)| ((*sector).to_owned(), of_meetings(own)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        Ok(whole)
    }
}

fn is_of(one: &Outcome, meeting: &Json) -> bool {
    meeting["desk"] == json!(one.desk)
        && meeting["firm"] == json!(one.firm)
        && meeting["brief"] == json!(one.brief)
}

/// The share of outcomes that say `useful`; none where nobody said anything.
fn useful(outcomes: &[&Outcome]) -> Option<f64> {
    let good = outcomes.iter().filter(|one| one.verdict == "useful").count();
    (!outcomes.is_empty()).then(|| (good as f64 / outcomes.len() as f64 * 1_000.0).round() / 1_000.0)
}

/// The figures of some meetings that took place. A meeting counts for a step when either side noted it, or its line on the board
/// stands there.
fn tally(meetings: &[&Json], outcomes: &[Outcome], follow_ups: &[FollowUp]) -> Json {
    let minutes: u64 = meetings.iter().filter_map(|one| one["minutes"].as_u64()).sum();
    let own: Vec<&Outcome> =
        outcomes.iter().filter(|said| meetings.iter().any(|one| is_of(said, one))).collect();
    let lines: BTreeMap<Key, &FollowUp> = follow_ups.iter().map(|one| (key_of(one), one)).collect();
    let reached = |step: &str, stages: &[&str]| {
        let has = |meeting: &&&Json| {
            let noted = own
                .iter()
                .any(|said| is_of(said, meeting) && said.steps.split_whitespace().any(|one| one == step));
            noted || lines.get(&key(meeting)).is_some_and(|line| stages.contains(&line.stage.as_str()))
        };
        meetings.iter().filter(has).count()
    };
    let engaged =
        meetings.iter().filter_map(|one| lines.get(&key(one))).filter(|line| line.stage == "engaged");
    let (mut amount, mut shared) = (0i64, 0i64);
    for line in engaged {
        let worth = line.amount_eur.unwrap_or(0);
        amount += worth;
        shared += worth * line.co_financing_pct.unwrap_or(0) / 100;
    }
    json!({"meetings": meetings.len(), "hours": (minutes as f64 / 6.0).round() / 10.0, "said": own.len(),
        "useful_share": useful(&own), "follow_ups": reached("follow_up", &["follow_up"]), "ndas": reached("nda", &["nda"]),
        "rfqs": reached("rfq", &["rfq"]), "proposals": reached("proposal", &["proposal"]),
        "engaged": reached("project", &["engaged"]), "funnel": funnel(meetings, &own, &lines), "engaged_eur": amount, "co_financing_eur": shared})
}

/// How many of the meetings held came at least so far. Whoever signed a project had found the meeting useful, whether they said so or
/// not: a meeting counts for each step up to the furthest that either side noted, or that its line on the board has reached.
fn funnel(meetings: &[&Json], outcomes: &[&Outcome], lines: &BTreeMap<Key, &FollowUp>) -> Json {
    const STEPS: [&str; 6] = ["useful", "follow_up", "nda", "rfq", "proposal", "engaged"];
    let place = |step: &str| STEPS.iter().position(|one| *one == step).map_or(0, |at| at + 1);
    let furthest = |meeting: &&Json| {
        let said = outcomes.iter().filter(|one| is_of(one, meeting)).flat_map(|one| {
            let steps =
                one.steps.split_whitespace().map(|step| if step == "project" { "engaged" } else { step });
            steps.chain([one.verdict.as_str()]).map(place)
        });
        let line = lines.get(&key(meeting)).map(|line| place(&line.stage));
        said.chain(line).max().unwrap_or(0)
    };
    let reached: Vec<usize> = meetings.iter().map(furthest).collect();
    let mut counts = json!({"held": meetings.len()});
    for step in STEPS {
        counts[step] = json!(reached.iter().filter(|far| **far >= place(step)).count());
    }
    counts
}

fn only(object: &Json, keys: &[&str]) -> Json {
    let fields = keys.iter().filter_map(|key| Some(((*key).to_owned(), object.get(key)?.clone())));
    fields.collect::<serde_json::Map<_, _>>().into()
}

/// Rows as CSV with a head, for spreadsheets of either language: semicolons, UTF-8 with its mark.
fn table(columns: &[&str], rows: &[Json]) -> String {
    let cell = |value: &Json| {
        let text = match value {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            Json::Array(all) => all.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
            other => other.to_string(),
        };
        // What begins like a formula would be computed by whoever opens the file.
        let guard =
            if value.is_string() && text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    };
    let mut out = format!("\u{feff}{}\r\n", columns.join(";"));
    for row in rows {
        let cells: Vec<String> = columns.iter().map(|column| cell(&row[*column])).collect();
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::table;

    #[test]
    fn a_table_computes_nothing_and_keeps_every_character() {
        let rows = [json!({"a": "=1+1", "b": "dit \"oui\";\nnon", "c": -3, "d": null, "e": ["nda", "rfq"]})];
        let text = table(&["a", "b", "c", "d", "e"], &rows);
        assert_eq!(
            text,
            "\u{feff}a;b;c;d;e\r\n\"'=1+1\";\"dit \"\"oui\"\";\nnon\";\"-3\";\"\";\"nda rfq\"\r\n"
        );
    }
}
