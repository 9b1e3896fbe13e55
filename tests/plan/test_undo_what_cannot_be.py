"""What an undo cannot do, or need not: it says why, word for word, or says nothing."""

from dataclasses import replace

import pytest

from tests.plan.schools import School, cohort_key, course_key, user_key
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import (
    CalendarEvent,
    Category,
    CohortMember,
    CohortSync,
    ContentSection,
    Course,
    CourseActivity,
    Enrolment,
    GroupMember,
    Kind,
    QuestionBank,
    Record,
    with_fields,
)
from vsosh_moodle.plan.settings import settings_of
from vsosh_moodle.plan.state import State
from vsosh_moodle.plan.undo import UndoFacts, undo_changes

FACTS = UndoFacts(1)
COURSE = course_key("oge-math")
SCHOOL = School({1: "9А"}, {"oge-math": ("9А",)}, {"oge-math": 101}).state()
USER = SCHOOL.user[user_key(1)]
SHELL = SCHOOL.course[COURSE]
SHOWN = settings_of({"name": "А", "visible": True})
SECTION = ContentSection(COURSE, "one", SHOWN)
ACTIVITY = CourseActivity(COURSE, "a", "page", SHOWN)
ENROLMENT = Enrolment(COURSE, USER.key, "student")
HERE = CohortMember(cohort_key("9А"), USER.key)
THERE = CohortMember(cohort_key("9Б"), USER.key)


def step(action: Action, before: Record | None, after: Record | None) -> Change:
    record = after or before
    assert record is not None
    return Change(action, record.kind, record.key, before, after)


def made(record: Record) -> Change:
    return step(Action.CREATE, None, record)


def undone(change: Change, *live: Record, facts: UndoFacts = FACTS) -> list[Change]:
    state = SCHOOL.copy()
    for left in (HERE, ENROLMENT):
        state.discard(left.kind, left.key)
    for record in live:
        state.add(record)
    return undo_changes([change], state, facts)


@pytest.mark.parametrize(
    ("record", "unenrol", "action", "why"),
    [
        (HERE, False, Action.REMOVE, "добавлено этим запуском"),
        (GroupMember(f"{COURSE}|9А", USER.key), False, Action.REMOVE, "добавлено этим запуском"),
        (CalendarEvent(COURSE, "m", SHOWN), False, Action.REMOVE, "создано этим запуском"),
        (
            ENROLMENT, True, Action.REMOVE,
            "зачислено этим запуском; оценки скроются вместе с зачислением",
        ),
        (
            ENROLMENT, False, Action.SUSPEND,
            "зачислено этим запуском; приостанавливается, чтобы не пропали оценки",
        ),
        (
            CohortSync(COURSE, cohort_key("9А"), "student"), False, Action.SUSPEND,
            "зачислено этим запуском; приостанавливается, чтобы не пропали оценки",
        ),
        (
            USER, False, Action.SUSPEND,
            "создана этим запуском; людей программа не удаляет, вход закрывается",
        ),
        (SHELL, False, Action.UPDATE, "создано этим запуском; ничего не удаляется, только скрывается"),
        (SECTION, False, Action.HIDE, "создано этим запуском; ничего не удаляется, только скрывается"),
        (ACTIVITY, False, Action.HIDE, "создано этим запуском; ничего не удаляется, только скрывается"),
    ],
    ids=lambda one: getattr(one, "kind", None),
)  # fmt: skip
def test_what_a_run_made_goes_as_far_as_its_kind_can_go(
    record: Record, unenrol: bool, action: Action, why: str
) -> None:
    (back,) = undone(made(record), record, facts=UndoFacts(7, unenrol=unenrol))
    assert (back.action, back.kind, back.key) == (action, record.kind, record.key)
    assert back.before == record
    assert back.reason == f"отмена запуска № 7: {why}"


@pytest.mark.parametrize("record", [SHELL, SECTION, ACTIVITY], ids=lambda one: one.kind)
def test_what_a_run_made_hidden_is_left_though_somebody_shows_it(record: Record) -> None:
    hiding = {"visible": False if isinstance(record, Course) else "false"}
    assert undone(made(with_fields(record, hiding)), record) == []


@pytest.mark.parametrize("record", [SECTION, ACTIVITY], ids=lambda one: one.kind)
def test_what_is_in_a_course_of_the_same_run_goes_out_of_sight_with_it(record: Record) -> None:
    state = SCHOOL.copy()
    state.add(record)
    course, inside = undo_changes([made(record), made(SHELL)], state, FACTS)
    assert (course.kind, course.action) == (Kind.COURSE, Action.UPDATE)
    assert (inside.kind, inside.action) == (record.kind, Action.KEEP)
    assert inside.reason == "создано этим запуском; ничего не удаляется"


