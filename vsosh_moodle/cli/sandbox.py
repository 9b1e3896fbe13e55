"""`sandbox serve`: a Moodle-compatible site on this computer, for rehearsal."""

import os
import signal
import tempfile
import time
from pathlib import Path
from types import FrameType

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.sandbox_play import play
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of

POLL_SECONDS = 0.2


@group("sandbox", help=_("Учебный сайт на этом компьютере: репетиция без настоящего Moodle."))
def sandbox() -> None:
    """Group the commands of the sandbox."""


sandbox.add_command(play)


@sandbox.command(
    "serve",
    help=_(
        "Запустить учебный сайт и держать его, пока не нажато Ctrl-C.\n\n"
        "Сайт отвечает на веб-службы Moodle только этому компьютеру (127.0.0.1). С --db он помнит "
        "всё между запусками, и токен остаётся прежним.\n\n"
        "Пример: vsosh-moodle sandbox serve --port 8090 --db sandbox.db --token-file sandbox.token"
    ),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8090,
    show_default=True,
    help=_("Порт; 0 — любой свободный."),
)
@click.option(
    "--db",
    "database",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Файл базы; без него сайт живёт в памяти."),
)
@click.option(
    "--release",
    type=click.Choice(["4.1", "4.5"]),
    default="4.5",
    show_default=True,
    help=_("Какой Moodle изображать."),
)
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Куда записать токен администратора (права 0600)."),
)
@click.option(
    "--max-input-vars",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help=_("Предел PHP на число полей запроса."),
)
@click.option(
    "--plugin/--no-plugin",
    default=False,
    show_default=True,
    help=_("Отвечать ли на функции плагина local_vsosh."),
)
@click.option("--latency", type=click.FloatRange(min=0), default=0.0, hidden=True)
@click.option(
    "--maintenance", type=click.Choice(["off", "cli", "site"]), default="off", hidden=True
)
@click.option("--rest/--no-rest", default=True, hidden=True)
@click.option("--upgraderunning", is_flag=True, hidden=True)
@click.option("--dbdown", is_flag=True, hidden=True)
def serve(
    *,
    port: int,
    database: Path | None,
    release: str,
    token_file: Path | None,
    max_input_vars: int,
    plugin: bool,
    latency: float,
    maintenance: str,
    rest: bool,
    upgraderunning: bool,
    dbdown: bool,
) -> None:
    """Serve a site until Ctrl-C or SIGTERM."""
    from vsosh_moodle.sandbox import ForeignDatabaseError, Sandbox

    stop = _stop_on_signals()
    try:
        site = Sandbox(
            release="4.1" if release == "4.1" else "4.5",
            database=database,
            port=port,
            max_input_vars=max_input_vars,
            plugin=plugin,
            log=echo.talk,
        )
    except ForeignDatabaseError as error:
        raise ConfigError(
            _("Файл {file} — не база учебного сайта или база другой версии.").format(file=database),
            _("Укажите в --db другой файл или удалите этот: сайт заведёт новый."),
        ) from error
    except OSError as error:
        if error.filename is not None:
            raise ConfigError(
                _("Файл {file} не открывается: {reason}.").format(
                    file=database, reason=reason_of(error)
                ),
                _("Проверьте папку и права или укажите в --db другой файл."),
            ) from error
        raise ConfigError(
            _("Порт {port} не открылся: {reason}.").format(port=port, reason=reason_of(error)),
            _("Назовите другой: --port 0 возьмёт любой свободный."),
        ) from error
    site.state(
        latency=latency,
        maintenance=maintenance,
        rest=rest,
        upgraderunning=upgraderunning,
        dbdown=dbdown,
    )
    with site:
        if token_file is not None:
            write_token(token_file, site.token)
        _announce(site.url, release, token_file)
        while not stop.asked:
            time.sleep(POLL_SECONDS)
    echo.talk(_("Учебный сайт остановлен."))


def write_token(path: Path, token: str) -> None:
    """Write a token to a file only its owner may read, in one move."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(token + "\n")
    Path(name).chmod(0o600)
    Path(name).replace(path)


def _announce(url: str, release: str, token_file: Path | None) -> None:
    echo.say(_("Учебный сайт Moodle {release} отвечает: {url}").format(release=release, url=url))
    if token_file is None:
        echo.say(_("Токен никуда не записан: укажите --token-file, чтобы им пользоваться."))
    else:
        echo.say(_("Токен администратора — в файле {file}.").format(file=token_file))
    echo.say(_("Остановить: Ctrl-C."))


class _Stop:
    """Whether a signal has asked to stop.

    A threading.Event would not do: its lock, taken by the waiting thread, is the one that the
    signal's handler needs in that same thread.
    """

    asked = False


def _stop_on_signals() -> _Stop:
    stop = _Stop()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.asked = True

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    return stop
