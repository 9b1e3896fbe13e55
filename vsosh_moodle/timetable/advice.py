"""Which lessons to move off the screen, so that a day keeps the norm."""

from collections.abc import Sequence
from itertools import combinations

from vsosh_moodle.language import _
from vsosh_moodle.timetable.lessons import Lesson, SchoolDay

_AT_SCREEN = ("информатика", "программирование")
"""Subjects that need the screen: they are moved last."""

_MOST_TRIED = 12


def lessons_to_move(lessons: Sequence[Lesson], over: int) -> tuple[Lesson, ...]:
    """Return the fewest lessons without whose screen a day has at least `over` minutes less.

    Of several choices of one size: without those that need a screen, then the one that frees least
    beyond what is needed. Empty when all of them together would not do.
    """
    on_screen = sorted(
        (one for one in lessons if one.screen), key=lambda one: (-one.screen, one.subject)
    )[:_MOST_TRIED]
    for count in range(1, len(on_screen) + 1):
        fitting = [
            chosen
            for chosen in combinations(on_screen, count)
            if sum(one.screen for one in chosen) >= over
        ]
        if fitting:
            return min(fitting, key=_cost)
    return ()


def advise_offline(day: SchoolDay, lessons: Sequence[Lesson], over: int) -> str:
    """Return the sentence that says which lessons to move off the screen."""
    moved = sorted(lessons_to_move(lessons, over), key=day.number)
    if not moved:
        return _("сократите экран и домашнее задание на {over} мин.").format(over=over)
    named = ", ".join(
        _("{number}-й ({subject}, {minutes} мин)").format(
            number=day.number(one), subject=one.subject, minutes=one.screen
        )
        for one in moved
    )
    return _("переведите без экрана: {lessons}.").format(lessons=named)


def _cost(chosen: Sequence[Lesson]) -> tuple[int, int]:
    needing = sum(one.subject.casefold() in _AT_SCREEN for one in chosen)
    return needing, sum(one.screen for one in chosen)
