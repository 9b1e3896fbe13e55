"""What each class learns, and the course of each subject: by the curriculum, the timetable, the courses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vsosh_moodle.desired.remote import remote_key
from vsosh_moodle.registers.records import Registers
from vsosh_moodle.school.classes import ClassName, SchoolClass
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.workflow.school import LoadedSchool


@dataclass(frozen=True, slots=True)
class ClassSubject:
    """A subject of a class; `course` is what teaches it to the whole class on the site, None for nothing.

    `teachers` are the full names of those whom the lists give this subject in this class.
    """

    class_name: ClassName
    subject: str
    course: CourseSpec | None
    teachers: tuple[str, ...] = ()


def class_subjects(
    school: LoadedSchool,
    registers: Registers,
    names: Iterable[ClassName],
    *,
    lasting: bool = False,
) -> list[ClassSubject]:
    """Return the subjects of the classes, in order.

    The curriculum decides; a class it says nothing of has the subjects of its timetable, else those its
    teachers are listed with. `lasting`: courses that only a switch to distance learning brought up do not
    count.
    """
    classes = {one.name: one for one in school.config.school_classes()}
    teachers = [one for one in school.roster.people if one.role is Role.TEACHER]
    passing = {
        f"{remote_key(course)}-{name}"
        for switch in (school.config.switches if lasting else ())
        for course in switch.courses
        for name in course.classes
    }
    courses = [one for one in school.programmes.courses if one.key not in passing]
    found = []
    for name in names:
        rows = list(_curriculum(registers, classes[name]))
        listed = rows or [(one, ()) for one in _otherwise(registers, teachers, name)]
        for subject, keys in sorted(dict(listed).items(), key=lambda one: one[0].casefold()):
            found.append(
                ClassSubject(
                    name,
                    subject,
                    _course(courses, name, subject, keys),
                    tuple(
                        dict.fromkeys(
                            one.full_name for one in teachers if _teaches(one, name, subject)
                        )
                    ),
                )
            )
    return found


def _curriculum(registers: Registers, one: SchoolClass) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in registers.curriculum:
        if row.grade == one.name.grade and row.form in ("", str(one.form)):
            yield row.subject, row.courses


def _otherwise(registers: Registers, teachers: Iterable[Person], name: ClassName) -> Iterable[str]:
    rows = [one.subject for one in registers.timetable if one.class_name == name]
    listed = rows or [
        subject for one in teachers if name in one.classes for subject in one.subjects
    ]
    return {name_key(one): one for one in reversed(listed)}.values()


def _course(
    courses: Iterable[CourseSpec], name: ClassName, subject: str, keys: tuple[str, ...]
) -> CourseSpec | None:
    for course in courses:
        whole = name in course.classes and not (
            course.elective or course.categories or course.hidden
        )
        own = course.key in keys or (
            course.kind == "class" and name_key(course.subject) == name_key(subject)
        )
        if whole and own:
            return course
    return None


def _teaches(person: Person, name: ClassName, subject: str) -> bool:
    in_class = not person.classes or name in person.classes
    return in_class and name_key(subject) in map(name_key, person.subjects)
