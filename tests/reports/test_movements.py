"""People of a plan in words: every event has its own, agreeing with the person, in both languages."""

from collections.abc import Iterator
from datetime import date

import pytest

from vsosh_moodle.language import set_language
from vsosh_moodle.plan.movement import (
    Consequences,
    Event,
    Happening,
    PersonMovement,
)
from vsosh_moodle.reports.movement_words import describe_consequences, describe_happenings
from vsosh_moodle.school.gender import Gender

MOSCOW = "Europe/Moscow"
COUNTED = {Event.REPLACED, Event.SUBSTITUTES}


@pytest.fixture(params=["ru", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield set_language(request.param)
    set_language("ru")


def one_of(event: Event, gender: Gender = "") -> PersonMovement:
    after = "2" if event in COUNTED else "Б"
    happening = Happening(event, "А", after, ("ключ",), date(2026, 11, 30))
    return PersonMovement("p", "Дзугова Анна", gender, False, "9А", (happening,))


def words(one: PersonMovement) -> str:
    return describe_happenings(one, lambda _event, key: f"<{key}>")


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("gender", ["m", "f", ""])
def test_every_event_has_words(event: Event, gender: Gender, language: str) -> None:
    text = words(one_of(event, gender))
    assert text
    assert "{" not in text
    assert language == "ru" or not any("а" <= char <= "я" for char in text.replace("ключ", ""))


@pytest.mark.parametrize(
    ("gender", "said"),
    [("m", "переведён (А → Б)"), ("f", "переведена (А → Б)"), ("", "переведён(а) (А → Б)")],
)
def test_the_verb_agrees_where_the_patronymic_tells(gender: Gender, said: str) -> None:
    assert words(one_of(Event.MOVED, gender)) == said


def test_consequences_are_counted_and_say_that_grades_stay() -> None:
    one = PersonMovement(
        "p", "Дзугова Анна", "f", False, "7Б", (Happening(Event.MOVED, "7А", "7Б"),),
        Consequences(enrolled=8, suspended=1, groups_joined=5, groups_left=2),
    )  # fmt: skip
    assert describe_consequences(one, MOSCOW) == (
        "8 зачислений, 1 зачисление приостанавливается, 2 группы меняются, 3 группы; оценки остаются"
    )


def test_grades_that_hide_are_not_promised_to_stay() -> None:
    one = PersonMovement(
        "p", "Дзугова Анна", "f", False, "7Б", (Happening(Event.LEFT),),
        Consequences(unenrolled=3), hide_on=date(2026, 12, 25),
    )  # fmt: skip
    text = describe_consequences(one, MOSCOW)
    assert text == "3 зачисления снимаются, оценки скроются; скрыть 25.12.2026"


def test_a_late_joiner_is_told_with_the_first_day() -> None:
    one = PersonMovement(
        "p", "Дзугова Анна", "f", False, "7Б", (Happening(Event.ARRIVED),),
        Consequences(enrolled=1), starts=1_795_000_000,
    )  # fmt: skip
    assert describe_consequences(one, MOSCOW) == "1 зачисление; доступ с 18.11.2026"
