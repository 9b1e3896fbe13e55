"""The three-way diff: desired × live × last applied → changes. Pure.

A field that Moodle has otherwise than we last applied was edited by a person, and is kept and
listed; it is overwritten only when asked. What the files no longer name but we made is treated by
the leavers' policy. Nothing that we did not make is ever changed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from vsosh_moodle.language import _
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.field_titles import field_title
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import (
    CONTENT_KINDS,
    MEMBERSHIPS,
    SITE_SIGN,
    CalendarEvent,
    Category,
    CohortMember,
    CohortSync,
    ContentSection,
    Course,
    CourseActivity,
    Enrolment,
    GroupMember,
    Kind,
    PupilException,
    Record,
    User,
    field_values,
    with_fields,
)
from vsosh_moodle.plan.settings import LOCKED
from vsosh_moodle.plan.state import State

LeaverEnrolments = Literal["keep", "suspend", "suspend_and_drop_groups", "unenrol"]
Hiding = Literal["drop_groups", "unenrol"]


@dataclass(frozen=True, slots=True)
class DiffPolicy:
    """What to do with those who left, and whether hand edits are overwritten.

    «unenrol» is for those who left the school: who only changed classes is suspended in the courses
    left behind, so that grades stay. `hidden` are keys of leavers whose time to be hidden has come,
    `hide` is how. `overwrite` is asked of every hand edit: given its kind and key, may it be overwritten?
    `past` of a cohort: is it another year's? Its members stay then: it says who was in the class.
    """

    suspend_accounts: bool = True
    leaver_enrolments: LeaverEnrolments = "suspend"
    hidden: frozenset[str] = frozenset()
    hide: Hiding = "drop_groups"
    overwrite: Callable[[Kind, str], bool] = lambda _kind, _key: False
    past: Callable[[str], bool] = lambda _cohort: False


@dataclass(frozen=True, slots=True)
class Adoption:
    """An object of the site that is not ours but stands where ours should: its id and its record."""

    moodle_id: int
    live: Record


def diff_states(
    desired: State,
    live: State,
    base: State,
    policy: DiffPolicy | None = None,
    adoptions: dict[tuple[Kind, str], Adoption] | None = None,
) -> list[Change]:
    """Return the changes that bring `live` to `desired`, in the order of kinds and keys as met.

    `base` is what was applied last. `adoptions` maps a desired record to the foreign object that is
    to become it. The law: `apply_to_state(live, changes)` needs no further change.
    """
    policy = policy or DiffPolicy()
    base = _without_orphans(base, live)
    wanted = with_leavers(desired, live, base, policy)
    changes: list[Change] = []
    for kind in Kind:
        changes.extend(_diff_kind(kind, wanted, live, base, policy, adoptions or {}))
    return _joined_moves(changes)


def _diff_kind(
    kind: Kind,
    wanted: State,
    live: State,
    base: State,
    policy: DiffPolicy,
    adoptions: dict[tuple[Kind, str], Adoption],
) -> Iterator[Change]:
    live_table, base_table = live.table(kind), base.table(kind)
    joining = _joining(wanted, live, base) if kind is Kind.GROUP_MEMBER else frozenset()
    for key, want in wanted.table(kind).items():
        have, last = live_table.get(key), base_table.get(key)
        if have is None:
            adopted = adoptions.get((kind, key))
            if isinstance(want, GroupMember) and want.user in joining:
                last = None  # Moodle itself takes out of groups whom a class no longer enrols
            yield from _diff_absent(want, last, adopted, policy)
        elif have != want:
            yield from _diff_present(want, have, last, policy)
    for key, last in base_table.items():
        if key not in wanted.table(kind) and key in live_table and kind not in CONTENT_KINDS:
            yield _diff_unwanted(live_table[key], last, policy)
        elif isinstance(last, (CalendarEvent, PupilException)) and key not in wanted.table(kind):
            yield from _diff_past_item(last, wanted, live, policy)


def _diff_past_item(
    last: CalendarEvent | PupilException, wanted: State, live: State, policy: DiffPolicy
) -> Iterator[Change]:
    """An event or an exception that left the files goes from the site, unless a person changed it."""
    have = live.get(last.kind, last.key)
    in_files = last.course in wanted.course_content or last.course.startswith(SITE_SIGN)
    if have is None or not in_files:
        return
    if have != last and not policy.overwrite(last.kind, last.key):
        reason = _("в файлах больше нет, но в Moodle изменено вручную")
        yield Change(Action.KEEP, last.kind, last.key, have, have, reason)
        return
    yield Change(Action.REMOVE, last.kind, last.key, have, None, _("в файлах больше нет"))


def _joining(wanted: State, live: State, base: State) -> frozenset[str]:
    """Return who comes back to the school, or to a class: they get their groups whatever befell them."""
    returners = {
        key
        for key, user in wanted.user.items()
        if not user.suspended and (have := live.user.get(key)) is not None and have.suspended
    }
    joiners = {
        member.user
        for key, member in wanted.cohort_member.items()
        if key not in live.cohort_member and key not in base.cohort_member
    }
    return frozenset(returners | joiners)


def _diff_absent(
    want: Record, last: Record | None, adopted: Adoption | None, policy: DiffPolicy
) -> Iterator[Change]:
    kind, key = want.kind, want.key
    if adopted is not None:
        reason = _("есть в Moodle без нашей метки; берём под управление")
        yield Change(Action.ADOPT, kind, key, adopted.live, want, reason, adopted.moodle_id)
        return
    if isinstance(want, Enrolment | User | CohortSync) and want.suspended:
        # A leaver who is not there needs nothing: neither an account nor an enrolment to suspend.
        return
    if last is not None and kind in MEMBERSHIPS and not policy.overwrite(kind, key):
        yield Change(Action.KEEP, kind, key, None, want, _("убрано в Moodle вручную"))
        return
    reason = "" if last is None else _("создавалось раньше, но в Moodle больше нет")
    yield Change(Action.CREATE, kind, key, None, want, reason)


def _diff_present(
    want: Record, have: Record, last: Record | None, policy: DiffPolicy
) -> Iterator[Change]:
    kind, key = want.kind, want.key
    if _is_other_module(want, have):
        reason = _("под этим ключом в Moodle элемент другого вида")
        yield Change(Action.KEEP, kind, key, have, want, reason)
        return
    written, kept = _merge_fields(want, have, last, overwrite=policy.overwrite(kind, key))
    if written:
        after = with_fields(have, written)
        yield Change(action_of(have, after), kind, key, have, after, _reason_of(have, after))
    locked = locked_fields(last)
    edited = [name for name in kept if name not in locked]
    begun = [name for name in kept if name in locked]
    if edited:
        yield Change(Action.KEEP, kind, key, have, _as_wanted(have, want, edited), _edited(edited))
    if begun:
        after = _as_wanted(have, want, begun)
        yield Change(Action.KEEP, kind, key, have, after, reason_of_locked(begun))


def _as_wanted(have: Record, want: Record, names: list[str]) -> Record:
    wanted = field_values(want)
    return with_fields(have, {name: wanted[name] for name in names})


def _merge_fields(
    want: Record, have: Record, last: Record | None, *, overwrite: bool
) -> tuple[dict[str, Any], list[str]]:
    written: dict[str, Any] = {}
    kept = []
    live = field_values(have)
    applied = {} if last is None else field_values(last)
    for name, wanted in field_values(want).items():
        current = live.get(name)
        if wanted == current:
            continue
        locked = applied.get(name) == LOCKED
        if not locked and (overwrite or name not in applied or current == applied[name]):
            written[name] = wanted
        else:
            kept.append(name)
    return written, kept


def locked_fields(last: Record | None) -> frozenset[str]:
    """Return the fields of a record that Moodle lets nobody change any more."""
    values = {} if last is None else field_values(last)
    return frozenset(name for name, value in values.items() if value == LOCKED)


def _edited(names: Iterable[str]) -> str:
    fields = ", ".join(field_title(name) for name in names)
    return _("изменено в Moodle вручную: {fields}").format(fields=fields)


def reason_of_locked(names: Iterable[str]) -> str:
    """Say why these fields stay as Moodle has them though nobody edited them."""
    fields = ", ".join(field_title(name) for name in names)
    return _("ученики уже начали, менять нельзя: {fields}").format(fields=fields)


def _is_other_module(want: Record, have: Record) -> bool:
    return (
        isinstance(want, CourseActivity)
        and isinstance(have, CourseActivity)
        and want.module != have.module
    )


def _diff_unwanted(have: Record, last: Record, policy: DiffPolicy) -> Change:
    """Membership of a cohort or group that we made ends; an object we made stays and is listed."""
    if isinstance(last, GroupMember | Enrolment) and last.user in policy.hidden:
        reason = _("выбыл давно: пора скрыть")
        return Change(Action.REMOVE, have.kind, have.key, have, None, reason)
    if isinstance(last, CohortMember | GroupMember):
        reason = _("по спискам больше не входит")
        return Change(Action.REMOVE, have.kind, have.key, have, None, reason)
    if isinstance(last, Enrolment | CohortSync):
        # Only the policy «unenrol» leaves an enrolment unwanted; every other one asks for a state.
        reason = _("по спискам больше не учится на курсе")
        return Change(Action.REMOVE, have.kind, have.key, have, None, reason)
    reason = _("в файлах больше нет; ничего не удаляется")
    return Change(Action.KEEP, have.kind, have.key, have, have, reason)


def with_leavers(desired: State, live: State, base: State, policy: DiffPolicy) -> State:
    """Add what the leavers' policy wants for people and places the files no longer name."""
    wanted = desired.copy()
    for key, user in base.user.items():
        if key not in desired.user and key in live.user:
            suspended = policy.suspend_accounts or user.suspended
            wanted.add(replace(live.user[key], suspended=suspended))
    _hide_what_left(wanted, desired, live, base)
    _keep_past_classes(wanted, live, base, policy)
    suspend = policy.leaver_enrolments != "keep"
    for key, enrolment in base.enrolment.items():
        current = live.enrolment.get(key)
        if key in desired.enrolment or current is None:
            continue
        if not _is_unenrolled(enrolment.user, desired, policy):
            wanted.add(replace(current, suspended=suspend or enrolment.suspended))
    if policy.leaver_enrolments != "unenrol":
        for key, sync in base.cohort_sync.items():
            there = live.cohort_sync.get(key)
            if key not in desired.cohort_sync and there is not None:
                wanted.add(replace(there, suspended=suspend or sync.suspended))
    if policy.leaver_enrolments != "suspend_and_drop_groups":
        _keep_groups_of_leavers(wanted, desired, live, base, policy)
    return wanted


