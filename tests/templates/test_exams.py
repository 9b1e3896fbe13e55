"""Dated facts about exams."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.templates.conftest import TEMPLATE, Check
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.templates import RenderContext, render_course
from vsosh_moodle.templates.exams import scale_rows
from vsosh_moodle.templates.library import check_templates
from vsosh_moodle.templates.trial import example_year

FACTS = """\
[meta]
exam = "ОГЭ"
campaign = 2026
source = "приказ"
checked_on = 2026-11-01
valid_until = 2026-12-31

[math]
title = "Математика"
minutes = 235
max = 31
tasks = 25
scale = { "3" = 8, "4" = 15, "5" = 22 }
"""
WITH_EXAM = TEMPLATE.replace(
    "grades: [9]", "grades: [9]\nexam: {file: oge, subject: math}"
).replace(
    "**Добро** пожаловать",
    "{{ exam.minutes }} минут, {{ exam.scale_rows[0].to }}, {{ exam.checked_on|date }}",
)


def write_facts(folder: Path, text: str = FACTS) -> None:
    (folder / "exams" / "oge.toml").write_text(text, encoding="utf-8")


def test_a_template_sees_the_facts_of_its_exam(check: Check, folder: Path) -> None:
    write_facts(folder)
    library, problems = check(WITH_EXAM)
    assert problems == []
    template = library.get("demo")
    assert template is not None
    course = render_course(template, RenderContext(example_year(), (ClassName(9, "А"),)))
    page = dict(course.sections[0].activities[0].settings)
    assert page["content"] == "<p>235 минут, 14, 1 ноября 2026 года</p>"


def test_expired_facts_are_a_warning(check: Check, folder: Path) -> None:
    write_facts(folder)
    check(WITH_EXAM)
    library, problems = check_templates(folder, date(2027, 1, 1))
    (problem,) = problems
    assert (problem.code, problem.severity) == ("exam-expired", "warning")
    assert problem.place.file.endswith("exams/oge.toml")
    assert library.warnings == (problem,)
    assert library.keys() == ("demo",)


def test_an_unknown_subject_is_named_with_those_there_are(check: Check, folder: Path) -> None:
    write_facts(folder)
    _library, problems = check(WITH_EXAM.replace("subject: math}", "subject: maths}"))
    assert [problem.code for problem in problems] == ["exam-subject"]
    assert "math" in problems[0].hint


def test_a_broken_file_of_facts_is_a_problem(check: Check, folder: Path) -> None:
    write_facts(folder, FACTS.replace("minutes = 235", "minutes = много"))
    _library, problems = check()
    assert [problem.code for problem in problems] == ["exam-syntax"]


def test_a_wrong_fact_is_named(check: Check, folder: Path) -> None:
    write_facts(folder, FACTS.replace("minutes = 235", 'minuts = "235"'))
    _library, problems = check()
    assert {problem.code for problem in problems} == {"exam-value"}
    assert any("minuts" in problem.message for problem in problems)


@given(
    st.lists(st.integers(0, 100), unique=True, min_size=1, max_size=6).map(sorted),
    st.integers(0, 50),
)
def test_rows_of_a_scale_cover_it_without_gaps(bounds: list[int], above: int) -> None:
    most = bounds[-1] + above
    rows = scale_rows({str(mark): low for mark, low in enumerate(bounds)}, most)
    assert [row["from"] for row in rows] == bounds
    covered = [
        score for row in rows for score in range(int(str(row["from"])), int(str(row["to"])) + 1)
    ]
    assert covered == list(range(bounds[0], most + 1))


def test_an_exam_without_a_scale_has_no_rows() -> None:
    assert scale_rows({}, 50) == []
