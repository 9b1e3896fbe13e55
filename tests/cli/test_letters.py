"""`letters` as a class teacher uses it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from tests.workflow.learning_school import school_with_snapshot
from vsosh_moodle.registers.pupil_registers import letters as letter_register
from vsosh_moodle.reports.letters.kinds import KINDS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = school_with_snapshot(tmp_path / "школа")
    monkeypatch.chdir(project.root)
    return project.root


@pytest.mark.usefixtures("folder")
def test_the_kinds_are_listed(vsosh: Callable[..., Said]) -> None:
    said = vsosh("letters", "list")
    assert said.code == 0
    assert all(kind.key in said.out for kind in KINDS)
    data = json.loads(vsosh("letters", "list", "--format", "json").out)
    assert [one["kind"] for one in data][:2] == ["week", "absent"]
    assert set(data[2]["values"]) == {"topic", "day", "time", "place"}


def test_letters_are_written_and_the_next_steps_told(
    folder: Path, vsosh: Callable[..., Said]
) -> None:
    said = vsosh(
        "letters",
        "write",
        "invitation",
        "--class",
        "9А",
        "--set",
        "day=12.01.2027",
        "--out",
        "готово",
    )
    assert said.code == 0
    assert said.out.strip() == f"{Path('готово/9А.docx')} (3 письма)"
    assert "topic, time, place" in said.err
    assert "Ничего не отправлено" in said.err
    assert "registers template letters" in said.err
    assert (folder / "готово/9А.docx").is_file()
    again = vsosh("letters", "write", "invitation", "--class", "9А", "--out", "готово")
    assert again.code == 2
    assert "--force" in again.err


@pytest.mark.usefixtures("folder")
def test_the_preview_says_what_to_check(vsosh: Callable[..., Said]) -> None:
    said = vsosh("letters", "preview", "absent", "--class", "9А")
    assert said.code == 0
    assert "Для служебного пользования" in said.out
    assert "род. Бераи Залины Мурадовны" in said.out
    assert "declension.toml" in said.out
    assert "Первое письмо" in said.out
    assert "проверить надо 2 имени" in said.out
    short = vsosh("letters", "preview", "absent", "--doubtful")
    assert "Первое письмо" not in short.out
    data = json.loads(vsosh("letters", "preview", "absent", "--format", "json").out)
    assert data["letters"] == 2
    assert data["names"][1]["forms"]["dat"] == "Берае Залине Мурадовне"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("preview", "absnt"), 2, "«absent»"),
        (("write", "week", "--class", "10Я"), 2, "«9А»"),
        (("write", "week", "--set", "topic"), 2, "--set day=12.01.2027"),
        (("write", "week", "--period", "h9"), 2, "«h1»"),
        (("template", "absnt"), 2, "«absent»"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_way_out(
    vsosh: Callable[..., Said], arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = vsosh("letters", *arguments)
    assert said.code == code
    assert words in said.err


def test_a_broken_template_ends_as_bad_input(folder: Path, vsosh: Callable[..., Said]) -> None:
    (folder / "letters").mkdir()
    (folder / "letters/week.j2").write_text("# Т\n\n{{ pupl }}", encoding="utf-8")
    said = vsosh("letters", "write", "week")
    assert said.code == 3
    assert "файл letters/week.j2, строка 3" in said.err
    assert not (folder / "reports").exists()


def test_a_shipped_template_may_be_begun_with(folder: Path, vsosh: Callable[..., Said]) -> None:
    text = vsosh("letters", "template", "absent").out
    (folder / "letters").mkdir()
    (folder / "letters/absent.j2").write_text(text, encoding="utf-8")
    assert vsosh("letters", "write", "absent", "--format", "text").code == 0
    assert "letters/absent.j2" in vsosh("letters", "list").out


def test_the_register_of_letters_knows_these_kinds() -> None:
    kinds = next(one for one in letter_register().columns if one.key == "kind")
    known = {str(choice) for choice in kinds.choices}
    assert {one.register for one in KINDS if one.register} <= known
