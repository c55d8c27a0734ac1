//! Signing in, sessions, tokens, accounts.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum_extra::extract::CookieJar;
use passerelle_app::service::{Opened, Refusal};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use crate::State;
use crate::answer::{Answer, created, done, list, ok};
use crate::ask::{At, Body, COOKIE, Who, session_cookie};

/// Address, password, and a one-time code where the account has one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the words of the body")]
pub(crate) struct Password {
    /// E-mail address.
    email: String,
    /// Password.
    password: String,
    /// Six digits of the second factor.
    code: Option<String>,
}

/// An address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    /// E-mail address.
    email: String,
}

/// A link that was sent by mail, or copied.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    /// What stands after the `#`.
    secret: String,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenAsked {
    /// What for.
    name: String,
    /// `read`, `write`, `admin`.
    scopes: Vec<String>,
    /// For how many days it holds, 366 at most.
    days: i64,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// The present one.
    #[serde(default)]
    old: String,
    /// The new one, at least 12 characters.
    new: String,
}

/// A second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totp {
    /// The secret that was told; none ends the second factor.
    secret: Option<String>,
    /// Six digits.
    code: String,
}

/// Somebody to be let in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    /// E-mail address.
    email: String,
    /// Name of the person.
    name: String,
    /// `organiser`, `client` or `firm`.
    role: String,
    /// Which client or firm.
    party: Option<String>,
}

/// A session on its way to the browser: its secret in a cookie that scripts cannot read.
fn opened(state: &State, session: &Opened) -> Answer {
    with_cookie(&session_cookie(state, session), json!({"csrf": session.csrf}))
}

