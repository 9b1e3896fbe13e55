"""The XML answers of a request that did not ask for JSON."""

from html import escape
from typing import Any

from vsosh_moodle.sandbox.outline import Description, Listing, Value

_HEAD = '<?xml version="1.0" encoding="UTF-8" ?>\n'


def render_error_xml(body: dict[str, str]) -> str:
    """Render an error answer."""
    code = f"<ERRORCODE>{escape(body['errorcode'])}</ERRORCODE>\n" if "errorcode" in body else ""
    return (
        f'{_HEAD}<EXCEPTION class="{body["exception"]}">\n{code}'
        f"<MESSAGE>{escape(body['message'])}</MESSAGE>\n</EXCEPTION>\n"
    )


def render_result_xml(description: Description | None, result: Any) -> str:
    """Render a result by its declaration."""
    return f"{_HEAD}<RESPONSE>\n{_render(description, result)}</RESPONSE>\n"


def _render(description: Description | None, result: Any) -> str:
    if description is None:
        return ""
    if isinstance(description, Value):
        if result is None:
            return '<VALUE null="null"/>\n'
        text = str(int(result)) if isinstance(result, bool) else str(result)
        return f"<VALUE>{escape(text, quote=False)}</VALUE>\n"
    if isinstance(description, Listing):
        items = "".join(_render(description.item, item) for item in result or [])
        return f"<MULTIPLE>\n{items}</MULTIPLE>\n"
    keys = "".join(
        f'<KEY name="{name}">{_render(field, (result or {}).get(name))}</KEY>\n'
        for name, field in description.fields
    )
    return f"<SINGLE>\n{keys}</SINGLE>\n"
