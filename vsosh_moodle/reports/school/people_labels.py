"""How a table calls a pupil: by name where it is for internal use, else by a code of this table alone."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

_CODE_LENGTH = 7


@dataclass(frozen=True, slots=True)
class PeopleLabels:
    """Names or codes of people.

    Codes are drawn with the `salt` of one report, so that two reports cannot be joined by them, and
    `of_table` salts once more: joined, tables that are safe each alone would single somebody out.
    `names` are those of pupils, `teachers` those of teachers, both by idnumber.
    """

    named: bool
    salt: str
    names: Mapping[str, str] = field(default_factory=dict)
    teachers: Mapping[str, str] = field(default_factory=dict)

    def of_table(self, key: str) -> Self:
        """Return the labels of one table: the same names, codes that are in no other table."""
        return replace(self, salt=f"{self.salt}|{key}")

    def pupil(self, person: str) -> str:
        """Return a pupil's name, or the code that stands for the pupil."""
        if self.named:
            return self.names.get(person) or f"без имени ({self.code(person)})"
        return self.code(person)

    def teacher(self, person: str) -> str:
        """Return a teacher's name, or the code that stands for the teacher."""
        if self.named:
            return self.teachers.get(person) or f"без имени ({self.code(person)})"
        return self.code(person)

    def code(self, person: str) -> str:
        """Return the code of a person: it tells nothing and is in no other report."""
        digest = hashlib.sha256(f"{self.salt}|{person}".encode()).digest()
        return base64.b32encode(digest).decode()[:_CODE_LENGTH]
