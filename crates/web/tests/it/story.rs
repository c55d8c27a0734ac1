//! From files to a released agenda over the API, as the people of an event would do it.

use serde_json::{Value as Json, json};

use crate::house::{Caller, House, PASSWORD, event};

async fn loaded(name: &str) -> Vec<(House, Caller)> {
    let mut all = Vec::new();
    for house in House::all(name).await {
        let organiser = house.organiser().await;
        house.service.load_event(&passerelle_app::service::Actor::console(), &event()).await.unwrap();
        house.settle().await;
        all.push((house, organiser));
    }
    all
}

fn ids(list: &Json) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, from its beginning to its end")]
async fn an_event_goes_from_wishes_to_a_release_and_a_replan() {
    for (house, organiser) in loaded("story").await {
        let firm = house.member(&organiser, "firm", "mesurac").await;
        let client = house.member(&organiser, "client", "avionor").await;
        let day = "/events/petit-jour";

        // Rankings: the client sees reasons, the firm its own place.
        let ranked = house.get(&client, "/briefs/banc-essai/matches").await.is(200).json();
        assert_eq!(ranked["ranked"][0]["firm"], "mesurac", "{}: {ranked:#}", house.name);
        let own = house.get(&firm, "/briefs/banc-essai/matches").await.is(200).json();
        assert!(own["own"].is_object() && own.get("ranked").is_none(), "{own:#}");
        let suited = house.get(&firm, "/firms/mesurac/briefs").await.is(200).json();
        assert_eq!(suited["briefs"][0]["brief"]["id"], "banc-essai", "{suited:#}");
        assert_eq!(suited["confidential"][0]["id"], "brief-secret");

        // Wishes of both sides; an answer that refuses excludes.
        let wish = json!({"brief": "banc-essai", "grade": 3, "message": "Bonjour !"});
        let made = house.post(&firm, &format!("{day}/wishes"), wish.clone()).await.is(201);
        assert_eq!(house.post(&firm, &format!("{day}/wishes"), wish).await.status, 409, "the same twice");
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let seen = house.get(&client, &format!("{day}/wishes")).await.is(200).json();
        assert_eq!(seen["items"][0]["message"], "Bonjour !");
        let accept = json!({"answer": "accepted"});
        let path = format!("{day}/wishes/{id}/answer");
        assert_eq!(house.put(&client, &path, accept.clone()).await.status, 428, "which version is not said");
        house.put(&firm.with("if-match", made.etag()), &path, accept.clone()).await.is(403);
        house.put(&client.with("if-match", made.etag()), &path, accept.clone()).await.is(200);
        house.put(&client.with("if-match", made.etag()), &path, accept).await.is(412);
        let desk = json!({"desk": "avionor-essais", "firm": "codaweb", "brief": "banc-essai", "grade": 1});
        house.post(&client, &format!("{day}/wishes"), desk).await.is(201);
        let codaweb = organiser.with("passerelle-acting-for", "firm:codaweb");
        let theirs = house.get(&codaweb, &format!("{day}/wishes")).await.is(200);
        let (id, tag) = (theirs.json()["items"][0]["id"].as_str().unwrap().to_owned(), "\"1\"");
        let refuse = json!({"answer": "refused", "reason": "complet"});
        house.put(&codaweb.with("if-match", tag), &format!("{day}/wishes/{id}/answer"), refuse).await.is(200);
        let away = json!({"side": "firm", "party": "mesurac", "from": "2027-05-20T09:00", "until": "2027-05-20T09:20"});
        house.post(&firm, &format!("{day}/absences"), away).await.is(201);

        // Planned, looked at, released.
        let checked = house.get(&organiser, &format!("{day}/check")).await.is(200).json();
        assert_eq!(checked["ready"], true, "{checked:#}");
        let job = house.post(&organiser, &format!("{day}/plans"), json!({})).await.is(202).json();
        house.settle().await;
        let job = format!("/jobs/{}", job["id"].as_str().unwrap());
        let done = house.get(&organiser, &job).await.is(200).json();
        assert_eq!(
            (&done["status"], &done["result"]["status"]),
            (&json!("done"), &json!("optimal")),
            "{done:#}"
        );
        let draft = house.get(&organiser, &format!("{day}/draft")).await.is(200);
        let body = draft.json();
        let meetings = body["agenda"]["meetings"].as_array().unwrap();
        let of = |firm: &str| meetings.iter().find(|one| one["firm"] == *firm);
        assert!(of("mesurac").is_some_and(|one| one["slot"] != "2027-05-20T09:00"), "{meetings:#?}");
        assert!(of("codaweb").is_none(), "it was refused");
        let path = format!("{day}/releases");
        house.post(&organiser.with("if-match", "\"9\""), &path, json!({})).await.is(412);
        let released = house
            .post(&organiser.with("if-match", draft.etag()), &path, json!({"note": "première"}))
            .await
            .is(201);
        assert_eq!(released.json()["number"], 1);
        house.post(&organiser.with("if-match", draft.etag()), &path, json!({})).await.is(409);

        // Each sees their own; letters go out once.
        let mine = house.get(&firm, &format!("{day}/agenda")).await.is(200).json();
        assert!(mine["agenda"]["meetings"].as_array().unwrap().iter().all(|one| one["firm"] == "mesurac"));
        let theirs = house.get(&client, &format!("{day}/agenda")).await.is(200).json();
        assert_eq!(theirs["agenda"]["meetings"][0]["person"], "Jeanne Caussade");
        let letters = house.get(&organiser, &format!("{day}/releases/1/letters")).await.is(200).json();
        assert!(letters["items"].as_array().unwrap().iter().all(|one| one["status"] == "preview"));
        let sent =
            house.send(&organiser, "POST", &format!("{day}/releases/1/letters"), None).await.is(202).json();
        assert_eq!(
            usize::try_from(sent["letters"].as_u64().unwrap()).unwrap(),
            letters["items"].as_array().unwrap().len()
        );
        house.settle().await;
        let again =
            house.send(&organiser, "POST", &format!("{day}/releases/1/letters"), None).await.is(202).json();
        assert_eq!(again["letters"], 0);

        // Somebody withdraws: the difference names who is touched.
        let changes = json!({"changes": {"changes": [{"kind": "withdrawn", "participant": "firm:vibrel"}]}});
        let asked = house.post(&organiser, &format!("{day}/replans"), changes).await;
        let asked = asked.is(202).json();
        house.settle().await;
        let done = house.get(&organiser, &format!("/jobs/{}", asked["id"].as_str().unwrap())).await.json();
        assert_eq!(done["status"], "done", "{done:#}");
        let draft = house.get(&organiser, &format!("{day}/draft")).await.is(200);
        house
            .post(&organiser.with("if-match", draft.etag()), &path, json!({"note": "sans Vibrel"}))
            .await
            .is(201);
        let difference =
            house.get(&organiser, &format!("{day}/releases/2/difference?from=1")).await.is(200).json();
        assert!(difference["touched"].as_array().unwrap().contains(&json!("firm:vibrel")), "{difference:#}");

        // The day, and what comes of it.
        house
            .put(
                &organiser,
                &format!("{day}/attendance"),
                json!({"side": "firm", "party": "mesurac", "status": "present"}),
            )
            .await
            .is(204);
        let said = json!({"desk": "avionor-essais", "firm": "mesurac", "brief": "banc-essai", "by": "desk", "verdict": "useful", "steps": ["follow_up"]});
        house.put(&client, &format!("{day}/outcomes"), said.clone()).await.is(204);
        house.put(&firm, &format!("{day}/outcomes"), said).await.is(403);
        assert_eq!(house.get(&firm, &format!("{day}/outcomes")).await.json()["items"], json!([]));
        assert_eq!(house.service.faults().await.unwrap(), Vec::<String>::new());
        let log = house.get(&organiser, "/audit?kind=wish").await.is(200).json();
        assert_eq!(log["items"][0]["acting_for"], "firm:codaweb", "{log:#}");
    }
}

