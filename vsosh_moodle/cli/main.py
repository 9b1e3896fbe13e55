"""The entry of the program: language, commands, and how every error ends.

Errors we know end with a message, a way out and their own exit code (see `vsosh_moodle.errors`);
others end with one line that holds no data, and a traceback only under `--debug`.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import rich_click as click

from vsosh_moodle import __version__, events
from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import CommandSpec, LazyGroup
from vsosh_moodle.cli.options import Invocation
from vsosh_moodle.cli.usage import describe_usage_error
from vsosh_moodle.errors import ExitCode, InputProblems, VsoshMoodleError
from vsosh_moodle.language import LANGUAGES, _, set_language

PROGRAM = "vsosh-moodle"
_GLOBAL_WITH_VALUE = ("--project", "--lang", "--log-file")
_GLOBAL_FLAGS = ("--debug", "--debug-http")
_MOST_GLOBALS = 2 * len(_GLOBAL_WITH_VALUE) + len(_GLOBAL_FLAGS)
_WIRE_LOGGER = "vsosh_moodle.wire"
_TRUST_LOGGER = "vsosh_moodle.trust"


def main() -> NoReturn:
    """Run the program with the arguments of the process and exit."""
    _speak_utf8()
    arguments = sys.argv[1:]
    set_language(_value_of("--lang", arguments))
    _route_logs(debug="--debug" in arguments)
    _leave(run(arguments))


def _leave(code: int) -> NoReturn:
    """Exit at once: a read under way that nobody waits for any more would hold the shell for minutes."""
    others = (one for one in threading.enumerate() if one is not threading.main_thread())
    if any(not one.daemon for one in others):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the program with these arguments; return its exit code, having said all there is to say."""
    from vsosh_moodle.workflow.event_log import start_log, stop_log

    invocation = Invocation(log=start_log())
    arguments = _globals_first(arguments) or ["--help"]
    invocation.debug = "--debug" in arguments[:_MOST_GLOBALS]
    wire = _show_wire() if "--debug-http" in arguments[:_MOST_GLOBALS] else None
    echo.keep_progress_plain(plain=wire is not None)
    trust = _Warner()
    logging.getLogger(_TRUST_LOGGER).addHandler(trust)
    events.begin_command("")
    started = time.monotonic()
    code: int = ExitCode.ERROR
    try:
        code = _run(arguments, invocation)
    finally:
        if events.current_command():
            ms = round((time.monotonic() - started) * 1000)
            outcome = "ok" if code in (ExitCode.OK, ExitCode.CHANGES_WAIT) else "failed"
            events.emit("command-end", outcome=outcome, exit_code=int(code), ms=ms)
        if invocation.log is not None:
            stop_log(invocation.log)
        logging.getLogger(_TRUST_LOGGER).removeHandler(trust)
        if wire is not None:
            logging.getLogger(_WIRE_LOGGER).removeHandler(wire)
            logging.getLogger(_WIRE_LOGGER).setLevel(logging.WARNING)
    return code


def _show_wire() -> logging.Handler:
    """Show requests and answers on stderr, values masked; see `vsosh_moodle.moodle.wire`."""
    from vsosh_moodle.moodle import wire

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s.%(msecs)03d %(message)s", "%H:%M:%S"))
    wire.log.addHandler(handler)
    wire.log.setLevel(logging.DEBUG)
    return handler


def _run(arguments: Sequence[str], invocation: Invocation) -> int:
    try:
        result = build_app().main(
            list(arguments), prog_name=PROGRAM, standalone_mode=False, obj=invocation
        )
    except (KeyboardInterrupt, click.Abort):
        echo.abandon_progress()
        echo.talk(_("Прервано."))
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        echo.print_error(*describe_usage_error(error))
        return ExitCode.USAGE
    except VsoshMoodleError as error:
        echo.abandon_progress()
        _note_error(error)
        _tell_known(error, as_json=_wants_json(arguments))
        _trace(invocation)
        return error.exit_code
    except Exception as error:  # noqa: BLE001  the last resort: no traceback, no data on the screen
        echo.abandon_progress()
        _note_error(error)
        _tell_unknown(error)
        _trace(invocation)
        return ExitCode.ERROR
    return result if isinstance(result, int) else ExitCode.OK


