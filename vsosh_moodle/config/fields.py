"""Kinds of values config.yaml holds."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from vsosh_moodle.language import _
from vsosh_moodle.sources import complaint

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_KEY = 40


class Strict(BaseModel):
    """A part of the config: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_key(value: str) -> str:
    if not _KEY.fullmatch(value) or len(value) > MAX_KEY:
        message = _("ключ «{key}» не годится.").format(key=value[:60])
        hint = _("Нужны строчные латинские буквы, цифры и дефис, до {limit} знаков: oge-math.")
        raise complaint("bad-key", message, hint.format(limit=MAX_KEY))
    return value


def _number_to_text(value: Any) -> Any:
    """Read an unquoted number where text is meant: class 9, release 4.5."""
    plain_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if plain_number else value


Key = Annotated[str, AfterValidator(_check_key)]

NumberOrText = Annotated[
    str,
    BeforeValidator(_number_to_text),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
]
"""Text that people write without quotes though it may be a number, such as a class «9»."""
