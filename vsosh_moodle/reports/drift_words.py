"""Differences of courses from their template in words: what, which field, what stands where. Pure."""

import difflib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.plan.drift import DriftRow
from vsosh_moodle.plan.field_titles import field_title
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.reports.content_words import module_title, render_setting
from vsosh_moodle.reports.plan_words import render_value

_NUMBERS = frozenset({"startdate", "enddate", "groupmode"})
_TAG = re.compile(r"<[^>]*>")
_MOST = 90
_AROUND = 3


@dataclass(frozen=True, slots=True)
class DriftLine:
    """A line of the table: `what` differs, in which `courses` (their names), from what, to what."""

    what: str
    wanted: str
    courses: str
    live: str
    kind: str


def drift_lines(
    row: DriftRow, names: Mapping[str, str], titles: Mapping[tuple[str, str], str], timezone: str
) -> list[DriftLine]:
    """Return the lines of a row: courses that have the same share one."""
    together: dict[tuple[str, str], list[str]] = {}
    for one in row.values:
        shown = _shown(row, one.wanted, one.live, timezone)
        together.setdefault(shown, []).append(names[one.course])
    what = _what(row, titles)
    return [
        DriftLine(what, wanted, ", ".join(courses), live, row.kind)
        for (wanted, live), courses in together.items()
    ]


def _what(row: DriftRow, titles: Mapping[tuple[str, str], str]) -> str:
    if row.kind == "added":
        return f"{module_title(row.module)} «{row.item}»"
    course = row.courses[0]
    if row.record is Kind.CONTENT_SECTION:
        title = titles.get((course, f"section:{row.item}"), row.item)
        about = _("раздел «{title}»").format(title=title)
    elif row.record is Kind.COURSE_ACTIVITY:
        about = _("«{title}»").format(title=titles.get((course, row.item), row.item))
    elif row.record in (Kind.COURSE, Kind.COURSE_CONTENT):
        about = _("курс")
    else:
        about = row.item
    return f"{about}, {field_title(row.field)}" if row.field else about


def _shown(row: DriftRow, wanted: str, live: str, timezone: str) -> tuple[str, str]:
    if row.kind == "added":
        return "", _("добавил учитель, раздел «{name}»").format(name=live)
    if row.kind == "missing":
        return _("есть"), _("ещё нет")
    if row.kind == "extra":
        return _("уже нет"), _("есть")
    if row.record is Kind.COURSE:
        return _of_course(row.field, wanted, timezone), _of_course(row.field, live, timezone)
    first = render_setting(row.field, wanted or None, timezone)
    second = render_setting(row.field, live or None, timezone)
    if first or second:
        return first, second
    return word_difference(_plain(wanted), _plain(live))


def _of_course(field: str, text: str, timezone: str) -> str:
    if field == "visible":
        return render_value(field, text == "True", {}, timezone)
    if field in _NUMBERS:
        return render_value(field, int(text), {}, timezone)
    return _cut(text)


def word_difference(wanted: str, live: str) -> tuple[str, str]:
    """Return where two texts first differ, each with a few words around it."""
    left, right = wanted.split(), live.split()
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            return _around(left, i, j), _around(right, k, m)
    return _cut(wanted), _cut(live)


def _around(words: list[str], start: int, stop: int) -> str:
    first, last = max(0, start - _AROUND), min(len(words), stop + _AROUND)
    text = " ".join(words[first:last])
    return ("… " if first else "") + _cut(text) + (" …" if last < len(words) else "")


def _plain(text: str) -> str:
    """Return a setting's canonical JSON as words without tags."""
    try:
        value = json.loads(text) if text else ""
    except ValueError:
        value = text
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False)
    return " ".join(html.unescape(_TAG.sub(" ", value)).split())


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 1].rstrip()}…"
