//! A server without a socket: requests go straight to the router.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use passerelle_app::config::Config;
use passerelle_app::service::{Actor, Service};
use passerelle_web::{State, router};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const PASSWORD: &str = "plusieurs mots à nous";

/// The demonstration event, from the root of the repository.
pub(crate) fn event() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/petit")
}

/// An application with a database of its own.
pub(crate) struct House {
    pub(crate) service: Service,
    pub(crate) app: Router,
    pub(crate) folder: TempDir,
    pub(crate) name: &'static str,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Came {
    pub(crate) status: u16,
    pub(crate) head: HeaderMap,
    /// Of a paper (PDF), the words on it.
    pub(crate) text: String,
}

impl Came {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub(crate) fn etag(&self) -> String {
        self.head["etag"].to_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

/// Somebody with a token.
#[derive(Clone, Default)]
pub(crate) struct Caller {
    token: Option<String>,
    headers: Vec<(&'static str, String)>,
    from: Option<Ipv4Addr>,
}

impl Caller {
    pub(crate) fn nobody() -> Self {
        Self::default()
    }

    pub(crate) fn from(address: Ipv4Addr) -> Self {
        Self { from: Some(address), ..Self::default() }
    }

    pub(crate) fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut other = self.clone();
        other.headers.push((name, value.into()));
        other
    }
}

impl House {
    /// An empty one over each database there is: SQLite always, PostgreSQL where `PASSERELLE_TEST_POSTGRES` tells of a server.
    pub(crate) async fn all(name: &str) -> Vec<Self> {
        let folder = TempDir::new().unwrap();
        let sqlite = folder.path().join("passerelle.db").display().to_string();
        let mut all = vec![Self::over("SQLite", &sqlite, folder).await];
        match std::env::var("PASSERELLE_TEST_POSTGRES") {
            Ok(url) => {
                let url = url.replace("NAME", &format!("web_{name}_{}", std::process::id()));
                all.push(Self::over("PostgreSQL", &url, TempDir::new().unwrap()).await);
            }
            Err(_) => eprintln!("left out: PostgreSQL (run .ci/test, or set PASSERELLE_TEST_POSTGRES)"),
        }
        all
    }

    async fn over(name: &'static str, url: &str, folder: TempDir) -> Self {
        let mut config = Config::defaults().unwrap();
        config.server.mail_folder = folder.path().join("mail");
        config.server.request_burst = 20;
        let service = Service::open(url, folder.path(), config).await.unwrap();
        let app = router(State::new(service.clone(), Some("the-code".into())));
        Self { service, app, folder, name }
    }

    /// The index catches up, jobs and letters are worked off.
    pub(crate) async fn settle(&self) {
        self.service.catch_up().await.unwrap();
        while self.service.work_once(true).await.unwrap() {}
        while self.service.deliver_once().await.unwrap() {}
    }

    pub(crate) async fn send(&self, who: &Caller, method: &str, path: &str, body: Option<Json>) -> Came {
        let bytes = body.map(|body| body.to_string().into_bytes());
        self.raw(who, method, path, bytes, "application/json").await
    }

    pub(crate) async fn raw(
        &self,
        who: &Caller,
        method: &str,
        path: &str,
        body: Option<Vec<u8>>,
        kind: &str,
    ) -> Came {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if let Some(token) = &who.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in &who.headers {
            request = request.header(*name, value.as_str());
        }
        if body.is_some() {
            request = request.header("content-type", kind);
        }
        let mut request = request.body(Body::from(body.unwrap_or_default())).unwrap();
        let from = who.from.unwrap_or(Ipv4Addr::LOCALHOST);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 1))));
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        // Of a paper, what somebody reads on it: its bytes are packed, and a search in them would find nothing.
        let paper = !bytes.is_empty()
            && parts.headers.get("content-type").is_some_and(|kind| kind == "application/pdf");
        let text = if paper {
            pdf_extract::extract_text_from_mem(&bytes).unwrap()
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        Came { status: parts.status.as_u16(), head: parts.headers, text }
    }

    pub(crate) async fn get(&self, who: &Caller, path: &str) -> Came {
        self.send(who, "GET", path, None).await
    }

    pub(crate) async fn post(&self, who: &Caller, path: &str, body: Json) -> Came {
        self.send(who, "POST", path, Some(body)).await
    }

    pub(crate) async fn put(&self, who: &Caller, path: &str, body: Json) -> Came {
        self.send(who, "PUT", path, Some(body)).await
    }

    /// A session's cookie and token against forged forms, as a caller.
    pub(crate) fn session(came: &Came) -> Caller {
        let cookie = came.head["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let csrf = came.json()["csrf"].as_str().unwrap().to_owned();
        Caller::nobody().with("cookie", cookie).with("x-csrf-token", csrf)
    }

    async fn token(&self, session: &Caller, scopes: &[&str]) -> Caller {
        let asked = json!({"name": "test", "scopes": scopes, "days": 1});
        let made = self.post(session, "/auth/tokens", asked).await.is(201).json();
        Caller { token: Some(made["token"].as_str().unwrap().to_owned()), ..Caller::default() }
    }

    /// The first organiser, with a token for everything.
    pub(crate) async fn organiser(&self) -> Caller {
        let console = Actor::console();
        self.service.add_organiser(&console, "org@example.org", "Olga", PASSWORD).await.unwrap();
        let sent = json!({"email": "org@example.org", "password": PASSWORD});
        let session = Self::session(&self.post(&Caller::nobody(), "/auth/password", sent).await.is(200));
        self.token(&session, &["read", "write", "admin"]).await
    }

    /// A person of a client or firm, let in by the organiser through a link from the letter box.
    pub(crate) async fn member(&self, organiser: &Caller, role: &str, party: &str) -> Caller {
        let email = format!("{role}-{party}@example.org");
        let sent = json!({"email": email, "name": "Mélanie", "role": role, "party": party});
        self.post(organiser, "/accounts", sent).await.is(201);
        while self.service.deliver_once().await.unwrap() {}
        let secret = self.link_to(&email);
        let came = self.post(&Caller::nobody(), "/auth/session", json!({"secret": secret})).await.is(200);
        self.token(&Self::session(&came), &["read", "write"]).await
    }

    /// The secret of the last link that was sent to an address.
    pub(crate) fn link_to(&self, email: &str) -> String {
        let letters = std::fs::read_dir(self.folder.path().join("mail")).unwrap();
        let mut found: Vec<(std::time::SystemTime, String)> = letters
            .map(|letter| letter.unwrap().path())
            .map(|path| {
                (path.metadata().unwrap().modified().unwrap(), std::fs::read_to_string(&path).unwrap())
            })
            .map(|(at, text)| (at, text.replace("=\r\n", "").replace("=3D", "=")))
            .filter(|(_, text)| text.contains(&format!("To: {email}")) && text.contains("/sign-in/link/"))
            .collect();
        found.sort();
        let (_, text) = found.pop().expect("a letter with a link");
        let secret = text.split("/sign-in/link/").nth(1).unwrap();
        secret.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
    }
}
