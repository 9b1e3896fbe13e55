"""Pupils under codes: Moodle sees no name of a pupil, the school's own list says who is who."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Said
from vsosh_moodle.school.pseudonyms import is_pupil_code
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import open_database

Vsosh = Callable[..., Said]


@pytest.fixture
def coded(school: Path) -> Path:
    """The same small school with its pupils under codes."""
    with (school / "config.yaml").open("a", encoding="utf-8") as file:
        file.write('people: {pupils: codes, code_prefix: "v2-"}\n')
    return school


def written_users(school: Path) -> dict[str, dict[str, object]]:
    """What was written to the site about accounts, by login."""
    with open_database(school / ".vsosh/state.sqlite") as database:
        applied = AppliedState(database).load_applied()
    users = [dict(row.fields) for (kind, _key), row in applied.items() if kind == "user"]
    return {str(user["username"]): user for user in users}


def test_moodle_gets_codes_and_the_second_plan_is_empty(coded: Path, vsosh: Vsosh) -> None:
    said = vsosh("apply", "--yes")
    assert said.code == 0, said.err
    users = written_users(coded)
    pupils = {login: user for login, user in users.items() if login.startswith("v2-")}
    assert len(pupils) == 3
    for login, user in pupils.items():
        assert (user["firstname"], user["middlename"]) == ("Ученик", "")
        assert login == f"v2-{user['lastname']}"
        assert is_pupil_code(str(user["lastname"]))
        assert user["email"] == f"{login}@vsosh.invalid"
    assert users["gagloeva.z.i"]["lastname"] == "Гаглоева"
    assert vsosh("plan", "--exit-code").code == 0


def test_the_list_of_codes_is_private_and_narrowed_by_class(coded: Path, vsosh: Vsosh) -> None:
    assert vsosh("subject", "keys", "--out", "keys.html").code == 2  # nobody has a code yet
    assert vsosh("apply", "--yes").code == 0
    said = vsosh("subject", "keys", "--class", "8д", "--out", "keys.html")
    assert said.code == 0, said.err
    assert "2 ученика" in said.out
    page = coded / "keys.html"
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text(encoding="utf-8")
    assert "Абаев Аслан Тимурович" in text
    assert "Вершинин" not in text
    assert "Для служебного пользования" in text
    assert vsosh("subject", "keys", "--out", "keys.html").code == 2  # nothing is replaced

    assert vsosh("subject", "keys", "--out", "keys.xlsx").code == 0
    book = load_workbook(coded / "keys.xlsx")
    assert book.sheetnames == ["8Д", "9А"]
    row = [cell.value for cell in book["9А"][3]]
    assert row[1] == "Вершинин Пётр"
    assert row[3] == f"v2-{row[2]}"
    assert vsosh("subject", "keys", "--out", "keys.pdf").code == 2
    assert vsosh("subject", "keys", "--class", "7Я", "--out", "7.html").code == 2


def test_a_corrected_surname_changes_nothing_on_the_site(coded: Path, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes").code == 0
    pupils = coded / "rosters/ученики.csv"
    pupils.write_text(pupils.read_text(encoding="utf-8").replace("Абаев", "Агаев"), "utf-8")
    assert vsosh("plan", "--exit-code").code == 0


def test_switching_to_codes_hides_the_names_and_tells_of_the_logins(
    school: Path, vsosh: Vsosh
) -> None:
    assert vsosh("subject", "keys", "--out", "keys.html").code == 2  # pupils are shown by name
    assert vsosh("apply", "--yes").code == 0
    with (school / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("people: {pupils: codes}\n")
    said = vsosh("plan")
    assert said.code == 0, said.err
    assert "3 логина из прежних выданы по фамилиям" in said.out + said.err
    assert vsosh("apply", "--yes").code == 0
    assert {user["firstname"] for user in written_users(school).values()} == {"Ученик", "Зарина"}
    assert vsosh("plan", "--exit-code").code == 0
