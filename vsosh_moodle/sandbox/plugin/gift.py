"""GIFT: questions parted by blank lines, their answers in braces.

A reader of its own, as far as the sandbox needs: names, types, and what Moodle would refuse.
"""

import re

from vsosh_moodle.sandbox.plugin.question_nodes import question_node
from vsosh_moodle.sandbox.plugin.question_source import ParsedSource, Question

_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_MEANT = {"n": "\n"}  # the sign that stands for the end of a line
_NAME = re.compile(r"::(.*?)::(.*)", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(?:html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"%(-?[\d.]+)%")
_TRUE_FALSE = {"T", "TRUE", "F", "FALSE"}
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_NAME_LENGTH = 80
_WHOLE, _ROUNDING = 100, 1.0


class _BadQuestionError(Exception):
    """What is wrong with a question."""


def read_gift(text: str) -> ParsedSource:
    """Read a source; a source with problems is not to be imported."""
    parsed = ParsedSource()
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append((number, line.strip()))
        elif block:
            _read_block(parsed, block)
            block = []
    return parsed


def _read_block(parsed: ParsedSource, block: list[tuple[int, str]]) -> None:
    told = [(number, line) for number, line in block if not line.startswith(("//", "$CATEGORY:"))]
    if not told:
        return
    place = f"line {told[0][0]}"
    text = _hide("\n".join(line for _, line in told))
    try:
        parsed.add(_question(text), place)
    except _BadQuestionError as bad:
        parsed.wrong(place, str(bad))


def _hide(text: str) -> str:
    """Put escaped signs out of the way: each becomes a private character."""
    return _ESCAPED.sub(lambda match: chr(0xE000 + ord(_MEANT.get(match[1], match[1]))), text)


def _show(text: str) -> str:
    shown = "".join(
        chr(ord(char) - 0xE000) if 0xE000 <= ord(char) < 0xE080 else char for char in text
    )
    return shown.strip()


def _question(text: str) -> Question:
    content = text
    name = ""
    named = _NAME.match(text)
    if named is not None:
        name, text = _show(named[1]), named[2]
    elif text.startswith("::"):
        raise _BadQuestionError("the name has no end ::")
    text = _FORMAT.sub("", text, count=1) if _FORMAT.match(text) else text
    if text.count("{") != text.count("}") or text.find("}") < text.find("{"):
        raise _BadQuestionError("braces do not match")
    before, brace, rest = text.partition("{")
    answers, _, after = rest.partition("}")
    if "{" in answers or "{" in after:
        raise _BadQuestionError("more than one pair of braces")
    shown = _show(f"{before} _____ {after}" if after.strip() else before)
    if not shown:
        raise _BadQuestionError("the question has no text")
    qtype = _qtype(answers.strip()) if brace else "description"
    name = name or " ".join(shown.split())[:_NAME_LENGTH]
    xml = question_node(name, qtype, shown, answers, _show)
    return Question(name, name, qtype, shown, content, xml)


def _qtype(answers: str) -> str:
    if not answers:
        return "essay"
    if answers.startswith("#"):
        _check_numbers(answers[1:])
        return "numerical"
    if "~" in answers:
        _check_choices(answers)
        return "multichoice"
    word = answers.partition("#")[0].strip().upper()
    if word in _TRUE_FALSE:
        return "truefalse"
    if "=" not in answers:
        raise _BadQuestionError("no answer begins with = or ~")
    if "->" in answers:
        return _check_pairs(answers)
    return "shortanswer"


def _split(answers: str, signs: str) -> list[tuple[str, str]]:
    """Return answers with the sign each begins with."""
    parts = re.split(f"([{signs}])", answers)
    return [
        (sign, text.partition("#")[0].strip())
        for sign, text in zip(parts[1::2], parts[2::2], strict=True)
    ]


def _check_choices(answers: str) -> None:
    found = _split(answers, "~=")
    if len(found) < 2:
        raise _BadQuestionError("a choice has two answers at least")
    if any(not _WEIGHT.sub("", text).strip() for _, text in found):
        raise _BadQuestionError("an answer is empty")
    weights = [
        _WHOLE if sign == "=" else float(weight[1]) if (weight := _WEIGHT.match(text)) else 0
        for sign, text in found
    ]
    if max(weights) >= _WHOLE:
        return
    if abs(sum(weight for weight in weights if weight > 0) - _WHOLE) > _ROUNDING:
        raise _BadQuestionError("no answer is right: the weights do not make 100 %")


def _check_numbers(answers: str) -> None:
    found = [text for _, text in _split(answers, "=~")] if "=" in answers else [answers]
    for text in found:
        value = _WEIGHT.sub("", text.partition("#")[0]).strip()
        parts = re.split(r"\.\.|:", value)
        if not all(_NUMBER.fullmatch(part.strip()) for part in parts):
            raise _BadQuestionError(f"not a number: {_show(value)}")


def _check_pairs(answers: str) -> str:
    found = _split(answers, "=")
    if any("->" not in text for _, text in found):
        raise _BadQuestionError("a pair has no ->")
    if len([1 for _, text in found if text.partition("->")[0].strip()]) < 2:
        raise _BadQuestionError("matching has two pairs at least")
    return "match"
