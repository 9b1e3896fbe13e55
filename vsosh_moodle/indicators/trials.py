"""Trial exams: the last one of each pupil in each subject, from the register or from Moodle."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from vsosh_moodle.indicators.facts import ActivityFacts, GradeFacts
from vsosh_moodle.indicators.inputs import ExamScale
from vsosh_moodle.indicators.scales import Verdict, find_scale, judge, scale_title, scales_of_period
from vsosh_moodle.indicators.view import View
from vsosh_moodle.language import _, plural
from vsosh_moodle.registers.records import TrialRow

_MOCK = re.compile(r"(?:[a-z]+-)*mock-(\d+)(?:-(auto|manual))?")
"""Keys of what makes up a trial exam in course_templates/shared: mock-1-auto, mock-1-manual."""

DIGITS = 5
"""Moodle keeps points to five digits: sums are compared at that."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The last trial exam of a pupil in a subject; not `complete`: a part of it is not graded yet."""

    person: str
    scale: ExamScale
    day: date | None
    points: float
    source: Literal["register", "moodle"]
    complete: bool = True
    groups: Mapping[str, float] = field(default_factory=dict)

    def verdict(self, margin: float) -> Verdict:
        """Return what it is worth."""
        return judge(self.scale, self.points, self.groups, margin)


class Mock(NamedTuple):
    """A trial exam of a course: its number and its scale."""

    course: str
    number: int
    scale: ExamScale


