"""Levels, scores and school years of a roster: which column they stand in, and what is in doubt."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from vsosh_moodle.rosters.read import Roster, read_rosters
from vsosh_moodle.rosters.title_years import find_school_year
from vsosh_moodle.school.levels import Level, level_of_score

LEVELS = (Level("base", "База", 0), Level("core", "Профиль", 12), Level("club", "Кружок"))


def read(path: Path, *columns: tuple[str, str], levels: Sequence[Level] | None = LEVELS) -> Roster:
    titles = ";".join(["Фамилия", "Имя", "Класс", *(title for title, _cell in columns)])
    cells = ";".join(["Дзугова", "Анна", "9А", *(cell for _title, cell in columns)])
    file = path / "список.csv"
    file.write_text(f"{titles}\n{cells}\n", encoding="utf-8")
    return read_rosters([file], levels=levels)


@pytest.mark.parametrize(
    ("title", "cell", "found"),
    [
        ("Уровень", "база", (("", "base"),)),
        ("Траектория", "ПРОФИЛЬ", (("", "core"),)),
        ("Группа уровня", "core", (("", "core"),)),
        ("Уровень", "математика=база, русский язык = Профиль", (("математика", "base"), ("русский язык", "core"))),
        ("Уровень: математика", "кружок", (("математика", "club"),)),
        ("Уровень (математика)", "база", (("математика", "base"),)),
        ("Входной тест", "12", (("", "core"),)),
        ("Входной тест (балл)", "11,5", (("", "base"),)),
        ("Входной тест — математика", "15 баллов", (("математика", "core"),)),
        ("Результат входного теста", "7", (("", "base"),)),
        ("Уровень", "", ()),
        ("Входной тест", "—", ()),
        ("Уровень образования", "среднее", ()),
    ],
)  # fmt: skip
def test_levels_are_read(
    tmp_path: Path, title: str, cell: str, found: tuple[tuple[str, str], ...]
) -> None:
    roster = read(tmp_path, (title, cell))
    assert roster.problems == []
    assert roster.people[0].levels == found


def test_a_named_level_goes_before_a_score(tmp_path: Path) -> None:
    roster = read(tmp_path, ("Уровень", "база"), ("Входной тест", "20"))
    assert roster.people[0].levels == (("", "base"),)


@pytest.mark.parametrize(
    ("title", "cell", "code", "severity"),
    [
        ("Уровень", "баса", "level-unknown", "error"),
        ("Входной тест", "н/я", "score-unreadable", "warning"),
        ("Уровень: математика", "профель", "level-unknown", "error"),
    ],
)
def test_a_doubt_is_told_with_its_cell(
    tmp_path: Path, title: str, cell: str, code: str, severity: str
) -> None:
    (problem,) = read(tmp_path, (title, cell)).problems
    assert (problem.code, problem.severity) == (code, severity)
    assert problem.place.cell == "D2"


def test_a_score_below_all_levels_gives_none_and_says_so(tmp_path: Path) -> None:
    roster = read(tmp_path, ("Входной тест", "3"), levels=[Level("core", "Профиль", 12)])
    assert roster.people[0].levels == ()
    assert [one.code for one in roster.problems] == ["score-below"]


def test_a_config_without_levels_reads_none(tmp_path: Path) -> None:
    assert read(tmp_path, ("Уровень", "средний"), levels=()).people[0].levels == ()


def test_the_highest_level_reached_is_given() -> None:
    assert level_of_score(LEVELS, 11.9) == LEVELS[0]
    assert level_of_score(LEVELS, 12) == LEVELS[1]
    assert level_of_score(LEVELS, -1) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Список учащихся 9А класса на 2026/2027 учебный год", "2026/27"),
        ("2026-27 уч. год", "2026/27"),
        ("на 2026 – 2027", "2026/27"),
        ("приказ от 2011-12-05", None),
        ("с 01.09.2026-27", None),
        ("2026/2028", None),
        ("2026", None),
        ("школа № 2", None),
    ],
)
def test_a_school_year_is_two_years_in_a_row(text: str, year: str | None) -> None:
    assert find_school_year(text) == year


def test_years_of_titles_and_file_names_are_kept_with_their_places(tmp_path: Path) -> None:
    file = tmp_path / "ученики 2025-26.csv"
    file.write_text(
        "Список на 2024/2025 учебный год;;\nФамилия;Имя;Класс\nДзугова;Анна;9А\n", "utf-8"
    )
    roster = read_rosters([file], root=tmp_path)
    assert [(str(place), year) for place, year in roster.years] == [
        ("файл ученики 2025-26.csv", "2025/26"),
        ("файл ученики 2025-26.csv, ячейка A1", "2024/25"),
    ]
