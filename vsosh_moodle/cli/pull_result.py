"""How a pull ended, in lines for a person and as JSON, and the table of snapshots."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from vsosh_moodle.language import _, plural, render_number
from vsosh_moodle.store.snapshot_gaps import gap_words, gaps_in_words, part_title

if TYPE_CHECKING:
    from vsosh_moodle.store.snapshots import Snapshot
    from vsosh_moodle.workflow.pulling import PullResult

MOST_GAPS = 12
"""So many gaps are listed on the screen; the snapshot keeps them all."""


def result_lines(result: "PullResult") -> Iterator[str]:
    """Yield what a person is told after a pull."""
    snapshot = result.snapshot
    if result.notice:
        yield result.notice
    yield _headline(result)
    yield _("{courses}, {pupils} в списках, {calls}, {seconds} с.").format(
        courses=plural(
            result.courses, "{n} курс прочитан", "{n} курса прочитано", "{n} курсов прочитано"
        ),
        pupils=plural(result.pupils, "{n} ученик", "{n} ученика", "{n} учеников"),
        calls=plural(result.calls, "{n} запрос", "{n} запроса", "{n} запросов"),
        seconds=render_number(round(result.seconds, 1)),
    )
    yield from _changes(result)
    yield from _gaps(snapshot)
    if result.interrupted:
        left = plural(result.waiting, "{n} курс", "{n} курса", "{n} курсов")
        yield _("Остановлено, осталось: {left}.").format(left=left)
        yield _("Повторите vsosh-moodle pull: он продолжит с того же места.")
    elif result.courses:
        yield _("Дальше: vsosh-moodle report year")
    else:
        yield _("Ни один курс не прочитан, отчёту не из чего браться.")
        yield _(
            "Дальше: vsosh-moodle plan покажет, есть ли курсы на сайте; нет — vsosh-moodle apply"
        )


def _headline(result: "PullResult") -> str:
    snapshot = result.snapshot
    way = _("через плагин") if snapshot.header.source == "plugin" else _("без плагина")
    extent = _("прочитано всё") if snapshot.header.full else _("прочитаны изменения")
    text = _("Снимок № {number} от {moment}, {way}, {extent}.").format(
        number=snapshot.number, moment=_local(snapshot.header.taken), way=way, extent=extent
    )
    return f"{text} {_('Продолжен после обрыва.')}" if result.resumed else text


def _changes(result: "PullResult") -> Iterator[str]:
    counts = result.snapshot.counts
    if result.before is None:
        yield _("Это первый снимок. В нём:")
    else:
        day = _local(result.before.header.taken)
        yield _("За это время (с {day}):").format(day=day)
    lines = [
        f"  {_title(part)}: {', '.join(_count_words(words))}"
        for part in _SHOWN
        if (words := counts.get(part)) and any(words.values())
    ]
    yield from lines or [_("  ничего не изменилось.")]


def _count_words(words: Any) -> Iterator[str]:
    if words.get("new"):
        yield plural(words["new"], "{n} новое", "{n} новых", "{n} новых")
    if words.get("changed"):
        yield plural(words["changed"], "{n} изменилось", "{n} изменились", "{n} изменилось")
    if words.get("gone"):
        yield plural(words["gone"], "{n} исчезло", "{n} исчезли", "{n} исчезло")


def _gaps(snapshot: "Snapshot") -> Iterator[str]:
    if not snapshot.gaps:
        return
    yield _("Что не прочитано и почему:")
    lines = list(gaps_in_words(snapshot.gaps))
    yield from (f"  {line}" for line in lines[:MOST_GAPS])
    if len(lines) > MOST_GAPS:
        yield _("  … и ещё {n}; все: vsosh-moodle pull list --format json").format(
            n=len(lines) - MOST_GAPS
        )


_SHOWN = (
    "contingent", "accounts", "courses", "activities", "enrolments", "completion",
    "course_completion", "submissions", "attempts", "posts", "grades", "access",
)  # fmt: skip


def _title(part: str) -> str:
    titles = {
        "contingent": _("строки списков"),
        "accounts": _("учётные записи"),
        "courses": _("курсы"),
    }
    return titles.get(part) or part_title(part)


def draw_snapshots(snapshots: "list[Snapshot]") -> Table:
    """Return snapshots as a table, in the order given."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("№", justify="right", no_wrap=True)
    table.add_column(_("снят"), no_wrap=True)
    for title in (_("итог"), _("чем"), _("прочитано")):
        table.add_column(title)
    for title in (_("курсов"), _("выполнено"), _("пропусков")):
        table.add_column(title, justify="right", no_wrap=True)
    for one in snapshots:
        works = one.counts.get("completion", {})
        table.add_row(
            str(one.number),
            _local(one.header.taken),
            Text(_state_title(one.state), style=_STYLES.get(one.state, "")),
            _("плагин") if one.header.source == "plugin" else _("без плагина"),
            _("всё") if one.header.full else _("изменения"),
            str(one.courses),
            f"+{works.get('new', 0) + works.get('changed', 0)}",
            str(len(one.gaps)),
        )
    return table


def to_json(snapshot: "Snapshot") -> dict[str, Any]:
    """Return a snapshot as `pull list --format json` prints it; times are UTC."""
    header = snapshot.header
    return {
        "snapshot": int(snapshot.number),
        "state": snapshot.state,
        "taken": _utc(header.taken),
        "finished": _utc(snapshot.finished) if snapshot.finished else None,
        "site": {"url": header.site, "release": header.release},
        "source": header.source,
        "full": header.full,
        "scope": list(header.scope),
        "parameters": dict(header.parameters),
        "version": header.tool_version,
        "courses": snapshot.courses,
        "calls": snapshot.calls,
        "counts": {part: dict(words) for part, words in snapshot.counts.items()},
        "gaps": [
            {
                "code": gap.code,
                "course": gap.course,
                "detail": gap.detail,
                "message": gap_words(gap),
            }
            for gap in snapshot.gaps
        ],
    }


def result_to_json(result: "PullResult") -> dict[str, Any]:
    """Return how a pull ended, as `pull --format json` prints it."""
    return {
        **to_json(result.snapshot),
        "before": int(result.before.number) if result.before else None,
        "resumed": result.resumed,
        "interrupted": result.interrupted,
        "waiting": result.waiting,
        "pupils": result.pupils,
        "calls_now": result.calls,
        "seconds": round(result.seconds, 3),
        "notice": result.notice,
    }


_STYLES = {"done": "green", "partial": "yellow", "running": "yellow"}


def _state_title(state: str) -> str:
    titles = {
        "running": _("идёт или прерван"),
        "done": _("полный"),
        "partial": _("неполный"),
    }
    return titles.get(state, state)


def _local(moment: int) -> str:
    """Show a moment in the time zone of this computer, where the person sits."""
    return datetime.fromtimestamp(moment, UTC).astimezone().strftime("%d.%m.%Y %H:%M")


def _utc(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()
