"""Pydantic's errors become Russian problems at the line they are about."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from vsosh_moodle.problems import Problem
from vsosh_moodle.sources import complaint, parse_yaml, validate


class Form(StrEnum):
    DAY = "очная"
    EVENING = "очно-заочная"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(Strict):
    type: Literal["page"]
    content: str


class Quiz(Strict):
    type: Literal["quiz"]
    questions: int = Field(gt=0)


class Section(Strict):
    title: str = Field(min_length=1)
    items: tuple[Annotated[Page | Quiz, Field(discriminator="type")], ...] = ()


class School(Strict):
    name: str = Field(description="название школы")
    workers: int = Field(4, ge=1, le=16)
    form: Form = Form.DAY
    start: date | None = None
    tls: bool = True
    sections: tuple[Section, ...] = ()
    marks: dict[str, Section] = {}
    grade: int | tuple[int, ...] = 1
    language: str = "ru"

    @field_validator("language")
    @classmethod
    def _known(cls, value: str, info: ValidationInfo) -> str:
        if value not in (info.context or {}).get("languages", ("ru",)):
            raise complaint("language-unknown", "Языка нет.", "Пишите ru.")
        return value


def problems_of(text: str, **context: Any) -> list[Problem]:
    return validate(School, parse_yaml(text, "config.yaml"), context)[1]


def test_a_good_file_gives_its_model_and_no_problems() -> None:
    school, problems = validate(School, parse_yaml("name: Школа\ngrade: [8, 9]\n", "f"))
    assert school is not None
    assert (school.grade, problems) == ((8, 9), [])


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("name: a\nworker: 3\n", "unknown-key", 2, "Возможно, имелось в виду «workers»"),
        ("name: a\nzzzzzz: 3\n", "unknown-key", 2, "Допустимо: «name»"),
        ("workers: 3\n", "missing-key", 1, "«name: …» — название школы"),
        ("name: a\nworkers: много\n", "wrong-type", 2, "нужно: целое число; стоит: «много»"),
        ("name: a\nworkers: 99\n", "out-of-range", 2, "не больше 16"),
        ("name: 5\n", "wrong-type", 1, 'в кавычки: "5"'),
        ("name: {{}: 1}\n", "key-not-word", 1, "кавычки"),
        ("name: a\nform: очно-заочна\n", "not-listed", 2, "имелось в виду «очно-заочная»"),
        ("name: a\nstart: завтра\n", "wrong-type", 2, "дата, например 2026-09-01"),
        ("name: a\ntls: иногда\n", "wrong-type", 2, "true или false"),
        ("name: a\nsections: x\n", "wrong-type", 2, "квадратные скобки: [x]"),
        ("name: a\nsections:\n  - title:x\n", "wrong-type", 3, "После двоеточия нужен пробел"),
        ("name: a\nsections:\n  - items: []\n", "missing-key", 3, "sections[1].title"),
        ("name: a\nsections:\n  - title: ''\n", "out-of-range", 3, "текст пуст"),
        ("name: a\ngrade: девять\n", "wrong-type", 2, "целое число"),
        ("name: a\nlanguage: de\n", "language-unknown", 2, "Пишите ru."),
        ("name: a\nmarks:\n  x:\n    titel: a\n    title: b\n", "unknown-key", 4, "«title»"),
        (
            "name: a\nsections:\n- title: a\n  items:\n  - {type: pag, content: x}\n",
            "not-listed",
            5,
            "«page»",
        ),
        (
            "name: a\nsections:\n- title: a\n  items:\n  - {content: x}\n",
            "missing-key",
            5,
            "«type»",
        ),
        (
            "name: a\nsections:\n- title: a\n  items:\n  - type: page\n    content: x\n    contnt: y\n",
            "unknown-key",
            7,
            "имелось в виду «content». Допустимо: «type», «content».",
        ),
        (
            "name: a\nsections:\n- title: a\n  items:\n  - type: quiz\n    questions: 0\n",
            "out-of-range",
            6,
            "больше 0",
        ),
        ("школа\n", "wrong-type", 1, "набор пар"),
    ],
)
def test_each_mistake_is_said_in_russian_at_its_line(
    text: str, code: str, line: int, says: str
) -> None:
    (problem,) = problems_of(text)
    assert (problem.code, problem.place.line) == (code, line)
    assert says in str(problem)


def test_all_problems_come_together_in_the_order_of_lines() -> None:
    found = problems_of("workers: x\ntsl: true\nform: ночная\nform: очная\n")
    assert [(p.place.line, p.code) for p in found] == [
        (1, "missing-key"),
        (1, "wrong-type"),
        (2, "unknown-key"),
        (3, "not-listed"),
        (4, "duplicate-key"),
    ]


def test_a_context_reaches_the_validators() -> None:
    assert not problems_of("name: a\nlanguage: en\n", languages=("ru", "en"))


def test_a_duplicate_key_alone_withholds_the_model() -> None:
    school, problems = validate(School, parse_yaml("name: a\nname: b\n", "f"))
    assert school is None
    assert [problem.code for problem in problems] == ["duplicate-key"]
