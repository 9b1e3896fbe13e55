"""One phase in a process of its own, so that its memory and CPU are its own.

`python -m benchmarks.phase apply|plan FOLDER RESULT`: works on the project in FOLDER and writes
what it took to the JSON file RESULT.
"""

import json
import logging
import resource
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from vsosh_moodle.workflow.applying import ApplyResult, apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project

MEGABYTE = 1024 * 1024


class TrafficLog(logging.Handler):
    """Adds up what the transport says of each request: function, bytes both ways, milliseconds."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.calls: Counter[str] = Counter()
        self.milliseconds: defaultdict[str, float] = defaultdict(float)
        self.bytes_out = 0
        self.bytes_in = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Take in «function: variables, bytes out, bytes in, ms»; other records are no requests."""
        if not isinstance(record.args, tuple) or len(record.args) != 5:
            return
        wsfunction, _variables, bytes_out, bytes_in, milliseconds = record.args
        self.calls[str(wsfunction)] += 1
        self.milliseconds[str(wsfunction)] += float(str(milliseconds))
        self.bytes_out += int(str(bytes_out))
        self.bytes_in += int(str(bytes_in))

    def as_json(self) -> dict[str, Any]:
        """Return totals and, by function, calls and seconds summed over parallel calls."""
        return {
            "calls": self.calls.total(),
            "bytes_out": self.bytes_out,
            "bytes_in": self.bytes_in,
            "by_function": {
                name: {"calls": calls, "seconds": round(self.milliseconds[name] / 1000, 3)}
                for name, calls in self.calls.most_common()
            },
        }


def run_plan(project: Project) -> dict[str, Any]:
    """Make a plan; `rows` are the changes that wait."""
    plan = make_plan(project)
    return {
        "rows": len(plan.writes),
        "counts": plan.counts(),
        "guards": [verdict.guard for verdict in plan.blocking],
        "forecast_calls": plan.forecast.calls,
    }


def run_apply(project: Project) -> dict[str, Any]:
    """Apply; `rows` are the changes made, `steps` the seconds of planning, writing, reading back."""
    result = apply_plan(project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    if not isinstance(result, ApplyResult):
        raise TypeError(result)
    return {
        "rows": result.done,
        "failed": len(result.failed),
        "skipped": result.skipped,
        "stopped_by": result.stopped_by,
        "steps": {name: round(seconds, 3) for name, seconds in result.phases.items()},
    }


PHASES = {"plan": run_plan, "apply": run_apply}


def measure(phase: str, project: Project) -> dict[str, Any]:
    """Run a phase and return what it took: seconds of wall and CPU, calls, bytes, megabytes."""
    traffic = TrafficLog()
    log = logging.getLogger("vsosh_moodle.moodle")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(traffic)
    started = time.monotonic()
    outcome = PHASES[phase](project)
    wall = time.monotonic() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "wall_seconds": round(wall, 3),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3),
        "peak_rss_mb": round(usage.ru_maxrss * unit / MEGABYTE, 1),
        **traffic.as_json(),
        **outcome,
    }


def main() -> None:
    """Measure the phase named on the command line."""
    phase, folder, result = sys.argv[1:]
    measured = measure(phase, Project(Path(folder)))
    Path(result).write_text(json.dumps(measured, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
