"""Courses on a site with the plugin: made whole, kept as teachers edit them, following their templates.

`pytest tests/journey --live-url URL --live-token-file FILE` adds a real Moodle that has the plugin.
"""

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.workflow.folder import SchoolFolder, pupils
from vsosh_moodle.moodle import categories, cohorts, courses, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import AccessDenied, NotFound
from vsosh_moodle.moodle.ids import CategoryId, CohortId, CourseId, UserId
from vsosh_moodle.moodle.plugin_content import LiveItem, get_courses
from vsosh_moodle.moodle.plugin_info import has_plugin
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import CONTENT_KINDS, Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.apply_result import ApplyResult
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.school import load_school
from vsosh_moodle.workflow.year_calendar import preview_shift, preview_undo, write_shift

OGE = """\
version: 1
kind: gia
subject: Математика
title: ОГЭ по математике
short_name: ОГЭ мат {mark}
category: gia
summary: Готовимся **вместе**.
grading: {{aggregation: weighted_mean, categories: [{{key: mocks, title: Пробники, weight: 2}}]}}
completion: [plan, numbers-test]
sections:
  - key: exam
    title: Как устроен экзамен
    activities:
      - {{key: welcome, type: label, title: Добро пожаловать, content: Здесь всё об экзамене.}}
      - {{key: plan, type: page, title: План подготовки, content: "{text}", completion: view}}
      - {{key: memo, type: file, title: Памятка, path: memo.txt}}
  - key: numbers
    title: Числа и вычисления
    summary: Дроби & степени.
    restrict: [{{done: plan}}]
    activities:
{theory}
      - key: numbers-test
        type: quiz
        title: "Тест: числа"
        questions: {{bank: oge/numbers, count: 2}}
        grade_category: mocks
        pass_grade: 60
        completion: {{pass_grade: true}}
      - {{key: letter, type: assign, title: Письменная работа, description: Решите три задачи., dates: {{due: +20 дней}}}}
"""
THEORY = "      - {key: theory, type: page, title: Дроби, content: Дробь — это часть., minutes: 10}"
BANK = """\
// title: Числа

::n-1:: Чему равно 2 + 2? {=4 ~5 ~3####Четыре.}

::n-2:: Чему равно 3 · 3? {=9 ~6 ~12####Девять.}

::n-3:: Верно ли, что 1/2 больше 1/3? {TRUE####Да.}
"""
COURSE = "oge"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "school" in metafunc.fixturenames:
        sites = ["4.1", "4.5"]
        if metafunc.config.getoption("--live-url"):
            sites.append("live")
        metafunc.parametrize("school", sites, indirect=True)


@dataclass
class School:
    """A school folder with one course, on a site that has the plugin."""

    folder: SchoolFolder
    client: MoodleClient
    mark: str

    def write(
        self, theory: str = THEORY, text: str = "Три шага.", bank: str = BANK, events: str = ""
    ) -> None:
        template = OGE.format(mark=self.mark, theory=theory, text=text) + events
        self.folder.write_template("oge", template)
        shared = self.folder.root / "course_templates"
        (shared / "files").mkdir(exist_ok=True)
        (shared / "files/memo.txt").write_text("Возьмите с собой паспорт.", encoding="utf-8")
        (shared / "questions/oge").mkdir(parents=True, exist_ok=True)
        (shared / "questions/oge/numbers.gift").write_text(bank, encoding="utf-8")

    def plan(self, options: PlanOptions | None = None) -> Plan:
        return make_plan(self.folder.project, options)

    def run(self, options: PlanOptions | None = None) -> ApplyResult:
        result = apply_plan(
            self.folder.project, options or PlanOptions(), None, NoProgress(), lambda _plan: True
        )
        assert result is not None
        return result

    def apply(self, options: PlanOptions | None = None) -> list[tuple[Action, str]]:
        """Apply, see that nothing is left to do; return what was done inside courses."""
        result = self.run(options)
        assert result.complete, (result.failed, result.stopped_by)
        assert result.kept == ()
        assert self.plan(options).writes == ()
        assert result.plan is not None
        return shown(result.plan.writes)

    @property
    def course(self) -> str:
        year = self.folder.project.config.read_text("utf-8").partition('name: "')[2][:4]
        return f"k{self.mark}:{year}:{COURSE}"

    def items(self) -> dict[str, LiveItem]:
        (live,) = get_courses(self.client, [self.course])
        assert live.status == "ok"
        return {one.key or "course": one for one in live.items}

    def rename(self, item: str, name: str) -> None:
        """Rename an activity by hand, as a teacher does on the course's page."""
        arguments = {
            "component": "core_course",
            "itemtype": "activityname",
            "itemid": self.items()[item].id,
            "value": name,
        }
        try:
            self.client.call("core_update_inplace_editable", arguments)
        except AccessDenied:
            pytest.skip("the token's owner is no teacher: it cannot edit by hand")

    def close(self) -> None:
        """Take away whatever carries the mark, as far as the token's owner may delete."""
        mark, client = f"k{self.mark}:", self.client
        with suppress(AccessDenied, NotFound):
            (live,) = get_courses(client, [self.course])
            courses.delete_courses(client, [CourseId(live.id)] if live.id else [])
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


