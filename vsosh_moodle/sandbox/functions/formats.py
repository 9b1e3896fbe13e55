"""Section names, section visibility, adding sections: the course format's own functions."""

import json
from datetime import datetime, timedelta

from vsosh_moodle.sandbox.access import COURSE, Context
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, coding_error, missing_record, no_such_record
from vsosh_moodle.sandbox.formatting import format_string, strip_tags
from vsosh_moodle.sandbox.functions.course_rules import add_section, last_section, local_time
from vsosh_moodle.sandbox.functions.modules import (
    change_modules,
    delete_module,
    is_module_action,
    show_section,
)
from vsosh_moodle.sandbox.outline import names
from vsosh_moodle.sandbox.params import as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_SECTION_ITEMS = {"sectionname", "sectionnamenl"}
_NAME_LENGTH = 255
_MONTHS = names(
    "January February March April May June July August September October November December"
)
_FORMAT_COMPONENTS = {"format_topics": "topics", "format_weeks": "weeks"}


@function("core_update_inplace_editable")
def update_inplace_editable(
    call: Call, component: str, itemtype: str, itemid: str, value: str
) -> Row:
    """Rename a section by token: component `format_topics` or `format_weeks`, `sectionname`.

    Tags are taken out of the name in silence; spaces stay. `core_course` renames an activity.
    """
    if component == "core_course" and itemtype == "activityname":
        return _rename_module(call, as_int(itemid), value)
    courseformat = _FORMAT_COMPONENTS.get(component)
    if courseformat is None and not component.startswith("core_"):
        raise coding_error("Inplace editable callback not found")
    if courseformat is None or itemtype not in _SECTION_ITEMS:
        raise Fault("inplaceeditableerror", "Error calling update processor")
    section = call.store.row(
        "SELECT s.* FROM course_sections s JOIN course c ON c.id = s.course"
        " WHERE s.id = ? AND c.format = ?",
        as_int(itemid),
        courseformat,
    )
    if section is None:
        raise no_such_record()
    call.require("moodle/course:update", _enter(call, section["course"]))
    name = strip_tags(value)
    if len(name) > _NAME_LENGTH:
        raise Fault("maximumchars", f"Maximum of {_NAME_LENGTH} characters")
    call.store.update("course_sections", section["id"], {"name": name, "timemodified": call.now})
    return _editable(call, {**section, "name": name}, component, itemtype)


def _rename_module(call: Call, cmid: int, value: str) -> Row:
    module = call.store.get("course_modules", cmid)
    call.require("moodle/course:manageactivities", _enter(call, module["course"]))
    name = strip_tags(value).strip()
    if len(name) > _NAME_LENGTH:
        raise Fault("maximumchars", f"Maximum of {_NAME_LENGTH} characters")
    if name:
        call.store.update("course_modules", cmid, {"name": name})
    title = format_string(name or module["name"], raw=False)
    return {
        "displayvalue": title,
        "component": "core_course",
        "itemtype": "activityname",
        "value": name or module["name"],
        "itemid": str(cmid),
        "edithint": "Edit title",
        "editlabel": f"New name for activity {title}",
        "editicon": {"key": "t/editstring", "component": "moodle", "title": "Edit title"},
        "type": "text",
        "options": "",
        "linkeverything": 0,
    }


def _editable(call: Call, section: Row, component: str, itemtype: str) -> Row:
    word = call.release.section_word
    course = call.store.get("course", section["course"])
    title = format_string(section_name(call, section, course), raw=False)
    link = f'<a href="{section_url(call, section)}">{title}</a>'
    return {
        "displayvalue": title if itemtype == "sectionnamenl" else link,
        "component": component,
        "itemtype": itemtype,
        "value": section["name"],
        "itemid": str(section["id"]),
        "edithint": f"Edit {word} name",
        "editlabel": f"New name for {word} {title}",
        "editicon": {"key": "t/editstring", "component": "moodle", "title": f"Edit {word} name"},
        "type": "text",
        "options": "",
        "linkeverything": 0,
    }


def section_url(call: Call, section: Row) -> str:
    """Return the address of a section's page."""
    if call.release.has("4.4"):
        return f"{call.wwwroot}/course/section.php?id={section['id']}"
    return f"{call.wwwroot}/course/view.php?id={section['course']}#section-{section['section']}"


def section_name(call: Call, section: Row, course: Row) -> str:
    """Return the stored name, or the default one of the release and format."""
    if section["name"]:
        return str(section["name"])
    number = section["section"]
    if number == 0:
        return "General"
    if course["format"] == "weeks":
        first = local_time(course["startdate"]) + timedelta(weeks=number - 1)
        return f"{_day(first)} - {_day(first + timedelta(days=6))}"
    return call.release.section_name.format(number=number)


def _day(date: datetime) -> str:
    return f"{date.day} {_MONTHS[date.month - 1]}"


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
    show_section(call.store, section, visible=visible, now=call.now)


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
    elif is_module_action(call, action):
        change_modules(call, courseid, action, ids, (targetsectionid, targetcmid))
    else:
        place = "format_topics\\courseformat" if call.release.has("4.5") else "core_courseformat"
        text = f"Invalid course state action {action} in {place}\\stateactions"
        raise Fault(text, f"error/{text}")
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
    for module in call.store.rows("SELECT * FROM course_modules WHERE section = ?", section["id"]):
        delete_module(call.store, module)
    call.store.write(
        "DELETE FROM local_vsosh_item WHERE itemtype = 'section' AND instanceid = ?", section["id"]
    )
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
    fields = {
        "id": str(course["id"]),
        "numsections": len(sections) - 1,
        "sectionlist": [str(section["id"]) for section in sections],
    }
    updates = [{"name": "course", "action": "put", "fields": fields}]
    updates += [
        {"name": "section", "action": "put", "fields": _section_state(call, section, course)}
        for section in sections
    ]
    return json.dumps(updates)


def _section_state(call: Call, section: Row, course: Row) -> Row:
    modules = call.store.column(
        "SELECT id FROM course_modules WHERE section = ? ORDER BY position, id", section["id"]
    )
    return {
        "id": str(section["id"]),
        "section": section["section"],
        "number": section["section"],
        "title": format_string(section_name(call, section, course), raw=False),
        "hassummary": bool(section["summary"]),
        "rawtitle": section["name"],
        "cmlist": [str(ident) for ident in modules],
        "visible": bool(section["visible"]),
        "sectionurl": section_url(call, section),
    }
