"""slips: printed, handed over, renewed and done away with, on a rehearsal site."""

import csv
import http.client
import json
import os
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from openpyxl import load_workbook

from tests.apply.faulty_proxy import Fault, faulty_proxy
from tests.cli.conftest import Said
from tests.cli.live_school import CONFIG, PUPILS, Live, edit, no_traces
from vsosh_moodle.sandbox.state import PasswordRules

Vsosh = Callable[..., Said]


def log_in(live: Live, login: str, password: str) -> bool:
    """Tell whether the site lets in: a good password finds that the mobile service is off."""
    fields = {"username": login, "password": password, "service": "moodle_mobile_app"}
    connection = http.client.HTTPConnection(urlsplit(live.site.url).netloc, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login/token.php", urlencode(fields), headers)
    body = json.loads(connection.getresponse().read())
    connection.close()
    assert body["errorcode"] in ("invalidlogin", "servicenotavailable")
    return bool(body["errorcode"] == "servicenotavailable")


def passwords(folder: Path, pattern: str = "*.csv") -> dict[str, str]:
    """Return password by login as the files of slips have them."""
    found = {}
    for path in sorted((folder / "slips").glob(pattern), key=lambda one: one.stat().st_mtime_ns):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {row["Логин"]: row["Пароль"] for row in csv.DictReader(file, delimiter=";")}
    return found


def states(vsosh: Vsosh, *more: str) -> dict[str, str]:
    said = vsosh("slips", "register", "--format", "json", *more)
    assert said.code == 0, said.err
    return {row["login"]: row["status"] for row in json.loads(said.out)["people"]}


def printed_passwords(page: str) -> set[str]:
    found = re.findall(r'<div class="code \w+">(.*?)</div>', page)
    return {re.sub(r"<[^>]+>", "", text) for text in found}


@pytest.fixture
def made(live: Live, vsosh: Vsosh) -> Live:
    """The small school with its accounts made."""
    assert vsosh("apply", "--yes").code == 0
    return live


def test_the_password_that_is_printed_opens_the_account(made: Live, vsosh: Vsosh) -> None:
    assert vsosh("slips", "print", "--out", "all.html").code == 0
    page = (made.folder / "all.html").read_text(encoding="utf-8")
    issued = passwords(made.folder)
    assert len(issued) == 4
    assert printed_passwords(page) == {*issued, *issued.values()}
    for login, password in issued.items():
        assert log_in(made, login, password)
        assert not log_in(made, login, f"{password}x")
    assert "http://" not in page.replace(made.site.url, "").replace("http://www.w3.org", "")


def test_a_folder_gets_a_private_file_a_class_and_teachers_theirs(made: Live, vsosh: Vsosh) -> None:
    said = vsosh("slips", "print")
    assert said.code == 0, said.err
    [folder] = (made.folder / "slips").glob("print-*")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in folder.iterdir()} == {"8Д.html", "9А.html", "Учителя.html"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
    page = (folder / "8Д.html").read_text(encoding="utf-8")
    assert page.index("Абаев") < page.index("Бедоева")
    assert "Вершинин" not in page
    assert "Гаглоева" in (folder / "Учителя.html").read_text(encoding="utf-8")
    assert set(states(vsosh).values()) == {"напечатан"}


def test_no_file_is_replaced_and_an_unknown_ending_is_told(made: Live, vsosh: Vsosh) -> None:
    assert vsosh("slips", "print", "--class", "9а", "--out", "9.xlsx").code == 0
    before = (made.folder / "9.xlsx").read_bytes()
    said = vsosh("slips", "print", "--out", "9.xlsx")
    assert (said.code, "9.xlsx" in said.err) == (2, True)
    assert (made.folder / "9.xlsx").read_bytes() == before
    said = vsosh("slips", "print", "--out", "9.pdf")
    assert ".html или .xlsx" in said.err
    said = vsosh("slips", "print", "--out", "9.html", "--format", "xlsx")
    assert "противоречат" in said.err
    said = vsosh("slips", "print", "--class", "10А")
    assert "Класса «10А» нет" in said.err
    no_traces(said)


def test_only_those_asked_for_are_printed(made: Live, vsosh: Vsosh) -> None:
    assert "1 листок" in vsosh("slips", "print", "--person", "А-2", "--out", "1.html").out
    assert "3 листка" in vsosh("slips", "print", "--new", "--out", "3.html").out
    assert "Печатать нечего" in vsosh("slips", "print", "--new", "--out", "0.html").out
    assert not (made.folder / "0.html").exists()
    pupils = made.folder / PUPILS
    with pupils.open("a", encoding="utf-8") as file:
        file.write("Дзугов;Сослан;;01.01.2011;9А;А-9\n")
    assert vsosh("apply", "--yes").code == 0
    assert "1 листок" in vsosh("slips", "print", "--run", "2", "--out", "2.html").out
    assert "Дзугов Сослан" in (made.folder / "2.html").read_text(encoding="utf-8")
    said = vsosh("slips", "print", "--person", "Никто")
    assert "«Никто»" in said.err


def test_the_register_says_who_got_theirs_and_holds_no_password(made: Live, vsosh: Vsosh) -> None:
    assert set(states(vsosh).values()) == {"не напечатан"}
    said = vsosh("slips", "handed", "--class", "8Д", "--date", "03.09.2025")
    assert "выдано 2 листка" in said.out
    assert vsosh("slips", "handed", "А-3").code == 0
    lines = {
        row["login"]: row
        for row in json.loads(vsosh("slips", "register", "--format", "json").out)["people"]
    }
    assert lines["abaev.a.t"]["handed"] == "03.09.2025"
    assert [row["status"] for row in lines.values()] == ["выдан", "выдан", "выдан", "не напечатан"]
    tomorrow = f"{date.today() + timedelta(days=2):%d.%m.%Y}"
    assert "не наступил" in vsosh("slips", "handed", "А-3", "--date", tomorrow).err
    assert "Не сказано" in vsosh("slips", "handed").err
    assert vsosh("slips", "register", "--out", "list.html").code == 0
    assert vsosh("slips", "register", "--class", "9А", "--out", "list.xlsx").code == 0
    page = (made.folder / "list.html").read_text(encoding="utf-8")
    assert "Получил(а), подпись" in page
    sheet = load_workbook(made.folder / "list.xlsx").worksheets[0]
    text = page + "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    text += (made.folder / ".vsosh/state.sqlite").read_bytes().decode("latin-1")
    for password in passwords(made.folder).values():
        assert password not in text
    assert (made.folder / "list.html").stat().st_mode & 0o777 == 0o600


def test_the_site_tells_who_has_logged_in(made: Live, vsosh: Vsosh) -> None:
    with made.site.edit() as store:
        store.write("UPDATE user SET firstaccess = 1756900000 WHERE username = 'abaev.a.t'")
        # By Moodle's app: no first access, only a last one.
        store.write("UPDATE user SET lastaccess = 1757000000 WHERE username = 'bedoeva.m.o'")
    found = states(vsosh, "--ask-site")
    assert found["abaev.a.t"] == "не напечатан, вход 03.09.2025"
    assert found["bedoeva.m.o"] == "не напечатан, вход 04.09.2025"
    assert found["gagloeva.z.i"] == "не напечатан"


def test_a_new_password_opens_the_account_and_the_old_does_not(made: Live, vsosh: Vsosh) -> None:
    first = passwords(made.folder)
    with made.site.edit() as store:
        store.write("DELETE FROM user_preferences WHERE name = 'auth_forcepasswordchange'")
    vsosh("slips", "handed", "--class", "8Д")
    said = vsosh("slips", "reissue", "--class", "8Д", "--yes")
    assert said.code == 0, said.err
    second = passwords(made.folder)
    assert {login for login in first if first[login] != second[login]} == {
        "abaev.a.t", "bedoeva.m.o",
    }  # fmt: skip
    for login, password in second.items():
        assert log_in(made, login, password)
    assert not log_in(made, "abaev.a.t", first["abaev.a.t"])
    forced = made.site.store.column(
        "SELECT username FROM user JOIN user_preferences ON userid = user.id"
        " WHERE name = 'auth_forcepasswordchange' AND value = '1' ORDER BY username"
    )
    assert forced == ["abaev.a.t", "bedoeva.m.o"]
    assert made.site.mails == []
    assert states(vsosh)["abaev.a.t"] == "перевыпущен, не напечатан"
    assert "новый пароль — 2 изменения" in vsosh("history", "show", "2").out
    assert vsosh("plan", "--exit-code").code == 0
    assert "2 листка" in vsosh("slips", "print", "--run", "2", "--out", "new.html").out
    shown = printed_passwords((made.folder / "new.html").read_text(encoding="utf-8"))
    assert {second["abaev.a.t"], second["bedoeva.m.o"]} < shown


def test_teachers_and_others_get_a_new_password_by_name_only(made: Live, vsosh: Vsosh) -> None:
    first = passwords(made.folder)
    assert "Не сказано" in vsosh("slips", "reissue", "--yes").err
    for name in ("8Д", "9А"):
        assert vsosh("slips", "reissue", "--class", name, "--yes").code == 0
    assert passwords(made.folder)["gagloeva.z.i"] == first["gagloeva.z.i"]
    assert vsosh("slips", "reissue", "Т-1", "--yes").code == 0
    assert passwords(made.folder)["gagloeva.z.i"] != first["gagloeva.z.i"]
    assert "admin" in vsosh("slips", "reissue", "admin", "--yes").err


def test_who_cannot_log_in_here_is_left_out_and_told(made: Live, vsosh: Vsosh) -> None:
    with made.site.edit() as store:
        store.write("UPDATE user SET suspended = 1 WHERE username = 'abaev.a.t'")
        store.write("UPDATE user SET auth = 'ldap' WHERE username = 'bedoeva.m.o'")
        store.write("UPDATE user SET idnumber = '' WHERE username = 'vershinin.p'")
    said = vsosh("slips", "reissue", "А-1", "А-2", "А-3", "--yes")
    assert said.code == 7
    for why in ("приостановлена", "вход через ldap", "на сайте нет"):
        assert why in said.err
    assert "некому" in said.err
    assert len(list((made.folder / "slips").glob("*.csv"))) == 1


def test_nothing_is_renewed_without_a_person_to_ask(made: Live, vsosh: Vsosh) -> None:
    said = vsosh("slips", "reissue", "А-1")
    assert "--yes" in said.err
    assert not list((made.folder / "slips").glob("*reissue*"))


@pytest.mark.parametrize("fault", ["drop-before", "drop-after"])
def test_a_lost_answer_is_told_and_never_sent_twice(made: Live, vsosh: Vsosh, fault: Fault) -> None:
    first = passwords(made.folder)
    sent = []

    def lose(wsfunction: str, _count: int) -> Fault:
        if wsfunction != "core_user_update_users":
            return ""
        sent.append(wsfunction)
        return fault

    with faulty_proxy(made.site.url, lose) as url:
        edit(made.folder / CONFIG, made.site.url, url)
        said = vsosh("slips", "reissue", "--class", "8Д", "--yes")
        edit(made.folder / CONFIG, url, made.site.url)
    assert said.code == 7
    assert len(sent) == 1
    assert "неизвестно, прежний или новый" in said.out
    assert "пароли прежние: Бедоева" in said.out
    second = passwords(made.folder, "*reissue.csv")
    assert list(second) == ["abaev.a.t"]
    works = second if fault == "drop-after" else first
    assert log_in(made, "abaev.a.t", works["abaev.a.t"])
    assert states(vsosh)["abaev.a.t"] == "перевыпуск не подтверждён"
    said = vsosh("slips", "print", "--class", "8Д", "--out", "8.html")
    assert "не подтвердил новый пароль: Абаев" in said.out
    assert "Абаев" not in (made.folder / "8.html").read_text(encoding="utf-8")
    assert vsosh("slips", "reissue", "А-1", "--yes").code == 0
    assert log_in(made, "abaev.a.t", passwords(made.folder, "*reissue.csv")["abaev.a.t"])
    assert states(vsosh)["abaev.a.t"] == "перевыпущен, не напечатан"


def test_a_run_killed_between_slip_and_answer_is_unsure(made: Live, vsosh: Vsosh) -> None:
    source = next((made.folder / "slips").glob("*.csv"))
    rows = source.read_text(encoding="utf-8-sig").splitlines()
    rows = [rows[0], next(row for row in rows if "abaev" in row)]
    left = made.folder / "slips/2026-09-01-7-reissue.csv"
    left.write_text("\n".join([*rows, ""]), encoding="utf-8-sig")
    assert states(vsosh)["abaev.a.t"] == "перевыпуск не подтверждён"
    assert states(vsosh)["bedoeva.m.o"] == "не напечатан"


def test_a_policy_that_refuses_leaves_the_old_password_and_no_slip(
    made: Live, vsosh: Vsosh
) -> None:
    first = passwords(made.folder)
    made.site.state(passwords=PasswordRules(min_length=40))
    said = vsosh("slips", "reissue", "--class", "8Д", "--yes")
    assert said.code == 7
    assert "logins.policy" in said.out
    assert "Не дошла очередь" in said.out
    assert not list((made.folder / "slips").glob("*reissue*"))
    assert log_in(made, "abaev.a.t", first["abaev.a.t"])
    assert states(vsosh)["abaev.a.t"] == "не напечатан"


def test_purge_shows_first_and_keeps_the_register(made: Live, vsosh: Vsosh) -> None:
    vsosh("slips", "print")
    vsosh("slips", "print", "--out", "outside.html")
    files = json.loads(vsosh("slips", "list", "--format", "json").out)["files"]
    assert [(one["kind"], one["slips"]) for one in files].count(("sheet", 4)) == 1
    assert {one["handed"] for one in files if one["kind"] == "passwords"} == {0}
    assert "Не сказано" in vsosh("slips", "purge", "--yes").err
    assert "--yes" in vsosh("slips", "purge", "--all").err
    vsosh("slips", "handed", "--class", "8Д")
    said = vsosh("slips", "purge", "--class", "8Д", "--yes")
    assert said.code == 0, said.err
    assert set(passwords(made.folder)) == {"vershinin.p", "gagloeva.z.i"}
    assert not (made.folder / "outside.html").exists()  # it held their slips too
    assert [path.name for path in sorted(made.folder.glob("slips/print-*/*"))] == [
        "9А.html", "Учителя.html",
    ]  # fmt: skip
    said = vsosh("slips", "purge", "--all", "--yes")
    assert "2 листка ещё не отмечены выданными" in said.err
    assert list((made.folder / "slips").iterdir()) == []
    found = states(vsosh)
    assert (found["abaev.a.t"], found["vershinin.p"]) == ("выдан", "файл удалён, не выдан")
    said = vsosh("slips", "print", "--class", "9А", "--out", "x.html")
    assert "slips reissue" in said.out
    assert "Удалять нечего" in vsosh("slips", "purge", "--all", "--yes").out


def test_what_is_erased_is_overwritten_and_a_link_is_only_taken_away(
    made: Live, vsosh: Vsosh
) -> None:
    [source] = (made.folder / "slips").glob("*.csv")
    twin = made.folder / "twin"
    os.link(source, twin)
    other = made.folder / "чужой.csv"
    other.write_text("не трогать", encoding="utf-8")
    (made.folder / "slips/link.csv").symlink_to(other)
    assert vsosh("slips", "purge", "--all", "--yes").code == 0
    assert set(twin.read_bytes()) == {0}
    assert other.read_text(encoding="utf-8") == "не трогать"
    assert list((made.folder / "slips").iterdir()) == []


def test_old_slips_are_told_by_plan_status_and_doctor(made: Live, vsosh: Vsosh) -> None:
    [source] = (made.folder / "slips").glob("*.csv")
    assert "паролями дольше" not in vsosh("plan").out + vsosh("status").out
    os.utime(source, (0, 0))
    assert vsosh("slips", "purge", "--older-than", "99999", "--yes").out == "Удалять нечего.\n"
    for command in ("plan", "status", "doctor"):
        said = vsosh(command)
        assert "паролями дольше 30 дней" in said.out + said.err, command
    assert vsosh("slips", "purge", "--older-than", "30", "--yes").code == 0
    assert not source.exists()


def test_digits_are_refused_before_the_first_write_where_letters_are_wanted(
    live: Live, vsosh: Vsosh
) -> None:
    config = live.folder / CONFIG
    with config.open("a", encoding="utf-8") as file:
        file.write("logins: {password: digits}\n")
    assert "не примет" in vsosh("plan").out
    said = vsosh("apply", "--yes")
    assert "строчных букв не меньше 1" in said.err
    assert "logins.password: readable" in said.err
    assert live.count("user") == 2
    said = vsosh("doctor")
    assert (said.code, "не примет" in said.out) == (3, True)
    edit(config, "{password: digits}", "{password: digits, policy: {lower: 0, upper: 0}}")
    live.site.state(passwords=PasswordRules(lower=0, upper=0))
    assert vsosh("apply", "--yes").code == 0
    for login, password in passwords(live.folder).items():
        assert not any(map(str.isalpha, password))
        assert log_in(live, login, password)


def test_pupils_under_codes_have_codes_on_slips_and_names_in_the_register(
    live: Live, vsosh: Vsosh
) -> None:
    with (live.folder / CONFIG).open("a", encoding="utf-8") as file:
        file.write("people: {pupils: codes}\n")
    assert vsosh("apply", "--yes").code == 0
    assert vsosh("slips", "print", "--class", "8Д", "--out", "8.html").code == 0
    page = (live.folder / "8.html").read_text(encoding="utf-8")
    assert "Абаев" not in page
    assert len(re.findall(r"Ученик \d{5}", page)) == 2
    said = vsosh("slips", "register", "--class", "8Д")
    assert re.search(r"Абаев Аслан Тимурович \(\d{5}\)", said.out)
    assert vsosh("slips", "reissue", "А-1", "--yes").code == 0
    [source] = (live.folder / "slips").glob("*reissue.csv")
    assert "Абаев" not in source.read_text(encoding="utf-8-sig")
