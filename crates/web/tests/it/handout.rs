//! Private links and calendars over two releases, as an organiser, a firm and whoever has a link see them.

use passerelle_app::service::Actor;
use serde_json::{Value as Json, json};

use crate::house::{Caller, House, event};

const DAY: &str = "/events/petit-jour";

async fn released(house: &House, organiser: &Caller) {
    let tag = house.get(organiser, &format!("{DAY}/draft")).await.is(200).etag();
    house.post(&organiser.with("if-match", tag), &format!("{DAY}/releases"), json!({})).await.is(201);
}

async fn link_of(house: &House, organiser: &Caller, side: &str, party: &str) -> Json {
    let all = house.get(organiser, &format!("{DAY}/links")).await.is(200).json();
    let mut found = all["items"].as_array().unwrap().iter();
    found.find(|one| one["side"] == side && one["party"] == party).unwrap().clone()
}

fn secret(link: &Json) -> String {
    format!("/links/{}", link["secret"].as_str().unwrap())
}

/// The papers of the last release, read as somebody reads them.
async fn papers(house: &House, organiser: &Caller, desk: &Json) {
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    let by_link = house.get(&Caller::nobody(), &format!("{}/agenda.pdf?lang=en", secret(desk))).await.is(200);
    let own = format!("{DAY}/parties/desk/avionor-essais/agenda.pdf?lang=en");
    let own = house.get(organiser, &own).await.is(200);
    assert_eq!((&by_link.text, by_link.etag()), (&own.text, own.etag()), "the same paper");
    assert!(flat(&own.text).contains("JeanneCaussade"), "{}", own.text);
    assert!(own.head["content-disposition"].to_str().unwrap().contains("Avionor"), "{:?}", own.head);
    let all = house.get(organiser, &format!("{DAY}/booklet.pdf")).await.is(200);
    assert!(flat(&all.text).contains("JeanneCaussade") && all.head["content-type"] == "application/pdf");
    let again = organiser.with("if-none-match", all.etag());
    house.get(&again, &format!("{DAY}/booklet.pdf")).await.is(304);
    let first = house.get(organiser, &format!("{DAY}/booklet.pdf?release=1")).await.is(200);
    assert_ne!(first.etag(), all.etag());
    let cards = house.get(organiser, &format!("{DAY}/table-cards.pdf")).await.is(200);
    assert!(cards.text.contains('×'), "{}", cards.text);
    let badges = house.get(organiser, &format!("{DAY}/badges.pdf")).await.is(200);
    assert!(flat(&badges.text).contains("Monagenda"), "{}", badges.text);
    house.get(organiser, &format!("{DAY}/booklet.pdf?release=9")).await.is(404);
    house.get(organiser, &format!("{DAY}/parties/firm/zzz/agenda.pdf")).await.is(422);
}

