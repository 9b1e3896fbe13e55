"""What there is to say about a turn of the year before it is written: facts, and as JSON."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vsosh_moodle.config.next_programmes import ProgrammeChange
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.promotion import ClassStep, Fate, Promotion


@dataclass(frozen=True, slots=True)
class TeacherCounts:
    """Teachers' rows: how many there are, change their classes, or are left without any."""

    rows: int = 0
    changed: int = 0
    emptied: int = 0


@dataclass(frozen=True, slots=True)
class Norm:
    """Facts with a date that a course of the new year uses: the file and its last day."""

    file: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class FileChanges:
    """Which files go to the archive, which are written; names from the project's folder on."""

    archive: str
    moved: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    rosters_pattern: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PromotionReport:
    """Everything the preview shows. `dated_params` are (programme, date) of dates gone by."""

    old_year: SchoolYear
    new_year: SchoolYear
    promotion: Promotion
    programmes: tuple[ProgrammeChange, ...] = ()
    untaught: tuple[ClassName, ...] = ()
    config_lines: tuple[tuple[str, str], ...] = ()
    teachers: TeacherCounts = TeacherCounts()
    teachers_follow: bool = False
    electives_dropped: int = 0
    categories_kept: int = 0
    norms: tuple[Norm, ...] = ()
    dated_params: tuple[tuple[str, str], ...] = ()
    files: FileChanges = FileChanges("")
    problems: tuple[Problem, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether something stands in the way of writing it."""
        return any(problem.severity == "error" for problem in self.problems)

    @property
    def changed_programmes(self) -> tuple[ProgrammeChange, ...]:
        """The programmes whose classes change, those that lose all of them among them."""
        return tuple(one for one in self.programmes if one.before != one.after)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A row of the preview: what becomes of the pupils of a class."""

    step: ClassStep
    pupils: int
    moves: int
    repeats: int
    elsewhere: int
    leaves: int
    graduates: int
    unplaced: int


def class_rows(promotion: Promotion) -> Iterator[ClassRow]:
    """Yield a row for each class of the old year, in the order of the config."""
    for step in promotion.steps:
        placements = promotion.of_class(step.name)
        fates = Counter(one.fate for one in placements)
        with_class = sum(
            one.fate is Fate.MOVES and one.target in step.targets for one in placements
        )
        unplaced = sum(one.stays and one.target is None for one in placements)
        yield ClassRow(
            step,
            len(placements),
            with_class,
            fates[Fate.REPEATS],
            fates[Fate.MOVES] - with_class - unplaced,
            fates[Fate.LEAVES],
            fates[Fate.GRADUATES],
            unplaced,
        )


def render_report_json(report: PromotionReport, *, written: bool) -> dict[str, object]:
    """Return the preview as `--format json` prints it; no names of people are in it."""
    promotion = report.promotion
    return {
        "from": report.old_year.name,
        "to": report.new_year.name,
        "written": written,
        "classes": [
            {
                "name": str(row.step.name),
                "fate": row.step.fate.value,
                "targets": [str(name) for name in row.step.targets],
                "decision_needed": row.step.asked,
                "pupils": row.pupils,
                "moves": row.moves,
                "repeats": row.repeats,
                "elsewhere": row.elsewhere,
                "leaves": row.leaves,
                "graduates": row.graduates,
                "unplaced": row.unplaced,
            }
            for row in class_rows(promotion)
        ],
        "new_classes": [
            {
                "name": str(new.name),
                "pupils": len(promotion.into_class(new.name)),
                "sources": [str(name) for name in new.sources],
                "form": new.school_class.form.value,
                "distance": new.school_class.distance,
                "taught": new.name not in report.untaught,
            }
            for new in promotion.classes
        ],
        "terms": [
            {"key": term.key, "from": term.start.isoformat(), "to": term.end.isoformat()}
            for term in report.new_year.terms
        ],
        "programmes": [
            {
                "key": one.title,
                "before": list(one.before),
                "after": list(one.after),
                "gone": one.is_gone,
            }
            for one in report.changed_programmes
        ],
        "teachers": {
            "rows": report.teachers.rows,
            "changed": report.teachers.changed,
            "without_classes": report.teachers.emptied,
        },
        "electives_dropped": report.electives_dropped,
        "norms": [
            {"file": one.file, "valid_until": one.valid_until.isoformat()} for one in report.norms
        ],
        "files": {
            "archive": report.files.archive,
            "moved": list(report.files.moved),
            "written": list(report.files.written),
        },
        "problems": [problem.as_json() for problem in report.problems],
    }
