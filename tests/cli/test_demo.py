"""The demo goes the whole way: a plan page, a played term, a snapshot, a year report in three forms."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from vsosh_moodle.cli.demo_term import demo_clock
from vsosh_moodle.cli.main import run

MOSCOW = ZoneInfo("Europe/Moscow")
REPORT = "Годовой отчёт 2026-27"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "показ"
    assert run(["demo", "--out", str(out), "--today", "2026-11-26"]) == 0
    return out


def test_demo_converges_and_leaves_a_plan_page(shown: Path) -> None:
    page = (shown / "plan.html").read_text(encoding="utf-8")
    assert "<table" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert list((shown / "slips").glob("*.csv"))


def test_demo_leaves_a_term_and_its_snapshot(shown: Path) -> None:
    with closing(sqlite3.connect(shown / ".vsosh/state.sqlite")) as state:
        ((taken, kept),) = state.execute("SELECT taken, state FROM snapshots").fetchall()
        ((done, last),) = state.execute(
            "SELECT count(*), max(time) FROM completion_facts WHERE state IN (1, 2)"
        ).fetchall()
    noon = datetime(2026, 11, 26, 12, tzinfo=MOSCOW).timestamp()
    assert (taken, kept) == (noon, "done")
    assert done > 1000
    assert noon - 5 * 86400 < last <= noon


def test_demo_leaves_a_year_report_in_three_forms(shown: Path) -> None:
    reports = shown / "reports"
    assert {path.name for path in reports.iterdir()} == {
        f"{REPORT}{ending}" for ending in (".html", ".xlsx", ".docx", ".выводы.md")
    }
    page = (reports / f"{REPORT}.html").read_text(encoding="utf-8")
    assert "Охват" in page
    assert "26.11.2026" in page
    assert load_workbook(reports / f"{REPORT}.xlsx").sheetnames
    assert (reports / f"{REPORT}.docx").read_bytes()[:2] == b"PK"
    assert {path.stat().st_mode & 0o777 for path in reports.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (date(2026, 11, 26), date(2026, 11, 26)),
        (date(2027, 5, 20), date(2027, 5, 20)),
        (date(2026, 9, 29), date(2026, 9, 29)),
        # No term has had its weeks: the demo is in the November before.
        (date(2026, 9, 28), date(2025, 11, 26)),
        (date(2027, 7, 1), date(2026, 11, 26)),
        (date(2027, 1, 3), date(2027, 1, 3)),
    ],
)
def test_the_demo_is_in_a_term_that_has_had_its_weeks(now: date, day: date) -> None:
    moment = datetime(now.year, now.month, now.day, 9, tzinfo=MOSCOW)
    assert demo_clock(moment).today == day


def test_demo_says_what_it_did_and_shows_last_autumn_in_the_holidays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", "--out", str(tmp_path / "показ"), "--today", "2026-07-10"]) == 0
    said = capsys.readouterr().out
    assert "Изменений нет: сайт такой, как в файлах." in said
    assert "Разыграны дни с 01.09.2025 по 26.11.2025" in said
    assert "Снимок № 1 от 26.11.2025" in said
    assert "Годовой отчёт 2025-26.html" in said


def test_demo_does_not_touch_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("version: 1\n", encoding="utf-8")
    assert run(["demo", "--out", str(tmp_path)]) == 2
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == "version: 1\n"
