-- The sandbox site. Table and column names follow Moodle's own where it has them.
-- AUTOINCREMENT everywhere: an id is never used twice, as in Moodle.

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE contexts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contextlevel INTEGER NOT NULL,
    instanceid INTEGER NOT NULL,
    UNIQUE (contextlevel, instanceid)
);

CREATE TABLE user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    username TEXT NOT NULL CHECK (length(username) <= 100),
    auth TEXT NOT NULL DEFAULT 'manual',
    confirmed INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0,
    password TEXT NOT NULL DEFAULT '',
    idnumber TEXT NOT NULL DEFAULT '' CHECK (length(idnumber) <= 255),
    firstname TEXT NOT NULL CHECK (length(firstname) <= 100),
    lastname TEXT NOT NULL CHECK (length(lastname) <= 100),
    email TEXT NOT NULL CHECK (length(email) <= 100),
    emailstop INTEGER NOT NULL DEFAULT 0,
    phone1 TEXT NOT NULL DEFAULT '' CHECK (length(phone1) <= 20),
    phone2 TEXT NOT NULL DEFAULT '' CHECK (length(phone2) <= 20),
    institution TEXT NOT NULL DEFAULT '' CHECK (length(institution) <= 255),
    department TEXT NOT NULL DEFAULT '' CHECK (length(department) <= 255),
    address TEXT NOT NULL DEFAULT '' CHECK (length(address) <= 255),
    city TEXT NOT NULL DEFAULT '' CHECK (length(city) <= 120),
    country TEXT NOT NULL DEFAULT '',
    lang TEXT NOT NULL DEFAULT 'en',
    calendartype TEXT NOT NULL DEFAULT 'gregorian',
    theme TEXT NOT NULL DEFAULT '',
    timezone TEXT NOT NULL DEFAULT '99',
    description TEXT,
    mailformat INTEGER NOT NULL DEFAULT 1,
    maildisplay INTEGER NOT NULL DEFAULT 2,
    trackforums INTEGER NOT NULL DEFAULT 0,
    firstnamephonetic TEXT,
    lastnamephonetic TEXT,
    middlename TEXT,
    alternatename TEXT,
    interests TEXT NOT NULL DEFAULT '',
    firstaccess INTEGER NOT NULL DEFAULT 0,
    lastaccess INTEGER NOT NULL DEFAULT 0,
    timecreated INTEGER NOT NULL,
    timemodified INTEGER NOT NULL
);
CREATE UNIQUE INDEX user_username ON user (username);
CREATE INDEX user_email ON user (email);
CREATE INDEX user_email_nocase ON user (email COLLATE NOCASE);
CREATE INDEX user_idnumber ON user (idnumber);

CREATE TABLE user_preferences (
    userid INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (userid, name)
) WITHOUT ROWID;

CREATE TABLE course_categories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) <= 255),
    idnumber TEXT CHECK (length(idnumber) <= 100),
    description TEXT,
    descriptionformat INTEGER NOT NULL DEFAULT 0,
    parent INTEGER NOT NULL DEFAULT 0,
    sortorder INTEGER NOT NULL DEFAULT 0,
    visible INTEGER NOT NULL DEFAULT 1,
    visibleold INTEGER NOT NULL DEFAULT 1,
    timemodified INTEGER NOT NULL DEFAULT 0,
    depth INTEGER NOT NULL DEFAULT 1,
    path TEXT NOT NULL DEFAULT '',
    theme TEXT
);
CREATE INDEX course_categories_parent ON course_categories (parent);
CREATE INDEX course_categories_idnumber ON course_categories (idnumber);

