"""The helper sheet for form ОО-1: pupils of a day by class, form, sex, age and distance learning."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from vsosh_moodle.indicators.view import View
from vsosh_moodle.school.classes import class_order

Sex = Literal["male", "female"]


class Born(NamedTuple):
    """What the form asks of a person besides the lists: either may be unknown."""

    birth_date: date | None = None
    sex: Sex | None = None


class ClassForm(NamedTuple):
    """Pupils of a class in a form of study on the day; `distance` are those active in the period."""

    class_name: str
    form: str
    people: int
    female: int
    male: int
    sex_unknown: int
    distance: int
    distance_class: int


class AgeRow(NamedTuple):
    """Pupils of an age (full years on the day), by form of study; age None: birth date unknown."""

    age: int | None
    people: int
    female: int
    by_form: dict[str, int]


def class_forms(view: View, born: Mapping[str, Born]) -> list[ClassForm]:
    """Return a row for each class and form of study, of the pupils in the lists at the period's end."""
    people = defaultdict(list)
    for one in view.people.values():
        if one.present:
            people[one.class_name, one.form].append(one)
    found = []
    for (name, form), there in people.items():
        sexes = Counter(born.get(one.person, Born()).sex for one in there)
        found.append(
            ClassForm(
                name,
                form,
                people=len(there),
                female=sexes["female"],
                male=sexes["male"],
                sex_unknown=sexes[None],
                distance=sum(one.person in view.active for one in there),
                distance_class=sum(one.distance for one in there),
            )
        )
    return sorted(found, key=lambda row: (row.form, class_order(row.class_name)))


def age_rows(view: View, born: Mapping[str, Born], day: date) -> list[AgeRow]:
    """Return a row for each age that occurs on `day`, the unknown last."""
    ages = defaultdict(list)
    for one in view.people.values():
        if one.present:
            birth = born.get(one.person, Born()).birth_date
            ages[None if birth is None else full_years(birth, day)].append(one)
    found = [
        AgeRow(
            age,
            people=len(there),
            female=sum(born.get(one.person, Born()).sex == "female" for one in there),
            by_form=dict(sorted(Counter(one.form for one in there).items())),
        )
        for age, there in ages.items()
    ]
    return sorted(found, key=lambda row: (row.age is None, row.age or 0))


def full_years(birth: date, day: date) -> int:
    """Return somebody's age on a day; whoever was born on 29 February is a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def forms_of(rows: Iterable[ClassForm]) -> list[str]:
    """Return the forms of study that occur, in their order."""
    return sorted({row.form for row in rows})
