"""What was applied before: the runs of a project folder and their steps."""

from collections.abc import Iterator
from contextlib import contextmanager

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal, RecordedStep, Run, RunId
from vsosh_moodle.workflow.project import STATE_FILE, Project


def list_runs(project: Project) -> list[Run]:
    """Return the runs of the folder, the newest first; none when nothing was ever applied."""
    with _journal(project) as journal:
        return journal.runs() if journal else []


def load_run(project: Project, number: int) -> tuple[Run, list[RecordedStep]]:
    """Return a run and its steps in order; raises ConfigError when there is no such run."""
    with _journal(project) as journal:
        run = journal.run(RunId(number)) if journal else None
        if journal is None or run is None:
            raise ConfigError(
                _("Запуска № {number} в этой папке не было.").format(number=number),
                _("Список запусков: vsosh-moodle history"),
            )
        return run, list(journal.steps(run.id))


@contextmanager
def _journal(project: Project) -> Iterator[Journal | None]:
    path = project.state / STATE_FILE
    if not path.exists():
        yield None
        return
    with open_database(path) as database:
        yield Journal(database)
