"""Text as Moodle hands it out: names and descriptions turned into HTML, unless asked for raw."""

import re

FORMAT_MOODLE, FORMAT_HTML, FORMAT_PLAIN, FORMAT_MARKDOWN = 0, 1, 2, 4
FORMATS = {FORMAT_MOODLE, FORMAT_HTML, FORMAT_PLAIN, FORMAT_MARKDOWN}

_BARE_AMPERSAND = re.compile(r"&(?![a-zA-Z0-9#]{1,8};)")
_TAG = re.compile(r"<(?![ \t\n\v\f\r])[^>]*(?:>|$)")
_LONE_BRACKET = re.compile(r"<(?![a-zA-Z/!])")


def format_string(text: str | None, *, raw: bool) -> str:
    """Return a name as Moodle's format_string shows it: tags gone, `&`, `<`, `>` escaped."""
    if not text:
        return ""
    if raw:
        return text
    escaped = _TAG.sub("", _BARE_AMPERSAND.sub("&amp;", text))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def strip_tags(text: str) -> str:
    """Take tags out as PHP does: `<` before a blank is no tag, an unclosed one goes to the end."""
    return _TAG.sub("", text.replace("\0", ""))


def format_text(text: str | None, textformat: int | None, *, raw: bool) -> tuple[str, int]:
    """Return a description and its format as Moodle's format_text shows them.

    Without `moodlewssettingraw` the format becomes HTML (1). The sandbox does not purify HTML: it
    escapes what is not markup, which is what a plain text round trip sees.
    """
    if not text:
        return "", FORMAT_MOODLE if textformat is None else textformat
    if raw:
        return text, FORMAT_MOODLE if textformat is None else textformat
    escaped = _BARE_AMPERSAND.sub("&amp;", text)
    if textformat == FORMAT_PLAIN:
        escaped = escaped.replace("<", "&lt;").replace(">", "&gt;")
    else:
        escaped = _LONE_BRACKET.sub("&lt;", escaped)
    if textformat in {FORMAT_MOODLE, FORMAT_PLAIN}:
        escaped = escaped.replace("\n", "<br />\n")
    return escaped, FORMAT_HTML


def fullname(user: dict[str, str]) -> str:
    """Return the display name: first name, space, last name (the language pack's order)."""
    return f"{user['firstname']} {user['lastname']}"
