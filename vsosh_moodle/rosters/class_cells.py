"""The class of a row: from its column or two; spellings and forms of study are told once a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.known import KnownWords, fold
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.values import cell_list
from vsosh_moodle.school.classes import ClassName, ClassSpelling, parse_class_spelling
from vsosh_moodle.sources.suggestions import did_you_mean

_ALL_CLASSES = {"все", "все классы"}
_LETTER_Z = "З"
_MOST_SHOWN = 5


@dataclass(slots=True)
class _Found:
    """Something met in several cells: the first place, how many, and how it was written."""

    place: Place
    count: int = 0
    written: dict[str, None] = field(default_factory=dict)

    def add(self, text: str = "") -> None:
        self.count += 1
        if len(self.written) < _MOST_SHOWN:
            self.written.setdefault(text)


@dataclass(slots=True)
class ClassCells:
    """Reads the classes of a sheet's rows, and remembers what is to be told of them once."""

    known: KnownWords
    spellings: dict[ClassName, _Found] = field(default_factory=dict)
    forms: dict[ClassName, _Found] = field(default_factory=dict)
    letters: dict[ClassName, _Found] = field(default_factory=dict)
    unknown: dict[ClassName, _Found] = field(default_factory=dict)
    contradicted: dict[ClassName, _Found] = field(default_factory=dict)

    def of_pupil(
        self, row: Row, inherited: ClassName | None, *, is_guess: bool = False
    ) -> ClassName | None:
        """Return a pupil's class: from its cell or two, else `inherited` from a heading.

        That the two differ is told, unless the heading `is_guess` only.
        """
        column = class_column(row)
        text = row.text(column)
        letter = row.text(Column.LETTER)
        if text.isdigit() and letter:
            text += letter
        if text:
            name = self._parse(row, column, text)
            if name and inherited and not is_guess and not _is_within(name, inherited):
                found = self.contradicted.setdefault(inherited, _Found(row.place(column)))
                found.add(str(name))
        else:
            name = inherited
            if inherited is None and column in row.header.columns:
                row.report(
                    column,
                    "class-missing",
                    _("не указан класс."),
                    _("впишите класс, например 9А."),
                )
        if name is not None:
            self._check(row, column, name)
        return name

    def of_teacher(self, row: Row) -> tuple[ClassName, ...]:
        """Return the classes a teacher teaches; none stands for all of them."""
        found = [
            self._parse(row, column, item)
            for column in (Column.CLASSES, Column.CLASS)
            for item in cell_list(row.cell(column))
            if fold(item) not in _ALL_CLASSES
        ]
        names = tuple(dict.fromkeys(name for name in found if name is not None))
        for name in names:
            self._check(row, Column.CLASSES, name)
        return names

    def _parse(self, row: Row, column: Column, text: str) -> ClassName | None:
        spelling = parse_class_spelling(text)
        if spelling is None:
            row.report(
                column,
                "class-unreadable",
                _("«{text}» не похоже на класс.").format(text=text),
                _("пишите номер и букву, например 9А."),
            )
            return None
        name = self._without_z(row, column, spelling) or spelling.name
        if spelling.suffix:
            self.forms.setdefault(name, _Found(row.place(column))).add(text)
        plain = str(name)
        if text != plain and column is Column.CLASS and row.header.columns.get(column) is not None:
            row.repair(column, text, plain, _("класс записан не как 9А"), "class-spelling")
        if column is not Column.CLASSES:
            self.spellings.setdefault(name, _Found(row.place(column))).add(text)
        return name

    def _without_z(self, row: Row, column: Column, spelling: ClassSpelling) -> ClassName | None:
        """Return the class whose form of study «З» is, None when it is the letter."""
        name = spelling.name
        if name.letter != _LETTER_Z or spelling.suffix:
            return None
        alone = ClassName(name.grade)
        known = self.known.classes
        if known is not None and (name in known) != (alone in known):
            extramural = alone in known
        elif self.known.letter_z is not None:
            extramural = self.known.letter_z == "extramural"
        else:
            if known is not None:
                self.letters.setdefault(name, _Found(row.place(column))).add()
            extramural = False
        if not extramural:
            return None
        self.forms.setdefault(alone, _Found(row.place(column))).add(str(name))
        return alone

    def _check(self, row: Row, column: Column, name: ClassName) -> None:
        if self.known.classes is not None and name not in self.known.classes:
            self.unknown.setdefault(name, _Found(row.place(column))).add()

    def problems(self) -> Iterator[Problem]:
        """Yield what is to be told of the classes of the sheet, once for each class."""
        for name, found in self.unknown.items():
            yield self._unknown_class(name, found)
        for name, found in self.letters.items():
            yield _letter_z(name, found.place)
        for name, found in self.forms.items():
            yield _form(name, found)
        for name, found in self.contradicted.items():
            yield _contradicted(name, found)
        several = {name: found for name, found in self.spellings.items() if len(found.written) > 1}
        if several:
            yield _several_spellings(several)

    def _unknown_class(self, name: ClassName, found: _Found) -> Problem:
        message = _("класса {name} нет в config.yaml.").format(name=name)
        if found.count > 1:
            more = plural(found.count - 1, "{n} строке", "{n} строках", "{n} строках")
            message += " " + _("Он стоит ещё в {rows} списка.").format(rows=more)
        near = did_you_mean(str(name), map(str, sorted(self.known.classes or ())))
        new = _("Новый класс впишите в classes config.yaml.")
        hint = f"{near} {new}".strip()
        return Problem(found.place, message, hint, "class-unknown", read=str(name))


