"""Question banks: local_vsosh_import_questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from vsosh_moodle.moodle.answers import int_of, parse_rows, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_documents import counts_of, document_text, field_of
from vsosh_moodle.moodle.plugin_errors import ContentError, parse_errors

IMPORT_QUESTIONS = "local_vsosh_import_questions"


class PutBank(TypedDict):
    """A bank of a course: `format` is `gift` or `xml`, `source` the whole text of the file."""

    course: str
    key: str
    name: str
    format: str
    source: str


@dataclass(frozen=True, slots=True)
class BankResult:
    """What became of a bank: `count` questions can be drawn from it now.

    `counts` tell how many were created, updated, unchanged, hidden, kept as a person edited them.
    """

    course: str
    key: str
    status: str
    id: int
    count: int
    counts: Mapping[str, int] = field(default_factory=dict)
    errors: tuple[ContentError, ...] = ()


def import_questions_params(
    banks: Sequence[PutBank], overwrite: Collection[str]
) -> dict[str, object]:
    """Return the parameters of local_vsosh_import_questions."""
    return {"document": document_text({"banks": banks, "overwrite": sorted(overwrite)})}


def import_questions(
    client: MoodleClient, banks: Sequence[PutBank], overwrite: Collection[str] = ()
) -> list[BankResult]:
    """Import banks, each all or nothing; `overwrite` holds «all» or `COURSE/BANK`.

    Calls: local_vsosh_import_questions (plugin 2026112300, docs/plugin-api.md)
    """
    if not banks:
        return []
    return parse_banks(client.call(IMPORT_QUESTIONS, import_questions_params(banks, overwrite)))


def parse_banks(answer: object) -> list[BankResult]:
    """Return a decoded answer of local_vsosh_import_questions; raises BadAnswer."""
    return parse_rows(IMPORT_QUESTIONS, field_of(IMPORT_QUESTIONS, answer, "banks"), _result)


def _result(row: Mapping[str, object]) -> BankResult:
    return BankResult(
        text_of(row, "course"),
        text_of(row, "key"),
        text_of(row, "status"),
        int_of(row, "id"),
        int_of(row, "count"),
        counts_of(row),
        tuple(parse_errors(IMPORT_QUESTIONS, row.get("errors"))),
    )
