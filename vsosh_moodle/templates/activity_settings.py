"""The fields of a rendered activity in the vocabulary of docs/plugin-api.md."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from vsosh_moodle.templates.activities import (
    FileActivity,
    FolderActivity,
    ForumActivity,
    H5pActivity,
    LabelActivity,
    PageActivity,
    UrlActivity,
)
from vsosh_moodle.templates.markdown import render_markdown
from vsosh_moodle.templates.models import AnyActivity, SubsectionActivity
from vsosh_moodle.templates.quizzes import LessonActivity, LessonPage, QuizActivity
from vsosh_moodle.templates.tasks import AssignActivity, ChoiceActivity, FeedbackActivity

Moments = Mapping[str, datetime]
Fields = dict[str, Any]

CONTINUE = "Дальше"
"""The button of a lesson's page that names none; courses are in Russian."""

USED_DATES: Mapping[str, frozenset[str]] = {
    "assign": frozenset({"open", "due", "cut_off"}), "forum": frozenset({"due", "cut_off"}),
    "quiz": frozenset({"open", "due", "cut_off"}), "choice": frozenset({"open", "due", "cut_off"}),
    "feedback": frozenset({"open", "due", "cut_off"}), "lesson": frozenset({"open", "due", "cut_off"}),
}  # fmt: skip
"""The dates a type has; what only closes does so at `cut_off`, or at `due` when that is all it has."""

CLOSING = frozenset({"quiz", "choice", "feedback", "lesson"})


def own_settings(final: AnyActivity, moments: Moments) -> Fields:
    """Return the type's own fields, every one with its value; moments are local ISO texts, "" none."""
    return _SETTINGS[type(final)](final, moments)


def graded_settings(final: AnyActivity) -> Fields:
    """Return the grade category and weight of an activity that has a grade."""
    if not int(getattr(final, "grade", 0) or 0):
        return {}
    return {
        "grade_category": getattr(final, "grade_category", ""),
        "weight": getattr(final, "weight", None),
    }


def iso(moment: datetime | None) -> str:
    """Return a local moment as ISO text to the minute, "" for none."""
    return "" if moment is None else moment.isoformat(timespec="minutes")


def _window(moments: Moments) -> Fields:
    close = moments.get("cut_off") or moments.get("due")
    return {"open": iso(moments.get("open")), "close": iso(close)}


def _page(one: PageActivity, _moments: Moments) -> Fields:
    return {"content": render_markdown(one.content)}


def _label(_one: LabelActivity, _moments: Moments) -> Fields:
    return {}


def _url(one: UrlActivity, _moments: Moments) -> Fields:
    return {"url": one.url.strip(), "display": one.display}


def _file(one: FileActivity, _moments: Moments) -> Fields:
    return {"display": one.display}


def _folder(one: FolderActivity, _moments: Moments) -> Fields:
    return {"inline": one.inline}


def _forum(one: ForumActivity, moments: Moments) -> Fields:
    return {
        "forum_type": one.forum_type,
        "subscription": one.subscription,
        "max_attachments": int(one.max_attachments),
        "due": iso(moments.get("due")),
        "cut_off": iso(moments.get("cut_off")),
        "grade": int(one.grade),
    }


def _assign(one: AssignActivity, moments: Moments) -> Fields:
    fields: Fields = {
        "submission": list(one.online),
        "open": iso(moments.get("open")),
        "due": iso(moments.get("due")),
        "cut_off": iso(moments.get("cut_off")),
        "grade": int(one.grade),
        "pass_grade": int(one.pass_grade),
        "attempts": int(one.attempts),
        "group_work": one.group_work,
        "rubric": _rubric(one),
    }
    # Moodle keeps these only with the kind of answer they belong to.
    if "file" in one.online:
        fields["max_files"] = max(1, int(one.max_files))
    if "text" in one.online:
        fields["word_limit"] = int(one.word_limit)
    return fields


def _rubric(one: AssignActivity) -> list[Fields] | None:
    """Return the criteria, the levels of each from the lowest, as Moodle shows them."""
    if not one.rubric:
        return None
    rubric = []
    for row in one.rubric:
        levels = [(int(level.points), level.text.strip()) for level in row.levels]
        rubric.append(
            {
                "criterion": row.criterion.strip(),
                "levels": [{"points": points, "text": text} for points, text in sorted(levels)],
            }
        )
    return rubric


def _quiz(one: QuizActivity, moments: Moments) -> Fields:
    questions: list[Fields] = [
        {"bank": row.bank, "question": row.question, "points": row.points}
        if row.question
        else {"bank": row.bank, "count": int(row.count), "points": row.points}
        for row in one.questions
    ]
    feedback = sorted(one.feedback, key=lambda row: -int(row.from_))
    return {
        **_window(moments),
        "time_limit": int(one.time_limit) * 60,
        "attempts": int(one.attempts),
        "grading": one.grading,
        "grade": int(one.grade),
        "pass_grade": int(one.pass_grade),
        "review": one.review,
        "behaviour": one.behaviour,
        "shuffle": one.shuffles,
        "per_page": int(one.per_page),
        "questions": questions,
        "feedback": [
            {"from": int(row.from_), "text": render_markdown(row.text)} for row in feedback
        ],
    }


def _choice(one: ChoiceActivity, moments: Moments) -> Fields:
    return {
        **_window(moments),
        "options": [option.strip() for option in one.options],
        "limit": int(one.limit),
        "multiple": one.multiple,
        "update": one.update,
        "results": one.results,
    }


def _feedback(one: FeedbackActivity, moments: Moments) -> Fields:
    return {
        **_window(moments),
        "anonymous": one.anonymous,
        "repeat": one.repeat,
        "items": [
            {
                "question": item.question.strip(),
                "answer": item.answer,
                "options": [option.strip() for option in item.options],
                "required": item.required,
            }
            for item in one.items
        ],
    }


def _lesson(one: LessonActivity, moments: Moments) -> Fields:
    return {
        **_window(moments),
        "time_limit": int(one.time_limit) * 60,
        "attempts": int(one.attempts),
        "grade": int(one.grade),
        "pass_grade": int(one.pass_grade),
        "pages": [_lesson_page(page) for page in one.pages],
    }


def _lesson_page(page: LessonPage) -> Fields:
    question = page.kind != "content"
    answers: list[Fields] = [
        {
            "text": answer.text.strip(),
            "response": render_markdown(answer.response),
            "jump": answer.jump or ("this" if question and not answer.score else "next"),
            "score": int(answer.score),
        }
        for answer in page.answers
    ]
    if not answers:
        answers = [{"text": CONTINUE, "response": "", "jump": "next", "score": 0}]
    return {
        "key": page.key,
        "title": page.title.strip(),
        "content": render_markdown(page.content),
        "kind": page.kind,
        "answers": answers,
    }


def _h5p(one: H5pActivity, _moments: Moments) -> Fields:
    return {"grade": int(one.grade), "pass_grade": int(one.pass_grade)}


def _subsection(_one: SubsectionActivity, _moments: Moments) -> Fields:
    return {}


_SETTINGS: Mapping[type, Callable[[Any, Moments], Fields]] = {
    PageActivity: _page, LabelActivity: _label, UrlActivity: _url, FileActivity: _file,
    FolderActivity: _folder, ForumActivity: _forum, AssignActivity: _assign, QuizActivity: _quiz,
    ChoiceActivity: _choice, FeedbackActivity: _feedback, LessonActivity: _lesson,
    H5pActivity: _h5p, SubsectionActivity: _subsection,
}  # fmt: skip
