"""A report as data: sections of texts, tables and charts; the renderers know nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Hidden:
    """A number that is not shown: fewer people than may be (`small`), or it would give such a one away."""

    small: bool = True


Value = str | int | float | bool | date | datetime | Hidden | None
"""What a cell holds; None is «нет данных», shown as a dash."""

ColumnKind = Literal["text", "count", "people", "percent", "decimal", "date", "mark", "change"]
"""`people` are numbers of people (small ones are hidden); `percent` holds 0-100; `change` is signed."""

Total = Literal["none", "sum", "average", "distinct"]
"""What stands below a column. `distinct` cannot be summed: its total is in `Table.totals`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `of` is the (part, whole) columns a percentage is made of: then xlsx holds a formula.

    `total` says what stands below it; `note` explains the heading. `width` is in characters. `parts`
    are the columns it is the sum of in every row, `within` those it is never more than: then a hidden
    one of them cannot be worked out. `by` is the column of those whose doing an amount is: the works
    of few are hidden as they are.
    """

    title: str
    kind: ColumnKind = "text"
    total: Total = "none"
    of: tuple[int, int] | None = None
    width: int = 0
    note: str = ""
    parts: tuple[int, ...] = ()
    within: tuple[int, ...] = ()
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `key` is unique in the report and names its sheet and CSV file.

    `totals` is the last row, "" in its first cell for «Всего» by itself; None for no such row.
    `source` says in words where the rows are from. `heat` shades the number columns by value.
    `people` is the column of names (or codes): such a table is for internal use. `internal`:
    leave it out of the report unless it is `named`.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] | None = None
    source: str = ""
    note: str = ""
    heat: bool = False
    people: int | None = None
    internal: bool = False


ChartKind = Literal["bar", "column", "line", "stacked", "heatmap", "funnel"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table of the same report: `labels` the column of names, `series` those of numbers.

    `target` draws a line, labelled `target_label` («план — до 50 %»). `alt` says in a sentence what the
    picture shows (for who cannot see it).
    """

    key: str
    title: str
    kind: ChartKind
    table: str
    labels: int
    series: tuple[int, ...]
    unit: str = ""
    target: float | None = None
    alt: str = ""
    target_label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; `draft`: written from the figures by the program, to be edited by a person."""

    text: str
    draft: bool = False
    style: Literal["plain", "lead", "note", "item", "warning"] = "plain"


Block = Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `number` as printed («2», «П1» for an appendix), "" for none. `page` begins a new one.

    The texts of the section with the key `know` (what to know about these figures) stand on the
    first sheet of a workbook too.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    page: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `named`: it holds names of pupils, and every page says «Для служебного пользования».

    `lead` are lines of the title page (period, data as of, who made it for whom); `signatures` are
    (post, name or "") at its end. `fields` are what a school's own docx template may ask for.
    `small_numbers`: fewer people than this are hidden; it is what «менее 5» says.
    """

    kind: str
    title: str
    school: str
    period: str
    as_of: str
    sections: tuple[Section, ...]
    named: bool = False
    lead: tuple[str, ...] = ()
    signatures: tuple[tuple[str, str], ...] = ()
    made: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)
    small_numbers: int = 5

    def tables(self) -> tuple[Table, ...]:
        """Return all tables in their order."""
        return tuple(
            block
            for section in self.sections
            for block in section.blocks
            if isinstance(block, Table)
        )

    def table(self, key: str) -> Table:
        """Return the table with this key; KeyError when there is none."""
        return next((one for one in self.tables() if one.key == key), None) or _missing(key)


def _missing(key: str) -> Table:
    raise KeyError(key)
