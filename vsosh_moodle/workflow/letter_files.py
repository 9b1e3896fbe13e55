"""Write letters, a file a class; nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.reports.letters.kinds import LetterKind
from vsosh_moodle.reports.letters.letters_docx import render_letters_docx
from vsosh_moodle.reports.letters.rendering import render_letters_html, render_letters_text
from vsosh_moodle.workflow.letters import (
    ClassLetters,
    LetterFormat,
    LetterRequest,
    Prepared,
    prepare_letters,
)
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import require_free, write_private

_SUFFIX: Mapping[LetterFormat, str] = {"docx": "docx", "html": "html", "text": "txt"}


@dataclass(frozen=True, slots=True)
class Written:
    """The files written, with what they were made of."""

    files: tuple[Path, ...]
    prepared: Prepared


def write_letters(
    project: Project,
    request: LetterRequest,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write the letters, a file a class (0600), in a new folder under `reports/letters/` unless told where.

    Raises what `prepare_letters` does, and ConfigError when a file is there already and not `force`.
    """
    shown = progress or NoProgress()
    shown.start(_("Читаю файлы и снимок"), 0)
    prepared = prepare_letters(project, request, now)
    folder = request.out or (
        project.root / "reports" / "letters" / f"{prepared.kind.key}-{prepared.day:%Y-%m-%d}"
    )
    planned = [
        (folder / f"{one.name}.{'docx' if one.word else _SUFFIX[request.letter_format]}", one)
        for one in prepared.classes
    ]
    sources = project.sources()
    for path, _letters in planned:
        require_free(path, sources, force=request.force)
    shown.start(_("Пишу письма"), prepared.count)
    for path, one in planned:
        write_private(path, _rendered(prepared.kind, one, request), force=request.force)
        shown.advance(len(one.pupils))
    shown.finish()
    return Written(tuple(path for path, _letters in planned), prepared)


def _rendered(kind: LetterKind, one: ClassLetters, request: LetterRequest) -> bytes | str:
    if one.word is not None:
        return one.word
    title = f"{_(kind.title)}, {one.name}"
    if request.letter_format == "docx":
        return render_letters_docx(one.letters, title)
    if request.letter_format == "html":
        return render_letters_html(one.letters, title)
    return render_letters_text(one.letters)
