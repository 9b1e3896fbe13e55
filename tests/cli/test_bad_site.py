"""Whatever is wrong with the site, the token or its rights: one message, its exit code, nothing half-written."""

import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.apply.faulty_proxy import Fault, faulty_proxy
from tests.cli.conftest import Said
from tests.cli.live_school import (
    CONFIG,
    PUPILS,
    TEACHERS,
    Live,
    edit,
    no_traces,
    point_at,
)
from vsosh_moodle.moodle.functions import FUNCTIONS
from vsosh_moodle.sandbox.state import PasswordRules

Vsosh = Callable[..., Said]

ALL_FUNCTIONS = [function.name for function in FUNCTIONS]


Arrange = Callable[[Live], object]


@dataclass(frozen=True)
class BadSite:
    """A site that cannot be worked with, and what must be said."""

    arrange: Arrange
    code: int
    message: str
    way_out: str


SITES = {
    "the maintenance page": BadSite(
        lambda live: live.site.state(maintenance="cli"), 5, "на обслуживании", "Подождите"
    ),
    "maintenance for all but administrators": BadSite(
        lambda live: (live.site.state(maintenance="site"), live.token(live.site.add_token())),
        5, "на обслуживании", "Подождите",
    ),
    "an upgrade under way": BadSite(
        lambda live: live.site.state(upgraderunning=True), 5, "обновляется", "Подождите"
    ),
    "its database away": BadSite(
        lambda live: live.site.state(dbdown=True), 5, "базой данных", "администратору сервера"
    ),
    "web services off": BadSite(
        lambda live: live.site.state(rest=False), 5, "выключены веб-службы", "Расширенные возможности"
    ),
    "a wrong path": BadSite(
        lambda live: edit(live.folder / CONFIG, "\n  token:", "/moodle\n  token:"),
        6, "нет Moodle (HTTP 404)", "главной страницы",
    ),
    "another host": BadSite(
        lambda live: edit(live.folder / CONFIG, "127.0.0.1", "localhost"),
        6, "отправляет на другой адрес", "http://127.0.0.1:",
    ),
    "a wrong token": BadSite(
        lambda live: live.token("f" * 32), 5, "не принял токен", "Управление ключами"
    ),
    "an expired token": BadSite(
        lambda live: live.site.state(token_expired=True), 5, "вышел его срок", "проверьте ключ"
    ),
    "a suspended owner": BadSite(
        lambda live: live.site.state(owner_suspended=True), 5, "заблокирован", "Администратору"
    ),
    "another computer's token": BadSite(
        lambda live: live.site.state(ip_restricted=True), 5, "адрес этого компьютера", "ключ"
    ),
    "a service without anything": BadSite(
        lambda live: live.token(live.site.add_token([])), 5, "в службе нет функции", "функции службы"
    ),
    "a service that cannot read": BadSite(
        lambda live: live.token(live.site.add_token(["core_webservice_get_site_info"])),
        5, "не хватает функций: core_user_get_users_by_field, core_course_get_categories", "doctor",
    ),
    "a site that is slow": BadSite(
        lambda live: (live.configure("timeout: {read: 0.05}"), live.site.state(latency=0.3)),
        6, "не ответил вовремя", "site.timeout.read",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SITES.values(), ids=SITES.keys())
@pytest.mark.parametrize("command", ["plan", "apply"])
def test_a_bad_site_is_told_once_and_nothing_is_written(
    live: Live, vsosh: Vsosh, case: BadSite, command: str
) -> None:
    users = live.count("user")
    case.arrange(live)
    token = (live.folder / "token.txt").read_text(encoding="utf-8")
    users = max(users, live.count("user"))
    said = vsosh(command, *(["--yes"] if command == "apply" else []))
    assert said.code == case.code
    assert said.err.count("Ошибка: ") == 1
    assert case.message in said.err
    assert case.way_out in said.err.partition("Что сделать: ")[2]
    assert said.out == ""
    assert token not in said.err
    no_traces(said)
    assert live.count("user") == users
    assert not (live.folder / "slips").exists()
    assert vsosh("history").out == "Ещё ничего не применялось.\n"


def test_a_bad_site_is_json_when_asked(live: Live, vsosh: Vsosh) -> None:
    live.site.state(maintenance="cli")
    said = vsosh("plan", "--format", "json")
    data = json.loads(said.out)
    assert (said.code, data["exit_code"], data["problems"]) == (5, 5, [])
    assert "на обслуживании" in data["error"]
    assert data["hint"]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:9", "соединение не принято"),
        ("https://no-such-host.invalid", "такого имени в сети нет"),
    ],
)
def test_a_site_that_is_not_there(school: Path, vsosh: Vsosh, url: str, message: str) -> None:
    point_at(school, url, "f" * 32)
    said = vsosh("plan")
    assert said.code == 6
    assert message in said.err
    no_traces(said)


