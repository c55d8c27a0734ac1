//! Signing in: passwords and one-time codes for organisers, single-use links by mail for all, sessions, tokens for programs.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use passerelle_store::{Account, Kind};
use serde_json::{Value as Json, json};
use totp_rs::{Algorithm, TOTP};

use super::firms::time;
use super::{Actor, Cause, Refusal, Role, Scope, Service, Wrong, secrets};
use crate::clock;

/// A session that was opened: the secrets go to the browser and are kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// For the cookie.
    pub secret: String,
    /// What forms must repeat.
    pub csrf: String,
    /// Until when it holds, milliseconds since 1970.
    pub expires_ms: i64,
}

/// Who is signed in, as the account itself sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn {
    /// The account.
    pub me: Json,
    /// What forms must repeat; of a session.
    pub csrf: Option<String>,
}

/// An address in lower case.
pub(super) fn address(email: &str) -> Result<String, Refusal> {
    let email = email.trim().to_lowercase();
    let plausible = email.len() <= 254
        && email.parse::<lettre::Address>().is_ok()
        && !email.chars().any(|c| c.is_control() || c.is_whitespace());
    if plausible {
        return Ok(email);
    }
    Err(Refusal::invalid("email", "is not an e-mail address", "write it as name@example.org"))
}

fn wrong_sign_in() -> Refusal {
    Refusal::new(
        Cause::SignIn,
        "that did not open anything",
        "check what you typed, or ask for a link by mail",
    )
}

fn role(account: &Account) -> Role {
    match (account.role.as_str(), &account.party) {
        ("organiser", _) => Role::Organiser,
        ("client", Some(party)) => Role::Client(party.clone()),
        ("firm", Some(party)) => Role::Firm(party.clone()),
        _ => Role::Public,
    }
}

fn totp(secret: &str) -> Option<TOTP> {
    let bytes = totp_rs::Secret::Encoded(secret.to_owned()).to_bytes().ok()?;
    TOTP::new(Algorithm::SHA1, 6, 1, 30, bytes).ok()
}

fn described(account: &Account) -> Json {
    json!({"id": account.id, "email": account.email, "name": account.name, "role": account.role, "party": account.party,
        "active": account.active, "totp": account.totp.is_some(), "password": account.password.is_some(),
        "version": account.version, "created": time(account.created_ms)})
}

