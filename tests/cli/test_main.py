"""How the program answers: help, mistakes in the line, errors with their codes, two languages."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import rich_click as click

from tests.cli.conftest import Said
from vsosh_moodle import __version__
from vsosh_moodle.cli import main
from vsosh_moodle.cli.lazy import CommandSpec

Vsosh = Callable[..., Said]

COMMANDS = [
    "check",
    "plan",
    "apply",
    "init",
    "templates",
    "roster",
    "schema",
    "doctor",
    "status",
    "history",
    "sandbox",
    "completion",
]


def test_help_lists_every_command_under_its_heading(vsosh: Vsosh) -> None:
    said = vsosh("--help")
    assert said.code == 0
    assert all(f" {name} " in said.out for name in COMMANDS)
    assert "Команды на каждый день" in said.out
    assert "Как вызвать: vsosh-moodle" in said.out


def test_no_arguments_is_a_call_for_help(vsosh: Vsosh) -> None:
    assert vsosh() == vsosh("--help")


def test_version_is_the_packages(vsosh: Vsosh) -> None:
    assert vsosh("--version").out == f"vsosh-moodle {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_page_with_an_example(vsosh: Vsosh, name: str) -> None:
    said = vsosh(name, "--help")
    assert said.code == 0
    assert "Как вызвать" in said.out
    assert "Показать эту справку" in said.out


def test_an_unknown_command_gets_the_nearest_name(vsosh: Vsosh) -> None:
    said = vsosh("aply")
    assert said.code == 2
    assert "Нет команды «aply». Может быть, «apply»?" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["plan", "--onli", "people"], "Нет параметра --onli. Может быть, --only?"),
        (["plan", "--format", "xml"], "выберите из: text, json, md, html"),
        (["plan", "--limit", "много"], "нужно целое число"),
        (["plan", "--class"], "У параметра --class нет значения"),
        (["plan", "extra"], "Лишнее в строке: extra"),
        (["apply", "nowhere.json"], "такого файла или папки нет"),
        (["history", "show"], "Не хватает параметра RUN"),
        (["--project", "nowhere", "check"], "такого файла или папки нет"),
    ],
)
def test_a_mistake_in_the_line_is_told_in_russian(
    vsosh: Vsosh, arguments: list[str], says: str
) -> None:
    said = vsosh(*arguments)
    assert said.code == 2
    assert says in said.err
    assert "--help" in said.err


def test_outside_a_school_folder_the_way_in_is_told(
    vsosh: Vsosh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = vsosh("check")
    assert said.code == 2
    assert "Папка школы не найдена" in said.err
    assert "Что сделать: " in said.err


def test_project_may_stand_after_the_command(
    vsosh: Vsosh, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = vsosh("--project", str(school), "check")
    assert before.code == 0
    assert vsosh("check", "--project", str(school)) == before
    assert vsosh("check", f"--project={school}") == before


def _crashing_specs() -> dict[str, CommandSpec]:
    return {"crash": CommandSpec("main:CRASH", "", "")}


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def command() -> None:
        raise RuntimeError("секрет: Абаев")

    monkeypatch.setattr(main, "CRASH", command, raising=False)
    monkeypatch.setattr(main, "_command_specs", _crashing_specs)


@pytest.mark.usefixtures("crash")
def test_an_unforeseen_error_shows_no_data(vsosh: Vsosh) -> None:
    said = vsosh("crash")
    assert said.code == 1
    assert "RuntimeError" in said.err
    assert "--debug" in said.err
    assert "Абаев" not in said.err
    assert "Traceback" not in said.err


@pytest.mark.usefixtures("crash")
def test_debug_shows_the_traceback(vsosh: Vsosh) -> None:
    assert "Traceback" in vsosh("crash", "--debug").err


def test_ctrl_c_ends_with_its_own_code(vsosh: Vsosh, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def command() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "CRASH", command, raising=False)
    monkeypatch.setattr(main, "_command_specs", _crashing_specs)
    said = vsosh("crash")
    assert (said.code, said.err.strip()) == (130, "Прервано.")


def test_the_shell_answers_at_once() -> None:
    began = time.perf_counter()
    command = [sys.executable, "-c", "from vsosh_moodle.cli.main import main; main()", "--help"]
    subprocess.run(command, check=True, capture_output=True)
    # 0.2 s on an idle machine; the tests share it with others.
    assert time.perf_counter() - began < 3


def test_help_imports_no_heavy_library() -> None:
    script = (
        "import sys; from vsosh_moodle.cli.main import run; run(['--help']); "
        "heavy = {'pydantic', 'openpyxl', 'requests', 'jinja2', 'yaml', 'sqlite3'}; "
        "sys.exit(','.join(heavy & set(sys.modules)) or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()


def test_russian_survives_a_pipe_of_another_code_page() -> None:
    command = [sys.executable, "-c", "from vsosh_moodle.cli.main import main; main()", "--help"]
    ended = subprocess.run(
        command, check=True, capture_output=True, env={"PYTHONIOENCODING": "ascii", "PATH": ""}
    )
    assert "Команды на каждый день" in ended.stdout.decode("utf-8")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(vsosh: Vsosh, shell: str) -> None:
    said = vsosh("completion", shell)
    assert said.code == 0
    assert "_VSOSH_MOODLE_COMPLETE" in said.out


def test_a_site_that_is_down_is_one_line_of_russian_and_no_log(school: Path) -> None:
    config = school / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("url: sandbox", "url: http://127.0.0.1:9\n  token: {env: TOKEN}"),
        encoding="utf-8",
    )
    command = [sys.executable, "-c", "from vsosh_moodle.cli.main import main; main()", "plan"]
    ended = subprocess.run(
        command, capture_output=True, check=False, env={"TOKEN": "5ec4e7", "PATH": ""}
    )
    told = ended.stderr.decode("utf-8")
    assert ended.returncode == 6
    assert "http://127.0.0.1:9 не отвечает" in told
    assert told.count("повторяю запросы") == 1
    assert "core_" not in told
    assert "5ec4e7" not in told
