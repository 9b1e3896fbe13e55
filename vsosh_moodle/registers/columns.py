"""What a register consists of: its columns, declared once for the reader, the template and the docs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vsosh_moodle.registers.records import RegisterKind


class ValueKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    PUPIL = "pupil"
    STAFF = "staff"
    NAME_PART = "name-part"
    FILE_NUMBER = "file-number"
    CLASS = "class"
    GRADE = "grade"
    FORM = "form"
    SUBJECT = "subject"
    COURSE = "course"
    INDICATOR = "indicator"
    SCHOOL_YEAR = "school-year"
    DATE = "date"
    DAY = "day"
    TIME = "time"
    NUMBER = "number"
    COUNT = "count"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    LIST = "list"


YES, NO = "да", "нет"
"""What the template offers in a column of yes and no."""

NUMBERS = frozenset({ValueKind.NUMBER, ValueKind.COUNT})


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column: its `title` in the template, `names` other titles it is known under, folded.

    `how` tells whoever fills it in, `example` is a cell of the example row. `choices` are the words a
    CHOICE may hold with their meanings, `also` other words for those; a TEXT is only offered them.
    Columns marked `identity` are those the template may fill in beforehand: a row with nothing beside
    them is not filled in yet. A date of a column with `future` may lie ahead; it must not be before
    that of column `after`.
    """

    key: str
    title: str
    kind: ValueKind
    how: str
    example: object = ""
    names: tuple[str, ...] = ()
    required: bool = False
    identity: bool = False
    choices: Mapping[str, object] = field(default_factory=dict)
    also: Mapping[str, object] = field(default_factory=dict)
    future: bool = False
    after: str = ""
    width: float = 16
    in_template: bool = True


@dataclass(frozen=True, slots=True)
class RegisterDefinition:
    """A kind of register: `title` names its sheet, `names` are other names of its sheets and files.

    `about` says what the reports need it for. `unique` are the columns that tell its rows apart. Where
    no name tells the kind, one of the `telling` columns must be there, beside those required.
    """

    kind: RegisterKind
    title: str
    about: str
    columns: tuple[RegisterColumn, ...]
    unique: tuple[str, ...]
    names: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()

    @property
    def names_pupils(self) -> bool:
        """Whether its rows name pupils."""
        return any(column.kind is ValueKind.PUPIL for column in self.columns)

    @property
    def names_people(self) -> bool:
        """Whether its rows name anybody."""
        return self.names_pupils or any(one.kind is ValueKind.STAFF for one in self.columns)

    def column(self, key: str) -> RegisterColumn:
        """Return the column with this key; KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


def words(*offered: str) -> dict[str, object]:
    """Return words to choose from that mean themselves."""
    return {word: word for word in offered}
