"""Dated facts about exams: course_templates/exams/*.toml, kept apart from the texts that use them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.sources.toml_text import load_toml
from vsosh_moodle.templates.fields import Strict


class ExamMeta(Strict):
    """Where the facts are from, and until when they hold."""

    exam: str = Field(description="Название: ОГЭ, ЕГЭ, итоговое собеседование")
    campaign: int = Field(description="Год кампании")
    source: str = Field(description="Откуда сведения")
    checked_on: date = Field(description="Когда сверено")
    valid_until: date = Field(description="До какого дня можно опираться")


class ExamPart(Strict):
    """A part of the exam paper."""

    name: str
    tasks: str
    points: int = 0
    note: str = ""


class ExamRequirement(Strict):
    """A second condition of a mark, beside the sum of points."""

    text: str
    group: str = ""
    tasks: tuple[int, ...] = ()
    min: int
    marks: tuple[str, ...]


class ExamSubject(Strict):
    """One subject of an exam.

    `scale` maps a mark (or «зачёт») to its lowest primary score; `short_tasks` are those with a short
    answer, which a quiz can check, worth `short_points` together. `grades` are those whose pupils sit
    it; `compulsory` names what all of them must sit, in this subject or another of the same name.
    """

    title: str
    minutes: int
    max: int
    tasks: int
    short_tasks: int = 0
    short_points: int = 0
    grades: tuple[int, ...] = ()
    compulsory: str = ""
    scale: dict[str, int] = Field(default_factory=dict)
    parts: tuple[ExamPart, ...] = ()
    require: tuple[ExamRequirement, ...] = ()
    dates: tuple[date, ...] = ()
    allowed: str = ""
    extra_minutes: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExamFile:
    """One file of exam facts."""

    key: str
    meta: ExamMeta
    subjects: Mapping[str, ExamSubject]
    place: Place

    def variables(self, subject: str) -> dict[str, object]:
        """Return what Jinja sees as `exam`: the subject's facts, the file's, and rows of the scale."""
        facts = self.subjects[subject]
        return {
            "exam": self.meta.exam,
            **self.meta.model_dump(),
            **facts.model_dump(),
            "scale_rows": scale_rows(facts.scale, facts.max),
        }


def scale_rows(scale: Mapping[str, int], most: int) -> list[dict[str, object]]:
    """Return rows of a marks table, lowest first: mark, its first and its last primary score."""
    bounds = sorted(scale.items(), key=lambda pair: pair[1])
    lowest = [low for _mark, low in bounds]
    return [
        {"mark": mark, "from": low, "to": above - 1}
        for (mark, low), above in zip(bounds, [*lowest[1:], most + 1], strict=False)
    ]


def load_exams(folder: Path, shown: str) -> tuple[dict[str, ExamFile], list[Problem]]:
    """Read all exam files of a folder; `shown` is how the folder is called in messages."""
    exams: dict[str, ExamFile] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        place = Place(file=f"{shown}/{path.name}")
        try:
            data = load_toml(path)
            exams[path.stem] = _parse_exam(path.stem, data, place)
        except tomllib.TOMLDecodeError as error:
            message = _("Файл TOML не читается: {detail}.").format(detail=error)
            problems.append(Problem(place, message, code="exam-syntax"))
        except (OSError, UnicodeDecodeError) as error:
            message = _("Файл не читается: {detail}.").format(detail=error)
            problems.append(Problem(place, message, code="file-unreadable"))
        except ValidationError as error:
            problems += [_exam_problem(place, dict(fault)) for fault in error.errors()]
    return exams, problems


def expired_exams(exams: Mapping[str, ExamFile], today: date) -> list[Problem]:
    """Warn about each file of facts that is past its date."""
    return [
        Problem(
            exam.place,
            _("Сведения об экзамене действовали до {day}.").format(
                day=f"{exam.meta.valid_until:%d.%m.%Y}"
            ),
            _("Сверьте баллы и сроки с источником и поправьте checked_on и valid_until."),
            code="exam-expired",
            severity="warning",
        )
        for exam in exams.values()
        if today > exam.meta.valid_until
    ]


def _parse_exam(key: str, data: dict[str, Any], place: Place) -> ExamFile:
    meta = ExamMeta.model_validate(data.pop("meta", {}))
    subjects = {name: ExamSubject.model_validate(table) for name, table in data.items()}
    return ExamFile(key, meta, subjects, place)


def _exam_problem(place: Place, fault: dict[str, Any]) -> Problem:
    where = ".".join(str(part) for part in fault["loc"])
    message = _("Значение «{key}»: {detail}.").format(key=where, detail=fault["msg"])
    hint = _("Образец — другой файл этой папки.")
    return Problem(place, message, hint, code="exam-value")
