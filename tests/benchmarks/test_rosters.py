"""The roster benchmark measures what it says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_both_kinds_of_file_are_read_and_matched(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rosters", "--sizes", "200", "--json", str(report)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    results = json.loads(report.read_text(encoding="utf-8"))
    assert [one["file"] for one in results] == ["csv", "xlsx"]
    for one in results:
        # Of 200 one left, one came, two changed the surname and one the class.
        assert (one["people"], one["known"], one["new"], one["problems"]) == (200, 200, 1, 0)
        assert sum(one["stages"].values()) == pytest.approx(one["cpu_seconds"], abs=0.01)
        assert one["seconds"] > 0
        assert one["peak_rss_mb"] > 10
