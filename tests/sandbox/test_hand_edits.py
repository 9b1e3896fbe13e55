"""What people do on the site, and what the plugin then says of it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.rest_caller import RestCaller
from vsosh_moodle.sandbox import Sandbox, hand_edits

KEY = "vsosh:c"
GIFT = "::a:: 1? {=1}\n\n::b:: 2? {=2}"


def packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox(plugin=True) as made:
        caller = RestCaller(made.url, made.token)
        course = {"fullname": "Курс", "shortname": "c", "idnumber": KEY, "categoryid": 1}
        caller.call("core_course_create_courses", courses=[course])
        bank = {"course": KEY, "key": "n", "name": "Числа", "format": "gift", "source": GIFT}
        caller.call("local_vsosh_import_questions", document=packed({"banks": [bank]}))
        put(made)
        yield made


def put(site: Sandbox, **options: Any) -> dict[str, Any]:
    fields = {"name": "Тест", "section": "s", "questions": [{"bank": "n", "count": 2}]}
    document = {
        "course": KEY,
        "sections": [{"key": "s", "fields": {"name": "Тема", "summary": "", "order": ["q"]}}],
        "activities": [{"key": "q", "type": "quiz", "fields": fields}],
    }
    answer = RestCaller(site.url, site.token).call(
        "local_vsosh_put_courses",
        document=packed({"courses": [document]}),
        options=packed(options),
    )
    return {f"{one['type']}:{one['key']}": one for one in answer["courses"][0]["items"]}


def items(site: Sandbox) -> dict[str, Any]:
    answer = RestCaller(site.url, site.token).call("local_vsosh_get_courses", courses=packed([KEY]))
    found = json.loads(answer["courses"][0]["content"])["items"]
    return {f"{one['type']}:{one['key']}": one for one in found}


def test_edits_of_teachers_are_kept_and_told(site: Sandbox) -> None:
    with site.edit() as store:
        quiz = hand_edits.find_module(store, KEY, "vsosh:q")
        section = hand_edits.find_section(store, KEY, "Тема")
        hand_edits.change_activity(store, quiz, name="Проверка", questions=[])
        hand_edits.change_section(store, section, summary="<p>Вручную</p>")
        own = hand_edits.add_activity(store, section, "page", "Своя страница")
        hand_edits.change_question(store, KEY, "a", "Один?")
    told = items(site)
    assert told["activity:q"]["edited"] == {
        "name": "Тест",
        "questions": [{"bank": "n", "count": 2}],
    }
    assert told["section:s"]["edited"] == {"summary": ""}
    assert told["question_bank:n"]["edited"].keys() == {"hash"}
    kept = put(site)
    assert kept["activity:q"]["kept"] == ["name", "questions"]
    assert kept["section:s"]["kept"] == ["summary"]
    written = put(site, overwrite=["activity:q"])
    assert written["activity:q"]["fields"] == ["name", "questions"]
    assert site.store.get("course_modules", own)["visible"] == 1


def test_a_quiz_that_was_begun_keeps_its_questions(site: Sandbox) -> None:
    with site.edit() as store:
        quiz = hand_edits.find_module(store, KEY, "vsosh:q")
        hand_edits.change_activity(store, quiz, questions=[])
        hand_edits.attempt_quiz(store, quiz, 2, (5, 0), None)
    assert items(site)["activity:q"]["locked"] == ["questions"]
    assert put(site, overwrite=["all"])["activity:q"]["kept"] == ["questions"]


def test_what_pupils_do_is_told_as_progress(site: Sandbox) -> None:
    caller = RestCaller(site.url, site.token)
    pupil = {
        "key": "vsosh:p",
        "username": "p",
        "password": "Abcd1234!",
        "firstname": "И",
        "lastname": "Ф",
        "email": "p@school.invalid",
    }
    caller.call("local_vsosh_put_users", document=packed({"users": [pupil]}))
    member = {"user": "vsosh:p", "role": 5}
    caller.call(
        "local_vsosh_set_members",
        document=packed({"courses": [{"course": KEY, "members": [member]}]}),
    )
    with site.edit() as store:
        quiz = hand_edits.find_module(store, KEY, "vsosh:q")
        userid = hand_edits.find_user(store, "vsosh:p")
        for time in (10, 20):
            hand_edits.complete_activity(store, quiz, userid, 2, time)
            hand_edits.grade_activity(store, quiz, userid, 75.5, time)
            hand_edits.visit_course(
                store, store.get("course_modules", quiz)["course"], userid, time
            )
            hand_edits.attempt_quiz(store, quiz, userid, (time, time + 1), 0.755)
        hand_edits.hand_in(store, quiz, userid, 30)
    told = caller.call("local_vsosh_get_progress", courses=packed([KEY]), options='{"since": 15}')
    rows = {part["name"]: json.loads(part["rows"]) for part in told["parts"]}
    assert rows["completion"] == [[quiz, userid, 2, 20]]
    assert [[row[0], *row[3:]] for row in rows["grades"]] == [
        [quiz, 75.5, 75.5, 0, 20, 100],
        [0, 75.5, None, 0, 20, 100],
    ]
    assert rows["attempts"] == [[quiz, userid, 2, "finished", 20, 21, 0.755]]
    assert [row[2] for row in rows["access"]] == [20]
    assert [row[2:] for row in rows["submissions"]] == [["submitted", 30, 0]]
    assert rows["people"] == [[userid, "vsosh:p", 10, 20, 0]]


def test_posts_lessons_and_completed_courses_are_told(site: Sandbox) -> None:
    caller = RestCaller(site.url, site.token)
    pupil = {
        "key": "vsosh:p", "username": "p", "password": "Abcd1234!", "firstname": "И",
        "lastname": "Ф", "email": "p@school.invalid",
    }  # fmt: skip
    caller.call("local_vsosh_put_users", document=packed({"users": [pupil]}))
    with site.edit() as store:
        section = hand_edits.find_section(store, KEY, "Тема")
        course = store.get("course_sections", section)["course"]
        forum = hand_edits.add_activity(store, section, "forum", "Форум")
        lesson = hand_edits.add_activity(store, section, "lesson", "Лекция")
        userid = hand_edits.find_user(store, "vsosh:p")
        posts = [hand_edits.write_post(store, forum, userid, time) for time in (10, 20)]
        hand_edits.attempt_quiz(store, lesson, userid, (15, 25), 0.5)
        hand_edits.complete_course(store, course, userid, 12)
        hand_edits.complete_course(store, course, userid, 13, 14)
        hand_edits.complete_course(store, course, userid, 15, 16)
    told = caller.call("local_vsosh_get_progress", courses=packed([KEY]), options='{"since": 18}')
    rows = {part["name"]: json.loads(part["rows"]) for part in told["parts"]}
    assert rows["posts"] == [[posts[1], forum, userid, 20]]
    assert rows["attempts"] == [[lesson, userid, 1, "finished", 15, 25, 0.5]]
    assert rows["course_completion"] == [[course, userid, 12, 14]]
    assert store.value("SELECT count(*) FROM lesson_attempts WHERE cmid = ?", lesson) == 1


def test_what_is_not_there_is_not_edited(site: Sandbox) -> None:
    with site.edit() as store:
        for find, given in (
            (hand_edits.find_module, (KEY, "vsosh:x")),
            (hand_edits.find_section, (KEY, "Нет")),
            (hand_edits.find_user, ("vsosh:x",)),
            (hand_edits.change_question, (KEY, "x", "")),
        ):
            with pytest.raises(LookupError):
                find(store, *given)  # type: ignore[operator]


def test_an_event_that_a_teacher_moved_is_kept_and_told(site: Sandbox) -> None:
    caller = RestCaller(site.url, site.token)

    def send(*overwrite: str, **course: Any) -> dict[str, Any]:
        document = {"courses": [{"course": KEY, **course}], "overwrite": list(overwrite)}
        (row,) = caller.call("local_vsosh_set_events", document=packed(document))["courses"]
        assert row["errors"] == []
        (item,) = row["items"]
        return dict(item)

    fields = {"name": "Пробник", "start": 1_800_000_000}
    send(events=[{"key": "mock", "fields": fields}])
    with site.edit() as store:
        hand_edits.change_event(store, KEY, "mock", timestart=1_800_003_600)
        with pytest.raises(LookupError, match="none"):
            hand_edits.change_event(store, KEY, "none")
    assert items(site)["event:mock"]["edited"] == {"start": 1_800_000_000}
    renamed = send(events=[{"key": "mock", "fields": {**fields, "name": "Пробный ОГЭ"}}])
    assert (renamed["fields"], renamed["kept"]) == (["name"], ["start"])
    gone = send(remove=["mock"])
    assert (gone["status"], gone["kept"]) == ("kept", ["start"])
    assert send(f"{KEY}/event:mock", remove=["mock"])["status"] == "removed"
    assert "event:mock" not in items(site)
