"""Watch lists in words: rows for the terminal, and a sheet for each class teacher."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from vsosh_moodle.indicators.watch import GiaRisk, WatchEntry, WatchKind
from vsosh_moodle.language import _, plural, render_number
from vsosh_moodle.reports.document.model import Column, Paragraph, Report, Section, Table
from vsosh_moodle.school.course_title import short_title


@dataclass(frozen=True, slots=True)
class WatchLists:
    """The lists of some classes. `names` by idnumber, `courses` their titles by key."""

    school: str
    period: str
    as_of: date
    classes: tuple[str, ...]
    entries: tuple[WatchEntry, ...]
    names: Mapping[str, str]
    courses: Mapping[str, str]
    inactive_days: int
    remarks: tuple[str, ...] = ()

    def of_class(self, name: str) -> list[WatchEntry]:
        """Return the entries of a class, by list and name."""
        order = {kind: place for place, kind in enumerate(WatchKind)}
        return sorted(
            (one for one in self.entries if one.class_name == name),
            key=lambda one: (order[one.kind], self.name(one), one.course, one.subject),
        )

    def lines(self, name: str) -> list["WatchLine"]:
        """Return the entries of a class with those of one pupil and list on one line."""
        grouped: dict[tuple[WatchKind, str], list[WatchEntry]] = {}
        for entry in self.of_class(name):
            grouped.setdefault((entry.kind, entry.person), []).append(entry)
        return [
            WatchLine(
                list_title(kind, self.inactive_days),
                self.name(entries[0]),
                _together(kind, entries),
                "; ".join(self._beside(one) for one in entries if self.place(one)),
            )
            for (kind, _person), entries in grouped.items()
        ]

    def _beside(self, entry: WatchEntry) -> str:
        number = f"{int(entry.number or 0)}"
        brief = {
            WatchKind.OVERDUE: number,
            WatchKind.NEARLY_DONE: _("{n} из {whole}").format(
                n=number, whole=int(entry.whole or 0)
            ),
        }.get(entry.kind)
        return f"{self.place(entry)} — {brief or entry_text(entry)}"

    def name(self, entry: WatchEntry) -> str:
        """Return the pupil's name."""
        return self.names.get(entry.person, entry.person)

    def place(self, entry: WatchEntry) -> str:
        """Return the course or the exam an entry is about, "" for none."""
        return entry.subject or short_title(self.courses.get(entry.course, entry.course))


class WatchLine(NamedTuple):
    """A line of a class teacher's sheet: the list, the pupil, what is known at a glance, and in detail."""

    title: str
    name: str
    text: str
    details: str


def list_title(kind: WatchKind, days: int) -> str:
    """Return what a list is called."""
    return {
        WatchKind.NEVER: _("Ещё не входили"),
        WatchKind.INACTIVE: _("Не входили больше {days}").format(
            days=plural(days, "{n} дня", "{n} дней", "{n} дней")
        ),
        WatchKind.IDLE: _("Нет работ за период"),
        WatchKind.OVERDUE: _("Пропущены сроки"),
        WatchKind.GIA: _("Внимание: ГИА"),
        WatchKind.NEARLY_DONE: _("Почти закончили"),
    }[kind]


def entry_text(entry: WatchEntry) -> str:
    """Return what is known of an entry in a few words."""
    number = int(entry.number or 0)
    since = f"{entry.since:%d.%m.%Y}" if entry.since else ""
    match entry.kind:
        case WatchKind.NEVER:
            return _("в списках с {day}").format(day=since) if since else _("входа ещё не было")
        case WatchKind.INACTIVE:
            ago = plural(number, "{n} день назад", "{n} дня назад", "{n} дней назад")
            return _("последний вход {day}, {ago}").format(day=since, ago=ago)
        case WatchKind.IDLE:
            return plural(number, "курсов: {n}", "курсов: {n}", "курсов: {n}")
        case WatchKind.OVERDUE:
            return plural(number, "{n} задание", "{n} задания", "{n} заданий")
        case WatchKind.GIA:
            return _risk_text(entry, since)
        case WatchKind.NEARLY_DONE:
            return _("сделано {n} из {whole}").format(n=number, whole=int(entry.whole or 0))


