//! A word that stands in a confidential brief alone is looked for in everything that a firm can get.

use std::path::Path;
use std::sync::{Arc, Mutex};

use passerelle_app::service::Actor;
use passerelle_web::State;
use serde_json::json;

use crate::house::{Caller, House, event};

/// Words of `fixtures/petit/briefs/brief-secret.md` that stand nowhere else.
const CANARIES: [&str; 2] = ["quetzalcoatlus", "zirconolithe"];

fn leaks(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    CANARIES.into_iter().find(|word| text.contains(word))
}

/// All files under a folder, with their contents as text.
fn contents(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            contents(&path, found);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
}

/// Everything that is logged, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What a firm is handed, by its account and by its private link.
async fn nothing_handed_out_leaks(house: &House, organiser: &Caller, firm: &Caller) {
    let links = house.get(organiser, "/events/petit-jour/links").await.is(200).json();
    let link = |side: &str, party: &str| {
        let mut all = links["items"].as_array().unwrap().iter();
        let found = all.find(|one| one["side"] == side && one["party"] == party).unwrap();
        found["secret"].as_str().unwrap().to_owned()
    };
    let own = link("firm", "signalys");
    for lang in ["fr", "en"] {
        for path in [
            format!("/events/petit-jour/parties/firm/signalys/calendar.ics?lang={lang}"),
            format!("/links/{own}/calendar.ics?lang={lang}"),
            format!("/events/petit-jour/parties/firm/signalys/agenda.pdf?lang={lang}"),
            format!("/links/{own}/agenda.pdf?lang={lang}"),
            format!("/links/{own}"),
        ] {
            let came = house.get(firm, &path).await.is(200);
            let text = came.text.replace("\r\n ", "");
            assert!(text.contains("Avionor"), "{path}: {text}");
            assert_eq!(leaks(&text).or(leaks(&format!("{:?}", came.head))), None, "{path}: {text}");
        }
    }
    for other in [
        "calendar.ics",
        "workbook.xlsx",
        "booklet.pdf",
        "table-cards.pdf",
        "badges.pdf",
        "parties/desk/avionor-essais/calendar.ics",
        "parties/desk/avionor-essais/agenda.pdf",
        "parties/firm/mesurac/agenda.pdf",
    ] {
        house.get(firm, &format!("/events/petit-jour/{other}")).await.is(403);
    }
    let client =
        house.get(&Caller::nobody(), &format!("/links/{}", link("desk", "avionor-essais"))).await.is(200);
    assert!(leaks(&client.text).is_some(), "its client reads it");
    let paper = format!("/links/{}/agenda.pdf", link("desk", "avionor-essais"));
    let paper = house.get(&Caller::nobody(), &paper).await.is(200);
    assert!(leaks(&paper.text).is_some(), "so that the search above can find something: {}", paper.text);
    for open in ["table-cards.pdf", "badges.pdf"] {
        let paper = house.get(organiser, &format!("/events/petit-jour/{open}")).await.is(200);
        assert_eq!(leaks(&paper.text), None, "{open} is read by the whole room");
    }
}

