//! Every operation with every role: what is refused is refused.

use std::collections::BTreeSet;

use passerelle_app::service::Actor;
use passerelle_web::State;
use serde_json::{Value as Json, json};

use crate::house::{Caller, House, event};

/// Who is let through to an operation (N nobody, F the firm itself, G another firm, C the client itself, D another client, O an organiser).
/// The confidential brief, the firm `mesurac`, the client `avionor` and a wish between them stand in the paths.
const LET_THROUGH: &[(&str, &str)] = &[
    ("directory", "NFGCDO"),
    ("sector", "NFGCDO"),
    ("list_firms", "NFGCDO"),
    ("add_firm", "O"),
    ("get_firm", "NFGCDO"),
    ("put_firm", "FO"),
    ("delete_firm", "O"),
    ("publish_firm", "FO"),
    ("withdraw_firm", "FO"),
    ("confirm_firm", "FO"),
    ("firm_briefs", "FO"),
    ("past_firm_briefs", "FO"),
    ("firm_suggestions", "FO"),
    ("remind_stale_firms", "O"),
    ("list_registrations", "O"),
    ("register", "NFGCDO"),
    ("approve_registration", "O"),
    ("refuse_registration", "O"),
    ("list_clients", "O"),
    ("add_client", "O"),
    ("get_client", "CO"),
    ("put_client", "CO"),
    ("delete_client", "O"),
    ("list_briefs", "NFGCDO"),
    ("add_brief", "CDO"),
    ("understand_brief", "FGCDO"),
    ("get_brief", "NFGCDO"),
    ("put_brief", "CO"),
    ("delete_brief", "CO"),
    ("open_brief", "CO"),
    ("close_brief", "CO"),
    ("withdraw_brief", "CO"),
    ("brief_matches", "FGCO"),
    ("mark_match", "CO"),
    ("list_admissions", "CO"),
    ("admit_firm", "CO"),
    ("revoke_admission", "CO"),
    ("list_events", "NFGCDO"),
    ("add_event", "O"),
    ("get_event", "NFGCDO"),
    ("put_event", "O"),
    ("delete_event", "O"),
    ("check_event", "O"),
    ("join_team", "O"),
    ("leave_team", "O"),
    ("list_absences", "FGCDO"),
    ("add_absence", "FO"),
    ("delete_absence", "FO"),
    ("list_wishes", "FGCDO"),
    // A wish is one party's: an organiser says for whom it acts.
    ("add_wish", "FGCD"),
    ("put_wish", "F"),
    ("delete_wish", "F"),
    ("answer_wish", "C"),
    ("import_file", "O"),
    ("get_template", "O"),
    ("list_jobs", "O"),
    ("ask_plan", "O"),
    ("ask_replan", "O"),
    ("get_job", "O"),
    ("cancel_job", "O"),
    ("watch_job", "O"),
    ("get_draft", "O"),
    ("list_releases", "O"),
    ("add_release", "O"),
    ("get_release", "FGCDO"),
    ("get_agenda", "FGCDO"),
    ("get_difference", "O"),
    ("get_release_files", "O"),
    ("list_letters", "O"),
    ("send_letters", "O"),
    ("why", "O"),
    ("fairness", "O"),
    ("standby", "O"),
    ("ask_helps", "O"),
    ("ask_fairness", "O"),
    ("ask_curves", "O"),
    ("try_edit", "O"),
    ("edit_draft", "O"),
    ("undo_draft", "O"),
    ("list_scenarios", "O"),
    ("compare_scenarios", "O"),
    ("get_scenario", "O"),
    ("delete_scenario", "O"),
    ("adopt_scenario", "O"),
    ("release_again", "O"),
    ("list_party_links", "O"),
    ("renew_party_link", "O"),
    ("get_calendar", "O"),
    ("get_workbook", "O"),
    ("get_booklet", "O"),
    ("get_table_cards", "O"),
    ("get_badges", "O"),
    ("get_party_calendar", "FO"),
    ("get_party_paper", "FO"),
    // Whoever has the link has the agenda.
    ("open_party_link", "NFGCDO"),
    ("get_link_calendar", "NFGCDO"),
    ("get_link_paper", "NFGCDO"),
    ("list_attendance", "O"),
    ("put_attendance", "O"),
    ("list_outcomes", "FGCDO"),
    ("put_outcome", "FO"),
    ("outcomes_table", "FGCDO"),
    ("list_follow_ups", "FGCDO"),
    ("put_follow_up", "FCO"),
    ("follow_ups_table", "FGCDO"),
    ("get_figures", "O"),
    ("sign_in", ""),
    ("ask_link", "NFGCDO"),
    ("redeem_link", ""),
    ("me", "FGCDO"),
    // With a token there is no session to end.
    ("sign_out", ""),
    ("list_sessions", "FGCDO"),
    ("end_sessions", "FGCDO"),
    ("end_session", "FGCDO"),
    ("list_tokens", "FGCDO"),
    ("add_token", "FGCDO"),
    ("revoke_token", "FGCDO"),
    ("set_password", "O"),
    ("begin_totp", "O"),
    ("set_totp", "O"),
    ("list_accounts", "FGCDO"),
    ("add_account", "FO"),
    ("account_link", "O"),
    ("close_account", "O"),
    ("open_account", "O"),
    ("set_up", ""),
    ("list_webhooks", "O"),
    ("add_webhook", "O"),
    ("end_webhook", "O"),
    ("audit_log", "O"),
    ("export_person", "O"),
    ("erase_person", "O"),
];

