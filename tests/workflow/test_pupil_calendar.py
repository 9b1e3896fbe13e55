"""`calendar pupil` on a whole project: found by name, narrowed to the pupil's own courses, written once."""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.school.people import Role
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.pupil_calendar import pupil_calendar, write_pupil_calendar
from vsosh_moodle.workflow.school import load_school

CAME = date(2026, 11, 12)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("own") / "школа"
    return init_project(folder, SampleSize(), date(2026, 11, 26)).project


@pytest.fixture(scope="module")
def name(project: Project) -> str:
    people = load_school(project).roster.people
    return next(
        one.full_name for one in people if one.role is Role.STUDENT and str(one.class_name) == "9А"
    )


def test_a_pupil_has_the_courses_of_the_class_and_of_no_other(project: Project, name: str) -> None:
    found = pupil_calendar(project, name, CAME)
    courses = {one.deadline.course for one in found.due}
    assert "oge-math" in courses
    assert not any(one.startswith("ege") for one in courses)
    assert found.missed
    assert all(one.deadline.moment.date() > CAME for one in found.due)


@pytest.mark.parametrize("ending", [".docx", ".html", ".xlsx", ".ics"])
def test_it_is_written_once_and_for_its_owner(
    project: Project, name: str, tmp_path: Path, ending: str
) -> None:
    found = pupil_calendar(project, name, CAME)
    path = tmp_path / f"график{ending}"
    write_pupil_calendar(project, found, path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.stat().st_size > 800
    with pytest.raises(ConfigError):
        write_pupil_calendar(project, found, path)
    if ending == ".html":
        assert "Для служебного пользования" in path.read_text("utf-8")


def test_what_cannot_be_is_refused(project: Project, name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="в списках нет"):
        pupil_calendar(project, "Никто Нигде", CAME)
    with pytest.raises(ConfigError, match="не в учебном году"):
        pupil_calendar(project, name, date(2027, 7, 1))
    with pytest.raises(ConfigError, match="не пишется"):
        write_pupil_calendar(project, pupil_calendar(project, name, CAME), tmp_path / "а.txt")
