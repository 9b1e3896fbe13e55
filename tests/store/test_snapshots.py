"""Facts of snapshots: changes alone are stored, every past snapshot can be seen again, nothing is lost."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.snapshot_site import DAY, WORK_PARTS, Facts, Site, listed, take_snapshot
from vsosh_moodle.school.learning import GapRow
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.fact_tables import FACT_TABLES, HOLDS
from vsosh_moodle.store.snapshot_writer import SnapshotWriter
from vsosh_moodle.store.snapshots import SnapshotHeader, SnapshotId, Snapshots

START = 1_790_000_000
COURSES = ("vsosh:2026:a", "vsosh:2026:b")
PEOPLE = ("vsosh:p1", "vsosh:p2", "vsosh:p3")
ACTIVITIES = {COURSES[0]: (11, 12), COURSES[1]: (21, 22)}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "state.sqlite") as opened:
        yield opened


def seen_from(database: Database, number: SnapshotId) -> dict[str, Facts]:
    """Return all facts of a snapshot by part, under names."""
    people = dict(database.rows("SELECT number, person FROM learners"))
    courses = dict(database.rows("SELECT number, course FROM learning_courses"))
    names: dict[str, dict[Any, Any]] = {"person": people, "course": courses}
    found: dict[str, Facts] = {}
    for table in FACT_TABLES:
        rows = database.rows(
            f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {HOLDS}",  # noqa: S608
            {"snapshot": number},
        )
        for row in rows:
            named = [
                names[column][value] if column in names else value
                for column, value in zip(table.columns, row, strict=True)
            ]
            at = len(table.keys)
            found.setdefault(table.part, {})[tuple(named[:at])] = tuple(named[at:])
    return found


def small_site() -> Site:
    site = Site()
    for course in COURSES:
        site.course(course, course)
        for cm in ACTIVITIES[course]:
            site.activity(course, cm)
        site.enrol(course, *PEOPLE)
    return site


def test_the_same_site_twice_stores_nothing(database: Database) -> None:
    site = small_site()
    site.put("completion", COURSES[0], PEOPLE[0], 11, says=(1, START))
    site.put("grades", COURSES[0], PEOPLE[0], 0, says=(None, 10.0, START))
    people = listed(*PEOPLE)
    take_snapshot(database, site, START + DAY, people)
    second = take_snapshot(database, site, START + 2 * DAY, people)
    third = take_snapshot(database, site, START + 3 * DAY, people, since=START + DAY)
    found = {one.number: one for one in Snapshots(database).all()}
    assert found[second].counts == found[third].counts == {}
    assert seen_from(database, third) == seen_from(database, SnapshotId(1))


def test_who_was_unenrolled_keeps_the_work_and_loses_the_place(database: Database) -> None:
    site = small_site()
    site.put("completion", COURSES[0], PEOPLE[0], 11, says=(1, START))
    site.put("submissions", COURSES[0], PEOPLE[0], 12, says=("submitted", START, 0))
    people = listed(*PEOPLE)
    take_snapshot(database, site, START + DAY, people)
    site.unenrol(COURSES[0], PEOPLE[0])
    number = take_snapshot(database, site, START + 2 * DAY, people)
    view = seen_from(database, number)
    assert view["completion"] == {(COURSES[0], PEOPLE[0], 11): (1, START)}
    assert view["submissions"] == {(COURSES[0], PEOPLE[0], 12): ("submitted", START, 0)}
    assert (COURSES[0], PEOPLE[0]) not in view["enrolments"]
    [snapshot] = [one for one in Snapshots(database).all() if one.number == number]
    assert snapshot.counts == {"enrolments": {"gone": 1}}


def test_a_reset_is_seen_by_a_full_pull_alone(database: Database) -> None:
    site = small_site()
    place = (COURSES[0], PEOPLE[0], 11)
    site.put("completion", *place, says=(1, START))
    people = listed(*PEOPLE)
    first = take_snapshot(database, site, START + DAY, people)
    del site.rows("completion")[place]
    changes = take_snapshot(database, site, START + 2 * DAY, people, since=START + DAY)
    whole = take_snapshot(database, site, START + 3 * DAY, people)
    assert place in seen_from(database, first)["completion"]
    assert place in seen_from(database, changes)["completion"]
    assert "completion" not in seen_from(database, whole)


def test_work_in_a_deleted_activity_stays(database: Database) -> None:
    site = small_site()
    place = (COURSES[0], PEOPLE[0], 11)
    site.put("completion", *place, says=(1, START))
    people = listed(*PEOPLE)
    take_snapshot(database, site, START + DAY, people)
    del site.rows("completion")[place]
    del site.rows("activities")[COURSES[0], 11]
    number = take_snapshot(database, site, START + 2 * DAY, people)
    view = seen_from(database, number)
    assert place in view["completion"]
    assert (COURSES[0], 11) not in view["activities"]


Step = tuple[str, str, str, int, int]
_WORK_KEYS = {
    "completion": (), "course_completion": None, "grades": (), "access": None,
    "submissions": (), "attempts": (1,), "posts": (7,),
}  # fmt: skip
_STEPS = st.tuples(
    st.sampled_from(
        ["work", "unenrol", "enrol", "reset", "delete", "leave", "come", "snapshot", "full"]
    ),
    st.sampled_from(COURSES),
    st.sampled_from(PEOPLE),
    st.integers(0, 1),
    st.integers(0, 3),
)


_FULL: Step = ("full", COURSES[0], PEOPLE[0], 0, 0)


def work(site: Site, part: str, place: tuple[str, str, int], state: int, moment: int) -> None:
    """Let somebody do something, said in the columns of the part."""
    course, person, cm = place
    said: dict[str, tuple[Any, ...]] = {
        "completion": (state, moment),
        "course_completion": (moment,),
        "grades": (float(state), 10.0, moment),
        "access": (moment,),
        "submissions": ("submitted", moment, state),
        "attempts": ("finished", moment - 60, moment, state / 4),
        "posts": (moment,),
    }
    more = _WORK_KEYS[part]
    key = (course, person) if more is None else (course, person, cm, *more)
    site.put(part, *key, says=said[part])


class School:
    """The site and the lists, and what a snapshot has to show by the rules."""

    def __init__(self) -> None:
        self.site = small_site()
        self.people = listed(*PEOPLE)
        self.expected: dict[str, Facts] = {}
        self.now = START
        self.pulled = 0

    def take(self, step: Step) -> bool:
        """Do a step; True when it is a snapshot."""
        kind, course, person, activity, number = step
        self.now += DAY // 8
        cm = ACTIVITIES[course][activity]
        site = self.site
        if kind == "work":
            part = WORK_PARTS[(number + activity) % len(WORK_PARTS)]
            if (course, person) in site.rows("enrolments") and (course, cm) in site.rows(
                "activities"
            ):
                work(site, part, (course, person, cm), number, self.now)
        elif kind == "delete":
            site.rows("activities").pop((course, cm), None)
            self._forget(2, (cm,))
        elif kind == "reset":
            self._forget(0, (course, person))
        elif kind == "leave":
            self.people.pop((person,), None)
        elif kind == "come":
            self.people |= listed(person)
        elif kind in {"enrol", "unenrol"}:
            getattr(site, kind)(course, person)
        return kind in {"snapshot", "full"}

    def _forget(self, at: int, key: tuple[Any, ...]) -> None:
        for part in WORK_PARTS:
            rows = self.site.rows(part)
            for one in [known for known in rows if known[at : at + len(key)] == key]:
                del rows[one]

    def expect(self, *, whole: bool) -> dict[str, Facts]:
        """Return what a snapshot taken now has to show."""
        site, was = self.site, self.expected
        now: dict[str, Facts] = {"contingent": dict(self.people)}
        for part in ("accounts", "courses", "activities", "enrolments"):
            now[part] = dict(site.rows(part))
        for part in WORK_PARTS:
            kept = {
                key: says
                for key, says in was.get(part, {}).items()
                if not whole
                or key[:2] not in site.rows("enrolments")
                or (len(key) > 2 and (key[0], key[2]) not in site.rows("activities"))
            }
            now[part] = kept | site.rows(part)
        self.expected = {part: rows for part, rows in now.items() if rows}
        return self.expected


@settings(max_examples=40)
@given(steps=st.lists(_STEPS, max_size=40))
def test_every_past_snapshot_can_be_seen_again(
    steps: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    school = School()
    shown: dict[SnapshotId, dict[str, Facts]] = {}
    with open_database(tmp_path_factory.mktemp("state") / "state.sqlite") as database:
        for step in [_FULL, *steps, _FULL]:
            if not school.take(step):
                continue
            whole = step[0] == "full"
            since = 0 if whole else school.pulled
            number = take_snapshot(database, school.site, school.now, school.people, since=since)
            school.pulled = school.now
            shown[number] = deepcopy(school.expect(whole=whole))
        for number, expected in shown.items():
            assert seen_from(database, number) == expected


@settings(max_examples=40)
@given(steps=st.lists(_STEPS, max_size=30))
def test_changes_add_up_to_what_a_full_pull_reads(
    steps: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    growing = [step for step in steps if step[0] in {"work", "enrol", "come", "leave", "snapshot"}]
    school = School()
    folder = tmp_path_factory.mktemp("state")
    with (
        open_database(folder / "changes.sqlite") as changes,
        open_database(folder / "whole.sqlite") as whole,
    ):
        take_snapshot(changes, school.site, school.now, school.people)
        school.pulled = school.now
        for step in growing:
            if school.take(step):
                take_snapshot(changes, school.site, school.now, school.people, since=school.pulled)
                school.pulled = school.now
        school.now += 1
        last = take_snapshot(changes, school.site, school.now, school.people, since=school.pulled)
        once = take_snapshot(whole, school.site, school.now, school.people)
        assert seen_from(changes, last) == seen_from(whole, once)


def test_of_two_rows_about_the_same_the_later_counts(database: Database) -> None:
    snapshots = Snapshots(database)
    header = SnapshotHeader(START, "site", "4.5", "plugin", full=True, tool_version="0.1")
    number = snapshots.start(header, {COURSES[0]: 0})
    writer = SnapshotWriter(database, number)
    course, person = writer.course(COURSES[0]), writer.person(PEOPLE[0])
    writer.stage("completion", [(course, person, 11, 1, 200), (course, person, 11, 0, 100)])
    rows = database.rows("SELECT state, time FROM temp.staged_completion")
    assert rows == [(1, 200)]


def test_who_gets_an_account_stays_the_same_person(database: Database) -> None:
    site = small_site()
    take_snapshot(database, site, START, listed("?0123456789"))
    writer = SnapshotWriter(database, SnapshotId(1))
    writer.rename_people({"vsosh:p9": "?0123456789", "vsosh:p8": "?unknown"})
    assert seen_from(database, SnapshotId(1))["contingent"].keys() == {("vsosh:p9",)}
    # Known by both names: one of them goes.
    take_snapshot(database, site, START + DAY, listed("?0123456789", "vsosh:p9"))
    writer = SnapshotWriter(database, SnapshotId(2))
    writer.rename_people({"vsosh:p9": "?0123456789"})
    assert seen_from(database, SnapshotId(2))["contingent"].keys() == {("vsosh:p9",)}


def test_gaps_calls_and_counts_add_up_over_the_runs_of_a_snapshot(database: Database) -> None:
    snapshots = Snapshots(database)
    header = SnapshotHeader(START, "site", "4.5", "core", full=True, tool_version="0.1")
    number = snapshots.start(header, dict.fromkeys(COURSES, 0))
    unfinished = snapshots.unfinished()
    assert unfinished is not None
    assert unfinished.number == number
    snapshots.add_gaps(number, [GapRow("course-denied", COURSES[1])] * 2)
    snapshots.add_traffic(number, 3, {"grades": {"new": 2}})
    snapshots.add_traffic(number, 4, {"grades": {"new": 1, "changed": 5}})
    snapshots.finish(number, "partial", START + 60)
    [found] = snapshots.all()
    assert found.calls == 7
    assert found.counts == {"grades": {"new": 3, "changed": 5}}
    assert found.gaps == (GapRow("course-denied", COURSES[1]),)
    assert found.state == "partial"
    assert snapshots.unfinished() is None