#[tokio::test]
async fn a_link_opens_one_s_own_agenda_until_it_is_renewed() {
    for house in House::all("links").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        let nobody = Caller::nobody();

        // Before anything is released the page says so, and the calendar is an empty one.
        let link = link_of(&house, &organiser, "firm", "mesurac").await;
        let empty = house.get(&nobody, &secret(&link)).await.is(200).json();
        assert_eq!(
            (&empty["release"], &empty["meetings"], &empty["party"]["name"]),
            (&Json::Null, &json!([]), &link["name"])
        );
        house.get(&nobody, &format!("{}/agenda.pdf", secret(&link))).await.is(404);
        let came = house.get(&nobody, &format!("{}/calendar.ics", secret(&link))).await.is(200);
        assert!(!came.text.contains("VEVENT") && came.text.ends_with("END:VCALENDAR\r\n"));

        house.post(&organiser, &format!("{DAY}/plans"), json!({})).await.is(202);
        house.settle().await;
        released(&house, &organiser).await;
        assert_eq!(link_of(&house, &organiser, "firm", "mesurac").await, link, "links last");
        let desk = link_of(&house, &organiser, "desk", "avionor-essais").await;
        let seen = house.get(&nobody, &secret(&desk)).await.is(200).json();
        let meetings = seen["meetings"].as_array().unwrap();
        assert!(
            !meetings.is_empty() && seen["release"]["number"] == 1 && seen["changes"] == json!([]),
            "{seen:#}"
        );
        assert_eq!(seen["party"]["person"], "Jeanne Caussade");
        let whole = house.get(&organiser, &format!("{DAY}/agenda")).await.is(200).json();
        let all = whole["agenda"]["meetings"].as_array().unwrap();
        let theirs: Vec<&Json> = all.iter().filter(|one| one["desk"] == "avionor-essais").collect();
        assert_eq!(theirs.len(), meetings.len());
        for (shown, kept) in meetings.iter().zip(&theirs) {
            assert_eq!(
                (&shown["start"], &shown["table"], &shown["with"]["firm"]),
                (&kept["start"], &kept["table"], &kept["firm"])
            );
        }

        // A firm that says it is away: one meeting moves or goes, and both sides are told which.
        let first = theirs[0];
        let firm = first["firm"].as_str().unwrap();
        let changes =
            json!({"changes": {"changes": [{"kind": "withdrawn", "participant": format!("firm:{firm}")}]}});
        house.post(&organiser, &format!("{DAY}/replans"), changes).await.is(202);
        house.settle().await;
        released(&house, &organiser).await;
        let firm_link = link_of(&house, &organiser, "firm", firm).await;
        let told = house.get(&nobody, &secret(&firm_link)).await.is(200).json();
        assert_eq!(told["release"]["number"], 2);
        assert!(
            told["meetings"] == json!([])
                && told["changes"].as_array().unwrap().iter().all(|one| one["kind"] == "cancelled"),
            "{told:#}"
        );
        assert!(!told["changes"].as_array().unwrap().is_empty());
        let calendar =
            house.get(&nobody, &format!("{}/calendar.ics?lang=en", secret(&firm_link))).await.is(200);
        assert!(
            calendar.text.contains("STATUS:CANCELLED") && calendar.text.contains("SEQUENCE:1"),
            "{}",
            calendar.text
        );
        assert!(!calendar.text.contains("STATUS:CONFIRMED"));
        assert_eq!(calendar.head["content-type"], "text/calendar; charset=utf-8");
        assert!(calendar.head["content-disposition"].to_str().unwrap().contains("filename*=UTF-8''"));
        let again = nobody.with("if-none-match", calendar.etag());
        house.get(&again, &format!("{}/calendar.ics?lang=en", secret(&firm_link))).await.is(304);

        let book = house.get(&organiser, &format!("{DAY}/workbook.xlsx?release=1")).await.is(200);
        assert!(
            book.text.starts_with("PK")
                && book.head["content-type"].to_str().unwrap().contains("spreadsheetml")
        );
        house.get(&organiser, &format!("{DAY}/workbook.xlsx?release=9")).await.is(404);

        papers(&house, &organiser, &desk).await;

        // Whoever was erased is named nowhere.
        house
            .post(&organiser, "/persons/erase", json!({"email": "j.caussade@avionor.example"}))
            .await
            .is(200);
        for path in [secret(&desk), secret(&firm_link), format!("{}/calendar.ics", secret(&firm_link))] {
            let came = house.get(&nobody, &path).await.is(200);
            assert!(!came.text.replace("\r\n ", "").contains("Caussade"), "{path}: {}", came.text);
        }

        // Renewed: the old one opens nothing, and says no more than one that never was.
        let renewed = house
            .send(&organiser, "POST", &format!("{DAY}/parties/firm/{firm}/link"), None)
            .await
            .is(200)
            .json();
        let old = house.get(&nobody, &secret(&firm_link)).await.is(404);
        assert_eq!(house.get(&nobody, "/links/zzz").await.is(404).json()["title"], old.json()["title"]);
        house.get(&nobody, &secret(&renewed)).await.is(200);
        assert_ne!(renewed["secret"], firm_link["secret"]);
        house.get(&nobody, &secret(&desk)).await.is(200);

        // One letter is another link; what takes the firm's identifier later is not opened by links of before.
        let text = renewed["secret"].as_str().unwrap();
        for at in [0, text.len() / 2, text.len() - 2] {
            let mut other = text.as_bytes().to_vec();
            other[at] = if other[at] == b'A' { b'B' } else { b'A' };
            house.get(&nobody, &format!("/links/{}", String::from_utf8(other).unwrap())).await.is(404);
        }
        let held = house.get(&organiser, &format!("/firms/{firm}")).await.is(200);
        let path = format!("/firms/{firm}");
        house.send(&organiser.with("if-match", held.etag()), "DELETE", &path, None).await.is(204);
        house.get(&nobody, &secret(&renewed)).await.is(404);
    }
}
