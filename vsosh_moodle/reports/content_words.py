"""How the values of a course's content read in Russian."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from vsosh_moodle.language import _

_MOMENTS = frozenset({"open", "close", "due", "cut_off", "completion_expected"})
_SHORT = frozenset(
    {
        "name", "title", "visible", "show_description", "section", "grade_category", "weight", "url",
        "max_attachments", "grade", "pass_grade", "max_files", "word_limit", "attempts", "group_work",
        "shuffle", "per_page", "limit", "multiple", "update", "anonymous", "repeat", "inline", "count",
        "group_mode", "grading", "review", "forum_type", "time_limit",
    }
)  # fmt: skip


def module_title(module: str) -> str:
    """Return what an activity type of docs/plugin-api.md is called in a Russian Moodle."""
    titles = {
        "label": _("текст"),
        "page": _("страница"),
        "url": _("ссылка"),
        "file": _("файл"),
        "folder": _("папка"),
        "forum": _("форум"),
        "assign": _("задание"),
        "quiz": _("тест"),
        "choice": _("опрос"),
        "feedback": _("анкета"),
        "lesson": _("лекция"),
        "h5pactivity": _("H5P"),
        "subsection": _("подраздел"),
    }
    return titles.get(module, module)


def render_setting(name: str, text: str | None, timezone: str) -> str:
    """Return a setting's value (canonical JSON, None where there is none) in words; "" when long."""
    value: Any = None if text is None else json.loads(text)
    if name in _MOMENTS and isinstance(value, int):
        return _moment(value, timezone)
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if name not in _SHORT:
        return ""
    if value is None or value == "":
        return _("не задано")
    if isinstance(value, int | float):
        return f"{value:g}"
    words = {
        "none": _("нет"),
        "separate": _("изолированные группы"),
        "visible": _("видимые группы"),
        "highest": _("лучшая"),
        "average": _("средняя"),
        "first": _("первая"),
        "last": _("последняя"),
        "immediately": _("сразу"),
        "after_close": _("после закрытия"),
        "never": _("никогда"),
        "other": _("настроено в Moodle"),
    }
    return words.get(str(value), _("«{title}»").format(title=value))


def _moment(seconds: int, timezone: str) -> str:
    if not seconds:
        return _("не задано")
    return datetime.fromtimestamp(seconds, ZoneInfo(timezone)).strftime("%d.%m.%Y %H:%M")
