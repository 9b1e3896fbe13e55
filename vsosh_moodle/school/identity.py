"""Who is who: people of the rosters matched with the accounts they were given before."""

import difflib
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NewType

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.names import login_candidates, name_key
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
    """How identities are made; the fields are those of the config."""

    prefix: str = "vsosh:"
    pattern: str = "{last}.{f}.{m}"
    max_length: int = 40
    email_domain: str = "vsosh.invalid"


Doubt = Literal[
    "number-other-name",
    "birth-date-missing",
    "patronymic-missing",
    "several-candidates",
    "claimed-twice",
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


def person_key(person: Person) -> str:
    """Return what tells a person from others of the role: the school's number, else name and date."""
    if person.school_number:
        return f"{person.role}|№{person.school_number.casefold()}"
    return _name_and_date(person)


def question_code(person: Person) -> str:
    """Return the code by which a doubt about this very row is answered: 10 hex digits, no name."""
    text = f"{_name_and_date(person)}|{person.school_number.casefold()}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _name_and_date(person: Person) -> str:
    return f"{person.role}|{name_key(person.full_name)}|{person.birth_date or ''}"


class LedgerIndex:
    """The ledger's entries, found by number and by name without a query each.

    `answers` maps `question_code` to the number of the entry it is, or to None for a new person.
    """

    def __init__(
        self,
        entries: Iterable[LedgerEntry],
        answers: Mapping[str, PersonNumber | None] | None = None,
    ) -> None:
        self.entries = {entry.number: entry for entry in entries}
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


def propose_identities(
    persons: Sequence[Person],
    index: LedgerIndex,
    policy: IdentityPolicy,
    taken_logins: Collection[str] = (),
) -> Proposal:
    """Give each person the ledger's identity or a new one; the same input gives the same result.

    New numbers and logins go in the order of `persons`; `taken_logins` are logins of the site that
    are not ours. A doubtful person, and one who stands in the list twice, gets a problem instead.
    """
    matched = [index.match(person) for person in persons]
    claims = Counter(found.number for found in matched if isinstance(found, LedgerEntry))
    issue = _Issue(policy, index, taken_logins)
    identities: dict[Person, Identity] = {}
    problems: list[Problem] = []
    for person, found in zip(persons, matched, strict=True):
        settled = found
        if isinstance(found, LedgerEntry) and claims[found.number] > 1:
            settled = _dispute(person, found)
        if isinstance(settled, DoubtfulMatch):
            problems.append(settled.problem())
        elif isinstance(settled, LedgerEntry):
            identities[person] = _known(person, settled)
        elif issue.is_repeated(person):
            problems.append(_repeated(person))
        else:
            identities[person] = issue.new(person)
            problems += _other_birth_date(person, index, claims)
    return Proposal(identities, tuple(problems))


def _dispute(person: Person, entry: LedgerEntry) -> LedgerEntry | DoubtfulMatch:
    # The row that carries the entry's own number is it; the other row only shares the name.
    number = person.school_number.casefold()
    if number and number == entry.school_number.casefold():
        return entry
    return DoubtfulMatch(person, (entry,), "claimed-twice")


def _known(person: Person, entry: LedgerEntry) -> Identity:
    email = person.email or entry.email
    return Identity(entry.number, entry.idnumber, entry.login, email, is_new=False)


def _repeated(person: Person) -> Problem:
    return Problem(
        person.source,
        _("этот человек уже есть в списке выше."),
        _("оставьте одну строку; у полных тёзок укажите разные номера личных дел."),
        "person-twice",
    )


def _other_birth_date(
    person: Person, index: LedgerIndex, claims: Mapping[PersonNumber, int]
) -> list[Problem]:
    left = [entry for entry in index.namesakes(person) if not claims.get(entry.number)]
    if not left:
        return []
    message = _(
        "тёзка с другой датой рождения был в прошлых списках (учётная запись {login}), а теперь его"
        " нет; заведена новая учётная запись."
    ).format(login=left[0].login)
    hint = _(
        "если это тот же человек, выполните «vsosh-moodle roster confirm {code} {login}»."
    ).format(code=question_code(person), login=left[0].login)
    return [Problem(person.source, message, hint, "person-namesake", "warning")]


@dataclass(slots=True)
class _Issue:
    """New identities in the order of the list."""

    policy: IdentityPolicy
    index: LedgerIndex
    outside_logins: Collection[str]
    _next: int = field(init=False)
    _taken: set[str] = field(init=False)
    _last_suffix: dict[str, int] = field(default_factory=dict, init=False)
    _seen: dict[str, set[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._next = max(self.index.entries, default=0) + 1
        self._taken = {login.lower() for login in self.outside_logins}
        self._taken.update(entry.login for entry in self.index.entries.values())

    def is_repeated(self, person: Person) -> bool:
        number = person.school_number.casefold()
        same_name = self._seen.setdefault(_name_and_date(person), set())
        same_number = self._seen.setdefault(person_key(person), set())
        repeated = (
            (number in same_name if number else bool(same_name))
            or "" in same_name
            or bool(number and same_number)
        )
        same_name.add(number)
        same_number.add(number)
        return repeated

    def new(self, person: Person) -> Identity:
        number = PersonNumber(self._next)
        self._next += 1
        login = self._free_login(person)
        return Identity(
            number,
            f"{self.policy.prefix}p:{number:06d}",
            login,
            person.email or f"{login}@{self.policy.email_domain}",
            is_new=True,
        )

    def _free_login(self, person: Person) -> str:
        pattern, length = self.policy.pattern, self.policy.max_length
        base = next(login_candidates(person, pattern, length))
        # A thousand pupils with one base must not try a thousand logins each.
        start = self._last_suffix.get(base, 0) + 1
        for suffix, login in enumerate(login_candidates(person, pattern, length, start), start):
            if login not in self._taken:
                self._taken.add(login)
                self._last_suffix[base] = suffix
                return login
        raise AssertionError("login_candidates never ends")
