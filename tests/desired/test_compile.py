"""The desired state of a school whose site has the plugin, and of one whose site has not."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from vsosh_moodle.desired.compile import CategoryNode, Desired, SchoolFacts, compile_desired
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import CONTENT_KINDS, Kind
from vsosh_moodle.plan.settings import settings_to_json
from vsosh_moodle.school.classes import ClassName, SchoolClass
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.templates import load_templates, render_course
from vsosh_moodle.templates.trial import example_context

LIBRARY = load_templates(shipped("course_templates"), date(2026, 11, 23))
KEYS = KeyScheme("vsosh:", "2026")
COURSE = KEYS.course("oge-math")


def compiled(
    *,
    with_activities: bool,
    modules: frozenset[str] | None = None,
    whole_classes: bool = False,
    without: tuple[str, ...] = (),
) -> Desired:
    template = LIBRARY.templates["oge-math"]
    name = ClassName(9, "А")
    spec = render_course(template, example_context(template, name))
    facts = SchoolFacts(
        keys=KEYS,
        timezone=ZoneInfo("Europe/Moscow"),
        classes=(SchoolClass(name),),
        categories=(CategoryNode("gia", "ГИА"),),
        with_activities=with_activities,
        whole_classes=whole_classes,
        modules=modules,
        banks={key: bank for key, bank in LIBRARY.banks.items() if key not in without},
    )
    return compile_desired(facts, [spec], [])


def test_with_the_plugin_the_content_is_wanted_and_the_summary_is_the_templates_own() -> None:
    desired = compiled(with_activities=True)
    assert not desired.state.section
    assert desired.notes == []
    assert "Что будет в разделах" not in desired.state.course[COURSE].summary
    numbers = settings_to_json(desired.state.course_activity[f"{COURSE}|numbers-trainer"].settings)
    assert numbers["questions"] == [
        {"bank": "oge-math/numbers", "count": 5, "points": 1},
        {"bank": "oge-math/numbers-drill", "count": 5, "points": 1},
    ]
    assert desired.bank_sources["oge-math/numbers"].format == "gift"
    assert {bank.item for bank in desired.state.question_bank.values()} == set(desired.bank_sources)
    assert all(
        desired.state.get(kind, key) is not None
        for record in desired.state
        for kind, key in parents_of(record)
    )


def test_events_that_no_calendar_takes_are_told_once() -> None:
    template = LIBRARY.templates["essay-11"]
    spec = render_course(template, example_context(template, ClassName(11, "А")))
    facts = SchoolFacts(
        keys=KEYS,
        timezone=ZoneInfo("Europe/Moscow"),
        classes=(SchoolClass(ClassName(11, "А")),),
        with_activities=True,
        banks=LIBRARY.banks,
    )
    without = compile_desired(facts, [spec], [])
    assert not without.state.calendar_event
    assert [one.code for one in without.remarks].count("events-unsupported") == 1
    made = compile_desired(replace(facts, with_events=True), [spec], [])
    assert {one.item for one in made.state.calendar_event.values()} == {
        event.key for event in spec.events
    }
    assert "events-unsupported" not in [one.code for one in made.remarks]


def test_banks_without_a_file_are_told_together() -> None:
    assert compiled(with_activities=True).remarks == []
    lost = ("oge-math/grid", "oge-math/circle")
    remarks = compiled(with_activities=True, without=lost).remarks
    (told,) = [remark.message for remark in remarks if remark.code == "bank-empty"]
    assert "oge-math/: " in told
    assert told.count("grid") == told.count("circle") == 1


def test_without_the_plugin_nothing_of_the_content_is_wanted() -> None:
    desired = compiled(with_activities=False)
    assert desired.state.section
    assert not any(desired.state.table(kind) for kind in CONTENT_KINDS)
    assert "Что будет в разделах" in desired.state.course[COURSE].summary
    (note,) = desired.notes
    assert note.count > 50
    assert desired.bank_sources == {}


def test_what_the_site_lacks_is_noted() -> None:
    desired = compiled(with_activities=True, modules=frozenset({"page", "quiz", "forum", "label"}))
    kinds = {record.module for record in desired.state.course_activity.values()}
    assert kinds <= {"page", "quiz", "forum", "label"}
    (note,) = desired.notes
    assert note.course == COURSE
    assert desired.state.table(Kind.COURSE_CONTENT)


def test_classes_may_be_enrolled_as_a_whole() -> None:
    desired = compiled(with_activities=True, whole_classes=True)
    (sync,) = desired.state.cohort_sync.values()
    assert sync.cohort == KEYS.class_cohort(ClassName(9, "А"))
    assert (sync.role, sync.group) == ("student", KEYS.group(COURSE, "9А"))
    assert "9А" in desired.scope_index().course_classes[COURSE]
    assert not desired.state.enrolment


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("vsosh:2025:class:9А", True),
        ("vsosh:2027:learners:K1", True),
        ("vsosh:2026:class:9А", False),
        ("vsosh:cat:gia", False),
        ("vsosh:p:000001", False),
        ("other:2025:class:9А", False),
        ("vsosh:2025", False),
    ],
)
def test_a_key_of_another_year_is_known_by_its_year(key: str, other: bool) -> None:
    assert KEYS.is_other_year(key) == other
