"""The body of an answer: JSON with a result, JSON with an exception, or something else."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from vsosh_moodle.language import _
from vsosh_moodle.moodle.errors import BadAnswer, CountMismatch, NotMoodle
from vsosh_moodle.moodle.faults import fault_of

Row = TypeVar("Row")

_LONGEST_NUMBER = 18
"""Digits of a whole number: more would not go into a database column of 64 bits."""
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")


class _Unusable(ValueError):
    """JSON as such, but with a value that no Moodle sends and nothing behind could keep."""


class SiteWarning(NamedTuple):
    """A part of a call that failed while the rest went through."""

    item: str
    itemid: int
    warningcode: str
    message: str


def parse_answer(site: str, wsfunction: str, body: bytes) -> object:
    """Return the decoded JSON of an HTTP 200 answer: None, sent as `null`, for a function without a result.

    Raises the exception the answer describes, NotMoodle for a page, BadAnswer for anything else.
    """
    text = body.strip()
    if not text:
        raise _empty(site, wsfunction)
    if text.startswith(b"<"):
        raise_for_markup(site, wsfunction, text)
    try:
        answer: object = json.loads(
            text, parse_int=_whole, parse_float=_finite, parse_constant=_finite
        )
        if _HALF_CHARACTER.search(text):
            _require_characters(answer)
    except _Unusable as error:
        raise _bad_shape(wsfunction) from error
    except (ValueError, RecursionError) as error:
        raise _not_json(site, wsfunction, text) from error
    if isinstance(answer, dict) and ("exception" in answer or "errorcode" in answer):
        raise fault_of(site, wsfunction, answer)
    return answer


def parse_rows(
    wsfunction: str, answer: object, parse: Callable[[Mapping[str, object]], Row]
) -> list[Row]:
    """Return each object of a list answer parsed; raises BadAnswer if the shape is another."""
    if not isinstance(answer, list):
        raise _bad_shape(wsfunction)
    return [parse_object(wsfunction, item, parse) for item in answer]


def parse_object(
    wsfunction: str, answer: object, parse: Callable[[Mapping[str, object]], Row]
) -> Row:
    """Return an object answer parsed; raises BadAnswer if the shape is another."""
    if not isinstance(answer, dict):
        raise _bad_shape(wsfunction)
    try:
        return parse(answer)
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise _bad_shape(wsfunction) from error


def parse_warnings(wsfunction: str, answer: object) -> list[SiteWarning]:
    """Return the warnings of a write that goes on past a bad row; none for an empty answer."""
    if answer is None:
        return []
    return parse_object(
        wsfunction, answer, lambda row: parse_rows(wsfunction, row.get("warnings", []), _warning)
    )


def require_count(wsfunction: str, sent: int, returned: Sequence[Row]) -> Sequence[Row]:
    """Return `returned`; raises CountMismatch when there are fewer or more rows than were sent."""
    if len(returned) == sent:
        return returned
    raise CountMismatch(
        _("{function}: отправлено строк {sent}, вернулось {returned}.").format(
            function=wsfunction, sent=sent, returned=len(returned)
        ),
        _(
            "Похоже, сервер обрезал запрос (max_input_vars в PHP). Повторный запуск перечитает сайт "
            "и отправит недостающее; в настройках уменьшите max_input_vars."
        ),
        wsfunction=wsfunction,
        sent=sent,
        returned=returned,
    )


def text_of(row: Mapping[str, object], key: str) -> str:
    """Return a text field; "" when the site left it out or sent null."""
    value = row.get(key)
    return "" if value is None else str(value)


def int_of(row: Mapping[str, object], key: str, default: int = 0) -> int:
    """Return an integer field (the site sends some as text, flags as booleans)."""
    value = row.get(key)
    if value is None or value == "":
        return default
    if isinstance(value, int | float | str):
        return int(value)
    raise TypeError(key)


def float_of(row: Mapping[str, object], key: str) -> float | None:
    """Return a number; None when the site left it out or sent null."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, int | float | str):
        return float(value)
    raise TypeError(key)


def required_int(row: Mapping[str, object], key: str) -> int:
    """Return an integer field that must be there; raises KeyError otherwise."""
    if row[key] is None:
        raise KeyError(key)
    return int_of(row, key)


def raise_for_markup(site: str, wsfunction: str, text: bytes) -> None:
    """Raise what a page or an XML error stands for.

    The errors come as XML when the POST's first field did not arrive: PHP drops a body above
    `post_max_size` whole.
    """
    code = re.search(rb"<ERRORCODE>([A-Za-z0-9_]{1,100})</ERRORCODE>", text[:10000])
    if code:
        raise fault_of(site, wsfunction, {"errorcode": code.group(1).decode("ascii")})
    if text.rstrip().endswith((b"}", b"]", b"null")):
        raise _not_json(site, wsfunction, text)
    raise NotMoodle(
        _("Сайт {site} ответил страницей, а не данными.").format(site=site),
        _(
            "Проверьте адрес в браузере: там должен быть Moodle, а не заглушка, страница входа в "
            "сеть или экран обновления."
        ),
        wsfunction=wsfunction,
    )


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise _Unusable(len(digits))
    return int(digits)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise _Unusable(number)
    return value


def _require_characters(answer: object) -> None:
    # Half of a surrogate pair is a string to Python, and an error wherever it is written to.
    try:
        json.dumps(answer, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise _Unusable(error.reason) from error


def _empty(site: str, wsfunction: str) -> BadAnswer:
    """Return the error of an answer without a body: success of a function without a result is `null`.

    PHP died, or a proxy answered; whether the work was done before that is not known.
    """
    return BadAnswer(
        _("Сайт {site} прислал на {function} пустой ответ.").format(site=site, function=wsfunction),
        _("Причина в журнале ошибок PHP; сообщите администратору сервера."),
        wsfunction=wsfunction,
    )


def _not_json(site: str, wsfunction: str, text: bytes) -> BadAnswer:
    if text.startswith((b"{", b"[")):
        message = _("Ответ сайта {site} на {function} оборвался.")
        hint = _("Работа могла быть выполнена: повторный запуск перечитает сайт.")
    else:
        message = _("Сайт {site} ответил на {function} не данными.")
        hint = _(
            "К ответу примешан посторонний текст: администратору стоит выключить display_errors в PHP "
            "и показ отладки (Администрирование → Разработка → Отладка)."
        )
    error = BadAnswer(message.format(site=site, function=wsfunction), hint, wsfunction=wsfunction)
    error.transient = text.startswith((b"{", b"["))
    return error


def _bad_shape(wsfunction: str) -> BadAnswer:
    return BadAnswer(
        _("Ответ на {function} не того вида, какой обещает Moodle.").format(function=wsfunction),
        _("Проверьте версию Moodle: vsosh-moodle doctor"),
        wsfunction=wsfunction,
    )


def _warning(row: Mapping[str, object]) -> SiteWarning:
    return SiteWarning(
        item=text_of(row, "item"),
        itemid=int_of(row, "itemid"),
        warningcode=text_of(row, "warningcode"),
        message=text_of(row, "message"),
    )