def _note_error(error: Exception) -> None:
    """Log the kind of an error and Moodle's code for it: texts of errors quote what they are about."""
    events.emit(
        "error",
        logging.ERROR,
        kind=type(error).__name__,
        error=getattr(error, "errorcode", "") or None,
        function=getattr(error, "wsfunction", "") or None,
    )


def build_app() -> LazyGroup:
    """Build the command group in the current language; commands are imported when called."""
    return LazyGroup(
        name=PROGRAM,
        specs=_command_specs(),
        callback=_remember_globals,
        params=_global_options(),
        help=_(
            "Школа в файлах: config.yaml, шаблоны курсов и списки превращаются в план изменений, "
            "его показывают и применяют к сайту Moodle.\n\n"
            "Начните так: vsosh-moodle init школа --sample, затем в этой папке vsosh-moodle plan."
        ),
        epilog=_(
            "Параметры --project, --lang, --log-file, --debug и --debug-http можно писать и после команды."
        ),
        context_settings={
            "help_option_names": ["-h", "--help"],
            "rich_help_config": {
                "options_panel_title": _("Параметры"),
                "arguments_panel_title": _("Что указать"),
                "commands_panel_title": _("Команды"),
                "commands_before_options": True,
                "text_markup": None,
                "default_string": _("[по умолчанию: {}]"),
                "envvar_string": _("[переменная: {}]"),
                "required_long_string": _("[обязательно]"),
            },
        },
    )


def _command_specs() -> dict[str, CommandSpec]:
    daily, folder = _("Команды на каждый день"), _("Папка школы")
    site, start = _("Сайт"), _("Знакомство")
    return {
        "check": CommandSpec("check:check", daily, _("Проверить все файлы и показать ошибки.")),
        "plan": CommandSpec("plan:plan", daily, _("Показать, что изменится в Moodle.")),
        "apply": CommandSpec("apply:apply", daily, _("Применить план к сайту.")),
        "pull": CommandSpec("pull:pull", daily, _("Снять с сайта, что сделали ученики.")),
        "report": CommandSpec("report:report", daily, _("Отчёты по снимкам и реестрам.")),
        "sync": CommandSpec("sync:sync", daily, _("Показать движение людей и записать его.")),
        "watch": CommandSpec(
            "watch:watch", daily, _("Кому из учеников нужно внимание: списки по классам.")
        ),
        "init": CommandSpec("init:init", folder, _("Создать папку школы.")),
        "templates": CommandSpec("templates:templates", folder, _("Шаблоны курсов.")),
        "calendar": CommandSpec(
            "calendar:calendar", folder, _("Календарь года: сроки, каникулы, сдвиги.")
        ),
        "remote": CommandSpec(
            "remote:remote", folder, _("Переход на дистант: готовность, начало, конец.")
        ),
        "questions": CommandSpec("questions:questions", folder, _("Банки вопросов.")),
        "roster": CommandSpec("roster:roster", folder, _("Прочитать и проверить списки.")),
        "registers": CommandSpec(
            "registers:registers", folder, _("Реестры для отчётов: кадры, техника, пробники…")
        ),
        "promote": CommandSpec(
            "promote:promote", folder, _("Перевести школу в следующий учебный год.")
        ),
        "subject": CommandSpec("subject:subject", folder, _("Что хранится об одном человеке.")),
        "levels": CommandSpec(
            "levels:levels", folder, _("Уровни учеников по входной работе на сайте.")
        ),
        "slips": CommandSpec("slips:slips", folder, _("Листки с первыми паролями.")),
        "letters": CommandSpec(
            "letters:letters", folder, _("Письма ученикам и родителям: написать и проверить.")
        ),
        "schema": CommandSpec("schema:schema", folder, _("JSON Schema для редактора.")),
        "doctor": CommandSpec("doctor:doctor", site, _("Проверить сайт, токен и права.")),
        "status": CommandSpec("status:status", site, _("Чем сайт расходится с файлами.")),
        "export": CommandSpec("export:export", site, _("Файлы для загрузки в Moodle вручную.")),
        "undo": CommandSpec("undo:undo", site, _("Отменить запуск: вернуть, как было.")),
        "history": CommandSpec("history:history", site, _("Что и когда применялось.")),
        "state": CommandSpec(
            "state:state", folder, _("Память программы: копия, возврат, проверка.")
        ),
        "support": CommandSpec(
            "support:support", site, _("Собрать сведения для помощи: людей в них нет.")
        ),
        "plugin": CommandSpec("plugin:plugin", site, _("Плагин для сайта Moodle.")),
        "sandbox": CommandSpec("sandbox:sandbox", site, _("Учебный сайт на этом компьютере.")),
        "demo": CommandSpec("demo:demo", start, _("Показать всё на выдуманной школе.")),
        "completion": CommandSpec(
            "completion:completion", start, _("Подсказки по клавише Tab для оболочки.")
        ),
    }


