"""Section names, section visibility, adding sections: the course format's own functions."""

import json

from vsosh_moodle.sandbox.access import COURSE, Context
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, coding_error, missing_record
from vsosh_moodle.sandbox.functions.course_rules import add_section, last_section
from vsosh_moodle.sandbox.params import as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_SECTION_ITEMS = {"sectionname", "sectionnamenl"}
_FORMAT_COMPONENTS = {"format_topics": "topics", "format_weeks": "weeks"}


@function("core_update_inplace_editable")
def update_inplace_editable(
    call: Call, component: str, itemtype: str, itemid: str, value: str
) -> Row:
    """Rename a section by token: component `format_topics` or `format_weeks`, `sectionname`."""
    courseformat = _FORMAT_COMPONENTS.get(component)
    if courseformat is None or itemtype not in _SECTION_ITEMS:
        raise Fault("inplaceeditableerror", "Error calling update processor")
    section = call.store.row(
        "SELECT s.* FROM course_sections s JOIN course c ON c.id = s.course"
        " WHERE s.id = ? AND c.format = ?",
        as_int(itemid),
        courseformat,
    )
    if section is None:
        raise missing_record("course_sections")
    context = _enter(call, section["course"])
    call.require("moodle/course:update", context)
    name = value.strip() or None
    call.store.update("course_sections", section["id"], {"name": name, "timemodified": call.now})
    shown = call.string(section_name(call, {**section, "name": name}, courseformat))
    title = section_name(call, {**section, "name": name}, courseformat)
    return {
        "displayvalue": shown,
        "component": component,
        "itemtype": itemtype,
        "value": name or "",
        "itemid": str(section["id"]),
        "edithint": "Edit section name",
        "editlabel": f"New name for section {title}",
        "type": "text",
        "options": "",
        "linkeverything": 0,
    }


def section_name(call: Call, section: Row, courseformat: str) -> str:
    """Return the stored name, or the default one of the release and format."""
    if section["name"]:
        return str(section["name"])
    if section["section"] == 0:
        return "General"
    if courseformat == "weeks":
        return f"Week {section['section']}"
    if call.release.numbers_unnamed_sections:
        return f"{call.release.section_name} {section['section']}"
    return call.release.section_name


def _enter(call: Call, courseid: int) -> Context:
    return call.access.enter(call.contexts.of(COURSE, courseid))


@function("core_course_edit_section")
def edit_section(call: Call, action: str, id: int, sectionreturn: int | None) -> str | None:  # noqa: A002
    """Hide, show or highlight a section."""
    _ = sectionreturn
    section = call.store.get("course_sections", id)
    context = _enter(call, section["course"])
    if action in {"setmarker", "removemarker"}:
        call.require("moodle/course:setcurrentsection", context)
        marker = section["section"] if action == "setmarker" else 0
        call.store.update("course", section["course"], {"marker": marker})
        return None
    if action not in {"hide", "show"}:
        raise Fault("sectionactionnotsupported", f"Section action {action} is not supported here")
    call.require("moodle/course:sectionvisibility", context)
    _set_visible(call, section, action == "show")
    return json.dumps({"modules": [], "section_availability": ""})


def _set_visible(call: Call, section: Row, visible: bool) -> None:
    call.store.update(
        "course_sections", section["id"], {"visible": int(visible), "timemodified": call.now}
    )


@function("core_courseformat_update_course")
def update_course(
    call: Call,
    action: str,
    courseid: int,
    ids: list[int],
    targetsectionid: int | None,
    targetcmid: int | None,
) -> str:
    """Change sections: add, delete, hide, show; the answer is a JSON text of what changed."""
    _ = targetcmid
    context = _enter(call, courseid)
    course = call.store.get("course", courseid)
    if action == "section_add":
        call.require("moodle/course:update", context)
        _add_after(call, courseid, targetsectionid)
    elif action in {"section_hide", "section_show"}:
        call.require("moodle/course:sectionvisibility", context)
        for ident in ids:
            _set_visible(call, _section_of(call, courseid, ident), action == "section_show")
    elif action == "section_delete":
        call.require("moodle/course:movesections", context)
        for ident in ids:
            _delete(call, _section_of(call, courseid, ident))
    else:
        raise coding_error(f"Invalid course state action {action}")
    return _updates(call, course)


def _section_of(call: Call, courseid: int, ident: int) -> Row:
    section = call.store.row(
        "SELECT * FROM course_sections WHERE id = ? AND course = ?", ident, courseid
    )
    if section is None:
        raise missing_record("course_sections")
    return section


def _add_after(call: Call, courseid: int, targetsectionid: int | None) -> None:
    number = last_section(call.store, courseid) + 1
    if targetsectionid:
        number = _section_of(call, courseid, targetsectionid)["section"] + 1
        call.store.write(
            "UPDATE course_sections SET section = section + 1 WHERE course = ? AND section >= ?",
            courseid,
            number,
        )
    add_section(call.store, courseid, number, call.now)


def _delete(call: Call, section: Row) -> None:
    if section["section"] == 0:
        return
    call.store.write("DELETE FROM course_modules WHERE section = ?", section["id"])
    call.store.write("DELETE FROM course_sections WHERE id = ?", section["id"])
    call.store.write(
        "UPDATE course_sections SET section = section - 1 WHERE course = ? AND section > ?",
        section["course"],
        section["section"],
    )


def _updates(call: Call, course: Row) -> str:
    sections = call.store.rows(
        "SELECT * FROM course_sections WHERE course = ? ORDER BY section", course["id"]
    )
    updates = [
        {
            "name": "section",
            "action": "put",
            "fields": {
                "id": str(section["id"]),
                "section": section["section"],
                "title": section_name(call, section, course["format"]),
                "visible": bool(section["visible"]),
            },
        }
        for section in sections
    ]
    return json.dumps(updates)
