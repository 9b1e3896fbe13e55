"""Facts cut by class, category, week, teacher, by hand."""

from datetime import date

from hypothesis import given, settings

from tests.indicators.random_terms import random_inputs
from tests.indicators.terms import (
    activity,
    class_name,
    course,
    inputs,
    moment,
    oge_math,
    pupil,
    school_course,
    teacher,
    took_part,
)
from vsosh_moodle.indicators.facts import GradingFacts, MonthFacts, WeekFacts
from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.indicators.marks import MarkCounts, MarkScale
from vsosh_moodle.indicators.slices.calendar import heat_map, month_coverage
from vsosh_moodle.indicators.slices.exams import exam_results
from vsosh_moodle.indicators.slices.groups import (
    coverage_by,
    coverage_of_all,
    movement_by,
    movement_of_all,
)
from vsosh_moodle.indicators.slices.oo1 import Born, age_rows, class_forms, full_years
from vsosh_moodle.indicators.slices.pupils import course_pupils, mark_rows, pupil_rows
from vsosh_moodle.indicators.slices.teaching import material_kinds, material_rows, teacher_rows
from vsosh_moodle.indicators.view import View
from vsosh_moodle.registers.records import Registers, TrialRow

M, H = "vsosh:2026:math", "vsosh:2026:history"


def _term() -> View:
    return View(
        inputs(
            people=(
                pupil("a", "10Д", categories=("home", "sport"), form="заочная", distance=True),
                pupil("b", "9А", joined=date(2026, 11, 1), last_access=moment(date(2027, 5, 6))),
                pupil(
                    "c", "9А", present=False, left=date(2027, 2, 1), first_access=0, last_access=0
                ),
                pupil("d", "9А", categories=("sport",), joined=date(2026, 12, 1), present=False),
            ),
            participations=(
                took_part(
                    "a", M, done=2, done_ever=5, completed=moment(date(2027, 5, 1)), grade=85.0
                ),
                took_part("a", H, submitted=1, grade=45.0, overdue=2),
                took_part("b", M, grade=0.0, overdue=3, active=False),
                took_part("b", H, attempts=1),
                took_part("c", M),
            ),
            courses={M: school_course("class", "Алгебра"), H: school_course("class", "История")},
        )
    )


def test_coverage_by_class() -> None:
    rows = coverage_by(_term(), "class")
    assert [tuple(row) for row in rows] == [("9А", 3, 3, 2, 2, 1, 0), ("10Д", 1, 1, 1, 1, 1, 1)]
    assert tuple(coverage_of_all(_term()))[1:] == (4, 4, 3, 3, 2, 1)
    assert rows[1].percent == 100


def test_a_pupil_of_two_categories_is_in_both_and_once_in_all() -> None:
    rows = {row.group: row.people for row in coverage_by(_term(), "category")}
    assert rows == {"": 2, "home": 1, "sport": 2}


def test_grades_and_forms() -> None:
    assert [row.group for row in coverage_by(_term(), "grade")] == ["9", "10"]
    assert {row.group: row.active for row in coverage_by(_term(), "form")} == {
        "заочная": 1,
        "очно-заочная": 1,
    }


def test_movement_adds_up() -> None:
    assert [tuple(row) for row in movement_by(_term(), "class")] == [
        ("9А", 1, 2, 2, 1),
        ("10Д", 1, 0, 0, 1),
    ]
    assert tuple(movement_of_all(_term()))[1:] == (2, 2, 2, 2)


def test_the_heat_map_has_every_week_and_class() -> None:
    view = View(
        inputs(
            people=(pupil("a", "10Д"), pupil("b", "9А")),
            weeks=(
                WeekFacts(date(2026, 9, 7), "9А", 3, 8),
                WeekFacts(date(2027, 5, 24), "10Д", 1, 1),
            ),
        )
    )
    found = heat_map(view)
    assert (found.weeks[0], found.weeks[-1], len(found.weeks)) == (
        date(2026, 8, 31),
        date(2027, 5, 24),
        39,
    )
    assert found.classes == ("9А", "10Д")
    assert (found.active[0][1], found.works[0][1], found.active[1][-1], sum(found.active[0])) == (
        3,
        8,
        1,
        3,
    )


def test_months_in_their_order() -> None:
    months = (MonthFacts(date(2026, 10, 1), 5, 20), MonthFacts(date(2026, 9, 1), 0, 0))
    rows = month_coverage(View(inputs(months=months)))
    assert [(row.month.month, row.percent) for row in rows] == [(9, None), (10, 25)]


