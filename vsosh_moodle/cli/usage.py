"""What click complains about, said in Russian."""

from typing import Any

import rich_click as click

from vsosh_moodle.language import _


def describe_usage_error(error: click.ClickException) -> tuple[str, str]:
    """Return what is wrong with the command line and what to do about it."""
    return _message(error), _hint(error)


def _message(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption(option_name=name):
            message = _("Нет параметра {name}.").format(name=name)
            near = getattr(error, "possibilities", None) or ()
            if near:
                message += " " + _("Может быть, {near}?").format(near=near[0])
            return message
        case click.MissingParameter(param=param):
            return _("Не хватает параметра {name}.").format(name=_name_of(param, error.ctx))
        case click.BadParameter(param=param) if param is not None:
            return _("Параметр {name}: {reason}").format(
                name=_name_of(param, error.ctx), reason=_reason(error, param)
            )
        case click.FileError():
            return _("Файл {name} не открывается: {reason}").format(
                name=error.ui_filename, reason=error.message
            )
        case _:
            return _known_phrase(error.format_message())


def _reason(error: click.BadParameter, param: click.Parameter) -> str:
    kind = param.type
    if isinstance(kind, click.Choice):
        choices = ", ".join(str(choice) for choice in kind.choices)
        return _("такого значения нет; выберите из: {choices}.").format(choices=choices)
    if isinstance(kind, click.IntRange) or kind is click.INT:
        return _number_reason(kind)
    if isinstance(kind, click.DateTime):
        return _("«{value}» — не день; пишите как 2026-12-30 или 30.12.2026.").format(
            value=error.message.partition("'")[2].partition("'")[0]
        )
    if isinstance(kind, click.Path):
        return _path_reason(error.message)
    return error.message


def _number_reason(kind: object) -> str:
    least = getattr(kind, "min", None)
    most = getattr(kind, "max", None)
    if least is not None and most is not None:
        return _("нужно целое число от {least} до {most}.").format(least=least, most=most)
    if least is not None:
        return _("нужно целое число не меньше {least}.").format(least=least)
    return _("нужно целое число.")


def _path_reason(message: str) -> str:
    """Return what click says of a path: «File 'план.json' does not exist.»."""
    path = message.partition("'")[2].rpartition("'")[0]
    if "does not exist" in message:
        return _("«{path}» — такого файла или папки нет.").format(path=path)
    if "is a directory" in message:
        return _("«{path}» — это папка, а нужен файл.").format(path=path)
    if "is a file" in message:
        return _("«{path}» — это файл, а нужна папка.").format(path=path)
    return _("«{path}» не открыть: нет прав.").format(path=path) if path else message


def _name_of(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None:
        return ""
    if isinstance(param, click.Option):
        return "/".join(param.opts)
    return param.make_metavar(ctx).strip("[]") if ctx is not None else str(param.name).upper()


def _known_phrase(message: str) -> str:
    phrases: dict[str, Any] = {
        "Missing command.": _("Не названа команда."),
    }
    if message.startswith("Got unexpected extra argument"):
        extra = message.partition("(")[2].rstrip(")")
        return _("Лишнее в строке: {extra}").format(extra=extra)
    if message.endswith("requires an argument."):
        return _("У параметра {name} нет значения.").format(name=message.split("'")[1])
    return str(phrases.get(message, message))


def _hint(error: click.ClickException) -> str:
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    command = ctx.command_path if ctx is not None else "vsosh-moodle"
    return _("Посмотрите справку: {command} --help").format(command=command)
