"""Lessons of a course as a template has them: pages, answers, where they lead."""

from collections.abc import Mapping
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_template import FOREIGN
from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.pulled.markdown_text import to_plain
from vsosh_moodle.pulled.naming import Keys
from vsosh_moodle.pulled.settings import Data, minutes, sparse, whole
from vsosh_moodle.templates.activity_settings import CONTINUE
from vsosh_moodle.templates.quizzes import LessonAnswer, LessonPage

Live = Mapping[str, Any]


def write_lesson(live: Live, remarks: Remarks) -> Data | None:
    """Return `pages`, `attempts` and `time_limit` of a lesson in a template's words, but for its grades.

    None when no page of it can be in a template.
    """
    pages = [one for one in live.get("pages") or [] if _is_page(one, remarks)]
    if not pages:
        remarks.note("lesson", _("лекция без страниц, которые бывают в шаблоне"))
        return None
    keys = Keys([*(one["key"] for one in pages), "next", "this", "end"])
    new = {
        one["key"]: keys.give(str(one["title"]), "page") if _is_foreign(one["key"]) else one["key"]
        for one in pages
    }
    attempts = whole(live, "attempts", remarks)
    if attempts > 1:
        remarks.note(
            "setting", _("попыток лекции {count}: в шаблоне сколько угодно").format(count=attempts)
        )
    return {
        "pages": [_page_of(one, new, remarks) for one in pages],
        "attempts": 1 if attempts == 1 else 0,
        "time_limit": minutes(live, "time_limit", remarks),
    }


def _is_foreign(key: str) -> bool:
    return key.startswith(FOREIGN)


def _is_page(one: Live, remarks: Remarks) -> bool:
    question = one["kind"] not in ("content", "other")
    answers = one.get("answers") or []
    right = any(answer["score"] > 0 for answer in answers)
    two = one["kind"] != "truefalse" or len(answers) == 2
    if one["kind"] == "other" or (question and not (right and two)):
        remarks.note("lesson-page", _("страница лекции «{title}»").format(title=one["title"]))
        return False
    return True


def _page_of(one: Live, keys: Mapping[str, str], remarks: Remarks) -> Data:
    question = one["kind"] != "content"
    answers = []
    for row in one.get("answers") or []:
        score = whole(row, "score", remarks) if row["score"] > 0 else 0
        jump = keys.get(row["jump"], row["jump"])
        if jump not in ("next", "this", "end", *keys.values()):
            jump = "next"
        if jump == ("this" if question and not score else "next"):
            jump = ""
        written = {
            "text": to_plain(row["text"]) or "…",
            "response": remarks.text(row["response"]),
            "jump": jump,
            "score": score,
        }
        answers.append(sparse(LessonAnswer, written))
    if not question and answers == [{"text": CONTINUE}]:
        answers = []
    row = {
        "key": keys[one["key"]],
        "title": str(one["title"]).strip() or "…",
        "content": remarks.text(one["content"]) or "…",
        "kind": one["kind"],
        "answers": answers,
    }
    return sparse(LessonPage, row)
