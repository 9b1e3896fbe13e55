"""People as a roster names them, before they are anybody in Moodle."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.gender import Gender


class Role(StrEnum):
    """What a person does in the school, as far as Moodle is concerned."""

    STUDENT = "student"
    TEACHER = "teacher"


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a roster.

    `school_number` is the school's own number of the person (личное дело), "" when the roster has
    none. `categories` are the learner's categories in the config's keys, `electives` the titles or
    keys of chosen electives. `levels` are (subject, level's key), the subject "" for all of them. A
    teacher has `subjects` and `classes`: what is taught, and to whom; `substitutes` names the teacher
    whose lessons are taken over from `start` to `end`. `sex` is what the list tells, "" when it does not; it
    serves the grammar of letters and never leaves this folder.
    """

    role: Role
    last_name: str
    first_name: str
    middle_name: str = ""
    class_name: ClassName | None = None
    birth_date: date | None = None
    school_number: str = ""
    email: str = ""
    categories: tuple[str, ...] = ()
    electives: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    classes: tuple[ClassName, ...] = ()
    start: date | None = None
    end: date | None = None
    levels: tuple[tuple[str, str], ...] = ()
    substitutes: str = ""
    sex: Gender = ""
    source: Place = field(default_factory=Place)

    @property
    def full_name(self) -> str:
        """Surname, given name and patronymic, as a class register writes them."""
        parts = (self.last_name, self.first_name, self.middle_name)
        return " ".join(part for part in parts if part)
