"""Who came, left, returned, moved and changed: a plan in the school's terms, one entry a person. Pure.

What is told is what the changes do: a plan narrowed to a class tells of that class alone. The counts
by class add up: before + arrived + moved in - left - moved out = after.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from vsosh_moodle.plan.change import Action, Change, touched_users
from vsosh_moodle.plan.class_counts import count_classes
from vsosh_moodle.plan.movement import (
    ClassProgramme,
    Consequences,
    Event,
    Happening,
    MovementFacts,
    Movements,
    PersonMovement,
)
from vsosh_moodle.plan.records import (
    CohortMember,
    CohortSync,
    Enrolment,
    GroupMember,
    Kind,
    User,
)
from vsosh_moodle.plan.state import State
from vsosh_moodle.school.gender import Gender, gender_of


def derive_movements(
    changes: Sequence[Change], desired: State, live: State, base: State, facts: MovementFacts
) -> Movements:
    """Return what a plan's changes mean for people, in the order of classes' and people's keys."""
    writes = [change for change in changes if change.writes]
    by_user: dict[str, list[Change]] = defaultdict(list)
    for change in writes:
        user = touched_users(change)
        if user:
            by_user[user].append(change)
    reader = _Reader(desired, live, base, facts, writes)
    people = [reader.movement(user, by_user[user]) for user in sorted(by_user)]
    told, programmes = reader.of_whole_classes([one for one in people if one is not None])
    return Movements(
        people=tuple(told),
        classes=count_classes(writes, live, {*base.cohort_member, *desired.cohort_member},
                              reader.cohort_names),
        programmes=programmes,
        first=not base.user,
    )  # fmt: skip


