"""Guards of an undo: a class that loses many people, a teacher taken off, another site. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vsosh_moodle.language import _, plural
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.guard_facts import ClassThreshold, Verdict
from vsosh_moodle.plan.records import CohortMember, Enrolment, Kind
from vsosh_moodle.plan.state import State


@dataclass(frozen=True, slots=True)
class UndoGuardFacts:
    """What the guards need beside the changes: this site, that of the run, classes' thresholds."""

    site: str
    run_site: str
    default_threshold: ClassThreshold = field(default_factory=ClassThreshold)
    thresholds: Mapping[str, ClassThreshold] = field(default_factory=dict)


def check_undo_guards(
    changes: Sequence[Change], base: State, facts: UndoGuardFacts, allowed: Iterable[str] = ()
) -> list[Verdict]:
    """Return every verdict, lifted ones too; `base` is what was applied last."""
    lifted = set(allowed)
    verdicts = [
        *_wrong_site(facts),
        *_classes_shrunk(changes, base, facts),
        *_teachers_removed(changes, base),
    ]
    return [replace(one, lifted=one.override in lifted) for one in verdicts]


def _wrong_site(facts: UndoGuardFacts) -> Iterator[Verdict]:
    if facts.site != facts.run_site:
        message = _("Запуск был на сайте {last}, а сейчас в config.yaml указан {site}.").format(
            last=facts.run_site, site=facts.site
        )
        yield Verdict("wrong-site", message, "wrong-site")


def _classes_shrunk(
    changes: Sequence[Change], base: State, facts: UndoGuardFacts
) -> Iterator[Verdict]:
    closed = {one.key for one in changes if _ends(one) and one.kind is Kind.USER}
    left = {
        (one.before.cohort, one.before.user)
        for one in changes
        if one.action in (Action.REMOVE, Action.MOVE) and isinstance(one.before, CohortMember)
    }
    members: dict[str, set[str]] = {}
    for member in base.cohort_member.values():
        if ":class:" in member.cohort:
            members.setdefault(member.cohort, set()).add(member.user)
    for cohort, users in members.items():
        name = cohort.rpartition(":")[2]
        lost = sum(user in closed or (cohort, user) in left for user in users)
        limit = facts.thresholds.get(name, facts.default_threshold)
        if lost > limit.people or lost * 100 > limit.percent * len(users):
            message = _("Отмена затронет в классе {name} {people} из {total}.").format(
                name=name,
                people=plural(lost, "{n} человека", "{n} человека", "{n} человек"),
                total=len(users),
            )
            yield Verdict("class-loss", message, f"class-loss:{name}", name)


def _teachers_removed(changes: Sequence[Change], base: State) -> Iterator[Verdict]:
    off = Counter(
        one.before.course
        for one in changes
        if _ends(one) and isinstance(one.before, Enrolment) and one.before.role == "teacher"
    )
    for key, teachers in off.items():
        course = base.course.get(key)
        short = key.rpartition(":")[2]
        message = _("С курса «{title}» {teachers}.").format(
            title=course.fullname if course else key,
            teachers=plural(
                teachers,
                "снимается {n} учитель",
                "снимаются {n} учителя",
                "снимается {n} учителей",
            ),
        )
        yield Verdict("teacher-removed", message, f"teacher-removed:{short}", short)


def _ends(change: Change) -> bool:
    return change.action in (Action.SUSPEND, Action.REMOVE)
