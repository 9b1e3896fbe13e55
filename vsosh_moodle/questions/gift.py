"""A light reader of GIFT, Moodle's text format of questions: enough to count and check them.

Moodle itself imports the file; this reader follows its rules (question/format/gift of 4.1–4.5) so far
as to find a mistake, with its line, before anything is sent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vsosh_moodle.language import _

_NAME = re.compile(r"::(?P<name>.+?)::", re.DOTALL)
_FORMAT = re.compile(r"\[(?:html|markdown|moodle|plain)\]")
_WEIGHT = re.compile(r"%(?P<weight>-?\d{1,3}(?:\.\d{1,5})?)%")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TITLE = re.compile(r"//\s*title:\s*(?P<title>.+)")
_ESCAPES = {f"\\{sign}": chr(0xE000 + number) for number, sign in enumerate("~=#{}:\\")}
_PLAIN = {mark: sign[1] for sign, mark in _ESCAPES.items()}
_TRUE, _FALSE = frozenset({"T", "TRUE"}), frozenset({"F", "FALSE"})


@dataclass(frozen=True, slots=True)
class GiftAnswer:
    """An answer and its share of the points in per cent; `feedback` is what the pupil reads."""

    text: str
    share: float
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class GiftQuestion:
    """A question: `kind` is Moodle's type, `line` where it begins, counted from 1.

    Answers of a numerical question are texts as written (`12`, `1.5:0.1`, `1..2`), those of a match
    `left -> right`, those of a true/false question `true` or `false`.
    """

    name: str
    line: int
    kind: str
    text: str
    answers: tuple[GiftAnswer, ...] = ()
    feedback: str = ""

    @property
    def right(self) -> tuple[str, ...]:
        """The answers that bring points."""
        return tuple(answer.text for answer in self.answers if answer.share > 0)


@dataclass(frozen=True, slots=True)
class GiftFault:
    """What is wrong at a line."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class GiftFile:
    """The questions of a file, its title ("" when it has none), and what is wrong with it."""

    title: str
    questions: tuple[GiftQuestion, ...]
    faults: tuple[GiftFault, ...]


