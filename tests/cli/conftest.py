"""A school folder of three pupils on a rehearsal site, and the program run inside the process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vsosh_moodle.cli.main import run
from vsosh_moodle.sandbox import Sandbox

if TYPE_CHECKING:
    from tests.cli.live_school import Live

_TODAY = date.today()
START = _TODAY.year if _TODAY.month >= 7 else _TODAY.year - 1
"""The first calendar year of the school year now: another one is stopped by a guard."""

CONFIG = f"""\
version: 1
site:
  url: sandbox
school: {{name: Школа}}
year:
  name: "{START}/{(START + 1) % 100:02}"
  terms:
    - {{key: h1, name: 1 полугодие, from: {START}-09-01, to: {START}-12-30}}
    - {{key: h2, name: 2 полугодие, from: {START + 1}-01-11, to: {START + 1}-05-26}}
categories:
  - key: do
    name: ДО
classes:
  - {{name: 8Д, form: очно-заочная, distance: true}}
  - {{name: 9А}}
programmes:
  - {{template: simple, classes: [8Д, 9А]}}
rosters: ["rosters/*.csv"]
"""

TEMPLATE = """\
version: 1
kind: class
subject: Алгебра
title: "Алгебра, {{ course.class_names }}"
short_name: "Алгебра {{ course.class_names }}"
category: do
groups: {class: true}
summary: Курс.
sections:
  - {key: general, title: С чего начать}
  - key: one
    title: Числа
    activities: [{key: p, type: page, title: Страница, minutes: 5, content: Текст}]
"""

PUPILS = """\
Фамилия;Имя;Отчество;Дата рождения;Класс;Личное дело №
Абаев;Аслан;Тимурович;01.02.2012;8Д;А-1
Бедоева;Мария;Олеговна;03.04.2012;8Д;А-2
Вершинин;Пётр;;05.06.2011;9А;А-3
"""

TEACHERS = """\
Фамилия;Имя;Отчество;Предметы;Классы;Табельный №
Гаглоева;Зарина;Ивановна;Алгебра;8Д, 9А;Т-1
"""


@dataclass(frozen=True)
class Said:
    """What the program said, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a small school and make its folder the current one."""
    folder = tmp_path / "школа"
    (folder / "course_templates").mkdir(parents=True)
    (folder / "rosters").mkdir()
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "course_templates/simple.yaml").write_text(TEMPLATE, encoding="utf-8")
    (folder / "rosters/ученики.csv").write_text(PUPILS, encoding="utf-8")
    (folder / "rosters/учителя.csv").write_text(TEACHERS, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def vsosh(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Return a function that runs the program with arguments and tells what it said."""

    def call(*arguments: str) -> Said:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Said(int(code), said.out, said.err)

    return call


@pytest.fixture
def live(school: Path) -> Iterator["Live"]:
    """The small school on a running rehearsal site, with its token in a file."""
    from tests.cli.live_school import Live, point_at

    with Sandbox() as site:
        point_at(school, site.url, site.token)
        yield Live(school, site)
