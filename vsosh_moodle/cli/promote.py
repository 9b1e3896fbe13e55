"""`promote`: the whole school moves to the next year."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.workflow.project import Project
    from vsosh_moodle.workflow.promoting import PreparedYear

_file = click.Path(dir_okay=False, path_type=Path)


@command(
    "promote",
    help=_(
        "Перевести всю школу в следующий учебный год: 7А → 8А, повторники, выпуск, слияния и деления.\n\n"
        "Без --write только показывает. С ним записывает config.yaml и списки нового года, а старые "
        "убирает в archive; Moodle меняют потом plan и apply.\n\n"
        "Примеры: vsosh-moodle promote --to 2027/28 --save-decisions решения.xlsx; "
        "vsosh-moodle promote --to 2027/28 --decisions решения.xlsx --write; vsosh-moodle promote --undo"
    ),
)
@click.option("--to", metavar="YEAR", help=_("Новый учебный год: 2027/28."))
@click.option(
    "--decisions",
    type=_file,
    metavar="FILE",
    help=_("Решения о классах и учениках: xlsx, ods, csv, yaml."),
)
@click.option(
    "--save-decisions",
    type=_file,
    metavar="FILE",
    help=_("Записать файл решений, чтобы заполнить его в Excel: .xlsx, .csv или .yaml."),
)
@click.option("--write", is_flag=True, help=_("Записать новый год."))
@click.option("--dry-run", is_flag=True, help=_("Только показать и ни о чём не спрашивать."))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=_("Записать файлы нового года в другую папку, чтобы посмотреть; школа остаётся прежней."),
)
@click.option("--undo", is_flag=True, help=_("Вернуть прошлый год, пока ничего не применялось."))
@click.option(
    "--last-grade",
    type=click.IntRange(9, 12),
    metavar="N",
    help=_("Последний класс школы: 9, 11 или 12. Без параметра — 11, или 12, если он есть."),
)
@click.option(
    "--class-limit",
    type=click.IntRange(1, 200),
    default=25,
    show_default=True,
    metavar="N",
    help=_("О классе, который вырастает больше стольких учеников, будет замечание."),
)
@click.option(
    "--teachers",
    type=click.Choice(["keep", "follow"]),
    default="keep",
    show_default=True,
    help=_("Классы учителей: keep — те же параллели, follow — идут за учениками."),
)
@click.option(
    "--programmes",
    type=click.Choice(["keep", "follow"]),
    default="keep",
    show_default=True,
    help=_("Классы программ: keep — те же параллели, follow — идут за учениками."),
)
@click.option(
    "--electives",
    type=click.Choice(["clear", "keep"]),
    default="clear",
    show_default=True,
    help=_("Элективы учеников: clear — очистить, keep — оставить."),
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help=_("Сколько строк каждого вида показывать."),
)
@format_option("text", "json")
@click.pass_context
def promote(ctx: click.Context, /, **values: Any) -> None:
    """Show the next year, and write it where asked."""
    request = _Request(**values)
    request.check()
    project = current_project()
    if request.undo:
        _undo(project)
        return
    prepared = _prepare(project, request)
    if request.save_decisions is not None:
        _save(project, prepared, request.save_decisions)
        return
    if request.is_text:
        _show(prepared, request.limit)
    failed = prepared.report.has_errors
    written = not failed and request.is_agreed()
    if written:
        _write(project, prepared, say=request.is_text)
    elif request.out is not None and not failed:
        _write_aside(request.out, prepared)
    elif request.is_text and not failed:
        echo.say(f"\n{_next_step(prepared, request.decisions)}", "bold")
    if not request.is_text:
        _print_json(prepared, written=written)
    if failed:
        ctx.exit(ExitCode.INPUT)


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked for on the command line."""

    to: str | None
    decisions: Path | None
    save_decisions: Path | None
    write: bool
    dry_run: bool
    out: Path | None
    undo: bool
    last_grade: int | None
    class_limit: int
    teachers: Literal["keep", "follow"]
    programmes: Literal["keep", "follow"]
    electives: Literal["clear", "keep"]
    limit: int
    output_format: str

    @property
    def is_text(self) -> bool:
        return self.output_format == "text"

    def check(self) -> None:
        """Refuse what does not go together."""
        others = (self.to, self.decisions, self.save_decisions, self.out, self.write or None)
        if self.undo and any(value is not None for value in others):
            raise click.UsageError(_("--undo пишется без других параметров."))
        if not self.undo and self.to is None:
            raise click.UsageError(_("Укажите год: --to 2027/28, или --undo."))
        if self.write and (self.dry_run or self.out or self.save_decisions):
            raise click.UsageError(_("С --write не нужны --dry-run, --out и --save-decisions."))

    def is_agreed(self) -> bool:
        """Tell whether to write: asked for, or agreed to on a terminal."""
        if self.write or self.dry_run or self.out or not self.is_text:
            return self.write
        if not echo.is_interactive():
            return False
        echo.talk()
        return echo.confirm(_("Записать новый год?"))


