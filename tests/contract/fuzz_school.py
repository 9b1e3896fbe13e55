"""A small school with something of every kind, and a good call of every function of the plugin."""

import copy
import random
from dataclasses import dataclass
from typing import Any

from tests.contract.fuzzing import plain
from tests.contract.plugin_course import PluginCourse, activity, packed, page, restricted
from tests.contract.plugin_school import learner
from tests.contract.site_under_test import SiteUnderTest, World
from tests.contract.test_plugin_content_types import upload
from tests.contract.test_plugin_questions import GIFT, XML
from tests.contract.test_plugin_quizzes import QUIZ
from tests.contract.test_plugin_tasks import WHOLE

Fields = dict[str, Any]
FUNCTIONS = [
    f"local_vsosh_{name}"
    for name in (
        "get_info", "get_state", "put_users", "set_members", "put_courses", "get_courses",
        "get_course_template", "get_course_files", "import_questions", "set_events",
        "set_exceptions", "get_progress", "queue_job", "get_jobs",
    )
]  # fmt: skip
MOCKS: Fields = {
    "key": "mocks",
    "fields": {"name": "П", "aggregation": "mean", "weight": None, "parent": ""},
}
_CLOSE = 1_900_000_000
_NUMBERS = "::Один:: Сколько? {#1}\n\n::Два:: Сколько? {#2}\n"


@dataclass
class FuzzSchool:
    """Two courses, a pupil, a cohort, a group; `contents` are activities of every type."""

    course: PluginCourse
    other: PluginCourse
    pupil: str
    gone: str
    cohort: str
    group: str
    contents: list[Fields]
    job: int = 0
    used: int = 0

    @property
    def site(self) -> SiteUnderTest:
        """The site the school is on."""
        return self.course.site

    @property
    def world(self) -> World:
        """What takes the school away afterwards."""
        return self.course.world

    def names(self) -> list[str]:
        """Return keys and ids of things that are elsewhere, gone, or of another kind."""
        return [
            self.other.key, f"#{self.other.ident}", str(self.other.ident), self.course.key,
            self.pupil, self.gone, self.cohort, self.group, f"task/{self.pupil}", f"test/{self.gone}",
            "admin", "guest", "vsosh-provisioner", "#1", "1", "2", "test", "one", "numbers", "mocks",
        ]  # fmt: skip

    def good(self, function: str, chance: random.Random) -> Fields:
        """Return arguments of a call that would be taken; documents are not packed yet."""
        made = getattr(self, "_" + function.removeprefix("local_vsosh_"))(chance)
        return copy.deepcopy(dict(made))

    def _get_info(self, _chance: random.Random) -> Fields:
        return {}

    def _get_state(self, _chance: random.Random) -> Fields:
        options = {
            "shortnames": ["x"],
            "logins": ["y"],
            "emails": ["z@x.invalid"],
            "courses": [self.course.key],
        }
        parts = ["users", "courses", "groups", "enrolments"]
        sent = {"prefix": self.world.key, "parts": plain(parts), "options": options}
        return {**sent, "after": "", "limit": "10"}

    def _put_users(self, chance: random.Random) -> Fields:
        self.used += 1
        name = f"{self.world.key}-f{self.used}"
        row = {
            "key": name,
            "username": name,
            "password": "Abcd1234!",
            "firstname": "Имя",
            "lastname": "Фамилия",
            "middlename": "",
            "email": f"{name}@school.invalid",
            "suspended": False,
            "auth": "manual",
            "force_password_change": False,
        }
        known = {"key": self.pupil, "firstname": "Иное", "suspended": chance.random() < 0.5}
        return {"document": {"users": [row, known]}}

    def _set_members(self, _chance: random.Random) -> Fields:
        member = learner(self.pupil, join=[self.group], leave=[])
        sync = {"cohort": self.cohort, "role": 5, "group": self.group, "status": "active"}
        course = {"course": self.course.key, "members": [member], "cohort_syncs": [sync]}
        cohort = {"cohort": self.cohort, "join": [self.pupil], "leave": []}
        return {"document": {"courses": [course], "cohorts": [cohort], "roles": [5, 3]}}

    def _put_courses(self, chance: random.Random) -> Fields:
        activities = chance.sample(self.contents, 4)
        keys = [one["key"] for one in activities]
        criteria = {
            "aggregation": "all",
            "activities": [],
            "activities_aggregation": "all",
            "grade": 50,
            "date": 0,
            "self": False,
        }
        fields = {
            "completion": True,
            "aggregation": "natural",
            "order": ["one"],
            "completion_criteria": criteria,
        }
        named = {"name": "Т", "summary": "", "visible": True, "availability": None, "order": keys}
        course: Fields = {
            "course": self.course.key,
            "fields": fields,
            "grade_categories": [MOCKS],
            "sections": [{"key": "one", "fields": named}],
            "activities": activities,
        }
        options = {"overwrite": [], "absent": chance.choice(("hide", "keep"))}
        return {
            "document": {"uploads": dict(self.course.uploads), "courses": [course]},
            "options": {**options, "dry_run": chance.random() < 0.2, "prefix": "vsosh:"},
        }

    def _get_courses(self, _chance: random.Random) -> Fields:
        return {"courses": [self.course.key], "options": {"fields": True, "prefix": "vsosh:"}}

    def _get_course_template(self, _chance: random.Random) -> Fields:
        return {"course": self.course.key, "options": {"prefix": "vsosh:", "known": ["0" * 64]}}

    def _get_course_files(self, _chance: random.Random) -> Fields:
        return {"course": self.course.key, "hashes": [*self.course.uploads, "0" * 40]}

    def _import_questions(self, chance: random.Random) -> Fields:
        form, source = chance.choice((("gift", GIFT), ("xml", XML)))
        named = {"course": self.course.key, "key": "fuzz/one", "name": "Банк"}
        return {
            "document": {"banks": [{**named, "format": form, "source": source}], "overwrite": []}
        }

    def _set_events(self, _chance: random.Random) -> Fields:
        fields = {
            "name": "Экзамен",
            "start": 1_800_000_000,
            "minutes": 90,
            "description": "<p>х</p>",
        }
        event = {"key": "exam", "fields": fields}
        course = {"course": self.course.key, "events": [event], "remove": ["old"]}
        return {"document": {"courses": [course], "overwrite": []}}

    def _set_exceptions(self, _chance: random.Random) -> Fields:
        rows = [
            {"key": f"test/{self.pupil}", "fields": {"due": _CLOSE, "minutes": 60, "attempts": 3}},
            {"key": f"task/{self.pupil}", "fields": {"due": _CLOSE}},
        ]
        course = {"course": self.course.key, "exceptions": rows, "remove": []}
        return {"document": {"courses": [course], "overwrite": []}}

    def _get_progress(self, _chance: random.Random) -> Fields:
        parts = ["people", "activities", "completion", "grades", "attempts", "enrolments"]
        options = {"parts": parts, "since": 1, "prefix": self.world.key}
        return {"courses": [self.course.key], "options": options, "after": "", "limit": "10"}

    def _queue_job(self, _chance: random.Random) -> Fields:
        # A course that is not there: what is taken into the queue finds nothing to do.
        nowhere = {"courses": [{"course": f"{self.world.key}-none", "events": []}]}
        return {
            "function": "local_vsosh_set_events",
            "arguments": {"document": packed(nowhere)},
        }

    def _get_jobs(self, chance: random.Random) -> Fields:
        if not self.job:
            queued = self._queue_job(chance)
            queued["arguments"] = packed(queued["arguments"])
            self.job = int(self.site.call("local_vsosh_queue_job", **queued)["id"])
            # The sandbox makes it now, as a site's cron would.
            self.site.call("local_vsosh_get_jobs", ids=[self.job])
        return {"ids": plain([self.job, self.job - 1, self.job + 1, 1])}


