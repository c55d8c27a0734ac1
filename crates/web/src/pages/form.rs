//! Forms that were sent: their fields, their files, and whether they come from our own pages.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use passerelle_app::service::{Actor, Cause, Refusal, Wrong};

use super::failure::Failure;
use super::shell::{Shell, Visitor, local};
use crate::State;
use crate::ask::{COOKIE, bytes};

/// The fields of a form, in the order in which they were sent.
#[derive(Debug, Default, Clone)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
    files: Vec<Sent>,
}

/// A file that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// The field.
    pub(crate) field: String,
    /// Name of the file as the browser tells it.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Bytes,
}

impl Form {
    /// A form of these fields.
    pub(crate) fn of(fields: Vec<(String, String)>) -> Self {
        Self { fields, files: Vec::new() }
    }

    /// A field without white space around it; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// A field when something is in it.
    pub(crate) fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Whether this is in a field.
    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == value
    }

    /// Every value of a field, empty ones too.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.trim()).collect()
    }

    /// Whether a box is ticked, or a button of this name was pressed.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// The version that is meant; none is 0, which no record has.
    pub(crate) fn version(&self) -> i64 {
        self.get("version").parse().unwrap_or(0)
    }

    /// A file that was sent and is not empty.
    pub(crate) fn file(&self, name: &str) -> Option<&Sent> {
        self.files.iter().find(|file| file.field == name && !file.bytes.is_empty())
    }

    /// A whole number in a field; `None` when it is empty, and what is wrong when it is no number.
    pub(crate) fn number(&self, name: &str, wrong: &mut Vec<Wrong>) -> Option<i64> {
        let text = self.some(name)?;
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}').collect();
        match plain.parse() {
            Ok(number) => Some(number),
            Err(_) => {
                wrong.push(Wrong {
                    field: name.to_owned(),
                    message: "is not a whole number".into(),
                    hint: "write digits only".into(),
                });
                None
            }
        }
    }
}

/// A form from whoever is signed in, or from nobody, sent by one of our own pages.
pub(crate) struct Posted {
    pub(crate) visitor: Visitor,
    pub(crate) form: Form,
}

impl Posted {
    /// Who sent it.
    pub(crate) fn actor(&self) -> &Actor {
        &self.visitor.actor
    }

    /// The frame of the page that answers.
    pub(crate) fn shell(&self) -> &Shell {
        &self.visitor.shell
    }

    /// Enters the room of a party; see [`Visitor::enters`].
    pub(crate) async fn enters(self, state: &State, side: &str, party: &str) -> Result<Self, Refusal> {
        Ok(Self { visitor: self.visitor.enters(state, side, party).await?, form: self.form })
    }
}

async fn read(request: Request, state: &State) -> Result<Form, Refusal> {
    let server = &state.service.config().server;
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let unread = || Refusal::invalid("file", "the form broke off", "send it again");
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| unread())?;
        let mut form = Form::default();
        while let Some(part) = parts.next_field().await.map_err(|_| unread())? {
            let field = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| {
                let message = format!("the file has more than {} KiB, or broke off", server.import_limit_kib);
                Refusal::invalid(&field, message, "send a smaller one")
            })?;
            match file {
                Some(name) => form.files.push(Sent { field, name, bytes }),
                None => form.fields.push((field, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        return Ok(form);
    }
    let limit = server.body_limit_kib * 1024;
    let body = bytes(request, limit).await.map_err(|_| {
        Refusal::invalid("", format!("the form has more than {} KiB", limit / 1024), "shorten what you typed")
    })?;
    Ok(Form::of(form_urlencoded::parse(&body).into_owned().collect()))
}

/// Whether a browser says that another site sent this (Fetch Metadata, W3C).
fn foreign(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    said("sec-fetch-site").is_some_and(|site| !["same-origin", "none"].contains(&site))
}

fn not_ours() -> Refusal {
    Refusal::new(
        Cause::Forbidden,
        "the form does not come from our own page, or was opened before you signed in",
        "go back, load the page again and send it once more",
    )
}

impl FromRequest<State> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &State) -> Result<Self, Failure> {
        if foreign(request.headers()) {
            return Err(not_ours().into());
        }
        Ok(read(request, state).await?)
    }
}

impl FromRequest<State> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &State) -> Result<Self, Failure> {
        let headers = request.headers().clone();
        if foreign(&headers) {
            return Err(not_ours().into());
        }
        let here = back(&headers);
        let visitor = Visitor::of(state, &headers, here).await;
        let form = read(request, state).await?;
        match &visitor.actor.csrf {
            Some(csrf) if form.get("csrf") == csrf => {}
            // Somebody whose session has ended: they sign in again, and come back.
            None if CookieJar::from_headers(&headers).get(COOKIE).is_some() && form.has("csrf") => {
                return Err(Refusal::sign_in().into());
            }
            None => {}
            Some(_) => return Err(not_ours().into()),
        }
        Ok(Self { visitor, form })
    }
}

/// The page from which a form was sent, for the language switch and the way back.
fn back(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let after_host =
        referer.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    local(after_host.unwrap_or("/"))
}

/// What is wrong, by field, for the words beside each.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    by_field: BTreeMap<String, String>,
    all: Vec<(String, String)>,
}

impl Faults {
    /// What a refusal complains of; the refusal itself when it is not about what was sent.
    pub(crate) fn of(refusal: Refusal, shell: &Shell) -> Result<Self, Refusal> {
        match refusal.cause {
            Cause::Invalid(wrong) => Ok(Self::from(&wrong, shell)),
            // What was typed stays, over what somebody else has saved: the next save is a decision.
            Cause::Stale(_) => {
                let mut faults = Self::default();
                faults.all.push((String::new(), shell.w.stale_kept.to_string()));
                Ok(faults)
            }
            Cause::Exists | Cause::Closed | Cause::Conflict | Cause::TooMany(_) => {
                let wrong = Wrong { field: String::new(), message: refusal.message, hint: refusal.hint };
                Ok(Self::from(&[wrong], shell))
            }
            _ => Err(refusal),
        }
    }

    /// From what is wrong.
    pub(crate) fn from(wrong: &[Wrong], shell: &Shell) -> Self {
        let mut faults = Self::default();
        for one in wrong {
            let say = |text: &str| super::words::refusals::told(text, shell.language);
            let mut text = say(&one.message);
            if !one.hint.is_empty() {
                text.push_str(if shell.language == passerelle_domain::Language::French {
                    "\u{a0}: "
                } else {
                    ": "
                });
                text.push_str(&say(&one.hint));
            }
            faults.all.push((one.field.clone(), text.clone()));
            faults.by_field.entry(one.field.clone()).or_insert(text);
        }
        faults
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What is wrong with one field.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.by_field.get(field).map(String::as_str)
    }

    /// What is wrong with parts of a field, such as the fields of a row.
    pub(crate) fn under(&self, field: impl AsRef<str>) -> Vec<(String, String)> {
        let inside = |at: &str| {
            at.strip_prefix(field.as_ref())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.all.iter().filter(|(at, _)| inside(at)).cloned().collect()
    }

    /// What is wrong, with where, for the list above the form.
    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.all
    }
}
