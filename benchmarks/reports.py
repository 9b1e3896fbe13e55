"""How long the year report takes: a whole process, see benchmarks/README.md.

`python -m benchmarks.reports`: a sample school of 1,000 pupils on the rehearsal site of its folder, a
term played there and pulled; then `report year` in its three forms.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sandbox.play.days import moment
from vsosh_moodle.sandbox.term import TermDays, play_file
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.connection import SANDBOX_FILE
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.pulling import PullOptions, pull_progress

PUPILS, CLASSES, COURSES = 1_000, 30, 40
CPU_LIMIT, MEMORY_LIMIT = 10.0, 300
"""Seconds and megabytes that issue 5 allows for the year report of 1,000 pupils."""


def main() -> int:
    """Measure the year report; 1 when it takes more than issue 5 allows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reports", description=__doc__)
    parser.add_argument("--pupils", type=int, default=PUPILS)
    parser.add_argument("--classes", type=int, default=CLASSES)
    parser.add_argument("--courses", type=int, default=COURSES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "school"
        size = SampleSize(options.pupils, options.classes, options.courses)
        make_school(root, size, date.today())  # noqa: DTZ011  the school's own calendar day
        result = measure(root) | {"pupils": options.pupils}
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return int(result["cpu_seconds"] > CPU_LIMIT or result["peak_rss_mb"] > MEMORY_LIMIT)


def make_school(root: Path, size: SampleSize, today: date) -> None:
    """Make a school with a term behind it and one snapshot of it."""
    project = init_project(root, size, today).project
    apply_plan(project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    play_file(project.state / SANDBOX_FILE, TermDays(today), moment(today, 12))
    pull_progress(project, PullOptions(), NoProgress())


def measure(root: Path) -> dict[str, Any]:
    """Return what one `report year` costs: CPU seconds and the most memory of its process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = "from vsosh_moodle.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--project", str(root), "report", "year"],
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    forms = sorted(path.suffix for path in (root / "reports").iterdir())
    return {
        "exit_code": done.returncode,
        "cpu_seconds": round(cpu, 2),
        "peak_rss_mb": after.ru_maxrss // 1024,
        "forms": forms,
    }


if __name__ == "__main__":
    sys.exit(main())
