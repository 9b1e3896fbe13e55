"""What the tables of a site hold, looked at past its web services: the sandbox's, and a real one's by psql."""

import hashlib
import subprocess
from collections.abc import Callable

from vsosh_moodle.sandbox import Sandbox

Digests = dict[str, str]
Tables = Callable[[], Digests]

MARKS = ["lastaccess", "lastip", "lastlogin", "currentlogin", "timeaccess"]
"""Columns that every call moves: when somebody was last seen."""

PASSED_OVER = {"external_tokens", "local_vsosh_log", "sqlite_sequence"}

WRITTEN = [
    "assign", "assign_overrides", "assign_plugin_config", "assign_user_flags", "block_instances", "choice",
    "choice_options", "cohort", "cohort_members", "config", "config_plugins", "context", "course",
    "course_categories", "course_completion_aggr_methd", "course_completion_criteria", "course_format_options",
    "course_modules", "course_modules_completion", "course_sections", "enrol", "event", "feedback", "feedback_item",
    "files", "folder", "forum", "forum_discussions", "forum_posts", "forum_subscriptions", "grade_categories",
    "grade_grades", "grade_items", "grading_areas", "grading_definitions", "gradingform_rubric_criteria",
    "gradingform_rubric_levels", "groupings", "groupings_groups", "groups", "groups_members", "label", "lesson",
    "lesson_answers", "lesson_pages", "local_vsosh_item", "local_vsosh_job", "local_vsosh_question", "message_contacts",
    "page", "qtype_multichoice_options", "question", "question_answers", "question_bank_entries",
    "question_categories", "question_numerical", "question_references", "question_set_references",
    "question_versions", "quiz", "quiz_feedback", "quiz_overrides", "quiz_sections", "quiz_slots", "resource",
    "role", "role_assignments", "role_capabilities", "tag_instance", "task_adhoc", "url", "user",
    "user_enrolments", "user_info_data", "user_password_history", "user_preferences",
]  # fmt: skip
"""Tables of Moodle that the plugin writes, itself or through Moodle, and some that it must never."""


def sandbox_tables(sandbox: Sandbox) -> Digests:
    """Return a digest of the rows of each table of a sandbox."""
    with sandbox.edit() as store:
        names = store.column("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = {}
        for name in sorted(set(names) - PASSED_OVER):
            rows = store.rows(f"SELECT * FROM {name}")  # noqa: S608
            kept = sorted(repr([row[at] for at in row if at not in MARKS]) for row in rows)
            found[name] = hashlib.sha256(repr(kept).encode("utf-8", "replace")).hexdigest()
    return found


def live_tables(dsn: str, prefix: str = "mdl_") -> Digests:
    """Return a digest of the rows of each table of a Moodle on PostgreSQL that the plugin could write."""
    marks = ",".join(MARKS)
    parts = [
        f"SELECT '{name}', md5(coalesce(string_agg("  # noqa: S608
        f"(to_jsonb(t) - '{{{marks}}}'::text[])::text, ',' ORDER BY id), '')) FROM {prefix}{name} t"
        for name in WRITTEN
    ]
    command = ["psql", "-XAtqF", " ", dsn, "-c", " UNION ALL ".join(parts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return dict(line.split(" ") for line in done.stdout.splitlines())
