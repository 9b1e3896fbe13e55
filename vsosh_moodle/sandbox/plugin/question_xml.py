"""Moodle XML: a reader of its own, as far as the sandbox needs."""

from xml.etree import ElementTree as ET

from vsosh_moodle.sandbox.plugin.question_source import ParsedSource, Question

_TYPES = {
    "calculated", "calculatedmulti", "calculatedsimple", "ddimageortext", "ddmarker", "ddwtos",
    "description", "essay", "gapselect", "match", "multianswer", "multichoice", "numerical",
    "randomsamatch", "shortanswer", "truefalse",
}  # fmt: skip
_OTHER_NAMES = {"matching": "match", "cloze": "multianswer"}
_WITH_RIGHT_ANSWER = {"multichoice", "numerical", "shortanswer", "truefalse"}


def read_xml(text: str) -> ParsedSource:
    """Read a source; document types and entities of one's own are refused before it is parsed."""
    parsed = ParsedSource()
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        parsed.problems.append(("source-invalid", "a document type is not taken"))
        return parsed
    try:
        root = ET.fromstring(text)  # noqa: S314  without a document type there are no entities
    except ET.ParseError as error:
        parsed.wrong(f"line {error.position[0]}", "not well-formed XML")
        return parsed
    except ValueError:
        parsed.problems.append(("source-invalid", "not XML"))
        return parsed
    if root.tag != "quiz":
        parsed.wrong("line 1", "the root is not <quiz>")
        return parsed
    for number, node in enumerate(root.findall("question"), start=1):
        _read_question(parsed, node, number)
    return parsed


def _read_question(parsed: ParsedSource, node: ET.Element, number: int) -> None:
    name = " ".join((node.findtext("name/text") or "").split())
    place = f"question {number}" + (f' "{name}"' if name else "")
    given = node.get("type", "")
    qtype = _OTHER_NAMES.get(given, given)
    if qtype == "category":
        return
    if not qtype:
        parsed.wrong(place, 'the attribute "type" is missing')
        return
    if qtype not in _TYPES:
        detail = f"{place}: the site has no question type {given}"
        parsed.problems.append(("type-absent", detail))
        return
    if qtype in _WITH_RIGHT_ANSWER and not _has_right_answer(node):
        parsed.wrong(place, "no answer is right")
        return
    key = (node.findtext("idnumber") or "").strip() or name
    text = node.findtext("questiontext/text") or ""
    content = ET.canonicalize(ET.tostring(node, encoding="unicode"), strip_text=True)
    node.tail = None
    xml = ET.tostring(node, encoding="unicode")
    parsed.add(Question(key, name or key, qtype, text, content, xml), place)


def _has_right_answer(node: ET.Element) -> bool:
    total = 0.0
    for answer in node.findall("answer"):
        try:
            total += max(0.0, float(answer.get("fraction", "0")))
        except ValueError:
            return False
    return total > 98
