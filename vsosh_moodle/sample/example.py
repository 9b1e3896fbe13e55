"""The example rosters in `rosters/`: two dozen made-up pupils of the classes of config.example.yaml.

They are kept in the repository so that people can open them; a test compares them with what
`write_example_rosters` makes.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vsosh_moodle.config.models import Config
from vsosh_moodle.sample.courses import SampleCourse, load_template_facts
from vsosh_moodle.sample.layout import Band, Layout, SampleSize
from vsosh_moodle.sample.people import CATEGORIES, StudentRow, iter_students, make_teachers
from vsosh_moodle.sample.roster_files import write_students, write_teachers

STUDENTS = 24
SEED = 14


def write_example_rosters(config: Config, templates: Path, folder: Path) -> None:
    """Write `students.xlsx` and `teachers.xlsx` for the classes and programmes of a config."""
    students = example_students(config)
    courses = _courses(config, templates)
    choices = {
        "Класс": [str(name) for name in config.class_names()],
        "Категории": CATEGORIES,
        "Элективы": _electives(config),
    }
    write_students(folder, students, len(students), choices)
    subjects = sorted({course.subject for course in courses})
    write_teachers(folder, make_teachers(courses, SEED), {"Предметы": subjects})


def example_students(config: Config) -> list[StudentRow]:
    """Return the made-up pupils of a config's classes; all of them came on the first day."""
    classes = tuple(sorted(config.class_names()))
    layout = Layout((Band(1, classes, 0),), 0, elective_pair=False)
    size = SampleSize(STUDENTS, len(classes), 0, SEED)
    rows = iter_students(layout, size, config.school_year().start.year, _electives(config))
    return [replace(row, start=None) for row in rows]


def _electives(config: Config) -> Sequence[str]:
    return [programme.elective for programme in config.programmes if programme.elective]


def _courses(config: Config, templates: Path) -> list[SampleCourse]:
    subjects = {facts.key: facts.subject for facts in load_template_facts(templates)}
    return [
        SampleCourse(
            programme.key or programme.template,
            programme.template,
            str(programme.params.get("subject") or subjects[programme.template]),
            0,
            config.programme_classes(programme),
        )
        for programme in config.programmes
    ]
