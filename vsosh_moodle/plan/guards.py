"""Guards: what must be looked at by a person before a plan is applied. Pure.

A guard compares what the files ask for with what was applied last. Each verdict names the override
that lifts it, so that a refusal always tells the way forward.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from vsosh_moodle.language import _, plural
from vsosh_moodle.plan.guard_facts import ClassThreshold, GuardFacts, Verdict
from vsosh_moodle.plan.records import Cohort, Enrolment
from vsosh_moodle.plan.roster_guards import check_rosters
from vsosh_moodle.plan.state import State
from vsosh_moodle.plan.year_movement import count_movement

__all__ = ["ClassThreshold", "GuardFacts", "Verdict", "check_guards"]

EARLY = timedelta(days=92)
"""How long before the first day of the year its plan may be applied without a question."""


def check_guards(
    desired: State, base: State, facts: GuardFacts, allowed: Iterable[str] = ()
) -> list[Verdict]:
    """Return every verdict, lifted ones too; `allowed` are the overrides given (`NAME[:SUBJECT]`)."""
    lifted = set(allowed)
    verdicts = [
        *_wrong_site(facts),
        *_people_memory_lost(facts),
        *_source_empty(base, facts),
        *_source_old(facts),
        *_wrong_year(facts),
        *_new_year(desired, base, facts),
        *_classes_shrunk(desired, base, facts),
        *_teachers_removed(desired, base, facts),
        *check_rosters(desired, base, facts),
    ]
    return [
        Verdict(v.guard, v.message, v.override, v.subject, lifted=v.override in lifted)
        for v in verdicts
    ]


def _wrong_site(facts: GuardFacts) -> Iterator[Verdict]:
    if facts.last_site and facts.last_site != facts.site:
        message = _(
            "Раньше эта папка применялась к сайту {last}, а сейчас в config.yaml указан {site}."
        ).format(last=facts.last_site, site=facts.site)
        yield Verdict("wrong-site", message, "wrong-site")


def _people_memory_lost(facts: GuardFacts) -> Iterator[Verdict]:
    if facts.claimed_keys:
        count = plural(
            len(facts.claimed_keys),
            "{n} учётная запись на сайте уже носит номер",
            "{n} учётные записи на сайте уже носят номера",
            "{n} учётных записей на сайте уже носят номера",
        )
        message = _(
            "{count}, которых нет в памяти этой папки (.vsosh). Похоже, папка восстановлена без "
            "неё: верните .vsosh из копии, иначе чужие учётные записи достанутся новым людям."
        ).format(count=count)
        yield Verdict("people-memory-lost", message, "people-memory-lost")


def _source_empty(base: State, facts: GuardFacts) -> Iterator[Verdict]:
    if facts.students == 0 and base.user:
        message = _(
            "В списках нет ни одного ученика, а раньше они были. Проверьте, те ли файлы называет rosters в "
            "config.yaml."
        )
        yield Verdict("source-empty", message, "source-empty")


def _source_old(facts: GuardFacts) -> Iterator[Verdict]:
    if 0 < facts.sources_changed < facts.last_sources_changed:
        message = _(
            "Списки старше тех, что применялись в прошлый раз ({now} против {last}). Возьмите последние."
        ).format(now=_moment(facts.sources_changed), last=_moment(facts.last_sources_changed))
        yield Verdict("source-old", message, "source-old")


def _wrong_year(facts: GuardFacts) -> Iterator[Verdict]:
    if not facts.year_start - EARLY <= facts.today <= facts.year_end + EARLY:
        message = _(
            "Сегодня {today:%d.%m.%Y}, а учебный год в config.yaml — с {start:%d.%m.%Y} "
            "по {end:%d.%m.%Y}."
        ).format(today=facts.today, start=facts.year_start, end=facts.year_end)
        yield Verdict("wrong-year", message, "wrong-year")


def _new_year(desired: State, base: State, facts: GuardFacts) -> Iterator[Verdict]:
    """Ask once when the year turns: last year's classes and courses are left behind as a whole.

    A year changed in config.yaml by mistake would do the same in the middle of one.
    """
    year = _year_prefix(facts)
    classes = {member.cohort for member in base.cohort_member.values() if _of_class(member.cohort)}
    if not year or not classes or any(cohort.startswith(year) for cohort in classes):
        return
    left = sum(not key.startswith(year) for key in base.enrolment)
    movement = str(count_movement(desired, base, facts.class_cohorts))
    message = _(
        "Это первый план нового учебного года: {movement}. С прошлогодними курсами поступят как с "
        "курсами выбывших ({count})."
    ).format(
        movement=movement or _("учеников нет"),
        count=plural(left, "{n} зачисление", "{n} зачисления", "{n} зачислений"),
    )
    yield Verdict("new-year", message, "new-year")


def _year_prefix(facts: GuardFacts) -> str:
    """Return what the keys of this year's classes and courses begin with, "" without classes."""
    cohort = next(iter(facts.class_cohorts.values()), "")
    return cohort.partition("class:")[0]


