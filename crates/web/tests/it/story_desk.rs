//! The organiser's desk, through the API on each database.

use passerelle_app::service::Actor;
use serde_json::{Value as Json, json};

use crate::house::{Caller, House, event};

const DAY: &str = "/events/petit-jour";

async fn planned(name: &str) -> Vec<(House, Caller)> {
    let mut all = Vec::new();
    for house in House::all(name).await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        house.post(&organiser, &format!("{DAY}/plans"), json!({})).await.is(202);
        house.settle().await;
        all.push((house, organiser));
    }
    all
}

async fn draft(house: &House, who: &Caller) -> (Json, String) {
    let got = house.get(who, &format!("{DAY}/draft")).await.is(200);
    (got.json(), got.etag())
}

fn of(meeting: &Json) -> Json {
    json!({"desk": meeting["desk"], "firm": meeting["firm"], "brief": meeting["brief"]})
}

fn edit(kind: &str, meeting: &Json, more: &Json) -> Json {
    let mut edit = of(meeting);
    edit["kind"] = json!(kind);
    for (key, value) in more.as_object().unwrap() {
        edit[key] = value.clone();
    }
    edit
}

async fn done(house: &House, who: &Caller, path: &str, body: Json) -> Json {
    let job = house.post(who, &format!("{DAY}/{path}"), body).await.is(202).json();
    house.settle().await;
    let job = house.get(who, &format!("/jobs/{}", job["id"].as_str().unwrap())).await.is(200).json();
    assert_eq!(job["status"], "done", "{job:#}");
    job["result"].clone()
}

