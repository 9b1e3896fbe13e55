"""Plans to render: a first September, and an autumn in which everything happens at once."""

from collections.abc import Iterable
from dataclasses import replace

from tests.plan.schools import School, course_key, make_user, user_key
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.guards import Verdict
from vsosh_moodle.plan.plan import CourseNote, Forecast, Origin, Plan
from vsosh_moodle.plan.records import Kind, User
from vsosh_moodle.plan.state import State
from vsosh_moodle.problems import Place, Problem

TITLES = {"oge-math": "ОГЭ: математика", "oge-rus": "ОГЭ: русский язык", "algebra": "Алгебра"}
GIVEN = ("Аслан", "Мария", "Тимур", "Зарина", "Олег", "Фатима", "Пётр", "Елена")


def first_school() -> School:
    classes = {"8Д": range(1, 19), "9А": range(20, 45), "9Б": range(50, 73), "10Д": range(80, 96)}
    pupils = {number: name for name, numbers in classes.items() for number in numbers}
    return School(
        pupils,
        {"oge-math": ("9А", "9Б"), "oge-rus": ("9А", "9Б"), "algebra": ("8Д", "10Д")},
        {"oge-math": 101, "oge-rus": 102, "algebra": 101},
        sections=12,
    )


def autumn_school() -> School:
    school = first_school()
    pupils = dict(school.pupils)
    pupils[21], pupils[22] = "9Б", "9Б"
    del pupils[1], pupils[2], pupils[3], pupils[4]
    pupils[19] = "8Д"
    return replace(school, pupils=pupils)


def school_state(school: School) -> State:
    """Give the numbered people and courses of a school the names a report shows."""
    state = school.state()
    for user in list(state.user.values()):
        state.add(replace(user, firstname=GIVEN[int(user.key[-3:]) % len(GIVEN)]))
    for course in list(state.course.values()):
        title = TITLES[course.key.rpartition(":")[2]]
        state.add(replace(course, fullname=title, shortname=title.upper()))
    return state


def make_plan(
    changes: Iterable[Change], school: School, state: State, verdicts: tuple[Verdict, ...] = ()
) -> Plan:
    labels = {user.key: _full_name(user) for user in state.user.values()}
    labels |= {course.key: course.fullname for course in state.course.values()}
    labels |= {category.key: category.name for category in state.category.values()}
    labels |= {cohort.key: f"класс {cohort.name}" for cohort in state.cohort.values()}
    return Plan(
        origin=Origin("https://sdo.example.ru", "4.5.6", {"config.yaml": "0" * 64}, "2026/27"),
        changes=tuple(changes),
        verdicts=verdicts,
        forecast=Forecast(34, 500),
        labels=labels,
        places={
            user_key(number): Place("rosters/ученики.xlsx", name, row=number + 1)
            for number, name in school.pupils.items()
        },
        user_class={user_key(number): name for number, name in school.pupils.items()},
    )


def september_plan() -> Plan:
    school = first_school()
    desired = school_state(school)
    plan = make_plan(diff_states(desired, State(), State()), school, desired)
    missing = (("Числа", ("Урок «Дроби»", "Тест «Дроби»")), ("Уравнения", ("Задание 9",)))
    return replace(plan, notes=(CourseNote(course_key("oge-math"), "ОГЭ: математика", missing),))


def autumn_plan() -> Plan:
    base = school_state(first_school())
    live = base.copy()
    course = base.course[course_key("oge-math")]
    live.add(replace(course, shortname="МАТЕМАТИКА <ОГЭ>"))
    live.discard(Kind.ENROLMENT, f"{course_key('oge-rus')}|{user_key(30)}")
    school = autumn_school()
    desired = school_state(school)
    desired.add(replace(desired.course[course_key("algebra")], enddate=1813000000))
    desired.add(replace(course, summary="<p>Новый текст</p>"))
    plan = make_plan(
        diff_states(desired, live, base),
        school,
        desired,
        (
            Verdict(
                "class-loss",
                "Из класса 8Д выбывает 4 человека из 18 (порог: 10 % или 3 человека).",
                "class-loss:8Д",
                "8Д",
            ),
            Verdict("source-old", "Списки старше тех, что применялись.", "source-old", lifted=True),
        ),
    )
    labels = dict(plan.labels) | {
        user_key(n): _full_name(base.user[user_key(n)]) for n in range(1, 5)
    }
    problem = Problem(
        Place("rosters/ученики.xlsx", "9А", 7, "B7"),
        "латинская «a» в фамилии заменена на русскую.",
        severity="warning",
    )
    return replace(plan, labels=labels, problems=(problem,))


def empty_plan() -> Plan:
    state = school_state(first_school())
    return make_plan(diff_states(state, state, state), first_school(), state)


def hostile_plan() -> Plan:
    """A plan whose names try to become markup."""
    user = replace(make_user(1), lastname="<script>alert(1)</script>", firstname="[red]*x*|y|")
    school = School({1: "9А"})
    desired = State.of([user])
    return make_plan(diff_states(desired, State(), State()), school, desired)


def _full_name(user: User) -> str:
    return f"{user.lastname} {user.firstname} {user.middlename}"
