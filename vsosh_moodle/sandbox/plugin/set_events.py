"""local_vsosh_set_events: events of courses in the calendar, by key, three ways."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.install import SITE_COURSE_ID
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.canonical import same
from vsosh_moodle.sandbox.plugin.documents import Problem, as_list, as_object, parse_object, strings
from vsosh_moodle.sandbox.plugin.events import ITEM, columns_of, is_site, read_events, stored_key
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.plugin.memory import Memory
from vsosh_moodle.sandbox.plugin.rights import courses_by_keys, may_in_course
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_KEY = re.compile(r"[a-z0-9-]{1,60}")
_TAG = re.compile(r"<[a-zA-Z/!?]")
_NEEDED = ("name", "start")
_LONGEST_NAME = 255
_LONGEST_MINUTES = 525_600
_LAST_MOMENT = 2**31 - 1


@function("local_vsosh_set_events")
def set_events(call: Call, document: str) -> Row:
    """Set the events of each course: all of them, or none when something is wrong."""
    given = parse_object(document)
    listed = as_list(given.get("courses"))
    if listed is None or given.keys() - {"courses", "overwrite"}:
        raise invalid_parameter("courses is a list, overwrite a list of texts")
    overwrite = strings(given.get("overwrite", []))
    courses = [_course(one) for one in listed]
    most.check(len(courses), most.COURSES)
    most.check_lists(courses, ("events", "remove"), most.ITEMS)
    found = courses_by_keys(call, [one["course"] for one in courses])
    seen: set[str] = set()
    answers = []
    for one in courses:
        key = one["course"]
        course = call.store.get("course", SITE_COURSE_ID) if is_site(key) else found.get(key)
        answers.append(_set(call, one, course, overwrite, twice=key in seen))
        seen.add(key)
    return {"courses": answers}


def _course(value: Any) -> dict[str, Any]:
    one = as_object(value)
    if one is None or one.keys() - {"course", "events", "remove"}:
        raise invalid_parameter("a course has course, events and remove")
    events, remove = as_list(one.get("events", [])), strings(one.get("remove", []))
    if not isinstance(one.get("course"), str) or events is None:
        raise invalid_parameter("a course has course, events and remove")
    return {"course": one["course"], "events": events, "remove": remove}


def _set(
    call: Call, one: dict[str, Any], course: Row | None, overwrite: list[str], *, twice: bool
) -> Row:
    key = one["course"]
    problems = []
    if twice:
        problems.append(Problem("key-twice", "the course is twice", key, "course"))
    if course is None:
        problems.append(Problem("course-missing", "no course has this key", key, "course"))
    elif not _may(call, course):
        problems.append(Problem("denied", "local/vsosh:managecontent", key, "course"))
    answer: Row = {"course": key, "id": course["id"] if course else 0, "status": "error"}
    answer |= {"items": [], "errors": [problem.row() for problem in problems]}
    if course is None or problems:
        return answer
    place = key if is_site(key) else ""
    live = read_events(call.store, course["id"], place)
    problems = list(_problems(key, one["events"], live))
    if problems:
        return {**answer, "errors": [problem.row() for problem in problems]}
    with call.store.transaction():
        items = []
        for event in one["events"]:
            forced = bool({"all", f"{key}/{ITEM}:{event['key']}"} & set(overwrite))
            fields = as_object(event["fields"]) or {}
            item = live.get(event["key"])
            items.append(_put(call, course["id"], place, event["key"], fields, item, forced=forced))
        for name in one["remove"]:
            forced = bool({"all", f"{key}/{ITEM}:{name}"} & set(overwrite))
            items.append(_remove(call, name, live.pop(name, None), forced=forced))
    changed = {item["status"] for item in items} - {"unchanged", "kept"}
    return {**answer, "status": "ok" if changed else "unchanged", "items": items}


def _problems(course: str, events: list[Any], live: dict[str, LiveItem]) -> Iterator[Problem]:
    seen: set[str] = set()
    for value in events:
        one = as_object(value)
        fields = as_object(one.get("fields")) if one is not None else None
        key = one["key"] if one is not None and isinstance(one.get("key"), str) else ""
        if one is None or fields is None or one.keys() - {"key", "fields"}:
            yield Problem("bad-document", "an event has key and fields", course, ITEM, key)
            continue
        if not _KEY.fullmatch(key):
            yield Problem("key-invalid", "1 to 60 of a-z, 0-9 and -", course, ITEM, key)
        if key in seen:
            yield Problem("key-twice", "the event is twice", course, ITEM, key)
        seen.add(key)
        for name, code, detail in _field_faults(fields, is_new=key not in live):
            yield Problem(code, detail, course, ITEM, key, name)


def _field_faults(fields: dict[str, Any], *, is_new: bool) -> Iterator[tuple[str, str, str]]:
    for name, content in fields.items():
        if name not in _CHECKS:
            yield name, "field-unknown", "no such field"
        elif not _CHECKS[name](content):
            yield name, "field-invalid", "not taken"
    for name in _NEEDED if is_new else ():
        if name not in fields:
            yield name, "field-missing", "is needed"


def _is_name(value: Any) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= _LONGEST_NAME
        and value == value.strip()
        and not _TAG.search(value)
    )


def _is_whole(value: Any, first: int, last: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and first <= value <= last


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "name": _is_name,
    "start": lambda value: _is_whole(value, 1, _LAST_MOMENT),
    "minutes": lambda value: _is_whole(value, 0, _LONGEST_MINUTES),
    "description": lambda value: isinstance(value, str),
}


def _may(call: Call, course: Row) -> bool:
    if course["id"] == SITE_COURSE_ID:
        return call.access.can("local/vsosh:managecontent", call.contexts.system)
    return may_in_course(call, course, "local/vsosh:managecontent")


def _put(
    call: Call, courseid: int, place: str, key: str, fields: dict[str, Any], item: LiveItem | None,
    *, forced: bool,
) -> Row:  # fmt: skip
    store, stored = call.store, stored_key(place, key)
    if item is None or item.memory is None:
        values = {"courseid": courseid, "userid": call.user["id"], **columns_of(fields)}
        ident = store.insert("event", {**values, "timemodified": call.now})
        stale = store.row(
            "SELECT id FROM local_vsosh_item WHERE courseid = ? AND itemtype = ? AND itemkey = ?",
            courseid,
            ITEM,
            stored,
        )
        memory = Memory(id=stale["id"] if stale is not None else 0)
        for name, value in fields.items():
            memory.remember(name, value, value)
        memory.save(store, (courseid, ITEM, stored, ""), ident, call.now)
        return _row(key, "created", ident, list(fields), [])
    write: dict[str, Any] = {}
    kept = []
    for name, value in fields.items():
        now = item.fields[name]
        applied = item.memory.applied
        if same(now, value):
            item.memory.remember(name, now, value)
        elif forced or name not in applied or same(applied[name], now):
            write[name] = value
            item.memory.remember(name, value, value)
        else:
            kept.append(name)
    if write:
        store.update("event", item.id, {**columns_of(write), "timemodified": call.now})
    item.memory.save(store, (courseid, ITEM, stored, ""), item.id, call.now)
    status = "updated" if write else "kept" if kept else "unchanged"
    return _row(key, status, item.id, list(write), kept)


def _remove(call: Call, key: str, item: LiveItem | None, *, forced: bool) -> Row:
    if item is None or item.memory is None:
        return _row(key, "unchanged", 0, [], [])
    edited = list(item.edited())
    if edited and not forced:
        return _row(key, "kept", item.id, [], edited)
    call.store.write("DELETE FROM event WHERE id = ?", item.id)
    call.store.write("DELETE FROM local_vsosh_item WHERE id = ?", item.memory.id)
    return _row(key, "removed", 0, [], [])


def _row(key: str, status: str, ident: int, fields: list[str], kept: list[str]) -> Row:
    return {
        "type": ITEM, "key": key, "status": status, "id": ident, "fields": fields, "kept": kept,
    }  # fmt: skip
