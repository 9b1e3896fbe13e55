"""The three-way diff of what is inside courses: sections, activities, banks of questions."""

from dataclasses import replace

from tests.plan.schools import School, course_key
from vsosh_moodle.plan.change import Action, Change, apply_to_state
from vsosh_moodle.plan.diff import DiffPolicy, diff_states
from vsosh_moodle.plan.records import (
    CalendarEvent,
    CourseActivity,
    Kind,
    record_from_json,
    record_to_json,
    with_fields,
)
from vsosh_moodle.plan.scope import split_ready
from vsosh_moodle.plan.settings import LOCKED, settings_of, settings_to_json
from vsosh_moodle.plan.state import State

COURSE = course_key("oge-math")
LAST = f"{COURSE}|topic-2-2"


def school(activities: int) -> State:
    return School({1: "9А"}, {"oge-math": ("9А",)}, activities=activities).state()


def of_content(changes: list[Change]) -> list[tuple[Action, str]]:
    return [
        (change.action, change.key) for change in changes if change.kind is Kind.COURSE_ACTIVITY
    ]


def test_what_left_the_template_is_hidden_and_the_next_plan_is_silent() -> None:
    before, after = school(2), school(1)
    changes = diff_states(after, before, before)
    assert of_content(changes) == [
        (Action.HIDE, f"{COURSE}|topic-1-2"),
        (Action.HIDE, f"{COURSE}|topic-2-2"),
    ]
    live = apply_to_state(before, changes)
    assert LAST in live.course_activity
    assert of_content(diff_states(after, live, live)) == []


def test_what_comes_back_to_the_template_is_shown_again() -> None:
    before, after = school(2), school(1)
    live = apply_to_state(before, diff_states(after, before, before))
    changes = diff_states(before, live, live)
    assert of_content(changes) == [
        (Action.UPDATE, f"{COURSE}|topic-1-2"),
        (Action.UPDATE, f"{COURSE}|topic-2-2"),
    ]
    assert apply_to_state(live, changes).course_activity == before.course_activity


def test_what_a_teacher_shows_again_stays_shown() -> None:
    before, after = school(2), school(1)
    base = apply_to_state(before, diff_states(after, before, before))
    live = base.copy()
    live.add(with_fields(base.course_activity[LAST], {"visible": "true"}))
    (change,) = [c for c in diff_states(after, live, base) if c.key == LAST]
    assert change.action is Action.KEEP


def test_a_course_that_left_the_files_keeps_what_is_in_it() -> None:
    before = school(2)
    after = School({1: "9А"}, {}, activities=2).state()
    assert of_content(diff_states(after, before, before)) == []


def test_another_module_under_the_key_is_listed_and_left() -> None:
    base = school(2)
    live = base.copy()
    quiz = CourseActivity(COURSE, "topic-2-2", "quiz", settings_of({"name": "Тест учителя"}))
    live.add(quiz)
    (change,) = diff_states(base, live, base)
    assert (change.action, change.before) == (Action.KEEP, quiz)
    overwriting = DiffPolicy(overwrite=lambda _kind, _key: True)
    assert [c.action for c in diff_states(base, live, base, overwriting)] == [Action.KEEP]


def test_a_field_the_files_do_not_name_is_not_compared() -> None:
    base = school(1)
    live = base.copy()
    page = base.course_activity[f"{COURSE}|topic-1-1"]
    live.add(with_fields(page, {"group_mode": '"separate"'}))
    assert diff_states(base, live, base) == []


def test_a_field_new_in_the_template_is_written_where_it_was_never_applied() -> None:
    base = school(1)
    page = base.course_activity[f"{COURSE}|topic-1-1"]
    live = base.copy()
    live.add(with_fields(page, {"group_mode": '"separate"'}))
    desired = base.copy()
    desired.add(with_fields(page, {"group_mode": '"visible"'}))
    (change,) = diff_states(desired, live, base)
    assert (change.action, change.changed_fields()) == (Action.UPDATE, ("group_mode",))


def test_settings_are_the_same_whatever_order_and_floats_they_came_in() -> None:
    first = settings_of({"grade": 60.0, "rubric": [{"points": 2.0, "text": "Верно"}], "a": None})
    second = settings_of({"a": None, "rubric": [{"text": "Верно", "points": 2}], "grade": 60})
    assert first == second
    assert settings_to_json(first)["grade"] == 60


def test_a_content_record_survives_the_plan_file() -> None:
    for kind in (Kind.COURSE_CONTENT, Kind.QUESTION_BANK, Kind.COURSE_ACTIVITY):
        for record in school(2).table(kind).values():
            assert record_from_json(kind, record_to_json(record)) == record
            assert replace(record) == record


def test_what_pupils_began_stays_and_cannot_be_overwritten() -> None:
    live = school(1)
    page = live.course_activity[f"{COURSE}|topic-1-1"]
    base, desired = live.copy(), live.copy()
    base.add(with_fields(page, {"content": LOCKED}))
    desired.add(with_fields(page, {"content": '"Новый текст"', "name": '"Новое имя"'}))
    overwriting = DiffPolicy(overwrite=lambda _kind, _key: True)
    for policy in (DiffPolicy(), overwriting):
        update, kept = diff_states(desired, live, base, policy)
        assert (update.action, update.changed_fields()) == (Action.UPDATE, ("name",))
        assert (kept.action, kept.changed_fields()) == (Action.KEEP, ("content",))
        assert kept.reason == "ученики уже начали, менять нельзя: текст"


MOCK = CalendarEvent(COURSE, "mock", settings_of({"name": "Пробник", "start": 1_800_000_000}))


def with_event(event: CalendarEvent) -> State:
    state = school(1)
    state.add(event)
    return state


def test_an_event_that_left_the_template_is_removed_and_the_next_plan_is_silent() -> None:
    before, after = with_event(MOCK), school(1)
    (change,) = diff_states(after, before, before)
    assert (change.action, change.before, change.after) == (Action.REMOVE, MOCK, None)
    live = apply_to_state(before, [change])
    assert diff_states(after, live, after) == []


def test_an_event_that_a_teacher_changed_stays_until_it_may_be_overwritten() -> None:
    base, after = with_event(MOCK), school(1)
    live = with_event(replace(MOCK, settings=settings_of({"name": "Пробник в 12", "start": 1})))
    (kept,) = diff_states(after, live, base)
    assert (kept.action, kept.kind) == (Action.KEEP, Kind.CALENDAR_EVENT)
    allowed = DiffPolicy(overwrite=lambda _kind, key: key == MOCK.key)
    (removed,) = diff_states(after, live, base, allowed)
    assert removed.action is Action.REMOVE


def test_events_of_the_whole_school_belong_to_no_course_and_leave_with_the_config() -> None:
    open_day = replace(MOCK, course="@vsosh:2026")
    wanted = State.of([open_day])
    (made,) = diff_states(wanted, State(), State())
    assert split_ready([made], State()) == ([made], [])
    (gone,) = diff_states(State(), wanted, wanted)
    assert gone.action is Action.REMOVE


def test_events_of_a_course_that_left_the_files_stay() -> None:
    base = with_event(MOCK)
    assert not [one for one in diff_states(State(), base, base) if one.kind is MOCK.kind]
