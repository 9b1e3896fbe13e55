"""`doctor`: what the site, the token and its rights lack, and who has to do what."""

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.language import _, plural
from vsosh_moodle.workflow.findings import Finding, Report, Status

_STYLES: dict[Status, str] = {"ok": "green", "note": "cyan", "warn": "yellow", "fail": "bold red"}


@command(
    "doctor",
    help=_(
        "Проверить сайт, токен и права: что есть, чего нет и кому что сделать. На сайте ничего не "
        "меняется.\n\n"
        "Код выхода 0, если работать можно; 3, если ошибки в config.yaml; 5, если чего-то не хватает; "
        "6, если сайт не отвечает.\n\n"
        "Пример: vsosh-moodle doctor"
    ),
)
@format_option("text", "json")
@click.option("--all", "show_all", is_flag=True, help=_("Показать и то, что в порядке."))
@click.pass_context
def doctor(ctx: click.Context, output_format: str, show_all: bool) -> None:
    """Examine the project's site and print the findings."""
    from vsosh_moodle.workflow.examining import examine_project

    report = examine_project(current_project())
    if output_format == "json":
        echo.print_json(report.as_json())
    else:
        print_findings(report, _("Сайт {url}").format(url=report.url), show_all=show_all)
    ctx.exit(report.exit_code)


def print_findings(report: Report, heading: str, *, show_all: bool = True) -> None:
    """Print findings under a heading, each with its way out, and how many there are of each sort."""
    echo.say(heading, style="bold")
    for finding in report.findings:
        # Dozens of functions and rights in order are one line of the total.
        routine = finding.status == "ok" and finding.code.startswith(("function:", "right:"))
        if show_all or not routine:
            _print_finding(finding)
    echo.say(_total(report), style="bold")


def _print_finding(finding: Finding) -> None:
    word = _word(finding.status)
    echo.say(f"{word:<10} {finding.title}: {finding.detail}", style=_STYLES[finding.status])
    if finding.hint:
        echo.say(f"{'':<10} {finding.hint}")


def _word(status: Status) -> str:
    words: dict[Status, str] = {
        "ok": _("в порядке"),
        "note": _("к сведению"),
        "warn": _("внимание"),
        "fail": _("не годится"),
    }
    return words[status]


def _total(report: Report) -> str:
    parts = [
        plural(report.count("ok"), "{n} проверка пройдена", "{n} проверки пройдены", "{n} проверок пройдено"),
        plural(report.count("fail"), "{n} не годится", "{n} не годятся", "{n} не годятся"),
        plural(report.count("warn"), "{n} замечание", "{n} замечания", "{n} замечаний"),
    ]  # fmt: skip
    return _("Итог: {parts}").format(parts=", ".join(parts))
