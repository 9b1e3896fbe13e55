"""Write the calendar for people and for other programs."""

from pathlib import Path
from urllib.parse import urlsplit

from vsosh_moodle.language import _
from vsosh_moodle.reports.calendar_ics import render_ics
from vsosh_moodle.reports.calendar_page import render_calendar_page
from vsosh_moodle.school.deadlines import YearCalendar
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.report_files import file_stem
from vsosh_moodle.workflow.report_making import REPORTS_FOLDER
from vsosh_moodle.workflow.safe_files import require_free, write_private
from vsosh_moodle.workflow.school import load_school


def write_calendar_page(
    project: Project, calendar: YearCalendar, out: Path | None = None, *, force: bool = False
) -> Path:
    """Write the year as a page; return the file. Raises ConfigError when it is there and not `force`."""
    names = ", ".join(str(name) for name in calendar.classes)
    stem = file_stem(_("Календарь"), calendar.year.name.replace("/", "-"), names)
    path = out or project.root / REPORTS_FOLDER / f"{stem}.html"
    require_free(path, project.sources(), force=force)
    write_private(path, render_calendar_page(calendar), force=force)
    return path


def write_ics(project: Project, calendar: YearCalendar, out: Path, *, force: bool = False) -> None:
    """Write the calendar as .ics. Raises ConfigError when the file is there and not `force`."""
    config = load_school(project).config
    require_free(out, project.sources(), force=force)
    host = urlsplit(config.site.url).hostname or "vsosh-moodle"
    write_private(out, render_ics(calendar, config.timezone, host), force=force)
