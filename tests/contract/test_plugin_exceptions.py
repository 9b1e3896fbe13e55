"""Facts about terms of single pupils: given by key, kept as a teacher set them, taken back, refused whole."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.contract.plugin_course import PluginCourse, activity, packed
from tests.contract.rest_caller import RefusedError
from tests.contract.site_under_test import World

SET = "local_vsosh_set_exceptions"
CLOSE = 1_900_000_000
OPEN, LATER = CLOSE - 30 * 86_400, CLOSE + 5 * 86_400
Fields = dict[str, Any]


@dataclass
class Exceptions:
    """The exceptions of a test's course, for one pupil of it."""

    course: PluginCourse
    pupil: str

    def key(self, name: str) -> str:
        """Return the key of the pupil's exception in an activity."""
        return f"{name}/{self.pupil}"

    def send(
        self, given: dict[str, Fields], remove: tuple[str, ...] = (), **options: Any
    ) -> Fields:
        """Set exceptions by full keys and return the course's row of the answer."""
        rows = [{"key": key, "fields": fields} for key, fields in given.items()]
        sent = {"course": self.course.key, "exceptions": rows, "remove": list(remove)}
        answer = self.course.site.call(SET, document=packed({"courses": [sent], **options}))
        (row,) = answer["courses"]
        assert row["course"] == self.course.key
        return dict(row)

    def put(
        self, given: dict[str, Fields], remove: tuple[str, ...] = (), **options: Any
    ) -> list[tuple[str, list[str], list[str]]]:
        """Set exceptions of the pupil that must be taken; return status, fields and kept of each."""
        row = self.send(
            {self.key(name): fields for name, fields in given.items()},
            tuple(map(self.key, remove)),
            **options,
        )
        assert row["errors"] == []
        return [(one["status"], sorted(one["fields"]), one["kept"]) for one in row["items"]]

    def live(self) -> dict[str, Fields]:
        """Return the fields of the exceptions as get_courses has them, by activity."""
        return {key: one["fields"] for key, one in self.items().items()}

    def items(self) -> dict[str, Fields]:
        """Return the exceptions as get_courses has them, by activity."""
        items = self.course.content().values()
        found = [one for one in items if one["type"] == "exception"]
        assert all(one["key"].endswith(f"/{self.pupil}") for one in found)
        return {one["key"].partition("/")[0]: one for one in found}


@pytest.fixture
def exceptions(plugin_world: World) -> Exceptions:
    """A course with a quiz, a task and a page, and one pupil in it."""
    course = PluginCourse(plugin_world)
    course.put(
        course.document(
            activity(
                "test",
                "quiz",
                name="Тест",
                open=OPEN,
                close=CLOSE,
                time_limit=2400,
                attempts=2,
                grade=10,
            ),
            activity("task", "assign", name="Задание", due=CLOSE, grade=10),
            activity("page", "page", name="Теория", content="<p>Читайте</p>"),
        )
    )
    ident = plugin_world.add_user(idnumber=plugin_world.unique("p"))
    plugin_world.enrol(course.ident, ident)
    return Exceptions(course, plugin_world.read_user(ident)["idnumber"])


def test_terms_are_given_and_hold(exceptions: Exceptions) -> None:
    given = {"test": {"due": LATER, "minutes": 60, "attempts": 3}, "task": {"due": LATER}}
    assert [status for status, _fields, _kept in exceptions.put(given)] == ["created", "created"]
    assert exceptions.live() == given
    assert exceptions.put(given) == [("unchanged", [], []), ("unchanged", [], [])]
    assert all(one["edited"] == {} for one in exceptions.items().values())


def test_only_what_is_named_is_changed(exceptions: Exceptions) -> None:
    exceptions.put({"test": {"minutes": 60}})
    assert exceptions.live() == {"test": {"minutes": 60}}
    assert exceptions.put({"test": {"due": LATER, "minutes": 60}}) == [("updated", ["due"], [])]
    assert exceptions.put({"test": {"minutes": 90}}) == [("updated", ["minutes"], [])]
    assert exceptions.live() == {"test": {"due": LATER, "minutes": 90}}


