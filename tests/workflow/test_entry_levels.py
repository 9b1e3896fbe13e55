"""Levels by an entry test: from a snapshot to a file, from the file to groups of the course."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.pulled_school import OGE, PulledSchool, provisioned_school
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.school.names import name_key
from vsosh_moodle.workflow.entry_levels import forget_levels, preview_levels, write_levels
from vsosh_moodle.workflow.planning import make_plan
from vsosh_moodle.workflow.school import load_school

GROUPS = "groups:\n  named:\n    - {key: base, title: База}\n    - {key: core, title: Уверенно}\n"
LEVELS = "levels:\n  - {key: base, name: база}\n  - {key: core, name: уверенный}\n"
STEPS = {"base": 0.0, "core": 50.0}


@pytest.fixture
def school(tmp_path: Path) -> Iterator[PulledSchool]:
    with Sandbox(release="4.5", plugin=True) as site:
        made = provisioned_school(site, tmp_path)
        made.folder.write_template("oge", OGE.replace("sections:\n", GROUPS + "sections:\n", 1))
        config = made.folder.project.config
        config.write_text(config.read_text("utf-8") + LEVELS, encoding="utf-8")
        made.apply()
        yield made


def graded(school: PulledSchool, *points: float) -> None:
    for person, one in zip(school.pupils(), points, strict=False):
        school.complete(person)
        school.grade(person, one)
    school.pull()


def test_grades_become_levels_and_levels_become_groups(school: PulledSchool) -> None:
    graded(school, 9, 4, 5)
    project = school.folder.project
    preview = preview_levels(project, "oge", "task", STEPS)
    assert sorted((one.new.percent, one.new.level) for one in preview.proposed) == [
        (40, "base"),
        (50, "core"),
        (90, "core"),
    ]
    assert len(preview.absent) == len(school.pupils()) - 3
    assert not project.levels.exists()
    write_levels(project, preview)
    assert project.levels.stat().st_mode & 0o077 == 0
    members = [one for one in make_plan(project).writes if "|" in one.key and "base" in one.key]
    assert len(members) == 1
    school.apply()
    assert make_plan(project).writes == ()
    again = preview_levels(project, "oge", "task", STEPS)
    assert again.changed == ()
    assert {one.before for one in again.proposed} == {"base", "core"}
    assert not any(one.listed for one in again.proposed)


def test_another_threshold_moves_pupils_and_keeps_other_subjects(school: PulledSchool) -> None:
    graded(school, 9, 4)
    project = school.folder.project
    write_levels(project, preview_levels(project, "oge", "task", STEPS))
    line = project.levels.read_text("utf-8").splitlines()[-1]
    other = line.replace("Математика", "Физика")
    project.levels.write_text(project.levels.read_text("utf-8") + other + "\n", encoding="utf-8")
    preview = preview_levels(project, "oge", "task", {"base": 0, "core": 95})
    assert [(one.before, one.new.level) for one in preview.changed] == [("core", "base")]
    write_levels(project, preview)
    assert "Физика" in project.levels.read_text("utf-8")


def test_leavers_are_taken_out_of_the_file(school: PulledSchool) -> None:
    graded(school, 9, 4)
    project = school.folder.project
    preview = preview_levels(project, "oge", "task", STEPS)
    write_levels(project, preview)
    gone = preview.proposed[0].new.full_name
    forget_levels(project, {name_key(gone)})
    text = project.levels.read_text("utf-8")
    assert gone not in text
    assert preview.proposed[1].new.full_name in text


def test_who_is_not_in_the_lists_is_told(school: PulledSchool) -> None:
    graded(school, 9)
    project = school.folder.project
    write_levels(project, preview_levels(project, "oge", "task", STEPS))
    text = project.levels.read_text("utf-8")
    name = preview_levels(project, "oge", "task", STEPS).proposed[0].new.full_name
    project.levels.write_text(text.replace(name, "Никто Нигде Никогда"), encoding="utf-8")
    told = [one for one in load_school(project).problems if one.code == "level-stranger"]
    assert [one.severity for one in told] == ["warning"]
    assert "Никто" not in str(told[0])


@pytest.mark.parametrize(
    ("course", "test", "steps", "message"),
    [
        ("ogre", "task", STEPS, "Курса «ogre» нет"),
        ("oge", "tusk", STEPS, "нет элемента «tusk»"),
        ("oge", "task", None, "с какого процента"),
        ("oge", "task", {"highest": 1.0}, "Уровня «highest»"),
    ],
)
def test_what_cannot_be_is_refused(
    school: PulledSchool, course: str, test: str, steps: dict[str, float] | None, message: str
) -> None:
    graded(school, 9)
    with pytest.raises(ConfigError, match=message):
        preview_levels(school.folder.project, course, test, steps)


def test_mistakes_of_the_file_are_told_with_their_lines(school: PulledSchool) -> None:
    project = school.folder.project
    project.levels.write_text(
        'levels:\n  - {class: 9Ы, name: "А Б", subject: "М", level: base}\n'
        '  - {class: 9А, name: "А Б", subject: "М", level: best}\n',
        encoding="utf-8",
    )
    told = {(one.code, one.place.line) for one in load_school(project).problems}
    assert {("class-unknown", 2), ("level-unknown", 3)} <= told
    graded(school)
    with pytest.raises(InputProblems):
        make_plan(project)
