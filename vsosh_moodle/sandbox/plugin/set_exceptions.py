"""local_vsosh_set_exceptions: terms of single pupils in quizzes and assignments, three ways."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from vsosh_moodle.sandbox.access import MODULE, is_enrolled
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.canonical import same
from vsosh_moodle.sandbox.plugin.documents import Problem, as_list, as_object, parse_object, strings
from vsosh_moodle.sandbox.plugin.exceptions import ITEM, find_user, read_exceptions
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.plugin.memory import Memory
from vsosh_moodle.sandbox.plugin.pupil_terms import (
    NAMES,
    RIGHTS,
    read_terms,
    remove_terms,
    write_terms,
)
from vsosh_moodle.sandbox.plugin.rights import courses_by_keys, may_in_course
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_KEY = re.compile(r"([a-z0-9-]{1,60})/(\S{1,39})")
_MOST = {"due": 2**31 - 1, "minutes": 1440, "attempts": 10}


class _Whose(NamedTuple):
    """The activity and the pupil of a key, or the code of what is wrong."""

    module: Row
    userid: int
    fault: str = ""
    detail: str = ""


@function("local_vsosh_set_exceptions")
def set_exceptions(call: Call, document: str) -> Row:
    """Set the exceptions of each course: all of them, or none when something is wrong."""
    given = parse_object(document)
    listed = as_list(given.get("courses"))
    if listed is None or given.keys() - {"courses", "overwrite"}:
        raise invalid_parameter("courses is a list, overwrite a list of texts")
    overwrite = strings(given.get("overwrite", []))
    courses = [_course(one) for one in listed]
    most.check(len(courses), most.COURSES)
    most.check_lists(courses, ("exceptions", "remove"), most.ITEMS)
    found = courses_by_keys(call, [one["course"] for one in courses])
    seen: set[str] = set()
    answers = []
    for one in courses:
        key = one["course"]
        answers.append(_set(call, one, found.get(key), overwrite, twice=key in seen))
        seen.add(key)
    return {"courses": answers}


def _course(value: Any) -> dict[str, Any]:
    one = as_object(value)
    if one is None or one.keys() - {"course", "exceptions", "remove"}:
        raise invalid_parameter("a course has course, exceptions and remove")
    listed, remove = as_list(one.get("exceptions", [])), strings(one.get("remove", []))
    if not isinstance(one.get("course"), str) or listed is None:
        raise invalid_parameter("a course has course, exceptions and remove")
    return {"course": one["course"], "exceptions": listed, "remove": remove}


def _set(
    call: Call, one: dict[str, Any], course: Row | None, overwrite: list[str], *, twice: bool
) -> Row:
    key = one["course"]
    problems = []
    if twice:
        problems.append(Problem("key-twice", "the course is twice", key, "course"))
    if course is None:
        problems.append(Problem("course-missing", "no course has this key", key, "course"))
    elif not may_in_course(call, course, "local/vsosh:managecontent"):
        problems.append(Problem("denied", "local/vsosh:managecontent", key, "course"))
    answer: Row = {"course": key, "id": course["id"] if course else 0, "status": "error"}
    answer |= {"items": [], "errors": [problem.row() for problem in problems]}
    if course is None or problems:
        return answer
    live = read_exceptions(call.store, course["id"])
    problems = list(_problems(call, course, one, live))
    if problems:
        return {**answer, "errors": [problem.row() for problem in problems]}
    forced = {name for name in overwrite if name.startswith(f"{key}/{ITEM}:")}
    items = []
    try:
        with call.store.transaction():
            for row in one["exceptions"]:
                force = "all" in overwrite or f"{key}/{ITEM}:{row['key']}" in forced
                items.append(_put(call, course, row, live.get(row["key"]), forced=force))
            for name in one["remove"]:
                force = "all" in overwrite or f"{key}/{ITEM}:{name}" in forced
                items.append(_remove(call, course, name, live.pop(name, None), forced=force))
    except Fault as fault:
        refused = Problem("moodle-refused", fault.message, key, ITEM)
        return {**answer, "errors": [refused.row()]}
    changed = {item["status"] for item in items} - {"unchanged", "kept"}
    return {**answer, "status": "ok" if changed else "unchanged", "items": items}


def _problems(
    call: Call, course: Row, one: dict[str, Any], live: dict[str, LiveItem]
) -> Iterator[Problem]:
    name = one["course"]
    seen: set[str] = set()
    for value in one["exceptions"]:
        row = as_object(value)
        fields = as_object(row.get("fields")) if row is not None else None
        key = row["key"] if row is not None and isinstance(row.get("key"), str) else ""
        if row is None or fields is None or row.keys() - {"key", "fields"}:
            yield Problem("bad-document", "an exception has key and fields", name, ITEM, key)
            continue
        if key in seen:
            yield Problem("key-twice", "the exception is twice", name, ITEM, key)
        seen.add(key)
        whose = _find(call, course, key)
        if whose.fault:
            yield Problem(whose.fault, whose.detail, name, ITEM, key)
            continue
        for field, code in _field_faults(fields, NAMES[whose.module["modname"]]):
            yield Problem(code, "not taken", name, ITEM, key, field)
    for key in one["remove"]:
        if key in live and (whose := _find(call, course, key)).fault == "denied":
            yield Problem("denied", whose.detail, name, ITEM, key)


def _field_faults(fields: dict[str, Any], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not fields:
        yield "due", "field-missing"
    for field, value in fields.items():
        if field not in names:
            yield field, "field-unknown"
        elif (
            isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST[field]
        ):
            yield field, "field-invalid"


def _find(call: Call, course: Row, key: str) -> _Whose:
    parts = _KEY.fullmatch(key)
    if parts is None:
        return _Whose({}, 0, "key-invalid", "a key is ACTIVITY/IDNUMBER")
    module = call.store.row(
        "SELECT m.* FROM local_vsosh_item i JOIN course_modules m ON m.id = i.instanceid"
        " WHERE i.courseid = ? AND i.itemtype = 'activity' AND i.itemkey = ?",
        course["id"],
        parts[1],
    )
    if module is None:
        return _Whose({}, 0, "reference-unknown", "no such activity")
    if module["modname"] not in NAMES:
        return _Whose(module, 0, "field-unknown", "only quizzes and assignments have exceptions")
    right = RIGHTS[module["modname"]]
    context = call.contexts.of(MODULE, module["id"])
    if context is None or not call.access.can(right, context):
        return _Whose(module, 0, "denied", right)
    userid = find_user(call.store, parts[2])
    if not userid or not is_enrolled(call.store, course["id"], userid):
        return _Whose(module, 0, "user-missing", "the course has no such pupil")
    return _Whose(module, userid)


def _put(
    call: Call, course: Row, row: dict[str, Any], item: LiveItem | None, *, forced: bool
) -> Row:
    """Make or change an exception; one that a person made before counts as changed by hand."""
    key, fields = row["key"], row["fields"]
    whose = _find(call, course, key)
    there = read_terms(call.store, whose.module, whose.userid)
    memory = item.memory if item is not None else None
    if memory is None:
        memory = Memory(id=_stale(call, course, key))
        for name, value in fields.items() if there is not None else ():
            memory.remember(name, value, value)
    write, kept = {}, []
    for name, value in fields.items():
        now = None if there is None else there[1][name]
        if there is not None and same(now, value):
            memory.remember(name, now, value)
        elif (
            there is None or forced or name not in memory.applied or same(memory.applied[name], now)
        ):
            write[name] = value
            memory.remember(name, value, value)
        else:
            kept.append(name)
    ident = 0 if there is None else there[0]
    if write:
        ident = write_terms(call.store, whose.module, whose.userid, write)
    place = (course["id"], ITEM, key, whose.module["modname"])
    memory.save(call.store, place, whose.module["id"], call.now)
    status = "unchanged" if not kept else "kept"
    if write:
        status = "created" if there is None else "updated"
    return _row(key, status, ident, list(write), kept)


def _stale(call: Call, course: Row, key: str) -> int:
    row = call.store.row(
        "SELECT id FROM local_vsosh_item WHERE courseid = ? AND itemtype = ? AND itemkey = ?",
        course["id"],
        ITEM,
        key,
    )
    return row["id"] if row is not None else 0


def _remove(call: Call, course: Row, key: str, item: LiveItem | None, *, forced: bool) -> Row:
    if item is None or item.memory is None:
        return _row(key, "unchanged", 0, [], [])
    edited = list(item.edited())
    if edited and not forced:
        return _row(key, "kept", item.id, [], edited)
    whose = _find(call, course, key)
    if not whose.fault:
        remove_terms(call.store, whose.module, whose.userid)
    elif whose.fault != "user-missing":
        raise Fault("invalidparameter", whose.detail)
    call.store.write("DELETE FROM local_vsosh_item WHERE id = ?", item.memory.id)
    return _row(key, "removed", 0, [], [])


def _row(key: str, status: str, ident: int, fields: list[str], kept: list[str]) -> Row:
    return {
        "type": ITEM, "key": key, "status": status, "id": ident, "fields": fields, "kept": kept,
    }  # fmt: skip
