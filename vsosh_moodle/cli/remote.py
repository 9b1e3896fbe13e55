"""`remote`: classes learn from home: what stands in the way, on, off, who is on."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table
from rich.text import Text

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.school.remote import RemoteSwitch
    from vsosh_moodle.workflow.remote_checking import ClassReadiness, RemoteCheck, SubjectReadiness
    from vsosh_moodle.workflow.remote_status import RemoteStatus
    from vsosh_moodle.workflow.remote_switch import RemotePreview

_DAY = click.DateTime(("%Y-%m-%d", "%d.%m.%Y"))


def _classes_option(function: Any) -> Any:
    return click.option(
        "--class", "--classes", "classes", multiple=True, metavar="CLASS",
        help=_("Только эти классы: 9А или 9А,9Б; без параметра — вся школа."),
    )(function)  # fmt: skip


def _days_options(function: Any) -> Any:
    until = click.option(
        "--to", "end", type=_DAY, required=True, metavar="DATE", help=_("Последний день дома.")
    )
    since = click.option(
        "--from", "start", type=_DAY, required=True, metavar="DATE", help=_("Первый день дома.")
    )
    return since(until(function))


@group(
    "remote", help=_("Переход на дистант: готова ли школа, начать, закончить, кто учится из дома.")
)
def remote() -> None:
    """Group the commands about distance learning."""


@remote.command(
    "check",
    help=_(
        "Проверить, готовы ли классы: кто ещё не входил, у кого нет техники, по каким предметам нет курса, "
        "учителя или заданий на эти дни, не больше ли нормы время за экраном. Ничего не меняет. Код выхода "
        "3, если есть что доделать.\n\n"
        "Пример: vsosh-moodle remote check --from 2026-12-01 --to 2026-12-12 --classes 9А,9Б"
    ),
)
@_days_options
@_classes_option
@click.option(
    "--named", is_flag=True, help=_("Назвать учеников. Список — для служебного пользования.")
)
@format_option("text", "json")
def check(
    start: datetime, end: datetime, classes: tuple[str, ...], named: bool, output_format: str
) -> int:
    """Show what stands in the way."""
    from vsosh_moodle.workflow.remote_checking import check_remote

    result = check_remote(current_project(), start.date(), end.date(), classes)
    if output_format == "json":
        echo.print_json(_check_json(result, named=named))
    else:
        _show_check(result, named=named)
    return ExitCode.OK if result.is_ready else ExitCode.INPUT


@remote.command(
    "on",
    help=_(
        "Перевести классы на дистант: записать дни в remote.yaml вместе с курсами, которых у классов нет. "
        "Сначала показывает, что запишет; сам сайт изменит apply — одним планом.\n\n"
        "Пример: vsosh-moodle remote on --from 2026-12-01 --to 2026-12-12 --classes 9А --reason карантин "
        '--order "№ 45 от 30.11.2026"'
    ),
)
@_days_options
@_classes_option
@click.option("--reason", default="", metavar="TEXT", help=_("Почему: карантин, мороз."))
@click.option("--order", default="", metavar="TEXT", help=_("Номер и дата приказа."))
@click.option("--yes", is_flag=True, help=_("Записать без вопроса."))
@format_option("text", "json")
def on(
    start: datetime,
    end: datetime,
    classes: tuple[str, ...],
    reason: str,
    order: str,
    yes: bool,
    output_format: str,
) -> None:
    """Preview a switch, and write it."""
    from vsosh_moodle.workflow.remote_switch import preview_on

    preview = preview_on(current_project(), start.date(), end.date(), classes, reason, order)
    _finish(preview, yes=yes, output_format=output_format)


@remote.command(
    "off",
    help=_(
        "Вернуть классы в школу: с этого дня они снова учатся в классе. Курсы, которые завели на время "
        "дистанта, скроются вместе с работами в них; ничего не удаляется.\n\n"
        "Пример: vsosh-moodle remote off --on 2026-12-08 --classes 9А"
    ),
)
@click.option(
    "--on",
    "day",
    type=_DAY,
    metavar="DATE",
    help=_("Первый день в школе; без параметра — сегодня."),
)
@_classes_option
@click.option("--yes", is_flag=True, help=_("Записать без вопроса."))
@format_option("text", "json")
def off(day: datetime | None, classes: tuple[str, ...], yes: bool, output_format: str) -> None:
    """Preview the return, and write it."""
    from vsosh_moodle.workflow.remote_switch import preview_off

    first = day.date() if day else date.today()  # noqa: DTZ011  the school's own calendar day
    _finish(preview_off(current_project(), first, classes), yes=yes, output_format=output_format)


@remote.command(
    "status",
    help=_(
        "Показать, какие классы учатся из дома, до какого дня, и сколько учеников в какой день что-то "
        "сделали (по последнему снимку).\n\nПример: vsosh-moodle remote status"
    ),
)
@format_option("text", "json")
def status(output_format: str) -> None:
    """Show who learns from home."""
    from vsosh_moodle.workflow.remote_status import remote_status

    found = remote_status(current_project())
    if output_format == "json":
        echo.print_json(_status_json(found))
    else:
        _show_status(found)


@remote.command(
    "order",
    help=_(
        "Записать списки для приказа в Word: классы, дни, предметы, учителя и курсы, памятка о времени за "
        "экраном; с --named — и ученики.\n\n"
        "Пример: vsosh-moodle remote order --out приказ.docx --named"
    ),
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Куда записать: .docx, .html или .xlsx; без параметра — в папку reports."),
)  # fmt: skip
@click.option("--named", is_flag=True, help=_("Со списком учеников: для служебного пользования."))
@click.option("--force", is_flag=True, help=_("Заменить файл, если он уже есть."))
def order(out: Path | None, named: bool, force: bool) -> None:
    """Write the lists of an order."""
    from vsosh_moodle.workflow.remote_order import write_order

    path = write_order(current_project(), out, named=named, force=force)
    echo.say(_("Записано: {file}").format(file=path))


def _finish(preview: "RemotePreview", *, yes: bool, output_format: str) -> None:
    from vsosh_moodle.workflow.remote_switch import write_switches

    project = current_project()
    if yes:  # before anything is printed: whoever reads us may stop reading
        write_switches(project, preview)
    if output_format == "json":
        echo.print_json(
            {"written": yes, "switches": [_switch_json(one) for one in preview.changed]}
        )
        return
    _show_preview(preview)
    asked = not yes and echo.is_interactive() and echo.confirm(_("Записать?"))
    if asked:
        write_switches(project, preview)
    if yes or asked:
        echo.say(
            _("Записано в {file}. Изменить сайт: vsosh-moodle plan, затем apply.").format(
                file=project.remote.name
            ),
            "green",
        )
    else:
        echo.talk(_("Ничего не записано. Записать: та же команда с --yes."))


def _show_preview(preview: "RemotePreview") -> None:
    for one in preview.changed:
        echo.say(_title(one), style="bold")
        if one.ended is not None:
            echo.say(
                _("  с {day:%d.%m.%Y} снова в школе; курсы на время дистанта скроются").format(
                    day=one.ended
                )
            )
            continue
        had = sum(subject.course is not None for subject in preview.subjects)
        echo.say(
            "  "
            + _("предметов с курсом: {had} из {all}").format(had=had, all=len(preview.subjects))
        )
        for course in one.courses:
            names = ", ".join(map(str, course.classes))
            title = course.subject or course.template
            echo.say("  + " + _("{title} ({template}): {classes}").format(
                title=title, template=course.template, classes=names
            ))  # fmt: skip
        without = [
            f"{subject.subject} {subject.class_name}"
            for subject in preview.subjects
            if not subject.teachers
        ]
        if without:
            echo.prose("  " + _("нет учителя: {names}").format(names=", ".join(without)), "yellow")


def _title(one: "RemoteSwitch") -> str:
    text = _("{classes}: с {start:%d.%m.%Y} по {end:%d.%m.%Y}").format(
        classes=", ".join(map(str, one.classes)), start=one.start, end=one.end
    )
    return ", ".join(part for part in (text, one.reason, one.order) if part)


def _show_check(result: "RemoteCheck", *, named: bool) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(_("Класс"))
    for title in (
        _("Учеников"), _("Не входили"), _("Без техники"), _("Предметов"), _("Без курса"),
        _("Без заданий"), _("Без учителя"), _("Нарушений норм"),
    ):  # fmt: skip
        table.add_column(title, justify="right")
    for one in result.classes:
        states = [subject.state for subject in one.subjects]
        table.add_row(
            str(one.name),
            str(one.pupils),
            _count(None if one.never is None else len(one.never)),
            _count(None if one.without_device is None else len(one.without_device)),
            str(len(states)),
            _count(states.count("no-course")),
            _count(states.count("no-content")),
            _count(sum(not subject.teachers for subject in one.subjects)),
            _count(one.violations),
        )
    echo.show(table)
    for one in result.classes:
        _show_class(one, named=named)
    for remark in result.remarks:
        echo.prose(remark, "yellow")
    if result.as_of is not None:
        echo.talk(_("Moodle прочитан {day:%d.%m.%Y}.").format(day=result.as_of))
    if result.is_ready:
        echo.say(_("Все классы готовы."), "green")


def _show_class(one: "ClassReadiness", *, named: bool) -> None:
    lines = [*_lacking(one.subjects)]
    if one.never:
        names = ", ".join(one.never) if named else _("имена: с --named или vsosh-moodle watch")
        lines.append(
            _("не входили: {count} ({names}). Раздайте листки: vsosh-moodle slips print").format(
                count=len(one.never), names=names
            )
        )
    if one.without_device:
        names = ", ".join(one.without_device) if named else _("имена: с --named")
        lines.append(
            _("без техники: {count} ({names}). Выдайте ноутбук или задания на бумаге.").format(
                count=len(one.without_device), names=names
            )
        )
    if one.violations:
        lines.append(
            _(
                "время за экраном больше нормы: vsosh-moodle check load --remote --class {name}"
            ).format(name=one.name)
        )
    if not one.subjects:
        lines.append(
            _(
                "предметы неизвестны. Заполните реестр «Учебный план»: vsosh-moodle registers template"
            )
        )
    if lines:
        echo.say(str(one.name), style="bold")
    for line in lines:
        echo.prose(f"  {line}")


def _lacking(subjects: "tuple[SubjectReadiness, ...]") -> list[str]:
    told = []
    bare = [one.subject for one in subjects if one.state == "no-course"]
    empty = [f"{one.subject} ({one.course})" for one in subjects if one.state == "no-content"]
    alone = [one.subject for one in subjects if not one.teachers]
    if bare:
        told.append(_("нет курса: {names}. Их заведёт remote on.").format(names=", ".join(bare)))
    if empty:
        told.append(
            _("на эти дни нет заданий: {names}. Попросите учителя добавить.").format(
                names=", ".join(empty)
            )
        )
    if alone:
        told.append(
            _("нет учителя: {names}. Впишите предмет и класс в список учителей.").format(
                names=", ".join(alone)
            )
        )
    return told


def _count(number: int | None) -> Text:
    if number is None:
        return Text("?", style="yellow")
    return Text(str(number), style="red" if number else "green")


def _show_status(found: "RemoteStatus") -> None:
    if not found.switches:
        echo.say(_("Никто не на дистанте, и переходов впереди нет."))
        return
    for one in found.switches:
        echo.say(_title(one.switch), style="bold")
        if one.days_left is None:
            echo.say("  " + _("начнётся {day:%d.%m.%Y}").format(day=one.switch.start))
            continue
        echo.say(
            "  "
            + plural(
                one.days_left,
                "остался {n} учебный день",
                "осталось {n} учебных дня",
                "осталось {n} учебных дней",
            )
        )
        for day in one.days:
            bar = "■" * round(20 * day.active / one.pupils) if one.pupils else ""
            echo.say(f"  {day.day:%d.%m}  {day.active} / {one.pupils}  {bar}")
    for remark in found.remarks:
        echo.prose(remark, "yellow")


def _check_json(result: "RemoteCheck", *, named: bool) -> dict[str, Any]:
    def people(names: tuple[str, ...] | None) -> object:
        return names if named or names is None else len(names)

    return {
        "from": str(result.start),
        "to": str(result.end),
        "ready": result.is_ready,
        "as_of": str(result.as_of) if result.as_of else None,
        "classes": [
            {
                "class": str(one.name),
                "ready": one.is_ready,
                "pupils": one.pupils,
                "never": people(one.never),
                "without_device": people(one.without_device),
                "violations": one.violations,
                "subjects": [
                    {
                        "subject": subject.subject,
                        "state": subject.state,
                        "course": subject.course,
                        "activities": subject.activities,
                        "teachers": len(subject.teachers),
                    }
                    for subject in one.subjects
                ],
            }
            for one in result.classes
        ],
        "remarks": list(result.remarks),
    }


def _switch_json(one: "RemoteSwitch") -> dict[str, Any]:
    return {
        "from": str(one.start),
        "to": str(one.end),
        "ended": str(one.ended) if one.ended else None,
        "classes": [str(name) for name in one.classes],
        "reason": one.reason,
        "order": one.order,
        "courses": [
            {
                "template": course.template,
                "subject": course.subject,
                "classes": [str(name) for name in course.classes],
            }
            for course in one.courses
        ],
    }


def _status_json(found: "RemoteStatus") -> dict[str, Any]:
    return {
        "switches": [
            {
                **_switch_json(one.switch),
                "days_left": one.days_left,
                "pupils": one.pupils,
                "days": [{"day": str(day.day), "active": day.active} for day in one.days],
            }
            for one in found.switches
        ],
        "remarks": list(found.remarks),
    }
