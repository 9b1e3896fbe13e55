-- Snapshots of what learners did. A fact holds from snapshot `since` on, and until snapshot `until`,
-- exclusive; NULL: it still does. So every past snapshot can be seen again, and a pull stores only what
-- changed. People and courses are small numbers, activities Moodle's course modules. There are no
-- foreign keys on facts: tens of millions are written by one door (snapshot_writer.py).

CREATE TABLE snapshots (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    taken        INTEGER NOT NULL,          -- Unix seconds, when the reading began
    finished     INTEGER,
    state        TEXT NOT NULL CHECK (state IN ('running', 'done', 'partial')),
    site         TEXT NOT NULL,
    release      TEXT NOT NULL,
    source       TEXT NOT NULL CHECK (source IN ('plugin', 'core')),
    is_full      INTEGER NOT NULL,          -- 1: read whole, so that what vanished was seen
    scope        TEXT NOT NULL,             -- JSON list of course keys; [] is the whole school
    parameters   TEXT NOT NULL,             -- JSON object
    counts       TEXT NOT NULL DEFAULT '{}',
    calls        INTEGER NOT NULL DEFAULT 0,
    tool_version TEXT NOT NULL
);

-- How far the reading of each course of a snapshot came; `since` is the moment changes were asked from.
CREATE TABLE snapshot_courses (
    snapshot INTEGER NOT NULL REFERENCES snapshots (number),
    course   INTEGER NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'denied', 'missing', 'failed')),
    since    INTEGER NOT NULL,
    PRIMARY KEY (snapshot, course)
) WITHOUT ROWID;

-- What a snapshot could not read; the words are made when they are shown.
CREATE TABLE snapshot_gaps (
    snapshot INTEGER NOT NULL REFERENCES snapshots (number),
    code     TEXT NOT NULL,
    course   TEXT NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (snapshot, code, course, detail)
) WITHOUT ROWID;

CREATE TABLE learners (
    number INTEGER PRIMARY KEY,
    person TEXT NOT NULL UNIQUE             -- idnumber, or «?» and a digest for who has no account
);

CREATE TABLE learning_courses (
    number INTEGER PRIMARY KEY,
    course TEXT NOT NULL UNIQUE             -- idnumber
);

-- Who was purged (152-ФЗ): only that there was somebody, and in which snapshots.
CREATE TABLE purged_learners (
    number        INTEGER PRIMARY KEY,
    first_snapshot INTEGER NOT NULL,
    last_snapshot  INTEGER NOT NULL
);

CREATE TABLE contingent_facts (
    person INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    class_name TEXT NOT NULL, form TEXT NOT NULL, distance INTEGER NOT NULL,
    categories TEXT NOT NULL,               -- keys parted by commas
    PRIMARY KEY (person, since)
) WITHOUT ROWID;

CREATE TABLE account_facts (
    person INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    first_access INTEGER NOT NULL, last_access INTEGER NOT NULL, suspended INTEGER NOT NULL,
    PRIMARY KEY (person, since)
) WITHOUT ROWID;

CREATE TABLE course_facts (
    course INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    moodle_id INTEGER NOT NULL, title TEXT NOT NULL, visible INTEGER NOT NULL, tracks INTEGER NOT NULL,
    PRIMARY KEY (course, since)
) WITHOUT ROWID;

CREATE TABLE activity_facts (
    course INTEGER NOT NULL, activity INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    key TEXT NOT NULL, module TEXT NOT NULL, title TEXT NOT NULL, section INTEGER NOT NULL,
    tracking INTEGER NOT NULL, grade_max REAL, grade_pass REAL, visible INTEGER NOT NULL,
    added INTEGER NOT NULL, due INTEGER NOT NULL,
    PRIMARY KEY (course, activity, since)
) WITHOUT ROWID;

CREATE TABLE enrolment_facts (
    course INTEGER NOT NULL, person INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    teaches INTEGER NOT NULL, active INTEGER NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL,
    PRIMARY KEY (course, person, since)
) WITHOUT ROWID;

CREATE TABLE completion_facts (
    course INTEGER NOT NULL, person INTEGER NOT NULL, activity INTEGER NOT NULL,
    since INTEGER NOT NULL, until INTEGER,
    state INTEGER NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY (course, person, activity, since)
) WITHOUT ROWID;

CREATE TABLE course_completion_facts (
    course INTEGER NOT NULL, person INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    completed INTEGER NOT NULL,
    PRIMARY KEY (course, person, since)
) WITHOUT ROWID;

CREATE TABLE grade_facts (
    course INTEGER NOT NULL, person INTEGER NOT NULL, activity INTEGER NOT NULL, -- 0: the course's own
    since INTEGER NOT NULL, until INTEGER,
    grade REAL, grade_max REAL, time INTEGER NOT NULL,
    PRIMARY KEY (course, person, activity, since)
) WITHOUT ROWID;

CREATE TABLE access_facts (
    course INTEGER NOT NULL, person INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    time INTEGER NOT NULL,
    PRIMARY KEY (course, person, since)
) WITHOUT ROWID;

CREATE TABLE submission_facts (
    course INTEGER NOT NULL, person INTEGER NOT NULL, activity INTEGER NOT NULL,
    since INTEGER NOT NULL, until INTEGER,
    status TEXT NOT NULL, time INTEGER NOT NULL, attempt INTEGER NOT NULL,
    PRIMARY KEY (course, person, activity, since)
) WITHOUT ROWID;

CREATE TABLE attempt_facts (
    course INTEGER NOT NULL, person INTEGER NOT NULL, activity INTEGER NOT NULL,
    attempt INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    state TEXT NOT NULL, started INTEGER NOT NULL, finished INTEGER NOT NULL, fraction REAL,
    PRIMARY KEY (course, person, activity, attempt, since)
) WITHOUT ROWID;

CREATE TABLE post_facts (
    course INTEGER NOT NULL, person INTEGER NOT NULL, activity INTEGER NOT NULL,
    post INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    time INTEGER NOT NULL,
    PRIMARY KEY (course, person, activity, post, since)
) WITHOUT ROWID;