impl Service {
    /// Whether nobody can run this server yet.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn is_new(&self) -> Result<bool, Refusal> {
        Ok(self.inner.db.count_accounts("organiser").await? == 0)
    }

    async fn hashed(&self, password: &str) -> Result<String, Refusal> {
        if password.chars().count() < 12 {
            return Err(Refusal::invalid(
                "password",
                "has fewer than 12 characters",
                "take a sentence of several words",
            ));
        }
        if password.len() > 1_024 {
            return Err(Refusal::invalid("password", "has more than 1024 bytes", "take a shorter one"));
        }
        let password = password.to_owned();
        let hash = self
            .heavy(move || {
                let hashed =
                    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string());
                Ok(hashed.ok())
            })
            .await?;
        hash.ok_or_else(|| {
            Refusal::new(Cause::Internal, "the password could not be hashed", "tell the organiser")
        })
    }

    /// Makes an organiser's account: on the console, by another organiser, or by the one-time code of the first start.
    ///
    /// # Errors
    /// Everything that is wrong with it; when the address has an account.
    pub async fn add_organiser(
        &self,
        actor: &Actor,
        email: &str,
        name: &str,
        password: &str,
    ) -> Result<Json, Refusal> {
        actor.administers()?;
        let email = address(email)?;
        if name.trim().is_empty() || name.chars().count() > 200 {
            return Err(Refusal::invalid(
                "name",
                "has no character, or more than 200",
                "write the person's name",
            ));
        }
        let (id, hash) = (secrets::id(), self.hashed(password).await?);
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_account(&id, &email, name.trim(), ("organiser", None), Some(&hash)).await?;
        tx.commit().await?;
        let account = self.inner.db.account(&id).await?.ok_or_else(|| Refusal::not_found("account", &id))?;
        Ok(described(&account))
    }

    /// Makes an account for a person of a client or a firm (or another organiser without a password), who signs in by links. Gives the
    /// first link when no mail is sent from here.
    ///
    /// # Errors
    /// Everything that is wrong with it; when the address has an account.
    pub async fn add_member(
        &self,
        actor: &Actor,
        email: &str,
        name: &str,
        role: &str,
        party: Option<&str>,
    ) -> Result<Json, Refusal> {
        actor.writes()?;
        match (&actor.role, role) {
            (Role::Organiser, _) if role != "organiser" => {}
            (Role::Organiser, _) => actor.administers()?,
            // A client's or firm's own people may let in colleagues.
            (Role::Client(own), "client") | (Role::Firm(own), "firm") if party == Some(own) => {}
            _ => return Err(Refusal::forbidden("make this account")),
        }
        let mut wrong = Vec::new();
        let email = address(email).map_err(|refusal| {
            if let Cause::Invalid(more) = refusal.cause {
                wrong.extend(more);
            }
        });
        if name.trim().is_empty() || name.chars().count() > 200 {
            wrong.push(Wrong {
                field: "name".into(),
                message: "has no character, or more than 200".into(),
                hint: "write the person's name".into(),
            });
        }
        match (role, party) {
            ("organiser", None) => {}
            ("client", Some(party)) if self.inner.db.record(Kind::Client, party).await?.is_some() => {}
            ("firm", Some(party)) if self.inner.db.record(Kind::Firm, party).await?.is_some() => {}
            ("client" | "firm", _) => {
                wrong.push(Wrong {
                    field: "party".into(),
                    message: "there is no such client or firm".into(),
                    hint: "give its identifier".into(),
                });
            }
            _ => wrong.push(Wrong {
                field: "role".into(),
                message: "is none".into(),
                hint: "give organiser, client or firm".into(),
            }),
        }
        let Ok(email) = email else { return Err(Refusal::wrong(wrong)) };
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        let id = secrets::id();
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_account(&id, &email, name.trim(), (role, party), None).await?;
        tx.commit().await?;
        let link = self.invite(actor, &id).await?;
        let account = self.inner.db.account(&id).await?.ok_or_else(|| Refusal::not_found("account", &id))?;
        let mut told = described(&account);
        // Only an organiser copies links by hand: a colleague gets theirs by mail.
        if actor.role == Role::Organiser {
            told["link"] = json!(link);
        }
        Ok(told)
    }

    /// Sends a link to an account; gives it when no mail is sent from here, for the organiser to copy.
    ///
    /// # Errors
    /// When there is no such account.
    pub(super) async fn invite(&self, actor: &Actor, id: &str) -> Result<Option<String>, Refusal> {
        let account = self.inner.db.account(id).await?.ok_or_else(|| Refusal::not_found("account", id))?;
        let secret = secrets::secret()?;
        let expires = clock::now_ms() + self.config().server.link_minutes * 60_000;
        let url = format!("{}/sign-in/link/{secret}", self.public_url());
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_link(&secrets::hash(&secret), &account.id, expires).await?;
        if self.inner.mailer.sends() {
            let minutes = self.config().server.link_minutes;
            let body = format!(
                "Bonjour {name},\n\nVoici votre lien de connexion, valable {minutes} minutes et une seule fois :\n{url}\n\n\
                 Here is your link to sign in; it holds for {minutes} minutes and opens once.\n\n\
                 Si vous n'avez rien demandé, ne faites rien. / If you asked for nothing, do nothing.\n",
                name = account.name
            );
            let letter = [
                account.email.as_str(),
                "Passerelle : votre lien de connexion / your sign-in link",
                body.as_str(),
            ];
            tx.add_mail(&secrets::id(), &secrets::id(), ("sign-in", &account.id), letter, "queued").await?;
        }
        tx.commit().await?;
        Ok((!self.inner.mailer.sends()).then_some(url))
    }

    /// A new link for an account, for an organiser to copy.
    ///
    /// # Errors
    /// When there is no such account, or it is an organiser's and the actor does not administer.
    pub async fn copy_link(&self, actor: &Actor, id: &str) -> Result<Json, Refusal> {
        actor.organiser()?;
        let account = self.inner.db.account(id).await?.ok_or_else(|| Refusal::not_found("account", id))?;
        if account.role == "organiser" {
            actor.administers()?;
        }
        if !account.active {
            return Err(Refusal::new(Cause::Conflict, "this account is closed", "open it again first"));
        }
        let link = self.invite(actor, id).await?;
        Ok(json!({"link": link, "sent": link.is_none()}))
    }

    /// Asks for a link by mail. The answer is the same whether there is such an account or not.
    ///
    /// # Errors
    /// When it is asked too often, or the text is no address.
    pub async fn ask_link(&self, email: &str) -> Result<(), Refusal> {
        let email = address(email)?;
        self.not_locked(&format!("link {email}")).await?;
        // Every request counts, so that nobody's letter box is filled.
        self.failed(&format!("link {email}")).await?;
        match self.inner.db.account_by_email(&email).await? {
            Some(account) if account.active && self.inner.mailer.sends() => {
                self.invite(&Actor::system(), &account.id).await.map(|_| ())
            }
            _ => Ok(()),
        }
    }

    async fn not_locked(&self, what: &str) -> Result<(), Refusal> {
        let (_, until) = self.inner.db.attempts(&secrets::hash(what)).await?;
        let left = until - clock::now_ms();
        if left <= 0 {
            return Ok(());
        }
        let seconds = u64::try_from(left / 1_000 + 1).unwrap_or(1);
        Err(Refusal::new(
            Cause::TooMany(seconds),
            "too many attempts",
            format!("wait {} minutes", seconds.div_ceil(60)),
        ))
    }

    async fn failed(&self, what: &str) -> Result<(), Refusal> {
        let (what, server) = (secrets::hash(what), &self.config().server);
        let mut tx = self.inner.db.begin(Actor::public().by()).await?;
        let failures = tx.count_failure(&what).await?;
        if failures >= server.failures_before_lock {
            tx.clear_attempts(&what).await?;
            tx.count_failure(&what).await?;
            tx.lock_attempts(&what, clock::now_ms() + server.lock_minutes * 60_000).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Opens a session by address, password and, when the account has one, a one-time code.
    ///
    /// What is wrong is never said: not whether there is such an account, and not which of the two does not fit.
    ///
    /// # Errors
    /// When they do not open anything; after too many failures.
    pub async fn sign_in(&self, email: &str, password: &str, code: Option<&str>) -> Result<Opened, Refusal> {
        let email = email.trim().to_lowercase();
        let what = format!("password {email}");
        self.not_locked(&what).await?;
        let account = self.inner.db.account_by_email(&email).await?.filter(|account| account.active);
        let known = account.as_ref().and_then(|account| account.password.clone());
        // Hashing takes as long for an account that is not there.
        let (hash, password) = (known.clone().unwrap_or_else(|| NOBODY.into()), password.to_owned());
        let fits = self
            .heavy(move || {
                let parsed = PasswordHash::new(&hash);
                Ok(parsed
                    .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()))
            })
            .await?;
        let account = account.filter(|_| fits && known.is_some());
        let Some(account) = account else {
            self.failed(&what).await?;
            return Err(wrong_sign_in());
        };
        if let Some(secret) = &account.totp
            && !self.code_fits(&account.id, secret, code.unwrap_or_default()).await?
        {
            self.failed(&what).await?;
            return Err(wrong_sign_in());
        }
        let mut tx = self.inner.db.begin(Actor::public().by()).await?;
        tx.clear_attempts(&secrets::hash(&what)).await?;
        tx.commit().await?;
        self.open_session(&account).await
    }

    /// Whether a one-time code fits (RFC 6238), one step of clock difference allowed; it opens once.
    async fn code_fits(&self, account: &str, secret: &str, code: &str) -> Result<bool, Refusal> {
        let Some(totp) = totp(secret) else { return Ok(false) };
        let now = u64::try_from(clock::now_ms() / 1_000).unwrap_or_default();
        let steps = [now / 30, (now / 30).saturating_sub(1), now / 30 + 1];
        for step in steps {
            if totp.generate(step * 30) == code.trim() {
                let mut tx = self.inner.db.begin(Actor::public().by()).await?;
                let unused = tx.use_totp_step(account, i64::try_from(step).unwrap_or_default()).await?;
                tx.commit().await?;
                return Ok(unused);
            }
        }
        Ok(false)
    }

    async fn open_session(&self, account: &Account) -> Result<Opened, Refusal> {
        let (secret, csrf, id) = (secrets::secret()?, secrets::secret()?, secrets::id());
        let expires_ms = clock::now_ms() + self.config().server.session_hours * 3_600_000;
        let by = Actor { account: account.id.clone(), ..Actor::public() }.by();
        let mut tx = self.inner.db.begin(by).await?;
        tx.add_session([&secrets::hash(&secret), &id, &account.id, &csrf], expires_ms).await?;
        tx.commit().await?;
        Ok(Opened { secret, csrf, expires_ms })
    }

    /// Opens a session by a link; a link opens once.
    ///
    /// # Errors
    /// When the link does not hold.
    pub async fn redeem(&self, secret: &str) -> Result<Opened, Refusal> {
        let refused =
            || Refusal::new(Cause::SignIn, "this link does not open anything any more", "ask for a new one");
        if secret.len() > 100 {
            return Err(refused());
        }
        let mut tx = self.inner.db.begin(Actor::public().by()).await?;
        let account = tx.use_link(&secrets::hash(secret)).await?;
        tx.commit().await?;
        let account = match account {
            Some(id) => self.inner.db.account(&id).await?.filter(|account| account.active),
            None => None,
        };
        match account {
            // A link replaces the password, not the second factor.
            Some(account) if account.totp.is_none() => self.open_session(&account).await,
            _ => Err(refused()),
        }
    }

    /// A session of an account made for looking around on the demonstration: `organiser`, `client:prime` or `firm:acme`. Whoever calls
    /// this has made sure that the server runs as a demonstration.
    ///
    /// # Errors
    /// When there is no such party.
    pub async fn demonstrate(&self, party: &str) -> Result<Opened, Refusal> {
        let (role, id) = match party.split_once(':') {
            None if party == "organiser" => ("organiser", None),
            Some((role @ "firm", id)) => (role, Some((id, Kind::Firm))),
            Some((role @ "client", id)) => (role, Some((id, Kind::Client))),
            _ => {
                return Err(Refusal::invalid(
                    "party",
                    "names no party",
                    "give organiser, client:ID or firm:ID",
                ));
            }
        };
        let name = match id {
            Some((id, kind)) => self.need(kind, id).await?.title,
            None => "Demo".to_owned(),
        };
        let email = format!("{}@demo.example", party.replace(':', "."));
        let account = match self.inner.db.account_by_email(&email).await? {
            Some(account) => account,
            None => {
                let new = secrets::id();
                let mut tx = self.inner.db.begin(Actor::system().by()).await?;
                tx.add_account(&new, &email, &name, (role, id.map(|one| one.0)), None).await?;
                tx.commit().await?;
                self.inner.db.account(&new).await?.ok_or_else(|| Refusal::not_found("account", &new))?
            }
        };
        self.open_session(&account).await
    }

    /// Who shows this session cookie or this token; `None` when it does not hold.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn who(&self, cookie: Option<&str>, token: Option<&str>) -> Result<Option<Actor>, Refusal> {
        let now = clock::now_ms();
        if let Some(token) = token.filter(|token| token.len() <= 100) {
            let Some((_, scopes, account)) = self.inner.db.token(&secrets::hash(token), now).await? else {
                return Ok(None);
            };
            let scopes = scopes.split_whitespace().filter_map(Scope::from_word).collect();
            let (role, account) = (role(&account), account.id);
            return Ok(Some(Actor { account, role, acting_for: None, scopes: Some(scopes), csrf: None }));
        }
        if let Some(cookie) = cookie.filter(|cookie| cookie.len() <= 100) {
            let Some(session) = self.inner.db.session(&secrets::hash(cookie), now).await? else {
                return Ok(None);
            };
            let (role, account) = (role(&session.account), session.account.id);
            return Ok(Some(Actor {
                account,
                role,
                acting_for: None,
                scopes: None,
                csrf: Some(session.csrf),
            }));
        }
        Ok(None)
    }

    /// The same account, acting for a party: `firm:acme` or `client:prime`. What it does is recorded as such.
    ///
    /// # Errors
    /// When an organiser does not ask, or there is no such party.
    pub async fn acting_for(&self, actor: Actor, party: &str) -> Result<Actor, Refusal> {
        actor.organiser_reads()?;
        let hint = "give firm:ID or client:ID";
        let (role, kind, id) = match party.split_once(':') {
            Some(("firm", id)) => (Role::Firm(id.to_owned()), Kind::Firm, id),
            Some(("client", id)) => (Role::Client(id.to_owned()), Kind::Client, id),
            _ => return Err(Refusal::invalid("Passerelle-Acting-For", "names no party", hint)),
        };
        self.need(kind, id).await?;
        Ok(Actor { role, acting_for: Some(party.to_owned()), ..actor })
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// When nobody is.
    pub async fn me(&self, actor: &Actor) -> Result<SignedIn, Refusal> {
        actor.signed_in()?;
        let account = self.inner.db.account(&actor.account).await?.ok_or_else(Refusal::sign_in)?;
        let mut me = described(&account);
        me["acting_for"] = json!(actor.acting_for);
        Ok(SignedIn { me, csrf: actor.csrf.clone() })
    }

    /// Ends sessions of the account itself: the one given, or all.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub async fn sign_out(&self, actor: &Actor, session: Option<&str>) -> Result<(), Refusal> {
        actor.signed_in()?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        if tx.end_sessions(&actor.account, session).await? == 0 && session.is_some() {
            return Err(Refusal::not_found("session", session.unwrap_or_default()));
        }
        Ok(tx.commit().await?)
    }

    /// Ends the session of a cookie.
    ///
    /// # Errors
    /// When it does not hold.
    pub async fn end_this_session(&self, cookie: &str) -> Result<(), Refusal> {
        let session = self.inner.db.session(&secrets::hash(cookie), clock::now_ms()).await?;
        let session = session.ok_or_else(Refusal::sign_in)?;
        let by = Actor { account: session.account.id.clone(), ..Actor::public() }.by();
        let mut tx = self.inner.db.begin(by).await?;
        tx.end_sessions(&session.account.id, Some(&session.id)).await?;
        Ok(tx.commit().await?)
    }

    /// The account's own sessions.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<Json>, Refusal> {
        actor.signed_in()?;
        let all = self.inner.db.sessions(&actor.account, clock::now_ms()).await?;
        Ok(all
            .into_iter()
            .map(
                |one| json!({"id": one.id, "created": time(one.created_ms), "expires": time(one.expires_ms)}),
            )
            .collect())
    }

    /// The account's own tokens.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub async fn tokens(&self, actor: &Actor) -> Result<Vec<Json>, Refusal> {
        actor.signed_in()?;
        let all = self.inner.db.tokens(&actor.account).await?;
        Ok(all
            .into_iter()
            .map(|one| {
                json!({"id": one.id, "name": one.name, "scopes": one.scopes.split_whitespace().collect::<Vec<_>>(),
                    "created": time(one.created_ms), "expires": time(one.expires_ms), "revoked": one.revoked_ms.and_then(time)})
            })
            .collect())
    }

    /// Makes a token for programs; told once, kept as a hash. A token cannot make one that may do more than itself.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub async fn add_token(
        &self,
        actor: &Actor,
        name: &str,
        scopes: &[String],
        days: i64,
    ) -> Result<Json, Refusal> {
        actor.writes()?;
        let mut wrong = Vec::new();
        if name.trim().is_empty() || name.chars().count() > 200 {
            wrong.push(Wrong {
                field: "name".into(),
                message: "has no character, or more than 200".into(),
                hint: "say what it is for".into(),
            });
        }
        if !(1..=366).contains(&days) {
            wrong.push(Wrong {
                field: "days".into(),
                message: format!("`{days}` is not 1 to 366"),
                hint: "make a new one when it has expired".into(),
            });
        }
        let read: Vec<Scope> = scopes.iter().filter_map(|word| Scope::from_word(word)).collect();
        if read.len() != scopes.len() || read.is_empty() {
            wrong.push(Wrong {
                field: "scopes".into(),
                message: "there are read, write and admin".into(),
                hint: "give at least one of them".into(),
            });
        }
        if let Some(own) = &actor.scopes
            && read.iter().any(|scope| !own.contains(scope))
        {
            return Err(Refusal::forbidden("make a token that may do more than itself"));
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        let (id, secret) = (secrets::id(), secrets::secret()?);
        let expires = clock::now_ms() + days * 86_400_000;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_token([&id, &secrets::hash(&secret), &actor.account, name.trim(), &scopes.join(" ")], expires)
            .await?;
        tx.commit().await?;
        Ok(json!({"id": id, "token": secret, "expires": time(expires)}))
    }

    /// Ends a token of the account's own.
    ///
    /// # Errors
    /// When there is none.
    pub async fn revoke_token(&self, actor: &Actor, id: &str) -> Result<(), Refusal> {
        actor.signed_in()?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.revoke_tokens(&actor.account, Some(id)).await?;
        Ok(tx.commit().await?)
    }

    /// Begins a second factor: a new secret, which counts once a code of it was shown.
    ///
    /// # Errors
    /// When the account has no password.
    pub async fn begin_totp(&self, actor: &Actor) -> Result<Json, Refusal> {
        actor.organiser()?;
        let secret = totp_rs::Secret::Raw(secrets::decode(&secrets::secret()?).unwrap_or_default())
            .to_encoded()
            .to_string();
        let account = self.inner.db.account(&actor.account).await?.ok_or_else(Refusal::sign_in)?;
        let label = account.email.replace(':', "");
        Ok(
            json!({"secret": secret, "uri": format!("otpauth://totp/Passerelle:{label}?secret={secret}&issuer=Passerelle")}),
        )
    }

    /// Sets or ends the second factor: `secret` with a code of it, or none.
    ///
    /// # Errors
    /// When the code does not fit.
    pub async fn set_totp(&self, actor: &Actor, secret: Option<&str>, code: &str) -> Result<(), Refusal> {
        actor.organiser()?;
        let mut account = self.inner.db.account(&actor.account).await?.ok_or_else(Refusal::sign_in)?;
        // To set one, a code of the new secret; to end one, a code of the old.
        let asked = secret.map(str::to_owned).or_else(|| account.totp.clone());
        let Some(asked) = asked else { return Ok(()) };
        if !self.code_fits(&account.id, &asked, code).await? {
            return Err(Refusal::invalid(
                "code",
                "does not fit",
                "type the six digits that your device shows now",
            ));
        }
        account.totp = secret.map(str::to_owned);
        let mut tx = self.inner.db.begin(actor.by()).await?;
        let action = if secret.is_some() { "set-second-factor" } else { "end-second-factor" };
        tx.update_account(&account, action).await?;
        Ok(tx.commit().await?)
    }

    /// Changes the account's own password; all its other sessions end.
    ///
    /// # Errors
    /// When the old one does not fit, or the new one is too short.
    pub async fn set_password(&self, actor: &Actor, old: &str, new: &str) -> Result<Opened, Refusal> {
        actor.organiser()?;
        let mut account = self.inner.db.account(&actor.account).await?.ok_or_else(Refusal::sign_in)?;
        if let Some(hash) = account.password.clone() {
            let old = old.to_owned();
            let what = format!("password {}", account.email);
            self.not_locked(&what).await?;
            let fits = self
                .heavy(move || {
                    let parsed = PasswordHash::new(&hash);
                    Ok(parsed
                        .is_ok_and(|hash| Argon2::default().verify_password(old.as_bytes(), &hash).is_ok()))
                })
                .await?;
            if !fits {
                self.failed(&what).await?;
                return Err(Refusal::invalid("old", "does not fit", "type your present password"));
            }
        }
        account.password = Some(self.hashed(new).await?);
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.update_account(&account, "set-password").await?;
        tx.end_sessions(&account.id, None).await?;
        tx.commit().await?;
        self.open_session(&account).await
    }

    /// Accounts: all for organisers, the party's own for its people.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Json>, Refusal> {
        actor.signed_in()?;
        let (role, party) = match &actor.role {
            Role::Organiser => (None, None),
            Role::Client(party) => (Some("client"), Some(party.as_str())),
            Role::Firm(party) => (Some("firm"), Some(party.as_str())),
            Role::Public => return Err(Refusal::sign_in()),
        };
        let all = self.inner.db.accounts(role, party, "", 10_000).await?;
        Ok(all.iter().map(described).collect())
    }

    /// Closes an account, or opens it again; what it had open is closed at once.
    ///
    /// # Errors
    /// When there is none, or it is the last organiser's.
    pub async fn set_active(&self, actor: &Actor, id: &str, active: bool) -> Result<(), Refusal> {
        actor.administers()?;
        actor.organiser()?;
        let mut account =
            self.inner.db.account(id).await?.ok_or_else(|| Refusal::not_found("account", id))?;
        if !active && account.role == "organiser" && self.inner.db.count_accounts("organiser").await? <= 1 {
            return Err(Refusal::new(
                Cause::Conflict,
                "this is the last organiser",
                "make another one first",
            ));
        }
        account.active = active;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.update_account(&account, if active { "open" } else { "close" }).await?;
        if !active {
            tx.end_sessions(id, None).await?;
            tx.revoke_tokens(id, None).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Where people reach the server, without a slash at the end.
    pub fn public_url(&self) -> String {
        let server = &self.config().server;
        if server.public_url.is_empty() {
            let scheme = if server.tls_key.as_os_str().is_empty() { "http" } else { "https" };
            return format!("{scheme}://{}", server.listen);
        }
        server.public_url.trim_end_matches('/').to_owned()
    }
}

/// A hash that no password has, with the usual cost.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Dv+Ns8TtKQTuDFRbSyx8ghS6JdDOYQRAjWgiKTrOgyg";
