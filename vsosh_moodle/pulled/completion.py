"""When an activity counts as done, in the words of a template."""

from collections.abc import Mapping
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.templates.activity_checks import usual_completion
from vsosh_moodle.templates.completion import (
    COMPLETION_NAMES,
    COUNTS,
    FLAGS,
    POSSIBLE_RULES,
    Completion,
)
from vsosh_moodle.templates.models import AnyActivity

_WORDS = ("view", "submit", "grade", "pass_grade", "posts")
_MINUTE = 60


def write_completion(
    live: Mapping[str, Any], activity: AnyActivity, expected: str, remarks: Remarks
) -> object:
    """Return `completion` of an activity, None when it is the usual one of such an activity.

    `activity` is its model without `completion`, `expected` the date it is expected by, as a template
    writes it.
    """
    tracking = str(live.get("tracking", "none"))
    if tracking != "automatic":
        rules: dict[str, Any] = {}
        word = tracking
    else:
        rules = _rules(live, activity, remarks)
        word = "" if rules else "none"
    usual = usual_completion(activity)
    same = (
        usual.tracking() == (word or "automatic")
        and usual.rules() == Completion(**_arguments(rules)).rules()
    )
    if same and not expected:
        return None
    if word in ("none", "manual"):
        return word if not expected or word == "none" else {"rule": word, "expected": expected}
    short = _short(rules)
    if short and not expected:
        return short
    written = {"rule": short} if short else _arguments(rules)
    return {**written, **({"expected": expected} if expected else {})}


def _rules(live: Mapping[str, Any], activity: AnyActivity, remarks: Remarks) -> dict[str, Any]:
    possible = POSSIBLE_RULES[activity.type]
    rules = {}
    for name in (*FLAGS, *COUNTS):
        value = live.get(name)
        if not value:
            continue
        if name not in possible:
            remarks.note(
                "completion",
                _("условие выполнения «{rule}»").format(rule=_(COMPLETION_NAMES[name])),
            )
            continue
        rules[name] = value
    return rules


def _short(rules: Mapping[str, Any]) -> str:
    """Return the word that says all of the rules, "" when it takes more."""
    for word in _WORDS:
        if Completion.model_validate({"rule": word}).rules() == rules:
            return word
    return ""


def _arguments(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Return rules as a template's `completion` has them: minutes, no `grade` beside `pass_grade`."""
    found = dict(rules)
    if "pass_grade" in found:
        found.pop("grade", None)
    if "time_spent" in found:
        found["time_spent"] = max(1, round(int(found["time_spent"]) / _MINUTE))
    return found