def found_school(world: World) -> FuzzSchool:
    """Make the school on the site of `world`, which takes it away again."""
    course, other = PluginCourse(world), PluginCourse(world)
    group = f"{world.key}|g"
    world.add_group(course.ident, "Г", idnumber=group)
    cohort = world.unique("co")
    world.add_cohort(idnumber=cohort)
    pupil, gone = world.unique("p"), world.unique("gone")
    world.enrol(course.ident, world.add_user(idnumber=pupil))
    deleted = world.add_user(idnumber=gone)
    world.site.call("core_user_delete_users", userids=[deleted])
    world.users.remove(deleted)
    bank = {"course": course.key, "key": "numbers", "name": "Ч", "format": "gift"}
    sent = {"banks": [{**bank, "source": _NUMBERS}]}
    world.site.call("local_vsosh_import_questions", document=packed(sent))
    contents = _contents(course, group)
    course.put(course.document(*contents, grade_categories=[MOCKS]))
    other.put(other.document(page("elsewhere")))
    return FuzzSchool(course, other, pupil, gone, cohort, group, contents)


def _contents(course: PluginCourse, group: str) -> list[Fields]:
    quiz = {
        **QUIZ,
        "questions": [{"bank": "numbers", "count": 1, "points": 1}],
        "grade_category": "mocks",
    }
    condition = {"type": "completion", "activity": "theory", "state": "complete"}
    among = restricted(condition, {"type": "group", "group": group})
    file = upload(course, "a.txt", b"text")
    return [
        page("theory", completion={"tracking": "manual"}),
        page("closed", availability=among),
        activity("test", "quiz", **quiz),
        activity("task", "assign", **WHOLE["assign"]),
        activity("asked", "feedback", **WHOLE["feedback"]),
        activity("lesson", "lesson", **WHOLE["lesson"]),
        activity("link", "url", name="С", url="https://example.org/", display="auto"),
        activity("paper", "file", name="Ф", files=[file]),
        activity("papers", "folder", name="П", files=[{**file, "name": "a/b.txt"}], inline=True),
        activity("talk", "forum", name="Ф", forum_type="general", grade=5, due=_CLOSE),
        activity("vote", "choice", name="В", options=["да", "нет"], limit=2, multiple=True),
        activity("word", "label", intro="<p>х</p>"),
    ]
