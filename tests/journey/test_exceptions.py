"""Other terms of single pupils: from the register to the site, kept as teachers edit them, taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.folder import SchoolFolder, pupils, school_on
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_content import get_courses
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.hand_edits import find_user
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress

TEMPLATE = """\
version: 1
kind: gia
subject: Математика
title: ОГЭ по математике
short_name: ОГЭ мат
category: gia
sections:
  - key: mock
    title: Пробник
    activities:
      - {key: mock-1, type: quiz, title: Пробник 1, time_limit: 40, attempts: 2, questions: {bank: oge/none, count: 1}, dates: {cut_off: +30 дней}}
      - {key: letter, type: assign, title: Письменная работа, description: Решите., dates: {due: +20 дней}}
      - {key: free, type: quiz, title: Без срока, questions: {bank: oge/none, count: 1}}
"""
HEAD = "ФИО;Класс;Курс;Задание;Срок до;Доп. время;Попытки;Причина\n"


class School:
    """A school whose course has a timed quiz, a task with a term and a quiz without either."""

    def __init__(self, site: Sandbox, root: Path) -> None:
        self.site = site
        self.folder: SchoolFolder = school_on(site, root)
        self.folder.write_template("oge", TEMPLATE)
        (root / "registers").mkdir()

    def write(self, *rows: str) -> None:
        """Write the register."""
        text = HEAD + "".join(f"{row}\n" for row in rows)
        (self.folder.root / "registers/Продления.csv").write_text(text, encoding="utf-8")

    def plan(self, options: PlanOptions | None = None) -> Plan:
        return make_plan(self.folder.project, options)

    def apply(self, options: PlanOptions | None = None) -> list[tuple[Action, str]]:
        """Apply, see that nothing is left to do; return what was done with exceptions."""
        result = apply_plan(
            self.folder.project, options or PlanOptions(), None, NoProgress(), lambda _plan: True
        )
        assert result is not None
        assert result.complete, (result.failed, result.stopped_by)
        assert self.plan(options).writes == ()
        assert result.plan is not None
        return self.shown(result.plan)

    @staticmethod
    def shown(plan: Plan) -> list[tuple[Action, str]]:
        """Return the exceptions of a plan by activities."""
        return sorted(
            (change.action, change.key.rpartition("|")[2].partition("/")[0])
            for change in plan.changes
            if change.kind is Kind.PUPIL_EXCEPTION
        )

    def live(self) -> dict[str, dict[str, object]]:
        """Return the fields of the exceptions on the site by activities."""
        year = self.folder.project.config.read_text("utf-8").partition('name: "')[2][:4]
        with MoodleClient(self.site.url, Secret(self.site.token)) as client:
            (course,) = get_courses(client, [f"vsosh:{year}:oge"])
        found = [one for one in course.items if one.type == "exception"]
        return {one.key.partition("/")[0]: dict(one.fields) for one in found}


@pytest.fixture(params=["4.1", "4.5"])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    with Sandbox(release=request.param, plugin=True) as site:
        yield School(site, tmp_path)


@pytest.fixture
def name() -> str:
    """The full name of a pupil of 9А."""
    row = next(one for one in pupils() if one.class_name == "9А")
    return f"{row.last} {row.first} {row.middle}"


def test_extra_time_and_terms_reach_the_site_change_and_leave_with_the_register(
    school: School, name: str
) -> None:
    school.write(
        f"{name};9А;oge;mock-1;;1,5 раза;3;справка",
        f"{name};9А;все;Письменная работа;25.05.2027;;;",
    )
    assert school.apply() == [(Action.CREATE, "letter"), (Action.CREATE, "mock-1")]
    live = school.live()
    assert live["mock-1"] == {"minutes": 60, "attempts": 3}
    assert set(live["letter"]) == {"due"}
    assert "справка" not in json.dumps(live, ensure_ascii=False)
    school.write(f"{name};9А;oge;mock-1;;30;;")
    assert school.apply() == [(Action.REMOVE, "letter"), (Action.UPDATE, "mock-1")]
    assert school.live()["mock-1"]["minutes"] == 70
    school.write()
    assert school.apply() == [(Action.REMOVE, "mock-1")]
    assert school.live() == {}


def test_what_a_teacher_changed_is_kept_and_told(school: School, name: str) -> None:
    school.write(f"{name};9А;oge;mock-1;;30;;")
    school.apply()
    with school.site.edit() as store:
        store.write("UPDATE quiz_overrides SET timelimit = 7200")
    school.write(f"{name};9А;oge;mock-1;;40;;")
    assert school.apply() == [(Action.KEEP, "mock-1")]
    school.write()
    assert school.apply() == [(Action.KEEP, "mock-1")]
    assert school.live()["mock-1"]["minutes"] == 120


def test_what_a_teacher_gave_before_us_is_never_overwritten(school: School, name: str) -> None:
    school.apply()
    year = school.folder.project.config.read_text("utf-8").partition('name: "')[2][:4]
    with school.site.edit() as store:
        cmid = store.value("SELECT id FROM course_modules WHERE name = 'Пробник 1'")
        for number in range(1, 20):
            key = f"vsosh:p:{number:06d}"
            if store.value("SELECT 1 FROM user WHERE idnumber = ? AND deleted = 0", key):
                values = {"cmid": cmid, "userid": find_user(store, key), "timelimit": 9000}
                store.insert("quiz_overrides", values)
    assert year
    school.write(f"{name};9А;oge;mock-1;;30;;")
    assert school.apply() == [(Action.CREATE, "mock-1")]
    with school.site.edit() as store:
        assert store.column("SELECT DISTINCT timelimit FROM quiz_overrides") == [9000]
    assert school.shown(school.plan()) == [(Action.KEEP, "mock-1")]


def test_a_category_has_more_time_in_every_timed_quiz(school: School) -> None:
    rows = list(pupils())
    row = next(one for one in rows if one.class_name == "9А")
    row.category = "спортсмены"
    school.folder.extra = "policies: {extra_time: {sport: 1.5}}"
    school.folder.write_config()
    school.folder.write_roster(rows)
    assert school.apply() == [(Action.CREATE, "mock-1")]
    assert school.live() == {"mock-1": {"minutes": 60}}


def test_rows_that_give_nothing_are_told_with_their_place(school: School, name: str) -> None:
    school.write(
        f"{name};9А;physics;mock-1;;30;;",
        f"{name};9А;oge;mock-9;;30;;",
        f"{name};9А;oge;free;25.05.2027;30;;",
    )
    told = {(one.code, one.place.row) for one in school.plan().problems}
    assert {("exception-course", 2), ("exception-task", 3), ("exception-empty", 4)} <= told
