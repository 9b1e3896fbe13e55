"""Answers that are no Moodle answer, and no answer at all, as exceptions with a way out."""

import re
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from vsosh_moodle.language import _
from vsosh_moodle.moodle.address import REST_PATH
from vsosh_moodle.moodle.errors import (
    AccessDenied,
    BadAnswer,
    ConnectionFailed,
    MoodleError,
    NotMoodle,
    RedirectRefused,
    RequestTooLarge,
    SiteUnavailable,
    TimedOut,
    TlsFailed,
    WebServicesOff,
)
from vsosh_moodle.moodle.functions import is_read

NotConnected = Literal["timeout", "name", "refused", "proxy"]

# Moodle's maintenance page asks to come back in minutes; a busy server in seconds.
_MAINTENANCE_SECONDS = 60


def refusal_of(
    site: str, wsfunction: str, status: int, location: str, retry_after: str, body: bytes
) -> MoodleError | None:
    """Return the exception an HTTP status stands for, or None for 2xx."""
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return _redirected(site, wsfunction, location)
    if status == 403:
        return _forbidden(site, wsfunction, body)
    if status in (404, 405, 410):
        return _not_moodle(site, wsfunction, status)
    if status == 413:
        return RequestTooLarge(
            _("Сайт {site} не принимает такие большие запросы (HTTP 413).").format(site=site),
            _("Администратору: увеличьте client_max_body_size и post_max_size."),
            wsfunction=wsfunction,
        )
    if status == 503:
        return _unavailable(site, wsfunction, retry_after, body)
    if status in (408, 504, 524):
        return timed_out(site, wsfunction)
    return _server_failed(site, wsfunction, status)


def timed_out(site: str, wsfunction: str) -> TimedOut:
    """Return the error of an answer that did not come in time."""
    return TimedOut(
        _("Сайт {site} не ответил вовремя ({function}).").format(site=site, function=wsfunction),
        " ".join(
            part
            for part in (
                _unclear(wsfunction),
                _("Если повторится, увеличьте site.timeout.read или уменьшите site.workers."),
            )
            if part
        ),
        wsfunction=wsfunction,
    )


def answer_too_large(site: str, wsfunction: str, limit: int) -> BadAnswer:
    """Return the error of an answer above the limit of `limit` bytes."""
    return BadAnswer(
        _("Ответ сайта {site} на {function} больше {limit} МБ.").format(
            site=site, function=wsfunction, limit=limit // (1024 * 1024)
        ),
        _("Это не похоже на Moodle: проверьте адрес сайта."),
        wsfunction=wsfunction,
    )


def not_connected(site: str, wsfunction: str, reason: str) -> ConnectionFailed:
    """Return the error of a request that was never sent; `reason` is one of NotConnected."""
    messages = {
        "name": _("Сайт {site} не найден: такого имени в сети нет."),
        "refused": _("Сайт {site} не отвечает: соединение не принято."),
        "timeout": _("Сайт {site} не отвечает: соединение не установилось вовремя."),
        "proxy": _("Прокси-сервер не пустил к сайту {site}."),
    }
    hints = {
        "name": _("Проверьте адрес в настройках и подключение к сети."),
        "proxy": _("Проверьте переменную HTTPS_PROXY или добавьте сайт в NO_PROXY."),
    }
    return ConnectionFailed(
        messages.get(reason, messages["refused"]).format(site=site),
        hints.get(reason, _("Откройте адрес в браузере: если не открывается, сайт выключен.")),
        wsfunction=wsfunction,
    )


def connection_broke(site: str, wsfunction: str) -> ConnectionFailed:
    """Return the error of a connection that broke after the request may have been sent."""
    error = ConnectionFailed(
        _("Связь с сайтом {site} оборвалась на {function}.").format(site=site, function=wsfunction),
        _unclear(wsfunction) or _("Проверьте подключение к сети и повторите."),
        wsfunction=wsfunction,
    )
    error.may_have_been_processed = True
    return error


def _unclear(wsfunction: str) -> str:
    """Return what to make of a write whose answer is missing; "" for a read, which changes nothing."""
    if is_read(wsfunction):
        return ""
    return _(
        "Работа могла быть выполнена: повторный запуск перечитает сайт и отправит недостающее."
    )


