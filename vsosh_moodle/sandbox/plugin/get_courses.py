"""local_vsosh_get_courses: the content of courses as it is, in the form of the document."""

from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.install import SITE_COURSE_ID
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.banks import bank_items
from vsosh_moodle.sandbox.plugin.canonical import digest, text
from vsosh_moodle.sandbox.plugin.documents import parse_list, parse_options, strings
from vsosh_moodle.sandbox.plugin.events import event_items, is_site
from vsosh_moodle.sandbox.plugin.exceptions import exception_items
from vsosh_moodle.sandbox.plugin.live_course import DEFAULT_PREFIX, LiveCourse
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.plugin.put_courses import key_prefix
from vsosh_moodle.sandbox.plugin.rights import courses_by_keys, may_in_course
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_TYPES = ("course", "grade_category", "section", "activity")


@function("local_vsosh_get_courses")
def get_courses(call: Call, courses: str, options: str) -> Row:
    """Tell the items of ours in each course: fields, hand edits, what can no longer be changed."""
    keys = strings(parse_list(courses))
    most.check(len(keys), most.COURSES)
    parsed = parse_options(options, ("fields", "prefix"))
    with_fields = parsed.get("fields", True)
    if not isinstance(with_fields, bool):
        raise invalid_parameter("fields")
    prefix = key_prefix(parsed)
    found = courses_by_keys(call, keys)
    return {
        "courses": [
            _tell(call, key, found.get(key), prefix, with_fields=with_fields) for key in keys
        ]
    }


def _tell(call: Call, key: str, course: Row | None, prefix: str, *, with_fields: bool) -> Row:
    answer = {"course": key, "id": 0, "status": "missing", "content": '{"items":[]}'}
    everywhere = call.access.can("local/vsosh:readstate", call.contexts.system)
    if is_site(key):
        return _tell_site(
            call, {**answer, "id": SITE_COURSE_ID}, everywhere=everywhere, with_fields=with_fields
        )
    if course is None:
        return answer
    if not everywhere and not may_in_course(call, course, "local/vsosh:readstate"):
        return {**answer, "id": course["id"], "status": "denied"}
    items = course_items(call, course, prefix)
    return {
        **answer,
        "id": course["id"],
        "status": "ok",
        "content": _content(items, with_fields=with_fields),
    }


def _tell_site(call: Call, answer: Row, *, everywhere: bool, with_fields: bool) -> Row:
    if not everywhere:
        return {**answer, "status": "denied"}
    items = event_items(call.store, SITE_COURSE_ID, answer["course"])
    return {**answer, "status": "ok", "content": _content(items, with_fields=with_fields)}


def _content(items: list[dict[str, Any]], *, with_fields: bool) -> str:
    if not with_fields:
        for item in items:
            del item["fields"]
    return text({"items": items})


def course_items(call: Call, course: Row, prefix: str = DEFAULT_PREFIX) -> list[dict[str, Any]]:
    """Return the items of a course, question banks, events and exceptions at the end."""
    live = LiveCourse(call.store, course, prefix)
    ours = [
        _item(item) for name in _TYPES for item in live.items_of(name) if item.memory or item.kind
    ]
    events = event_items(call.store, course["id"])
    banks, exceptions = bank_items(call.store, course["id"]), exception_items(call.store, course)
    return [*ours, *banks, *events, *exceptions]


def _item(item: LiveItem) -> dict[str, Any]:
    fields = item.managed_fields()
    return {
        "type": item.type,
        "key": item.key,
        "id": item.id,
        "module": item.kind.name if item.kind is not None else "",
        "fields": fields,
        "edited": item.edited(),
        "locked": list(item.locked),
        "hash": digest(fields),
    }
