"""subject purge: nothing of a leaver is left in the folder, and nobody else loses anything."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said

Vsosh = Callable[..., Said]


def rewrite(school: Path, old: str, new: str) -> None:
    pupils = school / "rosters/ученики.csv"
    text = pupils.read_text(encoding="utf-8")
    assert old in text
    pupils.write_text(text.replace(old, new), encoding="utf-8")


BEDOEVA = "Бедоева;Мария;Олеговна;03.04.2012;8Д;А-2\n"


@pytest.fixture
def left(school: Path, vsosh: Vsosh) -> Path:
    """The small school, applied, from which Bedoeva then left."""
    assert vsosh("apply", "--yes").code == 0
    rewrite(school, BEDOEVA, "")
    said = vsosh("apply", "--yes", "--allow", "class-loss:8Д")
    assert said.code == 0, said.err
    return school


def age_the_journal(school: Path, years: int) -> None:
    """Make every run of the journal and every day of leaving older, as if the years had passed."""
    with sqlite3.connect(school / ".vsosh/state.sqlite") as state:
        state.execute(
            "UPDATE departures SET since = (substr(since, 1, 4) - ?) || substr(since, 5)", (years,)
        )
        state.execute(
            "UPDATE runs SET started = (substr(started, 1, 4) - ?) || substr(started, 5)", (years,)
        )
    state.close()


def bytes_of_state(school: Path) -> bytes:
    """Return what the state file holds, and the copies kept of it."""
    held = [path.read_bytes() for path in (school / ".vsosh").glob("state.sqlite*")]
    for path in (school / ".vsosh/backups").glob("*.zip"):
        with zipfile.ZipFile(path) as copy:
            held += [copy.read(name) for name in copy.namelist()]
    return b"".join(held)


def test_nothing_of_the_person_is_left_and_the_plan_is_empty(left: Path, vsosh: Vsosh) -> None:
    assert vsosh("state", "backup").code == 0
    assert "Бедоева".encode() in bytes_of_state(left)
    said = vsosh("subject", "purge", "bedoeva.m.o", "--yes", "--act", "акт.html")
    assert said.code == 0, said.err
    held = bytes_of_state(left) + b"".join(path.read_bytes() for path in left.glob("slips/*"))
    for trace in ("Бедоева", "bedoeva", "А-2", "2012-04-03"):
        assert trace.encode() not in held
    assert "Абаев".encode() in held
    act = left / "акт.html"
    assert act.stat().st_mode & 0o777 == 0o600
    assert "Бедоева Мария Олеговна" in act.read_text(encoding="utf-8")
    assert vsosh("subject", "show", "bedoeva.m.o").code == 2
    assert vsosh("plan", "--exit-code").code == 0


def test_what_was_exported_for_upload_goes_too(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("export", "csv", "--out", "загрузка").code == 0
    assert vsosh("apply", "--yes").code == 0
    rewrite(school, BEDOEVA, "")
    assert vsosh("apply", "--yes", "--allow", "class-loss:8Д").code == 0
    assert vsosh("subject", "purge", "bedoeva.m.o", "--yes").code == 0
    for trace in ("Бедоева", "bedoeva"):
        assert trace.encode() not in bytes_of_state(school)


def test_letters_and_reports_that_still_name_the_person_are_told(left: Path, vsosh: Vsosh) -> None:
    (left / "reports").mkdir()
    (left / "reports/8Д.txt").write_text("Законному представителю Бедоевой Марии", encoding="utf-8")
    (left / "reports/9А.txt").write_text("Законному представителю Абаева Аслана", encoding="utf-8")
    said = vsosh("subject", "purge", "bedoeva.m.o", "--yes")
    assert said.code == 0
    assert "удалите эти файлы: reports/8Д.txt\n" in said.err


def test_rows_of_registers_that_still_name_the_person_are_told(left: Path, vsosh: Vsosh) -> None:
    (left / "registers").mkdir()
    (left / "registers/проекты.csv").write_text(
        "ФИО;Класс;Тема\nАбаев Аслан Тимурович;8Д;Горы\nБедоева Мария Олеговна;8Д;Реки\n",
        encoding="utf-8",
    )
    said = vsosh("subject", "purge", "bedoeva.m.o", "--yes")
    assert said.code == 0
    assert "удалите эти строки: файл registers/проекты.csv, строка 3" in said.err
    assert "строка 2" not in said.err


def test_the_number_is_not_given_again_and_who_returns_is_a_new_person(
    left: Path, vsosh: Vsosh
) -> None:
    assert vsosh("subject", "purge", "bedoeva.m.o", "--yes").code == 0
    rewrite(left, "Класс;Личное дело №\n", "Класс;Личное дело №\n" + BEDOEVA)
    assert vsosh("apply", "--yes").code == 0
    data = json.loads(vsosh("subject", "show", "А-2", "--format", "json").out)
    assert data["ledger"]["idnumber"] == "vsosh:p:000005"
    assert data["ledger"]["login"] == "bedoeva.m.o2"  # the old account is still on the site
    assert vsosh("plan", "--exit-code").code == 0


def test_who_is_in_the_lists_or_has_an_open_account_is_not_purged(
    school: Path, vsosh: Vsosh
) -> None:
    assert vsosh("subject", "purge", "А-2", "--yes").code == 2  # in the lists, no account yet
    assert vsosh("apply", "--yes").code == 0
    said = vsosh("subject", "purge", "bedoeva.m.o", "--yes")
    assert (said.code, "стоит в нынешних списках" in said.err) == (2, True)
    rewrite(school, BEDOEVA, "")
    said = vsosh("subject", "purge", "bedoeva.m.o", "--yes")
    assert (said.code, "ещё открыта" in said.err) == (2, True)
    assert "Бедоева".encode() in bytes_of_state(school)


def test_nothing_is_purged_without_an_answer_or_over_an_old_act(left: Path, vsosh: Vsosh) -> None:
    assert vsosh("subject", "purge", "bedoeva.m.o").code == 2
    (left / "акт.html").write_text("прежний", encoding="utf-8")
    assert vsosh("subject", "purge", "bedoeva.m.o", "--yes", "--act", "акт.html").code == 2
    assert vsosh("subject", "purge", "--yes").code == 2
    assert vsosh("subject", "show", "bedoeva.m.o").code == 0


def test_those_whose_time_has_come_are_listed_and_purged(left: Path, vsosh: Vsosh) -> None:
    assert json.loads(vsosh("subject", "due", "--format", "json").out) == []
    assert vsosh("subject", "purge", "--due", "--yes").code == 0
    age_the_journal(left, 4)
    [due] = json.loads(vsosh("subject", "due", "--format", "json").out)
    assert due["login"] == "bedoeva.m.o"
    assert json.loads(vsosh("subject", "due", "--years", "5", "--format", "json").out) == []
    said = vsosh("subject", "due")
    assert "Бедоева Мария Олеговна" in said.out
    assert vsosh("subject", "purge", "--due", "--yes").code == 0
    assert "Бедоева".encode() not in bytes_of_state(left)


def test_who_came_back_is_not_due(left: Path, vsosh: Vsosh) -> None:
    rewrite(left, "Класс;Личное дело №\n", "Класс;Личное дело №\n" + BEDOEVA)
    assert vsosh("apply", "--yes").code == 0
    age_the_journal(left, 9)
    assert json.loads(vsosh("subject", "due", "--format", "json").out) == []


def test_the_day_of_leaving_is_told_and_counts_from_what_the_lists_said(
    school: Path, vsosh: Vsosh
) -> None:
    rewrite(school, "Личное дело №\n", "Личное дело №;Дата выбытия\n")
    assert vsosh("apply", "--yes").code == 0
    rewrite(school, BEDOEVA, BEDOEVA.rstrip("\n") + ";01.10.2020\n")
    said = vsosh("apply", "--yes", "--allow", "class-loss:8Д")
    assert said.code == 0, said.err
    rewrite(school, BEDOEVA.rstrip("\n") + ";01.10.2020\n", "")
    data = json.loads(vsosh("subject", "show", "bedoeva.m.o", "--format", "json").out)
    assert data["away_since"] == "2020-10-01"
    assert "В школе нет с 01.10.2020" in vsosh("subject", "show", "bedoeva.m.o").out
    [due] = json.loads(vsosh("subject", "due", "--format", "json").out)
    assert due == {"login": "bedoeva.m.o", "left": "2020-10-01"}
