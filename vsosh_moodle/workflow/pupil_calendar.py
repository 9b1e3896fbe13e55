"""The own calendar of a pupil who came late: what was missed, by when to catch up; no site is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, speaking
from vsosh_moodle.reports.calendar_ics import render_ics
from vsosh_moodle.reports.document.model import Block, Column, Paragraph, Report, Section, Table
from vsosh_moodle.reports.render.report_docx import render_report_docx
from vsosh_moodle.reports.render.report_html import render_report_html
from vsosh_moodle.reports.render.report_xlsx import render_report_xlsx
from vsosh_moodle.school.deadlines import YearCalendar, deadlines
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.own_calendar import OwnDeadline, is_for, own_deadlines
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.remote_switch import sound_school
from vsosh_moodle.workflow.safe_files import require_free, write_private
from vsosh_moodle.workflow.school import LoadedSchool

CATCH_UP_WEEKS = 6


@dataclass(frozen=True, slots=True)
class PupilCalendar:
    """A pupil, the day they came, and what is due for them."""

    school: LoadedSchool
    pupil: Person
    came: date
    weeks: int
    due: tuple[OwnDeadline, ...]

    @property
    def missed(self) -> tuple[OwnDeadline, ...]:
        """What the class had due before the pupil came."""
        return tuple(one for one in self.due if one.missed)


def pupil_calendar(
    project: Project, name: str, came: date | None = None, weeks: int = CATCH_UP_WEEKS
) -> PupilCalendar:
    """Return the calendar of a pupil of the lists: full name, or surname where there is one.

    `came` is the day of coming (None: «Дата зачисления» of the list). Raises InputProblems when the files
    cannot be used, ConfigError for an unknown pupil, several of the name, or a day outside the year.
    """
    school = sound_school(project)
    pupil = _pupil(school, name)
    year = school.config.school_year()
    day = came or pupil.start
    if day is None:
        raise ConfigError(
            _("В списке нет даты зачисления этого ученика."),
            _("Впишите её в столбец «Дата зачисления» или назовите день: --from 2026-11-12"),
        )
    day = max(day, year.start)
    if day > year.end or pupil.class_name is None:
        raise ConfigError(
            _("{day} — не в учебном году {year}.").format(day=f"{day:%d.%m.%Y}", year=year.name),
            _("Год идёт с {start} по {end}: выберите день из него.").format(
                start=f"{year.start:%d.%m.%Y}", end=f"{year.end:%d.%m.%Y}"
            ),
        )
    courses = [one for one in school.programmes.courses if is_for(one, pupil)]
    due = own_deadlines(deadlines(courses), day, weeks, year, pupil.class_name)
    return PupilCalendar(school, pupil, day, weeks, tuple(due))


def write_pupil_calendar(
    project: Project, calendar: PupilCalendar, path: Path, *, force: bool = False
) -> None:
    """Write the calendar (0600) as the file's ending says: .docx, .html, .xlsx, or .ics for a phone.

    Raises ConfigError for another ending, and when the file is there and not `force`.
    """
    forms: dict[str, Callable[[Report], str | bytes]] = {
        ".docx": render_report_docx,
        ".html": render_report_html,
        ".xlsx": render_report_xlsx,
    }
    render = forms.get(path.suffix.lower())
    if render is None and path.suffix.lower() != ".ics":
        raise ConfigError(
            _("График не пишется в файл {file}.").format(file=path),
            _("Назовите его график.docx, график.html, график.xlsx или график.ics."),
        )
    require_free(path, project.sources(), force=force)
    content = _ics(calendar) if render is None else _document(render, calendar)
    write_private(path, content, force=force)


def _ics(calendar: PupilCalendar) -> bytes:
    config = calendar.school.config
    names = (calendar.pupil.class_name,) if calendar.pupil.class_name else ()
    year = YearCalendar(
        config.school.name,
        config.school_year(),
        names,
        (),
        tuple(one.deadline for one in calendar.due),
    )
    return render_ics(year, config.timezone, "vsosh-moodle")


@speaking("ru")
def _document(render: Callable[[Report], str | bytes], calendar: PupilCalendar) -> str | bytes:
    missed = [one for one in calendar.due if one.missed]
    later = [one for one in calendar.due if not one.missed]
    sections = (
        Section("missed", "Наверстать", (_table("missed", "Пропущенные работы", missed),), "1"),
        Section("later", "Вместе с классом", (_table("later", "Сроки класса", later),), "2"),
    )
    return render(
        Report(
            kind="pupil-calendar",
            title="Индивидуальный график",
            school=calendar.school.config.school.name,
            period=f"{calendar.pupil.full_name}, {calendar.pupil.class_name}",
            as_of=f"{calendar.came:%d.%m.%Y}",
            sections=sections,
            lead=(f"Обучается с {calendar.came:%d.%m.%Y}",),
            signatures=(("Классный руководитель", ""), ("Ученик (родитель)", "")),
            made=f"{calendar.came:%d.%m.%Y}",
            named=True,
        )
    )


def _table(key: str, title: str, due: list[OwnDeadline]) -> Block:
    if not due:
        return Paragraph("Ничего.")
    return Table(
        key=key,
        title=title,
        columns=(
            Column("До какого дня", width=16),
            Column("Курс", width=36),
            Column("Работа", width=40),
            Column("Замечание", width=36),
        ),
        rows=tuple(
            (
                f"{one.deadline.moment:%d.%m.%Y}",
                one.deadline.title,
                one.deadline.name,
                "учителю: открыть для ученика" if one.closed else "",
            )
            for one in due
        ),
        source="Шаблоны курсов и календарь школы.",
    )


def _pupil(school: LoadedSchool, name: str) -> Person:
    pupils = [one for one in school.roster.people if one.role is Role.STUDENT]
    wanted = name_key(name)
    found = [one for one in pupils if name_key(one.full_name) == wanted] or [
        one for one in pupils if name_key(one.last_name) == wanted
    ]
    if not found:
        raise ConfigError(
            _("Ученика «{name}» в списках нет.").format(name=name[:60]),
            did_you_mean(name, {one.full_name for one in pupils}),
        )
    if len(found) > 1:
        raise ConfigError(
            _("Учеников «{name}» несколько.").format(name=name[:60]),
            _("Назовите фамилию, имя и отчество."),
        )
    return found[0]
