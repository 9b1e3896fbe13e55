"""`report`: what the school owes at the end of a term and of a year, from snapshots and registers."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import Function, current_project, format_option, project_if_any
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.workflow.report_making import MadeReport
    from vsosh_moodle.workflow.report_request import ReportRequest

_FORMATS = ("xlsx", "html", "docx", "csv", "json", "text")
_USUAL = ("xlsx", "html", "docx")
_file = click.Path(dir_okay=False, path_type=Path)
_day = click.DateTime(formats=["%Y-%m-%d", "%d.%m.%Y"])


@group(
    "report",
    help=_(
        "Отчёты по снимкам Moodle и реестрам школы; сайт не нужен.\n\n"
        "Без --named в отчётах нет имён, а малые числа скрыты. Файлы — в папке reports.\n\n"
        "Примеры: vsosh-moodle report year; vsosh-moodle report class 9А --named --format xlsx"
    ),
)
def report() -> None:
    """Group the kinds of reports."""


def _options(*usual: str) -> Callable[[Function], Function]:
    """Add what every report may be asked; `usual` are the forms it is written in unless told."""
    options = [
        click.option(
            "--format",
            "formats",
            multiple=True,
            type=click.Choice(_FORMATS),
            help=_(
                "Виды: xlsx, html, docx, csv (папка), json, text; можно несколько. "
                "Без параметра: {usual}. Один json или text без --out печатается."
            ).format(usual=", ".join(usual)),
        ),
        click.option(
            "--out",
            type=click.Path(path_type=Path),
            metavar="FILE|DIR",
            help=_("Файл (для одного вида) или папка. Без параметра — папка reports."),
        ),
        click.option(
            "--named",
            is_flag=True,
            help=_("С именами учеников: каждая страница — «Для служебного пользования»."),
        ),
        click.option("--year", default="", metavar="YEAR", help=_("Учебный год: 2026/27.")),
        click.option(
            "--period", default="", metavar="KEY", help=_("Период из config.yaml: h1, q3.")
        ),
        click.option("--from", "start", type=_day, metavar="DAY", help=_("С какого дня.")),
        click.option("--to", "end", type=_day, metavar="DAY", help=_("По какой день.")),
        click.option(
            "--as-of", type=_day, metavar="DAY", help=_("Как было на этот день: 2026-12-30.")
        ),
        click.option(
            "--template",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE",
            help=_("Свой шаблон Word (образец: report template)."),
        ),
        click.option("--force", is_flag=True, help=_("Заменить прежние файлы.")),
    ]

    def add(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def _conclusions(function: Function) -> Function:
    return click.option(
        "--conclusions",
        type=_file,
        metavar="FILE",
        help=_("Файл выводов: пишется рядом с отчётом, ваши правки в нём остаются."),
    )(function)


@report.command(
    "year",
    help=_(
        "Годовой отчёт о проекте ДО: показатели, охват, востребованность, активность, результаты, "
        "кадры, материалы, выводы.\n\n"
        "Примеры: vsosh-moodle report year; vsosh-moodle report year --years 2020/21..2021/22"
    ),
)
@_options(*_USUAL)
@_conclusions
@click.option(
    "--years", default="", metavar="YEAR..YEAR", help=_("Весь срок проекта: 2020/21..2021/22.")
)
def year(years: str, **values: Any) -> None:
    """Make the year report, or that of the whole project."""
    if not years:
        _run("year", _USUAL, values)
        return
    from vsosh_moodle.workflow.report_making import make_years_report
    from vsosh_moodle.workflow.report_request import parse_years

    parsed = parse_years(years)
    request = _request("year", values)
    made = make_years_report(current_project(), request, parsed, echo.progress())
    _deliver(made, _USUAL, values)


@report.command(
    "period",
    help=_(
        "Отчёт за четверть, полугодие или любые дни.\n\n"
        "Примеры: vsosh-moodle report period --period h1; "
        "vsosh-moodle report period --from 2026-10-01 --to 2026-10-31"
    ),
)
@_options(*_USUAL)
@_conclusions
def period(**values: Any) -> None:
    """Make the report of a period."""
    if not (values["period"] or values["start"] or values["end"]):
        raise ConfigError(
            _("Не сказано, за какой период отчёт."),
            _("Укажите --period h1 или дни: --from 2026-10-01 --to 2026-10-31"),
        )
    _run("period", _USUAL, values)


@report.command(
    "class",
    help=_(
        "Отчёт о классе для классного руководителя; с --named — со списком учеников.\n\n"
        "Пример: vsosh-moodle report class 9А --named"
    ),
)
@click.argument("class_name", metavar="CLASS")
@_options("xlsx", "html")
def class_(class_name: str, **values: Any) -> None:
    """Make the report of a class."""
    _run("class", ("xlsx", "html"), values, class_name)


@report.command(
    "course",
    help=_(
        "Отчёт о курсе для его учителей; с --named — со списком учеников.\n\n"
        "Пример: vsosh-moodle report course oge-math --named"
    ),
)
@click.argument("key", metavar="KEY")
@_options("xlsx", "html")
def course(key: str, **values: Any) -> None:
    """Make the report of a course."""
    _run("course", ("xlsx", "html"), values, key)


@report.command(
    "gia",
    help=_(
        "Готовность к ГИА по предметам: кто писал пробные, кто выше порога, шкалы и условия.\n\n"
        "Пример: vsosh-moodle report gia --named"
    ),
)
@_options("xlsx", "html")
def gia(**values: Any) -> None:
    """Make the report of readiness."""
    _run("gia", ("xlsx", "html"), values)


@report.command(
    "activity",
    help=_(
        "Активность: недели и классы, кто давно не входил, как быстро проверяют работы.\n\n"
        "Пример: vsosh-moodle report activity --period h1"
    ),
)
@_options("xlsx", "html")
def activity(**values: Any) -> None:
    """Make the report of activity."""
    _run("activity", ("xlsx", "html"), values)


@report.command(
    "teachers",
    help=_(
        "Педагоги: участие, повышение квалификации, проверка работ.\n\n"
        "Пример: vsosh-moodle report teachers --named"
    ),
)
@_options("xlsx", "html")
def teachers(**values: Any) -> None:
    """Make the report of teachers."""
    _run("teachers", ("xlsx", "html"), values)


@report.command(
    "oo1",
    help=_(
        "Черновик для переноса в форму ОО-1: классы, пол, форма, возраст на 20 сентября, движение.\n\n"
        "Пример: vsosh-moodle report oo1 --out оо1.xlsx"
    ),
)
@_options("xlsx")
def oo1(**values: Any) -> None:
    """Make the helper sheet."""
    _run("oo1", ("xlsx",), values)


@report.command(
    "marks",
    help=_(
        "Ведомость по классам и курсам: отметки по шкале школы, успеваемость, качество, СОУ.\n\n"
        "Пример: vsosh-moodle report marks --named --period h1"
    ),
)
@_options("xlsx", "html")
def marks(**values: Any) -> None:
    """Make the register of marks."""
    _run("marks", ("xlsx", "html"), values)


@report.command(
    "indicators",
    help=_(
        "Все показатели: определение, значение, строки, из которых оно сосчитано.\n\n"
        "Пример: vsosh-moodle report indicators --format json"
    ),
)
@_options("xlsx", "html")
def indicators(**values: Any) -> None:
    """Make the report of all indicators."""
    _run("indicators", ("xlsx", "html"), values)


@report.command(
    "template",
    help=_(
        "Записать шаблон Word, чтобы поправить его под школу и указать в --template.\n\n"
        "Пример: vsosh-moodle report template --out бланк.docx"
    ),
)
@click.option("--out", required=True, type=_file, metavar="FILE", help=_("Куда записать шаблон."))
@click.option("--force", is_flag=True, help=_("Заменить прежний файл."))
def template(out: Path, force: bool) -> None:
    """Write the shipped Word template."""
    from vsosh_moodle.reports.render.report_docx import default_docx_template
    from vsosh_moodle.workflow.safe_files import require_free, write_private

    project = project_if_any()
    require_free(out, project.sources() if project is not None else (), force=force)
    write_private(out, default_docx_template(), force=force)
    echo.say(_("Шаблон записан: {file}").format(file=out))
    echo.say(
        _(
            "Дальше: поправьте его в Word и укажите: vsosh-moodle report year --template {file}"
        ).format(file=out),
        style="bold",
    )


@report.command(
    "definitions",
    help=_(
        "Напечатать все показатели: что это, как считается, откуда данные, какой план.\n\n"
        "Пример: vsosh-moodle report definitions --format json"
    ),
)
@format_option("text", "json")
def definitions(output_format: str) -> None:
    """Print the definitions of all indicators; in a project with its own plans."""
    from vsosh_moodle.reports.definitions_text import definitions_to_json, draw_definitions
    from vsosh_moodle.workflow.report_definitions import load_definitions

    known = load_definitions(project_if_any())
    if output_format == "json":
        echo.print_json(definitions_to_json(known))
    else:
        echo.show(draw_definitions(known))


def _run(kind: str, usual: tuple[str, ...], values: dict[str, Any], subject: str = "") -> None:
    from vsosh_moodle.workflow.report_making import make_report

    request = _request(kind, values, subject)
    made = make_report(current_project(), request, echo.progress())
    _deliver(made, usual, values)


def _request(kind: str, values: dict[str, Any], subject: str = "") -> "ReportRequest":
    from vsosh_moodle.workflow.report_request import ReportRequest

    if values["period"] and (values["start"] or values["end"]):
        raise ConfigError(_("Период задан дважды: --period и дни."), _("Оставьте что-то одно."))
    return ReportRequest(
        kind=kind,
        named=values["named"],
        year=values["year"],
        period=values["period"],
        start=_date(values["start"]),
        end=_date(values["end"]),
        as_of=_date(values["as_of"]),
        subject=subject,
        conclusions=values.get("conclusions"),
    )


def _date(value: datetime | None) -> date | None:
    return value.date() if value is not None else None


def _deliver(made: "MadeReport", usual: tuple[str, ...], values: dict[str, Any]) -> None:
    """Print what is to be printed, write what is to be written, say where it is and what comes next."""
    from vsosh_moodle.reports.report_text import draw_report, draw_summary
    from vsosh_moodle.workflow.report_files import (
        render_json,
        report_paths,
        require_free_paths,
        write_report,
    )
    from vsosh_moodle.workflow.report_making import write_conclusions

    formats = tuple(dict.fromkeys(values["formats"])) or _suffix_of(values["out"]) or usual
    if values["template"] is not None and "docx" not in formats:
        raise ConfigError(
            _("--template — шаблон Word, а отчёт нужен в видах: {formats}.").format(
                formats=", ".join(formats)
            ),
            _("Добавьте --format docx или уберите --template."),
        )
    report_ = made.forms.full
    if formats == ("json",) and values["out"] is None:
        echo.print_text(render_json(report_))
        return
    files = tuple(one for one in formats if one != "text")
    paths = report_paths(made.folder, made.stem, files, values["out"]) if files else {}
    # Before three screens of tables, not after them.
    require_free_paths(paths, made.sources, values["template"], force=values["force"])
    echo.show(draw_report(report_) if "text" in formats else draw_summary(report_))
    if not files:
        return
    written = write_report(
        made.forms,
        paths,
        echo.progress(),
        template=values["template"],
        sources=made.sources,
        force=values["force"],
    )
    for path in written:
        echo.say(_("Записано: {file}").format(file=path))
    if report_.named:
        echo.talk(
            _("В файлах имена учеников: храните их как списки и не отправляйте почтой."), "yellow"
        )
    conclusions = write_conclusions(made)
    if conclusions is not None:
        echo.say(
            _(
                "Дальше: прочтите «Что нужно знать об этих цифрах» и поправьте выводы в файле\n"
                "  {file}\nзатем повторите команду с --force: отчёт возьмёт ваш текст."
            ).format(file=conclusions),
            style="bold",
        )


def _suffix_of(out: Path | None) -> tuple[str, ...]:
    """Return the form that the name of `--out` asks for."""
    suffix = out.suffix.lower().lstrip(".") if out is not None and not out.is_dir() else ""
    return (suffix,) if suffix in _FORMATS else ()
