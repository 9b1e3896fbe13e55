"""Pupils under codes: the account a code stands for, and logins given before that still say a name."""

from collections.abc import Mapping

from vsosh_moodle.config.models import Config
from vsosh_moodle.desired.compile import Account
from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.identity import Identity
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.pseudonyms import pupil_code


def account_of(person: Person, identity: Identity, config: Config) -> Account:
    """Return a person's account; under pseudonyms a pupil's has a code, by which Moodle shows it."""
    hidden = config.people.pupils == "codes" and person.role is Role.STUDENT
    code = pupil_code(identity.number) if hidden else ""
    return Account(identity.idnumber, identity.login, identity.email, code)


def note_telling_logins(identities: Mapping[Person, Identity], config: Config) -> list[Problem]:
    """Return a warning when pupils are under codes but logins given earlier are made of their names."""
    if config.people.pupils != "codes":
        return []
    telling = {
        one.number
        for person, one in identities.items()
        if person.role is Role.STUDENT
        and not one.login.startswith(f"{config.people.code_prefix}{pupil_code(one.number)}")
    }
    if not telling:
        return []
    logins = plural(len(telling), "{n} логин", "{n} логина", "{n} логинов")
    return [
        Problem(
            config.place("people", "pupils"),
            _(
                "{logins} из прежних выданы по фамилиям и остаются такими: логин не меняется."
            ).format(logins=logins),
            _("если фамилий не должно быть и в логинах, их меняет администратор Moodle."),
            "login-tells-name",
            "warning",
        )
    ]
