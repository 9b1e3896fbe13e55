"""The school year as the files have it: days, terms, exam days, what is due; and shifts of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from vsosh_moodle.config.calendar_file import HEADER, load_shifts, render_shift
from vsosh_moodle.desired.programmes import compile_programmes
from vsosh_moodle.desired.teaching import is_teacher_of
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.calendar import Shift
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.deadlines import (
    EVENT,
    SCHOOL,
    Deadline,
    ExamDay,
    Happening,
    YearCalendar,
    all_moments,
    deadlines,
    happenings,
)
from vsosh_moodle.school.people import Role
from vsosh_moodle.school.teachers import named_teachers
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.course_dates import exam_days
from vsosh_moodle.templates.dates import Anchor
from vsosh_moodle.workflow.learning import chosen_classes
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.school import LoadedSchool, load_school


def load_calendar(
    project: Project,
    classes: tuple[str, ...] = (),
    courses: tuple[str, ...] = (),
    teacher: str = "",
) -> YearCalendar:
    """Return the calendar of these classes and courses (all for none), or of a teacher's courses.

    Raises InputProblems when the files cannot be used, ConfigError for an unknown class, course, teacher.
    """
    school = _sound(project)
    names = tuple(chosen_classes(school.config, classes)) if classes else ()
    chosen = _courses_of(school, names, courses)
    if teacher:
        chosen = _courses_of_teacher(school, teacher, chosen)
    year = school.config.school_year()
    return YearCalendar(
        school.config.school.name,
        year,
        names,
        tuple(_exam_days(school, names or school.config.class_names(), chosen)),
        tuple(deadlines(chosen)),
        (*(_school_events(school) if not courses else ()), *happenings(chosen)),
    )


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """A moment before and after a shift; `crowded` names what else is due on the new day."""

    before: Deadline
    after: datetime
    crowded: tuple[str, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True)
class ShiftPreview:
    """What a shift would move; `problems` are what the templates say of the new dates."""

    shift: Shift
    moved: tuple[MovedDeadline, ...]
    problems: tuple[Problem, ...]
    undo: bool = False


def preview_shift(
    project: Project,
    start: date,
    days: int,
    classes: tuple[str, ...] = (),
    courses: tuple[str, ...] = (),
    reason: str = "",
) -> ShiftPreview:
    """Return what a shift would move, without writing anything.

    Raises ConfigError for a day outside the year, no days, an unknown class or course, and where nothing
    would move.
    """
    school = _sound(project)
    year = school.config.school_year()
    if not year.start <= start <= year.end:
        raise ConfigError(
            _("{day} — не в учебном году {year}.").format(day=f"{start:%d.%m.%Y}", year=year.name),
            _("Год идёт с {start} по {end}: выберите день из него.").format(
                start=f"{year.start:%d.%m.%Y}", end=f"{year.end:%d.%m.%Y}"
            ),
        )
    if not days:
        raise ConfigError(_("Сдвиг на 0 дней ничего не меняет."), _("Укажите --days, например 7."))
    names = frozenset(chosen_classes(school.config, classes)) if classes else frozenset()
    _courses_of(school, (), courses)
    shift = Shift(start, days, names, frozenset(courses), reason)
    preview = _compare(school, shift, (*year.shifts, shift))
    if not preview.moved:
        hint = _("Что сдано в срок и когда: vsosh-moodle calendar deadlines")
        if names:
            hint = _(
                "Общий курс двигается только для всех его классов. Сроки классов: vsosh-moodle calendar "
                "deadlines --class {name}"
            ).format(name=min(map(str, names)))
        raise ConfigError(_("С этого дня сдвигать нечего."), hint)
    return preview


def preview_undo(project: Project) -> ShiftPreview:
    """Return what taking back the last shift would move; raises ConfigError when there is none."""
    school = _sound(project)
    shifts = school.config.school_year().shifts
    if not shifts:
        raise ConfigError(_("Сдвигов нет: снимать нечего."))
    return replace(_compare(school, shifts[-1], shifts[:-1]), undo=True)


def write_shift(project: Project, preview: ShiftPreview) -> None:
    """Write a shift into calendar.yaml, or take the last one out of it; other lines stay as they are."""
    path = project.calendar
    text = path.read_text(encoding="utf-8") if path.is_file() else HEADER
    line = render_shift(preview.shift)
    if preview.undo:
        at = text.rstrip("\n").rfind("\n  - ")
        text = text[: at + 1] if at >= 0 else HEADER
    else:
        text = f"{text.rstrip()}\n{line}" if text.strip() else HEADER + line
    write_private(path, text, force=True)
    config = _sound(project).config
    shifts, problems = load_shifts(path, config)
    wanted = len(shifts) if not preview.undo else None
    if problems or (wanted is not None and shifts[-1] != preview.shift):
        raise InputProblems(problems)


def _compare(school: LoadedSchool, shift: Shift, shifts: tuple[Shift, ...]) -> ShiftPreview:
    before = {
        (one.course, one.activity, one.kind): one for one in all_moments(school.programmes.courses)
    }
    config = school.config.model_copy()
    config._yaml = school.config._yaml  # noqa: SLF001  the copy speaks of the same file
    config.shift_deadlines(shifts)
    compiled = compile_programmes(config, school.library, school.keys)
    courses = {one.key: one for one in compiled.courses}
    after = {(one.course, one.activity, one.kind): one for one in all_moments(compiled.courses)}
    due = deadlines(compiled.courses)
    moved = []
    for key, one in before.items():
        new = after.get(key)
        if new is None or new.moment == one.moment:
            continue
        course = courses[one.course]
        moved.append(
            MovedDeadline(
                one,
                new.moment,
                _crowd(new, due) if one.kind not in ("open", EVENT) else (),
                not course.start <= new.moment.date() <= course.end,
            )
        )
    told = set(school.programmes.problems)
    return ShiftPreview(
        shift,
        tuple(sorted(moved, key=lambda one: (one.before.moment, one.before.course))),
        tuple(one for one in compiled.problems if one not in told),
    )


def _school_events(school: LoadedSchool) -> Iterable[Happening]:
    title = school.config.school.short_name or school.config.school.name
    for one in school.config.year.events:
        yield Happening(SCHOOL, title, one.key, one.name, one.start, one.minutes)


def _crowd(new: Deadline, due: Iterable[Deadline]) -> tuple[str, ...]:
    return tuple(
        f"{one.title}: {one.name}"
        for one in due
        if one.moment.date() == new.moment.date()
        and set(one.classes) & set(new.classes)
        and (one.course, one.activity) != (new.course, new.activity)
    )


def _sound(project: Project) -> LoadedSchool:
    school = load_school(project)
    if school.errors:
        raise InputProblems(school.problems)
    return school


def _courses_of(
    school: LoadedSchool, names: tuple[ClassName, ...], courses: tuple[str, ...]
) -> list[CourseSpec]:
    known = {one.key: one for one in school.programmes.courses}
    for key in courses:
        if key not in known:
            raise ConfigError(
                _("Курса «{name}» нет.").format(name=key[:60]), did_you_mean(key, known)
            )
    return [
        one
        for key, one in known.items()
        if (not courses or key in courses) and (not names or set(names) & set(one.classes))
    ]


def _courses_of_teacher(
    school: LoadedSchool, name: str, courses: Iterable[CourseSpec]
) -> list[CourseSpec]:
    teachers = [one for one in school.roster.people if one.role is Role.TEACHER]
    rows = named_teachers(name, teachers)
    if not rows:
        full_names = {one.full_name for one in teachers}
        raise ConfigError(
            _("Учителя «{name}» в списках нет.").format(name=name[:60]),
            did_you_mean(name, full_names) or _("Назовите учителя так, как он записан в списке."),
        )
    if len({one.full_name for one in rows}) > 1:
        raise ConfigError(
            _("Учителей «{name}» несколько.").format(name=name[:60]),
            _("Назовите фамилию, имя и отчество."),
        )
    full_name = rows[0].full_name
    own = [one for one in teachers if one.full_name == full_name]
    named = school.programmes.teachers
    return [
        course
        for course in courses
        if any(is_teacher_of(one, course, named.get(course.key, ())) for one in own)
    ]


def _exam_days(
    school: LoadedSchool, names: Iterable[ClassName], courses: Iterable[CourseSpec]
) -> list[ExamDay]:
    """Return the days of admission, and of exams that a dated file of the templates names already."""
    year = school.config.school_year()
    by_rule = exam_days(None, year)
    admission = dict(by_rule)
    for template in school.library:
        own = exam_days(template.exam, year)
        admission |= {word: own[word] for word in by_rule if own[word] != by_rule[word]}
    found = set()
    grades = {name.grade for name in names}
    for word, title, of in (
        (Anchor.INTERVIEW, _("итоговое собеседование"), {9}),
        (Anchor.ESSAY, _("итоговое сочинение"), {11, 12}),
    ):
        if grades & of:
            found |= {
                ExamDay(day, title, day in by_rule[word.value]) for day in admission[word.value]
            }
    for course in courses:
        template_of = school.library.get(course.template)
        own = exam_days(template_of.exam if template_of else None, year)
        days = own.get(Anchor.EXAM.value, ())
        if days and days not in (own[Anchor.ESSAY.value], own[Anchor.INTERVIEW.value]):
            title = _("экзамен: {subject}").format(subject=course.subject)
            found |= {ExamDay(day, title, by_rule=False) for day in days}
    return sorted(found, key=lambda one: (one.day, one.name))
