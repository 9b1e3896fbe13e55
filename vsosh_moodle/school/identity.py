"""Who is who: people of the rosters matched with the accounts they were given before."""

import difflib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NewType

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.logins import LoginRules
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role

PersonNumber = NewType("PersonNumber", int)

SIMILAR_NAMES = 0.85
"""Given names this alike (Наталья, Наталия) may be one corrected; twins (Марина, Карина) are less."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A person who was given an account: number, idnumber and login never change."""

    number: PersonNumber
    role: Role
    idnumber: str
    login: str
    email: str
    last_name: str
    first_name: str
    middle_name: str = ""
    birth_date: date | None = None
    school_number: str = ""

    @property
    def name_key(self) -> str:
        """The normalised full name, as `names.name_key` makes it."""
        parts = (self.last_name, self.first_name, self.middle_name)
        return name_key(" ".join(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Identity:
    """The account of a person; `is_new` when the ledger does not hold it yet."""

    number: PersonNumber
    idnumber: str
    login: str
    email: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """How identities are made; the fields are those of the config.

    With `pseudonyms` a new pupil's login is `code_prefix` and the pupil's code, and says no name.
    """

    prefix: str = "vsosh:"
    logins: LoginRules = field(default_factory=LoginRules)
    email_domain: str = "vsosh.invalid"
    pseudonyms: bool = False
    code_prefix: str = "v-"


Doubt = Literal[
    "number-other-name",
    "birth-date-missing",
    "patronymic-missing",
    "several-candidates",
    "claimed-twice",
    "name-changed",
]


@dataclass(frozen=True, slots=True)
class DoubtfulMatch:
    """A person who may or may not be one of `entries`; a human has to say."""

    person: Person
    entries: tuple[LedgerEntry, ...]
    doubt: Doubt

    def problem(self) -> Problem:
        """Return the question as a problem of the roster's row."""
        logins = ", ".join(entry.login for entry in self.entries)
        message = {
            "number-other-name": _(
                "под этим номером раньше был другой человек (учётная запись {logins})."
            ),
            "birth-date-missing": _(
                "человек с таким именем уже есть (учётная запись {logins}), но дата рождения"
                " указана не в обоих списках."
            ),
            "patronymic-missing": _(
                "человек с такими фамилией, именем и датой рождения уже есть (учётная запись"
                " {logins}), но отчество указано не в обоих списках."
            ),
            "several-candidates": _(
                "человеку в этой строке подходит несколько учётных записей: {logins}."
            ),
            "claimed-twice": _("учётной записи {logins} соответствуют две строки списка."),
            "name-changed": _(
                "похожий человек (учётная запись {logins}) был в прошлых списках, а теперь его нет:"
                " исправлены имя или фамилия, или это другой человек?"
            ),
        }[self.doubt].format(logins=logins)
        hint = _(
            "исправьте номер или дату рождения в списке. Если это тот же человек, выполните"
            " «vsosh-moodle roster confirm {code} {login}»; если новый —"
            " «vsosh-moodle roster confirm {code} --new»."
        ).format(code=question_code(self.person), login=self.entries[0].login)
        return Problem(self.person.source, message, hint, "person-doubtful")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Identities proposed for a list of people; people with a problem of severity error have none."""

    identities: Mapping[Person, Identity]
    problems: tuple[Problem, ...] = ()
    doubts: tuple[DoubtfulMatch, ...] = ()


def person_key(person: Person) -> str:
    """Return what tells a person from others of the role: the school's number, else name and date."""
    if person.school_number:
        return f"{person.role}|№{person.school_number.casefold()}"
    return name_and_date(person)


def question_code(person: Person) -> str:
    """Return the code by which a doubt about this very row is answered: 10 hex digits, no name."""
    text = f"{name_and_date(person)}|{person.school_number.casefold()}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def name_and_date(person: Person) -> str:
    """Return what tells a person from others of the role when numbers do not."""
    return f"{person.role}|{name_key(person.full_name)}|{person.birth_date or ''}"


class LedgerIndex:
    """The ledger's entries, found by number and by name without a query each.

    `answers` maps `question_code` to the number of the entry it is, or to None for a new person;
    `last_number` is the highest number ever given, also to people whose entry is no more.
    """

    def __init__(
        self,
        entries: Iterable[LedgerEntry],
        answers: Mapping[str, PersonNumber | None] | None = None,
        last_number: int = 0,
    ) -> None:
        self.entries = {entry.number: entry for entry in entries}
        self.last_number = max(last_number, max(self.entries, default=0))
        self.answers = dict(answers or {})
        self._by_school_number: dict[tuple[Role, str], list[LedgerEntry]] = {}
        self._by_name: dict[tuple[Role, str], list[LedgerEntry]] = {}
        self._by_short_name: dict[tuple[Role, str, date], list[LedgerEntry]] = {}
        for entry in self.entries.values():
            self._by_name.setdefault((entry.role, entry.name_key), []).append(entry)
            if entry.birth_date:
                short = (entry.role, _short_key(entry), entry.birth_date)
                self._by_short_name.setdefault(short, []).append(entry)
            if entry.school_number:
                numbered = (entry.role, entry.school_number.casefold())
                self._by_school_number.setdefault(numbered, []).append(entry)

    def match(self, person: Person) -> LedgerEntry | DoubtfulMatch | None:
        """Return the entry of a person, None for a new one, or a doubt: nothing is guessed.

        The school's number decides when the name does not speak against it (a changed surname does
        not); else the full name with the birth date. Namesakes with other birth dates are others.
        """
        if self.answers:
            code = question_code(person)
            if code in self.answers:
                number = self.answers[code]
                return None if number is None else self.entries.get(number)
        numbered = self._numbered(person)
        if len(numbered) == 1 and _is_same(person, numbered[0]):
            return numbered[0]
        if numbered:
            return DoubtfulMatch(person, numbered, "number-other-name")
        return self._match_by_name(person)

    def _numbered(self, person: Person) -> tuple[LedgerEntry, ...]:
        if not person.school_number:
            return ()
        return tuple(self._by_school_number.get((person.role, person.school_number.casefold()), ()))

    def namesakes(self, person: Person) -> Sequence[LedgerEntry]:
        """Return the entries with the same role and full name."""
        return self._by_name.get((person.role, name_key(person.full_name)), ())

    def _match_by_name(self, person: Person) -> LedgerEntry | DoubtfulMatch | None:
        namesakes = self.namesakes(person)
        same = [entry for entry in namesakes if entry.birth_date == person.birth_date]
        if len(same) > 1:
            return DoubtfulMatch(person, tuple(same), "several-candidates")
        if same:
            numbers = {same[0].school_number.casefold(), person.school_number.casefold()} - {""}
            if len(numbers) > 1 and person.birth_date is None:
                return DoubtfulMatch(person, tuple(same), "birth-date-missing")
            return same[0]
        undated = tuple(
            entry for entry in namesakes if entry.birth_date is None or person.birth_date is None
        )
        if undated:
            return DoubtfulMatch(person, undated, "birth-date-missing")
        shorter = self._with_or_without_patronymic(person)
        return DoubtfulMatch(person, shorter, "patronymic-missing") if shorter else None

    def _with_or_without_patronymic(self, person: Person) -> tuple[LedgerEntry, ...]:
        if person.birth_date is None:
            return ()
        found = self._by_short_name.get((person.role, _short_key(person), person.birth_date), ())
        return tuple(entry for entry in found if not (entry.middle_name and person.middle_name))


def _short_key(person: Person | LedgerEntry) -> str:
    return name_key(f"{person.last_name} {person.first_name}")


def _is_same(person: Person, entry: LedgerEntry) -> bool:
    """Tell whether the name and date do not speak against an equal school number."""
    same_last = name_key(person.last_name) == name_key(entry.last_name)
    same_middle = name_key(person.middle_name) == name_key(entry.middle_name)
    same_date = person.birth_date == entry.birth_date and person.birth_date is not None
    other_date = not same_date and None not in {person.birth_date, entry.birth_date}
    first, entry_first = name_key(person.first_name), name_key(entry.first_name)
    if first != entry_first:
        alike = difflib.SequenceMatcher(None, first, entry_first).ratio() >= SIMILAR_NAMES
        return alike and same_last and same_middle and not other_date
    if other_date:
        return same_last and same_middle
    return same_last or same_date or (same_middle and bool(person.middle_name))
