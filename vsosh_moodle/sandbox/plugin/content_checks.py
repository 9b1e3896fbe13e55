"""What the larger values of activities must look like, and their canonical forms.

Rubrics, questions and overall feedback of quizzes, items of questionnaires, pages of lessons.
"""

import re
from typing import Any

from vsosh_moodle.sandbox.plugin.canonical import number
from vsosh_moodle.sandbox.plugin.fields import MOST_POINTS, has_only, is_number, is_whole

_ANSWERS = ("text", "number", "one", "many", "rating")
_PAGE_KINDS = ("content", "multichoice", "truefalse", "shortanswer", "numerical")
_JUMPS = ("next", "this", "end")
_BANK = re.compile(r"[a-z0-9/-]{1,80}")
_PAGE_KEY = re.compile(r"[a-z0-9-]{1,60}")
_PARTING = re.compile(r"[|\n]|>>>>>|<<<<<|####")
_MOST_QUESTIONS = 500
_LINE = 255


def _has_words(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def wrong_options(options: list[Any]) -> str:
    """Say what is wrong with the options of a choice."""
    if not all(_has_words(option) and option == option.strip() for option in options):
        return "an option is a text"
    if len(set(options)) < len(options):
        return "an option stands in it twice"
    return "" if options else "no option"


def wrong_rubric(rubric: list[Any]) -> str:
    """Say what is wrong with a rubric."""
    if not rubric:
        return "a rubric without criteria; null is no rubric"
    for row in rubric:
        if not has_only(row, "criterion", "levels") or not _has_words(row.get("criterion")):
            return 'a criterion has "criterion", a text, and "levels"'
        levels = row.get("levels")
        if not isinstance(levels, list) or not levels:
            return "a criterion has levels"
        if not all(map(_is_level, levels)):
            return f'a level has "points", a number from 0 to {MOST_POINTS}, and "text"'
    return ""


def _is_level(level: Any) -> bool:
    return (
        has_only(level, "points", "text")
        and isinstance(level.get("text"), str)
        and is_number(level.get("points"))
        and 0 <= level["points"] <= MOST_POINTS
    )


def canonical_rubric(rubric: list[Any]) -> list[Any]:
    """Return a good rubric with its levels from the lowest."""
    found = []
    for row in rubric:
        levels = [
            {"points": number(one["points"]), "text": one["text"].strip()} for one in row["levels"]
        ]
        levels.sort(key=lambda one: (one["points"], one["text"]))
        found.append({"criterion": row["criterion"].strip(), "levels": levels})
    return found


def wrong_questions(questions: list[Any]) -> str:
    """Say what is wrong with the questions of a quiz."""
    named: set[tuple[str, str]] = set()
    total = 0
    points = 0
    for row in questions:
        wrong = _wrong_row(row)
        if wrong:
            return wrong
        if "question" in row:
            if (row["bank"], row["question"]) in named:
                return f'the question "{row["question"]}" is there twice'
            named.add((row["bank"], row["question"]))
        total += row.get("count", 1)
        points += row.get("count", 1) * row.get("points", 1)
    if total > _MOST_QUESTIONS:
        return f"more than {_MOST_QUESTIONS} questions"
    return f"more than {MOST_POINTS} points together" if points > MOST_POINTS else ""


def _wrong_row(row: Any) -> str:
    if not has_only(row, "bank", "count", "question", "points") or (
        not isinstance(row.get("bank"), str) or ("count" in row) == ("question" in row)
    ):
        return 'a row has "bank", and "count" or "question"'
    if not _BANK.fullmatch(row["bank"]):
        return f"not the key of a bank: {row['bank']}"
    if "count" in row and (not is_whole(row["count"]) or row["count"] < 1):
        return '"count" is a whole number from 1'
    if "question" in row and (not isinstance(row["question"], str) or not row["question"]):
        return '"question" is a text'
    points = row.get("points", 1)
    good = is_number(points) and 0 <= points <= 10_000
    return "" if good else '"points" is a number from 0 to 10000'


def canonical_questions(questions: list[Any]) -> list[Any]:
    """Return good questions; neighbouring draws from one bank for the same points are one row."""
    rows: list[dict[str, Any]] = []
    for one in questions:
        row = {**one, "points": number(one.get("points", 1))}
        last = rows[-1] if rows else {}
        same = last.get("bank") == row["bank"] and last.get("points") == row["points"]
        if "count" in row and "count" in last and same:
            last["count"] += row["count"]
        else:
            rows.append(row)
    return rows


def wrong_feedback(feedback: list[Any]) -> str:
    """Say what is wrong with the overall feedback of a quiz."""
    above = 100.00001
    for row in feedback:
        good = has_only(row, "from", "text") and isinstance(row.get("text"), str)
        if not good or not is_number(row.get("from")):
            return 'a row has "from", a number, and "text"'
        if not 0 <= row["from"] < above:
            return '"from" goes down from at most 100'
        above = row["from"]
    return "the last row is from 0" if feedback and above != 0 else ""


def canonical_feedback(feedback: list[Any]) -> list[Any]:
    """Return good overall feedback; one that says nothing at all is none."""
    rows = [{"from": number(row["from"]), "text": row["text"].strip()} for row in feedback]
    return rows if any(row["text"] for row in rows) else []


def wrong_items(items: list[Any]) -> str:
    """Say what is wrong with the items of a questionnaire."""
    for row in items:
        if not has_only(row, "question", "answer", "options", "required"):
            return "a field nobody knows"
        if not _has_words(row.get("question")) or len(row["question"]) > _LINE:
            return 'an item has "question", a text of at most 255 characters'
        if row.get("answer") not in _ANSWERS:
            return f'"answer" is one of {", ".join(_ANSWERS)}'
        if not isinstance(row.get("required", False), bool):
            return '"required" is true or false'
        wrong = _wrong_item_options(row["answer"], row.get("options", []))
        if wrong:
            return wrong
    return ""


def _wrong_item_options(answer: str, options: Any) -> str:
    if not isinstance(options, list):
        return '"options" is a list'
    if answer in {"text", "number"} and options:
        return f"an answer of the kind {answer} has no options"
    if answer in {"one", "many"} and len(options) < 2:
        return f"an answer of the kind {answer} has at least two options"
    if not all(map(_has_words, options)):
        return "an option is a text"
    parted = any(_PARTING.search(option.strip()) for option in options)
    return "an option without what Moodle parts options by" if parted else ""


def canonical_items(items: list[Any]) -> list[Any]:
    """Return good items with every name."""
    return [
        {
            "question": row["question"].strip(),
            "answer": row["answer"],
            "options": [option.strip() for option in row.get("options", [])],
            "required": row.get("required", False),
        }
        for row in items
    ]


def wrong_pages(pages: list[Any]) -> str:
    """Say what is wrong with the pages of a lesson."""
    keys: set[str] = set()
    for page in pages:
        key = page.get("key") if isinstance(page, dict) else None
        if not isinstance(key, str) or not _PAGE_KEY.fullmatch(key):
            return 'a page has "key", 1 to 60 of a-z, 0-9 and -'
        if key in keys or key in _JUMPS:
            return f"the key {key} is taken"
        keys.add(key)
    told = (_wrong_page(page, keys) for page in pages)
    return next(filter(None, told), "")


def _wrong_page(page: dict[str, Any], keys: set[str]) -> str:
    if not has_only(page, "key", "title", "content", "kind", "answers"):
        return "a field nobody knows"
    if not _has_words(page.get("title")) or len(page["title"]) > _LINE:
        return '"title" is a text of 1 to 255 characters'
    if not isinstance(page.get("content"), str):
        return '"content" is a text'
    if page.get("kind", "content") not in _PAGE_KINDS:
        return f'"kind" is one of {", ".join(_PAGE_KINDS)}'
    answers = page.get("answers", [])
    if not isinstance(answers, list):
        return '"answers" is a list'
    wrong = next(filter(None, (_wrong_answer(answer, keys) for answer in answers)), "")
    if not wrong and page.get("kind") == "truefalse" and len(answers) != 2:
        return "two answers are expected"
    return wrong


def _wrong_answer(answer: Any, keys: set[str]) -> str:
    if not has_only(answer, "text", "response", "jump", "score") or (
        not _has_words(answer.get("text")) or not isinstance(answer.get("response", ""), str)
    ):
        return 'an answer has "text" and "response", texts'
    score = answer.get("score", 0)
    if not is_whole(score) or abs(score) > MOST_POINTS:
        return f'"score" is a whole number, at most {MOST_POINTS}'
    jump = answer.get("jump", "next")
    known = isinstance(jump, str) and (jump in _JUMPS or jump in keys)
    return "" if known else '"jump" leads to no page'


def canonical_pages(pages: list[Any]) -> list[Any]:
    """Return good pages with every name."""
    return [
        {
            "key": page["key"],
            "title": page["title"].strip(),
            "content": page["content"],
            "kind": page.get("kind", "content"),
            "answers": [
                {
                    "text": answer["text"].strip(),
                    "response": answer.get("response", ""),
                    "jump": answer.get("jump", "next"),
                    "score": answer.get("score", 0),
                }
                for answer in page.get("answers", [])
            ],
        }
        for page in pages
    ]
