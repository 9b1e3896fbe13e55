"""What the fields of an activity are in the row of its course module."""

import json
from typing import Any

from vsosh_moodle.sandbox.access import COURSE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.formatting import strip_tags
from vsosh_moodle.sandbox.plugin.activity_kinds import Kind
from vsosh_moodle.sandbox.plugin.completion import TRACKING
from vsosh_moodle.sandbox.plugin.item_fields import GROUP_MODES
from vsosh_moodle.sandbox.store import Row

AFTERWARDS = {"visible", "section", "availability", "grade_category", "weight", "order"}
_LABEL_NAME = 50
_COLUMNS = {
    "name": "name",
    "intro": "intro",
    "show_description": "showdescription",
    "completion_expected": "completionexpected",
}


def check_rights(call: Call, courseid: int, written: dict[str, Any], kind: Kind) -> None:
    """Refuse what Moodle's own code refuses on the way, whatever the plugin allows."""
    context = call.contexts.of(COURSE, courseid) or call.contexts.system
    may_note = call.access.can("moodle/calendar:manageentries", context)
    if kind.name == "forum" and written.get("due") and not may_note:
        # The due date of a forum is an event of the calendar.
        raise Fault("nopermissiontoupdatecalendar", "No permission to update the calendar")


def module_columns(written: dict[str, Any], row: Row, kind: Kind) -> Row:
    """Return the columns for written fields; `row` is the course module as it is."""
    values: Row = {}
    for name, value in written.items():
        if name == "completion":
            values |= _completion_columns(value)
        elif name == "group_mode":
            values["groupmode"] = GROUP_MODES.index(value)
        elif name in _COLUMNS:
            values[_COLUMNS[name]] = value
    own = {name: value for name, value in written.items() if name in kind.own and name != "intro"}
    if own:
        stored = {**json.loads(row["settings"]), **own}
        values["settings"] = json.dumps(stored, ensure_ascii=False)
    if kind.name == "label" and "intro" in values:
        values["name"] = _label_name(values["intro"])
    return values


def _completion_columns(value: dict[str, Any]) -> Row:
    common = {"tracking", "view", "grade", "pass_grade"}
    return {
        "completion": TRACKING.index(value["tracking"]),
        "completionview": int(value.get("view", False)),
        "completiongrade": int(value.get("grade", False)),
        "completionpassgrade": int(value.get("pass_grade", False)),
        "completionrules": json.dumps({k: v for k, v in value.items() if k not in common}),
    }


def _label_name(intro: str) -> str:
    text = " ".join(strip_tags(intro).split())
    return (
        (text[: _LABEL_NAME - 3] + "...") if len(text) > _LABEL_NAME else text or "Text and media"
    )
