"""The second half of the demo: a term is played, pulled, and told in a year report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.pull_result import result_lines
from vsosh_moodle.cli.sandbox_play import say_summary
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.workflow.project import Project

SAMPLE_ZONE = "Europe/Moscow"
REPORT_FORMATS = ("html", "xlsx", "docx")
_ENOUGH_DAYS = 28
_EVENING = time(18)


@dataclass(frozen=True, slots=True)
class DemoClock:
    """The moment the demo is at: now, or an evening of a term that has had its weeks."""

    now: datetime

    @property
    def today(self) -> date:
        """The day of the moment."""
        return self.now.date()


def demo_clock(now: datetime) -> DemoClock:
    """Return the demo's moment: in summer and early autumn it is last November, when there is a term."""
    year = now.year if now.month >= 9 else now.year - 1
    begun = date(year, 9, 1) + timedelta(days=_ENOUGH_DAYS)
    if now.month in {6, 7, 8} or now.date() < begun:
        year = min(year, now.year - 1)
        return DemoClock(datetime.combine(date(year, 11, 26), _EVENING, now.tzinfo))
    return DemoClock(now)


def local_now() -> datetime:
    """Return what time it is at the sample school."""
    return datetime.now(ZoneInfo(SAMPLE_ZONE))


def at_noon(day: datetime) -> datetime:
    """Return noon of a day at the sample school."""
    return datetime.combine(day.date(), time(12), ZoneInfo(SAMPLE_ZONE))


def play_demo_term(project: "Project", clock: DemoClock) -> None:
    """Let the sample school learn from the first of September to the demo's day."""
    from vsosh_moodle.sandbox.term import TermDays
    from vsosh_moodle.workflow.playing import play_on_file, sandbox_database

    now = int(clock.now.timestamp())
    days = TermDays(clock.today)
    say_summary(play_on_file(sandbox_database(project), days, now, progress=echo.progress()))


def pull_demo_term(project: "Project", clock: DemoClock) -> bool:
    """Take a snapshot; return whether it is complete."""
    from vsosh_moodle.workflow.pull_opening import PullOptions
    from vsosh_moodle.workflow.pulling import pull_progress

    result = pull_progress(project, PullOptions(), echo.progress(), clock.now)
    for line in list(result_lines(result))[:-1]:
        echo.say(line)
    return result.complete


def report_demo_term(project: "Project", clock: DemoClock) -> Iterator[Path]:
    """Write the year report in its three forms and yield the files."""
    from vsosh_moodle.workflow.report_files import report_paths, write_report
    from vsosh_moodle.workflow.report_making import make_report, write_conclusions
    from vsosh_moodle.workflow.report_request import ReportRequest

    made = make_report(project, ReportRequest("year"), echo.progress(), clock.now)
    paths = report_paths(made.folder, made.stem, REPORT_FORMATS, None)
    yield from write_report(made.forms, paths)
    conclusions = write_conclusions(made)
    if conclusions is not None:
        yield conclusions


def say_report(files: list[Path]) -> None:
    """Tell which files there are, and which to open first."""
    for path in files:
        echo.say(_("Записано: {file}").format(file=path))
