"""The state of an activity for a pupil by its completion rules, as Moodle's completion_info tells it.

Source: `internal_get_state`, `get_core_completion_state`, `internal_get_grade_state` of
lib/completionlib.php (4.5.6), and `custom_completion` of each module; held by the play on a real site.
"""

from dataclasses import dataclass, field
from typing import Any

INCOMPLETE, COMPLETE, PASSED, FAILED = 0, 1, 2, 3
NOT_TRACKED, BY_HAND, BY_RULES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class CompletionRules:
    """What an activity asks for; `own` are the rules of its type, `pass_grade` of its grade item."""

    tracking: int = NOT_TRACKED
    view: bool = False
    grade: bool = False
    passing: bool = False
    pass_grade: float = 0
    attempts: int = 0
    own: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Deeds:
    """What a pupil has done in an activity so far; `grade` is the gradebook's, None for none."""

    viewed: bool = False
    ticked: bool = False
    submitted: bool = False
    grade: float | None = None
    attempts: int = 0
    discussions: int = 0
    replies: int = 0
    ended: bool = False


def completion_state(rules: CompletionRules, deeds: Deeds) -> int:
    """Return 0 none, 1 done, 2 passed, 3 failed: all rules hold, and a failed grade tells most."""
    if rules.tracking == NOT_TRACKED:
        return INCOMPLETE
    if rules.tracking == BY_HAND:
        return COMPLETE if deeds.ticked else INCOMPLETE
    states = [COMPLETE if met else INCOMPLETE for met in _plain_rules(rules, deeds)]
    if rules.grade:
        states += _grade_states(rules, deeds)
    if INCOMPLETE in states:
        return INCOMPLETE
    if FAILED in states:
        return FAILED
    return PASSED if PASSED in states else COMPLETE


def _grade_states(rules: CompletionRules, deeds: Deeds) -> list[int]:
    """A grade below the pass mark fails the activity even where only a grade is asked for."""
    if deeds.grade is None:
        return [INCOMPLETE]
    state = COMPLETE
    if rules.pass_grade:
        state = PASSED if deeds.grade >= rules.pass_grade else FAILED
    if not rules.passing:
        return [state]
    if rules.own.get("attempts_exhausted") and state == FAILED:
        # The quiz's own rule: passed, or no attempt left; until then nothing is told.
        return [state if rules.attempts and deeds.attempts >= rules.attempts else INCOMPLETE]
    return [PASSED if state == COMPLETE else state]


def _plain_rules(rules: CompletionRules, deeds: Deeds) -> list[bool]:
    own = rules.own
    met = [
        (rules.view, deeds.viewed),
        (own.get("submit"), deeds.submitted),
        (own.get("min_attempts"), deeds.attempts >= own.get("min_attempts", 0)),
        (own.get("posts"), deeds.discussions + deeds.replies >= own.get("posts", 0)),
        (own.get("discussions"), deeds.discussions >= own.get("discussions", 0)),
        (own.get("replies"), deeds.replies >= own.get("replies", 0)),
        (own.get("end_reached"), deeds.ended),
        (own.get("time_spent"), deeds.ended),
    ]
    return [bool(done) for asked, done in met if asked]