def _global_options() -> list[click.Parameter]:
    return [
        click.RichOption(
            ["--project", "project_dir"],
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            metavar="DIR",
            help=_("Папка школы; без параметра ищется вверх от текущей папки."),
        ),
        click.RichOption(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            help=_("Язык сообщений; то же делает переменная VSOSH_LANG."),
            expose_value=False,
        ),
        click.RichOption(
            ["--debug"], is_flag=True, help=_("Показывать подробности работы и ошибок.")
        ),
        click.RichOption(
            ["--debug-http"],
            is_flag=True,
            expose_value=False,
            help=_("Показывать запросы к сайту и ответы; токен, пароли и сведения о людях скрыты."),
        ),
        click.RichOption(
            ["--log-file"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help=_("Куда писать журнал работы; обычно это .vsosh/log.jsonl. В нём нет имён."),
        ),
        click.RichOption(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_print_version,
            help=_("Показать версию программы."),
        ),
    ]


@click.pass_context
def _remember_globals(
    ctx: click.Context, project_dir: Path | None, debug: bool, log_file: Path | None
) -> None:
    invocation = ctx.ensure_object(Invocation)
    invocation.project_dir = project_dir
    invocation.debug = debug
    if log_file is not None and invocation.log is not None:
        invocation.log.write_to(log_file)


class _Warner(logging.Handler):
    """Says each of the log's lines as a warning of the program."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it on stderr."""
        echo.warn(record.getMessage())


class _SaidOnce(logging.Handler):
    """Says once that the site makes us wait: the log's own lines are for developers."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said = False

    def emit(self, record: logging.LogRecord) -> None:
        """Say it, at the first warning of the run."""
        del record
        if not self._said:
            self._said = True
            echo.talk(_("Сайт отвечает не сразу; повторяю запросы…"))


def _route_logs(*, debug: bool) -> None:
    """Send the log to stderr under `--debug`; without it only say that there is a reason to wait."""
    logger = logging.getLogger("vsosh_moodle")
    handler = logging.StreamHandler(sys.stderr) if debug else _SaidOnce()
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if debug else logging.WARNING)


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        echo.say(f"{PROGRAM} {__version__}")
        ctx.exit()


def _tell_known(error: VsoshMoodleError, *, as_json: bool) -> None:
    problems = error.problems if isinstance(error, InputProblems) else ()
    if as_json:
        echo.print_json(
            {
                "error": "" if problems else error.message,
                "hint": error.hint,
                "exit_code": int(error.exit_code),
                "problems": [problem.as_json() for problem in problems],
            }
        )
    elif problems:
        echo.print_problems(problems, err=True)
    if not problems:
        echo.print_error(error.message, error.hint)


def _tell_unknown(error: Exception) -> None:
    echo.print_error(
        _("В программе ошибка, которой мы не предвидели ({name}).").format(
            name=type(error).__name__
        ),
        _(
            "Повторите команду с --debug и пришлите её вывод разработчикам; проверьте, нет ли в нём имён."
        ),
    )


def _trace(invocation: Invocation) -> None:
    if invocation.debug:
        import traceback

        from vsosh_moodle.moodle.secret import cover_secrets

        echo.talk(cover_secrets(traceback.format_exc()))


def _speak_utf8() -> None:
    """Windows gives a pipe the code page of the console: Russian would come out broken."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _globals_first(arguments: Sequence[str]) -> list[str]:
    """Move the program's own options in front of the command, wherever they were written."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest.append(word)
            rest.extend(words)
        elif word in _GLOBAL_WITH_VALUE:
            front.append(word)
            front.extend([value for value in [next(words, None)] if value is not None])
        elif word in _GLOBAL_FLAGS or word.startswith(tuple(f"{o}=" for o in _GLOBAL_WITH_VALUE)):
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    for word, after in pairwise([*arguments, ""]):
        if word == option:
            return after
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None


def _wants_json(arguments: Sequence[str]) -> bool:
    return _value_of("--format", arguments) == "json"