def test_terms_are_taken_back_and_may_be_given_again(exceptions: Exceptions) -> None:
    given = {"test": {"minutes": 60}, "task": {"due": LATER}}
    exceptions.put(given)
    taken = exceptions.put({}, ("test", "task", "page"))
    assert [status for status, _fields, _kept in taken] == ["removed", "removed", "unchanged"]
    assert exceptions.live() == {}
    assert [one[0] for one in exceptions.put(given)] == ["created", "created"]
    assert exceptions.live() == given


def test_all_faults_are_told_and_nothing_is_written(exceptions: Exceptions) -> None:
    own = exceptions.key
    row = exceptions.send(
        {
            own("task"): {"due": LATER, "minutes": 60},
            own("test"): {"due": 0, "attempts": 11},
            own("page"): {"due": LATER},
            own("none"): {"due": LATER},
            "test/nobody": {"due": LATER},
            "test": {"due": LATER},
        }
    )
    assert (row["status"], row["items"]) == ("error", [])
    assert {(one["key"].partition("/")[0], one["field"], one["code"]) for one in row["errors"]} == {
        ("task", "minutes", "field-unknown"),
        ("test", "due", "field-invalid"),
        ("test", "attempts", "field-invalid"),
        ("page", "", "field-unknown"),
        ("none", "", "reference-unknown"),
        ("test", "", "user-missing"),
        ("test", "", "key-invalid"),
    }
    assert exceptions.live() == {}


def test_what_moodle_refuses_leaves_the_course_as_it_was(exceptions: Exceptions) -> None:
    own = exceptions.key
    row = exceptions.send({own("test"): {"minutes": 60}, own("task"): {"due": CLOSE - 86_400}})
    assert (row["status"], row["items"]) == ("error", [])
    assert [one["code"] for one in row["errors"]] == ["moodle-refused"]
    assert exceptions.live() == {}
    same = exceptions.send({own("test"): {"minutes": 40}})
    assert [one["code"] for one in same["errors"]] == ["moodle-refused"]


def test_a_quiz_does_not_close_for_a_pupil_before_it_opens(exceptions: Exceptions) -> None:
    row = exceptions.send({exceptions.key("test"): {"due": OPEN - 60}})
    assert [one["code"] for one in row["errors"]] == ["moodle-refused"]
    assert exceptions.live() == {}


def test_a_deleted_activity_takes_its_exceptions_along(exceptions: Exceptions) -> None:
    exceptions.put({"test": {"minutes": 60}, "task": {"due": LATER}})
    if not exceptions.course.site.is_namespaced:
        pytest.skip("4.1 has no such action in the course's editor")
    exceptions.course.edit("cm_delete", exceptions.course.cmid("test"))
    assert exceptions.live() == {"task": {"due": LATER}}


def test_who_is_not_in_the_course_has_no_exception(
    plugin_world: World, exceptions: Exceptions
) -> None:
    ident = plugin_world.add_user(idnumber=plugin_world.unique("q"))
    stranger = plugin_world.read_user(ident)["idnumber"]
    row = exceptions.send({f"test/{stranger}": {"minutes": 60}})
    assert [one["code"] for one in row["errors"]] == ["user-missing"]


def test_a_course_that_is_not_there_is_told(exceptions: Exceptions) -> None:
    sent = {"course": "vsosh:none", "exceptions": [], "remove": []}
    (row,) = exceptions.course.site.call(SET, document=packed({"courses": [sent]}))["courses"]
    assert (row["id"], [one["code"] for one in row["errors"]]) == (0, ["course-missing"])


@pytest.mark.parametrize(
    "document", ['{"courses": 1}', "[]", '{"courses": [{"exceptions": []}]}', '{"course": []}']
)
def test_another_shape_is_refused(exceptions: Exceptions, document: str) -> None:
    with pytest.raises(RefusedError, match="invalidparameter"):
        exceptions.course.site.call(SET, document=document)
