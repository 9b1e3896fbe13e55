"""An event that left the files goes from the site, unless a person changed it; then it is kept and told."""

from dataclasses import replace

from tests.plan.test_content_diff import COURSE, school, with_event
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.diff import DiffPolicy, diff_states
from vsosh_moodle.plan.records import CalendarEvent, Kind
from vsosh_moodle.plan.settings import settings_of

EVENT = CalendarEvent(COURSE, "meeting", settings_of({"name": "Собрание", "start": 1000}))
EDITED = replace(EVENT, settings=settings_of({"name": "Собрание родителей", "start": 1000}))


def diff(live: CalendarEvent, policy: DiffPolicy | None = None) -> list[Change]:
    """Return what becomes of an event that the files had and have no more."""
    found = diff_states(school(1), with_event(live), with_event(EVENT), policy or DiffPolicy())
    return [one for one in found if one.kind is Kind.CALENDAR_EVENT]


def test_an_event_that_nobody_touched_goes() -> None:
    reason = "в файлах больше нет"
    assert diff(EVENT) == [
        Change(Action.REMOVE, Kind.CALENDAR_EVENT, EVENT.key, EVENT, None, reason)
    ]


def test_an_event_that_a_person_changed_is_kept_and_told() -> None:
    reason = "в файлах больше нет, но в Moodle изменено вручную"
    assert diff(EDITED) == [
        Change(Action.KEEP, Kind.CALENDAR_EVENT, EVENT.key, EDITED, EDITED, reason)
    ]


def test_it_goes_all_the_same_when_hand_edits_shall_give_way() -> None:
    asked: list[tuple[Kind, str]] = []

    def overwrite(kind: Kind, key: str) -> bool:
        asked.append((kind, key))
        return True

    assert [one.action for one in diff(EDITED, DiffPolicy(overwrite=overwrite))] == [Action.REMOVE]
    assert (Kind.CALENDAR_EVENT, EVENT.key) in asked
