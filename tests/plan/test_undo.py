"""The laws of undo, on random small schools and by example."""

from dataclasses import replace

from hypothesis import given

from tests.plan.schools import School, cohort_key, course_key, lived_in, schools, user_key
from vsosh_moodle.plan.change import Action, Change, apply_to_state
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.records import (
    CohortMember,
    ContentSection,
    Course,
    CourseActivity,
    Enrolment,
    GroupingGroup,
    GroupMember,
    Kind,
    QuestionBank,
    Record,
    User,
    with_fields,
)
from vsosh_moodle.plan.state import State
from vsosh_moodle.plan.undo import UndoFacts, undo_changes

FACTS = UndoFacts(1)
REMOVED_AGAIN = CohortMember | GroupMember | GroupingGroup


def closed(record: Record) -> bool:
    """Whether a record made by a run is out of anybody's sight after its undo."""
    match record:
        case User() | Enrolment():
            return record.suspended
        case Course():
            return not record.visible
        case ContentSection() | CourseActivity():
            return dict(record.settings).get("visible") == "false"
        case _:
            return True


def restored(done: list[Change], after: State) -> State:
    return apply_to_state(after, undo_changes(done, after, FACTS))


@given(lived_in())
def test_undo_gives_the_state_before_but_for_what_is_never_deleted(
    states: tuple[State, State, State],
) -> None:
    desired, live, base = states
    done = diff_states(desired, live, base)
    back = restored(done, apply_to_state(live, done))
    new_courses = {one.key for one in done if one.action is Action.CREATE}
    for record in live:
        have = back.get(record.kind, record.key)
        assert have is not None
        lost = {"hash", "count"} if isinstance(record, QuestionBank) else set[str]()
        if not lost:
            # A field that was not there cannot be taken away again; here none is such.
            assert have == record
    for record in back:
        if (record.kind, record.key) not in live:
            assert not isinstance(record, REMOVED_AGAIN)
            course = getattr(record, "course", "")
            assert closed(record) or course in new_courses


@given(lived_in())
def test_undo_of_an_undo_gives_what_the_run_left(states: tuple[State, State, State]) -> None:
    desired, live, base = states
    done = diff_states(desired, live, base)
    after = apply_to_state(live, done)
    undone = undo_changes(done, after, FACTS)
    back = apply_to_state(after, undone)
    again = undo_changes(undone, back, UndoFacts(2))
    assert apply_to_state(back, again) == after


@given(schools())
def test_undoing_twice_does_nothing(school: School) -> None:
    done = diff_states(school.state(), State(), State())
    back = restored(done, apply_to_state(State(), done))
    assert [one for one in undo_changes(done, back, FACTS) if one.writes] == []


def test_what_a_teacher_changed_since_is_kept_and_told() -> None:
    before = School({1: "9А"}, {"oge-math": ("9А",)}, {"oge-math": 101}).state()
    course = before.course[course_key("oge-math")]
    desired = before.copy()
    desired.add(replace(course, fullname="Новое имя", shortname="Н"))
    done = diff_states(desired, before, before)
    live = apply_to_state(before, done)
    live.add(replace(live.course[course.key], fullname="Имя учителя"))
    changes = undo_changes(done, live, FACTS)
    assert [(one.action, one.changed_fields()) for one in changes] == [
        (Action.UPDATE, ("shortname",)),
        (Action.KEEP, ("fullname",)),
    ]
    assert "после запуска № 1" in changes[1].reason
    assert apply_to_state(live, changes).course[course.key].fullname == "Имя учителя"


def test_what_a_later_run_changed_names_the_run() -> None:
    before = School({1: "9А"}).state()
    user = before.user[user_key(1)]
    done = [
        Change(Action.UPDATE, Kind.USER, user.key, user, with_fields(user, {"firstname": "Пётр"}))
    ]
    live = State.of([with_fields(user, {"firstname": "Павел"})])
    (kept,) = undo_changes(done, live, UndoFacts(1, later={(Kind.USER, user.key): 4}))
    assert kept.action is Action.KEEP
    assert "№ 4" in kept.reason


def test_an_account_that_a_later_run_uses_stays_open() -> None:
    user = School({1: "9А"}).state().user[user_key(1)]
    done = [Change(Action.CREATE, Kind.USER, user.key, None, user)]
    facts = UndoFacts(1, built_on={(Kind.USER, user.key): 3})
    (kept,) = undo_changes(done, State.of([user]), facts)
    assert kept.action is Action.KEEP
    assert "№ 3" in kept.reason


def test_a_pupil_goes_back_to_the_former_class() -> None:
    before = School({1: "9А"}).state()
    done = diff_states(School({1: "9Б"}).state(), before, before)
    after = apply_to_state(before, done)
    (move,) = undo_changes(done, after, FACTS)
    assert move.action is Action.MOVE
    assert move.key == f"{cohort_key('9А')}|{user_key(1)}"
    assert apply_to_state(after, [move]) == before


def test_questions_of_a_bank_cannot_be_brought_back_and_that_is_told() -> None:
    bank = QuestionBank(course_key("oge-math"), "numbers", (("count", "1"), ("hash", '"a"')))
    new = with_fields(bank, {"hash": '"b"'})
    done = [Change(Action.UPDATE, Kind.QUESTION_BANK, bank.key, bank, new)]
    (kept,) = undo_changes(done, State.of([new]), FACTS)
    assert kept.action is Action.KEEP
    assert "прежнее не сохранилось" in kept.reason


def test_a_membership_of_a_course_that_is_gone_is_not_made_again() -> None:
    enrolment = Enrolment(course_key("oge-math"), user_key(1), "student")
    done = [Change(Action.REMOVE, Kind.ENROLMENT, enrolment.key, enrolment, None)]
    (kept,) = undo_changes(done, State(), FACTS)
    assert kept.action is Action.KEEP


def test_enrolments_end_for_good_only_when_asked() -> None:
    state = School({1: "9А"}, {"oge-math": ("9А",)}).state()
    enrolment = next(iter(state.enrolment.values()))
    done = [Change(Action.CREATE, Kind.ENROLMENT, enrolment.key, None, enrolment)]
    assert [one.action for one in undo_changes(done, state, FACTS)] == [Action.SUSPEND]
    asked = undo_changes(done, state, UndoFacts(1, unenrol=True))
    assert [one.action for one in asked] == [Action.REMOVE]
