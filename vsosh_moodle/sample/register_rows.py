"""Registers of a synthetic school: what its spreadsheets say besides its lists, consistent with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from vsosh_moodle.indicators.definitions import definitions
from vsosh_moodle.registers.records import RegisterKind
from vsosh_moodle.registers.words import ExamWords
from vsosh_moodle.sample.courses import SampleCourse
from vsosh_moodle.sample.layout import is_distance
from vsosh_moodle.sample.names import make_name
from vsosh_moodle.sample.people import StudentRow, TeacherRow
from vsosh_moodle.sample.register_words import (
    EVENTS,
    EXTRA_STAFF,
    EXTRA_SUBJECTS,
    PAST_FIGURES,
    PROGRAMMES,
    RESOURCES,
    ROOMS,
    SOFTWARE,
    TOPICS,
)
from vsosh_moodle.sample.timetable import sample_timetable
from vsosh_moodle.school.classes import ClassName, StudyForm

Row = Mapping[str, object]

_SEED_SHIFT = 7
_YES, _NO = "да", "нет"


@dataclass(frozen=True, slots=True)
class SampleSchool:
    """What the registers are of: the people and courses of the sample, on the day it is made."""

    year: int
    today: date
    seed: int
    classes: tuple[ClassName, ...]
    courses: Sequence[SampleCourse]
    teachers: Sequence[TeacherRow]
    exams: Sequence[ExamWords]
    class_courses: frozenset[str]
    """Keys of the courses that teach a subject of the curriculum."""

    def day(self, day: date) -> date:
        """Return a day of the school year, the eve of today when that is still ahead."""
        return min(day, self.today - timedelta(days=1))


def sample_registers(
    school: SampleSchool, students: Iterable[StudentRow]
) -> dict[RegisterKind, list[Row]]:
    """Return the rows of all registers by their kinds; the same school gives the same rows.

    More programmes than courses; a document that has run out; things lent, brought back and kept too
    long; a room without the internet; projects of more than 30 % of the pupils; trial exams of the
    9th and the upper grades, some of which do not pass.
    """
    rng = Random(school.seed + _SEED_SHIFT)  # noqa: S311  made-up people, not secrets
    rows: dict[RegisterKind, list[Row]] = {
        "curriculum": list(_curriculum(school)),
        "timetable": list(_timetable(school)),
        "staff": [],
        "training": [],
        "trials": [],
        "devices": [],
        "rooms": [dict(zip(("room", "internet", "computers"), one, strict=True)) for one in ROOMS],
        "projects": [],
        "events": list(_events(school)),
        "letters": [],
        "resources": list(_resources(school)),
        "software": list(_software(school)),
        "past_years": list(_past_years(school)),
    }
    _add_staff(school, rng, rows)
    for number, student in enumerate(students):
        rows["trials"] += _trials(school, rng, student)
        rows["devices"].append(_device(school, rng, student, number))
        rows["projects"] += _project(school, rng, student, number)
        rows["letters"] += _letters(school, rng, student)
    return rows


def _pupil(student: StudentRow) -> dict[str, object]:
    return {
        "person": " ".join(part for part in student.name if part),
        "number": student.file_number,
        "class_name": str(student.class_name),
    }


def _curriculum(school: SampleSchool) -> Iterator[Row]:
    for grade in sorted({name.grade for name in school.classes}):
        taught: dict[str, list[str]] = {subject: [] for subject in EXTRA_SUBJECTS}
        for course in school.courses:
            of_grade = any(name.grade == grade for name in course.classes)
            if course.key in school.class_courses and of_grade and not course.elective:
                taught.setdefault(course.subject, []).append(course.key)
        for number, (subject, keys) in enumerate(sorted(taught.items())):
            yield {
                "subject": subject,
                "grade": grade,
                "form": StudyForm.PART_TIME.value,
                "hours": 1 + number % 3,
                "course": "; ".join(keys),
            }


def _timetable(school: SampleSchool) -> Iterator[Row]:
    teachers = {
        (subject, name): " ".join(part for part in teacher.name if part)
        for teacher in school.teachers
        for subject in teacher.subjects
        for name in teacher.classes
    }
    distance = frozenset(name for name in school.classes if is_distance(name))
    return sample_timetable(
        school.classes, distance, dict.fromkeys(school.classes, EXTRA_SUBJECTS), teachers
    )


def _add_staff(school: SampleSchool, rng: Random, rows: Mapping[RegisterKind, list[Row]]) -> None:
    names: dict[str, tuple[str, dict[str, None], bool]] = {}
    for teacher in school.teachers:
        name = " ".join(part for part in teacher.name if part)
        known = names.setdefault(name, ("учитель", {}, True))
        known[1].update(dict.fromkeys(teacher.subjects))
    for post, subject in EXTRA_STAFF:
        name = " ".join(part for part in make_name(rng) if part)
        names.setdefault(name, (post, dict.fromkeys([subject] if subject else []), False))
    for number, (name, (post, subjects, in_project)) in enumerate(names.items()):
        rows["staff"].append(
            {
                "name": name,
                "post": post,
                "subjects": "; ".join(subjects),
                "in_project": _YES if in_project else _NO,
            }
        )
        if number % 5 != 4:
            rows["training"].append(_training(school, name, number))


def _training(school: SampleSchool, name: str, number: int) -> Row:
    """Return a course of further training: the third of them has run out, the sixth soon will."""
    programme, hours, distance = PROGRAMMES[number % len(PROGRAMMES)]
    if number == 2:
        until, programme, distance = school.today - timedelta(days=40), PROGRAMMES[0][0], True
    elif number == 5:
        until = school.today + timedelta(days=45)
    else:
        until = school.today + timedelta(days=200 + 37 * (number % 20))
    return {
        "name": name,
        "programme": programme,
        "hours": hours,
        "document": f"ПК-{number + 101:04d}",
        "issued": until - timedelta(days=3 * 365),
        "valid_until": until,
        "distance": _YES if distance else _NO,
    }


def _trials(school: SampleSchool, rng: Random, student: StudentRow) -> Iterator[Row]:
    grade = student.class_name.grade
    exams = [one for one in school.exams if one.compulsory and grade in one.grades]
    ability = min(0.97, max(0.12, rng.gauss(0.58, 0.2)))
    second = rng.random() < 0.4
    for exam in exams:
        if rng.random() < 0.1:
            continue  # was absent
        for day, better in ((date(school.year, 10, 14), 0.0), (date(school.year, 11, 18), 0.08)):
            if better and not second:
                continue
            share = min(1.0, max(0.05, ability + better + rng.gauss(0, 0.06)))
            points = round(exam.most * share)
            row = {**_pupil(student), "subject": exam.title, "day": school.day(day)}
            row |= {"points": points}
            row |= {f"group:{group}": min(points, round(10 * share)) for group in exam.groups}
            yield row
            if school.day(day) != day:
                break  # both would fall on one day


def _device(school: SampleSchool, rng: Random, student: StudentRow, number: int) -> Row:
    drawn = rng.random()
    row: dict[str, object] = {
        **_pupil(student),
        "internet": _YES if rng.random() < 0.85 else _NO,
    }
    if drawn < 0.62:
        return {**row, "has": "есть своя"}
    if drawn < 0.9:
        given = school.day(date(school.year, 9, 7) + timedelta(days=number % 12))
        loan = {
            "has": "выдана школой",
            "inventory": f"110-{number + 1:05d}",
            "since": given,
            "until": date(school.year + 1, 5, 25),
        }
        if number % 5 == 0:
            loan["until"] = given + timedelta(days=30)  # overdue by the winter
        elif number % 7 == 0:
            loan["returned"] = school.day(given + timedelta(days=40))
        return {**row, **loan}
    return {**row, "has": _NO}


def _project(school: SampleSchool, rng: Random, student: StudentRow, number: int) -> Iterator[Row]:
    if number % 20 >= 8:
        return
    row = {**_pupil(student), "topic": TOPICS[number % len(TOPICS)]}
    if number % 20 < 7:
        passed = school.day(date(school.year, 10, 20) + timedelta(days=rng.randrange(30)))
        yield {**row, "stage": "защита", "passed": passed}
    else:
        yield {**row, "stage": "работа идёт"}


def _letters(school: SampleSchool, rng: Random, student: StudentRow) -> Iterator[Row]:
    if rng.random() < 0.8:
        handed = school.day(date(school.year, 9, 3) + timedelta(days=rng.randrange(14)))
        yield {**_pupil(student), "kind": "доступ к курсам", "handed": handed}
    if rng.random() < 0.1:
        handed = school.day(date(school.year, 11, 2) + timedelta(days=rng.randrange(10)))
        yield {**_pupil(student), "kind": "приглашение на консультацию", "handed": handed}


def _events(school: SampleSchool) -> Iterator[Row]:
    keys = ("kind", "title", "level", "teachers", "pupils", "parents", "result")
    for (month, day), *rest in EVENTS:
        held = date(school.year, month, day)
        if held < school.today:
            yield {"day": held, **dict(zip(keys, rest, strict=True))}


def _resources(school: SampleSchool) -> Iterator[Row]:
    keys = ("title", "subject", "kind", "author", "licence")
    for number, one in enumerate(RESOURCES):
        checked = school.day(date(school.year, 9, 1) + timedelta(days=number))
        yield {**dict(zip(keys, one, strict=True)), "checked": checked}


def _software(school: SampleSchool) -> Iterator[Row]:
    for title, licence, months, places in SOFTWARE:
        until = school.today + timedelta(days=30 * months) if months else ""
        yield {"title": title, "licence": licence, "valid_until": until, "places": places}


def _past_years(school: SampleSchool) -> Iterator[Row]:
    titles = {key: one.title for key, one in definitions({}).items()}
    for back in (2, 1):
        first = school.year - back
        for key, plan, *facts in PAST_FIGURES:
            if key in titles:
                yield {
                    "year": f"{first}/{(first + 1) % 100:02d}",
                    "indicator": titles[key],
                    "plan": plan,
                    "fact": facts[2 - back],
                    "note": f"отчёт за {first}/{(first + 1) % 100:02d} учебный год",
                }
