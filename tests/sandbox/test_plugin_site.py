"""The sandbox with local_vsosh: what it says of itself, whom it lets in, its queue and uploads."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.contract.rest_caller import RestCaller
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.plugin.info import PLUGIN_RELEASE, PLUGIN_VERSION
from vsosh_moodle.sandbox.plugin.provisioner import CAPABILITIES, FUNCTIONS

PLUGIN = Path(__file__).parents[2] / "plugin" / "local_vsosh"
PUT, GET, IMPORT = (
    "local_vsosh_put_courses",
    "local_vsosh_get_courses",
    "local_vsosh_import_questions",
)
KEY = "vsosh:c"


@pytest.fixture
def site() -> Any:
    with Sandbox(plugin=True) as made:
        admin = RestCaller(made.url, made.token)
        course = {"fullname": "Курс", "shortname": "c", "idnumber": KEY, "categoryid": 1}
        admin.call("core_course_create_courses", courses=[course])
        yield made


def text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def document(*activities: dict[str, Any]) -> str:
    return text({"courses": [{"course": KEY, "activities": list(activities)}]})


def page(key: str, **fields: Any) -> dict[str, Any]:
    given = {"name": key, "section": "general", "content": "<p>текст</p>", **fields}
    return {"key": key, "type": "page", "fields": given}


def quoted(path: str, pattern: str) -> list[str]:
    found = re.search(pattern, (PLUGIN / path).read_text("utf-8"), re.DOTALL)
    assert found is not None
    return re.findall(r"^ +'([a-z0-9_/:]+)',", found[1], re.MULTILINE)


def test_it_says_the_version_of_the_plugin_beside_it() -> None:
    version = (PLUGIN / "version.php").read_text("utf-8")
    assert f"$plugin->version = {PLUGIN_VERSION};" in version
    assert f"$plugin->release = '{PLUGIN_RELEASE}';" in version


def test_the_service_user_has_the_rights_of_the_set_up() -> None:
    rights = quoted("classes/setup/rights.php", r"const CAPABILITIES = \[(.*?)\];")
    assert sorted(rights) == sorted(CAPABILITIES)
    service = quoted("db/services.php", r"'functions' => \[(.*?)\]")
    assert sorted(service) == sorted(FUNCTIONS)


def test_the_service_user_writes_a_course_and_deletes_none(site: Sandbox) -> None:
    caller = RestCaller(site.url, site.add_provisioner())
    answer = caller.call(PUT, document=document(page("a")))
    assert answer["courses"][0]["status"] == "ok"
    assert caller.refusal("core_user_delete_users", userids=[1]) == "nopermissions"


def test_without_the_plugin_its_functions_are_unknown(sandbox: Sandbox) -> None:
    caller = RestCaller(sandbox.url, sandbox.token)
    assert caller.refusal("local_vsosh_get_info") == "invalidrecord"


def test_a_manager_has_not_the_rights_of_the_plugin(site: Sandbox) -> None:
    caller = RestCaller(site.url, site.add_token())
    assert caller.refusal("local_vsosh_get_state", prefix="vsosh:") == "nopermissions"
    (answer,) = caller.call(PUT, document=document(page("a")))["courses"]
    assert [error["code"] for error in answer["errors"]] == ["denied"]
    (answer,) = caller.call(GET, courses=text([KEY]))["courses"]
    assert (answer["status"], answer["content"]) == ("denied", '{"items":[]}')
    answer = caller.call("local_vsosh_get_course_template", course=KEY)
    assert (answer["status"], answer["content"]) == ("denied", '{"items":[]}')
    answer = caller.call("local_vsosh_get_course_files", course=KEY, hashes="[]")
    assert answer == {"status": "denied", "files": []}


def test_who_may_read_courses_but_no_questions_gets_no_question(site: Sandbox) -> None:
    bank = {
        "course": KEY,
        "key": "b",
        "name": "Банк",
        "format": "gift",
        "source": "::а:: 2? {=2 ~3}",
    }
    admin = RestCaller(site.url, site.token)
    admin.call("local_vsosh_import_questions", document=text({"banks": [bank]}))
    draw = {"bank": "b", "count": 1, "points": 1}
    quiz = {
        "key": "q",
        "type": "quiz",
        "fields": {"name": "Т", "section": "general", "questions": [draw]},
    }
    admin.call(PUT, document=document(quiz))
    caller = RestCaller(site.url, site.add_token(capabilities=["local/vsosh:readstate"]))
    answer = caller.call("local_vsosh_get_course_template", course=KEY)
    (told,) = json.loads(answer["content"])["banks"]
    assert (told["key"], told["status"], told["source"]) == ("b", "denied", "")


def test_what_moodle_itself_refuses_leaves_the_course_as_it_was(site: Sandbox) -> None:
    rights = [name for name in CAPABILITIES if name != "moodle/calendar:manageentries"]
    caller = RestCaller(site.url, site.add_token(capabilities=rights))
    forum = {"key": "f", "type": "forum", "fields": {"name": "Ф", "section": "general", "due": 9}}
    (answer,) = caller.call(PUT, document=document(page("a"), forum))["courses"]
    assert [error["code"] for error in answer["errors"]] == ["moodle-refused"]
    assert site.store.column("SELECT modname FROM course_modules") == ["forum"]


def test_a_queued_call_runs_when_it_is_asked_for(site: Sandbox) -> None:
    caller = RestCaller(site.url, site.token)
    good = text({"document": document(page("a"))})
    ids = [
        caller.call("local_vsosh_queue_job", function=PUT, arguments=arguments)["id"]
        for arguments in (good, text({"document": "no JSON"}))
    ]
    assert site.store.column("SELECT status FROM local_vsosh_job") == ["queued", "queued"]
    done, failed = caller.call("local_vsosh_get_jobs", ids=ids)["jobs"]
    assert json.loads(done["result"])["courses"][0]["status"] == "ok"
    assert (failed["status"], failed["result"]) == ("failed", "")
    assert "invalidparameter" in failed["error"]
    stranger = RestCaller(site.url, site.add_provisioner())
    assert stranger.call("local_vsosh_get_jobs", ids=ids) == {"jobs": []}


@pytest.mark.parametrize(
    ("function", "arguments"),
    [(GET, "{}"), (PUT, "[]"), (PUT, "{}"), (PUT, '{"document": "{}", "more": 1}')],
)
def test_what_cannot_be_queued(site: Sandbox, function: str, arguments: str) -> None:
    caller = RestCaller(site.url, site.token)
    refusal = caller.refusal("local_vsosh_queue_job", function=function, arguments=arguments)
    assert refusal == "invalidparameter"


def upload(site: Sandbox, content: bytes, **fields: str) -> Any:
    caller = RestCaller(site.url, site.token)
    response = caller.session.post(
        f"{site.url}/webservice/upload.php",
        data={"token": site.token, **fields},
        files={"file_1": ("а&б.txt", content)},
        timeout=10,
    )
    return response.json()


def test_a_file_is_uploaded_into_a_draft_area(site: Sandbox) -> None:
    (told,) = upload(site, b"\x00\xff text")
    assert (told["filename"], told["filesize"], told["filepath"]) == ("аб.txt", 7, "/")
    (again,) = upload(site, b"more", itemid=str(told["itemid"]))
    assert again["errortype"] == "filenameexist"
    assert site.store.value("SELECT content FROM files") == b"\x00\xff text"


def test_uploads_are_refused_as_moodle_refuses_them(site: Sandbox, sandbox: Sandbox) -> None:
    assert upload(site, b"", token="")["errorcode"] == "missingparam"
    assert upload(site, b"", token="0")["errorcode"] == "invalidtoken"
    site.state(max_file_size=3)
    assert upload(site, b"text")[0]["errortype"] == "fileoversized"
    site.state(post_max_size=10)
    assert upload(site, b"text")["errorcode"] == "missingparam"
    assert upload(sandbox, b"text")["errorcode"] == "accessexception"


def test_a_broken_form_holds_nothing(site: Sandbox) -> None:
    caller = RestCaller(site.url, site.token)
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "text/plain"):
        response = caller.session.post(
            f"{site.url}/webservice/upload.php",
            data=b"--y\r\nno form",
            headers={"Content-Type": kind},
            timeout=10,
        )
        assert response.json()["errorcode"] == "missingparam"
