"""The words of a file of decisions: its columns, and what may be decided of a class or a pupil.

They are Russian in any language: the file is filled in at the school and read back.
"""

from collections.abc import Mapping
from enum import StrEnum

from vsosh_moodle.school.promotion import ClassFate, Fate


class DecisionColumn(StrEnum):
    """A column of the file; the values are the titles it is written with."""

    CLASS = "Класс"
    PERSON = "Ученик"
    BIRTH_DATE = "Дата рождения"
    NUMBER = "Личное дело №"
    DECISION = "Решение"
    TARGET = "Новый класс"


COLUMNS: Mapping[str, DecisionColumn] = {
    "класс": DecisionColumn.CLASS,
    "ученик": DecisionColumn.PERSON,
    "фио": DecisionColumn.PERSON,
    "фамилия, имя, отчество": DecisionColumn.PERSON,
    "дата рождения": DecisionColumn.BIRTH_DATE,
    "личное дело №": DecisionColumn.NUMBER,
    "личное дело": DecisionColumn.NUMBER,
    "решение": DecisionColumn.DECISION,
    "новый класс": DecisionColumn.TARGET,
    "переходит в": DecisionColumn.TARGET,
}

CLASS_WORDS: Mapping[str, ClassFate] = {
    "переходит": ClassFate.MOVES,
    "выпуск": ClassFate.GRADUATES,
    "закрыть": ClassFate.DISSOLVES,
    "новый": ClassFate.NEW,
    "перевод": ClassFate.MOVES,
    "выпускается": ClassFate.GRADUATES,
    "закрывается": ClassFate.DISSOLVES,
    "расформировать": ClassFate.DISSOLVES,
    "расформирован": ClassFate.DISSOLVES,
    "новый класс": ClassFate.NEW,
    "открыть": ClassFate.NEW,
}

PERSON_WORDS: Mapping[str, Fate] = {
    "остается": Fate.REPEATS,
    "выбывает": Fate.LEAVES,
    "другой класс": Fate.MOVES,
    "идет в 10 класс": Fate.MOVES_UP,
    "выпуск": Fate.GRADUATES,
    "на второй год": Fate.REPEATS,
    "повторно": Fate.REPEATS,
    "повторный год": Fate.REPEATS,
    "оставлен на повторный год": Fate.REPEATS,
    "выбыл": Fate.LEAVES,
    "выбыла": Fate.LEAVES,
    "отчислен": Fate.LEAVES,
    "отчислена": Fate.LEAVES,
    "в 10 класс": Fate.MOVES_UP,
    "переходит": Fate.MOVES_UP,
    "перевод": Fate.MOVES_UP,
    "выпускается": Fate.GRADUATES,
}

_SHOWN = {"остается": "остаётся", "идет в 10 класс": "идёт в 10 класс"}


def shown_words(words: Mapping[str, ClassFate] | Mapping[str, Fate]) -> list[str]:
    """Return one word for each decision, as the file offers it: the first of its synonyms."""
    first: dict[str, str] = {}
    for word, fate in words.items():
        first.setdefault(fate, _SHOWN.get(word, word))
    return list(first.values())


def word_of(fate: ClassFate | Fate) -> str:
    """Return the word the file uses for a fate."""
    words: Mapping[str, ClassFate] | Mapping[str, Fate] = (
        CLASS_WORDS if isinstance(fate, ClassFate) else PERSON_WORDS
    )
    word = next(word for word, meaning in words.items() if meaning == fate)
    return _SHOWN.get(word, word)
