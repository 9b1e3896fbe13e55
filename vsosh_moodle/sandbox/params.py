"""Moodle's PARAM types: what a value must look like to pass, and what comes out."""

import re
from collections.abc import Callable
from typing import Any

from vsosh_moodle.sandbox.faults import Fault, invalid_parameter, invalid_response
from vsosh_moodle.sandbox.outline import OPTIONAL, REQUIRED, Description, Listing, Record, Value

INSTALLED_LANGS = {"en"}
INSTALLED_THEMES = {"boost", "classic"}
AUTHS = {"manual", "nologin", "email", "ldap", "cas", "db", "none", "oauth2", "shibboleth", "lti"}

_INT = re.compile(r"-?[1-9]\d{0,18}|0")
_PHP_INT = 2**63
_TIMEZONE = re.compile(
    r"(([+-]?(0?[0-9](\.[5|0])?|1[0-3](\.0)?|1[0-2]\.5))|(99)|[A-Za-z0-9]+(/?[A-Za-z_-])+)"
)
_TAG = re.compile(r"<(?![ \t\n\v\f\r])")
_MULTILANG = re.compile(
    r'<span(?:\s+(?:lang="[a-zA-Z0-9_-]+"|class="multilang")){2}\s*>[^<]*</span>'
)
_COMPONENT = re.compile(r"[a-z][a-z0-9]*(_[a-z][a-z0-9_]*)?[a-z0-9]+")
_PLUGIN = re.compile(r"[a-z](?:[a-z0-9_](?!__))*[a-z0-9]+")
# PHP's trim() knows these only; a non-breaking space is a letter to it.
PHP_SPACE = " \t\n\r\0\x0b"


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _no_tags(text: str) -> bool:
    return "\0" not in text and _TAG.search(text) is None


def _is_text(text: str) -> bool:
    if _no_tags(text):
        return True
    return "</span>" in text and _no_tags(_MULTILANG.sub("", text))


def _is_component(text: str) -> bool:
    if not text:
        return True
    if _COMPONENT.fullmatch(text) is None or "__" in text:
        return False
    return not text.startswith("mod_") or text.count("_") == 1


def _is_int(text: str) -> bool:
    return _INT.fullmatch(text) is not None and -_PHP_INT <= int(text) < _PHP_INT


