"""Which days and years a report is asked to be about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.school.calendar import SchoolYear, Term
from vsosh_moodle.workflow.report_files import file_stem
from vsosh_moodle.workflow.report_request import (
    ReportRequest,
    parse_year,
    parse_years,
    previous_year,
    resolve_period,
    year_name,
)

CALENDAR = SchoolYear(
    "2026/27",
    (
        Term("h1", "1 полугодие", date(2026, 9, 1), date(2026, 12, 30)),
        Term("h2", "2 полугодие", date(2027, 1, 11), date(2027, 5, 26)),
    ),
)


@given(st.integers(2000, 2098))
def test_a_year_is_read_as_it_is_written(first: int) -> None:
    name = year_name(first)
    assert parse_year(name) == name
    assert parse_year(name.replace("/", "-")) == name
    assert parse_year(f"{first}/{first + 1}") == name
    assert int(previous_year(year_name(first + 1))[:4]) == first


@pytest.mark.parametrize("text", ["2026", "26/27", "2026/28", "2026/2028", "", "год"])
def test_what_is_no_school_year_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_year(text)


def test_a_range_of_years_is_in_order_and_may_be_one_year() -> None:
    assert parse_years("2020/21..2022/23") == ["2020/21", "2021/22", "2022/23"]
    assert parse_years("2020/21 – 2021/22") == ["2020/21", "2021/22"]
    assert parse_years("2021/22") == ["2021/22"]
    for text in ("2022/23..2020/21", "2020/21..2021/22..2022/23", "2020/21..2060/61"):
        with pytest.raises(ConfigError):
            parse_years(text)


def test_a_year_that_goes_on_has_figures_up_to_today() -> None:
    period = resolve_period(ReportRequest("year"), "2026/27", CALENDAR, date(2026, 11, 26))
    assert (period.start, period.end, period.until) == (
        date(2026, 9, 1), date(2027, 5, 26), date(2026, 11, 26),
    )  # fmt: skip
    assert period.running


def test_as_of_looks_back_and_never_ahead() -> None:
    for as_of, until in (
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2030, 1, 1), date(2026, 11, 26)),
    ):
        request = ReportRequest("year", as_of=as_of)
        period = resolve_period(request, "2026/27", CALENDAR, date(2026, 11, 26))
        assert period.until == until


def test_a_term_has_its_name_and_days() -> None:
    request = ReportRequest("period", period="h1")
    period = resolve_period(request, "2026/27", CALENDAR, date(2027, 2, 1))
    assert period.title == "1 полугодие 2026/27 учебного года"
    assert (period.until, period.running) == (date(2026, 12, 30), False)


def test_a_past_year_without_files_is_september_to_august() -> None:
    period = resolve_period(ReportRequest("year"), "2021/22", None, date(2026, 11, 26))
    assert (period.start, period.end) == (date(2021, 9, 1), date(2022, 8, 31))


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        (ReportRequest("period", period="q9"), "h1"),
        (ReportRequest("period", start=date(2026, 10, 2), end=date(2026, 10, 1)), "--from"),
        (ReportRequest("period", period="h2"), "--as-of"),
    ],
)
def test_days_that_make_no_sense_are_refused_with_the_way_out(
    request_: ReportRequest, word: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        resolve_period(request_, "2026/27", CALENDAR, date(2026, 11, 26))
    assert word in caught.value.hint


def test_a_files_name_is_readable_and_safe() -> None:
    assert file_stem("Годовой отчёт", "", "2026-27") == "Годовой отчёт 2026-27"
    assert file_stem('Курс "а/б": <в>', "с именами") == "Курс -а-б- -в- с именами"
    assert "/" not in file_stem("с 01/09", "..\\x")
