"""Question banks beside the templates: course_templates/questions/<bank>.gift, .yaml or .xml."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.questions.bank_file import read_bank_file
from vsosh_moodle.questions.gift import GiftFault, read_gift
from vsosh_moodle.questions.gift_text import render_gift
from vsosh_moodle.questions.question_xml import read_question_xml
from vsosh_moodle.sources.file_bytes import read_file_bytes

QUESTIONS = "questions"
MAX_BYTES = 5_000_000

_KEY = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")
MAX_KEY = 80
_SUFFIXES = frozenset({".gift", ".yaml", ".xml"})
_NOT_DRAWN = frozenset({"description"})


@dataclass(frozen=True, slots=True)
class QuestionBankSource:
    """A bank of questions: `key` is its path in questions/ without the suffix (`oge-math/numbers`).

    `format` is `gift` or `xml`; `text` goes to Moodle as it is, `sha256` is its digest. `count` is how
    many questions a quiz can draw, `names` the keys of all, `generated` those that a generator made,
    `computed` those of them whose answer it reckoned, not took from a list. `path` is the file, `file`
    its shown name.
    """

    key: str
    title: str
    format: str
    text: str
    sha256: str
    count: int
    names: tuple[str, ...]
    path: Path
    file: str
    generated: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()


def load_question_banks(
    folder: Path, shown: str
) -> tuple[dict[str, QuestionBankSource | None], list[Problem]]:
    """Return the banks of a folder by key, None for a broken one, and the problems of all files.

    `shown` is how the folder is called to people. A folder that is not there has no banks.
    """
    banks: dict[str, QuestionBankSource | None] = {}
    problems: list[Problem] = []
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    for path in paths:
        relative = path.relative_to(folder)
        key, file = relative.with_suffix("").as_posix(), f"{shown}/{relative.as_posix()}"
        place = Place(file=file, line=1)
        if not _KEY.fullmatch(key) or len(key) > MAX_KEY:
            problems.append(
                Problem(
                    place,
                    _("имя банка «{key}» не годится.").format(key=key),
                    _("Нужны строчные латинские буквы, цифры и дефис: oge-math/numbers.gift."),
                    code="bank-key",
                )
            )
            continue
        if key in banks:
            message = _("у банка «{key}» два файла с разными окончаниями.").format(key=key)
            problems.append(Problem(place, message, _("Оставьте один."), code="bank-twice"))
            continue
        read = _read_yaml if path.suffix == ".yaml" else _read_bank
        banks[key], found = read(key, path, file)
        problems += found
    return banks, problems


def _read_yaml(key: str, path: Path, file: str) -> tuple[QuestionBankSource | None, list[Problem]]:
    """Read a bank that generators fill: what goes to Moodle is GIFT."""
    root = path.parents[file.count("/")]
    read, problems = read_bank_file(path, root)
    if read is None:
        return None, problems
    text = render_gift(read.title, read.questions)
    names = tuple(one.key for one in read.questions)
    bank = QuestionBankSource(
        key=key,
        title=read.title,
        format="gift",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        count=len(names),
        names=names,
        path=path,
        file=file,
        generated=frozenset(names) - read.hand_written,
        computed=read.computed,
    )
    return bank, problems


def _read_bank(key: str, path: Path, file: str) -> tuple[QuestionBankSource | None, list[Problem]]:
    try:
        raw = read_file_bytes(path, MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            reason = _("файл больше {size} МБ").format(size=MAX_BYTES // 1_000_000)
            return None, [_unreadable(file, reason, _("Разделите его на несколько файлов."))]
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        return None, [
            _unreadable(file, reason_of(error), _("Проверьте, что у вас есть право его читать."))
        ]
    except UnicodeDecodeError:
        hint = _("Сохраните его в редакторе в кодировке UTF-8.")
        return None, [_unreadable(file, _("файл сохранён не в UTF-8"), hint)]
    form = path.suffix.removeprefix(".")
    title, questions, faults = _questions(form, text)
    lines: dict[str, int] = {}
    for name, _kind, line in questions:
        if name in lines:
            message = _("вопрос «{name}» уже есть в строке {line}.")
            message = message.format(name=name, line=lines[name])
            faults.append(GiftFault(line, "question-twice", message))
        lines.setdefault(name, line)
    if not questions and not faults:
        faults.append(GiftFault(1, "bank-empty", _("в файле нет ни одного вопроса.")))
    if faults:
        return None, [_problem(file, fault) for fault in faults]
    bank = QuestionBankSource(
        key=key,
        title=title or key,
        format=form,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        count=sum(kind not in _NOT_DRAWN for _name, kind, _line in questions),
        names=tuple(lines),
        path=path,
        file=file,
    )
    return bank, []


def _questions(form: str, text: str) -> tuple[str, list[tuple[str, str, int]], list[GiftFault]]:
    if form == "gift":
        gift = read_gift(text)
        rows = [(one.name, one.kind, one.line) for one in gift.questions]
        return gift.title, rows, list(gift.faults)
    xml = read_question_xml(text)
    return xml.title, [(one.key, one.kind, one.line) for one in xml.questions], xml.faults


def _unreadable(file: str, reason: str, hint: str) -> Problem:
    message = _("банк вопросов не читается: {reason}.").format(reason=reason)
    return Problem(Place(file=file), message, hint, code="bank-unreadable")


def _problem(file: str, fault: GiftFault) -> Problem:
    return Problem(Place(file=file, line=fault.line), fault.message, _hint(fault.code), fault.code)


def _hint(code: str) -> str:
    if code == "question-twice":
        return _("Переименуйте один из них.")
    if code == "bank-empty":
        return _("Впишите вопросы или удалите файл.")
    if code.startswith("xml"):
        return _("Исправьте файл или выгрузите вопросы из Moodle заново (формат Moodle XML).")
    hint = _(
        "Исправьте вопрос; между вопросами — пустая строка, знаки ~ = # {braces} в тексте — с \\."
    )
    return hint.format(braces="{ }")
