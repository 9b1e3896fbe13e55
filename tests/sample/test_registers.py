"""The registers of a synthetic school are read back whole, and every indicator has something to show."""

import stat
from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.registers import load_registers, read_project_registers
from vsosh_moodle.workflow.school import load_school

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("size", "today"),
    [
        (SampleSize(), TODAY),
        (SampleSize(seed=5), date(2026, 9, 1)),
        (SampleSize(300, 30, 40), date(2027, 5, 20)),
        (SampleSize(1, 1, 1), date(2026, 7, 1)),
        (SampleSize(100, 3, 40), date(2026, 10, 14)),
    ],
)
def test_the_registers_of_any_sample_have_no_problem(
    tmp_path: Path, size: SampleSize, today: date
) -> None:
    project = init_project(tmp_path / "школа", size, today).project
    reading = read_project_registers(project, load_school(project), today)
    assert [str(one) for one in reading.problems] == []
    assert [(one.left_out, one.unfilled) for one in reading.sheets] == [(0, 0)] * len(definitions())
    assert len(reading.registers.devices) == size.students


def test_the_sample_has_something_to_show_for_every_indicator(tmp_path: Path) -> None:
    project = init_project(tmp_path / "школа", SampleSize(), TODAY).project
    school = load_school(project)
    registers, problems, pupils, staff = load_registers(project, school, TODAY)
    assert problems == ()
    # Other terms are a pupil's own need, and no indicator counts them.
    assert registers.given == {one.kind for one in definitions()} - {"exceptions"}
    with_course = [one for one in registers.curriculum if one.courses]
    assert 0 < len(with_course) < len(registers.curriculum)
    assert sum(one.in_project for one in registers.staff) < len(registers.staff)
    expired = [one for one in registers.training if one.valid_until and one.valid_until < TODAY]
    assert len(expired) == 1
    assert expired[0].distance
    assert {one.class_name.grade for one in registers.trials} == {9, 11}
    assert any("геометрия" in dict(one.groups) for one in registers.trials)
    assert {one.has for one in registers.devices} == {"own", "loan", "none"}
    loans = [one for one in registers.devices if one.has == "loan"]
    assert any(one.returned for one in loans)
    assert any(one.until and one.until < TODAY and not one.returned for one in loans)
    assert {one.internet for one in registers.rooms} == {True, False}
    defended = {one.person for one in registers.projects if one.passed}
    assert len(defended) / 60 >= 0.3
    assert {one.year for one in registers.past_years} == {"2024/25", "2025/26"}
    assert all(one.fact is not None for one in registers.past_years)
    assert any(one.parents for one in registers.events)
    # Whom a row names is known, whoever it is.
    named = {(one.person, str(one.class_name)) for one in registers.devices}
    assert named == pupils.keys()
    assert {(one.person, str(one.class_name)) for one in registers.trials} <= named
    assert {(one.person, str(one.class_name)) for one in registers.projects} <= named
    assert {(one.person, str(one.class_name)) for one in registers.letters} <= named
    assert len(set(pupils.values())) == 60
    assert len(staff) == len(
        {one.full_name for one in school.roster.people if one.role == "teacher"}
    )


def test_nothing_in_the_registers_has_yet_to_happen(tmp_path: Path) -> None:
    project = init_project(tmp_path / "школа", SampleSize(), date(2026, 9, 20)).project
    registers = load_registers(project, load_school(project), date(2026, 9, 20)).registers
    days = [
        *(one.day for one in registers.events),
        *(one.day for one in registers.trials),
        *(one.passed for one in registers.projects if one.passed),
        *(one.since for one in registers.devices if one.since),
        *(one.handed for one in registers.letters if one.handed),
    ]
    assert days
    assert max(days) < date(2026, 9, 20)


def test_the_same_size_gives_the_same_registers(tmp_path: Path) -> None:
    size = SampleSize(20, 2, 3)
    one, two = (init_project(tmp_path / name, size, TODAY).project for name in ("первая", "вторая"))
    first, second = (load_registers(it, load_school(it), TODAY) for it in (one, two))
    assert first == second
    other = init_project(tmp_path / "третья", SampleSize(20, 2, 3, seed=9), TODAY).project
    assert load_registers(other, load_school(other), TODAY).registers != first.registers


def test_registers_are_for_their_owner_alone(tmp_path: Path) -> None:
    project = init_project(tmp_path / "школа", SampleSize(4, 1, 1), TODAY).project
    [path] = project.registers.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "/registers/" in (project.root / ".gitignore").read_text(encoding="utf-8").splitlines()
