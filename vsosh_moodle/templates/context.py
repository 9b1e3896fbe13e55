"""What a template is rendered for, and the variables its Jinja sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place
from vsosh_moodle.school.calendar import SchoolYear, Term
from vsosh_moodle.school.classes import ClassName

SPELT_OUT, GROUPED = 8, 40
"""Up to how many classes a title names each, and up to how many it groups them by grade."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """The school year, period, classes and parameters of one course.

    `term` None means the whole year. `key` is the course key the programme gives, "" for the rule:
    `<template>-<class>` with `per_class`, else `<template>`. `source` is the programme's place in
    the config: problems with its parameters are reported there. `example` is set for made-up classes.
    `distance_days` are the weekdays on which all the classes learn from home; `moves_deadlines`: what is
    due on a free day moves.
    """

    year: SchoolYear
    classes: tuple[ClassName, ...] = ()
    term: Term | None = None
    school: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    per_class: bool = False
    source: Place = field(default_factory=Place)
    example: bool = False
    distance_days: tuple[int, ...] = ()
    moves_deadlines: bool = True

    @property
    def start(self) -> date:
        """The first day of the period."""
        return self.term.start if self.term else self.year.start

    @property
    def end(self) -> date:
        """The last day of the period."""
        return self.term.end if self.term else self.year.end

    def course_key(self, template: str) -> str:
        """Return the key of the course this template makes here."""
        if self.key:
            return self.key
        if self.per_class and self.classes:
            return f"{template}-{'-'.join(str(name) for name in self.classes)}"
        return template


def render_variables(
    context: RenderContext, params: Mapping[str, object], exam: Mapping[str, object] | None
) -> dict[str, object]:
    """Return the variables of a template: course, year, term, school, params and exam."""
    variables: dict[str, object] = {
        "course": _course_variables(context),
        "year": {
            "name": context.year.name,
            "start": context.year.start,
            "end": context.year.end,
            "short": context.year.short,
        },
        "term": _term_variables(context),
        "school": {"name": context.school},
        "params": dict(params),
    }
    if exam is not None:
        variables["exam"] = dict(exam)
    return variables


def _course_variables(context: RenderContext) -> dict[str, object]:
    names = [str(name) for name in context.classes]
    grades = sorted({name.grade for name in context.classes})
    variables: dict[str, object] = {
        "classes": names,
        "class_names": render_class_names(context.classes),
        "grades": grades,
        "parallel": ", ".join(str(grade) for grade in grades),
        "start": context.start,
        "end": context.end,
    }
    if grades:
        variables["grade"] = grades[-1]
    return variables


def render_class_names(names: Sequence[ClassName]) -> str:
    """Return classes as a course's title names them, short enough for Moodle however many they are.

    «9А, 9Б»; above eight classes «9АБВ, 11АБ»; above forty the grades and the count.
    """
    if len(names) <= SPELT_OUT:
        return ", ".join(str(name) for name in names)
    letters: dict[int, str] = {}
    for name in names:
        letters[name.grade] = letters.get(name.grade, "") + name.letter
    if len(names) <= GROUPED:
        return ", ".join(f"{grade}{letters[grade]}" for grade in sorted(letters))
    lowest, highest = min(letters), max(letters)
    grades = str(lowest) if lowest == highest else f"{lowest}–{highest}"
    return _("{grades} классы ({count})").format(grades=grades, count=len(names))


def _term_variables(context: RenderContext) -> dict[str, object]:
    if context.term:
        name, key = context.term.name, context.term.key
    else:
        name, key = context.year.name, ""
    return {"name": name, "key": key, "start": context.start, "end": context.end}
