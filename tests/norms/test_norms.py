"""Files of norms: what is shipped, how a later edition takes over, what is wrong is told all at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.norms.load import expired_norms, load_norms
from vsosh_moodle.norms.models import LessonNorms, ScreenNorms, norms_on
from vsosh_moodle.sources.shipped import shipped

TODAY = date(2026, 11, 26)
Files = list[ScreenNorms | LessonNorms]


@pytest.fixture(scope="module")
def files() -> Files:
    found, problems = load_norms(shipped("course_templates") / "norms", "norms")
    assert problems == []
    return found


def screen_of(files: Files) -> ScreenNorms:
    screen = norms_on(TODAY, files).screen
    assert screen is not None
    return screen


@pytest.mark.parametrize(
    ("grade", "lesson", "school", "home"), [(5, 30, 60, 120), (9, 30, 60, 120), (10, 35, 70, 170)]
)
def test_a_computer_has_the_minutes_of_table_6_8(
    files: Files, grade: int, lesson: int, school: int, home: int
) -> None:
    limit = screen_of(files).limit(grade, ["pc"])
    assert limit is not None
    assert (limit.lesson, limit.school_day, limit.home_day) == (lesson, school, home)


def test_the_twelfth_grade_is_judged_as_the_eleventh(files: Files) -> None:
    screen = screen_of(files)
    assert screen.limit(12, ["pc"]) == screen.limit(11, ["pc"])


def test_several_devices_are_held_to_the_strictest(files: Files) -> None:
    screen = screen_of(files)
    strictest = screen.limit(9, ["board", "tablet", "pc"])
    assert strictest is not None
    assert strictest.device == "tablet"
    assert screen.limit(9, []) is None


def test_a_later_edition_takes_over_on_its_day(files: Files) -> None:
    [old] = [one for one in files if isinstance(one, ScreenNorms)]
    new = replace(
        old,
        source=replace(old.source, valid_from=date(2027, 3, 1), valid_until=date(2033, 3, 1)),
        limits=tuple(replace(one, lesson=one.lesson - 5) for one in old.limits),
    )
    assert norms_on(date(2027, 2, 28), [new, old]).screen is old
    assert norms_on(date(2027, 3, 1), [new, old]).screen is new
    assert expired_norms([old], date(2027, 3, 2))[0].code == "norm-expired"
    assert expired_norms([old, new], date(2027, 3, 2)) == []


def test_norms_hold_through_their_last_day(files: Files) -> None:
    assert expired_norms(files, date(2027, 1, 1)) == []
    assert [one.place.file for one in expired_norms(files, date(2027, 1, 2))] == [
        "norms/lessons.toml"
    ]


BROKEN = """
[meta]
title = "x"
source = "x"
valid_from = 2021-03-01
valid_until = 2027-03-01

[[screen]]
device = "watch"
grades = [9, 5]
lesson = 0
school_day = 60
extra = 1
"""


def test_everything_wrong_in_a_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "screen.toml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "torn.toml").write_text("[meta", encoding="utf-8")
    (tmp_path / "cp1251.toml").write_bytes("title = 'нормы'".encode("cp1251"))
    found, problems = load_norms(tmp_path, "norms")
    assert found == []
    text = "\n".join(map(str, problems))
    for word in ("checked_on", "device", "lesson", "extra", "torn.toml", "UTF-8"):
        assert word in text, word
    assert {one.place.file for one in problems} == {
        "norms/screen.toml", "norms/torn.toml", "norms/cp1251.toml",
    }  # fmt: skip


def test_grades_go_up(tmp_path: Path) -> None:
    text = (shipped("course_templates") / "norms" / "screen-time.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(text.replace("[5, 9]", "[9, 5]", 1), encoding="utf-8")
    _found, problems = load_norms(tmp_path, "norms")
    assert any("от меньшей к большей" in one.message for one in problems)


def test_no_folder_has_no_norms(tmp_path: Path) -> None:
    assert load_norms(tmp_path / "none", "norms") == ([], [])
