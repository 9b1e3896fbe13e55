"""The token: where it comes from, and that it is never shown."""

import logging
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.moodle import secret
from vsosh_moodle.moodle.secret import Secret, load_token_from_env, load_token_from_file

TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_no_way_of_printing_shows_the_value() -> None:
    token = Secret(TOKEN)
    for text in (repr(token), str(token), f"{token}", f"{token:>40}", repr([token]), f"{token!r}"):
        assert TOKEN not in text


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(TOKEN))


def test_logging_a_secret_hides_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("token %s %r", Secret(TOKEN), Secret(TOKEN))
    assert TOKEN not in caplog.text


def test_equal_values_are_equal_secrets() -> None:
    assert Secret(TOKEN) == Secret(TOKEN)
    assert len({Secret(TOKEN), Secret(TOKEN), Secret("other")}) == 2
    assert Secret(TOKEN) != TOKEN


def test_a_file_of_the_owner_alone_is_read(token_file: Path) -> None:
    assert load_token_from_file(token_file).reveal() == TOKEN


@pytest.mark.skipif(sys.platform == "win32", reason="no POSIX modes")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606, 0o660])
def test_a_file_others_may_read_is_refused_with_the_command_that_closes_it(
    token_file: Path, mode: int
) -> None:
    token_file.chmod(mode)
    with pytest.raises(ConfigError) as caught:
        load_token_from_file(token_file)
    assert caught.value.hint == f"Закройте его: chmod 600 {token_file}"


def test_a_file_from_notepad_is_read(token_file: Path) -> None:
    token_file.write_bytes(b"\xef\xbb\xbf" + TOKEN.encode() + b"\r\n")
    assert load_token_from_file(token_file).reveal() == TOKEN


@pytest.mark.parametrize("content", [b"", b"  \n", b"two words", b"\xff\xfe\x00", "токен".encode()])
def test_a_file_without_a_token_is_refused_and_not_quoted(token_file: Path, content: bytes) -> None:
    token_file.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_token_from_file(token_file)
    assert "two words" not in str(caught.value) + caught.value.hint


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="нет"):
        load_token_from_file(tmp_path / "none")
    with pytest.raises(ConfigError, match="не файл"):
        load_token_from_file(tmp_path)


def test_the_environment_gives_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VSOSH_TOKEN", f" {TOKEN} ")
    assert load_token_from_env("VSOSH_TOKEN").reveal() == TOKEN


@pytest.mark.parametrize("value", [None, "", "   "])
def test_an_empty_variable_is_named(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("VSOSH_TOKEN", raising=False)
    if value is not None:
        monkeypatch.setenv("VSOSH_TOKEN", value)
    with pytest.raises(ConfigError, match="VSOSH_TOKEN"):
        load_token_from_env("VSOSH_TOKEN")


@pytest.fixture
def keyring_with_token() -> Iterator[object]:
    keyring = pytest.importorskip("keyring")
    backend = pytest.importorskip("keyring.backend")

    class Backend(backend.KeyringBackend):  # type: ignore[misc, name-defined]
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return TOKEN if (service, username) == ("vsosh-moodle", "school") else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

        def delete_password(self, service: str, username: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Backend())
    yield keyring
    keyring.set_keyring(before)


@pytest.mark.usefixtures("keyring_with_token")
def test_the_keyring_gives_a_token() -> None:
    assert secret.load_token_from_keyring("vsosh-moodle", "school").reveal() == TOKEN


@pytest.mark.usefixtures("keyring_with_token")
def test_an_empty_place_of_the_keyring_names_the_command() -> None:
    with pytest.raises(ConfigError) as caught:
        secret.load_token_from_keyring("vsosh-moodle", "other")
    assert "keyring set vsosh-moodle other" in caught.value.hint


def test_a_keyring_that_is_not_installed_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError) as caught:
        secret.load_token_from_keyring("vsosh-moodle", "school")
    assert "vsosh-moodle[keyring]" in caught.value.hint
