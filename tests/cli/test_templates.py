"""`vsosh-moodle templates …`."""

import json
from pathlib import Path

import pytest

from vsosh_moodle.cli.main import run
from vsosh_moodle.errors import ExitCode


@pytest.fixture(autouse=True)
def outside_a_school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Return a folder that is a school's, with one broken and one sound template."""
    folder = tmp_path / "course_templates"
    folder.mkdir()
    (tmp_path / "config.yaml").write_text("version: 1\n", encoding="utf-8")
    sound = "version: 1\nkind: class\nsubject: Химия\ntitle: Химия\nshort_name: Химия\nsections:\n  - {key: a, title: А}\n"
    (folder / "chemistry.yaml").write_text(sound, encoding="utf-8")
    (folder / "broken.yaml").write_text(
        sound.replace("kind: class", "kind: klass"), encoding="utf-8"
    )
    return tmp_path


def test_list_shows_the_shipped_ones_outside_a_school(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "list"]) == ExitCode.OK
    assert "oge-math" in capsys.readouterr().out


def test_list_as_json_is_stable(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "list", "--format", "json"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    row = next(row for row in found["templates"] if row["key"] == "oge-math")
    assert set(found) == {"folder", "templates", "problems"}
    assert set(row) == {
        "key", "kind", "subject", "title", "grades", "category", "file", "params", "sections",
        "activities", "minutes",
    }  # fmt: skip


def test_a_school_has_its_own_templates(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "list"]) == ExitCode.INPUT
    output = capsys.readouterr()
    assert "chemistry" in output.out
    assert "oge-math" not in output.out
    assert "course_templates/broken.yaml, строка 2" in output.err


def test_check_names_every_problem(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "check", "--format", "json"]) == ExitCode.INPUT
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["line"]) == ("not-listed", 2)


def test_check_of_one_file_is_silent_about_others(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["templates", "check", "course_templates/chemistry.yaml"]) == ExitCode.OK
    assert run(["templates", "check", "course_templates/broken.yaml"]) == ExitCode.INPUT
    assert "broken.yaml" in capsys.readouterr().out


def test_show_explains_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "show", "subject"]) == ExitCode.OK
    assert "Темы курса по порядку" in capsys.readouterr().out


def test_show_of_a_broken_template_says_what_is_wrong(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["templates", "show", "broken"]) == ExitCode.INPUT
    assert "klass" in capsys.readouterr().err


def test_an_unknown_key_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "show", "oge-mat"]) == ExitCode.USAGE
    assert "oge-math" in capsys.readouterr().err


def test_render_makes_the_course_of_a_class(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "templates",
        "render",
        "subject",
        "--class",
        "7 «а»",
        "--param",
        "topics=[Климат, Реки]",
    ]
    assert run([*arguments, "--format", "json"]) == ExitCode.OK
    course = json.loads(capsys.readouterr().out)
    assert course["classes"] == ["7А"]
    assert [section["title"] for section in course["sections"]][1:3] == ["1. Климат", "2. Реки"]


@pytest.mark.parametrize(
    ("output_format", "trace"),
    [("text", "Всего: "), ("html", "<!doctype html>"), ("yaml", "short_name:")],
)
def test_render_speaks_many_formats(
    output_format: str, trace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["templates", "render", "oge-math", "--format", output_format]) == ExitCode.OK
    assert trace in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--class", "13Ы"], ExitCode.USAGE, "13Ы"),
        (["--term", "q9"], ExitCode.USAGE, "h1"),
        (["--param", "topics"], ExitCode.USAGE, "topics"),
        (["--param", "topcs=1"], ExitCode.INPUT, "topics"),
    ],
)
def test_render_refuses_what_it_cannot_use(
    arguments: list[str], code: ExitCode, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["templates", "render", "subject", *arguments]) == code
    assert words in capsys.readouterr().err
