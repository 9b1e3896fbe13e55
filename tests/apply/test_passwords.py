"""First passwords: what is written down, and what is taken back."""

import csv
import re
import stat
from pathlib import Path

from vsosh_moodle.apply.passwords import PasswordSlips, make_password
from vsosh_moodle.plan.records import User

USERS = [
    User(f"vsosh:p:{n}", f"testov{n}", "Анна", "", f"Тестова-{n}", f"t{n}@v.invalid")
    for n in range(3)
]


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def slips(folder: Path) -> PasswordSlips:
    return PasswordSlips(folder / "slips" / "1.csv", {USERS[0].key: "8Д"}, 10)


def test_a_password_meets_moodles_default_policy() -> None:
    for length in (1, 8, 12):
        password = make_password(length)
        assert len(password) == max(8, length)
        for kind in ("[a-z]", "[A-Z]", r"\d", r"[^a-zA-Z\d]"):
            assert re.search(kind, password)


def test_an_account_asked_for_again_keeps_its_password(tmp_path: Path) -> None:
    one = slips(tmp_path)
    first = one.issue(USERS[:2])
    assert one.issue(USERS) == [*first, one.issue([USERS[2]])[0]]
    assert [row[4:] for row in rows(one.path)[1:]] == [
        [user.username, password] for user, password in zip(USERS, one.issue(USERS), strict=True)
    ]
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600


def test_the_slip_of_an_account_that_was_not_made_is_taken_back(tmp_path: Path) -> None:
    one = slips(tmp_path)
    one.issue(USERS)
    one.withdraw([USERS[1]])
    assert [row[4] for row in rows(one.path)[1:]] == ["testov0", "testov2"]
    assert len(one) == 2
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    one.withdraw([USERS[0], USERS[2]])
    assert not one.path.exists()
    one.withdraw(USERS)
    assert len(one) == 0


def test_an_account_of_a_killed_run_keeps_the_password_of_its_slip(tmp_path: Path) -> None:
    first = slips(tmp_path).issue(USERS[:2])
    later = PasswordSlips(tmp_path / "slips" / "2.csv", {}, 10)
    again = later.issue(USERS)
    assert again[:2] == first
    assert again[2] not in first


def test_a_slip_file_saved_in_another_form_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    folder.mkdir()
    (folder / "0.csv").write_bytes("Логин,Пароль\ntestov0,кот\n".encode("cp1251"))
    assert len(slips(tmp_path).issue(USERS)) == 3
