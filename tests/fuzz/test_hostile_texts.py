"""Banks in XML and tables in TOML, made to break their readers or to hang them."""

from pathlib import Path

import pytest

from vsosh_moodle.norms.load import load_norms
from vsosh_moodle.questions.question_xml import read_question_xml
from vsosh_moodle.rosters.declension_file import parse_overrides
from vsosh_moodle.sources import parse_yaml
from vsosh_moodle.templates.exams import load_exams

from .conftest import Within

TOML = {
    "not-utf8": b"\xff\xfe",
    "deep-lists": b"a = " + b"[" * 100_000,
    "deep-tables": b"a = " + b"{a = " * 50_000,
    "dotted-key": b".".join([b"a"] * 100_000) + b" = 1",
    "dotted-table": b"[" + b".".join([b"a"] * 100_000) + b"]",
    "huge-number": b"a = " + b"9" * 3_000 + b"9" * 900 + b"\nb = 0x" + b"f" * 3_900,
    "digits-beyond-python": b"a = [\n" + b"1" * 3_999 + b",\n]\n" + b"b = 1" + b"_1" * 1_900,
    "huge-file": b"# a\n" * 200_000,
}


@pytest.mark.parametrize(
    "encoding", ["none-such", "utf-7", "shift_jis", "idna", "rot13", "zlib", "utf-16", "cp1251"]
)
def test_a_bank_that_lies_about_its_encoding_is_read_all_the_same(encoding: str) -> None:
    found = read_question_xml(
        f'<?xml version="1.0" encoding="{encoding}"?><quiz><question type="essay">'
        "<name><text>Сочинение</text></name></question></quiz>"
    )
    assert [one.name for one in found.questions] == ["Сочинение"]
    assert found.faults == []


@pytest.mark.parametrize("name", [*TOML])
def test_any_toml_of_exams_and_norms_is_told_soon(
    tmp_path: Path, name: str, within: Within
) -> None:
    (tmp_path / "ege.toml").write_bytes(TOML[name])
    with within(5):
        for problems in (load_exams(tmp_path, "exams")[1], load_norms(tmp_path, "norms")[1]):
            assert problems
            assert all(problem.place.file.endswith("/ege.toml") for problem in problems)


@pytest.mark.parametrize("name", [name for name in TOML if name not in {"not-utf8", "huge-number"}])
def test_any_declension_file_is_told_soon(name: str, within: Within) -> None:
    with within(5):
        problems = parse_overrides(TOML[name].decode())[1]
    assert problems


@pytest.mark.parametrize("steps", [39, 41, 300])
def test_aliases_do_not_nest_deeper_than_brackets_may(steps: int) -> None:
    chain = "".join(f"- &a{n} [*a{n - 1}]\n" for n in range(1, steps))
    read = parse_yaml(f"- &a0 [1]\n{chain}", "config.yaml")
    codes = [problem.code for problem in read.problems]
    assert codes == ([] if steps == 39 else ["too-deep"])
