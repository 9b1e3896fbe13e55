"""Completion rules: {"tracking": …} and, when automatic, the rules that hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from vsosh_moodle.sandbox.plugin.activity_kinds import Kind
from vsosh_moodle.sandbox.plugin.fields import MOST_WHOLE, is_whole

TRACKING = ("none", "manual", "automatic")  # by Moodle's numbers
_COMMON = ("view", "grade", "pass_grade")
Rules = dict[str, Any]


def wrong(value: Any) -> str:
    """Say what is wrong with the shape, "" when nothing."""
    if not isinstance(value, dict) or value.get("tracking") not in TRACKING:
        return f'"tracking" is one of {", ".join(TRACKING)}'
    for rule, wanted in value.items():
        if rule == "tracking" or isinstance(wanted, bool):
            continue
        if rule in _COMMON:
            return f'"{rule}" is true or false'
        if not is_whole(wanted) or not 0 <= wanted <= MOST_WHOLE:
            return f'"{rule}" is true, false or a whole number'
    return ""


def canonical_rules(value: Rules) -> Rules:
    """Leave out what does not hold; a passing grade asks for a grade."""
    if value["tracking"] != "automatic":
        return {"tracking": value["tracking"]}
    rules = {name: wanted for name, wanted in value.items() if wanted}
    return rules | {"grade": True} if rules.get("pass_grade") else rules


def problems(value: Rules, kind: Kind, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield code and detail of every rule that the activity cannot have or never meet."""
    for rule, wanted in value.items():
        if rule != "tracking":
            yield from _rule_problems(rule, wanted, kind)
    if value["tracking"] == "automatic" and len(value) == 1:
        yield "completion-impossible", "automatic completion without a rule"
    if kind.graded and value.get("grade") and "grade" in fields and not fields["grade"]:
        yield "completion-impossible", "a grade is asked for and the activity gives none"
    elif value.get("pass_grade") and "pass_grade" in kind.own and not fields.get("pass_grade"):
        yield "completion-impossible", "a passing grade is asked for and none is set"


def _rule_problems(rule: str, wanted: Any, kind: Kind) -> Iterator[tuple[str, str]]:
    if rule == "view":
        if not kind.viewed:
            yield "completion-unsupported", f"{kind.name} cannot be completed by viewing"
    elif rule in _COMMON:
        if not kind.graded:
            yield "completion-unsupported", f"{kind.name} has no grade"
    elif rule not in kind.rules:
        yield "completion-unsupported", f"{kind.name} has no rule {rule}"
    elif (kind.rules[rule] == "bool") != isinstance(wanted, bool):
        yield "field-invalid", f"{rule} is a rule of another kind"
