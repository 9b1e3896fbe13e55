"""Write a synthetic school into a folder: config.yaml and rosters."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from vsosh_moodle.registers.words import exam_words
from vsosh_moodle.sample.config_text import render_config
from vsosh_moodle.sample.courses import assign_courses, load_template_facts
from vsosh_moodle.sample.layout import SampleSize, lay_out
from vsosh_moodle.sample.people import CATEGORIES, iter_students, make_teachers
from vsosh_moodle.sample.register_files import write_registers
from vsosh_moodle.sample.register_rows import SampleSchool, sample_registers
from vsosh_moodle.sample.roster_files import write_students, write_teachers
from vsosh_moodle.templates.exams import load_exams
from vsosh_moodle.templates.library import EXAMS

MOST_IN_REGISTERS = 20_000
"""Of a larger school so many pupils stand in the registers: nobody keeps longer ones by hand."""


@dataclass(frozen=True, slots=True)
class WrittenSample:
    """What was written: the config's text is returned, so that the caller writes it last."""

    config: str
    students: int
    teachers: int
    classes: int
    courses: int


def write_sample(size: SampleSize, templates: Path, rosters: Path, year: int) -> WrittenSample:
    """Write the rosters of a synthetic school to the folder `rosters`, and return its config.

    `templates` is the folder whose templates the school uses, `year` the calendar year the school
    year begins in. The same size, templates and year give the same school.
    """
    layout = lay_out(size)
    courses = assign_courses(layout, load_template_facts(templates))
    electives = [course.elective for course in courses if course.elective]
    classes = [str(name) for name in layout.classes]
    choices = {"Класс": classes, "Категории": CATEGORIES, "Элективы": electives}
    students = iter_students(layout, size, year, electives)
    write_students(rosters, students, size.students, choices)
    teachers = make_teachers(courses, size.seed)
    subjects = sorted({course.subject for course in courses})
    write_teachers(rosters, teachers, {"Предметы": subjects})
    return WrittenSample(
        render_config(layout, courses, size, year),
        size.students,
        len(teachers),
        len(layout.classes),
        len(courses),
    )


def write_sample_registers(
    size: SampleSize, templates: Path, folder: Path, year: int, today: date
) -> None:
    """Write the registers of the school that `write_sample` makes of the same size and year.

    `today` is the day they are of: nothing in them lies ahead but dates until when something holds.
    """
    layout = lay_out(size)
    facts = load_template_facts(templates)
    courses = assign_courses(layout, facts)
    electives = [course.elective for course in courses if course.elective]
    of_class = {one.key for one in facts if one.kind == "class"}
    exams, _problems = load_exams(templates / EXAMS, EXAMS)
    school = SampleSchool(
        year,
        today,
        size.seed,
        layout.classes,
        courses,
        make_teachers(courses, size.seed),
        exam_words(exams),
        frozenset(one.key for one in courses if one.template in of_class),
    )
    students = islice(iter_students(layout, size, year, electives), MOST_IN_REGISTERS)
    groups = tuple(dict.fromkeys(group for one in school.exams for group in one.groups))
    write_registers(folder, sample_registers(school, students), groups)
