-- Private links to agendas: the key from which they are made, and how often each was renewed.

CREATE TABLE server_key (
    name TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    created_ms INTEGER NOT NULL
);

-- The event is empty for all links of a firm, the party for all links of an event.
CREATE TABLE party_link (
    event TEXT NOT NULL,
    side TEXT NOT NULL,
    party TEXT NOT NULL,
    renewed INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    PRIMARY KEY (event, side, party)
);
