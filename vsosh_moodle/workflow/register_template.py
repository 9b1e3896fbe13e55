"""Write registers to fill in, with what the project knows already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.registers.columns import RegisterDefinition, ValueKind
from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.registers.headers import kind_of_name
from vsosh_moodle.registers.records import RegisterKind
from vsosh_moodle.registers.words import RegisterWords
from vsosh_moodle.reports.register_template import RegisterChoices, render_register_template
from vsosh_moodle.school.classes import SchoolClass
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.registers import register_words
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.school import LoadedSchool, load_school

BOOK_NAME = "registers.xlsx"
PAST_YEARS = 2
"""For how many past years the register of what was reported offers a row for each indicator."""


@dataclass(frozen=True, slots=True)
class WrittenTemplate:
    """A file written: the registers in it, and how many rows stand there already."""

    path: Path
    titles: tuple[str, ...]
    rows: int


def write_register_templates(
    project: Project | None,
    kinds: Sequence[str],
    out: Path | None = None,
    *,
    separate: bool = False,
    empty: bool = False,
    force: bool = False,
) -> list[WrittenTemplate]:
    """Write one workbook with a sheet for each register, or (`separate`) a file for each.

    `kinds` are keys or Russian names, none for all. Without `out` they go to the project's folder of
    registers, outside a project to the current one. `empty`: without rows, also of a project. Raises
    ConfigError for an unknown kind and where a file stands already or cannot be written.
    """
    chosen = _chosen(kinds)
    folder = out or (project.registers if project else Path())
    groups = [[one] for one in chosen] if separate else [chosen]
    paths = [_path(folder, group, alone=separate or len(chosen) == 1) for group in groups]
    for path in paths:
        if path.exists() and not force:
            # The usual place is that of the filled registers: «--force» alone would cost a year's work.
            raise ConfigError(
                _("Файл {file} уже есть, в нём могут быть ваши записи.").format(file=path),
                _(
                    "Запишите образец в другую папку: --out образцы. С --force образец заменит файл "
                    "целиком, со всеми листами."
                ),
            )
    today = date.today()  # noqa: DTZ011  the school's own calendar day
    choices, rows = RegisterChoices(), dict[RegisterKind, list[Mapping[str, object]]]()
    if project is not None:
        school = load_school(project)
        words = register_words(project, school)
        choices = _choices(school, words)
        rows = {} if empty else dict(_prefilled(school, words))
    written = []
    for path, group in zip(paths, groups, strict=True):
        write_private(path, render_register_template(group, choices, rows, today), force=force)
        count = sum(len(rows.get(one.kind, ())) for one in group)
        written.append(WrittenTemplate(path, tuple(one.title for one in group), count))
    return written


def _path(folder: Path, group: Sequence[RegisterDefinition], *, alone: bool) -> Path:
    return folder / (f"{group[0].kind}.xlsx" if alone else BOOK_NAME)


def _chosen(kinds: Sequence[str]) -> list[RegisterDefinition]:
    known = definitions()
    if not kinds:
        return list(known)
    by_kind: dict[str, RegisterDefinition] = {one.kind: one for one in known}
    found: dict[RegisterKind, RegisterDefinition] = {}
    for word in kinds:
        kind = word if word in by_kind else kind_of_name(known, word)
        if kind is None:
            raise ConfigError(
                _("Реестра «{name}» нет.").format(name=word), did_you_mean(word, by_kind)
            )
        found[by_kind[kind].kind] = by_kind[kind]
    return list(found.values())


def _choices(school: LoadedSchool, words: RegisterWords) -> RegisterChoices:
    classes = school.config.class_names()
    return RegisterChoices(
        {
            ValueKind.CLASS: [str(name) for name in classes],
            ValueKind.GRADE: [str(grade) for grade in sorted({name.grade for name in classes})],
            ValueKind.COURSE: sorted(words.courses or ()),
            ValueKind.SUBJECT: list(dict.fromkeys(one.title for one in words.exams)),
            ValueKind.INDICATOR: list(words.indicators.values()),
            ValueKind.PUPIL: _names(school, Role.STUDENT),
            ValueKind.STAFF: _names(school, Role.TEACHER),
        },
        words.groups,
    )


def _names(school: LoadedSchool, role: Role) -> list[str]:
    names = {person.full_name for person in school.roster.people if person.role is role}
    return sorted(names)


def _prefilled(
    school: LoadedSchool, words: RegisterWords
) -> Iterator[tuple[RegisterKind, list[Mapping[str, object]]]]:
    pupils = [_pupil(person) for person in _pupils(school)]
    yield "curriculum", list(curriculum_rows(school))
    yield "staff", [{"name": name, **taught} for name, taught in _staff(school)]
    yield "training", [{"name": name} for name, _taught in _staff(school)]
    yield "trials", list(_trials(school, words))
    yield "devices", list(pupils)
    yield "projects", list(pupils)
    first = school.config.school_year().start.year
    yield (
        "past_years",
        [
            {"year": f"{year}/{(year + 1) % 100:02d}", "indicator": title}
            for year in range(first - PAST_YEARS, first)
            for title in words.indicators.values()
        ],
    )


def _pupils(school: LoadedSchool) -> list[Person]:
    found = [
        one
        for one in school.roster.people
        if one.role is Role.STUDENT and one.class_name is not None
    ]
    return sorted(found, key=lambda one: (one.class_name, one.full_name))


def _pupil(person: Person) -> dict[str, object]:
    return {
        "person": person.full_name,
        "number": person.school_number,
        "class_name": str(person.class_name),
    }


def _staff(school: LoadedSchool) -> list[tuple[str, dict[str, object]]]:
    """Return the teachers of the lists, each once, with everything they teach."""
    taught: dict[str, dict[str, None]] = {}
    for person in school.roster.people:
        if person.role is Role.TEACHER:
            taught.setdefault(person.full_name, {}).update(dict.fromkeys(person.subjects))
    return [
        (name, {"post": "учитель", "subjects": "; ".join(subjects)})
        for name, subjects in sorted(taught.items())
    ]


def curriculum_rows(school: LoadedSchool) -> Iterator[dict[str, object]]:
    """Yield the programmes that the year's courses teach: subject, grade, form of study, course.

    Courses for the whole school, electives, projects and exams are no programmes of the curriculum.
    """
    classes: dict[object, SchoolClass] = {one.name: one for one in school.config.school_classes()}
    rows: dict[tuple[str, int, str], dict[str, None]] = {}
    for course in school.programmes.courses:
        if course.kind != "class":
            continue
        for name in course.classes:
            key = course.subject, name.grade, classes[name].form.value
            rows.setdefault(key, {}).setdefault(course.key)
    for (subject, grade, form), courses in sorted(rows.items(), key=lambda one: one[0]):
        yield {"subject": subject, "grade": grade, "form": form, "course": "; ".join(courses)}


def _trials(school: LoadedSchool, words: RegisterWords) -> Iterator[dict[str, object]]:
    """Yield the graduates of each class with each exam that all of them sit."""
    for name, pupils in groupby(_pupils(school), key=lambda person: person.class_name):
        listed = list(pupils)
        for exam in words.exams:
            if exam.compulsory and name is not None and name.grade in exam.grades:
                for person in listed:
                    yield {**_pupil(person), "subject": exam.title}