@dataclass(frozen=True)
class Trials:
    """All trial exams of a period, with the scales that hold for it."""

    view: View

    @cached_property
    def campaign(self) -> int:
        """The year of the exams the period leads to."""
        end = self.view.facts.window.end
        return end.year + (end.month >= 9)

    @cached_property
    def scales(self) -> tuple[ExamScale, ...]:
        """One scale a subject."""
        courses = self.view.inputs.courses.values()
        used = [one.exam for one in courses if one.exam]
        return tuple(scales_of_period(self.view.inputs.scales, used, self.campaign))

    @cached_property
    def last(self) -> Mapping[tuple[str, str], Trial]:
        """The last trial by (pupil, title of the exam); the register goes before Moodle."""
        return {**self._moodle[0], **self._register[0]}

    @cached_property
    def by_person(self) -> Mapping[str, list[Trial]]:
        """The last trials of each pupil."""
        found: dict[str, list[Trial]] = defaultdict(list)
        for (person, _title), trial in self.last.items():
            found[person].append(trial)
        return found

    @cached_property
    def finals(self) -> Mapping[tuple[str, str], Trial]:
        """The real exam by (pupil, title of the exam), where the register tells it."""
        return self._read_rows([row for row in self.view.registers.trials if row.final])[0]

    @property
    def remarks(self) -> list[str]:
        """What to know about where the results are from."""
        return [*self._register[1], *self._moodle[1]]

    @cached_property
    def _register(self) -> tuple[dict[tuple[str, str], Trial], list[str]]:
        return self._read_rows([row for row in self.view.registers.trials if not row.final])

    def _read_rows(self, rows: list[TrialRow]) -> tuple[dict[tuple[str, str], Trial], list[str]]:
        found: dict[tuple[str, str], Trial] = {}
        unknown: dict[tuple[str, int], int] = defaultdict(int)
        lost, wrong = 0, []
        for row in sorted(rows, key=lambda row: row.day):
            if not self.view.in_window(row.day):
                continue
            scale = find_scale(self.scales, row.subject, row.class_name.grade)
            if scale is None:
                unknown[row.subject, row.class_name.grade] += 1
                continue
            person = self.view.pupil(row.person, row.class_name)
            if person is None:
                lost += 1
            elif not 0 <= row.points <= scale.most:
                wrong.append(
                    _(
                        "{place}: {points} баллов на экзамене «{title}» не бывает, строка пропущена."
                    ).format(place=row.source, points=f"{row.points:g}", title=scale_title(scale))
                )
            else:
                found[person, scale_title(scale)] = Trial(
                    person, scale, row.day, row.points, "register", groups=dict(row.groups)
                )
        remarks = [
            _(
                "Для предмета «{subject}» в {grade} классе нет шкалы в course_templates/exams: {rows}."
            ).format(
                subject=subject,
                grade=grade,
                rows=plural(
                    count, "пропущена {n} строка", "пропущены {n} строки", "пропущено {n} строк"
                ),
            )
            for (subject, grade), count in unknown.items()
        ]
        if lost:
            remarks.append(
                plural(
                    lost,
                    "{n} строка реестра пробных экзаменов — об ученике не из списков: не считается.",
                    "{n} строки реестра пробных экзаменов — об учениках не из списков: не считаются.",
                    "{n} строк реестра пробных экзаменов — об учениках не из списков: не считаются.",
                )
            )
        return found, remarks + wrong

    @cached_property
    def _moodle(self) -> tuple[dict[tuple[str, str], Trial], list[str]]:
        parts, remarks = self._mocks()
        part_of = {
            one.activity: (mock, key)
            for mock, keys in parts.items()
            for key, ones in keys.items()
            for one in ones
        }
        written: dict[tuple[Mock, str], dict[str, GradeFacts]] = defaultdict(dict)
        for grade in sorted(self.view.facts.grades, key=lambda one: one.time):
            if grade.activity not in part_of or grade.person not in self.view.people:
                continue
            if self._in_time(grade.time):
                mock, key = part_of[grade.activity]
                written[mock, grade.person][key] = grade
        found: dict[tuple[str, str], Trial] = {}
        # A later number is a later trial: parts of the first may be graded after the second is written.
        for (mock, person), grades in sorted(written.items(), key=lambda pair: pair[0][0].number):
            moment = max(one.time for one in grades.values())
            found[person, scale_title(mock.scale)] = Trial(
                person,
                mock.scale,
                self.view.local_day(moment) if moment else None,
                round(sum(one.grade for one in grades.values()), DIGITS),
                "moodle",
                complete=len(grades) == len(parts[mock]),
            )
        return found, remarks

    def _mocks(self) -> tuple[dict[Mock, dict[str, list[ActivityFacts]]], list[str]]:
        """Return the parts of each course's trials by key, those of another size than the exam left out.

        An activity that was deleted and made anew has the same key: both are one part.
        """
        found: dict[Mock, dict[str, list[ActivityFacts]]] = defaultdict(lambda: defaultdict(list))
        for course in self.view.facts.courses:
            scale = self.scale_of(course.course)
            for one in course.activities if scale else ():
                key = _MOCK.fullmatch(one.key.rpartition(":")[2])
                if scale and key and one.grade_max:
                    found[Mock(course.course, int(key[1]), scale)][key[0]].append(one)
        sound, remarks = {}, []
        for mock, parts in found.items():
            most = round(sum(_most(alike) for alike in parts.values()), DIGITS)
            if most == mock.scale.most:
                sound[mock] = parts
            else:
                remarks.append(
                    _(
                        "Пробник № {number} курса «{course}» стоит {points} баллов, а экзамен — {most}: "
                        "он не считается."
                    ).format(
                        number=mock.number,
                        course=self.view.course_title(mock.course),
                        points=f"{most:g}",
                        most=mock.scale.most,
                    )
                )
        return sound, remarks

    def scale_of(self, course: str) -> ExamScale | None:
        """Return the scale of a course's exam, None when it prepares for none."""
        exam = self.view.school_course(course).exam
        if exam is None:
            return None
        named = next(
            (one for one in self.view.inputs.scales if (one.file, one.subject) == exam), None
        )
        if named is None:
            return None
        key = (named.exam, named.subject)
        return next((one for one in self.scales if (one.exam, one.subject) == key), named)

    def _in_time(self, moment: int) -> bool:
        return not moment or self.view.in_window(self.view.local_day(moment))


def _most(alike: list[ActivityFacts]) -> float:
    """Return the points of a part: those of the activity that is there, else of the last one that was."""
    last = max(alike, key=lambda one: (not one.gone, one.activity))
    return last.grade_max or 0
