"""A term on a site: everything the files can ask for, on both sandboxes and on a real Moodle.

`pytest tests/journey --live-url URL --live-token-file FILE` adds the real site. What is made there
carries a mark of its own and is taken away at the end.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.workflow.folder import LESSONS, OGE, Pupil, SchoolFolder, pupils
from vsosh_moodle.moodle import categories, cohorts, courses, enrolments, sections, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import AccessDenied, NotFound
from vsosh_moodle.moodle.ids import CategoryId, CohortId, CourseId, UserId
from vsosh_moodle.moodle.plugin_info import has_plugin
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import CONTENT_KINDS, Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress

NOT_USED = {Kind.QUESTION_BANK, Kind.GRADE_CATEGORY, Kind.PUPIL_EXCEPTION}
"""Kinds that these templates have none of."""

EVENT = """events:
  - {key: admission, title: Встреча перед экзаменом, date: "неделя 10, ср 16:00", minutes: 45}
"""

LETTERS = str.maketrans("0123456789abcdef", "абвгдежзиклмнопр")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "school" in metafunc.fixturenames:
        sites = ["sandbox-4.1", "sandbox-4.5", "plugin-4.1", "plugin-4.5"]
        if metafunc.config.getoption("--live-url"):
            sites.append("live")
        metafunc.parametrize("school", sites, indirect=True)


@dataclass
class School:
    """A school folder on a site, with a mark that sets it apart from everything else there."""

    folder: SchoolFolder
    client: MoodleClient
    mark: str

    @property
    def has_plugin(self) -> bool:
        """Whether the site makes what is inside courses."""
        return has_plugin(self.client)

    def rows(self) -> list[Pupil]:
        name = self.mark.translate(LETTERS)
        return [replace(row, last=f"{row.last}{name}".title()) for row in pupils()]

    def plan(self, options: PlanOptions | None = None) -> Plan:
        return make_plan(self.folder.project, options)

    def apply(self, options: PlanOptions | None = None) -> tuple[Change, ...]:
        """Apply, and see that everything was done and nothing is left to do."""
        result = apply_plan(
            self.folder.project,
            options or PlanOptions(),
            None,
            NoProgress(),
            lambda _plan: True,
        )
        assert result is not None
        assert result.complete, (result.failed, result.stopped_by)
        assert self.plan(options).writes == ()
        assert result.plan is not None
        return result.plan.writes

    def course(self, short: str) -> courses.Course:
        return courses.get_courses_by_field(self.client, "shortname", f"{short} {self.mark}")[0]

    def close(self) -> None:
        """Take away whatever carries the mark, as far as the token's owner may delete."""
        with suppress(AccessDenied, NotFound):  # others may be deleting on a live site
            self._delete()

    def _delete(self) -> None:
        mark, client = f"j{self.mark}:", self.client
        made = [one for one in courses.get_courses(client) if one.idnumber.startswith(mark)]
        courses.delete_courses(client, [CourseId(one.id) for one in made])
        keys = [f"{mark}p:{number:06d}" for number in range(1, 40)]
        people = users.get_users_by_field(client, "idnumber", keys)
        users.delete_users(client, [UserId(one.id) for one in people])
        groups = [one for one in cohorts.get_cohorts(client) if one.idnumber.startswith(mark)]
        cohorts.delete_cohorts(client, [CohortId(one.id) for one in groups])
        for one in categories.get_categories(client):
            if one.idnumber.startswith(mark):
                categories.delete_categories(
                    client, [{"id": CategoryId(one.id), "recursive": True}]
                )


@pytest.fixture
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    if request.param == "live":
        url = request.config.getoption("--live-url").rstrip("/")
        token = request.config.getoption("--live-token-file").read_text("ascii").strip()
        yield from _school_on(url, token, tmp_path)
        return
    kind, _dash, release = request.param.partition("-")
    with Sandbox(release=release, plugin=kind == "plugin") as site:
        yield from _school_on(site.url, site.token, tmp_path)


