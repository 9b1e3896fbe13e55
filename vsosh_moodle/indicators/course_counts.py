"""Courses that are counted: those for exams, with their quality gate, and those for the whole school."""

from collections import defaultdict
from dataclasses import dataclass

from vsosh_moodle.indicators.counting import number
from vsosh_moodle.indicators.facts import ActivityFacts, CourseFacts
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows
from vsosh_moodle.indicators.view import View, visible_activities
from vsosh_moodle.language import _

TESTS = frozenset({"quiz"})
TEXTS = frozenset({"page", "resource", "folder", "book", "lesson", "h5pactivity", "url"})
TALK = frozenset({"forum", "choice", "feedback", "label", "chat", "survey", "bigbluebuttonbn"})
"""What a section may consist of without being one where something is learned."""

CONTROL = ("diagnostics", "mock", "essay-mock", "interview-mock")
"""How keys of diagnostics and trial exams begin (course_templates/shared)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What a course for an exam lacks; empty when it passes."""

    missing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the course counts."""
        return not self.missing


def gia_courses(definition: Definition, view: View) -> Indicator:
    """Return how many courses for exams pass the gate, and what the others lack."""
    rows = []
    for key in _of_kind(view, "gia"):
        gate = exam_course_gate(view, key)
        exam = view.school_course(key).exam
        scale = next((one for one in view.inputs.scales if (one.file, one.subject) == exam), None)
        shown = f"{scale.exam}: {scale.title}" if scale else view.subject(key)
        rows.append((view.course_title(key), shown, "; ".join(gate.missing), gate.passed))
    remarks = [
        _("Курс «{title}» не засчитан: {missing}.").format(title=row[0], missing=row[2])
        for row in rows
        if not row[3]
    ]
    columns = (_("Курс"), _("Экзамен"), _("Чего не хватает"), _("Засчитан"))
    return number(
        definition, Rows(columns, tuple(rows), counted=3), whole=len(rows), remarks=remarks
    )


def exam_course_gate(view: View, key: str) -> Gate:
    """Return what a course for an exam lacks to be counted."""
    course = view.courses.get(key)
    if course is None:
        return Gate((_("курса нет в Moodle"),))
    missing = [] if course.visible else [_("курс скрыт")]
    activities = visible_activities(course)
    if not any(one.module in TESTS for one in activities):
        missing.append(_("нет ни одного теста"))
    titles = view.school_course(key).sections
    bare = [_section(number, titles) for number in _bare_sections(activities)]
    if not activities:
        missing.append(_("нет видимых элементов"))
    elif bare:
        missing.append(_("нет страницы или файла: {sections}").format(sections=", ".join(bare)))
    return Gate(tuple(missing))


def school_courses(definition: Definition, view: View) -> Indicator:
    """Return how many open courses are for the whole school."""
    keys = sorted(
        key for key, one in view.inputs.courses.items() if one.kind == "school" or one.all_classes
    )
    rows = tuple((view.course_title(key), view.subject(key), _is_open(view, key)) for key in keys)
    remarks = [
        _("Курс «{title}» скрыт или его нет в Moodle: не засчитан.").format(title=row[0])
        for row in rows
        if not row[2]
    ]
    return number(
        definition,
        Rows((_("Курс"), _("Предмет"), _("Открыт")), rows, counted=2),
        whole=len(rows),
        remarks=remarks,
    )


def _of_kind(view: View, kind: str) -> list[str]:
    return sorted(key for key, one in view.inputs.courses.items() if one.kind == kind)


def _is_open(view: View, key: str) -> bool:
    course: CourseFacts | None = view.courses.get(key)
    return course is not None and course.visible and bool(visible_activities(course))


def _bare_sections(activities: tuple[ActivityFacts, ...]) -> list[int]:
    """Return the sections where something is to be learned, and there is nothing to learn it from."""
    by_section: dict[int, list[ActivityFacts]] = defaultdict(list)
    for one in activities:
        by_section[one.section].append(one)
    return sorted(
        number
        for number, there in by_section.items()
        if number != 0
        and any(_teaches(one) for one in there)
        and not any(one.module in TEXTS for one in there)
    )


def _teaches(activity: ActivityFacts) -> bool:
    return activity.module not in TALK and not activity.key.startswith(CONTROL)


def _section(number: int, titles: tuple[str, ...]) -> str:
    if number < len(titles) and titles[number]:
        return _("раздел {n} «{title}»").format(n=number, title=titles[number])
    return _("раздел {n}").format(n=number)
