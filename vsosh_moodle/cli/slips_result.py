"""What `slips` shows: files with passwords, the register, what a printing or a renewal came to."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.reports.slip_register_sheet import RegisterLine
    from vsosh_moodle.workflow.reissuing import Reissued, ReissuePlan
    from vsosh_moodle.workflow.slip_files import PurgePlan, SlipFile
    from vsosh_moodle.workflow.slip_printing import Printed

MOST_NAMES = 10


def draw_printed(printed: "Printed") -> list[RenderableType]:
    """Return what was written and what is to be done with it."""
    parts: list[RenderableType] = []
    if printed.files:
        count = plural(printed.slips, "{n} листок", "{n} листка", "{n} листков")
        parts.append(Text(_("Записано: {slips}.").format(slips=count), style="bold green"))
        parts += [Text(f"  {_shown(path)}") for path in printed.files]
        parts.append(
            Text(
                _(
                    "В файлах пароли. Раздайте листки, отметьте это (vsosh-moodle slips handed) и удалите "
                    "файлы (vsosh-moodle slips purge)."
                )
            )
        )
    else:
        parts.append(Text(_("Печатать нечего: файлов с паролями для них нет.")))
    if printed.lost:
        text = _("Пароля в файлах уже нет: {names}. Новый: vsosh-moodle slips reissue ЛОГИН")
        parts.append(Text(text.format(names=_names(printed.lost)), style="yellow"))
    if printed.unsure:
        text = _(
            "Не напечатаны, потому что сайт не подтвердил новый пароль: {names}. Повторите: "
            "vsosh-moodle slips reissue ЛОГИН"
        )
        parts.append(Text(text.format(names=_names(printed.unsure)), style="yellow"))
    return parts


def draw_files(files: "Sequence[SlipFile]") -> Table:
    """Return the files with passwords as a table."""
    table = _table(_("файл"), _("что это"), _("листков"), _("выдано"), _("дней"), _("классы"))
    for one in files:
        table.add_row(
            one.path.as_posix(),
            _kind(one),
            str(one.slips),
            "" if one.handed is None else str(one.handed),
            str(one.days),
            ", ".join(name or _("учителя") for name in one.classes),
        )
    return table


def draw_purge(plan: "PurgePlan") -> list[RenderableType]:
    """Return what is to be deleted, and whose passwords would be lost with it."""
    parts: list[RenderableType] = []
    if plan.delete:
        parts.append(Text(_("Будут затёрты и удалены:"), style="bold"))
        parts.append(draw_files(plan.delete))
    if plan.cut:
        text = _("Из этих файлов будут удалены строки класса {name}:").format(name=plan.class_name)
        parts.append(Text(text, style="bold"))
        parts.append(draw_files(plan.cut))
    if plan.not_handed:
        count = plural(
            len(plan.not_handed),
            "{n} листок ещё не отмечен выданным",
            "{n} листка ещё не отмечены выданными",
            "{n} листков ещё не отмечены выданными",
        )
        text = _("Внимание: {count}: {names}. Потом поможет только новый пароль.")
        parts.append(
            Text(text.format(count=count, names=_names(plan.not_handed)), style="bold yellow")
        )
    return parts


def draw_register(lines: "Sequence[RegisterLine]") -> Table:
    """Return the register as a table."""
    table = _table(_("класс"), _("фамилия, имя, отчество"), _("логин"), _("состояние"), _("выдан"))
    for line in lines:
        table.add_row(line.class_name, line.name, line.login, line.status, line.handed)
    return table


def draw_reissue_plan(plan: "ReissuePlan") -> list[RenderableType]:
    """Return whose password is to change."""
    parts: list[RenderableType] = []
    if plan.holders:
        count = plural(
            len(plan.holders),
            "Новый пароль получит {n} человек",
            "Новые пароли получат {n} человека",
            "Новые пароли получат {n} человек",
        )
        parts.append(Text(f"{count}:", style="bold"))
        table = _table(_("класс"), _("фамилия, имя, отчество"), _("логин"))
        for one in plan.holders:
            table.add_row(one.class_name or _("учитель"), one.name_here, one.entry.login)
        parts.append(table)
        parts.append(Text(_("Прежний пароль перестанет действовать, в том числе сменённый самим.")))
    for holder, why in plan.left:
        text = _("Не получит: {name} — {why}.").format(name=holder.name_here, why=why)
        parts.append(Text(text, style="yellow"))
    if not plan.holders:
        parts.append(Text(_("Новые пароли выдавать некому."), style="yellow"))
    return parts


def draw_reissued(result: "Reissued") -> list[RenderableType]:
    """Return how a renewal ended, and what to do next."""
    style = "bold green" if result.complete else "bold yellow"
    count = plural(result.done, "{n} новый пароль", "{n} новых пароля", "{n} новых паролей")
    text = _("Выдано: {count} (запуск № {run}).").format(count=count, run=result.run_id)
    parts: list[RenderableType] = [Text(text, style=style)]
    for name, why in result.refused:
        parts.append(Text(_("Отказано: {name} — {why}").format(name=name, why=why), style="red"))
    if result.unsure:
        text = _(
            "Ответ сайта потерян, и неизвестно, прежний или новый пароль действует: {names}. Повторите "
            "для них vsosh-moodle slips reissue."
        )
        parts.append(Text(text.format(names=_names(result.unsure)), style="bold yellow"))
    if result.stopped_by and not result.refused:
        parts.append(Text.assemble((f"{_('Остановлено')}: ", "bold red"), result.stopped_by))
    if result.left:
        text = _("Не дошла очередь, пароли прежние: {names}.").format(names=_names(result.left))
        parts.append(Text(text, style="yellow"))
    if result.done:
        text = _("Листки: vsosh-moodle slips print --run {run}").format(run=result.run_id)
        parts.append(Text(text, style="bold"))
    return parts


def _shown(path: Path) -> Path:
    """Return the path as the user would type it from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _kind(one: "SlipFile") -> str:
    words = {
        "passwords": _("пароли"), "sheet": _("листки для печати"), "rest": _("остаток после сбоя")
    }  # fmt: skip
    return words[one.kind]


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in titles:
        table.add_column(title)
    return table


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    rest = len(names) - MOST_NAMES
    return shown if rest <= 0 else _("{names} и ещё {n}").format(names=shown, n=rest)
