"""The school moves to the next year: what becomes of each class and of each pupil. Pure.

Every pupil of the old year has exactly one placement: a class of the new year, graduation or
leaving. Nothing is guessed where a person has to say: that is a problem with its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.classes import ClassName, SchoolClass
from vsosh_moodle.school.people import Person

BASIC_GRADE = 9
"""Basic general education ends here: who goes on to grade 10 applies for it (273-ФЗ, ст. 66)."""

GRADUATION_GRADES = frozenset({9, 11, 12})


class ClassFate(StrEnum):
    """What becomes of a class."""

    MOVES = "moves"
    GRADUATES = "graduates"
    DISSOLVES = "dissolves"
    NEW = "new"


class Fate(StrEnum):
    """What becomes of a pupil; MOVES_UP is a pupil's own way to the next grade, not the class's."""

    MOVES = "moves"
    MOVES_UP = "moves-up"
    REPEATS = "repeats"
    GRADUATES = "graduates"
    LEAVES = "leaves"


@dataclass(frozen=True, slots=True)
class ClassDecision:
    """What the school decided about a class; several `targets` split it."""

    name: ClassName
    fate: ClassFate
    targets: tuple[ClassName, ...] = ()
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class PersonDecision:
    """What the school decided about a pupil, named as the decisions name people.

    `fate` MOVES is «another class»; `target` None leaves the class to the rules.
    """

    full_name: str
    class_name: ClassName | None
    fate: Fate
    target: ClassName | None = None
    birth_date: date | None = None
    school_number: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that the school decided; `place` is where decisions are written."""

    classes: tuple[ClassDecision, ...] = ()
    people: tuple[PersonDecision, ...] = ()
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class PromotionRules:
    """The days of the turn, the grade that ends school, and how many pupils a class may have."""

    old_year_end: date
    new_year_start: date
    last_grade: int = 11
    class_limit: int = 25


@dataclass(frozen=True, slots=True)
class ClassStep:
    """What becomes of a class of the old year; `asked` when the school has not said and must."""

    school_class: SchoolClass
    fate: ClassFate
    targets: tuple[ClassName, ...] = ()
    asked: bool = False

    @property
    def name(self) -> ClassName:
        """The name of the class in the old year."""
        return self.school_class.name


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class of the new year and the classes it is made of (none: it was opened anew)."""

    school_class: SchoolClass
    sources: tuple[ClassName, ...] = ()

    @property
    def name(self) -> ClassName:
        """The name of the class in the new year."""
        return self.school_class.name


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a pupil goes: `target` is None for those who graduate, leave, or are not placed yet."""

    person: Person
    fate: Fate
    target: ClassName | None = None
    dated: bool = False

    @property
    def stays(self) -> bool:
        """Whether the pupil is in the school in the new year."""
        return self.fate not in {Fate.GRADUATES, Fate.LEAVES}


@dataclass(frozen=True, slots=True)
class Promotion:
    """The whole turn: `problems` with an error leave it unfit to be written."""

    steps: tuple[ClassStep, ...]
    classes: tuple[NewClass, ...]
    placements: tuple[Placement, ...]
    problems: tuple[Problem, ...] = ()

    def of_class(self, name: ClassName) -> tuple[Placement, ...]:
        """Return the placements of the pupils who were in a class."""
        return tuple(one for one in self.placements if one.person.class_name == name)

    def into_class(self, name: ClassName) -> tuple[Placement, ...]:
        """Return the placements of the pupils who will be in a class."""
        return tuple(one for one in self.placements if one.target == name)

    def count(self, *fates: Fate) -> int:
        """Return how many pupils have one of these fates."""
        return sum(one.fate in fates for one in self.placements)

    def moves(self) -> Mapping[ClassName, tuple[ClassName, ...]]:
        """Return the classes each class of the old year goes to as a whole or in parts."""
        return {step.name: step.targets for step in self.steps}


def plan_steps(
    classes: Sequence[SchoolClass], decided: Mapping[ClassName, ClassDecision], last_grade: int
) -> tuple[ClassStep, ...]:
    """Return what becomes of each class: as decided, else by the rule of its grade."""
    upper = any(BASIC_GRADE < one.name.grade <= last_grade for one in classes)
    return tuple(_step(one, decided.get(one.name), last_grade, upper=upper) for one in classes)


def _step(
    school_class: SchoolClass, decision: ClassDecision | None, last_grade: int, *, upper: bool
) -> ClassStep:
    name = school_class.name
    following = ClassName(name.grade + 1, name.letter)
    if decision is not None:
        targets = decision.targets
        if decision.fate is ClassFate.MOVES and not targets:
            targets = (following,)
        return ClassStep(school_class, decision.fate, targets)
    if name.grade >= last_grade:
        return ClassStep(school_class, ClassFate.GRADUATES)
    if name.grade == BASIC_GRADE:
        # Where grades 10 and above are taught, nobody but the school knows who goes on.
        return ClassStep(school_class, ClassFate.GRADUATES, asked=upper)
    return ClassStep(school_class, ClassFate.MOVES, (following,))


def plan_classes(
    steps: Iterable[ClassStep], opened: Iterable[ClassDecision]
) -> tuple[NewClass, ...]:
    """Return the classes of the new year: those the old ones become, then those opened anew.

    A class has the form of study of the first class it is made of; a new one that of the old class
    with its name, else of one with its letter.
    """
    steps = tuple(steps)
    made: dict[ClassName, NewClass] = {}
    for step in steps:
        for target in step.targets:
            before = made.get(target)
            sources = (*before.sources, step.name) if before else (step.name,)
            like = before.school_class if before else step.school_class
            made[target] = NewClass(_named(like, target), sources)
    by_name = {step.name: step.school_class for step in steps}
    by_letter = {step.name.letter: step.school_class for step in reversed(steps)}
    for decision in opened:
        alike = by_letter.get(decision.name.letter, SchoolClass(decision.name))
        like = by_name.get(decision.name, alike)
        made.setdefault(decision.name, NewClass(_named(like, decision.name)))
    return tuple(made.values())


def _named(like: SchoolClass, name: ClassName) -> SchoolClass:
    return SchoolClass(name, like.form, like.distance)
