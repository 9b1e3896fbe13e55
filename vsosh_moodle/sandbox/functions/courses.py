"""core_course_{create,update,delete}_courses."""

from typing import Any

from vsosh_moodle.sandbox.access import COURSE, COURSECAT, Context
from vsosh_moodle.sandbox.call import Call, check_format, warning
from vsosh_moodle.sandbox.faults import Fault, missing_record
from vsosh_moodle.sandbox.functions.course_rules import (
    add_announcements,
    add_section,
    check_dates,
    check_unique,
    delete_course,
    fit_end_date,
    fix_course_order,
    midnight,
)
from vsosh_moodle.sandbox.install import SITE_COURSE_ID
from vsosh_moodle.sandbox.outline import names
from vsosh_moodle.sandbox.params import INSTALLED_LANGS, PHP_SPACE, as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_DAY = 86400
_COURSE_DURATION = 365 * _DAY
_COLUMNS = names(
    "fullname shortname idnumber summary summaryformat format showgrades newsitems startdate"
    " enddate maxbytes showreports visible groupmode groupmodeforce defaultgroupingid"
    " enablecompletion completionnotify lang hiddensections coursedisplay automaticenddate"
)
_OPTION_COLUMNS = {"hiddensections", "coursedisplay", "numsections", "automaticenddate"}
_GUARDED = {
    "fullname": "moodle/course:changefullname",
    "shortname": "moodle/course:changeshortname",
    "idnumber": "moodle/course:changeidnumber",
    "summary": "moodle/course:changesummary",
    "visible": "moodle/course:visibility",
    "lang": "moodle/course:setforcedlanguage",
}


@function("core_course_create_courses")
def create_courses(call: Call, courses: list[Row]) -> list[Row]:
    """All courses or none; shortname and idnumber unique over the site."""
    return [_create(call, course) for course in courses]


def _create(call: Call, course: Row) -> Row:
    context = _category_context(call, course["categoryid"])
    call.require("moodle/course:create", context)
    for name in ("fullname", "shortname"):
        _refuse_blank(course[name], name)
    if "lang" in course and course["lang"] not in INSTALLED_LANGS:
        raise _invalid("lang")
    check_format(course["summaryformat"])
    _apply_options(course)
    check_unique(call, course, 0)
    _default_dates(call, course)
    check_dates(course["startdate"], course["enddate"])
    if course.get("visible") is None or not call.access.can("moodle/course:visibility", context):
        course["visible"] = call.store.value(
            "SELECT visible FROM course_categories WHERE id = ?", course["categoryid"]
        )
    values = {name: course[name] for name in _COLUMNS if course.get(name) is not None}
    courseid = call.store.insert(
        "course",
        {
            **values,
            "category": course["categoryid"],
            "showactivitydates": call.release.shows_activity_dates,
            "showcompletionconditions": 1 if course.get("enablecompletion", 1) else None,
            "visibleold": course["visible"],
            "timecreated": call.now,
            "timemodified": call.now,
            "creatorid": call.user["id"],
        },
    )
    call.contexts.add(COURSE, courseid)
    call.store.insert("enrol", {"enrol": "manual", "courseid": courseid})
    for status, sortorder, method in ((1, 1, "guest"), (1, 2, "self")):
        call.store.insert(
            "enrol",
            {"enrol": method, "courseid": courseid, "status": status, "sortorder": sortorder},
        )
    for number in range((course.get("numsections") or 0) + 1):
        add_section(call.store, courseid, number, call.now)
    if values["newsitems"] and values["format"] != "singleactivity":
        add_announcements(call, courseid)
    fit_end_date(call.store, courseid)
    fix_course_order(call.store, course["categoryid"])
    return {"id": courseid, "shortname": course["shortname"]}


def _category_context(call: Call, categoryid: int) -> Context:
    context = call.contexts.of(COURSECAT, categoryid)
    if context is None:
        raise Fault(
            "errorcatcontextnotvalid",
            f"You cannot execute functions in the category context (category id:{categoryid}).",
        )
    return context


def _default_dates(call: Call, course: Row) -> None:
    dated = call.release.dates_new_courses
    if course.get("startdate") is None:
        course["startdate"] = midnight(call.now) if dated else 0
    if "enddate" not in course:
        course["enddate"] = course["startdate"] + _COURSE_DURATION if dated else 0


