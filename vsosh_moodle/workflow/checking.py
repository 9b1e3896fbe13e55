"""Check the files of a project: every problem of every file, and what they come to."""

from dataclasses import dataclass

from vsosh_moodle.problems import Problem
from vsosh_moodle.school.people import Role
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import LoadedSchool, load_school


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What the files come to, in numbers."""

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
    school: LoadedSchool

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return bool(self.school.errors)


def check_project(project: Project) -> CheckResult:
    """Read all files of the project and return what is wrong and what they come to.

    Raises InputProblems when config.yaml itself cannot be used: the rest is read by its light.
    """
    school = load_school(project)
    courses = school.programmes.courses
    return CheckResult(
        problems=school.problems,
        summary=CheckSummary(
            classes=len(school.config.classes),
            students=_count(school, Role.STUDENT),
            teachers=_count(school, Role.TEACHER),
            courses=len(courses),
            templates=len(school.library),
            activities=sum(course.activity_count for course in courses),
        ),
        school=school,
    )


def _count(school: LoadedSchool, role: Role) -> int:
    return sum(person.role is role for person in school.roster.people)
