"""Awkward but real histories on a rehearsal site, pulled over HTTP on different days: figures by hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.store.snapshot_site import Site, listed, take_snapshot
from tests.workflow.folder import Pupil, SchoolFolder, pupils
from tests.workflow.last_year import FIRST, NEW, OLD, write_school
from tests.workflow.pulled_school import PulledSchool, provisioned_school
from vsosh_moodle.reports.render.report_json import report_to_json
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.promoting import PromoteOptions, prepare_promotion
from vsosh_moodle.workflow.promotion_files import write_promotion
from vsosh_moodle.workflow.pull_opening import PullOptions
from vsosh_moodle.workflow.pulling import pull_progress
from vsosh_moodle.workflow.report_making import make_report, make_years_report
from vsosh_moodle.workflow.report_request import ReportRequest
from vsosh_moodle.workflow.reporting import gather_material, gather_years

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


def test_a_year_of_awkward_histories(history: History) -> None:  # noqa: PLR0915  a year is long
    school, who = history.school, history.who
    config = school.folder.project.config
    begun = f"reports: {{project: {{from: {school.year}-09-01}}}}"
    config.write_text(f"{config.read_text(encoding='utf-8')}{begun}\n", encoding="utf-8")
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
            store.write(f"DELETE FROM {name} WHERE {column} = ?", gone)  # noqa: S608
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


def keyed(project: Project) -> dict[str, str]:
    with open_database(project.state / STATE_FILE) as database:
        return {one.last_name: one.idnumber for one in PeopleLedger(database).entries()}


def test_over_a_promotion_everybody_counts_once(tmp_path: Path) -> None:
    with Sandbox(plugin=True) as site:
        project = write_school(tmp_path, site.url, site.token)
        options = PlanOptions(allow=frozenset({"wrong-year"}))
        apply_plan(project, options, None, NoProgress(), lambda _plan: True)
        who = keyed(project)

        def at(year: int, month: int, day: int) -> datetime:
            return datetime(year, month, day, 12, tzinfo=MOSCOW)

        def work(person: str, course: str, moment: datetime) -> None:
            with site.edit() as store:
                store.write("UPDATE user_enrolments SET timestart = 0")
                user = hand_edits.find_user(store, who[person])
                cm = hand_edits.find_module(store, course, "vsosh:theory")
                hand_edits.complete_activity(store, cm, user, 1, int(moment.timestamp()))

        def pull(moment: datetime) -> None:
            pull_progress(project, PullOptions(), NoProgress(), moment)

        old, new = f"vsosh:{FIRST}:club", f"vsosh:{FIRST + 1}:club"
        work("Абаева", old, at(FIRST, 11, 1))
        work("Ёлкин", old, at(FIRST, 11, 2))  # graduates
        pull(at(FIRST, 11, 20))
        pull(at(FIRST + 1, 5, 20))  # six days before the year's end; the next pull is in autumn
        write_promotion(project, prepare_promotion(project, PromoteOptions(NEW)))
        options = PlanOptions(allow=frozenset({"new-year"}))
        apply_plan(project, options, None, NoProgress(), lambda _plan: True)
        config = project.config.read_text(encoding="utf-8")
        project.config.write_text(
            f"{config}\nreports: {{project: {{from: {FIRST}-09-01}}}}\n", encoding="utf-8"
        )
        work("Абаева", new, at(FIRST + 1, 10, 5))  # again: still one person
        work("Вагин", new, at(FIRST + 1, 10, 6))
        pull(at(FIRST + 1, 10, 10))
        now = at(FIRST + 1, 10, 20)
        year = gather_material(project, ReportRequest("year"), now=now)
        assert year.indicators["pupils_year"].value == 2
        assert year.indicators["pupils_ever"].value == 3
        before = year.indicators["pupils_year"].previous
        assert before == 0  # of the same days of last year: September and October
        assert active(gather_material(project, ReportRequest("year", year=OLD), now=now)) == {
            who["Абаева"],
            who["Ёлкин"],
        }
        last = gather_material(project, ReportRequest("year", year=OLD), now=now)
        assert last.indicators["coverage"].whole == 6
        assert last.indicators["pupils_ever"].value == 2
        first, second = gather_years(project, ReportRequest("year"), [OLD, NEW], now=now)
        assert (first.indicators["pupils_year"].value, second.indicators["pupils_ever"].value) == (
            2,
            3,
        )
        classes = {one.person: one.class_name for one in first.inputs.facts.people}
        assert classes[who["Абаева"]] == "7А"


def test_a_report_of_a_day_is_the_same_whenever_it_is_made(history: History) -> None:
    school, who = history.school, history.who
    history.at(11, 10)
    school.complete(who["Л10"])
    school.grade(who["Л10"], 8)
    history.at(12, 1)
    school.pull()
    made = []
    for month, day in ((12, 1), (12, 25), (2, 20)):
        history.at(month, day, 15, 40)
        data = history.json(named=True, as_of=date(school.year, 12, 1))
        made.append({**data, "made": ""})
    assert made[0] == made[1] == made[2]


def test_without_the_plugin_who_only_attempted_is_not_active_and_it_is_told(
    history: History,
) -> None:
    school, who = history.school, history.who
    history.at(11, 10)
    school.complete(who["Л10"])
    with school.site.edit() as store:
        cm = hand_edits.find_module(store, school.course, "vsosh:theory")
        user = hand_edits.find_user(store, who["Л11"])
        moment = school.moment
        hand_edits.attempt_quiz(store, cm, user, (moment - 600, moment), 0.5)
        hand_edits.visit_course(
            store,
            int(store.value("SELECT id FROM course WHERE idnumber = ?", school.course)),
            user,
            moment,
        )
    history.at(11, 20)
    school.pull(core=True)
    poor = history.gather()
    assert active(poor) == {who["Л10"]}
    assert "попытки тестов" in remarks(poor)
    assert any(
        "попытки тестов в нём не читаются" in one for one in poor.indicators["coverage"].remarks
    )
    history.at(11, 21)
    school.pull()
    rich = history.gather()
    assert active(rich) == {who["Л10"], who["Л11"]}
    assert "попытки тестов" not in remarks(rich)


def test_strangers_on_courses_are_told_and_not_counted(history: History) -> None:
    school, who = history.school, history.who
    history.at(11, 10)
    guest, teacher = (
        "vsosh:p:777777",
        next(key for key in school_teachers(school) if key not in who.values()),
    )
    with school.site.edit() as store:
        first = hand_edits.find_user(store, who["Л20"])
        # The account of one pupil is not ours any more; of another it is nobody's on the lists.
        store.write("UPDATE user SET idnumber = '42' WHERE id = ?", first)
        second = hand_edits.find_user(store, who["Л21"])
        store.write("UPDATE user SET idnumber = ? WHERE id = ?", guest, second)
        theory = hand_edits.find_module(store, school.course, "vsosh:theory")
        talk = hand_edits.find_module(store, school.course, "vsosh:talk")
        for user in (first, second):
            hand_edits.complete_activity(store, theory, user, 1, school.moment)
        boss = hand_edits.find_user(store, teacher)
        hand_edits.write_post(store, talk, boss, school.moment)
        hand_edits.complete_activity(store, theory, boss, 1, school.moment)
    school.complete(who["Л10"])
    history.at(11, 20)
    school.pull()
    found = history.gather()
    assert active(found) == {who["Л10"]}
    assert found.indicators["coverage"].whole == 12
    assert found.indicators["pupils_ever"].value == 1
    assert "1 человек работал в курсах" in remarks(found)
    # Two of the lists have no account of ours on the site now.
    assert found.indicators["funnel"].whole == 10


def school_teachers(school: PulledSchool) -> set[str]:
    with school.site.edit() as store:
        return {
            row["idnumber"]
            for row in store.rows(
                "SELECT DISTINCT u.idnumber FROM user u JOIN role_assignments ra ON ra.userid = u.id"
                " JOIN role r ON r.id = ra.roleid"
                " WHERE r.archetype = 'editingteacher' AND u.idnumber <> ''"
            )
        }


def test_a_past_project_is_counted_year_by_year_from_its_own_snapshots(tmp_path: Path) -> None:
    project = SchoolFolder(tmp_path).write()
    config = project.config.read_text(encoding="utf-8")
    project.config.write_text(
        f"{config}\nreports: {{project: {{from: 2020-10-01, to: 2022-09-30}}}}\n", encoding="utf-8"
    )
    first, second = "vsosh:2020:oge", "vsosh:2021:oge"
    one, two, three = (f"vsosh:p:90000{number}" for number in range(1, 4))

    def at(year: int, month: int, day: int) -> int:
        return int(datetime(year, month, day, 12, tzinfo=MOSCOW).timestamp())

    site = Site()
    site.course(first, "ОГЭ 2020")
    site.activity(first, 1)
    site.enrol(first, one, two)
    project.state.mkdir()
    with open_database(project.state / STATE_FILE) as database:
        site.put("completion", first, one, 1, says=(1, at(2020, 11, 3)))
        take_snapshot(database, site, at(2021, 4, 30), listed(one, two, class_name="8Д"))
        site.course(second, "ОГЭ 2021")
        site.activity(second, 2)
        site.enrol(second, one, three)
        site.put("completion", second, one, 2, says=(1, at(2021, 10, 3)))
        site.put("completion", second, three, 2, says=(1, at(2021, 10, 4)))
        people = listed(one, three, class_name="9А")
        take_snapshot(database, site, at(2022, 5, 30), people, courses=[second])
    now = datetime(2026, 11, 26, 12, tzinfo=MOSCOW)
    years = gather_years(project, ReportRequest("year"), ["2020/21", "2021/22"], now=now)
    figures = [
        tuple(
            one_year.indicators[key].value
            for key in ("coverage", "pupils_year", "pupils_ever", "coverage_ever")
        )
        for one_year in years
    ]
    assert figures == [(50, 1, 1, 50), (100, 2, 2, pytest.approx(200 / 3))]
    assert years[1].indicators["pupils_year"].previous == 1
    report = make_years_report(project, ReportRequest("year"), ["2020/21", "2021/22"], now=now)
    data = json.loads(json.dumps(report_to_json(report.forms.full), default=str))
    assert [row[1:3] for row in table(data, "years")["rows"]] == [["снимки", 1], ["снимки", 1]]
