"""A light reader of Moodle XML questions: names, types and whether there is a right answer."""

from dataclasses import dataclass, field
from xml.parsers import expat

from vsosh_moodle.language import _
from vsosh_moodle.questions.gift import GiftFault

_NEED_RIGHT = frozenset({"multichoice", "truefalse", "shortanswer", "numerical", "calculated"})
MAX_DEPTH = 40


@dataclass(slots=True)
class XmlQuestion:
    """A question: `key` is its idnumber, else its name; `line` where it begins."""

    kind: str
    line: int
    key: str = ""
    name: str = ""
    most: float = 0.0
    category: str = ""


@dataclass(slots=True)
class XmlFile:
    """The questions of a file, the last part of its category's name, and what is wrong with it."""

    title: str = ""
    questions: list[XmlQuestion] = field(default_factory=list)
    faults: list[GiftFault] = field(default_factory=list)


class _Refused(ValueError):
    pass


class _Reader:
    """Collects questions from the parser's events."""

    def __init__(self) -> None:
        # The text is decoded already: what encoding it says it is in does not matter any more.
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self._path: list[str] = []
        self._words: list[str] = []
        self._question: XmlQuestion | None = None
        self.file = XmlFile()

    def _refuse(self, *_declaration: object) -> None:
        raise _Refused(_("в файле есть DOCTYPE или ENTITY: такие файлы не читаются."))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        self._words = []
        if len(self._path) > MAX_DEPTH:
            raise _Refused(_("теги вложены слишком глубоко."))
        if self._path == ["quiz", "question"]:
            kind = attributes.get("type", "")
            self._question = XmlQuestion(kind, self.parser.CurrentLineNumber)
        elif self._question is not None and tag == "answer":
            share = attributes.get("fraction", "0")
            try:
                self._question.most = max(self._question.most, float(share))
            except ValueError:
                raise _Refused(_("fraction «{value}» — не число.").format(value=share)) from None

    def _text(self, words: str) -> None:
        self._words.append(words)

    def _end(self, _tag: str) -> None:
        inside, words = self._path[2:], "".join(self._words).strip()
        question = self._question
        if question is not None and len(self._path) > 1:
            if inside == ["idnumber"] and words:
                question.key = words
            elif inside == ["name", "text"]:
                question.name = words
            elif inside == ["category", "text"]:
                question.category = words
        if self._path == ["quiz", "question"] and question is not None:
            self._keep(question)
            self._question = None
        self._path.pop()
        self._words = []

    def _keep(self, question: XmlQuestion) -> None:
        if question.kind == "category":
            self.file.title = self.file.title or question.category.rpartition("/")[2]
            return
        question.key = question.key or question.name
        if not question.key:
            message = _("у вопроса нет названия: <name><text>…</text></name>.")
            self.file.faults.append(GiftFault(question.line, "xml-name", message))
        elif question.kind in _NEED_RIGHT and question.most <= 0:
            message = _('у вопроса «{name}» нет верного ответа (fraction="100").')
            message = message.format(name=question.key)
            self.file.faults.append(GiftFault(question.line, "xml-right", message))
        else:
            self.file.questions.append(question)


def read_question_xml(text: str) -> XmlFile:
    """Read a Moodle XML file of questions; what is wrong comes with its line, nothing is raised."""
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        message = _("это не XML: {reason}.").format(reason=expat.errors.messages[error.code])
        reader.file.faults.append(GiftFault(error.lineno, "xml-syntax", message))
    except _Refused as error:
        line = reader.parser.CurrentLineNumber
        reader.file.faults.append(GiftFault(line, "xml-refused", str(error)))
    return reader.file
