"""Random timetables, from sensible to absurd."""

from datetime import date, time

from hypothesis import strategies as st

from vsosh_moodle.problems import Place
from vsosh_moodle.registers.records import TimetableRow
from vsosh_moodle.school.classes import ClassName

CLASSES = (ClassName(7, "А"), ClassName(9, "А"), ClassName(11, "Б"))
SUBJECTS = ("Алгебра", "История", "Информатика", "Физика", "Литература")

rows = st.builds(
    TimetableRow,
    class_name=st.sampled_from(CLASSES),
    day=st.one_of(st.integers(0, 5), st.sampled_from([date(2026, 11, 9), date(2026, 11, 11)])),
    subject=st.sampled_from(SUBJECTS),
    lesson=st.one_of(st.none(), st.integers(1, 8)),
    start=st.one_of(st.none(), st.builds(time, st.integers(7, 20), st.sampled_from([0, 20, 50]))),
    minutes=st.one_of(st.none(), st.integers(20, 60)),
    teacher=st.sampled_from(["", "Кокоев А. Т.", "Дзугова М. Р."]),
    group=st.sampled_from(["", "", "1", "2"]),
    mode=st.sampled_from(["class", "online", "self", "offline"]),
    devices=st.lists(
        st.sampled_from(["pc", "tablet", "board", "panel"]), unique=True, max_size=2
    ).map(tuple),
    screen=st.one_of(st.none(), st.integers(0, 45)),
    stretch=st.one_of(st.none(), st.integers(1, 40)),
    homework=st.one_of(st.none(), st.integers(0, 60)),
    source=st.integers(2, 10_000).map(lambda row: Place("registers.xlsx", "Расписание", row)),
)
weeks = st.lists(rows, max_size=25)
