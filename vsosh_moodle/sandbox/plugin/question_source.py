"""The questions of a source: what the two readers give, and what is wrong with it."""

from dataclasses import dataclass, field
from hashlib import sha256

_LONGEST_KEY, _LONGEST_NAME = 100, 255


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a source; `content` is all that a new version would have to be made for.

    `xml` is the question as Moodle exports it.
    """

    key: str
    name: str
    qtype: str
    text: str
    content: str
    xml: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 of the content."""
        return sha256(self.content.encode()).hexdigest()


@dataclass(slots=True)
class ParsedSource:
    """Questions by key, and problems as (code, detail)."""

    questions: dict[str, Question] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def wrong(self, place: str, detail: str) -> None:
        """Note that the source is invalid at a place: a line or a question."""
        self.problems.append(("source-invalid", f"{place}: {detail}"))

    def add(self, question: Question, place: str) -> None:
        """Take a question, unless another one before has its key."""
        if not question.key:
            self.wrong(place, "the question has no name")
        elif len(question.key) > _LONGEST_NAME or len(question.name) > _LONGEST_NAME:
            self.wrong(place, f"the name is longer than {_LONGEST_NAME} characters")
        elif question.key in self.questions:
            detail = f'{place}: there is another question "{question.key}" before it'
            self.problems.append(("question-twice", detail))
        else:
            self.questions[question.key] = question
