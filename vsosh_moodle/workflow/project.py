"""The project folder: where the school's files are, and where its state is kept."""

from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.config.calendar_file import CALENDAR_NAME
from vsosh_moodle.config.levels_file import LEVELS_NAME
from vsosh_moodle.config.load import TEMPLATE_FOLDER
from vsosh_moodle.config.remote_file import REMOTE_NAME
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _

CONFIG_NAME = "config.yaml"
ROSTER_FOLDER = "rosters"
REGISTER_FOLDER = "registers"
MAPPING_NAME = "mapping.yaml"
STATE_FOLDER = ".vsosh"
LETTER_FOLDER = "letters"
SLIPS_FOLDER = "slips"
ARCHIVE_FOLDER = "archive"
MOVES_FILE = "moves.json"

STATE_FILE = "state.sqlite"


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a config.yaml; all other places are under it."""

    root: Path

    @property
    def config(self) -> Path:
        """The config file."""
        return self.root / CONFIG_NAME

    @property
    def calendar(self) -> Path:
        """The file with shifts of deadlines; it need not be there."""
        return self.root / CALENDAR_NAME

    @property
    def remote(self) -> Path:
        """The file with switches to distance learning; it need not be there."""
        return self.root / REMOTE_NAME

    @property
    def levels(self) -> Path:
        """The file with levels by entry tests; it need not be there. It names pupils."""
        return self.root / LEVELS_NAME

    @property
    def templates(self) -> Path:
        """The folder of course templates."""
        return self.root / TEMPLATE_FOLDER

    @property
    def rosters(self) -> Path:
        """The folder where rosters lie unless the config says otherwise."""
        return self.root / ROSTER_FOLDER

    @property
    def registers(self) -> Path:
        """The folder where registers lie unless the config says otherwise."""
        return self.root / REGISTER_FOLDER

    @property
    def slips(self) -> Path:
        """The folder of first passwords: private, and never in git."""
        return self.root / SLIPS_FOLDER

    @property
    def archive(self) -> Path:
        """The folder where the files of past school years are kept."""
        return self.root / ARCHIVE_FOLDER

    @property
    def mapping(self) -> Path:
        """The file that says how the lists of some sources are to be read."""
        return self.rosters / MAPPING_NAME

    def sources(self) -> list[Path]:
        """Return the files that people wrote here: what the program makes is never put over them."""
        folders = (self.rosters, self.registers, self.templates, self.root / LETTER_FOLDER)
        inside = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return [self.config, self.calendar, self.remote, self.levels, *inside]

    @property
    def state(self) -> Path:
        """The folder of the program's own files: SQLite, lock, schemas for editors."""
        return self.root / STATE_FOLDER


def find_project(start: Path) -> Project:
    """Return the project `start` lies in: the nearest folder upwards that has a config.yaml.

    Files that a killed run was moving are moved first, so that nobody sees half of them. Raises
    ConfigError with the way out when there is none.
    """
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / CONFIG_NAME).is_file():
            project = Project(candidate)
            _finish_what_was_cut_short(project)
            return project
    raise ConfigError(
        _("Папка школы не найдена: файла {name} нет ни в {folder}, ни выше.").format(
            name=CONFIG_NAME, folder=folder
        ),
        _misnamed(folder)
        or _(
            "Перейдите в папку школы, укажите её в --project DIR "
            "или создайте новую: vsosh-moodle init школа --sample"
        ),
    )


def _finish_what_was_cut_short(project: Project) -> None:
    if (project.state / MOVES_FILE).exists():
        from vsosh_moodle.workflow.moving import finish_moves

        finish_moves(project)


def _misnamed(folder: Path) -> str:
    for name in ("config.yml", "config.yaml.txt", "config.example.yaml"):
        if (folder / name).is_file():
            return _("Переименуйте {name} в {right}.").format(name=name, right=CONFIG_NAME)
    return ""
