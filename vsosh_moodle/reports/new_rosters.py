"""Rosters of a school year as workbooks, as people fill them in: the next year's lists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.reports.people_sheets import Sheet, SheetColumn, write_book
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Person
from vsosh_moodle.school.promotion import Fate, Placement

TEACHER_SHEET = "Учителя"
NAME_COLUMNS = (
    SheetColumn("Фамилия", 24),
    SheetColumn("Имя", 16),
    SheetColumn("Отчество", 22),
)


@dataclass(frozen=True, slots=True)
class RosterWords:
    """What the columns may hold: the classes, the categories' names by key, the electives."""

    classes: tuple[ClassName, ...]
    categories: Mapping[str, str]
    electives: tuple[str, ...] = ()


def write_student_roster(path: Path, students: Iterable[Person], words: RosterWords) -> None:
    """Write pupils to a new xlsx (0600): a sheet for each class that has any, sorted by name.

    Columns of days of admission and leaving stand only when somebody has one.
    """
    by_class: dict[ClassName, list[Person]] = defaultdict(list)
    for student in students:
        if student.class_name is not None:
            by_class[student.class_name].append(student)
    everybody = [student for one in by_class.values() for student in one]
    dates = (
        any(student.start for student in everybody),
        any(student.end for student in everybody),
    )
    columns = _student_columns(words, dates)
    write_book(
        path,
        (
            Sheet(str(name), columns, _student_rows(by_class[name], words, dates))
            for name in sorted(by_class)
        ),
    )


def _student_columns(words: RosterWords, dates: tuple[bool, bool]) -> tuple[SheetColumn, ...]:
    columns = [
        *NAME_COLUMNS,
        SheetColumn("Дата рождения", 15),
        SheetColumn("Класс", 9, tuple(map(str, sorted(words.classes))), strict=True),
        SheetColumn("Личное дело №", 16),
    ]
    if words.categories:
        columns.append(SheetColumn("Категории", 28, tuple(words.categories.values())))
    if words.electives:
        columns.append(SheetColumn("Элективы", 28, words.electives))
    if dates[0]:
        columns.append(SheetColumn("Дата зачисления", 16))
    if dates[1]:
        columns.append(SheetColumn("Дата выбытия", 16))
    return tuple(columns)


def _student_rows(
    students: Iterable[Person], words: RosterWords, dates: tuple[bool, bool]
) -> Iterator[list[object]]:
    for student in sorted(students, key=alphabetical):
        row: list[object] = [
            student.last_name,
            student.first_name,
            student.middle_name,
            student.birth_date,
            str(student.class_name),
            student.school_number,
        ]
        if words.categories:
            row.append("; ".join(words.categories.get(key, key) for key in student.categories))
        if words.electives:
            row.append("; ".join(student.electives))
        if dates[0]:
            row.append(student.start)
        if dates[1]:
            row.append(student.end)
        yield row


@dataclass(frozen=True, slots=True)
class TeacherRow:
    """A teacher's row of the new year; `was` is what stood there before when the row is to be filled."""

    teacher: Person
    was: str = ""


def write_teacher_roster(path: Path, rows: Sequence[TeacherRow], words: RosterWords) -> None:
    """Write teachers to a new xlsx (0600); what a row without subject had before stands beside it."""
    born = any(row.teacher.birth_date for row in rows)
    noted = any(row.was for row in rows)
    columns = (
        *NAME_COLUMNS,
        *([SheetColumn("Дата рождения", 15)] if born else []),
        SheetColumn("Предметы", 30),
        SheetColumn("Классы", 30, tuple(map(str, sorted(words.classes)))),
        SheetColumn("E-mail", 26),
        SheetColumn("Табельный №", 14),
        *([SheetColumn("В прошлом году", 40)] if noted else []),
    )
    ordered = sorted(rows, key=lambda row: alphabetical(row.teacher))
    cells = (
        [
            *(one.last_name, one.first_name, one.middle_name),
            *([one.birth_date] if born else []),
            "; ".join(one.subjects),
            ", ".join(map(str, one.classes)),
            *(one.email, one.school_number),
            *([row.was] if noted else []),
        ]
        for row in ordered
        for one in (row.teacher,)
    )
    write_book(path, [Sheet(TEACHER_SHEET, columns, cells)])


def write_departed(path: Path, placements: Sequence[Placement]) -> None:
    """Write who graduates and who leaves to a new xlsx (0600), a sheet for each."""
    columns = (
        *NAME_COLUMNS,
        SheetColumn("Дата рождения", 15),
        SheetColumn("Класс", 9),
        SheetColumn("Личное дело №", 16),
        SheetColumn("Дата выбытия", 16),
    )
    titles = {Fate.GRADUATES: "Выпускники", Fate.LEAVES: "Выбыли"}
    write_book(
        path,
        [Sheet(title, columns, _departed_rows(placements, fate)) for fate, title in titles.items()],
    )


def _departed_rows(placements: Sequence[Placement], fate: Fate) -> Iterator[list[object]]:
    people = [one.person for one in placements if one.fate is fate]
    for one in sorted(people, key=lambda one: (one.class_name or ClassName(0), alphabetical(one))):
        yield [
            one.last_name,
            one.first_name,
            one.middle_name,
            one.birth_date,
            str(one.class_name or ""),
            one.school_number,
            one.end,
        ]


def alphabetical(person: Person) -> tuple[str, ...]:
    """Return what sorts people as a class register does: ё stands between е and ж."""
    parts = (person.last_name, person.first_name, person.middle_name)
    return (*(part.casefold().replace("ё", "е\uffff") for part in parts), person.school_number)
