"""Play a term on the rehearsal site of a project: never on a real one."""

from pathlib import Path
from typing import TYPE_CHECKING

from vsosh_moodle.config.load import load_config
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.workflow.connection import SANDBOX_FILE
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.project import Project

if TYPE_CHECKING:
    from vsosh_moodle.sandbox.term import TermDays, TermSummary


def sandbox_database(project: Project) -> Path:
    """Return the file of the project's rehearsal site.

    Raises ConfigError when the project works with a real site.
    """
    config = load_config(project.config)
    if not config.site.is_sandbox:
        raise ConfigError(
            _("Сайт этой школы — {url}, а разыграть четверть можно только на учебном.").format(
                url=config.site.url
            ),
            _("На настоящем сайте учатся люди. Учебная школа: vsosh-moodle init проба --sample"),
        )
    return project.state / SANDBOX_FILE


def play_on_file(
    database: Path, days: "TermDays", now: int, seed: int = 1, progress: Progress | None = None
) -> "TermSummary":
    """Play days of a term on the rehearsal site kept in a file.

    Raises ConfigError when there is no such site, or no school on it.
    """
    from vsosh_moodle.sandbox import ForeignDatabaseError
    from vsosh_moodle.sandbox.term import OtherSeedError, play_file

    shown = progress or NoProgress()
    if not database.is_file():
        raise ConfigError(
            _("Учебного сайта {file} ещё нет.").format(file=database),
            _("Сначала создайте на нём курсы: vsosh-moodle apply"),
        )

    def advance(number: int, total: int) -> None:
        if number == 1:
            shown.start(_("Ученики занимаются"), total)
        shown.advance()

    try:
        summary = play_file(database, days, now, seed, advance)
    except ForeignDatabaseError as error:
        raise ConfigError(
            _("Файл {file} — не база учебного сайта или база другой версии.").format(file=database),
            _("Укажите в --db файл, который сделала команда apply или sandbox serve --db."),
        ) from error
    except OtherSeedError as error:
        raise ConfigError(
            _("Этот учебный сайт уже разыгран с --seed {seed}.").format(seed=error.seed),
            _(
                "Продолжите с тем же числом: --seed {seed}. Для другого заведите новую школу."
            ).format(seed=error.seed),
        ) from error
    except OSError as error:
        raise ConfigError(
            _("Файл {file} не открывается: {reason}.").format(
                file=database, reason=reason_of(error)
            ),
            _("Проверьте папку и права."),
        ) from error
    finally:
        shown.finish()
    if summary is None or not summary.pupils:
        raise ConfigError(
            _("На учебном сайте {file} некому учиться: нет курсов школы с учениками.").format(
                file=database
            ),
            _("Сначала создайте их: vsosh-moodle apply"),
        )
    return summary
