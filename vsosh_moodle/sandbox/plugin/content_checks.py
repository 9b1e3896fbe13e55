"""What the larger values of activities must look like: rubrics, questions, items, pages."""

from typing import Any

from vsosh_moodle.sandbox.plugin.fields import has_only, is_number, is_whole

_ANSWERS = ("text", "number", "one", "many", "rating")
_PAGE_KINDS = ("content", "multichoice", "truefalse", "shortanswer", "numerical")
_JUMPS = ("next", "this", "end")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() == value and value != ""


def wrong_options(options: list[Any]) -> str:
    """Say what is wrong with the options of a choice."""
    if not all(map(_is_text, options)):
        return "an option is a text"
    if len(set(options)) < len(options):
        return "an option stands in it twice"
    return "" if options else "no option"


def wrong_criteria_rows(rubric: Any) -> str:
    """Say what is wrong with a rubric."""
    if not isinstance(rubric, list) or not rubric:
        return "a rubric is a list of criteria"
    for row in rubric:
        if not has_only(row, "criterion", "levels") or not _is_text(row.get("criterion")):
            return 'a criterion has "criterion" and "levels"'
        levels = row.get("levels")
        if not isinstance(levels, list) or len(levels) < 2:
            return "a criterion has two levels at least"
        for level in levels:
            good = has_only(level, "points", "text") and is_number(level.get("points"))
            if not good or not _is_text(level.get("text")) or level["points"] < 0:
                return 'a level has "points" and "text"'
        if len({level["points"] for level in levels}) < len(levels):
            return "two levels give the same points"
    return ""


def wrong_questions(questions: list[Any]) -> str:
    """Say what is wrong with the questions of a quiz."""
    for row in questions:
        if not has_only(row, "bank", "count", "question", "points") or not _is_text(
            row.get("bank")
        ):
            return 'a row has "bank", "count" or "question", and "points"'
        if ("count" in row) == ("question" in row):
            return 'a row has either "count" or "question"'
        if "count" in row and (not is_whole(row["count"]) or not 1 <= row["count"] <= 200):
            return '"count" is a whole number from 1'
        if "question" in row and not _is_text(row["question"]):
            return '"question" is the key of a question'
        if not is_number(row.get("points", 1)) or not 0 <= row.get("points", 1) <= 1000:
            return '"points" is a number'
    return ""


def wrong_ranges(feedback: list[Any]) -> str:
    """Say what is wrong with the overall feedback of a quiz."""
    bounds = []
    for row in feedback:
        if not has_only(row, "from", "text") or not isinstance(row.get("text"), str):
            return 'a row has "from" and "text"'
        if not is_number(row.get("from")) or not 0 <= row["from"] < 100:
            return '"from" is per cent'
        bounds.append(row["from"])
    if bounds != sorted(set(bounds), reverse=True):
        return '"from" goes down'
    return "the last row begins at 0" if bounds and bounds[-1] != 0 else ""


def wrong_items(items: list[Any]) -> str:
    """Say what is wrong with the items of a questionnaire."""
    for row in items:
        if not has_only(row, "question", "answer", "options", "required") or not _is_text(
            row.get("question")
        ):
            return 'an item has "question", "answer", "options" and "required"'
        if row.get("answer") not in _ANSWERS:
            return f'"answer" is one of {", ".join(_ANSWERS)}'
        options = row.get("options", [])
        if not isinstance(options, list) or not isinstance(row.get("required", False), bool):
            return '"options" is a list, "required" is true or false'
        chosen = row["answer"] in {"one", "many"}
        wrong = wrong_options(options) if chosen else ""
        if wrong or (options and row["answer"] in {"text", "number"}):
            return wrong or "options are for answers to choose from"
    return ""


def wrong_pages(pages: list[Any]) -> str:
    """Say what is wrong with the pages of a lesson."""
    keys = [page.get("key") for page in pages if isinstance(page, dict)]
    for page in pages:
        names = ("key", "title", "content", "kind", "answers")
        if not has_only(page, *names) or not _is_text(page.get("key")):
            return f"a page has {', '.join(names)}"
        if not _is_text(page.get("title")) or not isinstance(page.get("content", ""), str):
            return '"title" and "content" are texts'
        if page.get("kind") not in _PAGE_KINDS:
            return f'"kind" is one of {", ".join(_PAGE_KINDS)}'
        wrong = _wrong_answers(page, keys)
        if wrong:
            return wrong
    return "two pages have one key" if len(set(keys)) < len(keys) else ""


def _wrong_answers(page: dict[str, Any], keys: list[Any]) -> str:
    answers = page.get("answers")
    if not isinstance(answers, list) or not answers:
        return "a page has answers"
    for answer in answers:
        if not has_only(answer, "text", "response", "jump", "score") or not isinstance(
            answer.get("text"), str
        ):
            return 'an answer has "text", "response", "jump" and "score"'
        if not isinstance(answer.get("response", ""), str):
            return '"response" is a text'
        if answer.get("jump", "next") not in (*_JUMPS, *keys):
            return f"there is no page {answer.get('jump')}"
        if not is_number(answer.get("score", 0)):
            return '"score" is a number'
    return ""
