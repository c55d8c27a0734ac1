//! Who reads a page, in which language, and what stands around it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use passerelle_app::service::{Actor, Refusal, Role};
use passerelle_domain::Language;
use serde::{Deserialize, Serialize};

use super::Page;
use super::assets::Assets;
use super::form::Form;
use super::words::Text;
use super::words::shell::Shell as Words;
use crate::State;
use crate::ask::who;

/// The cookie of the language and the appearance that somebody chose: `fr.dark`.
const PREFERENCES: &str = "passerelle_reading";

/// The cookie of what is to be told on the next page.
const TOLD: &str = "passerelle_told";

/// Light, dark, or as the machine has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    Auto,
    Light,
    Dark,
}

impl Theme {
    fn of(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// The word in the page and the cookie.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What is told once, after something was done, with the way to undo it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Which sentence.
    pub(crate) what: String,
    /// The sentence itself, when it holds a value.
    #[serde(default)]
    pub(crate) words: String,
    /// Where a form goes that undoes it; empty when nothing does.
    #[serde(default)]
    pub(crate) undo: String,
    /// What that form says.
    #[serde(default)]
    pub(crate) fields: Vec<(String, String)>,
}

impl Told {
    /// Something was done.
    pub(crate) fn done(what: &str) -> Self {
        Self { what: what.to_owned(), ..Self::default() }
    }

    /// Something was done that a form can undo.
    pub(crate) fn undoable(what: &str, undo: String, fields: &[(&str, String)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Self { what: what.to_owned(), undo, fields, ..Self::default() }
    }

    /// Something was done, in these words.
    pub(crate) fn saying(words: String) -> Self {
        Self { what: "words".to_owned(), words, ..Self::default() }
    }

    /// Goes on to a page that tells it.
    pub(crate) fn at(&self, address: &str) -> Response {
        let text = serde_json::to_string(self).unwrap_or_default();
        let cookie = form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let mut response = Redirect::to(address).into_response();
        set_cookie(&mut response, &format!("{TOLD}={cookie}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60"));
        response
    }
}

/// The frame of a page.
pub(crate) struct Shell {
    pub(crate) language: Language,
    pub(crate) theme: Theme,
    pub(crate) w: &'static Words,
    pub(crate) assets: &'static Assets,
    /// Address of this page with its question, to come back to.
    pub(crate) here: String,
    /// What forms must repeat; empty when nobody is signed in.
    pub(crate) csrf: String,
    /// Name of the account.
    pub(crate) name: Option<String>,
    /// Address of the room of whoever is signed in.
    pub(crate) room: Option<String>,
    /// For whom an organiser acts on this page.
    pub(crate) acting_for: Option<String>,
    pub(crate) organiser: bool,
    pub(crate) demo: bool,
    /// Parties whose rooms a visitor of the demonstration may enter.
    pub(crate) tour: Vec<(String, String)>,
    pub(crate) told: Option<Told>,
}

impl Shell {
    /// `fr` or `en`.
    pub(crate) fn code(&self) -> &'static str {
        self.language.code()
    }

    /// The sentence that is to be told.
    pub(crate) fn told_text(&self) -> Option<String> {
        let told = self.told.as_ref()?;
        if told.what == "words" {
            Some(told.words.clone())
        } else {
            self.sentence(&told.what).map(|text| text.to_string())
        }
    }

    fn sentence(&self, what: &str) -> Option<Text> {
        let w = self.w;
        Some(match what {
            "saved" => w.told_saved,
            "published" => w.told_published,
            "withdrawn" => w.told_withdrawn,
            "confirmed" => w.told_confirmed,
            "opened" => w.told_opened,
            "closed" => w.told_closed,
            "deleted" => w.told_deleted,
            "wish" => w.told_wish,
            "wish_removed" => w.told_wish_removed,
            "answered" => w.told_answered,
            "admitted" => w.told_admitted,
            "marked" => w.told_marked,
            "welcome" => w.told_welcome,
            "bye" => w.told_bye,
            "undone" => w.told_undone,
            _ => return None,
        })
    }

    /// Whether this party's room is entered in the tour.
    pub(crate) fn is_party(&self, party: &str) -> bool {
        let id = party.split_once(':').map_or(party, |(_, id)| id);
        self.room.as_deref().is_some_and(|room| room.ends_with(&format!("/{id}")))
    }

    /// The way to undo it: an address of ours and the fields of its form.
    pub(crate) fn undo(&self) -> Option<&Told> {
        self.told.as_ref().filter(|told| told.undo.starts_with('/') && !told.undo.starts_with("//"))
    }

    /// The name of a sector.
    pub(crate) fn sector(&self, label: &str) -> String {
        super::directory::sector(label, self.language)
    }

    /// A number with so many decimals.
    pub(crate) fn num(&self, value: &f64, decimals: usize) -> String {
        super::reader::number(*value, decimals, self.language)
    }

    /// A day of the data.
    pub(crate) fn day(&self, text: &str) -> String {
        super::reader::told_day(text, self.language)
    }

    /// An hour of the data.
    pub(crate) fn hour(&self, text: &str) -> String {
        super::reader::told_hour(text, self.language)
    }

    /// A whole number.
    pub(crate) fn count(&self, value: impl std::borrow::Borrow<usize>) -> String {
        super::reader::number(*value.borrow() as f64, 0, self.language)
    }

    /// A share of one.
    pub(crate) fn percent(&self, share: &f64) -> String {
        super::reader::percent(*share, 0, self.language)
    }

    /// A share of one, with a decimal.
    pub(crate) fn percent1(&self, share: &f64) -> String {
        super::reader::percent(*share, 1, self.language)
    }

