"""The own settings of each type of activity, from the document's words to the template's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.desired.content import DOCUMENT_TYPES
from vsosh_moodle.language import _
from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.pulled.lessons import write_lesson
from vsosh_moodle.pulled.markdown_text import to_plain
from vsosh_moodle.pulled.settings import Data, minutes, sparse, whole, word
from vsosh_moodle.templates.activities import (
    FileActivity,
    FolderActivity,
    ForumActivity,
    H5pActivity,
    LabelActivity,
    PageActivity,
    UrlActivity,
)
from vsosh_moodle.templates.activity_base import ActivityBase
from vsosh_moodle.templates.models import SubsectionActivity
from vsosh_moodle.templates.quizzes import LessonActivity, QuizActivity
from vsosh_moodle.templates.tasks import (
    AssignActivity,
    ChoiceActivity,
    FeedbackActivity,
    FeedbackItem,
)

Live = Mapping[str, Any]

TEMPLATE_TYPES = {word: kind for kind, word in DOCUMENT_TYPES.items()}
"""What a type of the document is called in templates, where it is called otherwise."""

MODELS: Mapping[str, type[ActivityBase]] = {
    "page": PageActivity, "label": LabelActivity, "url": UrlActivity, "file": FileActivity,
    "folder": FolderActivity, "forum": ForumActivity, "assign": AssignActivity, "quiz": QuizActivity,
    "choice": ChoiceActivity, "feedback": FeedbackActivity, "lesson": LessonActivity,
    "h5p": H5pActivity, "subsection": SubsectionActivity,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindContext:
    """What the writers need: files by name and SHA-1, rows of questions by bank."""

    place_file: Callable[[Mapping[str, str], Remarks], str]
    questions: Callable[[list[Live], str, Remarks], list[Data]]
    key: str = ""
    remarks: Remarks = field(default_factory=Remarks)


def own_settings(kind: str, live: Live, context: KindContext) -> Data | None:
    """Return the settings of a type in a template's words, None when such an activity cannot be in one."""
    return _WRITERS[kind](live, context)


def _page(live: Live, context: KindContext) -> Data | None:
    content = context.remarks.text(live.get("content"))
    return {"content": content or str(live.get("name", "")) or "…"}


def _label(live: Live, context: KindContext) -> Data | None:
    content = context.remarks.text(live.get("intro"))
    return {"content": content} if content else None


def _url(live: Live, context: KindContext) -> Data | None:
    url = str(live.get("url", "")).strip()
    if not url.startswith(("https://", "http://")):
        context.remarks.note("url", _("ссылка с адресом «{url}»").format(url=url))
        return None
    return {"url": url, **word(UrlActivity, live, "display", context.remarks)}


def _file(live: Live, context: KindContext) -> Data | None:
    files = list(live.get("files") or [])
    if not files:
        context.remarks.note("file", _("файла в элементе нет"))
        return None
    for extra in files[1:]:
        context.remarks.note("file", _("файл «{name}» при главном").format(name=extra["name"]))
    path = context.place_file(files[0], context.remarks)
    return {"path": path, **word(FileActivity, live, "display", context.remarks)} if path else None


def _folder(live: Live, context: KindContext) -> Data | None:
    paths = [context.place_file(one, context.remarks) for one in live.get("files") or []]
    return {"files": [path for path in paths if path], "inline": bool(live.get("inline"))}


def _h5p(live: Live, context: KindContext) -> Data | None:
    files = list(live.get("files") or [])
    path = context.place_file(files[0], context.remarks) if files else ""
    if not path:
        context.remarks.note("file", _("пакета H5P в элементе нет"))
        return None
    return {"path": path, **_grades(live, context)}


def _forum(live: Live, context: KindContext) -> Data | None:
    remarks = context.remarks
    return {
        **word(ForumActivity, live, "forum_type", remarks),
        **word(ForumActivity, live, "subscription", remarks),
        "max_attachments": min(100, whole(live, "max_attachments", remarks)),
        "grade": whole(live, "grade", remarks),
    }


