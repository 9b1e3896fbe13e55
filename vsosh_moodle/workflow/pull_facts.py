"""What the school knows of a course that is to become a template."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_template import WholeCourse
from vsosh_moodle.pulled.facts import PullFacts
from vsosh_moodle.pulled.naming import slug
from vsosh_moodle.school.calendar import SchoolYear, Term
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.school.course_title import short_title
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.templates.course_files import file_sha1
from vsosh_moodle.templates.fields import is_key
from vsosh_moodle.templates.library import TemplateLibrary
from vsosh_moodle.templates.models import DEFAULT_CATEGORIES, Kind
from vsosh_moodle.workflow.planning import Session
from vsosh_moodle.workflow.safe_files import keep_off_devices

FILES = "files"
MAX_TEMPLATE_KEY = 40
"""Signs of a new template's key: the keys of its banks begin with it (questions.banks.MAX_KEY)."""


@dataclass(frozen=True, slots=True)
class PullChoice:
    """What a person may decide: `name` is the template's key, "" for one of the course's title."""

    name: str = ""
    subject: str = ""
    kind: Kind | None = None


def pull_facts(
    session: Session, whole: WholeCourse, spec: CourseSpec | None, choice: PullChoice
) -> PullFacts:
    """Return what the school knows of a course: its programme when it has one, else what its names say.

    Raises ConfigError for a name that is no template's key.
    """
    config, library = session.config, session.school.library
    year = config.school_year()
    classes = _classes(whole, spec, [one.name for one in config.school_classes()])
    kind, category = _kind(session, whole, spec, choice)
    template = library.get(spec.template) if spec is not None else None
    title = short_title(whole.full_name)
    return PullFacts(
        key=_template_key(choice, spec, title, library),
        kind=kind,
        subject=choice.subject or (spec.subject if spec is not None else title),
        period=_period(whole, year, classes, session),
        timezone=config.timezone,
        category=category,
        classes=classes,
        grades=template.model.grades if template else tuple(sorted({one.grade for one in classes})),
        class_groups=template.model.groups.per_class if template else True,
        is_grouped=spec is not None and spec.class_groups and bool(spec.classes),
        prefix=whole.key if whole.key.startswith(config.key_prefix) else "",
        year_name=year.name,
        banks={key: bank.sha256 for key, bank in library.banks.items() if bank is not None},
        files=_known_files(session.project.templates / FILES),
    )


def _classes(
    whole: WholeCourse, spec: CourseSpec | None, known: Iterable[ClassName]
) -> tuple[ClassName, ...]:
    """Return the classes of a course: those of its programme, else those its title and groups name."""
    if spec is not None:
        return spec.classes
    words = {whole.full_name, whole.short_name, *(one.name for one in whole.groups)}
    text = " ".join(words)
    named = {
        name
        for one in re.findall(r"(?<!\w)\d{1,2}\s?«?[А-ЯЁа-яё](?!\w)", text)
        if (name := parse_class_name(one)) is not None
    }
    return tuple(sorted(named & set(known)))


def _kind(
    session: Session, whole: WholeCourse, spec: CourseSpec | None, choice: PullChoice
) -> tuple[Kind, str]:
    """Return the kind of the course, and the key of its category, "" for one that is none of ours."""
    if spec is not None:
        return choice.kind or cast("Kind", spec.kind), spec.category
    keys = session.school.keys
    ours = {keys.category(one.key): one.key for one in session.config.flat_categories()}
    category = ours.get(whole.category, "")
    by_category = {name: kind for kind, name in DEFAULT_CATEGORIES.items()}
    return choice.kind or cast("Kind", by_category.get(category, "class")), category


def _template_key(
    choice: PullChoice, spec: CourseSpec | None, title: str, library: TemplateLibrary
) -> str:
    if choice.name:
        if not is_key(choice.name) or len(choice.name) > MAX_TEMPLATE_KEY:
            raise ConfigError(
                _("Имя шаблона «{name}» не годится.").format(name=choice.name[:60]),
                _(
                    "Нужны строчные латинские буквы, цифры и дефис, не больше 40 знаков: --name geometry-9"
                ),
            )
        return choice.name
    stem = f"{spec.template}-pulled" if spec is not None else slug(title) or "course"
    stem = stem[:MAX_TEMPLATE_KEY].strip("-")
    if keep_off_devices(stem) != stem:
        stem = f"{stem}-course"
    return (
        f"{stem}-pulled"[:MAX_TEMPLATE_KEY]
        if library.get(stem) is not None and spec is None
        else stem
    )


def _period(
    whole: WholeCourse, year: SchoolYear, classes: tuple[ClassName, ...], session: Session
) -> CourseDays:
    """Return the days of the term the course fills exactly, else those of the year."""
    term = next((one for one in year.terms if _fills(whole, one, session)), None)
    config = session.config
    return CourseDays(
        term.start if term else year.start,
        term.end if term else year.end,
        year,
        classes,
        whole.key.rpartition(":")[2],
        {},
        config.distance_days(classes),
        config.policies.deadlines_on_free_days == "next",
    )


def _fills(whole: WholeCourse, term: Term, session: Session) -> bool:
    zone = session.config.timezone
    ends = [datetime.fromtimestamp(one, zone).date() for one in (whole.start, whole.end) if one]
    return ends == [term.start, term.end]


def _known_files(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the paths of the files in course_templates/files, by SHA-1; unreadable ones are passed over."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        with suppress(OSError):
            digest = file_sha1(path)
            found[digest] = (*found.get(digest, ()), path.relative_to(folder).as_posix())
    return found
