"""`demo`: the whole way on an invented school and the embedded site."""

import itertools
import time
from datetime import datetime
from pathlib import Path

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.apply_result import draw_result
from vsosh_moodle.cli.demo_term import (
    at_noon,
    demo_clock,
    local_now,
    play_demo_term,
    pull_demo_term,
    report_demo_term,
    say_report,
)
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

PLAN_PAGE = "plan.html"
DEFAULT_FOLDER = "vsosh-demo"


@command(
    "demo",
    help=_(
        "Показать всё на выдуманной школе: файлы, план, применение, пустой второй план, четверть "
        "учёбы, снимок и годовой отчёт в трёх видах.\n\n"
        "Сайт — учебный, на этом компьютере; ни одного настоящего человека. "
        "Пример: vsosh-moodle demo --out показ"
    ),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=_("Куда положить школу; без параметра — новая папка vsosh-demo здесь."),
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True)
@click.pass_context
def demo(ctx: click.RichContext, /, out: Path | None, today: datetime | None) -> None:
    """Make a sample school, apply it to the sandbox, let it learn for a term, report on it."""
    from vsosh_moodle.reports.plan_html import render_plan_html
    from vsosh_moodle.reports.plan_outline import outline_plan
    from vsosh_moodle.reports.plan_text import draw_summary
    from vsosh_moodle.sample.layout import SampleSize
    from vsosh_moodle.workflow.applying import apply_plan
    from vsosh_moodle.workflow.connection import SANDBOX_FILE
    from vsosh_moodle.workflow.new_project import init_project
    from vsosh_moodle.workflow.planning import PlanOptions, make_plan

    started = time.monotonic()
    clock = demo_clock(local_now() if today is None else at_noon(today))
    folder = out or _free_folder()
    _step(1, _("Школа в файлах"))
    made = init_project(folder, SampleSize(), clock.today)
    echo.say(
        _("{students}, {classes}, {courses} — в папке {folder}").format(
            students=plural(made.students, "{n} ученик", "{n} ученика", "{n} учеников"),
            classes=plural(made.classes, "{n} класс", "{n} класса", "{n} классов"),
            courses=plural(made.courses, "{n} курс", "{n} курса", "{n} курсов"),
            folder=folder,
        )
    )
    _step(2, _("План: что изменится в Moodle"))
    first = make_plan(made.project, progress=echo.progress(), now=clock.now)
    echo.show(draw_summary(outline_plan(first)))
    page = folder / PLAN_PAGE
    page.write_text(render_plan_html(first), encoding="utf-8")
    page.chmod(0o600)
    _step(3, _("Применение к учебному сайту"))
    result = apply_plan(
        made.project, PlanOptions(), None, echo.progress(), lambda _plan: True, clock.now
    )
    if result is not None:
        echo.show(draw_result(result))
    _step(4, _("Второй план: всё ли сошлось"))
    second = make_plan(made.project, progress=echo.progress(), now=clock.now)
    converged = not second.changes and result is not None and result.complete
    if converged:
        echo.say(_("Изменений нет: сайт такой, как в файлах."), "green")
    else:
        echo.show(draw_summary(outline_plan(second)))
    _step(5, _("Четверть: ученики занимаются, учителя проверяют"))
    play_demo_term(made.project, clock)
    _step(6, _("Снимок: что записал Moodle"))
    complete = pull_demo_term(made.project, clock)
    _step(7, _("Годовой отчёт"))
    reports = list(report_demo_term(made.project, clock))
    say_report(reports)
    database = made.project.state / SANDBOX_FILE
    _say_farewell(folder, (page, reports[0]), database, time.monotonic() - started)
    if not (converged and complete):
        ctx.exit(ExitCode.PARTIAL)


def _step(number: int, title: str) -> None:
    echo.say()
    echo.say(f"{number}. {title}", "bold")


def _say_farewell(folder: Path, pages: tuple[Path, Path], database: Path, seconds: float) -> None:
    plan, report = (page.resolve() for page in pages)
    echo.say()
    echo.say(_("Готово за {seconds:.0f} с.").format(seconds=seconds), "bold green")
    echo.say(_("Посмотрите план в браузере: {page}").format(page=plan.as_uri()))
    echo.say(_("Посмотрите годовой отчёт: {page}").format(page=report))
    echo.say(
        _(
            "Посмотрите готовые курсы: команда напишет адрес, Ctrl-C её остановит\n"
            "  vsosh-moodle sandbox serve --plugin --db {database}"
        ).format(database=database)
    )
    echo.say(
        _(
            "Поправьте что-нибудь в папке {folder} (список, шаблон) и посмотрите, что изменится:\n"
            "  vsosh-moodle plan --project {folder}"
        ).format(folder=folder)
    )


def _free_folder() -> Path:
    """Return a folder name that nothing has here yet."""
    names = itertools.chain(
        [DEFAULT_FOLDER], (f"{DEFAULT_FOLDER}-{number}" for number in itertools.count(2))
    )
    return next(path for path in map(Path, names) if not path.exists())