def _is_unenrolled(user: str, desired: State, policy: DiffPolicy) -> bool:
    """Grades go with an enrolment: nobody who is still in the school loses one."""
    if user in desired.user:
        return False
    by_clock = user in policy.hidden and policy.hide == "unenrol"
    return by_clock or policy.leaver_enrolments == "unenrol"


def _keep_past_classes(wanted: State, live: State, base: State, policy: DiffPolicy) -> None:
    """A class of another year stays as it was; emptied, its synchronised courses would lose people."""
    for key, member in base.cohort_member.items():
        if policy.past(member.cohort) and key in live.cohort_member:
            wanted.add(member)


def _hide_what_left(wanted: State, desired: State, live: State, base: State) -> None:
    """Sections and activities that left the template of a course are hidden, never deleted."""
    for kind in (Kind.CONTENT_SECTION, Kind.COURSE_ACTIVITY):
        for key, last in base.table(kind).items():
            have = live.get(kind, key)
            if (
                isinstance(last, ContentSection | CourseActivity)
                and have is not None
                and last.course in desired.course_content
                and (kind, key) not in desired
            ):
                wanted.add(with_fields(have, HIDDEN))


HIDDEN = {"visible": "false"}
"""The setting of an item that pupils do not see."""


def _keep_groups_of_leavers(
    wanted: State, desired: State, live: State, base: State, policy: DiffPolicy
) -> None:
    """Keep a leaver in the group, unless the files put the person into another one of the course."""
    placed = {
        (group.course, member.user)
        for member in desired.group_member.values()
        if (group := desired.group.get(member.group)) is not None
    }
    for key, member in base.group_member.items():
        if key in desired.group_member or key not in live.group_member:
            continue
        if member.user in policy.hidden or (
            policy.leaver_enrolments == "unenrol" and member.user not in desired.user
        ):
            continue
        group = desired.group.get(member.group) or live.group.get(member.group)
        if group is None or (group.course, member.user) not in placed:
            wanted.add(member)


