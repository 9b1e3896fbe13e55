"""`vsosh-moodle schema`: JSON Schema to stdout or to a file."""

import json
from pathlib import Path

import pytest

from vsosh_moodle.cli.main import run
from vsosh_moodle.errors import ExitCode


@pytest.mark.parametrize(("what", "key"), [("config", "programmes"), ("template", "sections")])
def test_a_schema_is_printed(what: str, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", what]) == ExitCode.OK
    printed = capsys.readouterr().out
    assert json.loads(printed)["$schema"]
    assert f'"{key}": {{' in printed


def test_a_schema_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "config.schema.json"
    assert run(["schema", "config", "--out", str(path)]) == ExitCode.OK
    assert "Сайт Moodle" in path.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "нет" / "s.json"
    assert run(["schema", "config", "--out", str(path)]) == ExitCode.USAGE
    assert "не записать" in capsys.readouterr().err
