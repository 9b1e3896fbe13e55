"""Facts of a period out of the snapshots: what indicators are counted from (indicators/facts.py)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from vsosh_moodle.indicators.facts import (
    ActiveRule,
    AttemptFacts,
    EverFacts,
    GradeFacts,
    ProgressFacts,
    SnapshotFacts,
    Window,
    WorkKind,
)
from vsosh_moodle.language import _, plural
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.fact_tables import holds
from vsosh_moodle.store.progress_courses import (
    MOCK,
    find_courses,
    load_attempts_of,
    load_courses,
    load_grades_of,
    load_teachers,
)
from vsosh_moodle.store.progress_people import load_contingent
from vsosh_moodle.store.progress_window import FINISHED, View, find_view, moments_of
from vsosh_moodle.store.progress_works import WORKS, WorkReader, Works, work_stands
from vsosh_moodle.store.snapshot_gaps import gaps_in_words
from vsosh_moodle.store.snapshots import Snapshots


def load_progress(  # noqa: PLR0913  each says another thing of the period
    database: Database,
    window: Window,
    rule: ActiveRule,
    *,
    prefix: str,
    project: Window | None = None,
    as_of: int | None = None,
    until: date | None = None,
    grades: tuple[int, int] | None = None,
) -> ProgressFacts:
    """Return what the snapshots tell of a period; `snapshot` is None when none can show it.

    `prefix` is the config's key prefix: people and courses without it are passed over. `project` is the
    project's period, which `ever` is about; without it, the window is. `as_of` names the snapshot to
    look from; without it see progress_window.py. None taken after the day `until` is looked at.
    `grades` are those that months are about, None for all.
    """
    view = find_view(database, window, as_of, until)
    if view is None:
        return ProgressFacts(window, rule, None)
    contingent = load_contingent(database, view, prefix, grades)
    courses = find_courses(database, view, prefix)
    reader = WorkReader(database, view, rule, contingent)
    for number, key in courses.items():
        reader.take(number, key)
    works = reader.works
    return ProgressFacts(
        window=window,
        rule=rule,
        snapshot=_snapshot(database, view, courses, works),
        people=tuple(contingent.people.values()),
        participations=tuple(works.participations),
        courses=tuple(load_courses(database, view, courses)),
        weeks=tuple(works.rhythm.weeks()),
        months=tuple(works.rhythm.months()),
        grading=tuple(works.grading),
        teachers=tuple(load_teachers(database, view, courses)),
        grades=tuple(
            load_grades_of(database, view.number, courses, word=MOCK, stop=view.moments.stop)
        ),
        ever=_with_window(_ever(database, view, project or window, rule, prefix), works, rule),
        first_snapshot=_first_day(database, view),
        snapshots_in_window=len(view.inside),
        names=_names(database),
    )


def load_grades(
    database: Database, courses: Collection[str], window: Window, *, as_of: int | None = None
) -> tuple[GradeFacts, ...]:
    """Return the grades of every activity of these courses, given up to the window's end."""
    view = find_view(database, window, as_of)
    if view is None:
        return ()
    numbers = _numbers(database, courses)
    return tuple(load_grades_of(database, view.number, numbers, stop=view.moments.stop))


def load_attempts(
    database: Database,
    courses: Collection[str],
    window: Window,
    *,
    word: str = MOCK,
    as_of: int | None = None,
) -> tuple[AttemptFacts, ...]:
    """Return the finished attempts at activities whose key has `word` («mock-1-auto»), in the window."""
    view = find_view(database, window, as_of)
    if view is None:
        return ()
    numbers = _numbers(database, courses)
    start, stop = view.moments.start, view.moments.stop
    return tuple(
        one
        for one in load_attempts_of(database, view.number, numbers, word)
        if start <= one.finished < stop
    )


def _numbers(database: Database, courses: Collection[str]) -> list[int]:
    known = dict(database.rows("SELECT course, number FROM learning_courses"))
    return [known[one] for one in sorted(courses) if one in known]


def _names(database: Database) -> dict[str, str]:
    sql = (
        "SELECT idnumber, trim(last_name || ' ' || first_name || ' ' || middle_name) FROM people"
        " WHERE purged IS NULL"
    )
    return {key: name for key, name in database.stream(sql)}  # noqa: C416  rows are of any width


def _first_day(database: Database, view: View) -> date:
    [(taken,)] = database.rows(f"SELECT min(taken) FROM snapshots WHERE {FINISHED}")
    return view.moments.day_of(taken)


def _snapshot(
    database: Database, view: View, courses: dict[int, str], works: Works
) -> SnapshotFacts:
    found = next(one for one in Snapshots(database).all() if one.number == view.number)
    taken = view.moments.day_of(view.taken)
    gaps = list(gaps_in_words(found.gaps))
    if taken < view.moments.window.end:
        gaps.append(
            _("снимок сделан {taken}: дней после него до конца периода ({end}) в нём нет").format(
                taken=f"{taken:%d.%m.%Y}", end=f"{view.moments.window.end:%d.%m.%Y}"
            )
        )
    if not view.inside and taken > view.moments.window.end:
        gaps.append(
            _(
                "внутри периода снимков не было: списки школы и зачисления — какими они были {taken}, "
                "выбывших раньше в них нет"
            ).format(taken=f"{taken:%d.%m.%Y}")
        )
    gaps += _stale(database, view, courses)
    unlisted = works.unlisted - _teaching(database, view)
    if unlisted:
        gaps.append(
            plural(
                len(unlisted),
                "{n} человек работал в курсах, но в списках периода его нет: не учтён",
                "{n} человека работали в курсах, но в списках периода их нет: не учтены",
                "{n} человек работали в курсах, но в списках периода их нет: не учтены",
            )
        )
    return SnapshotFacts(
        number=int(found.number),
        taken=_local_moment(view),
        site=found.header.site,
        release=found.header.release,
        source=found.header.source,
        complete=found.state == "done",
        courses=len(courses),
        gaps=tuple(gaps),
    )