/// A body that is read, for whoever gets as far; what it names is wrong enough to change nothing.
fn body(operation: &str) -> Option<Json> {
    const SHAPES: [&str; 8] = [
        "add_firm",
        "put_firm",
        "add_client",
        "put_client",
        "add_event",
        "put_event",
        "put_brief",
        "understand_brief",
    ];
    if SHAPES.contains(&operation) {
        return Some(json!({"nothing": 1}));
    }
    Some(match operation {
        "register" => json!({"name": "", "person": "", "email": ""}),
        "add_brief" => json!({"client": "avionor", "nothing": 1}),
        "mark_match" => json!({"state": "zzz"}),
        "admit_firm" => json!({"nda": false}),
        "add_absence" => json!({"side": "firm", "party": "mesurac", "from": "zzz", "until": "zzz"}),
        "add_wish" => json!({"brief": "banc-essai", "grade": 9}),
        "put_wish" => json!({"grade": 9}),
        "answer_wish" => json!({"answer": "zzz"}),
        "ask_replan" | "add_release" | "release_again" => json!({}),
        "ask_plan" | "ask_helps" | "ask_fairness" | "ask_curves" | "try_edit" | "edit_draft" => {
            json!({"zzz": 1})
        }
        "put_attendance" => json!({"side": "firm", "party": "mesurac", "status": "zzz"}),
        "put_follow_up" => {
            json!({"desk": "avionor-essais", "firm": "mesurac", "brief": "banc-essai", "stage": "zzz"})
        }
        "put_outcome" => {
            json!({"desk": "avionor-essais", "firm": "mesurac", "brief": "banc-essai", "by": "firm", "verdict": "zzz"})
        }
        "sign_in" => json!({"email": "org@example.org", "password": "zzz"}),
        "ask_link" => json!({"email": "nobody@example.org"}),
        "redeem_link" => json!({"secret": "zzz"}),
        "add_token" => json!({"name": "", "scopes": [], "days": 0}),
        "set_password" => json!({"old": "zzz", "new": "zzz"}),
        "set_totp" => json!({"secret": "GEZDGNBVGY3TQOJQ", "code": "zzz"}),
        "add_account" => json!({"email": "zzz", "name": "", "role": "firm", "party": "mesurac"}),
        "set_up" => json!({"code": "zzz", "email": "a@example.org", "name": "a", "password": "zzz"}),
        "add_webhook" => json!({"url": "zzz", "topics": []}),
        "export_person" | "erase_person" => json!({"email": "zzz"}),
        _ => return None,
    })
}

/// Whoever ends their own sessions, stops things or sends letters changes something: these are asked of those refused only.
const CHANGES: [&str; 7] = [
    "remind_stale_firms",
    "renew_party_link",
    "send_letters",
    "join_team",
    "leave_team",
    "cancel_job",
    "ask_link",
];

