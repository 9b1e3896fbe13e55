"""A whole course of the site as a course template with its banks and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vsosh_moodle.desired.content import GENERAL
from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_template import (
    FOREIGN,
    QUESTION_OTHER,
    WholeCourse,
    WholeItem,
)
from vsosh_moodle.plan.records import SEPARATOR
from vsosh_moodle.pulled.activities import ActivityWriter
from vsosh_moodle.pulled.banks import BankPlaces
from vsosh_moodle.pulled.course_dates import DateWriter, course_ends
from vsosh_moodle.pulled.facts import PullFacts
from vsosh_moodle.pulled.files import FilePlaces
from vsosh_moodle.pulled.grading import write_course_completion, write_grading
from vsosh_moodle.pulled.left_out import LeftOut, Remarks
from vsosh_moodle.pulled.names import plain, titles
from vsosh_moodle.pulled.naming import Keys
from vsosh_moodle.pulled.restrictions import RestrictionWriter
from vsosh_moodle.pulled.settings import Data, sparse
from vsosh_moodle.pulled.yaml_text import template_text
from vsosh_moodle.school.audience import category_of_group, form_of_group
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.templates.course_events import EventModel
from vsosh_moodle.templates.fields import is_key
from vsosh_moodle.templates.models import DEFAULT_CATEGORIES, Section

_NEWS = "news"
# What is written into the template: courses are in Russian, whatever language the program speaks.
GENERAL_TITLE, SECTION_TITLE = "Общее", "Раздел {number}"


@dataclass(frozen=True, slots=True)
class PulledTemplate:
    """A template made of a course.

    `data` is what its file holds, `text` the file. `banks` are new bank files (Moodle XML by key), `files`
    the new files (SHA-1 by path inside course_templates/files). `left` is what did not come along.
    """

    key: str
    data: Data
    text: str
    banks: Mapping[str, str]
    files: Mapping[str, str]
    left: tuple[LeftOut, ...]
    sections: int
    activities: int


def pull_course(course: WholeCourse, facts: PullFacts) -> PulledTemplate:
    """Return the template that makes such a course again; everything it cannot say is in `left`."""
    return _Puller(course, facts).pull()


class _Puller:
    """Makes one template."""

    def __init__(self, course: WholeCourse, facts: PullFacts) -> None:
        self._course, self._facts = course, facts
        self._remarks = Remarks()
        self._sections = [one for one in course.of_type("section") if not one.absent]
        listed = [one for one in course.of_type("activity") if not _is_news(one)]
        self._activities = {one.key: one for one in listed if not one.absent}
        for one in listed:
            if one.absent:
                self._remarks.at(item=one.name).note("absent", _("убран из шаблона раньше, скрыт"))
        self._section_keys = _new_keys(self._sections, "section")
        self._activity_keys = _new_keys(list(self._activities.values()), "")
        self._categories = _new_keys(course.of_type("grade_category"), "marks")
        self._ends, days = course_ends(course.start, course.end, facts.period, facts.timezone)
        self._dates = DateWriter(days, facts.timezone)
        self._groups = self._group_names()
        self._files = FilePlaces(facts.files, facts.key)
        self._banks = BankPlaces(course.banks, facts.banks, facts.key, self._remarks)
        self._count = 0

    def pull(self) -> PulledTemplate:
        """Return the template."""
        root = next(iter(self._course.of_type("course")))
        grading, aggregations = write_grading(
            root.fields, self._course.of_type("grade_category"), self._categories, self._remarks
        )
        # Restrictions may name only what comes along, and that is known when all of it was written once.
        noted = len(self._remarks.found)
        first = self._written(root, aggregations, self._activity_keys)
        present = self._present(first)
        del self._remarks.found[noted:]
        sections = self._written(root, aggregations, present)
        facts = self._facts
        title, short_name = titles(self._course.full_name, self._course.short_name, facts)
        data: Data = {
            "version": 1,
            "kind": facts.kind,
            "subject": facts.subject,
            "title": title,
            "short_name": short_name,
            **(
                {}
                if facts.category in ("", DEFAULT_CATEGORIES[facts.kind])
                else {"category": facts.category}
            ),
            **({"grades": list(facts.grades)} if facts.grades else {}),
            **({"dates": self._ends} if self._ends else {}),
            **self._group_data(),
            **self._summary(),
            **grading,
            **write_course_completion(root.fields, present, self._remarks),
            **self._events(),
            "sections": sections or [{"key": GENERAL, "title": GENERAL_TITLE}],
        }
        ready = plain(data)
        return PulledTemplate(
            key=facts.key,
            data=ready,
            text=template_text(ready, self._course.full_name),
            banks=self._banks.wanted,
            files=self._files.wanted,
            left=tuple(self._remarks.found),
            sections=len(sections),
            activities=self._count,
        )

    def _written(
        self, root: WholeItem, aggregations: Mapping[str, str], present: Mapping[str, str]
    ) -> list[Data]:
        """Return the sections; restrictions name those activities that `present` has new keys for."""
        self._count = 0
        writer = self._writer(aggregations, present)
        written = (self._section(one, writer) for one in self._in_order(root))
        return [one for one in written if one is not None]

    def _writer(
        self, aggregations: Mapping[str, str], present: Mapping[str, str]
    ) -> ActivityWriter:
        groupings = {
            one.key: "classes"
            for one in self._course.groupings
            if one.groups and all(parse_class_name(self._groups.get(key, "")) for key in one.groups)
        }
        return ActivityWriter(
            keys=self._activity_keys,
            categories=self._categories,
            aggregations=aggregations,
            dates=self._dates,
            restrictions=RestrictionWriter(self._dates, self._groups, groupings, present),
            files=self._files,
            banks=self._banks,
            is_grouped=self._facts.is_grouped,
        )

    def _in_order(self, root: WholeItem) -> Iterator[WholeItem]:
        by_key = {one.key: one for one in self._sections}
        if GENERAL in by_key:
            yield by_key[GENERAL]
        for key in _order(root):
            if key in by_key and key != GENERAL:
                yield by_key[key]

    def _section(self, section: WholeItem, writer: ActivityWriter) -> Data | None:
        title = " ".join(str(section.fields.get("name") or "").split())
        remarks = self._remarks.at(title)
        activities = [
            written
            for key in _order(section)
            if (written := self._activity(key, title, writer)) is not None
        ]
        summary = remarks.text(section.fields.get("summary"))
        if not activities and not summary and (not title or section.key == GENERAL):
            return None
        usual = (
            GENERAL_TITLE
            if section.key == GENERAL
            else SECTION_TITLE.format(number=self._sections.index(section))
        )
        data: Data = {
            "key": self._section_keys[section.key],
            "title": title or usual,
            "summary": summary,
            "visible": True
            if section.key == GENERAL
            else bool(section.fields.get("visible", True)),
        }
        if section.key != GENERAL:
            data |= writer.restrictions.write(section.fields.get("availability"), remarks)
        written = sparse(Section, data)
        return {**written, "activities": activities} if activities else written

    def _activity(self, key: str, section: str, writer: ActivityWriter) -> Data | None:
        item = self._activities.get(key)
        if item is None:
            return None
        remarks = self._remarks.at(section, item.name)
        for note in self._course.notes:
            if note.item == key and note.code == QUESTION_OTHER:
                remarks.note(
                    "questions",
                    _(
                        "вопрос № {number}: выбирается по меткам, из нескольких категорий или удалён"
                    ).format(number=note.detail),
                )
        written = writer.write(item, remarks)
        if written is None:
            return None
        self._count += 1
        if written["type"] == "subsection":
            inner = [
                child
                for one in _order(item)
                if (child := self._activity(one, section, writer)) is not None
            ]
            if inner:
                written["activities"] = inner
        return written

    def _group_names(self) -> dict[str, str]:
        """Return what each group is called inside the course: a class, an audience, a named group's key."""
        names: dict[str, str] = {}
        keys = Keys()
        for one in self._course.groups:
            own = self._facts.prefix + SEPARATOR
            if self._facts.prefix and one.key.startswith(own):
                names[one.key] = one.key.removeprefix(own)
                continue
            known = parse_class_name(one.name)
            names[one.key] = str(known) if known is not None else keys.give(one.name, "group")
        return names

    def _group_data(self) -> Data:
        named = [
            {"key": self._groups[one.key], "title": one.name}
            for one in self._course.groups
            if _is_named(self._groups[one.key])
        ]
        data: Data = {} if self._facts.class_groups else {"class": False}
        if named:
            data["named"] = named
        return {"groups": data} if data else {}

    def _summary(self) -> Data:
        summary = self._remarks.text(self._course.summary)
        return {"summary": summary} if summary else {}

    def _events(self) -> Data:
        listed = self._course.of_type("event")
        keys = _new_keys(listed, "event")
        events = []
        for one in listed:
            remarks = self._remarks.at(item=one.name)
            start, length = int(str(one.fields["start"])), int(str(one.fields["minutes"]))
            when = self._dates.text(start)
            midnight = f"{self._dates.local(start):%H:%M}" == "00:00"
            data = {
                "key": keys[one.key],
                "title": one.name,
                "date": f"{when} 00:00" if midnight and length else when,
                "minutes": length,
                "description": remarks.text(one.fields.get("description")),
            }
            events.append(sparse(EventModel, data))
        return {"events": events} if events else {}

    def _present(self, sections: list[Data]) -> dict[str, str]:
        """Return the new keys of the activities that are in the template, by their keys on the site."""
        there = set(_keys_in(sections))
        return {old: new for old, new in self._activity_keys.items() if new in there}


def _keys_in(rows: list[Data]) -> Iterator[str]:
    for row in rows:
        for one in row.get("activities", ()):
            yield one["key"]
            yield from _keys_in([one])


def _new_keys(items: list[WholeItem], otherwise: str) -> dict[str, str]:
    """Return a key for each item: its own, or one of its title where it has none that a template takes."""
    own = [one.key for one in items if not one.key.startswith(FOREIGN) and is_key(one.key)]
    keys = Keys(own)
    return {
        one.key: one.key
        if one.key in own
        else keys.give(one.name, otherwise or one.module or "item")
        for one in items
    }


def _order(item: WholeItem) -> list[str]:
    """Return the keys of what is in an item, in order; nothing for an item that holds nothing."""
    order = item.fields.get("order")
    return [str(one) for one in order] if isinstance(order, list) else []


def _is_news(item: WholeItem) -> bool:
    """Tell of the announcements that Moodle itself gives every course."""
    return item.module == "forum" and item.fields.get("forum_type") == _NEWS


def _is_named(name: str) -> bool:
    known: Any = parse_class_name(name) or category_of_group(name) or form_of_group(name)
    return not known
