"""A value of a report in words: the same number reads the same on the page, on paper and in a chart."""

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from vsosh_moodle.language import _, current_language
from vsosh_moodle.reports.document.model import ColumnKind, Hidden, Table, Value

NO_DATA = "—"
NBSP = "\u00a0"
MINUS = "\u2212"
NUMBER_KINDS: frozenset[ColumnKind] = frozenset(
    ("count", "people", "percent", "decimal", "mark", "change")
)
_DIGITS: dict[ColumnKind, int] = {"percent": 1, "decimal": 2, "mark": 2, "change": 1}


def render_value(value: Value, kind: ColumnKind = "text", small: int = 5) -> str:
    """Return a value as it is printed: «45,3 %», «01.09.2026», «менее 5», «—»."""
    if isinstance(value, Hidden):
        return _("менее {n}").format(n=small) if value.small else _("скрыто")
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, str):
        return value
    amount = number_of(value)
    return NO_DATA if amount is None else render_amount(amount, kind)


def render_amount(amount: float, kind: ColumnKind) -> str:
    """Return a number with as many digits as its kind has, rounded as a clerk rounds: 12,25 → 12,3."""
    rounded = round_half_up(amount, 0 if is_whole(amount, kind) else _DIGITS.get(kind, 2))
    text = f"{abs(rounded):,f}"
    if kind in {"text", "count", "people"} and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = _in_words(text)
    sign = MINUS if rounded < 0 else "+" if kind == "change" and rounded > 0 else ""
    return f"{sign}{text}{NBSP}%" if kind == "percent" else f"{sign}{text}"


def is_whole(amount: float, kind: ColumnKind) -> bool:
    """Tell whether a number is shown without a comma: «5» is a mark given, «5,00» a mean of marks."""
    if kind in {"mark", "change"}:
        return isinstance(amount, int)
    return float(amount).is_integer() and kind not in {"percent", "decimal"}


def render_quantity(amount: float, unit: str = "") -> str:
    """Return a number with at most one digit behind the comma and its unit: «50 %», «3,5»."""
    rounded = round_half_up(amount, 1)
    text = f"{abs(rounded):,f}".rstrip("0").rstrip(".") if rounded else "0"
    text = _in_words(text)
    return f"{MINUS if rounded < 0 else ''}{text}{NBSP + unit if unit else ''}"


def round_half_up(amount: float, digits: int) -> Decimal:
    """Round what the number shows, not its binary shadow: Excel and people do so."""
    return Decimal(repr(float(amount))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _in_words(digits: str) -> str:
    """Return «1 234,5» for "1,234.5"; in English only the spaces are ours."""
    text = digits.replace(",", NBSP)
    return text.replace(".", ",") if current_language() == "ru" else text


def number_of(value: Value) -> float | int | None:
    """Return the number a value is; None for texts, dates, hidden numbers and no data."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if math.isfinite(value) else None


def totals_of(table: Table) -> tuple[Value, ...] | None:
    """Return the last row of a table, or None when it has none.

    A total that is left out (None) is summed or averaged as its column says; where a number of the
    column is hidden, so is its total, because it would give the number away.
    """
    if table.totals is None:
        return None
    whole = [
        _total(table, column) if value is None else value
        for column, value in enumerate(table.totals)
    ]
    if whole and whole[0] in ("", None):
        whole[0] = _("Всего")
    return tuple(whole)


def _total(table: Table, column: int) -> Value:
    wanted = table.columns[column].total
    if wanted not in {"sum", "average"}:
        return None
    cells = [row[column] for row in table.rows]
    if any(isinstance(cell, Hidden) for cell in cells):
        return Hidden(small=False)
    numbers = [number for cell in cells if (number := number_of(cell)) is not None]
    if not numbers:
        return None
    return sum(numbers) if wanted == "sum" else sum(numbers) / len(numbers)


def legend_of(table: Table, small: int) -> tuple[str, ...]:
    """Return what the signs of a table mean, for those of its signs that need it."""
    cells = [cell for row in (*table.rows, totals_of(table) or ()) for cell in row]
    hidden = {cell.small for cell in cells if isinstance(cell, Hidden)}
    lines = []
    if any(cell is None for cell in cells):
        lines.append(_("«—» — нет данных."))
    if True in hidden:
        lines.append(_("«менее {n}» — людей так мало, что число не показывается.").format(n=small))
    if False in hidden:
        lines.append(_("«скрыто» — по этому числу можно было бы узнать другое, скрытое."))
    return tuple(lines)
