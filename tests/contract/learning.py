"""A course where people did something, made by functions that teachers call."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.contract.plugin_course import PluginCourse, activity, page
from tests.contract.plugin_school import GET_PROGRESS, PluginSchool, learner, packed, read_tables
from tests.contract.rest_caller import RefusedError
from tests.contract.site_under_test import EDITING_TEACHER

Fields = dict[str, Any]
OPEN, DUE, CLOSE, FORUM_DUE, DEADLINE, EXPECTED = range(1_800_000_000, 1_800_000_600, 100)
LATER = 1_900_000_000


@dataclass
class Learning:
    """A course with activities of many kinds, and four people in it."""

    school: PluginSchool
    course: PluginCourse = field(init=False)
    people: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.course = PluginCourse(self.school.world)
        self.people = self.school.people(4)
        self.course.put(self._document())
        first, suspended, teacher, ended = self.people
        self.school.set_course(
            self.course.key,
            learner(first),
            learner(suspended, status="suspended"),
            learner(teacher, role=EDITING_TEACHER, start=5),
            learner(ended, start=10, end=20),
        )

    def _document(self) -> Fields:
        one_page = {
            "key": "p", "title": "П", "content": "<p>1</p>", "kind": "content",
            "answers": [{"text": "Дальше", "response": "", "jump": "end", "score": 0}],
        }  # fmt: skip
        activities = [
            page("read", completion={"tracking": "manual"}, completion_expected=EXPECTED),
            page("hidden", visible=False, completion={"tracking": "automatic", "view": True}),
            page("later", completion={"tracking": "manual"}, availability={
                "op": "all", "show": False, "conditions": [{"type": "date", "from": LATER}],
            }),
            activity("work", "assign", name="Работа", submission=["text"], grade=20, pass_grade=10,
                     open=OPEN, due=DUE, completion={"tracking": "automatic", "grade": True}),
            activity("test", "quiz", name="Тест", close=CLOSE, grade=10),
            activity("talk", "forum", name="Форум", intro="<p>О чём</p>", grade=5, due=FORUM_DUE),
            activity("lesson", "lesson", name="Лекция", close=DEADLINE, grade=7, pages=[one_page]),
        ]  # fmt: skip
        fields = {
            "completion": True,
            "order": ["one"],
            "completion_criteria": {
                "aggregation": "all", "activities": ["read", "work"],
                "activities_aggregation": "all", "grade": None, "date": 0, "self": False,
            },
        }  # fmt: skip
        return self.course.document(*activities, fields=fields)

    @property
    def ids(self) -> list[int]:
        """Ids of the people, in their order."""
        rows = self.school.state("users")["users"]
        return [row["id"] for key in self.people for row in rows if row["key"] == key]

    def cmid(self, key: str) -> int:
        """Return the course module of an activity."""
        return self.course.cmid(key)

    def complete(self, key: str, user: int, state: int = 1) -> None:
        """Set an activity's completion as a teacher does in the report."""
        self._by_hand(
            "core_completion_override_activity_completion_status",
            userid=user,
            cmid=self.cmid(key),
            newstate=state,
        )

    def grade(self, key: str, kind: str, user: int, grade: float) -> None:
        """Give a grade in the gradebook."""
        self._by_hand(
            "core_grades_update_grades",
            source="test",
            courseid=self.course.ident,
            component=f"mod_{kind}",
            activityid=self.cmid(key),
            itemnumber=int(kind == "forum"),
            grades=[{"studentid": user, "grade": grade}],
        )

    def progress(self, **options: Any) -> dict[str, list[Fields]]:
        """Return the plugin's tables of the course."""
        return self.tables(self.school, self.course.key, **options)

    @staticmethod
    def tables(school: PluginSchool, course: str, **options: Any) -> dict[str, list[Fields]]:
        """Return the plugin's tables of any course."""
        return read_tables(
            school.site,
            GET_PROGRESS,
            courses=packed([course]),
            options=packed({"prefix": school.prefix, **options}),
            limit=0,
        )[0]

    def _by_hand(self, function: str, **params: Any) -> None:
        try:
            self.school.site.call(function, **params)
        except RefusedError as refused:
            if refused.errorcode not in ("accessexception", "nopermissions"):
                raise
            pytest.skip("this token cannot do what teachers do")
