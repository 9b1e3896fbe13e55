"""`calendar`: the school year, what is due when, an .ics file, shifts of deadlines."""

from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table
from rich.text import Text

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.calendar_pupil import pupil
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.school.deadlines import Deadline, YearCalendar
    from vsosh_moodle.workflow.year_calendar import ShiftPreview

_DAY = click.DateTime(("%Y-%m-%d", "%d.%m.%Y"))


def _classes_option(function: Any) -> Any:
    return click.option(
        "--class", "classes", multiple=True, metavar="CLASS",
        help=_("Только этот класс; можно повторять. Пример: --class 9А"),
    )(function)  # fmt: skip


def _courses_option(function: Any) -> Any:
    return click.option(
        "--course", "courses", multiple=True, metavar="KEY",
        help=_("Только этот курс; можно повторять. Пример: --course oge-math"),
    )(function)  # fmt: skip


@group("calendar", help=_("Календарь года: каникулы, сроки курсов, сдвиги, файл для телефона."))
def calendar() -> None:
    """Group the commands about the calendar."""


calendar.add_command(pupil)


@calendar.command(
    "show",
    help=_(
        "Показать учебный год: периоды, каникулы, дни допуска к ГИА и сколько заданий в какой неделе.\n\n"
        "Пример: vsosh-moodle calendar show --class 9А --format html --out календарь.html"
    ),
)
@_classes_option
@click.option(
    "--format", "output_format", type=click.Choice(("text", "json", "html")), default="text",
    show_default=True, help=_("Вид: text и json печатаются, html записывается в файл."),
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Куда записать html; без параметра — reports/Календарь ГОД.html."),
)  # fmt: skip
@click.option("--force", is_flag=True, help=_("Заменить файл, если он уже есть."))
def show(classes: tuple[str, ...], output_format: str, out: Path | None, force: bool) -> None:
    """Show the year."""
    from vsosh_moodle.workflow.calendar_files import write_calendar_page
    from vsosh_moodle.workflow.year_calendar import load_calendar

    project = current_project()
    found = load_calendar(project, classes)
    if output_format == "json":
        echo.print_json(_as_json(found))
    elif output_format == "html":
        path = write_calendar_page(project, found, out, force=force)
        echo.say(_("Записано: {file}").format(file=path))
    else:
        _show_year(found)


@calendar.command(
    "deadlines",
    help=_(
        "Показать, что и когда сдают.\n\n"
        "Примеры: vsosh-moodle calendar deadlines --class 9А --week 2026-11-23"
    ),
)
@_classes_option
@_courses_option
@click.option("--week", type=_DAY, metavar="DATE", help=_("Только неделя, в которой этот день."))
@format_option("text", "json")
def deadlines(
    classes: tuple[str, ...], courses: tuple[str, ...], week: datetime | None, output_format: str
) -> None:
    """Show what is due."""
    from vsosh_moodle.workflow.year_calendar import load_calendar

    found = load_calendar(current_project(), classes, courses)
    shown = list(found.deadlines)
    if week is not None:
        monday = week.date() - timedelta(days=week.weekday())
        shown = [one for one in shown if monday <= one.moment.date() < monday + timedelta(days=7)]
    if output_format == "json":
        echo.print_json({"deadlines": [_deadline_json(one) for one in shown]})
        return
    for day, due in groupby(shown, key=lambda one: one.moment.date()):
        echo.say(f"{day:%d.%m.%Y}, {_weekday(day)}", style="bold")
        for one in due:
            echo.prose(f"  {one.moment:%H:%M}  {one.title}: {one.name}")
    echo.talk(plural(len(shown), "{n} срок.", "{n} срока.", "{n} сроков."))


@calendar.command(
    "ics",
    help=_(
        "Записать календарь в файл .ics: его открывают телефон, почта и Moodle (Календарь — Импорт).\n\n"
        "Примеры: vsosh-moodle calendar ics --class 9А --out 9А.ics; vsosh-moodle calendar ics --teacher "
        "Иванова --out Иванова.ics"
    ),
)
@_classes_option
@_courses_option
@click.option(
    "--teacher", default="", metavar="NAME",
    help=_("Только курсы этого учителя: фамилия или полное имя, как в списке."),
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", required=True,
    help=_("Куда записать. Пример: --out 9А.ics"),
)  # fmt: skip
@click.option("--force", is_flag=True, help=_("Заменить файл, если он уже есть."))
def ics(
    classes: tuple[str, ...], courses: tuple[str, ...], teacher: str, out: Path, force: bool
) -> None:
    """Write the calendar as a file for other programs."""
    from vsosh_moodle.workflow.calendar_files import write_ics
    from vsosh_moodle.workflow.year_calendar import load_calendar

    project = current_project()
    found = load_calendar(project, classes, courses, teacher)
    write_ics(project, found, out, force=force)
    echo.say(
        _("Записано: {file} ({count}).").format(
            file=out, count=plural(len(found.deadlines), "{n} срок", "{n} срока", "{n} сроков")
        )
    )


