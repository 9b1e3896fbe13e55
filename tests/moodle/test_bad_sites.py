"""Every way a site can fail us: its own error, a Russian message with the site, a way out."""

import re
from dataclasses import dataclass

import pytest
import requests
import responses
import urllib3.exceptions

from tests.moodle.canned import ENDPOINT, SITE, make_client, reply
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.moodle import errors
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.settings import ClientSettings

READ = "core_course_get_courses"


@dataclass(frozen=True)
class Failure:
    body: object
    kind: type[MoodleError]
    message: str
    hint: str
    status: int = 200
    headers: dict[str, str] | None = None


def fault(errorcode: str, message: str = "Text of Moodle") -> dict[str, str]:
    return {"exception": "core\\exception\\x", "errorcode": errorcode, "message": message}


XML_ERROR = (
    '<?xml version="1.0"?><EXCEPTION class="moodle_exception">'
    "<ERRORCODE>invalidtoken</ERRORCODE><MESSAGE>x</MESSAGE></EXCEPTION>"
)

FAILURES = {
    "maintenance by the command line": Failure(
        "<html>This site is undergoing maintenance</html>", errors.SiteUnavailable,
        "на обслуживании", "Режим обслуживания", 503, {"Retry-After": "300"},
    ),
    "maintenance by the page": Failure(
        fault("sitemaintenance"), errors.SiteUnavailable, "на обслуживании", "Режим обслуживания"
    ),
    "an overloaded server": Failure(
        "<html>busy</html>", errors.SiteUnavailable, "перегружен", "позже", 503
    ),
    "an upgrade waiting": Failure(
        "", errors.SiteUnavailable, "ждёт обновления", "Уведомления", 303,
        {"Location": SITE + "/admin/index.php?cache=0"},
    ),
    "an upgrade running": Failure(
        fault("upgraderunning"), errors.SiteUnavailable, "обновляется", "Подождите"
    ),
    "the database away": Failure(
        fault("dbconnectionfailed", "<p>Error: Database connection failed</p>"),
        errors.SiteUnavailable, "базой данных", "администратору сервера",
    ),
    "web services off": Failure("", errors.WebServicesOff, "выключены веб-службы", "REST", 403),
    "a firewall": Failure("<html>Forbidden</html>", errors.AccessDenied, "запретил", "защита", 403),
    "another site": Failure("<html>404</html>", errors.NotMoodle, "нет Moodle", "главной страницы", 404),
    "a page": Failure("<!DOCTYPE html><html>hi", errors.NotMoodle, "страницей", "браузере"),
    "too large a request": Failure("", errors.RequestTooLarge, "413", "post_max_size", 413),
    "a gateway time-out": Failure("", errors.TimedOut, "не ответил вовремя", "site.timeout.read", 504),
    "a crash": Failure("", errors.BadAnswer, "HTTP 500", "журнале ошибок", 500),
    "an empty answer where one is due": Failure("", errors.BadAnswer, "пустой ответ", "журнале ошибок"),
    "an answer cut short": Failure('[{"id": 2, "shortn', errors.BadAnswer, "оборвался", "перечитает"),
    "a notice before the data": Failure(
        '<br /><b>Notice</b>: x in y.php[{"id":2}]', errors.BadAnswer, "не данными", "display_errors"
    ),
    "words": Failure("Service Unavailable", errors.BadAnswer, "не данными", "display_errors"),
    "another shape": Failure('"text"', errors.BadAnswer, "не того вида", "doctor"),
    "a wrong token": Failure(
        fault("invalidtoken"), errors.TokenRejected, "не принял токен", "Управление ключами"
    ),
    "a body dropped whole": Failure(
        XML_ERROR, errors.TokenRejected, "не принял токен", "Управление ключами"
    ),
    "a function outside the service, or an expired token": Failure(
        fault("accessexception"), errors.AccessDenied, READ, "Внешние службы"
    ),
    "a token's owner suspended": Failure(
        fault("wsaccessusersuspended"), errors.AccessDenied, "заблокирован", "снимите блокировку"
    ),
    "a missing function": Failure(
        fault("invalidrecord", "Can't find data record in database table external_functions."),
        errors.FunctionMissing, f"нет функции {READ}", "плагина",
    ),
    "a missing record": Failure(
        fault("invalidrecord", "Can't find data record in database table course."),
        errors.NotFound, "table course", "перечитайте",
    ),
    "missing rights": Failure(
        fault("nopermissions", "Sorry (Create users)"), errors.AccessDenied, "Create users", "право",
    ),
    "refused values": Failure(
        fault("invalidparameter", "Invalid parameter value detected"), errors.InvalidParameter,
        "Invalid parameter value", "сообщения разработчика",
    ),
    "a duplicate": Failure(
        fault("shortnametaken", "Short name is already used (8Д-рус)"), errors.Conflict, "8Д-рус",
        "adopt",
    ),
    "a database refusal": Failure(
        fault("dmlwriteexception", "Error writing to database"), errors.DatabaseFailed,
        "не записала данные", "одновременный",
    ),
    "an error without a code": Failure(
        {"exception": "Error", "message": "Attempt to assign property on null"}, errors.MoodleError,
        "Attempt to assign", "разработчика",
    ),
    "a code that is a page": Failure(
        fault("<div>Passwords must be at least 8 characters long.</div>", ""), errors.MoodleError,
        "Passwords must be at least 8", "",
    ),
}  # fmt: skip


