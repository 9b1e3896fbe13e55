"""An own reading of docs/plugin-api.md: says what is wrong with a document of put_courses."""

import re
from collections.abc import Callable, Iterator
from typing import Any

KEY = re.compile(r"[a-z0-9-]{1,60}")
SHA1 = re.compile(r"[0-9a-f]{40}")
AGGREGATIONS = {
    "natural", "mean", "weighted_mean", "simple_weighted_mean", "median", "min", "max", "mode",
}  # fmt: skip
Check = Callable[[Any], bool]


def one_of(*words: str) -> Check:
    return lambda value: value in words


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def text(value: Any) -> bool:
    return isinstance(value, str) and value == value.strip() and "\r" not in value


def truth(value: Any) -> bool:
    return isinstance(value, bool)


def key(value: Any) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def key_or_none(value: Any) -> bool:
    return value == "" or key(value)


def anything(value: Any) -> bool:
    """Looked at apart."""
    return True


def weight(value: Any) -> bool:
    return value is None or number(value)


def keys(value: Any) -> bool:
    return isinstance(value, list) and all(map(key, value)) and len(set(value)) == len(value)


def shaped(row: Any, **fields: Check) -> bool:
    return (
        isinstance(row, dict)
        and row.keys() == fields.keys()
        and all(check(row[name]) for name, check in fields.items())
    )


def rows(value: Any, check: Check) -> bool:
    return isinstance(value, list) and all(map(check, value))


def files(value: Any) -> bool:
    names = [row["name"] for row in value]
    return names == sorted(set(names)) and rows(
        value, lambda row: shaped(row, name=text, sha1=lambda s: bool(SHA1.fullmatch(s)))
    )


def rubric(value: Any) -> bool:
    level = lambda row: shaped(row, points=number, text=text)  # noqa: E731
    return value is None or rows(
        value,
        lambda row: shaped(row, criterion=text, levels=lambda all_of: rows(all_of, level)),
    )


def questions(value: Any) -> bool:
    return rows(
        value,
        lambda row: (
            shaped(row, bank=text, count=lambda n: whole(n) and n > 0, points=number)
            or shaped(row, bank=text, question=text, points=number)
        ),
    )


def quiz_feedback(value: Any) -> bool:
    bounds = [row["from"] for row in value]
    ordered = bounds == sorted(bounds, reverse=True) and (not bounds or bounds[-1] == 0)
    return ordered and all(row.keys() == {"from", "text"} for row in value)


def feedback_items(value: Any) -> bool:
    return rows(
        value,
        lambda row: shaped(
            row,
            question=text,
            answer=one_of("text", "number", "one", "many", "rating"),
            options=lambda one: rows(one, text),
            required=truth,
        ),
    )


def lesson_pages(value: Any) -> bool:
    known = {row["key"] for row in value} | {"next", "this", "end"}
    answer = lambda row: shaped(  # noqa: E731
        row, text=text, response=text, jump=lambda to: to in known, score=whole
    )
    return rows(
        value,
        lambda row: shaped(
            row, key=key, title=text, content=text,
            kind=one_of("content", "multichoice", "truefalse", "shortanswer", "numerical"),
            answers=lambda all_of: len(all_of) > 0 and rows(all_of, answer),
        ),
    )  # fmt: skip


