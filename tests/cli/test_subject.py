"""subject: all that is held on one person, and nobody else's."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said

Vsosh = Callable[..., Said]


@pytest.mark.parametrize("who", ["bedoeva.m.o", "А-2", "БЕДОЕВА Мария Олеговна"])
def test_everything_of_one_person_is_found(school: Path, vsosh: Vsosh, who: str) -> None:
    assert vsosh("apply", "--yes").code == 0
    said = vsosh("subject", "show", who, "--format", "json")
    assert said.code == 0, said.err
    data = json.loads(said.out)
    assert data["ledger"]["login"] == "bedoeva.m.o"
    assert [row["file"] for row in data["rosters"]] == ["rosters/ученики.csv"]
    kinds = {row["kind"] for row in data["applied"]}
    assert {"user", "cohort_member", "group_member"} <= kinds
    assert {step["kind"] for step in data["journal"]} == kinds
    [slips] = data["slips"]
    assert [one["event"] for one in data["slip_events"]] == ["issued"]
    assert (school / slips).is_file()
    rows = (school / slips).read_text(encoding="utf-8-sig").splitlines()
    password = next(row for row in rows if "bedoeva" in row).split(";")[-1]
    assert password not in said.out
    assert "abaev" not in said.out

    said = vsosh("subject", "show", who)
    assert "Списки: файл rosters/ученики.csv" in said.out
    assert slips in said.out


def test_what_was_exported_for_upload_is_told(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("export", "csv", "--out", "загрузка").code == 0
    said = vsosh("subject", "show", "А-2", "--format", "json")
    data = json.loads(said.out)
    assert data["applied"] == []
    assert {"user", "cohort_member", "group_member"} <= {row["kind"] for row in data["exported"]}
    assert "abaev" not in said.out
    assert "Выгружено в файлы для загрузки" in vsosh("subject", "show", "А-2").out


def test_export_is_a_private_file_and_replaces_nothing(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("subject", "export", "А-2", "--out", "one.json")
    assert said.code == 0, said.err
    path = school / "one.json"
    assert path.stat().st_mode & 0o777 == 0o600
    data = json.loads(path.read_text(encoding="utf-8"))
    assert (data["ledger"], data["rosters"][0]["last_name"]) == (None, "Бедоева")
    assert vsosh("subject", "export", "А-1", "--out", "one.json").code == 2
    assert json.loads(path.read_text(encoding="utf-8")) == data


def test_nobody_and_namesakes_are_told(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("subject", "show", "Никто Такой")
    assert (said.code, "никого не нашлось" in said.err) == (2, True)
    pupils = school / "rosters/ученики.csv"
    with pupils.open("a", encoding="utf-8") as file:
        file.write("Бедоева;Мария;Олеговна;01.01.2011;9А;А-9\n")
    assert vsosh("subject", "show", "Бедоева Мария Олеговна").code == 2
    assert vsosh("apply", "--yes").code == 0
    said = vsosh("subject", "show", "Бедоева Мария Олеговна")
    assert said.code == 2
    assert "bedoeva.m.o, bedoeva.m.o2" in said.err