def class_column(row: Row) -> Column:
    """Return the column of a pupil's class, or of its number when the letter stands apart."""
    columns = row.header.columns
    return Column.GRADE if Column.GRADE in columns and Column.CLASS not in columns else Column.CLASS


def _is_within(name: ClassName, heading: ClassName) -> bool:
    """Tell whether a class may stand under a heading: «9А» under «9А» and under «9»."""
    return name == heading or (name.grade == heading.grade and not heading.letter)


def _contradicted(name: ClassName, found: _Found) -> Problem:
    message = _(
        "в столбце стоит класс {written}, а лист или заголовок называет {name}; прочитан столбец."
    )
    if found.count > 1:
        more = plural(found.count - 1, "{n} строке", "{n} строках", "{n} строках")
        message += " " + _("То же ещё в {rows}.").format(rows=more)
    return Problem(
        found.place,
        message.format(written=", ".join(found.written), name=name),
        _("если ученик записан не в свой класс, исправьте ячейку."),
        "class-contradicted",
        "warning",
    )


def _letter_z(name: ClassName, place: Place) -> Problem:
    return Problem(
        place,
        _("«{name}»: З — это буква класса или заочная форма? Прочитано как буква.").format(
            name=name
        ),
        _(
            "ответьте один раз в config.yaml: school: letter_z: letter (буква) или extramural (заочный)."
        ),
        "class-letter-z",
        "warning",
        str(name),
    )


def _form(name: ClassName, found: _Found) -> Problem:
    return Problem(
        found.place,
        _("{written}: прочитан класс {name}, форма обучения из списка не берётся.").format(
            written=_quoted(found), name=name
        ),
        _("форму обучения задайте в config.yaml: classes, form."),
        "class-form",
        "warning",
    )


def _several_spellings(several: dict[ClassName, _Found]) -> Problem:
    lines = [
        _("{written} — это {name}").format(written=_quoted(found), name=name)
        for name, found in several.items()
    ]
    return Problem(
        next(iter(several.values())).place,
        _("один класс записан по-разному: {classes}.").format(classes="; ".join(lines)),
        _("можно не менять; ровнее писать так, как в config.yaml."),
        "class-spellings",
        "warning",
    )


def _quoted(found: _Found) -> str:
    return ", ".join(f"«{text}»" for text in found.written)