class _Fault(ValueError):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_gift(text: str) -> GiftFile:
    """Read a GIFT file; everything that is wrong comes with its line, nothing is raised."""
    title = ""
    questions: list[GiftQuestion] = []
    faults: list[GiftFault] = []
    for line, lines in _blocks(text):
        if found := next(filter(None, (_TITLE.match(one) for one in lines)), None):
            title = title or found["title"].strip()
        body = "\n".join(one for one in lines if not one.startswith("//")).strip()
        if body.startswith("$CATEGORY:"):
            first, _sep, body = body.partition("\n")
            title = title or first.rpartition("/")[2].removeprefix("$CATEGORY:").strip()
        if not body.strip():
            continue
        try:
            questions.append(_read_question(body.strip(), line))
        except _Fault as fault:
            faults.append(GiftFault(line, fault.code, str(fault)))
    return GiftFile(title, tuple(questions), tuple(faults))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the blocks of lines between blank ones, each with the number of its first real line."""
    block: list[str] = []
    start = 0
    for number, raw in enumerate([*text.split("\n"), ""], 1):
        line = raw.strip()
        if line:
            block.append(line)
            if not start and not line.startswith("//"):
                start = number
        elif block:
            yield start or number - len(block), block
            block, start = [], 0


def _read_question(body: str, line: int) -> GiftQuestion:
    for sign, mark in _ESCAPES.items():
        body = body.replace(sign, mark)
    named = _NAME.match(body)
    if named is None:
        raise _Fault("gift-name", _("у вопроса нет названия: начните его с ::название::."))
    name = " ".join(_plain(named["name"]).split())
    rest = _FORMAT.sub("", body[named.end() :].strip(), count=1)
    opened, closed = rest.find("{"), rest.rfind("}")
    if opened < 0 and closed < 0:
        return GiftQuestion(name, line, "description", _plain(rest))
    if opened < 0 or closed < opened or rest.count("{") != 1 or rest.count("}") != 1:
        message = _("у вопроса «{name}» не сходятся скобки {braces}: нужна одна пара.")
        raise _Fault("gift-braces", message.format(name=name, braces="{ }"))
    inside, _sep, general = rest[opened + 1 : closed].strip().partition("####")
    before, after = rest[:opened].strip(), rest[closed + 1 :].strip()
    text = f"{before} _____ {after}" if after else before
    if not text:
        raise _Fault("gift-text", _("у вопроса «{name}» нет текста.").format(name=name))
    kind, answers = _read_answers(inside.strip(), name)
    return GiftQuestion(name, line, kind, _plain(text), answers, _plain(general.strip()))


def _read_answers(inside: str, name: str) -> tuple[str, tuple[GiftAnswer, ...]]:
    if not inside:
        return "essay", ()
    if inside.startswith("#"):
        return "numerical", _numerical(inside[1:].strip(), name)
    if "~" in inside:
        return "multichoice", _multichoice(inside, name)
    if "=" in inside and "->" in inside:
        return "match", _match(inside, name)
    word, feedback = _split_feedback(inside)
    if word.upper() in _TRUE | _FALSE:
        truth = "true" if word.upper() in _TRUE else "false"
        return "truefalse", (GiftAnswer(truth, 100, feedback),)
    return "shortanswer", _short(inside, name)


def _multichoice(inside: str, name: str) -> tuple[GiftAnswer, ...]:
    answers = tuple(
        _weighed(part, 100 if sign == "=" else 0) for sign, part in _parts(inside, "~=")
    )
    if len(answers) < 2:
        raise _Fault(
            "gift-answers", _("у вопроса «{name}» меньше двух вариантов.").format(name=name)
        )
    total = sum(answer.share for answer in answers if answer.share > 0)
    if not any(answer.share == 100 for answer in answers) and abs(total - 100) > 0.5:
        raise _Fault(
            "gift-right",
            _("у вопроса «{name}» нет верного ответа: отметьте его знаком =.").format(name=name),
        )
    return answers


def _short(inside: str, name: str) -> tuple[GiftAnswer, ...]:
    answers = tuple(_weighed(part, 100) for _sign, part in _parts(inside, "="))
    if not any(answer.share == 100 and answer.text for answer in answers):
        raise _Fault(
            "gift-right",
            _("у вопроса «{name}» нет верного ответа: отметьте его знаком =.").format(name=name),
        )
    return answers


def _match(inside: str, name: str) -> tuple[GiftAnswer, ...]:
    pairs = [_plain(part) for _sign, part in _parts(inside, "=")]
    if len(pairs) < 2 or not all("->" in pair for pair in pairs):
        raise _Fault(
            "gift-match",
            _("в вопросе «{name}» нужны хотя бы две пары: =слева -> справа.").format(name=name),
        )
    return tuple(GiftAnswer(pair, 100) for pair in pairs)


def _numerical(inside: str, name: str) -> tuple[GiftAnswer, ...]:
    parts = [part for _sign, part in _parts(inside, "~=")] if inside.startswith("=") else [inside]
    answers = tuple(_weighed(part, 100) for part in parts)
    for answer in answers:
        bounds = re.split(r"\.\.|:", answer.text)
        if len(bounds) > 2 or not all(_NUMBER.fullmatch(bound.strip()) for bound in bounds):
            raise _Fault(
                "gift-number",
                _("в вопросе «{name}» ответ «{text}» — не число (дробь пишут с точкой).").format(
                    name=name, text=answer.text
                ),
            )
    return answers


def _parts(inside: str, signs: str) -> Iterator[tuple[str, str]]:
    """Yield the parts that begin with one of the signs; what stands before the first is one too."""
    pieces = re.split(f"([{signs}])", inside)
    if pieces[0].strip():
        yield "", pieces[0].strip()
    for number in range(1, len(pieces), 2):
        yield pieces[number], pieces[number + 1].strip()


def _weighed(part: str, share: float) -> GiftAnswer:
    if weight := _WEIGHT.match(part):
        share, part = float(weight["weight"]), part[weight.end() :]
    text, feedback = _split_feedback(part)
    return GiftAnswer(_plain(text), share, feedback)


def _split_feedback(part: str) -> tuple[str, str]:
    text, _sep, feedback = part.partition("#")
    return _FORMAT.sub("", text.strip(), count=1).strip(), _plain(feedback.strip())


def _plain(text: str) -> str:
    # Before the escaped signs come back: «\\\\n» is a backslash and a letter, no end of a line.
    text = text.replace("\\n", "\n")
    for mark, sign in _PLAIN.items():
        text = text.replace(mark, sign)
    return text.strip()
