-- Texts and whole numbers only, so that both databases hold the same values: times are milliseconds since 1970, flags 0 or 1,
-- bodies JSON in the formats that the command line reads.

CREATE TABLE client (
    id TEXT PRIMARY KEY,
    owner TEXT,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    sort TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);
CREATE INDEX client_sort ON client (sort, id);

CREATE TABLE firm (
    id TEXT PRIMARY KEY,
    owner TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'published')),
    title TEXT NOT NULL,
    sort TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);
CREATE INDEX firm_sort ON firm (sort, id);

CREATE TABLE brief (
    id TEXT PRIMARY KEY,
    owner TEXT REFERENCES client (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'open', 'closed')),
    title TEXT NOT NULL,
    sort TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);
CREATE INDEX brief_sort ON brief (sort, id);
CREATE INDEX brief_owner ON brief (owner);

CREATE TABLE event (
    id TEXT PRIMARY KEY,
    owner TEXT,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    sort TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);
CREATE INDEX event_sort ON event (sort, id);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('organiser', 'client', 'firm')),
    party TEXT,
    password TEXT,
    totp TEXT,
    totp_step INTEGER NOT NULL,
    active INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
);
CREATE INDEX account_party ON account (role, party);

CREATE TABLE session (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    csrf TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE link (
    hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_ms INTEGER
);

CREATE TABLE token (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    revoked_ms INTEGER
);

CREATE TABLE attempt (
    what TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    locked_until_ms INTEGER NOT NULL
);

CREATE TABLE registration (
    id TEXT PRIMARY KEY,
    firm TEXT,
    name TEXT NOT NULL,
    person TEXT NOT NULL,
    email TEXT NOT NULL,
    message TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'approved', 'refused')),
    created_ms INTEGER NOT NULL,
    decided_ms INTEGER
);

CREATE TABLE team (
    event TEXT NOT NULL REFERENCES event (id),
    account TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (event, account)
);

CREATE TABLE mark (
    brief TEXT NOT NULL REFERENCES brief (id),
    firm TEXT NOT NULL REFERENCES firm (id),
    state TEXT NOT NULL CHECK (state IN ('none', 'pinned', 'excluded')),
    note TEXT NOT NULL,
    updated_ms INTEGER NOT NULL,
    PRIMARY KEY (brief, firm)
);

CREATE TABLE admission (
    brief TEXT NOT NULL REFERENCES brief (id),
    firm TEXT NOT NULL REFERENCES firm (id),
    nda INTEGER NOT NULL,
    admitted_ms INTEGER NOT NULL,
    revoked_ms INTEGER,
    PRIMARY KEY (brief, firm)
);

CREATE TABLE coarse_fit (
    brief TEXT NOT NULL REFERENCES brief (id),
    firm TEXT NOT NULL REFERENCES firm (id),
    fit TEXT NOT NULL,
    told_ms INTEGER NOT NULL,
    PRIMARY KEY (brief, firm)
);

CREATE TABLE wish (
    id TEXT PRIMARY KEY,
    event TEXT NOT NULL REFERENCES event (id),
    side TEXT NOT NULL CHECK (side IN ('desk', 'firm')),
    desk TEXT NOT NULL,
    firm TEXT NOT NULL REFERENCES firm (id),
    brief TEXT NOT NULL REFERENCES brief (id),
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 3),
    message TEXT NOT NULL,
    expires_ms INTEGER,
    answer TEXT NOT NULL CHECK (answer IN ('none', 'accepted', 'refused')),
    reason TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    UNIQUE (event, side, desk, firm, brief)
);

CREATE TABLE absence (
    id TEXT PRIMARY KEY,
    event TEXT NOT NULL REFERENCES event (id),
    side TEXT NOT NULL CHECK (side IN ('desk', 'firm')),
    party TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    UNIQUE (event, side, party, starts, ends)
);

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    input TEXT NOT NULL,
    progress TEXT NOT NULL,
    result TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    worker TEXT,
    attempts INTEGER NOT NULL,
    cancel INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    heartbeat_ms INTEGER NOT NULL,
    ended_ms INTEGER
);
CREATE INDEX job_status ON job (status, created_ms);

CREATE TABLE draft (
    event TEXT PRIMARY KEY REFERENCES event (id),
    job TEXT NOT NULL,
    problem TEXT NOT NULL,
    result TEXT NOT NULL,
    view TEXT NOT NULL,
    base_release INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL
);

CREATE TABLE release (
    event TEXT NOT NULL REFERENCES event (id),
    number INTEGER NOT NULL,
    problem TEXT NOT NULL,
    result TEXT NOT NULL,
    view TEXT NOT NULL,
    note TEXT NOT NULL,
    digest TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (event, number)
);
CREATE TRIGGER release_is_immutable BEFORE UPDATE ON release BEGIN SELECT RAISE(ABORT, 'a release is immutable'); END;
CREATE TRIGGER release_is_kept BEFORE DELETE ON release BEGIN SELECT RAISE(ABORT, 'a release is kept'); END;

CREATE TABLE attendance (
    event TEXT NOT NULL REFERENCES event (id),
    side TEXT NOT NULL,
    party TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('expected', 'present', 'late', 'absent')),
    updated_ms INTEGER NOT NULL,
    PRIMARY KEY (event, side, party)
);

CREATE TABLE outcome (
    event TEXT NOT NULL REFERENCES event (id),
    desk TEXT NOT NULL,
    firm TEXT NOT NULL,
    brief TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('desk', 'firm')),
    verdict TEXT NOT NULL CHECK (verdict IN ('useful', 'not_useful', 'no_show')),
    steps TEXT NOT NULL,
    note TEXT NOT NULL,
    updated_ms INTEGER NOT NULL,
    PRIMARY KEY (event, desk, firm, brief, side)
);

CREATE TABLE mail (
    id TEXT PRIMARY KEY,
    once TEXT NOT NULL UNIQUE,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    recipient TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('preview', 'queued', 'sending', 'sent', 'failed')),
    attempts INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,
    problem TEXT NOT NULL,
    created_ms INTEGER NOT NULL
);
CREATE INDEX mail_status ON mail (status, next_ms);

CREATE TABLE hook (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    topics TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_ms INTEGER NOT NULL
);

CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    hook TEXT NOT NULL REFERENCES hook (id),
    topic TEXT NOT NULL,
    payload TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'failed')),
    attempts INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,
    problem TEXT NOT NULL,
    created_ms INTEGER NOT NULL
);
CREATE INDEX delivery_status ON delivery (status, next_ms);

CREATE TABLE replay (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    head TEXT NOT NULL,
    body TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (account, key)
);

CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at_ms INTEGER NOT NULL
);

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    acting_for TEXT,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX audit_subject ON audit (kind, subject);
CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
