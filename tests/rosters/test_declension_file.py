"""declension.toml: the school's own word on names, and what is wrong with it."""

from pathlib import Path

import pytest

from vsosh_moodle.rosters.declension_file import load_overrides, parse_overrides
from vsosh_moodle.school.declension import decline_name

GOOD = """\
# фамилия
[surname."Стрелец"]
gender = "m"
gen = "Стрельца"
dat = "Стрельцу"

[name."Шота"]
decline = false

[person."Ким Саша"]
gender = "f"
surname = {decline = false}
name = {gen = "Саши"}
"""


def test_what_the_school_says_holds() -> None:
    overrides, problems = parse_overrides(GOOD)
    assert problems == []
    assert decline_name("Стрелец", "Иван", "Ильич", overrides=overrides).last.gen == "Стрельца"
    assert decline_name("КИМ", "САША", overrides=overrides).full().dat == "Ким Саше"


def test_no_file_says_nothing(tmp_path: Path) -> None:
    overrides, problems = load_overrides(tmp_path / "declension.toml")
    assert not overrides.people
    assert problems == []


def test_a_file_of_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "declension.toml"
    path.write_bytes('[surname."Стрелец"]'.encode("cp1251"))
    assert [one.code for one in load_overrides(path)[1]] == ["file-unreadable"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[surname."А"]\ngen = Бераи\n', "toml-syntax", 2),
        ('[surnames."А"]\ngen = "Б"\n', "unknown-key", 1),
        ('\n[surname."А"]\ngenn = "Б"\n', "unknown-key", 3),
        ('[surname."А"]\ngender = "жен"\n', "bad-gender", 2),
        ('[surname."А"]\ngen = "Berai"\n', "bad-form", 2),
        ('[surname."А"]\ngen = 5\n', "bad-form", 2),
        ('[surname."А"]\ndecline = "нет"\n', "wrong-type", 2),
        ('[surname."А"]\ndecline = false\ngen = "Б"\n', "contradiction", 2),
        ('[surname]\n"А" = "Б"\n', "wrong-type", 2),
        ('surname = "А"\n', "wrong-type", 1),
        ('[person."Ким Саша"]\nsurname = "Кимы"\n', "wrong-type", 2),
        ('[person."Ким Саша"]\nname = {gn = "Саши"}\n', "unknown-key", 2),
    ],
)
def test_each_slip_is_told_with_its_line(text: str, code: str, line: int) -> None:
    _overrides, problems = parse_overrides(text)
    assert [(one.code, one.place.line) for one in problems] == [(code, line)]
    assert problems[0].hint


def test_all_slips_are_told_and_the_good_entries_hold() -> None:
    overrides, problems = parse_overrides(GOOD + '[surname."Хвощ"]\ngenn = "х"\ngender = "?"\n')
    assert len(problems) == 2
    assert decline_name("Стрелец", "Иван", "Ильич", overrides=overrides).last.gen == "Стрельца"