#[tokio::test]
async fn questions_about_an_agenda_are_answered_with_names() {
    for (house, organiser) in planned("questions").await {
        let (draft, _) = draft(&house, &organiser).await;
        let placed = &draft["agenda"]["meetings"][0];
        let ask = |one: &Json| {
            format!("{DAY}/why?desk={}&firm={}", one["desk"].as_str().unwrap(), one["firm"].as_str().unwrap())
        };
        let there = house.get(&organiser, &ask(placed)).await.is(200).json();
        let there =
            there["answers"].as_array().unwrap().iter().find(|one| one["reason"] == "placed").unwrap();
        assert!(
            there["firm_name"].is_string() && there["client"].is_string() && there["brief_title"].is_string()
        );
        assert!(there["sentence"]["fr"].as_str().unwrap().contains(there["firm_name"].as_str().unwrap()));
        let none = house
            .get(&organiser, &format!("{DAY}/why?desk=railys-maintenance&firm=codaweb"))
            .await
            .is(200)
            .json();
        assert_eq!(none["answers"][0]["reason"], "not_built", "{none:#}");
        house.get(&organiser, &format!("{DAY}/why?desk=nobody&firm=codaweb")).await.is(404);

        let shared = house.get(&organiser, &format!("{DAY}/fairness")).await.is(200).json();
        let met: u64 =
            shared["parties"].as_array().unwrap().iter().map(|one| one["meetings"].as_u64().unwrap()).sum();
        assert_eq!(met, 2 * draft["agenda"]["meetings"].as_array().unwrap().len() as u64);
        let reserves = house.get(&organiser, &format!("{DAY}/standby")).await.is(200).json();
        assert!(
            reserves["meetings"][0]["start"].as_str().unwrap().starts_with("2027-05-20T"),
            "{reserves:#}"
        );

        // One table fewer than meetings in a slot would do: close nearly everything, and one more table helps.
        let helps = done(&house, &organiser, "helps", json!({"top": 3})).await;
        assert!(helps["considered"].as_u64().unwrap() > 0, "{helps:#}");
        for one in helps["helps"].as_array().unwrap() {
            assert!(!one["sentence"]["fr"].as_str().unwrap().contains('`'), "{one:#}");
            assert!(!one["sentence"]["en"].as_str().unwrap().contains('`'), "{one:#}");
        }
        let price = done(&house, &organiser, "fairness", json!({"max_floor": 2})).await;
        assert!(price["floors"].as_array().unwrap().len() >= 2, "{price:#}");
        let curves = done(&house, &organiser, "curves", json!({})).await;
        let points = curves["points"].as_array().unwrap();
        assert!(points.len() >= 5 && curves["left_out"] == json!([]), "{curves:#}");
        for one in points {
            assert!(
                one["bound"].as_i64() >= one["value"].as_i64() && one["floor_shortfall"].is_number(),
                "{one:#}"
            );
        }
        house.post(&organiser, &format!("{DAY}/curves"), json!({"policies": [{"zzz": 1}]})).await.is(422);
        house.post(&organiser, &format!("{DAY}/helps"), json!({"top": 0})).await.is(422);
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story from the first change to the last step back")]
async fn a_draft_is_changed_by_hand_and_had_back() {
    for (house, organiser) in planned("edits").await {
        let (first, tag) = draft(&house, &organiser).await;
        let meetings = first["agenda"]["meetings"].as_array().unwrap().clone();
        let (tries, edits, undo) =
            (format!("{DAY}/draft/tries"), format!("{DAY}/draft/edits"), format!("{DAY}/draft/undo"));
        let one = &meetings[0];
        let rival = meetings
            .iter()
            .find(|other| {
                other["slot"] != one["slot"] && (other["desk"] == one["desk"] || other["firm"] == one["firm"])
            })
            .unwrap();

        // A conflict is told before the drop, with the rule's code and names; nothing is written.
        let clash = edit("move", one, &json!({"slot": rival["slot"], "table": rival["table"]}));
        let told = house.post(&organiser, &tries, clash.clone()).await.is(200).json();
        assert_eq!(told["possible"], false, "{told:#}");
        let rules: Vec<&str> =
            told["conflicts"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
        assert!(rules.contains(&"seats") && rules.contains(&"tables"), "{told:#}");
        let french = told["conflicts"][0]["sentence"]["fr"].as_str().unwrap();
        assert!(!french.contains('`') && !french.contains("desk:"), "{french}");
        let refused = house.post(&organiser.with("if-match", &tag), &edits, clash).await.is(422).json();
        assert!(
            refused["errors"].as_array().unwrap().iter().any(|one| one["field"] == "seats"),
            "{refused:#}"
        );
        assert_eq!(draft(&house, &organiser).await.0["agenda"], first["agenda"]);

        // Some two meetings can change places, and are had back.
        let mut swapped = None;
        for (at, first) in meetings.iter().enumerate() {
            for second in &meetings[at + 1..] {
                let swap = edit("swap", first, &json!({"with": of(second)}));
                let told = house.post(&organiser, &tries, swap.clone()).await.is(200).json();
                if swapped.is_none() && told["possible"] == true && first["slot"] != second["slot"] {
                    assert_eq!(told["value"]["change"], 0);
                    swapped = Some((first, second, swap));
                }
            }
        }
        let (here, there, swap) = swapped.expect("two that can change places");
        let now = house.post(&organiser.with("if-match", &tag), &edits, swap).await.is(200);
        let (after, _) = draft(&house, &organiser).await;
        let place = |of_whom: &Json| {
            let all = after["agenda"]["meetings"].as_array().unwrap();
            let found = all.iter().find(|one| of(one) == of(of_whom)).unwrap();
            (found["slot"].clone(), found["table"].clone(), found["start"].clone())
        };
        for (was, other) in [(here, there), (there, here)] {
            assert_eq!(place(was), (other["slot"].clone(), other["table"].clone(), other["start"].clone()));
        }
        let tag =
            house.send(&organiser.with("if-match", now.etag()), "POST", &undo, None).await.is(200).etag();
        assert_eq!(draft(&house, &organiser).await.0["agenda"], first["agenda"]);

        // A meeting goes: the value falls by what it was worth, the bound stays, and it is not called the best.
        let removed = house
            .post(&organiser.with("if-match", &tag), &edits, edit("remove", one, &json!({})))
            .await
            .is(200);
        let told = removed.json();
        assert_eq!(told["value"]["change"].as_i64().unwrap(), -one["value"].as_i64().unwrap(), "{told:#}");
        assert_eq!(told["proof"]["status"], "feasible");
        house
            .post(&organiser.with("if-match", &tag), &edits, edit("remove", rival, &json!({})))
            .await
            .is(412);
        let (second, tag) = draft(&house, &organiser).await;
        assert_eq!(removed.etag(), tag);
        assert_eq!(second["result"]["bound"], first["result"]["bound"]);
        assert_eq!(second["agenda"]["proof"]["status"], "feasible");
        assert!(
            second["agenda"]["unplaced"].as_array().unwrap().iter().any(|left| of(left) == of(one)),
            "{second:#}"
        );

        // It comes back at a slot of its choice, is locked there, and a new plan keeps it there.
        let mut at = None;
        for slot in
            first["agenda"]["meetings"].as_array().unwrap().iter().map(|m| m["slot"].as_str().unwrap())
        {
            let add = edit("add", one, &json!({"slot": slot}));
            let told = house.post(&organiser, &tries, add.clone()).await;
            if told.status == 200 && told.json()["possible"] == true {
                at = Some((slot.to_owned(), add));
                break;
            }
        }
        let (slot, add) = at.expect("a slot that suits");
        let added = house.post(&organiser.with("if-match", &tag), &edits, add).await.is(200);
        assert_eq!(
            added.json()["proof"]["value"],
            first["result"]["value"],
            "the same meetings are worth the same"
        );
        let locked = house
            .post(
                &organiser.with("if-match", added.etag()),
                &edits,
                edit("lock", one, &json!({"hold": "slot"})),
            )
            .await
            .is(200);
        let held = house.post(&organiser, &tries, edit("remove", one, &json!({}))).await.is(200).json();
        assert_eq!(held["conflicts"][0]["rule"], "locks", "{held:#}");
        house.post(&organiser, &format!("{DAY}/plans"), json!({})).await.is(202);
        house.settle().await;
        let (planned, tag) = draft(&house, &organiser).await;
        let kept =
            planned["agenda"]["meetings"].as_array().unwrap().iter().find(|m| of(m) == of(one)).unwrap();
        assert_eq!((&kept["slot"], &kept["locked"]), (&json!(slot), &json!(true)), "{}", house.name);
        assert_eq!(planned["locks"][0]["slot"], json!(slot));

        // The plan is taken back, then the lock, the addition, the removal: the first agenda is there again.
        assert_ne!(locked.etag(), tag);
        let mut tag = tag;
        for _ in 0..4 {
            tag = house.send(&organiser.with("if-match", &tag), "POST", &undo, None).await.is(200).etag();
        }
        let (back, _) = draft(&house, &organiser).await;
        assert_eq!(
            (&back["agenda"], &back["locks"], &back["undo"]),
            (&first["agenda"], &json!([]), &json!(0))
        );
        house.send(&organiser.with("if-match", &tag), "POST", &undo, None).await.is(409);

        // Unlocking takes no lock of others away; words that mean nothing are told.
        house.post(&organiser, &tries, edit("unlock", one, &json!({}))).await.is(422);
        house.post(&organiser, &tries, edit("dance", one, &json!({}))).await.is(422);
        house.post(&organiser, &tries, edit("move", one, &json!({"slot": "nowhere"}))).await.is(422);
    }
}

#[tokio::test]
async fn scenarios_lie_side_by_side_and_an_earlier_release_comes_again() {
    for (house, organiser) in planned("scenarios").await {
        let (first, tag) = draft(&house, &organiser).await;
        house.post(&organiser.with("if-match", &tag), &format!("{DAY}/releases"), json!({})).await.is(201);
        let asked = json!({"scenario": "équité", "policy": {"floors": [{"side": "firm", "min": 2}]}});
        house.post(&organiser, &format!("{DAY}/plans"), asked).await.is(202);
        house.post(&organiser, &format!("{DAY}/plans"), json!({"scenario": ""})).await.is(422);
        house.settle().await;
        assert_eq!(draft(&house, &organiser).await.0["agenda"], first["agenda"], "the draft is what it was");
        let all = house.get(&organiser, &format!("{DAY}/scenarios")).await.is(200).json();
        let names: Vec<&Json> = all["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names, [&Json::Null, &json!("équité")]);
        let path = format!("{DAY}/scenarios/%C3%A9quit%C3%A9");
        house.get(&organiser, &path).await.is(200);
        let two = house
            .get(&organiser, &format!("{DAY}/scenarios/compare?to=%C3%A9quit%C3%A9"))
            .await
            .is(200)
            .json();
        assert_eq!(two["scenarios"][0]["figures"]["value"], first["result"]["value"], "{two:#}");

        // One meeting less is adopted as the draft by way of a scenario, released, and the first release comes again.
        let (_, tag) = draft(&house, &organiser).await;
        let gone = &first["agenda"]["meetings"][0];
        house
            .post(
                &organiser.with("if-match", tag),
                &format!("{DAY}/draft/edits"),
                edit("remove", gone, &json!({})),
            )
            .await
            .is(200);
        let (_, tag) = draft(&house, &organiser).await;
        house.post(&organiser.with("if-match", tag), &format!("{DAY}/releases"), json!({})).await.is(201);
        house.post(&organiser, &format!("{DAY}/releases/2/again"), json!({})).await.is(409);
        house.post(&organiser, &format!("{DAY}/releases/9/again"), json!({})).await.is(404);
        let again = house
            .post(&organiser, &format!("{DAY}/releases/1/again"), json!({"note": "retour"}))
            .await
            .is(201)
            .json();
        assert_eq!((&again["number"], &again["people_to_tell"]), (&json!(3), &json!(2)), "{again:#}");
        let same = house.get(&organiser, &format!("{DAY}/releases/3/difference?from=1")).await.is(200).json();
        assert_eq!(same["changes"], json!([]));

        house.send(&organiser, "POST", &format!("{path}/adopt"), None).await.is(200);
        let adopted =
            house.get(&organiser, &format!("{DAY}/scenarios/compare?to=%C3%A9quit%C3%A9")).await.json();
        assert_eq!(adopted["changes"], json!([]));
        house.send(&organiser, "DELETE", &path, None).await.is(204);
        house.get(&organiser, &path).await.is(404);
        assert_eq!(house.service.faults().await.unwrap(), Vec::<String>::new());
    }
}
