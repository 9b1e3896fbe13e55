"""Questions of GIFT as the elements that Moodle's own export to XML has for them."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

_WEIGHT = re.compile(r"\s*%(-?[\d.]+)%")
_FORMAT = {"format": "moodle_auto_format"}
_PENALTY = "0.3333333"
_WHOLE = "100"

Show = Callable[[str], str]


def question_node(name: str, qtype: str, text: str, answers: str, show: Show) -> str:
    """Return a question as XML; `answers` is what stands in the braces, `show` brings back escaped signs."""
    given, _sign, general = answers.partition("####")
    node = ET.Element("question", type="matching" if qtype == "match" else qtype)
    _text(ET.SubElement(node, "name"), name)
    _text(ET.SubElement(node, "questiontext", _FORMAT), text)
    _text(ET.SubElement(node, "generalfeedback", _FORMAT), show(general))
    ET.SubElement(node, "defaultgrade").text = "0" if qtype == "description" else "1"
    ET.SubElement(node, "penalty").text = "1" if qtype == "truefalse" else _PENALTY
    ET.SubElement(node, "hidden").text = "0"
    ET.SubElement(node, "idnumber").text = ""
    writer = _WRITERS.get(qtype)
    if writer is not None:
        writer(node, given.strip(), show)
    ET.indent(node)
    return ET.tostring(node, encoding="unicode")


def with_text(xml: str, text: str) -> str:
    """Return a question with another text."""
    node = ET.fromstring(xml)  # noqa: S314  made here, or read without a document type
    found = node.find("questiontext/text")
    if found is not None:
        found.text = text
    return ET.tostring(node, encoding="unicode")


def bank_source(name: str, questions: list[str]) -> str:
    """Return a bank as Moodle XML: its category, then its questions."""
    quiz = ET.Element("quiz")
    category = ET.SubElement(quiz, "question", type="category")
    _text(ET.SubElement(category, "category"), "top/" + name.replace("/", "//"))
    ET.indent(quiz)
    head = ET.tostring(quiz, encoding="unicode").removesuffix("</quiz>")
    body = "".join(f"{one.rstrip()}\n" for one in questions)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{body}</quiz>\n'


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


def _answer(node: ET.Element, fraction: str, text: str, feedback: str) -> ET.Element:
    answer = ET.SubElement(node, "answer", {"fraction": fraction, **_FORMAT})
    _text(answer, text)
    _text(ET.SubElement(answer, "feedback", _FORMAT), feedback)
    return answer


def _split(answers: str, signs: str) -> list[tuple[str, str, str]]:
    """Return sign, answer and feedback of each."""
    parts = re.split(f"([{signs}])", answers)
    rows = []
    for sign, text in zip(parts[1::2], parts[2::2], strict=True):
        told, _sign, feedback = text.partition("#")
        rows.append((sign, told.strip(), feedback.strip()))
    return rows


def _weighed(sign: str, text: str) -> tuple[str, str]:
    """Return the fraction of an answer and its words."""
    found = _WEIGHT.match(text)
    if found is None:
        return (_WHOLE if sign == "=" else "0"), text
    return found[1], text[found.end() :].strip()


def _multichoice(node: ET.Element, answers: str, show: Show) -> None:
    rows = [(*_weighed(sign, text), feedback) for sign, text, feedback in _split(answers, "~=")]
    single = any(fraction == _WHOLE for fraction, _t, _f in rows)
    ET.SubElement(node, "single").text = "true" if single else "false"
    ET.SubElement(node, "shuffleanswers").text = "true"
    ET.SubElement(node, "answernumbering").text = "abc"
    for fraction, text, feedback in rows:
        _answer(node, fraction, show(text), show(feedback))


def _truefalse(node: ET.Element, answers: str, show: Show) -> None:
    told, _sign, rest = answers.partition("#")
    wrong, _sign, right = rest.partition("#")
    is_true = told.strip().upper() in ("T", "TRUE")
    _answer(node, _WHOLE if is_true else "0", "true", show(right if is_true else wrong))
    _answer(node, "0" if is_true else _WHOLE, "false", show(wrong if is_true else right))


def _shortanswer(node: ET.Element, answers: str, show: Show) -> None:
    ET.SubElement(node, "usecase").text = "0"
    for sign, text, feedback in _split(answers, "=~"):
        fraction, words = _weighed(sign, text)
        _answer(node, fraction, show(words), show(feedback))


def _numerical(node: ET.Element, answers: str, show: Show) -> None:
    told = answers.removeprefix("#").strip()
    rows = _split(told, "=~") if "=" in told else [("=", *map(str.strip, told.partition("#")[::2]))]
    for sign, text, feedback in rows:
        fraction, number = _weighed(sign, text)
        value, tolerance = _number(show(number))
        answer = _answer(node, fraction, value, show(feedback))
        ET.SubElement(answer, "tolerance").text = tolerance


def _number(text: str) -> tuple[str, str]:
    """Return value and tolerance of «4», «4:0.5» or «3..5»."""
    if ".." in text:
        low, high = (float(part) for part in text.split(".."))
        return f"{(low + high) / 2:g}", f"{(high - low) / 2:g}"
    value, _sign, tolerance = text.partition(":")
    return value.strip(), tolerance.strip() or "0"


def _match(node: ET.Element, answers: str, show: Show) -> None:
    ET.SubElement(node, "shuffleanswers").text = "true"
    for _sign, text, _feedback in _split(answers, "="):
        left, _arrow, right = text.partition("->")
        pair = ET.SubElement(node, "subquestion", _FORMAT)
        _text(pair, show(left))
        _text(ET.SubElement(pair, "answer"), show(right))


def _essay(node: ET.Element, _answers: str, _show: Show) -> None:
    for name, value in (
        ("responseformat", "editor"),
        ("responserequired", "1"),
        ("attachments", "0"),
    ):
        ET.SubElement(node, name).text = value


_WRITERS: dict[str, Callable[[ET.Element, str, Show], None]] = {
    "multichoice": _multichoice, "truefalse": _truefalse, "shortanswer": _shortanswer,
    "numerical": _numerical, "match": _match, "essay": _essay,
}  # fmt: skip
