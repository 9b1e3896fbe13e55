"""What an undo asks about before it is carried out, word for word, and where it begins to ask."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.plan.schools import School, cohort_key, course_key, user_key
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.guard_facts import ClassThreshold, Verdict
from vsosh_moodle.plan.records import CohortMember, Enrolment, Record
from vsosh_moodle.plan.undo_guards import UndoGuardFacts, check_undo_guards

SITE = "https://sdo.example.ru"
FACTS = UndoGuardFacts(SITE, SITE)
ALGEBRA, OGE = course_key("algebra"), course_key("oge-math")


def change(action: Action, before: Record, after: Record | None = None) -> Change:
    return Change(action, before.kind, before.key, before, after)


def pupils(count: int, name: str = "9А", first: int = 1) -> dict[int, str]:
    return dict.fromkeys(range(first, first + count), name)


def closing(school: School, *numbers: int) -> list[Change]:
    users = [school.state().user[user_key(number)] for number in numbers]
    return [change(Action.SUSPEND, one, replace(one, suspended=True)) for one in users]


def leaving(name: str, *numbers: int) -> list[Change]:
    return [change(Action.REMOVE, CohortMember(cohort_key(name), user_key(one))) for one in numbers]


def found(changes: Sequence[Change], school: School, facts: UndoGuardFacts = FACTS) -> list[str]:
    return [one.override for one in check_undo_guards(changes, school.state(), facts)]


def test_a_run_on_another_site_is_asked_about_with_both_addresses() -> None:
    facts = UndoGuardFacts(SITE, "https://old.example.ru")
    message = (
        "Запуск был на сайте https://old.example.ru, а сейчас в config.yaml указан "
        "https://sdo.example.ru."
    )
    state = School().state()
    expected = Verdict("wrong-site", message, "wrong-site")
    assert check_undo_guards([], state, facts) == [expected]
    assert check_undo_guards([], state, facts, ("wrong-site",)) == [replace(expected, lifted=True)]
    assert check_undo_guards([], state, facts, ("class-loss",)) == [expected]
    assert check_undo_guards([], state, FACTS) == []


def test_a_class_that_loses_many_is_told_with_how_many_of_how_many() -> None:
    school = School(pupils(10) | pupils(10, "9Б", 50))
    (verdict,) = check_undo_guards(closing(school, 1, 2, 3, 4), school.state(), FACTS)
    assert verdict == Verdict(
        "class-loss", "Отмена затронет в классе 9А 4 человека из 10.", "class-loss:9А", "9А"
    )


@pytest.mark.parametrize(("lost", "asked"), [(3, False), (4, True)])
def test_just_so_many_people_are_silent_and_one_more_is_not(lost: int, asked: bool) -> None:
    facts = replace(FACTS, default_threshold=ClassThreshold(percent=99, people=3))
    changes = leaving("9А", *range(1, lost + 1))
    assert bool(found(changes, School(pupils(40)), facts)) == asked


@pytest.mark.parametrize(("lost", "asked"), [(2, False), (3, True)])
def test_just_the_per_cent_is_silent_and_one_more_is_not(lost: int, asked: bool) -> None:
    facts = replace(FACTS, default_threshold=ClassThreshold(percent=10, people=99))
    changes = leaving("9А", *range(1, lost + 1))
    assert bool(found(changes, School(pupils(20)), facts)) == asked


def test_a_class_may_have_a_threshold_of_its_own() -> None:
    facts = replace(FACTS, thresholds={"9А": ClassThreshold(percent=50, people=9)})
    school = School(pupils(10) | pupils(10, "9Б", 50))
    changes = [*leaving("9А", 1, 2, 3, 4), *leaving("9Б", 50, 51, 52, 53)]
    assert found(changes, school, facts) == ["class-loss:9Б"]


def test_whoever_goes_to_another_class_is_lost_to_the_former_one() -> None:
    school = School(pupils(10) | pupils(2, "9Б", 50))
    moves = [
        change(Action.MOVE, CohortMember(cohort_key("9А"), user), CohortMember(cohort_key("9Б"), user))
        for user in map(user_key, (1, 2, 3, 4))
    ]  # fmt: skip
    assert found(moves, school) == ["class-loss:9А"]


def test_whoever_is_closed_and_taken_out_counts_once() -> None:
    facts = replace(FACTS, default_threshold=ClassThreshold(percent=99, people=3))
    school = School(pupils(10))
    assert found([*closing(school, 1, 2, 3), *leaving("9А", 1, 2, 3)], school, facts) == []
    assert found([*closing(school, 1, 2), *leaving("9А", 3, 4)], school, facts) != []


def test_what_ends_nothing_and_leaves_no_class_is_silent() -> None:
    school = School(pupils(10), {"oge-math": ("9А",)})
    state = school.state()
    state.add(replace(next(iter(state.cohort.values())), key="vsosh:2026:learners:K1"))
    for number in range(1, 11):
        state.add(CohortMember("vsosh:2026:learners:K1", user_key(number)))
    users, enrolments = list(state.user.values()), list(state.enrolment.values())
    changes = [
        *(change(Action.UPDATE, one, replace(one, firstname="Пётр")) for one in users),
        *(change(Action.KEEP, one, replace(one, suspended=True)) for one in users),
        *(change(Action.SUSPEND, one, replace(one, suspended=True)) for one in enrolments),
        *(
            change(Action.REMOVE, CohortMember("vsosh:2026:learners:K1", user_key(number)))
            for number in range(1, 11)
        ),
        *(
            Change(Action.CREATE, one.kind, one.key, None, one)
            for one in state.cohort_member.values()
        ),
    ]
    assert check_undo_guards(changes, state, FACTS) == []


def test_a_cohort_that_is_no_class_does_not_hide_the_classes_after_it() -> None:
    state = School({}).state()
    for cohort in ("vsosh:2026:learners:K1", cohort_key("9А")):
        for number in range(1, 6):
            state.add(CohortMember(cohort, user_key(number)))
    verdicts = check_undo_guards(leaving("9А", 1, 2, 3, 4), state, FACTS)
    assert [one.override for one in verdicts] == ["class-loss:9А"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "снимается 1 учитель"), (2, "снимаются 2 учителя"), (5, "снимается 5 учителей")],
)
def test_teachers_taken_off_a_course_are_counted(number: int, words: str) -> None:
    school = School({}, {"oge-math": ("9А",)})
    places = [Enrolment(OGE, user_key(900 + one), "teacher") for one in range(number)]
    changes = [
        change(Action.SUSPEND, one, replace(one, suspended=True)) if place % 2
        else change(Action.REMOVE, one)
        for place, one in enumerate(places)
    ]  # fmt: skip
    title = school.state().course[OGE].fullname
    assert check_undo_guards(changes, school.state(), FACTS) == [
        Verdict(
            "teacher-removed", f"С курса «{title}» {words}.", "teacher-removed:oge-math", "oge-math"
        )
    ]


def test_a_course_that_nobody_remembers_is_named_by_its_key() -> None:
    changes = [change(Action.REMOVE, Enrolment(ALGEBRA, user_key(901), "teacher"))]
    (verdict,) = check_undo_guards(changes, School().state(), FACTS)
    assert verdict.message == f"С курса «{ALGEBRA}» снимается 1 учитель."


def test_pupils_taken_off_and_teachers_let_in_are_silent() -> None:
    school = School({}, {"oge-math": ("9А",)})
    teacher, pupil = (Enrolment(OGE, user_key(901), role) for role in ("teacher", "student"))
    away = replace(teacher, suspended=True)
    changes = [
        change(Action.REMOVE, pupil),
        change(Action.REACTIVATE, away, teacher),
        Change(Action.CREATE, teacher.kind, teacher.key, None, teacher),
    ]
    assert found(changes, school) == []
