"""Guards against a list that is not this year's, not this school's, or read askew. Pure.

They look at who is where and how people are called now and at the last apply, class by class.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vsosh_moodle.language import _, plural
from vsosh_moodle.plan.guard_facts import ClassThreshold, GuardFacts, Verdict
from vsosh_moodle.plan.state import State
from vsosh_moodle.school.classes import parse_class_name

FEW = 2
"""Up to so many people of a class nothing is «most of the class»."""

MANY = 3
"""Of more classes than these one question is asked for all: the whole file is another."""

_CLASS_KEY = re.compile(r"(\d{4}):class:(.+)")


@dataclass(frozen=True, slots=True)
class _Place:
    """A class of a year: its first calendar year and its grade."""

    year: int
    grade: int


def check_rosters(desired: State, base: State, facts: GuardFacts) -> Iterator[Verdict]:
    """Yield what the lists themselves give reason to ask about."""
    yield from _wrong_term(facts)
    members = _members(desired, facts)
    yield from _grades_shifted(members, base, facts)
    for name, users in members.items():
        limit = facts.thresholds.get(name, facts.default_threshold)
        yield from _mass_rename(name, users, desired, base, limit)
    yield from _mass_new(members, base, facts)


def _members(desired: State, facts: GuardFacts) -> dict[str, list[str]]:
    """Return the pupils of each class in the scope, in the order of classes."""
    names = {
        cohort: name
        for name, cohort in facts.class_cohorts.items()
        if not facts.class_scope or name in facts.class_scope
    }
    members: dict[str, list[str]] = defaultdict(list)
    for member in desired.cohort_member.values():
        if member.cohort in names:
            members[names[member.cohort]].append(member.user)
    return members


def _wrong_term(facts: GuardFacts) -> Iterator[Verdict]:
    files: dict[str, list[str]] = defaultdict(list)
    for place, year in facts.roster_years:
        if year != facts.year_name:
            files[year].append(place)
    for year, places in files.items():
        message = _(
            "Список составлен на {other} учебный год, а в config.yaml — {year}: {places}. Возьмите "
            "нынешний список или исправьте его заголовок."
        ).format(other=year, year=facts.year_name, places="; ".join(places))
        yield Verdict("wrong-term", message, f"wrong-term:{year}", year)


def _grades_shifted(
    members: Mapping[str, list[str]], base: State, facts: GuardFacts
) -> Iterator[Verdict]:
    """Ask when most of a class were in another grade: the file of another year.

    Compared with classes of this year as applied, or, when the year has turned, with those of the
    last one, from which everybody should be a grade further.
    """
    before = _former_places(base)
    shifted = {
        name: found
        for name, users in members.items()
        if (found := _shift_of(users, facts.class_cohorts[name], before))
    }
    if len(shifted) > MANY:
        message = (
            _(
                "Похоже, это прошлогодние списки: в классах {names} — те, кому сейчас место в другой "
                "параллели. Возьмите нынешние списки."
            )
            if _earlier(shifted.values())
            else _(
                "Похоже, это списки следующего учебного года: в классах {names} — те, кому сейчас место в "
                "другой параллели. Возьмите нынешние списки."
            )
        ).format(names=", ".join(shifted))
        yield Verdict("roster-year", message, "roster-year")
        return
    for name, (shift, count, total) in shifted.items():
        words = (
            _("похоже, это прошлогодний список")
            if shift < 0
            else _("похоже, это список следующего учебного года")
        )
        message = _(
            "В списке класса {name} {count} из {total} — те, кому сейчас место в другой параллели: "
            "{words}. Возьмите нынешний список."
        ).format(name=name, count=count, total=total, words=words)
        yield Verdict("roster-year", message, f"roster-year:{name}", name)


def _shift_of(
    users: list[str], cohort: str, before: Mapping[str, _Place]
) -> tuple[int, int, int] | None:
    """Return by how many grades most of a class are off, how many of them, of how many; None if not."""
    now = _place_of(cohort)
    if now is None:
        return None
    known = [before[user] for user in users if user in before]
    shifts = Counter((now.grade - was.grade) - (now.year - was.year) for was in known)
    shift, count = max(shifts.items(), key=lambda item: item[1], default=(0, 0))
    if not shift or count <= FEW or count * 2 <= len(users):
        return None
    return shift, count, len(users)


def _earlier(shifts: Iterable[tuple[int, int, int]]) -> bool:
    return sum(shift for shift, _count, _total in shifts) < 0


def _former_places(base: State) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    for member in base.cohort_member.values():
        place = _place_of(member.cohort)
        known = places.get(member.user)
        if place is not None and (known is None or known.year < place.year):
            places[member.user] = place
    return places


def _place_of(cohort: str) -> _Place | None:
    found = _CLASS_KEY.search(cohort)
    name = parse_class_name(found[2]) if found else None
    return _Place(int(found[1]), name.grade) if found and name else None


def _mass_rename(
    name: str, users: list[str], desired: State, base: State, limit: ClassThreshold
) -> Iterator[Verdict]:
    renamed = [
        user
        for user in users
        if user in base.user and _name_of(base, user) != _name_of(desired, user)
    ]
    if len(renamed) > FEW and len(renamed) * 100 > limit.rename_percent * len(users):
        message = _(
            "В классе {name} сразу {people} из {total} получают другое имя (порог: {percent:g} %). Не "
            "сдвинулись ли столбцы? Проверьте фамилии и имена в списке."
        ).format(
            name=name, people=_people(len(renamed)), total=len(users), percent=limit.rename_percent
        )
        yield Verdict("mass-rename", message, f"mass-rename:{name}", name)


def _name_of(state: State, user: str) -> str:
    """Where Moodle keeps the patronymic does not matter."""
    one = state.user[user]
    return " ".join(f"{one.lastname} {one.firstname} {one.middlename}".split())


def _mass_new(
    members: Mapping[str, list[str]], base: State, facts: GuardFacts
) -> Iterator[Verdict]:
    """Ask when a class that was applied before is mostly of people nobody knows.

    In a new year no class was there before: then the school is looked at as a whole.
    """
    former = Counter(member.cohort for member in base.cohort_member.values())
    there = [name for name in members if former[facts.class_cohorts[name]]]
    for name in there:
        limit = facts.thresholds.get(name, facts.default_threshold)
        new = [user for user in members[name] if user in facts.new_users]
        if len(new) > FEW and len(new) * 100 > limit.new_percent * len(members[name]):
            message = _(
                "В классе {name} {new} из {total} — новые люди (порог: {percent:g} %). Если ученики те же, "
                "в списке сменились номера личных дел или даты рождения: верните прежние, иначе каждому "
                "будет заведена вторая учётная запись."
            ).format(name=name, new=len(new), total=len(members[name]), percent=limit.new_percent)
            yield Verdict("mass-new", message, f"mass-new:{name}", name)
    if not there and any(":class:" in cohort for cohort in former):
        yield from _mass_new_school(members, facts)


def _mass_new_school(members: Mapping[str, list[str]], facts: GuardFacts) -> Iterator[Verdict]:
    everybody = [user for users in members.values() for user in users]
    new = [user for user in everybody if user in facts.new_users]
    percent = facts.default_threshold.new_percent
    if len(new) > FEW and len(new) * 100 > percent * len(everybody):
        message = _(
            "Из учеников школы {new} из {total} — новые люди (порог: {percent:g} %), хотя школа уже "
            "применялась. Если ученики те же, в списках сменились номера личных дел или даты рождения."
        ).format(new=len(new), total=len(everybody), percent=percent)
        yield Verdict("mass-new", message, "mass-new")


def _people(count: int) -> str:
    return plural(count, "{n} человек", "{n} человека", "{n} человек")
