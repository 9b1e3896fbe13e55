"""Random inputs of indicators: small schools where anything may happen."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.indicators.terms import (
    END,
    START,
    activity,
    class_name,
    course,
    facts,
    moment,
    oge_math,
    oge_russian,
    points,
    pupil,
    school_course,
    snapshot,
    teacher,
    took_part,
)
from vsosh_moodle.indicators.facts import (
    ActiveRule,
    EverFacts,
    GradingFacts,
    ProgressFacts,
    WorkKind,
)
from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.registers.records import (
    CurriculumRow,
    DeviceRow,
    LetterRow,
    PastYearRow,
    ProjectRow,
    Registers,
    RoomRow,
    StaffRow,
    TrainingRow,
    TrialRow,
)

PEOPLE = [f"p{number}" for number in range(8)]
COURSES = ["vsosh:2026:oge-math", "vsosh:2026:project", "vsosh:2026:first-login"]
CLASSES = ["6А", "8Д", "9А", "9Б", "10Д", "11А", "12З", "Выпуск"]
KINDS = dict(zip(COURSES, ["gia", "project", "school"], strict=True))
MODULES = ["page", "quiz", "assign", "forum", "label", "resource", "h5pactivity"]
KEYS = ["", "mock-1-auto", "mock-1-manual", "mock-2-auto", "diagnostics-quiz", "theory"]

small = st.integers(0, 3)
days = st.integers(-60, 330).map(lambda number: START + timedelta(days=number))
moments = st.one_of(st.just(0), days.map(moment))
persons = st.sampled_from([*PEOPLE, "stranger"])
flags = st.booleans()
NINTH = class_name("9А")

pupils = st.builds(
    pupil, st.sampled_from(PEOPLE), st.sampled_from(CLASSES), present=flags, account=flags,
    distance=flags, first_access=moments, last_access=moments,
    form=st.sampled_from(["очная", "заочная"]),
    categories=st.sampled_from([(), ("sport",), ("home", "sport")]),
)  # fmt: skip

participations = st.builds(
    took_part, persons, st.sampled_from(COURSES), done=small, submitted=small, attempts=small,
    posts=small, completed=moments, grade=st.one_of(st.none(), st.floats(0, 100)), overdue=small,
)  # fmt: skip

activities = st.builds(
    activity, st.integers(1, 40), st.sampled_from(MODULES), key=st.sampled_from(KEYS), section=small,
    visible=flags, gone=flags, added=moments, first_seen=days,
    grade_max=st.sampled_from([None, 19.0, 12.0, 31.0]),
)  # fmt: skip


@st.composite
def progress(draw: st.DrawFn) -> ProgressFacts:
    """Facts of a period, or of none when there is no snapshot."""
    people = draw(st.lists(pupils, unique_by=lambda one: one.person, max_size=8))
    took = draw(
        st.lists(participations, unique_by=lambda one: (one.person, one.course), max_size=14)
    )
    there = [
        course(key, *draw(st.lists(activities, unique_by=lambda one: one.activity, max_size=5)),
               visible=draw(flags), tracks_completion=draw(flags))
        for key in draw(st.lists(st.sampled_from(COURSES), unique=True))
    ]  # fmt: skip
    ever = draw(st.frozensets(persons))
    kinds = draw(st.frozensets(st.sampled_from(list(WorkKind)), min_size=1))
    return facts(
        rule=ActiveRule(kinds, draw(st.integers(1, 3))),
        snapshot=draw(st.sampled_from([snapshot(), snapshot(complete=False), None])),
        people=tuple(people),
        participations=tuple(took),
        courses=tuple(there),
        grades=tuple(
            draw(st.lists(st.builds(points, persons, st.integers(1, 40), st.floats(0, 19), st.just(19.0))))
        ),
        teachers=tuple(
            draw(st.lists(st.builds(teacher, st.sampled_from(["t1", "t2"]), st.sampled_from(COURSES), active=flags)))
        ),
        grading=tuple(
            draw(st.lists(st.builds(GradingFacts, st.sampled_from(COURSES), small, small, small, small), max_size=3))
        ),
        ever=EverFacts(ever, draw(st.frozensets(persons)) & ever, draw(small)),
        first_snapshot=draw(st.one_of(st.none(), days)),
    )  # fmt: skip


@st.composite
def registers(draw: st.DrawFn) -> Registers:
    """Registers of which any may be missing."""
    names = st.sampled_from(["Примерова А. И.", "Вымышленный П. П."])
    some = st.one_of(st.none(), days)
    kinds = ["curriculum", "staff", "training", "projects", "devices", "rooms", "trials", "letters"]
    return Registers(
        given=draw(st.frozensets(st.sampled_from(kinds))),
        curriculum=tuple(draw(st.lists(st.builds(
            CurriculumRow, st.sampled_from(["Математика", "Химия"]), st.integers(7, 12), st.just("заочная"),
            course=st.sampled_from(["", "oge-math", "typo"])), max_size=4))),
        staff=tuple(draw(st.lists(st.builds(StaffRow, names, in_project=flags), max_size=3))),
        training=tuple(draw(st.lists(st.builds(
            TrainingRow, names, st.just("ДОТ"), st.none(), st.just(""), some, some, flags), max_size=4))),
        projects=tuple(draw(st.lists(st.builds(
            ProjectRow, persons, st.just(NINTH), st.just(""), st.just(""), some), max_size=4))),
        devices=tuple(draw(st.lists(st.builds(
            DeviceRow, persons, st.just(NINTH), st.sampled_from(["own", "loan", "none"]),
            st.sampled_from([True, False, None]), since=some, until=some, returned=some), max_size=6))),
        rooms=tuple(draw(st.lists(st.builds(RoomRow, st.just("1"), flags), max_size=3))),
        trials=tuple(draw(st.lists(st.builds(
            TrialRow, persons, st.just(NINTH), st.sampled_from(["Математика", "Русский язык", "?"]), days,
            st.floats(0, 40), st.sampled_from([(), (("геометрия", 1.0),), (("геометрия", 2.0),)]), flags),
            max_size=6))),
        letters=tuple(draw(st.lists(st.builds(
            LetterRow, persons, st.just(NINTH), st.just("итоги"), some), max_size=4))),
        past_years=tuple(draw(st.lists(st.builds(
            PastYearRow, st.sampled_from(["2025/26", "давно"]), st.sampled_from(["coverage", "rooms"]),
            st.none(), st.sampled_from([None, 12.0])), max_size=2))),
    )  # fmt: skip


@st.composite
def random_inputs(draw: st.DrawFn) -> Inputs:
    """Inputs of any small school."""
    return Inputs(
        facts=draw(progress()),
        today=draw(st.sampled_from([END, date(2027, 1, 15), date(2028, 1, 1)])),
        previous=draw(st.one_of(st.none(), progress())),
        registers=draw(registers()),
        courses={
            key: school_course(
                kind, kind, short=key.rpartition(":")[2], classes=(NINTH,),
                exam=("oge-2027", "math") if kind == "gia" else None,
            )
            for key, kind in KINDS.items()
        },
        targets=draw(st.sampled_from([{}, {"coverage_percent": 50.0, "rooms_percent": 100.0}])),
        scales=draw(st.sampled_from([(), (oge_math(), oge_russian()), (oge_math(scale=()),)])),
    )  # fmt: skip