@calendar.command(
    "shift",
    help=_(
        "Сдвинуть сроки: всё, что сдают с названного дня, — на столько дней. Сначала показывает каждый "
        "сдвинутый срок; --yes записывает сдвиг в calendar.yaml, сам сайт изменит apply.\n\n"
        "Примеры: vsosh-moodle calendar shift --from 2026-11-23 --days 7 --class 8Д; vsosh-moodle calendar "
        "shift --undo"
    ),
)
@click.option("--from", "start", type=_DAY, metavar="DATE", help=_("С какого срока сдвигать."))
@click.option("--days", type=int, metavar="N", help=_("На сколько дней; назад — с минусом."))
@click.option(
    "--to", type=_DAY, metavar="DATE", help=_("Или: на какой день приходится первый из них.")
)
@_classes_option
@_courses_option
@click.option("--reason", default="", metavar="TEXT", help=_("Почему: для записи в файле."))
@click.option("--undo", is_flag=True, help=_("Снять последний сдвиг."))
@click.option("--yes", is_flag=True, help=_("Записать без вопроса."))
@format_option("text", "json")
def shift(undo: bool, yes: bool, output_format: str, **asked: Any) -> None:
    """Show what a shift would move, and write it."""
    from vsosh_moodle.workflow.year_calendar import preview_shift, preview_undo, write_shift

    project = current_project()
    if undo:
        preview = preview_undo(project)
    else:
        start, days, to = asked["start"], asked["days"], asked["to"]
        if start is None or (days is None) == (to is None):
            raise ConfigError(
                _("Нужно сказать, с какого дня и на сколько сдвигать."),
                _("Например: --from 2026-11-23 --days 7 или --from 2026-11-23 --to 2026-11-30."),
            )
        number = days if days is not None else (to - start).days
        preview = preview_shift(
            project,
            start.date(),
            number,
            _parts(asked["classes"]),
            asked["courses"],
            asked["reason"],
        )
    if output_format == "json":
        echo.print_json(_shift_json(preview, written=yes))
    else:
        _show_shift(preview)
    if yes or (output_format == "text" and echo.is_interactive() and echo.confirm(_("Записать?"))):
        write_shift(project, preview)
        if output_format == "text":
            echo.say(
                _("Записано в {file}. Изменить сайт: vsosh-moodle plan, затем apply.").format(
                    file=project.calendar.name
                ),
                "green",
            )
    elif output_format == "text":
        echo.talk(_("Ничего не записано. Записать: та же команда с --yes."))


