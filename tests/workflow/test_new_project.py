"""A new project folder is whole, sound, and replaces nothing."""

import json
import shutil
import stat
import subprocess
from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.config import load_config
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.problems import Problem
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.workflow.new_project import init_project, school_year_of
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import load_school

TODAY = date(2026, 10, 5)
LATER = date(2031, 10, 5)


def errors(project: Project) -> list[Problem]:
    """Return the errors of a project: dated exam facts may expire, which is a warning."""
    return [problem for problem in load_school(project).problems if problem.severity == "error"]


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_project_has_everything_and_no_problems(tmp_path: Path) -> None:
    project = init_project(tmp_path / "школа", today=TODAY).project
    assert names_in(project.root) == {
        "config.yaml",
        "course_templates",
        "rosters",
        ".gitignore",
        ".vsosh",
        "README.md",
    }
    assert not errors(project)


def test_the_school_year_is_the_current_one(tmp_path: Path) -> None:
    project = init_project(tmp_path / "a", today=LATER).project
    year = load_config(project.config).school_year()
    assert (year.name, year.start, year.end) == ("2031/32", date(2031, 9, 1), date(2032, 5, 26))


@pytest.mark.parametrize("sample", [None, SampleSize(students=12, classes=3, courses=12)])
def test_a_folder_of_a_year_without_exam_dates_is_sound_too(
    tmp_path: Path, sample: SampleSize | None
) -> None:
    assert not errors(init_project(tmp_path / "a", sample, today=LATER).project)


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 9, 1), 2026), (date(2027, 5, 31), 2026), (date(2027, 6, 1), 2027)],
)
def test_june_is_for_the_next_school_year(day: date, year: int) -> None:
    assert school_year_of(day) == year


def test_a_sample_has_its_size(tmp_path: Path) -> None:
    made = init_project(tmp_path / "a", SampleSize(50, 5, 9), TODAY)
    school = load_school(made.project)
    assert (made.students, made.classes, made.courses) == (50, 5, 9)
    assert not errors(made.project)
    assert len(school.roster.people) == 50 + made.teachers
    assert school.config.school_year().name == "2026/27"


def test_editors_find_the_schemas(tmp_path: Path) -> None:
    project = init_project(tmp_path / "a", today=TODAY).project
    for file, schema in [
        (project.config, project.root / ".vsosh/config.schema.json"),
        (project.templates / "oge-math.yaml", project.state / "template.schema.json"),
    ]:
        pointer = file.read_text(encoding="utf-8").splitlines()[0].partition("$schema=")[2]
        assert (file.parent / pointer).resolve() == schema.resolve()
        assert json.loads(schema.read_text(encoding="utf-8"))["$schema"]


def test_the_state_folder_is_closed_to_others(tmp_path: Path) -> None:
    project = init_project(tmp_path / "a", today=TODAY).project
    assert stat.S_IMODE(project.state.stat().st_mode) == 0o700


def test_an_existing_folder_keeps_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "записки.txt").write_text("моё", encoding="utf-8")
    init_project(tmp_path, today=TODAY)
    assert (tmp_path / "записки.txt").read_text(encoding="utf-8") == "моё"
    assert (tmp_path / "config.yaml").is_file()


@pytest.mark.parametrize("name", ["config.yaml", "rosters", "README.md", ".gitignore"])
def test_nothing_is_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(ConfigError, match=name):
        init_project(tmp_path, today=TODAY)
    assert names_in(tmp_path) == {name}


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(ConfigError, match="это файл"):
        init_project(tmp_path / "a", today=TODAY)


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def full_disk(self: Path, target: Path) -> Path:
        if self.name == "config.yaml":
            raise OSError(28, "на диске нет места on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full_disk)
    with pytest.raises(ConfigError, match="на диске нет места"):
        init_project(tmp_path / "a", today=TODAY)
    assert not names_in(tmp_path)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_sees_no_people_and_no_keys(tmp_path: Path) -> None:
    root = init_project(tmp_path / "a", SampleSize(), TODAY).project.root
    (root / "token.txt").write_text("x", encoding="utf-8")
    (root / "slips").mkdir()
    (root / "slips" / "9А.pdf").touch()
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    command = ["git", "-C", str(root), "status", "--porcelain", "-uall"]
    seen = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "config.yaml" in seen
    assert "course_templates/oge-math.yaml" in seen
    assert "rosters/README.md" in seen
    for secret in ("xlsx", "csv", "token", "slips", ".vsosh"):
        assert secret not in seen
