"""A course of the templates as the records of its content, in the words of docs/plugin-api.md. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from vsosh_moodle.desired.availability import both, key_groups, without_activities
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.plan.plan import CourseNote
from vsosh_moodle.plan.records import (
    CalendarEvent,
    ContentItem,
    ContentSection,
    CourseActivity,
    CourseContent,
    GradeCategory,
    QuestionBank,
)
from vsosh_moodle.plan.settings import settings_of
from vsosh_moodle.problems import Place
from vsosh_moodle.questions.banks import QuestionBankSource
from vsosh_moodle.school.courses import Activity, CourseEvent, CourseSection, CourseSpec

Fields = dict[str, Any]

GENERAL = "general"
DOCUMENT_TYPES: Mapping[str, str] = {"h5p": "h5pactivity"}
"""What a type of the templates is called in the document, where it is called otherwise."""
MODULES: Mapping[str, str] = {"file": "resource"}
"""Moodle's module behind a type of the document, where it is named otherwise."""

_GROUPED = frozenset({"forum", "assign", "quiz", "choice", "feedback", "lesson", "h5p"})
_MOMENTS = frozenset({"open", "close", "due", "cut_off", "completion_expected"})
_NOT_OF_LABELS = frozenset({"show_description"})
_OF_SUBSECTIONS = frozenset({"visible", "availability"})
_WITH_FILES = frozenset({"file", "folder", "h5p"})


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What the compiler needs besides the course.

    `modules` are those the site has (None: all); `banks` the question banks beside the templates.
    `with_events`: can events be put into the calendar?
    """

    keys: KeyScheme
    timezone: ZoneInfo
    modules: frozenset[str] | None = None
    banks: Mapping[str, QuestionBankSource | None] = field(default_factory=dict)
    with_events: bool = True

    def has(self, kind: str) -> bool:
        """Tell whether the site can have activities of a template's type."""
        kind = DOCUMENT_TYPES.get(kind, kind)
        return self.modules is None or MODULES.get(kind, kind) in self.modules


