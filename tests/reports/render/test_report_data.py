"""A report as JSON and CSV: numbers stay numbers, texts come back as they were, nothing hidden leaks."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.render.sample_reports import full_report
from vsosh_moodle.reports.document.model import Chart, Column, Report, Section, Table
from vsosh_moodle.reports.render.layout import lay_out
from vsosh_moodle.reports.render.report_csv import render_report_csv, render_table_csv
from vsosh_moodle.reports.render.report_json import report_to_json
from vsosh_moodle.reports.render.spreadsheet_text import disarm, looks_like_formula

PAGE = Path(__file__).parents[3] / "docs" / "report-data.ru.md"


def read_csv(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values())) if value else set()
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def test_json_is_plain_data_and_says_what_it_is() -> None:
    data = json.loads(json.dumps(report_to_json(full_report()), allow_nan=False))
    assert (data["format"], data["version"]) == ("vsosh-moodle-report", 1)
    tables = {
        block["key"]: block
        for section in data["sections"]
        for block in section["blocks"]
        if block["type"] == "table"
    }
    row = tables["kinds"]["rows"][2]
    assert row[2:6] == [{"hidden": "small"}, {"hidden": "small"}, {"hidden": "derived"}, None]
    assert row[6] == "2027-01-09"
    assert tables["sums"]["totals"][1] == 1035
    assert tables["sums"]["columns"][3] == {
        "title": "Охват", "kind": "percent", "total": "none", "of": [2, 1], "note": "",
    }  # fmt: skip


def test_every_key_of_json_is_described() -> None:
    data = report_to_json(full_report())
    used = keys_of(data) - set(full_report().fields)
    described = set(re.findall(r"`([a-z_]+)`", PAGE.read_text(encoding="utf-8")))
    assert used <= described


def test_json_and_csv_hold_names_only_if_the_report_may() -> None:
    public = full_report(named=False)
    assert "Калоев" not in json.dumps(report_to_json(public), ensure_ascii=False)
    assert {"names.csv", "sheet.csv"}.isdisjoint(render_report_csv(public))
    assert {"names.csv", "sheet.csv"} <= set(render_report_csv(full_report()))


def test_csv_is_what_a_russian_spreadsheet_reads() -> None:
    files = render_report_csv(full_report())
    assert set(files) == {f"{table.key}.csv" for table in full_report().tables()}
    rows = read_csv(files["kinds.csv"])
    assert rows[0][4] == "Охват, %"
    assert rows[1] == [
        "Очная", "7А", "25", "20", "80", "3,4567", "01.05.2027", "4", "3,2", "1234567",
    ]  # fmt: skip
    assert rows[2][8] == "-12,25"
    assert rows[3][2:6] == ["менее 5", "менее 5", "скрыто", ""]
    assert rows[-1][0] == "Всего"


def test_a_table_in_a_report_is_a_section_of_the_page() -> None:
    table = Table("t", "Т", (Column("А"),), (("б",),))
    twice = Report("k", "Т", "Ш", "", "", (Section("s", "Р", (table, table)),))
    with pytest.raises(ValueError, match="t"):
        lay_out(twice)
    lost = Report(
        "k", "Т", "Ш", "", "", (Section("s", "Р", (Chart("c", "К", "bar", "x", 0, (1,)),)),)
    )
    with pytest.raises(ValueError, match="x"):
        lay_out(lost)


@given(
    st.lists(st.text() | st.text("=+-@\t\r\n'＝＋－＠ \u200b\ufeff;\"1A", max_size=8), min_size=1)
)
def test_any_text_comes_back_from_csv_and_is_no_formula(texts: list[str]) -> None:
    texts = [text.replace("\x00", "") for text in texts]
    table = Table("t", "Т", (Column("А"),), tuple((text,) for text in texts))
    rows = read_csv(render_table_csv(table, 5))[1:]
    cells = [row[0] if row else "" for row in rows]
    assert not [cell for cell in cells if looks_like_formula(cell)]
    assert [cell.removeprefix("'") for cell in cells] == texts


@given(st.text())
def test_disarming_loses_nothing(text: str) -> None:
    assert disarm(text).removeprefix("'") == text


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@A", "\t1", "\r1", " =1", "＝1", "＋1", "－1", "＠1", "\u200b=1", "\xa0=1"],
)
def test_what_a_spreadsheet_might_run_is_known(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["", "1", "А=1", "Тест", "'=1", "№ 5", "1-1", "(=1)"])
def test_what_no_spreadsheet_runs_is_left_alone(text: str) -> None:
    assert not looks_like_formula(text)


def test_dates_in_csv_are_written_as_people_write_them() -> None:
    table = Table("t", "Т", (Column("День", "date"),), ((date(2026, 9, 1),),))
    assert read_csv(render_table_csv(table, 5))[1] == ["01.09.2026"]
