"""Print banks as a blind solver gets them: `python -m tools.question_sheets oge-math/numbers …`.

Texts and options without answers, options in an order of their own; only questions whose answers a
person gave, by hand or in a list (`--all`: those that a generator reckoned too). The solver's answers
go into tests/data/second_keys/<bank>.toml: for a choice the text of the option, for several right ones
a list, for pairs a table, for a number a number.
"""

import argparse
import json
import sys
from pathlib import Path

from vsosh_moodle.questions.banks import QuestionBankSource, load_question_banks
from vsosh_moodle.questions.generator import Dice
from vsosh_moodle.questions.gift import GiftQuestion, read_gift

QUESTIONS = Path(__file__).parents[1] / "course_templates" / "questions"


def sheet_of(bank: QuestionBankSource, *, everything: bool = False) -> list[dict[str, object]]:
    """Return the questions of a bank as a solver sees them."""
    if bank.format != "gift":
        return []
    return [
        _asked(one)
        for one in read_gift(bank.text).questions
        if one.kind not in ("description", "essay")
        and (everything or one.name not in bank.computed)
    ]


def _asked(one: GiftQuestion) -> dict[str, object]:
    row: dict[str, object] = {"key": one.name, "kind": one.kind, "text": one.text}
    dice = Dice(one.name)
    if one.kind == "multichoice":
        row["options"] = dice.shuffled([answer.text for answer in one.answers])
        row["several"] = sum(answer.share > 0 for answer in one.answers) > 1
    elif one.kind == "match":
        pairs = [answer.text.split("->", 1) for answer in one.answers]
        row["left"] = [left.strip() for left, _right in pairs if left.strip()]
        row["right"] = dice.shuffled([right.strip() for _left, right in pairs])
    return row


def main() -> int:
    """Print the sheets of the banks named, of all without a name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("banks", nargs="*")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    banks, _problems = load_question_banks(QUESTIONS, "questions")
    wanted = [key for key in banks if not given.banks or key in given.banks]
    sheets = {key: sheet_of(bank, everything=given.all) for key in wanted if (bank := banks[key])}
    print(json.dumps(sheets, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