def _assign(live: Live, context: KindContext) -> Data | None:
    remarks = context.remarks
    online = [str(one) for one in live.get("submission") or []]
    found: Data = {"submission": ["text", "file"] if set(online) == {"text", "file"} else online}
    if not online:
        found["submission"] = ["paper"]
    if "file" in online and "max_files" in live:
        found["max_files"] = whole(live, "max_files", remarks)
    if "text" in online and "word_limit" in live:
        found["word_limit"] = whole(live, "word_limit", remarks)
    found |= {
        **_grades(live, context),
        "attempts": whole(live, "attempts", remarks),
        "group_work": bool(live.get("group_work")),
    }
    rubric = live.get("rubric")
    if isinstance(rubric, list):
        found["rubric"] = [_criterion(one, remarks) for one in rubric]
    elif rubric:
        remarks.note("rubric", _("оценивание не по рубрике, а другим способом Moodle"))
    return found


def _criterion(one: Live, remarks: Remarks) -> Data:
    levels = [
        {"points": whole(level, "points", remarks), "text": level["text"] or "…"}
        for level in one["levels"]
    ]
    return {"criterion": one["criterion"], "levels": levels}


def _quiz(live: Live, context: KindContext) -> Data | None:
    remarks = context.remarks
    found: Data = {
        "questions": context.questions(list(live.get("questions") or []), context.key, remarks),
        "time_limit": minutes(live, "time_limit", remarks),
        "attempts": whole(live, "attempts", remarks),
        **word(QuizActivity, live, "grading", remarks),
        **_grades(live, context),
        **word(QuizActivity, live, "review", remarks),
        **word(QuizActivity, live, "behaviour", remarks),
        "per_page": whole(live, "per_page", remarks),
    }
    if live.get("shuffle") is False:
        found["shuffle"] = False
    feedback = []
    for row in live.get("feedback") or []:
        text = remarks.text(row["text"])
        if text:
            feedback.append({"from": whole(row, "from", remarks), "text": text})
    if feedback and feedback[-1]["from"]:
        feedback.append({"from": 0, "text": "…"})
    found["feedback"] = feedback
    return found


def _choice(live: Live, context: KindContext) -> Data | None:
    remarks = context.remarks
    options = [str(one).strip() for one in live.get("options") or []]
    if len(options) < 2:
        remarks.note("choice", _("опрос: вариантов меньше двух"))
        return None
    return {
        "options": options,
        "limit": whole(live, "limit", remarks),
        "multiple": bool(live.get("multiple")),
        "update": bool(live.get("update")),
        **word(ChoiceActivity, live, "results", remarks),
    }


def _feedback(live: Live, context: KindContext) -> Data | None:
    items = []
    for one in live.get("items") or []:
        written = _item(one, context.remarks)
        if written is not None:
            items.append(written)
    if not items:
        context.remarks.note("feedback", _("анкета без вопросов, которые бывают в шаблоне"))
        return None
    return {
        "anonymous": bool(live.get("anonymous")),
        "repeat": bool(live.get("repeat")),
        "items": items,
    }


def _item(one: Live, remarks: Remarks) -> Data | None:
    question = to_plain(str(one["question"]))
    options = list(one.get("options") or [])
    few = one["answer"] in ("one", "many") and len(options) < 2
    if one["answer"] == "other" or few or not question:
        remarks.note("feedback-item", _("вопрос анкеты «{text}»").format(text=question))
        return None
    if one["answer"] == "rating" and options:
        remarks.note(
            "feedback-item",
            _("слова ступеней у вопроса анкеты «{text}»").format(text=question),
        )
        options = []
    row = {"question": question, "answer": one["answer"], "options": options}
    return sparse(FeedbackItem, {**row, "required": bool(one.get("required"))})


def _lesson(live: Live, context: KindContext) -> Data | None:
    settings = write_lesson(live, context.remarks)
    return None if settings is None else {**settings, **_grades(live, context)}


def _subsection(_live: Live, _context: KindContext) -> Data | None:
    return {}


def _grades(live: Live, context: KindContext) -> Data:
    grade = whole(live, "grade", context.remarks)
    passing = whole(live, "pass_grade", context.remarks)
    return {"grade": grade, "pass_grade": min(passing, grade)}


_WRITERS: Mapping[str, Callable[[Live, KindContext], Data | None]] = {
    "page": _page, "label": _label, "url": _url, "file": _file, "folder": _folder, "forum": _forum,
    "assign": _assign, "quiz": _quiz, "choice": _choice, "feedback": _feedback, "lesson": _lesson,
    "h5p": _h5p, "subsection": _subsection,
}  # fmt: skip
