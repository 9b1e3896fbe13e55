"""For which classes of the next year each programme is. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vsosh_moodle.config.models import Config
from vsosh_moodle.config.programmes import ProgrammeConfig
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.promotion import Promotion
from vsosh_moodle.school.year_turn import carry_classes, follow_classes


@dataclass(frozen=True, slots=True)
class ProgrammeChange:
    """A programme and its classes (or grades, `by_grade`), as text, `before` and `after` the turn."""

    number: int
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    by_grade: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether nobody is left to teach by it."""
        return bool(self.before) and not self.after


def change_programmes(
    config: Config, promotion: Promotion, *, follow: bool
) -> tuple[ProgrammeChange, ...]:
    """Return every programme with its classes of the next year.

    A programme belongs to its grade: whoever comes into the grade is taught by it, and a list that
    held all classes of a grade goes on to do so. With `follow` it goes along with its pupils
    instead; programmes for grades and for all classes stay as they are in both cases.
    """
    new = [one.name for one in promotion.classes]
    return tuple(
        _change(number, programme, config, promotion, new, follow=follow)
        for number, programme in enumerate(config.programmes)
    )


def _change(
    number: int,
    programme: ProgrammeConfig,
    config: Config,
    promotion: Promotion,
    new: Sequence[ClassName],
    *,
    follow: bool,
) -> ProgrammeChange:
    title = programme.key or programme.template
    if programme.grades:
        there = {name.grade for name in new}
        before = tuple(map(str, programme.grades))
        after = tuple(str(grade) for grade in programme.grades if grade in there)
        return ProgrammeChange(number, title, before, after, by_grade=True)
    names = [name for text in programme.classes if (name := parse_class_name(text)) is not None]
    if follow:
        carried = follow_classes(names, promotion.moves())
    else:
        carried = carry_classes(names, config.class_names(), new)
    if set(carried) == set(names):
        carried = tuple(names)
    before = tuple(map(str, names))
    return ProgrammeChange(number, title, before, tuple(map(str, carried)))


def classes_taught(
    config: Config, programmes: Sequence[ProgrammeChange], new: Collection[ClassName]
) -> frozenset[ClassName]:
    """Return the classes of the next year that some programme is for."""
    taught: set[ClassName] = set()
    for one in programmes:
        if config.programmes[one.number].all_classes:
            taught |= set(new)
        elif one.by_grade:
            taught |= {name for name in new if str(name.grade) in one.after}
        else:
            taught |= {name for name in new if str(name) in one.after}
    return frozenset(taught)
