"""Send events of courses to the calendar through the plugin."""

from collections.abc import Sequence

from vsosh_moodle.apply.background import call_plugin
from vsosh_moodle.apply.course_documents import overwritten_items, written_values
from vsosh_moodle.apply.send_courses import item_place, results_of
from vsosh_moodle.apply.send_site import Result, Site
from vsosh_moodle.moodle.plugin_events import (
    SET_EVENTS,
    PutEvents,
    parse_set_events,
    set_events_params,
)
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import CalendarEvent


def set_events(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Make, change and remove events of courses. Calls: local_vsosh_set_events."""
    documents: dict[str, PutEvents] = {}
    by_course: dict[str, list[Change]] = {}
    for change in changes:
        record = change.record
        if not isinstance(record, CalendarEvent):
            raise TypeError(record)
        document = documents.setdefault(
            record.course, {"course": record.course, "events": [], "remove": []}
        )
        by_course.setdefault(record.course, []).append(change)
        if change.action is Action.REMOVE:
            document["remove"].append(record.item)
        else:
            document["events"].append({"key": record.item, "fields": written_values(change)})
    overwrite = overwritten_items(changes, site.overwrite)
    params = set_events_params(list(documents.values()), overwrite)
    found = {one.course: one for one in parse_set_events(call_plugin(site, SET_EVENTS, params))}
    results: dict[str, Result] = {}
    for course, own in by_course.items():
        results |= results_of(site, SET_EVENTS, found.get(course), own)
    return [results[item_place(change)] for change in changes]
