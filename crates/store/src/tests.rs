//! One story on both databases, in which every statement is entered; and what must not be possible.
#![expect(clippy::disallowed_methods, reason = "where the test server is, the environment tells")]

use std::collections::BTreeSet;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::sql;

/// The databases of this machine: SQLite always, PostgreSQL where `PASSERELLE_TEST_POSTGRES` tells of a server (`NAME` in it is replaced).
async fn databases(name: &str, folder: &TempDir) -> Vec<Db> {
    let mut all = vec![Db::open(folder.path().join(name).to_str().unwrap()).await.unwrap()];
    match std::env::var("PASSERELLE_TEST_POSTGRES") {
        Ok(url) => {
            let name = format!("{name}_{}", std::process::id());
            all.push(Db::open(&url.replace("NAME", &name)).await.unwrap());
        }
        Err(_) => eprintln!("left out: PostgreSQL (run .ci/test, or set PASSERELLE_TEST_POSTGRES)"),
    }
    all
}

fn by(at_ms: i64) -> By {
    By { actor: "tester".into(), acting_for: None, at_ms }
}

fn draft<'a>(id: &'a str, owner: Option<&'a str>, status: &'a str, body: &'a str) -> Draft<'a> {
    Draft { id, owner, status, title: id, sort: id, body }
}

fn wish(id: &str) -> Wish {
    Wish {
        id: id.into(),
        event: "day".into(),
        side: "firm".into(),
        desk: String::new(),
        firm: "acme".into(),
        brief: "h2".into(),
        grade: 2,
        message: "bonjour".into(),
        expires_ms: None,
        answer: "none".into(),
        reason: String::new(),
        version: 1,
        updated_ms: 0,
    }
}

async fn records(db: &Db) {
    let mut tx = db.begin(by(10)).await.unwrap();
    tx.insert(Kind::Client, &draft("prime", None, "active", "{}")).await.unwrap();
    tx.insert(Kind::Firm, &draft("acme", None, "draft", "{\"a\":1}")).await.unwrap();
    tx.insert(Kind::Firm, &draft("bolt", None, "published", "{}")).await.unwrap();
    tx.insert(Kind::Brief, &draft("h2", Some("prime"), "open", "{}")).await.unwrap();
    tx.insert(Kind::Event, &draft("day", None, "setup", "{}")).await.unwrap();
    tx.commit().await.unwrap();

    let page = Page { limit: 1, ..Page::default() };
    assert_eq!(db.records(Kind::Firm, &page).await.unwrap()[0].id, "acme");
    let next = Page { after: Some(("acme", "acme")), ..page.clone() };
    assert_eq!(db.records(Kind::Firm, &next).await.unwrap()[0].id, "bolt");
    for kind in [Kind::Client, Kind::Firm, Kind::Brief, Kind::Event] {
        assert_eq!(db.records(kind, &Page { recent: true, ..page.clone() }).await.unwrap().len(), 1);
        assert_eq!(db.records(kind, &page).await.unwrap().len(), 1);
        assert!(!db.all_records(kind, None).await.unwrap().is_empty());
        let held = db.all_records(kind, None).await.unwrap().remove(0);
        let again = Draft { body: "{\"b\":2}", ..draft(&held.id, held.owner.as_deref(), &held.status, "") };
        let mut tx = db.begin(by(11)).await.unwrap();
        assert_eq!(tx.update(kind, &again, held.version, "update").await.unwrap(), 2);
        // The second of two who read the same version is told, not obeyed.
        let late = tx.update(kind, &again, held.version, "update").await;
        assert!(matches!(late, Err(StoreError::Changed { current: 2 })), "{late:?}");
        tx.commit().await.unwrap();
    }
    assert_eq!(db.all_records(Kind::Firm, Some("published")).await.unwrap().len(), 1);
    assert_eq!(db.records(Kind::Brief, &Page { owner: Some("nobody"), ..page }).await.unwrap(), []);

    // A brief of a client that is not there; a firm twice; a state that is none.
    for (kind, wrong) in [
        (Kind::Brief, draft("x", Some("nobody"), "open", "{}")),
        (Kind::Firm, draft("acme", None, "draft", "{}")),
        (Kind::Firm, draft("x", None, "glorious", "{}")),
    ] {
        let mut tx = db.begin(by(12)).await.unwrap();
        let refused = tx.insert(kind, &wrong).await.unwrap_err();
        assert!(!matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    }

    // Deleted things are out of sight, and come back under a later version.
    for kind in [Kind::Event, Kind::Brief, Kind::Firm, Kind::Client] {
        let held = db.all_records(kind, None).await.unwrap().remove(0);
        let mut tx = db.begin(by(13)).await.unwrap();
        tx.delete(kind, &held.id, held.version).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.record(kind, &held.id).await.unwrap(), None);
        let mut tx = db.begin(by(14)).await.unwrap();
        let again = draft(&held.id, held.owner.as_deref(), &held.status, &held.body);
        tx.insert(kind, &again).await.unwrap();
        tx.commit().await.unwrap();
        let back = db.record(kind, &held.id).await.unwrap().unwrap();
        assert_eq!((back.version, &back.body), (4, &held.body));
    }
}

