"""The register «Продления»: who has other terms, time or attempts, and in what."""

import re
from collections.abc import Mapping
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place
from vsosh_moodle.registers.columns import RegisterColumn, RegisterDefinition, ValueKind
from vsosh_moodle.registers.pupil_registers import pupil_columns
from vsosh_moodle.registers.records import ExceptionRow
from vsosh_moodle.registers.row import RegisterRow

_TIMES = re.compile(r"[×xх*]\s*(\d(?:[.,]\d{1,2})?)|(\d(?:[.,]\d{1,2})?)\s*(?:раза?|[×xх*])")
_MINUTES = re.compile(r"\+?\s*(\d{1,3})\s*(?:мин(?:ут[аы]?)?\.?)?")
_MOST_TIMES = 5


def exceptions() -> RegisterDefinition:
    """Return the register «Продления»."""
    return RegisterDefinition(
        "exceptions", "Продления",
        _("Кому продлён срок, дано больше времени или попыток: ставится в Moodle ему одному."),
        (
            *pupil_columns(),
            RegisterColumn(
                "course", "Курс", ValueKind.TEXT,
                _("Ключ или краткое название курса; пусто или «все» — все курсы ученика."),
                "oge-math", ("предмет", "название курса", "в каком курсе"), width=24,
            ),
            RegisterColumn(
                "task", "Задание", ValueKind.TEXT,
                _("Ключ или название теста или задания; пусто или «все» — все."), "mock-1",
                ("тест", "работа", "элемент", "что продлено"), width=28,
            ),
            RegisterColumn(
                "due", "Срок до", ValueKind.DATE, _("До какого дня включительно: ДД.ММ.ГГГГ."), "",
                ("срок", "новый срок", "продлено до", "продлить до", "до"), future=True, width=12,
            ),
            RegisterColumn(
                "extra", "Доп. время", ValueKind.TEXT,
                _("Сколько минут добавить на тест или во сколько раз больше: 30 или ×1,5."), "30 мин",
                ("дополнительное время", "доп время", "время", "больше времени"), width=12,
            ),
            RegisterColumn(
                "attempts", "Попытки", ValueKind.COUNT,
                _("Сколько всего попыток теста, не больше 10."), "",
                ("попыток", "число попыток", "всего попыток"), width=10,
            ),
            RegisterColumn(
                "note", "Причина", ValueKind.TEXT,
                _("Для школы: остаётся в файле, в Moodle не попадает."), "",
                ("основание", "комментарий", "примечание"), width=30,
            ),
        ),
        ("person", "class_name", "course", "task"),
        ("исключения", "свои сроки", "доп время", "дополнительное время"),
        telling=("extra", "due", "attempts"),
    )  # fmt: skip


def read_exception(row: RegisterRow, values: dict[str, Any]) -> None:
    """Read the extra time of a row into `factor` and `minutes`; reports what cannot be meant."""
    factor, minutes = None, None
    text = str(values["extra"] or "").strip().casefold()
    times, added = _TIMES.fullmatch(text), _MINUTES.fullmatch(text)
    if times is not None:
        factor = float((times[1] or times[2]).replace(",", "."))
    elif added is not None:
        minutes = int(added[1])
    if text and (
        (factor is None and not minutes) or (factor is not None and not 1 < factor <= _MOST_TIMES)
    ):
        row.report(
            "extra",
            "extra-unreadable",
            _("«{text}» — не дополнительное время.").format(text=values["extra"]),
            _("впишите минуты (30) или во сколько раз больше (×1,5), но не больше ×5."),
        )
    values["factor"], values["minutes"] = factor, minutes
    attempts = values["attempts"]
    if attempts is not None and not 1 <= attempts <= 10:
        row.report(
            "attempts",
            "attempts-range",
            _("попыток {number}, а бывает от 1 до 10.").format(number=attempts),
            _("исправьте число."),
        )
    if not text and attempts is None and values["due"] is None and not row.bad:
        row.report(
            "due",
            "cell-missing",
            _("не сказано, что продлено: нет ни срока, ни времени, ни попыток."),
            _("впишите одно из трёх или удалите строку."),
        )


def build_exception(values: Mapping[str, Any], place: Place) -> ExceptionRow:
    """Return the record of a row."""
    return ExceptionRow(
        values["person"], values["class_name"], _word(values["course"]), _word(values["task"]),
        values["due"], values["factor"], values["minutes"], values["attempts"],
        values["extra"] or "", values["note"] or "", place,
    )  # fmt: skip


def _word(text: str | None) -> str:
    """Return the name of a course or a task, "" for all."""
    word = (text or "").strip()
    return "" if word.casefold() in {"все", "всё", "любой", "любое", "-", "–", "—"} else word
