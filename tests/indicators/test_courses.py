"""Programmes, courses, classes and materials, by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.terms import (
    activity,
    class_name,
    computed,
    course,
    facts,
    inputs,
    moment,
    pupil,
    school_class,
    school_course,
    snapshot,
    took_part,
)
from vsosh_moodle.indicators.course_counts import exam_course_gate
from vsosh_moodle.indicators.facts import ActivityFacts
from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.indicators.view import View
from vsosh_moodle.registers.records import CurriculumRow, Registers
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.templates.library import check_templates
from vsosh_moodle.templates.render import check_course
from vsosh_moodle.templates.trial import example_context

ROOT = Path(__file__).parents[2]
GIA = ("oge-math", "oge-russian", "oge-social", "ege-math-base", "ege-russian")


def _curriculum(*rows: CurriculumRow) -> Registers:
    return Registers(frozenset({"curriculum"}), curriculum=rows)


def test_a_programme_lives_by_its_course() -> None:
    given = inputs(
        people=(pupil("a"),),
        participations=(
            took_part("a", "vsosh:2026:live", done=1),
            took_part("a", "vsosh:2026:idle"),
        ),
        courses={
            f"vsosh:2026:{key}": school_course("class", key, short=key, classes=(class_name("9А"),))
            for key in ("live", "idle", "empty", "hidden", "absent")
        },
        registers=_curriculum(
            CurriculumRow("x", 9, "очно-заочная", course="live"),
            CurriculumRow("x", 9, "очно-заочная", course="vsosh:2026:idle"),
            CurriculumRow("x", 9, "очно-заочная", course="empty"),
            CurriculumRow("x", 9, "очно-заочная", course="hidden"),
            CurriculumRow("x", 9, "очно-заочная", course="absent"),
            CurriculumRow("x", 9, "очно-заочная", course="typo"),
            CurriculumRow("LIVE", 9, "заочная"),
            CurriculumRow("живопись", 9, "заочная"),
        ),
    )
    there = (
        course("vsosh:2026:live", activity(1)), course("vsosh:2026:idle", activity(2)),
        course("vsosh:2026:empty", activity(3, visible=False)),
        course("vsosh:2026:hidden", activity(4), visible=False),
    )  # fmt: skip
    found = computed("programmes", replace(given, facts=replace(given.facts, courses=there)))
    assert found.rows is not None
    assert (found.part, found.whole) == (2, 8)
    assert [row[4] for row in found.rows.rows] == [
        "", "нет активных учеников", "нет видимых элементов", "курс скрыт", "курса нет в Moodle", "", "", "",
    ]  # fmt: skip
    assert any("«typo»" in one for one in found.remarks)
    assert any("У 2 строк" in one for one in found.remarks)


def test_a_programme_of_several_courses_lives_by_any_of_them() -> None:
    given = inputs(
        people=(pupil("a"),),
        participations=(took_part("a", "vsosh:2026:live", done=1),),
        courses={
            f"vsosh:2026:{key}": school_course("class", key, short=key, classes=(class_name("9А"),))
            for key in ("idle", "live")
        },
        registers=_curriculum(
            CurriculumRow("x", 9, "очно-заочная", course="idle", more_courses=("live",)),
            CurriculumRow("y", 9, "очно-заочная", course="idle", more_courses=("typo",)),
        ),
    )
    there = tuple(
        course(f"vsosh:2026:{key}", activity(n)) for n, key in enumerate(("idle", "live"))
    )
    found = computed("programmes", replace(given, facts=replace(given.facts, courses=there)))
    assert (found.part, found.whole) == (1, 2)


def test_without_the_register_there_is_no_share() -> None:
    found = computed("programmes", inputs())
    assert found.value is None
    assert "registers template" in found.why


def _exam_course(**fields: Any) -> Inputs:
    return inputs(
        courses={"vsosh:2026:oge-math": school_course(sections=("Общее", "Числа", "Уравнения"))},
        **fields,
    )


def _lacks(*activities: ActivityFacts, **fields: Any) -> tuple[str, ...]:
    given = replace(
        _exam_course(), facts=facts(courses=(course("vsosh:2026:oge-math", *activities, **fields),))
    )
    return exam_course_gate(View(given), "vsosh:2026:oge-math").missing


def test_a_course_for_exams_passes_the_gate() -> None:
    quiz, page = activity(1, "quiz", section=1), activity(2, "page", section=1)
    talk = activity(3, "forum", section=2)
    mock = activity(4, "quiz", section=3, key="mock-1-auto")
    announcement = activity(5, "quiz", section=0)
    assert _lacks(quiz, page, talk, mock, announcement) == ()


def test_a_course_for_exams_says_what_it_lacks() -> None:
    page, quiz = activity(1, "page", section=1), activity(2, "quiz", section=2)
    assert _lacks(page) == ("нет ни одного теста",)
    assert _lacks(page, quiz) == ("нет страницы или файла: раздел 2 «Уравнения»",)
    assert _lacks(page, quiz._replace(section=7)) == ("нет страницы или файла: раздел 7",)
    hidden = activity(3, "page", section=2, visible=False)
    assert _lacks(page, quiz, hidden) == ("нет страницы или файла: раздел 2 «Уравнения»",)
    assert _lacks(visible=False) == ("курс скрыт", "нет ни одного теста", "нет видимых элементов")
    assert exam_course_gate(View(_exam_course()), "vsosh:2026:oge-math").missing == (
        "курса нет в Moodle",
    )


def test_courses_for_exams_are_counted_with_the_rest_told() -> None:
    found = computed("gia_courses", _exam_course())
    assert (found.value, found.whole) == (0, 1)
    assert found.remarks[0] == "Курс «vsosh:2026:oge-math» не засчитан: курса нет в Moodle."


@pytest.mark.parametrize("key", GIA)
def test_the_school_s_own_templates_pass_the_gate(key: str) -> None:
    library, _problems = check_templates(ROOT / "course_templates")
    template = library.get(key)
    assert template is not None
    grade = min(template.model.grades)
    spec, _problems = check_course(template, example_context(template, ClassName(grade, "А")))
    assert spec is not None
    modules = {"file": "resource", "h5p": "h5pactivity"}
    activities = [
        activity(number, modules.get(one.kind, one.kind), section=section, key=one.key)
        for section, part in enumerate(spec.sections)
        for number, one in enumerate(part.all_activities, 100 * section)
    ]
    assert _lacks(*activities) == ()


def test_school_courses_are_of_the_kind_or_for_all_classes() -> None:
    given = inputs(
        courses={
            "k": school_course("school"), "all": school_course("elective", all_classes=True),
            "one": school_course("elective"), "hidden": school_course("school"),
        },
    )  # fmt: skip
    there = (
        course("k", activity(1)), course("all", activity(2)), course("one", activity(3)),
        course("hidden", activity(4), visible=False),
    )  # fmt: skip
    found = computed("school_courses", replace(given, facts=facts(courses=there)))
    assert (found.value, found.whole) == (2, 3)
    assert any("«hidden»" in one for one in found.remarks)


def test_distance_classes_are_wanted_on_both_levels() -> None:
    given = inputs(
        classes=(
            school_class("8Д", distance=True), school_class("9Д", distance=True), school_class("11А"),
        ),
        targets={"distance_classes_middle": 1, "distance_classes_senior": 1},
    )  # fmt: skip
    found = computed("distance_classes", given)
    assert (found.value, found.definition.goal) == (2, 2)
    assert (found.toward, found.plan_percent, found.reached) == (1, 50, False)
    assert found.details == {"В 7–9 классах": 2, "В 10–12 классах": 0}
    assert any("В 10–12 классах дистанционных: 0, по плану 1" in one for one in found.remarks)


def test_classes_of_a_past_year_come_from_the_lists() -> None:
    given = inputs(people=(pupil("a", "8Д", distance=True), pupil("b", "8Д"), pupil("c", "10А")))
    assert computed("distance_classes", given).value == 1


def test_materials_of_the_period() -> None:
    there = course(
        "k",
        activity(1, "page", added=moment(date(2026, 10, 1))),
        activity(2, "quiz", added=moment(date(2026, 8, 31))),
        activity(3, "resource", first_seen=date(2026, 11, 1)),
        activity(4, "resource", first_seen=date(2026, 9, 1)),
        activity(5, "forum", added=moment(date(2026, 10, 1))),
        activity(6, "page", added=moment(date(2026, 10, 1)), visible=False),
        activity(7, "page", added=moment(date(2026, 10, 1)), gone=True),
        activity(8, "page", added=moment(date(2026, 10, 2))),
    )
    found = computed("materials", inputs(courses=(there,)))
    assert found.value == 3
    assert found.details == {"страница": 2, "файл": 1}
    assert any("1 элемент" in one for one in found.remarks)
    assert computed("bank", inputs(courses=(there,))).value == 5


def test_the_day_of_a_material_is_the_school_s() -> None:
    late = int(datetime(2026, 8, 31, 21, 30, tzinfo=UTC).timestamp())
    there = course("k", activity(1, "page", added=late))
    assert computed("materials", inputs(courses=(there,))).value == 1


def test_software_tells_the_platform_without_a_number() -> None:
    found = computed("software", inputs(snapshot=snapshot(release="4.1.1")))
    assert found.value is None
    assert found.details == {"Система дистанционного обучения": "Moodle 4.1.1"}


def test_courses_are_called_shortly_unless_two_would_be_alike() -> None:
    view = View(
        inputs(
            facts=facts(
                courses=(
                    course("vsosh:2026:oge", title="ОГЭ: подготовка, 9А, 9Б, 2026/27"),
                    course("vsosh:2026:a", title="Алгебра, 9А, 2026/27"),
                    course("vsosh:2026:b", title="Алгебра, 9Б, 2026/27"),
                )
            )
        )
    )
    assert view.course_title("vsosh:2026:oge") == "ОГЭ: подготовка"
    assert view.course_title("vsosh:2026:a") == "Алгебра, 9А, 2026/27"
    assert view.course_title("vsosh:2026:b") == "Алгебра, 9Б, 2026/27"
