"""Whom a register means: a name, a class and a number matched with the people of the lists. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from vsosh_moodle.registers.initials import parse_initials
from vsosh_moodle.rosters.full_names import parse_full_name
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person
from vsosh_moodle.sources.suggestions import closest

Doubt = Literal["unknown", "namesakes", "initials", "number-unknown", "number-other-name"]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the lists, or of those who left: `idnumber` is the key in Moodle and in snapshots."""

    person: Person
    idnumber: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Nobody who is meant for sure: why, and who it may be."""

    doubt: Doubt
    candidates: tuple[KnownPerson, ...] = ()


@dataclass(slots=True)
class PeopleIndex:
    """People found by name, by number and by initials; see `find`."""

    by_name: dict[str, list[KnownPerson]] = field(default_factory=dict)
    by_short_name: dict[str, list[KnownPerson]] = field(default_factory=dict)
    by_initials: dict[str, list[KnownPerson]] = field(default_factory=dict)
    by_number: dict[str, list[KnownPerson]] = field(default_factory=dict)

    def find(
        self, name: str, class_name: ClassName | None = None, number: str = ""
    ) -> KnownPerson | Unmatched:
        """Return the person meant, or why nobody is taken for certain.

        The school's number decides unless the name speaks against it. Else the full name, in any
        order of its words, with or without the patronymic; of namesakes the one of the class. A
        class alone never excludes somebody with a name of one's own: a pupil may have changed it.
        Initials will do when one person alone has them.
        """
        if number:
            return self._numbered(name, number)
        found = self._named(name)
        if len(found) > 1 and class_name is not None:
            found = [one for one in found if one.person.class_name == class_name] or found
        if len(found) == 1:
            return found[0]
        if found:
            doubt: Doubt = "initials" if parse_initials(name) else "namesakes"
            return Unmatched(doubt, tuple(found))
        return Unmatched("unknown", tuple(self._near(name)))

    def label(self, known: KnownPerson) -> str:
        """Return the name of a person as rows have it: with the number where somebody has the same."""
        name = known.person.full_name
        same = self.by_name.get(_sorted_words(name), [])
        if len(same) > 1 and known.person.school_number:
            return f"{name} (№ {known.person.school_number})"
        return name

    def _numbered(self, name: str, number: str) -> KnownPerson | Unmatched:
        numbered = self.by_number.get(_number(number), [])
        if not numbered:
            found = self._named(name)
            if len(found) == 1 and not found[0].person.school_number:
                return found[0]
            return Unmatched("number-unknown", tuple(found))
        agreeing = [one for one in numbered if _agrees(name, one.person)]
        if len(agreeing) == 1:
            return agreeing[0]
        return Unmatched("number-other-name", tuple(agreeing or numbered))

    def _named(self, name: str) -> list[KnownPerson]:
        if initials := parse_initials(name):
            return self.by_initials.get(initials, [])
        parsed = parse_full_name(name)
        full = " ".join(part for part in (parsed.last, parsed.first, parsed.middle) if part)
        found = self.by_name.get(_sorted_words(name)) or self.by_name.get(_sorted_words(full))
        if found or parsed.middle:
            return found or []
        return self.by_short_name.get(_sorted_words(full), [])

    def _near(self, name: str) -> Iterator[KnownPerson]:
        near = closest(_sorted_words(name), self.by_name)
        if near:
            yield from self.by_name[near]


def index_people(people: Iterable[KnownPerson]) -> PeopleIndex:
    """Return the index of people; one idnumber stands in it once, as it comes first."""
    index = PeopleIndex()
    seen: set[str] = set()
    for known in people:
        if known.idnumber in seen:
            continue
        seen.add(known.idnumber)
        person = known.person
        _add(index.by_name, _sorted_words(person.full_name), known)
        _add(index.by_short_name, _sorted_words(f"{person.last_name} {person.first_name}"), known)
        for initials in _initials(person):
            _add(index.by_initials, initials, known)
        if person.school_number:
            _add(index.by_number, _number(person.school_number), known)
    return index


def _add(where: dict[str, list[KnownPerson]], key: str, known: KnownPerson) -> None:
    where.setdefault(key, []).append(known)


def _initials(person: Person) -> Iterator[str]:
    last = name_key(person.last_name)
    first, middle = name_key(person.first_name)[:1], name_key(person.middle_name)[:1]
    yield f"{last} {first}"
    if middle:
        yield f"{last} {first}{middle}"


def _number(text: str) -> str:
    return text.lstrip("№ ").casefold()


def _agrees(name: str, person: Person) -> bool:
    """Tell whether a name does not speak against a number: some part of it is the person's."""
    if not name:
        return True
    words = set(name_key(name).replace(".", " ").split())
    own = set(name_key(f"{person.last_name} {person.first_name}").split())
    return bool(words & own)


def _sorted_words(name: str) -> str:
    return " ".join(sorted(name_key(name).split()))
