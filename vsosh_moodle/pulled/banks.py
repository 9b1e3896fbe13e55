"""The question banks of a course as files beside its template."""

from collections.abc import Mapping, Sequence
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_template import WholeBank
from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.pulled.naming import Keys
from vsosh_moodle.pulled.settings import Data, sparse
from vsosh_moodle.questions.banks import MAX_BYTES, MAX_KEY
from vsosh_moodle.questions.question_xml import read_question_xml
from vsosh_moodle.templates.quizzes import QuestionSet


class BankPlaces:
    """Gives each bank a key; one that a file here holds unchanged is used as it is.

    `known` are SHA-256 of the bank files there are, by key; new ones go into `folder`. `wanted` are their
    sources by key.
    """

    def __init__(
        self, banks: Sequence[WholeBank], known: Mapping[str, str], folder: str, remarks: Remarks
    ) -> None:
        self.wanted: dict[str, str] = {}
        self._folder = folder[: MAX_KEY // 2]
        self._keys: dict[str, str] = {}
        names = Keys()
        for bank in banks:
            if bank.ours and bank.hash and known.get(bank.key) == bank.hash:
                self._keys[bank.key] = bank.key
                continue
            fault = _fault(bank)
            if fault:
                remarks.note(
                    "bank", _("банк вопросов «{name}»: {why}").format(name=bank.name, why=fault)
                )
                continue
            stem = bank.key.rpartition("/")[2] if bank.ours else bank.name
            key = f"{self._folder}/{names.give(stem, 'bank')}"
            self._keys[bank.key] = key
            self.wanted[key] = bank.source

    def rows(self, live: Sequence[Mapping[str, Any]], quiz: str, remarks: Remarks) -> list[Data]:
        """Return `questions` of a quiz; one without any gets the name of a bank that is still to be made."""
        rows = []
        for row in live:
            key = self._keys.get(str(row["bank"]))
            if key is None:
                count = int(row.get("count", 1))
                remarks.note("questions", _("вопросы теста ({count})").format(count=count))
                continue
            one = {"bank": key, "points": row["points"]}
            one |= {"question": row["question"]} if "question" in row else {"count": row["count"]}
            rows.append(sparse(QuestionSet, one))
        if rows:
            return rows
        missing = f"{self._folder}/{quiz}"
        remarks.note(
            "questions",
            _("вопросов нет: положите их в questions/{bank}.gift").format(bank=missing),
        )
        return [{"bank": missing, "count": 10}]


def _fault(bank: WholeBank) -> str:
    """Say why a bank cannot be a file here, "" when it can."""
    if bank.status == "denied":
        return _("служебному пользователю нельзя читать эти вопросы")
    if bank.status != "ok" or len(bank.source.encode()) > MAX_BYTES:
        return _("больше {size} МБ").format(size=MAX_BYTES // 1_000_000)
    read = read_question_xml(bank.source)
    if read.faults:
        return read.faults[0].message
    return "" if read.questions else _("вопросов в нём нет")
