"""The templates that ship with the program are sound, and a methodist would know them."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.templates.conftest import TODAY
from vsosh_moodle.questions.bank_file import bank_schema
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.templates import load_templates, render_course
from vsosh_moodle.templates.exams import load_exams
from vsosh_moodle.templates.library import check_templates
from vsosh_moodle.templates.preview import course_as_json, render_course_html
from vsosh_moodle.templates.schema import json_schema
from vsosh_moodle.templates.trial import ANY_GRADES, example_context

FOLDER = shipped("course_templates")
LIBRARY = load_templates(FOLDER, TODAY)
KEYS = LIBRARY.keys()
REQUIRED = {
    "oge-russian", "oge-math", "oge-social", "ege-russian", "ege-math-base", "oral-interview-9",
    "essay-11", "elective-programming", "elective-financial-literacy", "class-algebra",
    "class-russian", "times-table", "project", "subject",
}  # fmt: skip


def test_the_shipped_folder_has_no_problems() -> None:
    _library, problems = check_templates(FOLDER, TODAY)
    assert problems == []
    assert set(KEYS) >= REQUIRED


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_template_renders_for_every_plausible_class(key: str) -> None:
    template = LIBRARY.templates[key]
    grades = template.model.grades or range(ANY_GRADES[0], ANY_GRADES[1] + 1)
    for grade in grades:
        for letters in ("А", "АБ", "АБВГД"):
            classes = tuple(ClassName(grade, letter) for letter in letters)
            course = render_course(template, example_context(template, *classes))
            assert course.sections
            assert course.activity_count > 0
            json.dumps(course_as_json(course))


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_course_leaves_no_markup_unrendered(key: str) -> None:
    template = LIBRARY.templates[key]
    grade = (template.model.grades or ANY_GRADES)[0]
    html = render_course_html(
        render_course(template, example_context(template, ClassName(grade, "А")))
    )
    html = re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)
    for trace in ("{{", "{%", "**", "Undefined", "&lt;p&gt;"):
        assert trace not in html


@pytest.mark.parametrize("key", [key for key in KEYS if LIBRARY.templates[key].model.kind == "gia"])
def test_a_gia_course_diagnoses_trains_and_rehearses(key: str) -> None:
    template = LIBRARY.templates[key]
    grade = template.model.grades[0]
    course = render_course(template, example_context(template, ClassName(grade, "А")))
    keys = " ".join(section.key for section in course.sections)
    activities = [activity for section in course.sections for activity in section.activities]
    assert template.exam is not None
    assert "diagnostics" in keys
    assert "mock" in keys
    assert "consultations" in keys
    assert {"page", "quiz", "assign", "choice", "forum"} <= {
        activity.kind for activity in activities
    }
    manual = {"ege-math-base"}
    assert key in manual or any(dict(activity.settings).get("rubric") for activity in activities)


def test_activity_keys_fit_moodle_idnumbers() -> None:
    for template in LIBRARY:
        grade = (template.model.grades or ANY_GRADES)[0]
        course = render_course(template, example_context(template, ClassName(grade, "А")))
        for section in course.sections:
            for activity in section.activities:
                assert len(f"vsosh:2026:{course.key}:{activity.key}") <= 100


VALIDATORS = {
    "template": jsonschema.Draft202012Validator(json_schema()),
    "questions": jsonschema.Draft202012Validator(bank_schema()),
}


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yaml")), ids=lambda path: path.name)
def test_a_shipped_file_fits_the_schema_it_names(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    depth = "../" * len(path.relative_to(FOLDER).parts)
    kind = "questions" if "questions" in path.relative_to(FOLDER).parts else "template"
    assert text.startswith(f"# yaml-language-server: $schema={depth}.vsosh/{kind}.schema.json\n")
    VALIDATORS[kind].validate(yaml.safe_load(text))


def test_every_shared_piece_and_exam_is_used() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.yaml"))
    shared = FOLDER / "shared"
    for piece in shared.rglob("*.yaml"):
        assert f"include: {piece.relative_to(shared).as_posix()}" in texts
    for exam in (FOLDER / "exams").glob("*.toml"):
        assert f"file: {exam.stem}," in texts


def test_exam_facts_name_their_source_and_term() -> None:
    exams, problems = load_exams(FOLDER / "exams", "exams")
    assert problems == []
    for exam in exams.values():
        assert exam.meta.source
        assert exam.meta.checked_on <= exam.meta.valid_until
        for subject in exam.subjects.values():
            assert subject.short_points <= subject.max
            assert subject.short_tasks <= subject.tasks
            assert all(low <= subject.max for low in subject.scale.values())
