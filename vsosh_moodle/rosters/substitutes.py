"""Teachers who stand in for others: whether it is clear for whom, and until when."""

from collections.abc import Sequence

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem, Severity
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.teachers import named_teachers
from vsosh_moodle.sources.suggestions import did_you_mean


def find_substitution_problems(people: Sequence[Person]) -> list[Problem]:
    """Return what is doubtful in «Замещает»: nobody, several or the same person; no last day."""
    problems = []
    for person in people:
        if person.role is Role.TEACHER and person.substitutes:
            problem = _check(person, people)
            if problem is not None:
                problems.append(problem)
    return problems


def _check(person: Person, people: Sequence[Person]) -> Problem | None:
    absent = named_teachers(person.substitutes, people)
    if not absent:
        names = sorted({one.full_name for one in people if one.role is Role.TEACHER})
        return _problem(
            person,
            "substitute-unknown",
            _("замещает «{name}», а такого учителя в списках нет.").format(name=person.substitutes),
            did_you_mean(person.substitutes, [one for one in names if one != person.full_name])
            or _(
                "впишите ФИО как в списке учителей или дайте предметы и классы прямо в этой строке."
            ),
        )
    if len(absent) > 1:
        return _problem(
            person,
            "substitute-doubtful",
            _("замещает «{name}», а таких учителей несколько.").format(name=person.substitutes),
            _("впишите ФИО полностью: {names}.").format(
                names="; ".join(sorted(one.full_name for one in absent))
            ),
        )
    if name_key(absent[0].full_name) == name_key(person.full_name):
        return _problem(
            person,
            "substitute-self",
            _("учитель замещает самого себя."),
            _("впишите того, чьи уроки он ведёт."),
        )
    if person.end is None:
        return _problem(
            person,
            "substitute-endless",
            _("не сказано, до какого дня замещение: доступ останется, пока строка в списке."),
            _("впишите день в «Работает до»."),
            "warning",
        )
    return None


def _problem(
    person: Person, code: str, message: str, hint: str, severity: Severity = "error"
) -> Problem:
    return Problem(person.source, message, hint, code, severity)