async fn accounts(db: &Db) {
    let mut tx = db.begin(by(20)).await.unwrap();
    tx.add_account("u1", "a@x", "Ada", ("organiser", None), Some("hash")).await.unwrap();
    tx.add_account("u2", "b@x", "Bob", ("firm", Some("acme")), None).await.unwrap();
    tx.add_session(["h1", "s1", "u1", "csrf"], 100).await.unwrap();
    tx.add_session(["h2", "s2", "u1", "csrf"], 21).await.unwrap();
    tx.add_link("l1", "u2", 100).await.unwrap();
    tx.add_token(["t1", "th", "u1", "robot", "read write"], 100).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.account("u2").await.unwrap().unwrap().party.as_deref(), Some("acme"));
    assert_eq!(db.account_by_email("a@x").await.unwrap().unwrap().id, "u1");
    assert_eq!(db.accounts(Some("firm"), Some("acme"), "", 9).await.unwrap().len(), 1);
    assert_eq!(db.count_accounts("organiser").await.unwrap(), 1);
    assert_eq!(db.session("h1", 99).await.unwrap().unwrap().account.name, "Ada");
    assert_eq!(db.session("h1", 100).await.unwrap(), None, "it has expired");
    assert_eq!(db.sessions("u1", 50).await.unwrap().len(), 1);
    assert_eq!(db.token("th", 50).await.unwrap().unwrap().1, "read write");

    let mut tx = db.begin(by(30)).await.unwrap();
    assert_eq!(tx.use_link("l1").await.unwrap().as_deref(), Some("u2"));
    assert_eq!(tx.use_link("l1").await.unwrap(), None, "a link opens once");
    assert!(tx.use_totp_step("u1", 5).await.unwrap() && !tx.use_totp_step("u1", 5).await.unwrap());
    let mut ada = tx.account("u1").await.unwrap();
    ada.name = "Ada L.".into();
    tx.update_account(&ada, "rename").await.unwrap();
    assert!(matches!(tx.update_account(&ada, "rename").await, Err(StoreError::Changed { current: 2 })));
    assert_eq!(tx.count_failure("a@x").await.unwrap(), 1);
    assert_eq!(tx.count_failure("a@x").await.unwrap(), 2);
    tx.lock_attempts("a@x", 77).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.attempts("a@x").await.unwrap(), (2, 77));

    let mut tx = db.begin(by(40)).await.unwrap();
    tx.clear_attempts("a@x").await.unwrap();
    assert_eq!(tx.end_sessions("u1", Some("s1")).await.unwrap(), 1);
    tx.end_sessions("u1", None).await.unwrap();
    tx.revoke_tokens("u1", Some("t1")).await.unwrap();
    tx.revoke_tokens("u1", None).await.unwrap();
    assert!(matches!(tx.revoke_tokens("u1", Some("t1")).await, Err(StoreError::Missing { .. })));
    tx.tidy(0).await.unwrap();
    let asked = Registration {
        id: "r1".into(),
        firm: Some("acme".into()),
        name: "Acme".into(),
        person: "Zoé".into(),
        email: "z@x".into(),
        message: String::new(),
        status: "waiting".into(),
        created_ms: 40,
    };
    tx.add_registration(&asked).await.unwrap();
    assert_eq!(tx.registration("r1").await.unwrap(), asked);
    tx.decide_registration("r1", "approved").await.unwrap();
    assert!(tx.decide_registration("r1", "refused").await.is_err(), "it is decided");
    tx.commit().await.unwrap();
    assert_eq!(db.attempts("a@x").await.unwrap(), (0, 0));
    assert_eq!(db.token("th", 50).await.unwrap(), None, "it is revoked");
    assert_eq!(db.tokens("u1").await.unwrap()[0].revoked_ms, Some(40));
    assert_eq!(db.registrations(Some("approved")).await.unwrap().len(), 1);
}

