"""core_course_get_courses, core_course_get_courses_by_field, core_course_search_courses."""

from typing import Any

from vsosh_moodle.sandbox.access import COURSE, Context, is_enrolled
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter
from vsosh_moodle.sandbox.formatting import fullname
from vsosh_moodle.sandbox.functions.course_rules import format_options, last_section
from vsosh_moodle.sandbox.install import SITE_COURSE_ID
from vsosh_moodle.sandbox.outline import names
from vsosh_moodle.sandbox.params import as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_PUBLIC = names(
    "format showgrades newsitems startdate enddate maxbytes showreports visible groupmode"
    " groupmodeforce defaultgroupingid enablecompletion completionnotify lang theme marker"
)
_FOR_MANAGERS = names(
    "idnumber showgrades showreports newsitems visible maxbytes groupmode groupmodeforce"
    " defaultgroupingid lang timecreated timemodified enablecompletion completionnotify"
)
_FILTERS = ("displayh5p", "activitynames", "mathjaxloader", "emoticon", "urltolink", "mediaplugin")


@function("core_course_get_courses")
def get_courses(call: Call, options: Row) -> list[Row]:
    """Courses by id, or every course of the site with the front page first."""
    ids = options.get("ids")
    if ids:
        courses = call.store.rows_in("SELECT * FROM course WHERE id", list(dict.fromkeys(ids)))
        courses.sort(key=lambda course: course["id"])
    else:
        courses = call.store.rows("SELECT * FROM course ORDER BY id")
    result = []
    for course in courses:
        context = call.course_context(course["id"])
        if course["id"] != SITE_COURSE_ID:
            call.require("moodle/course:view", context)
        admin = call.access.can("moodle/course:update", context)
        hidden = call.access.can("moodle/course:viewhiddencourses", context)
        if admin or course["visible"] or hidden:
            result.append(_listed(call, course, admin=admin))
    return result


def _listed(call: Call, course: Row, *, admin: bool) -> Row:
    summary, summaryformat = call.text(course["summary"], course["summaryformat"])
    shown: dict[str, Any] = {
        "id": course["id"],
        "fullname": call.string(course["fullname"]),
        "shortname": call.string(course["shortname"]),
        "displayname": call.string(course["fullname"]),
        "categoryid": course["category"],
        "summary": summary,
        "summaryformat": summaryformat,
    }
    for name in ("format", "startdate", "enddate", "showactivitydates"):
        shown[name] = course[name]
    shown["showcompletionconditions"] = course["showcompletionconditions"]
    if admin:
        shown["categorysortorder"] = course["sortorder"]
        for name in _FOR_MANAGERS:
            shown[name] = course[name]
        shown["forcetheme"] = course["theme"]
        shown["numsections"] = (
            last_section(call.store, course["id"]) if course["format"] != "site" else 1
        )
        shown["courseformatoptions"] = format_options(course)
        if course["format"] not in {"site", "singleactivity"}:
            shown["hiddensections"] = course["hiddensections"]
    return shown


@function("core_course_get_courses_by_field")
def get_courses_by_field(call: Call, field: str, value: str) -> Row:
    """Courses by id, ids, shortname, idnumber, category or section; all of them without a field."""
    courses = [
        course
        for course in _find(call, field, value)
        if course["visible"] or _sees_hidden(call, _context(call, course["id"]))
    ]
    return {"courses": [_with_fields(call, course) for course in courses], "warnings": []}


def _find(call: Call, field: str, value: str) -> list[Row]:
    if not field:
        return call.store.rows("SELECT * FROM course ORDER BY id")
    if field == "ids":
        ids = [as_int(part) for part in value.split(",")]
        found = {row["id"]: row for row in call.store.rows_in("SELECT * FROM course WHERE id", ids)}
        if any(ident not in found for ident in ids):
            raise Fault(None, 'Attempt to assign property "contextvalidated" on null', "Error")
        return [found[ident] for ident in dict.fromkeys(ids)]
    if field == "sectionid":
        course = call.store.value("SELECT course FROM course_sections WHERE id = ?", as_int(value))
        return call.store.rows("SELECT * FROM course WHERE id = ?", course)
    if field in {"id", "category"}:
        return call.store.rows(
            f"SELECT * FROM course WHERE {field} = ? ORDER BY id",  # noqa: S608
            as_int(value),
        )
    if field in {"shortname", "idnumber"}:
        return call.store.rows(
            f"SELECT * FROM course WHERE {field} = ? ORDER BY id",  # noqa: S608
            value,
        )
    raise invalid_parameter("field")


