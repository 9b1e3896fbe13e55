"""The config.yaml of a synthetic school."""

from collections.abc import Iterable, Sequence

import yaml

from vsosh_moodle.sample.courses import SampleCourse
from vsosh_moodle.sample.layout import Layout, SampleSize, is_distance
from vsosh_moodle.sample.people import CATEGORIES
from vsosh_moodle.school.classes import ClassName

_HEAD = """\
# yaml-language-server: $schema=.vsosh/config.schema.json
#
# Выдуманная школа для знакомства и проверок: людей, классов и оценок этих на свете нет.
# Она сделана командой vsosh-moodle init --sample --students {students} --classes {classes} \
--courses {courses} --seed {seed}
version: 1
language: ru

site:
  url: sandbox                     # учебный сайт; свой: https://sdo.example.ru и token: {{env: …}}
  plugin: true                     # учебный сайт — с плагином local_vsosh: курсы целиком

school:
  name: Вечерняя (сменная) школа посёлка Выдуманный
  short_name: Выдуманная школа
  timezone: Europe/Moscow

year:
  name: "{year}/{next:02d}"
  terms:
    - {{key: h1, name: 1 полугодие, from: {year}-09-01, to: {year}-12-30}}
    - {{key: h2, name: 2 полугодие, from: {following}-01-11, to: {following}-05-26}}

key_prefix: "vsosh:"

categories:
  - key: do
    name: Дистанционное обучение
    categories:
      - {{key: classes, name: Предметы}}
      - {{key: gia, name: Подготовка к ГИА}}
      - {{key: electives, name: Элективные курсы}}
      - {{key: projects, name: Проектная деятельность}}
      - {{key: remedial, name: Ликвидация пробелов}}
      - {{key: school, name: Общешкольные курсы}}

# в Moodle попадает только code
learner_categories:
"""

_CATEGORY_KEYS = ("sport", "working", "home", "gaps")

_TAIL = """
# уровни — группы курсов с теми же ключами; min_percent — с какого процента входной работы на сайте
levels:
  - {{key: base, name: база, min_percent: 0}}
  - {{key: core, name: уверенный, min_percent: 50}}
  - {{key: high, name: высокий, min_percent: 80}}

rosters: ["rosters/*.xlsx", "rosters/*.csv"]

# что печатает vsosh-moodle report; показатели и формулы: vsosh-moodle report definitions
reports:
  project:
    name: Дистанционное обучение в вечерней школе
    goal: Дать каждому ученику возможность учиться и готовиться к ГИА на расстоянии
    from: {year}-09-01
    to: {last}-05-31
    stages:
      - {{name: Подготовительный, from: {year}-09-01, to: {year}-09-30}}
      - {{name: Апробация, from: {year}-10-01, to: {year}-11-30}}
      - {{name: Основной, from: {year}-12-01, to: {last}-03-31}}
      - {{name: Заключительный, from: {last}-04-01, to: {last}-05-31}}
  signatures:
    - {{post: Директор}}
    - {{post: Заместитель директора по УВР}}
"""


def render_config(
    layout: Layout, courses: Sequence[SampleCourse], size: SampleSize, year: int
) -> str:
    """Return the text of config.yaml for a sample whose school year begins in `year`."""
    following = year + 1
    head = _HEAD.format(
        students=size.students,
        classes=size.classes,
        courses=size.courses,
        seed=size.seed,
        year=year,
        following=following,
        next=following % 100,
    )
    parts = [
        head,
        *(
            f"  - {{key: {key}, name: {name}, code: K{number}}}\n"
            for number, (key, name) in enumerate(
                zip(_CATEGORY_KEYS, CATEGORIES, strict=True), start=1
            )
        ),
        "\nclasses:\n",
        *(_render_class(name) for name in layout.classes),
        "\nprogrammes:\n",
        *(_render_programme(course, layout.classes) for course in courses),
        _TAIL.format(year=year, last=year + 2),
    ]
    return "".join(parts)


def _render_class(name: ClassName) -> str:
    distance = ", distance: true" if is_distance(name) else ""
    return f"  - {{name: {name}, form: очно-заочная{distance}}}\n"


def _render_programme(course: SampleCourse, everybody: Sequence[ClassName]) -> str:
    lines = [f"  - template: {course.template}"]
    if course.key != course.template:
        lines.append(f"    key: {course.key}")
    if set(course.classes) == set(everybody):
        lines.append("    all_classes: true")
    else:
        lines.append(f"    classes: [{_joined(course.classes)}]")
    if course.elective:
        lines.append(f"    elective: {course.elective}")
    if course.params:
        lines.append(f"    params: {_flow(course.params)}")
    return "\n".join(lines) + "\n"


def _joined(names: Iterable[ClassName]) -> str:
    return ", ".join(str(name) for name in names)


def _flow(value: object) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
    return text.strip()
