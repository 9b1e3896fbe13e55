"""A small school's folder for tests: config, two templates, rosters as CSV."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.new_project import school_year_of
from vsosh_moodle.workflow.project import Project

CONFIG = """\
version: 1
site: {{url: "{url}", token: {{file: token.txt}}}}
school: {{name: Тестовая школа, timezone: Europe/Moscow}}
year:
  name: "{first}/{short}"
  terms:
    - {{key: h1, name: 1 полугодие, from: {first}-09-01, to: {first}-12-30}}
    - {{key: h2, name: 2 полугодие, from: {second}-01-11, to: {second}-05-26}}
categories:
  - {{key: gia, name: ГИА}}
  - {{key: classes, name: Классы}}
learner_categories:
  - {{key: sport, name: спортсмены, code: K2}}
classes: [{{name: 8Д, distance: true}}, {{name: 9А}}, {{name: 9Б}}]
programmes:
  - {{template: oge, classes: [9А, 9Б]}}
  - {{template: lessons, classes: [8Д], course: per_class}}
{extra}
"""

OGE = """\
version: 1
kind: gia
subject: Математика
title: ОГЭ по математике
short_name: ОГЭ мат
category: gia
summary: Готовимся **вместе**.
sections:
  - {key: exam, title: Как устроен экзамен}
  - key: numbers
    title: Числа и вычисления
    activities:
      - {key: theory, type: page, title: Дроби, content: Дробь — это часть., minutes: 10}
  - {key: mock, title: Пробник}
"""

LESSONS = """\
version: 1
kind: class
subject: Алгебра
title: Алгебра, {{ course.class_names }}
short_name: Алг {{ course.class_names }}
category: classes
sections:
  - {key: one, title: Многочлены}
"""

TEACHERS = (
    "Фамилия;Имя;Отчество;Предметы;Классы;Табельный №\n"
    "Примерова;Анна;Ивановна;Математика, Алгебра;8Д, 9А, 9Б;Т1\n"
)


@dataclass
class Pupil:
    """A row of the roster."""

    last: str
    number: str
    class_name: str
    first: str = "Анна"
    middle: str = "Ильинична"
    born: str = "01.02.2011"
    category: str = ""


def pupils(per_class: int = 4) -> list[Pupil]:
    """Return invented pupils of three classes; every name is different."""
    letters = "абвгдежзик"
    return [
        Pupil(f"Тестова-{letters[place]}{letters[number]}".title(), f"Л{place}{number}", name)
        for place, name in enumerate(("8Д", "9А", "9Б"))
        for number in range(per_class)
    ]


@dataclass
class SchoolFolder:
    """A project folder that a test may edit."""

    root: Path
    url: str = "sandbox"
    extra: str = ""
    rows: Sequence[Pupil] = field(default_factory=pupils)

    @property
    def project(self) -> Project:
        return Project(self.root)

    def write(self) -> Project:
        """Write every file of the folder."""
        for name in ("course_templates", "rosters"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        self.write_config()
        self.write_roster(self.rows)
        (self.root / "rosters/teachers.csv").write_text(TEACHERS, encoding="utf-8")
        self.write_template("oge", OGE)
        self.write_template("lessons", LESSONS)
        return self.project

    def write_config(self) -> None:
        first = school_year_of(date.today())
        text = CONFIG.format(
            url=self.url,
            extra=self.extra,
            first=first,
            second=first + 1,
            short=f"{(first + 1) % 100:02d}",
        )
        (self.root / "config.yaml").write_text(text, encoding="utf-8")

    def write_template(self, key: str, text: str) -> None:
        (self.root / f"course_templates/{key}.yaml").write_text(text, encoding="utf-8")

    def write_roster(self, rows: Sequence[Pupil]) -> None:
        head = "Фамилия;Имя;Отчество;Дата рождения;Класс;Личное дело №;Категории\n"
        body = "".join(
            f"{r.last};{r.first};{r.middle};{r.born};{r.class_name};{r.number};{r.category}\n"
            for r in rows
        )
        (self.root / "rosters/pupils.csv").write_text(head + body, encoding="utf-8")


def school_on(site: Sandbox, root: Path) -> SchoolFolder:
    """Write a school folder whose site is a running sandbox."""
    folder = SchoolFolder(root, url=site.url)
    folder.write()
    token = root / "token.txt"
    token.write_text(site.token, encoding="ascii")
    token.chmod(0o600)
    return folder
