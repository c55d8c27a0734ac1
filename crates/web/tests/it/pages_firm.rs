//! A firm's own room, in process, over the small event.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use passerelle_app::service::Actor;
use serde_json::json;
use tower::ServiceExt;

use crate::house::{Caller, Came, House, event};

/// Words of the confidential brief that stand nowhere else.
const CANARIES: [&str; 2] = ["quetzalcoatlus", "zirconolithe"];

/// The pages of a room.
const PAGES: [&str; 9] = [
    "",
    "/profile",
    "/briefs",
    "/briefs/banc-essai",
    "/briefs/brief-secret",
    "/wishes",
    "/absences",
    "/agenda",
    "/colleagues",
];

/// Somebody at a browser: a session, the token of its forms, a language.
#[derive(Clone)]
struct Browser {
    cookie: String,
    csrf: String,
}

impl Browser {
    async fn of(house: &House, party: &str) -> Self {
        let session = house.service.demonstrate(party).await.unwrap();
        let actor = house.service.who(Some(&session.secret), None).await.unwrap().unwrap();
        Self { cookie: format!("passerelle_session={}", session.secret), csrf: actor.csrf.unwrap() }
    }

    async fn ask(&self, house: &House, path: &str, language: &str, form: Option<&str>) -> Came {
        let path = path.split('#').next().unwrap();
        let request = Request::builder()
            .uri(path)
            .method(if form.is_some() { "POST" } else { "GET" })
            .header("cookie", &self.cookie)
            .header("accept-language", language)
            .header("content-type", "application/x-www-form-urlencoded");
        let mut request = request.body(Body::from(form.unwrap_or_default().to_owned())).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 1))));
        let response = house.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Came {
            status: parts.status.as_u16(),
            head: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    async fn get(&self, house: &House, path: &str) -> Came {
        self.ask(house, path, "en", None).await
    }

    /// Sends a form with the token of the session.
    async fn post(&self, house: &House, path: &str, fields: &[(&str, &str)]) -> Came {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &self.csrf).extend_pairs(fields);
        self.ask(house, path, "en", Some(&form.finish())).await
    }
}

/// The small event, a firm's browser, and wishes of both sides with a release.
async fn rooms(name: &str) -> Vec<(House, Browser)> {
    let mut all = Vec::new();
    for house in House::all(name).await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        let client = organiser.with("passerelle-acting-for", "client:avionor");
        let wish = json!({"desk": "avionor-essais", "firm": "mesurac", "brief": "banc-essai", "grade": 3, "message": "Venez !"});
        house.post(&client, "/events/petit-jour/wishes", wish).await.is(201);
        let browser = Browser::of(&house, "firm:mesurac").await;
        all.push((house, browser));
    }
    all
}

async fn release(house: &House) {
    let console = Actor::console();
    house.service.ask_plan(&console, "petit-jour", &json!({})).await.unwrap();
    house.settle().await;
    let draft = house.service.draft(&console, "petit-jour").await.unwrap();
    house.service.release(&console, "petit-jour", draft.version, "").await.unwrap();
}

