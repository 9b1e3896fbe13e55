"""Observe what courses hold: sections, activities, grade categories, question banks."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_content import GET_COURSES, LiveCourse, LiveItem, get_courses
from vsosh_moodle.moodle.plugin_events import SET_EVENTS
from vsosh_moodle.observe.observed import Observed, Question
from vsosh_moodle.observe.pool import ReadPool, results
from vsosh_moodle.plan.records import (
    CalendarEvent,
    ContentItem,
    ContentSection,
    CourseActivity,
    CourseContent,
    GradeCategory,
    Kind,
    PupilException,
    QuestionBank,
)
from vsosh_moodle.plan.settings import LOCKED, settings_of
from vsosh_moodle.problems import Place, Problem

COURSES_PER_READ = 10
"""Courses whose content is read in one request: some hundred items of each would be megabytes."""


def start_content(pool: ReadPool, question: Question) -> list[Future[list[LiveCourse]]]:
    """Start reading the courses whose content the files describe; none without the plugin."""
    if not pool.client.site.has(GET_COURSES):
        return []
    keys = list(question.wanted.course_content)
    if question.site_calendar and pool.client.site.has(SET_EVENTS):
        keys.append(question.site_calendar)

    def read(part: Sequence[str]) -> list[LiveCourse]:
        return get_courses(pool.client, part)

    return pool.start_each(read, keys, COURSES_PER_READ)


def take_content(futures: Sequence[Future[list[LiveCourse]]], observed: Observed) -> None:
    """Fill in the items that were read: as they are, and as they were written last."""
    for part in results(futures):
        for course in part:
            if course.status == "denied":
                observed.problems.append(_denied(course.course))
            for item in course.items:
                _take_item(course.course, item, observed)


def _take_item(course: str, item: LiveItem, observed: Observed) -> None:
    live = record_of_item(course, item)
    if live is None:
        return
    observed.state.add(live)
    if item.id:
        observed.ids[live.kind, live.key] = item.id
    if item.edited or item.locked:
        last = dict(live.settings) | dict(settings_of(item.edited))
        last |= dict.fromkeys(item.locked, LOCKED)
        live = replace(live, settings=tuple(sorted(last.items())))
    observed.base_items.add(live)


def record_of_item(course: str, item: LiveItem) -> ContentItem | None:
    """Return the record of an item; None for a type that a newer plugin may add."""
    settings = settings_of(item.fields)
    match item.type:
        case "course":
            return CourseContent(course, settings)
        case "section":
            return ContentSection(course, item.key, settings)
        case "grade_category":
            return GradeCategory(course, item.key, settings)
        case "question_bank":
            return QuestionBank(course, item.key, settings)
        case "activity":
            return CourseActivity(course, item.key, item.module, settings)
        case "event":
            return CalendarEvent(course, item.key, settings)
        case "exception":
            return PupilException(course, item.key, settings)
        case _:
            return None


ITEM_TYPES: dict[Kind, str] = {
    Kind.COURSE_CONTENT: "course",
    Kind.CONTENT_SECTION: "section",
    Kind.GRADE_CATEGORY: "grade_category",
    Kind.QUESTION_BANK: "question_bank",
    Kind.COURSE_ACTIVITY: "activity",
    Kind.CALENDAR_EVENT: "event",
    Kind.PUPIL_EXCEPTION: "exception",
}
"""What the plugin calls each kind of item."""


def _denied(course: str) -> Problem:
    return Problem(
        Place(),
        _("служебному пользователю не видно содержание курса «{course}».").format(course=course),
        _(
            "Администратору: проверьте права служебного пользователя: "
            "php local/vsosh/cli/setup.php --check"
        ),
        code="course-denied",
        severity="warning",
    )
