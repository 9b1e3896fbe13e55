"""Switch classes to distance learning and back: a preview, then remote.yaml; the site is apply's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vsosh_moodle.config.remote_file import load_switches, render_switches
from vsosh_moodle.desired.remote import SUBJECT_TEMPLATE
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.remote import RemoteCourse, RemoteSwitch
from vsosh_moodle.workflow.class_subjects import ClassSubject, class_subjects
from vsosh_moodle.workflow.learning import chosen_classes
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.registers import load_registers
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.school import LoadedSchool, load_school


@dataclass(frozen=True, slots=True)
class RemotePreview:
    """What remote.yaml would say: `switches` all of them, `changed` those that begin or end.

    `subjects` are those of the classes that begin, with the course each has already.
    """

    switches: tuple[RemoteSwitch, ...]
    changed: tuple[RemoteSwitch, ...]
    subjects: tuple[ClassSubject, ...] = ()


def preview_on(
    project: Project,
    start: date,
    end: date,
    classes: tuple[str, ...] = (),
    reason: str = "",
    order: str = "",
    today: date | None = None,
) -> RemotePreview:
    """Return a switch of these classes (all for none) with the courses they lack; nothing is written.

    Raises InputProblems when the files cannot be used, ConfigError for days outside the year or without
    lessons, an unknown class, a class that learns from home on some of these days already.
    """
    school = sound_school(project, today)
    year = school.config.school_year()
    names = chosen_classes(school.config, classes)
    check_days(year, start, end, names)
    switch = RemoteSwitch(start, end, names, reason, order)
    for other in school.config.switches:
        if taken := switch.overlaps(other):
            raise ConfigError(
                _("{classes} с {start} по {end} уже на дистанте.").format(
                    classes=", ".join(map(str, taken)),
                    start=f"{other.start:%d.%m.%Y}",
                    end=f"{other.last:%d.%m.%Y}",
                ),
                _("Назовите другие дни или классы; закончить раньше: vsosh-moodle remote off"),
            )
    registers = load_registers(project, school, today).registers
    subjects = class_subjects(school, registers, names, lasting=True)
    switch = replace(switch, courses=tuple(_missing_courses(school, switch, subjects)))
    return RemotePreview((*school.config.switches, switch), (switch,), tuple(subjects))


def preview_off(
    project: Project, day: date, classes: tuple[str, ...] = (), today: date | None = None
) -> RemotePreview:
    """Return the switches as they are when these classes (all for none) are back at school on `day`.

    Raises ConfigError where nobody would come back: no class learns from home then or later.
    """
    school = sound_school(project, today)
    names = chosen_classes(school.config, classes)
    kept: list[RemoteSwitch] = []
    changed = []
    for one in school.config.switches:
        back = tuple(name for name in one.classes if name in names)
        if not back or one.last < day:
            kept.append(one)
            continue
        ended = replace(one, ended=max(day, one.start), classes=back, courses=_of(one, back))
        stay = tuple(name for name in one.classes if name not in names)
        if stay:
            kept.append(replace(one, classes=stay, courses=_of(one, stay)))
        kept.append(ended)
        changed.append(ended)
    if not changed:
        raise ConfigError(
            _("С {day} никто из этих классов не на дистанте: возвращать некого.").format(
                day=f"{day:%d.%m.%Y}"
            ),
            _("Кто на дистанте: vsosh-moodle remote status"),
        )
    return RemotePreview(tuple(kept), tuple(changed))


def write_switches(project: Project, preview: RemotePreview) -> None:
    """Write remote.yaml; raises InputProblems, with the old file back, if it could not be read again."""
    path = project.remote
    before = path.read_bytes() if path.is_file() else None
    write_private(path, render_switches(preview.switches), force=True)
    config = load_school(project).config
    switches, problems = load_switches(path, config)
    if problems or len(switches) != len(preview.switches):
        if before is None:
            path.unlink()
        else:
            write_private(path, before, force=True)
        raise InputProblems(problems)


def check_days(year: SchoolYear, start: date, end: date, names: Sequence[ClassName]) -> None:
    """Raise ConfigError for days outside the year, in the wrong order, or none of them a school day."""
    for day in (start, end):
        if not year.start <= day <= year.end:
            raise ConfigError(
                _("{day} — не в учебном году {year}.").format(
                    day=f"{day:%d.%m.%Y}", year=year.name
                ),
                _("Год идёт с {start} по {end}: выберите день из него.").format(
                    start=f"{year.start:%d.%m.%Y}", end=f"{year.end:%d.%m.%Y}"
                ),
            )
    if end < start:
        raise ConfigError(
            _("Дистант кончается раньше, чем начинается."), _("Проверьте --from и --to.")
        )
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    if not any(year.is_study_day(day, name) for day in days for name in names):
        raise ConfigError(
            _("В эти дни и так нет уроков."),
            _("Назначьте учебный день: vsosh-moodle calendar show покажет, какие дни учебные."),
        )


def sound_school(project: Project, today: date | None = None) -> LoadedSchool:
    """Return the school; raises InputProblems when its files have errors."""
    school = load_school(project, today)
    if school.errors:
        raise InputProblems(school.problems)
    return school


def study_weeks(year: SchoolYear, start: date, end: date) -> tuple[str, ...]:
    """Return the weeks of a switch that have a day of study, as their sections are called."""
    weeks = []
    monday = start - timedelta(days=start.weekday())
    while monday <= end:
        first, last = max(start, monday), min(end, monday + timedelta(days=5))
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        if any(year.is_study_day(day) for day in days):
            weeks.append(f"Неделя {first:%d.%m}–{last:%d.%m}")
        monday += timedelta(days=7)
    return tuple(weeks)


def _missing_courses(
    school: LoadedSchool, switch: RemoteSwitch, subjects: Sequence[ClassSubject]
) -> Iterator[RemoteCourse]:
    """Yield the courses of the subjects that have none, those of one template or subject together."""
    wanted: dict[tuple[str, str], list[ClassName]] = {}
    for one in subjects:
        if one.course is None:
            template = _template_of(school, one)
            wanted.setdefault((template, one.subject), []).append(one.class_name)
    if any(template == SUBJECT_TEMPLATE for template, _subject in wanted):
        _require_template(school)
    weeks = study_weeks(school.config.school_year(), switch.start, switch.end)
    for (template, subject), names in sorted(wanted.items(), key=lambda one: one[0][1]):
        topics = weeks if template == SUBJECT_TEMPLATE else ()
        yield RemoteCourse(template, tuple(names), subject, topics)


def _template_of(school: LoadedSchool, one: ClassSubject) -> str:
    for key, template in school.library.templates.items():
        if template.model.kind != "class":
            continue
        fits = not template.model.grades or one.class_name.grade in template.model.grades
        if fits and name_key(template.model.subject) == name_key(one.subject):
            return key
    return SUBJECT_TEMPLATE


def _require_template(school: LoadedSchool) -> None:
    if school.library.get(SUBJECT_TEMPLATE) is None:
        raise ConfigError(
            _("В course_templates нет шаблона {name}: по нему заводятся курсы предметов.").format(
                name=SUBJECT_TEMPLATE
            ),
            _("Возьмите его и shared/remote-week.yaml из новой школы: vsosh-moodle init образец"),
        )


def _of(switch: RemoteSwitch, names: Sequence[ClassName]) -> tuple[RemoteCourse, ...]:
    """Return the courses of a switch for some of its classes only."""
    parts = (
        replace(one, classes=tuple(name for name in one.classes if name in names))
        for one in switch.courses
    )
    return tuple(one for one in parts if one.classes)