@dataclass(frozen=True, slots=True)
class CourseContentRecords:
    """The records of a course's content, and the sources and files that go with them.

    `banks` gives the source of each question bank by its item key, `files` the path of each file by
    SHA-1. `notes` tell what this site cannot have, `empty_banks` the banks of its quizzes
    that have no file yet.
    `labels` and `places` are by record key, for people.
    """

    records: tuple[ContentItem, ...]
    banks: Mapping[str, QuestionBankSource]
    files: Mapping[str, Path]
    notes: tuple[CourseNote, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    empty_banks: frozenset[str] = frozenset()


def compile_content(spec: CourseSpec, facts: ContentFacts) -> CourseContentRecords:
    """Return what the plugin should make of a course: every field a template speaks of, by its value."""
    return _Compiler(spec, facts).compile()


def calendar_event(place: str, event: CourseEvent, zone: ZoneInfo) -> CalendarEvent:
    """Return the record of an event; `place` is the key of its course, or of the site's calendar."""
    start = datetime.fromisoformat(event.start).replace(tzinfo=zone)
    fields: Fields = {
        "name": event.title,
        "start": int(start.timestamp()),
        "minutes": event.minutes,
        "description": event.description,
    }
    return CalendarEvent(place, event.key, settings_of(fields))


@dataclass(frozen=True, slots=True)
class _Placed:
    """An activity and where it goes; `availability` holds that of a subsection the site cannot have."""

    activity: Activity
    section: str
    visible: bool
    availability: Any


class _Compiler:
    """Compiles one course."""

    def __init__(self, spec: CourseSpec, facts: ContentFacts) -> None:
        self._spec, self._facts = spec, facts
        self._course = facts.keys.course(spec.key)
        self._grouped = spec.class_groups and bool(spec.classes)
        self._absent = frozenset(one.key for one in spec.all_activities if not facts.has(one.kind))
        self._aggregations = {"": spec.aggregation} | {
            category.key: category.aggregation for category in spec.grade_categories
        }
        self._banks: dict[str, QuestionBankSource] = {}
        self._files: dict[str, Path] = {}
        self._labels: dict[str, str] = {}
        self._places: dict[str, Place] = {}
        self._empty_banks: set[str] = set()

    def compile(self) -> CourseContentRecords:
        """Return everything; banks come before the quizzes that draw on them."""
        inside: list[ContentItem] = []
        for section in self._spec.sections:
            inside += self._section(section)
        banks = [self._bank(bank) for _key, bank in sorted(self._banks.items())]
        return CourseContentRecords(
            records=(
                self._course_item(),
                *banks,
                *self._grade_categories(),
                *inside,
                *self._events(),
            ),
            banks=self._banks,
            files=self._files,
            notes=self._notes(),
            labels=self._labels,
            places=self._places,
            empty_banks=frozenset(self._empty_banks),
        )

    def _course_item(self) -> CourseContent:
        order = [section.key for section in self._spec.sections if section.key != GENERAL]
        fields: Fields = {
            "completion": True,
            "aggregation": self._spec.aggregation,
            "completion_criteria": self._criteria(),
            "order": order,
        }
        return CourseContent(self._course, settings_of(fields))

    def _criteria(self) -> Fields | None:
        wanted = self._spec.completion
        if wanted is None:
            return None
        activities = sorted(set(wanted.activities) - self._absent)
        if not activities and wanted.grade is None:
            return None
        return {
            "aggregation": "all",
            "activities": activities,
            "activities_aggregation": "any" if wanted.any_of else "all",
            "grade": wanted.grade,
            "date": 0,
            "self": False,
        }

    def _bank(self, bank: QuestionBankSource) -> QuestionBank:
        item = QuestionBank(
            self._course, bank.key, settings_of({"name": bank.title, "hash": bank.sha256})
        )
        self._places.setdefault(item.key, Place(file=bank.file, line=1))
        return item

    def _grade_categories(self) -> Iterator[GradeCategory]:
        for category in self._spec.grade_categories:
            fields: Fields = {
                "name": category.title,
                "aggregation": category.aggregation,
                "parent": category.parent,
                **self._weight(category.weight, category.parent),
            }
            item = GradeCategory(self._course, category.key, settings_of(fields))
            self._places.setdefault(item.key, self._spec.source)
            yield item

    def _events(self) -> Iterator[CalendarEvent]:
        for event in self._spec.events if self._facts.with_events else ():
            item = calendar_event(self._course, event, self._facts.timezone)
            self._places.setdefault(item.key, event.source)
            yield item

    def _weight(self, weight: object, category: str) -> Fields:
        """Return the weight where the aggregation around it has one; a mean without one keeps Moodle's."""
        aggregation = self._aggregations.get(category, "natural")
        if aggregation == "natural":
            return {"weight": weight}
        if aggregation == "weighted_mean" and weight is not None:
            return {"weight": weight}
        return {}

    def _section(self, section: CourseSection) -> Iterator[ContentItem]:
        placed = list(self._placed(section))
        fields: Fields = {
            "name": section.title,
            "summary": section.summary,
            "visible": section.visible,
            "availability": self._availability(section.availability),
            "order": [one.activity.key for one in placed if one.section == section.key],
        }
        item = ContentSection(self._course, section.key, settings_of(fields))
        self._places.setdefault(item.key, section.source)
        yield item
        for one in placed:
            yield self._activity(one)

    def _placed(self, section: CourseSection) -> Iterator[_Placed]:
        """Yield what the site can have, in order; without subsections their activities stand alone."""
        for activity in section.activities:
            settings: Fields = dict(activity.settings)
            there = activity.key not in self._absent
            if there:
                yield _Placed(
                    activity, section.key, bool(settings["visible"]), settings["availability"]
                )
            for child in activity.activities:
                if child.key in self._absent:
                    continue
                own: Fields = dict(child.settings)
                if there:
                    yield _Placed(child, activity.key, bool(own["visible"]), own["availability"])
                else:
                    yield _Placed(
                        child,
                        section.key,
                        bool(own["visible"]) and bool(settings["visible"]),
                        both(settings["availability"], own["availability"]),
                    )

    def _activity(self, placed: _Placed) -> CourseActivity:
        activity = placed.activity
        settings: Fields = dict(activity.settings)
        fields: Fields = {"name": activity.title, "section": placed.section}
        for name, value in settings.items():
            fields[name] = self._moment(str(value)) if name in _MOMENTS else value
        fields["visible"] = placed.visible
        fields["availability"] = self._availability(placed.availability)
        fields |= self._groups(activity, str(settings["group_mode"]))
        if "weight" in settings:
            del fields["weight"]
            fields |= self._weight(settings["weight"], str(settings["grade_category"]))
        if "questions" in settings:
            fields["questions"] = self._questions(settings["questions"])
        if activity.kind in _WITH_FILES:
            fields["files"] = [{"name": one.name, "sha1": one.sha1} for one in activity.files]
            self._files.update({one.sha1: one.path for one in activity.files})
        return self._item(activity, fields)

    def _item(self, activity: Activity, fields: Fields) -> CourseActivity:
        kind = activity.kind
        if kind == "label":
            fields = {name: fields[name] for name in fields.keys() - _NOT_OF_LABELS - {"name"}}
        if kind == "subsection":
            kept = _OF_SUBSECTIONS | {"name", "section"}
            fields = {name: fields[name] for name in kept}
            fields["order"] = [
                one.key for one in activity.activities if one.key not in self._absent
            ]
        kind = DOCUMENT_TYPES.get(kind, kind)
        item = CourseActivity(self._course, activity.key, kind, settings_of(fields))
        self._places[item.key] = activity.source
        if "name" not in fields:
            self._labels.setdefault(item.key, activity.title)
        return item

    def _groups(self, activity: Activity, wanted: str) -> Fields:
        """Return group mode and grouping: as the course has it, unless the template says otherwise."""
        usual = "separate" if self._grouped and activity.kind in _GROUPED else "none"
        mode = wanted or usual
        of_classes = (
            mode != "none" and self._grouped and not dict(activity.settings).get("group_work")
        )
        keys = self._facts.keys
        return {
            "group_mode": mode,
            "grouping": keys.grouping(self._course, "classes") if of_classes else "",
        }

    def _questions(self, wanted: Any) -> list[Fields]:
        """Return what a quiz draws; a bank without a file is left out, and noted."""
        found = []
        for row in wanted:
            bank = self._facts.banks.get(row["bank"])
            if bank is None:
                if row["bank"] not in self._facts.banks:  # a bad file is told with the templates
                    self._empty_banks.add(row["bank"])
                continue
            self._banks[bank.key] = bank
            found.append(row)
        return found

    def _availability(self, tree: Any) -> Any:
        pruned = without_activities(tree, self._absent)
        if pruned is None:
            return None
        keys, course = self._facts.keys, self._course
        return key_groups(
            pruned,
            group=lambda name: keys.group(course, name),
            grouping=lambda name: keys.grouping(course, name),
            moment=self._moment,
        )

    def _moment(self, text: str) -> int:
        """Return local ISO text as Unix seconds, 0 for none."""
        if not text:
            return 0
        return int(datetime.fromisoformat(text).replace(tzinfo=self._facts.timezone).timestamp())

    def _notes(self) -> tuple[CourseNote, ...]:
        missing = tuple(
            (
                section.title,
                tuple(one.title for one in section.all_activities if one.key in self._absent),
            )
            for section in self._spec.sections
            if any(one.key in self._absent for one in section.all_activities)
        )
        return (CourseNote(self._course, self._spec.full_name, missing),) if missing else ()
