"""With the plugin: what goes in one call, what a document holds, what is never parted."""

import json
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.apply.rehearsal import small_school
from vsosh_moodle.apply.batches import Batch, count_calls, plan_batches
from vsosh_moodle.apply.course_documents import (
    course_documents,
    new_files,
    overwritten_items,
    written_values,
)
from vsosh_moodle.apply.operations import Operation, Stage
from vsosh_moodle.apply.send_people import members_of_changes
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import (
    CohortMember,
    ContentItem,
    ContentSection,
    CourseActivity,
    CourseContent,
    Enrolment,
    GroupMember,
    Kind,
    QuestionBank,
    Record,
    User,
)
from vsosh_moodle.plan.settings import settings_of

ROLES = {"student": 5, "teacher": 3}
PDF = {"name": "план.pdf", "sha1": "aa"}
XLS = {"name": "оценки.xls", "sha1": "bb"}


def created(record: Record) -> Change:
    return Change(Action.CREATE, record.kind, record.key, None, record)


def changed(before: Record, after: Record, action: Action = Action.UPDATE) -> Change:
    return Change(action, after.kind, after.key, before, after)


def flat(stages: list[list[Batch]]) -> list[Batch]:
    return [batch for stage in stages for batch in stage]


def page(course: str, item: str, **fields: object) -> CourseActivity:
    return CourseActivity(course, item, "page", settings_of(fields))


def content(course: str) -> list[Record]:
    return [
        CourseContent(course, settings_of({"order": ["one"]})),
        QuestionBank(course, "oge/numbers", settings_of({"hash": "x"})),
        ContentSection(course, "one", settings_of({"name": "Раз"})),
        page(course, "theory", name="Теория", section="one"),
    ]


@st.composite
def items(draw: st.DrawFn) -> list[Change]:
    sizes = draw(st.lists(st.integers(1, 90), min_size=1, max_size=12))
    return [
        created(page(f"c{course}", f"a{number}"))
        for course, size in enumerate(sizes)
        for number in range(size)
    ]


@given(items())
def test_a_course_is_never_parted(changes: list[Change]) -> None:
    batches = flat(plan_batches(changes, 900, plugin=True))
    calls: Counter[str] = Counter()
    for batch in batches:
        courses = {change.record.course for change in batch.changes}  # type: ignore[union-attr]
        calls.update(courses)
        assert len(batch.changes) <= Operation.PUT_COURSES.most_rows or len(courses) == 1
    assert set(calls.values()) == {1}
    assert sum(len(batch.changes) for batch in batches) == len(changes)


@given(items())
def test_a_refused_batch_is_halved_between_courses_until_one_is_left(
    changes: list[Change],
) -> None:
    queue = flat(plan_batches(changes, 900, plugin=True))
    alone = []
    while queue:
        batch = queue.pop()
        halves = batch.halves()
        if halves:
            assert sum(len(half.changes) for half in halves) == len(batch.changes)
            assert all(half.changes for half in halves)
            queue += halves
        else:
            alone.append({change.record.course for change in batch.changes})  # type: ignore[union-attr]
    assert all(len(courses) == 1 for courses in alone)
    assert Counter(course for courses in alone for course in courses).most_common(1)[0][1] == 1


def test_stages_come_in_the_order_of_what_needs_what() -> None:
    school = small_school()
    changes = [created(one) for one in [*school, *content("v:2026:oge"), *content("v:2026:alg-9А")]]
    stages = plan_batches(changes, 900, plugin=True)
    place = {
        one.key: n for n, stage in enumerate(stages) for batch in stage for one in batch.changes
    }
    kinds = {
        kind: {place[one.key] for one in changes if one.kind is kind and kind is not Kind.ENROLMENT}
        for kind in Kind
    }
    assert max(kinds[Kind.GROUP]) < min(kinds[Kind.QUESTION_BANK])
    assert max(kinds[Kind.QUESTION_BANK]) < min(kinds[Kind.COURSE_ACTIVITY])
    assert max(kinds[Kind.COURSE_ACTIVITY]) < min(kinds[Kind.GROUP_MEMBER])
    assert {batch.stage for batch in stages[-1]} == {Stage.TEACHERS}
    operations = Counter(batch.operation for stage in stages for batch in stage)
    assert operations[Operation.SET_MEMBERS] == 2
    assert operations[Operation.PUT_COURSES] == 1
    assert not operations.keys() & {Operation.ENROL, Operation.CREATE_USERS}


@given(st.integers(1, 9), st.integers(0, 6000))
def test_memberships_of_a_course_go_in_one_call(courses: int, rows: int) -> None:
    changes = [created(Enrolment(f"c{n % courses}", f"u{n}", "student")) for n in range(rows)]
    batches = flat(plan_batches(changes, 900, plugin=True))
    calls = Counter(one for batch in batches for one in {c.record.course for c in batch.changes})  # type: ignore[union-attr]
    assert set(calls.values()) <= {1}
    assert sum(len(batch.changes) for batch in batches) == rows


