"""What stands in the way of distance learning on some days; nothing is written, no site is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.indicators.watch import WatchKind
from vsosh_moodle.language import _
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.course_work import work_on
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.workflow.class_load import without_device
from vsosh_moodle.workflow.class_subjects import ClassSubject, class_subjects
from vsosh_moodle.workflow.learning import Learning, Period, chosen_classes, names_of, open_learning
from vsosh_moodle.workflow.load_checking import check_load
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.remote_switch import check_days, sound_school

SubjectState = Literal["ready", "no-content", "no-course"]


@dataclass(frozen=True, slots=True)
class SubjectReadiness:
    """A subject of a class: whether its course has something to do on the days; how many things."""

    subject: str
    state: SubjectState
    course: str = ""
    activities: int = 0
    teachers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassReadiness:
    """A class before distance learning.

    `never` are the names of those who never logged in, None where nothing was pulled; `without_device`
    of those who have none, None without a register. `violations` of the norms if all learnt from home,
    None without a timetable.
    """

    name: ClassName
    pupils: int
    never: tuple[str, ...] | None
    without_device: tuple[str, ...] | None
    violations: int | None
    subjects: tuple[SubjectReadiness, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way that is known of."""
        lacking = any(one.state != "ready" or not one.teachers for one in self.subjects)
        return bool(self.subjects) and not (
            lacking or self.never or self.without_device or self.violations
        )


@dataclass(frozen=True, slots=True)
class RemoteCheck:
    """What was found, class by class; `as_of` is the day Moodle was read, None when it never was."""

    start: date
    end: date
    classes: tuple[ClassReadiness, ...]
    as_of: date | None
    remarks: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of any class."""
        return all(one.is_ready for one in self.classes)


def check_remote(
    project: Project,
    start: date,
    end: date,
    classes: tuple[str, ...] = (),
    today: date | None = None,
) -> RemoteCheck:
    """Look at logins, devices, subjects, content and the load of these classes (all for none).

    Raises InputProblems when the files cannot be used, ConfigError for an unknown class or days outside the
    year.
    """
    school = sound_school(project, today)
    names = chosen_classes(school.config, classes)
    check_days(school.config.school_year(), start, end, names)
    day = today or date.today()  # noqa: DTZ011  the school's own calendar day
    now = datetime.combine(day, time(12), school.config.timezone)
    with open_learning(project, now) as learning:
        registers = learning.registers.registers
        never, as_of, remarks = _never(learning)
        # As the site will be on the first of these days: courses of a switch that is over are hidden then.
        subjects = class_subjects(sound_school(project, start), registers, names)
        people = learning.school.roster.people
    violations = _violations(project, classes, start, day)
    if "devices" not in registers.given:
        remarks.append(
            _(
                "Нет реестра «Техника у учеников»: у кого нет устройства, неизвестно. Образец: {c}"
            ).format(c="vsosh-moodle registers template devices")
        )
    if violations is None:
        remarks.append(
            _("Нет реестра «Расписание»: время за экраном не проверено. Образец: {c}").format(
                c="vsosh-moodle registers template timetable"
            )
        )
    devices = registers.devices if "devices" in registers.given else None
    return RemoteCheck(
        start,
        end,
        tuple(
            ClassReadiness(
                name,
                _pupils(people, name),
                None if never is None else never.get(str(name), ()),
                None if devices is None else without_device(devices, name, start),
                None if violations is None else violations.get(name, 0),
                tuple(_readiness(one, start, end) for one in subjects if one.class_name == name),
            )
            for name in names
        ),
        as_of,
        tuple(remarks),
    )


def _never(
    learning: Learning,
) -> tuple[Mapping[str, tuple[str, ...]] | None, date | None, list[str]]:
    """Return who never logged in by class, as of which day, and what to know about it."""
    year = learning.config.school_year()
    try:
        facts = learning.facts(Period(year.name, year.start, year.end))
    except ConfigError:
        told = _("Кто ещё не входил, неизвестно: Moodle не прочитан. Выполните: vsosh-moodle pull")
        return None, None, [told]
    names = names_of(facts)
    found: dict[str, tuple[str, ...]] = {}
    for one in learning.watched(facts):
        if one.kind is WatchKind.NEVER:
            found[one.class_name] = (*found.get(one.class_name, ()), names[one.person])
    taken = date.fromisoformat(facts.snapshot.taken[:10]) if facts.snapshot else None
    return found, taken, learning.remarks(facts)


def _readiness(one: ClassSubject, start: date, end: date) -> SubjectReadiness:
    if one.course is None:
        return SubjectReadiness(one.subject, "no-course", teachers=one.teachers)
    work = work_on(one.course, start, end)
    state: SubjectState = "ready" if work else "no-content"
    return SubjectReadiness(one.subject, state, one.course.short_name, len(work), one.teachers)


def _violations(
    project: Project, classes: tuple[str, ...], start: date, today: date
) -> Mapping[ClassName, int] | None:
    found = check_load(project, classes, start, all_at_home=True, today=today)
    if not found.has_timetable:
        return None
    counted: dict[ClassName, int] = {}
    for one in found.violations:
        counted[one.class_name] = counted.get(one.class_name, 0) + 1
    return counted


def _pupils(people: Iterable[Person], name: ClassName) -> int:
    return sum(one.role is Role.STUDENT and one.class_name == name for one in people)
