"""Risks: a share that grows is a risk that shrinks; of few at risk nothing is told."""

from dataclasses import replace
from typing import Any

from tests.reports.school.invented import invented_material
from vsosh_moodle.indicators.definitions import definitions
from vsosh_moodle.indicators.indicator import Indicator, Rows
from vsosh_moodle.reports.document.model import Hidden, Table
from vsosh_moodle.reports.school.risks import risks_section

PEOPLE = Rows(("Ученик", "Да"), (), people=0, counted=1)


def _row(key: str, part: int, whole: int, *, named: bool = False) -> Any:
    definition = definitions({"first_login_percent": 90.0})[key]
    one = Indicator(definition, 100 * part / whole, part, whole, rows=PEOPLE)
    material = replace(invented_material(named=named), indicators={key: one})
    tables = [block for block in risks_section(material).blocks if isinstance(block, Table)]
    return tables[0].rows[0]


def test_who_is_not_counted_is_at_risk() -> None:
    assert _row("funnel", 54, 60)[2:] == (10, 10, "в пределах плана")
    assert _row("funnel", 30, 60)[2:] == (50, 10, "требует внимания")


def test_few_at_risk_are_not_told_of() -> None:
    assert isinstance(_row("funnel", 58, 60)[2], Hidden)
    assert isinstance(_row("funnel", 3, 60)[2], Hidden)
    assert _row("funnel", 60, 60)[2] == 0
    assert _row("funnel", 58, 60, named=True)[2] == 3.3
    assert _row("trained_share", 58, 60)[2] == 3.3