def test_an_adopted_account_is_found_by_its_number_and_so_goes_the_core_way() -> None:
    user = User("v:p:1", "ivanov", "Иван", "Иванов", "", "i@v.invalid")
    adopted = Change(Action.ADOPT, Kind.USER, user.key, user, user, moodle_id=7)
    assert flat(plan_batches([adopted], 900, plugin=True))[0].operation is Operation.UPDATE_USERS


def test_a_document_holds_what_each_change_writes_and_nothing_else() -> None:
    before = page("c", "theory", name="Теория", content="<p>1</p>", visible=True)
    after = page("c", "theory", name="Теория", content="<p>2</p>", visible=True)
    section = ContentSection("c", "one", settings_of({"name": "Раз", "visible": True}))
    hidden = ContentSection("c", "one", settings_of({"name": "Раз", "visible": False}))
    changes = [
        created(CourseContent("d", settings_of({"order": []}))),
        changed(before, after),
        changed(section, hidden, Action.HIDE),
        created(page("c", "new", name="Новая")),
    ]
    assert course_documents(changes) == [
        {"course": "d", "fields": {"order": []}},
        {
            "course": "c",
            "activities": [
                {"key": "theory", "type": "page", "fields": {"content": "<p>2</p>"}},
                {"key": "new", "type": "page", "fields": {"name": "Новая"}},
            ],
            "sections": [{"key": "one", "fields": {"visible": False}}],
        },
    ]


def test_hand_edits_give_way_where_that_was_asked_for_only() -> None:
    changes = [created(one) for one in content("c") if isinstance(one, ContentItem)]
    assert overwritten_items(changes, set()) == []
    assert overwritten_items(changes, {"c|theory"}) == ["c/activity:theory"]
    assert len(overwritten_items(changes, {"all"})) == 4


def test_files_that_are_there_are_not_sent_again() -> None:
    one, two = page("c", "plan", files=[PDF]), page("c", "plan", files=[PDF, XLS])
    assert new_files([created(one)]) == {"aa": "план.pdf"}
    assert new_files([changed(one, two)]) == {"bb": "оценки.xls"}
    assert new_files([changed(two, one)]) == {}
    many = [created(page(f"c{n}", "plan", files=[PDF])) for n in range(200)]
    stages = plan_batches(many, 900, plugin=True)
    assert count_calls(stages, bundles=True) == len(flat(stages)) + 1


def test_numbers_come_back_as_they_were_given() -> None:
    change = created(page("c", "quiz", grade=10.0, weight=0.5, parent=None, tags=["ё"]))
    assert json.dumps(written_values(change)["grade"]) == "10"
    assert written_values(change)["weight"] == 0.5
    assert written_values(change)["parent"] is None


def test_rows_of_a_person_meet_in_one_member() -> None:
    pupil = Enrolment("v:oge", "v:p:1", "student", timestart=5)
    away = Enrolment("v:oge", "v:p:2", "student")
    changes = [
        created(pupil),
        created(GroupMember("v:oge|9А", "v:p:1")),
        Change(
            Action.REMOVE,
            Kind.GROUP_MEMBER,
            "v:oge|9Б|vsh:p:1",
            GroupMember("v:oge|9Б", "v:p:1"),
            None,
        ),
        changed(away, Enrolment("v:oge", "v:p:2", "student", suspended=True), Action.SUSPEND),
        changed(Enrolment("v:oge", "v:p:3", "student"), Enrolment("v:oge", "v:p:3", "teacher")),
        Change(
            Action.REMOVE,
            Kind.ENROLMENT,
            "v:oge|vsh:p:4",
            Enrolment("v:oge", "v:p:4", "student"),
            None,
        ),
    ]
    document: dict[str, Any] = members_of_changes(ROLES, changes)
    assert document["roles"] == [3, 5]
    assert document["cohorts"] == []
    (course,) = document["courses"]
    assert course["course"] == "v:oge"
    assert course["members"] == [
        {"user": "v:p:1", "role": 5, "status": "active", "start": 5, "end": 0,
         "join": ["v:oge|9А"], "leave": ["v:oge|9Б"]},
        {"user": "v:p:2", "status": "suspended"},
        {"user": "v:p:3", "role": 3},
        {"user": "v:p:4", "status": "none"},
    ]  # fmt: skip


def test_a_move_between_classes_joins_before_it_leaves() -> None:
    moved = changed(CohortMember("9А", "u"), CohortMember("9Б", "u"), Action.MOVE)
    document = members_of_changes(ROLES, [moved])
    assert document["cohorts"] == [
        {"cohort": "9Б", "join": ["u"], "leave": []},
        {"cohort": "9А", "join": [], "leave": ["u"]},
    ]