TOKENS = {
    "no file": (lambda live: (live.folder / "token.txt").unlink(), "Файла с токеном нет", "chmod 600"),
    "a file open to others": (
        lambda live: (live.folder / "token.txt").chmod(0o644), "могут читать и другие", "chmod 600",
    ),
    "an empty file": (lambda live: live.token("\n"), "Токен пуст", "Скопируйте токен"),
    "words instead of a token": (
        lambda live: live.token("вот токен"), "Это не токен Moodle", "целиком",
    ),
    "an unset variable": (
        lambda live: edit(live.folder / CONFIG, "{file: token.txt}", "{env: NO_SUCH_TOKEN}"),
        "NO_SUCH_TOKEN не задана", "export NO_SUCH_TOKEN",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOKENS.values(), ids=TOKENS.keys())
@pytest.mark.parametrize("command", ["plan", "doctor"])
def test_a_token_that_cannot_be_had(
    live: Live, vsosh: Vsosh, case: tuple[Arrange, str, str], command: str
) -> None:
    arrange, message, way_out = case
    arrange(live)
    said = vsosh(command)
    assert said.code == 2
    assert message in said.err
    assert way_out in said.err
    assert live.site.calls == []
    no_traces(said)


def test_a_function_that_apply_needs_is_told_by_plan_and_stops_apply(
    live: Live, vsosh: Vsosh
) -> None:
    lacking = {"core_user_create_users", "enrol_manual_enrol_users"}
    live.token(live.site.add_token([name for name in ALL_FUNCTIONS if name not in lacking]))
    said = vsosh("plan")
    assert said.code == 0
    assert "не хватает функций: core_user_create_users, enrol_manual_enrol_users." in said.out
    # Whoever may only read is not sent to a command that would refuse.
    for command in ("plan", "sync"):
        last = vsosh(command).out.strip().splitlines()[-1]
        assert "vsosh-moodle export csv --out загрузка" in last
    said = vsosh("apply", "--yes")
    assert said.code == 5
    assert "Ничего не записано." in said.err
    assert "Внешние службы" in said.err
    assert live.count("cohort") == 0
    assert vsosh("history").out == "Ещё ничего не применялось.\n"


def test_a_function_taken_away_in_mid_run_leaves_the_rest_for_the_next(
    live: Live, vsosh: Vsosh
) -> None:
    token = live.site.add_token(ALL_FUNCTIONS)
    live.token(token)

    def take_away(called: str, _times: int) -> Fault:
        if called == "enrol_manual_enrol_users":
            live.site.store.write(
                "DELETE FROM external_services_functions WHERE functionname = ?", called
            )
        return ""

    with faulty_proxy(live.site.url, take_away) as url:
        edit(live.folder / CONFIG, live.site.url, url)
        said = vsosh("apply", "--yes")
        edit(live.folder / CONFIG, url, live.site.url)
    assert said.code == 7
    assert "Остановлено: Сайт" in said.out
    assert "не разрешает функцию enrol_manual_enrol_users" in said.out
    assert "Не дошла очередь: 7 изменений." in said.out
    no_traces(said)
    live.token(live.site.token)
    assert vsosh("apply", "--yes", "--allow", "wrong-site").code == 0
    assert vsosh("plan", "--exit-code").code == 0


def test_a_right_that_lacks_is_told_once(live: Live, vsosh: Vsosh) -> None:
    rights = ["moodle/user:viewdetails", "moodle/user:viewalldetails", "moodle/cohort:view",
              "moodle/category:manage", "moodle/category:viewcourselist"]  # fmt: skip
    live.token(live.site.add_token(ALL_FUNCTIONS, rights))
    said = vsosh("apply", "--yes")
    assert said.code == 7
    assert said.out.count("moodle/user:create") == 1
    assert "Пароли" not in said.out
    assert not list((live.folder / "slips").glob("*.csv"))
    no_traces(said)


def test_a_wrong_role_fails_the_enrolments_alone(live: Live, vsosh: Vsosh) -> None:
    live.configure("roles: {student: 77}")
    said = vsosh("apply", "--yes")
    assert said.code == 7
    assert "Не получилось: 3 изменения" in said.out
    assert said.out.count("нельзя назначать эту роль") == 1
    assert "site.roles" in said.out
    assert "Не дошла очередь: 3 изменения." in said.out
    edit(live.folder / CONFIG, "student: 77", "student: 5")
    assert vsosh("apply", "--yes").code == 0
    assert vsosh("plan", "--exit-code").code == 0


def test_a_stricter_password_policy_names_the_setting(live: Live, vsosh: Vsosh) -> None:
    live.site.state(passwords=PasswordRules(min_length=30))
    said = vsosh("apply", "--yes")
    assert said.code == 7
    assert said.out.count("at least 30 characters") == 1
    assert "logins.policy" in said.out
    assert not list((live.folder / "slips").glob("*.csv"))
    with (live.folder / CONFIG).open("a", encoding="utf-8") as file:
        file.write("logins: {policy: {min_length: 30}}\n")
    assert vsosh("apply", "--yes").code == 0
    [slips] = (live.folder / "slips").glob("*.csv")
    rows = slips.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert len(rows) == 4
    assert all(len(row.split(";")[5]) >= 30 for row in rows)


def test_a_limit_smaller_than_told_is_worked_around_and_told(live: Live, vsosh: Vsosh) -> None:
    rows = [f"Тестова{'абвгдежзик'[n // 10]}{'абвгдежзик'[n % 10]};Анна;Ильинична;01.02.2012;8Д;Л{n}"
            for n in range(60)]  # fmt: skip
    head = (live.folder / PUPILS).read_text(encoding="utf-8").splitlines()[0]
    (live.folder / PUPILS).write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    edit(live.folder / CONFIG, "  - {name: 9А}", "  - {name: 9А, without_courses: true}")
    edit(live.folder / CONFIG, "classes: [8Д, 9А]", "classes: [8Д]")
    edit(live.folder / TEACHERS, "8Д, 9А", "8Д")
    live.configure("max_input_vars: 5000")
    live.site.state(max_input_vars=120)
    said = vsosh("apply", "--yes")
    assert said.code == 0
    assert "уменьшите site.max_input_vars" in said.out
    assert vsosh("plan", "--exit-code").code == 0
    live.site.state(max_input_vars=50)
    said = vsosh("plan")
    assert said.code == 5
    assert "отбросил конец запроса" in said.err
    assert "site.max_input_vars" in said.err


@dataclass(frozen=True)
class Stub:
    """What a server that is no Moodle answers to everything."""

    body: bytes = b"<!DOCTYPE html><html><body>Hello</body></html>"
    status: int = 200
    location: str = ""


@contextmanager
def stub_server(stub: Stub, context: ssl.SSLContext | None = None) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(stub.status)
            self.send_header("Content-Length", str(len(stub.body)))
            if stub.location:
                self.send_header("Location", stub.location)
            self.end_headers()
            self.wfile.write(stub.body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("stub", "code", "message"),
    [
        (Stub(b"", 303, "https://school.example/admin/index.php"), 5, "ждёт обновления"),
        (Stub(b"<html>Forbidden</html>", 403), 5, "Сервер перед http://127.0.0.1"),
        (Stub(b"<html>Bad Gateway</html>", 502), 6, "HTTP 502"),
        (Stub(b'{"sitename": "Sch'), 6, "оборвался"),
        (Stub(b""), 6, "пустой ответ"),
        (Stub(b'["an array"]'), 6, "не того вида"),
    ],
)
def test_a_server_that_is_no_moodle(
    school: Path, vsosh: Vsosh, stub: Stub, code: int, message: str
) -> None:
    with stub_server(stub) as port:
        point_at(school, f"http://127.0.0.1:{port}", "f" * 32)
        said = vsosh("plan")
    assert said.code == code
    assert message in said.err
    assert said.err.count("Ошибка: ") == 1
    assert "Что сделать: " in said.err
    no_traces(said)


def test_a_page_where_an_answer_is_due(school: Path, vsosh: Vsosh) -> None:
    with stub_server(Stub()) as port:
        point_at(school, f"http://127.0.0.1:{port}", "f" * 32)
        said = vsosh("plan")
        assert said.code == 6
        assert "ответил страницей, а не данными" in said.err
        no_traces(said)
        edit(school / CONFIG, "http://", "https://")
        said = vsosh("plan")
        assert said.code == 6
        assert "на этом порту нет https" in said.err
        assert "номер порта" in said.err
        no_traces(said)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate")
def test_a_certificate_nobody_vouches_for(school: Path, vsosh: Vsosh) -> None:
    key, certificate = school / "key.pem", school / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with stub_server(Stub(), context) as port:
        point_at(school, f"https://127.0.0.1:{port}", "f" * 32)
        said = vsosh("plan")
        assert said.code == 6
        assert "сертификат самоподписанный" in said.err
        assert "ca_bundle" in said.err
        no_traces(said)
        edit(school / CONFIG, "\n  token:", "\n  ca_bundle: нет.pem\n  token:")
        said = vsosh("plan")
        assert said.code == 2
        assert "Файла с сертификатами нет" in said.err
        (school / "нет.pem").write_text("ключ", encoding="utf-8")
        said = vsosh("plan")
        assert said.code == 6
        assert "в файле ca_bundle нет сертификата" in said.err
        no_traces(said)
        edit(school / CONFIG, "нет.pem", "cert.pem")
        assert "ответил страницей" in vsosh("plan").err
