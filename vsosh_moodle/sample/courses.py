"""Which template makes each course of a synthetic school, and for which classes."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from vsosh_moodle.sample.layout import COURSES_EACH, Layout
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.sources import load_yaml

GENERIC = "subject"
ELECTIVES = ("Программирование", "Финансовая грамотность")

DEALT = frozenset({
    "class-algebra", "class-russian", "ege-math-base", "ege-russian", "elective-financial-literacy",
    "elective-programming", "essay-11", "first-login", "oge-math", "oge-russian", "oge-social",
    "oral-interview-9", "project", "times-table",
})  # fmt: skip
"""The templates a sample deals out: the same school again, however the library grows."""

GRADES = {"class-algebra": frozenset({8}), "class-russian": frozenset({10})}
"""Whom the sample gives a template, where that is fewer grades than the template is written for."""

_COMMON_KINDS = ("project", "remedial", "school", "class")
_BAND_KINDS = ("gia", "class")


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What the sample needs of a template: whom it is for and what subject it teaches."""

    key: str
    kind: str
    subject: str
    grades: frozenset[int]

    def suits(self, classes: Sequence[ClassName]) -> bool:
        """Tell whether the template is written for every one of these classes."""
        return not self.grades or {name.grade for name in classes} <= self.grades


@dataclass(frozen=True, slots=True)
class SampleCourse:
    """A course of the sample: `params` only for the generic template, `band` 0 for common ones."""

    key: str
    template: str
    subject: str
    band: int
    classes: tuple[ClassName, ...]
    elective: str = ""
    params: dict[str, Any] = field(default_factory=dict)


def load_template_facts(folder: Path) -> tuple[TemplateFacts, ...]:
    """Return the facts of a folder's templates, without those that are unreadable or need parameters."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        data = load_yaml(path).data
        if not isinstance(data, dict) or any(_is_required(p) for p in _params(data)):
            continue
        written = frozenset(grade for grade in data.get("grades", ()) if isinstance(grade, int))
        grades = GRADES.get(path.stem, written)
        kind, subject = str(data.get("kind", "")), str(data.get("subject", ""))
        found.append(TemplateFacts(path.stem, kind, subject, grades))
    return tuple(found)


def assign_courses(layout: Layout, templates: Sequence[TemplateFacts]) -> tuple[SampleCourse, ...]:
    """Return the courses of a layout: shipped templates where they suit, the generic one elsewhere."""
    deal = _Deal(templates)
    everybody = layout.classes
    courses = [deal.course(0, everybody, _COMMON_KINDS) for _n in range(layout.common)]
    if layout.elective_pair:
        courses += [deal.elective(title, everybody) for title in ELECTIVES]
    for band in layout.bands:
        deal.begin_band()
        courses += [
            deal.course(band.number, band.classes, _BAND_KINDS) for _n in range(band.courses)
        ]
    return tuple(_lend(courses, layout))


def _lend(courses: list[SampleCourse], layout: Layout) -> list[SampleCourse]:
    """Let a band that is a course short of eight join the last course of the band before it."""
    last = {course.band: place for place, course in enumerate(courses)}
    for before, band in pairwise(layout.bands):
        if layout.common + band.courses + layout.elective_pair < COURSES_EACH:
            host = courses[last[before.number]]
            courses[last[before.number]] = replace(host, classes=(*host.classes, *band.classes))
    return courses


class _Deal:
    """Hands out templates, each specific one once, and the generic one with subjects in turn."""

    def __init__(self, templates: Sequence[TemplateFacts]) -> None:
        self._specific = {one.key: one for one in templates if one.key in DEALT}
        self._used: set[str] = set()
        self._next_subject = 0
        self._titles: set[str] = set()

    def begin_band(self) -> None:
        """Start the list of subjects anew."""
        self._next_subject = 0
        self._titles.clear()

    def course(
        self, band: int, classes: tuple[ClassName, ...], kinds: Sequence[str]
    ) -> SampleCourse:
        """Return the next course for these classes."""
        for kind in kinds:
            for template in self._specific.values():
                free = template.kind == kind and template.key not in self._used
                if free and template.suits(classes):
                    self._used.add(template.key)
                    if kind == "class":
                        self._titles.add(template.subject)
                    return SampleCourse(template.key, template.key, template.subject, band, classes)
        return self._generic(band, classes)

    def elective(self, title: str, classes: tuple[ClassName, ...]) -> SampleCourse:
        """Return an elective for those of the classes who choose it."""
        wanted = {"Программирование": "programming", "Финансовая грамотность": "financ"}[title]
        for template in self._specific.values():
            if wanted in template.key and template.kind == "elective":
                return SampleCourse(
                    template.key, template.key, template.subject, 0, classes, elective=title
                )
        generic = self._generic(0, classes)
        return replace(generic, elective=title, subject=title, params={"subject": title})

    def _generic(self, band: int, classes: tuple[ClassName, ...]) -> SampleCourse:
        entry, turn = self._next_entry()
        title = entry["title"] if turn == 1 else f"{entry['title']}, часть {turn}"
        key = f"{entry['slug']}-{band or 'all'}" + (f"-{turn}" if turn > 1 else "")
        params = {"subject": title, "topics": entry["topics"], "bank": entry["slug"]}
        return SampleCourse(key, GENERIC, title, band, classes, params=params)

    def _next_entry(self) -> tuple[dict[str, Any], int]:
        """Return the next subject that no specific course of the band teaches, and its turn from 1."""
        subjects = load_subjects()
        while True:
            turn, place = divmod(self._next_subject, len(subjects))
            self._next_subject += 1
            if turn or subjects[place]["title"] not in self._titles:
                return subjects[place], turn + 1


@lru_cache(maxsize=1)
def load_subjects() -> list[dict[str, Any]]:
    """Return the subjects of the generic template: title, slug, topics."""
    text = resources.files(__package__).joinpath("subjects.toml").read_text(encoding="utf-8")
    subjects: list[dict[str, Any]] = tomllib.loads(text)["subject"]
    return subjects


def _params(data: dict[Any, Any]) -> list[Any]:
    params = data.get("params")
    return list(params.values()) if isinstance(params, dict) else []


def _is_required(param: Any) -> bool:
    return isinstance(param, dict) and bool(param.get("required"))
