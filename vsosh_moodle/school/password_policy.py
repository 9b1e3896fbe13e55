"""What a site asks of a password, and how that is said to a person."""

from dataclasses import dataclass

from vsosh_moodle.language import _


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """A site's rules: the least length, and at least so many characters of each sort.

    `most_identical` is how often one character may stand in a row, 0 for any number. The defaults
    are those of a new Moodle (admin/settings/security.php, observed on 4.1.1 and 4.5.6).
    """

    min_length: int = 8
    digits: int = 1
    lower: int = 1
    upper: int = 1
    signs: int = 1
    most_identical: int = 0

    def find_shortfalls(self, password: str) -> list[str]:
        """Return what a password lacks by these rules, one phrase a rule; none when it fits.

        Letters are counted as Moodle counts them (check_password_policy, lib/moodlelib.php): a
        sign is what is neither a letter nor a digit.
        """
        found = (
            (len(password), self.min_length, _("длина не меньше {n}")),
            (sum(map(str.isdigit, password)), self.digits, _("цифр не меньше {n}")),
            (sum(map(str.islower, password)), self.lower, _("строчных букв не меньше {n}")),
            (sum(map(str.isupper, password)), self.upper, _("прописных букв не меньше {n}")),
            (
                sum(not one.isalnum() for one in password),
                self.signs,
                _("знаков (не букв и не цифр) не меньше {n}"),
            ),
        )
        lacking = [text.format(n=least) for have, least, text in found if have < least]
        if 0 < self.most_identical < longest_row(password):
            lacking.append(_("одинаковых подряд не больше {n}").format(n=self.most_identical))
        return lacking


def longest_row(text: str) -> int:
    """Return how often a character stands in a row at most."""
    longest = row = 0
    before = ""
    for one in text:
        row = row + 1 if one == before else 1
        longest, before = max(longest, row), one
    return longest


def describe_policy(policy: PasswordPolicy) -> str:
    """Return the rules as a phrase: «длина от 8; цифр от 1; …»."""
    parts = [_("длина от {n}").format(n=policy.min_length)]
    for least, text in (
        (policy.digits, _("цифр от {n}")),
        (policy.lower, _("строчных букв от {n}")),
        (policy.upper, _("прописных букв от {n}")),
        (policy.signs, _("знаков от {n}")),
    ):
        if least:
            parts.append(text.format(n=least))
    if policy.most_identical:
        parts.append(_("одинаковых подряд до {n}").format(n=policy.most_identical))
    return ", ".join(parts)
