"""An invented school with a term behind it, as large as asked: what reports are composed of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from vsosh_moodle.config.reports import ReportsConfig
from vsosh_moodle.indicators.compute import compute_indicators
from vsosh_moodle.indicators.facts import (
    ActiveRule,
    ActivityFacts,
    CourseFacts,
    EverFacts,
    GradeFacts,
    GradingFacts,
    MonthFacts,
    Participation,
    PersonFacts,
    ProgressFacts,
    SnapshotFacts,
    TeacherFacts,
    WeekFacts,
    Window,
)
from vsosh_moodle.indicators.inputs import ExamScale, Inputs, Requirement, SchoolCourse
from vsosh_moodle.problems import Place
from vsosh_moodle.registers.records import (
    CurriculumRow,
    DeviceRow,
    EventRow,
    LetterRow,
    PastYearRow,
    Registers,
    RoomRow,
    StaffRow,
    TrainingRow,
    TrialRow,
)
from vsosh_moodle.reports.school.material import (
    Material,
    Norm,
    PupilRow,
    RegisterFile,
    ReportPeriod,
)
from vsosh_moodle.reports.school.people_labels import PeopleLabels
from vsosh_moodle.school.classes import ClassName, SchoolClass, StudyForm

START, END, UNTIL = date(2026, 9, 1), date(2027, 5, 26), date(2026, 12, 30)
CATEGORIES = {"sport": "спортсмены", "working": "работающие"}
CLASSES = ("8Д", "9А", "9Б", "10Д", "11А", "12В")
SUBJECTS = (
    ("Математика", "gia"), ("Русский язык", "gia"), ("Обществознание", "gia"), ("Алгебра", "class"),
    ("История", "class"), ("Химия", "class"), ("Проект", "project"), ("Первый вход", "school"),
)  # fmt: skip
SURNAMES = ("Абрикосов", "Берёзкин", "Вишняков", "Грушин", "Дубинин", "Ежевикин", "Жасминов")
NAMES = ("Алан", "Борис", "Вадим", "Георгий", "Давид", "Руслан")
ZONE = "Europe/Moscow"


def moment(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp())


def class_name(text: str) -> ClassName:
    return ClassName(int(text[:-1]), text[-1])


def name_of(number: int) -> str:
    """A name nobody else has: the surname carries the number in letters."""
    tail = "".join("абвгдежзик"[int(digit)] for digit in str(number))
    return f"{SURNAMES[number % 7]}{tail} {NAMES[number % 6]}"


def key_of(number: int) -> str:
    return f"vsosh:u{number:05d}"


def course_key(place: int) -> str:
    return f"vsosh:2026:course-{place}"


def invented_inputs(pupils: int = 60, seed: int = 1, activities: int = 20, **given: Any) -> Inputs:
    """Inputs of a school of that many pupils; two thirds of them work, one in ten never came."""
    rng = Random(seed)
    people = [_pupil(rng, number) for number in range(pupils)]
    courses = [_course(place, activities) for place in range(len(SUBJECTS))]
    took = [
        _part(rng, one, course.course, active=_works(number))
        for number, one in enumerate(people)
        for course in courses
    ]
    facts = ProgressFacts(
        window=Window(START, UNTIL, ZONE),
        rule=ActiveRule(),
        snapshot=SnapshotFacts(
            7, "2026-12-30T18:00:00+03:00", "https://sdo.example", "4.5.6", "plugin", True,
            len(courses), ("Курс «Химия»: журнал оценок не прочитан.",),
        ),
        people=tuple(people),
        participations=tuple(took),
        courses=tuple(courses),
        weeks=tuple(_weeks(people)),
        months=tuple(
            MonthFacts(date(2026, month, 1), pupils * month // 20, pupils) for month in range(9, 13)
        ),
        grading=tuple(GradingFacts(course_key(place), 40, 30, 24, 10) for place in range(6)),
        teachers=tuple(
            TeacherFacts(f"vsosh:t{place}", course_key(place), True, moment(UNTIL), 3)
            for place in range(len(SUBJECTS))
        ),
        grades=tuple(_mocks(rng, people)),
        ever=EverFacts(
            frozenset(one.person for one in people),
            frozenset(one.person for number, one in enumerate(people) if _works(number)),
            purged=1,
        ),
        first_snapshot=date(2026, 9, 10),
        snapshots_in_window=5,
    )  # fmt: skip
    values: dict[str, Any] = {
        "facts": facts,
        "today": UNTIL,
        "registers": invented_registers(),
        "courses": {
            course_key(place): SchoolCourse(
                kind, subject, f"course-{place}", f"{subject}: курс",
                tuple(class_name(one) for one in CLASSES),
                ("oge-2027", ("math", "rus", "social")[place]) if kind == "gia" else None,
                ("Начало", "Темы"), kind == "school",
            )
            for place, (subject, kind) in enumerate(SUBJECTS)
        },
        "classes": tuple(
            SchoolClass(class_name(one), StudyForm.PART_TIME, one.endswith("Д")) for one in CLASSES
        ),
        "targets": ReportsConfig().targets.model_dump(),
        "scales": _scales(),
        "pupils": {(name_of(number), _class_of(number)): key_of(number) for number in range(pupils)},
        "staff": {"Учителева Анна Петровна": "vsosh:t0"},
        "previous_year": 2025,
    }  # fmt: skip
    return Inputs(**values | given)


def invented_material(
    inputs: Inputs | None = None, *, named: bool = False, pupils: int = 60, **given: Any
) -> Material:
    """The material of a report about that school."""
    inputs = inputs or invented_inputs(pupils)
    numbers = range(len(inputs.facts.people))
    values: dict[str, Any] = {
        "inputs": inputs,
        "indicators": {one.key: one for one in compute_indicators(inputs)},
        "period": ReportPeriod("2026/27 учебный год", START, END, UNTIL, "2026/27"),
        "school": "Выдуманная вечерняя школа",
        "made": "30.12.2026 19:00",
        "labels": PeopleLabels(
            named, "соль", {key_of(number): name_of(number) for number in numbers},
            {"vsosh:t0": "Учителева Анна Петровна"},
        ),
        "config": ReportsConfig.model_validate(PASSPORT),
        "categories": CATEGORIES,
        "registers": (RegisterFile("Кадры", "registers/кадры.xlsx", 2),),
        "previous_title": "2025/26",
        "norms": (Norm("нормы экранного времени", "СанПиН-образец", date(2027, 3, 1)),),
        "pupils": tuple(
            PupilRow(key_of(n), _class_of(n), "очно-заочная", _class_of(n).endswith("Д"),
                     "mf"[n % 2], date(2010, 1 + n % 12, 1))
            for n in numbers
        ),
    }  # fmt: skip
    return Material(**values | given)


PASSPORT: dict[str, Any] = {
    "project": {
        "name": "Дистанционное обучение в вечерней школе",
        "goal": "Дать каждому ученику возможность учиться и готовиться к ГИА на расстоянии",
        "from": "2026-09-01",
        "to": "2028-08-31",
        "stages": [
            {"name": "Подготовительный", "from": "2026-09-01", "to": "2026-10-31"},
            {"name": "Основной", "from": "2026-11-01", "to": "2028-05-31"},
            {"name": "Заключительный", "from": "2028-06-01", "to": "2028-08-31"},
        ],
    },
    "signatures": [{"post": "Директор"}, {"post": "Заместитель директора по УВР"}],
}


def invented_registers() -> Registers:
    place = Place(file="registers/реестры.xlsx")
    return Registers(
        given=frozenset(
            {"curriculum", "staff", "training", "events", "devices", "rooms", "trials", "letters",
             "past_years"}
        ),
        curriculum=(
            CurriculumRow("Алгебра", 9, "очно-заочная", 3, "course-3", place),
            CurriculumRow("Физика", 9, "очно-заочная", 2, "", place),
        ),
        staff=(
            StaffRow("Учителева Анна Петровна", "учитель", ("Математика",), True, place),
            StaffRow("Наставников Пётр Ильич", "учитель", ("История",), False, place),
        ),
        training=(
            TrainingRow("Учителева Анна Петровна", "Цифровая дидактика", 72, "УД-1",
                        date(2025, 3, 1), None, True, place),
        ),
        events=(
            EventRow(date(2026, 10, 5), "семинар", "Как проверять работы в Moodle", "школьный", 9,
                     source=place),
            EventRow(date(2026, 11, 12), "собрание", "Родителям о дистанте", "школьный", 2,
                     parents=31, source=place),
        ),
        devices=tuple(
            DeviceRow(name_of(n), class_name(_class_of(n)), ("own", "own", "loan", "none")[n % 4],
                      n % 5 != 0, f"Н-{n}" if n % 4 == 2 else "", source=place)
            for n in range(40)
        ),
        rooms=(RoomRow("101", True, 12, place), RoomRow("102", False, 1, place)),
        trials=tuple(
            TrialRow(name_of(n), class_name(_class_of(n)), "Русский язык", date(2026, 12, 10),
                     float(n % 38), (("ГК1–ГК4", 7.0),), source=place)
            for n in range(60) if _class_of(n).startswith("9")
        ),
        letters=tuple(
            LetterRow(name_of(n), class_name(_class_of(n)), "итоги периода", date(2026, 12, 25), place)
            for n in range(30)
        ),
        past_years=(PastYearRow("2025/26", "coverage", 45, 38.2, "", place),),
    )  # fmt: skip


def without_snapshot(inputs: Inputs) -> Inputs:
    """The same school before its first pull."""
    people = tuple(
        one._replace(account=False, first_access=0, last_access=0) for one in inputs.facts.people
    )
    empty = ProgressFacts(inputs.facts.window, inputs.facts.rule, None, people=people)
    return replace(inputs, facts=empty)


def _class_of(number: int) -> str:
    return CLASSES[number % len(CLASSES)]


def _works(number: int) -> bool:
    return number % 3 != 0


def _pupil(rng: Random, number: int) -> PersonFacts:
    came = number % 10 != 0
    return PersonFacts(
        key_of(number), _class_of(number), "очно-заочная", _class_of(number).endswith("Д"),
        ((), ("sport",), ("working",), ())[number % 4], number % 20 != 7,
        date(2026, 10, 1) if number % 15 == 3 else None,
        date(2026, 11, 20) if number % 20 == 7 else None,
        True, False, moment(START) if came else 0,
        moment(UNTIL - timedelta(days=rng.randrange(40))) if came else 0,
    )  # fmt: skip


def _course(place: int, activities: int) -> CourseFacts:
    modules = ("page", "quiz", "assign", "resource")
    items = [
        ActivityFacts(
            place * 1000 + n, course_key(place), "mock-1-auto" if n == 0 else f"a{n}",
            "quiz" if n == 0 else modules[n % 4], f"Элемент {n}", 1, True,
            (31.0, 37.0, 37.0)[place] if n == 0 and place < 3 else 10.0, None, True,
            moment(START + timedelta(days=5 * n)), moment(START + timedelta(days=7 * n)), False,
            date(2026, 9, 10),
        )
        for n in range(activities)
    ]  # fmt: skip
    return CourseFacts(
        course_key(place), f"{SUBJECTS[place][0]}: курс", True, place != 5, tuple(items),
        (f"vsosh:t{place}",),
    )  # fmt: skip


def _part(rng: Random, one: PersonFacts, course: str, *, active: bool) -> Participation:
    done = rng.randrange(1, 12) if active else 0
    return Participation(
        one.person, course, one.present, done, done // 2, done // 3, 0,
        moment(START), moment(UNTIL), one.last_access, done,
        moment(UNTIL) if done == 11 else 0, float(rng.randrange(20, 101)) if active else None,
        rng.randrange(4),
    )  # fmt: skip


def _weeks(people: list[PersonFacts]) -> list[WeekFacts]:
    first = date(2026, 8, 31)
    sizes = {name: sum(one.class_name == name for one in people) for name in CLASSES}
    return [
        WeekFacts(first + timedelta(weeks=week), name, sizes[name] * (week % 4) // 4, week * 3 % 17)
        for week in range(18)
        for name in CLASSES
    ]


def _mocks(rng: Random, people: list[PersonFacts]) -> list[GradeFacts]:
    return [
        GradeFacts(one.person, course_key(place), place * 1000, float(rng.randrange(0, 31)),
                   (31.0, 37.0)[place], moment(date(2026, 12, 1)))
        for one in people
        if one.class_name.startswith("9")
        for place in range(2)
    ]  # fmt: skip


def _scales() -> tuple[ExamScale, ...]:
    return (
        ExamScale(
            "oge-2027", "math", "ОГЭ", "Математика", 31, (("3", 8), ("4", 15), ("5", 22)),
            date(2027, 8, 31),
            (Requirement("не меньше 2 баллов за геометрию", "геометрия", 2, frozenset("345")),),
            frozenset({9}), "математика", 2027, "приказ-образец",
        ),
        ExamScale(
            "oge-2027", "rus", "ОГЭ", "Русский язык", 37, (("3", 15), ("4", 26), ("5", 33)),
            date(2026, 11, 30),
            (Requirement("для «4» — 6 баллов за грамотность", "ГК1–ГК4", 6, frozenset("4")),),
            frozenset({9}), "русский язык", 2027, "приказ-образец",
        ),
    )  # fmt: skip
