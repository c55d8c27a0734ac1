//! The server under load: whole process, on the same machine as its callers.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "measuring time is what this program is for"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::inputs::Fallible;
use crate::market::Market;
use crate::measure::Times;

const PASSWORD: &str = "several words of ours";

/// What to run.
pub(crate) struct Load {
    /// Firms to import.
    pub(crate) firms: usize,
    /// Seconds for each figure.
    pub(crate) seconds: u64,
}

/// A connection that is kept.
struct Caller {
    stream: BufReader<TcpStream>,
    headers: String,
}

impl Caller {
    fn new(address: &str, headers: &str) -> Fallible<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(2)))?;
        Ok(Self { stream: BufReader::new(stream), headers: headers.to_owned() })
    }

    fn send(
        &mut self,
        method: &str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> Fallible<(u16, String, Vec<u8>)> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nContent-Type: {kind}\r\n{}\r\n",
            body.len(),
            self.headers
        );
        let stream = self.stream.get_mut();
        stream.write_all(&[head.as_bytes(), body].concat())?;
        let (mut length, mut head, mut line) = (0, String::new(), String::new());
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err("the server hung up".into());
            }
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let status = head.get(9..12).unwrap_or("0").parse()?;
        Ok((status, head, body))
    }

    fn json(&mut self, method: &str, path: &str, body: &Value) -> Fallible<(u16, String, Value)> {
        let (status, head, body) =
            self.send(method, path, "application/json", body.to_string().as_bytes())?;
        Ok((status, head, serde_json::from_slice(&body).unwrap_or_default()))
    }
}

struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(binary: &Path, data: &Path, address: &str) -> Command {
    let mut command = Command::new(binary);
    command
        .env("PASSERELLE__SERVER__DATA", data)
        .env("PASSERELLE__SERVER__LISTEN", address)
        .env("PASSERELLE__SERVER__IMPORT_LIMIT_KIB", "200000")
        .env("PASSERELLE__SERVER__REQUEST_TIMEOUT_S", "300")
        .env("PASSERELLE_LOG", "error");
    command
}

/// Starts the server; seconds until it said that it is ready.
fn start(binary: &Path, data: &Path, address: &str) -> Fallible<(Server, f64)> {
    let begin = Instant::now();
    let child = command(binary, data, address).arg("serve").stderr(Stdio::null()).spawn()?;
    let server = Server { child, address: address.to_owned() };
    loop {
        std::thread::sleep(Duration::from_millis(5));
        if let Ok(mut caller) = Caller::new(address, "")
            && matches!(caller.send("GET", "/readyz", "text/plain", b""), Ok((200, ..)))
        {
            return Ok((server, begin.elapsed().as_secs_f64()));
        }
        if begin.elapsed() > Duration::from_mins(2) {
            return Err("the server does not get ready".into());
        }
    }
}

/// Resident memory of a process, MiB.
fn resident(child: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

/// Asks the paths in turn over so many connections for some seconds: requests a second, latencies, answers that were no success.
fn load(address: &str, headers: &str, paths: &[String], connections: usize, seconds: u64) -> Value {
    let (stop, failed) = (AtomicBool::new(false), AtomicUsize::new(0));
    let begin = Instant::now();
    let all: Vec<Vec<f64>> = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..connections)
            .map(|n| {
                let (stop, failed) = (&stop, &failed);
                scope.spawn(move || {
                    let mut took = Vec::new();
                    let Ok(mut caller) = Caller::new(address, headers) else {
                        failed.fetch_add(1, Ordering::Relaxed);
                        return took;
                    };
                    for path in paths.iter().cycle().skip(n * 7) {
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                        let begin = Instant::now();
                        match caller.send("GET", path, "text/plain", b"") {
                            Ok((200, ..)) => took.push(begin.elapsed().as_secs_f64()),
                            _ => {
                                failed.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                    }
                    took
                })
            })
            .collect();
        std::thread::sleep(Duration::from_secs(seconds));
        stop.store(true, Ordering::Relaxed);
        callers.into_iter().map(|caller| caller.join().unwrap_or_default()).collect()
    });
    let elapsed = begin.elapsed().as_secs_f64();
    let mut times = Times::default();
    let mut count = 0_u32;
    for took in all.into_iter().flatten() {
        times.add(took);
        count += 1;
    }
    json!({
        "connections": connections,
        "requests_per_second": (f64::from(count) / elapsed).round(),
        "p50_ms": times.at(0.5),
        "p99_ms": times.at(0.99),
        "failed": failed.load(Ordering::Relaxed),
    })
}

