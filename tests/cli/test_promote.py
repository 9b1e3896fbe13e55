"""`promote`: shown first, written when asked, taken back while nothing was applied."""

import io
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from tests.workflow.last_year import ARCHIVE, NEW, OLD, tree, write_school
from vsosh_moodle.cli import echo

Vsosh = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A school of last year; the current folder."""
    write_school(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_preview_says_what_becomes_of_everybody(folder: Path, vsosh: Vsosh) -> None:
    before = tree(folder)
    said = vsosh("promote", "--to", NEW)
    assert said.code == 0
    lines = [line.split() for line in said.out.splitlines()]
    assert ["8А", "9А", "2", "2", "·"] in lines
    assert ["9А", "выпуск", "2", "·", "2"] in lines
    for told in (
        "Всего 6 учеников: переходят 4, выпуск 2.",
        "Новых классов в параллели 7 нет",
        "Периоды — проверьте",
        "lessons: 7А, 8А → 8А",
        "Впишите предметы и классы 1 учителю",
        "Элективы очищены у 2 учеников",
        "Категории сохранены у 2 учеников",
        f"в архив {ARCHIVE}: config.yaml, rosters/pupils.csv, rosters/teachers.csv",
        f'+ name: "{NEW}"',
        f"Ничего не записано. Записать: vsosh-moodle promote --to {NEW} --write",
    ):
        assert told in said.out
    assert not [name for name in ("Абаева", "Гаев", "Примерова") if name in said.out + said.err]
    assert tree(folder) == before


def test_write_writes_and_undo_takes_back(folder: Path, vsosh: Vsosh) -> None:
    before = tree(folder)
    said = vsosh("promote", "--to", NEW, "--write")
    assert said.code == 0
    assert f"Новый год записан: {NEW}." in said.out
    assert "Дальше: vsosh-moodle check, затем vsosh-moodle plan" in said.out
    assert vsosh("check").out.startswith("Файлы в порядке: 2 класса, 4 ученика, 3 учителя")
    said = vsosh("promote", "--undo")
    assert said.code == 0
    assert f"Школа снова в {OLD}" in said.out
    assert {name: value for name, value in tree(folder).items() if "archive/" not in name} == before


@pytest.mark.parametrize(("answer", "written"), [("да", True), ("", False)])
def test_on_a_terminal_a_person_is_asked(
    folder: Path, vsosh: Vsosh, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool
) -> None:
    monkeypatch.setattr(echo, "is_interactive", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))
    said = vsosh("promote", "--to", NEW)
    assert "Записать новый год? [д/Н]" in said.err
    assert (folder / ARCHIVE).exists() == written
    monkeypatch.setattr("sys.stdin", io.StringIO("да\n"))
    if not written:
        assert "Записать" not in vsosh("promote", "--to", NEW, "--dry-run").err
        assert not (folder / ARCHIVE).exists()


def test_decisions_are_saved_filled_and_used(folder: Path, vsosh: Vsosh) -> None:
    said = vsosh("promote", "--to", NEW, "--save-decisions", "решения.csv")
    assert said.code == 0
    path = folder / "решения.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("Гаев Пётр;04.02.2011;Л-4;;", "Гаев Пётр;04.02.2011;Л-4;остаётся;"), encoding="utf-8-sig")  # fmt: skip
    said = vsosh("promote", "--to", NEW, "--decisions", "решения.csv", "--write")
    assert said.code == 0, said.err
    assert "остаются на повторный год 1" in said.out
    assert (folder / ARCHIVE / "решения.csv").is_file()
    assert vsosh("promote", "--to", NEW, "--save-decisions", "решения.csv").code == 2


def test_decisions_are_not_written_over_a_file(folder: Path, vsosh: Vsosh) -> None:
    (folder / "мои.xlsx").write_bytes(b"mine")
    said = vsosh("promote", "--to", NEW, "--save-decisions", "мои.xlsx")
    assert said.code == 2
    assert (folder / "мои.xlsx").read_bytes() == b"mine"
    said = vsosh("promote", "--to", NEW, "--save-decisions", "rosters/решения.xlsx")
    assert said.code == 2
    assert "как список людей" in said.err
    assert not (folder / "rosters/решения.xlsx").exists()
    assert "решения.xlsx" in vsosh("promote", "--to", NEW, "--save-decisions", "мои.doc").err


def test_a_contradiction_is_told_by_its_cell_and_nothing_is_written(
    folder: Path, vsosh: Vsosh
) -> None:
    before = tree(folder)
    (folder / "р.csv").write_text("Класс;Решение\n6Ж;переходит\n", encoding="utf-8")
    said = vsosh("promote", "--to", NEW, "--decisions", "р.csv", "--write")
    assert said.code == 3
    assert "файл р.csv, строка" not in said.out
    assert "ячейка B2" in said.out
    (folder / "р.csv").unlink()
    assert tree(folder) == before


def test_json_has_the_agreed_shape(folder: Path, vsosh: Vsosh) -> None:
    data = json.loads(vsosh("promote", "--to", NEW, "--format", "json").out)
    assert (data["from"], data["to"], data["written"]) == (OLD, NEW, False)
    assert [(one["name"], one["fate"], one["targets"]) for one in data["classes"]] == [
        ("7А", "moves", ["8А"]), ("8А", "moves", ["9А"]), ("9А", "graduates", [])
    ]  # fmt: skip
    assert data["new_classes"][0] == {
        "name": "8А", "pupils": 2, "sources": ["7А"], "form": "очная", "distance": False, "taught": True
    }  # fmt: skip
    assert data["problems"] == []
    assert json.loads(vsosh("promote", "--to", NEW, "--format", "json", "--write").out)["written"]


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("--undo", "--write"), ("--undo", "--to", NEW), ("--to", NEW, "--write", "--dry-run"),
        ("--to", NEW, "--write", "--out", "там"), ("--to", OLD), ("--to", NEW, "--last-grade", "13"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(
    folder: Path, vsosh: Vsosh, arguments: tuple[str, ...]
) -> None:
    before = tree(folder)
    said = vsosh("promote", *arguments)
    assert said.code == 2
    assert said.err
    assert tree(folder) == before


def test_the_new_year_is_written_aside(folder: Path, vsosh: Vsosh) -> None:
    said = vsosh("promote", "--to", NEW, "--out", "новый")
    assert said.code == 0
    assert sorted(path.name for path in (folder / "новый").rglob("*.*")) == sorted(
        ["config.yaml", "students.xlsx", "teachers.xlsx", "выпускники.xlsx"]
    )
    assert not (folder / ARCHIVE).exists()


def test_what_the_archive_holds_on_a_graduate_is_told(folder: Path, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes", "--allow", "wrong-year").code == 0
    assert vsosh("promote", "--to", NEW, "--write").code == 0
    said = vsosh("subject", "show", "Дзуев Пётр", "--format", "json")
    assert said.code == 0, said.err
    data = json.loads(said.out)
    assert data["rosters"] == []
    assert [place.split(",")[0] for place in data["archived"]] == [
        f"файл {ARCHIVE}/rosters/pupils.csv", f"файл {ARCHIVE}/выпускники.xlsx"
    ]  # fmt: skip
    assert (
        f"Архив прошлых лет: файл {ARCHIVE}/rosters/pupils.csv"
        in vsosh("subject", "show", "Л-5").out
    )


def test_a_year_already_applied_is_not_taken_back(folder: Path, vsosh: Vsosh) -> None:
    assert vsosh("promote", "--to", NEW, "--write").code == 0
    assert vsosh("apply", "--yes").code == 0
    said = vsosh("promote", "--undo")
    assert said.code == 4
    assert "уже применялся" in said.err
