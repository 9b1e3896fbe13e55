-- What the files for Moodle's upload pages asked for last. Nobody tells us whether they were
-- uploaded: a row counts as applied once its object is seen on the site.
CREATE TABLE exported (
    kind      TEXT NOT NULL,
    key       TEXT NOT NULL,
    fields    TEXT,              -- as in `applied`
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
