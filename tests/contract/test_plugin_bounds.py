"""Facts about calls that ask for too much or whose texts go too far: refused before anything is looked at."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.contract.holders import Wish
from tests.contract.plugin_course import PluginCourse, page
from tests.contract.rest_caller import RefusedError, RestCaller
from tests.contract.site_under_test import SiteUnderTest, World
from vsosh_moodle.sandbox.plugin import most

PLUGIN = Path(__file__).parents[2] / "plugin" / "local_vsosh"
Fields = dict[str, Any]


def courses(count: int, **fields: Any) -> list[Fields]:
    return [{"course": f"bound-{number}", **fields} for number in range(count)]


def one(name: str, count: int) -> list[Fields]:
    return [{"course": "bound-0", name: [{} for _ in range(count)]}]


MUCH = {
    "put_users": ("document", {"users": [{}] * (most.ACCOUNTS + 1)}),
    "set_members courses": ("document", {"courses": courses(most.COURSES + 1)}),
    "set_members": ("document", {"courses": one("members", most.MEMBERS + 1)}),
    "put_courses courses": ("document", {"courses": courses(most.COURSES + 1)}),
    "put_courses": ("document", {"courses": one("activities", most.ITEMS + 1)}),
    "get_courses": ("courses", ["bound"] * (most.COURSES + 1)),
    "import_questions": (
        "document",
        {"banks": courses(most.BANKS + 1, key="a", name="А", format="gift", source="::a:: x {T}")},
    ),
    "set_events courses": ("document", {"courses": courses(most.COURSES + 1)}),
    "set_events": ("document", {"courses": one("events", most.ITEMS + 1)}),
    "set_exceptions courses": ("document", {"courses": courses(most.COURSES + 1)}),
    "set_exceptions": ("document", {"courses": one("exceptions", most.ITEMS + 1)}),
    "get_progress": ("courses", ["bound"] * (most.COURSES + 1)),
}


def ask(site: SiteUnderTest, name: str, value: Any) -> Any:
    function = f"local_vsosh_{name.split(' ', maxsplit=1)[0]}"
    return site.call(function, raw=True, **{MUCH[name][0]: json.dumps(value)})


@pytest.mark.parametrize("name", sorted(MUCH))
def test_more_than_the_most_is_refused_and_the_most_is_not(
    plugin_site: SiteUnderTest, name: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(plugin_site, name, MUCH[name][1])
    assert refused.value.errorcode == "invalidparameter"
    ask(plugin_site, name, _one_less(MUCH[name][1]))


def _one_less(value: Any) -> Any:
    """Return the value with its longest list shorter by one."""
    if isinstance(value, list):
        return value[:-1] if len(value) > 1 else [_one_less(value[0])]
    if isinstance(value, dict):
        longest = max(
            value, key=lambda name: len(value[name]) if isinstance(value[name], list) else 0
        )
        return {**value, longest: _one_less(value[longest])}
    return value


def test_a_list_of_hundreds_of_thousands_is_refused_as_well(plugin_site: SiteUnderTest) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(plugin_site, "get_courses", ["x"] * 300_000)
    assert refused.value.errorcode == "invalidparameter"


def test_the_sandbox_and_the_plugin_have_the_same_bounds() -> None:
    text = (PLUGIN / "classes" / "most.php").read_text("utf-8")
    found = {name: int(value) for name, value in re.findall(r"const (\w+) = (\d+);", text)}
    assert found == {name: getattr(most, name) for name in vars(most) if name.isupper()}


@pytest.fixture
def course(plugin_world: World) -> PluginCourse:
    return PluginCourse(plugin_world)


@pytest.mark.parametrize("key", ["theory\n", "теория", "a" * 61, "", "a b", "a/b"])
def test_a_key_is_a_key_to_its_end(course: PluginCourse, key: str) -> None:
    told = course.answer(course.document(page(key)))
    assert "key-invalid" in {one["code"] for one in told["errors"]}
    event = {"key": key, "fields": {"name": "Х", "start": 1_800_000_000}}
    sent = {"courses": [{"course": course.key, "events": [event]}]}
    (row,) = course.site.call("local_vsosh_set_events", document=json.dumps(sent))["courses"]
    assert [one["code"] for one in row["errors"]] == ["key-invalid"]
    assert course.content() == {}


@pytest.mark.parametrize("prefix", ["vsosh:\n", "ab", "a" * 41, "a b", "\ufffe", 5])
def test_a_prefix_is_a_prefix_to_its_end(course: PluginCourse, prefix: Any) -> None:
    with pytest.raises(RefusedError, match="invalidparameter"):
        course.answer(course.document(), prefix=prefix)


def test_a_prefix_is_counted_in_characters(course: PluginCourse) -> None:
    assert course.answer(course.document(), prefix="ш" * 40)["errors"] == []


@pytest.mark.parametrize("course_key", [b"a\xff", b"a\xed\xa0\x80", b"a\x00b", b"\xd0"])
def test_bytes_that_are_no_text_are_refused(plugin_site: SiteUnderTest, course_key: bytes) -> None:
    named = [("moodlewsrestformat", "json"), ("wsfunction", "local_vsosh_get_course_template")]
    told = plugin_site.session.post(
        f"{plugin_site.url}/webservice/rest/server.php",
        data=[*named, ("course", course_key), ("wstoken", plugin_site.token)],
        timeout=60,
    )
    assert told.json()["errorcode"] == "invalidparameter"


def test_one_job_more_than_may_wait_is_refused(plugin_world: World) -> None:
    maker = plugin_world.site.maker
    if maker is None:
        pytest.skip("no --live-php: the queue of the token's own user must stay free")
    made = maker(Wish())
    plugin_world.users.append(made.userid)
    caller = RestCaller(plugin_world.site.url, made.token)
    sent = {"function": "local_vsosh_set_events", "arguments": json.dumps({"document": "{}"})}
    jobs = [caller.call("local_vsosh_queue_job", **sent)["id"] for _ in range(most.OPEN_JOBS)]
    assert caller.refusal("local_vsosh_queue_job", **sent) == "invalidparameter"
    assert caller.call("local_vsosh_get_jobs", ids=[jobs[-1] + 1]) == {"jobs": []}
