"""Who got their slip: entered by hand, shown as a register, which holds no passwords."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle.users import fetch_first_access
from vsosh_moodle.reports.slip_register_sheet import (
    RegisterLine,
    render_register_html,
    render_register_xlsx,
)
from vsosh_moodle.workflow.connection import open_site
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.slip_holders import Holder, SlipRoom, Wanted, open_slips
from vsosh_moodle.workflow.slip_printing import format_of

_KEYS_PER_CALL = 250


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many were entered as handed over, and who has no slip that could be."""

    count: int
    without: tuple[str, ...] = ()


def mark_handed(project: Project, wanted: Wanted, day: date | None = None) -> HandedOver:
    """Enter that those meant have got their slips, on `day` (today). Raises ConfigError.

    Nobody named is nobody: what was handed over is said person by person or class by class.
    """
    if not wanted.classes and not wanted.people:
        raise ConfigError(
            _("Не сказано, кому выданы листки."),
            _("Назовите людей или класс: vsosh-moodle slips handed --class 9А"),
        )
    with open_slips(project) as room:
        today = room.now().date()
        if day is not None and day > today:
            raise ConfigError(
                _("День выдачи {day:%d.%m.%Y} ещё не наступил.").format(day=day),
                _("Проверьте --date: день, месяц, год."),
            )
        found = room.find(wanted)
        good = [one for one in found if one.state.issued is not None]
        room.register.record((one.entry.idnumber for one in good), "handed", day or today)
        return HandedOver(
            len(good), tuple(one.name_here for one in found if one.state.issued is None)
        )


def load_register(project: Project, wanted: Wanted, *, ask_site: bool) -> list[RegisterLine]:
    """Return the register of those meant; with `ask_site` the site tells who has logged in.

    Raises ConfigError, MoodleError.
    """
    with open_slips(project) as room:
        found = [one for one in room.find(wanted) if one.current or wanted.people]
        seen = _fetch_seen(room, found) if ask_site else {}
        return [_line(one, seen.get(one.entry.idnumber, ""), room.config.timezone) for one in found]


def write_register(project: Project, lines: list[RegisterLine], out: Path) -> None:
    """Write the register as a page or a workbook, 0600, by the ending of the file's name."""
    sheet_format, one_file = format_of(out, None)
    if not one_file:
        raise ConfigError(
            _("Не знаем, как записать «{file}».").format(file=out),
            _("Имя файла должно кончаться на .html или .xlsx."),
        )
    with open_slips(project) as room:
        school = room.config.school.short_name or room.config.school.name
        day = f"{room.now():%d.%m.%Y}"
    if sheet_format == "xlsx":
        write_private(out, render_register_xlsx(lines, school, day))
    else:
        write_private(out, render_register_html(lines, school, day).encode())


def _fetch_seen(room: SlipRoom, holders: Iterable[Holder]) -> dict[str, str]:
    keys = [one.entry.idnumber for one in holders]
    seen: dict[str, str] = {}
    with open_site(room.project, room.config.site) as client:
        for start in range(0, len(keys), _KEYS_PER_CALL):
            for key, moment in fetch_first_access(
                client, keys[start : start + _KEYS_PER_CALL]
            ).items():
                if moment:
                    day = datetime.fromtimestamp(moment, UTC).astimezone(room.config.timezone)
                    seen[key] = f"{day:%d.%m.%Y}"
    return seen


def _line(holder: Holder, first_login: str, zone: ZoneInfo) -> RegisterLine:
    state = holder.state
    return RegisterLine(
        holder.name_here,
        holder.class_name,
        holder.entry.login,
        _status(holder, first_login),
        _day(state.issued.astimezone(zone).date() if state.issued else None),
        _day(state.printed),
        _day(state.handed),
        first_login,
    )


def _status(holder: Holder, first_login: str) -> str:
    state = holder.state
    parts = []
    if state.reissued and not state.unsure:
        parts.append(_("перевыпущен"))
    if state.unsure:
        parts.append(_("перевыпуск не подтверждён"))
    elif state.handed:
        parts.append(_("выдан"))
    elif state.purged:
        parts.append(_("файл удалён, не выдан"))
    elif state.printed:
        parts.append(_("напечатан"))
    elif state.issued:
        parts.append(_("не напечатан"))
    else:
        parts.append(_("пароль выдан не здесь"))
    if first_login:
        parts.append(_("вход {day}").format(day=first_login))
    return ", ".join(parts)


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