def shown(changes: tuple[Change, ...]) -> list[tuple[Action, str]]:
    return [
        (change.action, change.key.rpartition("|")[2] if "|" in change.key else "course")
        for change in changes
        if change.kind in CONTENT_KINDS
    ]


@pytest.fixture
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    if request.param == "live":
        url = request.config.getoption("--live-url").rstrip("/")
        token = request.config.getoption("--live-token-file").read_text("ascii").strip()
        yield from _school_on(url, token, tmp_path)
        return
    with Sandbox(release=request.param, plugin=True) as site:
        yield from _school_on(site.url, site.token, tmp_path)


def _school_on(url: str, token: str, root: Path) -> Iterator[School]:
    with MoodleClient(url, Secret(token)) as client:
        if not has_plugin(client):
            pytest.skip("the live site's service lacks local_vsosh")
        mark = secrets.token_hex(3)
        extra = f'key_prefix: "k{mark}:"\nlogins: {{email_domain: {mark}.invalid}}'
        folder = SchoolFolder(root, url=url, extra=extra)
        folder.write()
        config = folder.project.config
        text = config.read_text("utf-8")
        alone = "  - {template: lessons, classes: [8Д], course: per_class}\n"
        text = text.replace(alone, "").replace("distance: true", "without_courses: true")
        config.write_text(text, encoding="utf-8")
        (root / "token.txt").write_text(token, encoding="ascii")
        (root / "token.txt").chmod(0o600)
        school = School(folder, client, mark)
        school.write()
        try:
            yield school
        finally:
            school.close()


def test_a_course_is_made_whole_and_the_second_plan_is_empty(school: School) -> None:
    done = school.apply()
    assert {action for action, _key in done} == {Action.CREATE}
    items = school.items()
    assert Counter(one.type for one in items.values()) == {
        "course": 1, "section": 2, "grade_category": 1, "question_bank": 1, "activity": 6,
    }  # fmt: skip
    assert items["numbers"].fields["availability"] == {
        "op": "all",
        "show": True,
        "conditions": [{"type": "completion", "activity": "plan", "state": "complete"}],
    }
    assert items["numbers-test"].fields["questions"] == [
        {"bank": "oge/numbers", "count": 2, "points": 1}
    ]
    assert items["numbers-test"].fields["grade_category"] == "mocks"
    assert items["oge/numbers"].fields["count"] == 3
    files: Any = items["memo"].fields["files"]
    assert [one["name"] for one in files] == ["memo.txt"]
    assert not any(one.edited for one in items.values())


def test_a_second_plan_asks_little_of_the_site(school: School) -> None:
    school.apply()
    result = school.run()
    assert result.nothing
    assert result.calls <= 5


def test_what_a_teacher_edits_is_kept_and_told_until_it_may_be_overwritten(
    school: School,
) -> None:
    school.apply()
    school.rename("theory", "Дроби от учителя")
    kept = school.plan().changes
    assert shown(kept) == [(Action.KEEP, "theory")]
    assert kept[0].reason
    school.write(theory=THEORY.replace("это часть", "это часть целого"))
    assert school.apply() == [(Action.UPDATE, "theory")]
    fields = school.items()["theory"].fields
    assert fields["name"] == "Дроби от учителя"
    assert "часть целого" in str(fields["content"])
    allowed = PlanOptions(overwrite=frozenset({kept[0].key}))
    assert school.apply(allowed) == [(Action.UPDATE, "theory")]
    assert school.items()["theory"].fields["name"] == "Дроби"
    assert school.plan().changes == ()


def test_an_edit_after_the_plan_was_made_is_not_lost(school: School) -> None:
    school.apply()
    school.write(theory=THEORY.replace("Дроби", "Дроби и доли"))

    def edit(_plan: Plan) -> bool:
        school.rename("theory", "Дроби от учителя")
        return True

    result = apply_plan(school.folder.project, PlanOptions(), None, NoProgress(), edit)
    assert result is not None
    assert [one.change.key.rpartition("|")[2] for one in result.kept] == ["theory"]
    assert school.items()["theory"].fields["name"] == "Дроби от учителя"
    assert shown(school.plan().changes) == [(Action.KEEP, "theory")]


def test_an_activity_that_left_is_hidden_and_shown_again_when_it_is_back(school: School) -> None:
    school.apply()
    number = school.items()["theory"].id
    school.write(theory="")
    assert (Action.HIDE, "theory") in school.apply()
    gone = school.items()["theory"]
    assert (gone.id, gone.fields["visible"]) == (number, False)
    school.write()
    assert (Action.UPDATE, "theory") in school.apply()
    back = school.items()["theory"]
    assert (back.id, back.fields["visible"]) == (number, True)
    assert school.plan().changes == ()