#[expect(clippy::unnecessary_wraps, reason = "the last call of a handler is its answer")]
fn with_cookie(cookie: &str, body: Json) -> Answer {
    let mut response = (StatusCode::OK, axum::Json(body)).into_response();
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Signs in by address and password.
#[utoipa::path(post, path = "/auth/password", tag = "accounts", request_body = Password, responses((status = 200, body = Json)))]
pub(crate) async fn sign_in(Shared(state): Shared<State>, Body(sent): Body<Password>) -> Answer {
    let session = state.service.sign_in(&sent.email, &sent.password, sent.code.as_deref()).await?;
    opened(&state, &session)
}

/// Asks for a link by mail; answered alike whether there is such an account or not.
#[utoipa::path(post, path = "/auth/links", tag = "accounts", request_body = Address, responses((status = 204)))]
pub(crate) async fn ask_link(Shared(state): Shared<State>, Body(sent): Body<Address>) -> Answer {
    state.service.ask_link(&sent.email).await?;
    done()
}

/// Signs in by a link, which opens once.
#[utoipa::path(post, path = "/auth/session", tag = "accounts", request_body = Link, responses((status = 200, body = Json)))]
pub(crate) async fn redeem_link(Shared(state): Shared<State>, Body(sent): Body<Link>) -> Answer {
    let session = state.service.redeem(&sent.secret).await?;
    opened(&state, &session)
}

/// Who is signed in.
#[utoipa::path(get, path = "/auth/me", tag = "accounts", responses((status = 200, body = Json)))]
pub(crate) async fn me(Shared(state): Shared<State>, Who(actor): Who) -> Answer {
    let me = state.service.me(&actor).await?;
    ok(json!({"account": me.me, "csrf": me.csrf}))
}

/// Signs out here.
#[utoipa::path(post, path = "/auth/sign-out", tag = "accounts", responses((status = 200, body = Json)))]
pub(crate) async fn sign_out(Shared(state): Shared<State>, Who(actor): Who, headers: HeaderMap) -> Answer {
    actor.signed_in()?;
    let jar = CookieJar::from_headers(&headers);
    let cookie = jar.get(COOKIE).ok_or_else(Refusal::sign_in)?;
    state.service.end_this_session(cookie.value()).await?;
    with_cookie(&format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"), json!({}))
}

/// One's own sessions.
#[utoipa::path(get, path = "/auth/sessions", tag = "accounts", responses((status = 200, body = Json)))]
pub(crate) async fn list_sessions(Shared(state): Shared<State>, Who(actor): Who) -> Answer {
    list(state.service.sessions(&actor).await?)
}

/// Ends all of one's own sessions.
#[utoipa::path(delete, path = "/auth/sessions", tag = "accounts", responses((status = 204)))]
pub(crate) async fn end_sessions(Shared(state): Shared<State>, Who(actor): Who) -> Answer {
    state.service.sign_out(&actor, None).await?;
    done()
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/auth/sessions/{id}", tag = "accounts", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn end_session(Shared(state): Shared<State>, Who(actor): Who, At(id): At<String>) -> Answer {
    state.service.sign_out(&actor, Some(&id)).await?;
    done()
}

/// One's own tokens.
#[utoipa::path(get, path = "/auth/tokens", tag = "accounts", responses((status = 200, body = Json)))]
pub(crate) async fn list_tokens(Shared(state): Shared<State>, Who(actor): Who) -> Answer {
    list(state.service.tokens(&actor).await?)
}

/// Makes a token for programs; it is told once.
#[utoipa::path(post, path = "/auth/tokens", tag = "accounts", request_body = TokenAsked, responses((status = 201, body = Json)))]
pub(crate) async fn add_token(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Body(asked): Body<TokenAsked>,
) -> Answer {
    created(state.service.add_token(&actor, &asked.name, &asked.scopes, asked.days).await?)
}

/// Ends a token.
#[utoipa::path(delete, path = "/auth/tokens/{id}", tag = "accounts", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn revoke_token(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    state.service.revoke_token(&actor, &id).await?;
    done()
}

/// Changes one's own password; other sessions end.
#[utoipa::path(put, path = "/auth/password", tag = "accounts", request_body = NewPassword, responses((status = 200, body = Json)))]
pub(crate) async fn set_password(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Body(sent): Body<NewPassword>,
) -> Answer {
    let session = state.service.set_password(&actor, &sent.old, &sent.new).await?;
    opened(&state, &session)
}

/// Begins a second factor: a secret for one's device.
#[utoipa::path(post, path = "/auth/totp", tag = "accounts", responses((status = 200, body = Json)))]
pub(crate) async fn begin_totp(Shared(state): Shared<State>, Who(actor): Who) -> Answer {
    ok(state.service.begin_totp(&actor).await?)
}

/// Sets the second factor with a code of it, or ends it with one.
#[utoipa::path(put, path = "/auth/totp", tag = "accounts", request_body = Totp, responses((status = 204)))]
pub(crate) async fn set_totp(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Body(sent): Body<Totp>,
) -> Answer {
    state.service.set_totp(&actor, sent.secret.as_deref(), &sent.code).await?;
    done()
}

/// Accounts: all for organisers, colleagues for others.
#[utoipa::path(get, path = "/accounts", tag = "accounts", responses((status = 200, body = Json)))]
pub(crate) async fn list_accounts(Shared(state): Shared<State>, Who(actor): Who) -> Answer {
    list(state.service.accounts(&actor).await?)
}

/// Lets somebody in, who signs in by links.
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = Member, responses((status = 201, body = Json)))]
pub(crate) async fn add_account(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Body(one): Body<Member>,
) -> Answer {
    created(state.service.add_member(&actor, &one.email, &one.name, &one.role, one.party.as_deref()).await?)
}

/// A new link for an account, sent, or given for the organiser to copy.
#[utoipa::path(post, path = "/accounts/{id}/link", tag = "accounts", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn account_link(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    ok(state.service.copy_link(&actor, &id).await?)
}

/// Closes an account and all it had open.
#[utoipa::path(post, path = "/accounts/{id}/close", tag = "accounts", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn close_account(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    state.service.set_active(&actor, &id, false).await?;
    done()
}

/// Opens an account again.
#[utoipa::path(post, path = "/accounts/{id}/open", tag = "accounts", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn open_account(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    state.service.set_active(&actor, &id, true).await?;
    done()
}
