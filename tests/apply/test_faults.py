"""What goes wrong on the way: refused rows, lost answers, a site that goes away."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.apply.faulty_proxy import Fault, faulty_proxy
from tests.apply.rehearsal import PASSWORD, Rehearsal, small_school, student_records
from vsosh_moodle.apply.batches import plan_batches
from vsosh_moodle.apply.operations import Operation
from vsosh_moodle.moodle import cohorts, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import TokenRejected
from vsosh_moodle.moodle.ids import CohortId, UserId
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import CohortMember, Kind
from vsosh_moodle.plan.state import State
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal

SETTINGS = ClientSettings(workers=2, retries=0)

LOSABLE = [
    "core_course_create_categories",
    "core_cohort_create_cohorts",
    "core_user_create_users",
    "core_course_create_courses",
    "core_group_create_groups",
    "core_group_create_groupings",
    "core_group_assign_grouping",
    "core_cohort_add_cohort_members",
    "enrol_manual_enrol_users",
    "core_group_add_group_members",
]


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox() as site:
        yield site


def rehearse(url: str, site: Sandbox, folder: Path) -> Rehearsal:
    return Rehearsal(MoodleClient(url, Secret(site.token), SETTINGS), folder)


@pytest.mark.parametrize("wsfunction", LOSABLE)
@pytest.mark.parametrize("fault", ["drop-after", "drop-before", "cut", "empty"])
def test_lost_answer_is_read_back_and_nothing_is_doubled(
    site: Sandbox, tmp_path: Path, wsfunction: str, fault: Fault
) -> None:
    def first_time(called: str, times: int) -> Fault:
        return fault if called == wsfunction and times == 1 else ""

    desired = small_school()
    with faulty_proxy(site.url, first_time) as url:
        outcome = rehearse(url, site, tmp_path).apply(desired)
    assert outcome.complete, (outcome.failed, outcome.stopped_by)
    assert len(outcome.done) == len(desired)
    straight = rehearse(site.url, site, tmp_path)
    assert straight.plan(desired) == []
    logins = [user.username for user in desired.user.values()]
    assert len(users.get_users_by_field(straight.client, "username", logins)) == len(logins)


def test_one_refused_row_does_not_stop_the_others(site: Sandbox, tmp_path: Path) -> None:
    rehearsal = rehearse(site.url, site, tmp_path)
    users.create_users(
        rehearsal.client,
        [
            {
                "username": "somebody",
                "firstname": "Иная",
                "lastname": "Персона",
                "email": "person3@v.invalid",
                "password": PASSWORD,
            }
        ],
    )
    desired = small_school()
    outcome = rehearsal.apply(desired)
    assert [failure.change.key for failure in outcome.failed] == ["vsh:p:3"]
    orphans = [record for record in desired if (Kind.USER, "vsh:p:3") in parents_of(record)]
    assert {change.key for change in outcome.skipped} == {record.key for record in orphans}
    assert len(outcome.done) == len(desired) - 1 - len(orphans)
    left = rehearsal.plan(desired)
    assert {change.key for change in left} == {"vsh:p:3", *(record.key for record in orphans)}


def test_journal_names_the_refused_row_and_no_person(site: Sandbox, tmp_path: Path) -> None:
    rehearsal = rehearse(site.url, site, tmp_path)
    desired = small_school()
    desired.add(replace(desired.user["vsh:p:2"], email="не адрес"))
    rehearsal.apply(desired)
    with open_database(tmp_path / "state.sqlite") as database:
        journal = Journal(database)
        failed = list(journal.steps(journal.runs()[0].id, "failed"))
        skipped = list(journal.steps(journal.runs()[0].id, "skipped"))
    assert [(step.step.key, step.error) for step in failed] == [("vsh:p:2", "invalidparameter")]
    assert {step.error for step in skipped} == {"parent-missing"}


def test_site_that_goes_into_maintenance_stops_the_run_and_the_next_finishes_it(
    site: Sandbox, tmp_path: Path
) -> None:
    def at_enrolment(called: str, _times: int) -> Fault:
        return "503" if called == "enrol_manual_enrol_users" else ""

    desired = small_school()
    with faulty_proxy(site.url, at_enrolment) as url:
        outcome = rehearse(url, site, tmp_path).apply(desired)
    assert outcome.stopped_by is not None
    assert outcome.skipped
    rehearsal = rehearse(site.url, site, tmp_path)
    assert rehearsal.apply(desired).complete
    assert rehearsal.plan(desired) == []


def test_request_to_stop_leaves_a_state_that_the_next_run_takes_up(
    site: Sandbox, tmp_path: Path
) -> None:
    calls: list[int] = []

    def after_five() -> bool:
        calls.append(1)
        return len(calls) > 5

    desired = small_school()
    rehearsal = rehearse(site.url, site, tmp_path)
    rehearsal.should_stop = after_five
    outcome = rehearsal.apply(desired)
    assert outcome.interrupted
    assert outcome.skipped
    rehearsal.should_stop = lambda: False
    assert rehearsal.apply(desired).complete
    assert rehearsal.plan(desired) == []


def test_lost_memory_is_rebuilt_from_the_site_without_writes(site: Sandbox, tmp_path: Path) -> None:
    desired = small_school()
    rehearse(site.url, site, tmp_path / "a").apply(desired)
    other = rehearse(site.url, site, tmp_path / "b")
    assert other.plan(desired) == []
    other.apply(desired)
    without = small_school(students=5)
    assert {change.key for change in other.plan(without)} >= {"vsh:p:5"}


def test_a_token_that_goes_bad_in_mid_run_stops_it_at_once(site: Sandbox, tmp_path: Path) -> None:
    def revoke(called: str, _times: int) -> Fault:
        if called == "enrol_manual_enrol_users":
            site.store.write("DELETE FROM external_tokens")
        return ""

    desired = small_school()
    with faulty_proxy(site.url, revoke) as url:
        outcome = rehearse(url, site, tmp_path).apply(desired)
    assert isinstance(outcome.stopped_by, TokenRejected)
    assert outcome.failed == []
    assert len(outcome.done) + len(outcome.skipped) == len(desired)
    assert len([name for name, _n, _b in site.calls if name == "enrol_manual_enrol_users"]) <= 2


def test_a_site_that_takes_fewer_fields_than_told_gets_smaller_calls(
    site: Sandbox, tmp_path: Path
) -> None:
    site.state(max_input_vars=100)
    believing = MoodleClient(
        site.url, Secret(site.token), ClientSettings(workers=2, max_input_vars=5000)
    )
    desired = small_school(students=40)
    outcome = Rehearsal(believing, tmp_path).apply(desired)
    assert outcome.complete
    assert outcome.cut
    assert rehearse(site.url, site, tmp_path).plan(desired) == []


def test_a_right_that_lacks_for_everybody_is_not_asked_for_again_and_again(
    site: Sandbox, tmp_path: Path
) -> None:
    desired = small_school(students=80)
    client = MoodleClient(site.url, Secret(site.token), SETTINGS)
    rehearsal = Rehearsal(client, tmp_path, roles={"student": 77, "teacher": 3})
    outcome = rehearsal.apply(desired)
    failed = {failure.change.kind for failure in outcome.failed}
    assert failed == {Kind.ENROLMENT}
    assert {change.kind for change in outcome.skipped} == {Kind.GROUP_MEMBER}
    students = [one for one in desired.enrolment.values() if one.role == "student"]
    assert len(outcome.failed) == len(students)
    assert len([name for name, _n, _b in site.calls if name == "enrol_manual_enrol_users"]) < 25
    finished = rehearse(site.url, site, tmp_path).apply(desired)
    assert finished.complete
    assert len(finished.done) == len(outcome.failed) + len(outcome.skipped)


def test_rows_take_no_more_form_fields_than_their_operation_says(
    site: Sandbox, tmp_path: Path
) -> None:
    protocol = 4
    rehearsal = rehearse(site.url, site, tmp_path)
    whole = small_school()
    renamed = whole.copy()
    for user in whole.user.values():
        renamed.add(replace(user, firstname="Иная", lastname="Новая", email=f"new{user.email}"))
    for key, course in whole.course.items():
        renamed.add(replace(course, fullname=f"Новый {key}", summary="", category="vsh:cat:do"))
    for group in whole.group.values():
        renamed.add(replace(group, name=f"{group.name} новая"))
    for cohort in whole.cohort.values():
        renamed.add(replace(cohort, name=f"{cohort.name} новый"))
    for desired in (whole, renamed, small_school(students=2), renamed):
        changes = rehearsal.plan(desired)
        allowed = {
            "create_users": 0, "update_users": 0, "create_courses": 0, "update_courses": 0,
            "create_groups": 0, "update_groups": 0, "create_cohorts": 0, "update_cohorts": 0,
            "create_groupings": 0, "create_categories": 0, "add_cohort_members": 0,
            "delete_cohort_members": 0, "enrol_users": 0, "add_group_members": 0,
        }  # fmt: skip
        named = {
            Operation.ENROL: "enrol_users",
            Operation.ENROL_DATED: "enrol_users",
            Operation.REMOVE_COHORT_MEMBERS: "delete_cohort_members",
        }
        for stage in plan_batches(changes, rehearsal.client.variables_limit):
            for batch in stage:
                name = named.get(batch.operation, batch.operation.title)
                if name in allowed:
                    allowed[name] += len(batch.changes) * batch.operation.variables + protocol
        before = len(site.calls)
        assert rehearsal.apply(desired, changes).complete
        for name, most in allowed.items():
            sent = sum(call[1] for call in site.calls[before:] if call[0].endswith(f"_{name}"))
            assert sent <= most, name


def moved_school() -> State:
    """The small school with its first pupil in the other class."""
    moved = State.of(
        record
        for record in small_school()
        if not (getattr(record, "user", "") == "vsh:p:0" or record.key == "vsh:p:0")
    )
    for record in student_records(0, "9Б"):
        moved.add(record)
    return moved


def test_half_of_a_move_stays_open_in_the_journal_so_that_undo_looks_at_the_site(
    site: Sandbox, tmp_path: Path
) -> None:
    def no_leaving(called: str, _times: int) -> Fault:
        return "503" if called == "core_cohort_delete_cohort_members" else ""

    rehearse(site.url, site, tmp_path).apply(small_school())
    with faulty_proxy(site.url, no_leaving) as url:
        outcome = rehearse(url, site, tmp_path).apply(moved_school())
    assert outcome.stopped_by
    live = rehearse(site.url, site, tmp_path).observe(moved_school()).state
    joined = CohortMember("vsh:2026:class:9Б", "vsh:p:0").key
    assert joined in live.cohort_member
    with open_database(tmp_path / "state.sqlite") as database:
        journal = Journal(database)
        last = journal.runs()[0]
        states = {step.step.key: step.state for step in journal.steps(last.id)}
    assert states[joined] == "sent"


def test_a_move_whose_leaving_was_lost_is_sent_again(site: Sandbox, tmp_path: Path) -> None:
    def first_leaving_lost(called: str, times: int) -> Fault:
        return "drop-before" if called == "core_cohort_delete_cohort_members" and times == 1 else ""

    rehearse(site.url, site, tmp_path).apply(small_school())
    with faulty_proxy(site.url, first_leaving_lost) as url:
        assert rehearse(url, site, tmp_path).apply(moved_school()).complete
    live = rehearse(site.url, site, tmp_path).observe(moved_school()).state
    assert CohortMember("vsh:2026:class:9А", "vsh:p:0").key not in live.cohort_member


def test_a_sending_that_was_lost_stays_open_although_the_next_one_is_refused(
    site: Sandbox, tmp_path: Path
) -> None:
    """The site took the lost call late, after it was asked whether it had: round 5353 of seed 11."""
    rehearse(site.url, site, tmp_path).apply(small_school())
    straight = rehearse(site.url, site, tmp_path)
    observed = straight.observe(moved_school())
    cohort = observed.ids[Kind.COHORT, "vsh:2026:class:9Б"]
    pupil = observed.ids[Kind.USER, "vsh:p:0"]

    def late(called: str, times: int) -> Fault:
        if called != "core_cohort_add_cohort_members":
            return ""
        if times == 1:
            return "drop-before"
        if times == 2:
            row: cohorts.CohortMember = {"cohortid": CohortId(cohort), "userid": UserId(pupil)}
            assert cohorts.add_cohort_members(straight.client, [row]) == []
        return "db-down"

    with faulty_proxy(site.url, late) as url:
        outcome = rehearse(url, site, tmp_path).apply(moved_school())
    joined = CohortMember("vsh:2026:class:9Б", "vsh:p:0").key
    assert joined in {failure.change.key for failure in outcome.failed}
    assert joined in rehearse(site.url, site, tmp_path).observe(moved_school()).state.cohort_member
    with open_database(tmp_path / "state.sqlite") as database:
        journal = Journal(database)
        states = {one.step.key: one.state for one in journal.steps(journal.runs()[0].id)}
    assert states[joined] == "sent"
