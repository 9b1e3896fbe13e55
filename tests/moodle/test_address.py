"""The site's address: what people paste."""

import pytest

from vsosh_moodle.errors import ConfigError, ExitCode
from vsosh_moodle.moodle.address import is_loopback, parse_site_url


@pytest.mark.parametrize(
    ("pasted", "root"),
    [
        ("https://school.example", "https://school.example"),
        ("https://school.example/", "https://school.example"),
        (" https://School.Example/moodle/ ", "https://school.example/moodle"),
        ("https://school.example/moodle/my/", "https://school.example/moodle"),
        ("https://school.example/login/index.php", "https://school.example"),
        ("https://school.example/course/view.php?id=7#s", "https://school.example"),
        ("https://school.example/webservice/rest/server.php", "https://school.example"),
        ("https://school.example:8443/m", "https://school.example:8443/m"),
        ("https://школа.рф/moodle", "https://школа.рф/moodle"),
        ("http://127.0.0.1:8045", "http://127.0.0.1:8045"),
        ("http://[::1]:8045/", "http://[::1]:8045"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_the_root_of_the_site_is_found(pasted: str, root: str) -> None:
    assert parse_site_url(pasted) == root


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "school.example",
        "ftp://school.example",
        "https://",
        "https://school.example:port",
        "https://[::1",
        "https://user:password@school.example",
    ],
)
def test_what_is_no_address_is_refused(pasted: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_site_url(pasted)
    assert caught.value.exit_code == ExitCode.USAGE
    assert caught.value.hint


def test_plain_http_is_for_this_machine_only() -> None:
    with pytest.raises(ConfigError, match="без шифрования"):
        parse_site_url("http://school.example")


def test_a_password_in_the_address_is_not_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_site_url("https://admin:Qwerty123@school.example")
    assert "Qwerty123" not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
     ("10.0.0.1", False), ("localhost.example", False), ("127.0.0.1.example", False)],
)  # fmt: skip
def test_loopback_is_told_from_the_rest(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
