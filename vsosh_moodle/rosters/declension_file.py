"""declension.toml: what a school says itself about the cases and the gender of names.

[surname."Берая"]                # whoever bears it; gender = "f" for women only
gender = "f"
gen = "Бераи"

[person."Ким Саша"]              # one person, by the full name
gender = "f"
surname = {decline = false}
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.gender import Gender
from vsosh_moodle.school.name_forms import NameOverrides, OwnForms, Part, PersonOverride
from vsosh_moodle.school.names import name_key
from vsosh_moodle.sources import did_you_mean
from vsosh_moodle.sources.file_bytes import read_file_text
from vsosh_moodle.sources.toml_text import parse_toml

FILE_NAME = "declension.toml"
_PARTS: Mapping[str, Part] = {"surname": "last", "name": "first", "patronymic": "middle"}
_FORMS = ("gen", "dat", "acc", "ins")
_OF_WORD = ("gender", "decline", *_FORMS)
_OF_PART = ("decline", *_FORMS)
_OF_PERSON = ("gender", *_PARTS)
_LINE = re.compile(r"\(at line (\d+)")
_WORD = re.compile(r"[А-Яа-яЁёӔӕ' -]+")


def load_overrides(path: Path) -> tuple[NameOverrides, list[Problem]]:
    """Return what declension.toml says and its problems; nothing of either when there is no file."""
    if not path.exists():
        return NameOverrides(), []
    try:
        text = read_file_text(path)
    except (OSError, UnicodeDecodeError) as error:
        why = reason_of(error) if isinstance(error, OSError) else _("это не текст в UTF-8")
        message = _("файл не читается: {why}.").format(why=why)
        hint = _("Сохраните его заново как текст в кодировке UTF-8.")
        return NameOverrides(), [Problem(Place(file=path.name), message, hint, "file-unreadable")]
    return parse_overrides(text, path.name)


def parse_overrides(text: str, shown: str = FILE_NAME) -> tuple[NameOverrides, list[Problem]]:
    """Return what the text of a declension.toml says, and every problem of it with its line.

    An entry with a problem is left out; the others hold.
    """
    try:
        data = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        place = Place(file=shown, line=int(found[1]) if found else len(text.splitlines()))
        message = _("строка не читается как TOML.")
        hint = _('Имя — в кавычках: [surname."Берая"]; форма — тоже: gen = "Бераи".')
        return NameOverrides(), [Problem(place, message, hint, "toml-syntax")]
    reader = _Reader(shown, text.splitlines())
    return reader.read(data), reader.problems


@dataclass(slots=True)
class _Reader:
    shown: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def read(self, data: Mapping[str, Any]) -> NameOverrides:
        people: dict[str, PersonOverride] = {}
        words: dict[tuple[Part, str, Gender], OwnForms] = {}
        for kind, table in data.items():
            if not self._is_known(kind, table):
                continue
            for name, entry in table.items():
                before = len(self.problems)
                if not self._is_table(entry, kind, name):
                    continue
                gender = self._gender(entry, name)
                if kind == "person":
                    parts = dict(self._parts(entry, name))
                    if len(self.problems) == before:
                        people[name_key(name)] = PersonOverride(gender, parts, self._line(name, ""))
                else:
                    forms = self._forms(entry, name, _OF_WORD)
                    if len(self.problems) == before:
                        words[_PARTS[kind], name_key(name), gender] = forms
        return NameOverrides(people, words)

    def _is_known(self, kind: str, table: object) -> bool:
        known = ("person", *_PARTS)
        if kind not in known:
            message = _("раздела «{name}» нет.").format(name=kind[:40])
            self._report(message, did_you_mean(kind, known), "unknown-key", kind)
            return False
        return self._is_table(table, kind, kind)

    def _is_table(self, value: object, kind: str, name: str) -> bool:
        if isinstance(value, dict):
            return True
        hint = _('Пишите так: [{kind}."Имя"], а ниже gen = "…".').format(kind=kind)
        self._report(_("«{name}» — не раздел.").format(name=name[:60]), hint, "wrong-type", name)
        return False

    def _gender(self, entry: Mapping[str, Any], name: str) -> Gender:
        value = entry.get("gender", "")
        if value in ("", "m", "f"):
            return value  # type: ignore[no-any-return]
        hint = _('Пишите gender = "m" (мужской) или gender = "f" (женский).')
        message = _("род «{value}» непонятен.").format(value=str(value)[:40])
        self._report(message, hint, "bad-gender", name, "gender")
        return ""

    def _parts(self, entry: Mapping[str, Any], name: str) -> Iterator[tuple[Part, OwnForms]]:
        self._check_keys(entry, name, _OF_PERSON)
        for key, part in _PARTS.items():
            value = entry.get(key)
            if isinstance(value, dict):
                yield part, self._forms(value, name, _OF_PART)
            elif value is not None:
                hint = _('Пишите так: {key} = {{gen = "…", dat = "…"}}.').format(key=key)
                message = _("у «{key}» должны быть падежи.").format(key=key)
                self._report(message, hint, "wrong-type", name, key)

    def _forms(self, entry: Mapping[str, Any], name: str, known: tuple[str, ...]) -> OwnForms:
        self._check_keys(entry, name, known)
        decline = entry.get("decline", True)
        if not isinstance(decline, bool):
            hint = _("Пишите decline = false, если слово не склоняется.")
            self._report(_("decline — это true или false."), hint, "wrong-type", name, "decline")
            decline = True
        forms = {case: self._form(entry, case, name) for case in _FORMS}
        if not decline and any(forms.values()):
            message = _("«{name}»: и не склоняется, и указаны падежи.").format(name=name[:60])
            self._report(message, _("Оставьте одно из двух."), "contradiction", name, "decline")
        return OwnForms(decline, **forms)

    def _form(self, entry: Mapping[str, Any], case: str, name: str) -> str:
        value = entry.get(case, "")
        if isinstance(value, str) and (not value or _WORD.fullmatch(value)):
            return value.strip()
        message = _("падеж {case} у «{name}» — не русское слово.").format(case=case, name=name[:60])
        hint = _('Пишите форму кириллицей в кавычках: {case} = "Бераи".').format(case=case)
        self._report(message, hint, "bad-form", name, case)
        return ""

    def _check_keys(self, entry: Mapping[str, Any], name: str, known: tuple[str, ...]) -> None:
        for key in entry:
            if key not in known:
                message = _("ключа «{key}» здесь нет.").format(key=key[:40])
                self._report(message, did_you_mean(key, known), "unknown-key", name, key)

    def _report(self, message: str, hint: str, code: str, name: str, key: str = "") -> None:
        place = Place(file=self.shown, line=self._line(name, key))
        self.problems.append(Problem(place, message, hint, code))

    def _line(self, name: str, key: str) -> int:
        """Return the line of an entry, or of a key below it: TOML's own reader tells no lines."""
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        start = next(
            (n for n, line in enumerate(self.lines) if whole.search(line.partition("#")[0])), 0
        )
        if key:
            pattern = re.compile(rf"(?:^|[{{,\s]){re.escape(key)}\s*=|\.{re.escape(key)}\s*\]")
            for number in range(start, len(self.lines)):
                if number > start and self.lines[number].startswith("["):
                    break
                if pattern.search(self.lines[number]):
                    return number + 1
        return start + 1
