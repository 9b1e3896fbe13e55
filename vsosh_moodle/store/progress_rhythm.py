"""In which weeks and months pupils worked: each counted once in each, however much was done."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vsosh_moodle.indicators.facts import MonthFacts, WeekFacts
from vsosh_moodle.store.progress_people import Contingent
from vsosh_moodle.store.progress_window import View


class Rhythm:
    """Takes in works by person and day, millions of them; who is on no list of the window is left out."""

    def __init__(self, view: View, contingent: Contingent, least: int = 1) -> None:
        window = view.moments.window
        self._days = [
            window.start + timedelta(days=number)
            for number in range((window.end - window.start).days + 1)
        ]
        self._contingent = contingent
        self._least = least
        self._by_month: dict[date, Counter[int]] = defaultdict(Counter)
        self._mondays = sorted({_monday(day) for day in self._days})
        # Months that had not begun when the snapshot was taken are nobody's.
        taken = max(view.moments.day_of(view.taken), window.start)
        self._firsts = sorted({day.replace(day=1) for day in self._days if day <= taken})
        # One number for a day: the bit of its week, and above all weeks that of its month.
        weeks = {day: 1 << place for place, day in enumerate(self._mondays)}
        months = {day: 1 << place for place, day in enumerate(self._firsts, len(self._mondays))}
        self._bits = {
            str(number): weeks[_monday(day)] | months.get(day.replace(day=1), 0)
            for number, day in enumerate(self._days)
        }
        self._masks: dict[int, int] = {}
        self._works: dict[str, Counter[str]] = defaultdict(Counter)

    def take(self, person: int, days: Sequence[str]) -> None:
        """Add somebody's works: the number of the day of each, as SQL wrote it."""
        facts = self._contingent.people.get(person)
        if facts is None:
            return
        mask, bits = self._masks.get(person, 0), self._bits
        for day in days:
            mask |= bits[day]
        self._masks[person] = mask
        if self._least > 1:
            for day in days:
                self._by_month[self._days[int(day)].replace(day=1)][person] += 1
        self._works[facts.class_name].update(days)

    def weeks(self) -> Iterator[WeekFacts]:
        """Yield by week and class how many pupils worked and how much; weeks without work are left out."""
        active: Counter[tuple[int, str]] = Counter()
        for person, mask in self._masks.items():
            class_name = self._contingent.people[person].class_name
            for week in _bits(mask & ((1 << len(self._mondays)) - 1)):
                active[week, class_name] += 1
        works: Counter[tuple[date, str]] = Counter()
        for class_name, counts in self._works.items():
            for day, count in counts.items():
                works[_monday(self._days[int(day)]), class_name] += count
        for (week, class_name), count in sorted(active.items()):
            monday = self._mondays[week]
            yield WeekFacts(monday, class_name, count, works[monday, class_name])

    def months(self) -> Iterator[MonthFacts]:
        """Yield by month how many pupils did enough, and how many the lists had: the nearest lists known."""
        active: Counter[int] = Counter()
        counted = self._contingent.counted
        for person, mask in self._masks.items():
            if person in counted:
                active.update(_bits(mask >> len(self._mondays)))
        if self._least > 1:
            active = Counter(
                {
                    place: sum(
                        works >= self._least and person in counted
                        for person, works in self._by_month[month].items()
                    )
                    for place, month in enumerate(self._firsts)
                }
            )
        known = self._contingent.months
        for place, month in enumerate(self._firsts):
            before = [one for one in sorted(known) if one <= month]
            nearest = before[-1] if before else min(known, default=None)
            pupils = len(counted) if nearest is None else known[nearest]
            yield MonthFacts(month, active[place], pupils)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _bits(mask: int) -> Iterator[int]:
    place = 0
    while mask:
        if mask & 1:
            yield place
        mask >>= 1
        place += 1
