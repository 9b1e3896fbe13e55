"""What a site gives a new activity in the fields that a document leaves out."""

from typing import Any

from vsosh_moodle.sandbox.plugin.activity_kinds import Kind

_WINDOW = {"open": 0, "close": 0}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "page": {"content": "", "files": []},
    "url": {"display": "auto"},
    "file": {"display": "auto"},
    "folder": {"files": [], "inline": False},
    "forum": {
        "forum_type": "general", "subscription": "optional", "max_attachments": 9, "due": 0,
        "cut_off": 0, "grade": 0,
    },
    "assign": {
        "submission": ["file", "text"], "max_files": 5, "word_limit": 0, "open": 0, "due": 0, "cut_off": 0,
        "grade": 100, "pass_grade": 0, "attempts": 1, "group_work": False, "rubric": None,
    },
    "quiz": {
        **_WINDOW, "time_limit": 0, "attempts": 0, "grading": "highest", "grade": 100,
        "pass_grade": 0, "review": "immediately", "behaviour": "deferredfeedback",
        "shuffle": True, "per_page": 1, "questions": [], "feedback": [],
    },
    "choice": {"limit": 0, "multiple": False, "update": False, "results": "never", **_WINDOW},
    "feedback": {"anonymous": True, "repeat": False, **_WINDOW, "items": []},
    "lesson": {
        "pages": [], "grade": 100, "pass_grade": 0, "attempts": 0, "time_limit": 0, **_WINDOW,
    },
    "h5pactivity": {"grade": 100, "pass_grade": 0},
}  # fmt: skip


def default_settings(kind: Kind) -> dict[str, Any]:
    """Return the own fields of a new activity as the site sets them when nobody says otherwise."""
    return dict(_DEFAULTS.get(kind.name, {}))
