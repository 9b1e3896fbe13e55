"""Fill a state file with years of snapshots, and measure what gathering a year's facts takes.

`python -m benchmarks.progress --pupils 50000 --years 3`: see benchmarks/README.md. The gathering is a
process of its own, so that its CPU and memory are its own.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from vsosh_moodle.indicators.facts import ActiveRule, Window
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.progress_facts import load_progress
from vsosh_moodle.store.progress_window import day_start

ZONE = "Europe/Moscow"
PREFIX = "vsosh:"
FIRST_YEAR = 2024
COURSES_OF_PUPIL = 8
ACTIVITIES = 20
ASSIGNMENTS = 3
QUIZZES = 4
PUPILS_OF_COURSE = 200
SNAPSHOTS_A_YEAR = 36
LIMITS = {1_000: (3, 150), 50_000: (60, 4_000)}
"""Seconds of CPU and megabytes that gathering may take, by pupils."""


def main() -> int:
    """Fill, measure, print JSON; 1 when a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.progress", description=__doc__)
    add = parser.add_argument
    add("--pupils", type=int, default=1_000)
    add("--years", type=int, default=3)
    add("--keep", type=Path, help="keep the state file here, and use it if it is there")
    add("--gather", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.gather:
        print(json.dumps(gather(options.gather, options.years)))
        return 0
    with tempfile.TemporaryDirectory(prefix="vsosh-bench-") as folder:
        path = options.keep or Path(folder) / "state.sqlite"
        filled: dict[str, Any] = {}
        if not path.exists():
            started = time.process_time()
            with open_database(path) as database:
                rows = fill(database, options.pupils, options.years)
                database.compact()
            filled = {"facts": rows, "fill_cpu_seconds": round(time.process_time() - started, 1)}
        measured = subprocess.run(
            [sys.executable, "-m", "benchmarks.progress", "--gather", path, "--years",
             str(options.years)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        report = {
            "pupils": options.pupils,
            "years": options.years,
            "state_megabytes": round(path.stat().st_size / 1e6, 1),
            **filled,
            **json.loads(measured.stdout),
        }
    print(json.dumps(report, indent=1))
    seconds, megabytes = LIMITS.get(options.pupils, (float("inf"), float("inf")))
    is_wrong = report["cpu_seconds"] > seconds or report["peak_rss_mb"] > megabytes
    return 1 if is_wrong else 0


def gather(path: Path, years: int) -> dict[str, Any]:
    """Gather the facts of the last year, with the whole time as the project's; return what it took."""
    first = FIRST_YEAR + years - 1
    window = Window(date(first, 9, 1), date(first + 1, 5, 31), ZONE)
    project = Window(date(FIRST_YEAR, 9, 1), window.end, ZONE)
    wall, cpu = time.monotonic(), time.process_time()
    with open_database(path) as database:
        facts = load_progress(database, window, ActiveRule(), prefix=PREFIX, project=project)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "wall_seconds": round(time.monotonic() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_rss_mb": round(usage.ru_maxrss / 1024, 1),
        "people": len(facts.people),
        "participations": len(facts.participations),
        "done": sum(one.done for one in facts.participations),
        "weeks": len(facts.weeks),
        "ever_active": len(facts.ever.active),
        "cpus": os.cpu_count(),
    }


def fill(database: Database, pupils: int, years: int) -> int:
    """Write years of snapshots as pulls would have left them; return how many facts."""
    rng = Random(1)
    courses = max(COURSES_OF_PUPIL, pupils * COURSES_OF_PUPIL // PUPILS_OF_COURSE)
    written = 0
    with database.transaction():
        database.execute_many(
            "INSERT INTO learners (number, person) VALUES (?, ?)",
            ((number, f"{PREFIX}p{number}") for number in range(1, pupils + 1)),
        )
        for year in range(years):
            written += _fill_year(database, rng, year, pupils, courses)
    return written


def _fill_year(database: Database, rng: Random, year: int, pupils: int, courses: int) -> int:
    first_day = date(FIRST_YEAR + year, 9, 1)
    start = day_start(first_day, ZONE)
    span = day_start(first_day + timedelta(days=270), ZONE) - start
    numbers = [_start_snapshot(database, start + span * (one + 1) // SNAPSHOTS_A_YEAR)
               for one in range(SNAPSHOTS_A_YEAR)]  # fmt: skip
    offset = year * courses
    keys = {offset + one: f"{PREFIX}{first_day.year}:c{one}" for one in range(1, courses + 1)}
    insert = database.execute_many
    insert("INSERT INTO learning_courses (number, course) VALUES (?, ?)", keys.items())
    insert(
        "INSERT INTO snapshot_courses (snapshot, course, state, since) VALUES (?, ?, 'read', 0)",
        [(number, course) for number in numbers for course in keys],
    )
    insert(
        "INSERT INTO course_facts VALUES (?, ?, NULL, ?, ?, 1, 1)",
        [(course, numbers[0], course, f"Курс {course}") for course in keys],
    )
    modules = ["assign"] * ASSIGNMENTS + ["quiz"] * QUIZZES
    modules += ["page"] * (ACTIVITIES - len(modules))
    insert(
        "INSERT INTO activity_facts VALUES (?, ?, ?, NULL, '', ?, ?, 1, 2, 10, 5, 1, 0, 0)",
        [(course, course * 100 + place, numbers[0], module, f"№ {place}")
         for course in keys for place, module in enumerate(modules)],
    )  # fmt: skip
    people = range(1, pupils + 1)
    insert(
        "INSERT INTO contingent_facts VALUES (?, ?, ?, ?, 'очная', 0, '')",
        [(person, numbers[0], numbers[-1] + 1 if year < 0 else None, f"{7 + person % 5}А")
         for person in people] if not year else [],
    )  # fmt: skip
    last_access = [(person, number, numbers[place + 1] if place + 1 < len(numbers) else None, start,
                    start + span * (place + 1) // SNAPSHOTS_A_YEAR)
                   for person in people for place, number in enumerate(numbers)]  # fmt: skip
    if year:
        insert("UPDATE account_facts SET until = ? WHERE until IS NULL", [(numbers[0],)])
    insert("INSERT INTO account_facts VALUES (?, ?, ?, ?, ?, 0)", last_access)
    count = len(last_access)
    chosen = sorted(
        (course, person)
        for person in people
        for course in rng.sample(range(offset + 1, offset + courses + 1), COURSES_OF_PUPIL)
    )
    for at in range(0, len(chosen), 5_000):
        count += _fill_members(database, rng, chosen[at : at + 5_000], numbers, (start, span))
    return count


def _fill_members(
    database: Database,
    rng: Random,
    chosen: list[tuple[int, int]],
    numbers: list[int],
    period: tuple[int, int],
) -> int:
    start, span = period
    done, submissions, attempts, grades, access = [], [], [], [], []
    for course, person in chosen:
        for place in range(ACTIVITIES):
            moment = int(rng.random() * span)
            since = numbers[min(len(numbers) - 1, moment * SNAPSHOTS_A_YEAR // span)]
            activity, time_done = course * 100 + place, start + moment
            done.append((course, person, activity, since, 1 + place % 2, time_done))
            if place < ASSIGNMENTS:
                submissions.append((course, person, activity, since, time_done))
                grades.append((course, person, activity, since, 7.0, time_done + 86_400))
            elif place < ASSIGNMENTS + QUIZZES:
                attempts.append((course, person, activity, since, time_done - 600, time_done))
                grades.append((course, person, activity, since, 8.0, time_done))
        grades.append((course, person, 0, numbers[-1], 75.0, start + span))
        access.append((course, person, numbers[-1], start + span))
    insert = database.execute_many
    insert("INSERT INTO enrolment_facts VALUES (?, ?, ?, NULL, 0, 1, 0, 0)",
           [(course, person, numbers[0]) for course, person in chosen])  # fmt: skip
    insert("INSERT INTO completion_facts VALUES (?, ?, ?, ?, NULL, ?, ?)", done)
    insert("INSERT INTO submission_facts VALUES (?, ?, ?, ?, NULL, 'submitted', ?, 0)", submissions)
    insert(
        "INSERT INTO attempt_facts VALUES (?, ?, ?, 1, ?, NULL, 'finished', ?, ?, 0.8)", attempts
    )
    insert("INSERT INTO grade_facts VALUES (?, ?, ?, ?, NULL, ?, 100, ?)", grades)
    insert("INSERT INTO access_facts VALUES (?, ?, ?, NULL, ?)", access)
    return sum(len(rows) for rows in (done, submissions, attempts, grades, access)) + len(chosen)


def _start_snapshot(database: Database, taken: int) -> int:
    return database.execute(
        "INSERT INTO snapshots (taken, finished, state, site, release, source, is_full, scope,"
        " parameters, tool_version) VALUES (?, ?, 'done', 'site', '4.5', 'plugin', 1, '[]', '{}', '')",
        (taken, taken + 60),
    )


if __name__ == "__main__":
    sys.exit(main())
