"""Queries of a site's tables: what must be there once, and where everybody is."""

PREFIX = "vsosh:"
OURS = f"LIKE '{PREFIX}%'"

UNIQUE = {
    "accounts by key": f"SELECT idnumber FROM {{user}} WHERE deleted = 0 AND idnumber {OURS}",
    "accounts by login": "SELECT username FROM {user} WHERE deleted = 0",
    "accounts by e-mail": f"SELECT email FROM {{user}} WHERE deleted = 0 AND idnumber {OURS}",
    "accounts by name": (
        f"SELECT lastname, firstname, middlename FROM {{user}} WHERE deleted = 0 AND idnumber {OURS}"
    ),
    "categories": "SELECT parent, name FROM {course_categories}",
    "courses by key": f"SELECT idnumber FROM {{course}} WHERE idnumber {OURS}",
    "courses by name": "SELECT fullname FROM {course}",
    "cohorts by key": f"SELECT idnumber FROM {{cohort}} WHERE idnumber {OURS}",
    "cohorts by name": "SELECT name FROM {cohort}",
    "cohort members": "SELECT cohortid, userid FROM {cohort_members}",
    "ways of enrolment": "SELECT courseid, enrol, customint1 FROM {enrol} WHERE enrol <> 'self'",
    "enrolments": "SELECT enrolid, userid FROM {user_enrolments}",
    "roles": (
        "SELECT contextid, userid, roleid FROM {role_assignments} JOIN {user} u ON u.id = userid"
        f" WHERE u.idnumber {OURS}"
    ),
    "groups by key": f"SELECT courseid, idnumber FROM {{groups}} WHERE idnumber {OURS}",
    "groups by name": "SELECT courseid, name FROM {groups}",
    "group members": "SELECT groupid, userid FROM {groups_members}",
    "groupings": "SELECT courseid, name FROM {groupings}",
    "groups of groupings": "SELECT groupingid, groupid FROM {groupings_groups}",
    "sections by number": "SELECT course, section FROM {course_sections}",
    "sections by name": (
        "SELECT course, name FROM {course_sections} WHERE name IS NOT NULL AND name <> ''"
    ),
    "activities by key": (f"SELECT course, idnumber FROM {{course_modules}} WHERE idnumber {OURS}"),
    "events": (
        "SELECT courseid, name, timestart FROM {event} WHERE courseid > 0 AND name LIKE 'Собрание%'"
    ),
}
"""Queries whose rows must all differ."""

KEYS = {
    "user": f"SELECT idnumber, id FROM {{user}} WHERE deleted = 0 AND idnumber {OURS}",
    "cohort": f"SELECT idnumber, id FROM {{cohort}} WHERE idnumber {OURS}",
    "course": f"SELECT idnumber, id FROM {{course}} WHERE idnumber {OURS}",
    "category": f"SELECT idnumber, id FROM {{course_categories}} WHERE idnumber {OURS}",
    "group": f"SELECT idnumber, id FROM {{groups}} WHERE idnumber {OURS}",
    "grouping": f"SELECT idnumber, id FROM {{groupings}} WHERE idnumber {OURS}",
    "cohort_member": (
        "SELECT c.idnumber || '|' || u.idnumber, m.id FROM {cohort_members} m"
        " JOIN {cohort} c ON c.id = m.cohortid JOIN {user} u ON u.id = m.userid"
        f" WHERE c.idnumber {OURS} AND u.idnumber {OURS}"
    ),
    "enrolment": (
        "SELECT c.idnumber || '|' || u.idnumber, m.id FROM {user_enrolments} m"
        " JOIN {enrol} e ON e.id = m.enrolid JOIN {course} c ON c.id = e.courseid"
        " JOIN {user} u ON u.id = m.userid"
        f" WHERE e.enrol = 'manual' AND c.idnumber {OURS} AND u.idnumber {OURS}"
    ),
    "group_member": (
        "SELECT g.idnumber || '|' || u.idnumber, m.id FROM {groups_members} m"
        " JOIN {groups} g ON g.id = m.groupid JOIN {user} u ON u.id = m.userid"
        f" WHERE g.idnumber {OURS} AND u.idnumber {OURS}"
    ),
}
"""Key and number of everything of ours, by the kind the journal calls it."""

NUMBERED = ("user", "cohort", "course", "category", "group", "grouping")
ACCOUNTS = (
    f"SELECT idnumber, username, password, suspended, lastname FROM {{user}} WHERE idnumber {OURS}"
)
CLASSES = (
    "SELECT u.lastname, c.name FROM {cohort_members} m JOIN {cohort} c ON c.id = m.cohortid"
    " JOIN {user} u ON u.id = m.userid WHERE u.lastname LIKE 'Тестова-%'"
)
COURSES = (
    "SELECT u.lastname, c.idnumber FROM {user_enrolments} m JOIN {enrol} e ON e.id = m.enrolid"
    " JOIN {course} c ON c.id = e.courseid JOIN {user} u ON u.id = m.userid"
    " WHERE u.lastname LIKE 'Тестова-%' AND m.status = 0 AND u.suspended = 0"
)
GROUPS = (
    "SELECT u.lastname, g.name FROM {groups_members} m JOIN {groups} g ON g.id = m.groupid"
    " JOIN {user} u ON u.id = m.userid WHERE u.lastname LIKE 'Тестова-%' AND u.suspended = 0"
    f" AND g.idnumber {OURS}"
)
