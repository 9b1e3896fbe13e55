"""Banks in YAML: what they make, and every mistake told at once with its line."""

from pathlib import Path

import pytest

from vsosh_moodle.questions.bank_file import read_bank_file
from vsosh_moodle.questions.banks import load_question_banks
from vsosh_moodle.questions.gift import read_gift

GOOD = """\
title: Проба
seed: 3
questions:
  - {key: a-01, text: "Столица Франции?", choice: Париж, wrong: [Лион, Ницца], why: "Париж: столица."}
  - {key: a-02, text: Отметьте чётные, many: [2, 4], wrong: [3]}
  - {key: a-03, text: "Как зовут кота?", answer: [Ёшка, Ешка]}
  - {key: a-04, text: "Сколько будет 0 · 5?", number: 0}
  - {key: a-05, text: "Сколько будет 1 : 3?", number: 0.33, tolerance: 0.01}
  - {key: a-06, text: Соедините, pairs: {кот: мяу, пёс: гав}}
  - {key: a-07, text: Земля круглая, truth: true}
generate:
  - {kind: multiplication, count: 5, tables: [7]}
  - kind: missing-letter
    letters: [о, а]
    words:
      "-кос- перед -а- пишем без о": ["к[а]саться"]
      "без суффикса -а- пишем о": ["к[о]снуться"]
  - {kind: stress, words: [звонИт, тОрты]}
  - {kind: together, together: ["(не)настье — без НЕ не употребляется"], apart: ["(не)был"], hyphen: ["(кое)кто"]}
  - {kind: sorted, ask: "К чему относится {thing}?", groups: {птицы: [сова, орёл], рыбы: [сом]}}
  - {kind: facts, ask: "Кто написал «{thing}»?", pairs: {Ревизор: Гоголь, Гроза: Островский, Обломов: Гончаров, Бородино: Лермонтов}}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "questions" / "проба.yaml"
    path = path.with_name("proba.yaml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_bank_of_every_kind_is_gift_that_reads_back(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    banks, problems = load_question_banks(tmp_path / "questions", "questions")
    assert problems == []
    bank = banks["proba"]
    assert bank is not None
    assert (bank.title, bank.format, bank.count) == ("Проба", "gift", 26)
    assert len(bank.generated) == 19
    assert {name.rpartition("-")[0] for name in bank.computed} == {"multiplication"}
    read = {one.name: one for one in read_gift(bank.text).questions}
    assert read_gift(bank.text).faults == ()
    assert read["a-01"].right == ("Париж",)
    assert read["a-01"].feedback == "Париж: столица."
    assert set(read["a-02"].right) == {"2", "4"}
    assert read["a-04"].right == ("0:0",)
    assert read["a-05"].right == ("0.33:0.01",)
    assert read["a-06"].kind == "match"
    assert read["a-07"].right == ("true",)
    assert all(
        "· " in one.text and "7" in one.text for name, one in read.items() if "multi" in name
    )
    assert read["stress-001"].right == ("звонИт",)
    assert {read[f"together-00{n}"].right[0] for n in (1, 2, 3)} == {
        "слитно",
        "раздельно",
        "через дефис",
    }


def test_the_same_bank_is_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    texts = {
        load_question_banks(tmp_path / "questions", "questions")[0]["proba"].text
        for _turn in range(2)
    }  # type: ignore[union-attr]
    assert len(texts) == 1


def test_a_new_row_renames_nothing(tmp_path: Path) -> None:
    before, _problems = read_bank_file(write(tmp_path, GOOD))
    more = GOOD.replace("generate:\n", "generate:\n  - {kind: percent, count: 4}\n")
    after, _problems = read_bank_file(write(tmp_path, more))
    assert before is not None
    assert after is not None
    kept = {one.key: one.drawn for one in after.questions}
    assert all(kept[one.key] == one.drawn for one in before.questions)


WRONG = """\
title: Проба
questions:
  - {key: a-01, text: Два ответа, choice: a, wrong: [b], number: 1}
  - {key: a-02, text: Без неверных, choice: a}
  - {key: a-03, text: Лишнее, number: 2, wrong: [3]}
  - {key: a-04, text: Дважды, choice: a, wrong: [b, b]}
  - {key: А-05, text: Ключ, number: 1}
  - {key: a-06, text: Пары, pairs: {одна: пара}}
generate:
  - {kind: multiplicaton}
  - {kind: missing-letter, letters: [о, а], words: {правило: [коснуться]}}
  - {kind: stress, words: [звонит]}
  - {kind: multiplication, count: 999}
"""


def test_every_mistake_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    read, problems = read_bank_file(write(tmp_path, WRONG), tmp_path)
    assert read is None
    assert {one.place.line for one in problems} == {3, 4, 5, 6, 7, 8, 10, 11, 12, 13}
    assert all(one.place.file == "questions/proba.yaml" for one in problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title: Проба\n", "bank-empty"),
        ("title: Проба\ngenerate: [{kind: multiplication, count: 9, tables: [7]}]\n", ""),
        (
            "title: Проба\ngenerate: [{kind: multiplication, count: 60, tables: [7]}]\n",
            "generator-short",
        ),
        (
            "title: Проба\ngenerate: [{kind: percent, count: 2}, {kind: percent, count: 2}]\n",
            "question-twice",
        ),
        (
            "title: Проба\ngenerate: [{kind: stress, count: 3, words: [звонИт]}]\n",
            "generator-short",
        ),
        (
            "title: Проба\nquestions:\n- {key: a, text: Раз?, number: 1}\n- {key: b, text: Раз?, number: 1}\n",
            "question-same",
        ),
    ],
)
def test_what_a_bank_cannot_be(tmp_path: Path, text: str, code: str) -> None:
    _read, problems = read_bank_file(write(tmp_path, text), tmp_path)
    assert [one.code for one in problems][:1] == ([code] if code else [])


def test_a_backslash_of_a_program_is_no_end_of_a_line(tmp_path: Path) -> None:
    row = "  - {key: a, text: \"f('1\\\\n2')\\nСколько?\", number: 3}"
    write(tmp_path, f"title: Проба\nquestions:\n{row}\n")
    banks, problems = load_question_banks(tmp_path / "questions", "questions")
    assert problems == []
    (bank,) = banks.values()
    assert bank is not None
    (read,) = read_gift(bank.text).questions
    assert read.text == "f('1\\n2')\nСколько?"


@pytest.mark.parametrize(
    ("thing", "asked"),
    [
        ("I like milk.", "Верно: I like milk?"),
        ("How old?", "Верно: How old?"),
        ("бывал!", "Верно: бывал!"),
        ("мал, да дорог,", "Верно: мал, да дорог?"),
    ],
)
def test_what_is_asked_about_brings_no_second_sign_to_the_end(
    tmp_path: Path, thing: str, asked: str
) -> None:
    others = "да: [кот], нет: [пёс]"
    rows = (
        f'  - {{kind: sorted, ask: "Верно: {{thing}}?", groups: {{{others}, порой: ["{thing}"]}}}}'
    )
    write(tmp_path, f"title: Проба\ngenerate:\n{rows}\n")
    banks, problems = load_question_banks(tmp_path / "questions", "questions")
    assert problems == []
    (bank,) = banks.values()
    assert bank is not None
    assert asked in {one.text for one in read_gift(bank.text).questions}