def _of_class(cohort: str) -> bool:
    return ":class:" in cohort


def _classes_shrunk(desired: State, base: State, facts: GuardFacts) -> Iterator[Verdict]:
    if facts.students == 0:
        return  # source-empty says it once for all classes
    before = _members_by_cohort(base)
    after = _members_by_cohort(desired)
    cohort_classes = {cohort: name for name, cohort in facts.class_cohorts.items()}
    placed = {user for cohort in cohort_classes for user in after.get(cohort, ())}
    for cohort, members in before.items():
        record = base.cohort.get(cohort)
        name = cohort_classes.get(cohort) or (record.name if record else cohort)
        if not _is_class(cohort, cohort_classes, record, facts):
            continue
        if not after.get(cohort):
            message = _("Класса {name} в списках больше нет (было: {people}).").format(
                name=name, people=_people(len(members))
            )
            moved = len(members & placed)
            if moved:
                message += " " + _("Из них в других классах: {people}.").format(
                    people=_people(moved)
                )
            yield Verdict("class-missing", message, f"class-missing:{name}", name)
            continue
        lost = len(members - after[cohort] - placed)
        limit = facts.thresholds.get(name, facts.default_threshold)
        if lost > limit.people or lost * 100 > limit.percent * len(members):
            message = _(
                "Из класса {name} выбывает {people} из {total} (порог: {percent:g} % или {limit})."
            ).format(
                name=name,
                people=lost,
                total=len(members),
                percent=limit.percent,
                limit=_people(limit.people),
            )
            yield Verdict("class-loss", message, f"class-loss:{name}", name)


def _is_class(
    cohort: str, known: Mapping[str, str], record: Cohort | None, facts: GuardFacts
) -> bool:
    """A class of the config, or one that was a class this year when it was applied."""
    if facts.class_scope and (known.get(cohort) or "") not in facts.class_scope:
        return False
    this_year = _of_class(cohort) and cohort.startswith(_year_prefix(facts))
    return cohort in known or (record is not None and this_year)


def _teachers_removed(desired: State, base: State, facts: GuardFacts) -> Iterator[Verdict]:
    """Ask about a teacher taken off a course, unless another comes there or the period told is over."""
    year = _year_prefix(facts)
    taught, newly_taught = _taught(desired, base)
    for key, last in base.enrolment.items():
        if last.role != "teacher" or last.suspended or key in desired.enrolment:
            continue
        over = 0 < last.timeend <= facts.now and last.course in taught
        if last.course in newly_taught or over:
            continue
        if not last.course.startswith(year):
            continue  # new-year says it once for all courses of last year
        course = base.course.get(last.course)
        title = course.fullname if course else last.course
        short = last.course.rpartition(":")[2]
        message = _(
            "С курса «{title}» снимается учитель, и никто его не заменяет. Впишите замену в список учителей."
        ).format(title=title)
        yield Verdict("teacher-removed", message, f"teacher-removed:{short}", short)


def _taught(desired: State, base: State) -> tuple[set[str], set[str]]:
    """Return the courses that will have a teacher, and those that get one they had not."""
    teachers = [one for one in desired.enrolment.values() if _is_teaching(one)]
    new = [one for one in teachers if not _is_teaching(base.enrolment.get(one.key))]
    return {one.course for one in teachers}, {one.course for one in new}


def _is_teaching(enrolment: Enrolment | None) -> bool:
    return enrolment is not None and enrolment.role == "teacher" and not enrolment.suspended


def _members_by_cohort(state: State) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for member in state.cohort_member.values():
        members.setdefault(member.cohort, set()).add(member.user)
    return members


def _people(count: int) -> str:
    return plural(count, "{n} человек", "{n} человека", "{n} человек")


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%d.%m.%Y %H:%M")
