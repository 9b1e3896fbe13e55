"""Make a template of a course of the site: read it, turn it round, write new files and no others."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_template import (
    GET_COURSE_TEMPLATE,
    WholeCourse,
    get_course_template,
    iter_course_files,
)
from vsosh_moodle.problems import Problem
from vsosh_moodle.pulled.course import PulledTemplate, pull_course
from vsosh_moodle.pulled.facts import PullFacts
from vsosh_moodle.pulled.left_out import LeftOut
from vsosh_moodle.pulled.naming import slug
from vsosh_moodle.questions.banks import QUESTIONS
from vsosh_moodle.school.calendar import SchoolYear, Term
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.school.course_title import short_title
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.library import TemplateLibrary, check_templates
from vsosh_moodle.templates.models import DEFAULT_CATEGORIES, Kind
from vsosh_moodle.workflow.planning import Session, open_session
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import write_private

FILES = "files"
_PAGE = re.compile(r"https?://\S*[?&]id=(\d+)\S*")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_KEY = 40


@dataclass(frozen=True, slots=True)
class PullChoice:
    """What a person may decide: `name` is the template's key, "" for one of the course's title."""

    name: str = ""
    subject: str = ""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class PulledFiles:
    """A template that is ready to be written: its files by their paths in the project's folder."""

    template: PulledTemplate
    course: str
    contents: dict[str, bytes] = field(default_factory=dict)
    left: tuple[LeftOut, ...] = ()


def pull_template(
    project: Project,
    course: str,
    choice: PullChoice | None = None,
    progress: Progress | None = None,
) -> PulledFiles:
    """Return the template of a course; nothing is written.

    `course` is a key of this school's courses, a key or short name of Moodle's, `#id` or the address of
    the course's page. Raises ConfigError when there is no such course, when the site's plugin cannot tell
    it, and when a file of the name is there already; InputProblems, MoodleError.
    """
    progress = progress or NoProgress()
    with open_session(project, progress, sound=False) as session:
        return pull_from(session, course, choice or PullChoice(), progress)


def pull_from(session: Session, course: str, choice: PullChoice, progress: Progress) -> PulledFiles:
    """Return the template of a course of an open session, as `pull_template` does."""
    _require_function(session)
    spec = _own(session, course)
    asked = session.school.keys.course(spec.key) if spec is not None else _moodle_name(course)
    progress.start(_("Читаю курс"), 0)
    whole = get_course_template(session.client, asked)
    progress.finish()
    _require_course(session, course, whole)
    spec = spec or _by_moodle_key(session, whole)
    facts = _facts(session, whole, spec, choice)
    pulled = pull_course(whole, facts)
    contents, missing = _contents(session, whole, pulled, progress)
    files = PulledFiles(pulled, whole.full_name, contents, (*pulled.left, *missing))
    _require_free(session.project, files)
    return files


def write_template(project: Project, files: PulledFiles) -> list[Problem]:
    """Write the new files, the template last, and return what `templates check` says of them.

    A file that is there is never replaced: raises ConfigError.
    """
    _require_free(project, files)
    for path, content in files.contents.items():
        place = project.root / path
        if not place.exists():
            write_private(place, content)
    _library, problems = check_templates(project.templates)
    return [one for one in problems if one.place.file in files.contents]


def _require_function(session: Session) -> None:
    if session.client.site.has(GET_COURSE_TEMPLATE):
        return
    raise ConfigError(
        _("Снять шаблон с этого сайта нельзя: на нём нет плагина local_vsosh 0.7.0 или новее."),
        _(
            "Администратору: поставьте плагин (vsosh-moodle plugin build) и запустите его cli/setup.php "
            "ещё раз. Без плагина Moodle не отдаёт ни вопросов, ни настроек элементов."
        ),
    )


def _own(session: Session, course: str) -> CourseSpec | None:
    courses = session.school.programmes.courses
    return next((one for one in courses if one.key == course), None)


def _by_moodle_key(session: Session, whole: WholeCourse) -> CourseSpec | None:
    keys = session.school.keys
    courses = session.school.programmes.courses
    return next((one for one in courses if keys.course(one.key) == whole.key), None)


def _moodle_name(course: str) -> str:
    found = _PAGE.fullmatch(course.strip())
    return f"#{found[1]}" if found else course.strip()


def _require_course(session: Session, course: str, whole: WholeCourse) -> None:
    if whole.status == "ok":
        return
    if whole.status == "denied":
        raise ConfigError(
            _("Курс «{course}» служебному пользователю не виден.").format(course=course[:60]),
            _("Администратору: проверьте его права: php local/vsosh/cli/setup.php --check"),
        )
    known = [one.key for one in session.school.programmes.courses]
    raise ConfigError(
        _("Курса «{course}» на сайте нет.").format(course=course[:60]),
        did_you_mean(course, known)
        or _("Назовите его кратким названием из Moodle или адресом страницы курса."),
    )


