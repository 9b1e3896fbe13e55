"""Last year's values: from its snapshots where they tell enough, else from the register of past years."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.indicators.terms import (
    activity,
    computed,
    course,
    facts,
    inputs,
    pupil,
    school_course,
    teacher,
    took_part,
)
from vsosh_moodle.indicators.facts import ProgressFacts, Window
from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.registers.records import (
    CurriculumRow,
    PastYearRow,
    Registers,
    StaffRow,
    TrainingRow,
)

LAST = Window(date(2025, 9, 1), date(2026, 5, 26))
NOTHING = Registers()
NOW = {"vsosh:2026:first-login": school_course("school", short="first-login")}


def _last(*keys: str, **fields: Any) -> ProgressFacts:
    there = tuple(course(key, activity(1)) for key in keys)
    given: dict[str, Any] = {"window": LAST, "courses": there, "people": (pupil("a"), pupil("b"))}
    return facts(**given | fields)


def _year(
    before: ProgressFacts | None, *past: PastYearRow, registers: Registers = NOTHING
) -> Inputs:
    return inputs(
        people=(pupil("a"),),
        courses=NOW,
        previous=before,
        registers=replace(registers, past_years=past),
    )


def test_last_year_s_course_is_known_by_its_lasting_key() -> None:
    found = computed("school_courses", _year(_last("vsosh:2025:first-login")))
    assert (found.previous, found.previous_source) == (1, "снимки за 01.09.2025–26.05.2026")


def test_of_courses_nobody_knows_the_kind_nothing_is_said() -> None:
    assert (
        computed(
            "school_courses", _year(_last("vsosh:2025:first-login", "vsosh:2025:lost"))
        ).previous
        is None
    )


def test_files_of_last_year_tell_the_kind() -> None:
    given = replace(
        _year(_last("vsosh:2025:old")), previous_courses={"vsosh:2025:old": school_course("school")}
    )
    assert computed("school_courses", given).previous == 1


def test_no_snapshot_of_last_year_leaves_the_register() -> None:
    row = PastYearRow("2025/26", "coverage", None, 31.0)
    assert computed("coverage", _year(_last(snapshot=None), row)).previous == 31
    assert computed("coverage", _year(_last(), row)).previous == 0


def test_registers_without_dates_say_nothing_of_last_year() -> None:
    registers = Registers(
        frozenset({"curriculum", "staff", "training"}),
        curriculum=(CurriculumRow("x", 9, "очная", course="first-login"),),
        staff=(StaffRow("Примерова", in_project=True),),
        training=(TrainingRow("Примерова", "ДОТ", 72, "", None, None, distance=True),),
    )
    before = _last(
        "vsosh:2025:first-login",
        participations=(took_part("a", "vsosh:2025:first-login", done=1),),
        teachers=(teacher("t1", "vsosh:2025:first-login"),),
    )
    given = _year(before, registers=registers)
    for key in ("programmes", "teachers", "trained", "trained_share", "staffing"):
        assert computed(key, given).previous is None, key
    unmarked = replace(registers, staff=(StaffRow("Примерова"),))
    assert computed("teachers", _year(before, registers=unmarked)).previous == 1


@pytest.mark.parametrize(
    ("year", "previous"),
    [("2025/26", 7.0), ("2025-2026", 7.0), ("2025", 7.0), ("2024/25", None), ("?", None)],
)
def test_the_year_before_is_meant_however_it_is_written(year: str, previous: float | None) -> None:
    assert (
        computed("coverage", _year(None, PastYearRow(year, "coverage", None, 7.0))).previous
        == previous
    )


def test_a_period_of_several_years_has_no_year_before_it() -> None:
    given = _year(
        None,
        PastYearRow("2019/20", "coverage", None, 7.0),
        PastYearRow("2025/26", "coverage", None, 8.0),
    )
    whole = replace(
        given, facts=replace(given.facts, window=Window(date(2020, 10, 1), date(2022, 9, 30)))
    )
    assert computed("coverage", whole).previous is None
    assert computed("coverage", replace(whole, previous_year=2019)).previous == 7


def test_a_period_of_the_spring_has_the_year_before_its_own() -> None:
    given = _year(None, PastYearRow("2025/26", "coverage", None, 8.0))
    spring = replace(
        given, facts=replace(given.facts, window=Window(date(2027, 1, 11), date(2027, 5, 26)))
    )
    assert computed("coverage", spring).previous == 8
