"""`check load` on a whole project: who is of age, what courses ask, and the appendix."""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.workflow.checking import check_project
from vsosh_moodle.workflow.load_appendix import write_load_appendix
from vsosh_moodle.workflow.load_checking import check_load
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.project import Project

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("load") / "школа"
    return init_project(folder, SampleSize(), TODAY).project


def test_the_sample_has_days_that_are_too_much(project: Project) -> None:
    result = check_load(project, today=TODAY)
    assert result.has_timetable
    assert {str(one.class_name) for one in result.violations if one.code == "screen-lesson"} == {
        "9Д",
        "11Д",
    }
    assert [one for one in result.problems if one.severity == "error"] == []


def test_from_home_every_class_has_at_most_four_lessons_at_a_screen(project: Project) -> None:
    result = check_load(project, ("9А",), day=date(2026, 11, 10), all_at_home=True, today=TODAY)
    assert result.monday == date(2026, 11, 9)
    over = [one for one in result.loads if one.home > 120]
    assert over
    told = {one.day for one in result.findings if one.code == "screen-home"}
    assert told == {one.day for one in over}


def test_a_day_outside_the_year_is_refused(project: Project) -> None:
    with pytest.raises(ConfigError, match="не в учебном году"):
        check_load(project, day=date(2027, 7, 1), today=TODAY)


def test_norms_past_their_date_are_told_and_used_on(project: Project) -> None:
    result = check_load(project, today=date(2027, 3, 2))
    assert [one.code for one in result.problems if one.code == "norm-expired"] == [
        "norm-expired"
    ] * 2
    assert result.norms.screen is not None


def test_check_tells_norms_past_their_date_beside_everything_else(project: Project) -> None:
    told = [one for one in check_project(project, date(2027, 3, 2)).problems if "norm" in one.code]
    assert {one.place.file for one in told} == {
        "course_templates/norms/lessons.toml",
        "course_templates/norms/screen-time.toml",
    }
    assert {one.severity for one in told} == {"warning"}
    assert not [one for one in check_project(project, TODAY).problems if "norm" in one.code]


@pytest.mark.parametrize("ending", [".docx", ".html", ".xlsx"])
def test_the_appendix_is_written_once(project: Project, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"приложение{ending}"
    result = check_load(project, today=TODAY)
    write_load_appendix(project, result, path)
    assert path.stat().st_size > 3000
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(ConfigError):
        write_load_appendix(project, result, path)


def test_the_appendix_names_no_pupil(project: Project, tmp_path: Path) -> None:
    from vsosh_moodle.workflow.school import load_school

    path = write_load_appendix(project, check_load(project, today=TODAY), tmp_path / "п.html")
    text = path.read_text(encoding="utf-8")
    assert "не более 4 уроков" in text
    pupils = [one for one in load_school(project).roster.people if one.role == "student"]
    assert pupils
    assert not [one for one in pupils if one.full_name in text]


def test_another_ending_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="не пишется"):
        write_load_appendix(project, check_load(project, today=TODAY), tmp_path / "п.pdf")