WINDOW = {"open": whole, "close": whole}
GRADED = {"grade_category": key_or_none, "weight": weight}
GROUPS = {"group_mode": one_of("none", "separate", "visible"), "grouping": text}
COMMON: dict[str, Check] = {
    "name": text, "intro": text, "show_description": truth, "visible": truth, "section": key,
    **GROUPS, "completion": anything, "completion_expected": whole,
    "availability": anything,
}  # fmt: skip
OWN: dict[str, dict[str, Check]] = {
    "label": {},
    "page": {"content": text, "files": files},
    "url": {"url": text, "display": one_of("auto", "embed", "open", "popup", "new")},
    "file": {"files": files, "display": one_of("auto", "embed", "download", "open", "new")},
    "folder": {"files": files, "inline": truth},
    "forum": {
        "forum_type": one_of("general", "eachuser", "single", "qanda", "blog"),
        "subscription": one_of("optional", "forced", "auto", "disabled"),
        "max_attachments": whole, "due": whole, "cut_off": whole, "grade": number, **GRADED,
    },
    "assign": {
        "submission": lambda value: value == sorted(set(value) & {"file", "text"}),
        "max_files": whole, "word_limit": whole, "open": whole, "due": whole, "cut_off": whole,
        "grade": number, "pass_grade": number, "attempts": whole, "group_work": truth,
        "rubric": rubric, **GRADED,
    },
    "quiz": {
        **WINDOW, "time_limit": whole, "attempts": whole,
        "grading": one_of("highest", "average", "first", "last"), "grade": number,
        "pass_grade": number, "review": one_of("immediately", "after_close", "never"),
        "behaviour": text, "shuffle": truth, "per_page": whole, "questions": questions,
        "feedback": quiz_feedback, **GRADED,
    },
    "choice": {
        **WINDOW, "options": lambda value: len(value) > 1 and rows(value, text), "limit": whole,
        "multiple": truth, "update": truth, "results": one_of("never", "answered", "closed", "always"),
    },
    "feedback": {**WINDOW, "anonymous": truth, "repeat": truth, "items": feedback_items},
    "lesson": {
        **WINDOW, "pages": lesson_pages, "grade": number, "pass_grade": number, "attempts": whole,
        "time_limit": whole, **GRADED,
    },
    "h5pactivity": {
        "files": lambda value: len(value) == 1 and files(value), "grade": number,
        "pass_grade": number, **GRADED,
    },
    "subsection": {"order": keys},
}  # fmt: skip
WITHOUT = {
    "label": {"name", "show_description"},
    "subsection": {
        "intro", "show_description", "group_mode", "grouping", "completion", "completion_expected",
    },
}  # fmt: skip
OPTIONAL = {"max_files", "word_limit", "weight", "grade_category", "files"}
RULES = {
    "page": {"view"}, "url": {"view"}, "file": {"view"}, "folder": {"view"}, "label": set(),
    "forum": {"view", "grade", "posts", "discussions", "replies"},
    "assign": {"view", "grade", "pass_grade", "submit"},
    "quiz": {"view", "grade", "pass_grade", "min_attempts", "attempts_exhausted"},
    "choice": {"view", "submit"}, "feedback": {"view", "submit"},
    "lesson": {"view", "grade", "pass_grade", "end_reached", "time_spent"},
    "h5pactivity": {"view", "grade", "pass_grade"},
}  # fmt: skip
ITEMS: dict[str, dict[str, Check]] = {
    "course": {
        "completion": truth, "aggregation": one_of(*AGGREGATIONS), "order": keys,
        "completion_criteria": lambda value: value is None or shaped(
            value, aggregation=one_of("all", "any"), activities=keys,
            activities_aggregation=one_of("all", "any"),
            grade=lambda one: one is None or number(one), date=whole, self=truth,
        ),
    },
    "grade_category": {
        "name": text, "aggregation": one_of(*AGGREGATIONS), "weight": weight, "parent": key_or_none,
    },
    "section": {
        "name": text, "summary": text, "visible": truth, "availability": anything,
        "order": keys,
    },
}  # fmt: skip


