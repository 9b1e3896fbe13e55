"""`check load`: lessons and screen time against the norms."""

from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table
from rich.text import Text

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.timetable.check import DayLoad
    from vsosh_moodle.timetable.findings import Finding
    from vsosh_moodle.workflow.load_checking import LoadCheck

_STYLES = {"violation": "red", "note": "yellow", "hint": "cyan"}


@command(
    "load",
    help=_(
        "Проверить нагрузку: уроки, перемены и минуты за экраном по реестру «Расписание» и сроки курсов — "
        "по санитарным нормам. Сайт не нужен. Код выхода 3, если нормы нарушены.\n\n"
        "Примеры: vsosh-moodle check load --class 9А; vsosh-moodle check load --remote --appendix "
        "приложение.docx"
    ),
)
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help=_("Только этот класс; можно повторять. Пример: --class 9А"),
)
@click.option(
    "--week",
    type=click.DateTime(("%Y-%m-%d", "%d.%m.%Y")),
    metavar="DATE",
    help=_(
        "Неделя, в которой этот день; без параметра — обычная неделя. Пример: --week 2026-11-09"
    ),
)
@click.option("--remote", is_flag=True, help=_("Как если бы все учились из дома (дистант)."))
@format_option("text", "json")
@click.option(
    "--appendix",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Записать приложение к приказу: .docx, .html или .xlsx."),
)
@click.option("--force", is_flag=True, help=_("Заменить файл, если он уже есть."))
def load(
    classes: tuple[str, ...],
    week: datetime | None,
    remote: bool,
    output_format: str,
    appendix: Path | None,
    force: bool,
) -> int:
    """Show what breaks the norms, and write the appendix of an order."""
    from vsosh_moodle.workflow.load_appendix import write_load_appendix
    from vsosh_moodle.workflow.load_checking import check_load

    project = current_project()
    day = week.date() if week is not None else None
    result = check_load(project, classes, day, all_at_home=remote)
    written = None
    if appendix is not None:
        written = write_load_appendix(project, result, appendix, force=force)
    if output_format == "json":
        echo.print_json(_as_json(result))
    else:
        _show(result)
        if written is not None:
            echo.say(_("Записано: {file}").format(file=written))
    wrong = any(one.severity == "error" for one in result.problems)
    return ExitCode.INPUT if wrong or result.violations else ExitCode.OK


def _show(result: "LoadCheck") -> None:
    echo.print_problems(result.problems)
    if not result.has_timetable:
        echo.say(
            _("Реестра «Расписание» нет: уроки не проверены. Образец: vsosh-moodle registers template "
              "timetable")
        )  # fmt: skip
    if result.loads:
        echo.show(_days_table(result.loads))
    for name, own in groupby(result.findings, key=lambda one: one.class_name):
        echo.say()
        echo.say(_("Класс {name}").format(name=name), style="bold")
        for one in own:
            echo.show(_line(one))
    echo.say()
    _sum_up(result)


def _days_table(loads: "tuple[DayLoad, ...]") -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title, justify in (
        (_("Класс"), "left"), (_("День"), "left"), (_("Уроков"), "right"),
        (_("Экран в школе"), "right"), (_("Экран дома"), "right"), (_("Нарушений"), "right"),
    ):  # fmt: skip
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    for one in loads:
        group = f" ({one.group})" if one.group else ""
        table.add_row(
            f"{one.class_name}{group}",
            day_words(one.day),
            str(one.lessons),
            _of_limit(one.school, one.school_limit),
            _of_limit(one.home, one.home_limit),
            Text(str(one.broken), style="red") if one.broken else "0",
        )
    return table


def _of_limit(minutes: int, limit: int | None) -> Text:
    if not minutes:
        return Text("–", style="dim")
    if limit is None:
        return Text(str(minutes))
    text = _("{minutes} из {limit}").format(minutes=minutes, limit=limit)
    return Text(text, style="red" if minutes > limit else "")


def day_words(day: date | int | None) -> str:
    """Return how a day is called: «пн», «02.11.2026», «неделя»."""
    if day is None:
        return _("неделя")
    if isinstance(day, date):
        return f"{day:%d.%m.%Y}"
    return (_("пн"), _("вт"), _("ср"), _("чт"), _("пт"), _("сб"), _("вс"))[day]


def _line(one: "Finding") -> Text:
    line = Text(f"{day_words(one.day):<10} ", style="dim")
    line.append(one.message, style=_STYLES[one.severity])
    if one.advice:
        line.append(f" {_('Что сделать')}: {one.advice}")
    place = str(one.source)
    if place:
        line.append(f" ({place})", style="dim")
    return line


def _sum_up(result: "LoadCheck") -> None:
    counts = {"violation": 0, "note": 0, "hint": 0}
    for one in result.findings:
        counts[one.severity] += 1
    for source in result.norms.sources:
        echo.talk(
            _("Норма: {title} — {source}, до {day}; проверьте действующую редакцию.").format(
                title=source.title, source=source.source, day=f"{source.valid_until:%d.%m.%Y}"
            )
        )
    if counts["note"]:
        echo.talk(
            plural(
                counts["note"],
                "{n} замечание о классах, где все взрослые: для них нормы — рекомендация.",
                "{n} замечания о классах, где все взрослые: для них нормы — рекомендация.",
                "{n} замечаний о классах, где все взрослые: для них нормы — рекомендация.",
            )
        )
    violations = counts["violation"]
    if violations:
        echo.say(
            plural(violations, "{n} нарушение.", "{n} нарушения.", "{n} нарушений."), style="red"
        )
    elif result.loads or result.course_weeks:
        echo.say(_("Нарушений нет."), style="green")


def _as_json(result: "LoadCheck") -> dict[str, Any]:
    return {
        "ok": not result.violations,
        "week": result.monday.isoformat() if result.monday else None,
        "remote": result.all_at_home,
        "norms": [
            {"title": one.title, "source": one.source, "valid_until": one.valid_until.isoformat()}
            for one in result.norms.sources
        ],
        "days": [
            {
                "class": str(one.class_name), "day": _json_day(one.day), "group": one.group,
                "lessons": one.lessons, "screen_at_school": one.school,
                "screen_at_school_limit": one.school_limit, "screen_at_home": one.home,
                "screen_at_home_limit": one.home_limit, "findings": one.broken,
            }
            for one in result.loads
        ],
        "findings": [
            {
                "code": one.code, "severity": one.severity, "class": str(one.class_name),
                "day": _json_day(one.day), "lessons": list(one.lessons), "actual": one.actual,
                "limit": one.limit, "norm": one.norm, "message": one.message, "advice": one.advice,
                "file": one.source.file, "sheet": one.source.sheet, "row": one.source.row or None,
            }
            for one in result.findings
        ],
        "problems": [problem.as_json() for problem in result.problems],
    }  # fmt: skip


def _json_day(day: date | int | None) -> str | None:
    if day is None:
        return None
    weekdays = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return day.isoformat() if isinstance(day, date) else weekdays[day]
