"""A folder with one small sound template, to be spoiled by the tests."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.problems import Problem
from vsosh_moodle.templates.library import TemplateLibrary, check_templates

TODAY = date(2026, 11, 23)

TEMPLATE = """\
version: 1
kind: gia
subject: Математика
title: "Курс {{ course.class_names }}"
short_name: "К {{ course.class_names }}"
grades: [9]
params:
  weeks:
    description: Недели
    default: [2, 4]
sections:
  - key: general
    title: Начало
    activities:
      - key: intro
        type: page
        title: Введение
        content: |
          **Добро** пожаловать
  - key: topic
    title: Тема
    activities:
      - key: trainer
        type: quiz
        title: Тренажёр
        questions: {bank: math, count: 10}
"""
"""Line 1 is `version`, line 12 the first section, line 15 its page, line 23 the quiz."""

Check = Callable[..., tuple[TemplateLibrary, list[Problem]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder of templates."""
    made = tmp_path / "course_templates"
    for name in ("shared", "exams", "files"):
        (made / name).mkdir(parents=True)
    return made


@pytest.fixture
def check(folder: Path) -> Check:
    """Return a function that writes a template (and pieces, by path) and checks the folder."""

    def run(template: str = TEMPLATE, **pieces: str) -> tuple[TemplateLibrary, list[Problem]]:
        (folder / "demo.yaml").write_text(template, encoding="utf-8")
        for name, text in pieces.items():
            (folder / "shared" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return check_templates(folder, TODAY)

    return run
