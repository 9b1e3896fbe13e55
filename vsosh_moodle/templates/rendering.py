"""Filling in the strings of a template, each problem with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TypeVar

from pydantic import ValidationError

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem, Severity
from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.sources.pydantic_problems import problems_of
from vsosh_moodle.sources.yaml_lines import YamlFile
from vsosh_moodle.templates.dates import (
    DateTextError,
    is_relative,
    parse_course_date,
    resolve_course_date,
)
from vsosh_moodle.templates.expressions import ExpressionError, render_text
from vsosh_moodle.templates.fields import Strict

Path = tuple[str | int, ...]
M = TypeVar("M", bound=Strict)


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders strings of one YAML file with one set of variables, collecting problems.

    `via` is the place of the template that includes the file, "" for the template itself.
    """

    yaml: YamlFile
    variables: Mapping[str, object]
    problems: list[Problem]
    via: str = ""

    def with_variables(self, **more: object) -> "Renderer":
        """Return a renderer that sees more variables and reports to the same list."""
        return replace(self, variables={**self.variables, **more})

    def in_file(self, yaml: YamlFile, path: Path) -> "Renderer":
        """Return a renderer for a shared file that is included at `path` of this one."""
        return replace(self, yaml=yaml, via=self.via or str(self.place(path)))

    def place(self, path: Path, line: int = 0) -> Place:
        """Return the place of a path of the file, `line` lines further down."""
        return Place(file=self.yaml.file, line=self.yaml.line(path) + line, via=self.via)

    def report(
        self, path: Path, message: str, hint: str = "", code: str = "template", line: int = 0,
        severity: Severity = "error",
    ) -> None:  # fmt: skip
        """Add a problem at a path of the file; `line` is the line inside a multi-line string."""
        problem = Problem(self.place(path, line), message, hint, code, severity)
        if problem not in self.problems:
            self.problems.append(problem)

    def text(self, source: str, path: Path) -> str:
        """Return the string with its Jinja filled in, or as it is when that fails."""
        try:
            return render_text(source, self.variables)
        except ExpressionError as error:
            inner = error.line if "\n" in source.strip("\n") else 0
            self.report(path, error.message, error.hint, error.code, inner)
            return ""

    def tree(self, value: object, path: Path) -> object:
        """Return plain data with every string of it filled in."""
        if isinstance(value, str):
            return self.text(value, path)
        if isinstance(value, Mapping):
            return {key: self.tree(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.tree(item, (*path, number)) for number, item in enumerate(value)]
        return value

    def model(self, model: M, path: Path, leave_out: frozenset[str] = frozenset()) -> M | None:
        """Return the model with its strings filled in and checked again; None when they are wrong."""
        before = len(self.problems)
        raw = model.model_dump(by_alias=True, exclude_unset=True, exclude=set(leave_out))
        data = self.tree(raw, path)
        if len(self.problems) > before:
            return None
        try:
            return type(model).model_validate(data, context={"final": True})
        except ValidationError as error:
            found = problems_of(error, type(model), self._part(path, data))
            self.problems.extend(
                replace(one, place=replace(one.place, via=self.via)) for one in found
            )
            return None

    def moment(
        self,
        text: str,
        path: Path,
        days: CourseDays,
        clock: time = time(0, 0),
        *,
        deadline: bool = False,
    ) -> datetime | None:
        """Return the moment a rendered date text means in a course of these days; None when unread.

        A relative `deadline` on a free day moves to the next school day, or is told when it may not.
        """
        if not text.strip():
            return None
        try:
            wanted = parse_course_date(text)
            moment = resolve_course_date(wanted, days, clock)
        except DateTextError as error:
            self.report(path, str(error), code="date")
            return None
        if not deadline or not days.is_free(moment.date()):
            return moment
        if days.moves and is_relative(wanted):
            return datetime.combine(days.moved(moment.date()), moment.time())
        self.report(
            path,
            _("Срок {day} приходится на нерабочий день.").format(day=f"{moment:%d.%m.%Y}"),
            _("Назначьте учебный день: vsosh-moodle calendar show покажет, какие дни учебные."),
            code="date-off",
            severity="warning",
        )
        return moment

    def _part(self, path: Path, data: object) -> YamlFile:
        size = len(path)
        lines = {
            where[size:]: line for where, line in self.yaml.lines.items() if where[:size] == path
        }
        return YamlFile(self.yaml.file, data, lines)
