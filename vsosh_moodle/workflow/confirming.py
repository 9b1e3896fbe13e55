"""Remember who is who when the rosters leave it in doubt."""

import re
from collections.abc import Iterable

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.sources.suggestions import closest
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.planning import STATE_FILE
from vsosh_moodle.workflow.project import Project

_CODE = re.compile(r"[0-9a-f]{10}")


def confirm_person(project: Project, code: str, login: str | None) -> None:
    """Remember that the row asked about by `code` is the account `login`, or (None) a new person.

    Raises ConfigError when it is no code of a question or there is no such login, LockHeld when
    another run is under way.
    """
    if not _CODE.fullmatch(code):
        raise ConfigError(
            _("«{code}» — не код вопроса.").format(code=code),
            _("Скопируйте команду из сообщения о сомнительной строке: vsosh-moodle plan."),
        )
    with (
        project_lock(project.state / LOCK_FILE),
        open_database(project.state / STATE_FILE) as database,
    ):
        ledger = PeopleLedger(database)
        numbers = {entry.login: entry.number for entry in ledger.entries()}
        if login is not None and login not in numbers:
            raise ConfigError(
                _("Учётной записи «{login}» программа не заводила.").format(login=login),
                _nearest(login, numbers),
            )
        ledger.answer(code, None if login is None else numbers[login])


def _nearest(login: str, known: Iterable[str]) -> str:
    near = closest(login, known)
    if near:
        return _("Возможно, имелось в виду «{name}».").format(name=near)
    return _("Скопируйте логин из сообщения о сомнительной строке: vsosh-moodle plan.")
