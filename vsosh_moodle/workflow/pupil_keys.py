"""Pupils under codes: the list of who is who, for the class teacher."""

from collections.abc import Iterable
from pathlib import Path

from vsosh_moodle.config.models import Config
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.reports.pupil_keys import PupilKey, render_keys_html, render_keys_workbook
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.pseudonyms import pupil_code
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.school import load_school, require_sound


def write_pupil_keys(project: Project, classes: Iterable[str], path: Path) -> int:
    """Write who stands behind which code to a new file (0600, .html or .xlsx); return how many pupils.

    `classes` narrows it; empty is all. Pupils without an account have no code yet and are left out.
    Raises InputProblems for files with errors, ConfigError when pupils are shown by name, when there is
    nobody to list, or when the file is there already.
    """
    school = load_school(project)
    require_sound(school)
    config = school.config
    if config.people.pupils != "codes":
        raise ConfigError(
            _("Ученики в Moodle показаны по именам: ключи к кодам не нужны."),
            _("Коды включает people.pupils: codes в config.yaml."),
        )
    wanted = {_known_class(name, config) for name in classes}
    with open_database(project.state / STATE_FILE) as database:
        ledger = PeopleLedger(database)
        found = [(person, ledger.match(person)) for person in school.roster.people]
    keys = [
        _key(person, entry)
        for person, entry in found
        if isinstance(entry, LedgerEntry)
        and person.role is Role.STUDENT
        and (not wanted or str(person.class_name) in wanted)
    ]
    if not keys:
        raise ConfigError(
            _("Ни у кого из этих учеников ещё нет учётной записи."),
            _("Сначала vsosh-moodle apply: коды выдаются вместе с логинами."),
        )
    order = {str(name): place for place, name in enumerate(config.class_names())}
    keys.sort(key=lambda key: (order.get(key.class_name, len(order)), key.full_name))
    write_private(path, _rendered(keys, config, path))
    return len(keys)


def _rendered(keys: list[PupilKey], config: Config, path: Path) -> str | bytes:
    if path.suffix.lower() == ".xlsx":
        return render_keys_workbook(keys)
    if path.suffix.lower() in {".html", ".htm"}:
        return render_keys_html(keys, config.school.name, config.year.name)
    raise ConfigError(
        _("Список ключей пишется в .html или .xlsx, а не в «{suffix}».").format(suffix=path.suffix),
        _("Например: --out ключи.html"),
    )


def _key(person: Person, entry: LedgerEntry) -> PupilKey:
    return PupilKey(
        str(person.class_name or ""), person.full_name, pupil_code(entry.number), entry.login
    )


def _known_class(text: str, config: Config) -> str:
    name = str(parse_class_name(text) or text)
    known = [str(one) for one in config.class_names()]
    if name not in known:
        raise ConfigError(
            _("Класса «{name}» нет в config.yaml.").format(name=text), did_you_mean(name, known)
        )
    return name