def _without_orphans(base: State, live: State) -> State:
    """Forget what was applied to objects that are gone from the site, with all that hung on them."""
    kept = State()
    for record in base:
        if record.kind in _HANGING:
            if all(parent in live for parent in parents_of(record)):
                kept.add(record)
        else:
            kept.add(record)
    return kept


_HANGING = MEMBERSHIPS | CONTENT_KINDS | {Kind.SECTION}


def action_of(before: Record, after: Record) -> Action:
    """Return what a change of a record's fields is called."""
    match before, after:
        case (
            (User(suspended=False), User(suspended=True))
            | (Enrolment(suspended=False), Enrolment(suspended=True))
            | (CohortSync(suspended=False), CohortSync(suspended=True))
        ):
            return Action.SUSPEND
        case (
            (User(suspended=True), User(suspended=False))
            | (Enrolment(suspended=True), Enrolment(suspended=False))
            | (CohortSync(suspended=True), CohortSync(suspended=False))
        ):
            return Action.REACTIVATE
        case (ContentSection() | CourseActivity(), ContentSection() | CourseActivity()) if (
            dict(before.settings).get("visible") == "true"
            and dict(after.settings).get("visible") == "false"
        ):
            return Action.HIDE
        case (Category(), Category()) if before.parent != after.parent:
            return Action.MOVE
        case (Course(), Course()) if before.category != after.category:
            return Action.MOVE
        case _:
            return Action.UPDATE


