//! After the event, through the API on each database.

use passerelle_app::service::Actor;
use serde_json::{Value as Json, json};

use crate::house::{House, event};

const DAY: &str = "/events/petit-jour";

fn line<'j>(board: &'j Json, firm: &str) -> &'j Json {
    board["items"].as_array().unwrap().iter().find(|one| one["firm"] == firm).unwrap()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story from the release to the figures")]
async fn what_follows_a_meeting_is_shared_by_its_two_sides_and_nobody_else() {
    for house in House::all("after").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        house.get(&organiser, &format!("{DAY}/follow-ups")).await.is(404);
        house.post(&organiser, &format!("{DAY}/plans"), json!({})).await.is(202);
        house.settle().await;
        let tag = house.get(&organiser, &format!("{DAY}/draft")).await.is(200).etag();
        house.post(&organiser.with("if-match", tag), &format!("{DAY}/releases"), json!({})).await.is(201);
        let client = house.member(&organiser, "client", "avionor").await;
        let other_client = house.member(&organiser, "client", "railys").await;
        let firm = house.member(&organiser, "firm", "mesurac").await;
        let other = house.member(&organiser, "firm", "vibrel").await;
        let board = format!("{DAY}/follow-ups");

        let own = house.get(&firm, &board).await.is(200).json();
        assert!(own["items"].as_array().unwrap().iter().all(|one| one["firm"] == "mesurac"), "{own:#}");
        let one = line(&own, "mesurac").clone();
        assert_eq!((&one["stage"], &one["version"]), (&json!("met"), &json!(0)));
        let sent = |stage: &str, version: i64| {
            json!({"desk": one["desk"], "firm": "mesurac", "brief": one["brief"], "stage": stage, "version": version,
                "next_date": "2027-06-30", "note": "=appeler", "amount_eur": 200_000, "co_financing_pct": 40})
        };

        // The firm writes, the client reads it and goes on; whoever saw an older one is told; others may not.
        house.put(&firm, &board, sent("nda", 0)).await.is(200);
        let seen = house.get(&client, &board).await.is(200).json();
        let shared = seen["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|other| other["firm"] == "mesurac" && other["brief"] == one["brief"]);
        assert_eq!(shared.unwrap()["stage"], "nda", "{seen:#}");
        house.put(&client, &board, sent("engaged", 1)).await.is(200);
        let late = house.put(&firm, &board, sent("lost", 1)).await.is(412);
        assert_eq!(late.json()["code"], "stale");
        house.put(&other, &board, sent("lost", 2)).await.is(403);
        house.put(&other_client, &board, sent("lost", 2)).await.is(403);
        assert!(!house.get(&other, &board).await.is(200).text.contains("mesurac"), "{}", house.name);
        assert!(!house.get(&other, &format!("{board}.csv")).await.is(200).text.contains("appeler"));
        let wrong = json!({"desk": one["desk"], "firm": "mesurac", "brief": one["brief"], "stage": "married", "next_date": "demain",
            "co_financing_pct": 140, "version": 2});
        assert_eq!(
            house.put(&firm, &board, wrong).await.is(422).json()["errors"].as_array().unwrap().len(),
            3
        );
        let nowhere = json!({"desk": one["desk"], "firm": "mesurac", "brief": "nothing", "stage": "met"});
        house.put(&organiser, &board, nowhere).await.is(422);

        // A confidential brief's title stays with its client.
        let title = house.get(&organiser, "/briefs/brief-secret").await.is(200).json()["title"]
            .as_str()
            .unwrap()
            .to_owned();
        for who in [&firm, &other] {
            assert!(!house.get(who, &board).await.text.contains(&title));
        }

        // Each side says its own; the figures name nobody.
        let outcome = |by: &str, verdict: &str| json!({"desk": one["desk"], "firm": "mesurac", "brief": one["brief"], "by": by, "verdict": verdict, "steps": ["follow_up", "rfq"]});
        house.put(&client, &format!("{DAY}/outcomes"), outcome("desk", "useful")).await.is(204);
        house.put(&firm, &format!("{DAY}/outcomes"), outcome("firm", "not_useful")).await.is(204);
        let said = house.get(&firm, &board).await.json();
        let said =
            said["items"].as_array().unwrap().iter().find(|other| other["brief"] == one["brief"]).unwrap();
        assert_eq!(
            said["outcomes"].as_array().unwrap().len(),
            1,
            "the other side's verdict is its own: {said:#}"
        );
        let all = house.get(&organiser, &board).await.json();
        let planned = all["items"].as_array().unwrap().len();
        let figures = house.get(&organiser, &format!("{DAY}/figures")).await.is(200);
        let told = figures.json();
        assert_eq!((&told["planned"], &told["meetings"]), (&json!(planned), &json!(planned)), "{told:#}");
        assert_eq!(told["hours"], json!((planned as f64 * 20.0 / 6.0).round() / 10.0));
        assert_eq!(
            (&told["useful_share"], &told["rfqs"], &told["engaged"]),
            (&json!(0.5), &json!(1), &json!(1))
        );
        assert_eq!((&told["engaged_eur"], &told["co_financing_eur"]), (&json!(200_000), &json!(80_000)));
        assert_eq!(told["by_side"]["desk"]["useful_share"], 1.0);
        let by_sector: u64 = told["by_sector"]
            .as_object()
            .unwrap()
            .values()
            .map(|one| one["meetings"].as_u64().unwrap())
            .sum();
        assert_eq!(by_sector, planned as u64);
        for name in ["Caussade", "Estève", "Roques", "Mesurac", "mesurac", title.as_str()] {
            assert!(!figures.text.contains(name), "{name} in {told:#}");
        }
        house.get(&client, &format!("{DAY}/figures")).await.is(403);

        // Who did not come was not met.
        let absent = json!({"side": "firm", "party": "mesurac", "status": "absent"});
        house.put(&organiser, &format!("{DAY}/attendance"), absent).await.is(204);
        let fewer = house.get(&organiser, &format!("{DAY}/figures")).await.json();
        assert!(fewer["meetings"].as_u64().unwrap() < planned as u64, "{fewer:#}");

        let table = house.get(&organiser, &format!("{board}.csv")).await.is(200);
        assert!(table.head["content-type"].to_str().unwrap().starts_with("text/csv"));
        assert_eq!(table.text.lines().count(), planned + 1);
        assert!(table.text.contains("\"'=appeler\"") && table.text.contains("\"200000\""), "{}", table.text);
        assert!(
            house
                .get(&organiser, &format!("{DAY}/outcomes.csv"))
                .await
                .is(200)
                .text
                .contains("\"not_useful\"")
        );
        assert_eq!(house.service.faults().await.unwrap(), Vec::<String>::new());
    }
}