async fn sides(db: &Db) {
    let mut tx = db.begin(by(50)).await.unwrap();
    let mark = |state: &str| Mark {
        brief: "h2".into(),
        firm: "acme".into(),
        state: state.into(),
        note: "à revoir".into(),
    };
    tx.put_mark(&mark("excluded")).await.unwrap();
    tx.put_mark(&mark("pinned")).await.unwrap();
    tx.admit("h2", "acme", true).await.unwrap();
    tx.put_coarse_fit("h2", "acme", "strong").await.unwrap();
    tx.add_wish(&wish("w1")).await.unwrap();
    let away = AbsenceRow {
        id: "a1".into(),
        side: "firm".into(),
        party: "acme".into(),
        starts: "2027-03-18T13:30".into(),
        ends: "2027-03-18T14:30".into(),
    };
    tx.add_absence("day", &away).await.unwrap();
    tx.put_attendance("day", ["firm", "acme", "late"]).await.unwrap();
    tx.put_team("day", "u1", true).await.unwrap();
    let said = Outcome {
        desk: "d".into(),
        firm: "acme".into(),
        brief: "h2".into(),
        side: "desk".into(),
        verdict: "useful".into(),
        steps: "follow_up nda".into(),
        note: String::new(),
        updated_ms: 50,
    };
    tx.put_outcome("day", &said).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.marks(Some("h2")).await.unwrap(), [mark("pinned")]);
    assert!(db.admissions(Some("h2"), Some("acme")).await.unwrap()[0].nda);
    assert_eq!(db.coarse_fits("acme", 49).await.unwrap(), [("h2".into(), "strong".into())]);
    assert_eq!(db.coarse_fits("acme", 50).await.unwrap(), []);
    assert_eq!(db.wishes("day", Some("acme"), "", 9).await.unwrap().len(), 1);
    assert_eq!(db.absences("day").await.unwrap(), [away]);
    assert_eq!(db.attendance("day").await.unwrap()[0].status, "late");
    assert_eq!(db.outcomes("day").await.unwrap(), [said]);
    assert_eq!(db.team("day").await.unwrap(), ["u1"]);

    let mut tx = db.begin(by(60)).await.unwrap();
    assert!(tx.add_wish(&wish("w2")).await.is_err(), "the same wish twice");
    drop(tx);
    let mut tx = db.begin(by(60)).await.unwrap();
    let refused = Wish { answer: "refused".into(), ..wish("w1") };
    tx.update_wish(&refused, "refuse").await.unwrap();
    assert!(matches!(tx.update_wish(&refused, "refuse").await, Err(StoreError::Changed { current: 2 })));
    assert!(matches!(tx.delete_wish("w1", 1).await, Err(StoreError::Changed { current: 2 })));
    tx.commit().await.unwrap();
    assert_eq!(db.wish("w1").await.unwrap().unwrap().answer, "refused");
    let mut tx = db.begin(by(61)).await.unwrap();
    tx.delete_wish("w1", 2).await.unwrap();
    assert!(matches!(tx.delete_wish("w1", 2).await, Err(StoreError::Missing { .. })));
    tx.delete_absence("day", "a1").await.unwrap();
    tx.revoke_admission("h2", "acme").await.unwrap();
    assert!(tx.revoke_admission("h2", "acme").await.is_err());
    tx.put_team("day", "u1", false).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.admissions(None, Some("acme")).await.unwrap(), []);
}

