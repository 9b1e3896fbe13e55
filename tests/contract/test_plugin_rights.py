"""Facts about who may call the plugin's functions, for what: rights are those of the place."""

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from tests.contract.fuzz_school import FUNCTIONS, FuzzSchool, found_school
from tests.contract.holders import Holder, Wish
from tests.contract.plugin_course import packed
from tests.contract.plugin_school import learner
from tests.contract.rest_caller import RefusedError, RestCaller
from tests.contract.site_under_test import World

Fields = dict[str, Any]
OURS = tuple(
    f"local/vsosh:{name}"
    for name in (
        "readstate", "readprogress", "manageusers", "managemembers", "managecontent",
        "managequestions",
    )
)  # fmt: skip
HELPS = (
    "moodle/course:view", "moodle/course:viewhiddencourses", "moodle/role:assign",
    "mod/quiz:manageoverrides", "mod/assign:grantextension",
)  # fmt: skip
"""What core asks for besides: to enter a course, to give a role, to give terms."""
NEEDS = {
    "get_state": "readstate", "put_users": "manageusers", "set_members": "managemembers",
    "put_courses": "managecontent", "get_courses": "readstate", "get_course_template": "readstate",
    "get_course_files": "managecontent", "import_questions": "managequestions",
    "set_events": "managecontent", "set_exceptions": "managecontent", "get_progress": "readprogress",
}  # fmt: skip
FREE = {"get_info", "queue_job", "get_jobs"}
"""What asks for no right: facts about the site, and one's own jobs, whose rights are looked at when they run."""
WHOLE_SITE = {"get_state", "put_users"}


def test_every_function_asks_for_a_right_or_is_known_to_ask_for_none() -> None:
    assert {f"local_vsosh_{name}" for name in (*NEEDS, *FREE)} == set(FUNCTIONS)


@pytest.fixture
def school(plugin_world: World) -> FuzzSchool:
    """A school, on a site where users with rights of one's choice can be made."""
    if plugin_world.site.maker is None:
        pytest.skip("no --live-php: nobody makes users with rights on this site")
    return found_school(plugin_world)


def holder(school: FuzzSchool, wish: Wish) -> RestCaller:
    """Return a caller with the token of a user who has these rights."""
    made: Holder = school.site.maker(wish)  # type: ignore[misc]
    school.world.users.append(made.userid)
    return RestCaller(school.site.url, made.token)


def ask(caller: RestCaller, school: FuzzSchool, name: str) -> str:
    """Call a function for the school's course; return `done`, or how it was refused."""
    good = _argument(school, name)
    try:
        answer = caller.call(f"local_vsosh_{name}", **good)
    except RefusedError as refused:
        return str(refused.errorcode)
    if name == "get_progress":
        return "denied" if json.loads(good["courses"])[0] in answer["denied"] else "done"
    rows = [answer] if "status" in answer else answer.get("courses") or answer.get("banks") or []
    told = {row["code"] for row in rows for row in row.get("errors", [])}
    told |= {row["status"] for row in rows if row["status"] in ("denied", "missing")}
    return " ".join(sorted(told)) or "done"


def _argument(school: FuzzSchool, name: str) -> Fields:
    good = school.good(f"local_vsosh_{name}", random.Random(1))
    if name == "set_members":
        # Giving a role is another right again.
        good["document"] = {"courses": [{"course": school.course.key, "members": []}]}
    return {
        part: getattr(value, "value", None) or (value if isinstance(value, str) else packed(value))
        for part, value in good.items()
    }


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_nobody_without_the_right_is_served(school: FuzzSchool, name: str) -> None:
    others = tuple(one for one in OURS if not one.endswith(f":{NEEDS[name]}"))
    nobody, another = holder(school, Wish()), holder(school, Wish(others + HELPS))
    before = _tables(school)
    wanted = "nopermissions" if name in WHOLE_SITE else "denied"
    assert (ask(nobody, school, name), ask(another, school, name)) == (wanted, wanted)
    assert _tables(school) == before


@pytest.mark.parametrize("name", sorted(set(NEEDS) - WHOLE_SITE))
def test_a_right_holds_in_its_own_course_only(school: FuzzSchool, name: str) -> None:
    wish = Wish(OURS + HELPS, courses=(school.other.ident,))
    elsewhere = holder(school, wish)
    before = _tables(school)
    assert ask(elsewhere, school, name) == "denied"
    assert _tables(school) == before
    here = replace(wish, courses=(school.course.ident,))
    assert ask(holder(school, here), school, name) == "done"