def _teaching(database: Database, view: View) -> set[int]:
    """Return who teaches anywhere: teachers write in forums too, and are on no list of pupils."""
    sql = f"SELECT DISTINCT person FROM enrolment_facts WHERE teaches AND {holds()}"
    return {person for (person,) in database.rows(sql, {"snapshot": view.number})}


def _local_moment(view: View) -> str:
    zone = ZoneInfo(view.moments.window.zone)
    return datetime.fromtimestamp(view.taken, zone).isoformat(timespec="seconds")


def _stale(database: Database, view: View, courses: dict[int, str]) -> list[str]:
    """Tell the courses that the chosen snapshot did not read: their works end with an earlier one."""
    rows = database.rows(
        "SELECT s.course, max(s.snapshot), max(n.taken) FROM snapshot_courses s"
        " JOIN snapshots n ON n.number = s.snapshot"
        " WHERE s.state = 'read' AND s.snapshot <= ? GROUP BY s.course",
        (view.number,),
    )
    end = view.moments.window.end
    return [
        _(
            "курс «{course}» последний раз прочитан {day}: после этого дня работы в нём не видны"
        ).format(course=courses[course], day=f"{view.moments.day_of(taken):%d.%m.%Y}")
        for course, snapshot, taken in rows
        if course in courses
        and snapshot < view.number
        and view.moments.day_of(taken) < min(end, view.moments.day_of(view.taken))
    ]


def _ever(
    database: Database, view: View, project: Window, rule: ActiveRule, prefix: str
) -> EverFacts:
    """Return who was enrolled in any snapshot of the project's period, and who of them worked in it.

    Enough works of the rule's kinds in the whole period make somebody active. They are pupils whom the
    lists had in any of these snapshots. The window is seen from a snapshot that may be younger than it.
    """
    moments = moments_of(project)
    [(first, last)] = database.rows(
        f"SELECT min(number), max(number) FROM snapshots WHERE {FINISHED}"
        " AND taken >= ? AND taken < ? AND number <= ?",
        (moments.start, moments.stop, view.number),
    )
    parameters = {
        "snapshot": view.number,
        "first": min(first or view.first, view.first),
        "last": max(last or view.last, view.last),
        "start": moments.start,
        "stop": moments.stop,
        "prefix": prefix,
    }
    sql = (
        f"SELECT m.person, {_worked(rule)} FROM (SELECT DISTINCT e.course, e.person"
        " FROM learning_courses c JOIN enrolment_facts e ON e.course = c.number WHERE NOT e.teaches"
        " AND e.since <= :last AND (e.until IS NULL OR e.until > :first)"
        " AND substr(c.course, 1, length(:prefix)) = :prefix) m"
        " WHERE EXISTS (SELECT 1 FROM contingent_facts p WHERE p.person = m.person"
        "  AND p.since <= :last AND (p.until IS NULL OR p.until > :first))"
    )
    works: dict[int, int] = {}
    for person, count in database.stream(sql, parameters):
        works[person] = works.get(person, 0) + count
    names = {number: person for number, person in database.stream(  # noqa: C416  as above
        "SELECT number, person FROM learners"
    )}  # fmt: skip
    [(purged,)] = database.rows(
        "SELECT count(*) FROM purged_learners WHERE first_snapshot <= :last"
        " AND last_snapshot >= :first",
        parameters,
    )
    return EverFacts(
        frozenset(names[person] for person in works),
        frozenset(names[person] for person, count in works.items() if count >= rule.least),
        purged,
    )


def _with_window(ever: EverFacts, works: Works, rule: ActiveRule) -> EverFacts:
    """Add whoever worked in the window though no snapshot saw the enrolment: the window is of the project."""
    counts: dict[str, int] = {}
    for one in works.participations:
        counts[one.person] = counts.get(one.person, 0) + one.works(rule)
    active = {person for person, count in counts.items() if count >= rule.least}
    return replace(ever, enrolled=ever.enrolled | active, active=ever.active | active)


def _worked(rule: ActiveRule) -> str:
    """Return SQL for how much somebody worked in a course; where one work is enough, whether at all.

    One work is found sooner than all are counted, and one is what almost every school asks for.
    """
    places = {}
    for kind in sorted(rule.kinds, key=list(WorkKind).index):
        table, moment, counts = WORKS[kind]
        places[kind] = (
            f"FROM {table} w WHERE w.course = m.course AND w.person = m.person"
            f" AND {work_stands(kind, 'w')}"
            f" AND {counts} AND {moment} >= :start AND {moment} < :stop"
        )
    if rule.least == 1:
        cases = " ".join(f"WHEN EXISTS (SELECT 1 {where}) THEN 1" for where in places.values())
        return f"CASE {cases} ELSE 0 END"
    return " + ".join(f"(SELECT count(*) {where})" for where in places.values())
