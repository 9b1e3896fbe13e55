"""What undo finds otherwise than the run left it: it is left alone, and told where that matters."""

from dataclasses import replace

from tests.plan.schools import School, cohort_key, course_key, user_key
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import (
    CalendarEvent,
    CohortMember,
    CohortSync,
    CourseActivity,
    Enrolment,
    Record,
    with_fields,
)
from vsosh_moodle.plan.settings import settings_of
from vsosh_moodle.plan.state import State
from vsosh_moodle.plan.undo import UndoFacts, undo_changes

FACTS = UndoFacts(1)
COURSE = course_key("oge-math")


def made(record: Record) -> Change:
    return Change(Action.CREATE, record.kind, record.key, None, record)


def removed(record: Record) -> Change:
    return Change(Action.REMOVE, record.kind, record.key, record, None)


def undone(change: Change, *live: Record, facts: UndoFacts = FACTS) -> list[Change]:
    return undo_changes([change], State.of(live), facts)


def a_course() -> tuple[Record, ...]:
    state = School({1: "9А"}, {"oge-math": ("9А",)}, {"oge-math": 101}).state()
    return (*state.course.values(), *state.user.values(), *state.cohort.values())


def test_what_somebody_deleted_since_needs_no_undo() -> None:
    assert undone(made(CohortMember(cohort_key("9А"), user_key(1)))) == []


def test_an_event_that_somebody_moved_since_is_kept_and_told() -> None:
    event = CalendarEvent(COURSE, "meeting", settings_of({"name": "Собрание", "start": 1}))
    moved = with_fields(event, dict(settings_of({"start": 2})))
    (kept,) = undone(made(event), *a_course(), moved)
    assert kept.action is Action.KEEP
    assert "после запуска № 1" in kept.reason
    assert [one.action for one in undone(made(event), *a_course(), event)] == [Action.REMOVE]


def test_an_enrolment_whose_role_somebody_changed_since_is_kept_and_told() -> None:
    enrolment = Enrolment(COURSE, user_key(1), "student")
    teacher = replace(enrolment, role="teacher")
    for facts in (FACTS, UndoFacts(1, unenrol=True)):
        (kept,) = undone(made(enrolment), *a_course(), teacher, facts=facts)
        assert kept.action is Action.KEEP
        assert "после запуска № 1" in kept.reason


def test_an_account_that_is_closed_already_is_left() -> None:
    user = School({1: "9А"}).state().user[user_key(1)]
    assert undone(made(user), replace(user, suspended=True)) == []


def test_an_activity_hidden_since_is_left_and_one_that_a_later_run_uses_is_told() -> None:
    activity = CourseActivity(COURSE, "a", "page", settings_of({"name": "А", "visible": True}))
    hidden = with_fields(activity, dict(settings_of({"visible": False})))
    assert undone(made(activity), *a_course(), hidden) == []
    facts = UndoFacts(1, built_on={(activity.kind, activity.key): 4})
    (kept,) = undone(made(activity), *a_course(), activity, facts=facts)
    assert kept.action is Action.KEEP
    assert "№ 4" in kept.reason


def test_what_somebody_put_back_since_is_left_and_told_when_it_differs() -> None:
    enrolment = Enrolment(COURSE, user_key(1), "student")
    assert undone(removed(enrolment), *a_course(), enrolment) == []
    (kept,) = undone(removed(enrolment), *a_course(), replace(enrolment, role="teacher"))
    assert kept.action is Action.KEEP


def test_grades_that_went_with_an_enrolment_may_not_come_back_and_that_is_told() -> None:
    for one in (
        Enrolment(COURSE, user_key(1), "student"),
        CohortSync(COURSE, cohort_key("9А"), "student"),
    ):
        (again,) = undone(removed(one), *a_course())
        assert again.action is Action.CREATE
        assert "оценки" in again.reason


def test_a_pupil_in_both_classes_leaves_the_new_one_and_one_in_neither_is_told() -> None:
    before = CohortMember(cohort_key("9А"), user_key(1))
    after = CohortMember(cohort_key("9Б"), user_key(1))
    move = Change(Action.MOVE, after.kind, after.key, before, after)
    (left,) = undone(move, before, after)
    assert (left.action, left.key) == (Action.REMOVE, after.key)
    (kept,) = undone(move)
    assert kept.action is Action.KEEP
    assert "уже в другом классе" in kept.reason


def test_a_changed_thing_that_is_gone_is_told() -> None:
    user = School({1: "9А"}).state().user[user_key(1)]
    change = Change(Action.UPDATE, user.kind, user.key, user, replace(user, firstname="Пётр"))
    (kept,) = undone(change)
    assert kept.action is Action.KEEP
    assert "больше нет" in kept.reason


def test_what_has_the_former_value_again_is_left() -> None:
    user = School({1: "9А"}).state().user[user_key(1)]
    change = Change(Action.UPDATE, user.kind, user.key, user, replace(user, firstname="Пётр"))
    assert undone(change, user) == []


def test_files_of_an_activity_come_back_only_where_the_site_still_has_them() -> None:
    def files(*sha1s: str) -> dict[str, str]:
        rows = [{"name": one, "sha1": one} for one in sha1s]
        return dict(settings_of({"name": "А", "files": rows}))

    before = CourseActivity(COURSE, "a", "folder", tuple(files("1" * 40).items()))
    after = CourseActivity(COURSE, "a", "folder", tuple(files("2" * 40).items()))
    both = CourseActivity(COURSE, "a", "folder", tuple(files("1" * 40, "2" * 40).items()))
    lost = Change(Action.UPDATE, after.kind, after.key, before, after)
    (kept,) = undone(lost, *a_course(), after)
    assert kept.action is Action.KEEP
    assert "прежнее не сохранилось" in kept.reason
    fewer = Change(Action.UPDATE, after.kind, after.key, before, both)
    (back,) = undone(fewer, *a_course(), both)
    assert back.action is Action.UPDATE
    assert back.after == before
