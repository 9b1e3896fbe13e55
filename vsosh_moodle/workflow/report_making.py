"""From a request to a finished report: gather, take over a person's conclusions, compose."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, speaking
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.reports.school.conclusions_file import (
    ConclusionsFile,
    Draft,
    merge_conclusions,
    parse_conclusions,
    render_conclusions,
)
from vsosh_moodle.reports.school.drafts import draft_conclusions
from vsosh_moodle.reports.school.hiding import hide_small_numbers
from vsosh_moodle.reports.school.kinds import KINDS, compose_report
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.project_years import years_report
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.sources import did_you_mean
from vsosh_moodle.workflow.progress import Progress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.report_files import Forms, file_stem, forms_of
from vsosh_moodle.workflow.report_remarks import names_in_conclusions
from vsosh_moodle.workflow.report_request import ReportRequest
from vsosh_moodle.workflow.reporting import gather_material, gather_years
from vsosh_moodle.workflow.safe_files import write_private

REPORTS_FOLDER = "reports"
CONCLUSIONS_SUFFIX = ".выводы.md"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report ready to be written: its forms, what its files are called, what it is made of.

    `conclusions` is the text of the file of conclusions, "" for a kind that has none; `conclusions_path`
    is where it belongs. `sources` are files no report may be written over.
    """

    forms: Forms
    stem: str
    folder: Path
    material: Material
    conclusions: str = ""
    conclusions_path: Path | None = None
    sources: tuple[Path, ...] = ()


@speaking("ru")
def make_report(
    project: Project,
    request: ReportRequest,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> MadeReport:
    """Return the report of one period.

    Raises ConfigError for a period, a class or a course that is not there, InputProblems when
    config.yaml cannot be used.
    """
    kind = KINDS[request.kind]
    if kind.named_only and not request.named:
        raise ConfigError(
            _("«{kind}» — список по именам.").format(kind=kind.file_name),
            _("Добавьте --named: на каждой странице будет «Для служебного пользования»."),
        )
    material = gather_material(project, request, progress, now)
    subject, title = _subject(material, request)
    stem = _stem(request, kind.file_name, title, material.period.title)
    folder = project.root / REPORTS_FOLDER
    text, path = "", None
    if kind.concludes:
        path = request.conclusions or folder / f"{stem}{CONCLUSIONS_SUFFIX}"
        drafts = _drafts(material, kind.concludes)
        edited = _load(path)
        material = replace(material, conclusions=merge_conclusions(drafts, edited))
        remarks = (*material.remarks, *names_in_conclusions(material))
        material = replace(material, remarks=remarks)
        text = render_conclusions(f"Выводы: {stem}", drafts, edited)
    report = hide_small_numbers(compose_report(request.kind, material, subject))
    sources = tuple(project.sources())
    return MadeReport(forms_of(report), stem, folder, material, text, path, sources)


@speaking("ru")
def make_years_report(
    project: Project,
    request: ReportRequest,
    years: list[str],
    progress: Progress | None = None,
    now: datetime | None = None,
) -> MadeReport:
    """Return the report of the whole project, year by year. Raises what `make_report` raises."""
    materials = gather_years(project, request, years, progress, now)
    report = hide_small_numbers(years_report(materials))
    stem = file_stem("Отчёт о проекте", f"{years[0]}–{years[-1]}".replace("/", "-"))
    folder = project.root / REPORTS_FOLDER
    sources = tuple(project.sources())
    return MadeReport(forms_of(report), stem, folder, materials[-1], sources=sources)


def write_conclusions(made: MadeReport) -> Path | None:
    """Write the file of conclusions beside the report; what a person wrote there stays as it is."""
    if made.conclusions_path is None:
        return None
    write_private(made.conclusions_path, made.conclusions, force=True)
    return made.conclusions_path


def _drafts(material: Material, places: Iterable[tuple[str, str]]) -> tuple[Draft, ...]:
    """Return the drafts of a report's sections; one without a draft is empty, for a person to fill in."""
    found = {one.key: one for one in draft_conclusions(material)}
    return tuple(found.get(key) or Draft(key, title, ()) for key, title in places)


def _load(path: Path) -> ConclusionsFile | None:
    if not path.exists():
        return None
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(
                _("Файл выводов {file} слишком велик.").format(file=path),
                _("Укажите в --conclusions файл, который записала программа."),
            )
        found = parse_conclusions(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(
            _("Файл выводов {file} не в UTF-8.").format(file=path),
            _("Сохраните его как текст UTF-8 (в Word: «Обычный текст», Юникод)."),
        ) from error
    except OSError as error:
        raise ConfigError(
            _("Файл выводов {file} не прочитать: {why}.").format(file=path, why=reason_of(error)),
            _("Проверьте имя и права или укажите другой в --conclusions."),
        ) from error
    if (
        found.rest and not found.sections
    ):  # it is written anew with every report: not somebody's file
        raise ConfigError(
            _("{file} — не файл выводов.").format(file=path),
            _("Укажите в --conclusions файл, который записала программа, или имя нового."),
        )
    return found


def _subject(material: Material, request: ReportRequest) -> tuple[str, str]:
    """Return what the report is about, as the facts call it, and as a file's name does."""
    if request.kind == "class":
        name = parse_class_name(request.subject)
        known = {str(one.name) for one in material.inputs.classes}
        known |= {one.class_name for one in material.inputs.facts.people}
        if name is None or str(name) not in known:
            raise _unknown(_("Класса «{name}» в этом году нет."), request.subject, known)
        return str(name), str(name)
    if request.kind == "course":
        courses = material.inputs.courses
        short = {one.short: key for key, one in courses.items()}
        there = {one.course for one in material.inputs.facts.courses} | set(courses)
        key = short.get(request.subject, request.subject)
        if key not in there:
            raise _unknown(_("Курса «{name}» нет."), request.subject, short)
        course = courses.get(key)
        return key, (course.short if course is not None and course.short else key)
    return "", ""


def _unknown(message: str, given: str, known: Iterable[str]) -> ConfigError:
    return ConfigError(message.format(name=given[:60]), did_you_mean(given, sorted(known)))


def _stem(request: ReportRequest, kind: str, subject: str, period: str) -> str:
    named = "с именами" if request.named else ""
    return file_stem(kind, subject, period.replace(" учебный год", "").replace("/", "-"), named)