async fn work(db: &Db) {
    let mut tx = db.begin(by(70)).await.unwrap();
    for id in ["j1", "j2"] {
        tx.add_job([id, "plan", "day", "{}"]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = db.begin(by(71)).await.unwrap();
    assert_eq!(tx.claim_job("p1", 0).await.unwrap().unwrap().id, "j1");
    assert_eq!(tx.beat("j1", "p1", "{\"value\":1}").await.unwrap(), Some(false));
    assert_eq!(tx.beat("j1", "p2", "{}").await.unwrap(), None, "it is another's");
    tx.cancel_job("j2").await.unwrap();
    assert_eq!(tx.claim_job("p2", 0).await.unwrap(), None, "the other was cancelled while it waited");
    tx.commit().await.unwrap();
    // Its worker is not heard of any more: another takes over, and the first one's end no longer counts.
    let mut tx = db.begin(by(200)).await.unwrap();
    assert_eq!(tx.claim_job("p2", 100).await.unwrap().unwrap().attempts, 2);
    tx.cancel_job("j1").await.unwrap();
    assert_eq!(tx.beat("j1", "p2", "{}").await.unwrap(), Some(true));
    assert!(!tx.end_job("j1", "p1", "done", "{}").await.unwrap());
    assert!(tx.end_job("j1", "p2", "done", "{}").await.unwrap());
    assert!(tx.cancel_job("j1").await.is_err(), "it has ended");
    for base in [0, 1] {
        tx.put_draft(&plan_draft(base)).await.unwrap();
        let number = tx.add_release("day", ["{}", "{\"r\":1}", "{}"], "première").await.unwrap();
        assert_eq!(number, base + 1);
    }
    tx.commit().await.unwrap();
    assert_eq!(db.job("j1").await.unwrap().unwrap().status, "done");
    assert_eq!(db.jobs(Some("day"), 9).await.unwrap().len(), 2);
    assert_eq!(db.draft("day").await.unwrap().unwrap().version, 2);
    assert_eq!(db.releases("day").await.unwrap().len(), 2);
    assert_eq!(db.release("day", None).await.unwrap().unwrap().number, 2);
    assert_eq!(db.release("day", Some(1)).await.unwrap().unwrap().note, "première");
}

fn plan_draft(base_release: i64) -> PlanDraft {
    PlanDraft {
        event: "day".into(),
        job: "j1".into(),
        problem: "{}".into(),
        result: "{\"r\":1}".into(),
        view: "{}".into(),
        base_release,
        version: 0,
        created_ms: 0,
        locks: "[]".into(),
    }
}

/// A draft is edited under its version and had back; scenarios lie beside it; a meeting leads somewhere.
async fn desk(db: &Db) {
    assert_eq!(db.past_drafts("day").await.unwrap(), 1);
    let edited = PlanDraft { version: 2, locks: "[1]".into(), ..plan_draft(1) };
    let mut tx = db.begin(by(210)).await.unwrap();
    tx.change_draft(&edited).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.begin(by(211)).await.unwrap();
    assert!(matches!(tx.change_draft(&edited).await, Err(StoreError::Changed { current: 3 })));
    drop(tx);
    assert_eq!(db.draft("day").await.unwrap().unwrap().locks, "[1]");
    assert_eq!(db.past_draft("day").await.unwrap().unwrap().version, 2);
    let mut tx = db.begin(by(212)).await.unwrap();
    assert!(tx.undo_draft("day", 2).await.is_err(), "it is at 3");
    drop(tx);
    let mut tx = db.begin(by(212)).await.unwrap();
    tx.undo_draft("day", 3).await.unwrap();
    tx.undo_draft("day", 4).await.unwrap();
    assert!(matches!(tx.undo_draft("day", 5).await, Err(StoreError::Missing { .. })));
    tx.commit().await.unwrap();
    let back = db.draft("day").await.unwrap().unwrap();
    assert_eq!((back.version, back.base_release, back.locks.as_str()), (5, 0, "[]"));
    for version in 5..65 {
        let mut tx = db.begin(by(213)).await.unwrap();
        tx.change_draft(&PlanDraft { version, ..plan_draft(1) }).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(db.past_drafts("day").await.unwrap(), 50, "no more are kept");

    let scenario = Scenario {
        event: "day".into(),
        name: "équité".into(),
        job: "j1".into(),
        problem: "{}".into(),
        result: "{}".into(),
        view: "{}".into(),
        locks: "[]".into(),
        version: 1,
        created_ms: 214,
    };
    let mut tx = db.begin(by(214)).await.unwrap();
    tx.put_scenario(&scenario).await.unwrap();
    tx.put_scenario(&Scenario { name: "autre".into(), ..scenario.clone() }).await.unwrap();
    tx.delete_scenario("day", "autre").await.unwrap();
    assert!(tx.delete_scenario("day", "autre").await.is_err());
    tx.commit().await.unwrap();
    assert_eq!(db.scenarios("day").await.unwrap(), std::slice::from_ref(&scenario));
    assert_eq!(db.scenario("day", "équité").await.unwrap(), Some(scenario));

    let mut one = FollowUp {
        desk: "d".into(),
        firm: "acme".into(),
        brief: "h2".into(),
        stage: "nda".into(),
        amount_eur: Some(120_000),
        ..FollowUp::default()
    };
    let mut tx = db.begin(by(215)).await.unwrap();
    assert_eq!(tx.put_follow_up("day", &one).await.unwrap(), 1);
    assert!(matches!(tx.put_follow_up("day", &one).await, Err(StoreError::Changed { current: 1 })));
    (one.version, one.stage) = (1, "engaged".into());
    assert_eq!(tx.put_follow_up("day", &one).await.unwrap(), 2);
    assert!(matches!(tx.put_follow_up("day", &one).await, Err(StoreError::Changed { current: 2 })));
    tx.commit().await.unwrap();
    let held = db.follow_ups("day").await.unwrap();
    assert_eq!((held[0].stage.as_str(), held[0].version, held[0].amount_eur), ("engaged", 2, Some(120_000)));
    assert_eq!(held[0].co_financing_pct, None);
}

async fn post(db: &Db) {
    let mut tx = db.begin(by(300)).await.unwrap();
    let letter = ["z@x", "Agenda", "Bonjour"];
    assert!(tx.add_mail("m1", "release 1 z@x", ("release", "day"), letter, "preview").await.unwrap());
    assert!(!tx.add_mail("m2", "release 1 z@x", ("release", "day"), letter, "preview").await.unwrap());
    assert_eq!(tx.claim_mail(400).await.unwrap(), None, "a preview is not sent");
    assert_eq!(tx.release_mails("release", "day").await.unwrap(), 1);
    assert_eq!(tx.claim_mail(400).await.unwrap().unwrap().id, "m1");
    assert_eq!(tx.claim_mail(400).await.unwrap(), None, "never twice");
    tx.end_mail("m1", "queued", "busy", 301, "Bonjour").await.unwrap();
    assert_eq!(tx.doubt_mails("unknown").await.unwrap(), 0);
    tx.add_hook(["k1", "https://example.org", "secret", "release"]).await.unwrap();
    tx.add_delivery(["d1", "k1", "release", "{}"]).await.unwrap();
    assert_eq!(tx.claim_delivery(400).await.unwrap().unwrap().url, "https://example.org");
    tx.end_delivery("d1", "sent", "", 0).await.unwrap();
    tx.end_hook("k1").await.unwrap();
    assert!(tx.end_hook("k1").await.is_err());
    assert!(tx.begin_replay("u1", "key", "d").await.unwrap());
    assert!(!tx.begin_replay("u1", "key", "e").await.unwrap(), "it is taken");
    tx.end_replay("u1", "key", 201, ["{}", "b"]).await.unwrap();
    tx.end_replay("u1", "key", 500, ["{}", "c"]).await.unwrap();
    tx.drop_replay("u1", "key").await.unwrap();
    tx.commit().await.unwrap();
    let kept = Replay { digest: "d".into(), status: 201, head: "{}".into(), body: "b".into() };
    assert_eq!(db.replay("u1", "key").await.unwrap(), Some(kept), "the first answer stays");
    assert_eq!(db.mails(Some("day"), Some("queued"), 9).await.unwrap()[0].problem, "busy");
    assert!(!db.hooks().await.unwrap()[0].active);
    assert_eq!(db.deliveries("k1", 9).await.unwrap()[0].status, "sent");
}

async fn links(db: &Db) {
    let mut tx = db.begin(by(400)).await.unwrap();
    tx.add_server_key("links", "first").await.unwrap();
    tx.add_server_key("links", "second").await.unwrap();
    for one in [
        ["day", "desk", "d"],
        ["day", "desk", "d"],
        ["day", "event", ""],
        ["", "firm", "acme"],
        ["eve", "desk", "d"],
    ] {
        tx.renew_links(one).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(db.server_key("links").await.unwrap().as_deref(), Some("first"), "the first one stays");
    assert_eq!(db.server_key("others").await.unwrap(), None);
    let of = |one: [&str; 3]| one.map(str::to_owned);
    let known = [(of(["", "firm", "acme"]), 1), (of(["day", "desk", "d"]), 2), (of(["day", "event", ""]), 1)];
    assert_eq!(db.renewals("day").await.unwrap().into_iter().collect::<Vec<_>>(), known);
}

async fn logs(db: &Db) {
    let last = db.last_change().await.unwrap();
    let mut watch = db.watch().await.unwrap();
    let (first, told) = tokio::join!(
        async {
            let mut tx = db.begin(by(500)).await.unwrap();
            tx.update(Kind::Firm, &draft("bolt", None, "draft", "{}"), 1, "unpublish").await.unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
            tx.commit().await.unwrap();
        },
        tokio::time::timeout(Duration::from_secs(20), watch.wait(Duration::from_mins(1)))
    );
    let () = first;
    assert!(told.is_ok(), "those who wait are told");
    let since = db.changes_since(last, 9).await.unwrap();
    assert_eq!((since.len(), since[0].subject.as_str()), (1, "bolt"));
    let lines = db.audit_lines(None, Some("firm"), Some("bolt"), 9).await.unwrap();
    assert_eq!(lines[0].action, "unpublish");
    assert!(lines[0].before.is_some() && lines[0].before == lines[0].after);
}

/// A person is erased everywhere but in the log, which holds no more than that it happened.
async fn persons(db: &Db) {
    let mut tx = db.begin(by(550)).await.unwrap();
    tx.add_mail("m9", "once z@x", ("sign-in", "u2"), ["z@x", "t", "b"], "queued").await.unwrap();
    for kind in [Kind::Client, Kind::Firm, Kind::Brief, Kind::Event] {
        let held = tx.mentions(kind, "{").await.unwrap();
        let (id, body) = &held[0];
        tx.scrub(kind, id, body).await.unwrap();
        assert_eq!(tx.mentions(kind, "100%_sure").await.unwrap(), []);
    }
    tx.commit().await.unwrap();
    assert_eq!(db.mails_of("z@x").await.unwrap().len(), 2);
    let mut tx = db.begin(by(551)).await.unwrap();
    tx.erase_person("z@x", &["u2".into()]).await.unwrap();
    tx.tidy_kept(0, 0).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.mails_of("z@x").await.unwrap(), []);
    assert_eq!(db.registrations(None).await.unwrap()[0].email, "");
    let gone = db.account("u2").await.unwrap().unwrap();
    assert!(!gone.active && gone.name.is_empty() && gone.email != "b@x");
}

/// What was written stays: statements that no code of ours holds.
async fn nothing_is_rewritten(db: &Db) {
    for sql in [
        "UPDATE release SET note = 'x'",
        "DELETE FROM release",
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
    ] {
        let mut tx = db.begin(by(600)).await.unwrap();
        let refused = tx.run(sql, &[]).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{sql}: {refused:?}");
    }
}

#[tokio::test]
async fn the_same_story_on_both_databases_enters_every_statement() {
    let folder = TempDir::new().unwrap();
    let all = databases("story", &folder).await;
    for db in &all {
        db.ping().await.unwrap();
        records(db).await;
        accounts(db).await;
        sides(db).await;
        work(db).await;
        desk(db).await;
        post(db).await;
        links(db).await;
        logs(db).await;
        persons(db).await;
        nothing_is_rewritten(db).await;
        assert_eq!(db.faults().await.unwrap(), Vec::<String>::new());
    }
    all[0].backup(&folder.path().join("copy.db")).await.unwrap();

    // The archive moves from each to each and stays the same, byte by byte.
    let mut archives = Vec::new();
    for db in &all {
        let mut archive = Vec::new();
        db.export(&mut archive).await.unwrap();
        archives.push(archive);
    }
    for (n, archive) in archives.iter().enumerate() {
        for new in databases(&format!("moved{n}"), &folder).await {
            new.import(&mut archive.as_slice()).await.unwrap();
            let mut again = Vec::new();
            new.export(&mut again).await.unwrap();
            assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(archive.clone()).unwrap());
            let refused = new.import(&mut archive.as_slice()).await;
            assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
            // Numbers go on where they were.
            let mut tx = new.begin(by(700)).await.unwrap();
            tx.insert(Kind::Firm, &draft("later", None, "draft", "{}")).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    let entered = sql::all_seen();
    let known = sql::ALL.iter().filter(|(name, _)| all.len() == 2 || !name.ends_with("POSTGRES"));
    let known = known.filter(|(name, _)| all.len() == 2 || !["NOTIFY", "CHANGE_LOCK"].contains(name));
    let missed: BTreeSet<&str> =
        known.filter(|(_, sql)| !entered.contains(sql)).map(|(name, _)| *name).collect();
    assert!(missed.is_empty(), "not entered: {missed:?}");
    for one in [sql::CLIENT, sql::FIRM, sql::BRIEF, sql::EVENT] {
        for sql in [
            one.get,
            one.list,
            one.recent,
            one.all,
            one.insert,
            one.update,
            one.delete,
            one.mentions,
            one.scrub,
        ] {
            assert!(entered.contains(sql), "{sql}");
        }
    }
}

#[tokio::test]
async fn a_damaged_archive_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let old = Db::open(folder.path().join("old").to_str().unwrap()).await.unwrap();
    let mut tx = old.begin(by(1)).await.unwrap();
    tx.insert(Kind::Firm, &draft("acme", None, "draft", "{}")).await.unwrap();
    tx.commit().await.unwrap();
    let mut archive = Vec::new();
    old.export(&mut archive).await.unwrap();
    let text = String::from_utf8(archive).unwrap();
    let cut = text.lines().take(2).collect::<Vec<_>>().join("\n");
    let other = text.replace("acme", "acne");
    let later = text.replace("\"passerelle_archive\":1", "\"passerelle_archive\":2");
    for wrong in [cut.as_str(), other.as_str(), later.as_str(), "", "PK\u{3}\u{4}", "{}\n"] {
        for new in databases("new", &folder).await {
            let refused = new.import(&mut wrong.as_bytes()).await;
            assert!(matches!(refused, Err(StoreError::Unreadable(_))), "{refused:?}");
            assert_eq!(new.last_change().await.unwrap(), 0);
        }
    }
}

#[tokio::test]
async fn a_transaction_that_is_dropped_has_not_happened() {
    let folder = TempDir::new().unwrap();
    for db in databases("dropped", &folder).await {
        let mut tx = db.begin(by(1)).await.unwrap();
        tx.insert(Kind::Firm, &draft("acme", None, "draft", "{}")).await.unwrap();
        drop(tx);
        assert_eq!(db.record(Kind::Firm, "acme").await.unwrap(), None);
        assert_eq!(db.last_change().await.unwrap(), 0);
    }
}

#[test]
fn both_databases_have_the_same_tables() {
    let sqlite = concat!(
        include_str!("../migrations/sqlite/0001_start.sql"),
        include_str!("../migrations/sqlite/0002_links.sql")
    );
    let postgres = concat!(
        include_str!("../migrations/postgres/0001_start.sql"),
        include_str!("../migrations/postgres/0002_links.sql")
    );
    let columns = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.contains("TRIGGER") && !line.contains("FUNCTION"));
        let same = |line: &str| {
            line.replace("INTEGER PRIMARY KEY AUTOINCREMENT", "NUMBERED")
                .replace("BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "NUMBERED")
                .replace(" INTEGER", " BIGINT")
        };
        lines.map(same).filter(|line| !line.trim().is_empty()).collect()
    };
    assert_eq!(columns(sqlite), columns(postgres));
}