def _apply_options(course: Row) -> None:
    for option in course.get("courseformatoptions") or []:
        if option["name"] in _OPTION_COLUMNS:
            course[option["name"]] = as_int(option["value"] or "0")


def _refuse_blank(text: str | None, name: str) -> None:
    if not (text or "").strip(PHP_SPACE):
        raise _invalid(name)


def _invalid(name: str) -> Fault:
    return Fault("errorinvalidparam", f'The param "{name}" is invalid.')


@function("core_course_update_courses")
def update_courses(call: Call, courses: list[Row]) -> Row:
    """Each course on its own: what fails becomes a warning, the others are changed."""
    warnings = []
    for course in courses:
        try:
            with call.store.transaction():
                _update(call, course)
        except Fault as fault:
            warnings.append(warning("course", course["id"], fault.errorcode or "", fault.message))
    return {"warnings": warnings}


def _update(call: Call, course: Row) -> None:
    """Change one course; `numsections` is read and then ignored, as Moodle does."""
    context = call.contexts.of(COURSE, course["id"])
    if context is None:
        raise missing_record("course")
    call.access.enter(context)
    current = call.store.get("course", course["id"])
    call.require("moodle/course:update", context)
    moved = course.get("categoryid") not in {None, 0, current["category"]}
    _check_changes(call, course, current, context)
    if moved:
        call.require("moodle/course:changecategory", context)
    _apply_options(course)
    check_unique(call, course, course["id"])
    check_dates(course.get("startdate"), course.get("enddate"))
    values: dict[str, Any] = {
        name: course[name] for name in _COLUMNS if course.get(name) is not None
    }
    if moved:
        values |= _new_category(call, course, current)
    if course.get("enablecompletion") == 0:
        values["showcompletionconditions"] = None
    call.store.update("course", course["id"], {**values, "timemodified": call.now})
    if moved:
        fix_course_order(call.store, course["categoryid"])
        call.contexts.forget()
    fit_end_date(call.store, course["id"])


def _check_changes(call: Call, course: Row, current: Row, context: Context) -> None:
    for name, capability in _GUARDED.items():
        if course.get(name) is not None and course[name] != current[name]:
            call.require(capability, context)
    for name in ("fullname", "shortname"):
        if name in course and course[name] != current[name]:
            _refuse_blank(course[name], name)
    if course.get("lang") and course["lang"] not in INSTALLED_LANGS:
        raise _invalid("lang")
    if course.get("summaryformat") is not None:
        check_format(course["summaryformat"])
    if course["id"] == SITE_COURSE_ID:
        raise Fault("invalidcourse", "Invalid course")


def _new_category(call: Call, course: Row, current: Row) -> Row:
    category = call.store.row("SELECT * FROM course_categories WHERE id = ?", course["categoryid"])
    if category is None:
        raise missing_record("course_categories")
    values = {"category": category["id"], "sortorder": 0}
    if not category["visible"] and course.get("visible") in {None, current["visible"]}:
        values["visible"] = 0
    return values


@function("core_course_delete_courses")
def delete_courses(call: Call, courseids: list[int]) -> Row:
    """Each course on its own: one that does not exist or may not be deleted becomes a warning."""
    warnings = []
    for courseid in courseids:
        context = call.contexts.of(COURSE, courseid)
        if context is None:
            warnings.append(
                warning(
                    "course", courseid, "unknowncourseidnumber", f"Unknown course ID {courseid}"
                )
            )
            continue
        call.access.enter(context)
        if courseid == SITE_COURSE_ID and call.access.is_admin:
            warnings.append(
                warning("course", courseid, "cannotdeletecategorycourse", "The front page stays")
            )
            continue
        if courseid == SITE_COURSE_ID or not _may_delete(call, context):
            warnings.append(
                warning("course", courseid, "cannotdeletecourse", f"Cannot delete {courseid}")
            )
            continue
        delete_course(call.store, courseid)
        call.contexts.forget()
    return {"warnings": warnings}


def _may_delete(call: Call, context: Context) -> bool:
    """Whether the caller may delete a course: by right, or their own within a day (lib.php)."""
    if call.access.can("moodle/course:delete", context):
        return True
    course = call.store.get("course", context.instanceid)
    own = course["creatorid"] == call.user["id"] and course["timecreated"] > call.now - _DAY
    return own and call.access.can("moodle/course:create", context)
