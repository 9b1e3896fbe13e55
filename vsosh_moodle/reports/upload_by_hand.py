"""What no upload file can do: one step of the checklist for each page of Moodle where it is done.

Names of pages, fields and buttons are those of Moodle's Russian and English, 4.1 and 4.5 alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import (
    CONTENT_KINDS,
    Category,
    Cohort,
    CohortMember,
    Course,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Kind,
    Record,
    Section,
    User,
)
from vsosh_moodle.reports.plan_naming import Naming, course_of_key, group_name
from vsosh_moodle.reports.plan_words import action_title


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: a heading, where to press, what to set there, and a list of what is concerned.

    `settings` are labels of fields with the value of each; the label "" stands before a button.
    """

    title: str
    text: str
    settings: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def list_first_by_hand(by_hand: Sequence[Change], naming: Naming) -> list[Step]:
    """Return what comes before the files: categories, which the file of courses must find."""
    changes = [one for one in by_hand if one.kind is Kind.CATEGORY]
    new = [one for one in changes if one.before is None]
    old = [one for one in changes if one.before is not None]
    make = _(
        "Администрирование → Курсы → Добавить категорию. Поле «Идентификационный номер категории» "
        "заполните точно как здесь: по нему курсы найдут свою категорию."
    )
    change = _(
        "Администрирование → Курсы → Управление курсами и категориями → шестерёнка у категории."
    )
    return [
        *_step(_("Категории курсов"), make, [_category(one, naming) for one in new]),
        *_step(_("Категории курсов: изменить"), change, _lines(old, naming)),
    ]


def list_last_by_hand(
    by_hand: Sequence[Change],
    half_made: Iterable[str],
    names: Mapping[str, str],
    naming: Naming,
) -> list[Step]:
    """Return what comes after the files.

    `half_made` are groupings that only lack their number, `names` Moodle's own names of cohorts
    and groupings by key.
    """
    new_groupings = [one for one in _of(by_hand, Kind.GROUPING) if one.before is None]
    special = {Kind.SECTION, Kind.GROUPING_GROUP, Kind.COHORT_MEMBER, Kind.GROUP_MEMBER}
    rest = [
        one
        for one in by_hand
        if one not in new_groupings
        and one.kind not in special
        and one.kind is not Kind.CATEGORY
        and one.kind not in CONTENT_KINDS
    ]
    sections = _(
        "Откройте курс, включите «Режим редактирования» и щёлкните карандаш у названия раздела "
        "(в Moodle это «секция»). Здесь 0 — самый верхний, 1 — следующий за ним; чего не хватает, "
        "добавьте."
    )
    groupings = _(
        "Курс → Участники → в списке «Группы» выберите «Потоки». Поток, созданный файлом групп, "
        "откройте шестерёнкой, прочие создайте; номер — в поле «ID потока», точно как здесь."
    )
    places = _("Там же: значок «Показать группы в потоке» → Добавить/удалить группы.")
    cohorts = _("Администрирование → Пользователи → Глобальные группы → у группы «Назначить».")
    groups = _("Курс → Участники → Группы → выберите группу → Добавить/удалить участников.")
    other = _("Загрузкой файлов этого не сделать: сделайте вручную в курсе или у человека.")
    content = _("Элементы курсов создаёт только плагин local_vsosh или учитель вручную.")
    return [
        *_step(_("Названия разделов"), sections, _sections(by_hand, naming)),
        *_step(
            _("Потоки"),
            groupings,
            [_grouping(one, set(half_made), naming) for one in new_groupings],
        ),
        *_step(_("Группы в потоках"), places, _places(by_hand, names, naming)),
        *_step(_("Состав глобальных групп"), cohorts, _members(by_hand, names, naming)),
        *_step(_("Состав групп в курсах"), groups, _group_members(by_hand, naming)),
        *_step(_("Вручную"), other, _lines(rest, naming)),
        *_step(
            _("Содержание курсов"),
            content,
            _lines([one for one in by_hand if one.kind in CONTENT_KINDS], naming),
        ),
    ]


def _step(title: str, text: str, lines: Sequence[str]) -> list[Step]:
    return [Step(title, text, lines=tuple(lines))] if lines else []


def _of(changes: Iterable[Change], kind: Kind) -> list[Change]:
    return [one for one in changes if one.kind is kind]


def _lines(changes: Iterable[Change], naming: Naming) -> list[str]:
    return [_line(one, naming) for one in changes]


