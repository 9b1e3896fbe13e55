"""Restrictions and completion in Russian words, for the pages of the site."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from vsosh_moodle.sandbox.install import SITE_TIMEZONE
from vsosh_moodle.sandbox.plugin import availability
from vsosh_moodle.sandbox.plugin.live_course import completion_of
from vsosh_moodle.sandbox.store import Row

_JOINTS = {"all": " и ", "any": " или ", "not_all": " и ", "not_any": " или "}
_STATES = {
    "complete": "выполнено «{name}»",
    "incomplete": "ещё не выполнено «{name}»",
    "pass": "«{name}» — с проходной оценкой",
    "fail": "«{name}» — без проходной оценки",
}
_PROFILE = {
    "isequalto": "{field} — {value}",
    "contains": "{field} содержит «{value}»",
    "doesnotcontain": "{field} не содержит «{value}»",
    "startswith": "{field} начинается с «{value}»",
    "endswith": "{field} кончается на «{value}»",
    "isempty": "{field} не заполнено",
    "isnotempty": "{field} заполнено",
}
_RULES = {
    "view": "просмотр",
    "submit": "отправленный ответ",
    "grade": "оценка",
    "pass_grade": "проходная оценка",
    "posts": "сообщений: {n}",
    "discussions": "своих тем: {n}",
    "replies": "ответов: {n}",
    "min_attempts": "попыток: {n}",
    "attempts_exhausted": "или все попытки",
    "end_reached": "пройти до конца",
    "time_spent": "минут: {n}",
}
_MINUTE = 60
Names = Mapping[int, str]


class CourseNames:
    """Names for the ids that restrictions of a course hold."""

    def __init__(self, groups: Names, groupings: Names, activities: Names) -> None:
        self._groups = groups
        self._groupings = groupings
        self._activities = activities

    def group_key(self, ident: int) -> str | None:
        """Return the name of a group."""
        return self._groups.get(ident)

    def grouping_key(self, ident: int) -> str | None:
        """Return the name of a grouping."""
        return self._groupings.get(ident)

    def activity_key(self, ident: int) -> str | None:
        """Return the name of an activity."""
        return self._activities.get(ident)


def moment_words(moment: int) -> str:
    """Return a moment as the site shows it: 01.09.2026 08:00."""
    return datetime.fromtimestamp(moment, ZoneInfo(SITE_TIMEZONE)).strftime("%d.%m.%Y %H:%M")


def restriction_words(text: str | None, names: CourseNames) -> str:
    """Return Moodle's JSON of restrictions in words, "" when there are none."""
    tree = availability.from_moodle(text, names)
    if tree is None:
        return ""
    if tree.get("type") == "other":
        return "условие, настроенное в Moodle"
    words = _tree(tree)
    return words if tree["show"] else f"{words} (до этого не видно)"


def _tree(tree: dict[str, Any]) -> str:
    parts = []
    for one in tree["conditions"]:
        if "type" in one:
            parts.append(_condition(one))
        else:
            parts.append(f"({_tree(one)})" if len(one["conditions"]) > 1 else _tree(one))
    words = _JOINTS[tree["op"]].join(parts)
    return f"неверно, что {words}" if tree["op"].startswith("not_") else words


def _condition(one: dict[str, Any]) -> str:
    kind = one["type"]
    if kind == "date":
        if "from" in one:
            return f"с {moment_words(one['from'])}"
        return f"до {moment_words(one['until'])}"
    if kind == "group":
        return f"группа «{one['group']}»" if one["group"] else "любая группа"
    if kind == "grouping":
        return f"поток «{one['grouping']}»"
    if kind == "grade":
        return _grade(one)
    if kind == "completion":
        return _STATES[one["state"]].format(name=one["activity"])
    if kind == "profile" and one["op"] in _PROFILE:
        return _PROFILE[one["op"]].format(**one)
    return "условие, настроенное в Moodle"


def _grade(one: dict[str, Any]) -> str:
    what = f"оценка за «{one['activity']}»" if one["activity"] else "оценка за курс"
    bounds = [
        f"{word} {one[name]:g} %"
        for name, word in (("min", "от"), ("max", "ниже"))
        if one[name] is not None
    ]
    return f"{what} {' и '.join(bounds)}"


def completion_words(module: Row) -> str:
    """Return how an activity counts as done, "" when it is not tracked."""
    rules = completion_of(module)
    if rules["tracking"] == "none":
        return ""
    if rules["tracking"] == "manual":
        return "ученик отмечает сам"
    if rules.get("pass_grade"):
        rules.pop("grade", None)
    words = [
        text.format(n=rules[name] // _MINUTE if name == "time_spent" else rules[name])
        for name, text in _RULES.items()
        if rules.get(name)
    ]
    return ", ".join(words)
