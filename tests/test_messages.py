"""The English catalogue has every message, with the same fields and shape."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from vsosh_moodle.language import _, plural, set_language

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "vsosh_moodle" / "locale" / "en" / "messages.po"

FIELD = re.compile(r"\{(?:[a-z_]+(?:[:!][^{}]*)?)?\}")
CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
# What stays Russian in English: letters of classes, a course, titles and words of columns.
STAYS = {"А", "Д", "ОГЭ", "М", "Фамилия", "Имя", "Отчество", "Дата", "рождения", "Класс"}
STAYS |= {"выбыл", "обучается", "ФИО", "Группа", "Кто", "Где", "Прим", "Б"}
# The words of a file of decisions: it is filled in at the school and read back in any language.
STAYS |= {
    *("Классы", "Ученики", "Решение", "Новый", "В", "прошлом", "году"),
    *("класс", "решение", "переходит", "выпуск", "закрыть", "новый", "выбывает", "идёт", "в"),
}
# Words of registers, rosters and letters: sheets and letters of the school are Russian.
STAYS |= {"да", "нет", "м", "ж", "Кадры", "Личное", "дело", "Пример", "Письма", "семьям"}
STAYS |= {"консультацию", "по", "математике", "Стрелец", "Стрельца", "ь", "Берая", "Бераи"}
# What the register «Расписание» is filled with, dates of templates, samples of names and words.
STAYS |= {"Расписание", "Как", "проходит", "очно", "онлайн", "самостоятельно", "без", "экрана"}
STAYS |= {"ПК", "планшет", "доска", "панель", "пн", "вт", "ср", "день", "ДО", "неделя"}
STAYS |= {"все"}
STAYS |= {
    "Новиков",
    "Тимур",
    "зачисления",
    "Иванова",
    "приложение",
    "Календарь",
    "вод",
    "я",
    "ной",
    "звонИт",
}


def pairs() -> list[tuple[str, str]]:
    """Return the Russian and the English of translated messages, each form of a counted one."""
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream, locale="en")
    found: list[tuple[str, str]] = []
    for message in catalogue:
        if isinstance(message.id, str):
            if message.id and message.string:
                found.append((message.id, str(message.string)))
        else:
            forms = zip(message.id, message.string or (), strict=True)
            found.extend((russian, english) for russian, english in forms if english)
    return found


def test_every_message_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.messages", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"python -m tools.messages\n{done.stdout}{done.stderr}"


def test_a_translation_has_the_fields_of_the_message() -> None:
    other = [
        (russian, english)
        for russian, english in pairs()
        if sorted(FIELD.findall(russian)) != sorted(FIELD.findall(english))
    ]
    assert other == []


def test_a_translation_begins_and_ends_alike() -> None:
    def shape(text: str) -> tuple[str, str, int]:
        return text[: -len(text.lstrip())], text[len(text.rstrip()) :], text.count("\n")

    assert [pair for pair in pairs() if shape(pair[0]) != shape(pair[1])] == []


def test_a_translation_is_english() -> None:
    russian = {word for _russian, english in pairs() for word in CYRILLIC.findall(english)}
    assert russian - STAYS == set()


@pytest.mark.parametrize(("number", "text"), [(1, "1 pupil"), (2, "2 pupils"), (21, "21 pupils")])
def test_a_counted_noun_agrees_in_english(number: int, text: str) -> None:
    set_language("en")
    try:
        assert plural(number, "{n} ученик", "{n} ученика", "{n} учеников") == text
        assert _("Применить?") == "Apply?"
    finally:
        set_language("ru")


def test_the_command_line_speaks_english_when_asked() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("vsosh-moodle"), "--lang", "en", "plan", "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "Show what would change in Moodle" in done.stdout
    assert CYRILLIC.sub("", done.stdout) == done.stdout.replace("8Д", "8").replace("ОГЭ-М", "-")