CREATE TABLE course (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    category INTEGER NOT NULL,
    sortorder INTEGER NOT NULL DEFAULT 0,
    fullname TEXT NOT NULL CHECK (length(fullname) <= 254),
    shortname TEXT NOT NULL CHECK (length(shortname) <= 255),
    idnumber TEXT NOT NULL DEFAULT '' CHECK (length(idnumber) <= 100),
    summary TEXT,
    summaryformat INTEGER NOT NULL DEFAULT 1,
    format TEXT NOT NULL DEFAULT 'topics' CHECK (length(format) <= 21),
    showgrades INTEGER NOT NULL DEFAULT 1,
    newsitems INTEGER NOT NULL DEFAULT 5,
    startdate INTEGER NOT NULL DEFAULT 0,
    enddate INTEGER NOT NULL DEFAULT 0,
    marker INTEGER NOT NULL DEFAULT 0,
    maxbytes INTEGER NOT NULL DEFAULT 0,
    showreports INTEGER NOT NULL DEFAULT 0,
    visible INTEGER NOT NULL DEFAULT 1,
    visibleold INTEGER NOT NULL DEFAULT 1,
    groupmode INTEGER NOT NULL DEFAULT 0,
    groupmodeforce INTEGER NOT NULL DEFAULT 0,
    defaultgroupingid INTEGER NOT NULL DEFAULT 0,
    lang TEXT NOT NULL DEFAULT '',
    theme TEXT NOT NULL DEFAULT '',
    enablecompletion INTEGER NOT NULL DEFAULT 1,
    completioncriteria TEXT, -- the criteria of the course's completion, activities by course module
    gradeaggregation TEXT NOT NULL DEFAULT 'natural',
    completionnotify INTEGER NOT NULL DEFAULT 0,
    showactivitydates INTEGER NOT NULL DEFAULT 1,
    showcompletionconditions INTEGER DEFAULT 1,
    hiddensections INTEGER NOT NULL DEFAULT 1,
    coursedisplay INTEGER NOT NULL DEFAULT 0,
    automaticenddate INTEGER NOT NULL DEFAULT 1,
    timecreated INTEGER NOT NULL,
    timemodified INTEGER NOT NULL,
    creatorid INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX course_category ON course (category, sortorder);
CREATE INDEX course_shortname ON course (shortname);
CREATE INDEX course_idnumber ON course (idnumber);

CREATE TABLE course_sections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    course INTEGER NOT NULL,
    section INTEGER NOT NULL,
    name TEXT CHECK (length(name) <= 255),
    summary TEXT NOT NULL DEFAULT '',
    summaryformat INTEGER NOT NULL DEFAULT 1,
    visible INTEGER NOT NULL DEFAULT 1,
    availability TEXT,
    component TEXT,
    itemid INTEGER,
    timemodified INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX course_sections_course ON course_sections (course, section);

-- The module's own row and its grade item stand here too: `settings` holds the fields of its type.
CREATE TABLE course_modules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    course INTEGER NOT NULL,
    section INTEGER NOT NULL,
    modname TEXT NOT NULL,
    instance INTEGER NOT NULL,
    name TEXT NOT NULL,
    intro TEXT NOT NULL DEFAULT '',
    showdescription INTEGER NOT NULL DEFAULT 0,
    idnumber TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    visible INTEGER NOT NULL DEFAULT 1,
    visibleold INTEGER NOT NULL DEFAULT 1,
    indent INTEGER NOT NULL DEFAULT 0,
    groupmode INTEGER NOT NULL DEFAULT 0,
    groupingid INTEGER NOT NULL DEFAULT 0,
    completion INTEGER NOT NULL DEFAULT 0,
    completionview INTEGER NOT NULL DEFAULT 0,
    completiongrade INTEGER NOT NULL DEFAULT 0,
    completionpassgrade INTEGER NOT NULL DEFAULT 0,
    completionrules TEXT NOT NULL DEFAULT '{}',
    completionexpected INTEGER NOT NULL DEFAULT 0,
    availability TEXT,
    gradecategory INTEGER NOT NULL DEFAULT 0,
    gradeweight REAL,
    settings TEXT NOT NULL DEFAULT '{}',
    added INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX course_modules_course ON course_modules (course, section, position);

CREATE TABLE grade_categories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    courseid INTEGER NOT NULL,
    parent INTEGER NOT NULL DEFAULT 0,
    fullname TEXT NOT NULL,
    aggregation TEXT NOT NULL,
    weight REAL
);
CREATE INDEX grade_categories_course ON grade_categories (courseid);
CREATE TABLE grade_grades (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    courseid INTEGER NOT NULL,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    finalgrade REAL,
    rawgrade REAL,
    rawgrademax REAL, -- of the course's grade: what was graded so far is out of
    feedback TEXT,
    timemodified INTEGER NOT NULL DEFAULT 0,
    UNIQUE (courseid, cmid, userid)
);

CREATE TABLE course_completions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    course INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    timestarted INTEGER NOT NULL DEFAULT 0,
    timecompleted INTEGER,
    UNIQUE (course, userid)
);

CREATE TABLE course_modules_completion (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    coursemoduleid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    completionstate INTEGER NOT NULL,
    overrideby INTEGER,
    timemodified INTEGER NOT NULL,
    UNIQUE (coursemoduleid, userid)
);
CREATE INDEX course_modules_completion_user ON course_modules_completion (userid);

