"""Cells without end in dates and in registers: told, and soon."""

from datetime import date

import pytest

from tests.registers.books import TODAY, YEAR_START, words
from vsosh_moodle.registers.cells import Reading
from vsosh_moodle.registers.columns import RegisterDefinition
from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.registers.sheet import read_register_sheet
from vsosh_moodle.rosters.dates import parse_date
from vsosh_moodle.rosters.table import Table

from .conftest import Within

PIECES = (", ", "а", "1.")


@pytest.mark.parametrize("piece", [", ", "1 ", "а", "г. ", "20", "рожд. ", "о0", "('"])
def test_a_date_without_end_is_no_date_and_told_soon(piece: str, within: Within) -> None:
    with within(1):
        assert parse_date(piece * 10_000, date(2026, 9, 1)) is None


@pytest.mark.parametrize("definition", definitions(), ids=lambda one: str(one.kind))
def test_cells_without_end_are_told_soon(definition: RegisterDefinition, within: Within) -> None:
    reading = Reading(words(), TODAY, YEAR_START)
    titles = [column.title for column in definition.columns]
    with within(4):
        for piece in PIECES:
            rows = [titles, [(piece * 2_000)[:2_000]] * len(titles)]
            table = Table("a.xlsx", definition.title, iter(rows))
            sheet = read_register_sheet(table, definitions(), reading)
            assert sheet.header is not None
            assert sheet.rows or sheet.problems
