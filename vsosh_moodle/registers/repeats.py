"""Rows that stand in the registers twice, or contradict each other."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.registers.build import BuiltRow, Record
from vsosh_moodle.registers.columns import RegisterDefinition
from vsosh_moodle.registers.records import DeviceRow, StaffRow, TrainingRow
from vsosh_moodle.school.names import name_key

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of a register that are left, each once, and the problems of the others."""

    rows: tuple[BuiltRow, ...]
    problems: tuple[Problem, ...]

    @property
    def repeated(self) -> tuple[Place, ...]:
        """The places of the rows left out."""
        return tuple(problem.place for problem in self.problems)


def leave_out_repeated(definition: RegisterDefinition, rows: Sequence[BuiltRow]) -> Kept:
    """Return the rows without those that say again what an earlier one says."""
    seen: dict[tuple[Hashable, ...], Record] = {}
    kept: list[BuiltRow] = []
    problems: list[Problem] = []
    for row in rows:
        key = tuple(_plain(getattr(row.record, name)) for name in definition.unique)
        first = seen.setdefault(key, row.record)
        if first is row.record:
            kept.append(row)
        else:
            problems.append(_repeated(row.record, first))
    return Kept(tuple(kept), tuple(problems))


def check_devices(devices: Iterable[DeviceRow]) -> list[Problem]:
    """Return what contradicts itself: one thing with two pupils at a time, a pupil with and without."""
    problems: list[Problem] = []
    by_number: dict[str, list[DeviceRow]] = {}
    own: dict[tuple[str, str], DeviceRow] = {}
    for device in devices:
        pupil = (name_key(device.person), str(device.class_name))
        if device.inventory and device.has == "loan":
            by_number.setdefault(device.inventory.casefold(), []).append(device)
        if device.has != "loan":
            other = own.setdefault(pupil, device)
            if other.has != device.has:
                problems.append(_contradicts(device, other))
    for loans in by_number.values():
        loans.sort(key=lambda one: (one.since is not None, one.since or one.source))
        for before, after in pairwise(loans):
            if _overlap(before, after):
                problems.append(_lent_twice(after, before))
    return problems


def check_training(
    training: Iterable[TrainingRow], staff: Sequence[StaffRow], known: Iterable[str]
) -> list[Problem]:
    """Return the problem of everybody trained who is neither in the staff register nor a teacher."""
    if not staff:
        return []
    names = {name_key(row.name) for row in staff} | {name_key(name) for name in known}
    return [
        Problem(
            row.source,
            _("этого человека нет ни в реестре «Кадры», ни в списках учителей."),
            _("исправьте имя или добавьте человека в «Кадры»: иначе он не считается."),
            "staff-unknown",
            "warning",
        )
        for row in training
        if name_key(row.name) not in names
    ]


def _plain(value: object) -> Hashable:
    return name_key(value) if isinstance(value, str) else value


def _repeated(record: Record, first: Record) -> Problem:
    return Problem(
        record.source,
        _("эта строка повторяет другую ({place}) и не считается второй раз.").format(
            place=first.source
        ),
        _("удалите одну из двух или исправьте то, чем они различаются."),
        "row-twice",
    )


def _contradicts(device: DeviceRow, other: DeviceRow) -> Problem:
    return Problem(
        device.source,
        _("у этого ученика выше ({place}) другой ответ, есть ли своя техника.").format(
            place=other.source
        ),
        _("оставьте верную строку."),
        "device-contradicts",
    )


def _lent_twice(after: DeviceRow, before: DeviceRow) -> Problem:
    return Problem(
        after.source,
        _("под инвентарным № {number} техника ещё не возвращена другим учеником ({place}).").format(
            number=after.inventory, place=before.source
        ),
        _("впишите прежнему ученику дату возврата или исправьте номер."),
        "device-lent-twice",
        "warning",
    )


def _overlap(before: DeviceRow, after: DeviceRow) -> bool:
    same = (before.person, before.class_name) == (after.person, after.class_name)
    if same or before.returned is None:
        return not same
    return after.since is not None and after.since < before.returned
