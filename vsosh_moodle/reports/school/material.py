"""What the reports are composed of: everything the files, the registers and the snapshots told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from vsosh_moodle.config.reports import ReportsConfig
from vsosh_moodle.indicators.facts import PersonFacts
from vsosh_moodle.indicators.indicator import Indicator
from vsosh_moodle.indicators.inputs import Inputs, SchoolCourse
from vsosh_moodle.indicators.view import View
from vsosh_moodle.reports.document.model import Report, Section, Value
from vsosh_moodle.reports.school.conclusions_file import Conclusion
from vsosh_moodle.reports.school.people_labels import PeopleLabels
from vsosh_moodle.reports.school.privacy import shown
from vsosh_moodle.reports.school.wording import clock, day, long_day, span
from vsosh_moodle.school.classes import parse_class_name


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """What a report is about: `end` is the last day as planned, `until` the last day with figures."""

    title: str
    start: date
    end: date
    until: date
    year: str

    @property
    def running(self) -> bool:
        """Whether the period has not ended yet."""
        return self.until < self.end


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil of a list, for the statistical form: `person` as in the facts, sex "" where unknown."""

    person: str
    class_name: str
    form: str
    distance: bool
    sex: str
    born: date | None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about the figures: what, where, and what to do about it."""

    text: str
    place: str = ""
    hint: str = ""
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm that a report names: what it is about, the act, its last day."""

    title: str
    source: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A register of the project: its title, the file it was read from ("" for none), its rows."""

    title: str
    file: str
    rows: int


@dataclass(frozen=True)
class Material:
    """All a report may say.

    `categories` are the names of learner categories by key. `remarks` are of the files, the registers
    and the snapshots; the sections add their own. `made` is the moment of the making, in words.
    `digest` is that of the snapshot the figures are of, "" without one. `surnames` are those of pupils
    that a report without names must not have, () for one with names.
    """

    inputs: Inputs
    indicators: Mapping[str, Indicator]
    period: ReportPeriod
    school: str
    made: str
    labels: PeopleLabels
    config: ReportsConfig = field(default_factory=ReportsConfig)
    categories: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    pupils: tuple[PupilRow, ...] = ()
    registers: tuple[RegisterFile, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    norms: tuple[Norm, ...] = ()
    previous_title: str = ""
    digest: str = ""
    surnames: frozenset[str] = frozenset()

    @cached_property
    def view(self) -> View:
        """The inputs in order: who counts, who worked, which courses live."""
        return View(self.inputs)

    @property
    def named(self) -> bool:
        """Whether names of pupils may be printed."""
        return self.labels.named

    @property
    def has_snapshot(self) -> bool:
        """Whether Moodle told anything of the period."""
        return self.inputs.facts.snapshot is not None

    def indicator(self, key: str) -> Indicator | None:
        """Return an indicator by its key."""
        return self.indicators.get(key)

    def course_title(self, key: str) -> str:
        """Return a course's title, as Moodle has it, or the files."""
        return self.view.course_title(key)

    def course(self, key: str) -> SchoolCourse | None:
        """Return what the files know of a course, None for one they lack."""
        return self.inputs.courses.get(key)

    def people(self) -> tuple[PersonFacts, ...]:
        """Return the pupils of the period in the grades the project is about."""
        return tuple(self.view.people.values())


def grade_of(class_name: str) -> int:
    """Return the grade of a class's name, 0 for none."""
    name = parse_class_name(class_name)
    return name.grade if name is not None else 0


def focused(material: Material, *keys: str) -> Material:
    """Return the material with these indicators alone: for a report that speaks of nothing else."""
    kept = {key: one for key, one in material.indicators.items() if key in keys}
    return replace(material, indicators=kept)


def as_of(material: Material) -> str:
    """Return «данные на …»: the day of the snapshot, else of the files."""
    snapshot = material.inputs.facts.snapshot
    if snapshot is None:
        return f"{long_day(material.period.until)}, без снимка Moodle"
    return (
        f"{long_day(material.period.until)}, снимок № {snapshot.number} от {clock(snapshot.taken)}"
    )


def make_report(
    material: Material, kind: str, title: str, sections: tuple[Section, ...], *lead: str
) -> Report:
    """Return a report of these sections with the title page, marks and signatures all reports have."""
    period = material.period
    lines = [
        *(line for line in lead if line),
        f"Период: {period.title}, {span(period.start, period.end)}",
        *([f"Период не закончен: цифры по {day(period.until)}"] if period.running else []),
    ]
    return Report(
        kind=kind,
        title=title,
        school=material.school,
        period=period.title,
        as_of=as_of(material),
        sections=numbered(sections),
        named=material.named,
        lead=tuple(lines),
        signatures=tuple((one.post, one.name) for one in material.config.signatures),
        made=material.made,
        fields=_fields(material),
        small_numbers=material.config.small_numbers,
    )


def numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Number the sections that have no number yet: «1», «2»; appendices bring their own."""
    result = []
    number = 0
    for section in sections:
        if section.number:
            result.append(section)
            continue
        number += 1
        result.append(replace(section, number=str(number)))
    return tuple(result)


def _fields(material: Material) -> dict[str, Value]:
    """Return what a school's own template may ask for by name."""
    small = material.config.small_numbers
    values: dict[str, Value] = {
        "period": material.period.title,
        "year": material.period.year,
        "as_of": as_of(material),
        "project": material.config.project.name,
    }
    for key, indicator in material.indicators.items():
        values[f"indicator_{key}"] = shown(indicator, small, named=material.named)
    return values
