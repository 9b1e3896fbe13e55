"""Rewrite config.yaml for the next school year: its text stays but for what the year changes. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import unified_diff
from typing import Any

from vsosh_moodle.config.load import parse_config
from vsosh_moodle.config.models import Config
from vsosh_moodle.config.next_programmes import ProgrammeChange, change_programmes, classes_taught
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.promotion import NewClass, Promotion
from vsosh_moodle.school.year_turn import next_day_off, next_holiday, next_terms, next_year_name
from vsosh_moodle.sources.yaml_edit import YamlEditError, YamlEditor
from vsosh_moodle.sources.yaml_lines import parse_yaml

CONFIG_FILE = "config.yaml"
_GUARDS = ("policies", "guards", "classes")


@dataclass(frozen=True, slots=True)
class NextYear:
    """How the config is to change: the turn of the classes, and what was chosen on the command line.

    `rosters` are other patterns of the files with people, None to keep those there are;
    `template_keys` the templates there are, None when that is not known.
    """

    promotion: Promotion
    follow_programmes: bool = False
    rosters: tuple[str, ...] | None = None
    template_keys: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class NextConfig:
    """The config of the next year: `config` is None when the text could not be made (see `problems`).

    `untaught` are classes that no programme teaches yet.
    """

    text: str
    year: SchoolYear
    programmes: tuple[ProgrammeChange, ...]
    untaught: tuple[ClassName, ...]
    config: Config | None
    problems: tuple[Problem, ...] = ()


def next_school_year(config: Config) -> SchoolYear:
    """Return the year after the config's, its terms moved to the same weekdays."""
    year = config.school_year()
    return SchoolYear(next_year_name(year.name), next_terms(year.terms))


def rewrite_config(text: str, config: Config, change: NextYear) -> NextConfig:
    """Return the config of the next year; only the lines that have to change do.

    Changed are: the year's name and the days of its terms, classes, the lists of classes of
    programmes, classes with thresholds of their own. The result is read back: what is wrong with it
    is among the problems.
    """
    year = next_school_year(config)
    new = [one.name for one in change.promotion.classes]
    programmes = change_programmes(config, change.promotion, follow=change.follow_programmes)
    taught = classes_taught(config, programmes, new)
    untaught = tuple(name for name in new if name not in taught)
    made = NextConfig(text, year, programmes, untaught, None)
    if not new or all(one.is_gone for one in programmes):
        return replace(made, problems=(_nothing_left(has_classes=bool(new)),))
    try:
        edited = _edit(text, config, change, made)
    except YamlEditError:
        return replace(made, problems=(_not_editable(),))
    yaml = parse_yaml(edited, f"{CONFIG_FILE} ({year.name})")
    read, problems = parse_config(yaml, change.template_keys)
    if read is not None and not _is_meant(read, year, new):
        return replace(made, problems=(_not_editable(),))
    return replace(made, text=edited, config=read, problems=tuple(problems))


def _edit(text: str, config: Config, change: NextYear, made: NextConfig) -> str:
    editor = YamlEditor(text)
    editor.set_scalar(("year", "name"), made.year.name)
    for number, (old, term) in enumerate(zip(config.year.terms, made.year.terms, strict=True)):
        path = ("year", "terms", number)
        if term.start != old.start:
            editor.set_scalar((*path, "from"), term.start.isoformat())
        if term.end != old.end:
            editor.set_scalar((*path, "to"), term.end.isoformat())
    _edit_days_off(editor, config)
    _edit_classes(editor, config, change.promotion, made.untaught)
    _edit_programmes(editor, config, made)
    _edit_guards(editor, config, change.promotion)
    if change.rosters is not None:
        if "rosters" in config.model_fields_set:
            editor.set_list(("rosters",), change.rosters)
        else:
            editor.add_pair((), "rosters", f"[{', '.join(change.rosters)}]")
    return editor.render()


def _edit_days_off(editor: YamlEditor, config: Config) -> None:
    """Holidays move with the terms, state holidays to the same date; of one class, quarantines, events go."""
    year = config.year
    for name, listed, move in (
        ("holidays", year.holidays, next_holiday),
        ("days_off", year.days_off, next_day_off),
    ):
        kept = {number for number, one in enumerate(listed) if not one.classes}
        for number in sorted(kept):
            one = listed[number]
            path = ("year", name, number)
            editor.set_scalar((*path, "from"), move(one.start).isoformat())
            if one.end is not None:
                editor.set_scalar((*path, "to"), move(one.end).isoformat())
        if len(kept) < len(listed):
            editor.keep_entries(("year", name), kept)
    for name in ("quarantine", "events"):
        if getattr(year, name):
            editor.keep_entries(("year", name), set())


