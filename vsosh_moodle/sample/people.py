"""The people of a synthetic school, one row of a roster after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from vsosh_moodle.sample.courses import SampleCourse
from vsosh_moodle.sample.layout import Layout, SampleSize
from vsosh_moodle.sample.names import MadeUpName, make_name
from vsosh_moodle.school.classes import ClassName

CATEGORIES = ("спортсмены", "работающие", "обучение на дому", "пробелы в знаниях")

_NAMESAKE_EVERY = 40
_ADULT_GRADES = (9, 10, 11, 12)


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A row of the students' roster."""

    name: MadeUpName
    birth_date: date
    class_name: ClassName
    file_number: str
    categories: tuple[str, ...] = ()
    electives: tuple[str, ...] = ()
    start: date | None = None


@dataclass(frozen=True, slots=True)
class TeacherRow:
    """A row of the teachers' roster: one subject taught to the classes of one band."""

    name: MadeUpName
    subjects: tuple[str, ...]
    classes: tuple[ClassName, ...]
    staff_number: str


def iter_students(
    layout: Layout, size: SampleSize, year: int, electives: Sequence[str] = ()
) -> Iterator[StudentRow]:
    """Yield the students class by class; the same seed gives the same people.

    `year` is the calendar year the school year begins in. Of `electives` everybody chooses one.
    About every fortieth is a namesake of the one before; nobody shares both name and birth date.
    """
    rng = Random(size.seed)  # noqa: S311  made-up people, not secrets
    seen: set[int] = set()
    number = 0
    name = make_name(rng)
    for index, class_name in enumerate(layout.classes):
        for _place in range(layout.students_in(index, size.students)):
            number += 1
            if number % _NAMESAKE_EVERY:
                name = make_name(rng)
            birth_date = _birth_date(rng, class_name.grade, year)
            while hash((name, birth_date)) in seen:
                birth_date = _birth_date(rng, class_name.grade, year)
            seen.add(hash((name, birth_date)))
            yield StudentRow(
                name,
                birth_date,
                class_name,
                f"Л-{number:06d}",
                _categories(rng),
                (rng.choice(electives),) if electives else (),
                _late_start(rng, year),
            )


def make_teachers(courses: Sequence[SampleCourse], seed: int) -> list[TeacherRow]:
    """Return a teacher for each subject of each band, and of the whole school."""
    rng = Random(seed + 1)  # noqa: S311  made-up people, not secrets
    taught: dict[tuple[int, str], dict[ClassName, None]] = {}
    for course in courses:
        classes = taught.setdefault((course.band, course.subject), {})
        classes |= dict.fromkeys(course.classes)
    return [
        TeacherRow(make_name(rng), (subject,), tuple(sorted(classes)), f"Т-{number:04d}")
        for number, ((_band, subject), classes) in enumerate(taught.items(), start=1)
    ]


def _birth_date(rng: Random, grade: int, year: int) -> date:
    """An evening school: the age of the grade, a year or two more, and in the upper grades adults."""
    age = grade + 7 + rng.choices((0, 1, 2), (70, 20, 10))[0]
    if grade in _ADULT_GRADES and rng.random() < 0.08:
        age = rng.randint(18, 45)
    return date(year - age, 1, 1) + timedelta(days=rng.randrange(365))


def _categories(rng: Random) -> tuple[str, ...]:
    drawn = rng.random()
    if drawn > 0.3:
        return ()
    first = rng.choice(CATEGORIES)
    second = rng.choice(CATEGORIES)
    return (first, second) if drawn < 0.03 and first != second else (first,)


def _late_start(rng: Random, year: int) -> date | None:
    """One in twenty-five comes when the year has begun."""
    if rng.random() > 0.04:
        return None
    return date(year, 9, 10) + timedelta(days=rng.randrange(60))
