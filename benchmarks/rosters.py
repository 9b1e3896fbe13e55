"""How long the people take: reading, checking and matching a roster, see benchmarks/README.md.

`python -m benchmarks.rosters`: makes rosters of 10,000 and 100,000 pupils, xlsx and csv, with 12
columns; a ledger knows the school as it was, and 2 % of the pupils changed since.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from benchmarks.school import change_rows
from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.sample.layout import SampleSize, lay_out
from vsosh_moodle.sample.people import StudentRow, iter_students
from vsosh_moodle.school.gender import gender_of
from vsosh_moodle.school.identity import IdentityPolicy
from vsosh_moodle.school.near_names import find_near_duplicates
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.people_ledger import PeopleLedger

SIZES = (10_000, 100_000)
LIMITS = {10_000: 5.0, 100_000: 60.0}
"""Seconds that issue 4 allows for reading, checking and matching together."""

CLASSES, YEAR = 120, 2026
COLUMNS = (
    "№", "Фамилия", "Имя", "Отчество", "Дата рождения", "Класс", "Личное дело №", "Пол", "СНИЛС",
    "Телефон", "Адрес", "Дата зачисления",
)  # fmt: skip
_SEXES = {"m": "м", "f": "ж", "": ""}
STAGES = ("read", "near duplicates", "ledger", "propose")
MEGABYTE = 1024 * 1024


def main() -> int:
    """Measure every size and kind of file; 1 when a limit of issue 4 is passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rosters", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    parser.add_argument("--measure", type=Path, nargs=2, help="a roster and a ledger: one result")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(*options.measure)))
        return 0
    results = [result for students in options.sizes for result in run_size(students, options.seed)]
    print(table(results), file=sys.stderr)
    text = json.dumps(results, ensure_ascii=False, indent=1)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    slow = [one for one in results if one["seconds"] > LIMITS.get(one["pupils"], float("inf"))]
    return 1 if slow else 0


def run_size(students: int, seed: int) -> Iterator[dict[str, Any]]:
    """Make the school and its ledger, change 2 %, and measure each file in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="vsosh-bench-rosters-") as temporary:
        folder = Path(temporary)
        size = SampleSize(students, min(CLASSES, students), seed=seed)
        rows = list(iter_students(lay_out(size), size, YEAR))
        before, ledger = folder / "before.csv", folder / "state.sqlite"
        write_csv(before, rows)
        with open_database(ledger) as database:
            people = PeopleLedger(database)
            proposed = people.propose(read_rosters([before]).people, IdentityPolicy())
            people.commit(proposed.identities)
        _done, changed = change_rows(rows, lay_out(size), seed)
        for name, write in (("list.csv", write_csv), ("list.xlsx", write_xlsx)):
            write(folder / name, changed)
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.rosters", "--measure", folder / name, ledger],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            yield {"pupils": students, "file": name.partition(".")[2], **json.loads(done.stdout)}


def measure(roster_file: Path, ledger_file: Path) -> dict[str, Any]:
    """Read, check and match one roster; CPU seconds of each stage and the greatest memory."""
    started = time.perf_counter()
    marks = [time.process_time()]
    roster = read_rosters([roster_file])
    marks.append(time.process_time())
    near = find_near_duplicates(roster.people)
    marks.append(time.process_time())
    with open_database(ledger_file) as database:
        ledger = PeopleLedger(database)
        known = len(ledger.entries())
        marks.append(time.process_time())
        proposal = ledger.propose(roster.people, IdentityPolicy())
    marks.append(time.process_time())
    wall = time.perf_counter() - started
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE
    return {
        "seconds": round(wall, 3),
        "cpu_seconds": round(marks[-1] - marks[0], 3),
        "stages": {
            stage: round(after - before, 3)
            for stage, before, after in zip(STAGES, marks, marks[1:], strict=False)
        },
        "peak_rss_mb": round(peak, 1),
        "file_mb": round(roster_file.stat().st_size / MEGABYTE, 1),
        "people": len(roster.people),
        "known": known,
        "new": sum(one.is_new for one in proposal.identities.values()),
        "problems": len(roster.problems) + len(near) + len(proposal.problems),
    }


def table(results: Iterable[dict[str, Any]]) -> str:
    """Return the results as a table of Markdown."""
    lines = [
        f"| pupils | file | all, s | CPU, s | {' | '.join(f'{stage}, s' for stage in STAGES)} | memory, MB |",
        "|---:|---|" + "---:|" * (len(STAGES) + 3),
    ]
    for one in results:
        stages = " | ".join(f"{one['stages'][stage]:.2f}" for stage in STAGES)
        lines.append(
            f"| {one['pupils']:,} | {one['file']} | {one['seconds']:.2f} | {one['cpu_seconds']:.2f}"
            f" | {stages} | {one['peak_rss_mb']:.0f} |"
        )
    return "\n".join(lines)


def write_csv(path: Path, rows: Iterable[StudentRow]) -> None:
    """Write a roster as Excel writes csv in Russia, but in UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(COLUMNS)
        for number, row in enumerate(rows, start=1):
            cells = cells_of(number, row)
            cells[4] = f"{row.birth_date:%d.%m.%Y}"
            writer.writerow(cells)


def write_xlsx(path: Path, rows: Iterable[StudentRow]) -> None:
    """Write a roster of one sheet, dates as dates."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ученики")
    sheet.append(COLUMNS)
    for number, row in enumerate(rows, start=1):
        sheet.append(cells_of(number, row))
    book.save(path)


def cells_of(number: int, row: StudentRow) -> list[Any]:
    """Return the 12 cells of a pupil; a third of them are nobody's business and must be dropped."""
    return [
        number, row.name.last, row.name.first, row.name.middle, row.birth_date, str(row.class_name),
        row.file_number, _SEXES[gender_of(row.name.middle)], f"000-000-{number % 1000:03d} 00",
        f"+7 900 {number % 10**7:07d}", f"ул. Примерная, дом {number % 300}", row.start,
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