def _reason_of(before: Record, after: Record) -> str:
    match action_of(before, after):
        case Action.SUSPEND:
            return _("в списках больше нет")
        case Action.REACTIVATE:
            return _("снова есть в списках")
        case Action.HIDE:
            return _("в файлах скрыто, или там его больше нет; ничего не удаляется")
        case _:
            live = field_values(before)
            names = [
                field_title(name)
                for name, value in field_values(after).items()
                if live.get(name) != value
            ]
            return _("в файлах другое: {fields}").format(fields=", ".join(names))


def _joined_moves(changes: list[Change]) -> list[Change]:
    """Join «out of one class cohort» and «into another» of the same person into one move."""
    leaving = {
        (change.before.user, _family(change.before.cohort)): change
        for change in changes
        if change.action is Action.REMOVE and isinstance(change.before, CohortMember)
    }
    moved: dict[str, Change] = {}
    joined: set[str] = set()
    for change in changes:
        if change.action is Action.CREATE and isinstance(change.after, CohortMember):
            place = (change.after.user, _family(change.after.cohort))
            out = leaving.pop(place, None)
            if out is not None:
                reason = _("перевод: {before} → {after}").format(
                    before=_last_part(out.record), after=_last_part(change.after)
                )
                moved[change.key] = replace(
                    change, action=Action.MOVE, before=out.before, reason=reason
                )
                joined.add(out.key)
    return [
        moved.get(change.key, change) if change.kind is Kind.COHORT_MEMBER else change
        for change in changes
        if not (change.kind is Kind.COHORT_MEMBER and change.key in joined)
    ]


def _family(cohort: str) -> str:
    """Return the part of a cohort's key that cohorts of one sort share: classes of a year."""
    return cohort.rpartition(":")[0]


def _last_part(record: Record) -> str:
    return record.cohort.rpartition(":")[2] if isinstance(record, CohortMember) else record.key
