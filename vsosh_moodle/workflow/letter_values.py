"""What a letter is told by hand: `--set day=12.01.2027`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.reports.letters.kinds import LetterKind
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.workflow.letter_people import Pupil

_DATES = ("%d.%m.%Y", "%Y-%m-%d")


def parse_values(kind: LetterKind, given: Mapping[str, str]) -> dict[str, object]:
    """Return the values of a kind, None for those nobody told; raises ConfigError for an unknown one."""
    dates = {one.name for one in kind.values if one.is_date}
    known = [one.name for one in kind.values]
    for name in given:
        if known and name not in known:
            raise ConfigError(
                _("Значения «{name}» у писем «{kind}» нет.").format(name=name[:40], kind=kind.key),
                did_you_mean(name, known),
            )
    told = {
        name: _day(name, text) if name in dates else text.strip() for name, text in given.items()
    }
    return {**dict.fromkeys(known), **told}


def _day(name: str, text: str) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  a day, no moment
        except ValueError:
            continue
    raise ConfigError(
        _("{name}={value} — не дата.").format(name=name, value=text[:40]),
        _("Пишите так: --set {name}=12.01.2027").format(name=name),
    )


def missing_values(
    kind: LetterKind, values: Mapping[str, object], pupils: Iterable[Pupil]
) -> tuple[str, ...]:
    """Return the names of values that some letter leaves a line for."""
    people = list(pupils)
    return tuple(
        one.name
        for one in kind.values
        if values.get(one.name) is None
        and any(pupil.recipient.values.get(one.name) is None for pupil in people)
    )
