"""A change writes its own fields and no others: what a person set beside them stays."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import responses

from tests.apply.rehearsal import ROLES
from tests.moodle.canned import make_client, reply, sent_fields
from vsosh_moodle.apply.passwords import PasswordSlips, load_slips
from vsosh_moodle.apply.reissue import ReissueOutcome, Reissuer, ReissueTarget
from vsosh_moodle.apply.send_members import add_cohort_members, enrol, unenrol
from vsosh_moodle.apply.send_objects import update_categories, update_courses, update_users
from vsosh_moodle.apply.send_site import PartlyDone, Site
from vsosh_moodle.moodle.errors import AccessDenied, InvalidParameter
from vsosh_moodle.moodle.ids import UserId
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import (
    Category,
    CohortMember,
    Course,
    Enrolment,
    Kind,
    Record,
    User,
    with_fields,
)
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal, RunHeader

COURSE, USER, COHORT = "vsosh:2026:oge", "vsosh:p:1", "vsosh:2026:class:9А"
IDS = {
    (Kind.CATEGORY, "vsosh:cat:gia"): 4,
    (Kind.CATEGORY, "vsosh:cat:do"): 3,
    (Kind.COURSE, COURSE): 20,
    (Kind.USER, USER): 30,
    (Kind.COHORT, COHORT): 40,
}
DENIED = {
    "exception": "required_capability_exception",
    "errorcode": "nopermissions",
    "message": "Sorry",
}


@pytest.fixture
def site() -> Iterator[Site]:
    with responses.mock:
        yield Site(make_client(), dict(IDS), ROLES, issue_passwords=lambda _users: [])


def changed(before: Record, after: Record, action: Action = Action.UPDATE) -> Change:
    return Change(action, after.kind, after.key, before, after)


def sent() -> dict[str, str]:
    return {name: value for name, value in sent_fields() if "[0]" in name}


def test_a_category_that_is_renamed_is_not_moved(site: Site) -> None:
    before = Category("vsosh:cat:gia", "ГИА", "vsosh:cat:do")
    reply("null")
    update_categories(site, [changed(before, replace(before, name="ОГЭ и ЕГЭ"))])
    assert sent() == {"categories[0][id]": "4", "categories[0][name]": "ОГЭ и ЕГЭ"}


def test_a_category_that_is_moved_gets_its_parent_and_one_that_is_adopted_its_key(
    site: Site,
) -> None:
    before = Category("vsosh:cat:gia", "ГИА")
    after = replace(before, parent="vsosh:cat:do")
    reply("null")
    update_categories(site, [changed(before, after, Action.MOVE)])
    assert sent()["categories[0][parent]"] == "3"
    assert "categories[0][idnumber]" not in sent()
    adoption = Change(Action.ADOPT, Kind.CATEGORY, before.key, before, before, moodle_id=4)
    update_categories(site, [adoption])
    assert sent()["categories[0][idnumber]"] == "vsosh:cat:gia"


def test_each_field_of_a_course_is_sent_alone(site: Site) -> None:
    before = Course(
        COURSE,
        fullname="ОГЭ",
        shortname="О",
        category="vsosh:cat:do",
        summary="",
        startdate=1,
        enddate=2,
    )
    for field, value, told in (
        ("fullname", "ОГЭ. Математика", "ОГЭ. Математика"),
        ("shortname", "ОГЭ-М", "ОГЭ-М"),
        ("category", "vsosh:cat:gia", "4"),
        ("summary", "<p>О курсе</p>", "<p>О курсе</p>"),
    ):
        reply({"warnings": []})
        update_courses(site, [changed(before, with_fields(before, {field: value}))])
        assert told in sent().values()
        assert len([name for name in sent() if name != "courses[0][id]"]) <= 2


def test_each_field_of_an_account_is_sent_alone(site: Site) -> None:
    before = User(USER, "p1", "Имя", "Фамилия", "", "p1@school.invalid")
    for field, value in (
        ("firstname", "Имена"),
        ("lastname", "Фамильная"),
        ("middlename", "Отчествовна"),
        ("email", "p2@school.invalid"),
    ):
        reply({"warnings": []})
        update_users(site, [changed(before, with_fields(before, {field: value}))])
        assert sent() == {"users[0][id]": "30", f"users[0][{field}]": value}


def test_a_membership_the_site_warns_of_is_refused_but_for_one_that_was_there(site: Site) -> None:
    member = CohortMember(COHORT, USER)
    joining = Change(Action.CREATE, member.kind, member.key, None, member)
    warning = {"item": "cohort", "itemid": 40, "warningcode": "3", "message": "there"}
    reply({"warnings": [warning]})
    assert add_cohort_members(site, [joining]) == [None]
    responses.reset()
    reply({"warnings": [{**warning, "warningcode": "2", "message": "no such user"}]})
    with pytest.raises(InvalidParameter, match="no such user") as told:
        add_cohort_members(site, [joining])
    assert told.value.errorcode == "warning2"


def test_dates_and_suspension_of_an_enrolment_are_sent_when_there_are_any(site: Site) -> None:
    plain = Enrolment(COURSE, USER, "student")
    dated = replace(plain, suspended=True, timestart=100, timeend=200)
    reply("null")
    enrol(site, [Change(Action.CREATE, plain.kind, plain.key, None, plain)])
    row = {"roleid": "5", "userid": "30", "courseid": "20"}
    assert sent() == {f"enrolments[0][{name}]": value for name, value in row.items()}
    enrol(site, [changed(plain, dated)])
    row |= {"timestart": "100", "timeend": "200", "suspend": "1"}
    assert sent() == {f"enrolments[0][{name}]": value for name, value in row.items()}


def test_a_former_role_that_could_not_be_taken_away_leaves_the_change_half_done(
    site: Site,
) -> None:
    before = Enrolment(COURSE, USER, "student")
    reply("null")
    reply(DENIED)
    with pytest.raises(PartlyDone) as told:
        enrol(site, [changed(before, replace(before, role="teacher"))])
    assert isinstance(told.value.error, AccessDenied)


def test_an_end_of_an_enrolment_names_the_person_and_the_course(site: Site) -> None:
    before = Enrolment(COURSE, USER, "student")
    reply("null")
    unenrol(site, [Change(Action.REMOVE, before.kind, before.key, before, None)])
    assert sent() == {"enrolments[0][userid]": "30", "enrolments[0][courseid]": "20"}


@responses.activate
def test_a_right_that_lacks_for_a_new_password_ends_the_run_and_leaves_no_slip(
    tmp_path: Path,
) -> None:
    outcome, states = reissued(tmp_path, DENIED)
    assert isinstance(outcome.stopped_by, AccessDenied)
    assert [user.key for user, _error in outcome.refused] == [USER]
    assert states == ["failed"]
    assert load_slips(tmp_path) == []


@responses.activate
def test_an_account_that_refuses_its_new_password_leaves_no_slip_and_the_others_go_on(
    tmp_path: Path,
) -> None:
    warning = {"item": "user", "itemid": 30, "warningcode": "usernotupdated", "message": "no"}
    outcome, states = reissued(tmp_path, {"warnings": [warning]})
    assert outcome.stopped_by is None
    assert [user.key for user, _error in outcome.refused] == [USER]
    assert states == ["failed"]
    assert load_slips(tmp_path) == []


@responses.activate
def test_a_new_password_need_not_be_changed_at_the_first_login(tmp_path: Path) -> None:
    outcome, states = reissued(tmp_path, {"warnings": []})
    assert [user.key for user in outcome.done] == [USER]
    assert states == ["done"]
    assert set(sent()) == {"users[0][id]", "users[0][password]"}
    assert len(load_slips(tmp_path)) == 1


def reissued(folder: Path, answer: Mapping[str, object]) -> tuple[ReissueOutcome, list[str]]:
    """Reissue one password on a site that answers so; return the outcome and the journal's states."""
    reply(dict(answer))
    user = User(USER, "p1", "Имя", "Фамилия", "", "p1@school.invalid")
    slips = PasswordSlips(folder / "1.csv", {}, lambda: "Kot-reka-57")
    with open_database(folder / "state.sqlite") as database:
        journal = Journal(database)
        run = journal.start_run(RunHeader("t@t 1", "0", "site", "4.5", "x"))
        reissuer = Reissuer(
            make_client(), slips, journal, run, lambda _user, _what: None, force_change=False
        )
        target = ReissueTarget(user, UserId(30))
        outcome = reissuer.reissue([target], lambda _count: None, lambda: False)
        return outcome, [one.state for one in journal.steps(run)]
