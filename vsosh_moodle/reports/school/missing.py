"""How a report says that it has no data, and what to do about it."""

from vsosh_moodle.reports.document.model import Paragraph


def register_missing(of_what: str, kind: str) -> Paragraph:
    """Return «нет реестра …» with the command that makes one; `of_what` is in the genitive."""
    return Paragraph(
        f"Реестра {of_what} в папке школы нет: эти строки пусты. "
        f"Завести: vsosh-moodle registers template {kind}",
        style="note",
    )


def no_snapshot() -> Paragraph:
    """Return what stands where only Moodle could tell."""
    return Paragraph(
        "За период нет ни одного снимка Moodle: цифр о работе на курсах нет. "
        "Сделайте снимок: vsosh-moodle pull",
        style="note",
    )
