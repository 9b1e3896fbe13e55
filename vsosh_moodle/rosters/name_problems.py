"""What is told about the names of a row: missing parts, strange characters, an unusual order."""

import re

from vsosh_moodle.language import _
from vsosh_moodle.rosters.full_names import is_gone
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.school.names import FullName, has_latin, is_mixed

MAX_LENGTH = 100
"""Moodle's `user.firstname` and `user.lastname` take 100 characters."""

_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SIGN = re.compile(r"[^\w\s'.-]|[\d_]")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '.-])*")
_PLAIN = re.compile(r"[А-ЯЁ][а-яё]{2,30}(?:[ -][А-ЯЁ]?[а-яё]{1,30})?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.? ?){1,2}")


def report_missing(row: Row, name: FullName, column: Column | None) -> None:
    """Report that the surname or the given name is not there."""
    if not name.last:
        row.report(
            column or Column.LAST_NAME,
            "last-name-missing",
            _("не указана фамилия."),
            _("впишите фамилию или удалите строку."),
        )
    if not name.first:
        row.report(
            column or Column.FIRST_NAME,
            "first-name-missing",
            _("не указано имя."),
            _("впишите имя или удалите строку."),
        )


def report_part(row: Row, column: Column, part: str) -> None:
    """Report what a surname, given name or patronymic should not hold."""
    if _PLAIN.fullmatch(part) or not part:
        return
    if is_mixed(part):
        row.report(
            column,
            "name-mixed-letters",
            _("в одном слове русские и латинские буквы (латинские: {letters}).").format(
                letters=_each(_LATIN_LETTER, part)
            ),
            _("наберите слово заново в русской раскладке."),
        )
    elif has_latin(part):
        row.report(
            column,
            "name-latin",
            _("имя записано латиницей и оставлено как есть."),
            _("если это не иностранное имя, наберите его по-русски."),
            "warning",
        )
    if not _NAME.fullmatch(part):
        row.report(
            column,
            "name-characters",
            _("в имени есть цифры или знаки: {signs}.").format(
                signs=_each(_SIGN, part) or part[:1]
            ),
            _("оставьте только буквы, дефис и апостроф."),
        )
    if len(part) > MAX_LENGTH:
        row.report(
            column,
            "name-too-long",
            _("имя длиннее {count} знаков.").format(count=MAX_LENGTH),
            _("проверьте, не попал ли в ячейку лишний текст."),
        )


def report_initials(row: Row, column: Column, name: FullName) -> None:
    """Report initials in place of a given name or patronymic."""
    if any(part and _INITIALS.fullmatch(part) for part in (name.first, name.middle)):
        row.report(
            column,
            "name-initials",
            _("вместо имени или отчества стоят инициалы."),
            _("впишите имя полностью: так оно будет показано в Moodle."),
            "warning",
        )


def report_note(row: Row, column: Column, note: str) -> None:
    """Report a note beside a name; it is not quoted, because it may tell of health."""
    if is_gone(note):
        row.report(
            column,
            "name-note-gone",
            _("рядом с именем написано, что ученик выбыл или переведён; он прочитан как учащийся."),
            _("если его больше нет в классе, удалите строку или впишите дату выбытия."),
            "warning",
        )
    else:
        row.report(
            column,
            "name-note",
            _("примечание рядом с именем не прочитано."),
            _("если оно важно, перенесите его в отдельный столбец."),
            "warning",
        )


def report_division(row: Row, column: Column, name: FullName, *, told: bool) -> None:
    """Report how a full name was divided; `told` says that the column's order is told already."""
    if name.ambiguous:
        row.report(
            column,
            "name-ambiguous",
            _("не понять, где фамилия, а где имя: слов больше трёх."),
            _("соедините двойную фамилию дефисом или разнесите имя по трём столбцам."),
        )
        return
    if name.doubtful:
        row.report(
            column,
            "name-order",
            _("порядок слов не такой, как в других строках; прочитано: {read}.").format(
                read=_reading(name)
            ),
            _("проверьте, где здесь фамилия, и напишите «Фамилия Имя Отчество»."),
            "warning",
        )
    elif name.reordered and not told:
        row.report(
            column,
            "name-order",
            _("фамилия стоит не первой; прочитано: {read}.").format(read=_reading(name)),
            _("проверьте порядок слов."),
            "warning",
        )
    if name.joined:
        row.report(
            column,
            "name-joined",
            _("в имени больше слов, чем обычно; прочитано: {read}.").format(read=_reading(name)),
            _("двойную фамилию или двойное имя пишите через дефис, если так в документах."),
            "warning",
        )


def _reading(name: FullName) -> str:
    """Tell without names which words were taken for what, in the order they stand."""
    words = {
        "L": _("фамилия"),
        "LL": _("фамилия из двух слов"),
        "G": _("имя"),
        "GG": _("имя из двух слов"),
        "P": _("отчество"),
    }
    return ", ".join(words[run[0]] for run in re.finditer(r"LL?|GG?|P", name.roles))


def report_lookalikes(row: Row, column: Column) -> None:
    """Report that Latin letters were read as Russian ones."""
    row.report(
        column,
        "name-lookalikes",
        _("латинские буквы, похожие на русские, заменены русскими: {letters}.").format(
            letters=_each(_LATIN_LETTER, row.text(column))
        ),
        _("наберите слово заново в русской раскладке."),
        "warning",
    )


def _each(pattern: re.Pattern[str], text: str) -> str:
    """Return what matches in a text, each once: it is hard to see in a cell."""
    return ", ".join(dict.fromkeys(pattern.findall(text)))


def report_digits(row: Row, column: Column) -> None:
    """Report that digits were read as letters."""
    row.report(
        column,
        "name-digits",
        _("цифры внутри слова прочитаны как похожие буквы."),
        _("наберите слово заново."),
        "warning",
    )


def report_swapped(row: Row) -> None:
    """Report that a surname seems to stand in the column of given names, and the other way round."""
    row.report(
        Column.LAST_NAME,
        "name-columns-swapped",
        _("похоже, имя и фамилия стоят не в своих столбцах; прочитано по заголовкам."),
        _("если это так, поменяйте ячейки местами."),
        "warning",
    )


def report_one_cell(row: Row, column: Column) -> None:
    """Report that a whole name stood in a column of one of its parts, and was divided."""
    row.report(
        column,
        "name-in-one-cell",
        _("в одной ячейке несколько частей имени; они разделены."),
        _("разнесите фамилию, имя и отчество по своим столбцам."),
        "warning",
    )
