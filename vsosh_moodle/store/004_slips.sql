-- What became of the slips of first passwords. No name and no password.

-- Issued, printed, handed over; rows are added, never changed, so that the newest tells the state.
CREATE TABLE slip_events (
    id       INTEGER PRIMARY KEY,
    idnumber TEXT NOT NULL,
    event    TEXT NOT NULL
             CHECK (event IN ('issued', 'reissued', 'unsure', 'printed', 'handed', 'purged')),
    happened TEXT NOT NULL, -- a day; of what the program did itself, the moment in UTC
    file     TEXT NOT NULL DEFAULT '' -- the file of slips it came from, by its name
);

CREATE INDEX slip_events_person ON slip_events (idnumber, id);

-- Printed sheets wherever they were written to: they hold passwords and are to be deleted too.
CREATE TABLE slip_sheets (
    path    TEXT PRIMARY KEY,
    made    TEXT NOT NULL,
    slips   INTEGER NOT NULL,
    classes TEXT NOT NULL -- JSON array of class names, "" for those without a class
) WITHOUT ROWID;
