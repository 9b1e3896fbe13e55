"""Templates and the courses they make, as text on the terminal."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.language import _, plural
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.templates.preview import KIND_NAMES, activity_line, course_minutes


def draw_list(rows: Sequence[dict[str, Any]]) -> None:
    """Print a table of templates; `rows` are those of `template_as_json`."""
    table = Table(
        _("Ключ"), _("Вид"), _("Предмет"), _("Классы"), _("Разделов"), _("Элементов"), _("Минут"),
        box=None, pad_edge=False,
    )  # fmt: skip
    for row in rows:
        table.add_row(
            row["key"],
            KIND_NAMES[row["kind"]],
            row["subject"],
            ", ".join(map(str, row["grades"])) or _("любые"),
            str(row["sections"]),
            str(row["activities"]),
            str(row["minutes"]),
        )
    if rows:
        echo.show(table)


def draw_facts(facts: dict[str, Any]) -> None:
    """Print what a template asks for; `facts` is a `template_as_json`."""
    echo.say(f"{facts['key']} — {KIND_NAMES[facts['kind']]}, {facts['subject']}", style="bold")
    echo.say(_("Категория курсов: {key}").format(key=facts["category"]))
    for name, param in facts["params"].items():
        default = (
            _("нужен")
            if param["required"]
            else _("если не задан: {value}").format(value=param["default"])
        )
        echo.say(_("Параметр {name}: {about} ({default})").format(
            name=name, about=param["description"], default=default
        ))  # fmt: skip
    echo.say("")


def draw_outline(course: CourseSpec) -> None:
    """Print a course: sections, activities with their conditions and dates, and the screen time."""
    echo.say(course.full_name, style="bold")
    echo.say(
        _("ключ {key}, категория {category}, {start} — {end}").format(
            key=course.key,
            category=course.category,
            start=f"{course.start:%d.%m.%Y}",
            end=f"{course.end:%d.%m.%Y}",
        )
    )
    for section in course.sections:
        echo.say(f"\n{section.title}", style="bold")
        for activity in section.activities:
            echo.say(f"  {activity_line(activity)}")
    echo.say(
        "\n"
        + _("Всего: {sections}, {activities}, {minutes} за экраном.").format(
            sections=plural(len(course.sections), "{n} раздел", "{n} раздела", "{n} разделов"),
            activities=plural(
                course.activity_count, "{n} элемент", "{n} элемента", "{n} элементов"
            ),
            minutes=plural(course_minutes(course), "{n} минута", "{n} минуты", "{n} минут"),
        )
    )
