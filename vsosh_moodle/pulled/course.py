"""A whole course of the site as a course template with its banks and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vsosh_moodle.desired.content import GENERAL
from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_template import (
    QUESTION_OTHER,
    WholeCourse,
    WholeItem,
)
from vsosh_moodle.pulled.activities import ActivityWriter
from vsosh_moodle.pulled.banks import BankPlaces
from vsosh_moodle.pulled.course_dates import DateWriter, course_ends
from vsosh_moodle.pulled.course_parts import group_names, write_events, write_groups
from vsosh_moodle.pulled.facts import PullFacts
from vsosh_moodle.pulled.files import FilePlaces
from vsosh_moodle.pulled.grading import write_course_completion, write_grading
from vsosh_moodle.pulled.left_out import LeftOut, Remarks
from vsosh_moodle.pulled.names import plain, titles
from vsosh_moodle.pulled.naming import new_keys
from vsosh_moodle.pulled.restrictions import RestrictionWriter
from vsosh_moodle.pulled.settings import Data, sparse
from vsosh_moodle.pulled.yaml_text import template_text
from vsosh_moodle.school.classes import parse_class_name
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
        self._section_keys = new_keys(self._sections, "section")
        self._activity_keys = new_keys(list(self._activities.values()), "")
        self._categories = new_keys(course.of_type("grade_category"), "marks")
        self._ends, days = course_ends(course.start, course.end, facts.period, facts.timezone)
        self._dates = DateWriter(days, facts.timezone)
        self._groups = group_names(course.groups, facts.prefix)
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
        course, facts = self._course, self._facts
        title, short_name = titles(course.full_name, course.short_name, facts)
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
            **write_groups(course.groups, self._groups, class_groups=facts.class_groups),
            **self._summary(),
            **grading,
            **write_course_completion(root.fields, present, self._remarks),
            **write_events(course.of_type("event"), self._dates, self._remarks),
            "sections": sections or [{"key": GENERAL, "title": GENERAL_TITLE}],
        }
        ready = plain(data)
        return PulledTemplate(
            key=facts.key,
            data=ready,
            text=template_text(ready, course.full_name),
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

    def _summary(self) -> Data:
        summary = self._remarks.text(self._course.summary)
        return {"summary": summary} if summary else {}

    def _present(self, sections: list[Data]) -> dict[str, str]:
        """Return the new keys of the activities that are in the template, by their keys on the site."""
        there = set(_keys_in(sections))
        return {old: new for old, new in self._activity_keys.items() if new in there}


def _keys_in(rows: list[Data]) -> Iterator[str]:
    for row in rows:
        for one in row.get("activities", ()):
            yield one["key"]
            yield from _keys_in([one])


def _order(item: WholeItem) -> list[str]:
    """Return the keys of what is in an item, in order; nothing for an item that holds nothing."""
    order = item.fields.get("order")
    return [str(one) for one in order] if isinstance(order, list) else []


def _is_news(item: WholeItem) -> bool:
    """Tell of the announcements that Moodle itself gives every course."""
    return item.module == "forum" and item.fields.get("forum_type") == _NEWS
