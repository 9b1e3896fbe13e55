"""Read the files of norms, with every problem of every file."""

import tomllib
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from vsosh_moodle.language import _
from vsosh_moodle.norms.models import (
    DayNorms,
    GradeLimit,
    LessonNorms,
    NormDevice,
    NormSource,
    ScreenLimit,
    ScreenNorms,
)
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.sources.pydantic_messages import say
from vsosh_moodle.sources.toml_text import load_toml

NORMS = "norms"

_Minutes = Annotated[int, Field(ge=1, le=1440)]
_Grade = Annotated[int, Field(ge=1, le=12)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _OfGrades(_Strict):
    grades: tuple[_Grade, _Grade]

    @model_validator(mode="after")
    def _in_order(self) -> "_OfGrades":
        if self.grades[0] > self.grades[1]:
            raise ValueError(_("параллели идут от меньшей к большей: [5, 9]"))
        return self


class _Meta(_Strict):
    title: str
    source: str
    valid_from: date
    valid_until: date
    checked_on: date


class _Screen(_OfGrades):
    device: NormDevice
    lesson: _Minutes
    school_day: _Minutes
    home_day: _Minutes | None = None


class _Stretch(_OfGrades):
    minutes: _Minutes


class _Most(_OfGrades):
    most: Annotated[int, Field(ge=1, le=100)]


class _Day(_Strict):
    earliest: time
    latest: time
    lesson: _Minutes
    pause: _Minutes = Field(alias="break")
    long_break: _Minutes
    long_break_after: tuple[int, ...]

    @field_validator("earliest", "latest", mode="before")
    @classmethod
    def _clock(cls, value: object) -> object:
        """Accept «8:00»: pydantic wants two digits."""
        return f"0{value}" if isinstance(value, str) and value[1:2] == ":" else value


class _Hard(_Strict):
    subjects: tuple[str, ...]


class _ScreenFile(_Strict):
    meta: _Meta
    screen: tuple[_Screen, ...] = Field(min_length=1)
    stretch: tuple[_Stretch, ...] = ()


class _LessonsFile(_Strict):
    meta: _Meta
    day: _Day
    lessons: tuple[_Most, ...] = ()
    week: tuple[_Most, ...] = ()
    hard: _Hard | None = None


def load_norms(folder: Path, shown: str) -> tuple[list[ScreenNorms | LessonNorms], list[Problem]]:
    """Return the norms of a folder's files and the problems of all of them; no folder has no norms.

    `shown` is how the folder is called to people. A file with `[[screen]]` is of screen time, one with
    `[day]` of lessons.
    """
    found: list[ScreenNorms | LessonNorms] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        place = Place(file=f"{shown}/{path.name}")
        try:
            data = load_toml(path)
            found.append(_parse(data, place.file))
        except tomllib.TOMLDecodeError as error:
            message = _("Файл TOML не читается: {detail}.").format(detail=error)
            problems.append(Problem(place, message, _example(), "norm-syntax"))
        except UnicodeDecodeError:
            message = _("файл сохранён не в UTF-8.")
            hint = _("Сохраните его в редакторе в кодировке UTF-8.")
            problems.append(Problem(place, message, hint, "norm-unreadable"))
        except OSError as error:
            message = _("файл норм не читается: {reason}.").format(reason=reason_of(error))
            problems.append(Problem(place, message, _example(), "norm-unreadable"))
        except ValidationError as error:
            problems += [_problem(place, fault) for fault in error.errors()]
    return found, problems


def expired_norms(files: Sequence[ScreenNorms | LessonNorms], today: date) -> list[Problem]:
    """Warn of norms past their date that no later file replaces."""
    problems = []
    for kind in (ScreenNorms, LessonNorms):
        same = [one for one in files if isinstance(one, kind)]
        if not same:
            continue
        last = max(same, key=lambda one: one.source.valid_until)
        if today > last.source.valid_until:
            problems.append(_expired(last.source))
    return problems


def _expired(source: NormSource) -> Problem:
    return Problem(
        Place(file=source.file),
        _("нормы «{title}» ({source}) действовали до {day}.").format(
            title=source.title, source=source.source, day=f"{source.valid_until:%d.%m.%Y}"
        ),
        _(
            "сверьте числа с действующей редакцией и поправьте valid_until и checked_on; до тех пор "
            "программа проверяет по прежним."
        ),
        "norm-expired",
        "warning",
    )


def _parse(data: dict[str, Any], file: str) -> ScreenNorms | LessonNorms:
    if "day" in data:
        read = _LessonsFile.model_validate(data)
        day = read.day
        return LessonNorms(
            _source(read.meta, file),
            DayNorms(
                day.earliest,
                day.latest,
                day.lesson,
                day.pause,
                day.long_break,
                day.long_break_after,
            ),
            tuple(GradeLimit(one.grades, one.most) for one in read.lessons),
            tuple(GradeLimit(one.grades, one.most) for one in read.week),
            read.hard.subjects if read.hard else (),
        )
    screen = _ScreenFile.model_validate(data)
    return ScreenNorms(
        _source(screen.meta, file),
        tuple(
            ScreenLimit(one.device, one.grades, one.lesson, one.school_day, one.home_day)
            for one in screen.screen
        ),
        tuple(GradeLimit(one.grades, one.minutes) for one in screen.stretch),
    )


def _source(meta: _Meta, file: str) -> NormSource:
    return NormSource(
        meta.title, meta.source, meta.valid_from, meta.valid_until, meta.checked_on, file
    )


def _example() -> str:
    return _("Образец — файл с тем же именем в новой школе: vsosh-moodle init образец")


def _problem(place: Place, fault: ErrorDetails) -> Problem:
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "missing":
        message = _("нет значения «{key}».").format(key=where)
    elif fault["type"] == "extra_forbidden":
        message = _("значения «{key}» в файле норм не бывает.").format(key=where)
    else:
        message = _("Значение «{key}»: {detail}").format(key=where, detail=say(fault).message)
    return Problem(place, message, _example(), "norm-value")
