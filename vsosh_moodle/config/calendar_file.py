"""calendar.yaml: how deadlines were shifted in the course of the year; `calendar shift` writes it."""

from datetime import date
from pathlib import Path

from pydantic import Field

from vsosh_moodle.config.fields import NumberOrText, Strict
from vsosh_moodle.config.models import Config
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.calendar import Shift
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.sources import YamlFile, load_yaml, validate
from vsosh_moodle.sources.suggestions import did_you_mean

CALENDAR_NAME = "calendar.yaml"
MOST_DAYS = 200

HEADER = """\
# Сдвиги сроков. Строки дописывает vsosh-moodle calendar shift, последнюю снимает calendar shift --undo.
# Всё, что в курсах должно быть сделано с названного дня, сдвигается на days дней; сами курсы не меняются,
# пока вы не примените план.
shifts:
"""


class ShiftConfig(Strict):
    """One shift."""

    start: date = Field(alias="from", description="С какого срока сдвигать")
    days: int = Field(
        ge=-MOST_DAYS, le=MOST_DAYS, description="На сколько дней; вперёд — без знака"
    )
    classes: tuple[NumberOrText, ...] = Field((), description="Для каких классов; пусто — для всех")
    courses: tuple[str, ...] = Field((), description="Для каких курсов; пусто — для всех")
    reason: str = Field("", description="Почему")


class CalendarFile(Strict):
    """The whole file."""

    shifts: tuple[ShiftConfig, ...] | None = Field((), description="Сдвиги по порядку")


def load_shifts(path: Path, config: Config) -> tuple[tuple[Shift, ...], list[Problem]]:
    """Return the shifts of a calendar.yaml, none where there is no file, and its problems."""
    if not path.is_file():
        return (), []
    yaml = load_yaml(path, path.parent)
    model, problems = validate(CalendarFile, yaml)
    if model is None:
        return (), problems
    shifts = []
    for number, one in enumerate(model.shifts or ()):
        problems += _check(one, number, yaml, config)
        names = frozenset(filter(None, map(parse_class_name, one.classes)))
        shifts.append(Shift(one.start, one.days, names, frozenset(one.courses), one.reason))
    if any(problem.severity == "error" for problem in problems):
        return (), problems
    return tuple(shifts), problems


def render_shift(one: Shift) -> str:
    """Return the line of a shift in the file."""
    parts = [f"from: {one.start.isoformat()}", f"days: {one.days}"]
    if one.classes:
        parts.append(f"classes: [{', '.join(str(name) for name in sorted(one.classes))}]")
    if one.courses:
        parts.append(f"courses: [{', '.join(sorted(one.courses))}]")
    if one.reason:
        escaped = one.reason.replace("\\", "\\\\").replace('"', '\\"')
        parts.append(f'reason: "{escaped}"')
    return f"  - {{{', '.join(parts)}}}\n"


def _check(one: ShiftConfig, number: int, yaml: YamlFile, config: Config) -> list[Problem]:
    at = ("shifts", number)
    problems = []
    year = config.school_year()
    if not year.start <= one.start <= year.end:
        message = _("{day} — не в учебном году {year}.").format(
            day=f"{one.start:%d.%m.%Y}", year=year.name
        )
        problems.append(
            yaml.problem(
                (*at, "from"), "date-outside", message, _("Исправьте день или уберите строку.")
            )
        )
    known = config.class_names()
    for name in one.classes:
        if parse_class_name(name) not in known:
            message = _("класса «{name}» нет в classes.").format(name=name[:40])
            hint = did_you_mean(name, map(str, known)) or _("Исправьте имя класса.")
            problems.append(yaml.problem((*at, "classes"), "class-unknown", message, hint))
    return problems
