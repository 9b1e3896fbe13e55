"""Trying a template out on plausible classes, so that its faults show before a course needs it."""

from collections.abc import Iterator
from datetime import date

from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.calendar import SchoolYear, Term
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.templates.context import RenderContext
from vsosh_moodle.templates.expressions import ExpressionError, check_syntax
from vsosh_moodle.templates.render import CourseTemplate, check_course
from vsosh_moodle.templates.rendering import Path as NodePath

ANY_GRADES = (7, 12)


def example_year(first: int = 2026) -> SchoolYear:
    """Return a school year of two half-years that begins in September of `first`."""
    return SchoolYear(
        f"{first}/{(first + 1) % 100:02}",
        (
            Term("h1", "1 полугодие", date(first, 9, 1), date(first, 12, 30)),
            Term("h2", "2 полугодие", date(first + 1, 1, 11), date(first + 1, 5, 26)),
        ),
    )


def example_context(template: CourseTemplate, *classes: ClassName) -> RenderContext:
    """Return a context for trying a template out: its examples of parameters, a made-up year."""
    params = {
        name: param.example
        for name, param in template.model.params.items()
        if param.required or param.example is not None
    }
    return RenderContext(example_year(), classes, school="Школа", params=params, example=True)


def example_contexts(template: CourseTemplate) -> Iterator[RenderContext]:
    """Yield contexts a template should be fit for: a class of each grade, two of its last, all together."""
    grades = template.model.grades or ANY_GRADES
    for grade in sorted(set(grades)):
        yield example_context(template, ClassName(grade, "А"))
    yield example_context(template, ClassName(max(grades), "А"), ClassName(max(grades), "Б"))
    if len(set(grades)) > 1:
        yield example_context(template, *(ClassName(one, "А") for one in sorted(set(grades))))


def try_template(template: CourseTemplate) -> list[Problem]:
    """Return all problems a template shows by itself: expressions, pieces, dates, keys, files."""
    problems = _check_expressions(template)
    for context in example_contexts(template):
        _course, found = check_course(template, context)
        problems += [problem for problem in found if problem not in problems]
    return problems


def _check_expressions(template: CourseTemplate) -> list[Problem]:
    # Rendering meets only the branches that are taken; syntax is checked in all strings.
    problems = []
    for path, text in _strings(template.yaml.data, ()):
        try:
            check_syntax(text)
        except ExpressionError as error:
            inner = error.line if "\n" in text.strip("\n") else 0
            place = Place(file=template.yaml.file, line=template.yaml.line(path) + inner)
            problems.append(Problem(place, error.message, error.hint, error.code))
    return problems


def _strings(value: object, path: NodePath) -> Iterator[tuple[NodePath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strings(item, (*path, number))
