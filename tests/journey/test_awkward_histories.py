"""Awkward but real histories on a rehearsal site, pulled over HTTP on different days: figures by hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.workflow.folder import Pupil, pupils
from tests.workflow.pulled_school import PulledSchool, provisioned_school
from vsosh_moodle.reports.render.report_json import report_to_json
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.workflow.report_making import make_report
from vsosh_moodle.workflow.report_request import ReportRequest
from vsosh_moodle.workflow.reporting import gather_material

MOSCOW = ZoneInfo("Europe/Moscow")


def names(rows: list[Pupil]) -> dict[str, Pupil]:
    return {row.number: row for row in rows}


@dataclass
class History:
    """A school whose days are told one by one; `who` gives a pupil's key by the number of their file."""

    school: PulledSchool
    who: dict[str, str]
    rows: list[Pupil]

    def at(self, month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0) -> None:
        first = self.school.year
        year = first if month >= 8 else first + 1
        self.school.now = datetime(year, month, day, hour, minute, second, tzinfo=MOSCOW)

    def lists(self, rows: list[Pupil]) -> None:
        self.rows = rows
        self.school.folder.write_roster(rows)

    def gather(self, **request: Any) -> Material:
        return gather_material(
            self.school.folder.project, ReportRequest("year", **request), now=self.school.now
        )

    def json(self, kind: str = "year", **request: Any) -> dict[str, Any]:
        made = make_report(
            self.school.folder.project, ReportRequest(kind, **request), now=self.school.now
        )
        data: dict[str, Any] = json.loads(json.dumps(report_to_json(made.forms.full), default=str))
        return data


def table(data: dict[str, Any], key: str) -> dict[str, Any]:
    [found] = [
        block
        for section in data["sections"]
        for block in section["blocks"]
        if block.get("key") == key and block["type"] == "table"
    ]
    assert isinstance(found, dict)
    return found


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox(plugin=True) as site:
        yield site


@pytest.fixture
def history(site: Sandbox, tmp_path: Path) -> History:
    school = provisioned_school(site, tmp_path)
    with site.edit() as store:
        # Enrolled since the summer: the rehearsal begins on the day of the test.
        store.write("UPDATE user_enrolments SET timestart = 0")
        who = {
            row["firstname"] + row["lastname"]: row["idnumber"]
            for row in store.rows("SELECT * FROM user WHERE idnumber <> ''")
        }
    rows = pupils()
    keys = {
        row.number: next(key for name, key in who.items() if name.endswith(row.last))
        for row in rows
    }
    return History(school, keys, rows)


def active(material: Material) -> set[str]:
    rows = material.indicators["coverage"].rows
    assert rows is not None
    return {str(row[0]) for row in rows.rows if row[-1]}


def test_a_year_of_awkward_histories(history: History) -> None:
    school, who = history.school, history.who
    history.at(9, 1, 0, 30)
    school.complete(who["Л10"])
    history.at(8, 31, 23, 59, 59)
    school.complete(who["Л11"])  # before the year alone
    history.at(12, 30, 23, 59, 59)
    school.complete(who["Л12"])
    history.at(12, 31, 0, 0, 0)
    school.complete(who["Л13"])  # after the half, in the year
    history.at(11, 10)
    school.complete(who["Л20"])  # 9Б, will move to 9А
    school.hand_in(who["Л21"])  # will be unenrolled by hand
    school.complete(who["Л23"])  # will leave the school
    history.at(12, 5)
    school.pull()
    school.unenrol(who["Л21"])
    school.suspend(who["Л20"])
    history.at(12, 20)
    school.pull()
    history.at(12, 20, 18)
    school.pull()  # twice a day
    with school.site.edit() as store:
        store.write("UPDATE user_enrolments SET status = 0")
    rows = [replace(row, class_name="9А") if row.number == "Л20" else row for row in history.rows]
    rows = [row for row in rows if row.number != "Л23"]
    history.lists(rows)
    history.at(1, 9)
    school.pull()
    half = history.gather(period="h1")
    by_hand = {who[one] for one in ("Л10", "Л12", "Л20", "Л21", "Л23")}
    assert active(half) == by_hand
    assert half.indicators["coverage"].whole == 12
    assert half.indicators["pupils_ever"].value == 5
    # Enrolled ever: eight in the exam course, four in that of 8Д.
    assert half.indicators["coverage_ever"].whole == 12
    classes = {one.person: one.class_name for one in half.inputs.facts.people}
    assert classes[who["Л20"]] == "9Б"  # on the last list of the half
    assert all(one.present for one in half.inputs.facts.people)
    history.at(2, 1)
    newcomer = Pupil("Новенький", "Л99", "9А")
    history.lists([*rows, newcomer])
    school.apply(allow=frozenset({"class-loss:9Б"}))
    with school.site.edit() as store:
        store.write("UPDATE user_enrolments SET timestart = 0")
        fresh = str(store.value("SELECT idnumber FROM user WHERE lastname = 'Новенький'"))
    history.at(2, 3)
    school.complete(fresh)
    history.at(5, 20)
    school.pull()
    history.at(6, 5)
    school.complete(who["Л22"])  # after the year alone
    history.at(6, 6)
    school.pull()
    year = history.gather()
    assert active(year) == by_hand | {who["Л13"], fresh}
    assert year.indicators["coverage"].whole == 13
    assert year.indicators["pupils_ever"].value == 7
    people = {one.person: one for one in year.inputs.facts.people}
    assert people[who["Л20"]].class_name == "9А"
    assert not people[who["Л23"]].present
    assert len(people) == 13
    twice = [*history.rows, replace(history.rows[5])]
    history.lists(twice)  # somebody stands there twice: told, and nobody is counted twice
    data = history.json(named=True)
    assert "уже есть в списке" in json.dumps(data, ensure_ascii=False)
    coverage = table(data, "coverage_class")
    assert [row[:5] for row in coverage["rows"]] == [
        ["8Д", 4, 4, 0, 0],
        ["9А", 6, 6, 5, pytest.approx(100 * 5 / 6, abs=0.06)],
        ["9Б", 3, 3, 2, pytest.approx(100 * 2 / 3, abs=0.06)],
    ]
    assert coverage["totals"][1:5] == [13, 13, 7, pytest.approx(100 * 7 / 13, abs=0.06)]
    movement = table(data, "movement")
    assert movement["totals"][1:] == [13, 1, 1, 12]
    months = {row[0]: row[2] for row in table(data, "coverage_months")["rows"]}
    assert list(months.values()) == [1, 0, 3, 2, 0, 1, 0, 0, 0]
    again = history.json(named=True)
    assert again == data