/// The addresses in `href` of a page that are ours.
fn links(page: &str) -> BTreeSet<String> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.starts_with('/')).map(|href| href.replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn every_page_is_there_in_both_languages_and_every_link_of_it_answers() {
    for (house, browser) in rooms("firm_pages").await {
        release(&house).await;
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for page in PAGES {
            let path = format!("/rooms/firm/mesurac{page}");
            let french = browser.ask(&house, &path, "fr", None).await.is(200);
            let english = browser.ask(&house, &path, "en", None).await.is(200);
            assert!(
                french.text.contains("<html lang=\"fr\"") && french.text.contains("Vue d’ensemble"),
                "{path}"
            );
            assert!(
                english.text.contains("<html lang=\"en\"") && english.text.contains("Overview"),
                "{path}"
            );
            assert!(!english.text.contains("style=\"") && !english.text.contains("onclick"), "{path}");
            for canary in CANARIES {
                assert!(!english.text.contains(canary) && !french.text.contains(canary), "{path}");
            }
            seen.extend(links(&english.text).into_iter().map(|link| (link, path.clone())));
        }
        assert!(seen.len() > 15, "{seen:?}");
        for (link, from) in &seen {
            let came = browser.get(&house, link).await;
            assert!([200, 303].contains(&came.status), "{link} of {from}: {}", came.status);
        }
        let agenda = browser.get(&house, "/rooms/firm/mesurac/agenda").await.text;
        assert!(agenda.contains("Avionor") && agenda.contains("Jeanne Caussade"), "{agenda}");
        let brief = browser.get(&house, "/rooms/firm/mesurac/briefs/banc-essai").await.text;
        assert!(brief.contains("<mark>"), "the firm’s own words are marked");
    }
}

#[tokio::test]
async fn a_room_is_its_firm_s_own() {
    for (house, browser) in rooms("firm_own").await {
        let other = Browser::of(&house, "firm:codaweb").await;
        let client = Browser::of(&house, "client:avionor").await;
        for page in PAGES {
            let path = format!("/rooms/firm/mesurac{page}");
            other.get(&house, &path).await.is(403);
            client.get(&house, &path).await.is(403);
            let nobody = Browser { cookie: String::new(), csrf: String::new() };
            let came = nobody.get(&house, &path).await.is(303);
            assert!(came.head["location"].to_str().unwrap().starts_with("/sign-in?next="));
        }
        let organiser = Browser::of(&house, "organiser").await;
        let acting = organiser.get(&house, "/rooms/firm/mesurac").await.is(200);
        assert!(acting.text.contains("You act for Mesurac"), "{}", acting.text);
        for path in ["profile", "mark", "colleagues", "absences/petit-jour", "briefs/banc-essai"] {
            let path = format!("/rooms/firm/mesurac/{path}");
            // The other firm with its own token; the firm itself without one.
            other.post(&house, &path, &[("name", "x"), ("step", "withdraw")]).await.is(403);
            browser.ask(&house, &path, "en", Some("name=x&step=withdraw")).await.is(403);
        }
        let firm = house.get(&Caller::nobody(), "/firms/mesurac").await.is(200).json();
        assert_eq!((&firm["firm"]["name"], &firm["status"]), (&json!("Mesurac"), &json!("published")));
    }
}

/// The page has a fault at this field, and still has what was typed.
#[track_caller]
fn refused(page: &Came, field: &str, typed: &str) {
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("class=\"fault"), "{}", page.text);
    assert!(page.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", page.text);
    assert!(page.text.contains(typed), "{typed}: {}", page.text);
}

#[tokio::test]
async fn a_profile_is_written_and_what_is_wrong_stands_beside_its_field() {
    for (house, browser) in rooms("firm_profile").await {
        let path = "/rooms/firm/mesurac/profile";
        let version = |page: &Came| {
            page.text.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let before = version(&browser.get(&house, path).await.is(200));
        let wrong = [
            ("version", before.as_str()),
            ("name", "Mesurac"),
            ("summary", "Texte tapé avec <soin>"),
            ("headcount", "beaucoup"),
            ("day_rate_low", "700"),
            ("day_rate_high", "500"),
            ("capabilities.skill", ""),
            ("capabilities.text", ""),
            ("capabilities.skill", ""),
            ("capabilities.text", "une phrase seule"),
        ];
        let page = browser.post(&house, path, &wrong).await;
        for field in ["headcount", "day_rate_eur", "capabilities[0].skill"] {
            refused(&page, field, "Texte tapé avec &#60;soin&#62;");
        }
        assert!(page.text.contains("une phrase seule") && page.text.contains("value=\"beaucoup\""));
        assert!(!page.text.contains("quotes"), "a form has none: {}", page.text);

        // A line more, a line less, a suggestion: nothing is saved by them.
        let typed = [("version", before.as_str()), ("name", "Mesurac"), ("capabilities.skill", "Bancs")];
        let with = |button: (&'static str, &'static str)| [&typed[..], &[button]].concat();
        let more = browser.post(&house, path, &with(("add", "Télémesure"))).await.is(200);
        assert!(more.text.contains("value=\"Télémesure\"") && more.text.contains("data-dirty"));
        let less = browser.post(&house, path, &with(("less", "capabilities[0]"))).await.is(200);
        assert!(!less.text.contains("value=\"Bancs\""));
        assert_eq!(version(&browser.get(&house, path).await), before);

        let good = [
            ("version", before.as_str()),
            ("name", "Mesurac"),
            ("summary", "Nous mesurons."),
            ("headcount", "1 200"),
            ("sectors", "rail"),
            ("capabilities.skill", "Bancs d'essai"),
            ("capabilities.level", "expert"),
            ("availability.month", "2027-02"),
            ("availability.people", "2,5"),
        ];
        browser.post(&house, path, &good).await.is(303);
        let kept = house.service.firm(&Actor::console(), "mesurac").await.unwrap().body["firm"].clone();
        assert_eq!((&kept["headcount"], &kept["availability"][0]["people"]), (&json!(1200), &json!(2.5)));
        assert_eq!(kept["capabilities"], json!([{"skill": "Bancs d'essai", "level": "expert"}]));

        // The version before is stale: what was typed is still there, and saving again replaces.
        let again: Vec<(&str, &str)> = good
            .into_iter()
            .map(|(name, value)| (name, if name == "summary" { "Autre texte." } else { value }))
            .collect();
        let stale = browser.post(&house, path, &again).await.is(200);
        assert!(
            stale.text.contains("Somebody else saved") && stale.text.contains("Autre texte."),
            "{}",
            stale.text
        );
        assert_ne!(version(&stale), before);
    }
}

/// Sends the form that undoes what was told.
async fn undo(browser: &Browser, house: &House, told: &serde_json::Value) -> Came {
    let fields: Vec<(&str, &str)> = told["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
        .collect();
    browser.post(house, told["undo"].as_str().unwrap(), &fields).await.is(303)
}

#[tokio::test]
async fn what_the_firm_does_can_be_undone() {
    for (house, browser) in rooms("firm_undo").await {
        let room = "/rooms/firm/mesurac";
        let told = |came: &Came| {
            let mut cookies = came.head.get_all("set-cookie").iter().filter_map(|one| one.to_str().ok());
            let told = cookies.find_map(|one| one.strip_prefix("passerelle_told=")).unwrap().to_owned();
            let told = told.split(';').next().unwrap().to_owned();
            let (text, _) = form_urlencoded::parse(told.as_bytes()).next().unwrap();
            serde_json::from_str::<serde_json::Value>(&text).unwrap()
        };
        let status = || async {
            house.service.firm(&Actor::console(), "mesurac").await.unwrap().body["status"].clone()
        };
        let gone = browser.post(&house, &format!("{room}/mark"), &[("step", "withdraw")]).await.is(303);
        assert_eq!(status().await, "draft");
        undo(&browser, &house, &told(&gone)).await;
        assert_eq!(status().await, "published");

        // A wish: refused beside its field, sent, taken back, brought back.
        let brief = format!("{room}/briefs/banc-essai");
        let bad = [("event", "petit-jour"), ("grade", "9"), ("message", "Un mot à nous")];
        refused(&browser.post(&house, &brief, &bad).await, "grade", "Un mot à nous");
        let bad = [("event", "petit-jour"), ("grade", "2"), ("expires", "demain")];
        refused(&browser.post(&house, &brief, &bad).await, "expires", "demain");
        let good = [
            ("event", "petit-jour"),
            ("grade", "3"),
            ("message", "Un mot à nous"),
            ("expires", "2027-05-01T18:00"),
        ];
        browser.post(&house, &brief, &good).await.is(303);
        let own = Actor { role: passerelle_app::service::Role::Firm("mesurac".into()), ..Actor::console() };
        let wishes = || async {
            let all =
                house.service.wishes(&own, "petit-jour", &passerelle_app::service::Paging::default()).await;
            all.unwrap().items
        };
        let of = |all: &[serde_json::Value], side: &str| all.iter().find(|one| one["by"] == side).cloned();
        let mine = of(&wishes().await, "firm").unwrap();
        assert_eq!(mine["expires"], "2027-05-01T16:00:00Z", "the time of the event");
        let path =
            |wish: &serde_json::Value| format!("{room}/wishes/petit-jour/{}", wish["id"].as_str().unwrap());
        let long = "x".repeat(2_001);
        let version = mine["version"].to_string();
        let page = browser
            .post(
                &house,
                &path(&mine),
                &[("do", "change"), ("grade", "1"), ("message", &long), ("version", &version)],
            )
            .await;
        refused(&page, "message", &long);
        let back =
            browser.post(&house, &path(&mine), &[("do", "remove"), ("version", &version)]).await.is(303);
        assert!(of(&wishes().await, "firm").is_none());
        undo(&browser, &house, &told(&back)).await;
        let again = of(&wishes().await, "firm").unwrap();
        assert_eq!((&again["message"], &again["expires"]), (&mine["message"], &mine["expires"]));

        // The other side's wish is answered, and the answer taken back.
        let theirs = of(&wishes().await, "desk").unwrap();
        let said = browser
            .post(&house, &path(&theirs), &[("do", "decline"), ("reason", "complet"), ("version", "1")])
            .await
            .is(303);
        assert_eq!(of(&wishes().await, "desk").unwrap()["answer"], "refused");
        undo(&browser, &house, &told(&said)).await;
        assert_eq!(of(&wishes().await, "desk").unwrap()["answer"], "none");

        // An absence.
        let path = format!("{room}/absences/petit-jour");
        let bad = [("from", "2027-05-20T09:20"), ("until", "2027-05-20T09:20")];
        refused(&browser.post(&house, &path, &bad).await, "until", "value=\"2027-05-20T09:20\" selected");
        let good = [("from", "2027-05-20T09:20"), ("until", "2027-05-20T09:40")];
        browser.post(&house, &path, &good).await.is(303);
        let away = house.service.absences(&own, "petit-jour").await.unwrap();
        let gone =
            browser.post(&house, &format!("{path}/{}", away[0]["id"].as_str().unwrap()), &[]).await.is(303);
        assert!(house.service.absences(&own, "petit-jour").await.unwrap().is_empty());
        undo(&browser, &house, &told(&gone)).await;
        assert_eq!(house.service.absences(&own, "petit-jour").await.unwrap()[0]["from"], away[0]["from"]);

        // A colleague.
        let path = format!("{room}/colleagues");
        let bad = browser.post(&house, &path, &[("name", ""), ("email", "nulle part")]).await;
        refused(&bad, "email", "nulle part");
        let good = [("name", "Aline"), ("email", "aline@example.org")];
        browser.post(&house, &path, &good).await.is(303);
        refused(&browser.post(&house, &path, &good).await, "email", "value=\"Aline\"");
    }
}