CREATE TABLE enrol (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    enrol TEXT NOT NULL,
    courseid INTEGER NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    sortorder INTEGER NOT NULL DEFAULT 0,
    roleid INTEGER NOT NULL DEFAULT 0,
    customint1 INTEGER NOT NULL DEFAULT 0, -- the cohort of a cohort sync
    customint2 INTEGER NOT NULL DEFAULT 0  -- its group
);
CREATE INDEX enrol_course ON enrol (courseid, enrol);

CREATE TABLE user_enrolments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    enrolid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    timestart INTEGER NOT NULL DEFAULT 0,
    timeend INTEGER NOT NULL DEFAULT 0,
    timecreated INTEGER NOT NULL DEFAULT 0,
    timemodified INTEGER NOT NULL DEFAULT 0,
    UNIQUE (enrolid, userid)
);
CREATE INDEX user_enrolments_user ON user_enrolments (userid);

CREATE TABLE user_lastaccess (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    userid INTEGER NOT NULL,
    courseid INTEGER NOT NULL,
    timeaccess INTEGER NOT NULL,
    UNIQUE (userid, courseid)
);

CREATE TABLE role (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shortname TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sortorder INTEGER NOT NULL,
    levels TEXT NOT NULL,
    archetype TEXT NOT NULL DEFAULT ''
);
CREATE TABLE role_capabilities (
    roleid INTEGER NOT NULL,
    capability TEXT NOT NULL,
    PRIMARY KEY (roleid, capability)
) WITHOUT ROWID;
CREATE TABLE role_allow_assign (
    roleid INTEGER NOT NULL,
    allowassign INTEGER NOT NULL,
    PRIMARY KEY (roleid, allowassign)
) WITHOUT ROWID;
CREATE TABLE role_assignments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    roleid INTEGER NOT NULL,
    contextid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    component TEXT NOT NULL DEFAULT '',
    itemid INTEGER NOT NULL DEFAULT 0,
    timemodified INTEGER NOT NULL DEFAULT 0,
    UNIQUE (contextid, userid, roleid, component, itemid)
);
CREATE INDEX role_assignments_user ON role_assignments (userid, contextid);

CREATE TABLE cohort (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contextid INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (length(name) <= 254),
    idnumber TEXT CHECK (length(idnumber) <= 100),
    description TEXT,
    descriptionformat INTEGER NOT NULL DEFAULT 1,
    visible INTEGER NOT NULL DEFAULT 1,
    timecreated INTEGER NOT NULL,
    timemodified INTEGER NOT NULL
);
CREATE INDEX cohort_idnumber ON cohort (idnumber);
CREATE TABLE cohort_members (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cohortid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    timeadded INTEGER NOT NULL,
    UNIQUE (cohortid, userid)
);
CREATE INDEX cohort_members_user ON cohort_members (userid);

CREATE TABLE groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    courseid INTEGER NOT NULL,
    idnumber TEXT NOT NULL DEFAULT '' CHECK (length(idnumber) <= 100),
    name TEXT NOT NULL CHECK (length(name) <= 254),
    description TEXT,
    descriptionformat INTEGER NOT NULL DEFAULT 1,
    enrolmentkey TEXT CHECK (length(enrolmentkey) <= 50),
    visibility INTEGER NOT NULL DEFAULT 0,
    participation INTEGER NOT NULL DEFAULT 1,
    timecreated INTEGER NOT NULL,
    timemodified INTEGER NOT NULL
);
CREATE INDEX groups_course ON groups (courseid, name);
CREATE TABLE groups_members (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    groupid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    timeadded INTEGER NOT NULL,
    component TEXT NOT NULL DEFAULT '',
    itemid INTEGER NOT NULL DEFAULT 0,
    UNIQUE (groupid, userid)
);
CREATE INDEX groups_members_user ON groups_members (userid);

CREATE TABLE groupings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    courseid INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (length(name) <= 255),
    idnumber TEXT NOT NULL DEFAULT '' CHECK (length(idnumber) <= 100),
    description TEXT,
    descriptionformat INTEGER NOT NULL DEFAULT 1,
    timecreated INTEGER NOT NULL,
    timemodified INTEGER NOT NULL
);
CREATE INDEX groupings_course ON groupings (courseid, name);
CREATE TABLE groupings_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    groupingid INTEGER NOT NULL,
    groupid INTEGER NOT NULL,
    UNIQUE (groupingid, groupid)
);
CREATE INDEX groupings_groups_group ON groupings_groups (groupid);

CREATE TABLE external_services (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    shortname TEXT NOT NULL,
    every_function INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE external_services_functions (
    externalserviceid INTEGER NOT NULL,
    functionname TEXT NOT NULL,
    PRIMARY KEY (externalserviceid, functionname)
) WITHOUT ROWID;
CREATE TABLE external_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    userid INTEGER NOT NULL,
    externalserviceid INTEGER NOT NULL,
    validuntil INTEGER NOT NULL DEFAULT 0,
    iprestriction TEXT NOT NULL DEFAULT ''
);

