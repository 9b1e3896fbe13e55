"""core_course_get_contents: sections and activities of a course."""

from typing import Any

from vsosh_moodle.sandbox.access import MODULE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.formatting import format_string
from vsosh_moodle.sandbox.functions.formats import section_name
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
_PURPOSES = {"quiz": "assessment", "assign": "assessment", "forum": "collaboration"}


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
        grouped.setdefault(row["section"], []).append(_module(call, row))
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
        "component": None,
        "itemid": None,
        "modules": modules,
    }


def _module(call: Call, module: Row) -> Row:
    context = call.contexts.of(MODULE, module["id"])
    name = module["modname"]
    return {
        "id": module["id"],
        "url": f"{call.wwwroot}/mod/{name}/view.php?id={module['id']}",
        "name": call.string(module["name"]),
        "instance": module["instance"],
        "contextid": context.id if context else 0,
        "visible": module["visible"],
        "uservisible": True,
        "visibleoncoursepage": 1,
        "modicon": f"{call.wwwroot}/theme/image.php/boost/{name}/1/monologo",
        "activitybadge": [],
        "modname": name,
        "purpose": _PURPOSES.get(name, "content"),
        "branded": False,
        "modplural": f"{name.capitalize()}s",
        "availability": None,
        "indent": module["indent"],
        "onclick": "",
        "afterlink": None,
        "customdata": _customdata(call, name),
        "noviewlink": False,
        "completion": module["completion"],
        "downloadcontent": 1,
        "dates": [],
        "groupmode": 0,
    }


def _customdata(call: Call, modname: str) -> str:
    return '{"trackingtype":"1"}' if modname == "forum" and call.release.has("4.5") else '""'