def _edit_classes(
    editor: YamlEditor, config: Config, promotion: Promotion, untaught: Collection[ClassName]
) -> None:
    """Each entry takes the name of the first class made of its own; the others are copies of one."""
    old = [step.name for step in promotion.steps]
    entry_of: dict[ClassName, int] = {}
    added: list[NewClass] = []
    for new in promotion.classes:
        free = [old.index(name) for name in new.sources if old.index(name) not in entry_of.values()]
        if free:
            entry_of[new.name] = free[0]
        else:
            added.append(new)
    for name, number in entry_of.items():
        if str(name) != config.classes[number].name:
            editor.set_scalar(("classes", number, "name"), str(name))
        if name in untaught and not config.classes[number].without_courses:
            editor.add_pair(("classes", number), "without_courses", "true")
    for new in added:
        text = _entry(new, without_courses=new.name in untaught)
        editor.add_item(("classes",), text)
    editor.keep_entries(("classes",), set(entry_of.values()))


def _entry(new: NewClass, *, without_courses: bool) -> str:
    parts = [f"name: {new.name}", f"form: {new.school_class.form.value}"]
    if new.school_class.distance:
        parts.append("distance: true")
    if without_courses:
        parts.append("without_courses: true")
    return f"{{{', '.join(parts)}}}"


def _edit_programmes(editor: YamlEditor, config: Config, made: NextConfig) -> None:
    flow = editor.is_flow(("programmes",))
    for one in made.programmes:
        path = ("programmes", one.number)
        if one.is_gone and not flow:
            # The file speaks Russian, whatever messages speak.
            note = f"{made.year.name}: классов {', '.join(one.before)} больше нет"
            editor.comment_out(path, note)
        elif one.after != one.before and not one.is_gone:
            editor.set_list((*path, "grades" if one.by_grade else "classes"), one.after)
    if flow:
        gone = {one.number for one in made.programmes if one.is_gone}
        editor.keep_entries(("programmes",), set(range(len(config.programmes))) - gone)


def _edit_guards(editor: YamlEditor, config: Config, promotion: Promotion) -> None:
    """A class takes its own thresholds along; they go where the class graduates or is split."""
    moves = promotion.moves()
    kept: set[int] = set()
    taken: set[ClassName] = set()
    keys = list(config.policies.guards.classes)
    for number, key in enumerate(keys):
        name = parse_class_name(str(key))
        targets = moves.get(name, ()) if name is not None else ()
        if len(targets) == 1 and targets[0] not in taken:
            taken.add(targets[0])
            kept.add(number)
            editor.rename_key((*_GUARDS, key), str(targets[0]))
    if len(kept) < len(keys):
        editor.keep_entries(_GUARDS, kept)


def _is_meant(read: Config, year: SchoolYear, classes: Sequence[ClassName]) -> bool:
    made = read.school_year()
    same = (made.name, made.terms) == (year.name, year.terms)
    return same and set(read.class_names()) == set(classes)


def _not_editable() -> Problem:
    return Problem(
        Place(CONFIG_FILE),
        _("файл записан так, что программа не может поправить его сама, не тронув остального."),
        _(
            "запишите year, classes и programmes по образцу docs/config.md (без ссылок «*имя» и "
            "многострочных значений) и повторите."
        ),
        "config-not-editable",
    )


def _nothing_left(*, has_classes: bool) -> Problem:
    if has_classes:
        message = _("в новом году ни для одной программы не остаётся классов.")
        hint = _("чтобы классы программ перешли вместе с учениками, добавьте --programmes follow.")
    else:
        message = _("в новом году не остаётся ни одного класса.")
        hint = _("откройте новые: на листе «Классы» файла решений строка с решением «новый».")
    return Problem(Place(CONFIG_FILE), message, hint, "nothing-left")


def changed_lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the lines that differ, as («-» or «+», line), in the order of the file."""
    changes = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return tuple(
        (line[0], line[1:])
        for line in changes
        if line[:1] in "+-" and not line.startswith(("+++", "---"))
    )


def dated_params(config: Config, year: SchoolYear) -> tuple[tuple[int, str], ...]:
    """Return (programme's number, date) of dates in params that lie before the `year` begins."""
    found: list[tuple[int, str]] = []
    for number, programme in enumerate(config.programmes):
        for value in _leaves(programme.params):
            day = value if isinstance(value, date) else None
            if isinstance(value, str) and len(value) >= 10 and value[:4].isdigit():
                try:
                    day = date.fromisoformat(value[:10])
                except ValueError:
                    continue
            if day is not None and day < year.start:
                found.append((number, f"{day:%d.%m.%Y}"))
    return tuple(found)


def _leaves(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, (list, tuple)):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]