class _Reader:
    """Reads the changes of one person after another against the states around them."""

    def __init__(
        self,
        desired: State,
        live: State,
        base: State,
        facts: MovementFacts,
        writes: Sequence[Change],
    ) -> None:
        self._desired, self._live, self._base, self._facts = desired, live, base, facts
        self._writes = writes
        self.cohort_names = _class_names(base, facts)
        self._class_before = _classes(base, self.cohort_names)
        self._class_after = _classes(desired, self.cohort_names)
        self._teachers = facts.teachers | {
            one.user
            for state in (base, desired)
            for one in state.enrolment.values()
            if one.role == "teacher"
        }
        self._newly_taught = _newly_taught(writes)

    def movement(self, user: str, changes: Sequence[Change]) -> PersonMovement | None:
        """Return what happens to one person, None when it is nothing a school would speak of."""
        placed = user in self._class_before or user in self._class_after
        teacher = user in self._teachers and not placed
        account = next((one for one in changes if one.kind is Kind.USER), None)
        happenings = [*_renamings(account)]
        if teacher:
            happenings += self._of_teacher(user, account, changes)
        else:
            happenings += self._of_student(user, account, changes)
        if not happenings:
            return None
        order = tuple(Event)
        happenings.sort(key=lambda one: order.index(one.event))
        record = self._record(user, account)
        return PersonMovement(
            user=user,
            name=self._facts.names.get(user) or (_full_name(record) if record else user),
            gender=_gender(record),
            teacher=teacher,
            class_name=self._class_after.get(user) or self._class_before.get(user, ""),
            happenings=tuple(happenings),
            consequences=_consequences(changes),
            hide_on=self._facts.hide_on.get(user)
            if any(one.event is Event.LEFT for one in happenings)
            else None,
            starts=_starts(changes),
        )

    def _record(self, user: str, account: Change | None) -> User | None:
        if account is not None and isinstance(account.record, User):
            return account.record
        return self._desired.user.get(user) or self._live.user.get(user)

    def _of_student(
        self, user: str, account: Change | None, changes: Sequence[Change]
    ) -> Iterator[Happening]:
        came, went = self._steps_of_class(changes)
        action = account.action if account is not None else None
        known = user in self._base.user
        main = _main_event(came, went, action, known=known)
        if main is None and user in self._facts.hidden:
            if any(one.action is Action.REMOVE for one in changes):
                yield Happening(Event.HIDDEN)
            return
        if main is Event.MOVED:
            yield Happening(main, before=went, after=came)
        elif main is not None:
            yield Happening(main)
        yield from self._categories(main, changes)
        yield from self._levels(main, changes)
        if main is None:
            yield from _programmes(changes)

    def _steps_of_class(self, changes: Sequence[Change]) -> tuple[str, str]:
        """Return the class a person comes to and the one left, "" where there is none."""
        came = went = ""
        for change in changes:
            if change.kind is not Kind.COHORT_MEMBER:
                continue
            before, after = change.before, change.after
            if isinstance(after, CohortMember):
                came = self.cohort_names.get(after.cohort, came)
            if isinstance(before, CohortMember):
                went = self.cohort_names.get(before.cohort, went)
        return came, went

    def _categories(self, main: Event | None, changes: Sequence[Change]) -> Iterator[Happening]:
        if main in (Event.LEFT, Event.RETURNED):
            return
        for change in changes:
            for record, event in (
                (change.after, Event.CATEGORY_ADDED),
                (change.before, Event.CATEGORY_REMOVED),
            ):
                if isinstance(record, CohortMember) and record.cohort in self._facts.categories:
                    yield Happening(event, keys=(record.cohort,))

    def _levels(self, main: Event | None, changes: Sequence[Change]) -> Iterator[Happening]:
        """Yield each change of level once, with the courses where it is so."""
        if main is Event.LEFT:
            return
        levels = self._facts.level_groups
        steps: dict[str, list[str]] = defaultdict(lambda: ["", ""])
        for change in changes:
            member = change.record
            if isinstance(member, GroupMember) and member.group in levels:
                course = member.group.partition("|")[0]
                place = 0 if change.action is Action.REMOVE else 1
                steps[course][place] = levels[member.group]
        courses: dict[tuple[str, str], list[str]] = defaultdict(list)
        for course, (before, after) in steps.items():
            courses[before, after].append(course)
        for (before, after), keys in courses.items():
            yield Happening(Event.LEVEL, before, after, tuple(keys))

    def _of_teacher(
        self, user: str, account: Change | None, changes: Sequence[Change]
    ) -> Iterator[Happening]:
        action = account.action if account is not None else None
        gained = [c.record.course for c in changes if _gains(c) and isinstance(c.record, Enrolment)]
        lost = [c.record for c in changes if _loses(c) and isinstance(c.record, Enrolment)]
        substitution = self._facts.substitutions.get(user)
        if action in (Action.CREATE, Action.ADOPT):
            yield Happening(Event.HIRED)
        elif action is Action.REACTIVATE:
            yield Happening(Event.RETURNED)
        if gained and substitution is not None:
            yield Happening(
                Event.SUBSTITUTES,
                keys=(substitution.absent,),
                after=str(len(gained)),
                until=substitution.until,
            )
        elif gained:
            yield Happening(Event.TEACHES, keys=tuple(gained))
        yield from self._farewells(user, lost)
        if not lost and action is Action.SUSPEND:
            yield Happening(Event.DISMISSED)

    def _farewells(self, user: str, lost: Sequence[Enrolment]) -> Iterator[Happening]:
        courses: dict[tuple[Event, tuple[str, ...]], list[str]] = defaultdict(list)
        for enrolment in lost:
            course = enrolment.course
            others = tuple(sorted(self._newly_taught.get(course, set()) - {user}))
            if enrolment.key in self._facts.ended:
                courses[Event.SUBSTITUTION_ENDED, ()].append(course)
            else:
                courses[Event.REPLACED if others else Event.DISMISSED, others].append(course)
        for (event, others), keys in courses.items():
            yield Happening(event, after=str(len(keys)), keys=others or tuple(keys))

    def of_whole_classes(
        self, people: Sequence[PersonMovement]
    ) -> tuple[list[PersonMovement], tuple[ClassProgramme, ...]]:
        """Take out of people's lines the programmes that their whole class gets or leaves."""
        sizes = Counter(self._class_after.values())
        counts: Counter[tuple[str, str, Event]] = Counter(
            (one.class_name, course, happening.event)
            for one in people
            for happening in one.happenings
            if happening.event in _PROGRAMMES
            for course in happening.keys
        )
        whole = {key for key, number in counts.items() if number > 1 and number * 2 > sizes[key[0]]}
        programmes = [
            ClassProgramme(name, course, counts[name, course, event], event is _PROGRAMMES[0])
            for name, course, event in sorted(whole)
        ]
        programmes += self._synchronised(sizes)
        told = [_without_courses(one, whole) for one in people]
        return [one for one in told if one.happenings], tuple(programmes)

    def _synchronised(self, sizes: Counter[str]) -> Iterator[ClassProgramme]:
        for change in self._writes:
            record = change.record
            if isinstance(record, CohortSync) and change.action is not Action.UPDATE:
                name = self.cohort_names.get(record.cohort, "")
                added = change.action in (Action.CREATE, Action.REACTIVATE)
                yield ClassProgramme(name, record.course, sizes[name], added)


