"""`vsosh-moodle doctor` as a person runs it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from vsosh_moodle.cli.main import run
from vsosh_moodle.sandbox import Sandbox

CONFIG = """\
version: 1
site:
  url: {url}
  token: {{file: token.txt}}
school: {{name: Школа}}
year:
  name: "2026/27"
  terms:
    - {{key: y, name: Год, from: 2026-09-01, to: 2027-05-26}}
classes:
  - {{name: 8Д}}
programmes:
  - {{template: class-algebra, classes: [8Д], course: per_class}}
"""


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def make_project(folder: Path, url: str, token: str) -> Path:
    (folder / "config.yaml").write_text(CONFIG.format(url=url), encoding="utf-8")
    secret = folder / "token.txt"
    secret.write_text(token, encoding="utf-8")
    secret.chmod(0o600)
    return folder


def test_a_good_site_exits_with_zero_and_hides_the_routine(
    site: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path, site.url, site.add_token())
    assert run(["doctor", "--project", str(project)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Сайт {site.url}\n")
    assert "Версия Moodle: 4.5.6" in out
    assert "core_user_create_users" not in out
    assert "Итог:" in out


def test_all_shows_the_routine_too(
    site: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path, site.url, site.add_token())
    assert run(["doctor", "--all", "--project", str(project)]) == 0
    assert "core_user_create_users" in capsys.readouterr().out


def test_missing_rights_exit_with_five_and_json_tells_them(
    site: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token = site.add_token(capabilities=[])
    project = make_project(tmp_path, site.url, token)
    assert run(["doctor", "--format", "json", "--project", str(project)]) == 5
    captured = capsys.readouterr()
    data = json.loads(captured.out)
    failed = {one["check"] for one in data["checks"] if one["status"] == "fail"}
    assert "right:moodle/user:create" in failed
    assert token not in captured.out + captured.err


def test_a_dead_site_exits_with_six(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox() as gone:
        project = make_project(tmp_path, gone.url, gone.token)
    assert run(["doctor", "--project", str(project)]) == 6
    assert "соединение не принято" in capsys.readouterr().out


def test_an_open_token_file_exits_with_two_and_the_command_that_closes_it(
    site: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path, site.url, site.token)
    (project / "token.txt").chmod(0o644)
    assert run(["doctor", "--project", str(project)]) == 2
    assert "chmod 600" in capsys.readouterr().err


def test_the_word_sandbox_examines_the_rehearsal_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path, "sandbox", "unused")
    assert run(["doctor", "--project", str(project)]) == 0
    assert "Moodle: 4.5.6" in capsys.readouterr().out


def test_a_sound_site_is_examined_beside_a_broken_config(
    site: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path, site.url, site.add_token())
    config = project / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("classes:", "clases:", 1), "utf-8")
    assert run(["doctor", "--project", str(project)]) == 3
    out = capsys.readouterr().out
    assert "config.yaml: 1 ошибка; проверен только сайт" in out
    assert "vsosh-moodle check" in out
    assert "Версия Moodle: 4.5.6" in out


def test_a_broken_site_section_is_told_instead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path, "school.example", "f" * 32)
    assert run(["doctor", "--project", str(project)]) == 3
    captured = capsys.readouterr()
    assert "site.url" in captured.err
    assert captured.out == ""
