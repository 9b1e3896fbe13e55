"""What was read otherwise than it is written is told, cell by cell."""

import pytest

from vsosh_moodle.problems import Place
from vsosh_moodle.rosters import Repair, read_rosters

from .conftest import WriteBook


@pytest.mark.parametrize(
    ("was", "now", "code", "why"),
    [
        ("ДЗУГОВ", "Дзугов", "name-case", "заглавные и строчные буквы"),
        ("Дзyгoв", "Дзугов", "name-lookalikes", "латинские буквы вместо русских"),
        ("Дзугов\u00a0", "Дзугов", "name-spaces", "лишние пробелы и невидимые знаки"),
        ("Дзугов – Плиев", "Дзугов-Плиев", "name-hyphen", "дефисы и знаки"),
    ],
)
def test_a_mended_cell_is_told_with_its_reason(
    write_book: WriteBook, was: str, now: str, code: str, why: str
) -> None:
    path = write_book({"9А": [["Фамилия", "Имя"], [was, "Азамат"]]})
    roster = read_rosters([path])
    assert roster.people[0].last_name == now
    assert roster.repairs == [Repair(Place(str(path), "9А", 2, "A2"), was, now, why, code)]


def test_all_reasons_of_a_cell_are_told_together(write_book: WriteBook) -> None:
    path = write_book({"9А": [["ФИО"], ["АЗАМАТ  РУСЛАНОВИЧ  ДЗУГOВ (заоч.)"]]})
    [repair] = read_rosters([path]).repairs
    assert repair.now == "Дзугов Азамат Русланович (заоч.)"
    assert repair.code == "name-order"
    assert repair.why == (
        "порядок слов: сначала фамилия, латинские буквы вместо русских, "
        "заглавные и строчные буквы, лишние пробелы и невидимые знаки"
    )


def test_what_is_written_well_needs_no_repair(write_book: WriteBook) -> None:
    path = write_book({"9А": [["ФИО"], ["Дзугова-Плиева Анна Олеговна"], ["Кокоев Алан"]]})
    assert read_rosters([path]).repairs == []
