"""What on the site stands in the way of ours: adopted when asked for, a conflict or a note otherwise."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from vsosh_moodle.desired.compile import Desired
from vsosh_moodle.language import _
from vsosh_moodle.moodle.batches import chunks
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import InvalidParameter
from vsosh_moodle.moodle.users import get_users_by_field
from vsosh_moodle.observe.observed import EmailHolder, Observed
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.diff import Adoption
from vsosh_moodle.plan.records import Category, Cohort, Course, Group, Grouping, Kind, User
from vsosh_moodle.problems import Place, Problem

EMAILS_PER_CALL = 250
LOGINS_PER_CALL = 250

Adoptions = dict[tuple[Kind, str], Adoption]
Conflicts = dict[tuple[Kind, str], Problem]


def sort_foreign(
    desired: Desired, observed: Observed, adopt: Collection[str]
) -> tuple[Adoptions, Conflicts]:
    """Sort what stands in the way of ours into what is to be adopted and what is a conflict.

    `adopt` holds words such as «course:SHORTNAME». Only a course's short name is unique in Moodle;
    a category or cohort of the same name is no obstacle, so that it is adopted when asked and left
    alone otherwise. A login is none either: a new account takes the next one.
    """
    adoptions: Adoptions = {}
    conflicts: Conflicts = {}
    for place, adoption in observed.foreign.items():
        kind, key = place
        if adoption_word(kind, adoption) in adopt:
            adoptions[place] = adoption
        elif kind is Kind.COURSE:
            conflicts[place] = _short_name_taken(desired, key, adoption_word(kind, adoption))
    return adoptions, conflicts


def without_conflicts(changes: Sequence[Change], conflicts: Conflicts) -> list[Change]:
    """Return the changes but those of objects that a conflict keeps from being made."""
    return [change for change in changes if (change.kind, change.key) not in conflicts]


def taken_logins(observed: Observed, adopt: Collection[str]) -> dict[str, str]:
    """Return the logins of new accounts that others hold on the site, with the account's key.

    One that is to be adopted is not taken.
    """
    return {
        adoption.live.username: key
        for (kind, key), adoption in observed.foreign.items()
        if isinstance(adoption.live, User) and adoption_word(kind, adoption) not in adopt
    }


def find_held_logins(client: MoodleClient, logins: Sequence[str]) -> set[str]:
    """Return those of the logins that some account of the site has."""
    return {
        user.username
        for part in chunks(logins, LOGINS_PER_CALL)
        for user in get_users_by_field(client, "username", part)
    }


def note_taken_login(login: str, place: Place) -> Problem:
    """Return the warning that a person gets another login, because this one is somebody's."""
    return Problem(
        place,
        _("логин {login} на сайте уже есть у чужой учётной записи, поэтому дан следующий.").format(
            login=login
        ),
        _(
            "Если это тот же человек, возьмите его запись под управление: --adopt user:{login}"
        ).format(login=login),
        code="login-taken",
        severity="warning",
    )


def note_taken_emails(
    holders: Iterable[EmailHolder],
    people: Mapping[str, tuple[str, Place]],
    adopt: Collection[str],
) -> list[Problem]:
    """Return a warning for each e-mail of a new account that another account of the site has.

    `people` maps an address in lower case to the key of its new account and its place in the files.
    """
    problems = []
    for row in holders:
        key, place = people.get(row.email.lower(), (row.key, Place()))
        if row.key != key and f"user:{row.username}" not in adopt:
            problems.append(_email_taken(place, row.username))
    return problems


def find_email_holders(client: MoodleClient, emails: Sequence[str]) -> Iterator[EmailHolder]:
    """Yield the accounts of the site that have one of the addresses."""
    for part in chunks(emails, EMAILS_PER_CALL):
        # An address in a form the site does not know fails its part: making the account will tell.
        with suppress(InvalidParameter):
            for row in get_users_by_field(client, "email", part):
                yield EmailHolder(row.email, row.idnumber, row.username)


def adoption_word(kind: Kind, adoption: Adoption) -> str:
    """Return what `--adopt` takes to adopt an object: «course:SHORTNAME», «user:LOGIN»."""
    match adoption.live:
        case Course(shortname=name) | User(username=name):
            pass
        case Category(name=name) | Cohort(name=name) | Group(name=name) | Grouping(name=name):
            pass
        case record:
            name = record.key
    return f"{kind.value}:{name}"


def _email_taken(place: Place, login: str) -> Problem:
    return Problem(
        place,
        _("адрес почты на сайте уже стоит у другой учётной записи ({login}).").format(login=login),
        _(
            "Moodle обычно требует разных адресов: исправьте или очистите адрес в списке. Если это тот "
            "же человек, возьмите его запись под управление: --adopt user:{login}"
        ).format(login=login),
        code="email-taken",
        severity="warning",
    )


def _short_name_taken(desired: Desired, key: str, word: str) -> Problem:
    return Problem(
        desired.places[key],
        _("курс «{title}»: краткое название занято другим курсом сайта.").format(
            title=desired.labels.get(key, key)
        ),
        _(
            "Если это тот самый курс, возьмите его под управление: plan --adopt {word}; "
            "если чужой — измените short_name шаблона."
        ).format(word=f'"{word}"'),
        code="short-name-taken",
    )
