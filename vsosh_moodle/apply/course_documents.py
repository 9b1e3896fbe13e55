"""What changes inside courses ask of the plugin: documents of local_vsosh_put_courses. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from vsosh_moodle.moodle.plugin_content import PutCourse, PutItem
from vsosh_moodle.observe.content import ITEM_TYPES
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import ContentItem, CourseActivity, Kind
from vsosh_moodle.plan.settings import settings_to_json

EVERYTHING = "all"
FILES = "files"


def course_documents(changes: Iterable[Change]) -> list[PutCourse]:
    """Return a document for each course: the changed items with the fields that each change writes."""
    documents: dict[str, PutCourse] = {}
    for change in changes:
        record = change.after
        if not isinstance(record, ContentItem):
            continue
        document = documents.setdefault(record.course, {"course": record.course})
        fields = written_values(change)
        item: PutItem = {"key": record.item, "fields": fields}
        match record.kind:
            case Kind.COURSE_CONTENT:
                document["fields"] = fields
            case Kind.GRADE_CATEGORY:
                document.setdefault("grade_categories", []).append(item)
            case Kind.CONTENT_SECTION:
                document.setdefault("sections", []).append(item)
            case _:
                if isinstance(record, CourseActivity):
                    item["type"] = record.module
                document.setdefault("activities", []).append(item)
    return list(documents.values())


def written_values(change: Change) -> dict[str, Any]:
    """Return the fields a change of an item writes, as JSON values: all of them at creation."""
    record = change.after
    if not isinstance(record, ContentItem):
        return {}
    values = settings_to_json(record.settings)
    if change.action is Action.CREATE:
        return values
    return {name: values[name] for name in change.changed_fields()}


def overwritten_items(changes: Iterable[Change], overwrite: Collection[str]) -> list[str]:
    """Return the names of the items whose hand edits give way: «COURSE/activity:theory»."""
    return [
        f"{change.record.course}/{item_name(change)}"
        for change in changes
        if isinstance(change.record, ContentItem)
        and (EVERYTHING in overwrite or change.key in overwrite)
    ]


def item_name(change: Change) -> str:
    """Return what the plugin calls an item inside its course: «activity:theory»."""
    record = change.record
    return f"{ITEM_TYPES[record.kind]}:{record.item}" if isinstance(record, ContentItem) else ""


def new_files(changes: Iterable[Change]) -> dict[str, str]:
    """Return the files that the activities of changes get and have not yet: SHA-1 to name."""
    found: dict[str, str] = {}
    for change in changes:
        if isinstance(change.after, CourseActivity) and change.writes:
            there = {sha1 for sha1, _name in _files(change.before)}
            found |= {sha1: name for sha1, name in _files(change.after) if sha1 not in there}
    return found


def _files(record: object) -> Sequence[tuple[str, str]]:
    if not isinstance(record, CourseActivity):
        return ()
    files: Sequence[Mapping[str, str]] = settings_to_json(
        tuple(one for one in record.settings if one[0] == FILES)
    ).get(FILES, [])
    return [(one["sha1"], one["name"]) for one in files]
