"""The token and the passwords are where they have to be, and nowhere else."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import rich_click as click

from tests.security.conftest import Journey
from vsosh_moodle.apply.passwords import Slip
from vsosh_moodle.cli import main
from vsosh_moodle.cli.lazy import CommandSpec, Group, LazyGroup, command
from vsosh_moodle.cli.main import build_app, run
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.reports.slip_cards import Card

SLIPS = ("slips/", "листки/", "загрузка/")
"""Where first passwords have to stand: they are handed out, or uploaded by hand."""


def contents(data: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file, and of the files inside when it is a zip."""
    yield data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from contents(archive.read(name))


def test_the_commands_of_the_journey_worked(journey: Journey) -> None:
    assert {name: code for name, code in journey.codes.items() if code not in (0, 4)} == {}
    assert len(journey.passwords) >= 5


def test_no_file_but_its_own_holds_the_token(journey: Journey) -> None:
    holding = [
        name
        for name, path in journey.files().items()
        if any(journey.token.encode() in part for part in contents(path.read_bytes()))
    ]
    assert holding == ["token.txt"]


def test_no_file_but_the_slips_holds_a_password(journey: Journey) -> None:
    for name, path in journey.files().items():
        if name.startswith(SLIPS):
            continue
        for part in contents(path.read_bytes()):
            assert [one for one in journey.passwords if one.encode() in part] == [], name


def test_no_command_says_the_token_or_a_password(journey: Journey) -> None:
    for name, said in journey.said.items():
        assert journey.token not in said, name
        assert [one for one in journey.passwords if one in said] == [], name


def _options(node: click.Command, path: str) -> Iterator[tuple[str, click.Parameter]]:
    for parameter in node.params:
        yield path, parameter
    if isinstance(node, Group | LazyGroup):
        context = click.Context(node)
        for name in node.list_commands(context):
            lazy = isinstance(node, LazyGroup)
            inner = node.load_command(name) if lazy else node.get_command(context, name)
            if inner is not None:
                yield from _options(inner, f"{path} {name}".strip())


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """Arguments are seen by everybody on the computer, and stay in the shell's history."""
    seen = list(_options(build_app(), ""))
    assert len(seen) > 100
    for path, parameter in seen:
        for name in parameter.opts:
            if any(word in name.lower() for word in ("token", "passw", "secret")):
                assert name == "--token-file", f"{path} {name}"


def _crashing_specs() -> dict[str, CommandSpec]:
    return {"crash": CommandSpec("main:CRASH", "", "")}


@pytest.mark.parametrize("flags", [[], ["--debug"], ["--debug-http"]])
def test_an_error_nobody_foresaw_does_not_show_a_secret_it_holds(
    flags: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    token = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"

    @command("crash")
    def crash() -> None:
        held = Secret(token)
        text = f"https://school.example/?wstoken={token}"
        raise RuntimeError(text, held)

    monkeypatch.setattr(main, "CRASH", crash, raising=False)
    monkeypatch.setattr(main, "_command_specs", _crashing_specs)
    assert run([*flags, "crash"]) == 1
    said = capsys.readouterr()
    assert token not in said.out + said.err
    assert "RuntimeError" in said.err


def test_a_slip_in_an_error_s_text_does_not_show_its_password() -> None:
    slip = Slip("8Д", "Абаев", "Анна", "", "abaev.a", "Kedr-reka-74", Path("x.csv"))
    card = Card("Абаев Анна", "8Д", "abaev.a", "Kedr-reka-74")
    assert "Kedr" not in f"{slip} {slip!r} {card} {card!r} {RuntimeError(slip, card)}"
