"""Send terms of single pupils through the plugin."""

from collections.abc import Sequence

from vsosh_moodle.apply.background import call_plugin
from vsosh_moodle.apply.course_documents import overwritten_items, written_values
from vsosh_moodle.apply.send_courses import item_place, results_of
from vsosh_moodle.apply.send_site import Result, Site
from vsosh_moodle.moodle.plugin_exceptions import (
    SET_EXCEPTIONS,
    PutExceptions,
    parse_set_exceptions,
    set_exceptions_params,
)
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import PupilException


def set_exceptions(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Give, change and take back exceptions of pupils. Calls: local_vsosh_set_exceptions."""
    documents: dict[str, PutExceptions] = {}
    by_course: dict[str, list[Change]] = {}
    for change in changes:
        record = change.record
        if not isinstance(record, PupilException):
            raise TypeError(record)
        document = documents.setdefault(
            record.course, {"course": record.course, "exceptions": [], "remove": []}
        )
        by_course.setdefault(record.course, []).append(change)
        if change.action is Action.REMOVE:
            document["remove"].append(record.item)
        else:
            document["exceptions"].append({"key": record.item, "fields": written_values(change)})
    overwrite = overwritten_items(changes, site.overwrite)
    params = set_exceptions_params(list(documents.values()), overwrite)
    found = {
        one.course: one for one in parse_set_exceptions(call_plugin(site, SET_EXCEPTIONS, params))
    }
    results: dict[str, Result] = {}
    for course, own in by_course.items():
        results |= results_of(site, SET_EXCEPTIONS, found.get(course), own)
    return [results[item_place(change)] for change in changes]
