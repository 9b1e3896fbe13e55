"""Course templates, their pieces and files, and cells of lists, made to hang or to lead astray."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.sources import load_yaml
from vsosh_moodle.templates.expressions import ExpressionError, render_text
from vsosh_moodle.templates.library import check_templates

from .conftest import Within


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "-" * 250 + "n }}",
        "{{ n" + "|abs" * 250 + " }}",
        "{{ " + "not " * 400 + "n }}",
        "{{ " + "n if n else " * 300 + "1 }}",
        "{{ " + "1+" * 5_000 + "n }}",
        "{{ n" + "[0]" * 5_000 + " }}",
        "{% if n %}" * 110 + "{% endif %}" * 110,
        "{{ " + "(" * 250 + "n" + ")" * 250 + " }}",
        "{{ " + "[" * 190 + "n" + "]" * 190 + " }}",
        "{{ 'inf'|float|int }}",
        "{{ 9e999|int }}",
        "{{ 1e308 * 1e308 // 1 }}",
        "{{" * 20_000,
        "{% " * 15_000,
    ],
    ids=lambda source: source[:20],
)
def test_an_expression_without_end_is_filled_in_or_refused_soon(
    source: str, within: Within
) -> None:
    with within(4):
        told = ""
        try:
            text = render_text(source, {"n": 5})
        except ExpressionError as error:
            text, told = "", error.message
    assert told or len(text) < 400


def test_half_a_character_does_not_get_into_a_course() -> None:
    with pytest.raises(ExpressionError, match="половина знака"):
        render_text(r"{{ '\ud800' }}", {})


def problems_of(folder: Path, template: str) -> list[Problem]:
    (folder / "algebra.yaml").write_text(template, encoding="utf-8")
    return check_templates(folder, date(2026, 9, 1))[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "course_templates"
    (made / "shared").mkdir(parents=True)
    (made / "files").mkdir()
    return made


HEAD = (
    "version: 1\nkind: class\nsubject: Алгебра\ntitle: Алгебра\nshort_name: Алгебра\ngrades: [9]\n"
    "summary: Курс.\nsections:\n"
)


@pytest.mark.parametrize("target", ["outside.yaml", "loop.yaml", "/dev/zero"])
def test_a_link_out_of_the_shared_folder_is_not_read(
    folder: Path, target: str, within: Within
) -> None:
    (folder.parent / "outside.yaml").write_text("secret: 1\n", encoding="utf-8")
    link = folder / "shared/loop.yaml"
    link.symlink_to(folder.parent / target if target == "outside.yaml" else target)
    with within(4):
        found = problems_of(folder, HEAD + "- include: loop.yaml\n")
    assert ("course_templates/shared/loop.yaml", "include-outside") in {
        (problem.place.file, problem.code) for problem in found
    }


@pytest.mark.parametrize("name", ["a\0b.pdf", "a" * 5_000, "a/" * 3_000, "loop.pdf", "../x.pdf", "/etc/passwd"])  # fmt: skip
def test_a_file_of_a_course_with_a_mischievous_name_is_refused(folder: Path, name: str) -> None:
    (folder / "files/loop.pdf").symlink_to("loop.pdf")
    quoted = json.dumps(name)
    activity = f"{{type: file, key: f, title: Файл, path: {quoted}}}"
    sections = f"- key: one\n  title: Раздел\n  activities:\n  - {activity}\n"
    codes = {problem.code for problem in problems_of(folder, HEAD + sections)}
    assert codes & {"file-outside", "yaml-syntax"}


def test_a_pipe_under_the_name_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    os.mkfifo(path)
    [problem] = load_yaml(path).problems
    assert problem.code == "file-unreadable"


@pytest.mark.parametrize(
    "piece", ["а", "аб-", ", ", "а.", "ов", "А'", "ё", "( ", "- ", '"« ', "1 "]
)
def test_a_name_without_end_is_told_soon(tmp_path: Path, piece: str, within: Within) -> None:
    path = tmp_path / "список.csv"
    cell = (piece * 20_000)[:20_000].replace('"', '""')
    path.write_text(f'ФИО;Класс\n"{cell}";9А\n', encoding="utf-8")
    with within(4):
        roster = read_rosters([path], root=tmp_path, today=date(2026, 9, 1))
    assert roster.has_errors
