"""The year on a whole project: what is due, shifts with their preview and undo, files for other programs."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.reports.calendar_ics import render_ics
from vsosh_moodle.reports.calendar_page import render_calendar_page, year_grid
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.school.deadlines import Happening
from vsosh_moodle.school.people import Role
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import load_school
from vsosh_moodle.workflow.year_calendar import (
    load_calendar,
    preview_shift,
    preview_undo,
    write_shift,
)

TODAY = date(2026, 11, 26)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(
        tmp_path / "школа", SampleSize(students=12, classes=3, courses=6), TODAY
    ).project


def moments(project: Project) -> dict[tuple[str, str, str], object]:
    return {
        (one.course, one.activity, one.kind): one.moment for one in load_calendar(project).deadlines
    }


def test_a_shift_moves_what_its_preview_says_and_undo_puts_it_back(project: Project) -> None:
    before = moments(project)
    preview = preview_shift(project, date(2026, 12, 1), 7, reason='мороз "минус" 30')
    assert preview.moved
    assert moments(project) == before, "a preview writes nothing"
    write_shift(project, preview)
    after = moments(project)
    told = {
        (one.before.course, one.before.activity, one.before.kind): one.after
        for one in preview.moved
    }
    changed = {key: moment for key, moment in after.items() if before[key] != moment}
    assert changed == {key: moment for key, moment in told.items() if key in before}
    assert load_school(project).config.school_year().shifts == (preview.shift,)
    undo = preview_undo(project)
    assert len(undo.moved) == len(preview.moved)
    write_shift(project, undo)
    assert moments(project) == before
    with pytest.raises(ConfigError, match="снимать нечего"):
        preview_undo(project)


def test_shifts_add_up_and_are_taken_back_one_by_one(project: Project) -> None:
    write_shift(project, preview_shift(project, date(2026, 12, 1), 7))
    first = moments(project)
    write_shift(project, preview_shift(project, date(2027, 2, 1), 3))
    write_shift(project, preview_undo(project))
    assert moments(project) == first


def test_comments_in_the_file_of_shifts_stay(project: Project) -> None:
    write_shift(project, preview_shift(project, date(2026, 12, 1), 7))
    text = project.calendar.read_text(encoding="utf-8").replace("shifts:", "# моё\nshifts:")
    project.calendar.write_text(text, encoding="utf-8")
    write_shift(project, preview_shift(project, date(2027, 2, 1), 3))
    assert "# моё" in project.calendar.read_text(encoding="utf-8")
    assert len(load_school(project).config.school_year().shifts) == 2


def test_what_cannot_be_shifted_is_refused(project: Project) -> None:
    for arguments, word in (
        ((date(2028, 1, 1), 7), "не в учебном году"),
        ((date(2026, 12, 1), 0), "ничего не меняет"),
        ((date(2027, 5, 26), 7), "сдвигать нечего"),
        ((date(2026, 12, 1), 7, ("12Я",)), "Класса"),
        ((date(2026, 12, 1), 7, (), ("нет-такого",)), "Курса"),
    ):
        with pytest.raises(ConfigError, match=word):
            preview_shift(project, *arguments)  # type: ignore[arg-type]
    assert not project.calendar.exists()


def test_a_shared_course_does_not_follow_one_class_and_says_so(project: Project) -> None:
    names = load_school(project).config.class_names()
    line = f"shifts:\n  - {{from: 2026-12-01, days: 7, classes: [{names[0]}]}}\n"
    project.calendar.write_text(line, encoding="utf-8")
    problems = load_school(project).problems
    shared = [one for one in load_school(project).programmes.courses if len(one.classes) > 1]
    assert shared
    assert {one.code for one in problems} == {"shift-partial"}


WRONG = "shifts:\n  - {from: 2030-01-01, days: 7}\n  - {from: 2026-12-01, days: 999}\n  - {from: 2026-12-01, days: 1, classes: [12Я]}\n"


def test_a_broken_file_of_shifts_is_told_with_its_lines(project: Project) -> None:
    project.calendar.write_text(WRONG, encoding="utf-8")
    school = load_school(project)
    assert [(one.place.file, one.place.line) for one in school.errors] == [("calendar.yaml", 3)]
    project.calendar.write_text(WRONG.replace("days: 999", "days: 9"), encoding="utf-8")
    assert [one.place.line for one in load_school(project).errors] == [2, 4]
    with pytest.raises(InputProblems):
        load_calendar(project)


def test_holidays_move_what_is_due(project: Project) -> None:
    before = load_calendar(project)
    busy = next(one.moment.date() for one in before.deadlines if one.moment.month == 12)
    text = project.config.read_text(encoding="utf-8")
    entry = f"  days_off:\n    - {{name: праздник, from: {busy}}}\n"
    text = re.sub(r"(?m)^(  terms:\n(?:    .*\n)+)", rf"\1{entry}", text, count=1)
    project.config.write_text(text, encoding="utf-8")
    after = load_calendar(project)
    assert before.on(busy)
    assert after.on(busy) == ()
    assert after.off_on(busy) is not None
    assert len(after.deadlines) == len(before.deadlines)


def test_the_ics_is_read_by_its_library_and_its_entries_keep_their_names(project: Project) -> None:
    found = load_calendar(project)
    data = render_ics(found, MOSCOW, "sdo.example.ru")
    assert render_ics(found, MOSCOW, "sdo.example.ru") == data
    events = list(Calendar.from_ical(data).walk("VEVENT"))
    identifiers = [str(one["uid"]) for one in events]
    assert len(set(identifiers)) == len(identifiers)
    timed = [one for one in events if "срок" in str(one["summary"])]
    assert [one["dtstart"].dt for one in timed] == [
        one.moment.replace(tzinfo=MOSCOW) for one in found.deadlines
    ]
    write_shift(project, preview_shift(project, date(2026, 12, 1), 7))
    later = Calendar.from_ical(render_ics(load_calendar(project), MOSCOW, "sdo.example.ru"))
    assert {str(one["uid"]) for one in later.walk("VEVENT")} == set(identifiers)
    assert all(len(line.encode()) <= 75 for line in data.decode().split("\r\n"))


def test_days_that_an_order_names_stand_instead_of_those_by_rule(project: Project) -> None:
    exams = project.root / "course_templates/exams/admission-2027.toml"
    before = load_calendar(project).exam_days
    assert before
    assert all(one.by_rule for one in before)
    text = exams.read_text(encoding="utf-8")
    exams.write_text(text.replace("2027-03-10", "2027-03-17"), encoding="utf-8")
    after = load_calendar(project)
    moved = set(after.exam_days) - set(before)
    assert {(one.day, one.by_rule) for one in moved} == {(date(2027, 3, 17), False)}
    ics = Calendar.from_ical(render_ics(after, MOSCOW, "sdo.example.ru")).walk("VEVENT")
    names = [str(one["uid"]) for one in ics if ".exam." in str(one["uid"])]
    assert len(set(names)) == len(after.exam_days)


def test_a_teacher_has_a_calendar_of_their_own_courses(project: Project) -> None:
    school = load_school(project)
    teachers = [one for one in school.roster.people if one.role is Role.TEACHER and one.subjects]
    whole = load_calendar(project)
    assert teachers
    for teacher in teachers:
        own = load_calendar(project, teacher=teacher.full_name)
        taught = {one.course for one in own.deadlines}
        assert taught <= {one.course for one in whole.deadlines}
        assert taught >= {
            one.key
            for one in school.programmes.courses
            if one.subject in teacher.subjects
            and not teacher.classes
            and any(due.course == one.key for due in whole.deadlines)
        }
    assert any(
        len(load_calendar(project, teacher=one.full_name).deadlines) < len(whole.deadlines)
        for one in teachers
    )
    with pytest.raises(ConfigError, match="нет"):
        load_calendar(project, teacher="Неизвестный")


def test_events_of_courses_stand_in_the_ics_with_their_hour_or_day(project: Project) -> None:
    found = load_calendar(project)
    hour = Happening("oge", "ОГЭ", "talk", "Сбор", datetime(2026, 12, 3, 16, 0), 45)
    day = Happening("oge", "ОГЭ", "essay", "Сочинение", datetime(2026, 12, 2))
    data = render_ics(replace(found, events=(hour, day)), MOSCOW, "sdo.example.ru")
    events = {str(one["uid"]): one for one in Calendar.from_ical(data).walk("VEVENT")}
    talk = events["2026.oge.talk.event@sdo.example.ru"]
    assert talk["dtstart"].dt == datetime(2026, 12, 3, 16, 0, tzinfo=MOSCOW)
    assert talk["dtend"].dt == datetime(2026, 12, 3, 16, 45, tzinfo=MOSCOW)
    essay = events["2026.oge.essay.event@sdo.example.ru"]
    assert (essay["dtstart"].dt, essay["dtend"].dt) == (date(2026, 12, 2), date(2026, 12, 3))


def test_the_page_counts_what_is_due_on_each_day(project: Project) -> None:
    found = load_calendar(project)
    cells = {
        cell.day: cell
        for month in year_grid(found)
        for week in month.weeks
        for cell in week
        if cell.inside
    }
    assert sum(cell.due for cell in cells.values()) == len(found.deadlines)
    page = render_calendar_page(found)
    assert "Сентябрь 2026".lower() in page.lower()
    assert "<script" not in page
