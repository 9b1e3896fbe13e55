"""Russian for what pydantic says about a value."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic_core import ErrorDetails

from vsosh_moodle.language import _, plural
from vsosh_moodle.sources.suggestions import did_you_mean

_QUOTED = re.compile(r"'([^']*)'")
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Said:
    """A stable code, a Russian message and a hint."""

    code: str
    message: str
    hint: str = ""


def say(detail: ErrorDetails) -> Said:
    """Return the Russian for one pydantic error; an unknown one keeps pydantic's English inside."""
    kind = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if "message" in context:  # raised by `complaint`: a validator of ours
        return Said(kind, str(context["message"]), str(context.get("hint", "")))
    wanted = _wanted_kind(kind)
    if wanted:
        return Said("wrong-type", _wrong_kind(wanted, detail["input"]), _kind_hint(wanted, detail))
    if kind in _LIMITS:
        return Said("out-of-range", _LIMITS[kind](context))
    if kind in ("literal_error", "enum"):
        if detail["loc"] == ("version",) and _is_newer(context, detail["input"]):
            return _of_newer_program(detail["input"])
        return _not_listed(context, detail["input"])
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _no_such_tag(kind, context)
    if kind == "value_error":
        return Said("bad-value", str(context.get("error", detail["msg"])))
    shown = _shown(detail["input"])
    return Said(
        "bad-value",
        _("значение {value} не подходит ({why}).").format(value=shown, why=detail["msg"]),
    )


_KINDS: dict[str, Callable[[], str]] = {
    "int": lambda: _("целое число"),
    "float": lambda: _("число"),
    "bool": lambda: _("true или false"),
    "string": lambda: _("текст"),
    "list": lambda: _("список"),
    "tuple": lambda: _("список"),
    "set": lambda: _("список"),
    "frozen": lambda: _("список"),
    "dict": lambda: _("набор пар «ключ: значение»"),
    "mapping": lambda: _("набор пар «ключ: значение»"),
    "model": lambda: _("набор пар «ключ: значение»"),
    "date": lambda: _("дата, например 2026-09-01"),
    "datetime": lambda: _("дата и время, например 2026-09-01 18:00"),
    "time": lambda: _("время, например 18:00"),
    "none": lambda: _("пустое значение"),
}
_KIND_ENDINGS = (
    "_type",
    "_parsing",
    "_from_float",
    "_attributes_type",
    "_from_date_parsing",
    "_from_datetime_parsing",
    "_from_datetime_inexact",
    "_set_type",
    "_required",
)


def _wanted_kind(kind: str) -> str:
    head = kind.split("_", 1)[0]
    if head not in _KINDS or kind[len(head) :] not in _KIND_ENDINGS:
        return ""
    return _KINDS[head]()


def _wrong_kind(wanted: str, value: Any) -> str:
    return _("нужно: {wanted}; стоит: {value}.").format(wanted=wanted, value=_shown(value))


def _kind_hint(wanted: str, detail: ErrorDetails) -> str:
    value = detail["input"]
    if wanted == _("текст") and isinstance(value, int | float | date):
        return _('Возьмите значение в кавычки: "{value}".').format(value=value)
    if wanted == _("текст") and isinstance(value, dict):
        return _("Если в тексте есть «{{ … }}» или двоеточие, возьмите его в кавычки.")
    if wanted == _("список") and not isinstance(value, dict):
        return _("Возьмите значение в квадратные скобки: [{value}].").format(value=_bare(value))
    if wanted == _KINDS["model"]() and isinstance(value, str) and ":" in value:
        return _("После двоеточия нужен пробел: «ключ: значение».")
    return ""


def _shown(value: Any) -> str:
    match value:
        case None:
            return _("пусто")
        case dict():
            return _("набор пар")
        case list() | tuple():
            return _("список")
        case bool():
            return "true" if value else "false"
        case _:
            return f"«{_bare(value)}»"


def _bare(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _not_listed(context: dict[str, Any], value: Any) -> Said:
    expected = str(context.get("expected", ""))
    allowed = _QUOTED.findall(expected) or [expected]
    message = _("значения {value} нет среди допустимых.").format(value=_shown(value))
    return Said("not-listed", message, did_you_mean(str(value), allowed))


def _is_newer(context: dict[str, Any], version: Any) -> bool:
    known = re.findall(r"\d+", str(context.get("expected", "")))
    return type(version) is int and bool(known) and version > max(map(int, known))


def _of_newer_program(version: int) -> Said:
    """Say of a file's own `version` that this program is too old for it."""
    return Said(
        "newer-version",
        _("файл написан для более новой версии программы: его вид — {version}.").format(
            version=version
        ),
        _("Обновите vsosh-moodle до версии, для которой файл написан."),
    )


def _no_such_tag(kind: str, context: dict[str, Any]) -> Said:
    key = str(context.get("discriminator", "")).strip("'")
    if kind == "union_tag_not_found":
        return Said("missing-key", _("не указано «{key}».").format(key=key))
    allowed = _QUOTED.findall(str(context.get("expected_tags", "")))
    tag = str(context.get("tag", ""))
    message = _("«{key}: {tag}» не бывает.").format(key=key, tag=tag)
    return Said("not-listed", message, did_you_mean(tag, allowed))


def _too_short(context: dict[str, Any]) -> str:
    least = int(context["min_length"])
    if least == 1:
        return _("список пуст, а нужен хотя бы один пункт.")
    return _("слишком мало: нужно хотя бы {count}.").format(
        count=plural(least, "{n} пункт", "{n} пункта", "{n} пунктов")
    )


def _too_long(context: dict[str, Any]) -> str:
    most = int(context["max_length"])
    return _("слишком много: можно до {count}.").format(
        count=plural(most, "{n} пункта", "{n} пунктов", "{n} пунктов")
    )


def _short_text(context: dict[str, Any]) -> str:
    least = int(context["min_length"])
    if least == 1:
        return _("текст пуст.")
    return _("текст слишком короткий: нужно хотя бы {count}.").format(
        count=plural(least, "{n} знак", "{n} знака", "{n} знаков")
    )


def _long_text(context: dict[str, Any]) -> str:
    most = int(context["max_length"])
    return _("текст слишком длинный: можно до {count}.").format(
        count=plural(most, "{n} знака", "{n} знаков", "{n} знаков")
    )


_LIMITS: dict[str, Callable[[dict[str, Any]], str]] = {
    "greater_than": lambda ctx: _("должно быть больше {limit}.").format(limit=ctx["gt"]),
    "greater_than_equal": lambda ctx: _("должно быть не меньше {limit}.").format(limit=ctx["ge"]),
    "less_than": lambda ctx: _("должно быть меньше {limit}.").format(limit=ctx["lt"]),
    "less_than_equal": lambda ctx: _("должно быть не больше {limit}.").format(limit=ctx["le"]),
    "too_short": _too_short,
    "too_long": _too_long,
    "string_too_short": _short_text,
    "string_too_long": _long_text,
    "string_pattern_mismatch": lambda ctx: _("знаки не те: подходит {pattern}.").format(
        pattern=ctx["pattern"]
    ),
}
