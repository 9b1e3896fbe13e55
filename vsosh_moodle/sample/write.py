"""Write a synthetic school into a folder: config.yaml and rosters."""

from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.sample.config_text import render_config
from vsosh_moodle.sample.courses import assign_courses, load_template_facts
from vsosh_moodle.sample.layout import SampleSize, lay_out
from vsosh_moodle.sample.people import CATEGORIES, iter_students, make_teachers
from vsosh_moodle.sample.roster_files import write_students, write_teachers


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
