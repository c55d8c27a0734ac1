-- The organiser's desk: locks set by hand, what the draft was before each change, scenarios; and what follows a meeting.

ALTER TABLE draft ADD COLUMN locks TEXT NOT NULL DEFAULT '[]';

CREATE TABLE draft_past (
    event TEXT NOT NULL REFERENCES event (id),
    version INTEGER NOT NULL,
    job TEXT NOT NULL,
    problem TEXT NOT NULL,
    result TEXT NOT NULL,
    view TEXT NOT NULL,
    base_release INTEGER NOT NULL,
    locks TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (event, version)
);

CREATE TABLE scenario (
    event TEXT NOT NULL REFERENCES event (id),
    name TEXT NOT NULL,
    job TEXT NOT NULL,
    problem TEXT NOT NULL,
    result TEXT NOT NULL,
    view TEXT NOT NULL,
    locks TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (event, name)
);

CREATE TABLE follow_up (
    event TEXT NOT NULL REFERENCES event (id),
    desk TEXT NOT NULL,
    firm TEXT NOT NULL,
    brief TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('met', 'follow_up', 'nda', 'rfq', 'proposal', 'engaged', 'lost')),
    next_date TEXT NOT NULL,
    note TEXT NOT NULL,
    amount_eur INTEGER,
    co_financing_pct INTEGER,
    version INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    PRIMARY KEY (event, desk, firm, brief)
);
