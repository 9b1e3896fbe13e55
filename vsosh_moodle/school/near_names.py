"""Names that are almost the same: one person spelt twice, or two people a register must not mix up."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role

ALIKE = 92
"""Full names this alike (0–100, words in any order) are asked about; sons and daughters are less."""

LARGE_BLOCK = 200
"""Above so many people of one birth date (or without any) only those of one given name are compared."""

Named = TypeVar("Named", Person, LedgerEntry)


class SimilarNames(Generic[Named]):
    """People found by a name like theirs among those of the same role and birth date."""

    def __init__(self, people: Iterable[Named]) -> None:
        blocks: dict[tuple[object, ...], list[Named]] = {}
        for one in people:
            blocks.setdefault((one.role, one.birth_date), []).append(one)
        self._large = {block for block, inside in blocks.items() if len(inside) > LARGE_BLOCK}
        self._blocks: dict[tuple[object, ...], dict[str, list[Named]]] = {}
        for inside in blocks.values():
            for one in inside:
                names = self._blocks.setdefault(self._block(one), {})
                names.setdefault(_sorted_words(one), []).append(one)
        self._renamed: dict[tuple[object, ...], list[Named]] = {}
        for inside in blocks.values():
            for one in inside:
                if one.middle_name and one.birth_date:
                    self._renamed.setdefault(_but_surname(one), []).append(one)

    def alike(self, person: Person) -> list[Named]:
        """Return those with a name like the person's but not the same, the most alike first.

        Those whose school number is another one are others.
        """
        words = _sorted_words(person)
        names = self._blocks.get(self._block(person), {})
        found = process.extract(words, names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
        return [
            one
            for name, _score, _place in found
            if name != words
            for one in names[name]
            if not _numbers_differ(person, one)
        ]

    def renamed(self, person: Person) -> list[Named]:
        """Return those of the same birth date, given name and patronymic with another surname."""
        if not (person.middle_name and person.birth_date):
            return []
        return [
            one
            for one in self._renamed.get(_but_surname(person), ())
            if name_key(one.last_name) != name_key(person.last_name)
            and not _numbers_differ(person, one)
        ]

    def _block(self, one: Person | LedgerEntry) -> tuple[object, ...]:
        block: tuple[Role, date | None] = (one.role, one.birth_date)
        return (*block, name_key(one.first_name)) if block in self._large else block


def find_near_duplicates(people: Sequence[Person]) -> list[Problem]:
    """Return a warning for each pupil who may be one of an earlier row, spelt otherwise.

    Compared are pupils of one birth date, of one class where there are no dates, and those of one
    class of whom only one has a patronymic. Pupils of one name are `rosters.duplicates`' business.
    """
    pupils = [person for person in people if person.role is Role.STUDENT]
    rows = {id(person): row for row, person in enumerate(pupils)}
    similar = SimilarNames(pupils)
    short: dict[tuple[object, ...], list[Person]] = {}
    problems = []
    for row, person in enumerate(pupils):
        earlier = [
            one
            for one in similar.alike(person)
            if rows[id(one)] < row and (person.birth_date or one.class_name == person.class_name)
        ]
        key = (person.class_name, name_key(f"{person.last_name} {person.first_name}"))
        earlier += [one for one in short.get(key, ()) if _one_patronymic(person, one)]
        short.setdefault(key, []).append(person)
        if earlier:
            problems.append(_near_problem(person, earlier[0]))
    return problems


def _one_patronymic(person: Person, other: Person) -> bool:
    dates = {person.birth_date, other.birth_date} - {None}
    return (
        bool(person.middle_name) != bool(other.middle_name)
        and len(dates) < 2
        and not _numbers_differ(person, other)
    )


def _near_problem(person: Person, other: Person) -> Problem:
    return Problem(
        person.source,
        _("очень похоже на ученика выше ({place}): то же имя, написанное иначе?").format(
            place=other.source
        ),
        _("если это один человек, оставьте одну строку; если разные, ничего менять не нужно."),
        "person-similar",
        "warning",
    )


def _numbers_differ(person: Person, other: Person | LedgerEntry) -> bool:
    mine, theirs = person.school_number.casefold(), other.school_number.casefold()
    return bool(mine and theirs) and mine != theirs


def _sorted_words(one: Person | LedgerEntry) -> str:
    return " ".join(sorted(name_key(f"{one.last_name} {one.first_name} {one.middle_name}").split()))


def _but_surname(one: Person | LedgerEntry) -> tuple[object, ...]:
    return (one.role, one.birth_date, name_key(one.first_name), name_key(one.middle_name))