def _together(kind: WatchKind, entries: Sequence[WatchEntry]) -> str:
    """Return what several entries of one pupil come to."""
    match kind:
        case WatchKind.OVERDUE:
            total = sum(int(one.number or 0) for one in entries)
            return plural(total, "{n} задание", "{n} задания", "{n} заданий")
        case WatchKind.NEARLY_DONE:
            return plural(len(entries), "{n} курс", "{n} курса", "{n} курсов")
        case WatchKind.GIA:
            return plural(len(entries), "{n} экзамен", "{n} экзамена", "{n} экзаменов")
        case _:
            return entry_text(entries[0])


def _risk_text(entry: WatchEntry, since: str) -> str:
    match entry.risk:
        case GiaRisk.BELOW if (entry.number or 0) >= (entry.whole or 0):
            # Enough points, but another condition of the scale is not met (geometry, literacy).
            points = _("пробник {points} б., не выполнено условие шкалы").format(
                points=_plain(entry.number)
            )
            return f"{points} ({since})" if since else points
        case GiaRisk.BELOW:
            points = _("пробник {points} б., нужно {needed}").format(
                points=_plain(entry.number), needed=_plain(entry.whole)
            )
            return f"{points} ({since})" if since else points
        case GiaRisk.NO_TRIAL:
            return _("пробника нет")
        case _:
            if since:
                return _("в курсе экзамена последний раз {day}").format(day=since)
            return _("в курсе экзамена ещё не работал(а)")


def _plain(points: float | None) -> str:
    return render_number(int(points) if float(points).is_integer() else points) if points else "0"


def watch_report(lists: WatchLists, made: str) -> Report:
    """Return the report with a sheet for each class teacher, and a summary without names before them."""
    sections = [_summary(lists), *(_class_section(lists, name) for name in lists.classes)]
    return Report(
        kind="watch",
        title=_("Списки внимания"),
        school=lists.school,
        period=lists.period,
        as_of=f"{lists.as_of:%d.%m.%Y}",
        sections=tuple(sections),
        named=True,
        lead=(_("Для классных руководителей"),),
        made=made,
    )


def watch_to_json(lists: WatchLists) -> dict[str, Any]:
    """Return the lists as `--format json` prints them."""
    return {
        "internal": True,
        "period": lists.period,
        "as_of": lists.as_of.isoformat(),
        "remarks": list(lists.remarks),
        "entries": [
            {
                "class": one.class_name,
                "list": one.kind.value,
                "person": one.person,
                "name": lists.name(one),
                "course": one.course,
                "course_title": lists.courses.get(one.course, ""),
                "subject": one.subject,
                "risk": one.risk.value if one.risk else "",
                "number": one.number,
                "whole": one.whole,
                "since": one.since.isoformat() if one.since else None,
            }
            for name in lists.classes
            for one in lists.of_class(name)
        ],
    }


def _summary(lists: WatchLists) -> Section:
    kinds = list(WatchKind)
    counts = {
        name: [_people(lists.of_class(name), kind) for kind in kinds] for name in lists.classes
    }
    table = Table(
        "summary",
        _("Сколько учеников в каждом списке"),
        (
            Column(_("Класс"), width=10),
            *(
                Column(list_title(kind, lists.inactive_days), "count", "sum", width=16)
                for kind in kinds
            ),
        ),
        tuple((name, *found) for name, found in counts.items()),
        totals=("", *(sum(column) for column in zip(*counts.values(), strict=True))),
        source=_("снимок Moodle от {day}").format(day=f"{lists.as_of:%d.%m.%Y}"),
    )
    remarks = tuple(Paragraph(text, style="note") for text in lists.remarks)
    return Section("summary", _("Сводка"), (*remarks, table))


def _people(entries: Iterable[WatchEntry], kind: WatchKind) -> int:
    return len({one.person for one in entries if one.kind is kind})


def _class_section(lists: WatchLists, name: str) -> Section:
    lines = lists.lines(name)
    title = _("Класс {name}").format(name=name)
    if not lines:
        return Section(name, title, (Paragraph(_("В списках внимания никого нет.")),), page=True)
    table = Table(
        f"class-{name}",
        title,
        (
            Column(_("Список"), width=20),
            Column(_("Ученик"), width=30),
            Column(_("Кратко"), width=24),
            Column(_("Курсы и экзамены"), width=60),
            Column(_("Что сделано"), width=20, note=_("заполняет классный руководитель")),
        ),
        tuple((*line, "") for line in lines),
        people=1,
    )
    return Section(name, title, (table,), page=True)
