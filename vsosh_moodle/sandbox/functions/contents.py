"""core_course_get_contents: sections and activities of a course."""

import json
from typing import Any

from vsosh_moodle.sandbox.access import MODULE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.formatting import FORMAT_HTML, format_string
from vsosh_moodle.sandbox.functions.formats import section_name
from vsosh_moodle.sandbox.functions.module_files import contents_info, module_contents
from vsosh_moodle.sandbox.module_access import is_listed, is_there
from vsosh_moodle.sandbox.params import as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_KNOWN = {
    "excludemodules",
    "excludecontents",
    "includestealthmodules",
    "sectionid",
    "sectionnumber",
    "cmid",
    "modname",
    "modid",
}
_BOOLEAN = {"excludemodules", "excludecontents", "includestealthmodules"}
_PURPOSES = {
    "quiz": "assessment",
    "assign": "assessment",
    "forum": "collaboration",
    "choice": "communication",
    "feedback": "communication",
    "lesson": "interactivecontent",
    "h5pactivity": "interactivecontent",
}
_PLURALS = {
    "label": "Text and media areas",
    "quiz": "Quizzes",
    "assign": "Assignments",
    "feedback": "Feedback",
    "resource": "Files",
    "url": "URLs",
    "h5pactivity": "H5P",
}
# What a module calls the dates of its settings (mod/*/classes/dates.php).
_DATES = (("open", "Opened:"), ("close", "Closed:"), ("due", "Due:"))
_DATE_NAMES = {
    ("assign", "open"): "allowsubmissionsfromdate",
    ("lesson", "open"): "available",
    ("lesson", "close"): "deadline",
    "open": "timeopen",
    "close": "timeclose",
    "due": "duedate",
}


@function("core_course_get_contents")
def get_contents(call: Call, courseid: int, options: list[Row]) -> list[Row]:
    """Sections with their activities; an unknown option name is an error here."""
    filters = _parse_options(options)
    course = call.store.get("course", courseid)
    context = call.course_context(courseid)
    can_update = call.access.can("moodle/course:update", context)
    if not can_update and not course["visible"]:
        call.require("moodle/course:viewhiddencourses", context)
    modules = _modules_by_section(call, courseid, filters)
    shown = []
    for section in call.store.rows(
        "SELECT * FROM course_sections WHERE course = ? ORDER BY section", courseid
    ):
        if not _wanted(section, filters):
            continue
        if not section["visible"] and not can_update:
            continue
        inside = [] if filters.get("excludemodules") else modules.get(section["id"], [])
        if {"cmid", "modname", "modid"} & filters.keys() and not inside:
            continue
        shown.append(_section(call, section, course, inside))
    return shown


def _parse_options(options: list[Row]) -> dict[str, Any]:
    filters: dict[str, Any] = {}
    for option in options:
        name = option["name"].strip()
        if name not in _KNOWN:
            raise Fault("errorinvalidparam", f'The param "{name}" is invalid.')
        value = option["value"] or ""
        if name in _BOOLEAN:
            filters[name] = value not in {"", "0"}
        else:
            filters[name] = value if name == "modname" else as_int(value)
    return filters


def _wanted(section: Row, filters: dict[str, Any]) -> bool:
    if "sectionid" in filters and section["id"] != filters["sectionid"]:
        return False
    return "sectionnumber" not in filters or section["section"] == filters["sectionnumber"]


def _modules_by_section(call: Call, courseid: int, filters: dict[str, Any]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in call.store.rows(
        "SELECT * FROM course_modules WHERE course = ? ORDER BY section, position, id", courseid
    ):
        if "cmid" in filters and row["id"] != filters["cmid"]:
            continue
        if "modname" in filters and row["modname"] != filters["modname"]:
            continue
        if "modid" in filters and row["instance"] != filters["modid"]:
            continue
        if not is_listed(call, row):
            continue
        shown = _module(call, row)
        contents = module_contents(call, row, shown["contextid"])
        if contents and not filters.get("excludecontents"):
            shown |= {"contents": contents, "contentsinfo": contents_info(contents, row)}
        grouped.setdefault(row["section"], []).append(shown)
    return grouped


def _section(call: Call, section: Row, course: Row, modules: list[Row]) -> Row:
    summary, summaryformat = call.text(section["summary"], section["summaryformat"])
    return {
        "id": section["id"],
        # get_section_name() has escaped it already: moodlewssettingraw comes too late.
        "name": format_string(section_name(call, section, course), raw=False),
        "visible": section["visible"],
        "summary": summary,
        "summaryformat": summaryformat,
        "section": section["section"],
        "hiddenbynumsections": 0,
        "uservisible": True,
        "component": section["component"],
        "itemid": section["itemid"],
        "modules": modules,
    }


def _module(call: Call, module: Row) -> Row:
    context = call.contexts.of(MODULE, module["id"])
    name = module["modname"]
    shown = {
        "id": module["id"],
        "url": f"{call.wwwroot}/mod/{name}/view.php?id={module['id']}",
        "name": call.string(module["name"]),
        "instance": module["instance"],
        "contextid": context.id if context else 0,
        "visible": module["visible"],
        "uservisible": is_there(call, module),
        "visibleoncoursepage": 1,
        "modicon": f"{call.wwwroot}/theme/image.php/boost/{name}/1/monologo",
        "modname": name,
        "purpose": _PURPOSES.get(name, "content"),
        "branded": False,
        "modplural": _PLURALS.get(name, f"{name.capitalize()}s"),
        "availability": module["availability"],
        "indent": module["indent"],
        "onclick": "",
        "afterlink": None,
        "customdata": _customdata(call, name),
        "noviewlink": name == "label",
        "completion": module["completion"],
        "downloadcontent": 1,
        "dates": _dates(name, json.loads(module["settings"])),
        "groupmode": module["groupmode"],
    }
    if name == "label":
        del shown["url"]
    elif name == "forum":
        shown["activitybadge"] = []
    if module["intro"] and (module["showdescription"] or name == "label"):
        shown["description"] = call.text(module["intro"], FORMAT_HTML)[0]
    if module["completion"]:
        shown["completiondata"] = _completion(call, module)
    return shown


def _dates(modname: str, settings: Row) -> list[Row]:
    return [
        {
            "label": label,
            "timestamp": settings[name],
            "dataid": _DATE_NAMES.get((modname, name)) or _DATE_NAMES[name],
        }
        for name, label in _DATES
        if settings.get(name)
    ]


def _completion(call: Call, module: Row) -> Row:
    done = call.store.row(
        "SELECT * FROM course_modules_completion WHERE coursemoduleid = ? AND userid = ?",
        module["id"],
        call.user["id"],
    )
    state = done["completionstate"] if done else 0
    return {
        "state": state,
        "timecompleted": done["timemodified"] if done else 0,
        "overrideby": None,
        "valueused": False,
        "hascompletion": True,
        "isautomatic": module["completion"] == 2,
        "istrackeduser": False,
        "uservisible": True,
        "details": [],
        "isoverallcomplete": state in {1, 2},
    }


def _customdata(call: Call, modname: str) -> str:
    return '{"trackingtype":"1"}' if modname == "forum" and call.release.has("4.5") else '""'
