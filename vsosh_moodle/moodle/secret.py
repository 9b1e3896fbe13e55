"""The token: read from where the school keeps it, shown to nobody."""

import os
import stat
import sys
from pathlib import Path
from typing import Final, Never

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _

MASK: Final = "••••"
_MAX_BYTES: Final = 4096


_SHORTEST: Final = 8
"""A shorter value is no token, and covering it would spoil the text around it."""
_held: set[str] = set()


def cover_secrets(text: str) -> str:
    """Return a text with every secret of this process covered: for what nobody foresaw, a traceback."""
    for value in _held:
        text = text.replace(value, MASK)
    return text


class Secret:
    """A value that prints as dots; `reveal` is the only way to it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value
        if len(value) >= _SHORTEST:
            _held.add(value)

    def reveal(self) -> str:
        """Return the value itself, for the body of a request and nothing else."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> Never:
        # A pickled secret would lie in a file or a pipe in clear.
        raise TypeError("a secret is not pickled")


def load_token_from_env(name: str) -> Secret:
    """Return the token the environment variable `name` holds; raises ConfigError if there is none."""
    value = os.environ.get(name, "")
    if not value.strip():
        raise ConfigError(
            _("Переменная окружения {name} не задана, а в ней должен быть токен Moodle.").format(
                name=name
            ),
            _("Задайте её: export {name}=… (в Windows: set {name}=…).").format(name=name),
        )
    return parse_token(value, _("переменная {name}").format(name=name))


def load_token_from_file(path: Path) -> Secret:
    """Return the token kept in a file that only its owner may read (not checked on Windows).

    Raises ConfigError for a file that is missing, open to others, or holds no token.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise ConfigError(
            _("Файла с токеном нет: {path}.").format(path=path),
            _("Создайте его и положите в него токен одной строкой, затем: chmod 600 {path}").format(
                path=path
            ),
        ) from error
    if not stat.S_ISREG(mode):
        raise ConfigError(_("{path}: это не файл, а нужен файл с токеном.").format(path=path))
    if sys.platform != "win32" and mode & 0o077:
        raise ConfigError(
            _("Файл с токеном {path} могут читать и другие.").format(path=path),
            _("Закройте его: chmod 600 {path}").format(path=path),
        )
    try:
        with path.open("rb") as stream:
            text = stream.read(_MAX_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            _("Файл с токеном {path} не читается.").format(path=path),
            _("В файле должна быть одна строка: токен."),
        ) from error
    return parse_token(text, str(path))


def load_token_from_keyring(service: str, account: str) -> Secret:
    """Return the token kept in the system's keyring; raises ConfigError when it is not there."""
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise ConfigError(
            _("По config.yaml токен лежит в связке ключей, но её поддержка не установлена."),
            _("Установите: pip install 'vsosh-moodle[keyring]', или храните токен в файле."),
        ) from error
    try:
        value = keyring.get_password(service, account)
    except keyring.errors.KeyringError as error:
        raise ConfigError(
            _("Связка ключей этой системы не открылась."),
            _("Разблокируйте её или храните токен в файле (chmod 600)."),
        ) from error
    if not value:
        raise ConfigError(
            _("В связке ключей нет токена: служба «{service}», запись «{account}».").format(
                service=service, account=account
            ),
            _("Положите его: keyring set {service} {account}").format(
                service=service, account=account
            ),
        )
    return parse_token(value, _("связка ключей"))


def parse_token(text: str, where: str) -> Secret:
    """Return the token in `text`; raises ConfigError, naming `where`, if it cannot be one.

    Moodle cleans `wstoken` to Latin letters and digits (PARAM_ALPHANUM), so anything else is a
    slip of copying; the text itself is never shown.
    """
    token = text.strip()
    if not token:
        raise ConfigError(
            _("Токен пуст ({where}).").format(where=where),
            _(
                "Скопируйте токен в Moodle: Администрирование → Сервер → Веб-службы → Управление ключами."
            ),
        )
    if not (token.isascii() and token.isalnum()):
        raise ConfigError(
            _("Это не токен Moodle ({where}): в токене только латинские буквы и цифры.").format(
                where=where
            ),
            _("Скопируйте токен целиком и без кавычек: одна строка, ничего кроме него."),
        )
    return Secret(token)
