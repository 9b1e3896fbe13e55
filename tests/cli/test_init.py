"""`vsosh-moodle init`: a folder that the next command accepts."""

from pathlib import Path

import pytest

from vsosh_moodle.cli.main import run
from vsosh_moodle.errors import ExitCode


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("options", [[], ["--sample", "--students", "20", "--classes", "4"]])
def test_a_new_folder_passes_the_check(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
) -> None:
    assert run(["init", "школа", *options]) == ExitCode.OK
    said = capsys.readouterr().out
    assert "cd школа" in said
    assert "vsosh-moodle plan" in said
    monkeypatch.chdir(tmp_path / "школа" / "rosters")
    assert run(["check"]) == ExitCode.OK


def test_a_sample_says_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "a", "--sample", "--students", "21", "--seed", "5"]) == ExitCode.OK
    assert "21 ученик, 6 классов, 12 курсов" in capsys.readouterr().out


def test_the_current_folder_needs_no_cd(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "."]) == ExitCode.OK
    assert "cd " not in capsys.readouterr().out


def test_a_second_init_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", "a"])
    before = Path("a/config.yaml").read_bytes()
    assert run(["init", "a", "--sample"]) == ExitCode.USAGE
    assert "Ничего не изменено" in capsys.readouterr().err
    assert Path("a/config.yaml").read_bytes() == before


def test_a_size_without_sample_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "a", "--students", "5"]) == ExitCode.USAGE
    assert "--sample" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
