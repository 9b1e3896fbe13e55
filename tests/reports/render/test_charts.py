"""Charts: the same bytes each time, told in words, and nothing hidden in the picture."""

import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest

from tests.reports.render.sample_reports import full_report
from vsosh_moodle.reports.document.model import Chart, Column, Hidden, Report, Section, Table, Value
from vsosh_moodle.reports.render.chart_drawing import render_chart_png, render_chart_svg
from vsosh_moodle.reports.render.layout import NumberedChart, lay_out

CHARTS = {one.chart.key: one for one in lay_out(full_report()).charts() if not one.data.empty}
KINDS = ("bar", "column", "line", "stacked", "heatmap", "funnel")


def drawn(kind: str, *rows: tuple[Value, ...], columns: int = 2) -> NumberedChart:
    heads = (Column("Класс"), *(Column(f"Ряд {n}", "people") for n in range(1, columns)))
    table = Table("t", "Т", heads, rows)
    chart = Chart("c", "Рисунок", kind, "t", 0, tuple(range(1, columns)), "чел.", 10.0)  # type: ignore[arg-type]
    (found,) = lay_out(Report("k", "Т", "Ш", "", "", (Section("s", "Р", (table, chart)),))).charts()
    return found


def test_every_kind_is_in_the_sample() -> None:
    assert {one.chart.kind for one in CHARTS.values()} == set(KINDS)


@pytest.mark.parametrize("key", CHARTS)
def test_a_drawing_is_svg_without_date_picture_or_name_of_a_font(key: str) -> None:
    svg = render_chart_svg(CHARTS[key])
    root = ET.fromstring(f'<x xmlns:xlink="http://www.w3.org/1999/xlink">{svg}</x>')  # noqa: S314
    assert root[0].get("role") == "img"
    assert "<image" not in svg
    assert "<text" not in svg
    assert not re.search(r"20\d\d-\d\d-\d\dT|matplotlib v", svg)
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) <= set(ids)
    assert svg == render_chart_svg(CHARTS[key]), "the same figures give the same bytes"


def test_pictures_are_the_same_each_time() -> None:
    first = render_chart_png(CHARTS["stacked"])
    assert first.startswith(b"\x89PNG")
    assert first == render_chart_png(CHARTS["stacked"])


def test_drawing_leaves_the_settings_of_matplotlib_alone() -> None:
    before = dict(mpl.rcParams)
    render_chart_svg(CHARTS["line"])
    assert dict(mpl.rcParams) == before


def test_what_is_left_out_is_told() -> None:
    data = drawn("bar", ("7А", 12), ("8Б", Hidden()), ("9В", None), ("10Г", 30)).data
    assert data.series[0].values == (12, None, None, 30)
    assert data.series[0].signs == ("", "менее 5", "—", "")
    assert data.notes == ("Числа скрыты, на рисунке их нет: 8Б.", "Нет данных: 9В.")
    many = drawn("bar", *((f"{n}А", Hidden()) for n in range(20))).data
    assert many.notes[0].endswith("5А и ещё 14.")


def test_rows_that_would_not_be_legible_are_left_to_the_table() -> None:
    data = drawn("bar", *((f"{n}А", n) for n in range(120))).data
    assert len(data.labels) == len(data.series[0].values) == 45
    assert data.notes == ("Показаны первые 45 из 120, остальное — в таблице.",)
    assert drawn("line", *((f"{n}А", n) for n in range(120))).data.notes == ()


def test_the_plan_is_named_on_its_line() -> None:
    assert CHARTS["bar"].data.target_label == "план — до 50\u00a0%"
    assert drawn("bar", ("7А", 12)).data.target_label == "план — 10\u00a0чел."


@pytest.mark.parametrize("kind", KINDS)
def test_odd_figures_are_drawn_without_a_warning(kind: str) -> None:
    long = "Рентгеноэлектрокардиографического" * 3
    for chart in (
        drawn(kind, ("7А", 0)),
        drawn(kind, ("7А", 5), ("8Б", Hidden())),
        drawn(kind, (long, 5), ("$x_1$ & <b>", 7), ("😀 🎓", 1), ("", 2)),
        drawn(kind, ("7А", -5, 3), ("8Б", 5, None), columns=3),
        drawn(kind, *((f"{n}А", n, n + 1, None) for n in range(120)), columns=4),
        drawn(kind, *((f"{n}А", *range(60)) for n in range(3)), columns=61),
    ):
        assert render_chart_svg(chart).startswith("<svg ")


def test_commands_that_draw_nothing_do_not_wait_for_matplotlib() -> None:
    code = (
        "import sys\n"
        "from vsosh_moodle.reports.render import report_csv, report_docx, report_html, report_json, report_xlsx\n"
        "print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_alternative_text_is_escaped() -> None:
    one = CHARTS["bar"]
    svg = render_chart_svg(replace(one, chart=replace(one.chart, alt="<b>\"&'", title="</svg>")))
    assert "&lt;b&gt;" in svg
    assert svg.count("</svg>") == 1
