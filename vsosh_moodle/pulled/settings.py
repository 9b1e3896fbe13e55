"""Settings of activities as a template's: whole numbers, words it knows, nothing that is usual anyway."""

from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from vsosh_moodle.language import _
from vsosh_moodle.plan.field_titles import field_title
from vsosh_moodle.pulled.left_out import Remarks

Data = dict[str, Any]
_MINUTE = 60


def whole(live: Mapping[str, Any], name: str, remarks: Remarks) -> int:
    """Return a number a template keeps whole; one that is not is rounded, and noted."""
    value = live.get(name) or 0
    if not isinstance(value, (int, float)) or value < 0:
        remarks.note("setting", _left(name, value))
        return 0
    near = round(value)
    if near != value:
        remarks.note(
            "rounded",
            _("{field}: {value} округлено до {near}").format(
                field=field_title(name), value=str(value).replace(".", ","), near=near
            ),
        )
    return near


def minutes(live: Mapping[str, Any], name: str, remarks: Remarks) -> int:
    """Return seconds as minutes, upwards; what is no whole minute is noted."""
    seconds = int(live.get(name) or 0)
    found = -(-seconds // _MINUTE)
    if seconds % _MINUTE:
        remarks.note(
            "rounded",
            _("{field}: {value} с, в шаблоне {near} мин").format(
                field=field_title(name).partition(",")[0], value=seconds, near=found
            ),
        )
    return found


def word(model: type[BaseModel], live: Mapping[str, Any], name: str, remarks: Remarks) -> Data:
    """Return a setting that is one of a template's words; another one is left out, and noted."""
    allowed = _words(model, name)
    value = live.get(name)
    if value in allowed:
        return {name: value}
    if value is not None:
        remarks.note("setting", _left(name, value))
    return {}


def sparse(model: type[BaseModel], data: Data) -> Data:
    """Return data without what the model takes anyway."""
    found = {}
    for name, value in data.items():
        field = model.model_fields.get(name) or model.model_fields.get(f"{name}_")
        default = None if field is None or field.is_required() else field.get_default()
        usual = [] if default == () else default
        if field is not None and not field.is_required() and value == usual:
            continue
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def _words(model: type[BaseModel], name: str) -> tuple[object, ...]:
    annotation = model.model_fields[name].annotation
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for part in get_args(annotation) for word in get_args(part))


def _left(name: str, value: object) -> str:
    told = "" if value in (None, "other") else f" ({value})"
    return _("настройка «{field}»: в шаблоне такой не бывает, будет обычная{value}").format(
        field=field_title(name), value=told
    )