    /// An amount of euros.
    pub(crate) fn euros(&self, amount: &f64) -> String {
        super::reader::euros(*amount, self.language)
    }
}

/// Who opens a page.
pub(crate) struct Visitor {
    pub(crate) actor: Actor,
    pub(crate) shell: Shell,
}

impl Visitor {
    /// Reads who asks from the parts of a request. Nobody is turned away here: what does not hold is nobody's.
    pub(crate) async fn of(state: &State, headers: &HeaderMap, here: String) -> Self {
        let actor = who(state, &Method::GET, headers).await.unwrap_or_else(|_| Actor::public());
        let jar = CookieJar::from_headers(headers);
        let chosen = jar.get(PREFERENCES).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        let (language, theme) = chosen.split_once('.').unwrap_or((&chosen, ""));
        let language = match language {
            "fr" => Language::French,
            "en" => Language::English,
            _ => preferred(headers),
        };
        let name = match state.service.me(&actor).await {
            Ok(me) => me.me["name"].as_str().map(str::to_owned),
            Err(_) => None,
        };
        let told = jar.get(TOLD).and_then(|cookie| told(cookie.value()));
        let tour = if state.demo { super::tour::parties(state).await } else { Vec::new() };
        let shell = Shell {
            language,
            theme: Theme::of(theme),
            w: Words::of(language),
            assets: Assets::of(),
            here,
            csrf: actor.csrf.clone().unwrap_or_default(),
            name,
            room: room(&actor),
            acting_for: None,
            organiser: actor.role == Role::Organiser,
            demo: state.demo,
            tour,
            told,
        };
        Self { actor, shell }
    }

    /// The same visitor in the room of a party: its own account, or an organiser who acts for it.
    pub(crate) async fn enters(mut self, state: &State, side: &str, party: &str) -> Result<Self, Refusal> {
        self.actor.signed_in()?;
        let own = match &self.actor.role {
            Role::Firm(own) => side == "firm" && own == party,
            Role::Client(own) => side == "client" && own == party,
            Role::Organiser => {
                self.actor = state.service.acting_for(self.actor, &format!("{side}:{party}")).await?;
                true
            }
            Role::Public => false,
        };
        if own { Ok(self) } else { Err(Refusal::forbidden("enter this room")) }
    }

    /// A page for this visitor.
    pub(crate) fn show(&self, page: &impl askama::Template) -> Result<Response, Refusal> {
        let text = page.render().map_err(|error| {
            tracing::error!(%error, "a page could not be written");
            Refusal::new(
                passerelle_app::service::Cause::Internal,
                "something failed on our side",
                "try again, and tell the organiser",
            )
        })?;
        let mut response = Html(text).into_response();
        if self.shell.told.is_some() {
            set_cookie(&mut response, &format!("{TOLD}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
        }
        Ok(response)
    }
}

/// The address of the room of whoever is signed in.
pub(crate) fn room(actor: &Actor) -> Option<String> {
    match &actor.role {
        Role::Organiser => Some("/desk".into()),
        Role::Client(id) => Some(format!("/rooms/client/{id}")),
        Role::Firm(id) => Some(format!("/rooms/firm/{id}")),
        Role::Public => None,
    }
}

fn told(cookie: &str) -> Option<Told> {
    let (text, _) = form_urlencoded::parse(cookie.as_bytes()).next()?;
    serde_json::from_str(&text).ok()
}

/// The first of French and English that a browser asks for (RFC 9110, section 12.5.4); French when it asks for neither.
fn preferred(headers: &HeaderMap) -> Language {
    let asked =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (0.0_f64, Language::French);
    for range in asked.split(',') {
        let (tag, quality) = range.split_once(";q=").unwrap_or((range, "1"));
        let quality = quality.trim().parse().unwrap_or(0.0);
        let language = match tag.trim().split('-').next().map(str::to_ascii_lowercase).as_deref() {
            Some("fr") => Language::French,
            Some("en") => Language::English,
            _ => continue,
        };
        if quality > best.0 {
            best = (quality, language);
        }
    }
    best.1
}

/// Adds a cookie to an answer.
pub(crate) fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

impl FromRequestParts<State> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Self::Rejection> {
        let here = parts.uri.path_and_query().map_or_else(|| "/".into(), ToString::to_string);
        Ok(Self::of(state, &parts.headers, here).await)
    }
}

/// Keeps the language and the appearance that somebody chose.
pub(crate) async fn prefer(form: Form) -> Page {
    let language = if form.get("language") == "en" { "en" } else { "fr" };
    let theme = Theme::of(form.get("theme")).word();
    let mut response = Redirect::to(&local(form.get("back"))).into_response();
    let year = 365 * 24 * 3_600;
    set_cookie(
        &mut response,
        &format!("{PREFERENCES}={language}.{theme}; Path=/; SameSite=Lax; Max-Age={year}"),
    );
    Ok(response)
}

/// An address of ours; the start when it is somebody else's.
pub(crate) fn local(address: &str) -> String {
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains(['\\', '\r', '\n'])
        && address.len() < 2_000;
    if ours { address.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_asked_for_its_language() {
        let asks = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(text));
            preferred(&headers)
        };
        assert_eq!(asks("en-GB,en;q=0.9,fr;q=0.3"), Language::English);
        assert_eq!(asks("de,fr;q=0.5,en;q=0.4"), Language::French);
        assert_eq!(asks("de"), Language::French);
    }

    #[test]
    fn nobody_is_sent_to_another_host() {
        assert_eq!(local("/firms?q=a"), "/firms?q=a");
        for address in ["https://example.org", "//example.org", "/\\example.org", "firms"] {
            assert_eq!(local(address), "/", "{address}");
        }
    }
}
