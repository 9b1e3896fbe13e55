"""local_vsosh_get_progress: what people have done in courses, as tables."""

import json

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.outline import names
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.documents import parse_list, parse_options, strings
from vsosh_moodle.sandbox.plugin.fields import is_whole
from vsosh_moodle.sandbox.plugin.live_course import DEFAULT_PREFIX
from vsosh_moodle.sandbox.plugin.paging import Part, read_pages, wanted_parts
from vsosh_moodle.sandbox.plugin.rights import courses_by_keys, may_in_course
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_COURSES = "(SELECT value FROM json_each(:courses))"
_USERS = "(SELECT id FROM user WHERE deleted = 0 AND idnumber >= :prefix AND idnumber < :behind)"
_KEY = (
    "CASE WHEN substr(cm.idnumber, 1, length(:prefix)) = :prefix"
    " THEN substr(cm.idnumber, length(:prefix) + 1)"
    f" WHEN substr(cm.idnumber, 1, {len(DEFAULT_PREFIX)}) = '{DEFAULT_PREFIX}'"
    f" THEN substr(cm.idnumber, {len(DEFAULT_PREFIX) + 1}) ELSE '' END"
)
_MOST = (
    "CASE WHEN cm.modname IN ('assign', 'forum', 'h5pactivity', 'lesson', 'quiz')"
    " AND json_extract(cm.settings, '$.grade') > 0 THEN json_extract(cm.settings, '$.grade') END"
)
_DUE = (
    "coalesce(nullif(json_extract(cm.settings, CASE WHEN cm.modname IN ('assign', 'forum')"
    " THEN '$.due' ELSE '$.close' END), 0), cm.completionexpected)"
)
_ACTIVE = (
    "(ue.status = 0 AND e.status = 0 AND ue.timestart <= :now"
    " AND (ue.timeend = 0 OR ue.timeend > :now))"
)
# Contexts above a course are few here: its category's parents, and the site.
_TEACHES = (
    "EXISTS (SELECT 1 FROM role_assignments ra JOIN role_capabilities rc ON rc.roleid = ra.roleid"
    " AND rc.capability IN ('mod/assign:grade', 'moodle/course:manageactivities')"
    " JOIN contexts x ON x.id = ra.contextid WHERE ra.userid = ue.userid AND ("
    " (x.contextlevel = 50 AND x.instanceid = e.courseid) OR x.contextlevel = 10"
    " OR (x.contextlevel = 40 AND (SELECT cc.path || '/' FROM course c"
    " JOIN course_categories cc ON cc.id = c.category WHERE c.id = e.courseid)"
    " LIKE '%/' || x.instanceid || '/%')))"
)
PARTS = {
    "people": Part(
        names("user key first_access last_access suspended"),
        "u.id",
        "SELECT u.id, u.id, u.idnumber, u.firstaccess, u.lastaccess, u.suspended FROM user u"  # noqa: S608
        f" WHERE u.id IN {_USERS} AND u.id IN (SELECT ue.userid FROM user_enrolments ue"
        f" JOIN enrol e ON e.id = ue.enrolid WHERE e.courseid IN {_COURSES})",
    ),
    "activities": Part(
        names(
            "activity course key module name section completion grade_max grade_pass visible added due"
        ),
        "cm.id",
        f"SELECT cm.id, cm.id, cm.course, {_KEY}, cm.modname, cm.name, s.section, cm.completion,"  # noqa: S608
        f" {_MOST}, CASE WHEN {_MOST} IS NOT NULL"
        " THEN coalesce(json_extract(cm.settings, '$.pass_grade'), 0) END,"
        f" cm.visible, cm.added, {_DUE}"
        " FROM course_modules cm JOIN course_sections s ON s.id = cm.section"
        f" WHERE cm.course IN {_COURSES}",
    ),
    "courses": Part(
        names("course key title visible completion"),
        "id",
        "SELECT id, id, idnumber, fullname, visible, enablecompletion FROM course"  # noqa: S608
        f" WHERE id IN {_COURSES}",
    ),
    "completion": Part(
        names("activity user state time"),
        "c.id",
        "SELECT c.id, c.coursemoduleid, c.userid, min(c.completionstate, 3), c.timemodified"  # noqa: S608
        " FROM course_modules_completion c JOIN course_modules cm ON cm.id = c.coursemoduleid"
        f" WHERE cm.course IN {_COURSES} AND c.userid IN {_USERS}"
        " AND (:since = 0 OR c.timemodified > :since)",
    ),
    "course_completion": Part(
        names("course user started completed"),
        "id",
        "SELECT id, course, userid, timestarted, coalesce(timecompleted, 0) FROM course_completions"  # noqa: S608
        f" WHERE course IN {_COURSES} AND userid IN {_USERS}"
        " AND (:since = 0 OR timestarted > :since OR timecompleted > 0)",
    ),
    "grades": Part(
        names("activity course user grade raw has_feedback time grade_max"),
        "g.id",
        "SELECT g.id, g.cmid, g.courseid, g.userid, g.finalgrade, g.rawgrade,"  # noqa: S608
        " g.feedback IS NOT NULL AND g.feedback <> '', g.timemodified,"
        f" CASE WHEN g.cmid = 0 THEN g.rawgrademax ELSE {_MOST} END"
        " FROM grade_grades g LEFT JOIN course_modules cm ON cm.id = g.cmid"
        f" WHERE g.courseid IN {_COURSES} AND g.userid IN {_USERS}"
        # The gradebook keeps empty rows of what nobody graded.
        " AND (g.finalgrade IS NOT NULL OR g.rawgrade IS NOT NULL OR g.feedback IS NOT NULL"
        " OR g.timemodified > 0) AND (:since = 0 OR g.timemodified > :since)",
    ),
    "access": Part(
        names("course user time"),
        "id",
        "SELECT id, courseid, userid, timeaccess FROM user_lastaccess"  # noqa: S608
        f" WHERE courseid IN {_COURSES} AND userid IN {_USERS}"
        " AND (:since = 0 OR timeaccess > :since)",
    ),
    "submissions": Part(
        names("activity user status time attempt"),
        "s.id",
        "SELECT s.id, s.cmid, s.userid, s.status, s.timemodified, s.attemptnumber"  # noqa: S608
        " FROM assign_submission s JOIN course_modules cm ON cm.id = s.cmid"
        f" WHERE cm.course IN {_COURSES} AND s.userid IN {_USERS}"
        " AND s.attemptnumber = (SELECT max(l.attemptnumber) FROM assign_submission l"
        " WHERE l.cmid = s.cmid AND l.userid = s.userid)"
        " AND (:since = 0 OR s.timemodified > :since)",
    ),
    "attempts": Part(
        names("activity user attempt state started finished grade"),
        "qa.id",
        "SELECT qa.id, qa.cmid, qa.userid, qa.attempt, qa.state, qa.timestart, qa.timefinish,"  # noqa: S608
        " round(qa.fraction, 5) FROM quiz_attempts qa JOIN course_modules cm ON cm.id = qa.cmid"
        f" WHERE qa.preview = 0 AND cm.course IN {_COURSES} AND qa.userid IN {_USERS}"
        " AND (:since = 0 OR qa.timemodified > :since)",
    ),
    "enrolments": Part(
        names("course user teaches active start end"),
        "ue.id",
        f"SELECT ue.id, e.courseid, ue.userid, {_TEACHES}, {_ACTIVE}, ue.timestart, ue.timeend"  # noqa: S608
        " FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid"
        f" WHERE e.courseid IN {_COURSES} AND ue.userid IN {_USERS}"
        " AND ue.id = (SELECT o.id FROM user_enrolments o JOIN enrol i ON i.id = o.enrolid"
        " WHERE o.userid = ue.userid AND i.courseid = e.courseid ORDER BY"
        f" {_ACTIVE.replace('ue.', 'o.').replace('e.status', 'i.status')} DESC, o.id LIMIT 1)",
    ),
    "posts": Part(
        names("post activity user time"),
        "p.id",
        "SELECT p.id, p.id, p.cmid, p.userid, p.created FROM forum_posts p"  # noqa: S608
        " JOIN course_modules cm ON cm.id = p.cmid"
        f" WHERE p.deleted = 0 AND cm.course IN {_COURSES} AND p.userid IN {_USERS}"
        " AND (:since = 0 OR p.modified > :since)",
    ),
}


@function("local_vsosh_get_progress")
def get_progress(call: Call, courses: str, options: str, after: str, limit: int) -> Row:
    """Tell enrolments, completion, grades, submissions, attempts and posts of ours in these courses."""
    keys = strings(parse_list(courses))
    most.check(len(keys), most.COURSES)
    given = parse_options(options, ("parts", "since", "prefix"))
    prefix, since = given.get("prefix", DEFAULT_PREFIX), given.get("since", 0)
    if not isinstance(prefix, str) or not prefix or not is_whole(since) or since < 0:
        raise invalid_parameter("options")
    wanted = wanted_parts(PARTS, strings(given.get("parts", [])))
    found = courses_by_keys(call, keys)
    readable, denied = [], []
    for key in dict.fromkeys(keys):
        course = found.get(key)
        if course is not None and may_in_course(call, course, "local/vsosh:readprogress"):
            readable.append(course["id"])
        else:
            denied.append(key)
    params = {
        "courses": json.dumps(readable),
        "prefix": prefix,
        "behind": prefix + "\U0010ffff",
        "since": since,
        "now": call.now,
    }
    parts, following = read_pages(call.store, PARTS, wanted, params, (after, limit))
    return {"parts": parts, "next": following, "time": call.now, "denied": denied}
