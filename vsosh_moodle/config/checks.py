"""What must agree inside a config: names that refer to each other, dates, keys. Pure."""

from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from vsosh_moodle.config.calendar_checks import check_calendar
from vsosh_moodle.config.draft import Draft
from vsosh_moodle.config.programme_checks import check_programmes
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.sources import KeyPath

_LONGEST_YEAR = 370


def check_draft(draft: Draft, template_keys: frozenset[str] | None = None) -> list[Problem]:
    """Return what does not agree in a config, beyond the shape of its values.

    With `template_keys` the programmes' templates are looked up too. A check that a broken section
    would make cry wolf is left out.
    """
    return [
        *_check_site(draft),
        *_check_terms(draft),
        *check_calendar(draft),
        *_check_categories(draft),
        *_check_learner_categories(draft),
        *_check_levels(draft),
        *_check_classes(draft),
        *check_programmes(draft, template_keys),
        *_check_class_keys(draft),
    ]


def _check_site(draft: Draft) -> Iterator[Problem]:
    site = draft.site
    if site is None or site.is_sandbox:
        return
    written = draft.yaml.data["site"]
    if site.token is None and not (isinstance(written, dict) and "token" in written):
        yield draft.yaml.problem(
            ("site", "url"),
            "token-missing",
            _("у сайта не сказано, где лежит токен."),
            _("Добавьте в site: «token: {env: VSOSH_MOODLE_TOKEN}»."),
        )
    if not site.verify_tls and urlsplit(site.url).scheme == "https":
        yield Problem(
            draft.yaml.place(("site", "verify_tls")),
            _("сертификат сайта не проверяется: токен может попасть к чужому."),
            _("Укажите файл сертификата в ca_bundle и уберите verify_tls: false."),
            "tls-not-verified",
            "warning",
        )


def _check_terms(draft: Draft) -> Iterator[Problem]:
    terms = draft.terms
    yield from _repeated(draft, ((path, term.key) for path, term in terms), _("период"), "key")
    for path, term in terms:
        if term.end <= term.start:
            yield draft.yaml.problem(
                (*path, "to"),
                "term-backwards",
                _("«{name}» кончается раньше, чем начинается.").format(name=term.name),
                _("Проверьте даты from и to."),
            )
    for (_path, before), (path, after) in pairwise(terms):
        if before.start <= before.end and after.start <= before.end:
            yield draft.yaml.problem(
                (*path, "from"),
                "terms-overlap",
                _("«{after}» начинается до конца периода «{before}» ({day}).").format(
                    after=after.name, before=before.name, day=f"{before.end:%d.%m.%Y}"
                ),
                _("Периоды идут по порядку и не пересекаются: исправьте даты."),
            )
    yield from _check_year(draft)


def _check_year(draft: Draft) -> Iterator[Problem]:
    if not draft.terms or "year" in draft.shaky:
        return
    first, last = draft.terms[0][1], draft.terms[-1][1]
    name = str(draft.yaml.data["year"].get("name", ""))
    if name[:4].isdigit() and name[:4] != str(first.start.year):
        yield draft.yaml.problem(
            ("year", "name"),
            "year-mismatch",
            _("год «{name}», а первый период начинается {day}.").format(
                name=name, day=f"{first.start:%d.%m.%Y}"
            ),
            _("Исправьте name или даты периодов."),
        )
    if (last.end - first.start).days > _LONGEST_YEAR:
        yield draft.yaml.problem(
            ("year", "terms"),
            "year-too-long",
            _("периоды вместе длиннее года."),
            _("Оставьте периоды одного учебного года."),
        )


def _check_categories(draft: Draft) -> Iterator[Problem]:
    keys = ((path, category.key) for path, category in draft.categories)
    yield from _repeated(draft, keys, _("категория"), "key")


def _check_learner_categories(draft: Draft) -> Iterator[Problem]:
    what = _("категория учеников")
    learners = draft.learners
    yield from _repeated(draft, ((path, entry.key) for path, entry in learners), what, "key")
    yield from _repeated(draft, ((path, entry.code) for path, entry in learners), _("код"), "code")
    names = ((path, entry.name.casefold()) for path, entry in learners)
    yield from _repeated(draft, names, what, "name")
    for path, entry in learners:
        if entry.code.casefold() == entry.name.casefold():
            yield draft.yaml.problem(
                (*path, "code"),
                "code-tells",
                _("код повторяет название категории, а его увидят в Moodle."),
                _("Дайте нейтральный код: K1, K2…"),
            )


def _check_levels(draft: Draft) -> Iterator[Problem]:
    what, levels = _("уровень"), draft.levels
    yield from _repeated(draft, ((path, level.key) for path, level in levels), what, "key")
    names = ((path, level.name.casefold()) for path, level in levels)
    yield from _repeated(draft, names, what, "name")
    scores = ((path, level.min_score) for path, level in levels if level.min_score is not None)
    yield from _repeated(draft, scores, _("порог"), "min_score")


def _check_classes(draft: Draft) -> Iterator[Problem]:
    for path, entry in draft.classes:
        if parse_class_name(entry.name) is None:
            yield draft.yaml.problem(
                (*path, "name"),
                "class-unreadable",
                _("«{name}» не похоже на класс.").format(name=entry.name[:40]),
                _("Пишите число и букву: 9А, 10Д; форму обучения — в ключе form."),
            )
    names = ((known.path, known.name) for known in draft.known_classes())
    yield from _repeated(draft, names, _("класс"), "name")


def _check_class_keys(draft: Draft) -> Iterator[Problem]:
    if "classes" in draft.shaky:
        return
    known = {known.name for known in draft.known_classes()}
    for path, key in (*draft.guard_classes, *draft.letter_classes):
        if parse_class_name(key) not in known:
            yield draft.yaml.problem(
                path,
                "class-unknown",
                _("класса «{name}» нет в classes.").format(name=key[:40]),
                _("Исправьте имя класса или уберите эту строку."),
            )


def _repeated(
    draft: Draft, entries: Iterable[tuple[KeyPath, Hashable]], what: str, key: str
) -> Iterator[Problem]:
    first: dict[Hashable, KeyPath] = {}
    for path, value in entries:
        if value not in first:
            first[value] = path
            continue
        yield draft.yaml.problem(
            (*path, key),
            "repeated",
            _("{what} «{value}» уже есть в строке {line}.").format(
                what=what, value=value, line=draft.yaml.line((*first[value], key))
            ),
            _("Уберите повтор или дайте другое значение."),
        )