#[tokio::test]
async fn two_who_write_the_same_thing_are_told() {
    for (house, organiser) in loaded("versions").await {
        let got = house.get(&organiser, "/firms/codaweb").await.is(200);
        let mut firm = got.json()["firm"].clone();
        firm["summary"] = json!("Applications web.");
        let with = organiser.with("if-match", got.etag());
        let written = house.put(&with, "/firms/codaweb", firm.clone()).await.is(200);
        let late = house.put(&with, "/firms/codaweb", firm).await.is(412);
        assert_eq!((late.json()["code"].clone(), late.etag()), (json!("stale"), written.etag()));
        let unchanged = organiser.with("if-none-match", written.etag());
        house.get(&unchanged, "/firms/codaweb").await.is(304);
    }
}

#[tokio::test]
async fn a_post_with_a_key_is_carried_out_once() {
    for (house, organiser) in loaded("keys").await {
        let with = organiser.with("idempotency-key", "k1");
        let first = house.post(&with, "/firms", json!({"name": "Nouvelle"})).await.is(201);
        let second = house.post(&with, "/firms", json!({"name": "Nouvelle"})).await.is(201);
        assert_eq!((&first.text, first.etag()), (&second.text, second.etag()));
        assert_eq!(second.head["idempotency-replayed"], "true");
        let other = house.post(&with, "/firms", json!({"name": "Autre"})).await.is(409);
        assert_eq!(other.json()["code"], "conflict");
        let found = house.get(&organiser, "/firms?q=nouvelle").await.json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        house.post(&with, "/auth/tokens", json!({})).await.is(422);
    }
}

