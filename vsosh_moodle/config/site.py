"""The site in config.yaml: where it is, how to get in, how gently to treat it."""

import re
from ipaddress import ip_address
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator, model_validator

from vsosh_moodle.config.fields import Strict
from vsosh_moodle.language import _
from vsosh_moodle.sources import complaint

SANDBOX = "sandbox"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class TokenSource(Strict):
    """Where the token is kept; the token itself never stands in the config."""

    env: str | None = Field(None, description="Имя переменной окружения, в которой лежит токен")
    file: str | None = Field(None, description="Файл с токеном; путь от папки школы, права 0600")
    keyring: str | None = Field(
        None, description="Имя службы в системном хранилище паролей (нужен пакет keyring)"
    )

    @model_validator(mode="before")
    @classmethod
    def _refuse_bare_token(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise complaint(
                "token-in-config",
                _("токен в config.yaml не пишут."),
                _("Укажите, где он лежит: {env: VSOSH_MOODLE_TOKEN} или {file: token.txt}."),
            )
        return value

    @field_validator("env")
    @classmethod
    def _check_variable(cls, value: str | None) -> str | None:
        # the value is not shown: it may be the token itself
        looks_like_token = value is not None and re.fullmatch(r"[0-9a-f]{32}", value)
        if value is not None and (looks_like_token or not _VARIABLE.fullmatch(value)):
            raise complaint(
                "token-in-config",
                _("здесь нужно имя переменной окружения."),
                _("Например, VSOSH_MOODLE_TOKEN; сам токен положите в эту переменную."),
            )
        return value

    @model_validator(mode="after")
    def _check_one_source(self) -> Self:
        given = [name for name in ("env", "file", "keyring") if getattr(self, name)]
        if len(given) != 1:
            raise complaint(
                "token-source",
                _("нужен ровно один источник токена."),
                _("Оставьте что-то одно: env, file или keyring."),
            )
        return self


class Timeouts(Strict):
    """Seconds to wait for the site."""

    connect: float = Field(10, gt=0, le=600, description="Секунд на соединение")
    read: float = Field(300, gt=0, le=3600, description="Секунд на ответ сайта")


class SiteRoles(Strict):
    """Numbers of roles on the site: Moodle → Управление → Пользователи → Роли."""

    student: int = Field(5, ge=1, description="Номер роли ученика на сайте (обычно 5)")
    teacher: int = Field(3, ge=1, description="Номер роли учителя на сайте (обычно 3)")


class SiteConfig(Strict):
    """The Moodle site, or the word «sandbox» for the embedded rehearsal site."""

    url: str = Field(description="Адрес Moodle, например https://sdo.example.ru, или sandbox")
    token: TokenSource | None = Field(None, description="Где лежит токен веб-служб")
    verify_tls: bool = Field(True, description="Проверять сертификат сайта")
    ca_bundle: str | None = Field(None, description="Файл с сертификатом своего центра (PEM)")
    workers: int = Field(4, ge=1, le=32, description="Сколько запросов посылать одновременно")
    max_input_vars: int = Field(
        1000, ge=100, le=1_000_000, description="Предел max_input_vars в настройках PHP сайта"
    )
    timeout: Timeouts = Field(Timeouts(), description="Сколько ждать ответа")
    calls_per_second: float | None = Field(
        None, gt=0, description="Не больше стольких запросов в секунду; null — без предела"
    )
    roles: SiteRoles = Field(SiteRoles(), description="Номера ролей на сайте")
    release: Annotated[Literal["4.1", "4.5"], BeforeValidator(str)] = Field(
        "4.5", description="Какую версию Moodle изображать, только для url: sandbox"
    )
    plugin: bool = Field(
        False,
        description="Изображать ли сайт с плагином local_vsosh, только для url: sandbox",
    )

    @model_validator(mode="before")
    @classmethod
    def _accept_bare_url(cls, value: Any) -> Any:
        return {"url": value} if isinstance(value, str) else value

    @field_validator("url")
    @classmethod
    def _check_url(cls, value: str) -> str:
        if value != SANDBOX:
            _check_address(value)
        return value.rstrip("/")

    @property
    def is_sandbox(self) -> bool:
        """Whether the embedded rehearsal site is meant."""
        return self.url == SANDBOX


def _check_address(value: str) -> None:
    try:
        parts = urlsplit(value)
        host, password = parts.hostname, parts.password or parts.username
    except ValueError:
        host, password, parts = None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise complaint(
            "bad-url",
            _("«{url}» не похоже на адрес сайта.").format(url=value[:80]),
            _("Напишите адрес целиком, например https://sdo.example.ru, или слово sandbox."),
        )
    if password:
        raise complaint(
            "bad-url",
            _("в адресе сайта стоит имя или пароль."),
            _("Оставьте только адрес: войти помогает токен."),
        )
    if parts.scheme == "http" and not _is_loopback(host):
        raise complaint(
            "url-not-https",
            _("адрес начинается с http://: токен и имена детей пойдут по сети открыто."),
            _("Напишите https://; без шифрования можно только на своём компьютере (127.0.0.1)."),
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


__all__ = ["SANDBOX", "SiteConfig", "SiteRoles", "Timeouts", "TokenSource"]
