//! The `[server]` table of the configuration.

use std::path::PathBuf;

use serde::Deserialize;

/// How the server runs.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml, beside its default")]
pub struct Server {
    pub listen: String,
    pub data: PathBuf,
    pub database: String,
    pub public_url: String,
    pub tls_certificate: PathBuf,
    pub tls_key: PathBuf,
    pub behind_proxy: bool,
    pub body_limit_kib: usize,
    pub import_limit_kib: usize,
    pub request_timeout_s: f64,
    pub requests_per_second: u64,
    pub request_burst: u32,
    pub session_hours: i64,
    pub link_minutes: i64,
    pub failures_before_lock: i64,
    pub lock_minutes: i64,
    pub smtp_url: String,
    pub mail_from: String,
    pub mail_folder: PathBuf,
    pub mail_attempts: i64,
    pub webhook_attempts: i64,
    pub job_lost_s: i64,
    pub index_poll_ms: u64,
    pub coarse_fit_hours: i64,
    pub freshness_days: i64,
    pub keep_registrations_days: i64,
    pub keep_mail_days: i64,
    pub log_format: String,
}

impl Server {
    /// What is wrong with it, each with its key.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.listen.parse::<std::net::SocketAddr>().is_err() {
            wrong.push(format!(
                "server.listen: `{}` is not an address and port, such as 127.0.0.1:8080",
                self.listen
            ));
        }
        let some = |path: &PathBuf| !path.as_os_str().is_empty();
        if some(&self.tls_certificate) != some(&self.tls_key) {
            wrong.push("server.tls_certificate, server.tls_key: give both or none".into());
        }
        let web = self.public_url.starts_with("http://") || self.public_url.starts_with("https://");
        if !self.public_url.is_empty() && !web {
            wrong.push(format!(
                "server.public_url: `{}` does not begin with http:// or https://",
                self.public_url
            ));
        }
        if !["text", "json"].contains(&self.log_format.as_str()) {
            wrong.push(format!("server.log_format: `{}` is neither text nor json", self.log_format));
        }
        let smtp = self.smtp_url.is_empty()
            || ["smtp://", "smtps://"].iter().any(|scheme| self.smtp_url.starts_with(scheme));
        if !smtp {
            wrong.push("server.smtp_url: does not begin with smtp:// or smtps://".into());
        }
        if !self.smtp_url.is_empty() && self.mail_from.is_empty() {
            wrong.push("server.mail_from: is needed with smtp_url".into());
        }
        let at_least = [
            ("body_limit_kib", self.body_limit_kib as i128, 1),
            ("import_limit_kib", self.import_limit_kib as i128, 1),
            ("requests_per_second", self.requests_per_second.into(), 1),
            ("request_burst", self.request_burst.into(), 1),
            ("session_hours", self.session_hours.into(), 1),
            ("link_minutes", self.link_minutes.into(), 1),
            ("failures_before_lock", self.failures_before_lock.into(), 1),
            ("lock_minutes", self.lock_minutes.into(), 0),
            ("mail_attempts", self.mail_attempts.into(), 1),
            ("webhook_attempts", self.webhook_attempts.into(), 1),
            ("job_lost_s", self.job_lost_s.into(), 5),
            ("index_poll_ms", self.index_poll_ms.into(), 10),
            ("coarse_fit_hours", self.coarse_fit_hours.into(), 0),
            ("freshness_days", self.freshness_days.into(), 1),
            ("keep_registrations_days", self.keep_registrations_days.into(), 1),
            ("keep_mail_days", self.keep_mail_days.into(), 1),
        ];
        for (key, value, least) in at_least {
            if value < least || value > i128::from(u32::MAX) {
                wrong.push(format!("server.{key}: `{value}` is not between {least} and {}", u32::MAX));
            }
        }
        if !(self.request_timeout_s.is_finite() && (0.1..=3600.0).contains(&self.request_timeout_s)) {
            wrong.push(format!(
                "server.request_timeout_s: `{}` is not between 0.1 and 3600",
                self.request_timeout_s
            ));
        }
        wrong
    }
}
