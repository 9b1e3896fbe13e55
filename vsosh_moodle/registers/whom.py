"""The people of a row: matched with the lists, each doubt told at its cell and without a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vsosh_moodle.language import _, plural
from vsosh_moodle.registers.cells import Reading, check_class, read_class
from vsosh_moodle.registers.columns import ValueKind
from vsosh_moodle.registers.people import KnownPerson, Unmatched
from vsosh_moodle.registers.row import RegisterRow
from vsosh_moodle.rosters.full_names import parse_full_name
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.names import normalise_name

_DATES = ("day", "passed", "since", "handed")


@dataclass(frozen=True, slots=True)
class Whom:
    """A pupil or a member of the staff: the name as rows have it, the idnumber, "" for nobody's."""

    name: str
    class_name: ClassName | None = None
    idnumber: str = ""


def read_pupil(
    row: RegisterRow, values: Mapping[str, object], inherited: ClassName | None, reading: Reading
) -> Whom | None:
    """Return the pupil of a row, None (with a problem) when it is not certain who is meant.

    `inherited` is the class that the sheet or a heading tells. The day of the row, among its
    `values`, decides whether a class of a past year is a mistake.
    """
    column = row.header.definition.column("class_name")
    name_class = read_class(row, column, reading) or inherited
    name, number = _pupil_name(row), row.text("number").lstrip("№ ")
    key = "person" if "person" in row.header.columns else "last"
    if not name and not number:
        if not row.faulty:
            row.report(
                key, "person-missing", _("не указано, чья это строка."), _("впишите ФИО полностью.")
            )
        return None
    is_class = name_class is None or _is_class(row, name_class, values, reading)
    pupils, known = reading.words.pupils, None
    if pupils is not None:
        found = pupils.find(name, name_class, number)
        if isinstance(found, Unmatched):
            _report_unmatched(row, key, found, number)
            return None
        known, name_class = found, name_class or found.person.class_name
    if name_class is None and not row.text("class_name"):
        row.report(
            "class_name" if "class_name" in row.header.columns else key,
            "class-missing",
            _("не указан класс."),
            _("впишите класс, например 9А."),
        )
    if name_class is None or not is_class:
        return None
    if known is None or pupils is None:
        return Whom(_plain_name(name), name_class)
    return Whom(pupils.label(known), name_class, known.idnumber)


def _is_class(
    row: RegisterRow, name: ClassName, values: Mapping[str, object], reading: Reading
) -> bool:
    if not row.text("class_name"):
        return True
    day = next((day for one in _DATES if isinstance(day := values.get(one), date)), None)
    return check_class(row, name, day, reading)


def read_member(row: RegisterRow, reading: Reading) -> Whom | None:
    """Return the member of the staff a row is about; who is in no list of teachers is told by nobody."""
    name = row.text("name")
    if not name:
        if not row.faulty:
            row.report(
                "name",
                "person-missing",
                _("не указано, чья это строка."),
                _("впишите ФИО полностью."),
            )
        return None
    if reading.words.staff is None:
        return Whom(_plain_name(name))
    found = reading.words.staff.find(name)
    if isinstance(found, KnownPerson):
        return Whom(reading.words.staff.label(found), idnumber=found.idnumber)
    if found.doubt in {"namesakes", "initials"}:
        row.report(
            "name",
            "person-ambiguous",
            _("в списках учителей так зовут нескольких человек."),
            _("впишите имя и отчество полностью; полных тёзок по имени не различить."),
        )
        return None
    return Whom(_plain_name(name))


def names_staff(row: RegisterRow) -> bool:
    """Tell whether a row is about a member of the staff."""
    return any(one.kind is ValueKind.STAFF for one in row.header.definition.columns)


def _pupil_name(row: RegisterRow) -> str:
    whole = row.text("person")
    parts = (row.text(key) for key in ("last", "first", "middle"))
    return whole or " ".join(part for part in parts if part)


def _plain_name(text: str) -> str:
    name = parse_full_name(text)
    if name.ambiguous or not name.first:
        return normalise_name(text)
    return " ".join(part for part in (name.last, name.first, name.middle) if part)


def _report_unmatched(row: RegisterRow, key: str, found: Unmatched, number: str) -> None:
    """Say why a pupil was not taken for anybody: by places of rows, never by names."""
    places = [str(one.person.source) for one in found.candidates if one.person.source.file]
    if found.doubt == "unknown":
        near = _("Похожее имя: {place}.").format(place=places[0]) if places else ""
        row.report(
            key,
            "person-unknown",
            _("такого ученика в списках нет."),
            f"{near} {_('Исправьте имя, как в списке, или удалите строку.')}".strip(),
        )
    elif found.doubt == "namesakes":
        row.report(
            key,
            "person-ambiguous",
            _("под это имя {fit}.").format(
                fit=plural(
                    len(found.candidates),
                    "подходит {n} ученик",
                    "подходят {n} ученика",
                    "подходят {n} учеников",
                )
            ),
            _("впишите номер в столбец «Личное дело №» (есть в списке учеников)."),
        )
    elif found.doubt == "initials":
        row.report(
            key,
            "person-ambiguous",
            _("по инициалам не понять, кто это: подходят несколько учеников."),
            _("впишите имя и отчество полностью."),
        )
    elif found.doubt == "number-unknown":
        row.report(
            "number",
            "number-unknown",
            _("ученика с личным делом № {number} в списках нет.").format(number=number),
            _("исправьте номер или очистите ячейку: тогда ученик ищется по имени и классу."),
        )
    else:
        row.report(
            "number",
            "number-other-name",
            _("под номером {number} в списках другой ученик.").format(number=number),
            _("исправьте номер или имя; {place}.").format(place=places[0])
            if places
            else _("исправьте номер или имя."),
        )
