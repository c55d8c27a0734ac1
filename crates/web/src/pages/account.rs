//! Signing in and out, the first organiser, registering a firm.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use passerelle_app::service::{Actor, Asked, Cause, Opened, Refusal};
use serde::Deserialize;

use super::Page;
use super::form::{Faults, Form, Posted};
use super::shell::{Shell, Told, Visitor, local, room, set_cookie};
use crate::State;
use crate::ask::{COOKIE, no_session, session_cookie};

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignIn<'a> {
    s: &'a Shell,
    f: Faults,
    form: &'a Form,
    next: String,
    sent: bool,
}

#[derive(Template)]
#[template(path = "account/link.html")]
struct Link<'a> {
    s: &'a Shell,
    secret: String,
}

#[derive(Template)]
#[template(path = "account/set_up.html")]
struct SetUp<'a> {
    s: &'a Shell,
    f: Faults,
    form: &'a Form,
}

#[derive(Template)]
#[template(path = "account/register.html")]
struct Register<'a> {
    s: &'a Shell,
    f: Faults,
    form: &'a Form,
    claimed: String,
    done: bool,
}

/// Where to go on after signing in.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Onward {
    #[serde(default)]
    next: String,
}

/// Signing in.
pub(crate) async fn sign_in(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Query(onward): Query<Onward>,
) -> Page {
    if state.service.is_new().await? {
        return Ok(Redirect::to("/set-up").into_response());
    }
    let page = SignIn {
        s: &visitor.shell,
        f: Faults::default(),
        form: &Form::default(),
        next: onward.next,
        sent: false,
    };
    Ok(visitor.show(&page)?)
}

async fn opened(state: &State, session: &Opened, next: &str) -> Result<Response, Refusal> {
    let actor = state.service.who(Some(&session.secret), None).await?.unwrap_or_else(Actor::public);
    let address = if next.is_empty() { room(&actor).unwrap_or_else(|| "/".into()) } else { local(next) };
    let mut response = Told::done("welcome").at(&address);
    set_cookie(&mut response, &session_cookie(state, session));
    Ok(response)
}

/// By address and password.
pub(crate) async fn enter(Shared(state): Shared<State>, posted: Posted) -> Page {
    let form = &posted.form;
    let session = state.service.sign_in(form.get("email"), form.get("password"), form.some("code")).await;
    let refusal = match session {
        Ok(session) => return Ok(opened(&state, &session, form.get("next")).await?),
        Err(refusal) if matches!(refusal.cause, Cause::SignIn) => {
            Refusal { cause: Cause::Conflict, ..refusal }
        }
        Err(refusal) => refusal,
    };
    let s = posted.shell();
    let page = SignIn { s, f: Faults::of(refusal, s)?, form, next: form.get("next").to_owned(), sent: false };
    Ok(posted.visitor.show(&page)?)
}

/// By a link that is sent.
pub(crate) async fn mail(Shared(state): Shared<State>, posted: Posted) -> Page {
    let s = posted.shell();
    let asked = state.service.ask_link(posted.form.get("email")).await;
    let (f, sent) = match asked {
        Ok(()) => (Faults::default(), true),
        Err(refusal) => (Faults::of(refusal, s)?, false),
    };
    Ok(posted.visitor.show(&SignIn { s, f, form: &posted.form, next: String::new(), sent })?)
}

/// What a link opens is opened by a button: mail programs look at links before people do.
pub(crate) async fn link(visitor: Visitor, Path(secret): Path<String>) -> Page {
    Ok(visitor.show(&Link { s: &visitor.shell, secret })?)
}

/// By a link.
pub(crate) async fn redeem(Shared(state): Shared<State>, form: Form) -> Page {
    let session = state.service.redeem(form.get("secret")).await?;
    Ok(opened(&state, &session, "").await?)
}

/// Signing out.
pub(crate) async fn leave(Shared(state): Shared<State>, headers: HeaderMap, posted: Posted) -> Page {
    posted.actor().signed_in()?;
    if let Some(cookie) = CookieJar::from_headers(&headers).get(COOKIE) {
        state.service.end_this_session(cookie.value()).await?;
    }
    let mut response = Told::done("bye").at("/");
    set_cookie(&mut response, &no_session());
    Ok(response)
}

/// The first organiser's page; there is nothing to set up once there is one.
pub(crate) async fn set_up(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    if !state.service.is_new().await? {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    Ok(visitor.show(&SetUp { s: &visitor.shell, f: Faults::default(), form: &Form::default() })?)
}

/// Makes the first organiser.
pub(crate) async fn first(Shared(state): Shared<State>, posted: Posted) -> Page {
    let form = &posted.form;
    let made =
        state.first_organiser(form.get("code"), form.get("email"), form.get("name"), form.get("password"));
    let refusal = match made.await {
        Ok(_) => {
            let session = state.service.sign_in(form.get("email"), form.get("password"), None).await?;
            return Ok(opened(&state, &session, "").await?);
        }
        Err(refusal) if refusal.cause == Cause::Forbidden => {
            Refusal::invalid("code", refusal.message, refusal.hint)
        }
        Err(refusal) => refusal,
    };
    let s = posted.shell();
    Ok(posted.visitor.show(&SetUp { s, f: Faults::of(refusal, s)?, form })?)
}

/// Which profile is claimed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Claim {
    #[serde(default)]
    firm: String,
}

/// A firm that wants in.
pub(crate) async fn register(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Query(claim): Query<Claim>,
) -> Page {
    let mut fields = Vec::new();
    let claimed = claimed(&state, &visitor.actor, &claim.firm).await;
    if !claimed.is_empty() {
        fields = vec![("firm".to_owned(), claim.firm), ("name".to_owned(), claimed.clone())];
    }
    let form = Form::of(fields);
    let page = Register { s: &visitor.shell, f: Faults::default(), form: &form, claimed, done: false };
    Ok(visitor.show(&page)?)
}

async fn claimed(state: &State, actor: &Actor, firm: &str) -> String {
    if firm.is_empty() {
        return String::new();
    }
    match state.service.firm(actor, firm).await {
        Ok(firm) => firm.body["firm"]["name"].as_str().unwrap_or_default().to_owned(),
        Err(_) => String::new(),
    }
}

/// Keeps the request for the organiser.
pub(crate) async fn ask_in(Shared(state): Shared<State>, posted: Posted) -> Page {
    let form = &posted.form;
    let asked = Asked {
        firm: form.some("firm").map(str::to_owned),
        name: form.get("name").to_owned(),
        person: form.get("person").to_owned(),
        email: form.get("email").to_owned(),
        message: form.get("message").to_owned(),
    };
    let s = posted.shell();
    let (f, done) = match state.service.register(&asked).await {
        Ok(_) => (Faults::default(), true),
        Err(refusal) => (Faults::of(refusal, s)?, false),
    };
    let claimed = claimed(&state, posted.actor(), form.get("firm")).await;
    Ok(posted.visitor.show(&Register { s, f, form, claimed, done })?)
}
