"""Who learns from home now or soon, and who worked on which day, by the last snapshot; no site is asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.school.people import Role
from vsosh_moodle.school.remote import RemoteSwitch
from vsosh_moodle.workflow.learning import Learning, Period, open_learning, remarks_on
from vsosh_moodle.workflow.project import Project


@dataclass(frozen=True, slots=True)
class RemoteDay:
    """How many pupils did something in their courses on a day."""

    day: date
    active: int


@dataclass(frozen=True, slots=True)
class SwitchStatus:
    """A switch that is not over; `days_left` are school days with today's, None before it begins.

    `days` are the days of study so far, as far as Moodle was read.
    """

    switch: RemoteSwitch
    pupils: int
    days_left: int | None
    days: tuple[RemoteDay, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteStatus:
    """All switches that are not over."""

    switches: tuple[SwitchStatus, ...]
    remarks: tuple[str, ...] = ()


def remote_status(project: Project, now: datetime | None = None) -> RemoteStatus:
    """Return the switches that last or are to come; raises InputProblems when config.yaml is unusable."""
    with open_learning(project, now) as learning:
        found = []
        remarks: list[str] = []
        for switch in learning.config.switches:
            if switch.is_over(learning.today):
                continue
            begun = switch.start <= learning.today
            days = _days(learning, switch, remarks) if begun else ()
            left = _study_days(learning, switch, max(learning.today, switch.start), switch.last)
            found.append(
                SwitchStatus(
                    switch, len(_pupils(learning, switch)), len(left) if begun else None, days
                )
            )
    return RemoteStatus(tuple(found), tuple(dict.fromkeys(remarks)))


def _days(learning: Learning, switch: RemoteSwitch, remarks: list[str]) -> tuple[RemoteDay, ...]:
    end = min(switch.last, learning.today)
    try:
        whole = learning.facts(Period("", switch.start, end))
    except ConfigError:
        remarks.append(
            _(
                "Кто занимается, неизвестно: с начала дистанта Moodle не прочитан. Выполните: {c}"
            ).format(c="vsosh-moodle pull")
        )
        return ()
    remarks += remarks_on(whole, learning.today)
    classes = {str(name) for name in switch.classes}
    taken = date.fromisoformat(whole.snapshot.taken[:10]) if whole.snapshot else end
    found = []
    for day in _study_days(learning, switch, switch.start, min(end, taken)):
        facts = learning.facts(Period("", day, day))
        here = {one.person for one in facts.people if one.class_name in classes}
        active = {
            one.person
            for one in facts.participations
            if one.person in here and one.works(facts.rule) > 0
        }
        found.append(RemoteDay(day, len(active)))
    return tuple(found)


def _study_days(
    learning: Learning, switch: RemoteSwitch, start: date, end: date
) -> tuple[date, ...]:
    """Return the days on which some class of the switch learns, Sundays and holidays left out."""
    year = learning.config.school_year()
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return tuple(
        day for day in days if any(year.is_study_day(day, name) for name in switch.classes)
    )


def _pupils(learning: Learning, switch: RemoteSwitch) -> list[str]:
    return [
        one.full_name
        for one in learning.school.roster.people
        if one.role is Role.STUDENT and one.class_name in switch.classes
    ]
