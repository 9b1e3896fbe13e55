"""A small good config that each test spoils in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vsosh_moodle.config import check_config
from vsosh_moodle.problems import Problem

GOOD = """\
version: 1
site:
  url: https://sdo.example.ru
  token: {env: VSOSH_MOODLE_TOKEN}
school: {name: Школа}
year:
  name: "2026/27"
  terms:
    - {key: h1, name: 1 полугодие, from: 2026-09-01, to: 2026-12-30}
    - {key: h2, name: 2 полугодие, from: 2027-01-11, to: 2027-05-26}
categories:
  - key: do
    name: ДО
    categories: [{key: gia, name: ГИА}]
learner_categories:
  - {key: sport, name: спортсмены, code: K1}
classes:
  - {name: 8Д, form: очно-заочная, distance: true}
  - {name: 9А}
programmes:
  - {template: class-algebra, classes: [8Д], course: per_class}
  - template: oge-math
    classes: [9А]
    categories: [sport]
    term: h1
"""


@pytest.fixture
def problems_after(tmp_path: Path) -> Callable[..., list[Problem]]:
    """Return a function that replaces text in the good config and gives the problems found."""

    def spoil(*replacements: tuple[str, str]) -> list[Problem]:
        text = GOOD
        for old, new in replacements:
            assert text.count(old) == 1, f"{old!r} must stand in the good config exactly once"
            text = text.replace(old, new)
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return check_config(path)[1]

    return spoil
