"""The address of a Moodle site: what a person pastes, made the site's own root."""

import ipaddress
from urllib.parse import urlsplit, urlunsplit

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _

REST_PATH = "/webservice/rest/server.php"
UPLOAD_PATH = "/webservice/upload.php"

# Pages people copy the address from; what stands before them is the site's root.
_KNOWN_TAILS = (
    REST_PATH,
    "/login/index.php",
    "/login/token.php",
    "/course/view.php",
    "/course/index.php",
    "/admin/search.php",
    "/my/courses.php",
    "/my/index.php",
    "/index.php",
    "/my",
    "/login",
    "/admin",
)


def parse_site_url(text: str) -> str:
    """Return the root of a site without a slash at its end: `https://host[:port][/folder]`.

    Raises ConfigError for anything but https (http only to this machine), or an address without a
    host, with a name and password, or that is no address.
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ConfigError(
            _("Адрес сайта «{url}» не разобрать.").format(url=address), _example()
        ) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(
            _("Адрес сайта «{url}» не похож на адрес.").format(url=address), _example()
        )
    if parts.username or parts.password:
        raise ConfigError(
            _("В адресе сайта стоят имя и пароль."),
            _("Уберите их: для входа нужен только токен, он хранится отдельно."),
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ConfigError(
            _(
                "Адрес {url} открыт без шифрования: токен и данные детей увидит любой по пути."
            ).format(url=address),
            _("Замените http:// на https://; без шифрования можно только на свой компьютер."),
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = f"{host}:{port}" if port else host
    return urlunsplit((parts.scheme, netloc, _root_of(parts.path), "", ""))


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this very machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _root_of(path: str) -> str:
    root = path.rstrip("/")
    for tail in _KNOWN_TAILS:
        if root.endswith(tail):
            return root.removesuffix(tail)
    return root


def _example() -> str:
    return _("Напишите адрес целиком, например https://school.example/moodle")
