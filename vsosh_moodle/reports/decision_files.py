"""A file of decisions to be filled in: as a workbook, CSV or YAML, in the words it is read by."""

import csv
import json
import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from vsosh_moodle.reports.new_rosters import alphabetical
from vsosh_moodle.reports.people_sheets import Sheet, SheetColumn, write_book
from vsosh_moodle.rosters.decision_words import (
    CLASS_WORDS,
    PERSON_WORDS,
    DecisionColumn,
    shown_words,
    word_of,
)
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Person
from vsosh_moodle.school.promotion import ClassStep, Promotion

SUFFIXES = (".xlsx", ".csv", ".yaml", ".yml")

_GUIDE = """\
Как заполнять

Лист «Классы»: проверьте решение у каждого класса. Где пусто, решить должны вы.
• переходит — весь класс идёт в «Новый класс».
• Слияние: у двух строк один «Новый класс» (7А и 7Б → 8А).
• Деление: два новых класса через запятую (8А → 9А, 9Б); каждому ученику впишите его класс на листе «Ученики».
• выпуск — класс оканчивает школу (9, 11 или 12 класс).
• закрыть — класс расформирован; каждому его ученику нужно своё решение.
• новый — класс открывается заново: добавьте строку с его именем, например 5А.

Лист «Ученики»: заполняйте только тех, с кем не так, как с классом.
• остаётся — на повторный год; если классов в параллели несколько, впишите «Новый класс».
• выбывает — уходит из школы.
• другой класс — в класс из столбца «Новый класс».
• идёт в 10 класс, выпуск — для тех, кто окончил 9 класс.

Проверить: vsosh-moodle promote --to ГОД --decisions ЭТОТ_ФАЙЛ
""".splitlines()


def write_decision_file(path: Path, promotion: Promotion) -> None:
    """Write a new file (0600) that says what will be done, to be changed where it is not so.

    The ending chooses the form: .xlsx, .csv, .yaml. Raises OSError, FileExistsError above all.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        _write_csv(path, promotion)
    elif suffix in (".yaml", ".yml"):
        _write_text(path, _render_yaml(promotion))
    else:
        _write_workbook(path, promotion)


def _write_workbook(path: Path, promotion: Promotion) -> None:
    targets = tuple(map(str, sorted(_possible_classes(promotion))))
    classes = (
        SheetColumn(DecisionColumn.CLASS, 9),
        SheetColumn("Учеников", 11),
        SheetColumn(
            DecisionColumn.DECISION,
            18,
            tuple(shown_words(CLASS_WORDS)),
            strict=True,
            highlight=True,
        ),
        SheetColumn(DecisionColumn.TARGET, 18, targets, highlight=True),
    )
    people = (
        SheetColumn(DecisionColumn.CLASS, 9),
        SheetColumn(DecisionColumn.PERSON, 42),
        SheetColumn(DecisionColumn.BIRTH_DATE, 15),
        SheetColumn(DecisionColumn.NUMBER, 16),
        SheetColumn(
            DecisionColumn.DECISION,
            20,
            tuple(shown_words(PERSON_WORDS)),
            strict=True,
            highlight=True,
        ),
        SheetColumn(DecisionColumn.TARGET, 14, targets, highlight=True),
    )
    write_book(
        path,
        [
            Sheet("Классы", classes, _class_rows(promotion)),
            Sheet("Ученики", people, _person_rows(promotion)),
            Sheet("Как заполнять", (), [[line] for line in _GUIDE]),
        ],
    )


def _class_rows(promotion: Promotion) -> Iterator[list[object]]:
    for step in promotion.steps:
        count = len(promotion.of_class(step.name))
        yield [str(step.name), count, _decision(step), ", ".join(map(str, step.targets))]


def _decision(step: ClassStep) -> str:
    return "" if step.asked else word_of(step.fate)


def _person_rows(promotion: Promotion) -> Iterator[list[object]]:
    for one in _people(promotion):
        yield [
            str(one.class_name or ""), one.full_name, one.birth_date, one.school_number, "", ""
        ]  # fmt: skip


def _people(promotion: Promotion) -> Sequence[Person]:
    people = [placement.person for placement in promotion.placements]
    return sorted(people, key=lambda one: (one.class_name or ClassName(0), alphabetical(one)))


def _possible_classes(promotion: Promotion) -> set[ClassName]:
    """The classes that may be written: those there will be, and those of the next grade by letter."""
    following = {ClassName(step.name.grade + 1, step.name.letter) for step in promotion.steps}
    return {one.name for one in promotion.classes} | {
        name for name in following if name.grade <= 12
    }


def _write_csv(path: Path, promotion: Promotion) -> None:
    with _create(path, "utf-8-sig") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(DecisionColumn)
        for name, _count, decision, targets in _class_rows(promotion):
            writer.writerow([name, "", "", "", decision, targets])
        for name, person, born, number, *_empty in _person_rows(promotion):
            day = f"{born:%d.%m.%Y}" if isinstance(born, date) else ""
            writer.writerow([name, person, day, number, "", ""])


def _render_yaml(promotion: Promotion) -> str:
    lines = ["# Решения о переводе. У класса: " + ", ".join(shown_words(CLASS_WORDS)) + "."]
    lines.append("# У ученика: " + ", ".join(shown_words(PERSON_WORDS)) + ". Например:")
    lines.append("# - {класс: 8А, ученик: Дзугов Аслан Русланович, решение: остаётся}")
    for name, _count, decision, targets in _class_rows(promotion):
        parts = [f"класс: {_quoted(name)}", f"решение: {_quoted(decision)}"]
        if targets:
            parts.append(f"новый класс: {_quoted(targets)}")
        lines.append(f"- {{{', '.join(parts)}}}")
    return "\n".join([*lines, ""])


def _quoted(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)


def _write_text(path: Path, text: str) -> None:
    with _create(path, "utf-8") as stream:
        stream.write(text)


def _create(path: Path, encoding: str) -> IO[str]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "w", encoding=encoding, newline="")
