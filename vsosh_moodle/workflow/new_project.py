"""Make a new project folder: whole or not at all, and never over anything."""

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vsosh_moodle.config.load import TEMPLATE_FOLDER
from vsosh_moodle.config.schema import json_schema as config_schema
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.questions.bank_file import bank_schema
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sample.write import write_sample, write_sample_registers
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.templates.schema import json_schema as template_schema
from vsosh_moodle.workflow.project import (
    CONFIG_NAME,
    REGISTER_FOLDER,
    ROSTER_FOLDER,
    STATE_FOLDER,
    Project,
)

CONFIG_SCHEMA, TEMPLATE_SCHEMA = "config.schema.json", "template.schema.json"
BANK_SCHEMA = "questions.schema.json"
_EXAMPLE_YEAR = 2026
_NEW_YEAR_MONTH = 6

_GITIGNORE = """\
# Данные детей и ключи в git не попадают.
/.vsosh/
/rosters/*
!/rosters/README.md
/registers/
/levels.yaml
/slips/
/reports/
token*
*.token
.env
~$*
"""

_README = """\
# Школа в файлах

- `config.yaml` — сайт, учебный год, классы, программы. Начните с него.
- `course_templates/` — шаблоны курсов: разделы, задания, даты.
- `rosters/` — списки учеников и учителей (xlsx, csv).
- `registers/` — реестры для отчётов: кадры, техника, пробники… (vsosh-moodle registers template).
- `letters/` и `declension.toml` — свои шаблоны писем и падежи имён, если нужны (vsosh-moodle letters list).
- `.vsosh/` — память программы: выданные логины, журнал. Не удаляйте, делайте копию.

Пять команд, которых хватает на год:

    vsosh-moodle check       # проверить все файлы, сайт не нужен
    vsosh-moodle doctor      # проверить сайт, токен и права
    vsosh-moodle plan        # показать, что изменится
    vsosh-moodle apply       # применить
    vsosh-moodle status      # чем сайт расходится с файлами
"""


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project just made; the counts are 0 unless it is a sample."""

    project: Project
    students: int = 0
    teachers: int = 0
    classes: int = 0
    courses: int = 0


def init_project(
    folder: Path, sample: SampleSize | None = None, today: date | None = None
) -> NewProject:
    """Create a project in `folder`, which may exist as long as nothing in it would be replaced.

    With `sample` the school is made up, of that size; else it is the annotated example. The school
    year is the one `today` (default: the clock's) is in, the next one from June on. Everything is
    written aside and moved in at the end, config.yaml last. Raises ConfigError when something is in
    the way or the folder cannot be written.
    """
    day = today or date.today()  # noqa: DTZ011  the school's own calendar day
    year = school_year_of(day)
    target = folder.resolve()
    _refuse_conflicts(folder, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".vsosh-init-", dir=target.parent) as aside:
            made = _write(Path(aside), target, sample, year, day)
            _move_in(Path(aside), target)
    except OSError as error:
        raise ConfigError(
            _("Папку {folder} не создать: {reason}.").format(
                folder=folder, reason=reason_of(error)
            ),
            _("Проверьте место на диске и права или выберите другую папку."),
        ) from error
    return made


def school_year_of(day: date) -> int:
    """Return the calendar year in which the school year of `day` begins; June is for the next one."""
    return day.year if day.month >= _NEW_YEAR_MONTH else day.year - 1


def write_schemas(state: Path) -> None:
    """Write the JSON Schemas that `$schema` comments point to into the state folder."""
    state.mkdir(mode=0o700, exist_ok=True)
    schemas = {
        CONFIG_SCHEMA: config_schema(),
        TEMPLATE_SCHEMA: template_schema(),
        BANK_SCHEMA: bank_schema(),
    }
    for name, schema in schemas.items():
        text = json.dumps(schema, ensure_ascii=False, indent=1)
        (state / name).write_text(f"{text}\n", encoding="utf-8")


def _refuse_conflicts(folder: Path, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ConfigError(
            _("{folder} — это файл, а нужна папка.").format(folder=folder),
            _("Выберите другое имя: vsosh-moodle init школа"),
        )
    folders = (TEMPLATE_FOLDER, ROSTER_FOLDER, REGISTER_FOLDER, STATE_FOLDER)
    names = (CONFIG_NAME, *folders, "README.md", ".gitignore")
    there = [name for name in names if (target / name).exists()]
    if there:
        raise ConfigError(
            _("В папке {folder} уже есть: {names}. Ничего не изменено.").format(
                folder=folder, names=", ".join(there)
            ),
            _("Выберите пустую папку: vsosh-moodle init школа"),
        )


def _write(
    aside: Path, target: Path, sample: SampleSize | None, year: int, today: date
) -> NewProject:
    shutil.copytree(
        shipped(TEMPLATE_FOLDER),
        aside / TEMPLATE_FOLDER,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copytree(
        shipped(ROSTER_FOLDER), aside / ROSTER_FOLDER, ignore=_only_readme if sample else None
    )
    (aside / ".gitignore").write_text(_GITIGNORE, encoding="utf-8")
    (aside / "README.md").write_text(_README, encoding="utf-8")
    write_schemas(aside / STATE_FOLDER)
    made, config = NewProject(Project(target)), _example_config(year)
    if sample is not None:
        written = write_sample(sample, aside / TEMPLATE_FOLDER, aside / ROSTER_FOLDER, year)
        (aside / REGISTER_FOLDER).mkdir(mode=0o700)
        write_sample_registers(
            sample, aside / TEMPLATE_FOLDER, aside / REGISTER_FOLDER, year, today
        )
        config = written.config
        made = NewProject(
            Project(target), written.students, written.teachers, written.classes, written.courses
        )
    (aside / CONFIG_NAME).write_text(config, encoding="utf-8")
    return made


def _only_readme(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name != "README.md"]


def _example_config(year: int) -> str:
    """Return the annotated example with its dates moved to the school year that begins in `year`."""
    text = shipped("config.example.yaml").read_text(encoding="utf-8")
    text = text.replace(
        f"{_EXAMPLE_YEAR}/{_EXAMPLE_YEAR % 100 + 1}", f"{year}/{(year + 1) % 100:02d}"
    )
    return re.sub(
        rf"\b({_EXAMPLE_YEAR}|{_EXAMPLE_YEAR + 1})(?=-\d\d-\d\d)",
        lambda found: str(int(found[1]) + year - _EXAMPLE_YEAR),
        text,
    )


def _move_in(aside: Path, target: Path) -> None:
    """Move everything in, config.yaml last: only it makes a folder a project."""
    was_there = target.is_dir()
    target.mkdir(exist_ok=True)
    moved: list[Path] = []
    try:
        for entry in sorted(aside.iterdir(), key=lambda path: path.name == CONFIG_NAME):
            place = target / entry.name
            entry.rename(place)
            moved.append(place)
    except BaseException:
        for place in moved:
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        if not was_there:
            target.rmdir()
        raise
