"""How a list was understood: every column and every row, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.rosters.as_shown import skip_reason
from vsosh_moodle.rosters.column_names import column_name
from vsosh_moodle.rosters.headers import Column, fold_title
from vsosh_moodle.rosters.profiles import UNREAD_PREFIX
from vsosh_moodle.rosters.read import ReadSheet
from vsosh_moodle.rosters.table import column_letters
from vsosh_moodle.rosters.trace import ClassSource, RowKind, RowSpan
from vsosh_moodle.rosters.values import cell_text


@dataclass(frozen=True, slots=True)
class ExplainedColumn:
    """A column by its letters and title: what it was taken for (None when it was dropped), and why.

    `why` is `mapping`, `title`, `synonym`, `not-needed`, `twice` or `not-read`.
    """

    letters: str
    title: str
    column: Column | None
    why: str


def explain_columns(sheet: ReadSheet) -> list[ExplainedColumn]:
    """Return the columns of a list from left to right, those that were dropped among them."""
    header = sheet.header
    places = {place: column for column, place in header.columns.items()}
    dropped = dict(header.dropped) | dict(header.repeated)
    repeated = {place for place, _title in header.repeated}
    explained = []
    for place in sorted({*places, *dropped}):
        letters = column_letters(sheet.first_column + place)
        read = dropped.get(place, "")
        title = _title(sheet, place) or read.removeprefix(UNREAD_PREFIX)
        column = places.get(place)
        if column is not None:
            why = _why(sheet, title, column)
        elif read.startswith(UNREAD_PREFIX):
            why = "not-read"
        else:
            why = "twice" if place in repeated else "not-needed"
        explained.append(ExplainedColumn(letters, title, column, why))
    return explained


def render_why(explained: ExplainedColumn, profile: str) -> str:
    """Return why a column was taken for what it is, in words."""
    return {
        "mapping": _("так сказано в mapping.yaml («{profile}»)").format(profile=profile),
        "title": _("по названию"),
        "synonym": _("название значит то же"),
        "not-needed": _("не нужен"),
        "twice": _("встречается второй раз"),
        "not-read": _("не читать: так сказано в mapping.yaml («{profile}»)").format(
            profile=profile
        ),
    }[explained.why]


def render_rows(span: RowSpan) -> str:
    """Return what rows were taken for, in words."""
    match span.kind:
        case RowKind.PERSON:
            return _class_words(span)
        case RowKind.NAMELESS:
            return _("нет имени или фамилии: не человек")
        case RowKind.BLANK:
            return _("пусто")
        case RowKind.CLASS_HEADING:
            return _("строка-разделитель: дальше класс {name}").format(name=span.detail)
        case RowKind.FOOTER:
            return _("итог или подпись под списком")
        case RowKind.HEADER_AGAIN:
            return _("заголовки ещё раз")
        case RowKind.SKIPPED:
            return _("не прочитано: {reason}").format(reason=skip_reason(span.detail))


def explained_spans(sheet: ReadSheet) -> Iterator[tuple[RowSpan, str]]:
    """Yield the rows of a list with what they were taken for."""
    for span in sheet.rows:
        yield span, render_rows(span)


def _class_words(span: RowSpan) -> str:
    sources = {
        ClassSource.COLUMN: _("люди; класс — из столбца"),
        ClassSource.HEADING: _("люди; класс — из строки {row}").format(row=span.row),
        ClassSource.SHEET: _("люди; класс — из имени листа"),
        ClassSource.FILE: _("люди; класс — из имени файла"),
        ClassSource.PROFILE: _("люди; класс — из mapping.yaml"),
        ClassSource.NOWHERE: _("люди; класса нет нигде"),
    }
    return sources[ClassSource(span.detail)] if span.detail else _("люди")


def _title(sheet: ReadSheet, place: int) -> str:
    titles: Sequence[object] = sheet.titles
    cell = titles[place] if place < len(titles) else ""
    return cell_text(cell) if isinstance(cell, (str, int, float)) else ""


def _why(sheet: ReadSheet, title: str, column: Column) -> str:
    mapped = {fold_title(one) for one, known in sheet.profile.columns.items() if known is column}
    if title and fold_title(title) in mapped:
        return "mapping"
    return "title" if title.casefold() == column_name(column).casefold() else "synonym"