class Document:
    """A course of a document: `activities` are (key, type, fields), the others (key, fields)."""

    def __init__(
        self,
        course: dict[str, Any],
        categories: list[tuple[str, dict[str, Any]]],
        sections: list[tuple[str, dict[str, Any]]],
        activities: list[tuple[str, str, dict[str, Any]]],
        groups: set[str],
    ) -> None:
        self.course, self.categories, self.sections = course, categories, sections
        self.activities, self.groups = activities, groups

    def faults(self) -> Iterator[str]:
        """Yield what is wrong, in words for a test's message."""
        yield from wrong_fields("course", self.course, ITEMS["course"])
        for name, fields in self.categories:
            yield from wrong_fields(name, fields, ITEMS["grade_category"])
        for name, fields in self.sections:
            yield from wrong_fields(name, fields, ITEMS["section"])
            yield from self._tree_faults(name, fields["availability"])
        for name, kind, fields in self.activities:
            wanted = {**COMMON, **OWN[kind]}
            wanted = {one: wanted[one] for one in wanted.keys() - WITHOUT.get(kind, set())}
            yield from wrong_fields(name, fields, wanted)
            if "completion" in wanted:
                yield from completion_faults(name, kind, fields)
            yield from self._tree_faults(name, fields["availability"])
        yield from self._order_faults()

    def _order_faults(self) -> Iterator[str]:
        told = [name for name, _fields in self.sections if name != "general"]
        if self.course["order"] != told:
            yield "course: order is not that of the sections"
        holders = dict(self.sections) | {
            name: fields for name, kind, fields in self.activities if kind == "subsection"
        }
        for name, holder in holders.items():
            inside = [one for one, _kind, fields in self.activities if fields["section"] == name]
            if holder["order"] != inside:
                yield f"{name}: order is not that of its activities"
        for name, _kind, fields in self.activities:
            if fields["section"] not in holders:
                yield f"{name}: no section {fields['section']}"
        categories = {"", *(name for name, _fields in self.categories)}
        for name, _kind, fields in self.activities:
            if fields.get("grade_category", "") not in categories:
                yield f"{name}: no grade category"
        known = {name for name, _kind, _fields in self.activities}
        criteria = self.course["completion_criteria"] or {"activities": []}
        if not known >= set(criteria["activities"]):
            yield "course: completed by what is not there"

    def _tree_faults(self, name: str, tree: Any, inner: bool = False) -> Iterator[str]:
        if tree is None:
            return
        if tree.keys() != {"op", "conditions"} | (set() if inner else {"show"}):
            yield f"{name}: a restriction has op, conditions and, at the top, show"
        if tree["op"] not in {"all", "any", "not_all", "not_any"} or not tree["conditions"]:
            yield f"{name}: restriction op or conditions"
        for condition in tree["conditions"]:
            if "op" in condition and "type" not in condition:
                yield from self._tree_faults(name, condition, inner=True)
            elif not self._is_condition(condition):
                yield f"{name}: condition {condition}"

    def _is_condition(self, one: dict[str, Any]) -> bool:
        known = {name for name, _kind, _fields in self.activities}
        moment = lambda value: whole(value) and value > 0  # noqa: E731
        bound = lambda value: value is None or (number(value) and value <= 100)  # noqa: E731
        match one["type"]:
            case "date":
                return shaped(one, type=text, **{"from": moment}) or shaped(
                    one, type=text, until=moment
                )
            case "group":
                return shaped(one, type=text, group=lambda name: name in {"", *self.groups})
            case "grouping":
                return shaped(one, type=text, grouping=lambda name: name in self.groups)
            case "grade":
                return shaped(
                    one, type=text, activity=lambda name: name in {"", *known}, min=bound, max=bound
                )
            case "completion":
                return shaped(
                    one, type=text, activity=lambda name: name in known,
                    state=one_of("complete", "incomplete", "pass", "fail"),
                )  # fmt: skip
            case "profile":
                ops = ("isequalto", "contains", "doesnotcontain", "startswith", "endswith")
                return shaped(
                    one, type=text, field=text, custom=truth, value=text,
                    op=one_of(*ops, "isempty", "isnotempty"),
                )  # fmt: skip
        return False


def wrong_fields(name: str, fields: dict[str, Any], wanted: dict[str, Check]) -> Iterator[str]:
    for unknown in fields.keys() - wanted.keys():
        yield f"{name}: field {unknown} is unknown"
    for missing in wanted.keys() - fields.keys() - OPTIONAL:
        yield f"{name}: field {missing} is missing"
    for field in fields.keys() & wanted.keys():
        if not wanted[field](fields[field]):
            yield f"{name}: {field} = {fields[field]!r}"


def completion_faults(name: str, kind: str, fields: dict[str, Any]) -> Iterator[str]:
    rules = dict(fields["completion"])
    tracking = rules.pop("tracking")
    if (tracking == "automatic") != bool(rules) or tracking not in {"none", "manual", "automatic"}:
        yield f"{name}: completion {fields['completion']}"
    if not rules.keys() <= RULES[kind] or not all(rules.values()):
        yield f"{name}: rules {rules}"
    if "pass_grade" in rules and not ("grade" in rules and fields.get("pass_grade")):
        yield f"{name}: pass_grade without a grade to pass"
    if tracking == "none" and fields["completion_expected"]:
        yield f"{name}: expected and not tracked"
