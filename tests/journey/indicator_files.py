"""What Moodle does not know and indicators ask for, read from a school's files for plain SQL."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.workflow.project import Project

Rows = list[tuple[Any, ...]]


def file_rows(
    project: Project, inputs: Inputs, course_prefix: str, now: datetime
) -> dict[str, Rows]:
    """Return rows for the tables of `indicator_sql.FILES`; `course_prefix` is `vsosh:2026:`."""
    window = inputs.facts.window
    last = min(_moment(window.end, time.max, now), int(now.timestamp()))
    return {
        "period": [(_moment(window.start, time.min, now), last, int(now.timestamp()))],
        "course_file": list(_courses(project, course_prefix)),
        "curriculum": [
            (line, course_prefix + course)
            for line, row in enumerate(inputs.registers.curriculum)
            for course in (row.course, *row.more_courses)
        ],
        "in_project": [
            (inputs.staff.get(one.name, one.name),)
            for one in inputs.registers.staff
            if one.in_project
        ],
        "project_stage": [
            (inputs.pupils[one.person, str(one.class_name)], _moment(one.passed, time(12), now))
            for one in inputs.registers.projects
            if one.passed is not None
        ],
        **_exams(project, course_prefix),
    }


def _moment(day: date, at: time, now: datetime) -> int:
    return int(datetime.combine(day, at, now.tzinfo).timestamp())


def _programmes(project: Project) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(project.config.read_text("utf-8"))["programmes"]
    return found


def _courses(project: Project, prefix: str) -> Iterator[tuple[str, str, str, int]]:
    for programme in _programmes(project):
        text = _template(project, programme)
        kind = re.search(r"^kind: (\w+)", text, re.MULTILINE)
        subject = re.search(r"^subject: (.+)", text, re.MULTILINE)
        assert kind
        assert subject
        named = programme.get("params", {}).get("subject", subject[1].strip('"'))
        key = prefix + programme.get("key", programme["template"])
        yield key, kind[1], named, int(programme.get("all_classes", False))


def _template(project: Project, programme: dict[str, Any]) -> str:
    path: Path = project.templates / f"{programme['template']}.yaml"
    return path.read_text("utf-8")


def _exams(project: Project, prefix: str) -> dict[str, Rows]:
    """Nobody can be ready for what has no threshold, so that is left out."""
    exams, compulsory = Rows(), set[tuple[int, str]]()
    for programme in _programmes(project):
        named = re.search(r"^exam: \{file: ([\w-]+), subject: ([\w-]+)\}", _template(project, programme),
                          re.MULTILINE)  # fmt: skip
        if not named:
            continue
        path = project.templates / f"exams/{named[1]}.toml"
        exam = tomllib.loads(path.read_text("utf-8"))[named[2]]
        if "scale" in exam and "compulsory" in exam:
            key = prefix + programme.get("key", programme["template"])
            exams.append((key, exam["compulsory"], min(exam["scale"].values())))
            compulsory |= {(grade, exam["compulsory"]) for grade in exam["grades"]}
    return {"exam": exams, "compulsory": sorted(compulsory)}