def test_a_course_that_a_later_run_uses_stays_open_and_that_is_told() -> None:
    (kept,) = undone(made(SHELL), facts=UndoFacts(1, built_on={(Kind.COURSE, COURSE): 3}))
    assert (kept.action, kept.changed_fields()) == (Action.KEEP, ("visible",))
    assert kept.reason == "этим пользуется запуск № 3: сначала отмените его"


def test_what_was_taken_under_control_goes_back_but_for_its_mark_and_that_is_told() -> None:
    was = replace(SHELL, key="", fullname="Название учителя")
    back, mark = undone(step(Action.ADOPT, was, SHELL), SHELL)
    assert (back.action, back.key, back.changed_fields()) == (Action.UPDATE, COURSE, ("fullname",))
    assert (mark.action, mark.before, mark.after) == (Action.KEEP, SHELL, SHELL)
    assert mark.reason == "метка (idnumber) остаётся: объект так и будет под управлением"
    same = step(Action.ADOPT, replace(SHELL, key=""), SHELL)
    assert [one.reason for one in undone(same, SHELL)] == [mark.reason]


@pytest.mark.parametrize(
    "half",
    [
        step(Action.UPDATE, None, USER),
        step(Action.SUSPEND, USER, None),
        step(Action.MOVE, None, THERE),
        Change(Action.CREATE, Kind.USER, USER.key, USER, None),
        Change(Action.REMOVE, Kind.USER, USER.key, None, USER),
    ],
    ids=lambda one: one.action,
)
def test_a_step_of_which_half_was_forgotten_has_no_way_back(half: Change) -> None:
    assert undone(half, THERE) == []


def test_a_pupil_whom_somebody_took_back_to_the_former_class_stays_there() -> None:
    assert undone(step(Action.MOVE, HERE, THERE), HERE) == []
    (back,) = undone(step(Action.MOVE, HERE, THERE), THERE)
    assert (back.action, back.before, back.after) == (Action.MOVE, THERE, HERE)
    assert back.reason == "отмена запуска № 1: переведено этим запуском"


def test_a_run_that_changed_a_class_later_is_named_where_the_pupil_is_in_neither() -> None:
    facts = UndoFacts(1, later={(HERE.kind, HERE.key): 5})
    (kept,) = undone(step(Action.MOVE, HERE, THERE), facts=facts)
    assert (kept.key, kept.before, kept.after) == (HERE.key, None, HERE)
    assert kept.reason == "запуск № 5 это менял: человек уже в другом классе; сначала отмените его"


def test_who_changed_what_a_run_made_is_told_with_the_fields() -> None:
    teacher = replace(ENROLMENT, role="teacher")
    later = {(ENROLMENT.kind, ENROLMENT.key): 4}
    words = {
        "после запуска № 1 в Moodle изменено: роль": {},
        "запуск № 4 это менял: изменено: роль; сначала отмените его": later,
    }
    for reason, runs in words.items():
        (kept,) = undone(made(ENROLMENT), teacher, facts=UndoFacts(1, later=runs))
        assert (kept.before, kept.after) == (teacher, replace(teacher, suspended=True))
        assert kept.reason == reason
        (asked,) = undone(made(ENROLMENT), teacher, facts=UndoFacts(1, runs, unenrol=True))
        assert (asked.before, asked.after, asked.reason) == (teacher, None, reason)


def test_an_enrolment_put_off_meanwhile_is_closed_all_the_same() -> None:
    dated = replace(ENROLMENT, timestart=1, timeend=2)
    (back,) = undone(made(ENROLMENT), dated)
    assert (back.action, back.after) == (Action.SUSPEND, replace(dated, suspended=True))


def test_what_was_taken_away_and_put_back_otherwise_is_told_with_the_fields() -> None:
    other = replace(ENROLMENT, role="teacher", timeend=5)
    (kept,) = undone(step(Action.REMOVE, ENROLMENT, None), other)
    assert (kept.before, kept.after) == (other, ENROLMENT)
    assert kept.reason == "после запуска № 1 в Moodle изменено: роль, конец обучения"


