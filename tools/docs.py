"""Write the generated pages of docs/: `python -m tools.docs`; `--check` fails when one is stale.

docs/cli.md comes from the commands themselves, docs/config.md from the JSON Schema, and
docs/ws-functions.md from the client's table of functions. All are Russian: a methodist and the
site's administrator read them.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from tools.config_page import render_config_page
from vsosh_moodle.cli.main import PROGRAM, build_app
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import set_language
from vsosh_moodle.moodle.functions_page import render_functions_page

DOCS = Path(__file__).parents[1] / "docs"
STAMP = "<!-- Страница собрана программой: python -m tools.docs. Правьте источник, не её. -->"

EXIT_CODES = {
    ExitCode.OK: "всё в порядке",
    ExitCode.ERROR: "ошибка, которой нет ниже; подробности покажет `--debug`",
    ExitCode.USAGE: "команда или настройка написана неверно; нет токена, нет папки школы",
    ExitCode.INPUT: "в файлах есть ошибки; все они названы, с местом каждой",
    ExitCode.PLAN: "план нельзя применить: предохранитель, устаревший план, идёт другой запуск",
    ExitCode.MOODLE: "сайт ответил отказом: токен, права, функция, данные",
    ExitCode.TRANSPORT: "сайт не отвечает, отвечает не Moodle, истекло время",
    ExitCode.PARTIAL: "записано не всё; `apply` доделает остальное",
    ExitCode.CHANGES_WAIT: "только с `--exit-code`: изменения ждут",
    ExitCode.INTERRUPTED: "остановлено по Ctrl-C; записанное не пропало",
}

INTRODUCTION = """# Команды

Справка по любой команде: `vsosh-moodle КОМАНДА --help`. Результат печатается в stdout, разговор о \
нём — в stderr; `--format json` не меняется от версии к версии и годится для сценариев. NO_COLOR \
отключает цвет.

Параметры программы можно писать и после команды.
"""


def render_cli() -> str:
    """Return docs/cli.md: every command with its arguments and options, then the exit codes."""
    app = build_app()
    root = click.Context(app, info_name=PROGRAM)
    lines = [STAMP, "", INTRODUCTION, *_parameters(app), ""]
    for name in app.list_commands(root):
        command = app.load_command(name)
        lines += _command(command, click.Context(command, info_name=name, parent=root), depth=2)
    lines += ["## Коды выхода", "", "| код | что значит |", "|---:|---|"]
    lines += [f"| {int(code)} | {EXIT_CODES[code]} |" for code in ExitCode]
    return "\n".join([*lines, ""])


def _command(command: click.Command, context: click.Context, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} {context.command_path.removeprefix(f'{PROGRAM} ')}"
    yield ""
    yield (command.help or "").strip()
    yield ""
    if isinstance(command, click.Group):
        if any(_is_shown(one) for one in command.params):
            yield from _usage(command, context)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                child = click.Context(inner, info_name=name, parent=context)
                yield from _command(inner, child, depth + 1)
        return
    yield from _usage(command, context)


def _usage(command: click.Command, context: click.Context) -> Iterator[str]:
    yield "```text"
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f"{context.command_path} {pieces.replace('[OPTIONS]', '[параметры]')}"
    yield "```"
    yield ""
    table = list(_parameters(command))
    if table:
        yield from table
        yield ""


def _parameters(command: click.Command) -> Iterator[str]:
    shown = [one for one in command.params if isinstance(one, click.Option) and _is_shown(one)]
    if shown:
        yield "| параметр | что делает |"
        yield "|---|---|"
        for option in shown:
            yield f"| `{_cell(_spelling(option))}` | {_cell(_meaning(option))} |"


def _spelling(option: click.Option) -> str:
    """Return how an option is written; click's own rendering differs between its versions."""
    names = ", ".join(option.opts)
    if option.secondary_opts:
        names += f" / {', '.join(option.secondary_opts)}"
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return f"{names} {option.metavar or 'N'}"


def _meaning(option: click.Option) -> str:
    if not option.show_default:
        return option.help or ""
    default = option.default
    if option.is_flag:
        default = option.opts[0] if option.default else option.secondary_opts[0]
    return f"{option.help} По умолчанию: {default}."


def _is_shown(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option) and not parameter.hidden


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES = {
    "cli.md": render_cli,
    "config.md": render_config_page,
    "ws-functions.md": render_functions_page,
}


def main() -> int:
    """Write the pages, or with --check tell which are stale; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    set_language("ru")
    stale = []
    for name, render in PAGES.items():
        path, text = DOCS / name, render()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name}: {'stale, run python -m tools.docs' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
