"""Lessons against the norms: every rule at its limit, and a second count of the whole by other means."""

from collections import Counter
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given

from tests.timetable.random_weeks import CLASSES, weeks
from vsosh_moodle.norms.load import load_norms
from vsosh_moodle.norms.models import norms_on
from vsosh_moodle.problems import Place
from vsosh_moodle.registers.records import TimetableRow
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.timetable.advice import lessons_to_move
from vsosh_moodle.timetable.check import check_timetable, day_loads
from vsosh_moodle.timetable.findings import ClassFacts
from vsosh_moodle.timetable.lessons import days_of_week, learnt_at_home, lesson_of, typical_days

NORMS = norms_on(date(2026, 11, 26), load_norms(shipped("course_templates") / "norms", "norms")[0])
NINTH, ELEVENTH = ClassName(9, "А"), ClassName(11, "Б")
MINORS = {name: ClassFacts(20, 20) for name in CLASSES}
_count = iter(range(2, 10_000))


def row(name: ClassName = NINTH, day: object = 0, **more: object) -> TimetableRow:
    fields = {"subject": "История", "source": Place("r.xlsx", "Расписание", next(_count)), **more}
    return TimetableRow(name, day, **fields)  # type: ignore[arg-type]


def found(
    rows: list[TimetableRow], facts: dict[ClassName, ClassFacts] = MINORS, at_home: bool = False
) -> list[tuple[str, str]]:
    days = typical_days(rows)
    if at_home:
        days = [learnt_at_home(one, NORMS.screen) for one in days]
    return [(one.code, one.severity) for one in check_timetable(days, NORMS, facts)]


def online(screen: int, number: int, name: ClassName = NINTH, **more: object) -> TimetableRow:
    return row(name, mode="online", screen=screen, lesson=number, **more)


@pytest.mark.parametrize(
    ("name", "minutes", "codes"),
    [
        (NINTH, 30, []),
        (NINTH, 31, ["screen-lesson"]),
        (ELEVENTH, 35, []),
        (ELEVENTH, 36, ["screen-lesson"]),
    ],
)
def test_a_lesson_may_last_to_the_limit_and_not_a_minute_more(
    name: ClassName, minutes: int, codes: list[str]
) -> None:
    assert [code for code, _ in found([online(minutes, 1, name)])] == codes


def test_a_day_at_home_counts_lessons_and_homework() -> None:
    four = [online(30, number) for number in range(1, 5)]
    assert found(four) == []
    assert found([*four[:3], online(30, 4, homework=1)]) == [("screen-home", "violation")]
    assert ("screen-home", "violation") in found([*four, online(1, 5)])


def test_a_day_at_school_has_a_limit_of_its_own() -> None:
    at_school = [row(mode="class", devices=("pc",), screen=30, lesson=n) for n in (1, 2)]
    assert found(at_school) == []
    third = row(mode="class", devices=("pc",), screen=1, lesson=3)
    assert found([*at_school, third]) == [("screen-day", "violation")]
    assert found([*at_school, replace(third, mode="online")]) == []


def test_a_class_of_adults_is_told_and_not_blamed() -> None:
    adults = {NINTH: ClassFacts(10, 0)}
    assert found([online(40, 1)], adults) == [("screen-lesson", "note")]
    assert found([online(40, 1)], {NINTH: ClassFacts(10, 1)}) == [("screen-lesson", "violation")]
    assert found([online(40, 1)], {}) == [("screen-lesson", "violation")]


def test_what_is_left_open_is_all_of_an_online_lesson_and_none_of_one_at_school() -> None:
    assert lesson_of(row(mode="online")).screen == 45
    assert lesson_of(row(mode="self", minutes=20)).screen == 20
    assert lesson_of(row(mode="class", devices=("pc",))).screen == 0
    assert lesson_of(row(mode="offline")).screen == 0


def test_hours_breaks_and_counts() -> None:
    def at(hour: int, minute: int, number: int, minutes: int = 45) -> TimetableRow:
        return row(start=time(hour, minute), lesson=number, minutes=minutes)

    assert found([at(8, 0, 1), at(8, 55, 2), at(10, 0, 3), at(10, 55, 4)]) == []
    assert found([at(7, 59, 1)]) == [("starts-early", "violation")]
    assert found([at(18, 15, 1)]) == []
    assert found([at(18, 16, 1)]) == [("ends-late", "violation")]
    assert found([at(8, 0, 1), at(8, 54, 2)]) == [("break-short", "violation")]
    assert found([at(8, 0, 1, 46)]) == [("lesson-long", "violation")]
    assert found([at(8, 0, 1), at(8, 55, 2), at(9, 50, 3), at(10, 45, 4)]) == [
        ("break-long", "violation")
    ]
    assert found([row(lesson=number) for number in range(1, 8)]) == []
    assert found([row(lesson=number) for number in range(1, 9)]) == [("lessons-day", "violation")]


