"""A row of a register -> its record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place
from vsosh_moodle.registers.cells import Reading, check_class, read_cells, read_class
from vsosh_moodle.registers.exception_register import build_exception, read_exception
from vsosh_moodle.registers.records import (
    CurriculumRow,
    DeviceRow,
    EventRow,
    ExceptionRow,
    LetterRow,
    PastYearRow,
    ProjectRow,
    RegisterKind,
    ResourceRow,
    RoomRow,
    SoftwareRow,
    StaffRow,
    TimetableRow,
    TrainingRow,
    TrialRow,
)
from vsosh_moodle.registers.row import RegisterRow
from vsosh_moodle.registers.trial_points import check_points, read_groups, read_subject
from vsosh_moodle.registers.values import has_percent_sign
from vsosh_moodle.registers.whom import Whom, names_staff, read_member, read_pupil
from vsosh_moodle.school.classes import ClassName

Record = (
    CurriculumRow | StaffRow | TrainingRow | EventRow | ProjectRow | DeviceRow | RoomRow | TrialRow
    | LetterRow | PastYearRow | ResourceRow | SoftwareRow | TimetableRow | ExceptionRow
)  # fmt: skip


LESSON_MINUTES = 45
"""How long a lesson lasts where the timetable does not say."""


@dataclass(frozen=True, slots=True)
class BuiltRow:
    """A row that can be used: its record, and whose it is."""

    record: Record
    whom: Whom | None = None


def build_row(row: RegisterRow, inherited: ClassName | None, reading: Reading) -> BuiltRow | None:
    """Return what a row says, None when a problem of it is an error; all its problems are reported."""
    definition = row.header.definition
    values: dict[str, Any] = read_cells(row, reading)
    whom: Whom | None = None
    if definition.names_pupils:
        whom = read_pupil(row, values, inherited, reading)
        values["person"] = whom.name if whom else ""
        values["class_name"] = whom.class_name if whom else None
    elif names_staff(row):
        whom = read_member(row, reading)
        values["name"] = whom.name if whom else ""
    if definition.kind == "timetable":
        _read_lesson(row, values, reading)
    elif definition.kind == "trials":
        _read_trial(row, values, reading)
    elif definition.kind == "devices":
        _check_device(row, values)
    elif definition.kind == "exceptions":
        read_exception(row, values)
    elif definition.kind == "past_years":
        _check_past_year(row, values, reading)
    if row.bad or (whom is None and definition.names_people):
        return None
    return BuiltRow(_BUILDERS[definition.kind](values, row.place()), whom)


def _read_lesson(row: RegisterRow, values: dict[str, Any], reading: Reading) -> None:
    column = row.header.definition.column("class_name")
    name = read_class(row, column, reading)
    if name is None and not row.text("class_name"):
        row.report(
            "class_name",
            "cell-missing",
            _("не заполнено: Класс."),
            _("впишите класс, например 9А."),
        )
    elif name is not None:
        check_class(row, name, None, reading)
    values["class_name"] = name
    minutes, screen = values["minutes"] or LESSON_MINUTES, values["screen"]
    if screen is not None and screen > minutes:
        row.report(
            "screen",
            "screen-over-lesson",
            _("за экраном {screen} мин, а урок длится {minutes}.").format(
                screen=screen, minutes=minutes
            ),
            _("исправьте одно из двух чисел."),
        )
    if screen and values["mode"] == "offline":
        row.report(
            "screen",
            "screen-offline",
            _("урок без экрана, а за экраном {screen} мин.").format(screen=screen),
            _("очистите минуты или исправьте «Как проходит»."),
        )


def _read_trial(row: RegisterRow, values: dict[str, Any], reading: Reading) -> None:
    values["subject"], exam = read_subject(
        row, values["subject"], values["class_name"], reading.words
    )
    values["groups"] = read_groups(row)
    check_points(row, values, exam)


def _check_device(row: RegisterRow, values: Mapping[str, Any]) -> None:
    if values["has"] == "loan" and values["since"] is None:
        row.report(
            "since",
            "loan-undated",
            _("техника выдана, а дата выдачи не указана."),
            _("впишите, когда выдано: по этой дате видно, за какой период считать."),
            "warning",
        )


def _check_past_year(row: RegisterRow, values: Mapping[str, Any], reading: Reading) -> None:
    if values["plan"] is None and values["fact"] is None and not row.bad:
        row.report(
            "fact",
            "cell-missing",
            _("нет ни плана, ни факта."),
            _("впишите число или удалите строку."),
        )
    if values["indicator"] not in reading.words.percents:
        return
    for key in ("plan", "fact"):
        cell, number = row.cell(key), values[key]
        told = row.is_percent(key) or has_percent_sign(cell)
        if number is not None and 0 < number <= 1 and not told:
            row.report(
                key,
                "percent-fraction",
                _("{number:g}: это {number:g} % или {percent:g} %?").format(
                    number=number, percent=number * 100
                ),
                _(
                    "впишите проценты числом от 0 до 100, например 45,5; если их и правда меньше "
                    "одного — со знаком: 0,5 %."
                ),
            )


def _curriculum(values: Mapping[str, Any], place: Place) -> Record:
    course, *more = values["course"] or ("",)
    return CurriculumRow(
        values["subject"],
        values["grade"],
        values["form"],
        values["hours"],
        course,
        place,
        tuple(more),
    )


def _staff(values: Mapping[str, Any], place: Place) -> Record:
    return StaffRow(
        values["name"], values["post"], values["subjects"], bool(values["in_project"]), place
    )


def _training(values: Mapping[str, Any], place: Place) -> Record:
    return TrainingRow(
        values["name"], values["programme"], values["hours"], values["document"],
        values["issued"], values["valid_until"], bool(values["distance"]), place,
    )  # fmt: skip


def _event(values: Mapping[str, Any], place: Place) -> Record:
    return EventRow(
        values["day"], values["kind"], values["title"], values["level"], values["teachers"],
        values["pupils"], values["parents"], values["result"], place,
    )  # fmt: skip


def _project(values: Mapping[str, Any], place: Place) -> Record:
    return ProjectRow(
        values["person"], values["class_name"], values["topic"], values["stage"],
        values["passed"], place,
    )  # fmt: skip


def _device(values: Mapping[str, Any], place: Place) -> Record:
    return DeviceRow(
        values["person"], values["class_name"], values["has"], values["internet"],
        values["inventory"], values["since"], values["until"], values["returned"], place,
    )  # fmt: skip


def _room(values: Mapping[str, Any], place: Place) -> Record:
    return RoomRow(values["room"], bool(values["internet"]), values["computers"], place)


def _trial(values: Mapping[str, Any], place: Place) -> Record:
    return TrialRow(
        values["person"], values["class_name"], values["subject"], values["day"],
        values["points"], values["groups"], bool(values["final"]), place,
    )  # fmt: skip


def _letter(values: Mapping[str, Any], place: Place) -> Record:
    return LetterRow(
        values["person"], values["class_name"], values["kind"], values["handed"], place
    )


def _past_year(values: Mapping[str, Any], place: Place) -> Record:
    return PastYearRow(
        values["year"],
        values["indicator"],
        values["plan"],
        values["fact"],
        values["note"],
        place,
    )


def _lesson(values: Mapping[str, Any], place: Place) -> Record:
    return TimetableRow(
        values["class_name"], values["day"], values["subject"], values["lesson"], values["start"],
        values["minutes"], values["teacher"], values["group"], values["mode"] or "class",
        values["devices"], values["screen"], values["stretch"], values["homework"], place,
    )  # fmt: skip


def _resource(values: Mapping[str, Any], place: Place) -> Record:
    return ResourceRow(
        values["title"], values["subject"], values["kind"], values["author"], values["licence"],
        values["link"], values["checked"], place,
    )  # fmt: skip


def _software(values: Mapping[str, Any], place: Place) -> Record:
    return SoftwareRow(
        values["title"], values["licence"], values["valid_until"], values["places"], place
    )


_BUILDERS: Mapping[RegisterKind, Callable[[Mapping[str, Any], Place], Record]] = {
    "curriculum": _curriculum, "staff": _staff, "training": _training, "events": _event,
    "projects": _project, "devices": _device, "rooms": _room, "trials": _trial, "letters": _letter,
    "past_years": _past_year, "resources": _resource, "software": _software,
    "timetable": _lesson, "exceptions": build_exception,
}  # fmt: skip
