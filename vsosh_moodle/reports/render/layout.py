"""A report laid out: what of it may be shown, and the numbers of its tables and figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.reports.document.model import Chart, Paragraph, Report, Section, Table
from vsosh_moodle.reports.render.chart_data import ChartData, chart_data


@dataclass(frozen=True, slots=True)
class NumberedTable:
    """A table with its number in the report: the same on the page, in Word and in the workbook."""

    number: int
    table: Table

    @property
    def caption(self) -> str:
        """«Таблица 3. Охват по классам»."""
        return _("Таблица {n}. {title}").format(n=self.number, title=self.table.title)


@dataclass(frozen=True, slots=True)
class NumberedChart:
    """A chart with its number and its figures."""

    number: int
    chart: Chart
    data: ChartData
    table: NumberedTable

    @property
    def caption(self) -> str:
        """«Рисунок 2. Востребованность предметов»."""
        return _("Рисунок {n}. {title}").format(n=self.number, title=self.chart.title)


LaidBlock = Paragraph | NumberedTable | NumberedChart


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its numbered blocks."""

    place: int
    section: Section
    blocks: tuple[LaidBlock, ...]

    @property
    def anchor(self) -> str:
        """What a link to the section names."""
        return f"section-{self.place}"

    @property
    def is_appendix(self) -> bool:
        """Whether the section stands after the signatures: «П1»."""
        return self.section.number.startswith("П")

    @property
    def heading(self) -> str:
        """The title with its number: «2. Показатели», «П1. Методика»."""
        number = self.section.number.rstrip(".")
        return f"{number}. {self.section.title}" if number else self.section.title


@dataclass(frozen=True, slots=True)
class Layout:
    """A report ready to be printed."""

    report: Report
    parts: tuple[Part, ...]

    def tables(self) -> Iterator[tuple[Part, NumberedTable]]:
        """Yield the tables with their sections."""
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, NumberedTable):
                    yield part, block

    def charts(self) -> Iterator[NumberedChart]:
        """Yield the charts."""
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, NumberedChart):
                    yield block


def lay_out(report: Report) -> Layout:
    """Number what a report shows. What names people is left out of a report that is not `named`.

    A section that held nothing else is left out with it. Raises ValueError for a chart of no table
    and for two tables of one key: their files would be one.
    """
    shown = [table for table in report.tables() if may_be_shown(report, table)]
    numbered = {table.key: NumberedTable(place, table) for place, table in enumerate(shown, 1)}
    known = {table.key for table in report.tables()}
    if len(numbered) < len(shown):
        raise ValueError([table.key for table in shown])
    parts: list[Part] = []
    charts = 0
    for section in report.sections:
        blocks: list[LaidBlock] = []
        for block in section.blocks:
            if isinstance(block, Paragraph):
                blocks.append(block)
            elif isinstance(block, Table):
                if block.key in numbered:
                    blocks.append(numbered[block.key])
            elif block.table in numbered:
                charts += 1
                table = numbered[block.table]
                data = chart_data(block, table.table, report.small_numbers)
                blocks.append(NumberedChart(charts, block, data, table))
            elif block.table not in known:
                raise ValueError(block.table)
        if blocks or not section.blocks:
            parts.append(Part(len(parts) + 1, section, tuple(blocks)))
    return Layout(report, tuple(parts))


def may_be_shown(report: Report, table: Table) -> bool:
    """Tell whether a table belongs into this report: one about single people only if it is `named`."""
    return report.named or not (table.internal or table.people is not None)


def internal_mark() -> str:
    """Return what stands on every page of a report with names."""
    return _("Для служебного пользования")


def draft_mark() -> str:
    """Return what stands at a text the program wrote from the figures."""
    return _("черновик вывода")
