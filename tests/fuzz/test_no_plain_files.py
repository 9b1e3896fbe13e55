"""A pipe in the place of a file is told at once: to read it would be to wait for ever."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.questions.banks import load_question_banks
from vsosh_moodle.reports.letters.own_docx import check_word_template
from vsosh_moodle.reports.letters.template_files import find_template
from vsosh_moodle.rosters.declension_file import load_overrides
from vsosh_moodle.sources.file_bytes import read_file_bytes, read_file_text
from vsosh_moodle.sources.toml_text import load_toml
from vsosh_moodle.sources.yaml_lines import load_yaml

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here"),
    pytest.mark.timeout(20),
]


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("read", [read_file_bytes, load_toml], ids=lambda one: one.__name__)
def test_a_pipe_is_no_file(tmp_path: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(IsADirectoryError):
        read(pipe(tmp_path / "a.toml"))


def test_a_pipe_is_no_yaml(tmp_path: Path) -> None:
    (problem,) = load_yaml(pipe(tmp_path / "a.yaml")).problems
    assert problem.code == "file-unreadable"


@pytest.mark.parametrize("name", ["a.gift", "a.xml", "a.yaml"])
def test_a_pipe_is_no_bank(tmp_path: Path, name: str) -> None:
    pipe(tmp_path / name)
    banks, problems = load_question_banks(tmp_path, "questions")
    assert banks == {"a": None}
    assert len(problems) == 1


def test_a_pipe_is_no_word_template(tmp_path: Path) -> None:
    (problem,) = check_word_template(pipe(tmp_path / "a.docx"), "a.docx", {})
    assert problem.code == "file-unreadable"


def test_a_pipe_is_no_letter(tmp_path: Path) -> None:
    pipe(tmp_path / "absent.j2")
    with pytest.raises(ConfigError, match="не читается"):
        find_template(tmp_path, "absent")


def test_a_pipe_is_no_list_of_forms(tmp_path: Path) -> None:
    _overrides, problems = load_overrides(pipe(tmp_path / "declension.toml"))
    assert len(problems) == 1


def test_no_more_is_read_than_asked_for_and_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert read_file_bytes(tmp_path / "b", 3) == b"123"
    assert read_file_bytes(tmp_path / "b") == b"12345"
    with pytest.raises(FileNotFoundError):
        read_file_bytes(tmp_path / "c")
    with pytest.raises(IsADirectoryError):
        read_file_bytes(tmp_path)


def test_lines_of_every_system_end_alike(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("\ufeffа\r\nб\rв\n".encode())
    assert read_file_text(tmp_path / "a", "utf-8-sig") == "а\nб\nв\n"