def remarks(material: Material) -> str:
    return "\n".join(f"{one.place}: {one.text}" for one in material.remarks)


def test_courses_that_go_and_what_was_done_there(history: History) -> None:
    school, who = history.school, history.who
    history.at(11, 10)
    school.complete(who["Л10"])
    school.complete(who["Л11"])
    school.hand_in(who["Л11"])
    school.complete(who["Л12"])
    history.at(11, 12)
    school.pull()
    # The teacher takes a completion back; another activity is deleted, a pupil having done it.
    with school.site.edit() as store:
        user = hand_edits.find_user(store, who["Л12"])
        store.write("DELETE FROM course_modules_completion WHERE userid = ?", user)
        gone = hand_edits.find_module(store, school.course, "vsosh:task")
        for name, column in (
            ("assign_submission", "cmid"),
            ("course_modules_completion", "coursemoduleid"),
            ("course_modules", "id"),
        ):
            store.write(f"DELETE FROM {name} WHERE {column} = ?", gone)
    history.at(11, 20)
    school.pull(full=True)
    first = history.gather()
    assert active(first) == {who["Л10"], who["Л11"]}
    works = {
        (one.person, one.course): (one.done, one.submitted)
        for one in first.inputs.facts.participations
    }
    assert works[who["Л11"], school.course] == (1, 1)
    # A pull of the other course alone: the figures stay, and it is told.
    history.at(12, 20)
    school.complete(who["Л13"])
    history.at(12, 21)
    school.pull(courses=frozenset({_other(school)}))
    second = history.gather()
    assert active(second) == active(first)
    assert "последний раз прочитан 20.11.2026" in remarks(second).replace("2027", "2026")
    assert second.indicators["coverage"].whole == 12
    # Hidden: works count, the course lives no more.
    with school.site.edit() as store:
        store.write("UPDATE course SET visible = 0 WHERE idnumber = ?", school.course)
    history.at(12, 22)
    school.pull()
    hidden = history.gather()
    assert active(hidden) == {who["Л10"], who["Л11"], who["Л13"]}
    [course] = [one for one in hidden.inputs.facts.courses if one.course == school.course]
    assert not course.visible
    assert "скрыт" in " ".join(hidden.indicators["gia_courses"].remarks)
    # Out of config.yaml: what was done in the year stays, and a later period knows nothing of it.
    text = school.folder.project.config.read_text(encoding="utf-8")
    school.folder.project.config.write_text(
        text.replace("  - {template: oge, classes: [9А, 9Б]}\n", "")
        .replace("{name: 9А}", "{name: 9А, without_courses: true}")
        .replace("{name: 9Б}", "{name: 9Б, without_courses: true}"),
        encoding="utf-8",
    )
    history.at(1, 15)
    school.pull()
    gone_course = history.gather()
    assert active(gone_course) == active(hidden)
    assert "22.12." in remarks(gone_course)
    assert active(history.gather(period="h2")) == set()


def _other(school: PulledSchool) -> str:
    [key] = school.facts("SELECT course FROM learning_courses WHERE course <> ?", school.course)
    return str(key[0]).rpartition(":")[2]