CREATE TABLE files (
    contenthash TEXT PRIMARY KEY,
    filesize INTEGER NOT NULL,
    content BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE draft_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    userid INTEGER NOT NULL,
    itemid INTEGER NOT NULL,
    filepath TEXT NOT NULL,
    filename TEXT NOT NULL,
    contenthash TEXT NOT NULL,
    UNIQUE (userid, itemid, filepath, filename)
);

CREATE TABLE assign_submission (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'submitted',
    attemptnumber INTEGER NOT NULL DEFAULT 0,
    timemodified INTEGER NOT NULL DEFAULT 0,
    UNIQUE (cmid, userid, attemptnumber)
);
-- Of quizzes, and of H5P tasks and lessons too.
CREATE TABLE quiz_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 1,
    preview INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'finished',
    timestart INTEGER NOT NULL DEFAULT 0,
    timefinish INTEGER NOT NULL DEFAULT 0,
    timemodified INTEGER NOT NULL DEFAULT 0,
    fraction REAL,
    UNIQUE (cmid, userid, attempt)
);
CREATE TABLE forum_posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    created INTEGER NOT NULL DEFAULT 0,
    modified INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX forum_posts_cmid ON forum_posts (cmid);
CREATE TABLE feedback_completed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    timemodified INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX feedback_completed_cmid ON feedback_completed (cmid);
CREATE TABLE choice_answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    timemodified INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX choice_answers_cmid ON choice_answers (cmid);
CREATE TABLE lesson_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    timeseen INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX lesson_attempts_cmid ON lesson_attempts (cmid);

-- Events of the calendar that belong to courses; those of activities are not kept.
CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    courseid INTEGER NOT NULL,
    userid INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    timestart INTEGER NOT NULL,
    timeduration INTEGER NOT NULL DEFAULT 0,
    timemodified INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX event_course ON event (courseid);
-- What single pupils have otherwise than the others: NULL is as the quiz has it.
CREATE TABLE quiz_overrides (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    timeclose INTEGER,
    timelimit INTEGER,
    attempts INTEGER,
    UNIQUE (cmid, userid)
);
CREATE TABLE assign_user_flags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cmid INTEGER NOT NULL,
    userid INTEGER NOT NULL,
    extensionduedate INTEGER NOT NULL DEFAULT 0,
    UNIQUE (cmid, userid)
);
CREATE TABLE question_categories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    courseid INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (length(name) <= 255)
);
CREATE INDEX question_categories_course ON question_categories (courseid);
-- A question bank entry with its newest version.
CREATE TABLE question (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    category INTEGER NOT NULL,
    qkey TEXT NOT NULL CHECK (length(qkey) <= 255),
    name TEXT NOT NULL CHECK (length(name) <= 255),
    qtype TEXT NOT NULL,
    questiontext TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'ready',
    version INTEGER NOT NULL DEFAULT 1,
    importedversion INTEGER NOT NULL DEFAULT 1,
    importedhidden INTEGER NOT NULL DEFAULT 0,
    contenthash TEXT NOT NULL,
    xml TEXT NOT NULL DEFAULT '', -- as Moodle's own export has it
    timemodified INTEGER NOT NULL DEFAULT 0,
    UNIQUE (category, qkey)
);

-- The plugin's own tables.
CREATE TABLE local_vsosh_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    courseid INTEGER NOT NULL,
    itemtype TEXT NOT NULL,
    itemkey TEXT NOT NULL,
    instanceid INTEGER NOT NULL,
    module TEXT NOT NULL DEFAULT '',
    applied TEXT NOT NULL DEFAULT '{}',
    asked TEXT NOT NULL DEFAULT '{}',
    absent INTEGER NOT NULL DEFAULT 0,
    timecreated INTEGER NOT NULL DEFAULT 0,
    timemodified INTEGER NOT NULL DEFAULT 0,
    UNIQUE (courseid, itemtype, itemkey)
);
CREATE TABLE local_vsosh_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    userid INTEGER NOT NULL,
    functionname TEXT NOT NULL,
    arguments TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'queued',
    progress INTEGER NOT NULL DEFAULT 0,
    result TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    timecreated INTEGER NOT NULL DEFAULT 0,
    timestarted INTEGER NOT NULL DEFAULT 0,
    timefinished INTEGER NOT NULL DEFAULT 0
);
