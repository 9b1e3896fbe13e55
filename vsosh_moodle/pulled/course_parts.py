"""Groups and calendar events of a course in the words of a template."""

from collections.abc import Mapping, Sequence

from vsosh_moodle.moodle.plugin_template import NamedKey, WholeItem
from vsosh_moodle.plan.records import SEPARATOR
from vsosh_moodle.pulled.course_dates import DateWriter
from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.pulled.naming import Keys, new_keys
from vsosh_moodle.pulled.settings import Data, sparse
from vsosh_moodle.school.audience import category_of_group, form_of_group
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.templates.course_events import EventModel


def group_names(groups: Sequence[NamedKey], prefix: str) -> dict[str, str]:
    """Return what each group is called inside the course: a class, an audience, a named group's key.

    `prefix` is what the keys of the course's own groups begin with, "" for a course made by hand.
    """
    names: dict[str, str] = {}
    keys = Keys()
    for one in groups:
        own = prefix + SEPARATOR
        if prefix and one.key.startswith(own):
            names[one.key] = one.key.removeprefix(own)
            continue
        known = parse_class_name(one.name)
        names[one.key] = str(known) if known is not None else keys.give(one.name, "group")
    return names


def write_groups(
    groups: Sequence[NamedKey], names: Mapping[str, str], *, class_groups: bool
) -> Data:
    """Return `groups` of a template, {} for the usual ones; `names` are those of `group_names`."""
    named = [
        {"key": names[one.key], "title": one.name} for one in groups if _is_named(names[one.key])
    ]
    data: Data = {} if class_groups else {"class": False}
    if named:
        data["named"] = named
    return {"groups": data} if data else {}


def _is_named(name: str) -> bool:
    audience = category_of_group(name) or form_of_group(name)
    return parse_class_name(name) is None and not audience


def write_events(listed: Sequence[WholeItem], dates: DateWriter, remarks: Remarks) -> Data:
    """Return `events` of a template, {} without any."""
    keys = new_keys(listed, "event")
    events = []
    for one in listed:
        start, length = int(str(one.fields["start"])), int(str(one.fields["minutes"]))
        when = dates.text(start)
        midnight = f"{dates.local(start):%H:%M}" == "00:00"
        data = {
            "key": keys[one.key],
            "title": one.name,
            "date": f"{when} 00:00" if midnight and length else when,
            "minutes": length,
            "description": remarks.at(item=one.name).text(one.fields.get("description")),
        }
        events.append(sparse(EventModel, data))
    return {"events": events} if events else {}
