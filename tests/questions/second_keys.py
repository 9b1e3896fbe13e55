"""Second keys: what somebody who did not see the answers took for right, and Moodle's way of comparing."""

import tomllib
from pathlib import Path
from typing import Any

from vsosh_moodle.questions.gift import GiftQuestion

FOLDER = Path(__file__).parents[1] / "data" / "second_keys"


def load_second_keys() -> dict[str, dict[str, Any]]:
    """Return the answers by bank and question."""
    return {
        path.relative_to(FOLDER).with_suffix("").as_posix(): tomllib.loads(
            path.read_text(encoding="utf-8")
        )
        for path in sorted(FOLDER.rglob("*.toml"))
    }


def agrees(question: GiftQuestion, answer: Any) -> bool:
    """Tell whether an answer is wholly right, as Moodle judges it."""
    right = question.right
    match question.kind:
        case "multichoice":
            chosen = [answer] if isinstance(answer, str) else answer
            return {_plain(str(one)) for one in chosen} == {_plain(one) for one in right}
        case "match":
            pairs = dict(map(str.strip, one.split("->", 1)) for one in right)
            return {_plain(k): _plain(str(v)) for k, v in answer.items()} == {
                _plain(k): _plain(v) for k, v in pairs.items() if k
            }
        case "truefalse":
            return str(answer).lower() == right[0]
        case "numerical":
            return any(_within(one, float(answer)) for one in right)
        case _:
            return _plain(str(answer)).casefold() in {_plain(one).casefold() for one in right}


def _within(told: str, value: float) -> bool:
    if ".." in told:
        low, high = map(float, told.split(".."))
        return low <= value <= high
    number, _sep, tolerance = told.partition(":")
    return abs(float(number) - value) <= float(tolerance or 0) + 1e-9


def _plain(text: str) -> str:
    return " ".join(text.split())
