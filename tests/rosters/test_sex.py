"""The column «Пол»: read for pupils, in every usual way of writing it."""

from pathlib import Path

import pytest

from tests.rosters.conftest import WriteBook
from vsosh_moodle.rosters import read_rosters

HEAD = ("Фамилия", "Имя", "Отчество", "Пол", "Класс")


def read(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    roster = read_rosters([path])
    codes = [(one.code, one.place.cell) for one in roster.problems if one.code.startswith("sex-")]
    return [one.sex for one in roster.people], codes


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        ("м", "m"),
        ("Ж", "f"),
        ("муж.", "m"),
        ("женский", "f"),
        (1, "m"),
        (2.0, "f"),
        ("", ""),
        ("-", ""),
    ],
)
def test_every_usual_way_is_understood(write_book: WriteBook, cell: object, sex: str) -> None:
    path = write_book({"Ученики": [HEAD, ("Ким", "Саша", "", cell, "9А")]})
    assert read(path) == ([sex], [])


def test_what_nobody_understands_is_told_and_not_read(write_book: WriteBook) -> None:
    path = write_book({"Ученики": [HEAD, ("Ким", "Саша", "", "да", "9А")]})
    assert read(path) == ([""], [("sex-unreadable", "D2")])


def test_against_the_patronymic_it_is_told(write_book: WriteBook) -> None:
    path = write_book({"Ученики": [HEAD, ("Лугов", "Лев", "Ильич", "ж", "9А")]})
    assert read(path) == (["f"], [("sex-against-patronymic", "D2")])


def test_a_teachers_sex_is_not_read(write_book: WriteBook) -> None:
    path = write_book(
        {
            "Учителя": [
                ("Фамилия", "Имя", "Отчество", "Пол", "Предметы"),
                ("Лугов", "Лев", "Ильич", "м", "Алгебра"),
            ]
        }
    )
    assert read(path) == ([""], [])
