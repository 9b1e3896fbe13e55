"""The harness measures what it says, run after run on one site."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.run", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_phases_are_measured_twice_on_one_site(tmp_path: Path) -> None:
    report_file = tmp_path / "report.json"
    done = run(
        "--students", "30", "--classes", "3", "--courses", "4", "--repeat", "2",
        "--json", str(report_file),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads(report_file.read_text(encoding="utf-8"))
    assert len(report["runs"]) == 2
    for run_ in report["runs"]:
        first, nothing, planned, applied, again = run_["phases"]
        assert first["rows"] > 100
        assert nothing["rows"] == again["rows"] == 0
        assert 0 < planned["rows"] == applied["rows"] < first["rows"] / 4
        for phase in run_["phases"]:
            assert phase["calls"] == sum(one["calls"] for one in phase["by_function"].values()) > 0
            assert phase["peak_rss_mb"] > 10
            assert 0 < phase["wall_seconds"] < phase["process_seconds"]
            assert min(phase["bytes_out"], phase["bytes_in"], phase["cpu_seconds"]) > 0


def test_a_real_site_needs_a_token() -> None:
    done = run("--target", "http://127.0.0.1:9")
    assert done.returncode == 2
    assert "--token-file" in done.stderr
