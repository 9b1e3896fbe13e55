"""What a period's facts say, out of snapshots of a made-up site."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.snapshot_site import DAY, Site, listed, take_snapshot
from vsosh_moodle.indicators.facts import (
    ActiveRule,
    MonthFacts,
    Participation,
    PersonFacts,
    ProgressFacts,
    WeekFacts,
    Window,
    WorkKind,
)
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.person_progress import PersonProgress
from vsosh_moodle.store.progress_facts import load_attempts, load_grades, load_progress
from vsosh_moodle.store.progress_window import day_start, moments_of

ZONE = "Europe/Moscow"
YEAR = Window(date(2026, 9, 1), date(2027, 5, 31), ZONE)
COURSE = "vsosh:2026:a"
P1, P2, P3, T1 = "vsosh:p1", "vsosh:p2", "vsosh:p3", "vsosh:t1"


def at(day: date, hour: int = 12) -> int:
    return day_start(day, ZONE) + hour * 3600


SEPTEMBER = date(2026, 9, 10)
OCTOBER = date(2026, 10, 15)
MAY = date(2027, 5, 31)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "state.sqlite") as opened:
        yield opened


@pytest.fixture
def site() -> Site:
    site = Site()
    site.course(COURSE, "Алгебра")
    site.activity(COURSE, 11)
    site.activity(COURSE, 12, module="assign", key="hw", due=at(date(2026, 9, 20)))
    site.activity(COURSE, 13, module="quiz", key="mock-1-auto")
    site.enrol(COURSE, P1, P2)
    site.enrol(COURSE, T1, teaches=True)
    return site


def gather(database: Database, window: Window = YEAR, **more: Any) -> ProgressFacts:
    rule = more.pop("rule", ActiveRule())
    return load_progress(database, window, rule, prefix="vsosh:", **more)


def person(facts: ProgressFacts, key: str) -> PersonFacts:
    [found] = [one for one in facts.people if one.person == key]
    return found


def participation(facts: ProgressFacts, key: str, course: str = COURSE) -> Participation:
    [found] = [one for one in facts.participations if (one.person, one.course) == (key, course)]
    return found


def test_without_snapshots_there_are_no_facts(database: Database) -> None:
    assert gather(database).snapshot is None
    assert load_grades(database, [COURSE], YEAR) == ()
    assert load_attempts(database, [COURSE], YEAR) == ()


def test_works_count_by_their_own_moments(database: Database, site: Site) -> None:
    site.put("completion", COURSE, P1, 11, says=(1, at(SEPTEMBER)))
    site.put("completion", COURSE, P1, 12, says=(2, at(date(2026, 8, 31), 23)))  # before the window
    site.put("completion", COURSE, P2, 11, says=(3, at(SEPTEMBER)))  # failed: no work
    site.put("submissions", COURSE, P2, 12, says=("submitted", at(SEPTEMBER), 0))
    site.put("submissions", COURSE, P1, 12, says=("draft", at(SEPTEMBER), 0))
    site.put(
        "attempts", COURSE, P1, 13, 1, says=("finished", at(SEPTEMBER), at(SEPTEMBER, 13), 0.5)
    )
    site.put("attempts", COURSE, P1, 13, 2, says=("inprogress", at(SEPTEMBER, 14), 0, None))
    site.put("posts", COURSE, P2, 11, 7, says=(at(SEPTEMBER),))
    take_snapshot(database, site, at(OCTOBER), listed(P1, P2))
    facts = gather(database)
    one, two = participation(facts, P1), participation(facts, P2)
    assert (one.done, one.submitted, one.attempts, one.posts, one.done_ever) == (1, 0, 1, 0, 2)
    assert (two.done, two.submitted, two.attempts, two.posts, two.done_ever) == (0, 1, 0, 1, 0)
    assert (one.first, one.last) == (at(SEPTEMBER), at(SEPTEMBER, 13))
    assert two.last == at(SEPTEMBER)  # the post does not count under the rule
    assert facts.ever.active == {P1, P2}
    with_posts = ActiveRule(frozenset({WorkKind.POST}))
    assert gather(database, rule=with_posts).ever.active == {P2}
    assert gather(database, rule=ActiveRule(least=2)).ever.active == {P1}


def test_weeks_and_months_count_people_once(database: Database, site: Site) -> None:
    monday = date(2026, 9, 28)  # its week lies in two months
    site.put("completion", COURSE, P1, 11, says=(1, at(monday)))
    site.put("completion", COURSE, P1, 12, says=(1, at(monday + timedelta(days=3), 23)))
    site.put("completion", COURSE, P2, 11, says=(1, at(monday, 0)))
    site.put("submissions", COURSE, P2, 12, says=("submitted", at(date(2026, 9, 27), 23), 0))
    people = listed(P1) | listed(P2, class_name="9Б")
    take_snapshot(database, site, at(OCTOBER), people)
    facts = gather(database)
    assert facts.weeks == (
        WeekFacts(monday - timedelta(days=7), "9Б", 1, 1),
        WeekFacts(monday, "9А", 1, 2),
        WeekFacts(monday, "9Б", 1, 1),
    )
    assert facts.months == (
        MonthFacts(date(2026, 9, 1), 2, 2),
        MonthFacts(date(2026, 10, 1), 1, 2),
    )


def test_who_joined_and_who_left(database: Database, site: Site) -> None:
    take_snapshot(database, site, at(SEPTEMBER), listed(P1, P2))
    take_snapshot(database, site, at(OCTOBER), listed(P1, P3, class_name="9Б"))
    facts = gather(database)
    assert person(facts, P1) == PersonFacts(
        P1, "9Б", "очная", False, (), True, None, None, True, False, 1, 1
    )
    assert (person(facts, P2).present, person(facts, P2).left) == (False, OCTOBER)
    assert person(facts, P2).class_name == "9А"
    assert (person(facts, P3).joined, person(facts, P3).account) == (OCTOBER, False)
    # In October alone the one who left before it is nobody, and who came then is a newcomer.
    later = gather(database, Window(date(2026, 10, 1), date(2026, 10, 31), ZONE))
    assert {one.person for one in later.people} == {P1, P3}
    assert person(later, P3).joined == OCTOBER
    assert person(later, P1).joined is None


def test_last_years_leavers_are_not_this_years_pupils(database: Database, site: Site) -> None:
    take_snapshot(database, site, at(date(2026, 5, 25)), listed(P1, P2))
    take_snapshot(database, site, at(SEPTEMBER), listed(P2, P3))
    facts = gather(database)
    assert {one.person for one in facts.people} == {P2, P3}
    assert person(facts, P3).joined == SEPTEMBER


def test_categories_are_those_of_the_last_day(database: Database, site: Site) -> None:
    take_snapshot(database, site, at(SEPTEMBER), listed(P1, categories="sport"))
    take_snapshot(database, site, at(OCTOBER), listed(P1, categories="home,sport"))
    assert person(gather(database), P1).categories == ("home", "sport")


def test_who_was_unenrolled_took_part(database: Database, site: Site) -> None:
    site.put("completion", COURSE, P1, 11, says=(1, at(SEPTEMBER)))
    site.put("grades", COURSE, P1, 0, says=(45.0, 90.0, at(SEPTEMBER)))
    take_snapshot(database, site, at(SEPTEMBER, 20), listed(P1, P2))
    site.unenrol(COURSE, P1)
    take_snapshot(database, site, at(OCTOBER), listed(P1, P2))
    took_part = participation(gather(database), P1)
    assert (took_part.active, took_part.done, took_part.grade) == (False, 1, 50.0)
    assert gather(database).ever.enrolled == {P1, P2}


def test_work_of_who_is_on_no_list_is_told_and_not_counted(database: Database, site: Site) -> None:
    site.put("completion", COURSE, P2, 11, says=(1, at(SEPTEMBER)))
    take_snapshot(database, site, at(OCTOBER), listed(P1))
    facts = gather(database)
    assert {one.person for one in facts.participations} == {P1}
    assert facts.snapshot is not None
    assert [gap for gap in facts.snapshot.gaps if "1 человек" in gap]


def test_overdue_is_what_was_due_and_not_done(database: Database, site: Site) -> None:
    site.put("completion", COURSE, P1, 12, says=(1, at(date(2026, 9, 25))))
    take_snapshot(database, site, at(SEPTEMBER), listed(P1, P2))
    assert participation(gather(database), P2).overdue == 0  # the date has not come
    take_snapshot(database, site, at(OCTOBER), listed(P1, P2))
    facts = gather(database)
    assert (participation(facts, P1).overdue, participation(facts, P2).overdue) == (0, 1)


def test_grading_within_a_week(database: Database, site: Site) -> None:
    site.enrol(COURSE, P3)
    for key, days in ((P1, 6), (P2, 8), (P3, None)):
        site.put("submissions", COURSE, key, 12, says=("submitted", at(SEPTEMBER), 0))
        if days:
            site.put("grades", COURSE, key, 12, says=(5.0, 10.0, at(SEPTEMBER) + days * DAY))
    # Graded before it was handed in again: it waits.
    site.put("grades", COURSE, P3, 12, says=(5.0, 10.0, at(SEPTEMBER) - DAY))
    take_snapshot(database, site, at(OCTOBER), listed(P1, P2, P3))
    [grading] = gather(database).grading
    assert grading == (COURSE, 3, 2, 1, 1)


def test_teachers_and_their_posts(database: Database, site: Site) -> None:
    site.put("access", COURSE, T1, says=(at(SEPTEMBER),))
    site.put("posts", COURSE, T1, 11, 5, says=(at(SEPTEMBER),))
    take_snapshot(database, site, at(OCTOBER), listed(P1, P2))
    facts = gather(database)
    assert [tuple(one) for one in facts.teachers] == [(T1, COURSE, True, at(SEPTEMBER), 1)]
    assert [one.teachers for one in facts.courses] == [(T1,)]
    assert T1 not in {one.person for one in facts.participations}
    assert T1 not in facts.ever.enrolled


def test_activities_that_came_and_went(database: Database, site: Site) -> None:
    take_snapshot(database, site, at(SEPTEMBER), listed(P1))
    del site.rows("activities")[COURSE, 11]
    site.activity(COURSE, 14)
    take_snapshot(database, site, at(OCTOBER), listed(P1))
    [course] = gather(database).courses
    found = {one.activity: (one.gone, one.first_seen) for one in course.activities}
    assert found == {
        11: (True, SEPTEMBER),
        12: (False, SEPTEMBER),
        13: (False, SEPTEMBER),
        14: (False, OCTOBER),
    }
    later = gather(database, Window(date(2026, 10, 1), MAY, ZONE))
    assert 11 not in {one.activity for one in later.courses[0].activities}


def test_trial_exams_and_other_grades(database: Database, site: Site) -> None:
    site.put("grades", COURSE, P1, 13, says=(7.0, 20.0, at(SEPTEMBER)))
    site.put("grades", COURSE, P1, 12, says=(5.0, None, at(SEPTEMBER)))  # of the activity's ten
    site.put("grades", COURSE, P1, 0, says=(45.0, 90.0, at(SEPTEMBER)))
    site.put(
        "attempts", COURSE, P1, 13, 1, says=("finished", at(SEPTEMBER), at(SEPTEMBER, 14), 0.35)
    )
    take_snapshot(database, site, at(OCTOBER), listed(P1))
    facts = gather(database)
    assert [(one.activity, one.grade, one.grade_max) for one in facts.grades] == [(13, 7.0, 20.0)]
    grades = load_grades(database, [COURSE, "vsosh:2026:other"], YEAR)
    assert {(one.activity, one.grade, one.grade_max) for one in grades} == {
        (13, 7.0, 20.0),
        (12, 5.0, 10.0),
    }
    [attempt] = load_attempts(database, [COURSE], YEAR)
    assert (attempt.person, attempt.key, attempt.fraction) == (P1, "mock-1-auto", 0.35)
    august = Window(date(2026, 8, 1), date(2026, 8, 31), ZONE)
    assert load_grades(database, [COURSE], august) == ()


def test_the_snapshot_of_a_period(database: Database, site: Site) -> None:
    people = listed(P1)
    may, june = date(2027, 5, 20), date(2027, 6, 7)
    for day in (SEPTEMBER, OCTOBER, may):
        take_snapshot(database, site, at(day), people)

    def chosen(window: Window, as_of: int | None = None) -> int:
        found = gather(database, window, as_of=as_of).snapshot
        assert found is not None
        return found.number

    assert chosen(YEAR) == 3  # the newest, when none was taken after it
    assert chosen(Window(date(2026, 9, 1), date(2026, 9, 9), ZONE)) == 1  # within the grace
    assert (
        chosen(Window(date(2026, 9, 1), date(2026, 9, 30), ZONE)) == 3 - 1
    )  # the next that covers it
    assert chosen(YEAR, as_of=1) == 1
    assert gather(database, Window(date(2027, 9, 1), date(2028, 5, 31), ZONE)).snapshot is None
    before = gather(database).snapshot
    assert before is not None
    assert [gap for gap in before.gaps if "20.05.2027" in gap]
    take_snapshot(database, site, at(june), people)
    after = gather(database).snapshot
    assert after is not None
    assert (after.number, after.gaps) == (4, ())
    assert gather(database).snapshots_in_window == 3
    assert gather(database).first_snapshot == SEPTEMBER


def test_a_course_that_the_last_snapshot_did_not_read_is_told(
    database: Database, site: Site
) -> None:
    other = "vsosh:2026:b"
    site.course(other)
    take_snapshot(database, site, at(SEPTEMBER), listed(P1))
    take_snapshot(database, site, at(OCTOBER), listed(P1), courses=[COURSE])
    facts = gather(database)
    assert [one.course for one in facts.courses] == [COURSE, other]
    assert facts.snapshot is not None
    assert [gap for gap in facts.snapshot.gaps if other in gap and "10.09.2026" in gap]


def test_courses_of_another_year_are_not_this_years(database: Database, site: Site) -> None:
    old = "vsosh:2025:a"
    site.course(old)
    site.enrol(old, P1)
    take_snapshot(database, site, at(date(2026, 5, 20)), listed(P1))
    take_snapshot(database, site, at(SEPTEMBER), listed(P1, P2), courses=[COURSE])
    facts = gather(database, project=Window(date(2025, 9, 1), MAY, ZONE))
    assert [one.course for one in facts.courses] == [COURSE]
    assert {one.course for one in facts.participations} == {COURSE}
    assert facts.ever.enrolled == {P1, P2}


def test_who_was_purged_is_counted_without_a_name(database: Database, site: Site) -> None:
    site.put("completion", COURSE, P1, 11, says=(1, at(SEPTEMBER)))
    take_snapshot(database, site, at(OCTOBER), listed(P1, P2))
    assert PersonProgress(database).forget(P1) == 4
    facts = gather(database)
    assert facts.ever.purged == 1
    assert facts.ever.enrolled == {P2}
    assert P1 not in {one.person for one in facts.people}


def test_digests_of_long_gone_pupils_go_too(database: Database, site: Site) -> None:
    take_snapshot(database, site, at(SEPTEMBER), listed(P1, "?left", "?stays"))
    take_snapshot(database, site, at(OCTOBER), listed(P1, "?stays"))
    progress = PersonProgress(database)
    assert progress.forget_without_account(at(OCTOBER)) == 0
    assert progress.forget_without_account(at(OCTOBER) + 1) == 1
    assert {one.person for one in gather(database).people} == {P1, "?stays"}


def test_a_zone_that_puts_its_clock_forward_keeps_its_days(database: Database, site: Site) -> None:
    zone = "Europe/Berlin"  # summer time ends on 25 October 2026
    window = Window(date(2026, 10, 19), date(2026, 11, 1), zone)
    late = day_start(date(2026, 10, 26), zone) - 1
    early = day_start(date(2026, 10, 26), zone)
    site.put("completion", COURSE, P1, 11, says=(1, late))
    site.put("completion", COURSE, P2, 11, says=(1, early))
    take_snapshot(database, site, day_start(date(2026, 11, 2), zone), listed(P1, P2))
    weeks = gather(database, window).weeks
    assert [(one.week, one.works) for one in weeks] == [
        (date(2026, 10, 19), 1),
        (date(2026, 10, 26), 1),
    ]


@settings(max_examples=60)
@given(
    start=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 400),
    second=st.integers(0, 400 * DAY),
    zone=st.sampled_from(["Europe/Moscow", "Europe/Berlin", "Asia/Kolkata", "America/New_York"]),
)
def test_the_number_of_a_day_is_the_days_since_the_first(
    start: date, length: int, second: int, zone: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    moments = moments_of(Window(start, start + timedelta(days=length), zone))
    time = moments.start + second % (moments.stop - moments.start)
    with open_database(tmp_path_factory.mktemp("state") / "state.sqlite") as database:
        [(number,)] = database.rows(f"SELECT {moments.day_number_sql(str(time))}")
    assert number == (moments.day_of(time) - start).days


def test_a_title_of_the_site_can_neither_steer_a_terminal_nor_turn_words_round(
    database: Database,
) -> None:
    site = Site()
    site.course(COURSE, "Алгебра\x1b[31m\x1b]0;own\x07\x00\u202e\r\n\tи начала")
    take_snapshot(database, site, at(SEPTEMBER), listed(P1))
    [course] = gather(database).courses
    assert course.title == "Алгебра[31m]0;own и начала"
