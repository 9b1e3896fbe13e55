"""Classes switch to distance learning and back, on the rehearsal site: nothing is lost, all is put back."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from vsosh_moodle.config.remote_file import load_switches, render_switches
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.remote_checking import check_remote
from vsosh_moodle.workflow.remote_order import write_order
from vsosh_moodle.workflow.remote_status import remote_status
from vsosh_moodle.workflow.remote_switch import (
    RemotePreview,
    preview_off,
    preview_on,
    write_switches,
)
from vsosh_moodle.workflow.school import load_school

TODAY = date(2026, 11, 26)
START, END = date(2026, 12, 1), date(2026, 12, 12)
NINE_A, NINE_D = ClassName(9, "А"), ClassName(9, "Д")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    size = SampleSize(students=30, classes=6, courses=12)
    return init_project(tmp_path / "школа", size, TODAY).project


@pytest.fixture(scope="module")
def site() -> Iterator[Sandbox]:
    with Sandbox(release="4.5", plugin=True) as running:
        yield running


def switch_on(project: Project, *classes: str) -> RemotePreview:
    preview = preview_on(project, START, END, classes, "карантин", "№ 45", TODAY)
    write_switches(project, preview)
    return preview


class OnSite:
    """A project on a site, planned and applied on days of the test's choice."""

    def __init__(self, project: Project, site: Sandbox) -> None:
        self.project = project
        text = project.config.read_text("utf-8")
        token = project.root / "token.txt"
        token.write_text(site.token, encoding="ascii")
        token.chmod(0o600)
        own = f"site:\n  url: {site.url}\n  token: {{file: token.txt}}\n"
        before, _site, after = text.partition("site:")
        rest = after[after.index("\nschool:") :]
        project.config.write_text(before + own + rest, encoding="utf-8")

    def plan(self, day: date) -> Plan:
        return make_plan(self.project, PlanOptions(), now=self._noon(day))

    def apply(self, day: date) -> Plan:
        result = apply_plan(
            self.project, PlanOptions(), None, NoProgress(), lambda _plan: True, now=self._noon(day)
        )
        assert result is not None
        assert result.complete, (result.failed, result.stopped_by)
        assert result.plan is not None
        return result.plan

    def _noon(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 12).astimezone()


def test_a_switch_names_the_courses_that_classes_lack(project: Project) -> None:
    preview = preview_on(project, START, END, ("9А,9Д",), today=TODAY)
    (switch,) = preview.changed
    assert switch.classes == (NINE_A, NINE_D)
    by_subject = {one.subject: one for one in switch.courses}
    assert by_subject["Физика"].template == "class-physics"
    assert by_subject["Физическая культура"].template == "remote-subject"
    assert by_subject["Физическая культура"].topics == ("Неделя 01.12–05.12", "Неделя 07.12–12.12")
    had = {one.subject for one in preview.subjects if one.course is not None}
    assert "Русский язык" in had
    assert not had & set(by_subject)
    assert not project.remote.exists()


def test_what_is_written_is_read_back_as_it_was(project: Project) -> None:
    switch_on(project, "9А")
    config = load_school(project, TODAY).config
    switches, problems = load_switches(project.remote, config)
    assert problems == []
    assert render_switches(switches) == project.remote.read_text("utf-8")


