"""Russian for what Jinja says about a broken expression."""

import re
from collections.abc import Callable

from vsosh_moodle.language import _


def say_syntax_error(message: str) -> str:
    """Return the Russian for Jinja's own message, as a sentence; a rare one keeps its English."""
    for pattern, say in _SAYINGS:
        found = pattern.search(message)
        if found:
            return say(found)
    return _("Выражение не читается: {detail}.").format(detail=message.rstrip("."))


def _unclosed(found: re.Match[str]) -> str:
    tags = [tag for tag in re.findall(r"'(\w+)'", found[1]) if tag.startswith("end")]
    return _("Команда не закрыта: нет {tags}.").format(
        tags=_(" или ").join(f"«{{% {tag} %}}»" for tag in tags)
    )


_SAYINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"looking for the following tags: (.+?)\. "), _unclosed),
    (re.compile(r"[Ee]nd of template"), lambda _found: _("Выражение не закрыто.")),
    (re.compile(r"end of comment tag"), lambda _found: _("Пояснение «{#» не закрыто.")),
    (re.compile(r"expected name or number"), lambda _found: _("После точки нет имени.")),
    (re.compile(r"Expected an expression, got 'end of"), lambda _found: _("Выражение пустое.")),
    (
        re.compile(r"[Uu]nknown tag '(\w+)'"),
        lambda found: _("Команды «{name}» нет или она не на месте.").format(name=found[1]),
    ),
    (
        re.compile(r"got '([^']*)'|unexpected (?:char )?['\"](.)['\"]"),
        lambda found: _("Лишнее в выражении: «{what}».").format(what=found[1] or found[2]),
    ),
)
