"""Answers of the companion plugin: tables, pages, error rows, uploads; nothing of them is believed."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import responses
from requests import PreparedRequest

from tests.moodle.canned import SITE, make_client, reply
from vsosh_moodle.moodle.errors import BadAnswer, InvalidParameter, MoodleError
from vsosh_moodle.moodle.plugin_content import PutOptions, get_courses, put_courses
from vsosh_moodle.moodle.plugin_errors import _TEXTS, ContentError
from vsosh_moodle.moodle.plugin_members import set_members
from vsosh_moodle.moodle.plugin_questions import PutBank, import_questions
from vsosh_moodle.moodle.plugin_state import (
    ROW_TYPES,
    EnrolmentRow,
    GroupMemberRow,
    StateQuery,
    get_state,
    table_rows,
)
from vsosh_moodle.moodle.plugin_users import put_users
from vsosh_moodle.moodle.uploads import upload_file

CONTRACT = Path(__file__).parents[2] / "docs/plugin-api.md"
UPLOADS = f"{SITE}/webservice/upload.php"


def page(name: str, rows: Sequence[Sequence[Any]], after: str = "") -> dict[str, Any]:
    columns = list(ROW_TYPES[name].__annotations__)
    part = {"name": name, "columns": columns, "rows": json.dumps(rows, ensure_ascii=False)}
    return {"parts": [part], "next": after, "time": 1_800_000_000}


@responses.activate
def test_pages_of_a_part_are_joined() -> None:
    reply(page("group_members", [[1, 7], [1, 8]], after="group_members:8"))
    reply(page("group_members", [[2, 7]]))
    state = get_state(make_client(), StateQuery("v:"))
    assert state.group_members == [GroupMemberRow(1, 7), GroupMemberRow(1, 8), GroupMemberRow(2, 7)]
    assert state.time == 1_800_000_000


@responses.activate
def test_a_site_that_turns_in_a_circle_is_left() -> None:
    for _page in range(3):
        reply(page("group_members", [[1, 7]], after="x"))
    with pytest.raises(BadAnswer):
        get_state(make_client(), StateQuery("v:"))


def test_columns_are_found_by_name_and_new_ones_passed_over() -> None:
    columns = ("user", "later", "course", "suspended", "start", "end")
    rows = table_rows(EnrolmentRow, columns, '[[7,"x",3,0,0,5]]')
    assert rows == [EnrolmentRow(3, 7, False, 0, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "[[1]]",
        '[[1, "2"]]',
        "[[1, null]]",
        "[[1, 2], [3]]",
        "[[1, 2.5]]",
        "[" * 9999,
    ],
)
def test_rows_of_another_shape_are_refused(text: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        table_rows(GroupMemberRow, ("group", "user"), text)


@pytest.mark.parametrize("text", ["[[1]]", '[[1, "2"]]', "null"])
@responses.activate
def test_a_bad_table_is_a_bad_answer(text: str) -> None:
    part = {"name": "group_members", "columns": ["group", "user"], "rows": text}
    reply({"parts": [part], "next": "", "time": 0})
    with pytest.raises(BadAnswer):
        get_state(make_client(), StateQuery("v:"))


@responses.activate
def test_live_items_tell_fields_edits_and_locks() -> None:
    item = {
        "type": "activity", "key": "quiz", "id": 5, "module": "quiz", "hash": "",
        "fields": {"name": "Тест"}, "edited": [], "locked": ["questions"],
    }  # fmt: skip
    content = json.dumps({"items": [item]})
    reply(
        {
            "courses": [
                {"course": "v:a", "id": 3, "status": "ok", "content": content},
                {"course": "v:b", "id": 0, "status": "missing", "content": ""},
            ]
        }
    )
    first, second = get_courses(make_client(), ["v:a", "v:b"])
    assert first.items[0].fields == {"name": "Тест"}
    assert first.items[0].edited == {}
    assert first.items[0].locked == ("questions",)
    assert (second.status, second.items) == ("missing", ())


@pytest.mark.parametrize(
    "content", ["", "[]", '{"items": 1}', '{"items": [1]}', '{"items": [{"type": "page"}]}']
)
@responses.activate
def test_bad_content_is_a_bad_answer(content: str) -> None:
    reply({"courses": [{"course": "v:a", "id": 3, "status": "ok", "content": content}]})
    with pytest.raises(BadAnswer):
        get_courses(make_client(), ["v:a"])


@responses.activate
def test_a_refused_course_tells_all_its_errors() -> None:
    row = {"course": "v:a", "type": "activity", "key": "quiz", "field": "questions",
           "code": "bank-too-small", "detail": "3 < 10"}  # fmt: skip
    reply(
        {"courses": [{"course": "v:a", "id": 3, "status": "error", "items": [], "errors": [row]}]}
    )
    result = put_courses(make_client(), [{"course": "v:a"}], {}, PutOptions(absent="keep"))[0]
    error = result.errors[0].as_exception("https://school.example", "f")
    assert isinstance(error, InvalidParameter)
    assert error.errorcode == "bank-too-small"
    assert "quiz" in error.message
    assert error.hint


def test_every_code_of_the_contract_has_words() -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    lists = re.findall(r"[Cc]odes?:? ((?:`[a-z-]+`(?: \([^)]*\))?[,.;]? ?\n?)+)", text)
    bare = [re.sub(r"\([^)]*\)", "", part) for part in lists]
    codes = {code for part in bare for code in re.findall(r"`([a-z]+(?:-[a-z]+)*)`", part)}
    assert len(codes) > 25
    assert codes - _TEXTS.keys() - {"quiz-has-attempts", "detail"} == set()


@pytest.mark.parametrize("code", [*_TEXTS, "news-to-us"])
def test_every_error_says_what_and_what_to_do(code: str) -> None:
    error = ContentError("v:a", "activity", "quiz", "questions", code, "<b>why</b>")
    told = error.as_exception("https://school.example", "f")
    assert isinstance(told, MoodleError)
    assert told.message
    assert told.hint
    assert not re.search(r"[{}<>]", told.message + told.hint)


@responses.activate
def test_rows_of_accounts_come_back_in_the_order_sent() -> None:
    rows = [
        {"key": "v:2", "status": "error", "id": 0, "code": "email-taken", "detail": "x"},
        {"key": "v:1", "status": "created", "id": 11, "code": "", "detail": ""},
    ]
    reply({"users": rows})
    first, second = put_users(make_client(), [{"key": "v:1"}, {"key": "v:2"}])
    assert (first.id, first.error) == (11, None)
    assert second.error is not None
    assert second.error.code == "email-taken"


@pytest.mark.parametrize("keys", [["v:1"], ["v:1", "v:9"], ["v:1", "v:1"]])
@responses.activate
def test_other_accounts_than_those_sent_are_a_bad_answer(keys: list[str]) -> None:
    reply({"users": [{"key": key, "status": "created", "id": 1} for key in keys]})
    with pytest.raises(MoodleError):
        put_users(make_client(), [{"key": "v:1"}, {"key": "v:2"}])


@responses.activate
def test_members_and_banks_tell_their_counts() -> None:
    course = {"course": "v:a", "status": "ok", "counts": '{"enrolled": 3}', "errors": []}
    cohort = {"cohort": "v:c", "status": "unchanged", "counts": "[]", "errors": []}
    reply({"courses": [course], "cohorts": [cohort]})
    answer = set_members(make_client(), {"courses": [], "cohorts": []})
    assert answer.courses["v:a"].counts == {"enrolled": 3}
    assert answer.cohorts["v:c"].counts == {}
    bank = {"course": "v:a", "key": "b", "status": "ok", "id": 4, "count": 12,
            "counts": '{"created": 12}', "errors": []}  # fmt: skip
    reply({"banks": [bank]})
    put: PutBank = {"course": "v:a", "key": "b", "name": "Б", "format": "gift", "source": ""}
    assert import_questions(make_client(), [put])[0].count == 12


class Uploads:
    """What came to upload.php."""

    def __init__(self, answer: object) -> None:
        self.bodies: list[bytes] = []
        self._answer = answer
        responses.add_callback(responses.POST, UPLOADS, callback=self.answer)

    def answer(self, request: PreparedRequest) -> tuple[int, dict[str, str], str]:
        self.bodies.append(b"".join(request.body))  # type: ignore[arg-type]
        assert len(self.bodies[-1]) == int(request.headers["Content-Length"])
        return 200, {}, json.dumps(self._answer)


@responses.activate
def test_a_file_travels_whole_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "plan.bin"
    file.write_bytes(bytes(range(256)) * 1000)
    site = Uploads([{"itemid": 77, "filename": "План.pdf"}])
    assert upload_file(make_client(), file, 'План "9А".pdf') == 77
    body = site.bodies[0]
    assert file.read_bytes() in body
    assert 'filename="План %229А%22.pdf"'.encode() in body
    assert "?" not in str(responses.calls[0].request.url)


@pytest.mark.parametrize(
    "answer",
    [
        {"error": "нет параметра", "errorcode": "missingparam"},
        {"error": "big", "errorcode": "upload_error_ini_size"},
        [{"filename": "x", "errortype": "fileoversized", "error": "слишком велик"}],
        [{"filename": "x"}],
    ],
)
@responses.activate
def test_a_file_that_is_not_taken_is_named(answer: object, tmp_path: Path) -> None:
    file = tmp_path / "plan.bin"
    file.write_bytes(b"x")
    Uploads(answer)
    with pytest.raises(InvalidParameter) as caught:
        upload_file(make_client(), file, "План.pdf")
    assert "План.pdf" in caught.value.message


@responses.activate
def test_a_file_that_is_gone_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter):
        upload_file(make_client(), tmp_path / "none", "План.pdf")
    assert not responses.calls
