"""A term played, pulled and counted; then counted again by plain SQL on the site's own database."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.journey import indicator_sql as sql
from tests.journey.indicator_files import file_rows
from tests.journey.live_term import mock_bank
from vsosh_moodle.indicators.indicator import Indicator
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sandbox.term import TermDays, play_file
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.pull_opening import PullOptions
from vsosh_moodle.workflow.pulling import pull_progress
from vsosh_moodle.workflow.report_request import ReportRequest
from vsosh_moodle.workflow.reporting import gather_material

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 12, tzinfo=ZoneInfo("Europe/Moscow"))
SITE = ".vsosh/sandbox.sqlite"
MOCKS = {"oge-math": 6, "oge-russian": 6, "ege-math-base": 7, "ege-russian": 8}
"""Courses with a trial exam, and its week."""


@dataclass
class Played:
    """A school whose term was played and pulled, and what the files say of it."""

    project: Project
    material: Material
    database: sqlite3.Connection

    def ours(self, key: str) -> Indicator:
        return self.material.indicators[key]

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        return self.database.execute(question).fetchall()


def written_school(root: Path) -> Project:
    """Write a sample school whose trial exams have tasks and are in the played term."""
    made = init_project(root, SampleSize(students=48, classes=6, courses=12), TODAY)
    config = made.project.config
    text = config.read_text("utf-8")
    for course, week in MOCKS.items():
        bank = made.project.templates / f"questions/{course}/mock-1.gift"
        bank.parent.mkdir(exist_ok=True)
        bank.write_text(mock_bank(30), encoding="utf-8")
        line = f"  - template: {course}\n"
        assert line in text
        text = text.replace(line, f"{line}    params: {{mock_weeks: [{week}, 30]}}\n")
    config.write_text(text, encoding="utf-8")
    return made.project


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    project = written_school(tmp_path_factory.mktemp("school") / "school")
    result = apply_plan(project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    assert result is not None
    assert result.complete
    assert play_file(project.root / SITE, TermDays(TODAY), int(NOW.timestamp())) is not None
    assert pull_progress(project, PullOptions(), NoProgress(), NOW).complete
    material = gather_material(project, ReportRequest("year"), now=NOW)
    with closing(sqlite3.connect(project.root / SITE)) as database:
        database.executescript(sql.FILES + sql.SANDBOX + sql.VIEWS)
        for table, rows in file_rows(project, material.inputs, "vsosh:2026:", NOW).items():
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
        yield Played(project, material, database)


@pytest.mark.parametrize("key", [key for key in sql.QUESTIONS if key != "readiness"])
def test_an_indicator_is_what_sql_says(played: Played, key: str) -> None:
    ((part, whole),) = played.ask(sql.QUESTIONS[key])
    ours = played.ours(key)
    assert ours.part is not None or ours.value is not None
    assert (ours.value if ours.part is None else ours.part) == part
    if ours.definition.unit == "percent":
        assert ours.whole == whole
        assert ours.value == pytest.approx(100 * part / whole)
    assert part > 0


def test_the_way_in_is_counted_step_by_step(played: Played) -> None:
    ((issued, entered, active, completed),) = played.ask(sql.FUNNEL)
    details = played.ours("funnel").details
    assert details["Доступ выдан"] == issued
    assert details["Входили"] == entered
    assert details["Активны"] == active
    assert details["Завершили курс"] == completed
    assert entered >= active > completed > 0


def test_weeks_and_classes_are_what_sql_says(played: Played) -> None:
    counted = [
        (date(1970, 1, 1) + timedelta(days=monday), name, active, works)
        for monday, name, active, works in played.ask(sql.WEEKS)
    ]
    facts = sorted(played.material.inputs.facts.weeks, key=lambda one: (one.week, one.class_name))
    assert [tuple(one) for one in facts] == sorted(counted)
    assert len(counted) > 40


def test_demand_by_subject_is_what_sql_says(played: Played) -> None:
    rows = played.ours("demand").rows
    assert rows is not None
    ours: dict[str, list[int]] = {}
    for _person, subject, _works, active in rows.rows:
        counts = ours.setdefault(str(subject), [0, 0])
        counts[0] += 1
        counts[1] += bool(active)
    assert {name: tuple(counts) for name, counts in ours.items()} == {
        name: (enrolled, active) for name, enrolled, active in played.ask(sql.SUBJECTS)
    }


def test_who_has_not_been_there_is_who_sql_says(played: Played) -> None:
    rows = played.ours("pupil_activity").rows
    assert rows is not None
    ours = sorted(str(row[0]) for row in rows.rows if not row[-1])
    assert ours == [person for (person,) in played.ask(sql.INACTIVE)]
    assert ours


def test_readiness_is_counted_from_trial_exams_of_courses_where_no_register_has_them(
    played: Played, tmp_path: Path
) -> None:
    shutil.copytree(played.project.root, tmp_path / "school")
    shutil.rmtree(tmp_path / "school/registers")
    material = gather_material(Project(tmp_path / "school"), ReportRequest("year"), now=NOW)
    ours = material.indicators["readiness"]
    assert played.ask(sql.QUESTIONS["readiness"]) == [(ours.part, ours.whole)]
    assert ours.rows is not None
    assert sorted(str(row[0]) for row in ours.rows.rows if row[-1]) == [
        person for (person,) in played.ask(sql.READY)
    ]
    assert ours.part
