-- The state of one project folder. `PRAGMA user_version` counts the migrations in database.py.

-- Who got which identity in Moodle. Rows are never deleted: a number is never given twice.
CREATE TABLE people (
    number        INTEGER PRIMARY KEY,
    role          TEXT NOT NULL CHECK (role IN ('student', 'teacher')),
    idnumber      TEXT NOT NULL UNIQUE,
    login         TEXT NOT NULL UNIQUE,
    email         TEXT NOT NULL,
    last_name     TEXT NOT NULL,
    first_name    TEXT NOT NULL,
    middle_name   TEXT NOT NULL,
    birth_date    TEXT,
    school_number TEXT NOT NULL DEFAULT ''
);

-- What the methodist answered about a doubtful match; number is NULL for «a new person».
CREATE TABLE people_answers (
    question   TEXT PRIMARY KEY, -- identity.question_code: a digest, no name
    number     INTEGER REFERENCES people (number)
) WITHOUT ROWID;

-- The state we wrote last, object by object: the base of the three-way merge.
CREATE TABLE applied (
    kind      TEXT NOT NULL,
    key       TEXT NOT NULL,
    fields    TEXT,              -- JSON object; NULL when there is nothing beyond the key
    moodle_id INTEGER,
    run_id    INTEGER,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

CREATE TABLE runs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    started      TEXT NOT NULL,
    finished     TEXT,
    state        TEXT NOT NULL
                 CHECK (state IN ('running', 'done', 'partial', 'interrupted', 'failed')),
    owner        TEXT NOT NULL,
    tool_version TEXT NOT NULL,
    site_url     TEXT NOT NULL,
    site_release TEXT NOT NULL,
    plan_digest  TEXT NOT NULL,
    scope        TEXT NOT NULL,
    counts       TEXT NOT NULL DEFAULT '{}',
    calls        INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE steps (
    run_id    INTEGER NOT NULL REFERENCES runs (id),
    seq       INTEGER NOT NULL,
    batch     INTEGER NOT NULL,
    action    TEXT NOT NULL,
    kind      TEXT NOT NULL,
    key       TEXT NOT NULL,
    before    TEXT,
    after     TEXT,
    state     TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'done', 'failed', 'skipped')),
    moodle_id INTEGER,
    error     TEXT,
    place     TEXT,
    PRIMARY KEY (run_id, seq)
) WITHOUT ROWID;

CREATE INDEX steps_open ON steps (run_id, state) WHERE state IN ('planned', 'sent', 'failed');
