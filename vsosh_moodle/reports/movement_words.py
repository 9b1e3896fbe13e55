"""What happens to a person, in the words of a school: «переведена (7А → 7Б)». Pure."""

from collections.abc import Callable, Iterator
from datetime import date

from vsosh_moodle.language import _, plural
from vsosh_moodle.plan.movement import Consequences, Event, Happening, PersonMovement
from vsosh_moodle.reports.plan_words import render_day
from vsosh_moodle.school.gender import Gender

Title = Callable[[Event, str], str]


def describe_happenings(one: PersonMovement, title: Title) -> str:
    """Return all that happens to a person, in one line; `title` names the keys of an event."""
    return "; ".join(_describe(each, one.gender, title) for each in one.happenings)


def describe_consequences(one: PersonMovement, timezone: str) -> str:
    """Return what follows, counted: «8 зачислений, 5 групп; оценки остаются»; days are the school's."""
    counted = ", ".join(_counted(one.consequences))
    parts = [counted] if counted else []
    if one.starts:
        parts.append(_("доступ с {day}").format(day=render_day(one.starts, timezone)))
    if one.keeps_results:
        parts.append(_("оценки остаются"))
    if any(each.event in (Event.SURNAME, Event.NAME) for each in one.happenings):
        parts.append(_("логин прежний"))
    if one.hide_on is not None:
        parts.append(_("скрыть {day}").format(day=render_date(one.hide_on)))
    return "; ".join(parts)


def render_date(day: date) -> str:
    """Return a day as «30.11.2026»."""
    return f"{day:%d.%m.%Y}"


def event_word(event: Event, gender: Gender) -> str:
    """Return the verb of an event, agreeing with the person where the patronymic tells how."""
    words: dict[Event, tuple[str, str, str]] = {
        Event.ARRIVED: (_("прибыл"), _("прибыла"), _("прибыл(а)")),
        Event.LEFT: (_("выбыл"), _("выбыла"), _("выбыл(а)")),
        Event.RETURNED: (_("вернулся"), _("вернулась"), _("вернулся(-лась)")),
        Event.MOVED: (_("переведён"), _("переведена"), _("переведён(а)")),
        Event.HIDDEN: (
            _("выбыл давно, скрывается"),
            _("выбыла давно, скрывается"),
            _("выбыл(а) давно, скрывается"),
        ),
        Event.SURNAME: (_("сменил фамилию"), _("сменила фамилию"), _("сменил(а) фамилию")),
        Event.NAME: (_("сменил имя"), _("сменила имя"), _("сменил(а) имя")),
        Event.HIRED: (_("принят"), _("принята"), _("принят(а)")),
        Event.REPLACED: (_("заменён"), _("заменена"), _("заменён(а)")),
        Event.DISMISSED: (_("снят с курсов"), _("снята с курсов"), _("снят(а) с курсов")),
    }
    male, female, neutral = words[event]
    return {"m": male, "f": female, "": neutral}[gender]


def _describe(one: Happening, gender: Gender, title: Title) -> str:
    listed = ", ".join(title(one.event, key) for key in one.keys)
    lists: dict[Event, str] = {
        Event.CATEGORY_ADDED: _("категория добавлена: {listed}"),
        Event.CATEGORY_REMOVED: _("категория снята: {listed}"),
        Event.PROGRAMME_ADDED: _("новый курс: {listed}"),
        Event.PROGRAMME_REMOVED: _("курс больше не изучается: {listed}"),
        Event.TEACHES: _("ведёт: {listed}"),
        Event.SUBSTITUTION_ENDED: _("срок работы вышел: {listed}"),
    }
    if one.event in lists:
        return lists[one.event].format(listed=listed)
    match one.event:
        case Event.MOVED:
            return _("{moved} ({before} → {after})").format(
                moved=event_word(one.event, gender), before=one.before, after=one.after
            )
        case Event.SURNAME | Event.NAME:
            return _("{changed}: {before} → {after}").format(
                changed=event_word(one.event, gender), before=one.before, after=one.after
            )
        case Event.LEVEL:
            return _describe_level(one, listed)
        case Event.SUBSTITUTES:
            return _describe_substitution(one, listed)
        case Event.REPLACED:
            return _("{replaced} на {courses}: теперь {people}").format(
                replaced=event_word(one.event, gender),
                courses=_on_courses(int(one.after)),
                people=listed,
            )
        case Event.DISMISSED if listed:
            return _("{dismissed}: {courses}").format(
                dismissed=event_word(one.event, gender), courses=listed
            )
        case Event.DISMISSED:
            return _("в списках учителей больше нет")
        case event:
            return event_word(event, gender)


def _describe_level(one: Happening, courses: str) -> str:
    if one.before and one.after:
        return _("уровень: {before} → {after} ({courses})").format(
            before=one.before, after=one.after, courses=courses
        )
    if one.after:
        return _("уровень: {after} ({courses})").format(after=one.after, courses=courses)
    return _("уровень снят: {before} ({courses})").format(before=one.before, courses=courses)


def _describe_substitution(one: Happening, absent: str) -> str:
    on = _on_courses(int(one.after))
    if one.until is None:
        return _("замещает на {courses}: {absent} (доступ остаётся)").format(
            courses=on, absent=absent
        )
    return _("замещает до {day} на {courses}: {absent} (доступ остаётся)").format(
        day=render_date(one.until), courses=on, absent=absent
    )


def _on_courses(number: int) -> str:
    return plural(number, "{n} курсе", "{n} курсах", "{n} курсах")


def _counted(what: Consequences) -> Iterator[str]:
    swapped = min(what.groups_joined, what.groups_left)
    joined, left = what.groups_joined - swapped, what.groups_left - swapped
    if n := what.enrolled:
        yield plural(n, "{n} зачисление", "{n} зачисления", "{n} зачислений")
    if n := what.restored:
        yield plural(
            n,
            "{n} зачисление возвращается",
            "{n} зачисления возвращаются",
            "{n} зачислений возвращаются",
        )
    if n := what.suspended:
        yield plural(
            n,
            "{n} зачисление приостанавливается",
            "{n} зачисления приостанавливаются",
            "{n} зачислений приостанавливаются",
        )
    if n := what.unenrolled:
        yield plural(
            n,
            "{n} зачисление снимается, оценки скроются",
            "{n} зачисления снимаются, оценки скроются",
            "{n} зачислений снимаются, оценки скроются",
        )
    if n := what.redated:
        yield plural(
            n,
            "{n} зачисление с другими датами",
            "{n} зачисления с другими датами",
            "{n} зачислений с другими датами",
        )
    if n := swapped:
        yield plural(n, "{n} группа меняется", "{n} группы меняются", "{n} групп меняются")
    if n := joined:
        yield plural(n, "{n} группа", "{n} группы", "{n} групп")
    if n := left:
        yield plural(n, "{n} группа снимается", "{n} группы снимаются", "{n} групп снимаются")
