"""Write a report in the forms asked for: readable names, for the owner alone, over nothing by accident."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, speaking
from vsosh_moodle.reports.document.model import Report
from vsosh_moodle.reports.render.report_csv import render_report_csv
from vsosh_moodle.reports.render.report_docx import render_report_docx
from vsosh_moodle.reports.render.report_html import render_report_html
from vsosh_moodle.reports.render.report_json import report_to_json
from vsosh_moodle.reports.render.report_xlsx import render_report_xlsx
from vsosh_moodle.reports.school.appendices import with_rows
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.safe_files import keep_off_devices, require_free, write_private

FORMATS = ("xlsx", "html", "docx", "csv", "json")
"""What can be a file; csv is a folder with a file a table."""

BOOK_ROWS = 10_000
"""A workbook of a million styled cells takes minutes and gigabytes; a file of text does not."""

PAGE_ROWS = 40
"""Longer tables of rows behind a figure are left out of a page: printed they would be a hundred sheets."""

_TABLE_FILE = re.compile(r"[a-z0-9_]+\.csv")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Forms:
    """The same report with all rows behind its figures, with fewer of them for each kind of reader."""

    full: Report
    book: Report
    page: Report
    paper: Report

    def of(self, form: str) -> Report:
        """Return the report as a form prints it."""
        return {"docx": self.paper, "html": self.page, "xlsx": self.book}.get(form, self.full)


def forms_of(report: Report) -> Forms:
    """Return what each form prints of a report."""
    book, csv = "в книге Excel этого же отчёта", "в файлах CSV (--format csv)"
    return Forms(
        report,
        with_rows(report, BOOK_ROWS, csv),
        with_rows(report, PAGE_ROWS, f"{book}, очень длинные — {csv}"),
        with_rows(report, 0, f"{book}, очень длинные — {csv}"),
    )


def file_stem(*parts: str) -> str:
    """Return a file's name without its ending: «Годовой отчёт 2026-27 с именами».

    At most 120 characters and 200 bytes of UTF-8: with its ending a system takes no more than 255.
    """
    text = " ".join(part for part in parts if part)
    name = _UNSAFE.sub("-", text).strip(" .-")[:120]
    short = name.encode(errors="replace")[:200].decode(errors="ignore")
    return keep_off_devices(short.rstrip(" .-"))


def report_paths(
    folder: Path, stem: str, formats: Sequence[str], out: Path | None
) -> dict[str, Path]:
    """Return where each form goes; `out` is a file for a single form, else a folder.

    Raises ConfigError when `out` names a file and several forms are asked for.
    """
    suffix = out.suffix.lower().lstrip(".") if out is not None else ""
    if out is not None and suffix in FORMATS and not out.is_dir():
        if list(formats) != [suffix]:
            raise ConfigError(
                _("{file} — файл вида {suffix}, а отчёт нужен в видах: {formats}.").format(
                    file=out, suffix=suffix, formats=", ".join(formats)
                ),
                _("Укажите в --out папку или один вид: --format {suffix}").format(suffix=suffix),
            )
        return {suffix: out}
    target = out or folder
    return {
        form: target / (f"{stem} csv" if form == "csv" else f"{stem}.{form}") for form in formats
    }


def require_free_paths(
    paths: dict[str, Path], sources: Sequence[Path], template: Path | None, *, force: bool
) -> None:
    """Raise ConfigError when one of the files is there and not `force`, or is one of `sources`."""
    for form, path in paths.items():
        if form != "csv":
            require_free(path, [*sources, *([template] if template else [])], force=force)
        elif path.is_dir() and any(path.iterdir()) and not force:
            raise ConfigError(
                _("В папке {folder} уже есть файлы.").format(folder=path),
                _("Укажите в --out другую папку или добавьте --force, чтобы заменить их."),
            )


def write_report(
    forms: Forms,
    paths: dict[str, Path],
    progress: Progress | None = None,
    *,
    template: Path | None = None,
    sources: Sequence[Path] = (),
    force: bool = False,
) -> list[Path]:
    """Write the report in each form, all or none where a file is in the way; return what was written.

    Raises ConfigError when a file is there and not `force`, or is one of `sources`, InputProblems for a
    wrong template.
    """
    require_free_paths(paths, sources, template, force=force)
    shown = progress or NoProgress()
    rendered = {}
    for form in paths:
        shown.start(_("Отчёт {form}").format(form=form), 0)
        rendered[form] = _render(forms.of(form), form, template)
    shown.finish()
    for form, path in paths.items():
        content = rendered[form]
        if isinstance(content, dict):
            _write_folder(path, content, force=force)
        else:
            write_private(path, content, force=force)
    return list(paths.values())


def _write_folder(folder: Path, files: dict[str, str], *, force: bool) -> None:
    """Write the tables of a report; what an older report left there must not pass for this one's."""
    if force and folder.is_dir():
        for old in folder.iterdir():
            if _TABLE_FILE.fullmatch(old.name) and old.name not in files:
                old.unlink()
    for name, text in files.items():
        write_private(folder / name, text, force=force)


@speaking("ru")
def render_json(report: Report) -> str:
    """Return a report as the text of a JSON file."""
    return json.dumps(report_to_json(report), ensure_ascii=False, indent=1) + "\n"


@speaking("ru")
def _render(report: Report, form: str, template: Path | None) -> str | bytes | dict[str, str]:
    if form == "docx":
        return render_report_docx(report, template)
    renderers: dict[str, Callable[[Report], str | bytes | dict[str, str]]] = {
        "xlsx": render_report_xlsx,
        "html": render_report_html,
        "csv": render_report_csv,
        "json": render_json,
    }
    return renderers[form](report)