fn workbook(market: &Market, firms: usize) -> Fallible<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Firmes")?;
    for (column, heading) in
        (0..).zip(["Identifiant", "Entreprise", "Effectif", "Présentation", "Compétences", "Ville"])
    {
        sheet.write(0, column, heading)?;
    }
    for n in 0..firms {
        let firm = market.firm(n, 0).map_err(|wrong| wrong.message)?;
        let row = u32::try_from(n + 1)?;
        let skills: Vec<&str> = firm.capabilities.iter().map(|one| one.skill.label()).collect();
        sheet.write(row, 0, firm.id.as_str())?;
        sheet.write(row, 1, firm.name.as_str())?;
        sheet.write(row, 2, firm.headcount.unwrap_or(10))?;
        sheet.write(row, 3, firm.summary.as_str())?;
        sheet.write(row, 4, skills.join(" | "))?;
        sheet.write(row, 5, firm.sites.first().map_or("Toulouse", |site| site.city.as_str()))?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Imports, restarts, reads and ranks; prints one JSON line a figure.
pub(crate) fn run(binary: &Path, asked: &Load) -> Fallible<()> {
    let folder = TempDir::new()?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let address = format!("127.0.0.1:{port}");
    let mut child = command(binary, folder.path(), &address)
        .args(["organiser", "add", "--email", "a@example.org", "--name", "Ada"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        writeln!(input, "{PASSWORD}")?;
    }
    child.wait()?;
    let market = Market::new(1);

    let (server, _) = start(binary, folder.path(), &address)?;
    let mut caller = Caller::new(&server.address, "")?;
    let sent = json!({"email": "a@example.org", "password": PASSWORD});
    let (_, head, body) = caller.json("POST", "/api/v1/auth/password", &sent)?;
    let cookie = head
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .and_then(|rest| rest.split(';').next());
    let session = format!(
        "Cookie: {}\r\nX-CSRF-Token: {}\r\n",
        cookie.unwrap_or_default(),
        body["csrf"].as_str().unwrap_or_default()
    );
    let mut organiser = Caller::new(&server.address, &session)?;
    let book = workbook(&market, asked.firms)?;
    let begin = Instant::now();
    let path = "/api/v1/imports?name=firms.xlsx&apply=true";
    let (status, _, told) = organiser.send("POST", path, "application/octet-stream", &book)?;
    let imported = begin.elapsed().as_secs_f64();
    if status != 200 {
        return Err(String::from_utf8_lossy(&told).chars().take(500).collect::<String>().into());
    }
    // Searchable once the index has followed to the end of the change log.
    let changes = asked.firms as u64;
    loop {
        let (_, _, body) = organiser.json("GET", "/readyz", &Value::Null)?;
        if body["followed"].as_u64().is_some_and(|followed| followed >= changes) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let indexed = begin.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({"what": "import", "firms": asked.firms, "kib": book.len() / 1024, "written_s": imported, "indexed_s": indexed})
    );

    let drafts = market.drafts(20).map_err(|wrong| wrong.message)?;
    organiser.json("POST", "/api/v1/clients", &json!({"id": "prime", "name": "Prime"}))?;
    for draft in &drafts {
        let id = draft.id.as_str();
        let (_, _, _) = organiser.json(
            "POST",
            "/api/v1/briefs",
            &json!({"id": id, "client": "prime", "text": draft.text}),
        )?;
        let mut opening = Caller::new(&server.address, &format!("{session}If-Match: \"1\"\r\n"))?;
        opening.json("POST", &format!("/api/v1/briefs/{id}/open"), &Value::Null)?;
    }
    let address = server.address.clone();
    drop(server);

    let (server, ready) = start(binary, folder.path(), &address)?;
    println!("{}", json!({"what": "start", "firms": asked.firms, "ready_s": ready}));
    std::thread::sleep(Duration::from_secs(2));
    println!("{}", json!({"what": "at rest", "resident_mib": resident(&server.child)}));

    let firms: Vec<String> = (0..asked.firms.min(2_000))
        .filter_map(|n| Some(format!("/api/v1/firms/{}", market.firm(n, 0).ok()?.id)))
        .collect();
    let briefs: Vec<String> = drafts.iter().map(|draft| format!("/api/v1/briefs/{}", draft.id)).collect();
    let ranked: Vec<String> =
        drafts.iter().map(|draft| format!("/api/v1/briefs/{}/matches", draft.id)).collect();
    // Each number of firms is a ranking of its own.
    let anew: Vec<String> = (1..=200)
        .flat_map(|top| briefs.iter().map(move |brief| format!("{brief}/matches?top={top}")))
        .collect();
    for (what, headers, paths, connections) in [
        ("health", "", vec!["/healthz".to_owned()], 64),
        ("a firm, by anybody", "", firms.clone(), 64),
        ("a firm, signed in", session.as_str(), firms, 64),
        ("a brief, signed in", session.as_str(), briefs.clone(), 64),
        ("a ranking, made anew", session.as_str(), anew, 16),
        ("a ranking, made before", session.as_str(), ranked, 16),
    ] {
        let mut told = load(&server.address, headers, &paths, connections, asked.seconds);
        told["what"] = json!(what);
        println!("{told}");
    }
    println!("{}", json!({"what": "after the load", "resident_mib": resident(&server.child)}));
    Ok(())
}
