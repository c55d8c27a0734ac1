//! The server as a process: killed in the middle, its database moved, its configuration wrong.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

const PASSWORD: &str = "several words of ours";

fn passerelle(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
    command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .env("PASSERELLE__SERVER__DATA", folder)
        .env("PASSERELLE__SERVER__LISTEN", "127.0.0.1:0")
        .env("PASSERELLE_LOG", "error");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    passerelle(folder).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// Sends a signal to a process.
fn told(child: &Child, signal: &str) -> bool {
    let kill = format!("kill {signal} {}", child.id());
    Command::new("sh").args(["-c", &kill]).status().unwrap().success()
}

fn add_organiser(folder: &Path) {
    let mut child = passerelle(folder)
        .args(["organiser", "add", "--email", "a@example.org", "--name", "Ada"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
}

/// A server and where it listens.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut child = passerelle(folder).arg("serve").stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let url = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some(rest) = line.strip_prefix("listening on ") {
                break format!("http://{}/api/v1", rest.split(';').next().unwrap());
            }
        };
        // What it says further on is read, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url }
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Option<(u16, String, Value)> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        let request = agent.post(format!("{}{path}", self.url)).header("Content-Type", "application/json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let mut answer = request.send(body.to_string()).ok()?;
        let cookie = answer
            .headers()
            .get("set-cookie")
            .map(|one| one.to_str().unwrap().to_owned())
            .unwrap_or_default();
        let mut text = String::new();
        answer.body_mut().as_reader().read_to_string(&mut text).ok()?;
        Some((answer.status().as_u16(), cookie, serde_json::from_str(&text).unwrap_or_default()))
    }

    /// A session's cookie and token against forged forms.
    fn session(&self) -> (String, String) {
        let sent = json!({"email": "a@example.org", "password": PASSWORD});
        let (status, cookie, body) = self.post("/auth/password", &[], &sent).unwrap();
        assert_eq!(status, 200, "{body}");
        (cookie.split(';').next().unwrap().to_owned(), body["csrf"].as_str().unwrap().to_owned())
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn killed_in_the_middle_again_and_again_it_loses_nothing_that_it_acknowledged() {
    let folder = TempDir::new().unwrap();
    add_organiser(folder.path());
    let mut acknowledged = Vec::new();
    for round in 0..5_u64 {
        let mut server = Server::start(folder.path());
        let (cookie, csrf) = server.session();
        let headers = [("Cookie", cookie.as_str()), ("X-CSRF-Token", csrf.as_str())];
        let kept = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..3)
                .map(|writer| {
                    let (server, headers) = (&server, &headers);
                    scope.spawn(move || {
                        let mut kept = Vec::new();
                        for n in 0.. {
                            let id = format!("f-{round}-{writer}-{n}");
                            let firm = json!({"id": id, "name": id, "summary": "Bancs d'essai."});
                            match server.post("/firms", headers, &firm) {
                                Some((201, ..)) => kept.push(id),
                                Some((status, _, body)) => panic!("{status} {body}"),
                                None => break,
                            }
                        }
                        kept
                    })
                })
                .collect();
            std::thread::sleep(Duration::from_millis(150 + 70 * round));
            // The process is really killed, wherever it is.
            assert!(told(&server.child, "-9"));
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
        });
        server.kill();
        acknowledged.extend(kept);
        let checked = run(folder.path(), &["db", "check"]);
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    }
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    let archive = folder.path().join("all.jsonl");
    assert!(run(folder.path(), &["db", "export", archive.to_str().unwrap()]).status.success());
    let text = std::fs::read_to_string(&archive).unwrap();
    for id in &acknowledged {
        assert!(text.contains(&format!("[\"{id}\"")), "{id} was acknowledged and is gone");
    }
}

#[test]
fn a_backup_of_a_database_that_is_written_to_is_whole_and_comes_back() {
    let folder = TempDir::new().unwrap();
    add_organiser(folder.path());
    let server = Server::start(folder.path());
    let (cookie, csrf) = server.session();
    let headers = [("Cookie", cookie.as_str()), ("X-CSRF-Token", csrf.as_str())];
    let copy = folder.path().join("copy.db");
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for n in 0..60 {
                let id = format!("f-{n}");
                server.post("/firms", &headers, &json!({"id": id, "name": id})).unwrap();
            }
        });
        std::thread::sleep(Duration::from_millis(50));
        assert!(run(folder.path(), &["db", "backup", copy.to_str().unwrap()]).status.success());
        writing.join().unwrap();
    });
    assert!(
        !run(folder.path(), &["db", "backup", copy.to_str().unwrap()]).status.success(),
        "it replaces nothing"
    );
    let other = TempDir::new().unwrap();
    let restored = run(other.path(), &["db", "restore", copy.to_str().unwrap()]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    assert!(run(other.path(), &["db", "check"]).status.success());
    assert!(
        !run(other.path(), &["db", "restore", copy.to_str().unwrap()]).status.success(),
        "it replaces nothing"
    );
}

#[test]
fn a_wrong_configuration_is_refused_before_anything_listens() {
    let folder = TempDir::new().unwrap();
    for (name, value, told) in [
        ("PASSERELLE__SERVER__LISTEN", "somewhere", "server.listen"),
        ("PASSERELLE__SERVER__LISTNE", "127.0.0.1:1", "listne"),
        ("PASSERELLE__SERVER__SESSION_HOURS", "0", "server.session_hours"),
        ("PASSERELLE__SERVER__TLS_KEY", "key.pem", "server.tls_certificate"),
        ("PASSERELLE__SERVER__SESSION_HOURS", "many", "session_hours"),
    ] {
        let output =
            passerelle(folder.path()).args(["serve", "--check-config"]).env(name, value).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(told), "{said}");
    }
    assert!(run(folder.path(), &["serve", "--check-config"]).status.success());
}

#[test]
fn asked_to_stop_it_ends_by_itself() {
    let folder = TempDir::new().unwrap();
    let mut server = Server::start(folder.path());
    assert!(told(&server.child, "-TERM"));
    assert!(server.child.wait().unwrap().success());
}