def _is_utf8(text: str) -> bool:
    """Whether the bytes that were sent were UTF-8: others were read as halves of pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_CHECKS: dict[str, Callable[[str], bool]] = {
    "raw": lambda _text: True,
    "raw_trimmed": lambda text: text == text.strip(PHP_SPACE),
    "int": _is_int,
    "bool": lambda text: text in {"0", "1"},
    "float": _matches(r"[+-]?[0-9]*\.?[0-9]*(e[-+]?[0-9]+)?"),
    "text": _is_text,
    "notags": _no_tags,
    "alpha": _matches(r"[a-zA-Z]*"),
    "alphanum": _matches(r"[a-zA-Z0-9]*"),
    "alphanumext": _matches(r"[a-zA-Z0-9_-]*"),
    "safedir": _matches(r"[a-zA-Z0-9_-]*"),
    "username": _matches(r"[-.@_a-z0-9]*"),
    "component": _is_component,
    "plugin": lambda text: not text or _PLUGIN.fullmatch(text) is not None,
    "auth": lambda text: not text or text in AUTHS,
    "lang": lambda text: not text or text in INSTALLED_LANGS,
    "theme": lambda text: not text or text in INSTALLED_THEMES,
    "timezone": lambda text: not text or _TIMEZONE.fullmatch(text) is not None,
    "capability": _matches(r"[a-z][a-z0-9_]*/[a-z0-9_]+:[a-z0-9]+"),
    "sequence": _matches(r"[0-9,]*"),
}
# Cleaned on the way out by the site itself, so that a check of ours could only repeat it.
_UNCHECKED_RETURNS = {"raw_trimmed", "text", "notags", "url", "file", "path", "localurl"}


def accepts(kind: str, text: str) -> bool:
    """Whether `text` passes PARAM type `kind` unchanged (validate_param, lib/moodlelib.php)."""
    return _CHECKS[kind](text)


def as_int(text: str) -> int:
    """Cast as PHP does: the leading digits within 64 bits, 0 when there are none."""
    match = re.match(r"\s*[+-]?\d+", text)
    return max(-_PHP_INT, min(int(match[0]), _PHP_INT - 1)) if match else 0


def validate(description: Description, given: Any) -> Any:
    """Return `given` as `description` wants it, with defaults (external_api::validate_parameters).

    Raises Fault `invalidparameter` for anything missing, extra, of a wrong type or not clean.
    """
    if isinstance(description, Value):
        return _validate_value(description, given)
    if not isinstance(given, dict | list):
        raise invalid_parameter("an array is needed")
    if isinstance(description, Listing):
        items = given.values() if isinstance(given, dict) else given
        return [validate(description.item, item) for item in items]
    if isinstance(given, list):
        given = {str(index): item for index, item in enumerate(given)}
    result = {}
    known = 0
    for name, field in description.fields:
        if name in given:
            known += 1
            result[name] = validate(field, given[name])
        elif field.default is REQUIRED:
            raise invalid_parameter(f"missing {name}")
        elif field.default is not OPTIONAL:
            result[name] = None if field.default is None else validate(field, field.default)
    if known != len(given):
        raise invalid_parameter("unexpected keys")
    return result


def _validate_value(description: Value, given: Any) -> Any:
    if given is None:
        if description.null:
            return None
        raise invalid_parameter("null")
    if isinstance(given, dict | list):
        raise invalid_parameter("a scalar is needed")
    text = _php_string(given)
    if "\0" in text or not _is_utf8(text):
        # fix_utf8() would change it, whatever the type.
        raise invalid_parameter("not UTF-8, or the character NUL")
    if not _CHECKS[description.kind](text):
        raise invalid_parameter(f"not clean: {description.kind}")
    if description.kind == "int":
        return int(text)
    if description.kind == "bool":
        return text == "1"
    if description.kind == "float":
        return float(text) if any(map(str.isdigit, text)) else 0.0  # PHP: "" is 0
    return text


def _php_string(given: Any) -> str:
    """Cast as PHP does; only JSON arguments of tool_mobile_call_external_functions are not text."""
    if given is True:
        return "1"
    if given is False:
        return "0"
    if isinstance(given, float) and given.is_integer():
        return str(int(given))
    return str(given)


def clean(description: Description | None, value: Any) -> Any:
    """Return a result as its declaration lets it out (external_api::clean_returnvalue).

    Undeclared keys are dropped. Raises Fault `invalidresponse` when a required key is missing or a
    value does not fit its type: Moodle then reports an error although the work is done.
    """
    if description is None or value is None:
        return None
    if isinstance(description, Value):
        return _clean_value(description, value)
    if isinstance(description, Listing):
        return [clean(description.item, item) for item in value]
    return _clean_record(description, value)


def _clean_record(description: Record, value: Any) -> dict[str, Any] | list[Any]:
    result: dict[str, Any] = {}
    for name, field in description.fields:
        if name in value:
            result[name] = clean(field, value[name])
        elif field.default is REQUIRED:
            raise invalid_response(f"missing {name}")
        elif field.default is not OPTIONAL and isinstance(field, Value):
            result[name] = clean(field, field.default)
    # An empty PHP array is a list in JSON.
    return result or []


def _clean_value(description: Value, value: Any) -> Any:
    kind = description.kind
    if kind == "int":
        return int(value)
    if kind == "bool":
        return bool(int(value))
    if kind == "float":
        return float(value)
    if kind == "raw":
        return value
    text = value if isinstance(value, str) else str(value)
    if kind not in _UNCHECKED_RETURNS and not _CHECKS[kind](text):
        raise invalid_response(f"not clean: {kind}")
    return text


def refuse_blank(text: str, name: str) -> None:
    """Raise Fault `invalidparameter` when `text` is only white space by PHP's trim()."""
    if not text.strip(PHP_SPACE):
        raise invalid_parameter(f"{name} is blank")


__all__ = [
    "AUTHS",
    "INSTALLED_LANGS",
    "INSTALLED_THEMES",
    "PHP_SPACE",
    "Fault",
    "accepts",
    "as_int",
    "clean",
    "refuse_blank",
    "validate",
]
