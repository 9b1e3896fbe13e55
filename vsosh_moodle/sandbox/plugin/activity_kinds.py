"""The types of activities of the document, their own fields, and what they ask of them together."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from vsosh_moodle.sandbox.plugin import content_checks as content
from vsosh_moodle.sandbox.plugin import fields as f

Fields = Mapping[str, Any]
Complaint = tuple[str, str, str]  # code, detail, field
_BEHAVIOURS = (
    "adaptive", "adaptivenopenalty", "deferredcbm", "deferredfeedback", "immediatecbm",
    "immediatefeedback", "interactive",
)  # fmt: skip
_SCHEMES = re.compile(r"(?:https?|ftp)://[^\s/]|mailto:[^\s@]+@", re.IGNORECASE)


def _nothing(_fields: Fields) -> Iterator[Complaint]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of activity: `own` fields beside the common ones, `without` some of those.

    `rules` are its completion rules beside view, grade and pass_grade.
    """

    name: str
    module: str
    own: Mapping[str, f.Field]
    graded: bool = False
    viewed: bool = True
    without: frozenset[str] = frozenset()
    rules: Mapping[str, Literal["bool", "int"]] = field(default_factory=dict)
    check: Callable[[Fields], Iterator[Complaint]] = _nothing


def _wrong_url(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 2000 or value.strip() != value:
        return "an address is expected"
    good = _SCHEMES.match(value) and not re.search(r"[\s<>\"]", value)
    return "" if good else "not an address Moodle takes"


def _closing(fields: Fields) -> Iterator[Complaint]:
    if fields.get("open") and fields.get("close") and fields["close"] <= fields["open"]:
        yield "field-invalid", "it closes before it opens", "close"


def _file(fields: Fields) -> Iterator[Complaint]:
    if not fields.get("files"):
        yield "field-invalid", "no file", "files"


def _package(fields: Fields) -> Iterator[Complaint]:
    files = fields.get("files", [])
    if "files" in fields and len(files) != 1:
        yield "field-invalid", "exactly one package", "files"
    elif files and not files[0]["name"].lower().endswith(".h5p"):
        yield "field-invalid", "the name of a package ends in .h5p", "files"


def _folder(fields: Fields) -> Iterator[Complaint]:
    if fields.get("inline") and fields.get("completion", {}).get("view"):
        yield "completion-impossible", "an inline folder has no page to be viewed", "completion"


def _forum(fields: Fields) -> Iterator[Complaint]:
    completion = fields.get("completion", {})
    if fields.get("forum_type") == "single" and not fields.get("intro", "").strip():
        yield "field-missing", "a single discussion is made from the description", "intro"
    if fields.get("forum_type") == "single" and completion.get("discussions"):
        yield "completion-impossible", "nobody starts a discussion here", "completion"
    if fields.get("cut_off") and fields.get("due") and fields["cut_off"] < fields["due"]:
        yield "field-invalid", "the cut-off is before the due date", "cut_off"
    if completion.get("grade") and not fields.get("grade"):
        yield "completion-impossible", "a grade is asked for and the forum gives none", "completion"


def _assign(fields: Fields) -> Iterator[Complaint]:
    dates = [fields.get(name, 0) for name in ("open", "due", "cut_off")]
    if dates[0] and dates[1] and dates[1] <= dates[0]:
        yield "field-invalid", "it is due before it opens", "due"
    if dates[2] and dates[2] < max(dates[:2]):
        yield "field-invalid", "the cut-off is before the due date", "cut_off"
    if fields.get("completion", {}).get("submit") and not fields.get("submission", ["file"]):
        yield "completion-impossible", "nothing is handed in", "completion"
    if fields.get("rubric") and not fields.get("grade", 100):
        yield "field-invalid", "a rubric and no grade", "rubric"


def _quiz(fields: Fields) -> Iterator[Complaint]:
    yield from _closing(fields)
    if fields.get("behaviour", _BEHAVIOURS[0]) not in _BEHAVIOURS:
        yield "field-invalid", "no such question behaviour", "behaviour"
    if len(fields.get("feedback", [])) > 1 and not fields.get("grade", 100):
        yield "field-invalid", "feedback by per cent and no grade", "feedback"
    completion = fields.get("completion", {})
    ends = completion.get("pass_grade") and fields.get("attempts")
    if completion.get("attempts_exhausted") and not ends:
        yield "completion-impossible", "it goes with pass_grade and attempts", "completion"
    if completion.get("min_attempts", 0) > (fields.get("attempts") or 10**9):
        yield "completion-impossible", "more attempts than there are", "completion"


def _wrong_submission(value: list[Any]) -> str:
    known = all(one in ("file", "text") for one in value)
    return "" if known else '"file" and "text" are known'


_GRADE = {"grade": f.integer(0, f.MOST_POINTS), "pass_grade": f.decimal(0, f.MOST_POINTS)}
_WINDOW = {"open": f.moment(), "close": f.moment()}
_SUBMIT: Mapping[str, Literal["bool", "int"]] = {"submit": "bool"}

_ALL = (
    Kind("label", "label", {"intro": f.html().needed()}, viewed=False,
         without=frozenset({"name", "show_description"})),
    Kind("page", "page", {"content": f.html(), "files": f.files()}),
    Kind("url", "url", {"url": f.value_of(_wrong_url).needed(),
                        "display": f.choice("auto", "embed", "open", "popup", "new")}),
    Kind("file", "resource", {"files": f.files(main_first=True).needed(),
                              "display": f.choice("auto", "embed", "download", "open", "new")},
         check=_file),
    Kind("folder", "folder", {"files": f.files(), "inline": f.flag()}, check=_folder),
    Kind("forum", "forum",
         {"forum_type": f.choice("general", "eachuser", "single", "qanda", "blog"),
          "subscription": f.choice("optional", "forced", "auto", "disabled"),
          "max_attachments": f.integer(0, 100), "due": f.moment(), "cut_off": f.moment(),
          "grade": f.integer(0, f.MOST_POINTS)},
         graded=True, rules={"posts": "int", "discussions": "int", "replies": "int"}, check=_forum),
    Kind("assign", "assign",
         {"submission": f.listing(_wrong_submission, lambda value: sorted(set(value))),
          "max_files": f.integer(1, 1000), "word_limit": f.integer(0, 1_000_000),
          "open": f.moment(), "due": f.moment(), "cut_off": f.moment(), **_GRADE,
          "attempts": f.integer(0, 1000), "group_work": f.flag(),
          "rubric": f.listing(content.wrong_rubric, content.canonical_rubric).or_null()},
         graded=True, rules=_SUBMIT, check=_assign),
    Kind("quiz", "quiz",
         {**_WINDOW, "time_limit": f.integer(), "attempts": f.integer(0, 1000),
          "grading": f.choice("highest", "average", "first", "last"), **_GRADE,
          "grade": f.decimal(0, f.MOST_POINTS),
          "review": f.choice("immediately", "after_close", "never"),
          "behaviour": f.text(32), "shuffle": f.flag(), "per_page": f.integer(0, 1000),
          "questions": f.listing(content.wrong_questions, content.canonical_questions),
          "feedback": f.listing(content.wrong_feedback, content.canonical_feedback)},
         graded=True, rules={"min_attempts": "int", "attempts_exhausted": "bool"}, check=_quiz),
    Kind("choice", "choice",
         {"options": f.listing(content.wrong_options).needed(), "limit": f.integer(0, 100_000),
          "multiple": f.flag(), "update": f.flag(),
          "results": f.choice("never", "answered", "closed", "always"), **_WINDOW},
         rules=_SUBMIT, check=_closing),
    Kind("feedback", "feedback",
         {"anonymous": f.flag(), "repeat": f.flag(), **_WINDOW,
          "items": f.listing(content.wrong_items, content.canonical_items)},
         rules=_SUBMIT, check=_closing),
    Kind("lesson", "lesson",
         {"pages": f.listing(content.wrong_pages, content.canonical_pages), **_GRADE,
          "attempts": f.integer(0, 1), "time_limit": f.integer(), **_WINDOW},
         graded=True, rules={"end_reached": "bool", "time_spent": "int"}, check=_closing),
    Kind("h5pactivity", "h5pactivity", {"files": f.files(1).needed(), **_GRADE},
         graded=True, check=_package),
    Kind("subsection", "subsection", {"order": f.order()}, viewed=False,
         without=frozenset({"intro", "show_description", "group_mode", "grouping", "completion",
                            "completion_expected"})),
)  # fmt: skip
KINDS = {kind.name: kind for kind in _ALL}
BY_MODULE = {kind.module: kind for kind in _ALL}