def _parts(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _show_year(found: "YearCalendar") -> None:
    from vsosh_moodle.school.deadlines import SCHOOL

    echo.say(_("{school}, {year}").format(school=found.school, year=found.year.name), style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column()
    for term in found.year.terms:
        table.add_row(term.name, f"{term.start:%d.%m.%Y} — {term.end:%d.%m.%Y}")
    for off in found.year.off:
        names = f" ({', '.join(str(name) for name in sorted(off.classes))})" if off.classes else ""
        until = f" — {off.end:%d.%m.%Y}" if off.end != off.start else ""
        home = _(", учатся из дома") if off.distance else ""
        table.add_row(f"{off.name}{names}", f"{off.start:%d.%m.%Y}{until}{home}")
    for exam in found.exam_days:
        rule = _("{day:%d.%m.%Y} (по правилу, сверьте с приказом)")
        day = rule.format(day=exam.day) if exam.by_rule else f"{exam.day:%d.%m.%Y}"
        table.add_row(exam.name, day)
    for event in found.events:
        if event.course == SCHOOL:
            hour = "" if event.is_whole_day else f" {event.start:%H:%M}"
            table.add_row(event.name, f"{event.start:%d.%m.%Y}{hour}")
    for one in found.year.shifts:
        names = ", ".join((*(str(name) for name in sorted(one.classes)), *sorted(one.courses)))
        table.add_row(
            _("сдвиг сроков{names}").format(names=f" ({names})" if names else ""),
            _("с {day:%d.%m.%Y} на {days:+d} дн").format(day=one.start, days=one.days),
        )
    echo.show(table)
    echo.say()
    _show_weeks(found)


def _show_weeks(found: "YearCalendar") -> None:
    weeks: dict[date, int] = {}
    for one in found.deadlines:
        monday = one.moment.date() - timedelta(days=one.moment.weekday())
        weeks[monday] = weeks.get(monday, 0) + 1
    if not weeks:
        echo.talk(_("Сроков в курсах нет."))
        return
    most = max(weeks.values())
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(_("Неделя с"))
    table.add_column(_("Сроков"), justify="right")
    table.add_column()
    for monday, count in sorted(weeks.items()):
        table.add_row(
            f"{monday:%d.%m.%Y}",
            str(count),
            Text("■" * max(1, round(count / most * 30)), style="cyan"),
        )
    echo.show(table)


def _show_shift(preview: "ShiftPreview") -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in (_("Курс"), _("Задание"), _("Что"), _("Было"), _("Станет"), ""):
        table.add_column(title)
    for one in preview.moved:
        remarks = []
        if one.outside:
            remarks.append(Text(_("за концом курса"), style="red"))
        if one.crowded:
            remarks.append(
                Text(
                    plural(
                        len(one.crowded),
                        "в этот день ещё {n} срок",
                        "в этот день ещё {n} срока",
                        "в этот день ещё {n} сроков",
                    ),
                    style="yellow",
                )
            )
        table.add_row(
            one.before.title,
            one.before.name,
            _kind(one.before.kind),
            f"{one.before.moment:%d.%m.%Y %H:%M}",
            f"{one.after:%d.%m.%Y %H:%M}",
            Text(", ").join(remarks),
        )
    echo.show(table)
    echo.print_problems(preview.problems)
    echo.say(
        plural(
            len(preview.moved),
            "Сдвинется {n} дата.",
            "Сдвинутся {n} даты.",
            "Сдвинется {n} дат.",
        )
    )


def _kind(kind: str) -> str:
    return {
        "open": _("откроется"),
        "due": _("срок"),
        "close": _("закроется"),
        "cut_off": _("не принимают с"),
        "completion_expected": _("ждут к"),
        "event": _("событие"),
    }[kind]


def _weekday(day: date) -> str:
    return (_("пн"), _("вт"), _("ср"), _("чт"), _("пт"), _("сб"), _("вс"))[day.weekday()]


def _as_json(found: "YearCalendar") -> dict[str, Any]:
    return {
        "year": found.year.name,
        "classes": [str(name) for name in found.classes],
        "terms": [
            {"key": one.key, "name": one.name, "from": str(one.start), "to": str(one.end)}
            for one in found.year.terms
        ],
        "off": [
            {
                "name": one.name, "from": str(one.start), "to": str(one.end), "distance": one.distance,
                "classes": [str(name) for name in sorted(one.classes)],
            }
            for one in found.year.off
        ],
        "exam_days": [
            {"day": str(one.day), "name": one.name, "by_rule": one.by_rule} for one in found.exam_days
        ],
        "shifts": [
            {
                "from": str(one.start), "days": one.days, "reason": one.reason,
                "classes": [str(name) for name in sorted(one.classes)], "courses": sorted(one.courses),
            }
            for one in found.year.shifts
        ],
        "deadlines": [_deadline_json(one) for one in found.deadlines],
        "events": [
            {
                "course": one.course, "title": one.title, "key": one.key, "name": one.name,
                "start": one.start.isoformat(timespec="minutes"), "minutes": one.minutes,
                "classes": [str(name) for name in one.classes],
            }
            for one in found.events
        ],
    }  # fmt: skip


def _deadline_json(one: "Deadline") -> dict[str, Any]:
    return {
        "course": one.course, "title": one.title, "activity": one.activity, "name": one.name,
        "kind": one.kind, "moment": one.moment.isoformat(timespec="minutes"),
        "classes": [str(name) for name in one.classes],
    }  # fmt: skip


def _shift_json(preview: "ShiftPreview", *, written: bool) -> dict[str, Any]:
    return {
        "from": str(preview.shift.start),
        "days": preview.shift.days,
        "undo": preview.undo,
        "written": written,
        "moved": [
            {
                **_deadline_json(one.before),
                "after": one.after.isoformat(timespec="minutes"),
                "same_day": list(one.crowded),
                "outside": one.outside,
            }
            for one in preview.moved
        ],
        "problems": [one.as_json() for one in preview.problems],
    }
