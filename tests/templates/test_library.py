"""What the shipped library promises: every bank is there and large enough, every exam course is whole."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from vsosh_moodle.school.courses import Activity, CourseSpec
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.templates.library import check_templates
from vsosh_moodle.templates.render import check_course
from vsosh_moodle.templates.trial import example_contexts

LIBRARY, PROBLEMS = check_templates(shipped("course_templates"), date(2026, 11, 26))
EXAMS = [key for key in LIBRARY.templates if key.startswith(("oge-", "ege-"))]
BLANK = {"subject"}
"""A form that a teacher fills: its banks are named by the school."""
BY_HAND = {"oge-russian", "ege-russian", "oge-math", "ege-math-base", "oge-social"}
"""Exam courses whose written work stands in sections of its own, not in each topic."""


def courses(key: str) -> Iterator[CourseSpec]:
    for context in example_contexts(LIBRARY.templates[key]):
        course, problems = check_course(LIBRARY.templates[key], context)
        assert course is not None, problems
        yield course


def settings(activity: Activity) -> Mapping[str, Any]:
    return dict(activity.settings)


def draws(course: CourseSpec) -> Iterator[tuple[str, str, int]]:
    for activity in course.all_activities:
        wanted: dict[str, int] = {}
        for row in settings(activity).get("questions") or ():
            wanted[row["bank"]] = wanted.get(row["bank"], 0) + row.get("count", 1)
        for bank, count in wanted.items():
            yield activity.key, bank, count


def test_the_library_has_no_problem_but_dates_of_campaigns() -> None:
    assert [str(one) for one in PROBLEMS if one.code != "exam-expired"] == []


def test_subjects_of_the_state_exams_are_all_there() -> None:
    common = {
        *("biology", "chemistry", "english", "geography", "history", "informatics"),
        *("literature", "physics", "russian"),
    }
    assert {key.removeprefix("oge-") for key in EXAMS if key.startswith("oge-")} == {
        *common,
        "math",
        "social",
    }
    assert {key.removeprefix("ege-") for key in EXAMS if key.startswith("ege-")} == {
        *common,
        "math-base",
        "math-profile",
        "society",
    }


def test_kinds_of_courses_that_an_evening_school_needs_are_there() -> None:
    kinds: dict[str, set[str]] = {}
    for key, template in LIBRARY.templates.items():
        kinds.setdefault(template.model.kind, set()).add(key)
    assert len(kinds["elective"]) >= 6
    assert {"reading", "times-table"} <= kinds["remedial"]
    assert {"first-login", "first-login-parents", "teachers-distance", "readiness-survey"} <= kinds[
        "school"
    ]
    assert kinds["project"] == {"project"}
    assert {"essay-11", "oral-interview-9"} <= set(LIBRARY.templates)


@pytest.mark.parametrize("key", [key for key in LIBRARY.templates if key not in BLANK])
def test_every_bank_is_there_and_holds_more_than_a_quiz_draws(key: str) -> None:
    small = []
    for course in courses(key):
        for activity, name, count in draws(course):
            bank = LIBRARY.banks.get(name)
            size = 0 if bank is None else bank.count
            if size < count:
                small.append((activity, name, count, size))
    assert small == []


@pytest.mark.parametrize("key", EXAMS)
def test_an_exam_course_is_in_full_depth(key: str) -> None:
    for course in courses(key):
        keys = {one.key: one for one in course.all_activities}
        assert {"exam-structure", "exam-blanks", "exam-advice", "diagnostics-quiz"} <= keys.keys()
        trainers = [one for one in keys if one.endswith("-trainer")]
        assert len(trainers) >= 4
        for trainer in trainers:
            topic = trainer.removesuffix("-trainer")
            assert {f"{topic}-theory", f"{topic}-mistakes"} <= keys.keys()
            count = sum(row["count"] for row in settings(keys[trainer])["questions"])
            assert count >= (5 if topic.startswith(("part2", "summary")) else 8)
            assert settings(keys[trainer])["pass_grade"] >= 60
        rubrics = [one for one in keys.values() if settings(one).get("rubric")]
        if key != "ege-math-base":  # an exam without written answers
            assert len(rubrics) >= (1 if key in BY_HAND else len(trainers) - 1)
        mocks = [
            one for one in keys if one.startswith("mock-") and one.endswith(("auto", "manual"))
        ]
        numbers = {one.split("-")[1] for one in mocks}
        assert len(numbers) >= 3
        for one in mocks:
            if one.endswith("auto"):
                assert settings(keys[one])["time_limit"]
        assert any("consult" in one for one in keys)


@pytest.mark.parametrize("key", EXAMS)
def test_an_exam_course_is_done_when_the_last_mock_is_passed(key: str) -> None:
    for course in courses(key):
        assert course.completion is not None
        assert not course.completion.any_of
        named = course.completion.activities
        assert "diagnostics-quiz" in named
        (last,) = [one for one in named if one.startswith("mock-")]
        mocks = sorted(one.key for one in course.all_activities if one.key.startswith("mock-"))
        assert last.split("-")[1] == max(one.split("-")[1] for one in mocks)
        told = settings(next(one for one in course.all_activities if one.key == last))
        assert 0 < told["pass_grade"] < told["grade"]
        assert told["completion"]["grade"]
