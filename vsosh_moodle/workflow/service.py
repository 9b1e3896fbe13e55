"""The token's service: whether it has the functions a plan and a run need."""

from collections.abc import Sequence

from vsosh_moodle.apply.batches import Batch
from vsosh_moodle.apply.needed_functions import missing_reads, missing_writes
from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import AccessDenied
from vsosh_moodle.problems import Place, Problem

Stages = Sequence[Sequence[Batch]]


def require_readable(client: MoodleClient) -> None:
    """Ask the site about itself; raise AccessDenied when its service cannot even show a plan.

    The first call of a run is this one alone: whatever is wrong with the site is said once.
    """
    missing = missing_reads(client.site.functions)
    if missing:
        raise AccessDenied(_lacking(client, missing), _way_out(), errorcode="accessexception")


def require_writable(client: MoodleClient, stages: Stages) -> None:
    """Raise AccessDenied when the service lacks a function one of the batches needs."""
    missing = _missing_for(client, stages)
    if missing:
        raise AccessDenied(
            f"{_lacking(client, missing)} {_('Ничего не записано.')}",
            _way_out(),
            errorcode="accessexception",
        )


def find_unwritable(client: MoodleClient, stages: Stages) -> list[Problem]:
    """Return a warning when `apply` of the batches would be refused for want of functions."""
    missing = _missing_for(client, stages)
    if not missing:
        return []
    return [Problem(Place(), _lacking(client, missing), _way_out(), "function-missing", "warning")]


def _missing_for(client: MoodleClient, stages: Stages) -> tuple[str, ...]:
    operations = (batch.operation for stage in stages for batch in stage)
    return missing_writes(operations, client.site.functions)


def _lacking(client: MoodleClient, names: Sequence[str]) -> str:
    text = _("В службе токена на {site} не хватает функций: {names}.")
    return text.format(site=client.url, names=", ".join(names))


def _way_out() -> str:
    return _(
        "Администратору: добавьте их в Администрирование → Сервер → Веб-службы → Внешние службы → "
        "Функции. Проверка: vsosh-moodle doctor"
    )
