"""Who gets which identity: known people keep theirs, new ones are numbered in the list's order."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.identity import (
    DoubtfulMatch,
    Identity,
    IdentityPolicy,
    LedgerEntry,
    LedgerIndex,
    PersonNumber,
    Proposal,
    name_and_date,
    person_key,
    question_code,
)
from vsosh_moodle.school.logins import login_candidates, longer_logins, numbered_logins
from vsosh_moodle.school.near_names import SimilarNames, find_near_duplicates
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.pseudonyms import pupil_code

_ROOM = 8
"""How much a number may lengthen a login made of a code."""


def propose_identities(
    persons: Sequence[Person],
    index: LedgerIndex,
    policy: IdentityPolicy,
    taken_logins: Collection[str] = (),
) -> Proposal:
    """Give each person the ledger's identity or a new one; the same input gives the same result.

    New numbers and logins go in the order of `persons`, those of pupils under codes in an order that
    tells nothing of their names; `taken_logins` are logins of the site that are not ours. A teacher may
    take several rows, which get one identity. A doubtful person, and a pupil who stands in the list
    twice, gets a problem instead.
    """
    matched = [index.match(person) for person in persons]
    claims = _count_claims(persons, matched)
    issue = _Issue(policy, index, taken_logins)
    if policy.pseudonyms:
        unknown = [person for person, found in zip(persons, matched, strict=True) if found is None]
        issue.reserve([person for person in unknown if person.role is Role.STUDENT])
    left = SimilarNames(entry for entry in index.entries.values() if not claims[entry.number])
    identities: dict[Person, Identity] = {}
    problems: list[Problem] = []
    doubts: list[DoubtfulMatch] = []
    for person, found in zip(persons, matched, strict=True):
        settled = found
        if isinstance(found, LedgerEntry) and claims[found.number] > 1:
            settled = _dispute(person, found)
        if settled is None and question_code(person) not in index.answers:
            settled = _changed_name(person, left)
        if isinstance(settled, DoubtfulMatch):
            doubts.append(settled)
            problems.append(settled.problem())
        elif isinstance(settled, LedgerEntry):
            identities[person] = _known(person, settled)
        elif earlier := issue.namesake(person):
            if person.role is Role.TEACHER:
                identities[person] = earlier
            else:
                problems.append(_repeated(person))
        elif issue.is_number_given(person):
            problems.append(_number_given(person))
        else:
            identities[person] = issue.new(person)
            problems += _other_birth_date(person, index, claims)
    problems += _near_newcomers(persons, identities)
    return Proposal(identities, tuple(problems), tuple(doubts))


def _count_claims(
    persons: Sequence[Person], matched: Sequence[LedgerEntry | DoubtfulMatch | None]
) -> Counter[PersonNumber]:
    """Count the different people matched with each entry; rows of one teacher are one."""
    claims = {
        (found.number, name_and_date(person) if person.role is Role.TEACHER else row)
        for row, (person, found) in enumerate(zip(persons, matched, strict=True))
        if isinstance(found, LedgerEntry)
    }
    return Counter(number for number, _claimant in claims)


def _dispute(person: Person, entry: LedgerEntry) -> LedgerEntry | DoubtfulMatch:
    # The row that carries the entry's own number is it; the other row only shares the name.
    number = person.school_number.casefold()
    if number and number == entry.school_number.casefold():
        return entry
    return DoubtfulMatch(person, (entry,), "claimed-twice")


def _changed_name(person: Person, left: SimilarNames[LedgerEntry]) -> DoubtfulMatch | None:
    """Return the doubt whether a newcomer is somebody who is in the lists no more."""
    found = tuple(dict.fromkeys((*left.alike(person), *left.renamed(person))))
    return DoubtfulMatch(person, found, "name-changed") if found else None


def _near_newcomers(
    persons: Sequence[Person], identities: Mapping[Person, Identity]
) -> list[Problem]:
    """Return the warnings about alike rows, unless all of them are told apart by their accounts."""
    if all(one in identities and not identities[one].is_new for one in persons):
        return []
    new = {one.source for one in persons if one not in identities or identities[one].is_new}
    return [problem for problem in find_near_duplicates(persons) if problem.place in new]


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


def _number_given(person: Person) -> Problem:
    return Problem(
        person.source,
        _("номер «{number}» уже стоит у другого человека в списке.").format(
            number=person.school_number
        ),
        _("исправьте один из номеров."),
        "school-number-twice",
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
    _given: dict[str, dict[str, Identity]] = field(default_factory=dict, init=False)
    _reserved: dict[Person, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._next = self.index.last_number + 1
        self._taken = {login.lower() for login in self.outside_logins}
        self._taken.update(entry.login for entry in self.index.entries.values())

    def reserve(self, newcomers: Iterable[Person]) -> None:
        """Keep a number for each of these, so that codes do not follow the alphabet of the list."""
        for person in sorted(dict.fromkeys(newcomers), key=question_code):
            self._reserved[person] = self._next
            self._next += 1

    def namesake(self, person: Person) -> Identity | None:
        """Return what an earlier row with this name and date was given, if numbers do not differ."""
        number = person.school_number.casefold()
        given = self._given.get(name_and_date(person), {})
        if not number:
            return next(iter(given.values()), None)
        return given.get(number) or given.get("")

    def is_number_given(self, person: Person) -> bool:
        """Tell whether an earlier row has this number."""
        return bool(person.school_number) and person_key(person) in self._given

    def new(self, person: Person) -> Identity:
        number = PersonNumber(self._reserved.get(person) or self._next)
        self._next += person not in self._reserved
        login = self._free_login(person, number)
        identity = Identity(
            number,
            f"{self.policy.prefix}p:{number:06d}",
            login,
            person.email or f"{login}@{self.policy.email_domain}",
            is_new=True,
        )
        for key in {name_and_date(person), person_key(person)}:
            self._given.setdefault(key, {})[person.school_number.casefold()] = identity
        return identity

    def _free_login(self, person: Person, number: PersonNumber) -> str:
        rules = self.policy.logins
        if self.policy.pseudonyms and person.role is Role.STUDENT:
            base = f"{self.policy.code_prefix}{pupil_code(number)}"
            return self._take(numbered_logins(base, len(base) + _ROOM))
        base = next(login_candidates(person, rules))
        if base in self._taken:
            for login in longer_logins(person, rules):
                if login not in self._taken:
                    return self._take([login])
        # A thousand pupils with one base must not try a thousand logins each.
        start = self._last_suffix.get(base, 0) + 1
        for suffix, login in enumerate(login_candidates(person, rules, start), start):
            if login not in self._taken:
                self._last_suffix[base] = suffix
                return self._take([login])
        raise AssertionError("login_candidates never ends")

    def _take(self, candidates: Iterable[str]) -> str:
        login = next(login for login in candidates if login not in self._taken)
        self._taken.add(login)
        return login
