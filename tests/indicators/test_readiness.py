"""Readiness for exams, by hand: thresholds, second conditions, where the last trial is from."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.indicators.terms import (
    activity,
    class_name,
    computed,
    course,
    facts,
    inputs,
    oge_math,
    oge_russian,
    points,
    pupil,
    school_class,
    school_course,
    took_part,
)
from vsosh_moodle.indicators.inputs import ExamScale, Inputs
from vsosh_moodle.indicators.readiness import SubjectReadiness, graduates, subject_readiness
from vsosh_moodle.indicators.scales import judge, scales_of_period
from vsosh_moodle.indicators.view import View
from vsosh_moodle.registers.records import Registers, TrialRow

MATH = "vsosh:2026:oge-math"
GEOMETRY = (("геометрия", 2.0),)


def _trial(person: str, score: float, subject: str = "Математика", **fields: Any) -> TrialRow:
    given: dict[str, Any] = {
        "class_name": class_name("9А"), "day": date(2027, 2, 1), "groups": GEOMETRY,
    }  # fmt: skip
    return TrialRow(person=person, subject=subject, points=score, **given | fields)


def _year(
    *trials: TrialRow, scales: tuple[ExamScale, ...] = (oge_math(),), **fields: Any
) -> Inputs:
    given: dict[str, Any] = {
        "people": tuple(pupil(one) for one in "abcd"),
        "registers": Registers(frozenset({"trials"}), trials=trials),
        "scales": scales,
    }  # fmt: skip
    return inputs(**given | fields)


def _subject(given: Inputs, title: str = "ОГЭ: Математика") -> SubjectReadiness:
    return next(one for one in subject_readiness(View(given)) if one.title == title)


@pytest.mark.parametrize(
    ("score", "geometry", "mark"),
    [(7, 5, ""), (8, 2, "3"), (14, 2, "3"), (15, 2, "4"), (22, 2, "5"), (31, 1, ""), (8, 1, "")],
)
def test_geometry_is_asked_for_any_mark(score: int, geometry: int, mark: str) -> None:
    verdict = judge(oge_math(), score, {"Геометрия ": geometry})
    assert (verdict.mark, verdict.passed) == (mark, bool(mark))
    assert verdict.untested == ()


@pytest.mark.parametrize(
    ("score", "literacy", "mark"),
    [
        (33, 9, "5"),
        (37, 8, "4"),
        (37, 5, "3"),
        (26, 6, "4"),
        (26, 5, "3"),
        (15, 0, "3"),
        (14, 12, ""),
    ],
)
def test_literacy_lowers_the_mark_but_fails_nobody(score: int, literacy: int, mark: str) -> None:
    verdict = judge(oge_russian(), score, {"ГК1-ГК4": literacy})
    assert (verdict.mark, verdict.passed) == (mark, bool(mark))


def test_a_condition_nobody_told_of_is_met_and_told() -> None:
    verdict = judge(oge_math(), 8, {})
    assert (verdict.mark, verdict.passed, len(verdict.untested)) == ("3", True, 1)


def test_a_margin_raises_the_threshold_not_the_mark() -> None:
    verdict = judge(oge_math(), 9, dict(GEOMETRY), margin=2)
    assert (verdict.mark, verdict.passed) == ("3", False)
    assert judge(oge_math(), 10, dict(GEOMETRY), margin=2).passed


def test_a_scale_without_marks_tells_nothing() -> None:
    assert judge(oge_math(scale=()), 31, {}).passed is None


def test_the_last_trial_decides_and_who_wrote_none_stays_in_the_whole() -> None:
    given = _year(
        _trial("a", 20, day=date(2026, 12, 1)), _trial("a", 7, day=date(2027, 4, 1)),
        _trial("b", 7, day=date(2026, 12, 1)), _trial("b", 8, day=date(2027, 4, 1)),
        _trial("c", 30, groups=(("геометрия", 1.0),)),
    )  # fmt: skip
    found = computed("readiness", given)
    assert (found.part, found.whole, found.value) == (1, 4, 25)
    assert any("1 выпускник пробных экзаменов не писал" in one for one in found.remarks)
    assert found.details["ОГЭ: Математика"] == "готовы 1 из 4"
    subject = _subject(given)
    assert (subject.sit, subject.wrote, subject.absent, subject.ready) == (4, 3, 1, 1)
    assert subject.marks == {"3": 1, "2": 2}


def test_all_compulsory_subjects_are_asked() -> None:
    given = _year(
        _trial("a", 8), _trial("a", 15, "Русский язык"), _trial("b", 31), _trial("c", 37, "русский язык"),
        scales=(oge_math(), oge_russian()),
    )  # fmt: skip
    assert computed("readiness", given).part == 1
    assert _subject(given, "ОГЭ: Русский язык").ready == 2


def test_trials_outside_the_period_and_real_exams_are_no_trials() -> None:
    given = _year(_trial("a", 20, day=date(2026, 8, 1)), _trial("b", 20, final=True))
    assert computed("readiness", given).part == 0
    assert _subject(given).wrote == 0


def test_a_second_row_of_one_day_is_the_later_one() -> None:
    assert computed("readiness", _year(_trial("a", 20), _trial("a", 3))).part == 0


def test_what_cannot_be_is_left_out_and_told() -> None:
    given = _year(_trial("a", 32), _trial("b", 20, "Алхимия"), _trial("Никто", 20), _trial("c", -1))
    found = computed("readiness", given)
    assert found.part == 0
    told = " ".join(found.remarks)
    assert "32 баллов на экзамене «ОГЭ: Математика» не бывает" in told
    assert "Для предмета «Алхимия» в 9 классе нет шкалы" in told
    assert "1 строка реестра пробных экзаменов" in told


def _mocks(*grades: Any, parts: tuple[float, float] = (19, 12), **fields: Any) -> Inputs:
    there = course(
        MATH,
        activity(1, "quiz", key="mock-1-auto", grade_max=parts[0]),
        activity(2, "assign", key="mock-1-manual", grade_max=parts[1]),
        activity(3, "page", key="mock-1-review"),
        activity(4, "quiz", key="mock-2-auto", grade_max=parts[0]),
        activity(5, "assign", key="mock-2-manual", grade_max=parts[1]),
    )
    given = _year(**fields)
    return replace(
        given,
        facts=replace(given.facts, courses=(there,), grades=grades),
        courses={MATH: school_course(exam=("oge-2027", "math"), classes=(class_name("9А"),))},
    )


def test_trials_in_moodle_are_the_sum_of_both_parts() -> None:
    given = _mocks(
        points("a", 1, 7, 19), points("a", 2, 1, 12),
        points("b", 1, 6.99999, 19), points("b", 2, 1, 12),
        points("c", 1, 12, 19), points("d", 1, 7, 19),
    )  # fmt: skip
    subject = _subject(given)
    assert (subject.ready, subject.wrote, subject.unchecked, subject.untested) == (2, 4, 1, 4)
    told = " ".join(computed("readiness", given).remarks)
    assert "вторая часть не проверена у 1 ученика" in told
    assert "учтено 4 ученика" in told or "учтены 4 ученика" in told


def test_the_last_mock_counts_and_the_register_goes_before() -> None:
    grades = (
        points("a", 1, 19, 19), points("a", 2, 12, 12), points("a", 4, 2, 19), points("a", 5, 0, 12),
        points("b", 1, 19, 19), points("b", 2, 12, 12),
    )  # fmt: skip
    assert _subject(_mocks(*grades)).ready == 1
    registers = Registers(frozenset({"trials"}), trials=(_trial("b", 3, day=date(2026, 10, 1)),))
    assert _subject(replace(_mocks(*grades), registers=registers)).ready == 0


def test_a_mock_of_another_size_than_the_exam_is_left_out() -> None:
    given = _mocks(points("a", 1, 90, 100), parts=(100, 12))
    assert _subject(given).wrote == 0
    assert any(
        "Пробник № 1" in one and "112" in one for one in computed("readiness", given).remarks
    )


def test_a_part_that_was_replaced_is_one_part_with_the_grades_of_both() -> None:
    given = _mocks(
        points("a", 1, 7, 19), points("a", 2, 1, 12),  # before the quiz was made anew
        points("b", 9, 7, 19), points("b", 2, 1, 12),
        points("c", 1, 2, 19), points("c", 9, 7, 19), points("c", 2, 1, 12),
    )  # fmt: skip
    [there] = given.facts.courses
    anew = activity(9, "quiz", key="mock-1-auto", grade_max=19)
    lost = tuple(one._replace(gone=one.activity == 1) for one in there.activities)
    given = replace(
        given, facts=replace(given.facts, courses=(there._replace(activities=(*lost, anew)),))
    )
    subject = _subject(given)
    assert (subject.ready, subject.wrote, subject.unchecked) == (3, 3, 0)


def test_an_expired_scale_is_told_and_one_of_another_year() -> None:
    old = oge_math(valid_until=date(2027, 2, 28))
    assert any(
        "действовала до 28.02.2027" in one
        for one in computed("readiness", _year(scales=(old,))).remarks
    )
    other = oge_math(campaign=2026)
    assert any(
        "шкала 2026 года" in one for one in computed("readiness", _year(scales=(other,))).remarks
    )
    assert not any(
        "шкала" in one.lower() for one in computed("readiness", _year(_trial("a", 9))).remarks
    )


def test_one_scale_a_subject_that_of_the_campaign_first() -> None:
    old, new = oge_math(campaign=2026, file="oge-2026"), oge_math()
    assert scales_of_period((old, new), [("oge-2026", "math")], 2027) == [new]
    assert scales_of_period((old, new), [("oge-2026", "math")], 2030) == [old]
    assert scales_of_period((old, new), [], 2030) == [new]


def test_who_graduates() -> None:
    people = (
        pupil("a", "9А"), pupil("b", "8А"), pupil("c", "11А", form="очная"),
        pupil("d", "11Б", form="заочная"), pupil("e", "12Б", form="заочная"), pupil("f", "9А", present=False),
    )  # fmt: skip
    assert [one.person for one in graduates(View(inputs(people=people)))] == ["a", "c", "e"]


def test_basic_or_advanced_mathematics_will_do() -> None:
    base = oge_math(exam="ЕГЭ", subject="math-base", title="Математика (базовый уровень)", requirements=(),
                    grades=frozenset({11}), scale=(("3", 7),), most=21)  # fmt: skip
    profile = replace(base, subject="math-profile", title="Математика (профильный уровень)", most=32,
                      scale=(("зачёт", 5),))  # fmt: skip
    eleventh = {"class_name": class_name("11А")}
    given = _year(
        _trial("a", 7, base.title, **eleventh), _trial("b", 5, profile.title, **eleventh),
        _trial("c", 4, profile.title, **eleventh), _trial("d", 30, "Математика", **eleventh),
        scales=(base, profile), people=tuple(pupil(one, "11А") for one in "abcd"),
        classes=(school_class("11А"),),
    )  # fmt: skip
    given = replace(
        given, facts=facts(people=tuple(pupil(one, "11А", form="очная") for one in "abcd"))
    )
    found = computed("readiness", given)
    assert (found.part, found.whole) == (2, 4)
    assert any("«Математика» в 11 классе" in one for one in found.remarks)
    assert _subject(given, "ЕГЭ: Математика (базовый уровень)").sit == 1


def test_a_subject_of_choice_is_sat_by_who_writes_or_works() -> None:
    social = oge_math(
        subject="social", title="Обществознание", compulsory="", requirements=(), most=37
    )
    given = _year(_trial("a", 8, "Обществознание"), scales=(oge_math(), social))
    given = replace(
        given,
        facts=replace(
            given.facts, participations=(took_part("b", "s", done=1), took_part("c", "s"))
        ),
        courses={"s": school_course(exam=("oge-2027", "social"))},
    )
    subject = _subject(given, "ОГЭ: Обществознание")
    assert (subject.sit, subject.wrote, subject.ready) == (2, 1, 1)
    assert computed("readiness", given).part == 0


def test_a_scale_without_threshold_is_told_and_never_counted() -> None:
    given = _year(_trial("a", 30), scales=(oge_math(scale=()),))
    found = computed("readiness", given)
    assert found.value is None
    assert found.why
    assert any("порога в первичных баллах нет" in one for one in found.remarks)
    assert _subject(given).ready is None


def test_scales_that_mark_nothing_compulsory_judge_by_what_was_written() -> None:
    given = _year(
        _trial("a", 20), _trial("b", 3), scales=(oge_math(compulsory="", grades=frozenset()),)
    )
    assert computed("readiness", given).part == 1
    assert computed("readiness", given).whole == 4


def test_without_graduates_there_is_nothing_to_count() -> None:
    found = computed("readiness", inputs(people=(pupil("a", "8А"),), scales=(oge_math(),)))
    assert found.value is None
