"""A year report of a thousand pupils is made in all its forms within the time and memory promised."""

import subprocess
import sys
from pathlib import Path

import pytest

# A process of its own: memory is counted from the beginning, and nothing is imported yet.
_MAKE_ALL = """
import resource, sys
from tests.reports.render.sample_reports import year_report
from vsosh_moodle.reports.render.report_csv import render_report_csv
from vsosh_moodle.reports.render.report_docx import render_report_docx
from vsosh_moodle.reports.render.report_html import render_report_html
from vsosh_moodle.reports.render.report_json import report_to_json
from vsosh_moodle.reports.render.report_xlsx import render_report_xlsx
report = year_report()
for make in (render_report_html, render_report_xlsx, render_report_docx, report_to_json, render_report_csv):
    assert make(report)
used = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss: it remembers the size of the process this one was started by.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(used.ru_utime + used.ru_stime, int(status["VmHWM"].split()[0]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_year_report_takes_less_than_ten_seconds_and_300_megabytes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MAKE_ALL],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seconds, megabytes = done.stdout.split()
    assert float(seconds) < 10
    assert int(megabytes) < 300