#[tokio::test]
async fn every_operation_refuses_those_that_it_is_not_for() {
    for house in House::all("matrix").await {
        let organiser = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        house.settle().await;
        let callers: Vec<(char, Caller)> = vec![
            ('N', Caller::nobody()),
            ('F', house.member(&organiser, "firm", "mesurac").await),
            ('G', house.member(&organiser, "firm", "codaweb").await),
            ('C', house.member(&organiser, "client", "avionor").await),
            ('D', house.member(&organiser, "client", "railys").await),
            ('O', organiser.clone()),
        ];
        let firm = &callers[1].1;
        let wish = house
            .post(firm, "/events/petit-jour/wishes", json!({"brief": "banc-essai", "grade": 1}))
            .await
            .is(201)
            .json();
        let away = json!({"side": "firm", "party": "mesurac", "from": "2027-05-20T09:00", "until": "2027-05-20T09:20"});
        let away = house.post(firm, "/events/petit-jour/absences", away).await.is(201).json();
        house.post(&organiser, "/events/petit-jour/plans", json!({"scenario": "essai"})).await.is(202);
        let job = house.post(&organiser, "/events/petit-jour/plans", json!({})).await.is(202).json();
        house.settle().await;
        let tag = house.get(&organiser, "/events/petit-jour/draft").await.is(200).etag();
        house.post(&organiser.with("if-match", tag), "/events/petit-jour/releases", json!({})).await.is(201);

        let links = house.get(&organiser, "/events/petit-jour/links").await.is(200).json();
        let links = links["items"].as_array().unwrap();
        let link = links.iter().find(|one| one["side"] == "firm" && one["party"] == "mesurac").unwrap();

        let state = State::new(house.service.clone(), None);
        let (mut known, mut wrong) = (BTreeSet::new(), Vec::new());
        for (path, operations) in state.document()["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap();
                known.insert(name.to_owned());
                let Some((_, let_through)) = LET_THROUGH.iter().find(|(known, _)| *known == name) else {
                    wrong.push(format!("{name}: nobody said for whom it is"));
                    continue;
                };
                let id = match path.split('/').nth(1).unwrap() {
                    "firms" => "mesurac",
                    "clients" => "avionor",
                    "briefs" => "brief-secret",
                    "events" => "petit-jour",
                    "jobs" => job["id"].as_str().unwrap(),
                    _ => "zzz",
                };
                let path = path
                    .replace("{id}", id)
                    .replace("{firm}", "mesurac")
                    .replace("{number}", "1")
                    .replace("{wish}", wish["id"].as_str().unwrap())
                    .replace("{absence}", away["id"].as_str().unwrap())
                    .replace("{scenario}", "essai")
                    .replace("{sector}", "rail")
                    .replace("{side}", "firm")
                    .replace("{party}", "mesurac")
                    .replace("{secret}", link["secret"].as_str().unwrap())
                    .replace("{account}", "zzz");
                let path = match name {
                    "why" => format!("{path}?desk=avionor-essais&firm=mesurac"),
                    "get_difference" => format!("{path}?from=1"),
                    "import_file" => format!("{path}?name=zzz.csv"),
                    _ => path,
                };
                for (role, caller) in &callers {
                    let through = let_through.contains(*role);
                    if through
                        && (CHANGES.contains(&name)
                            || name.starts_with("end_session")
                            || name == "delete_absence"
                            || name == "revoke_admission")
                    {
                        continue;
                    }
                    let caller = caller.with("if-match", "\"999\"");
                    let came = house.send(&caller, &method.to_uppercase(), &path, body(name)).await;
                    // What is not there for these eyes is told like what is not there.
                    let refused = [401, 403].contains(&came.status) || (!through && came.status == 404);
                    if refused == through {
                        wrong.push(format!(
                            "{name} by {role}: {} {}",
                            came.status,
                            came.text.chars().take(160).collect::<String>()
                        ));
                    }
                    assert!(came.status < 500, "{name} by {role}: {}", came.text);
                }
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", house.name, wrong.join("\n"));
        let gone: Vec<_> = LET_THROUGH.iter().filter(|(name, _)| !known.contains(*name)).collect();
        assert!(gone.is_empty(), "no such operation: {gone:?}");
    }
}

#[tokio::test]
async fn a_token_does_no_more_than_its_scopes_and_a_forged_form_nothing() {
    for house in House::all("scopes").await {
        let organiser = house.organiser().await;
        let reader = json!({"name": "reader", "scopes": ["read"], "days": 1});
        let secret = house.post(&organiser, "/auth/tokens", reader).await.is(201).json();
        let bearer = |secret: &str| Caller::nobody().with("authorization", format!("Bearer {secret}"));
        let reader = bearer(secret["token"].as_str().unwrap());
        house.get(&reader, "/clients").await.is(200);
        house.post(&reader, "/clients", json!({"name": "x"})).await.is(403);
        house.get(&reader, "/audit").await.is(403);
        let more = json!({"name": "more", "scopes": ["admin"], "days": 1});
        house.post(&reader, "/auth/tokens", more).await.is(403);
        let id = secret["id"].as_str().unwrap();
        house.send(&organiser, "DELETE", &format!("/auth/tokens/{id}"), None).await.is(204);
        house.get(&reader, "/clients").await.is(401);
        for forged in ["zzz", "", "a b", &"x".repeat(10_000)] {
            house.get(&bearer(forged), "/firms").await.is(401);
        }
        house.get(&Caller::nobody().with("authorization", "Basic eDp5"), "/firms").await.is(401);

        // A session without what our own page would send.
        let sent = json!({"email": "org@example.org", "password": crate::house::PASSWORD});
        let came = house.post(&Caller::nobody(), "/auth/password", sent).await.is(200);
        let cookie = came.head["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let forged = Caller::nobody().with("cookie", cookie.split(';').next().unwrap());
        house.get(&forged, "/clients").await.is(200);
        house.post(&forged, "/clients", json!({"name": "x"})).await.is(403);
        let session = House::session(&came);
        house.post(&session, "/clients", json!({"name": "x"})).await.is(201);
        house.send(&session, "POST", "/auth/sign-out", None).await.is(200);
        house.get(&session, "/clients").await.is(401);
    }
}

#[tokio::test]
async fn guessing_is_locked_out_and_tells_nothing() {
    for house in House::all("guess").await {
        house.organiser().await;
        let sent = |email: &str, password: &str| json!({"email": email, "password": password});
        let known =
            house.post(&Caller::nobody(), "/auth/password", sent("org@example.org", "zzz")).await.is(401);
        let unknown =
            house.post(&Caller::nobody(), "/auth/password", sent("nobody@example.org", "zzz")).await.is(401);
        assert_eq!(known.text, unknown.text, "who has an account is not told");
        for _ in 0..8 {
            house.post(&Caller::nobody(), "/auth/password", sent("org@example.org", "zzz")).await;
        }
        let locked = house
            .post(&Caller::nobody(), "/auth/password", sent("org@example.org", crate::house::PASSWORD))
            .await
            .is(429);
        assert!(locked.head.contains_key("retry-after"));
        let asked = |email: &str| json!({"email": email});
        house.post(&Caller::nobody(), "/auth/links", asked("org@example.org")).await.is(204);
        house.post(&Caller::nobody(), "/auth/links", asked("nobody@example.org")).await.is(204);
    }
}

#[tokio::test]
async fn another_team_s_event_is_closed_to_other_organisers() {
    for house in House::all("teams").await {
        let first = house.organiser().await;
        house.service.load_event(&Actor::console(), &event()).await.unwrap();
        let console = Actor::console();
        house
            .service
            .add_organiser(&console, "two@example.org", "Tom", crate::house::PASSWORD)
            .await
            .unwrap();
        let sent = json!({"email": "two@example.org", "password": crate::house::PASSWORD});
        let second = House::session(&house.post(&Caller::nobody(), "/auth/password", sent).await.is(200));
        let day = "/events/petit-jour";
        house.get(&second, &format!("{day}/jobs")).await.is(200);
        let me = house.get(&first, "/auth/me").await.json()["account"]["id"].as_str().unwrap().to_owned();
        house.send(&first, "PUT", &format!("{day}/team/{me}"), None).await.is(204);
        house.get(&second, &format!("{day}/jobs")).await.is(403);
        house.post(&second, &format!("{day}/plans"), json!({})).await.is(403);
        assert!(house.get(&second, day).await.is(200).json().get("event").is_none());
        house.get(&first, &format!("{day}/jobs")).await.is(200);
    }
}