def _facts(
    session: Session, whole: WholeCourse, spec: CourseSpec | None, choice: PullChoice
) -> PullFacts:
    config, library = session.config, session.school.library
    year = config.school_year()
    classes = _classes(
        whole, spec, {ClassName(one.name.grade, one.name.letter) for one in config.school_classes()}
    )
    kind, category = _kind(whole, spec, choice, config.key_prefix)
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
    whole: WholeCourse, spec: CourseSpec | None, choice: PullChoice, prefix: str
) -> tuple[Kind, str]:
    """Return the kind of the course, and the key of its category."""
    sign = f"{prefix}cat:"
    category = whole.category.removeprefix(sign) if whole.category.startswith(sign) else ""
    by_category = {name: kind for kind, name in DEFAULT_CATEGORIES.items()}
    guessed = spec.kind if spec is not None else by_category.get(category, "class")
    kind: Kind = choice.kind or guessed  # type: ignore[assignment]  # kinds are the keys above
    return kind, (spec.category if spec is not None else category)


def _template_key(
    choice: PullChoice, spec: CourseSpec | None, title: str, library: TemplateLibrary
) -> str:
    if choice.name:
        if not _KEY.fullmatch(choice.name) or len(choice.name) > _MAX_KEY:
            raise ConfigError(
                _("Имя шаблона «{name}» не годится.").format(name=choice.name[:60]),
                _(
                    "Нужны строчные латинские буквы, цифры и дефис, не больше 40 знаков: --name geometry-9"
                ),
            )
        return choice.name
    stem = f"{spec.template}-pulled" if spec is not None else slug(title) or "course"
    stem = stem[:_MAX_KEY].strip("-")
    return f"{stem}-pulled"[:_MAX_KEY] if library.get(stem) is not None and spec is None else stem


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
    from datetime import datetime

    zone = session.config.timezone
    ends = [datetime.fromtimestamp(one, zone).date() for one in (whole.start, whole.end) if one]
    return ends == [term.start, term.end]


def _known_files(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the paths of the files in course_templates/files, by SHA-1 as Moodle has it."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
            found[digest] = (*found.get(digest, ()), path.relative_to(folder).as_posix())
    return found


def _contents(
    session: Session, whole: WholeCourse, pulled: PulledTemplate, progress: Progress
) -> tuple[dict[str, bytes], list[LeftOut]]:
    """Return all new files by path, the template last, and what could not be had."""
    root = session.project.templates.name
    contents = {
        f"{root}/{QUESTIONS}/{key}.xml": source.encode() for key, source in pulled.banks.items()
    }
    missing: list[LeftOut] = []
    if pulled.files:
        wanted = set(pulled.files.values())
        progress.start(_("Скачиваю файлы"), len(wanted))
        course = whole.key or f"#{whole.id}"
        got: dict[str, bytes] = {}
        reasons: dict[str, str] = {}
        for one in iter_course_files(session.client, course, sorted(wanted)):
            progress.advance()
            if one.content is not None and _sha1(one.content) == one.sha1:
                got[one.sha1] = one.content
            else:
                reasons[one.sha1] = one.status
        progress.finish()
        for path, sha1 in pulled.files.items():
            if sha1 in got:
                contents[f"{root}/{FILES}/{path}"] = got[sha1]
            else:
                missing.append(_missing(path, reasons.get(sha1, "")))
    contents[f"{root}/{pulled.key}.yaml"] = pulled.text.encode()
    return contents, missing


def _sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def _missing(path: str, status: str) -> LeftOut:
    why = (
        _("файл {path} больше 20 МБ: скачайте его с сайта и положите в course_templates/files")
        if status == "large"
        else _("файл {path} не скачался: положите его в course_templates/files сами")
    )
    return LeftOut("file", "", "", why.format(path=path))


def _require_free(project: Project, files: PulledFiles) -> None:
    """Refuse when another file stands where a new one is to be."""
    taken = list(_taken(project, files))
    if not taken:
        return
    raise ConfigError(
        _("Такие файлы уже есть, они не заменяются: {files}.").format(files=", ".join(taken[:5])),
        _("Дайте шаблону другое имя: --name {name}-2").format(
            name=files.template.key[: _MAX_KEY - 2]
        ),
    )


def _taken(project: Project, files: PulledFiles) -> Iterator[str]:
    for path, content in files.contents.items():
        place = project.root / path
        if place.exists() and (place.suffix == ".yaml" or place.read_bytes() != content):
            yield path
