"""A bank in YAML: questions written by hand and rows that generate them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.questions.generator import NotEnough
from vsosh_moodle.questions.generators import AnyGenerator
from vsosh_moodle.questions.question import Drawn, Question
from vsosh_moodle.sources.pydantic_problems import complaint, validate
from vsosh_moodle.sources.yaml_lines import KeyPath, YamlFile, load_yaml

_ANSWERS = ("choice", "many", "answer", "number", "pairs", "truth")


def _as_text(value: object) -> object:
    """Take a number for the text it was written as: an option may be 12."""
    if isinstance(value, bool):
        return value
    return str(value).replace(".", ",") if isinstance(value, (int, float)) else value


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


_Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
_ONE_OR_MORE: dict[str, Any] = {
    "anyOf": [
        {"type": ["string", "number"]},
        {"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}},
    ]
}
_Texts = Annotated[
    tuple[_Text, ...],
    BeforeValidator(_as_list),
    Field(min_length=1),
    WithJsonSchema(_ONE_OR_MORE),
]


class HandWritten(BaseModel):
    """A question as a teacher writes it; exactly one of choice, many, answer, number, pairs, truth."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]{0,59}$", description="Постоянный ключ вопроса: numbers-01"
    )
    text: str = Field(min_length=1, description="Что спрашивают")
    choice: _Text | None = Field(None, description="Верный вариант; остальные — в wrong")
    many: _Texts | None = Field(None, description="Все верные варианты; неверные — в wrong")
    answer: _Texts | None = Field(
        None, description="Верный ответ словом; список — разные написания"
    )
    number: float | int | None = Field(None, description="Верный ответ числом")
    tolerance: float | int = Field(0, ge=0, description="На сколько ответ числом может отличаться")
    pairs: dict[_Text, _Text] | None = Field(
        None, description="Что чему соответствует: {слева: справа}"
    )
    truth: bool | None = Field(None, description="Верно ли утверждение: true или false")
    wrong: _Texts | None = Field(None, description="Неверные варианты")
    why: str = Field("", description="Пояснение, которое ученик увидит после ответа")

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        given = [name for name in _ANSWERS if getattr(self, name) is not None]
        if len(given) != 1:
            raise complaint(
                "question-answer",
                _("у вопроса «{key}» должен быть один ответ из: {names}.").format(
                    key=self.key, names=", ".join(_ANSWERS)
                ),
            )
        needs_wrong = given[0] in ("choice", "many")
        if needs_wrong != (self.wrong is not None):
            message = (
                _("у вопроса «{key}» нет неверных вариантов (wrong).")
                if needs_wrong
                else _("у вопроса «{key}» лишнее wrong: неверные варианты есть у choice и many.")
            )
            raise complaint("question-wrong", message.format(key=self.key))
        if fault := self.drawn().fault:
            raise complaint("question-fault", _words_of(fault).format(key=self.key))
        return self

    def drawn(self) -> Drawn:
        """Return what it asks."""
        wrong = self.wrong or ()
        if self.choice is not None:
            return Drawn("choice", self.text, (self.choice,), wrong, why=self.why)
        if self.many is not None:
            return Drawn("many", self.text, self.many, wrong, why=self.why)
        if self.answer is not None:
            return Drawn("short", self.text, self.answer, why=self.why)
        if self.number is not None:
            value, tolerance = Fraction(str(self.number)), Fraction(str(self.tolerance))
            return Drawn("number", self.text, number=value, tolerance=tolerance, why=self.why)
        if self.pairs is not None:
            return Drawn("match", self.text, pairs=tuple(self.pairs.items()), why=self.why)
        return Drawn("truefalse", self.text, ("true" if self.truth else "false",), why=self.why)


class BankFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1, description="Название банка: так он зовётся в Moodle")
    seed: int = Field(1, description="От него зависят числа: другой seed — другие вопросы")
    questions: tuple[HandWritten, ...] = Field((), description="Вопросы, написанные вручную")
    generate: tuple[AnyGenerator, ...] = Field(
        (), description="Вопросы, которые составляет программа: {kind, count, …}"
    )


@dataclass(frozen=True, slots=True)
class ReadBank:
    """What a file gave: `hand_written` are the keys of questions that no generator made.

    `computed` are those whose answer a generator reckoned, not took from a list of its row.
    """

    title: str
    questions: tuple[Question, ...]
    hand_written: frozenset[str]
    computed: frozenset[str]


def read_bank_file(path: Path, root: Path | None = None) -> tuple[ReadBank | None, list[Problem]]:
    """Return the questions of a YAML bank and all its problems; None when any is an error."""
    yaml = load_yaml(path, root)
    model, problems = validate(BankFile, yaml)
    if model is None:
        return None, problems
    questions: list[Question] = []
    computed: set[str] = set()
    lines: dict[str, int] = {}
    texts: dict[tuple[str, str], str] = {}
    for at, question in _questions(model, yaml, problems):
        said = texts.setdefault((question.drawn.text, repr(question.drawn.right)), question.key)
        if question.key in lines:
            message = _("вопрос «{name}» уже есть в строке {line}.").format(
                name=question.key, line=lines[question.key]
            )
            problems.append(
                yaml.problem(at, "question-twice", message, _("Переименуйте один из них."))
            )
        elif said != question.key and question.drawn.kind != "match":
            message = _("вопросы «{first}» и «{second}» спрашивают одно и то же.").format(
                first=said, second=question.key
            )
            problems.append(yaml.problem(at, "question-same", message, _("Оставьте один из них.")))
        lines.setdefault(question.key, question.line)
        questions.append(question)
        if at[0] == "generate" and not model.generate[int(at[1])].listed:
            computed.add(question.key)
    if not questions and not problems:
        message = _("в файле нет ни одного вопроса.")
        hint = _("Впишите вопросы в questions или строки в generate.")
        problems.append(yaml.problem((), "bank-empty", message, hint))
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    hand = frozenset(one.key for one in model.questions)
    return ReadBank(model.title, tuple(questions), hand, frozenset(computed)), problems


def _questions(
    model: BankFile, yaml: YamlFile, problems: list[Problem]
) -> Iterator[tuple[KeyPath, Question]]:
    for place, one in enumerate(model.questions):
        at: KeyPath = ("questions", place)
        yield at, Question(one.key, one.drawn(), yaml.line(at))
    for place, row in enumerate(model.generate):
        at = ("generate", place)
        try:
            for key, drawn in row.questions(model.seed):
                yield at, Question(key, drawn, yaml.line(at))
        except NotEnough as error:
            problems.append(
                yaml.problem(
                    at,
                    "generator-short",
                    _(
                        "«{kind}» с такими настройками даёт только {found} разных вопросов из {count}."
                    ).format(kind=row.kind, found=error.found, count=row.count),
                    _("Уменьшите count или расширьте настройки."),
                )
            )


def _words_of(fault: str) -> str:
    return {
        "no-text": _("у вопроса «{key}» нет текста."),
        "no-answer": _("у вопроса «{key}» нет верного ответа."),
        "options": _("у вопроса «{key}» меньше двух вариантов или есть пустой."),
        "option-twice": _("у вопроса «{key}» один вариант стоит дважды."),
        "pairs": _("у вопроса «{key}» нужны хотя бы две разные пары."),
    }[fault]


def bank_schema() -> dict[str, Any]:
    """Return the JSON Schema of a bank, for editors."""
    return BankFile.model_json_schema(by_alias=True)
