"""Kinds of values a template holds; before rendering, any of them may still be a Jinja expression."""

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)

from vsosh_moodle.language import _
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.templates.expressions import has_expressions

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_KEY = 60
MAX_POINTS = 99_999  # Moodle keeps grades with five decimals in ten digits
MAX_MINUTES = 35_000_000
MAX_COUNT = 2_147_483_647


class Strict(BaseModel):
    """A part of a template: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def is_final(info: ValidationInfo) -> bool:
    """Tell whether the values under validation have been rendered (see templates/rendering.py)."""
    return bool(info.context and info.context.get("final"))


def is_key(text: str) -> bool:
    """Tell whether a text may be the key of a section, an activity or a template."""
    return bool(_KEY.fullmatch(text)) and len(text) <= MAX_KEY


def _check_key(value: str, info: ValidationInfo) -> str:
    if not is_final(info) and has_expressions(value):
        return value
    if not is_key(value):
        message = _(
            "ключ «{key}» не годится: нужны строчные латинские буквы, цифры и дефис "
            "(например, topic-3), не длиннее {limit} знаков."
        )
        raise complaint("bad-key", message.format(key=value, limit=MAX_KEY))
    return value


def _check_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        message = _("имя параметра «{name}» не годится: нужны строчные латинские буквы, цифры и _.")
        raise complaint("bad-name", message.format(name=value))
    return value


def _check_number(value: Any, info: ValidationInfo) -> int | str:
    if isinstance(value, str):
        if not is_final(info) and has_expressions(value):
            return value
        if is_final(info) and re.fullmatch(r"\s*\d{1,9}\s*", value):
            return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    message = _("нужно целое число не меньше нуля, а стоит «{value}».")
    raise complaint("bad-number", message.format(value=str(value)[:60]))


def _check_amount(value: Any, info: ValidationInfo) -> int | float | str:
    if isinstance(value, str) and not is_final(info) and has_expressions(value):
        return value
    number: int | float | None = None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = value
    elif isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}(?:[.,]\d{1,5})?\s*", value):
        number = float(value.replace(",", "."))
    if number is None or not 0 <= number < 10**9:
        message = _("нужно число не меньше нуля, а стоит «{value}».")
        raise complaint("bad-number", message.format(value=str(value)[:60]))
    return int(number) if number == int(number) else round(float(number), 5)


def at_least(count: int) -> AfterValidator:
    """Return the check that a list has `count` items; silent while the items themselves are wrong.

    Pydantic's own `min_length` counts only sound items, and so complains of an empty list too.
    """

    def check(value: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(value) < count:
            message = _("мало пунктов: нужно не меньше {count}.").format(count=count)
            raise complaint("too-few", message)
        return value

    return AfterValidator(check)


def at_most(most: int) -> AfterValidator:
    """Return the check that a number is no larger than Moodle keeps; silent on an expression."""

    def check(value: float | str) -> float | str:
        if not isinstance(value, str) and value > most:
            message = _("нужно число не больше {most}, а стоит {value}.")
            raise complaint("number-too-large", message.format(most=most, value=value))
        return value

    return AfterValidator(check)


Key = Annotated[str, AfterValidator(_check_key)]
Name = Annotated[str, AfterValidator(_check_name)]
Number = Annotated[
    int | str,
    PlainValidator(_check_number),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"\{\{"}]}
    ),
]
Amount = Annotated[
    int | float | str,
    PlainValidator(_check_amount),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"\{\{"}]}
    ),
]
Points = Annotated[Number, at_most(MAX_POINTS)]
Minutes = Annotated[Number, at_most(MAX_MINUTES)]
Count = Annotated[Number, at_most(MAX_COUNT)]
Weight = Annotated[Amount, at_most(10_000)]
