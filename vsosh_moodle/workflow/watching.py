"""The watch lists of a project, for its class teachers; no site is asked."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from vsosh_moodle.language import _
from vsosh_moodle.reports.render.report_html import render_report_html
from vsosh_moodle.reports.render.report_xlsx import render_report_xlsx
from vsosh_moodle.reports.watch_report import WatchLists, watch_report
from vsosh_moodle.workflow.learning import (
    chosen_classes,
    named_term,
    names_of,
    open_learning,
    snapshot_day,
)
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import require_free, write_private


def find_watch_lists(
    project: Project, classes: tuple[str, ...] = (), period: str = "", now: datetime | None = None
) -> WatchLists:
    """Return the lists of the classes (all for none) in a term: the one that lasts unless named.

    Raises ConfigError for an unknown class or term, and where nothing was pulled yet.
    """
    with open_learning(project, now) as learning:
        config = learning.config
        chosen = tuple(str(name) for name in chosen_classes(config, classes))
        term = named_term(config.school_year(), period, learning.today)
        facts = learning.facts(term)
        entries = learning.watched(facts)
        return WatchLists(
            school=config.school.name,
            period=term.title,
            as_of=snapshot_day(facts),
            classes=chosen,
            entries=tuple(one for one in entries if one.class_name in chosen),
            names=names_of(facts),
            courses={one.course: one.title for one in facts.courses},
            inactive_days=config.reports.inactive_days,
            remarks=tuple(learning.remarks(facts)),
        )


def write_watch_lists(
    project: Project,
    lists: WatchLists,
    sheet_format: Literal["xlsx", "html"],
    out: Path | None = None,
    *,
    force: bool = False,
) -> Path:
    """Write the lists with a sheet a class (0600), in `reports/` unless told where; return the file.

    Raises ConfigError when the file is there already, unless `force`; over what people wrote, always.
    """
    path = out or project.root / "reports" / _("Списки внимания {day}.{ending}").format(
        day=f"{lists.as_of:%Y-%m-%d}", ending=sheet_format
    )
    require_free(path, project.sources(), force=force)
    report = watch_report(lists, made=f"{lists.as_of:%d.%m.%Y}")
    content = render_report_xlsx(report) if sheet_format == "xlsx" else render_report_html(report)
    write_private(path, content, force=force)
    return path
