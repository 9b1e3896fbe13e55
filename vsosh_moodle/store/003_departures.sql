-- Since when somebody is away from the school: the clock of the leavers' policy.
CREATE TABLE departures (
    person TEXT PRIMARY KEY, -- the idnumber in Moodle
    since  TEXT NOT NULL     -- the day of leaving: as the lists told it, else of the apply
) WITHOUT ROWID;
