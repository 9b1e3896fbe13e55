"""A name in five cases, what is doubtful about it, and what a school says of it itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from vsosh_moodle.school.gender import Gender
from vsosh_moodle.school.names import name_key

CaseName = Literal["nom", "gen", "dat", "acc", "ins"]
Part = Literal["last", "first", "middle"]
CASES: tuple[CaseName, ...] = ("nom", "gen", "dat", "acc", "ins")
PARTS: tuple[Part, ...] = ("last", "first", "middle")

GenderSource = Literal["", "overrides", "roster", "patronymic", "name"]
"""Who told the gender: the school's file, the list, the patronymic, the look of the name; "" nobody."""


class Doubt(StrEnum):
    """Why a form of a name should be looked at by somebody who knows the person."""

    GENDER_UNKNOWN = "gender-unknown"
    GENDER_GUESSED = "gender-guessed"
    GENDER_CONFLICT = "gender-conflict"
    UNDECLINED = "undeclined"
    NOT_CYRILLIC = "not-cyrillic"
    NOUN_OR_ADJECTIVE = "noun-or-adjective"
    FLEETING_VOWEL = "fleeting-vowel"
    SOFT_FEMALE = "soft-female"
    STRANGE_PATRONYMIC = "strange-patronymic"


@dataclass(frozen=True, slots=True)
class Forms:
    """A word or a whole name in five cases; an indeclinable one has the same in all."""

    nom: str = ""
    gen: str = ""
    dat: str = ""
    acc: str = ""
    ins: str = ""

    def __str__(self) -> str:
        return self.nom

    def of(self, case: CaseName) -> str:
        """Return the form of a case."""
        return self.cases()[case]

    def cases(self) -> dict[CaseName, str]:
        """Return the forms by case."""
        return {
            "nom": self.nom,
            "gen": self.gen,
            "dat": self.dat,
            "acc": self.acc,
            "ins": self.ins,
        }

    @property
    def changes(self) -> bool:
        """Whether any case differs from the nominative."""
        return any(self.of(case) != self.nom for case in CASES)

    @classmethod
    def same(cls, text: str) -> "Forms":
        """Return the forms of what is not declined."""
        return cls(text, text, text, text, text)


@dataclass(frozen=True, slots=True)
class OwnForms:
    """What the school's file says of one part of a name; "" leaves a case to the rules."""

    decline: bool = True
    gen: str = ""
    dat: str = ""
    acc: str = ""
    ins: str = ""


@dataclass(frozen=True, slots=True)
class PersonOverride:
    """What the school's file says of one person, by the full name, and in which line."""

    gender: Gender = ""
    parts: Mapping[Part, OwnForms] = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class NameOverrides:
    """A school's own forms. `people` by `name_key` of the full name, `words` by (part, `name_key`, gender).

    The gender of a word's entry is "" where it holds for men and women.
    """

    people: Mapping[str, PersonOverride] = field(default_factory=dict)
    words: Mapping[tuple[Part, str, Gender], OwnForms] = field(default_factory=dict)

    def person(self, full_name: str) -> PersonOverride | None:
        """Return what is said of a person."""
        return self.people.get(name_key(full_name))

    def word(self, part: Part, text: str, gender: Gender) -> OwnForms | None:
        """Return what is said of a word: of this gender's bearers, else of all."""
        key = name_key(text)
        return self.words.get((part, key, gender)) or self.words.get((part, key, ""))


NO_OVERRIDES = NameOverrides()


@dataclass(frozen=True, slots=True)
class DeclinedName:
    """A person's name in five cases. Without a gender nothing is declined.

    `own` are the parts whose forms the school gave itself.
    """

    last: Forms
    first: Forms
    middle: Forms
    gender: Gender = ""
    gender_source: GenderSource = ""
    doubts: tuple[Doubt, ...] = ()
    own: frozenset[Part] = frozenset()

    def full(self) -> Forms:
        """Return surname, given name and patronymic."""
        return join_forms(self.last, self.first, self.middle)

    def given(self) -> Forms:
        """Return given name and patronymic, as one speaks to an adult."""
        return join_forms(self.first, self.middle)

    def short(self) -> Forms:
        """Return surname and given name."""
        return join_forms(self.last, self.first)

    def initials(self) -> str:
        """Return «Тедеев С. Р.»: only the surname would be declined, so it is for signatures."""
        dots = " ".join(f"{part.nom[:1]}." for part in (self.first, self.middle) if part.nom)
        return f"{self.last.nom} {dots}".strip()


def join_forms(*parts: Forms) -> Forms:
    """Return the forms of parts that stand side by side; empty ones leave no gap."""

    def joined(case: CaseName) -> str:
        return " ".join(filter(None, (part.of(case) for part in parts)))

    return Forms(*(joined(case) for case in CASES))