def _line(change: Change, naming: Naming) -> str:
    line = f"{action_title(change.action, change.kind)}: {naming.record(change.record)}"
    if change.before is None:
        details = _identity(change.record)
    elif change.after is not None:
        details = naming.values(change)
    else:
        details = ""
    return f"{line}; {details}" if details else line


def _identity(record: Record) -> str:
    """Return what a person must write so that the next plan knows the new object again."""
    if isinstance(record, User):
        return _("логин: {login}; почта: {email}; номер (индивидуальный): {key}").format(
            login=record.username, email=record.email, key=record.key
        )
    if isinstance(record, Course):
        return _("краткое название: {name}; ID курса: {key}").format(
            name=record.shortname, key=record.key
        )
    if isinstance(record, Cohort | Group):
        return _("номер: {key}").format(key=record.key)
    return ""


def _category(change: Change, naming: Naming) -> str:
    category = change.record
    parent = isinstance(category, Category) and category.parent
    return _("«{title}»; внутри: {parent}; номер: {key}").format(
        title=naming.title(change.key),
        parent=naming.quoted(parent) if parent else _("верхний уровень"),
        key=change.key,
    )


def _sections(by_hand: Iterable[Change], naming: Naming) -> list[str]:
    """Return a line for each course: «Алгебра»: 1 — «Начало», 2 — «Числа»."""
    found: dict[str, list[Section]] = {}
    for change in _of(by_hand, Kind.SECTION):
        if isinstance(change.after, Section):
            found.setdefault(change.after.course, []).append(change.after)
    return [
        _("{course}: {names}").format(
            course=naming.quoted(course),
            names=", ".join(
                _("{number} — «{name}»").format(number=one.number, name=one.name)
                for one in sorted(sections, key=lambda one: one.number)
            ),
        )
        for course, sections in found.items()
    ]


def _grouping(change: Change, half_made: set[str], naming: Naming) -> str:
    grouping = change.record
    name = grouping.name if isinstance(grouping, Grouping) else naming.title(change.key)
    line = (
        _("{course}: открыть «{name}», вписать номер {key}")
        if change.key in half_made
        else _("{course}: создать «{name}», номер {key}; если такой есть, вписать номер")
    )
    return line.format(course=naming.quoted(course_of_key(change.key)), name=name, key=change.key)


def _places(by_hand: Iterable[Change], names: Mapping[str, str], naming: Naming) -> list[str]:
    """Return a line for each grouping and action, with the names of its groups."""
    found: dict[tuple[str, bool], list[str]] = {}
    for change in _of(by_hand, Kind.GROUPING_GROUP):
        if isinstance(change.record, GroupingGroup):
            place = (change.record.grouping, change.action is Action.REMOVE)
            found.setdefault(place, []).append(group_name(change.record.group))
    return [
        (
            _("{course}, «{name}»: исключить {what}")
            if removed
            else _("{course}, «{name}»: включить {what}")
        ).format(
            course=naming.quoted(course_of_key(grouping)),
            name=names.get(grouping) or naming.title(grouping),
            what=", ".join(groups),
        )
        for (grouping, removed), groups in found.items()
    ]


def _members(by_hand: Iterable[Change], names: Mapping[str, str], naming: Naming) -> list[str]:
    """Return a line for each cohort and action; of a move only the way out is left to people."""
    found: dict[tuple[str, bool], list[str]] = {}
    for change in _of(by_hand, Kind.COHORT_MEMBER):
        removed = change.before is not None
        record = change.before or change.after
        if isinstance(record, CohortMember):
            found.setdefault((record.cohort, removed), []).append(record.user)
    return [
        _who(names.get(cohort) or naming.title(cohort), removed, users, naming)
        for (cohort, removed), users in found.items()
    ]


def _group_members(by_hand: Iterable[Change], naming: Naming) -> list[str]:
    """Return a line for each group of a course and action."""
    found: dict[tuple[str, bool], list[str]] = {}
    for change in _of(by_hand, Kind.GROUP_MEMBER):
        record = change.record
        if isinstance(record, GroupMember):
            place = (record.group, change.action is Action.REMOVE)
            found.setdefault(place, []).append(record.user)
    return [
        _who(
            _("{course}, группа {group}").format(
                course=naming.quoted(course_of_key(group)), group=group_name(group)
            ),
            removed,
            users,
            naming,
        )
        for (group, removed), users in found.items()
    ]


def _who(place: str, removed: bool, users: Sequence[str], naming: Naming) -> str:
    line = _("{place}: исключить {who}") if removed else _("{place}: включить {who}")
    return line.format(place=place, who=naming.titles(users))
