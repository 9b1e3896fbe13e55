"""A period that is over stays as it was: what happened after it moves nothing out of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.store.snapshot_site import DAY, Site, listed, take_snapshot
from vsosh_moodle.indicators.facts import ActiveRule, Participation, ProgressFacts, Window, WorkKind
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.progress_facts import load_grades, load_progress
from vsosh_moodle.store.progress_window import day_start

ZONE = "Europe/Moscow"
YEAR = Window(date(2026, 9, 1), date(2027, 5, 26), ZONE)
HALF = Window(date(2026, 9, 1), date(2026, 12, 30), ZONE)
A, B = "vsosh:2026:a", "vsosh:2026:b"
P1, P2, P3 = "vsosh:p1", "vsosh:p2", "vsosh:p3"


def at(day: date, hour: int = 12) -> int:
    return day_start(day, ZONE) + hour * 3600


NOVEMBER = at(date(2026, 11, 10))
DECEMBER = at(date(2026, 12, 20))
JANUARY = at(date(2027, 1, 9))
FEBRUARY = at(date(2027, 2, 1))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "state.sqlite") as opened:
        yield opened


@pytest.fixture
def site() -> Site:
    site = Site()
    for course in (A, B):
        site.course(course, course)
        site.activity(course, 11)
        site.activity(course, 12, module="assign", key="hw")
        site.activity(course, 13, module="assign", key="mock-1-auto")
        site.enrol(course, P1, P2)
    return site


def gather(database: Database, window: Window = HALF, **more: Any) -> ProgressFacts:
    rule = more.pop("rule", ActiveRule())
    return load_progress(database, window, rule, prefix="vsosh:", **more)


def participation(facts: ProgressFacts, key: str, course: str = A) -> Participation:
    [found] = [one for one in facts.participations if (one.person, one.course) == (key, course)]
    return found


def test_work_handed_in_again_after_the_period_was_handed_in_in_it(
    database: Database, site: Site
) -> None:
    site.put("submissions", A, P1, 12, says=("submitted", NOVEMBER, 0))
    take_snapshot(database, site, DECEMBER, listed(P1, P2))
    site.put("submissions", A, P1, 12, says=("submitted", JANUARY - DAY, 0))
    take_snapshot(database, site, JANUARY, listed(P1, P2), since=DECEMBER)
    assert participation(gather(database), P1).submitted == 1
    assert gather(database).ever.active == {P1}
    assert [(one.active, one.works) for one in gather(database).weeks] == [(1, 1)]
    assert gather(database).grading[0].submitted == 1
    later = gather(database, Window(date(2027, 1, 1), date(2027, 5, 26), ZONE))
    assert participation(later, P1).submitted == 1
    assert participation(gather(database, YEAR), P1).submitted == 1  # one work, not two
    assert sum(one.works for one in gather(database, YEAR).weeks) == 1


def test_a_next_attempt_leaves_the_one_handed_in_before(database: Database, site: Site) -> None:
    site.put("submissions", A, P1, 12, says=("submitted", NOVEMBER, 0))
    take_snapshot(database, site, DECEMBER, listed(P1, P2))
    site.put("submissions", A, P1, 12, says=("reopened", JANUARY - DAY, 1))
    take_snapshot(database, site, JANUARY, listed(P1, P2), since=DECEMBER)
    assert participation(gather(database), P1).submitted == 1
    # Taken back by the teacher: the same attempt is not handed in any more.
    site.put("submissions", A, P1, 12, says=("new", FEBRUARY - DAY, 1))
    take_snapshot(database, site, FEBRUARY, listed(P1, P2), since=JANUARY)
    assert participation(gather(database, YEAR), P1).submitted == 1


def test_a_completion_passed_after_the_period_was_done_in_it(
    database: Database, site: Site
) -> None:
    site.put("completion", A, P1, 11, says=(1, NOVEMBER))
    site.put("completion", A, P2, 11, says=(1, NOVEMBER))
    take_snapshot(database, site, DECEMBER, listed(P1, P2))
    site.put("completion", A, P1, 11, says=(2, JANUARY - DAY))
    site.put("completion", A, P2, 11, says=(0, JANUARY - DAY))  # the teacher took it back
    take_snapshot(database, site, JANUARY, listed(P1, P2), since=DECEMBER)
    facts = gather(database)
    assert (participation(facts, P1).done, participation(facts, P1).done_ever) == (1, 1)
    assert participation(facts, P2).done == 0
    assert participation(gather(database, YEAR), P1).done == 1


def test_a_trial_graded_again_after_the_period_has_the_grade_it_had(
    database: Database, site: Site
) -> None:
    site.put("grades", A, P1, 13, says=(12.0, 20.0, NOVEMBER))
    take_snapshot(database, site, DECEMBER, listed(P1, P2))
    site.put("grades", A, P1, 13, says=(15.0, 20.0, JANUARY - DAY))
    take_snapshot(database, site, JANUARY, listed(P1, P2), since=DECEMBER)
    assert [one.grade for one in gather(database).grades] == [12.0]
    assert [one.grade for one in load_grades(database, [A], HALF)] == [12.0]
    assert [one.grade for one in gather(database, YEAR).grades] == [15.0]


def test_a_mark_mended_later_was_given_when_it_was_first_given(
    database: Database, site: Site
) -> None:
    site.put("submissions", A, P1, 12, says=("submitted", NOVEMBER, 0))
    site.put("grades", A, P1, 12, says=(5.0, 10.0, NOVEMBER + DAY))
    take_snapshot(database, site, DECEMBER, listed(P1, P2))
    site.put("grades", A, P1, 12, says=(6.0, 10.0, JANUARY - DAY))
    take_snapshot(database, site, JANUARY, listed(P1, P2), since=DECEMBER)
    assert [tuple(one) for one in gather(database).grading] == [(A, 1, 1, 1, 0)]


def test_the_year_is_seen_from_its_own_snapshots_when_the_next_ones_came_in_autumn(
    database: Database, site: Site
) -> None:
    site.put("completion", A, P1, 11, says=(1, NOVEMBER))
    take_snapshot(database, site, at(date(2027, 5, 20)), listed(P1, P2))
    take_snapshot(database, site, at(date(2027, 9, 5)), listed(P2, P3))
    facts = gather(database, YEAR, until=date(2027, 8, 31))
    assert facts.snapshot is not None
    assert facts.snapshot.number == 1
    assert any("20.05.2027" in gap for gap in facts.snapshot.gaps)
    assert participation(facts, P1).done == 1


def test_works_count_once_though_an_enrolment_had_three_states(
    database: Database, site: Site
) -> None:
    site.put("completion", A, P1, 11, says=(1, NOVEMBER))
    take_snapshot(database, site, NOVEMBER + DAY, listed(P1, P2))
    site.enrol(A, P1, active=False)
    take_snapshot(database, site, NOVEMBER + 2 * DAY, listed(P1, P2))
    site.enrol(A, P1)
    take_snapshot(database, site, NOVEMBER + 3 * DAY, listed(P1, P2))
    facts = gather(database, rule=ActiveRule(least=2))
    assert participation(facts, P1).works(facts.rule) == 1
    assert facts.ever.active == frozenset()


def test_who_worked_before_the_first_snapshot_is_of_the_project_too(
    database: Database, site: Site
) -> None:
    site.put("completion", A, P1, 11, says=(1, NOVEMBER))
    take_snapshot(database, site, JANUARY, listed(P1, P2))
    facts = gather(database)
    assert facts.snapshot is not None
    assert [gap for gap in facts.snapshot.gaps if "какими они были 09.01.2027" in gap]
    assert participation(facts, P1).done == 1
    assert facts.ever.enrolled == {P1, P2}
    assert facts.ever.active == {P1}


def test_over_the_project_only_pupils_of_the_lists_count(database: Database, site: Site) -> None:
    guest = "vsosh:guest"
    site.enrol(A, guest)
    for person in (P1, P2, guest):
        site.put("completion", A, person, 11, says=(1, NOVEMBER))
    take_snapshot(database, site, NOVEMBER + DAY, listed(P1, P2))
    take_snapshot(database, site, DECEMBER, listed(P1))
    assert gather(database).ever.active == {P1, P2}
    assert gather(database).ever.enrolled == {P1, P2}


@pytest.mark.parametrize(
    ("whole", "window"),
    [
        (DECEMBER, Window(date(2027, 1, 1), date(2027, 1, 20), ZONE)),  # read before the window
        (JANUARY - 3 * DAY, HALF),  # both after it
    ],
)
def test_a_pull_of_one_course_takes_no_other_away(
    database: Database, site: Site, whole: int, window: Window
) -> None:
    take_snapshot(database, site, whole, listed(P1, P2))
    take_snapshot(database, site, JANUARY, listed(P1, P2), courses=[A], since=DECEMBER)
    facts = gather(database, window)
    assert [one.course for one in facts.courses] == [A, B]
    assert {one.course for one in facts.participations} == {A, B}
    assert facts.snapshot is not None
    read_before_its_end = window is not HALF
    assert any(B in gap for gap in facts.snapshot.gaps) == read_before_its_end


def test_a_course_that_could_not_be_read_is_seen_as_it_was(database: Database, site: Site) -> None:
    take_snapshot(database, site, DECEMBER, listed(P1, P2))
    take_snapshot(database, site, JANUARY, listed(P1, P2), since=DECEMBER)
    window = Window(date(2027, 1, 1), date(2027, 1, 20), ZONE)
    unread = "UPDATE snapshot_courses SET state = ? WHERE snapshot = 2 AND course = 2"
    for state, seen in (("denied", [A, B]), ("waiting", [A, B]), ("missing", [A])):
        database.execute(unread, (state,))
        facts = gather(database, window)
        assert [one.course for one in facts.courses] == seen, state


def test_courses_of_last_year_do_not_come_back_with_a_pull_of_one_course(
    database: Database, site: Site
) -> None:
    old = "vsosh:2025:a"
    site.course(old, "Старая")
    take_snapshot(database, site, at(date(2026, 5, 20)), listed(P1, P2), courses=[old])
    database.execute("UPDATE snapshots SET scope = '[]'", ())
    take_snapshot(database, site, NOVEMBER, listed(P1, P2), courses=[A])
    assert [one.course for one in gather(database).courses] == [A]


def test_the_evening_of_the_last_day_is_seen_when_a_later_snapshot_has_it(
    database: Database, site: Site
) -> None:
    last = date(2026, 12, 30)
    take_snapshot(database, site, at(last, 10), listed(P1, P2))
    site.put("completion", A, P1, 11, says=(1, at(last, 24) - 1))
    site.put("completion", A, P2, 11, says=(1, at(last, 24)))
    take_snapshot(database, site, FEBRUARY, listed(P1, P2))
    facts = gather(database)
    assert (participation(facts, P1).done, participation(facts, P2).done) == (1, 0)


def test_posts_of_who_is_enrolled_count_by_the_rule_alone(database: Database, site: Site) -> None:
    site.put("posts", A, P1, 12, 1, says=(NOVEMBER,))
    take_snapshot(database, site, DECEMBER, listed(P1, P2))
    facts = gather(database, rule=ActiveRule(frozenset({WorkKind.POST})))
    assert facts.ever.active == {P1}
    assert gather(database).ever.active == frozenset()


def test_a_login_after_the_period_is_not_the_last_one_in_it(database: Database, site: Site) -> None:
    site.put("accounts", P1, says=(1, NOVEMBER, False))
    site.put("access", A, P1, says=(NOVEMBER,))
    site.put("accounts", P2, says=(0, 0, False))
    take_snapshot(database, site, DECEMBER, listed(P1, P2))
    site.put("accounts", P1, says=(1, JANUARY - DAY, False))
    site.put("access", A, P1, says=(JANUARY - DAY,))
    site.put("accounts", P2, says=(JANUARY - DAY, JANUARY - DAY, False))
    take_snapshot(database, site, JANUARY, listed(P1, P2), since=DECEMBER)
    people = {one.person: one for one in gather(database).people}
    assert people[P1].last_access == NOVEMBER
    assert participation(gather(database), P1).last_access == NOVEMBER
    assert people[P2].last_access == 0
    assert people[P2].entered  # whenever it was
    after = {one.person: one for one in gather(database, YEAR).people}
    assert after[P1].last_access == JANUARY - DAY


def test_months_hold_the_grades_that_count_and_the_rule(database: Database, site: Site) -> None:
    for day, person in ((NOVEMBER, P1), (NOVEMBER + DAY, P1), (NOVEMBER, P2), (NOVEMBER, P3)):
        site.put("completion", A, person, 11 + (day > NOVEMBER), says=(1, day))
    people = listed(P1, P2, class_name="9А") | listed(P3, class_name="5А")
    take_snapshot(database, site, NOVEMBER + 3 * DAY, people)
    window = Window(date(2026, 11, 1), date(2026, 11, 30), ZONE)
    [month] = gather(database, window, grades=(7, 12)).months
    assert (month.active, month.contingent) == (2, 2)
    [month] = gather(database, window).months
    assert (month.active, month.contingent) == (3, 3)
    [month] = gather(database, window, grades=(7, 12), rule=ActiveRule(least=2)).months
    assert (month.active, month.contingent) == (1, 2)
