"""Make a template of a course of the site: read it, turn it round, write new files and no others."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_template import (
    GET_COURSE_FILES,
    GET_COURSE_TEMPLATE,
    WholeCourse,
    get_course_template,
    iter_course_files,
)
from vsosh_moodle.problems import Problem
from vsosh_moodle.pulled.course import PulledTemplate, pull_course
from vsosh_moodle.pulled.left_out import LeftOut
from vsosh_moodle.questions.banks import QUESTIONS
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.library import check_templates
from vsosh_moodle.workflow.planning import Session, open_session
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.pull_facts import FILES, MAX_TEMPLATE_KEY, PullChoice, pull_facts
from vsosh_moodle.workflow.safe_files import write_private

_PAGE = re.compile(r"https?://\S*[?&]id=(\d+)\S*")


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
    _require_functions(session)
    spec = _own(session, course)
    asked = session.school.keys.course(spec.key) if spec is not None else _moodle_name(course)
    progress.start(_("Читаю курс"), 0)
    banks = session.school.library.banks.values()
    known = {bank.sha256 for bank in banks if bank is not None}
    whole = get_course_template(session.client, asked, known)
    progress.finish()
    _require_course(session, course, whole)
    spec = spec or _by_moodle_key(session, whole)
    facts = pull_facts(session, whole, spec, choice)
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


def _require_functions(session: Session) -> None:
    functions = (GET_COURSE_TEMPLATE, GET_COURSE_FILES)
    if all(session.client.site.has(one) for one in functions):
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
            name=files.template.key[: MAX_TEMPLATE_KEY - 2]
        ),
    )


def _taken(project: Project, files: PulledFiles) -> Iterator[str]:
    for path, content in files.contents.items():
        place = project.root / path
        if place.exists() and (place.suffix == ".yaml" or place.read_bytes() != content):
            yield path
