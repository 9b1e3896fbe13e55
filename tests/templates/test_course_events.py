"""Events of a course template: their days, and what is wrong with them."""

import pytest

from tests.templates.conftest import TEMPLATE, Check
from vsosh_moodle.school.admission_days import essay_days
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.courses import CourseEvent
from vsosh_moodle.templates import RenderContext, render_course
from vsosh_moodle.templates.trial import example_year

YEAR = example_year(2026)
CONTEXT = RenderContext(YEAR, (ClassName(9, "А"),))


def with_events(*events: str) -> str:
    return f"{TEMPLATE}events:\n" + "".join(f"  - {{{event}}}\n" for event in events)


def rendered(check: Check, *events: str) -> tuple[CourseEvent, ...]:
    """Return the events of a sound template."""
    library, problems = check(with_events(*events))
    assert problems == []
    template = library.get("demo")
    assert template is not None
    return render_course(template, CONTEXT).events


def test_an_event_has_an_hour_or_is_a_whole_day(check: Check) -> None:
    hour, day = rendered(
        check,
        "key: a, title: Консультация, date: 'неделя 1, сб 16:00', minutes: 45",
        "key: b, title: 'Сбор {{ course.class_names }}', date: сочинение, description: '**Паспорт**'",
    )
    assert (hour.start[-5:], hour.minutes, hour.description) == ("16:00", 45, "")
    assert (day.title, day.start) == ("Сбор 9А", f"{essay_days(2026)[0]}T00:00")
    assert day.description == "<p><strong>Паспорт</strong></p>"


def test_an_event_for_other_grades_is_left_out(check: Check) -> None:
    events = rendered(
        check,
        "key: a, title: Девятым, date: неделя 2, grades: [9]",
        "key: b, title: Старшим, date: неделя 2, grades: [10, 11]",
    )
    assert [one.key for one in events] == ["a"]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("key: x, title: Т, date: когда-нибудь", "date"),
        ("key: x, title: Т, date: экзамен", "date"),
        ("key: x, title: Т, date: неделя 2, minutes: 45", "event-minutes"),
        ("key: x, title: Т, date: 'неделя 2, пн 10:00', minutes: 525601", "event-minutes"),
        ("key: x, title: 'Т <b>', date: неделя 2", "name-too-long"),
        ("key: a, title: Т, date: неделя 2", "duplicate-key"),
    ],
)
def test_a_wrong_event_is_told_with_its_line(check: Check, event: str, code: str) -> None:
    text = with_events("key: a, title: Первое, date: неделя 2", event)
    _library, problems = check(text)
    assert [one.code for one in problems] == [code]
    assert problems[0].place.line == len(text.splitlines())
    assert problems[0].hint or code == "date"


def test_an_event_outside_the_course_is_a_warning(check: Check) -> None:
    _library, problems = check(with_events("key: a, title: Лето, date: '2099-07-20'"))
    assert [(one.code, one.severity) for one in problems] == [("date-outside", "warning")]
