"""Files with passwords that lie about for too long: what plan, status and doctor say of them."""

import time
from contextlib import suppress
from datetime import datetime, timedelta

from vsosh_moodle.apply.passwords import slip_files
from vsosh_moodle.config.models import Config
from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.slip_register import SlipRegister
from vsosh_moodle.workflow.project import Project

_DAY = 86_400


def find_old_slips(project: Project, database: Database, config: Config) -> list[Problem]:
    """Return a warning when files with passwords lie longer than `retention.slips_days`."""
    limit = config.retention.slips_days
    now = time.time()
    old = 0
    for path in slip_files(project.slips):
        with suppress(OSError):
            old += now - path.stat().st_mtime >= limit * _DAY
    for sheet in SlipRegister(database).sheets():
        aged = datetime.now(sheet.made.tzinfo) - sheet.made >= timedelta(days=limit)
        old += aged and (project.root / sheet.path).exists()
    if not old:
        return []
    return [
        Problem(
            Place(),
            _("{files} с паролями дольше {days}.").format(
                files=plural(old, "Лежит {n} файл", "Лежат {n} файла", "Лежат {n} файлов"),
                days=plural(limit, "{n} дня", "{n} дней", "{n} дней"),
            ),
            _(
                "Розданные удалите: vsosh-moodle slips list, затем vsosh-moodle slips purge "
                "--older-than {days}. Срок — retention.slips_days в config.yaml."
            ).format(days=limit),
            "old-slips",
            "warning",
        )
    ]
