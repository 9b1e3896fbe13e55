"""Kinds, actions and values are called in Russian and agree with their number."""

import pytest

from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.reports.plan_words import (
    action_title,
    count_activities_phrase,
    count_calls_phrase,
    count_changes_phrase,
    kind_name,
    kind_title,
    render_day,
    render_number,
    render_value,
    site_title,
)


def test_every_kind_and_action_has_a_name_of_its_own() -> None:
    assert len({kind_title(kind) for kind in Kind}) == len(Kind)
    assert len({kind_name(kind) for kind in Kind}) == len(Kind)
    for kind in Kind:
        assert len({action_title(action, kind) for action in Action}) == len(Action)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (1, "1 изменение"),
        (2, "2 изменения"),
        (5, "5 изменений"),
        (11, "11 изменений"),
        (21, "21 изменение"),
        (112, "112 изменений"),
        (8001, "8\N{NO-BREAK SPACE}001 изменение"),
    ],
)
def test_changes_agree_with_their_number(number: int, says: str) -> None:
    assert count_changes_phrase(number) == says


def test_calls_and_activities_agree_with_their_number() -> None:
    assert [count_calls_phrase(n) for n in (1, 3, 34, 90)] == [
        "1 запрос",
        "3 запроса",
        "34 запроса",
        "90 запросов",
    ]
    assert [count_activities_phrase(n) for n in (1, 4, 6)] == [
        "1 элемент",
        "4 элемента",
        "6 элементов",
    ]


def test_people_are_enrolled_and_objects_created() -> None:
    assert action_title(Action.CREATE, Kind.ENROLMENT) == "зачислить"
    assert action_title(Action.CREATE, Kind.COHORT_MEMBER) == "добавить"
    assert action_title(Action.CREATE, Kind.USER) == "создать"
    assert action_title(Action.MOVE, Kind.COURSE) == "переместить"
    assert action_title(Action.MOVE, Kind.COHORT_MEMBER) == "перевести"


def test_a_day_is_the_schools_day() -> None:
    midnight_in_moscow = 1788210000
    assert render_day(midnight_in_moscow, "Europe/Moscow") == "01.09.2026"
    assert render_day(midnight_in_moscow, "Europe/Kaliningrad") == "31.08.2026"
    assert render_day(0, "Europe/Moscow") == "не задано"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("category", "vsosh:cat:gia", "«ГИА»"),
        ("parent", "", "верхний уровень"),
        ("suspended", True, "да"),
        ("groupmode", 1, "изолированные группы"),
        ("role", "teacher", "учителя"),
        ("middlename", "", "пусто"),
        ("enddate", 1788210000, "01.09.2026"),
        ("lastname", "Абаев", "«Абаев»"),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(name: str, value: object, says: str) -> None:
    assert render_value(name, value, {"vsosh:cat:gia": "ГИА"}, "Europe/Moscow") == says


def test_a_site_is_named_without_its_build() -> None:
    assert site_title("sandbox", "4.5.6 (Build: 20250811)") == "учебный сайт (Moodle 4.5.6)"
    assert site_title("https://sdo.example.ru") == "https://sdo.example.ru"


def test_thousands_stand_apart() -> None:
    assert render_number(1234567) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"
