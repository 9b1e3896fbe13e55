"""Measure vsosh-moodle on a school of any size: see benchmarks/README.md."""

import argparse
import json
import os
import platform
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.rehearsal import rehearsal_site
from benchmarks.school import Target, change_roster, make_school
from vsosh_moodle import __version__
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.workflow.project import Project

PHASES = (
    ("first apply", "apply"),
    ("plan, nothing to do", "plan"),
    ("plan, 2 % changed", "plan"),
    ("apply, 2 % changed", "apply"),
    ("plan after it, nothing to do", "plan"),
)
CHANGED_BEFORE = "plan, 2 % changed"
SHOWN = ("wall_seconds", "cpu_seconds", "peak_rss_mb", "calls", "bytes_out", "bytes_in", "rows")


def main() -> int:
    """Run the phases, print a table to stderr and JSON to stdout; 1 when a result is wrong."""
    options = parse_options()
    size = SampleSize(options.students, options.classes, options.courses, options.seed)
    with target_site(options) as target:
        runs = [measure_run(size, target, number, options) for number in range(options.repeat)]
    report = {
        "tool": __version__,
        "target": options.target,
        "release": options.release if options.target == "sandbox" else None,
        "size": {"students": size.students, "classes": size.classes, "courses": size.courses},
        "seed": size.seed,
        "settings": {"workers": target.workers, "max_input_vars": target.max_input_vars},
        "machine": {
            "python": platform.python_version(),
            "system": platform.platform(terse=True),
            "cpus": os.cpu_count(),
        },
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "medians": medians(runs),
        "runs": runs,
    }
    text = json.dumps(report, ensure_ascii=False, indent=1)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    print(text)
    wrong = [line for run in runs for line in mistakes(run)]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def parse_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    add = parser.add_argument
    add(
        "--target",
        default="sandbox",
        help="«sandbox» or the address of a Moodle that may be written to",
    )
    add("--token-file", type=Path, help="file with the token of that Moodle")
    add("--students", type=int, default=1000)
    add("--classes", type=int, default=30)
    add("--courses", type=int, default=40)
    add("--seed", type=int, default=1)
    add("--release", default="4.5", choices=["4.1", "4.5"], help="of the sandbox")
    add("--max-input-vars", type=int, default=1000, help="limit of the site's PHP")
    add("--workers", type=int, default=4, help="calls under way at once")
    add("--repeat", type=int, nargs="?", const=3, default=1, help="how many runs, for medians")
    add("--shells", action="store_true", help="courses without sections and activities")
    add("--json", type=Path, help="also write the report to this file")
    add("--keep", type=Path, help="keep the project folders here")
    options = parser.parse_args()
    if options.target != "sandbox" and options.token_file is None:
        parser.error("--target URL needs --token-file")
    return options


@contextmanager
def target_site(options: argparse.Namespace) -> Iterator[Target]:
    """Yield the site to measure against: the given one, or a sandbox in a process of its own."""
    if options.target != "sandbox":
        yield Target(options.target, options.token_file, options.max_input_vars, options.workers)
        return
    with (
        tempfile.TemporaryDirectory(prefix="vsosh-bench-site-") as folder,
        rehearsal_site(
            Path(folder), options.release, options.max_input_vars, options.workers
        ) as target,
    ):
        yield target


def measure_run(
    size: SampleSize, target: Target, number: int, options: argparse.Namespace
) -> dict[str, Any]:
    """Make a school of its own on the site and run all phases on it."""
    mark = f"b{secrets.token_hex(3)}"
    with tempfile.TemporaryDirectory(prefix="vsosh-bench-") as temporary:
        folder = (options.keep or Path(temporary)) / f"{number + 1}-{mark}"
        started = time.monotonic()
        project = make_school(folder, size, target, mark, content=not options.shells)
        run: dict[str, Any] = {"mark": mark, "sample_seconds": round(time.monotonic() - started, 1)}
        phases = []
        for name, kind in PHASES:
            if name == CHANGED_BEFORE:
                changed = change_roster(project, size, date.today())  # noqa: DTZ011
                run["roster_change"] = {
                    one: getattr(changed, one) for one in ("surname", "move", "leave", "new")
                }
            measured = {"name": name, **run_phase(kind, project)}
            print(show(measured), file=sys.stderr, flush=True)
            phases.append(measured)
        return {**run, "phases": phases}


def run_phase(kind: str, project: Project) -> dict[str, Any]:
    """Run a phase in a process of its own; `process_seconds` counts the start of Python too."""
    result = project.root.with_suffix(".json")
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "benchmarks.phase", kind, project.root, result], check=True
    )
    seconds = time.monotonic() - started
    measured: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    result.unlink()
    return {**measured, "process_seconds": round(seconds, 3)}


def medians(runs: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the medians of the main figures over the runs, by phase."""
    return {
        name: {
            figure: statistics.median(run["phases"][place][figure] for run in runs)
            for figure in SHOWN
        }
        for place, (name, _kind) in enumerate(PHASES)
    }


def mistakes(run: dict[str, Any]) -> list[str]:
    """Return what went otherwise than it should: a figure of a failed run means nothing."""
    found = []
    for phase in run["phases"]:
        if phase["name"].endswith("nothing to do") and phase["rows"]:
            found.append(f"{phase['name']}: {phase['rows']} changes wait")
        if phase.get("failed") or phase.get("skipped") or phase.get("stopped_by"):
            found.append(f"{phase['name']}: {phase['failed']} failed, {phase['skipped']} skipped")
    by_name = {phase["name"]: phase["rows"] for phase in run["phases"]}
    if by_name["plan, 2 % changed"] != by_name["apply, 2 % changed"]:
        found.append("what was applied is not what was planned")
    return found


def show(phase: dict[str, Any]) -> str:
    """Return a phase as a line of text."""
    return (
        f"{phase['name']:<30} {phase['wall_seconds']:8.2f} s  {phase['calls']:5d} calls  "
        f"{phase['rows']:7d} rows  {phase['cpu_seconds']:7.2f} s CPU  {phase['peak_rss_mb']:7.1f} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
