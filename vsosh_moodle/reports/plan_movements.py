"""The movement of people as a report: counts by class, and a line a person, class by class. Pure."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.plan.class_counts import ClassCount
from vsosh_moodle.plan.movement import ClassProgramme, Event, Movements, PersonMovement
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.reports.movement_words import describe_consequences, describe_happenings
from vsosh_moodle.reports.plan_lines import Line
from vsosh_moodle.reports.plan_naming import Naming, alphabetical
from vsosh_moodle.reports.plan_words import count_people
from vsosh_moodle.school.classes import class_order


@dataclass(frozen=True, slots=True)
class MovementCard:
    """The people of a class, of the staff, or of no class."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class MovementReport:
    """What a plan says of people: a summary, counts of the classes that change, and lines.

    Empty when nobody moves. At the first plan everybody arrives: then there are no lines.
    """

    summary: str = ""
    classes: tuple[ClassCount, ...] = ()
    programmes: tuple[str, ...] = ()
    cards: tuple[MovementCard, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.summary)


def describe_movements(plan: Plan, naming: Naming) -> MovementReport:
    """Return the movement of people of a plan in words."""
    found = plan.movements
    if not found:
        return MovementReport()
    counts = tuple(
        sorted((one for one in found.classes if one.changes), key=lambda one: class_order(one.name))
    )
    if found.first:
        summary = _("Первое заполнение: {people}").format(people=count_people(len(found.people)))
        return MovementReport(summary, counts)
    return MovementReport(
        _summary(found),
        counts,
        tuple(_describe_programme(one, naming) for one in found.programmes),
        _cards(plan, found, naming),
    )


def count_titles() -> tuple[str, ...]:
    """Return the titles of the columns of counts, in the order of `count_values`."""
    return (
        _("было"),
        _("прибыло"),
        _("переведено в"),
        _("выбыло"),
        _("переведено из"),
        _("стало"),
    )


def count_values(one: ClassCount) -> tuple[int, ...]:
    """Return the counts of a class, in the order of `count_titles`."""
    return one.before, one.arrived, one.moved_in, one.left, one.moved_out, one.after


def _summary(found: Movements) -> str:
    counts = Counter(
        event for one in found.people for event in {happening.event for happening in one.happenings}
    )
    titles: dict[Event, str] = {
        Event.ARRIVED: _("прибыло: {n}"),
        Event.LEFT: _("выбыло: {n}"),
        Event.RETURNED: _("вернулось: {n}"),
        Event.MOVED: _("переведено: {n}"),
        Event.HIDDEN: _("скрывается: {n}"),
        Event.SURNAME: _("сменили фамилию: {n}"),
        Event.NAME: _("сменили имя: {n}"),
    }
    parts = [text.format(n=counts[event]) for event, text in titles.items() if counts[event]]
    told = sum(any(one.event in titles for one in person.happenings) for person in found.people)
    other = len(found.people) - told
    if other:
        parts.append(_("других изменений: {n}").format(n=other))
    return ", ".join(parts) or _("новые курсы у классов")


def _describe_programme(one: ClassProgramme, naming: Naming) -> str:
    words = (
        _("{name}: новый курс {course} — {people}")
        if one.added
        else _("{name}: курс больше не изучается {course} — {people}")
    )
    return words.format(
        name=one.class_name or _("Без класса"),
        course=naming.quoted(one.course),
        people=count_people(one.people),
    )


def _cards(plan: Plan, found: Movements, naming: Naming) -> tuple[MovementCard, ...]:
    groups: dict[tuple[bool, str], list[PersonMovement]] = defaultdict(list)
    for one in found.people:
        groups[one.teacher, one.class_name].append(one)
    cards = []
    for teacher, name in sorted(groups, key=lambda key: (key[0], class_order(key[1]))):
        people = sorted(groups[teacher, name], key=lambda one: alphabetical(one.name))
        title = _("Учителя") if teacher else name or _("Без класса")
        cards.append(MovementCard(title, tuple(_line(one, plan, naming) for one in people)))
    return tuple(cards)


def _line(one: PersonMovement, plan: Plan, naming: Naming) -> Line:
    def title(event: Event, key: str) -> str:
        if event in (Event.CATEGORY_ADDED, Event.CATEGORY_REMOVED):
            return _("«{title}»").format(title=plan.category_names.get(key) or naming.title(key))
        if event in (Event.REPLACED, Event.SUBSTITUTES):
            return naming.title(key)
        return naming.quoted(key)

    # Moodle may know a pupil by a code alone; the school reads names.
    place = plan.places.get(one.user)
    return Line(
        f"{plan.labels.get(one.user) or one.name} — {describe_happenings(one, title)}",
        describe_consequences(one, naming.timezone),
        str(place) if place is not None else "",
    )
