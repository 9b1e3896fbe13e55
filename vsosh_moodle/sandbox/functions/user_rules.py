"""What Moodle asks of user data: password policy, e-mail, country, lengths."""

import re
from collections.abc import Callable
from itertools import groupby

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.countries import COUNTRIES
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter, write_refused
from vsosh_moodle.sandbox.params import AUTHS
from vsosh_moodle.sandbox.state import PasswordRules

# A dot-atom before @ and a host name after it: what PHPMailer's "php" pattern lets through.
_EMAIL = re.compile(
    r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*|\"[^\"\\\s<>]+\")"
    r"@(?:(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+|\[\d{1,3}(?:\.\d{1,3}){3}\])"
)
INTERNAL_AUTHS = {"manual", "email", "nologin", "none"}
_LENGTHS = {
    "username": 100,
    "firstname": 100,
    "lastname": 100,
    "email": 100,
    "idnumber": 255,
    "city": 120,
    "institution": 255,
    "department": 255,
    "address": 255,
    "phone1": 20,
    "phone2": 20,
}


_COUNTED: tuple[tuple[Callable[[str], bool], str, str], ...] = (
    (str.isdigit, "digits", "Passwords must have at least {n} digit(s)."),
    (str.islower, "lower", "Passwords must have at least {n} lower case letter(s)."),
    (str.isupper, "upper", "Passwords must have at least {n} upper case letter(s)."),
    (
        lambda char: not char.isalnum(),
        "signs",
        "The password must have at least {n} special character(s) such as *, -, or #.",
    ),
)


def is_email(address: str) -> bool:
    """Whether validate_email() takes the address: ASCII, one @, a dotted host name."""
    return len(address) <= 254 and _EMAIL.fullmatch(address) is not None


def email_taken(call: Call, email: str, except_id: int = 0) -> bool:
    """Whether another account has this e-mail in any letter case (deleted ones keep a hash)."""
    return (
        not call.state.same_email_allowed
        and call.store.row(
            "SELECT 1 FROM user WHERE email = ? COLLATE NOCASE AND id <> ? LIMIT 1",
            email,
            except_id,
        )
        is not None
    )


def check_password(password: str, rules: PasswordRules) -> None:
    """Raise the policy's fault: its `errorcode` is the HTML text itself, as Moodle does."""
    complaints = []
    if len(password) < rules.min_length:
        complaints.append(f"Passwords must be at least {rules.min_length} characters long.")
    for test, name, text in _COUNTED:
        least = getattr(rules, name)
        if sum(map(test, password)) < least:
            complaints.append(text.format(n=least))
    longest = max((len(list(run)) for _char, run in groupby(password)), default=0)
    if 0 < rules.most_identical < longest:
        complaints.append(
            f"Passwords must have at most {rules.most_identical} consecutive identical characters."
        )
    text = "".join(f"<div>{complaint}</div>" for complaint in complaints)
    if text:
        raise Fault(text, f"error/{text}")


def check_lengths(values: dict[str, object]) -> None:
    """Raise Fault `dmlwriteexception` for a value longer than its column."""
    for name, limit in _LENGTHS.items():
        value = values.get(name)
        if isinstance(value, str) and len(value) > limit:
            raise write_refused()


def clean_country(code: str) -> str:
    """Return the code, or "0" for one that is not in the list: Moodle stores that without a word."""
    return code if code == "" or code in COUNTRIES else "0"


def check_auth(auth: str) -> None:
    """Raise Fault `invalidparameter` for an authentication method that does not exist."""
    if auth not in AUTHS:
        raise invalid_parameter("auth")
