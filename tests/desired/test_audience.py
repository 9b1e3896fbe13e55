"""Parts of a course for a category of learners or a form of study: groups, members, what nobody can meet."""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.desired.account import Account
from vsosh_moodle.desired.audience import check_audience, compile_audience
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.school.audience import audience_groups
from vsosh_moodle.school.calendar import SchoolYear, Term
from vsosh_moodle.school.classes import ClassName, SchoolClass, StudyForm
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.templates.context import RenderContext
from vsosh_moodle.templates.library import check_templates
from vsosh_moodle.templates.render import render_course

YEAR = SchoolYear("2026/27", (Term("y", "год", date(2026, 9, 1), date(2027, 5, 26)),))
A, B = ClassName(9, "А"), ClassName(9, "Б")
CLASSES = (SchoolClass(A, StudyForm.PART_TIME), SchoolClass(B, StudyForm.EXTRAMURAL))
KEYS = KeyScheme("vsosh:", "2026")
TEMPLATE = """\
version: 1
kind: class
title: Курс
subject: История
short_name: Курс
grades: [9]
groups: {class: true, named: [{key: core, title: Уровень}]}
sections:
  - key: extra
    title: Раздел
    audience: {categories: [gaps, home]}
    activities:
      - {key: page, type: page, title: Страница, content: Текст, audience: {forms: [заочная], levels: [core]}}
      - {key: open, type: page, title: Всем, content: Текст}
"""


@pytest.fixture
def spec(tmp_path: Path) -> CourseSpec:
    folder = tmp_path / "course_templates"
    folder.mkdir()
    (folder / "demo.yaml").write_text(TEMPLATE, encoding="utf-8")
    library, problems = check_templates(folder, date(2026, 9, 1))
    assert problems == []
    template = library.get("demo")
    assert template is not None
    return render_course(template, RenderContext(YEAR, (A, B)))


def pupil(number: int, name: ClassName, *categories: str) -> tuple[Person, Account]:
    person = Person(Role.STUDENT, "Тестов", f"Имя{number}", class_name=name, categories=categories)
    return person, Account(f"vsosh:p{number}", f"login{number}", "")


PEOPLE = [pupil(1, A, "gaps"), pupil(2, A), pupil(3, B, "home", "gaps"), pupil(4, B)]


def test_a_part_is_closed_to_all_but_the_groups_it_names(spec: CourseSpec) -> None:
    section = spec.sections[0]
    assert section.availability == {
        "op": "all",
        "show": True,
        "conditions": [
            {"op": "any", "conditions": [{"type": "group", "group": "k:gaps"}, {"type": "group", "group": "k:home"}]}
        ],
    }  # fmt: skip
    page, everybody = (dict(one.settings)["availability"] for one in section.activities)
    assert page == {
        "op": "all", "show": True,
        "conditions": [{"type": "group", "group": "core"}, {"type": "group", "group": "f:extramural"}],
    }  # fmt: skip
    assert everybody is None
    assert audience_groups(spec) == ("k:gaps", "k:home", "f:extramural")


def test_groups_have_neutral_names_and_those_who_belong(spec: CourseSpec) -> None:
    codes = {"gaps": "K4", "home": "K3", "sport": "K1"}
    groups, members = compile_audience(spec, KEYS, PEOPLE, codes, CLASSES)
    assert {group.name for group in groups} == {"K4", "K3", "заочная"}
    names = {group.key: group.name for group in groups}
    found: dict[str, set[str]] = {}
    for one in members:
        found.setdefault(names[one.group], set()).add(one.user)
    assert found == {
        "K4": {"vsosh:p1", "vsosh:p3"}, "K3": {"vsosh:p3"}, "заочная": {"vsosh:p3", "vsosh:p4"},
    }  # fmt: skip
    assert check_audience(spec, list(codes), CLASSES) == []


def test_what_nobody_can_meet_is_told_with_its_line(spec: CourseSpec) -> None:
    [unknown] = check_audience(spec, ["gaps"], CLASSES)
    assert (unknown.code, unknown.severity, unknown.place.line) == ("audience-unknown", "error", 9)
    assert "home" in unknown.message
    plain = (SchoolClass(A, StudyForm.PART_TIME), SchoolClass(B, StudyForm.PART_TIME))
    [empty] = check_audience(spec, ["gaps", "home"], plain)
    assert (empty.code, empty.severity, empty.place.line) == ("audience-empty", "warning", 13)
