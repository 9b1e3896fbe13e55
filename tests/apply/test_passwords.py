"""First passwords: what is written down, and what is taken back."""

import csv
import os
import secrets
import stat
from pathlib import Path

from vsosh_moodle.apply.passwords import PasswordSlips, load_slip_file, load_slips
from vsosh_moodle.plan.records import User
from vsosh_moodle.school.password_policy import PasswordPolicy
from vsosh_moodle.school.passwords import shape_for

USERS = [
    User(f"vsosh:p:{n}", f"testov{n}", "Анна", "", f"Тестова-{n}", f"t{n}@v.invalid")
    for n in range(3)
]


def draw() -> str:
    return shape_for("readable", PasswordPolicy()).draw(secrets.choice)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def slips(folder: Path) -> PasswordSlips:
    return PasswordSlips(folder / "slips" / "1.csv", {USERS[0].key: "8Д"}, draw)


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
    later = PasswordSlips(tmp_path / "slips" / "2.csv", {}, draw)
    again = later.issue(USERS)
    assert again[:2] == first
    assert again[2] not in first


def test_a_slip_file_saved_in_another_form_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    folder.mkdir()
    (folder / "0.csv").write_bytes("Логин,Пароль\ntestov0,кот\n".encode("cp1251"))
    assert len(slips(tmp_path).issue(USERS)) == 3


def test_a_new_password_is_drawn_whatever_was_before_and_the_newest_file_holds(
    tmp_path: Path,
) -> None:
    [first] = slips(tmp_path).issue(USERS[:1])
    os.utime(tmp_path / "slips" / "1.csv", (1, 1))
    later = PasswordSlips(tmp_path / "slips" / "2.csv", {}, draw)
    [second] = later.reissue(USERS[:1])
    assert second != first
    assert [slip.password for slip in load_slips(tmp_path / "slips")] == [first, second]


def test_taking_rows_out_does_not_make_a_file_the_newest(tmp_path: Path) -> None:
    one = slips(tmp_path)
    one.issue(USERS)
    os.utime(one.path, (1, 1))
    one.withdraw(USERS[:1])
    assert one.path.stat().st_mtime == 1
    assert not list(one.path.parent.glob("*.new"))


def test_names_that_are_formulas_are_text_in_the_file_and_themselves_when_read(
    tmp_path: Path,
) -> None:
    person = User("vsosh:p:9", "evil", "=1+1", "-2", "@SUM(A1)", "e@v.invalid")
    one = slips(tmp_path)
    one.issue([person])
    assert rows(one.path)[1][1:4] == ["'-2", "'=1+1", "'@SUM(A1)"]
    [read] = load_slip_file(one.path)
    assert (read.last_name, read.first_name, read.middle_name) == ("-2", "=1+1", "@SUM(A1)")
