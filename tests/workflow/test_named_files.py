"""Names in reports and letters are found in whatever case they stand."""

from pathlib import Path

import pytest

from tests.workflow.learning_school import NOW, school_with_snapshot
from vsosh_moodle.workflow.letter_files import write_letters
from vsosh_moodle.workflow.letters import LetterRequest
from vsosh_moodle.workflow.named_files import find_named_files
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.subjects import find_subject, subject_to_json
from vsosh_moodle.workflow.watching import find_watch_lists, write_watch_lists


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return school_with_snapshot(tmp_path / "школа")


@pytest.mark.parametrize("letter_format", ["docx", "html", "text"])
def test_a_declined_name_in_a_letter_is_found(project: Project, letter_format: str) -> None:
    request = LetterRequest("absent", letter_format=letter_format)  # type: ignore[arg-type]
    [path] = write_letters(project, request, NOW).files
    shown = path.relative_to(project.root).as_posix()
    assert find_named_files(project, "Берая", "Залина", "Мурадовна") == [shown]
    assert find_named_files(project, "Ким", "Саша") == [shown]
    assert find_named_files(project, "Дзугаров", "Хетаг", "Казбекович") == []


def test_a_workbook_of_watch_lists_is_found_and_told(project: Project) -> None:
    write_watch_lists(project, find_watch_lists(project, now=NOW), "xlsx")
    found = find_subject(project, "Берая Залина Мурадовна")
    assert found.named == (f"reports/Списки внимания {NOW:%Y-%m-%d}.xlsx",)
    assert subject_to_json(found)["named_in_files"] == list(found.named)


def test_a_broken_file_stops_nothing(project: Project) -> None:
    (project.root / "reports").mkdir()
    (project.root / "reports/broken.docx").write_bytes(b"PK")
    assert find_named_files(project, "Ким", "Саша") == []