_PROGRAMMES = (Event.PROGRAMME_ADDED, Event.PROGRAMME_REMOVED)


def _main_event(came: str, went: str, action: Action | None, *, known: bool) -> Event | None:
    if action in (Action.CREATE, Action.ADOPT):
        return Event.ARRIVED
    if came and went:
        return Event.MOVED if came != went else None
    if action is Action.REACTIVATE:
        return Event.RETURNED
    if came:
        return Event.RETURNED if known else Event.ARRIVED
    if went or action is Action.SUSPEND:
        return Event.LEFT
    return None


def _programmes(changes: Iterable[Change]) -> Iterator[Happening]:
    courses: dict[Event, list[str]] = defaultdict(list)
    for change in changes:
        record = change.record
        if not isinstance(record, Enrolment):
            continue
        if change.action in (Action.CREATE, Action.REACTIVATE):
            courses[Event.PROGRAMME_ADDED].append(record.course)
        elif change.action in (Action.SUSPEND, Action.REMOVE):
            courses[Event.PROGRAMME_REMOVED].append(record.course)
    for event, keys in courses.items():
        yield Happening(event, keys=tuple(keys))


def _without_courses(one: PersonMovement, whole: set[tuple[str, str, Event]]) -> PersonMovement:
    if not any(happening.event in _PROGRAMMES for happening in one.happenings):
        return one
    kept = []
    for happening in one.happenings:
        if happening.event in _PROGRAMMES:
            own = tuple(
                key for key in happening.keys if (one.class_name, key, happening.event) not in whole
            )
            if own:
                kept.append(Happening(happening.event, keys=own))
        else:
            kept.append(happening)
    return replace(one, happenings=tuple(kept))


def _renamings(account: Change | None) -> Iterator[Happening]:
    """Yield a changed surname, or a changed name; where Moodle keeps the patronymic is no change."""
    if account is None or account.action is Action.ADOPT:
        return
    before, after = account.before, account.after
    if not isinstance(before, User) or not isinstance(after, User):
        return
    if before.lastname != after.lastname:
        yield Happening(Event.SURNAME, before.lastname, after.lastname)
    old, new = (f"{one.firstname} {one.middlename}".strip() for one in (before, after))
    if old != new:
        yield Happening(Event.NAME, old, new)


def _gains(change: Change) -> bool:
    record = change.record
    return (
        isinstance(record, Enrolment)
        and record.role == "teacher"
        and change.action in (Action.CREATE, Action.REACTIVATE)
    )


def _loses(change: Change) -> bool:
    record = change.record
    return (
        isinstance(record, Enrolment)
        and record.role == "teacher"
        and change.action in (Action.SUSPEND, Action.REMOVE)
    )


def _newly_taught(changes: Iterable[Change]) -> dict[str, set[str]]:
    taught: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        if _gains(change) and isinstance(change.record, Enrolment):
            taught[change.record.course].add(change.record.user)
    return taught


def _consequences(changes: Iterable[Change]) -> Consequences:
    counts = Counter((change.kind, change.action) for change in changes)
    places, groups = Kind.ENROLMENT, Kind.GROUP_MEMBER
    return Consequences(
        enrolled=counts[places, Action.CREATE],
        restored=counts[places, Action.REACTIVATE],
        suspended=counts[places, Action.SUSPEND],
        unenrolled=counts[places, Action.REMOVE],
        redated=counts[places, Action.UPDATE],
        groups_joined=counts[groups, Action.CREATE],
        groups_left=counts[groups, Action.REMOVE],
    )


def _starts(changes: Iterable[Change]) -> int:
    return max(
        (
            one.after.timestart
            for one in changes
            if isinstance(one.after, Enrolment) and one.action in (Action.CREATE, Action.REACTIVATE)
        ),
        default=0,
    )


def _class_names(base: State, facts: MovementFacts) -> dict[str, str]:
    """Return the names of this year's classes and of those applied before, by cohort."""
    former = {key: one.name for key, one in base.cohort.items() if ":class:" in key}
    return {**former, **facts.class_cohorts}


def _classes(state: State, names: Mapping[str, str]) -> dict[str, str]:
    return {
        member.user: names[member.cohort]
        for member in state.cohort_member.values()
        if member.cohort in names
    }


def _full_name(user: User) -> str:
    return " ".join(part for part in (user.lastname, user.firstname, user.middlename) if part)


def _gender(user: User | None) -> Gender:
    if user is None:
        return ""
    if user.middlename:
        return gender_of(user.middlename)
    given, _space, patronymic = user.firstname.partition(" ")
    return gender_of(patronymic) if given else ""