def test_a_week_has_a_limit() -> None:
    full = [row(day=day, lesson=number) for day in range(6) for number in range(1, 7)]
    assert found(full) == []
    assert found([*full, row(day=0, lesson=7)]) == [("lessons-week", "violation")]


def test_nobody_is_in_two_places() -> None:
    same = {"start": time(9, 0), "teacher": "Кокоев А. Т."}
    assert ("class-twice", "violation") in found(
        [row(**same), row(start=time(9, 30), subject="Химия")]
    )
    other = row(ClassName(7, "А"), subject="Химия", **same)
    assert found([row(**same), other]) == [("teacher-twice", "violation")]
    together = row(ClassName(7, "А"), **same)
    assert found([row(**same), together]) == []


def test_parts_of_a_class_have_days_of_their_own() -> None:
    halves = [online(30, 1, group="1"), online(30, 1, group="2")]
    common = [online(30, number) for number in (2, 3, 4)]
    assert found([*halves, *common]) == []
    assert found([*halves, *common, online(1, 5, group="2")]) == [("screen-home", "violation")]


def test_a_date_has_the_timetable_of_its_own() -> None:
    rows = [online(40, 1), row(day=date(2026, 11, 9), mode="offline")]
    assert check_timetable(days_of_week(rows, date(2026, 11, 9)), NORMS, MINORS) == ()
    assert [
        one.code for one in check_timetable(days_of_week(rows, date(2026, 11, 16)), NORMS, MINORS)
    ] == ["screen-lesson"]
    closed = days_of_week(rows, date(2026, 11, 16), lambda _day, _name: False)
    assert closed == []


def test_from_home_a_lesson_at_school_is_at_a_screen_as_long_as_it_may_be() -> None:
    at_school = [row(lesson=number) for number in range(1, 6)]
    assert found(at_school) == []
    assert found(at_school, at_home=True) == [("screen-home", "violation")]
    books = [replace(one, mode="offline") for one in at_school[:1]]
    assert found([*books, *at_school[1:]], at_home=True) == []


def test_without_a_device_paper_is_asked_for() -> None:
    facts = {NINTH: ClassFacts(20, 20, 2)}
    assert found([online(30, 1)], facts) == [("no-device", "violation")]
    assert found([row(mode="class", devices=("pc",), screen=30)], facts) == []


@given(weeks)
def test_minutes_of_a_day_are_those_that_a_plain_sum_gives(rows: list[TimetableRow]) -> None:
    days = typical_days(rows)
    checked = check_timetable(days, NORMS, MINORS)
    for load in day_loads(days, NORMS, checked):
        mine = [
            one for one in rows
            if (one.class_name, one.day) == (load.class_name, load.day) and one.group in ("", load.group)
        ]  # fmt: skip
        at_home = at_school = 0
        for one in mine:
            if one.screen is not None:
                screen = one.screen
            elif one.mode in ("online", "self"):
                screen = one.minutes or 45
            else:
                screen = 0
            if one.mode in ("online", "self"):
                at_home += screen
            else:
                at_school += screen
            at_home += one.homework or 0
        assert (load.lessons, load.school, load.home) == (len(mine), at_school, at_home)
        limit = 170 if load.class_name.grade >= 10 else 120
        told = any(
            (one.code, one.class_name, one.day) == ("screen-home", load.class_name, load.day)
            for one in checked
        )
        if at_home > limit:
            assert told
    assert all(count == 1 for count in Counter(map(repr, checked)).values())


@given(weeks)
def test_without_the_lessons_to_move_the_day_keeps_the_norm(rows: list[TimetableRow]) -> None:
    for day in typical_days(rows):
        total = sum(one.screen for one in day.lessons)
        over = total - 120
        if over > 0 and len(day.lessons) <= 12:
            moved = lessons_to_move(day.lessons, over)
            assert total - sum(one.screen for one in moved) <= 120
            fewer = sorted((one.screen for one in day.lessons), reverse=True)[: len(moved) - 1]
            assert sum(fewer) < over
