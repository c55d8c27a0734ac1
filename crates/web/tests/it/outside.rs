//! What goes out: webhooks to somebody who listens, letters to a letter box that is away and comes back; wishes that end.

use std::io::{Read, Write};
use std::net::TcpListener;

use passerelle_app::service::Actor;
use serde_json::json;

use crate::house::{Caller, House, event};

async fn released(house: &House, organiser: &Caller) {
    house.post(organiser, "/events/petit-jour/plans", json!({})).await.is(202);
    while house.service.work_once(true).await.unwrap() {}
    let tag = house.get(organiser, "/events/petit-jour/draft").await.is(200).etag();
    house
        .post(&organiser.with("if-match", tag), "/events/petit-jour/releases", json!({"note": "n"}))
        .await
        .is(201);
}

/// Answers one request with a status, and gives what was asked.
fn answer(listener: &TcpListener, status: &str) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut asked = Vec::new();
    let mut part = [0; 4096];
    loop {
        let read = stream.read(&mut part).unwrap();
        asked.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&asked).into_owned();
        let length = text
            .to_lowercase()
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.split("\r\n").next()?.parse::<usize>().ok());
        let whole = text
            .split_once("\r\n\r\n")
            .is_some_and(|(_, body)| length.is_none_or(|length| body.len() >= length));
        if whole || read == 0 {
            write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
            return text;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_is_told_of_a_release_signed_and_again_when_it_was_away() {
    for house in House::all("hooks").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        house.post(&organiser, "/webhooks", json!({"url": "ftp://x", "topics": ["zzz"]})).await.is(422);
        let made = house
            .post(&organiser, "/webhooks", json!({"url": url, "topics": ["release"]}))
            .await
            .is(201)
            .json();
        let hearing = std::thread::spawn(move || answer(&listener, "500 No"));
        released(&house, &organiser).await;
        while house.service.deliver_once().await.unwrap() {}
        let letter = hearing.join().unwrap();
        let (top, body) = letter.split_once("\r\n\r\n").unwrap();
        let told: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&told["topic"], &told["data"]["release"]), (&json!("release"), &json!(1)));
        let line = top.lines().find(|line| line.to_lowercase().starts_with("passerelle-signature:")).unwrap();
        let (at, signature) = line.split_once("t=").unwrap().1.split_once(",v1=").unwrap();
        let secret = made["secret"].as_str().unwrap();
        assert_eq!(signature.trim(), passerelle_app::service::signature(secret, at, body));
        // It said no: it is told again later, and its secret is shown to nobody.
        let hooks = house.get(&organiser, "/webhooks").await.is(200);
        let told = &hooks.json()["items"][0]["deliveries"][0];
        assert_eq!((&told["status"], &told["attempts"]), (&json!("queued"), &json!(1)), "{told:#}");
        assert!(!hooks.text.contains(secret));
        let path = format!("/webhooks/{}", made["id"].as_str().unwrap());
        house.send(&organiser, "DELETE", &path, None).await.is(204);
        house.send(&organiser, "DELETE", &path, None).await.is(404);
    }
}

#[tokio::test]
async fn a_letter_waits_for_a_letter_box_that_is_away_and_goes_out_once() {
    for house in House::all("letters").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        released(&house, &organiser).await;
        let path = "/events/petit-jour/releases/1/letters";
        let (here, away) = (house.folder.path().join("mail"), house.folder.path().join("away"));
        std::fs::rename(&here, &away).unwrap();
        let count =
            house.send(&organiser, "POST", path, None).await.is(202).json()["letters"].as_u64().unwrap();
        assert!(count > 0);
        while house.service.deliver_once().await.unwrap() {}
        let waiting = house.get(&organiser, path).await.json();
        let all = waiting["items"].as_array().unwrap();
        assert!(
            all.iter().all(|one| one["status"] == "queued" && one["attempts"] == 1 && one["problem"] != ""),
            "{waiting:#}"
        );
        // Not before their pause is over.
        std::fs::rename(&away, &here).unwrap();
        while house.service.deliver_once().await.unwrap() {}
        assert_eq!(std::fs::read_dir(&here).unwrap().count(), 0);
    }
}

#[tokio::test]
async fn a_wish_that_has_ended_counts_no_longer_and_a_closed_list_takes_none() {
    for house in House::all("expiry").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        let firm = house.member(&organiser, "firm", "codaweb").await;
        let day = "/events/petit-jour";
        let wish = |expires: &str| json!({"brief": "banc-essai", "grade": 3, "expires": expires});
        house.post(&firm, &format!("{day}/wishes"), wish("soon")).await.is(422);
        house.post(&firm, &format!("{day}/wishes"), wish("2020-01-01T00:00:00Z")).await.is(201);
        let wishes =
            async || house.get(&organiser, &format!("{day}/check")).await.is(200).json()["wishes"].clone();
        assert_eq!(wishes().await, 0);
        let other = json!({"brief": "maintenance-bogies", "grade": 1, "expires": "2999-01-01T00:00:00Z"});
        house.post(&firm, &format!("{day}/wishes"), other).await.is(201);
        assert_eq!(wishes().await, 1);
        // Closed for firms, open for the organiser who acts for them; everybody sees that it is closed.
        let got = house.get(&organiser, day).await.is(200);
        let mut body = json!({"event": got.json()["event"], "closes": {"wishes": "2020-01-01T00:00:00Z"}});
        body["event"]["name"] = json!("Petit jour");
        house.put(&organiser.with("if-match", got.etag()), day, body).await.is(200);
        let late = json!({"brief": "brief-secret", "grade": 1});
        assert_eq!(
            house.post(&firm, &format!("{day}/wishes"), late.clone()).await.is(409).json()["code"],
            "closed"
        );
        let acting = organiser.with("passerelle-acting-for", "firm:codaweb");
        house.post(&acting, &format!("{day}/wishes"), late).await.is(201);
        assert_eq!(
            house.get(&Caller::nobody(), day).await.json()["closes"]["wishes"],
            "2020-01-01T00:00:00Z"
        );
    }
}
