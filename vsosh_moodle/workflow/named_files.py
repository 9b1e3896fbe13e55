"""Files of reports and letters in which somebody's name stands, in whatever case of it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from vsosh_moodle.rosters.declension_file import FILE_NAME, load_overrides
from vsosh_moodle.school.declension import decline_name
from vsosh_moodle.workflow.project import Project

REPORTS_FOLDER = "reports"
_TEXTS = frozenset({".html", ".txt", ".csv", ".json", ".md"})
_BOOKS = frozenset({".docx", ".xlsx"})
_PARTS = re.compile(
    r"word/(?:document|header\d*|footer\d*)\.xml|xl/(?:sharedStrings|worksheets/.+)\.xml"
)
_TAGS = re.compile(r"<[^>]*>")


def find_named_files(project: Project, last: str, first: str, middle: str = "") -> list[str]:
    """Return the files under `reports/` that name a person, by their path in the folder.

    Letters decline names, so every case is looked for: surname and given name side by side.
    """
    overrides, _told_by_check = load_overrides(project.root / FILE_NAME)
    short = decline_name(last, first, middle, overrides=overrides).short()
    forms = {f"{last} {first}", *short.cases().values()}
    folder = project.root / REPORTS_FOLDER
    return [
        path.relative_to(project.root).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in text for text in _texts(path) for form in forms)
    ]


def _texts(path: Path) -> Iterator[str]:
    suffix = path.suffix.lower()
    try:
        if suffix in _TEXTS:
            yield _plain(path.read_bytes())
        elif suffix in _BOOKS:
            with ZipFile(path) as book:
                for part in book.namelist():
                    if _PARTS.fullmatch(part):
                        yield _plain(book.read(part))
    except (OSError, BadZipFile):
        return


def _plain(data: bytes) -> str:
    """Return the words of a text or of XML; what stands in other elements stands in other words."""
    return " ".join(unescape(_TAGS.sub(" ", data.decode("utf-8", "replace"))).split())
