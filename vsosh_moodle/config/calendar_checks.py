"""What must agree in the year's calendar: days off, quarantines. Pure."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from vsosh_moodle.config.draft import Draft
from vsosh_moodle.config.school import (
    DaysOffConfig,
    QuarantineConfig,
    SchoolEventConfig,
    TermConfig,
)
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.sources import KeyPath
from vsosh_moodle.sources.suggestions import did_you_mean

_SUMMER = timedelta(days=60)

_Listed = tuple[KeyPath, DaysOffConfig | QuarantineConfig]


def check_calendar(draft: Draft) -> Iterator[Problem]:
    """Yield what does not agree in `year.holidays`, `year.days_off` and `year.quarantine`."""
    known = {one.name for one in draft.known_classes()}
    terms = [term for _path, term in draft.terms]
    for path, one in draft.days_off:
        end = one.end or one.start
        if end < one.start:
            yield draft.yaml.problem(
                (*path, "to"),
                "days-backwards",
                _("дни кончаются раньше, чем начинаются."),
                _("Проверьте даты from и to."),
            )
        elif terms and "year" not in draft.shaky:
            first, last = terms[0].start, terms[-1].end
            if end < first or one.start > last:
                yield draft.yaml.problem(
                    (*path, "from"),
                    "date-outside",
                    _("{day} — не в учебном году ({first} — {last}).").format(
                        day=f"{one.start:%d.%m.%Y}",
                        first=f"{first:%d.%m.%Y}",
                        last=f"{last:%d.%m.%Y}",
                    ),
                    _("Исправьте даты или уберите строку."),
                )
        if draft.tells("classes"):
            for name in one.classes:
                if parse_class_name(name) not in known:
                    yield draft.yaml.problem(
                        (*path, "classes"),
                        "class-unknown",
                        _("класса «{name}» нет в classes.").format(name=name[:40]),
                        did_you_mean(name, map(str, sorted(known))) or _("Исправьте имя класса."),
                    )
    yield from _overlaps(draft)
    yield from _events(draft)


def _events(draft: Draft) -> Iterator[Problem]:
    seen: set[str] = set()
    terms = [term for _path, term in draft.terms]
    for path, one in draft.events:
        if one.key in seen:
            yield draft.yaml.problem(
                (*path, "key"),
                "duplicate-key",
                _("событие с ключом «{key}» уже есть.").format(key=one.key),
                _("Дайте другой ключ."),
            )
        seen.add(one.key)
        if one.minutes and not one.clock:
            yield draft.yaml.problem(
                (*path, "minutes"),
                "event-minutes",
                _("сказано, сколько событие длится, но не во сколько начинается."),
                _('Допишите время: time: "15:00" — или уберите minutes.'),
            )
        if terms and "year" not in draft.shaky and not _near(one, terms):
            yield draft.yaml.problem(
                (*path, "date"),
                "date-outside",
                _("{day} — не в учебном году.").format(day=f"{one.day:%d.%m.%Y}"),
                _("Исправьте дату или уберите строку."),
            )


def _near(one: SchoolEventConfig, terms: Sequence[TermConfig]) -> bool:
    """Tell whether a day is of the school year, with the exams and meetings of the summer around it."""
    return terms[0].start - _SUMMER <= one.day <= terms[-1].end + _SUMMER


def _overlaps(draft: Draft) -> Iterator[Problem]:
    """Holidays inside holidays are a slip of the keyboard; a quarantine may meet them."""
    listed = [(path, one) for path, one in draft.days_off if isinstance(one, DaysOffConfig)]
    for (_path, before), (path, after) in combinations(listed, 2):
        apart = (before.end or before.start) < after.start or (
            after.end or after.start
        ) < before.start
        if not apart and set(before.classes) == set(after.classes):
            yield Problem(
                draft.yaml.place((*path, "from")),
                _("«{after}» пересекается с «{before}».").format(
                    after=after.name, before=before.name
                ),
                _("Проверьте даты: один и тот же день назван дважды."),
                "days-overlap",
                "warning",
            )
