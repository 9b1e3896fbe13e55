"""People who stand in the lists more than once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role


def find_duplicates(people: Sequence[Person]) -> list[Problem]:
    """Return a problem for each person, number or address that an earlier row already has.

    A teacher may take several rows, one a subject. Pupils with one name and birth date are one
    pupil twice unless their numbers tell them apart.
    """
    seen = _Seen()
    problems: list[Problem] = []
    for person in people:
        problem = seen.repeated(person)
        if problem is not None:
            problems.append(problem)
        seen.add(person)
    return problems


@dataclass(slots=True)
class _Seen:
    by_name: dict[tuple[object, ...], Person] = field(default_factory=dict)
    by_number: dict[tuple[object, ...], Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)

    def add(self, person: Person) -> None:
        self.by_name.setdefault(_name(person), person)
        if person.school_number:
            self.by_number.setdefault(_number(person), person)
        if person.email:
            self.by_email.setdefault(person.email, person)

    def repeated(self, person: Person) -> Problem | None:
        namesake = self.by_name.get(_name(person))
        if namesake is not None and person.role is Role.STUDENT:
            return _namesake_problem(person, namesake)
        if person.school_number:
            other = self.by_number.get(_number(person))
            if other is not None and _name(other) != _name(person):
                return _same_number(person, other)
        other = self.by_email.get(person.email) if person.email else None
        if other is not None and _name(other) != _name(person):
            return _same_email(person, other)
        return None


def _name(person: Person) -> tuple[object, ...]:
    return (person.role, name_key(person.full_name), person.birth_date)


def _number(person: Person) -> tuple[object, ...]:
    return (person.role, person.school_number.casefold())


def _namesake_problem(person: Person, other: Person) -> Problem:
    told_apart = (
        person.school_number
        and other.school_number
        and person.school_number.casefold() != other.school_number.casefold()
    )
    if told_apart:
        return Problem(
            person.source,
            _("полный тёзка с той же датой рождения стоит выше ({place}).").format(
                place=other.source
            ),
            _("если это один человек, оставьте одну строку."),
            "namesakes",
            "warning",
        )
    if person.class_name and other.class_name and person.class_name != other.class_name:
        return Problem(
            person.source,
            _(
                "этот ученик записан в двух классах: здесь в {here}, а выше в {there} ({place})."
            ).format(here=person.class_name, there=other.class_name, place=other.source),
            _(
                "оставьте строку того класса, где он учится; если это тёзки, укажите у обоих дату"
                " рождения и личное дело №."
            ),
            "person-twice",
        )
    return Problem(
        person.source,
        _("этот ученик уже есть в списке ({place}).").format(place=other.source),
        _("оставьте одну строку; если это тёзки, укажите у обоих дату рождения и личное дело №."),
        "person-twice",
    )


def _same_number(person: Person, other: Person) -> Problem:
    return Problem(
        person.source,
        _("номер «{number}» уже стоит у другого человека ({place}).").format(
            number=person.school_number, place=other.source
        ),
        _("исправьте один из номеров."),
        "school-number-twice",
    )


def _same_email(person: Person, other: Person) -> Problem:
    return Problem(
        person.source,
        _("этот адрес почты уже стоит у другого человека ({place}).").format(place=other.source),
        _("Moodle требует разных адресов: исправьте или очистите один из них."),
        "email-twice",
    )
