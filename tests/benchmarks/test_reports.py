"""The benchmark of reports measures what it says."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_year_report_is_written_and_measured() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reports", "--pupils", "20", "--classes", "2", "--courses", "3"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["exit_code"] == 0
    assert result["forms"] == [".docx", ".html", ".md", ".xlsx"]
    assert result["cpu_seconds"] > 0
    assert result["peak_rss_mb"] > 10
