"""Write slips to cut out, as pages or workbooks that only their owner may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.reports.slip_cards import Card, SlipFacts, by_class, title_of_class
from vsosh_moodle.reports.slips_html import render_slips_html
from vsosh_moodle.reports.slips_xlsx import render_slips_xlsx
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import keep_off_devices, write_private
from vsosh_moodle.workflow.slip_holders import Holder, SlipRoom, Wanted, open_slips

SheetFormat = Literal["html", "xlsx"]
FORMATS: tuple[SheetFormat, ...] = ("html", "xlsx")


@dataclass(frozen=True, slots=True)
class Printed:
    """The files written, how many slips they hold, and whose were left out and why.

    `lost` had a password of which no file is left; of the `unsure` it is not known whether the site
    took the password. Both need a new one.
    """

    files: tuple[Path, ...] = ()
    slips: int = 0
    lost: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printing:
    """What is to be printed: whose slips, of which run (0: any), only those never printed.

    `out` is a file, whose ending tells the format, or a folder, which gets a file a class; None is a
    new folder under `slips/`. `sheet_format` counts for a folder.
    """

    wanted: Wanted
    run: int = 0
    only_new: bool = False
    out: Path | None = None
    sheet_format: SheetFormat | None = None


def print_slips(project: Project, printing: Printing) -> Printed:
    """Write the slips and enter them in the register as printed; no existing file is replaced.

    Raises ConfigError when somebody is not there or a file cannot be written.
    """
    with open_slips(project) as room:
        found = room.find(printing.wanted)
        good = [one for one in found if _fits(one, printing)]
        cards = [_card(one) for one in good]
        files = _write_all(room, printing, cards) if cards else ()
        now = room.now()
        with room.database.transaction():
            room.register.record((one.entry.idnumber for one in good), "printed", now.date())
            for path, part in files:
                classes = list(by_class(part))
                room.register.remember_sheet(_remembered(project, path), len(part), classes, now)
    named = bool(printing.wanted.classes or printing.wanted.people)
    return Printed(
        tuple(path for path, _part in files),
        len(cards),
        tuple(one.name_here for one in found if named and one.slip is None and one.current),
        tuple(one.name_here for one in found if one.slip is not None and one.state.unsure),
    )


def facts_of(room: SlipRoom) -> SlipFacts:
    """Return what all slips of a school share."""
    config = room.config
    return SlipFacts(
        school=config.school.short_name or config.school.name,
        site="" if config.site.is_sandbox else config.site.url,
        day=f"{room.now():%d.%m.%Y}",
        forced_change=config.logins.force_password_change,
    )


def format_of(out: Path | None, asked: SheetFormat | None) -> tuple[SheetFormat, bool]:
    """Return the format of what is written and whether it is one file; raises ConfigError."""
    suffix = out.suffix.lower().lstrip(".") if out is not None else ""
    for known in FORMATS:
        if suffix == known and out is not None and not out.is_dir():
            if asked not in (None, known):
                raise ConfigError(
                    _("Файл «{file}» и --format {format} противоречат друг другу.").format(
                        file=out, format=asked
                    ),
                    _("Уберите --format: вид виден по имени файла."),
                )
            return known, True
    if suffix and out is not None and not out.is_dir():
        raise ConfigError(
            _("Не знаем, как записать «{file}».").format(file=out),
            _("Файл должен кончаться на .html или .xlsx; для папки укажите имя без точки."),
        )
    return asked or "html", False


def _fits(holder: Holder, printing: Printing) -> bool:
    slip = holder.slip
    if slip is None or holder.state.unsure:
        return False
    if printing.run and str(printing.run) not in slip.file.stem.split("-")[3:]:
        return False
    return not (printing.only_new and holder.state.printed)


def _card(holder: Holder) -> Card:
    slip = holder.slip
    if slip is None:
        raise ValueError(holder.entry.login)
    return Card(holder.name, holder.class_name, slip.login, slip.password)


def _write_all(
    room: SlipRoom, printing: Printing, cards: Sequence[Card]
) -> tuple[tuple[Path, Sequence[Card]], ...]:
    facts = facts_of(room)
    sheet_format, one_file = format_of(printing.out, printing.sheet_format)
    if one_file and printing.out is not None:
        write_private(printing.out, _render(sheet_format, cards, facts))
        return ((printing.out, cards),)
    folder = printing.out or room.folder / f"print-{room.now():%Y-%m-%d-%H%M%S}"
    _make_folder(folder)
    files = []
    for name, part in by_class(cards).items():
        path = folder / f"{_file_name(title_of_class(name))}.{sheet_format}"
        write_private(path, _render(sheet_format, part, facts))
        files.append((path, part))
    return tuple(files)


def _render(sheet_format: SheetFormat, cards: Sequence[Card], facts: SlipFacts) -> bytes:
    if sheet_format == "xlsx":
        return render_slips_xlsx(cards, facts)
    return render_slips_html(cards, facts).encode()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            _("Папку {folder} не создать: {reason}.").format(
                folder=folder, reason=reason_of(error)
            ),
            _("Проверьте место на диске и права или выберите другую папку."),
        ) from error


_LONGEST_NAME = 50
"""Characters: four bytes each at most, where a system takes 255 with the ending."""


def _file_name(title: str) -> str:
    name = "".join(one if one.isalnum() or one in " -_" else "_" for one in title[:_LONGEST_NAME])
    return keep_off_devices(name)


def _remembered(project: Project, path: Path) -> Path:
    """Return the path as the state file keeps it: from the project's root, so that it may be moved."""
    whole = path.resolve()
    root = project.root.resolve()
    return whole.relative_to(root) if whole.is_relative_to(root) else whole
