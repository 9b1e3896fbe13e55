"""The school's files move to the next year, whole or not at all, and back."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflow.last_year import ARCHIVE, FIRST, NEW, OLD, TEACHERS, tree, write_school
from vsosh_moodle.config.load import load_config
from vsosh_moodle.errors import ConfigError, InputProblems, PlanError, StalePlan
from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.school.people import Role
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal, RunHeader
from vsosh_moodle.workflow.checking import check_project
from vsosh_moodle.workflow.project import STATE_FILE, Project, find_project
from vsosh_moodle.workflow.promoting import PreparedYear, PromoteOptions, prepare_promotion
from vsosh_moodle.workflow.promotion_files import write_aside, write_promotion
from vsosh_moodle.workflow.promotion_undo import undo_promotion


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_school(tmp_path)


def prepare(project: Project, decisions: str = "", **chosen: object) -> PreparedYear:
    path = None
    if decisions:
        path = project.root / "решения.yaml"
        path.write_text(decisions, encoding="utf-8")
    return prepare_promotion(project, PromoteOptions(NEW, path, **chosen))  # type: ignore[arg-type]


def codes(prepared: PreparedYear) -> list[str]:
    return [problem.code for problem in prepared.report.problems]


def people_of(folder: Path) -> Roster:
    return read_rosters(sorted((folder / "rosters").glob("*.xlsx")), root=folder)


def classes_of(roster: Roster) -> dict[str, str]:
    return {one.last_name: str(one.class_name) for one in roster.people if one.role is Role.STUDENT}


def test_nothing_is_written_by_looking(project: Project) -> None:
    before = tree(project.root)
    prepared = prepare(project)
    assert codes(prepared) == []
    assert tree(project.root) == before


def test_the_new_year_is_in_place_and_the_old_one_in_the_archive(project: Project) -> None:
    before = tree(project.root)
    write_promotion(project, prepare(project))
    after = tree(project.root)
    assert classes_of(people_of(project.root)) == {
        "Абаева": "8А", "Бедоева": "8А", "Вагин": "9А", "Гаев": "9А"
    }  # fmt: skip
    for name in ("config.yaml", "rosters/pupils.csv", "rosters/teachers.csv"):
        assert after[f"{ARCHIVE}/{name}"] == (before[name][0], 0o600)
    assert "rosters/pupils.csv" not in after
    assert after["rosters/README.md"] == before["rosters/README.md"]
    assert after["config.yaml"][1] == before["config.yaml"][1]
    private = [name for name in after if name.endswith((".xlsx", ".json")) or "archive/" in name]
    assert {after[name][1] for name in private} == {0o600}
    departed = read_rosters([project.root / ARCHIVE / "выпускники.xlsx"], with_leavers=True)
    assert classes_of(departed).keys() == {"Дзуев", "Ёлкин"}
    assert stat.S_IMODE((project.root / "archive").stat().st_mode) == 0o700
    assert (project.root / "archive/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_the_check_of_the_new_year_is_clean(project: Project) -> None:
    write_promotion(project, prepare(project))
    result = check_project(project)
    assert result.problems == ()
    assert (result.summary.classes, result.summary.students, result.summary.teachers) == (2, 4, 3)
    config = load_config(project.config)
    assert config.year.name == NEW
    assert [str(name) for name in config.class_names()] == ["8А", "9А"]


def test_categories_stay_electives_go_and_the_names_are_the_same(project: Project) -> None:
    old = read_rosters([project.rosters / "pupils.csv"]).people
    prepared = prepare(project)
    write_promotion(project, prepared)
    new = {one.school_number: one for one in people_of(project.root).people}
    for one in old[:4]:
        other = new[one.school_number]
        assert (other.full_name, other.birth_date) == (one.full_name, one.birth_date)
        assert other.categories == one.categories
        assert other.electives == ()
    assert prepared.report.electives_dropped == 2
    assert prepared.report.categories_kept == 2


def test_electives_may_stay_as_long_as_they_are_offered(project: Project) -> None:
    write_promotion(project, prepare(project, electives="keep"))
    new = {one.last_name: one.electives for one in people_of(project.root).people}
    assert new["Абаева"] == ("Шахматы",)
    assert new["Бедоева"] == ()


def test_teachers_keep_their_grades_and_nobody_comes_to_teach_everybody(project: Project) -> None:
    prepared = prepare(project)
    rows = {row.teacher.last_name: row for row in prepared.teachers}
    assert list(map(str, rows["Примерова"].teacher.classes)) == ["8А", "9А"]
    assert rows["Семёнов"].teacher.classes == ()
    assert rows["Семёнов"].teacher.subjects == ()
    assert rows["Семёнов"].was == "Алгебра: 7А"
    assert rows["Тихонов"].teacher.subjects == ("Шахматы",)
    assert (prepared.report.teachers.changed, prepared.report.teachers.emptied) == (1, 1)


def test_teachers_may_follow_their_classes(project: Project) -> None:
    rows = {row.teacher.last_name: row for row in prepare(project, teachers="follow").teachers}
    assert list(map(str, rows["Семёнов"].teacher.classes)) == ["8А"]
    assert list(map(str, rows["Примерова"].teacher.classes)) == ["8А", "9А"]


def test_decisions_are_kept_beside_the_old_year(project: Project) -> None:
    text = "- {класс: 8А, ученик: Гаев Пётр, решение: выбывает}\n"
    write_promotion(project, prepare(project, text))
    kept = project.root / ARCHIVE / "решения.yaml"
    assert kept.read_text(encoding="utf-8") == text
    assert "Гаев" not in classes_of(people_of(project.root))


def test_problems_of_decisions_stop_the_writing(project: Project) -> None:
    before = tree(project.root)
    prepared = prepare(project, "- {класс: 8А, ученик: Никто Такой, решение: выбывает}\n")
    assert codes(prepared) == ["decision-person-unknown"]
    (project.root / "решения.yaml").unlink()
    with pytest.raises(InputProblems):
        write_promotion(project, prepared)
    assert tree(project.root) == before


@pytest.mark.parametrize("year", [OLD, "2099/00", "завтра"])
def test_only_the_next_year_will_do(project: Project, year: str) -> None:
    with pytest.raises(ConfigError) as caught:
        prepare_promotion(project, PromoteOptions(year))
    assert NEW in caught.value.message
    assert f"--to {NEW}" in caught.value.hint


def test_a_school_with_errors_is_not_promoted(project: Project) -> None:
    roster = project.rosters / "pupils.csv"
    roster.write_text(roster.read_text(encoding="utf-8").replace(";8А;", ";6Ж;"), encoding="utf-8")
    with pytest.raises(InputProblems):
        prepare(project)


def test_a_list_outside_the_folder_is_not_moved(project: Project, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-чужое.csv"
    (project.rosters / "pupils.csv").rename(outside)
    with project.config.open("a", encoding="utf-8") as stream:
        stream.write(f'rosters: ["{outside}", "rosters/*.csv"]\n')
    assert codes(prepare(project)) == ["roster-outside"]


def test_an_archive_that_is_there_is_not_written_over(project: Project) -> None:
    (project.root / ARCHIVE).mkdir(parents=True)
    assert codes(prepare(project)) == ["archive-there"]


def test_lists_named_one_by_one_are_named_anew(project: Project) -> None:
    with project.config.open("a", encoding="utf-8") as stream:
        stream.write("rosters: [rosters/pupils.csv, rosters/teachers.csv]   # наши\n")
    write_promotion(project, prepare(project))
    assert check_project(project).problems == ()
    text = project.config.read_text(encoding="utf-8")
    assert "rosters: [rosters/students.xlsx, rosters/teachers.xlsx]   # наши\n" in text


def test_a_pattern_that_would_find_the_archive_is_made_narrower(project: Project) -> None:
    with project.config.open("a", encoding="utf-8") as stream:
        stream.write('rosters: ["**/*.csv", "**/*.xlsx"]\n')
    write_promotion(project, prepare(project))
    assert check_project(project).summary.students == 4


def test_a_file_that_is_no_list_keeps_its_name(project: Project) -> None:
    with project.config.open("a", encoding="utf-8") as stream:
        stream.write("rosters: [rosters/pupils.csv, rosters/teachers.csv]\n")
    (project.rosters / "students.xlsx").write_bytes(b"my own")
    write_promotion(project, prepare(project))
    assert (project.rosters / "students.xlsx").read_bytes() == b"my own"
    assert (project.rosters / f"students-{FIRST + 1}.xlsx").is_file()
    assert check_project(project).summary.students == 4


def test_course_names_that_last_year_has_taken_are_noted(project: Project) -> None:
    template = project.templates / "oge.yaml"
    text = template.read_text(encoding="utf-8").replace(" {{ year.name }}", "")
    template.write_text(text, encoding="utf-8")
    (problem,) = prepare(project).report.problems
    assert (problem.code, problem.severity) == ("short-name-last-year", "warning")
    assert problem.place.file.endswith("oge.yaml")


def test_files_changed_since_the_preview_stop_the_writing(project: Project) -> None:
    prepared = prepare(project)
    (project.rosters / "teachers.csv").write_text(f"{TEACHERS}\n", encoding="utf-8")
    before = tree(project.root)
    with pytest.raises(StalePlan, match=r"teachers\.csv"):
        write_promotion(project, prepared)
    assert tree(project.root) == before


def test_the_new_year_may_be_looked_at_aside(project: Project, tmp_path: Path) -> None:
    before = tree(project.root)
    aside = tmp_path.parent / f"{tmp_path.name}-новый"
    write_aside(aside, prepare(project))
    assert tree(project.root) == before
    assert classes_of(people_of(aside))["Вагин"] == "9А"
    assert NEW in (aside / "config.yaml").read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="не пуста"):
        write_aside(aside, prepare(project))


def test_undo_brings_every_byte_back_and_keeps_the_new_files(project: Project) -> None:
    before = tree(project.root)
    times = {name: (project.root / name).stat().st_mtime_ns for name in before}
    write_promotion(project, prepare(project))
    (project.rosters / "students.xlsx").write_bytes(b"edited")
    undone = undo_promotion(project)
    after = tree(project.root)
    assert {name: value for name, value in after.items() if "archive/" not in name} == before
    assert all((project.root / name).stat().st_mtime_ns == times[name] for name in before)
    assert undone.year == OLD
    assert (project.root / undone.kept / "rosters/students.xlsx").read_bytes() == b"edited"
    assert (project.root / undone.kept / "config.yaml").is_file()
    assert not (project.root / ARCHIVE).exists()
    assert check_project(project).problems == ()


def test_after_undo_one_may_promote_and_undo_again(project: Project) -> None:
    before = tree(project.root)
    kept = set()
    for _time in range(3):
        write_promotion(project, prepare(project))
        kept.add(undo_promotion(project).kept)
    assert len(kept) == 3
    after = tree(project.root)
    assert {name: value for name, value in after.items() if "archive/" not in name} == before
    with pytest.raises(ConfigError, match="Отменять нечего"):
        undo_promotion(project)


def test_what_was_applied_is_not_undone(project: Project) -> None:
    write_promotion(project, prepare(project))
    before = tree(project.root)
    with open_database(project.state / STATE_FILE) as database:
        Journal(database).start_run(RunHeader("owner", "1", "site", "4.5", "digest", {}))
    with pytest.raises(PlanError, match="уже применялся") as caught:
        undo_promotion(project)
    assert ARCHIVE in caught.value.hint
    assert tree(project.root) == before


def test_undo_stops_at_a_file_that_stands_in_the_way(project: Project) -> None:
    write_promotion(project, prepare(project))
    (project.rosters / "pupils.csv").write_text("чужое", encoding="utf-8")
    before = tree(project.root)
    with pytest.raises(ConfigError, match=r"pupils\.csv"):
        undo_promotion(project)
    assert tree(project.root) == before


def test_two_years_one_after_another(project: Project) -> None:
    write_promotion(project, prepare(project))
    following = f"{FIRST + 2}/{(FIRST + 3) % 100:02d}"
    write_promotion(project, prepare_promotion(project, PromoteOptions(following)))
    assert classes_of(people_of(project.root)) == {"Абаева": "9А", "Бедоева": "9А"}
    assert undo_promotion(project).year == NEW
    assert undo_promotion(project).year == OLD


def test_a_disk_that_refuses_leaves_the_old_year(project: Project) -> None:
    (project.state / "staged").write_text("a file where a folder should be", encoding="utf-8")
    before = tree(project.root)
    with pytest.raises(ConfigError, match="Новый год не записать"):
        write_promotion(project, prepare(project))
    assert tree(project.root) == before
    assert not (project.state / "lock.json").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.promoting import PromoteOptions, prepare_promotion
from vsosh_moodle.workflow.promotion_files import write_promotion
from vsosh_moodle.workflow.promotion_undo import undo_promotion

project, left = Project(Path(sys.argv[1])), int(sys.argv[2])
prepared = None if sys.argv[3] == "undo" else prepare_promotion(project, PromoteOptions(sys.argv[3]))

def watch(event, arguments):
    global left
    if event == "os.rename":
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
if prepared is None:
    undo_promotion(project)
else:
    write_promotion(project, prepared)
"""