@pytest.mark.parametrize("name", sorted(WHOLE_SITE))
def test_a_right_for_the_whole_site_is_not_had_by_one_in_a_course(
    school: FuzzSchool, name: str
) -> None:
    wish = Wish(OURS + HELPS, courses=(school.course.ident, school.other.ident))
    assert ask(holder(school, wish), school, name) == "nopermissions"
    assert ask(holder(school, replace(wish, courses=())), school, name) == "done"


def test_the_calendar_of_the_site_and_cohorts_ask_for_the_right_everywhere(
    school: FuzzSchool,
) -> None:
    caller = holder(school, Wish(OURS + HELPS, courses=(school.course.ident,)))
    before = _tables(school)
    event = {"key": "x", "fields": {"name": "Х", "start": 1_800_000_000}}
    place = {"course": f"@{school.world.key}", "events": [event]}
    sent = packed({"courses": [place]})
    told = caller.call("local_vsosh_set_events", document=sent)["courses"][0]["errors"]
    assert [row["code"] for row in told] == ["denied"]
    cohort = {"cohort": school.cohort, "join": [school.pupil], "leave": []}
    sent = packed({"cohorts": [cohort]})
    told = caller.call("local_vsosh_set_members", document=sent)["cohorts"][0]["errors"]
    assert [row["code"] for row in told] == ["denied"]
    assert _tables(school) == before


def test_a_teacher_gets_nothing_of_the_course_he_teaches(school: FuzzSchool) -> None:
    # Even with a token of our service: the roles of Moodle have none of the plugin's rights.
    wish = Wish(archetype="editingteacher", courses=(school.course.ident,))
    caller = holder(school, wish)
    before = _tables(school)
    told = {name: ask(caller, school, name) for name in NEEDS}
    wanted = {name: "nopermissions" if name in WHOLE_SITE else "denied" for name in NEEDS}
    assert told == wanted
    assert _tables(school) == before


def test_a_job_is_its_owners_and_may_what_he_may(school: FuzzSchool) -> None:
    nobody, another = holder(school, Wish()), holder(school, Wish(OURS))
    sent = {"document": packed({"users": [{"key": school.pupil, "firstname": "Х"}]})}
    job = nobody.call(
        "local_vsosh_queue_job", function="local_vsosh_put_users", arguments=packed(sent)
    )
    assert another.call("local_vsosh_get_jobs", ids=[job["id"]]) == {"jobs": []}
    told = nobody.call("local_vsosh_get_jobs", ids=[job["id"]])["jobs"][0]
    # The sandbox makes it at once; a real site when its cron comes.
    assert told["status"] in ("queued", "failed")
    if told["status"] == "failed":
        assert "nopermissions" in told["error"]


def test_nobody_changes_himself_the_guest_or_an_administrator(school: FuzzSchool) -> None:
    own, guest, admin = (school.world.unique(name) for name in ("self", "guest", "admin"))
    wish = Wish(OURS + HELPS, key=own, lends=(("guest", guest), ("admin", admin)))
    caller = holder(school, wish)
    try:
        before = _tables(school)
        for key in (own, guest, admin):
            sent = packed({"users": [{"key": key, "firstname": "Захвачено", "suspended": True}]})
            row = caller.call("local_vsosh_put_users", document=sent)["users"][0]
            assert (row["status"], row["code"]) == ("error", "not-allowed"), key
        for key in (own, guest):
            course = {"course": school.course.key, "members": [learner(key)]}
            cohort = {"cohort": school.cohort, "join": [key], "leave": []}
            sent = packed({"courses": [course], "cohorts": [cohort]})
            told = caller.call("local_vsosh_set_members", document=sent)
            rows = told["courses"][0]["errors"] + told["cohorts"][0]["errors"]
            assert [(row["key"], row["code"]) for row in rows] == [(key, "denied")] * 2
        assert _tables(school) == before
    finally:
        holder(school, Wish(lends=(("guest", ""), ("admin", ""))))


def _tables(school: FuzzSchool) -> Fields:
    tables = school.site.tables
    found = {} if tables is None else tables()
    return {name: one for name, one in found.items() if name not in _ASIDE}


_ASIDE = {"local_vsosh_job", "task_adhoc", "user_preferences"}
"""What calls change by the way: a queue that cron empties, and what Moodle notes of a user at his first call."""
