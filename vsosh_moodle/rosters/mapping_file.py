"""rosters/mapping.yaml: profiles of the sources whose lists need a word said beforehand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from vsosh_moodle.config.fields import NumberOrText, Strict
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters.column_names import NOT_READ, column_name, parse_column
from vsosh_moodle.rosters.full_names import NameOrder
from vsosh_moodle.rosters.headers import Column, fold_title
from vsosh_moodle.rosters.profiles import MAX_HEADER_ROW, ReadingProfile, SheetRule
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.sources import YamlFile, complaint, did_you_mean, load_yaml, parse_yaml, validate

_ORDERS = {
    "фамилия-имя": NameOrder.LAST_FIRST,
    "имя-фамилия": NameOrder.FIRST_LAST,
    "last-first": NameOrder.LAST_FIRST,
    "first-last": NameOrder.FIRST_LAST,
}


class SheetEntry(Strict):
    """What mapping.yaml says of a sheet."""

    class_name: NumberOrText = Field("", alias="class", description="Класс учеников листа: 9А")

    @field_validator("class_name")
    @classmethod
    def _check_class(cls, value: str) -> str:
        if parse_class_name(value) is None:
            message = _("«{text}» не похоже на класс.").format(text=value[:40])
            raise complaint("class-unreadable", message, _("Пишите число и букву: 9А."))
        return value


class SourceEntry(Strict):
    """A source as mapping.yaml writes it."""

    name: str = Field(min_length=1, max_length=80, description="Как вы называете этот источник")
    files: str = Field("", description="Образец имени файла: выгрузка*.xlsx")
    titles: tuple[NumberOrText, ...] = Field(
        (), description="Заголовки, по которым список узнаётся"
    )
    header_row: int = Field(
        0, ge=0, le=MAX_HEADER_ROW, description="Номер строки заголовков, если она не находится"
    )
    name_order: str = Field(
        "", description="Порядок в ФИО: фамилия-имя или имя-фамилия, если не виден"
    )
    columns: dict[NumberOrText, str] = Field(
        default_factory=dict, description="Заголовок столбца: что в нём, или «не читать»"
    )
    sheets: dict[NumberOrText, SheetEntry | str] = Field(
        default_factory=dict, description="Имя листа: {class: 9А} или «не читать»"
    )

    @field_validator("name_order")
    @classmethod
    def _check_order(cls, value: str) -> str:
        if value and value.lower() not in _ORDERS:
            message = _("порядка «{order}» нет.").format(order=value[:40])
            raise complaint(
                "name-order-unknown", message, _("Пишите: фамилия-имя или имя-фамилия.")
            )
        return value

    @field_validator("sheets")
    @classmethod
    def _check_sheets(cls, value: dict[str, SheetEntry | str]) -> dict[str, SheetEntry | str]:
        for name, rule in value.items():
            if isinstance(rule, str) and rule.strip().lower() not in NOT_READ:
                message = _("для листа «{name}» непонятно «{rule}».").format(
                    name=name[:40], rule=rule[:40]
                )
                raise complaint("sheet-rule", message, _("Пишите {class: 9А} или «не читать»."))
        return value

    @model_validator(mode="after")
    def _check_source(self) -> "SourceEntry":
        if not (self.files or self.titles):
            raise complaint(
                "source-anywhere",
                _("источник «{name}» подошёл бы к любому файлу.").format(name=self.name),
                _(
                    "Укажите files (образец имени файла) или titles (заголовки, по которым он узнаётся)."
                ),
            )
        return self


class Mapping(Strict):
    """mapping.yaml as a whole."""

    version: Literal[1] = Field(description="Версия формата mapping.yaml")
    sources: tuple[SourceEntry, ...] = Field((), description="Источники списков")


def load_mapping(
    path: Path, root: Path | None = None
) -> tuple[list[ReadingProfile], list[Problem]]:
    """Return the profiles of mapping.yaml and its problems; none of either when there is no file.

    A file with errors gives no profiles: half a mapping would read half a list.
    """
    if not path.exists():
        return [], []
    return read_mapping(load_yaml(path, root))


def parse_mapping(text: str, shown: str) -> tuple[list[ReadingProfile], list[Problem]]:
    """Return the profiles of a mapping's text and its problems."""
    return read_mapping(parse_yaml(text, shown))


def read_mapping(yaml: YamlFile) -> tuple[list[ReadingProfile], list[Problem]]:
    """Return the profiles of a YAML file and all its problems."""
    mapping, problems = validate(Mapping, yaml)
    if mapping is None:
        return [], problems
    for number, entry in enumerate(mapping.sources):
        problems += _check_entry(yaml, number, entry, mapping.sources)
    if any(problem.severity == "error" for problem in problems):
        return [], sorted(problems, key=lambda problem: problem.place.line)
    profiles = [_profile(yaml, number, entry) for number, entry in enumerate(mapping.sources)]
    return profiles, problems


def _check_entry(
    yaml: YamlFile, number: int, entry: SourceEntry, entries: tuple[SourceEntry, ...]
) -> Iterator[Problem]:
    path = ("sources", number)
    first = [one.name.casefold() for one in entries].index(entry.name.casefold())
    if first < number:
        yield yaml.problem(
            (*path, "name"),
            "repeated",
            _("источник «{name}» уже есть в строке {line}.").format(
                name=entry.name, line=yaml.line(("sources", first, "name"))
            ),
            _("Соедините их или дайте другое имя."),
        )
    taken: dict[Column, str] = {}
    folded: dict[str, str] = {}
    for title, said in entry.columns.items():
        place = (*path, "columns", title)
        twin = folded.setdefault(fold_title(title), title)
        if twin != title:
            yield yaml.problem(
                place,
                "title-twice",
                _("«{title}» и «{twin}» — один и тот же заголовок.").format(title=title, twin=twin),
                _("Оставьте одну строку."),
            )
        if said.strip().lower() in NOT_READ:
            continue
        column = parse_column(said)
        if column is None:
            yield yaml.problem(place, "column-unknown", *_unknown(said))
        elif column in taken:
            yield yaml.problem(
                place,
                "column-taken",
                _("столбцы «{one}» и «{two}» оба названы «{column}».").format(
                    one=taken[column], two=title, column=column_name(column)
                ),
                _("Оставьте один, другому напишите «не читать»."),
            )
        else:
            taken[column] = title


def _unknown(said: str) -> tuple[str, str]:
    names = [column_name(column) for column in Column]
    hint = did_you_mean(said, names) or _("Можно: {names} или «не читать».").format(
        names=", ".join(names)
    )
    return _("столбца «{said}» программа не знает.").format(said=said[:40]), hint


def _profile(yaml: YamlFile, number: int, entry: SourceEntry) -> ReadingProfile:
    return ReadingProfile(
        name=entry.name,
        files=entry.files,
        titles=entry.titles,
        columns={
            title: None if said.strip().lower() in NOT_READ else parse_column(said)
            for title, said in entry.columns.items()
        },
        sheets={name: _rule(rule) for name, rule in entry.sheets.items()},
        header_row=entry.header_row,
        name_order=_ORDERS.get(entry.name_order.lower()),
        place=yaml.place(("sources", number)),
    )


def _rule(rule: SheetEntry | str) -> SheetRule:
    if isinstance(rule, str):
        return SheetRule(skip=True)
    return SheetRule(class_name=parse_class_name(rule.class_name))
