"""From rows to an indicator: its value is what its rows give, by construction."""

from collections.abc import Iterable, Mapping

from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows, Value


def share(
    definition: Definition,
    rows: Rows,
    *,
    why: str = "",
    remarks: Iterable[str] = (),
    details: Mapping[str, Value] | None = None,
) -> Indicator:
    """Return the percentage that the rows give; none, and `why`, when there is nothing to count."""
    part, whole = rows.count()
    return Indicator(
        definition,
        value=100 * part / whole if whole else None,
        part=part,
        whole=whole,
        rows=rows,
        why="" if whole else why,
        remarks=tuple(remarks),
        details=details or {},
    )


def number(
    definition: Definition,
    rows: Rows,
    *,
    whole: int | None = None,
    remarks: Iterable[str] = (),
    details: Mapping[str, Value] | None = None,
) -> Indicator:
    """Return how many the rows count."""
    part, _rows = rows.count()
    return Indicator(
        definition,
        value=float(part),
        part=part,
        whole=whole,
        rows=rows,
        remarks=tuple(remarks),
        details=details or {},
    )


def unknown(definition: Definition, why: str, *remarks: str) -> Indicator:
    """Return an indicator that cannot be counted, and says why."""
    return Indicator(definition, value=None, why=why, remarks=remarks)
