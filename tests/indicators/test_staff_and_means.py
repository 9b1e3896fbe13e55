"""Teachers, means, projects, letters, by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.indicators.terms import (
    activity,
    class_name,
    computed,
    course,
    inputs,
    pupil,
    school_course,
    teacher,
    took_part,
)
from vsosh_moodle.indicators.facts import GradingFacts
from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.registers.records import (
    DeviceRow,
    LetterRow,
    ProjectRow,
    Registers,
    RoomRow,
    StaffRow,
    TrainingRow,
)
from vsosh_moodle.timetable.findings import Finding

LIVE = "vsosh:2026:oge-math"
NINTH = class_name("9А")


def _school(registers: Registers, **fields: Any) -> Inputs:
    given: dict[str, Any] = {
        "people": (pupil("a"), pupil("b"), pupil("c"), pupil("gone", present=False)),
        "participations": (took_part("a", LIVE, done=1),),
        "courses": (course(LIVE, activity(1)), course("idle", activity(2))),
        "teachers": (teacher("t1", LIVE), teacher("t1", "idle"), teacher("t2", "idle"),
                     teacher("t4", LIVE, active=False)),
        "names": {"t1": "Примерова Анна Ивановна"},
        "staff": {"Вымышленный П. П.": "t2"},
        "registers": registers,
    }  # fmt: skip
    return inputs(**given | fields)


def _staff(*rows: StaffRow) -> Registers:
    return Registers(frozenset({"staff"}), staff=rows)


def test_a_teacher_of_a_live_course_and_one_marked_in_the_register_are_in_the_project() -> None:
    registers = _staff(
        StaffRow("Примерова  Анна Ивановна"), StaffRow("Вымышленный П. П.", in_project=True),
        StaffRow("Безкурсов Б. Б."), StaffRow("Безучётный У. У.", in_project=True),
    )  # fmt: skip
    found = computed("teachers", _school(registers))
    assert (found.value, found.whole) == (3, 4)
    assert (computed("staffing", _school(registers)).value) == 75


def test_without_the_register_of_staff_only_moodle_counts() -> None:
    found = computed("teachers", _school(Registers()))
    assert (found.value, found.whole) == (1, None)
    assert any("реестра кадров" in one for one in found.remarks)
    assert computed("staffing", _school(Registers())).value is None


def _training(
    name: str, until: date | None, *, distance: bool = True, issued: date | None = None
) -> TrainingRow:
    return TrainingRow(name, "ДОТ", 72, "1", issued, until, distance)


def test_a_document_counts_while_it_holds_and_once_a_person() -> None:
    registers = Registers(
        frozenset({"training", "staff"}),
        staff=(StaffRow("Примерова Анна Ивановна"), StaffRow("Вымышленный П. П.", in_project=True)),
        training=(
            _training("Примерова Анна Ивановна", date(2025, 1, 1)),
            _training("Примерова Анна Ивановна", None),
            _training("Вымышленный П. П.", date(2027, 5, 25)),
            _training("Третий Т. Т.", date(2027, 5, 26)),
            _training("Четвёртый Ч. Ч.", None, distance=False),
            _training("Пятый П. П.", None, issued=date(2027, 5, 27)),
        ),
    )
    found = computed("trained", _school(registers))
    assert found.value == 2
    assert any("У 1 педагога срок" in one for one in found.remarks)
    share = computed("trained_share", _school(registers))
    assert (share.part, share.whole) == (1, 2)


def test_checked_within_a_week() -> None:
    grading = (GradingFacts(LIVE, 8, 6, 5, 2), GradingFacts("idle", 2, 1, 0, 1))
    found = computed("teacher_activity", _school(Registers(), grading=grading))
    assert (found.part, found.whole, found.value) == (5, 10, 50)
    assert found.details["Ждут проверки"] == 3
    assert computed("teacher_activity", _school(Registers())).value is None


def _device(person: str, has: Any, **fields: Any) -> DeviceRow:
    return DeviceRow(person, NINTH, has, **fields)


def test_who_has_no_device_of_their_own_is_to_get_one() -> None:
    day = date(2026, 10, 1)
    registers = Registers(
        frozenset({"devices"}),
        devices=(
            _device("Петя", "none", internet=False), _device("Петя", "loan", since=day, until=date(2027, 5, 1)),
            _device("b", "loan", since=day, returned=date(2027, 5, 26), internet=True),
            _device("c", "own", internet=True), _device("gone", "none"), _device("Никто", "none"),
        ),
    )  # fmt: skip
    given = _school(registers, pupils={("Петя", "9А"): "a"})
    found = computed("devices", given)
    assert (found.part, found.whole) == (1, 2)
    assert found.details == {"Учеников в реестре": 3, "Со своей техникой": 1}
    assert any("Срок выдачи 1 устройства" in one for one in found.remarks)
    assert any("1 ученика из реестра нет в списках" in one for one in found.remarks)
    home = computed("participants", given)
    assert (home.part, home.whole) == (1, 2)
    assert any("у 1 ученика" in one for one in home.remarks)


def test_rooms() -> None:
    rooms = (
        RoomRow("1", internet=True, computers=12),
        RoomRow("2", internet=False),
        RoomRow("3", internet=True),
    )
    found = computed("rooms", _school(Registers(frozenset({"rooms"}), rooms=rooms)))
    assert (found.part, found.whole) == (2, 3)
    assert found.details == {"Рабочих мест": 12}
    assert computed("rooms", _school(Registers())).value is None


def test_a_stage_counts_by_the_register_or_by_the_project_course() -> None:
    registers = Registers(
        frozenset({"projects"}),
        projects=(
            ProjectRow("a", NINTH, "Вода", "план", date(2026, 12, 1)),
            ProjectRow("a", NINTH, "Вода", "защита", date(2027, 4, 1)),
            ProjectRow("b", NINTH, "Хлеб", "план", None),
            ProjectRow("b", NINTH, "Хлеб", "план", date(2026, 5, 1)),
            ProjectRow("Никто", NINTH, "Хлеб", "план", date(2026, 12, 1)),
        ),
    )
    part = (
        took_part("c", "p", submitted=1),
        took_part("b", "p", done=5),
        took_part("gone", "m", submitted=3),
    )
    given = _school(registers, participations=part)
    given = Inputs(given.facts, given.today, registers=registers, courses={"p": school_course("project")},
                   targets={"project_percent": 30})  # fmt: skip
    found = computed("projects", given)
    assert (found.part, found.whole, found.value) == (2, 4, 50)
    assert found.details == {"По реестру": 1, "По курсам Moodle": 1}
    assert any("1 строка реестра проектов" in one for one in found.remarks)
    assert found.definition.goal == 30


def test_families_with_a_letter_in_hand() -> None:
    letters = (
        LetterRow("a", NINTH, "доступ", date(2026, 9, 5)), LetterRow("a", NINTH, "итоги", date(2027, 5, 5)),
        LetterRow("b", NINTH, "доступ", None), LetterRow("c", NINTH, "доступ", date(2026, 8, 30)),
    )  # fmt: skip
    found = computed("parents", _school(Registers(frozenset({"letters"}), letters=letters)))
    assert (found.part, found.whole) == (1, 3)


def test_screen_time_is_not_made_up() -> None:
    found = computed("screen_time", _school(Registers()))
    assert found.value is None
    assert found.why


def test_screen_time_counts_what_a_week_breaks_for_minors() -> None:
    def broken(severity: str, code: str = "screen-home") -> Finding:
        return Finding(code, severity, NINTH, 1, "дома за день 150 мин за экраном, можно 120.")  # type: ignore[arg-type]

    found = [broken("violation"), broken("violation", "screen-lesson"), broken("note"), broken("violation", "break-short")]  # fmt: skip
    given = replace(_school(Registers()), load=tuple(found))
    counted = computed("screen_time", given)
    assert (counted.value, counted.reached) == (2, False)
    assert any("совершеннолетние" in one for one in counted.remarks)
    assert computed("screen_time", replace(given, load=())).reached is True