def test_a_class_s_pupils() -> None:
    rows = pupil_rows(_term(), "9А")
    b = next(row for row in rows if row.person == "b")
    assert [row.person for row in rows] == ["b", "c", "d"]
    assert (b.courses, b.works, b.overdue, b.days, b.grade, b.active) == (2, 1, 0, 20, 0.0, True)
    assert rows[1].last_access is None
    assert rows[1].days is None
    a = pupil_rows(_term())[-1]
    assert (a.person, a.done, a.completed, a.overdue, a.grade) == ("a", 5, 1, 2, 65.0)


def test_marks_of_the_present_and_enrolled() -> None:
    rows = mark_rows(_term(), {"алгебра": MarkScale(90, 60, 40)})
    assert [(row.class_name, row.subject, row.counts) for row in rows] == [
        ("9А", "История", MarkCounts(none=1)),
        ("10Д", "Алгебра", MarkCounts(four=1)),
        ("10Д", "История", MarkCounts(three=1)),
    ]


def test_a_course_s_pupils_have_marks_and_none_is_not_two() -> None:
    rows = course_pupils(_term(), M, {})
    assert [(row.person, row.mark, row.enrolled) for row in rows] == [
        ("b", 2, False), ("c", None, True), ("a", 5, True),
    ]  # fmt: skip


def test_teachers_with_what_they_checked_and_made() -> None:
    view = View(
        inputs(
            people=(pupil("a"),),
            participations=(took_part("a", M, done=1),),
            courses=(
                course(M, activity(1, added=moment(date(2026, 10, 1))), activity(2, "quiz", first_seen=date(2027, 1, 1))),
                course(H, activity(3)),
            ),
            grading=(GradingFacts(M, 8, 7, 6, 1), GradingFacts(H, 0, 0, 0, 0)),
            teachers=(
                teacher("t1", M, posts=2, last_access=moment(date(2027, 5, 1))), teacher("t1", H, posts=1),
                teacher("t2", H), teacher("t3", M, active=False),
            ),
        )
    )  # fmt: skip
    rows = teacher_rows(view)
    assert [tuple(row) for row in rows] == [
        ("t1", 2, 1, 8, 7, 6, 1, 2, 3, date(2027, 5, 1)),
        ("t2", 1, 0, 0, 0, 0, 0, 0, 0, None),
        ("t3", 0, 0, 0, 0, 0, 0, 0, 0, None),
    ]
    assert (rows[0].percent, rows[1].percent) == (75, None)
    materials = material_rows(view)
    assert [(row.subject, row.kinds) for row in materials] == [("math", {"страница": 1, "тест": 1})]
    assert material_kinds(materials) == ["страница", "тест"]


def test_the_helper_sheet_of_form_oo1() -> None:
    born = {"a": Born(date(2009, 9, 21), "female"), "b": Born(date(2009, 9, 20), "male")}
    view = _term()
    rows = class_forms(view, born)
    assert [tuple(row) for row in rows] == [
        ("10Д", "заочная", 1, 1, 0, 0, 1, 1),
        ("9А", "очно-заочная", 1, 0, 1, 0, 1, 0),
    ]
    ages = age_rows(view, {"a": born["a"]}, date(2026, 9, 20))
    assert [(row.age, row.people, row.female) for row in ages] == [(16, 1, 1), (None, 1, 0)]
    assert ages[0].by_form == {"заочная": 1}


def test_full_years() -> None:
    assert full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert full_years(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert full_years(date(2008, 9, 20), date(2026, 9, 20)) == 18


def test_results_of_real_exams() -> None:
    rows = tuple(
        TrialRow(person, class_name("9А"), "Математика", date(2027, 5, 20), score, groups, final=True)
        for person, score, groups in (
            ("a", 8, (("геометрия", 2.0),)), ("b", 22, (("геометрия", 1.0),)), ("c", 25, ()),
        )
    )  # fmt: skip
    given = inputs(
        people=tuple(pupil(one) for one in "abc"), scales=(oge_math(),),
        registers=Registers(frozenset({"trials"}), trials=rows),
    )  # fmt: skip
    found = exam_results(View(given))
    assert [tuple(one) for one in found] == [("ОГЭ: Математика", 3, 2, {"5": 1, "3": 1, "2": 1})]


@settings(max_examples=100, deadline=None)
@given(given_inputs=random_inputs())
def test_groups_hold_everybody_once(given_inputs: Inputs) -> None:
    view = View(given_inputs)
    whole = coverage_of_all(view)
    for by in ("class", "grade", "form"):
        rows = coverage_by(view, by)
        assert [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)] in (
            [],
            list(whole[1:]),
        )
    for row in coverage_by(view, "category"):
        assert all(part <= total for part, total in zip(row[1:], whole[1:], strict=True))
    for move in (*movement_by(view, "class"), movement_of_all(view)):
        assert move.start + move.joined - move.left == move.end
    assert sum(row.people for row in class_forms(view, {})) == movement_of_all(view).end
    assert len(pupil_rows(view)) == len(view.people)
