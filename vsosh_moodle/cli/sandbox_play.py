"""`sandbox play`: a term on the rehearsal site, so that reports have something to show."""

import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.sandbox.term import TermSummary

_DATE = click.DateTime(formats=["%Y-%m-%d", "%d.%m.%Y"])


@command(
    "play",
    help=_(
        "Разыграть четверть на учебном сайте: ученики занимаются, учителя проверяют.\n\n"
        "Кто-то учится ровно, кто-то отстаёт, бросает или так и не входит; сайт записывает это так, "
        "как записал бы Moodle. С тем же --seed выйдет то же самое, а более длинный розыгрыш "
        "продолжает короткий. Настоящего сайта команда не касается.\n\n"
        "Пример: vsosh-moodle sandbox play --until-week 8"
    ),
)
@click.option(
    "--db",
    "database",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Файл учебного сайта; без параметра — сайт этой школы."),
)
@click.option(
    "--from", "start", type=_DATE, metavar="DATE", help=_("Первый день; обычно — начало курсов.")
)
@click.option(
    "--to", "end", type=_DATE, metavar="DATE", help=_("Последний день; обычно — сегодня.")
)
@click.option(
    "--until-week",
    "weeks",
    type=click.IntRange(1, 60),
    metavar="N",
    help=_("До конца недели N от первого дня, вместо --to."),
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    metavar="S",
    help=_("Число, от которого зависит, кто как учится."),
)
@format_option("text", "json")
def play(
    *,
    database: Path | None,
    start: datetime | None,
    end: datetime | None,
    weeks: int | None,
    seed: int,
    output_format: str,
) -> None:
    """Play a term and say what happened."""
    from vsosh_moodle.sandbox.term import TermDays
    from vsosh_moodle.workflow.playing import play_on_file, sandbox_database

    if end is not None and weeks is not None:
        raise click.UsageError(_("Укажите что-нибудь одно: --to или --until-week."))
    if start is not None and end is not None and end < start:
        raise click.UsageError(_("Последний день --to раньше первого дня --from."))
    now = int(time.time())
    today = date.today()  # noqa: DTZ011  the school's own calendar day
    days = TermDays(end.date() if end else today, start.date() if start else None, weeks)
    file = database or sandbox_database(current_project())
    summary = play_on_file(file, days, now, seed, echo.progress())
    if output_format == "json":
        echo.print_json(summary_data(summary))
    else:
        say_summary(summary)
        # What was played bears past days: a pull that asks for changes alone would miss it.
        echo.say(_("Дальше: vsosh-moodle pull --full"), style="bold")


def say_summary(summary: "TermSummary") -> None:
    """Print what was played in three lines."""
    echo.say(
        _("Разыграны дни с {start} по {end}: {courses}, {teachers}.").format(
            start=f"{summary.start:%d.%m.%Y}",
            end=f"{summary.end:%d.%m.%Y}",
            courses=plural(summary.courses, "{n} курс", "{n} курса", "{n} курсов"),
            teachers=plural(summary.teachers, "{n} учитель", "{n} учителя", "{n} учителей"),
        )
    )
    echo.say(
        _("Занимались {came} из {pupils}.").format(
            came=summary.came,
            pupils=plural(summary.pupils, "{n} ученика", "{n} учеников", "{n} учеников"),
        )
    )
    echo.say(
        _("Сделано: {things}.").format(
            things=", ".join(
                [
                    plural(
                        summary.completions,
                        "{n} выполненный элемент",
                        "{n} выполненных элемента",
                        "{n} выполненных элементов",
                    ),
                    plural(summary.submissions, "{n} работа", "{n} работы", "{n} работ"),
                    plural(
                        summary.attempts,
                        "{n} попытка теста",
                        "{n} попытки теста",
                        "{n} попыток теста",
                    ),
                    plural(summary.posts, "{n} сообщение", "{n} сообщения", "{n} сообщений"),
                    plural(summary.grades, "{n} оценка", "{n} оценки", "{n} оценок"),
                ]
            )
        )
    )


def summary_data(summary: "TermSummary") -> dict[str, object]:
    """Return the summary as JSON data."""
    return {
        "from": summary.start.isoformat(),
        "to": summary.end.isoformat(),
        "courses": summary.courses,
        "pupils": summary.pupils,
        "pupils_who_came": summary.came,
        "teachers": summary.teachers,
        "completions": summary.completions,
        "submissions": summary.submissions,
        "attempts": summary.attempts,
        "posts": summary.posts,
        "grades": summary.grades,
    }