def _sees_hidden(call: Call, context: Context) -> bool:
    return call.access.can("moodle/course:viewhiddencourses", context) or call.access.can(
        "moodle/course:update", context
    )


def _with_fields(call: Call, course: Row) -> Row:
    shown = public_information(call, course)
    context = _context(call, course["id"])
    try:
        call.access.enter(context)
    except Fault:
        return shown
    for name in _PUBLIC:
        shown[name] = course[name]
    shown["filters"] = [{"filter": name, "localstate": 0, "inheritedstate": 1} for name in _FILTERS]
    if call.access.can("moodle/course:update", context):
        for name in ("idnumber", "timecreated", "timemodified"):
            shown[name] = course[name]
        shown |= {"legacyfiles": 0, "calendartype": "", "requested": 0}
        shown["cacherev"] = course["timemodified"]
    if course["format"] != "site":
        shown["courseformatoptions"] = format_options(course)
        if call.release.indents and course["format"] != "singleactivity":
            shown["courseformatoptions"].append({"name": "indentation", "value": "1"})
    return shown


def public_information(call: Call, course: Row) -> Row:
    """Return what anyone may know of a course (get_course_public_information)."""
    summary, summaryformat = call.text(course["summary"], course["summaryformat"])
    category = call.store.value(
        "SELECT name FROM course_categories WHERE id = ?", course["category"]
    )
    shown = {
        "id": course["id"],
        "fullname": call.string(course["fullname"]),
        "displayname": call.string(course["fullname"]),
        "shortname": call.string(course["shortname"]),
        "categoryid": course["category"],
        "categoryname": call.string(category),
        "summary": summary,
        "summaryformat": summaryformat,
        "summaryfiles": [],
        "overviewfiles": [],
        "contacts": _contacts(call, course["id"]),
        "enrollmentmethods": call.store.column(
            "SELECT enrol FROM enrol WHERE courseid = ? AND status = 0 ORDER BY sortorder, id",
            course["id"],
        ),
        "sortorder": course["sortorder"],
        "showactivitydates": course["showactivitydates"],
        "showcompletionconditions": course["showcompletionconditions"],
    }
    if call.release.has("4.5"):
        shown["courseimage"] = (
            f"{call.wwwroot}/pluginfile.php/{_context(call, course['id']).id}/course/generated/course.svg"
        )
    return shown


def _contacts(call: Call, courseid: int) -> list[Row]:
    rows = call.store.rows(
        "SELECT u.id, u.firstname, u.lastname FROM role_assignments ra"
        " JOIN role r ON r.id = ra.roleid AND r.shortname = 'editingteacher'"
        " JOIN user u ON u.id = ra.userid AND u.deleted = 0"
        " WHERE ra.contextid = ? ORDER BY u.lastname, u.firstname",
        _context(call, courseid).id,
    )
    return [
        {"id": row["id"], "fullname": fullname(row)}
        for row in rows
        if is_enrolled(call.store, courseid, row["id"], only_active=True)
    ]


def _context(call: Call, courseid: int) -> Context:
    return call.contexts.of(COURSE, courseid) or call.contexts.system


@function("core_course_search_courses")
def search_courses(  # noqa: PLR0913  the function's own parameters
    call: Call,
    *,
    criterianame: str,
    criteriavalue: str,
    page: int,
    perpage: int,
    requiredcapabilities: list[str],
    limittoenrolled: bool,
    onlywithcompletion: bool,
) -> Row:
    """Courses whose names, idnumber or summary hold every word (the `search` criterion only)."""
    if criterianame not in {"search", "modulelist", "blocklist", "tagid"}:
        raise invalid_parameter("criterianame")
    found = []
    if criterianame == "search":
        words = criteriavalue.casefold().split()
        found = [
            course
            for course in call.store.rows("SELECT * FROM course WHERE id <> 1 ORDER BY sortorder")
            if all(word in _searched_text(course) for word in words)
            and (not onlywithcompletion or course["enablecompletion"])
            and (not limittoenrolled or is_enrolled(call.store, course["id"], call.user["id"]))
            and _may_find(call, course, requiredcapabilities)
        ]
    total = len(found)
    if perpage:
        found = found[page * perpage : (page + 1) * perpage]
    courses = [public_information(call, course) for course in found]
    return {"total": total, "courses": courses, "warnings": []}


def _searched_text(course: Row) -> str:
    names = ("fullname", "shortname", "idnumber", "summary")
    return " ".join(course[name] or "" for name in names).casefold()


def _may_find(call: Call, course: Row, capabilities: list[str]) -> bool:
    context = _context(call, course["id"])
    if not course["visible"] and not _sees_hidden(call, context):
        return False
    return all(call.access.can(capability, context) for capability in capabilities)