def _prepare(project: "Project", request: _Request) -> "PreparedYear":
    from vsosh_moodle.workflow.promoting import PromoteOptions, prepare_promotion

    options = PromoteOptions(
        request.to or "",
        request.decisions,
        request.last_grade,
        request.class_limit,
        request.teachers,
        request.programmes,
        request.electives,
    )
    return prepare_promotion(project, options)


def _undo(project: "Project") -> None:
    from vsosh_moodle.workflow.promotion_undo import undo_promotion

    undone = undo_promotion(project)
    echo.say(_("Школа снова в {year}: файлы прежние.").format(year=undone.year), "bold green")
    echo.say(_("Файлы нового года отложены в {folder}.").format(folder=undone.kept))


def _save(project: "Project", prepared: "PreparedYear", path: Path) -> None:
    from vsosh_moodle.workflow.promotion_decisions import save_decisions

    save_decisions(project, prepared, path)
    echo.say(_("Файл решений: {file}. В нём есть имена: храните его как списки.").format(file=path))
    echo.say(
        _("Заполните его и выполните: vsosh-moodle promote --to {year} --decisions {file}").format(
            year=prepared.report.new_year.name, file=path
        )
    )


def _show(prepared: "PreparedYear", limit: int) -> None:
    from vsosh_moodle.reports.promotion_text import draw_promotion

    echo.show(draw_promotion(prepared.report, limit))
    if prepared.report.problems:
        echo.say()
        echo.print_problems(prepared.report.problems)


def _print_json(prepared: "PreparedYear", *, written: bool) -> None:
    from vsosh_moodle.reports.promotion_report import render_report_json

    echo.print_json(render_report_json(prepared.report, written=written))


def _write_aside(folder: Path, prepared: "PreparedYear") -> None:
    from vsosh_moodle.workflow.promotion_files import write_aside

    write_aside(folder, prepared)
    echo.talk(_("Файлы нового года: {folder}. Школа не изменена.").format(folder=folder))


def _write(project: "Project", prepared: "PreparedYear", *, say: bool) -> None:
    from vsosh_moodle.workflow.promotion_files import write_promotion

    written = write_promotion(project, prepared)
    if say:
        year = prepared.report.new_year.name
        echo.say(_("\nНовый год записан: {year}.").format(year=year), "bold green")
        echo.say(
            _("Прошлогодние файлы — в {folder}; вернуть их: vsosh-moodle promote --undo").format(
                folder=written.archive
            )
        )
        echo.say(_("Дальше: vsosh-moodle check, затем vsosh-moodle plan"), "bold")


def _next_step(prepared: "PreparedYear", decisions: Path | None) -> str:
    given = f" --decisions {decisions}" if decisions else ""
    return _(
        "Ничего не записано. Записать: vsosh-moodle promote --to {year}{given} --write"
    ).format(year=prepared.report.new_year.name, given=given)
