"""The school a benchmark runs on: a sample of any size, pointed at a site, changed by 2 %."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from vsosh_moodle.sample.courses import assign_courses, load_template_facts
from vsosh_moodle.sample.layout import Layout, SampleSize, lay_out
from vsosh_moodle.sample.people import StudentRow, iter_students
from vsosh_moodle.sample.roster_files import write_students
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.workflow.new_project import init_project, school_year_of
from vsosh_moodle.workflow.project import Project

# Of a thousand pupils: ten new surnames, five other classes, three leavers, two newcomers.
PER_THOUSAND = {"surname": 10, "move": 5, "leave": 3, "new": 2}


@dataclass(frozen=True, slots=True)
class Target:
    """The site: its address, the file with its token, what its PHP takes, calls under way at once."""

    url: str
    token_file: Path
    max_input_vars: int = 1000
    workers: int = 4


@dataclass(frozen=True, slots=True)
class RosterChange:
    """How many rows of the roster were changed in each way."""

    surname: int
    move: int
    leave: int
    new: int


def make_school(
    folder: Path, size: SampleSize, target: Target, mark: str, *, content: bool = True
) -> Project:
    """Make a sample school in `folder` that provisions `target`; `mark` keeps it apart on the site.

    The mark ([a-z0-9]) goes into keys, logins, addresses and course short names, which Moodle wants
    unique, so that one site takes many runs. The guards about shrinking classes are wide open.
    Without `content` courses are empty shells of one section: people and places alone are measured.
    """
    project = init_project(folder, size).project
    text = project.config.read_text(encoding="utf-8")
    text = _put(text, r"^  url: sandbox.*$", _site(target))
    text = _put(text, r"^key_prefix: .*$", f'key_prefix: "bench-{mark}:"')
    text += (
        "\npolicies:\n  guards: {class_loss_percent: 100, class_loss_people: 1000000}\n"
        f'logins:\n  pattern: "{mark}.{{last}}.{{f}}.{{m}}"\n  email_domain: {mark}.invalid\n'
    )
    project.config.write_text(text, encoding="utf-8")
    for path in project.templates.glob("*.yaml"):
        template = path.read_text(encoding="utf-8")
        marked = _put(template, r'^short_name: "(.*)"$', rf'short_name: "\1 {mark}"')
        if not content:
            marked = re.sub(
                r"^(grading|completion|sections):.*?(?=^\S|\Z)", "", marked, flags=_BLOCK
            )
            marked += "\nsections:\n  - {key: general, title: Общее}\n"
        path.write_text(marked, encoding="utf-8")
    return project


def change_roster(project: Project, size: SampleSize, today: date) -> RosterChange:
    """Write the pupils' roster again with 2 % of them changed; returns how many in which way."""
    layout = lay_out(size)
    courses = assign_courses(layout, load_template_facts(project.templates))
    electives = [course.elective for course in courses if course.elective]
    rows = list(iter_students(layout, size, school_year_of(today), electives))
    done, changed = change_rows(rows, layout, size.seed)
    order = {name: place for place, name in enumerate(layout.classes)}
    changed.sort(key=lambda row: order[row.class_name])
    write_students(project.rosters, changed, size.students, {})
    return done


def change_rows(
    rows: list[StudentRow], layout: Layout, seed: int
) -> tuple[RosterChange, list[StudentRow]]:
    """Return the pupils with 2 % of them changed, newcomers last, and how many in which way."""
    done = RosterChange(**{name: max(1, len(rows) * n // 1000) for name, n in PER_THOUSAND.items()})
    rng = Random(seed)
    count = done.surname + done.move + done.leave
    places = rng.sample(range(len(rows)), min(count, len(rows)))
    surnames = places[: done.surname]
    moves = places[done.surname : done.surname + done.move]
    leavers = set(places[done.surname + done.move :])
    beside = _classes_beside(layout)
    result = list(rows)
    for place in surnames:
        result[place] = _renamed(rows[place], "Заречные")
    for place in moves:
        result[place] = replace(rows[place], class_name=beside[rows[place].class_name])
    kept = [row for place, row in enumerate(result) if place not in leavers]
    return done, kept + list(_newcomers(rng.sample(rows, min(done.new, len(rows)))))


def _newcomers(models: Iterable[StudentRow]) -> Iterable[StudentRow]:
    for number, row in enumerate(models, 1):
        yield replace(
            _renamed(row, "Приезжие"),
            birth_date=row.birth_date + timedelta(days=1),
            file_number=f"Н-{number:06d}",
        )


def _renamed(row: StudentRow, surname: str) -> StudentRow:
    return replace(row, name=row.name._replace(last=f"{row.name.last}-{surname}"))


def _classes_beside(layout: Layout) -> dict[ClassName, ClassName]:
    """Return for each class another one that takes the same courses, where there is one."""
    return {
        name: band.classes[(place + 1) % len(band.classes)]
        for band in layout.bands
        for place, name in enumerate(band.classes)
    }


def _site(target: Target) -> str:
    return "\n".join(
        [
            f"  url: {target.url}",
            f"  token: {{file: {target.token_file.resolve()}}}",
            f"  max_input_vars: {target.max_input_vars}",
            f"  workers: {target.workers}",
        ]
    )


_BLOCK = re.MULTILINE | re.DOTALL


def _put(text: str, pattern: str, new: str) -> str:
    """Replace the one line that matches; the sample's form has changed when there is none."""
    changed, count = re.subn(pattern, new, text, flags=re.MULTILINE)
    if count != 1:
        raise ValueError(pattern)
    return changed
