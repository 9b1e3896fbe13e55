"""Measure the plugin's content functions: a course of 12 sections and 40 activities, then many such.

Usage: python -m benchmarks.content --target URL --token-file FILE [--courses 40]. The site must have
local_vsosh; it is written to and nothing is taken away again. What is printed: seconds of the first
write of one course, of the same call again, of reading it back; then of `--courses` courses written
by `--workers` calls at once, and of reading all of them in one call.
"""

import argparse
import json
import secrets
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.content_document import course_document
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.moodle.settings import ClientSettings

REPEATED = 5


def main() -> int:
    """Run the measurement and print it as JSON; 1 when an answer is not what it should be."""
    options = _parse_options()
    token = Secret(options.token_file.read_text("ascii").strip())
    with MoodleClient(options.target.rstrip("/"), token, ClientSettings()) as client:
        wrong, figures = _measure(client, options.courses, options.workers)
    print(json.dumps(figures, indent=1))
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.content", description=__doc__)
    add = parser.add_argument
    add("--target", required=True, help="address of a Moodle that may be written to")
    add("--token-file", type=Path, required=True, help="file with a token of the plugin's service")
    add("--courses", type=int, default=40)
    add("--workers", type=int, default=2)
    return parser.parse_args()


def _measure(
    client: MoodleClient, courses: int, workers: int
) -> tuple[list[str], dict[str, float]]:
    mark = f"bench-{secrets.token_hex(3)}"
    keys = _make_courses(client, mark, courses + 1)
    wrong: list[str] = []
    figures: dict[str, float] = {}

    first, answer = _put(client, keys[0])
    wrong += _complaints(answer, "ok", "created")
    figures["one course, first write, s"] = first
    again = []
    for _round in range(REPEATED):
        seconds, answer = _put(client, keys[0])
        wrong += _complaints(answer, "unchanged", "unchanged")
        again.append(seconds)
    figures["one course, again, s (median)"] = round(statistics.median(again), 3)
    figures["one course, read back, s"] = _read(client, keys[:1])

    started = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        for _seconds, answer in pool.map(lambda key: _put(client, key), keys[1:]):
            wrong += _complaints(answer, "ok", "created")
    figures[f"{courses} courses, {workers} calls at once, s"] = round(
        time.perf_counter() - started, 2
    )
    figures[f"{courses} courses read back in one call, s"] = _read(client, keys[1:])
    return wrong, figures


def _make_courses(client: MoodleClient, mark: str, number: int) -> list[str]:
    keys = [f"{mark}:{place}" for place in range(number)]
    category = client.call(
        "core_course_create_categories", {"categories": [{"name": mark, "idnumber": mark}]}
    )
    rows = [
        {"fullname": key, "shortname": key, "idnumber": key, "categoryid": category[0]["id"]}  # type: ignore[index]
        for key in keys
    ]
    client.call("core_course_create_courses", {"courses": rows})
    return keys


def _put(client: MoodleClient, key: str) -> tuple[float, Any]:
    document = json.dumps({"courses": [course_document(key)]}, ensure_ascii=False)
    started = time.perf_counter()
    answer = client.call("local_vsosh_put_courses", {"document": document, "options": "{}"})
    return round(time.perf_counter() - started, 3), answer


def _read(client: MoodleClient, keys: list[str]) -> float:
    started = time.perf_counter()
    client.call("local_vsosh_get_courses", {"courses": json.dumps(keys), "options": "{}"})
    return round(time.perf_counter() - started, 3)


def _complaints(answer: Any, status: str, item_status: str) -> list[str]:
    (course,) = answer["courses"]
    found = [f"{course['course']}: {error}" for error in course["errors"]]
    if course["status"] != status:
        found.append(f"{course['course']}: {course['status']}, not {status}")
    odd = [item for item in course["items"] if item["status"] not in (item_status, "updated")]
    return found + [f"{course['course']}: {item}" for item in odd if status == "unchanged"]


if __name__ == "__main__":
    sys.exit(main())