@responses.activate
@pytest.mark.parametrize("name", FAILURES)
def test_the_failure_is_told_in_russian_with_a_way_out(name: str) -> None:
    failure = FAILURES[name]
    reply(failure.body, status=failure.status, headers=failure.headers)
    from vsosh_moodle.moodle.courses import get_courses

    with pytest.raises(MoodleError) as caught:
        get_courses(make_client(ClientSettings(retries=0)))
    error = caught.value
    assert type(error) is failure.kind
    assert failure.message in error.message
    assert failure.hint in error.hint
    assert error.wsfunction == READ
    assert "<" not in error.message
    transport = isinstance(error, errors.TransportError)
    assert error.exit_code == (ExitCode.TRANSPORT if transport else ExitCode.MOODLE)


@responses.activate
@pytest.mark.parametrize(
    ("cause", "message"),
    [
        (urllib3.exceptions.NameResolutionError, "такого имени в сети нет"),
        (urllib3.exceptions.NewConnectionError, "соединение не принято"),
    ],
)
def test_a_site_out_of_reach_says_why(cause: type[Exception], message: str) -> None:
    connection = urllib3.connection.HTTPConnection("school.example")
    arguments = ("school.example", connection, OSError("no")) if "Name" in cause.__name__ else (
        connection, "refused")  # fmt: skip
    reason = urllib3.exceptions.MaxRetryError(None, "/", cause(*arguments))  # type: ignore[arg-type]
    responses.add(responses.POST, ENDPOINT, body=requests.ConnectionError(reason))
    with pytest.raises(errors.ConnectionFailed, match=message) as caught:
        make_client(ClientSettings(retries=0)).call(READ)
    assert not caught.value.may_have_been_processed
    assert SITE in caught.value.message


@responses.activate
@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("certificate verify failed: certificate has expired", "срок сертификата истёк"),
        ("self-signed certificate in certificate chain", "самоподписанный"),
        ("Hostname mismatch, certificate is not valid for", "выдан другому имени"),
        ("unable to get local issuer certificate", "неизвестно, кто выдал"),
        ("[SSL: WRONG_VERSION_NUMBER]", "нет https"),
        ("something new", "не принят"),
    ],
)
def test_a_certificate_problem_is_named_and_not_repeated(reason: str, why: str) -> None:
    responses.add(responses.POST, ENDPOINT, body=requests.exceptions.SSLError(reason))
    with pytest.raises(errors.TlsFailed, match=why):
        make_client().call(READ)
    assert len(responses.calls) == 1


@responses.activate
def test_a_proxy_that_refuses_is_named_without_its_password() -> None:
    responses.add(
        responses.POST, ENDPOINT, body=requests.exceptions.ProxyError("http://me:pass@proxy")
    )
    with pytest.raises(errors.ConnectionFailed, match=r"[Пп]рокси") as caught:
        make_client(ClientSettings(retries=0)).call(READ)
    assert "pass" not in caught.value.message + caught.value.hint


def test_every_error_says_which_exit_code_it_has() -> None:
    """The tree in the module's docstring names each class once."""
    text = errors.__doc__ or ""
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, MoodleError):
            assert len(re.findall(rf"\b{name}\b", text)) == 1, name
