"""`check` reads what letters are made of, too."""

from pathlib import Path

import pytest

from tests.workflow.folder import SchoolFolder
from tests.workflow.learning_school import EXTRA, PUPILS
from vsosh_moodle.problems import Problem
from vsosh_moodle.workflow.checking import check_project
from vsosh_moodle.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return SchoolFolder(tmp_path / "школа", extra=EXTRA, rows=PUPILS).write()


def found(project: Project) -> list[Problem]:
    kinds = {"field-unknown", "jinja-syntax", "declension-nobody", "toml-syntax", "class-unknown"}
    return [one for one in check_project(project).problems if one.code in kinds]


def test_a_school_without_letters_of_its_own_has_nothing_wrong(project: Project) -> None:
    assert found(project) == []


def test_declensions_and_templates_are_checked(project: Project) -> None:
    (project.root / "declension.toml").write_text("gen = Бераи", encoding="utf-8")
    (project.root / "letters").mkdir()
    (project.root / "letters/week.j2").write_text("\n{{ pupl }}", encoding="utf-8")
    (project.root / "letters/meeting.j2").write_text("{{ hall }}\n{% if %}", encoding="utf-8")
    assert [(one.code, one.place.file, one.place.line) for one in found(project)] == [
        ("toml-syntax", "declension.toml", 1),
        ("field-unknown", "letters/week.j2", 2),
        ("jinja-syntax", "letters/meeting.j2", 2),
    ]


def test_a_kind_of_the_schools_own_may_ask_for_anything(project: Project) -> None:
    (project.root / "letters").mkdir()
    (project.root / "letters/meeting.j2").write_text("# С\n{{ hall }}", encoding="utf-8")
    assert found(project) == []


def test_forms_of_nobody_are_told_with_the_nearest_name(project: Project) -> None:
    (project.root / "declension.toml").write_text(
        '\n[person."Дзугаров Хетаг Казбекович"]\ngender = "m"\n'
        '[person."Дзугаров Хетаг Казбекови"]\ngender = "m"\n'
        '[person."Наставникова Мадина Сослановна"]\ngender = "f"\n',
        encoding="utf-8",
    )
    [problem] = found(project)
    assert (problem.place.line, problem.severity) == (4, "warning")
    assert "«Дзугаров Хетаг Казбекович»" in problem.hint


def test_an_unknown_class_among_the_letters_is_told(project: Project) -> None:
    SchoolFolder(
        project.root, extra="letters: {classes: {10Я: {contact: к. 1}}}", rows=PUPILS
    ).write()
    assert [one.code for one in found(project)] == ["class-unknown"]
