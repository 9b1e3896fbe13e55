"""How people moved when the year turned: this year's classes beside those applied last year. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.plan.state import State
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.promotion import GRADUATION_GRADES

_CLASS = ":class:"


@dataclass(frozen=True, slots=True)
class YearMovement:
    """Pupils by what became of them; `finished` left from a grade that ends with graduation."""

    moved: int = 0
    repeated: int = 0
    finished: int = 0
    left: int = 0
    new: int = 0

    def __str__(self) -> str:
        counts = (
            (self.moved, _("переведены в следующий класс — {n}")),
            (self.repeated, _("остались в той же параллели — {n}")),
            (self.finished, _("выпуск (9, 11, 12 классы) — {n}")),
            (self.left, _("выбыли из других классов — {n}")),
            (self.new, _("новых — {n}")),
        )
        return ", ".join(words.format(n=number) for number, words in counts if number)


def count_movement(desired: State, base: State, class_cohorts: Mapping[str, str]) -> YearMovement:
    """Compare the classes of `desired` with those of the newest year in `base`.

    `class_cohorts` maps this year's class names to the keys of their cohorts. Who is in no class of
    the year before is new.
    """
    before = _classes_before(base)
    names = {cohort: parse_class_name(name) for name, cohort in class_cohorts.items()}
    now = {
        member.user: name
        for member in desired.cohort_member.values()
        if (name := names.get(member.cohort)) is not None
    }
    there = now.keys() & before.keys()
    repeated = sum(now[user].grade == before[user].grade for user in there)
    gone = [before[user] for user in before.keys() - now.keys()]
    finished = sum(name.grade in GRADUATION_GRADES for name in gone)
    return YearMovement(
        moved=len(there) - repeated,
        repeated=repeated,
        finished=finished,
        left=len(gone) - finished,
        new=len(now) - len(there),
    )


def _classes_before(base: State) -> dict[str, ClassName]:
    """Return who was in which class of the newest year; keys are «vsosh:2026:class:9А»."""
    members = [one for one in base.cohort_member.values() if _CLASS in one.cohort]
    newest = max((one.cohort.partition(_CLASS)[0] for one in members), default="")
    found = {}
    for member in members:
        year, _sign, text = member.cohort.partition(_CLASS)
        name = parse_class_name(text)
        if year == newest and name is not None:
            found[member.user] = name
    return found
