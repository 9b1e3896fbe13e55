"""Pupils on a site made by hand: lessons, ticks, groups, hidden things, a trial exam of some days."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.contract.rest_caller import RestCaller
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.play.days import Span, moment
from vsosh_moodle.sandbox.store import Store
from vsosh_moodle.sandbox.term import play_term

KEY = "vsosh:2026:c"
START, END = date(2026, 9, 1), date(2026, 12, 18)
PUPILS = 40
STUDENT = 5


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox(plugin=True) as made:
        caller = RestCaller(made.url, made.token)
        course = {"fullname": "Курс", "shortname": "c", "idnumber": KEY, "categoryid": 1,
                  "startdate": moment(START)}  # fmt: skip
        (courseid,) = [
            one["id"] for one in caller.call("core_course_create_courses", courses=[course])
        ]
        people = [
            {"username": f"p{n}", "password": "Pass-word-1", "firstname": "Имя", "lastname": f"Л{n}",
             "email": f"p{n}@x.invalid", "idnumber": f"vsosh:p:{n:06}"}
            for n in range(PUPILS)
        ]  # fmt: skip
        ids = [one["id"] for one in caller.call("core_user_create_users", users=people)]
        rows = [{"roleid": STUDENT, "userid": one, "courseid": courseid} for one in ids]
        caller.call("enrol_manual_enrol_users", enrolments=rows)
        yield made


def put(site: Sandbox, *activities: dict[str, Any]) -> None:
    section = {"key": "s", "fields": {"name": "Тема", "order": [one["key"] for one in activities]}}
    document = {
        "course": KEY,
        "fields": {"completion": True, "order": ["s"]},
        "sections": [section],
        "activities": list(activities),
    }
    answer = RestCaller(site.url, site.token).call(
        "local_vsosh_put_courses",
        document=json.dumps({"courses": [document]}),
        options="{}",
    )
    assert answer["courses"][0]["status"] == "ok", answer["courses"][0]["errors"]


def activity(key: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "fields": {"name": key, "section": "s", **fields}}


def play(site: Sandbox) -> Store:
    with site.edit() as store:
        play_term(store, Span(START, END))
    return site.store


def done(store: Store, key: str) -> int:
    found: int = store.value(
        "SELECT count(*) FROM course_modules_completion c JOIN course_modules cm"
        " ON cm.id = c.coursemoduleid WHERE cm.idnumber = ? AND c.completionstate > 0",
        f"vsosh:{key}",
    )
    return found


def test_a_lesson_leaves_an_attempt_and_its_grade(site: Sandbox) -> None:
    page = {"key": "p", "title": "П", "content": "<p>1</p>", "kind": "content",
            "answers": [{"text": "Дальше", "response": "", "jump": "end", "score": 0}]}  # fmt: skip
    rules = {"tracking": "automatic", "end_reached": True}
    put(site, activity("l", "lesson", grade=7, pages=[page], completion=rules))
    store = play(site)
    attempts = store.rows("SELECT userid, fraction FROM quiz_attempts WHERE state = 'finished'")
    assert len(attempts) > PUPILS / 3
    grades = store.rows("SELECT userid, finalgrade FROM grade_grades WHERE cmid > 0")
    assert {one["userid"]: pytest.approx(one["fraction"] * 7, abs=1e-4) for one in attempts} == {
        one["userid"]: one["finalgrade"] for one in grades if one["finalgrade"] is not None
    }
    assert done(store, "l") == len(attempts)


def test_nobody_does_what_is_hidden_or_closed_to_all(site: Sandbox) -> None:
    view = {"tracking": "automatic", "view": True}
    never = {"op": "all", "conditions": [{"type": "date", "from": moment(date(2030, 1, 1))}]}
    put(
        site,
        activity("open", "page", content="<p>1</p>", completion=view),
        activity("hidden", "page", content="<p>1</p>", completion=view, visible=False),
        activity("later", "page", content="<p>1</p>", completion=view, availability=never),
        activity("tick", "page", content="<p>1</p>", completion={"tracking": "manual"}),
    )
    store = play(site)
    assert done(store, "open") > PUPILS / 3
    assert 0 < done(store, "tick") < PUPILS
    assert (done(store, "hidden"), done(store, "later")) == (0, 0)


def test_a_trial_exam_is_sat_in_its_days(site: Sandbox) -> None:
    begin, end = moment(date(2026, 10, 12), 9), moment(date(2026, 10, 17), 20)
    work = activity("mock", "assign", grade=20, open=begin, due=end, submission=["text"])
    put(site, work)
    store = play(site)
    handed_in = store.column("SELECT timemodified FROM assign_submission WHERE status <> 'new'")
    assert len(handed_in) > PUPILS / 3
    assert all(begin <= time <= end for time in handed_in)


def test_a_test_without_questions_is_opened_and_never_attempted(site: Sandbox) -> None:
    put(site, activity("empty", "quiz", grade=10))
    store = play(site)
    assert store.rows("SELECT * FROM quiz_attempts") == []
    assert store.rows("SELECT * FROM user_lastaccess") != []