def test_on_and_off_puts_back_what_pupils_see(project: Project, site: Sandbox) -> None:
    school = OnSite(project, site)
    school.apply(TODAY)
    assert school.plan(TODAY).writes == ()

    switch_on(project, "9А")
    brought = school.apply(date(2026, 12, 1))
    courses = {one.key for one in brought.writes if one.kind is Kind.COURSE}
    assert {one.rpartition(":")[2] for one in courses} >= {
        "remote-class-physics-9А",
        "remote-fizicheskaia-kultura-9А",
    }
    assert {one.action for one in brought.writes if one.kind is Kind.COURSE} == {Action.CREATE}
    notices = [one for one in brought.writes if "remote-notice" in one.key]
    assert notices
    assert any(one.kind is Kind.CALENDAR_EVENT for one in brought.writes)
    assert school.plan(date(2026, 12, 1)).writes == ()

    write_switches(project, preview_off(project, date(2026, 12, 8), today=date(2026, 12, 7)))
    back = school.apply(date(2026, 12, 8))
    hidden = [one for one in back.writes if one.kind is Kind.COURSE]
    assert {one.key for one in hidden} == courses
    assert {one.changed_fields() for one in hidden} == {("visible",)}
    assert not any(one.action is Action.CREATE for one in back.writes)
    told = [one for one in back.writes if "remote-notice" in one.key]
    assert len(told) == len(notices)
    assert {one.action for one in told} == {Action.HIDE}
    suspended = [one for one in back.writes if one.kind is Kind.ENROLMENT]
    assert suspended
    assert {one.action for one in suspended} == {Action.SUSPEND}
    assert any(
        one.kind is Kind.CALENDAR_EVENT and one.action is Action.REMOVE for one in back.writes
    )
    assert school.plan(date(2026, 12, 8)).writes == ()

    preview = preview_on(project, date(2027, 2, 1), date(2027, 2, 6), ("9А",), today=TODAY)
    write_switches(project, preview)
    again = school.apply(date(2027, 2, 1))
    reopened = [one for one in again.writes if one.kind is Kind.COURSE]
    assert {one.key for one in reopened} == courses
    assert not any(one.action is Action.CREATE for one in again.writes if one.kind is Kind.COURSE)
    assert {one.action for one in again.writes if one.kind is Kind.ENROLMENT} == {Action.REACTIVATE}


def test_a_switch_ends_by_itself(project: Project) -> None:
    switch_on(project, "9А")
    during = load_school(project, END).programmes.courses
    after = load_school(project, date(2026, 12, 13)).programmes.courses
    assert not any(one.hidden for one in during)
    assert {one.key for one in after if one.hidden} == {
        one.key for one in during if one.key.startswith("remote-")
    }


def test_one_class_comes_back_before_the_other(project: Project) -> None:
    switch_on(project, "9А,9Д")
    write_switches(project, preview_off(project, date(2026, 12, 8), ("9Д",), today=TODAY))
    switches = load_school(project, TODAY).config.switches
    assert [(one.classes, one.last) for one in switches] == [
        ((NINE_A,), END),
        ((NINE_D,), date(2026, 12, 7)),
    ]
    year = load_school(project, TODAY).config.school_year()
    assert not year.is_school_day(date(2026, 12, 9), NINE_A)
    assert year.is_school_day(date(2026, 12, 9), NINE_D)


