"""Registers of a project: found by the config's patterns, matched with the ledger, told by check."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.workflow.folder import SchoolFolder
from vsosh_moodle.school.identity import IdentityPolicy
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.checking import check_project
from vsosh_moodle.workflow.contingent import learner_without_account
from vsosh_moodle.workflow.project import STATE_FILE
from vsosh_moodle.workflow.registers import load_registers, read_project_registers
from vsosh_moodle.workflow.school import load_school
from vsosh_moodle.workflow.subjects import find_subject, subject_to_json


@pytest.fixture
def folder(tmp_path: Path) -> SchoolFolder:
    """A small school without registers."""
    made = SchoolFolder(tmp_path / "школа")
    made.write()
    return made


def write_csv(folder: SchoolFolder, name: str, rows: Sequence[str]) -> None:
    path = folder.root / "registers" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(rows), encoding="utf-8")


def give_accounts(folder: SchoolFolder) -> dict[str, str]:
    """Put the people of the lists into the ledger; return the idnumbers by full names."""
    people = load_school(folder.project).roster.people
    folder.project.state.mkdir(exist_ok=True)
    with open_database(folder.project.state / STATE_FILE) as database:
        ledger = PeopleLedger(database)
        proposal = ledger.propose(people, IdentityPolicy())
        ledger.commit(proposal.identities)
    return {person.full_name: one.idnumber for person, one in proposal.identities.items()}


def test_without_registers_there_is_nothing_to_say(folder: SchoolFolder) -> None:
    loaded = load_registers(folder.project, load_school(folder.project))
    assert (loaded.registers.given, loaded.problems) == (frozenset(), ())
    assert not check_project(folder.project).has_errors


def test_pupils_are_known_by_the_key_they_have_or_will_have(folder: SchoolFolder) -> None:
    pupil = next(one for one in load_school(folder.project).roster.people if one.class_name)
    row = f"{pupil.full_name};;Реки"
    write_csv(folder, "проекты.csv", ["ФИО;Класс;Тема", row])
    before = load_registers(folder.project, load_school(folder.project))
    named = (pupil.full_name, str(pupil.class_name))
    assert before.pupils == {named: learner_without_account(pupil)}
    accounts = give_accounts(folder)
    after = load_registers(folder.project, load_school(folder.project))
    assert after.pupils == {named: accounts[pupil.full_name]}


def test_whoever_left_is_still_known(folder: SchoolFolder) -> None:
    accounts = give_accounts(folder)
    gone = folder.rows[0]
    folder.write_roster(folder.rows[1:])
    name = f"{gone.last} {gone.first} {gone.middle}"
    write_csv(folder, "проекты.csv", ["ФИО;Класс;Тема", f"{name};{gone.class_name};Реки"])
    loaded = load_registers(folder.project, load_school(folder.project))
    assert loaded.problems == ()
    assert loaded.pupils == {(name, gone.class_name): accounts[name]}


def test_a_teacher_of_the_lists_is_told_from_other_staff(folder: SchoolFolder) -> None:
    write_csv(
        folder,
        "кадры.csv",
        ["ФИО;Должность", "Примерова А.И.;учитель", "Завхозов Пётр Ильич;завхоз"],
    )
    loaded = load_registers(folder.project, load_school(folder.project))
    assert [one.name for one in loaded.registers.staff] == [
        "Примерова Анна Ивановна", "Завхозов Пётр Ильич",
    ]  # fmt: skip
    assert list(loaded.staff) == ["Примерова Анна Ивановна"]


def test_check_tells_the_problems_of_registers_and_the_school_loads_all_the_same(
    folder: SchoolFolder,
) -> None:
    write_csv(folder, "кабинеты.csv", ["Кабинет;Интернет", "11;может быть"])
    result = check_project(folder.project)
    assert [(one.code, one.place.file) for one in result.problems] == [
        ("yes-no-unreadable", "registers/кабинеты.csv")
    ]
    assert result.has_errors
    assert load_school(folder.project).errors == ()


def test_other_places_are_named_in_the_config(folder: SchoolFolder) -> None:
    folder.extra = 'reports: {registers: ["дела/*.csv", "/"]}'
    folder.write_config()
    (folder.root / "дела").mkdir()
    (folder.root / "дела/кабинеты.csv").write_text("Кабинет;Интернет\n11;да\n", encoding="utf-8")
    reading = read_project_registers(folder.project, load_school(folder.project))
    assert [one.room for one in reading.registers.rooms] == ["11"]
    assert [(one.code, one.place.line) for one in reading.problems] == [("register-pattern", 18)]


def test_dates_are_judged_by_the_day_that_is_given(folder: SchoolFolder) -> None:
    write_csv(folder, "мероприятия.csv", ["Дата;Вид;Название", "15.10.2026;семинар;Курс"])
    school = load_school(folder.project)
    assert load_registers(folder.project, school, date(2026, 10, 15)).problems == ()
    [problem] = load_registers(folder.project, school, date(2026, 10, 14)).problems
    assert problem.code == "date-range"


def test_indicators_are_those_of_the_reports(folder: SchoolFolder) -> None:
    write_csv(
        folder,
        "прошлые годы.csv",
        ["Учебный год;Показатель;План;Факт", "2024/25;Охват дистанционным обучением;50;41,5"],
    )
    loaded = load_registers(folder.project, load_school(folder.project))
    assert loaded.problems == ()
    assert [(one.indicator, one.fact) for one in loaded.registers.past_years] == [
        ("coverage", 41.5)
    ]


def test_what_registers_say_of_a_person_is_told_to_whoever_asks(folder: SchoolFolder) -> None:
    one, other = folder.rows[0], folder.rows[1]
    rows = [
        f"{it.last} {it.first} {it.middle};{it.class_name};Реки;12.10.2025" for it in (one, other)
    ]
    write_csv(folder, "проекты.csv", ["ФИО;Класс;Тема;Дата защиты", *rows])
    write_csv(folder, "кабинеты.csv", ["Кабинет;Интернет", "11;да"])
    for _with_account in (False, True):
        [found] = subject_to_json(find_subject(folder.project, one.number))["registers"]
        assert found == {
            "register": "Проекты учеников",
            "place": "файл registers/проекты.csv, строка 2",
            "person": f"{one.last} {one.first} {one.middle}",
            "class_name": one.class_name,
            "topic": "Реки",
            "stage": "",
            "passed": "2025-10-12",
        }
        give_accounts(folder)
    [taught] = find_subject(folder.project, "Т1").rows
    assert taught.full_name == "Примерова Анна Ивановна"
    write_csv(folder, "кадры.csv", ["ФИО;Должность", "Примерова А. И.;учитель"])
    [row] = find_subject(folder.project, "Т1").registers
    assert (row["register"], row["post"]) == ("Кадры", "учитель")