#[tokio::test]
async fn lists_come_in_pages_and_filters_narrow_them() {
    for (house, organiser) in loaded("pages").await {
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = house.get(&Caller::nobody(), &format!("/firms?limit=3{next}")).await.is(200).json();
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, ["codaweb", "mesurac", "signalys", "vibrel"]);
        for (query, found) in [
            ("q=ULTRASONS", vec!["signalys"]),
            ("sector=rail", vec!["vibrel"]),
            ("size=small", vec!["mesurac"]),
            ("skill=banc", vec!["mesurac"]),
            ("city=toulouse", vec![]),
        ] {
            assert_eq!(
                ids(&house.get(&Caller::nobody(), &format!("/firms?{query}")).await.is(200).json()),
                found,
                "{query}"
            );
        }
        let recent = house.get(&organiser, "/firms?sort=recent&limit=2").await.is(200).json();
        assert!(recent["next"].is_string());
        house.get(&Caller::nobody(), "/firms?limit=many").await.is(422);
        house.get(&Caller::nobody(), "/firms?cursor=%00x").await.is(422);
        house.get(&Caller::nobody(), "/firms?status=draft").await.is(401);
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_at_once_and_changes_nothing() {
    for (house, organiser) in loaded("wrong").await {
        let wrong =
            json!({"name": "", "headcount": -3, "capabilities": [{"skill": "x", "level": "guru"}], "zzz": 1});
        let told = house.post(&organiser, "/firms", wrong).await.is(422).json();
        assert!(told["errors"].as_array().unwrap().len() >= 4, "{told:#}");
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes();
        let invalid = b"{\"name\": \"\xff\xfe\"}".to_vec();
        for (body, kind, status) in [
            (deep, "application/json", 422),
            (invalid, "application/json", 422),
            (b"{}{}".to_vec(), "application/json", 422),
            (b"{}".to_vec(), "text/plain", 415),
            (vec![b' '; 2 << 20], "application/json", 413),
        ] {
            let came = house.raw(&organiser, "POST", "/firms", Some(body), kind).await.is(status);
            assert!(came.head["content-type"].to_str().unwrap().starts_with("application/problem+json"));
            assert!(came.text.len() < 2_000);
        }
        for path in [
            "/firms/..%2f..%2fetc%2fpasswd",
            "/firms/'%20OR%201=1--",
            "/firms/%3Cscript%3E",
            "/nowhere",
            "/jobs/%ff",
        ] {
            house.get(&organiser, path).await.is(404);
        }
        house.send(&organiser, "PATCH", "/firms", None).await.is(405);
        let html = json!({"name": "<b>'; DROP TABLE firm; --</b>"});
        let made = house.post(&organiser, "/firms", html.clone()).await.is(201).json();
        assert_eq!(made["firm"]["name"], html["name"]);
        assert_eq!(house.service.faults().await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_first_organiser_comes_in_by_the_code_of_the_console_once() {
    for house in House::all("setup").await {
        let sent = |code: &str| json!({"code": code, "email": "first@example.org", "name": "F", "password": PASSWORD});
        house.post(&Caller::nobody(), "/setup", sent("wrong")).await.is(403);
        let weak =
            json!({"code": "the-code", "email": "first@example.org", "name": "F", "password": "court"});
        house.post(&Caller::nobody(), "/setup", weak).await.is(422);
        house.post(&Caller::nobody(), "/setup", sent("the-code")).await.is(201);
        house.post(&Caller::nobody(), "/setup", sent("the-code")).await.is(403);
    }
}

#[tokio::test]
async fn the_index_follows_and_comes_back_when_it_is_deleted() {
    for (house, organiser) in loaded("index").await {
        let made = house.post(&organiser, "/firms", json!({"id": "givrol", "name": "Givrol", "summary": "Bancs d'essai hydrauliques sous LabVIEW pour vannes."})).await.is(201);
        house
            .send(&organiser.with("if-match", made.etag()), "POST", "/firms/givrol/publish", None)
            .await
            .is(200);
        let ranked =
            |came: Json| came["ranked"].as_array().unwrap().iter().any(|one| one["firm"] == "givrol");
        assert!(!ranked(house.get(&organiser, "/briefs/banc-essai/matches").await.json()));
        house.settle().await;
        assert!(ranked(house.get(&organiser, "/briefs/banc-essai/matches").await.json()), "{}", house.name);

        // Another process over the same database whose index is gone: it says so, then is as before.
        let folder = tempfile::TempDir::new().unwrap();
        let config = passerelle_app::config::Config::defaults().unwrap();
        let other = passerelle_app::service::Service::over(house.service.db().clone(), folder.path(), config)
            .unwrap();
        assert_eq!(other.index_state().0, "indexing");
        let actor = passerelle_app::service::Actor::console();
        assert_eq!(other.matches(&actor, "banc-essai", 9).await.unwrap_err().code(), "unavailable");
        other.catch_up().await.unwrap();
        assert!(ranked(other.matches(&actor, "banc-essai", 9).await.unwrap()));
        let now = house.get(&organiser, "/firms/givrol").await.is(200);
        house.send(&organiser.with("if-match", now.etag()), "DELETE", "/firms/givrol", None).await.is(204);
        other.catch_up().await.unwrap();
        assert!(!ranked(other.matches(&actor, "banc-essai", 9).await.unwrap()));
    }
}

#[tokio::test]
async fn a_firm_claims_its_profile_and_the_organiser_approves() {
    for (house, organiser) in loaded("claims").await {
        let asked =
            json!({"firm": "vibrel", "name": "Vibrel", "person": "Tom Reed", "email": "tom@vibrel.example"});
        let waiting = house.post(&Caller::nobody(), "/registrations", asked).await.is(201).json();
        house
            .post(&Caller::nobody(), "/registrations", json!({"name": "", "person": "", "email": "no"}))
            .await
            .is(422);
        let path = format!("/registrations/{}/approve", waiting["id"].as_str().unwrap());
        house.send(&organiser, "POST", &path, None).await.is(200);
        house.send(&organiser, "POST", &path, None).await.is(409);
        house.settle().await;
        let secret = house.link_to("tom@vibrel.example");
        let session = House::session(
            &house.post(&Caller::nobody(), "/auth/session", json!({"secret": secret})).await.is(200),
        );
        assert_eq!(house.get(&session, "/auth/me").await.is(200).json()["account"]["party"], "vibrel");
        house.post(&Caller::nobody(), "/auth/session", json!({"secret": secret})).await.is(401);
    }
}

#[tokio::test]
async fn a_person_is_exported_and_erased_and_the_release_stays() {
    for (house, organiser) in loaded("persons").await {
        house.post(&organiser, "/events/petit-jour/plans", json!({})).await.is(202);
        house.settle().await;
        let draft = house.get(&organiser, "/events/petit-jour/draft").await.is(200);
        house
            .post(&organiser.with("if-match", draft.etag()), "/events/petit-jour/releases", json!({}))
            .await
            .is(201);
        for email in ["j.caussade@avionor.example", "aline.roques@mesurac.example"] {
            let held =
                house.post(&organiser, "/persons/export", json!({"email": email})).await.is(200).json();
            assert!(
                held["letters"].as_array().unwrap().len() + held["desks"].as_array().unwrap().len() > 0,
                "{held:#}"
            );
            house.post(&organiser, "/persons/erase", json!({"email": email.to_uppercase()})).await.is(200);
        }
        let mut archive = Vec::new();
        house.service.db().export(&mut archive).await.unwrap();
        let archive = String::from_utf8(archive).unwrap().to_lowercase();
        for trace in ["caussade", "aline.roques", "aline roques"] {
            assert!(!archive.contains(trace), "{}: {trace} is still there", house.name);
        }
        assert_eq!(house.service.faults().await.unwrap(), Vec::<String>::new());
        house.get(&organiser, "/events/petit-jour/releases/1").await.is(200);
    }
}

#[tokio::test]
async fn a_spreadsheet_is_shown_then_written_and_repeated_changes_nothing() {
    for (house, organiser) in loaded("import").await {
        let send = async |query: &str, text: &str| {
            let path = format!("/imports?name=liste.csv{query}");
            house
                .raw(&organiser, "POST", &path, Some(text.as_bytes().to_vec()), "application/octet-stream")
                .await
        };
        let rows = "Entreprise;Effectif;Compétences\nMesurac SAS;31;Bancs d'essai hydrauliques\nNouvelle Ère;12;Rust\n";
        let shown = send("", rows).await.is(200).json();
        assert_eq!(shown["counts"]["firms"], json!({"new": 1, "changed": 1, "unchanged": 0}), "{shown:#}");
        assert_eq!(
            house.get(&organiser, "/firms?q=nouvelle").await.json()["items"],
            json!([]),
            "it was only shown"
        );
        // One cell is wrong: nothing is written.
        let wrong = format!("{rows}Autre;beaucoup;\n");
        let refused = send("&apply=true", &wrong).await.is(422).json();
        assert_eq!(refused["errors"].as_array().unwrap().len(), 1, "{refused:#}");
        assert_eq!(house.get(&organiser, "/firms?q=nouvelle").await.json()["items"], json!([]));
        assert_eq!(send("&apply=true", rows).await.is(200).json()["applied"], true);
        let again = send("&apply=true", rows).await.is(200).json();
        assert_eq!(again["counts"]["firms"], json!({"new": 0, "changed": 0, "unchanged": 2}), "{again:#}");
        let mesurac = house.get(&organiser, "/firms/mesurac").await.json();
        assert_eq!((&mesurac["firm"]["headcount"], &mesurac["version"]), (&json!(31), &json!(2)));
        assert!(
            mesurac["firm"]["summary"].as_str().unwrap().contains("LabVIEW"),
            "what the file does not tell stays"
        );

        // Wishes and absences need their event.
        let wishes = "Demandeur;Brief;Note\nvibrel;maintenance-bogies;3\n";
        let told = send("&event=petit-jour&apply=true", wishes).await.is(200).json();
        assert_eq!(told["counts"]["wishes"]["new"], 1, "{told:#}");
        let told = send("&event=petit-jour&apply=true", wishes).await.is(200).json();
        assert_eq!(told["counts"]["wishes"]["unchanged"], 1, "{told:#}");
        assert_eq!(send("&apply=true", wishes).await.status, 422);

        // The template comes back without a refusal; what is no workbook is refused in a sentence.
        let template = house.raw(&organiser, "GET", "/imports/template?lang=fr", None, "").await;
        assert_eq!(template.status, 200);
        for (name, bytes) in [
            ("a.xlsx", b"PK\x03\x04 not a workbook".to_vec()),
            ("a.xlsm", vec![0; 10]),
            ("a.exe", vec![0; 10]),
        ] {
            let path = format!("/imports?name={name}&apply=true");
            house.raw(&organiser, "POST", &path, Some(bytes), "application/octet-stream").await.is(422);
        }
    }
}

#[tokio::test]
async fn the_document_is_the_one_that_is_kept() {
    let house = House::all("document").await.remove(0);
    let state = passerelle_web::State::new(house.service.clone(), None);
    insta::assert_json_snapshot!(state.document());
}

#[tokio::test]
async fn who_asks_too_fast_is_asked_to_wait_and_nobody_else() {
    let house = House::all("pace").await.remove(0);
    let (fast, other) = (Caller::from([192, 0, 2, 1].into()), Caller::from([192, 0, 2, 2].into()));
    let mut refused = None;
    for _ in 0..200 {
        let came = house.get(&fast, "/firms").await;
        if came.status == 429 {
            refused = Some(came);
            break;
        }
    }
    let refused = refused.expect("nobody may ask without end");
    assert!(refused.head.contains_key("retry-after") && refused.json()["code"] == "too-many");
    house.get(&other, "/firms").await.is(200);
}