def tls_failed(site: str, wsfunction: str, reason: str) -> TlsFailed:
    """Return the error of a certificate or handshake; `reason` is OpenSSL's own text."""
    known = {
        "certificate has expired": _("срок сертификата истёк"),
        "self-signed certificate": _("сертификат самоподписанный"),
        "self signed certificate": _("сертификат самоподписанный"),
        "Hostname mismatch": _("сертификат выдан другому имени"),
        "IP address mismatch": _("сертификат выдан другому имени"),
        "doesn't match": _("сертификат выдан другому имени"),
        "unable to get local issuer": _("неизвестно, кто выдал сертификат"),
        "WRONG_VERSION_NUMBER": _("на этом порту нет https"),
        "NO_CERTIFICATE_OR_CRL_FOUND": _("в файле ca_bundle нет сертификата"),
        "no start line": _("в файле ca_bundle нет сертификата"),
    }
    hints = {
        _("на этом порту нет https"): _("Проверьте в site.url адрес и номер порта."),
        _("в файле ca_bundle нет сертификата"): _(
            "Нужен файл PEM: в нём есть строка «-----BEGIN CERTIFICATE-----»."
        ),
    }
    why = next((text for part, text in known.items() if part in reason), _("сертификат не принят"))
    return TlsFailed(
        _("Защищённое соединение с {site} не установлено: {why}.").format(site=site, why=why),
        hints.get(why)
        or _(
            "Администратору сайта: обновите сертификат. Если у школы свой удостоверяющий центр, "
            "укажите файл его сертификата в настройках сайта (ca_bundle)."
        ),
        wsfunction=wsfunction,
    )


def _redirected(site: str, wsfunction: str, location: str) -> MoodleError:
    if "/admin/index.php" in location:
        return SiteUnavailable(
            _("Сайт {site} ждёт обновления.").format(site=site),
            _("Администратору: откройте «Администрирование → Уведомления» и завершите обновление."),
            wsfunction=wsfunction,
        )
    target = _site_of(location)
    if not target or target == site:
        hint = _("Откройте сайт в браузере и скопируйте адрес, на котором он остановится.")
    elif target.endswith(("/login", "/login/index.php")):
        hint = _("Сайт отправляет на страницу входа; нужен адрес главной страницы Moodle.")
    else:
        hint = _("Запишите в настройках этот адрес: {target}").format(target=target)
    return RedirectRefused(
        _("Сайт {site} отправляет на другой адрес.").format(site=site), hint, wsfunction=wsfunction
    )


def _site_of(location: str) -> str:
    """Return the site a Location points to: without the REST path, query, name and password."""
    try:
        parts = urlsplit(location)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    netloc = f"{parts.hostname}:{port}" if port else parts.hostname
    path = parts.path.rstrip("/").removesuffix(REST_PATH)
    return urlunsplit((parts.scheme, netloc, path, "", ""))


def _forbidden(site: str, wsfunction: str, body: bytes) -> AccessDenied:
    if not body.strip():
        return WebServicesOff(
            _("На сайте {site} выключены веб-службы или протокол REST.").format(site=site),
            _(
                "Администратору: включите «Веб-службы» (Администрирование → Расширенные возможности) "
                "и REST (Администрирование → Сервер → Веб-службы → Управление протоколами)."
            ),
            wsfunction=wsfunction,
        )
    return AccessDenied(
        _("Сервер перед {site} запретил запрос (HTTP 403).").format(site=site),
        _("Это защита сервера, а не Moodle: попросите разрешить адрес {path}.").format(
            path=REST_PATH
        ),
        wsfunction=wsfunction,
    )


def _not_moodle(site: str, wsfunction: str, status: int) -> NotMoodle:
    return NotMoodle(
        _("По адресу {site} нет Moodle (HTTP {status}).").format(site=site, status=status),
        _(
            "Проверьте адрес: нужен адрес главной страницы Moodle, например https://school.example/moodle"
        ),
        wsfunction=wsfunction,
    )


def _unavailable(site: str, wsfunction: str, retry_after: str, body: bytes) -> SiteUnavailable:
    seconds = int(retry_after) if re.fullmatch("[0-9]{1,9}", retry_after) else 0
    page = body[:20000].decode("utf-8", "replace")
    maintenance = seconds >= _MAINTENANCE_SECONDS or bool(
        re.search(r"maintenance|обслуживани|техническ", page, re.IGNORECASE)
    )
    if maintenance:
        return SiteUnavailable(
            _("Сайт {site} на обслуживании.").format(site=site),
            _(
                "Подождите окончания работ. Выключает режим администратор: Администрирование → "
                "Сервер → Режим обслуживания, или php admin/cli/maintenance.php --disable"
            ),
            wsfunction=wsfunction,
        )
    error = SiteUnavailable(
        _("Сервер сайта {site} перегружен или выключен (HTTP 503).").format(site=site),
        _("Повторите позже; если не поможет, сообщите администратору сервера."),
        wsfunction=wsfunction,
    )
    error.transient = True
    # A proxy says so too when Moodle did the work and then did not answer in time.
    error.may_have_been_processed = True
    return error


def _server_failed(site: str, wsfunction: str, status: int) -> BadAnswer:
    error = BadAnswer(
        _("Сервер сайта {site} ответил ошибкой HTTP {status} на {function}.").format(
            site=site, status=status, function=wsfunction
        ),
        _("Причина в журнале ошибок сервера; сообщите администратору сервера."),
        wsfunction=wsfunction,
    )
    # 4xx: the web server turned the request down itself, Moodle never saw it.
    error.may_have_been_processed = status >= 500
    error.transient = status in (429, 500, 502)
    return error