def test_what_was_taken_away_comes_back_and_tells_what_may_not() -> None:
    (member,) = undone(step(Action.REMOVE, HERE, None))
    assert (member.action, member.before, member.after) == (Action.CREATE, None, HERE)
    assert member.reason == "отмена запуска № 1: убрано этим запуском"
    (enrolment,) = undone(step(Action.REMOVE, ENROLMENT, None))
    assert enrolment.reason == (
        "отмена запуска № 1: снято этим запуском; оценки, скрытые отчислением, Moodle может не вернуть"
    )


def test_each_field_goes_its_own_way_back() -> None:
    bank = QuestionBank(COURSE, "b", settings_of({"name": "Числа", "hash": "a", "count": 1}))
    new = with_fields(bank, {"name": '"Дроби"', "hash": '"b"', "count": "2", "intro": '"И"'})
    live = with_fields(new, {"count": "3"})
    back, edited, lost = undone(step(Action.UPDATE, bank, new), live)
    assert (back.action, back.changed_fields()) == (Action.UPDATE, ("name",))
    assert back.reason == "отмена запуска № 1: изменено этим запуском"
    assert (edited.action, edited.changed_fields()) == (Action.KEEP, ("count",))
    assert dict(edited.after.settings if isinstance(edited.after, QuestionBank) else ()) == {
        **dict(live.settings if isinstance(live, QuestionBank) else ()), "count": "1"
    }  # fmt: skip
    assert (lost.action, lost.changed_fields()) == (Action.KEEP, ("hash",))
    assert lost.reason.startswith("прежнее не сохранилось, вернуть нечем: ")
    assert lost.reason.endswith(", пояснение")


def test_a_field_that_was_not_there_and_somebody_changed_since_is_told_as_changed() -> None:
    new = with_fields(ACTIVITY, {"intro": '"И"'})
    live = with_fields(ACTIVITY, {"intro": '"Текст учителя"'})
    (kept,) = undone(step(Action.UPDATE, ACTIVITY, new), live)
    assert (kept.action, kept.before, kept.after) == (Action.KEEP, live, live)
    assert kept.reason == "после запуска № 1 в Moodle изменено: пояснение"


def test_a_closed_account_is_opened_and_a_moved_course_goes_back() -> None:
    closed = replace(USER, suspended=True)
    (opened,) = undone(step(Action.SUSPEND, USER, closed), closed)
    assert (opened.action, opened.after) == (Action.REACTIVATE, USER)
    moved = replace(SHELL, category="vsosh:cat:do")
    (back,) = undone(step(Action.MOVE, SHELL, moved), moved)
    assert (back.action, back.after) == (Action.MOVE, SHELL)


def test_a_course_goes_back_to_a_category_that_is_not_ours_but_to_none_that_is_gone() -> None:
    foreign = replace(SHELL, category="#5")
    (back,) = undone(step(Action.MOVE, foreign, SHELL), SHELL)
    assert (back.action, back.after) == (Action.MOVE, foreign)
    gone = replace(SHELL, category="vsosh:cat:gone")
    (kept,) = undone(step(Action.MOVE, gone, SHELL), SHELL)
    assert (kept.action, kept.after) == (Action.KEEP, gone)
    assert kept.reason == "того, к чему это относится, на сайте больше нет"


def test_what_is_gone_does_not_hide_what_comes_after_it() -> None:
    gone = Enrolment("vsosh:2026:gone", USER.key, "student")
    steps = [step(Action.REMOVE, one, None) for one in (gone, ENROLMENT)]
    state = SCHOOL.copy()
    state.discard(ENROLMENT.kind, ENROLMENT.key)
    assert [one.action for one in undo_changes(steps, state, FACTS)] == [Action.KEEP, Action.CREATE]


def test_a_step_that_wrote_nothing_is_not_undone() -> None:
    assert undone(step(Action.KEEP, replace(USER, firstname="Пётр"), USER)) == []


def test_a_category_made_by_a_run_stays_and_is_told() -> None:
    category = Category("vsosh:cat:el", "Элективы")
    (kept,) = undone(made(category), category)
    assert (kept.action, kept.before, kept.after) == (Action.KEEP, category, category)
    assert kept.reason == "создано этим запуском; ничего не удаляется"


def test_the_way_back_is_in_the_order_of_kinds() -> None:
    state = State.of([*SCHOOL, SECTION])
    steps = [made(one) for one in (ENROLMENT, HERE, SECTION, SHELL, USER)]
    kinds = [one.kind for one in undo_changes(steps, state, FACTS)]
    assert kinds == [one for one in Kind if one in kinds]
    assert len(kinds) == 5