def killed_at(project: Project, rename: int, what: str) -> bool:
    """Run the program and kill it just before its rename number `rename`; tell whether it died."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(project.root), str(rename), what],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def without_moment(files: dict[str, tuple[str, int]]) -> dict[str, object]:
    """Forget what differs between two runs: workbooks and the record hold the moment they were made."""
    made = (".xlsx", "перевод.json")
    return {name: None if name.endswith(made) else value for name, value in files.items()}


@pytest.mark.parametrize("what", ["promote", "undo"])
def test_a_kill_at_any_moment_leaves_the_old_year_or_the_new(tmp_path: Path, what: str) -> None:
    whole = write_school(tmp_path / "целая")
    old = tree(whole.root)
    write_promotion(whole, prepare(whole))
    new = without_moment(tree(whole.root))
    undo_promotion(whole)
    undone = without_moment(tree(whole.root))
    begin, end = (old, new) if what == "promote" else (new, undone)
    seen = set()
    for rename in range(40):
        project = write_school(tmp_path / f"{what}-{rename}")
        if what == "undo":
            write_promotion(project, prepare(project))
        died = killed_at(project, rename, NEW if what == "promote" else "undo")
        find_project(project.root)
        left = without_moment(tree(project.root))
        assert left in (without_moment(begin) if what == "promote" else begin, end)  # type: ignore[arg-type]
        assert check_project(project).problems == ()
        seen.add(left == end)
        if not died:
            break
    else:
        pytest.fail("the run never ended")
    assert seen == {True, False}
