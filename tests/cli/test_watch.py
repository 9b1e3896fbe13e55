"""`watch` on a terminal, as data, as sheets."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Said
from tests.workflow.learning_school import school_with_snapshot


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = school_with_snapshot(tmp_path / "школа")
    monkeypatch.chdir(project.root)
    return project.root


@pytest.mark.usefixtures("folder")
def test_the_lists_are_told_by_class(vsosh: Callable[..., Said]) -> None:
    said = vsosh("watch")
    assert said.code == 0
    assert said.out.startswith("Для служебного пользования")
    for words in (
        "Класс 9А",
        "Ещё не входили",
        "Берая Залина Мурадовна",
        "20 дней назад",
        "Класс 9Б",
    ):
        assert words in said.out
    assert "Класс 8Д" not in said.out
    only = vsosh("watch", "--class", "9Б")
    assert "Берая" not in only.out
    assert "Всего: 1 ученик." in only.out


@pytest.mark.usefixtures("folder")
def test_json_is_marked_internal(vsosh: Callable[..., Said]) -> None:
    data = json.loads(vsosh("watch", "--format", "json").out)
    assert data["internal"] is True
    assert {one["list"] for one in data["entries"]} == {
        "never",
        "inactive",
        "overdue",
        "nearly-done",
    }


def test_a_class_teacher_gets_a_sheet(folder: Path, vsosh: Callable[..., Said]) -> None:
    said = vsosh("watch", "--format", "xlsx", "--out", "внимание.xlsx")
    assert said.code == 0
    book = load_workbook(folder / "внимание.xlsx")
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row if cell.value}
    assert "Берая Залина Мурадовна" in cells
    assert any("служебного" in cell for cell in cells)
    assert any("9А" in title for title in book.sheetnames)


def test_before_a_pull_the_way_is_told(folder: Path, vsosh: Callable[..., Said]) -> None:
    (folder / ".vsosh/state.sqlite").unlink()
    said = vsosh("watch")
    assert said.code == 2
    assert "vsosh-moodle pull" in said.err


@pytest.mark.parametrize(
    "command",
    [
        ("watch", "--format", "xlsx"),
        ("roster", "template"),
        ("report", "template"),
    ],
)
def test_nothing_is_written_over_what_people_wrote(
    folder: Path, vsosh: Callable[..., Said], command: tuple[str, ...]
) -> None:
    list_ = folder / "rosters/список.xlsx"
    list_.write_bytes(b"a book of the school")
    said = vsosh(*command, "--out", "rosters/список.xlsx", "--force")
    assert said.code == 2
    assert "исходный файл" in said.err
    assert list_.read_bytes() == b"a book of the school"
