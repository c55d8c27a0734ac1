//! Every statement, in one place: the tests enter each of them on both databases.
//!
//! Both databases take `$1`; where a place may be empty its type is said, because PostgreSQL asks.

macro_rules! statements {
    ($($name:ident = $text:expr;)*) => {
        $(pub(crate) const $name: &str = $text;)*
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

/// The statements of a table of records, which differ by the table's name alone.
pub(crate) struct RecordSql {
    pub(crate) get: &'static str,
    pub(crate) list: &'static str,
    pub(crate) recent: &'static str,
    pub(crate) all: &'static str,
    pub(crate) insert: &'static str,
    pub(crate) update: &'static str,
    pub(crate) delete: &'static str,
    pub(crate) mentions: &'static str,
    pub(crate) scrub: &'static str,
}

macro_rules! record {
    ($table:literal) => {
        RecordSql {
            get: concat!(
                "SELECT id, owner, status, title, sort, body, version, created_ms, updated_ms FROM ",
                $table,
                " WHERE id = $1 AND deleted_ms IS NULL"
            ),
            list: concat!(
                "SELECT id, owner, status, title, sort, body, version, created_ms, updated_ms FROM ",
                $table,
                " WHERE deleted_ms IS NULL AND ($1 = '' OR status = $1) AND ($2 = '' OR owner = $2)",
                " AND (sort > $3 OR (sort = $3 AND id > $4)) ORDER BY sort, id LIMIT $5"
            ),
            recent: concat!(
                "SELECT id, owner, status, title, sort, body, version, created_ms, updated_ms FROM ",
                $table,
                " WHERE deleted_ms IS NULL AND ($1 = '' OR status = $1) AND ($2 = '' OR owner = $2)",
                " AND (updated_ms < $3 OR (updated_ms = $3 AND id > $4)) ORDER BY updated_ms DESC, id LIMIT $5"
            ),
            all: concat!(
                "SELECT id, owner, status, title, sort, body, version, created_ms, updated_ms FROM ",
                $table,
                " WHERE deleted_ms IS NULL AND ($1 = '' OR status = $1) ORDER BY id"
            ),
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (id, owner, status, title, sort, body, version, created_ms, updated_ms, deleted_ms)",
                " VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7, NULL)",
                " ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, status = excluded.status, title = excluded.title,",
                " sort = excluded.sort, body = excluded.body, version = ",
                $table,
                ".version + 1, updated_ms = excluded.updated_ms, deleted_ms = NULL WHERE ",
                $table,
                ".deleted_ms IS NOT NULL"
            ),
            update: concat!(
                "UPDATE ",
                $table,
                " SET owner = $2, status = $3, title = $4, sort = $5, body = $6, updated_ms = $7, version = version + 1",
                " WHERE id = $1 AND version = $8 AND deleted_ms IS NULL"
            ),
            delete: concat!(
                "UPDATE ",
                $table,
                " SET deleted_ms = $2, updated_ms = $2, version = version + 1 WHERE id = $1 AND version = $3 AND deleted_ms IS NULL"
            ),
            mentions: concat!("SELECT id, body FROM ", $table, " WHERE LOWER(body) LIKE $1 ORDER BY id"),
            scrub: concat!("UPDATE ", $table, " SET body = $2, updated_ms = $3, version = version + 1 WHERE id = $1"),
        }
    };
}

pub(crate) const CLIENT: RecordSql = record!("client");
pub(crate) const FIRM: RecordSql = record!("firm");
pub(crate) const BRIEF: RecordSql = record!("brief");
pub(crate) const EVENT: RecordSql = record!("event");

statements! {
    PING = "SELECT 1";
    COPY = "VACUUM INTO $1";
    NOTIFY = "SELECT CAST(pg_notify($1, '') AS TEXT)";
    CHANGE_LOCK = "SELECT CAST(pg_advisory_xact_lock(7411) AS TEXT)";

    CHANGE_ADD = "INSERT INTO change (kind, subject, at_ms) VALUES ($1, $2, $3)";
    CHANGE_SINCE = "SELECT seq, kind, subject FROM change WHERE seq > $1 ORDER BY seq LIMIT $2";
    CHANGE_LAST = "SELECT COALESCE(MAX(seq), 0) FROM change";

    AUDIT_ADD = "INSERT INTO audit (at_ms, actor, acting_for, action, kind, subject, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    AUDIT_LIST = "SELECT seq, at_ms, actor, acting_for, action, kind, subject, before, after FROM audit \
        WHERE seq < $1 AND ($2 = '' OR kind = $2) AND ($3 = '' OR subject = $3) ORDER BY seq DESC LIMIT $4";

    ACCOUNT_ADD = "INSERT INTO account (id, email, name, role, party, password, totp, totp_step, active, version, created_ms, updated_ms) \
        VALUES ($1, $2, $3, $4, $5, $6, NULL, 0, 1, 1, $7, $7)";
    ACCOUNT_GET = "SELECT id, email, name, role, party, password, totp, totp_step, active, version, created_ms FROM account WHERE id = $1";
    ACCOUNT_BY_EMAIL = "SELECT id, email, name, role, party, password, totp, totp_step, active, version, created_ms FROM account WHERE email = $1";
    ACCOUNT_LIST = "SELECT id, email, name, role, party, password, totp, totp_step, active, version, created_ms FROM account \
        WHERE ($1 = '' OR role = $1) AND ($2 = '' OR party = $2) AND id > $3 ORDER BY id LIMIT $4";
    ACCOUNT_COUNT = "SELECT COUNT(*) FROM account WHERE role = $1 AND active = 1";
    ACCOUNT_UPDATE = "UPDATE account SET email = $2, name = $3, role = $4, party = $5, password = $6, totp = $7, active = $8, updated_ms = $9, \
        version = version + 1 WHERE id = $1 AND version = $10";
    ACCOUNT_STEP = "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2";

    SESSION_ADD = "INSERT INTO session (hash, id, account, csrf, created_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6)";
    SESSION_GET = "SELECT s.id, s.csrf, s.expires_ms, a.id, a.email, a.name, a.role, a.party, a.password, a.totp, a.totp_step, a.active, a.version, \
        a.created_ms FROM session s JOIN account a ON a.id = s.account WHERE s.hash = $1 AND s.expires_ms > $2 AND a.active = 1";
    SESSION_LIST = "SELECT id, created_ms, expires_ms FROM session WHERE account = $1 AND expires_ms > $2 ORDER BY created_ms";
    SESSION_END = "DELETE FROM session WHERE account = $1 AND id = $2";
    SESSION_END_ALL = "DELETE FROM session WHERE account = $1";
    SESSION_TIDY = "DELETE FROM session WHERE expires_ms <= $1";

    LINK_ADD = "INSERT INTO link (hash, account, created_ms, expires_ms, used_ms) VALUES ($1, $2, $3, $4, NULL)";
    LINK_USE = "UPDATE link SET used_ms = $2 WHERE hash = $1 AND used_ms IS NULL AND expires_ms > $2 RETURNING account";
    LINK_TIDY = "DELETE FROM link WHERE expires_ms <= $1";

    TOKEN_ADD = "INSERT INTO token (id, hash, account, name, scopes, created_ms, expires_ms, revoked_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    TOKEN_GET = "SELECT t.id, t.scopes, a.id, a.email, a.name, a.role, a.party, a.password, a.totp, a.totp_step, a.active, a.version, a.created_ms \
        FROM token t JOIN account a ON a.id = t.account WHERE t.hash = $1 AND t.expires_ms > $2 AND t.revoked_ms IS NULL AND a.active = 1";
    TOKEN_LIST = "SELECT id, name, scopes, created_ms, expires_ms, revoked_ms FROM token WHERE account = $1 ORDER BY created_ms, id";
    TOKEN_REVOKE = "UPDATE token SET revoked_ms = $3 WHERE account = $1 AND id = $2 AND revoked_ms IS NULL";
    TOKEN_REVOKE_ALL = "UPDATE token SET revoked_ms = $2 WHERE account = $1 AND revoked_ms IS NULL";

    ATTEMPT_GET = "SELECT failures, locked_until_ms FROM attempt WHERE what = $1";
    ATTEMPT_FAIL = "INSERT INTO attempt (what, failures, locked_until_ms) VALUES ($1, 1, 0) \
        ON CONFLICT (what) DO UPDATE SET failures = attempt.failures + 1 RETURNING failures";
    ATTEMPT_LOCK = "UPDATE attempt SET locked_until_ms = $2 WHERE what = $1";
    ATTEMPT_CLEAR = "DELETE FROM attempt WHERE what = $1";

    REGISTRATION_ADD = "INSERT INTO registration (id, firm, name, person, email, message, status, created_ms, decided_ms) \
        VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, NULL)";
    REGISTRATION_GET = "SELECT id, firm, name, person, email, message, status, created_ms FROM registration WHERE id = $1";
    REGISTRATION_LIST = "SELECT id, firm, name, person, email, message, status, created_ms FROM registration \
        WHERE ($1 = '' OR status = $1) ORDER BY created_ms, id LIMIT 1000";
    REGISTRATION_DECIDE = "UPDATE registration SET status = $2, decided_ms = $3 WHERE id = $1 AND status = 'waiting'";

    TEAM_ADD = "INSERT INTO team (event, account) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    TEAM_REMOVE = "DELETE FROM team WHERE event = $1 AND account = $2";
    TEAM_LIST = "SELECT account FROM team WHERE event = $1 ORDER BY account";

    MARK_PUT = "INSERT INTO mark (brief, firm, state, note, updated_ms) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (brief, firm) DO UPDATE SET state = excluded.state, note = excluded.note, updated_ms = excluded.updated_ms";
    MARK_LIST = "SELECT brief, firm, state, note FROM mark WHERE ($1 = '' OR brief = $1) ORDER BY brief, firm";

    ADMISSION_PUT = "INSERT INTO admission (brief, firm, nda, admitted_ms, revoked_ms) VALUES ($1, $2, $3, $4, NULL) \
        ON CONFLICT (brief, firm) DO UPDATE SET nda = excluded.nda, admitted_ms = excluded.admitted_ms, revoked_ms = NULL";
    ADMISSION_REVOKE = "UPDATE admission SET revoked_ms = $3 WHERE brief = $1 AND firm = $2 AND revoked_ms IS NULL";
    ADMISSION_LIST = "SELECT brief, firm, nda, admitted_ms FROM admission \
        WHERE revoked_ms IS NULL AND ($1 = '' OR brief = $1) AND ($2 = '' OR firm = $2) ORDER BY brief, firm";

    FIT_PUT = "INSERT INTO coarse_fit (brief, firm, fit, told_ms) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (brief, firm) DO UPDATE SET fit = excluded.fit, told_ms = excluded.told_ms";
    FIT_LIST = "SELECT brief, fit FROM coarse_fit WHERE firm = $1 AND told_ms > $2 ORDER BY brief";

    WISH_ADD = "INSERT INTO wish (id, event, side, desk, firm, brief, grade, message, expires_ms, answer, reason, version, created_ms, updated_ms) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'none', '', 1, $10, $10)";
    WISH_GET = "SELECT id, event, side, desk, firm, brief, grade, message, expires_ms, answer, reason, version, updated_ms FROM wish WHERE id = $1";
    WISH_LIST = "SELECT id, event, side, desk, firm, brief, grade, message, expires_ms, answer, reason, version, updated_ms FROM wish \
        WHERE event = $1 AND ($2 = '' OR firm = $2) AND id > $3 ORDER BY id LIMIT $4";
    WISH_UPDATE = "UPDATE wish SET grade = $2, message = $3, expires_ms = $4, answer = $5, reason = $6, updated_ms = $7, version = version + 1 \
        WHERE id = $1 AND version = $8";
    WISH_DELETE = "DELETE FROM wish WHERE id = $1 AND version = $2";

    ABSENCE_ADD = "INSERT INTO absence (id, event, side, party, starts, ends) VALUES ($1, $2, $3, $4, $5, $6)";
    ABSENCE_LIST = "SELECT id, side, party, starts, ends FROM absence WHERE event = $1 ORDER BY side, party, starts, ends";
    ABSENCE_DELETE = "DELETE FROM absence WHERE event = $1 AND id = $2";

    JOB_ADD = "INSERT INTO job (id, kind, subject, status, input, progress, result, requested_by, worker, attempts, cancel, created_ms, heartbeat_ms, \
        ended_ms) VALUES ($1, $2, $3, 'queued', $4, '', '', $5, NULL, 0, 0, $6, $6, NULL)";
    JOB_GET = "SELECT id, kind, subject, status, input, progress, result, requested_by, worker, attempts, cancel, created_ms, heartbeat_ms, ended_ms \
        FROM job WHERE id = $1";
    JOB_LIST = "SELECT id, kind, subject, status, input, progress, result, requested_by, worker, attempts, cancel, created_ms, heartbeat_ms, ended_ms \
        FROM job WHERE ($1 = '' OR subject = $1) ORDER BY created_ms DESC, id DESC LIMIT $2";
    JOB_CLAIM_SQLITE = "UPDATE job SET status = 'running', worker = $1, heartbeat_ms = $2, attempts = attempts + 1 WHERE id = \
        (SELECT id FROM job WHERE status = 'queued' OR (status = 'running' AND heartbeat_ms < $3) ORDER BY created_ms, id LIMIT 1) \
        RETURNING id, kind, subject, status, input, progress, result, requested_by, worker, attempts, cancel, created_ms, heartbeat_ms, ended_ms";
    JOB_CLAIM_POSTGRES = "UPDATE job SET status = 'running', worker = $1, heartbeat_ms = $2, attempts = attempts + 1 WHERE id = \
        (SELECT id FROM job WHERE status = 'queued' OR (status = 'running' AND heartbeat_ms < $3) ORDER BY created_ms, id LIMIT 1 \
        FOR UPDATE SKIP LOCKED) \
        RETURNING id, kind, subject, status, input, progress, result, requested_by, worker, attempts, cancel, created_ms, heartbeat_ms, ended_ms";
    JOB_BEAT = "UPDATE job SET heartbeat_ms = $3, progress = $4 WHERE id = $1 AND worker = $2 AND status = 'running' RETURNING cancel";
    JOB_END = "UPDATE job SET status = $3, result = $4, ended_ms = $5, heartbeat_ms = $5 WHERE id = $1 AND worker = $2 AND status = 'running'";
    JOB_CANCEL = "UPDATE job SET cancel = 1 WHERE id = $1 AND status IN ('queued', 'running')";
    JOB_DROP = "UPDATE job SET status = 'cancelled', ended_ms = $2 WHERE id = $1 AND status = 'queued'";

    DRAFT_PUT = "INSERT INTO draft (event, job, problem, result, view, base_release, version, created_ms, locks) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) \
        ON CONFLICT (event) DO UPDATE SET job = excluded.job, problem = excluded.problem, result = excluded.result, view = excluded.view, \
        base_release = excluded.base_release, version = draft.version + 1, created_ms = excluded.created_ms, locks = excluded.locks";
    DRAFT_UPDATE = "UPDATE draft SET job = $2, problem = $3, result = $4, view = $5, base_release = $6, created_ms = $7, locks = $8, \
        version = version + 1 WHERE event = $1 AND version = $9";
    DRAFT_GET = "SELECT event, job, problem, result, view, base_release, version, created_ms, locks FROM draft WHERE event = $1";
    DRAFT_KEEP = "INSERT INTO draft_past (event, version, job, problem, result, view, base_release, locks, created_ms) \
        SELECT event, version, job, problem, result, view, base_release, locks, created_ms FROM draft WHERE event = $1";
    DRAFT_PAST = "SELECT event, job, problem, result, view, base_release, version, created_ms, locks FROM draft_past WHERE event = $1 \
        ORDER BY version DESC LIMIT 1";
    DRAFT_PASTS = "SELECT COUNT(*) FROM draft_past WHERE event = $1";
    DRAFT_FORGET = "DELETE FROM draft_past WHERE event = $1 AND version = $2";
    DRAFT_PRUNE = "DELETE FROM draft_past WHERE event = $1 AND version NOT IN \
        (SELECT version FROM draft_past WHERE event = $1 ORDER BY version DESC LIMIT $2)";

    SCENARIO_PUT = "INSERT INTO scenario (event, name, job, problem, result, view, locks, version, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8) \
        ON CONFLICT (event, name) DO UPDATE SET job = excluded.job, problem = excluded.problem, result = excluded.result, view = excluded.view, \
        locks = excluded.locks, version = scenario.version + 1, created_ms = excluded.created_ms";
    SCENARIO_LIST = "SELECT event, name, job, problem, result, view, locks, version, created_ms FROM scenario WHERE event = $1 ORDER BY name";
    SCENARIO_GET = "SELECT event, name, job, problem, result, view, locks, version, created_ms FROM scenario WHERE event = $1 AND name = $2";
    SCENARIO_DELETE = "DELETE FROM scenario WHERE event = $1 AND name = $2";

    RELEASE_ADD = "INSERT INTO release (event, number, problem, result, view, note, digest, created_by, created_ms) \
        SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM release WHERE event = $1 RETURNING number";
    RELEASE_GET = "SELECT event, number, problem, result, view, note, digest, created_by, created_ms FROM release WHERE event = $1 AND number = $2";
    RELEASE_LAST = "SELECT event, number, problem, result, view, note, digest, created_by, created_ms FROM release WHERE event = $1 \
        ORDER BY number DESC LIMIT 1";
    RELEASE_LIST = "SELECT event, number, '', '', '', note, digest, created_by, created_ms FROM release WHERE event = $1 ORDER BY number";

    KEY_ADD = "INSERT INTO server_key (name, secret, created_ms) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
    KEY_GET = "SELECT secret FROM server_key WHERE name = $1";
    PARTY_LINK_RENEW = "INSERT INTO party_link (event, side, party, renewed, updated_ms) VALUES ($1, $2, $3, 1, $4) \
        ON CONFLICT (event, side, party) DO UPDATE SET renewed = party_link.renewed + 1, updated_ms = excluded.updated_ms";
    PARTY_LINK_LIST = "SELECT event, side, party, renewed FROM party_link WHERE event = $1 OR event = '' ORDER BY event, side, party";

    ATTENDANCE_PUT = "INSERT INTO attendance (event, side, party, status, updated_ms) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (event, side, party) DO UPDATE SET status = excluded.status, updated_ms = excluded.updated_ms";
    ATTENDANCE_LIST = "SELECT side, party, status, updated_ms FROM attendance WHERE event = $1 ORDER BY side, party";

    OUTCOME_PUT = "INSERT INTO outcome (event, desk, firm, brief, side, verdict, steps, note, updated_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        ON CONFLICT (event, desk, firm, brief, side) DO UPDATE SET verdict = excluded.verdict, steps = excluded.steps, note = excluded.note, \
        updated_ms = excluded.updated_ms";
    OUTCOME_LIST = "SELECT desk, firm, brief, side, verdict, steps, note, updated_ms FROM outcome WHERE event = $1 ORDER BY desk, firm, brief, side";

    FOLLOW_UP_ADD = "INSERT INTO follow_up (event, desk, firm, brief, stage, next_date, note, amount_eur, co_financing_pct, version, updated_ms) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10) ON CONFLICT DO NOTHING";
    FOLLOW_UP_UPDATE = "UPDATE follow_up SET stage = $5, next_date = $6, note = $7, amount_eur = $8, co_financing_pct = $9, updated_ms = $10, \
        version = version + 1 WHERE event = $1 AND desk = $2 AND firm = $3 AND brief = $4 AND version = $11";
    FOLLOW_UP_GET = "SELECT desk, firm, brief, stage, next_date, note, amount_eur, co_financing_pct, version, updated_ms FROM follow_up \
        WHERE event = $1 AND desk = $2 AND firm = $3 AND brief = $4";
    FOLLOW_UP_LIST = "SELECT desk, firm, brief, stage, next_date, note, amount_eur, co_financing_pct, version, updated_ms FROM follow_up \
        WHERE event = $1 ORDER BY desk, firm, brief";

    MAIL_ADD = "INSERT INTO mail (id, once, subject_kind, subject, recipient, title, body, status, attempts, next_ms, problem, created_ms) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, '', $9) ON CONFLICT (once) DO NOTHING";
    MAIL_LIST = "SELECT id, subject_kind, subject, recipient, title, body, status, attempts, problem, created_ms FROM mail \
        WHERE ($1 = '' OR subject = $1) AND ($2 = '' OR status = $2) ORDER BY created_ms DESC, id LIMIT $3";
    MAIL_RELEASE = "UPDATE mail SET status = 'queued', next_ms = $3 WHERE subject_kind = $1 AND subject = $2 AND status = 'preview'";
    MAIL_CLAIM_SQLITE = "UPDATE mail SET status = 'sending', attempts = attempts + 1, next_ms = $2 WHERE id = \
        (SELECT id FROM mail WHERE status = 'queued' AND next_ms <= $1 ORDER BY next_ms, id LIMIT 1) \
        RETURNING id, subject_kind, subject, recipient, title, body, status, attempts, problem, created_ms";
    MAIL_CLAIM_POSTGRES = "UPDATE mail SET status = 'sending', attempts = attempts + 1, next_ms = $2 WHERE id = \
        (SELECT id FROM mail WHERE status = 'queued' AND next_ms <= $1 ORDER BY next_ms, id LIMIT 1 FOR UPDATE SKIP LOCKED) \
        RETURNING id, subject_kind, subject, recipient, title, body, status, attempts, problem, created_ms";
    MAIL_END = "UPDATE mail SET status = $2, problem = $3, next_ms = $4, body = $5 WHERE id = $1 AND status = 'sending'";
    MAIL_DOUBT = "UPDATE mail SET status = 'failed', problem = $2 WHERE status = 'sending' AND next_ms <= $1";

    HOOK_ADD = "INSERT INTO hook (id, url, secret, topics, active, created_ms) VALUES ($1, $2, $3, $4, 1, $5)";
    HOOK_LIST = "SELECT id, url, secret, topics, active, created_ms FROM hook ORDER BY id";
    HOOK_END = "UPDATE hook SET active = 0 WHERE id = $1 AND active = 1";
    DELIVERY_ADD = "INSERT INTO delivery (id, hook, topic, payload, status, attempts, next_ms, problem, created_ms) \
        VALUES ($1, $2, $3, $4, 'queued', 0, $5, '', $5)";
    DELIVERY_LIST = "SELECT d.id, d.hook, d.topic, d.payload, d.status, d.attempts, d.problem, h.url, h.secret FROM delivery d \
        JOIN hook h ON h.id = d.hook WHERE d.hook = $1 ORDER BY d.created_ms DESC, d.id LIMIT $2";
    DELIVERY_CLAIM_SQLITE = "UPDATE delivery SET status = 'sending', attempts = attempts + 1, next_ms = $2 WHERE id = \
        (SELECT id FROM delivery WHERE (status = 'queued' AND next_ms <= $1) OR (status = 'sending' AND next_ms <= $1) ORDER BY next_ms, id LIMIT 1) \
        RETURNING id, hook, topic, payload, status, attempts, problem, (SELECT url FROM hook WHERE hook.id = delivery.hook), \
        (SELECT secret FROM hook WHERE hook.id = delivery.hook)";
    DELIVERY_CLAIM_POSTGRES = "UPDATE delivery SET status = 'sending', attempts = attempts + 1, next_ms = $2 WHERE id = \
        (SELECT id FROM delivery WHERE (status = 'queued' AND next_ms <= $1) OR (status = 'sending' AND next_ms <= $1) ORDER BY next_ms, id LIMIT 1 \
        FOR UPDATE SKIP LOCKED) \
        RETURNING id, hook, topic, payload, status, attempts, problem, (SELECT url FROM hook WHERE hook.id = delivery.hook), \
        (SELECT secret FROM hook WHERE hook.id = delivery.hook)";
    DELIVERY_END = "UPDATE delivery SET status = $2, problem = $3, next_ms = $4 WHERE id = $1 AND status = 'sending'";

    ERASE_ACCOUNT = "UPDATE account SET email = $2, name = '', password = NULL, totp = NULL, active = 0, updated_ms = $3, version = version + 1 WHERE id = $1";
    ERASE_TOKENS = "DELETE FROM token WHERE account = $1";
    ERASE_LINKS = "DELETE FROM link WHERE account = $1";
    ERASE_REGISTRATIONS = "UPDATE registration SET person = '', email = '', message = '' WHERE email = $1";
    ERASE_MAIL = "UPDATE mail SET recipient = '', title = '', body = '', once = id WHERE recipient = $1";
    ERASE_REPLAYS = "DELETE FROM replay";
    REGISTRATION_TIDY = "DELETE FROM registration WHERE decided_ms IS NOT NULL AND decided_ms < $1";
    MAIL_TIDY = "DELETE FROM mail WHERE status IN ('sent', 'failed') AND created_ms < $1";
    MAIL_OF = "SELECT id, subject_kind, subject, recipient, title, body, status, attempts, problem, created_ms FROM mail WHERE recipient = $1 \
        ORDER BY created_ms, id";

    REPLAY_GET = "SELECT digest, status, head, body FROM replay WHERE account = $1 AND key = $2";
    REPLAY_ADD = "INSERT INTO replay (account, key, digest, status, head, body, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (account, key) DO NOTHING";
    REPLAY_END = "UPDATE replay SET status = $3, head = $4, body = $5 WHERE account = $1 AND key = $2 AND status = 0";
    REPLAY_DROP = "DELETE FROM replay WHERE account = $1 AND key = $2 AND status = 0";
    REPLAY_TIDY = "DELETE FROM replay WHERE created_ms < $1";
}

#[cfg(test)]
static SEEN: std::sync::Mutex<std::collections::BTreeSet<&'static str>> =
    std::sync::Mutex::new(std::collections::BTreeSet::new());

/// Remembers, in tests, that a statement was entered.
#[cfg(test)]
pub(crate) fn seen(sql: &'static str) {
    if let Ok(mut seen) = SEEN.lock() {
        seen.insert(sql);
    }
}

#[cfg(not(test))]
pub(crate) fn seen(_: &'static str) {}

/// What the tests of this process have entered so far.
#[cfg(test)]
pub(crate) fn all_seen() -> std::collections::BTreeSet<&'static str> {
    SEEN.lock().map(|seen| seen.clone()).unwrap_or_default()
}