def _school_on(url: str, token: str, root: Path) -> Iterator[School]:
    mark = secrets.token_hex(3)
    extra = f'key_prefix: "j{mark}:"\nlogins: {{email_domain: {mark}.invalid}}'
    folder = SchoolFolder(root, url=url, extra=extra)
    folder.write()
    folder.write_template("oge", OGE.replace("ОГЭ мат", f"ОГЭ мат {mark}") + EVENT)
    folder.write_template(
        "lessons", LESSONS.replace("class_names }}\ncat", f"class_names }}}} {mark}\ncat")
    )
    (root / "token.txt").write_text(token, encoding="ascii")
    (root / "token.txt").chmod(0o600)
    with MoodleClient(url, Secret(token)) as client:
        school = School(folder, client, mark)
        folder.write_roster(school.rows())
        try:
            yield school
        finally:
            school.close()


def actions(changes: tuple[Change, ...], kind: Kind) -> set[Action]:
    return {change.action for change in changes if change.kind is kind}


def test_first_apply_makes_everything_and_the_second_plan_is_empty(school: School) -> None:
    made = school.apply()
    absent = {Kind.SECTION, *NOT_USED} if school.has_plugin else CONTENT_KINDS
    assert {change.kind for change in made} == set(Kind) - absent - {Kind.COHORT_SYNC}
    course = school.course("ОГЭ мат")
    found = enrolments.get_enrolled_users(school.client, CourseId(course.id))
    assert len(found) == 9
    names = [one.name for one in sections.get_contents(school.client, CourseId(course.id))]
    assert names[1:] == ["Как устроен экзамен", "Числа и вычисления", "Пробник"]
    assert "<strong>вместе</strong>" in course.summary


def test_people_leave_return_move_and_change_their_name(school: School) -> None:
    school.apply()
    rows = school.rows()
    lenient = PlanOptions(allow=frozenset({"class-loss:9А", "class-loss:9Б", "class-loss:8Д"}))

    renamed = replace(rows[5], last=f"{rows[5].last}-Новая")
    school.folder.write_roster([*rows[:5], renamed, *rows[6:]])
    assert actions(school.apply(), Kind.USER) == {Action.UPDATE}

    school.folder.write_roster([*rows[:5], *rows[6:]])
    left = school.apply(lenient)
    assert actions(left, Kind.USER) == actions(left, Kind.ENROLMENT) == {Action.SUSPEND}
    assert actions(left, Kind.GROUP_MEMBER) == set()

    school.folder.write_roster([*rows[:5], renamed, *rows[6:]])
    back = school.apply(lenient)
    assert actions(back, Kind.USER) == actions(back, Kind.ENROLMENT) == {Action.REACTIVATE}
    assert actions(back, Kind.COHORT_MEMBER) == {Action.CREATE}

    moved = replace(renamed, class_name="9Б")
    school.folder.write_roster([*rows[:5], moved, *rows[6:]])
    changed = school.apply(lenient)
    assert actions(changed, Kind.COHORT_MEMBER) == {Action.MOVE}
    assert actions(changed, Kind.GROUP_MEMBER) == {Action.CREATE, Action.REMOVE}
    assert actions(changed, Kind.ENROLMENT) == set()


def test_courses_follow_their_template_and_hand_edits_survive(school: School) -> None:
    school.apply()
    course = school.course("ОГЭ мат")
    courses.update_courses(
        school.client, [{"id": CourseId(course.id), "fullname": "Название учителя"}]
    )
    assert [(c.action, c.kind) for c in school.plan().changes] == [(Action.KEEP, Kind.COURSE)]
    longer = OGE.replace("ОГЭ мат", f"ОГЭ мат {school.mark}").replace("**вместе**", "каждый день")
    school.folder.write_template(
        "oge", f"{longer}  - {{key: talk, title: Консультации & вопросы}}\n{EVENT}"
    )
    changed = school.apply()
    section = Kind.CONTENT_SECTION if school.has_plugin else Kind.SECTION
    order = {(Action.UPDATE, Kind.COURSE_CONTENT)} if school.has_plugin else set()
    assert {(c.action, c.kind) for c in changed} == {
        (Action.UPDATE, Kind.COURSE),
        (Action.CREATE, section),
        *order,
    }
    course = school.course("ОГЭ мат")
    assert course.fullname == "Название учителя"
    assert "каждый день" in course.summary
    names = [one.name for one in sections.get_contents(school.client, CourseId(course.id))]
    assert names[-1] == "Консультации & вопросы"
    overwrite = PlanOptions(overwrite=frozenset({course.idnumber}))
    assert [c.changed_fields() for c in school.apply(overwrite)] == [("fullname",)]
