//! The directory, sectors and briefs of the past, through the API on each database.

use passerelle_app::service::Actor;
use serde_json::{Value as Json, json};

use crate::house::{Caller, House, event};

async fn loaded(name: &str) -> Vec<(House, Caller)> {
    let mut all = Vec::new();
    for house in House::all(name).await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        all.push((house, organiser));
    }
    all
}

async fn publish(house: &House, organiser: &Caller, firm: Json) {
    let id = firm["id"].as_str().unwrap().to_owned();
    let made = house.post(organiser, "/firms", firm).await.is(201);
    let path = format!("/firms/{id}/publish");
    house.send(&organiser.with("if-match", made.etag()), "POST", &path, None).await.is(200);
    house.settle().await;
}

fn counts(page: &Json, facet: &str) -> Vec<(String, u64)> {
    let values = page["facets"][facet]["values"].as_array().unwrap();
    values
        .iter()
        .map(|one| (one["key"].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap()))
        .collect()
}

fn ids(page: &Json, list: &str, key: &str) -> Vec<String> {
    page[list].as_array().unwrap().iter().map(|one| one[key].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn facets_count_what_each_choice_would_leave() {
    for (house, organiser) in loaded("facets").await {
        let nobody = Caller::nobody();
        let firm = json!({"id": "lointain", "name": "Lointain", "headcount": 24, "sectors": ["ferroviaire"],
            "summary": "Bancs d'essai à distance.", "sites": [{"city": "Tarbes"}],
            "certifications": [{"standard": "EN 9100"}, {"standard": "ISO 9001", "valid_until": "2020-01-01"}],
            "remote_centres": ["Rodez"], "availability": [{"month": "2099-01", "people": 2}]});
        publish(&house, &organiser, firm).await;
        let all = house.get(&nobody, "/directory").await.is(200).json();
        assert_eq!(all["total"], 5, "{all:#}");
        let total: u64 = counts(&all, "size").iter().map(|(_, count)| count).sum();
        assert!(total <= 5 && counts(&all, "sector").contains(&("rail".into(), 2)), "{all:#}");
        assert_eq!(counts(&all, "remote"), [("yes".to_owned(), 1)]);
        let held: Vec<String> = counts(&all, "certification").into_iter().map(|(key, _)| key).collect();
        assert!(
            !held.iter().any(|key| key.contains("9001")),
            "what has run out is none to look for: {held:?}"
        );
        assert!(all["facets"].get("free").is_none(), "the public is not told of free people");
        assert!(!all.to_string().contains("contacts") && !all.to_string().contains("day_rate"));
        house.get(&nobody, "/directory?free=yes").await.is(422);
        let free = house.get(&organiser, "/directory?free=yes").await.is(200).json();
        assert_eq!(ids(&free, "items", "id"), ["lointain"]);

        // One facet chosen: its own counts stay, the others follow.
        let rail = house.get(&nobody, "/directory?sector=rail").await.is(200).json();
        assert_eq!(counts(&rail, "sector"), counts(&all, "sector"));
        assert_eq!(rail["total"], 2, "{rail:#}");
        let both = house.get(&nobody, "/directory?sector=rail&remote=yes").await.is(200).json();
        assert_eq!(ids(&both, "items", "id"), ["lointain"]);
        let two = house.get(&nobody, "/directory?sector=rail,aeronautics").await.is(200).json();
        assert_eq!(two["total"], 3);
        let words = house.get(&nobody, "/directory?q=LABVIEW").await.is(200).json();
        assert_eq!(ids(&words, "items", "id"), ["mesurac"]);
        assert_eq!(house.get(&nobody, "/directory?city=atlantis").await.is(200).json()["total"], 0);

        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = house.get(&nobody, &format!("/directory?limit=2{next}")).await.is(200).json();
            seen.extend(ids(&page, "items", "id"));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, ["codaweb", "lointain", "mesurac", "signalys", "vibrel"]);

        // What is taken back is gone.
        let now = house.get(&organiser, "/firms/lointain").await.is(200);
        house
            .send(&organiser.with("if-match", now.etag()), "POST", "/firms/lointain/withdraw", None)
            .await
            .is(200);
        house.settle().await;
        assert_eq!(house.get(&nobody, "/directory").await.json()["total"], 4);
    }
}

#[tokio::test]
async fn a_sector_is_served_by_references_by_word_and_by_skills_that_carry_over() {
    for (house, organiser) in loaded("sectors").await {
        let firm = json!({"id": "railtech", "name": "Railtech", "sectors": ["energy"],
            "references": [{"title": "Banc de freinage", "sector": "ferroviaire", "year": 2025}]});
        publish(&house, &organiser, firm).await;
        let rail = house.get(&Caller::nobody(), "/sectors/ferroviaire").await.is(200).json();
        assert_eq!(rail["sector"], "rail");
        assert!(ids(&rail, "direct", "firm").contains(&"railtech".to_owned()), "{rail:#}");
        let transfer = rail["transfer"].as_array().unwrap();
        let mesurac =
            transfer.iter().find(|one| one["firm"] == "mesurac").expect("aeronautics carries over to rail");
        assert_eq!(mesurac["from"][0]["sector"], "aeronautics");
        assert!(mesurac["from"][0]["why"]["fr"].as_str().unwrap().contains("CEI 61508"));
        assert!(mesurac["from"][0]["why"]["en"].as_str().unwrap().contains("IEC 61508"));
        let none = house.get(&Caller::nobody(), "/sectors/numismatics").await.is(200).json();
        assert_eq!((&none["direct"], &none["transfer"]), (&json!([]), &json!([])));
    }
}

#[tokio::test]
async fn briefs_of_the_past_tell_a_firm_no_more_than_it_may_know() {
    for (house, organiser) in loaded("past").await {
        let firm = house.member(&organiser, "firm", "mesurac").await;
        let past = "/firms/mesurac/past-briefs";
        assert_eq!(house.get(&firm, past).await.is(200).json()["briefs"], json!([]));
        for brief in ["banc-essai", "brief-secret"] {
            let now = house.get(&organiser, &format!("/briefs/{brief}")).await.is(200);
            let path = format!("/briefs/{brief}/close");
            house.send(&organiser.with("if-match", now.etag()), "POST", &path, None).await.is(200);
        }
        let secret = house.get(&organiser, "/briefs/brief-secret").await.is(200).json();
        let came = house.get(&firm, past).await.is(200);
        let shown = came.json();
        assert_eq!(
            (&shown["briefs"][0]["id"], &shown["briefs"][0]["found"]),
            (&json!("banc-essai"), &json!(true))
        );
        let one = &shown["confidential"][0];
        assert!(["strong", "possible", "weak"].iter().any(|fit| one["fit"] == **fit), "{shown:#}");
        assert!(!came.text.contains(secret["title"].as_str().unwrap()), "{shown:#}");
        assert!(!came.text.contains("codaweb") && !came.text.contains("vibrel"), "no competitor is named");
        house.get(&firm, "/firms/codaweb/past-briefs").await.is(403);
    }
}

#[tokio::test]
async fn a_set_up_says_in_figures_whether_it_can_work() {
    for (house, organiser) in loaded("setup_figures").await {
        let day = "/events/petit-jour";
        let (firm, client) = (
            house.member(&organiser, "firm", "mesurac").await,
            house.member(&organiser, "client", "avionor").await,
        );
        // A wish straight from a ranking, and the same from the other side: one meeting.
        let ranked = house.get(&client, "/briefs/banc-essai/matches").await.is(200).json();
        let best = ranked["ranked"][0]["firm"].as_str().unwrap();
        assert_eq!(best, "mesurac");
        let wish = json!({"desk": "avionor-essais", "firm": best, "brief": "banc-essai", "grade": 3, "message": "Parlons-en."});
        house.post(&client, &format!("{day}/wishes"), wish).await.is(201);
        house.post(&firm, &format!("{day}/wishes"), json!({"brief": "banc-essai", "grade": 2})).await.is(201);
        let told = house.get(&organiser, &format!("{day}/check")).await.is(200).json();
        assert_eq!(
            (&told["slots"], &told["places"], &told["desks"]),
            (&json!(6), &json!(12), &json!(2)),
            "{told:#}"
        );
        assert_eq!((&told["wishes"], &told["wished_meetings"]), (&json!(2), &json!(1)));
        assert_eq!((&told["can_work"], &told["impossible"]), (&json!(true), &json!([])));
        assert!(told["summary"]["fr"].as_str().unwrap().starts_with("1 rendez-vous souhaités, 12 places"));

        // A floor that no agenda can keep.
        let now = house.get(&organiser, day).await.is(200);
        let mut body = now.json();
        body["event"]["attending"] = json!([{"firm": "mesurac", "min": 9}, {"firm": "codaweb", "min": 6}]);
        let sent = json!({"event": body["event"], "closes": body["closes"], "policy": body["policy"]});
        house.put(&organiser.with("if-match", now.etag()), day, sent).await.is(200);
        let told = house.get(&organiser, &format!("{day}/check")).await.is(200).json();
        let codes: Vec<&str> =
            told["impossible"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["firm_floor", "floors"], "{told:#}");
        let sentence = told["impossible"][0]["sentence"]["fr"].as_str().unwrap();
        assert!(sentence.contains("Mesurac") && sentence.contains('9'), "{sentence}");
    }
}
