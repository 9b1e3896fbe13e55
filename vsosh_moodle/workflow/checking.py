"""Check the files of a project: every problem of every file, and what they come to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from vsosh_moodle.problems import Problem
from vsosh_moodle.school.people import Role
from vsosh_moodle.workflow.letter_checks import check_letters
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.registers import check_registers
from vsosh_moodle.workflow.report_norms import check_norms
from vsosh_moodle.workflow.school import SchoolFiles, read_school


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What the files come to, in numbers; of broken files, what could be read."""

    classes: int
    students: int
    teachers: int
    courses: int
    templates: int
    activities: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The problems of all files, errors and warnings, and the summary."""

    problems: tuple[Problem, ...]
    summary: CheckSummary

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity == "error" for problem in self.problems)


def check_project(project: Project, today: date | None = None) -> CheckResult:
    """Read all files of the project and return what is wrong and what they come to.

    `today` is the day norms must still hold on (default: the clock's). Registers, letters and norms
    are checked here only: a mistake in them must not keep people out of their courses.
    """
    files = read_school(project)
    beside = (
        *check_registers(project, files),
        *check_letters(project, files),
        *check_norms(project, today or datetime.now(tz=UTC).date()),
    )
    courses = files.school.programmes.courses if files.school else ()
    return CheckResult(
        problems=(*files.problems, *beside),
        summary=CheckSummary(
            classes=len(files.draft.known_classes()),
            students=_count(files, Role.STUDENT),
            teachers=_count(files, Role.TEACHER),
            courses=len(courses),
            templates=len(files.library),
            activities=sum(course.activity_count for course in courses),
        ),
    )


def _count(files: SchoolFiles, role: Role) -> int:
    return sum(person.role is role for person in files.roster.people)
