"""What the project knows beforehand: words that registers are checked against."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from vsosh_moodle.registers.people import PeopleIndex
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.templates.exams import ExamFile


@dataclass(frozen=True, slots=True)
class ExamWords:
    """A subject of an exam: who sits it, its title, the most points, the groups its scale asks about.

    `compulsory`: every graduate sits it, or another subject in its place.
    """

    title: str
    grades: frozenset[int]
    most: int
    groups: tuple[str, ...] = ()
    compulsory: bool = False


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """The project's words; None is «anything goes», as where a part of the files cannot be read.

    `courses` are keys of the year's courses, `indicators` keys with their titles. `percents` are the
    indicators counted in percent.
    """

    classes: Collection[ClassName] | None = None
    courses: Collection[str] | None = None
    exams: Sequence[ExamWords] = ()
    indicators: Mapping[str, str] = field(default_factory=dict)
    percents: Collection[str] = ()
    pupils: PeopleIndex | None = None
    staff: PeopleIndex | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of tasks that some scale asks about."""
        return tuple(dict.fromkeys(group for exam in self.exams for group in exam.groups))


def exam_words(exams: Mapping[str, ExamFile]) -> tuple[ExamWords, ...]:
    """Return the subjects of the exam files; those of one title and grades once, of the latest campaign.

    A subject whose file does not say who sits it is anybody's.
    """
    found: dict[tuple[str, frozenset[int]], ExamWords] = {}
    for exam in sorted(exams.values(), key=lambda one: one.meta.campaign):
        for subject in exam.subjects.values():
            grades = frozenset(subject.grades)
            groups = tuple(dict.fromkeys(one.group for one in subject.require if one.group))
            found[subject.title, grades] = ExamWords(
                subject.title, grades, subject.max, groups, bool(subject.compulsory)
            )
    return tuple(found.values())