@pytest.mark.parametrize(
    ("start", "end", "classes", "message"),
    [
        (date(2026, 8, 1), END, ("9А",), "не в учебном году"),
        (START, date(2027, 8, 1), ("9А",), "не в учебном году"),
        (END, START, ("9А",), "раньше, чем начинается"),
        (date(2026, 12, 6), date(2026, 12, 6), ("9А",), "нет уроков"),
        (START, END, ("9Ы",), "нет в config.yaml"),
    ],
)
def test_days_and_classes_that_cannot_be_are_refused(
    project: Project, start: date, end: date, classes: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        preview_on(project, start, end, classes, today=TODAY)


def test_a_class_is_not_switched_twice(project: Project) -> None:
    switch_on(project, "9А")
    with pytest.raises(ConfigError, match="9А с 01"):
        preview_on(project, END, date(2026, 12, 20), ("9А", "9Б"), today=TODAY)
    assert preview_on(project, START, END, ("9Б",), today=TODAY).changed


def test_nobody_to_bring_back_is_told(project: Project) -> None:
    with pytest.raises(ConfigError, match="возвращать некого"):
        preview_off(project, START, today=TODAY)


def test_all_mistakes_of_the_file_are_told_with_their_lines(project: Project) -> None:
    project.remote.write_text(
        "switches:\n"
        "  - {from: 2026-12-01, to: 2026-12-12, classes: [9А, 9Ы]}\n"
        "  - {from: 2026-12-10, to: 2026-12-05, classes: [9Б]}\n"
        "  - {from: 2026-12-12, to: 2027-09-12, classes: [9А]}\n"
        "  - {from: 2026-12-01, to: 2026-12-02, classes: [9Д], courses: [{template: none, classes: [9Д]}]}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputProblems) as caught:
        preview_on(project, START, END, ("11А",), today=TODAY)
    told = {(one.code, one.place.line) for one in caught.value.problems}
    assert {
        ("class-unknown", 2),
        ("dates-reversed", 3),
        ("date-outside", 4),
        ("remote-overlap", 4),
    } <= told


def test_readiness_tells_what_is_lacking(project: Project) -> None:
    result = check_remote(project, START, END, ("9А",), TODAY)
    (nine,) = result.classes
    assert not nine.is_ready
    assert nine.never is None
    assert any("vsosh-moodle pull" in remark for remark in result.remarks)
    states = {one.subject: one.state for one in nine.subjects}
    assert states["Физика"] == "no-course"
    assert states["Русский язык"] == "ready"
    switch_on(project, "9А")
    (nine,) = check_remote(project, START, END, ("9А",), TODAY).classes
    assert {one.state for one in nine.subjects} == {"ready"}


def test_the_order_names_pupils_on_request_only(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Никто не на дистанте"):
        write_order(project, tmp_path / "а.html", TODAY)
    switch_on(project, "9А")
    surname = next(
        one.last_name
        for one in load_school(project, TODAY).roster.people
        if one.class_name == NINE_A
    )
    plain = write_order(project, tmp_path / "а.html", TODAY).read_text("utf-8")
    named = write_order(project, tmp_path / "б.html", TODAY, named=True).read_text("utf-8")
    assert "№ 45" in plain
    assert "карантин" in plain
    assert surname not in plain
    assert surname in named
    assert "Для служебного пользования" in named
    for ending in (".docx", ".xlsx"):
        assert write_order(project, tmp_path / f"в{ending}", TODAY).stat().st_size > 5000


def test_status_tells_what_lasts_and_what_is_to_come(project: Project) -> None:
    assert remote_status(project).switches == ()
    switch_on(project, "9А")
    (coming,) = remote_status(project, datetime(2026, 11, 26, 12).astimezone()).switches
    assert coming.days_left is None
    (lasting,) = remote_status(project, datetime(2026, 12, 10, 12).astimezone()).switches
    assert lasting.days_left == 3
    assert remote_status(project, datetime(2026, 12, 14, 12).astimezone()).switches == ()


def test_a_folder_without_the_template_of_any_subject_says_where_to_get_it(
    project: Project,
) -> None:
    (project.templates / "remote-subject.yaml").unlink()
    with pytest.raises(ConfigError, match="remote-subject"):
        preview_on(project, START, END, ("9А",), today=TODAY)


def test_a_class_without_curriculum_has_the_subjects_of_its_timetable(project: Project) -> None:
    for path in project.registers.glob("*.xlsx"):
        keep_sheet(path, "Расписание")
    (nine,) = check_remote(project, START, END, ("9А",), TODAY).classes
    assert "Физика" in {one.subject for one in nine.subjects}
    assert nine.without_device is None
    for path in project.registers.glob("*.xlsx"):
        path.unlink()
    (nine,) = check_remote(project, START, END, ("9А",), TODAY).classes
    assert {one.subject for one in nine.subjects} <= {
        subject
        for one in load_school(project, TODAY).roster.people
        if NINE_A in one.classes
        for subject in one.subjects
    }
    assert nine.violations is None


def keep_sheet(path: Path, name: str) -> None:
    book = load_workbook(path)
    for sheet in [one for one in book.worksheets if name not in one.title]:
        book.remove(sheet)
    book.save(path)