#[tokio::test]
async fn a_confidential_brief_reaches_no_firm_that_is_not_admitted() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_env_filter("trace,sqlx=debug")
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .init();
    for house in House::all("canary").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        let firm = house.member(&organiser, "firm", "signalys").await;
        let client = house.member(&organiser, "client", "avionor").await;
        let wish = json!({"brief": "brief-secret", "grade": 3, "message": "nous savons faire"});
        house.post(&firm, "/events/petit-jour/wishes", wish).await.is(201);
        let wish = json!({"desk": "avionor-essais", "firm": "signalys", "brief": "brief-secret", "grade": 3});
        house.post(&client, "/events/petit-jour/wishes", wish).await.is(201);
        house.post(&organiser, "/events/petit-jour/plans", json!({})).await.is(202);
        house.settle().await;
        let tag = house.get(&organiser, "/events/petit-jour/draft").await.is(200).etag();
        house.post(&organiser.with("if-match", tag), "/events/petit-jour/releases", json!({})).await.is(201);
        house.send(&organiser, "POST", "/events/petit-jour/releases/1/letters", None).await.is(202);
        house.settle().await;

        // It is there for those it is meant for, so that the search below can find something.
        assert!(leaks(&house.get(&client, "/briefs/brief-secret").await.is(200).text).is_some());

        // Everything that can be asked, by this firm and by nobody, with the brief in every place that takes an identifier.
        let state = State::new(house.service.clone(), None);
        let mut asked = 0;
        for (path, operations) in state.document()["paths"].as_object().unwrap() {
            for method in operations.as_object().unwrap().keys() {
                for id in ["brief-secret", "signalys", "petit-jour"] {
                    let path = path
                        .replace("{id}", id)
                        .replace("{firm}", "signalys")
                        .replace("{number}", "1")
                        .replace(['{', '}'], "");
                    for caller in [&firm, &Caller::nobody()] {
                        // What changes one's own sessions would end the search.
                        if path.contains("/sessions") || path.contains("sign-out") {
                            continue;
                        }
                        let caller = caller.with("if-match", "\"1\"");
                        for body in [
                            None,
                            Some(
                                json!({"brief": "brief-secret", "grade": 2, "answer": "none", "state": "none", "nda": true}),
                            ),
                        ] {
                            let came = house.send(&caller, &method.to_uppercase(), &path, body).await;
                            let head = format!("{:?}", came.head);
                            assert_eq!(
                                leaks(&came.text).or(leaks(&head)),
                                None,
                                "{method} {path}: {}",
                                came.text
                            );
                            asked += 1;
                        }
                    }
                }
            }
        }
        assert!(asked > 500, "{asked}");

        nothing_handed_out_leaks(&house, &organiser, &firm).await;

        // The index's files and the letters to firms.
        let mut found = Vec::new();
        contents(&house.folder.path().join("index"), &mut found);
        let mut letters = Vec::new();
        contents(&house.folder.path().join("mail"), &mut letters);
        assert!(!found.is_empty() && !letters.is_empty());
        found.extend(letters.into_iter().filter(|(_, text)| text.contains("signalys")));
        for (name, text) in &found {
            assert_eq!(leaks(text), None, "{name}");
        }

        // The log, which names routes and not what they were filled with; a person's address is in none of it.
        let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        assert!(logged.contains("/api/v1/briefs/{id}"));
        assert_eq!(leaks(&logged), None);
        assert!(!logged.contains("signalys@example.org") && !logged.contains("brief-secret"));

        // Admitted under an agreement, it may read; revoked, it may not.
        let path = "/briefs/brief-secret/admissions/signalys";
        house.put(&client, path, json!({"nda": false})).await.is(422);
        house.put(&client, path, json!({"nda": true})).await.is(204);
        assert!(leaks(&house.get(&firm, "/briefs/brief-secret").await.is(200).text).is_some());
        assert!(house.get(&firm, "/briefs/brief-secret/matches").await.is(200).json()["own"].is_object());
        house.send(&client, "DELETE", path, None).await.is(204);
        assert_eq!(leaks(&house.get(&firm, "/briefs/brief-secret").await.is(200).text), None);
    }
}

#[tokio::test]
async fn a_brief_that_takes_the_name_of_another_admits_nobody_of_before() {
    for house in House::all("revived").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        let firm = house.member(&organiser, "firm", "signalys").await;
        house.put(&organiser, "/briefs/brief-secret/admissions/signalys", json!({"nda": true})).await.is(204);
        let got = house.get(&organiser, "/briefs/brief-secret").await.is(200);
        assert!(leaks(&house.get(&firm, "/briefs/brief-secret").await.is(200).text).is_some());
        house
            .send(&organiser.with("if-match", got.etag()), "DELETE", "/briefs/brief-secret", None)
            .await
            .is(204);
        let again = house.post(&organiser, "/briefs", got.json()["draft"].clone()).await.is(201);
        let open = organiser.with("if-match", again.etag());
        house.send(&open, "POST", "/briefs/brief-secret/open", None).await.is(200);
        assert_eq!(leaks(&house.get(&firm, "/briefs/brief-secret").await.is(200).text), None);
    }
}

#[tokio::test]
async fn a_profile_that_is_edited_to_probe_learns_nothing() {
    for house in House::all("probe").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        let firm = house.member(&organiser, "firm", "codaweb").await;
        let fit = |came: crate::house::Came| came.json()["fit"].clone();
        let before = fit(house.get(&firm, "/briefs/brief-secret/matches").await.is(200));
        assert!(before.is_string());
        let got = house.get(&firm, "/firms/codaweb").await.is(200);
        let mut profile = got.json()["firm"].clone();
        profile["summary"] = json!(
            "Traitement du signal, ultrasons, détection de givre, quetzalcoatlus, zirconolithe, LabVIEW."
        );
        house.put(&firm.with("if-match", got.etag()), "/firms/codaweb", profile).await.is(200);
        house.settle().await;
        assert_eq!(fit(house.get(&firm, "/briefs/brief-secret/matches").await.is(200)), before);
        let listed = house.get(&firm, "/firms/codaweb/briefs").await.is(200).json();
        assert_eq!(listed["confidential"][0]["fit"], before);
    }
}
