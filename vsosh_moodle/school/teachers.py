"""Which teacher a word of a list means: a full name, or a surname with initials. Pure."""

from collections.abc import Iterable

from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role


def named_teachers(text: str, people: Iterable[Person]) -> list[Person]:
    """Return a row of each teacher the text may mean; a teacher in several rows counts once.

    The full name decides; where nobody has it, «Примерова А. И.» and «Примерова» are tried.
    """
    teachers = [one for one in people if one.role is Role.TEACHER]
    wanted = name_key(text.replace(".", " "))
    for form in (_full, _with_initials, _surname):
        found = {_identity(one): one for one in teachers if form(one) == wanted}
        if found:
            return list(found.values())
    return []


def _identity(person: Person) -> tuple[str, str, str]:
    born = person.birth_date.isoformat() if person.birth_date else ""
    return (name_key(person.full_name), person.school_number, born)


def _full(person: Person) -> str:
    return name_key(person.full_name)


def _with_initials(person: Person) -> str:
    initials = (part[:1] for part in (person.first_name, person.middle_name))
    return name_key(" ".join(part for part in (person.last_name, *initials) if part))


def _surname(person: Person) -> str:
    return name_key(person.last_name)
