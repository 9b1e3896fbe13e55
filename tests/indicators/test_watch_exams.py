"""The early warning takes the same trials and scales as the year report."""

from datetime import date
from typing import Any

from tests.indicators.terms import (
    class_name,
    inputs,
    oge_math,
    oge_russian,
    pupil,
    school_course,
    took_part,
)
from vsosh_moodle.indicators.inputs import ExamScale, Inputs
from vsosh_moodle.indicators.view import View
from vsosh_moodle.indicators.watch import GiaRisk, TrialResult, WatchRule, find_watched
from vsosh_moodle.indicators.watch_exams import trial_results
from vsosh_moodle.registers.records import Registers, TrialRow

MATH = "vsosh:2026:oge-math"
GEOMETRY = (("геометрия", 2.0),)


def trial(person: str, score: float, **fields: Any) -> TrialRow:
    given: dict[str, Any] = {
        "class_name": class_name("9А"), "day": date(2027, 2, 1), "groups": GEOMETRY,
    }  # fmt: skip
    return TrialRow(person=person, subject="Математика", points=score, **given | fields)


def year(*trials: TrialRow, scales: tuple[ExamScale, ...] = (oge_math(),), **fields: Any) -> Inputs:
    given: dict[str, Any] = {
        "people": tuple(pupil(one) for one in "abc"),
        "registers": Registers(frozenset({"trials"}), trials=trials),
        "scales": scales,
        "courses": {MATH: school_course(exam=("oge-2027", "math"))},
        "pupils": {(one, "9А"): one for one in "abc"},
    }
    return inputs(**given | fields)


def results(given: Inputs) -> dict[str, TrialResult]:
    return {one.person: one for one in trial_results(View(given))}


def test_every_graduate_has_a_result_in_every_exam_all_must_sit() -> None:
    found = results(year(trial("a", 7), trial("b", 8)))
    assert found["a"] == TrialResult("a", "ОГЭ: Математика", MATH, 7, 8, False, date(2027, 2, 1))
    assert found["b"].ready
    assert found["c"].points is None
    both = trial_results(View(year(scales=(oge_math(), oge_russian()))))
    assert len(both) == 6


def test_the_last_trial_counts() -> None:
    found = results(year(trial("a", 20), trial("a", 5, day=date(2027, 4, 1))))
    assert (found["a"].points, found["a"].ready) == (5, False)


def test_a_condition_of_the_scale_counts() -> None:
    found = results(year(trial("a", 20, groups=(("геометрия", 1.0),))))
    assert (found["a"].points, found["a"].ready) == (20, False)


def test_of_exams_that_stand_for_each_other_the_better_one_counts() -> None:
    basic = oge_math(subject="base", title="Математика базовая", scale=(("3", 5),), requirements=())
    trials = (
        trial("a", 3),
        TrialRow("a", class_name("9А"), "Математика базовая", date(2027, 2, 1), 6.0),
    )
    found = [
        one
        for one in trial_results(View(year(*trials, scales=(oge_math(), basic))))
        if one.person == "a"
    ]
    assert [(one.subject, one.ready) for one in found] == [("ОГЭ: Математика базовая", True)]


def test_other_grades_are_no_graduates() -> None:
    given = year(people=(pupil("a", "8Д"), pupil("b")))
    assert set(results(given)) == {"b"}


def test_a_scale_without_a_threshold_warns_of_nothing() -> None:
    assert results(year(scales=(oge_math(scale=()),))) == {}


def test_the_warning_itself() -> None:
    given = year(trial("a", 7), trial("b", 8), participations=(took_part("b", MATH, last=1),))
    view = View(given)
    found = find_watched(given.facts, WatchRule(date(2027, 5, 26), 14), trial_results(view))
    assert {(one.person, one.risk) for one in found if one.risk} >= {
        ("a", GiaRisk.BELOW),
        ("c", GiaRisk.NO_TRIAL),
    }