def test_a_bank_that_changed_is_imported_again(school: School) -> None:
    school.apply()
    longer = BANK.replace("2 + 2", "2 + 1 + 1") + "\n::n-4:: Чему равно 7 · 8? {=56 ~54}\n"
    school.write(bank=longer)
    assert school.apply() == [(Action.UPDATE, "oge/numbers")]
    assert school.items()["oge/numbers"].fields["count"] == 4


def test_events_stand_in_the_calendar_move_and_leave_with_the_template(school: School) -> None:
    consult = "  - {key: consult, title: Консультация, date: 'неделя 3, ср 16:00', minutes: 60}\n"
    day = "  - {key: day, title: Пробный ОГЭ, date: 'неделя 5, сб', description: Кабинет **12**.}\n"
    school.write(events=f"events:\n{consult}{day}")
    done = school.apply()
    assert {(Action.CREATE, "consult"), (Action.CREATE, "day")} <= set(done)
    items = school.items()
    assert {items[key].type for key in ("consult", "day")} == {"event"}
    assert items["consult"].fields["minutes"] == 60
    assert items["day"].fields["description"] == "<p>Кабинет <strong>12</strong>.</p>"
    number = items["consult"].id
    school.write(events=f"events:\n{consult.replace('16:00', '17:30')}")
    assert set(school.apply()) == {(Action.UPDATE, "consult"), (Action.REMOVE, "day")}
    moved = school.items()
    assert "day" not in moved
    was, now = (
        int(str(items["consult"].fields["start"])),
        int(str(moved["consult"].fields["start"])),
    )
    assert (moved["consult"].id, now - was) == (number, 90 * 60)
    school.write()
    assert school.apply() == [(Action.REMOVE, "consult")]
    assert "consult" not in school.items()


def test_a_shift_moves_events_and_deadlines_on_the_site_and_undo_puts_them_back(
    school: School,
) -> None:
    school.write(
        events="events: [{key: consult, title: Консультация, date: 'неделя 9, ср 16:00'}]\n"
    )
    school.apply()
    project, before = school.folder.project, school.items()
    start = load_school(project).config.school_year().start
    preview = preview_shift(project, start + timedelta(days=14), 7)
    assert {one.before.activity for one in preview.moved} == {"consult", "letter"}
    write_shift(project, preview)
    assert set(school.apply()) == {(Action.UPDATE, "consult"), (Action.UPDATE, "letter")}
    after = school.items()
    for key, name in (("consult", "start"), ("letter", "due")):
        days = int(str(after[key].fields[name])) - int(str(before[key].fields[name]))
        assert days == 7 * 86400
    write_shift(project, preview_undo(project))
    assert set(school.apply()) == {(Action.UPDATE, "consult"), (Action.UPDATE, "letter")}
    assert school.items()["consult"].fields == before["consult"].fields


def test_events_of_the_school_stand_in_everybodys_calendar(school: School) -> None:
    config = school.folder.project.config
    before = config.read_text("utf-8")
    day = (
        "{key: open-day, name: День открытых дверей, date: 2027-04-17, time: '15:00', minutes: 90}"
    )
    assert "\n  terms:" in before
    config.write_text(before.replace("\n  terms:", f"\n  events: [{day}]\n  terms:"), "utf-8")
    assert (Action.CREATE, "open-day") in school.apply()
    place = f"@{school.course.rpartition(':')[0]}"
    (live,) = get_courses(school.client, [place])
    assert [(one.key, one.fields["name"]) for one in live.items] == [
        ("open-day", "День открытых дверей")
    ]
    narrow = PlanOptions(courses=frozenset({COURSE}))
    config.write_text(before, "utf-8")
    assert school.plan(narrow).changes == ()
    assert school.apply() == [(Action.REMOVE, "open-day")]
    assert get_courses(school.client, [place])[0].items == ()


def test_a_narrow_plan_writes_content_and_nothing_else(school: School) -> None:
    school.apply()
    school.write(text="Четыре шага.")
    school.folder.write_roster([replace(row, last=f"{row.last}-Новая") for row in pupils()])
    narrow = PlanOptions(only=frozenset({"content"}), courses=frozenset({COURSE}))
    plan = school.plan(narrow)
    assert shown(plan.writes) == [(Action.UPDATE, "plan")]
    assert {change.kind for change in plan.writes} == {Kind.COURSE_ACTIVITY}


def test_a_refused_course_stays_as_it_was_and_says_where_and_why(school: School) -> None:
    school.apply()
    memo = school.folder.root / "course_templates/files/memo.txt"
    school.write(text="Четыре шага.")
    memo.write_text("Другая памятка.", encoding="utf-8")

    def lose(_plan: Plan) -> bool:
        memo.unlink()
        return True

    result = apply_plan(school.folder.project, PlanOptions(), None, NoProgress(), lose)
    assert result is not None
    (failed,) = result.failed
    assert failed.change.key.endswith("|memo")
    assert "memo.txt" in failed.message
    assert str(failed.place)
    assert result.skipped == 1
    assert "Три" in str(school.items()["plan"].fields["content"])
    school.write(text="Четыре шага.")
    assert school.apply() == [(Action.UPDATE, "plan")]
