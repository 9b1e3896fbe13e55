"""What can be understood of a config that has mistakes, so that all of them are told at once.

Pydantic gives no model when one value is wrong; a typo in `site` would hide a class nobody teaches.
The draft keeps every part that still makes sense, and says which sections it cannot vouch for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from vsosh_moodle.config.models import Config, FlatCategory
from vsosh_moodle.config.programmes import ProgrammeConfig
from vsosh_moodle.config.school import (
    CategoryConfig,
    ClassConfig,
    DaysOffConfig,
    LearnerCategoryConfig,
    LevelConfig,
    QuarantineConfig,
    SchoolEventConfig,
    TermConfig,
)
from vsosh_moodle.config.site import SiteConfig
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.sources import KeyPath, YamlFile
from vsosh_moodle.sources.pydantic_problems import yaml_path

M = TypeVar("M", bound=BaseModel)

_NEEDED = frozenset({"year", "classes", "programmes"})
_HARMLESS = frozenset({"form", "distance", "params", "teachers", "elective"})


class KnownClass(NamedTuple):
    """A class of the config with the place it stands at."""

    path: KeyPath
    name: ClassName
    without_courses: bool


@dataclass(slots=True)
class Draft:
    """The parts of a config with their paths; `shaky` names the sections with parts missing.

    `rosters` are the patterns of the files with people: the usual ones unless the config tells.
    """

    yaml: YamlFile
    site: SiteConfig | None = None
    terms: list[tuple[KeyPath, TermConfig]] = field(default_factory=list)
    days_off: list[tuple[KeyPath, DaysOffConfig | QuarantineConfig]] = field(default_factory=list)
    events: list[tuple[KeyPath, SchoolEventConfig]] = field(default_factory=list)
    categories: list[tuple[KeyPath, FlatCategory]] = field(default_factory=list)
    learners: list[tuple[KeyPath, LearnerCategoryConfig]] = field(default_factory=list)
    levels: list[tuple[KeyPath, LevelConfig]] = field(default_factory=list)
    classes: list[tuple[KeyPath, ClassConfig]] = field(default_factory=list)
    programmes: list[tuple[KeyPath, ProgrammeConfig]] = field(default_factory=list)
    guard_classes: list[tuple[KeyPath, str]] = field(default_factory=list)
    letter_classes: list[tuple[KeyPath, str]] = field(default_factory=list)
    rosters: tuple[str, ...] = Config.model_fields["rosters"].default
    shaky: set[str] = field(default_factory=set)

    @property
    def sound_site(self) -> SiteConfig | None:
        """The site, None unless its section can be relied on to the last key."""
        data = self.yaml.data
        written = data.get("site") if isinstance(data, dict) else None
        if self.site is None or (self.site.token is None and not self.site.is_sandbox):
            return None
        try:
            return SiteConfig.model_validate(written)
        except ValidationError:
            return None

    def tells(self, section: str) -> bool:
        """Whether everything of a section could be understood."""
        return section not in self.shaky

    def known_classes(self) -> list[KnownClass]:
        """Return the classes whose names parse."""
        known = []
        for path, entry in self.classes:
            name = parse_class_name(entry.name)
            if name is not None:
                known.append(KnownClass(path, name, entry.without_courses))
        return known


def parse_draft(yaml: YamlFile) -> Draft:
    """Return the draft of a config file; what pydantic complains about is left out silently."""
    draft = Draft(yaml)
    if not isinstance(yaml.data, dict):
        draft.shaky.update(
            ("categories", "learner_categories", "levels", "classes", "programmes", "year")
        )
        return draft
    draft.rosters = _patterns(yaml.data.get("rosters")) or draft.rosters
    draft.site, _dropped = _salvage(SiteConfig, yaml.data.get("site"))
    year = yaml.data.get("year")
    terms = year.get("terms") if isinstance(year, dict) else None
    draft.terms = list(_items(draft, "year", TermConfig, terms, ("year", "terms")))
    for name in ("holidays", "days_off"):
        listed = year.get(name) if isinstance(year, dict) else None
        if listed:
            draft.days_off += _items(draft, "year", DaysOffConfig, listed, ("year", name))
    closed = year.get("quarantine") if isinstance(year, dict) else None
    if closed:
        draft.days_off += _items(draft, "year", QuarantineConfig, closed, ("year", "quarantine"))
    happening = year.get("events") if isinstance(year, dict) else None
    if happening:
        draft.events += _items(draft, "year", SchoolEventConfig, happening, ("year", "events"))
    for path, category in _items(
        draft, "categories", CategoryConfig, *_section(yaml, "categories")
    ):
        draft.categories += _flatten(path, category, "")
    draft.learners = _section_items(draft, "learner_categories", LearnerCategoryConfig)
    draft.levels = _section_items(draft, "levels", LevelConfig)
    draft.classes = _section_items(draft, "classes", ClassConfig)
    draft.programmes = _section_items(draft, "programmes", ProgrammeConfig)
    draft.guard_classes = list(_class_keys(yaml.data, "policies", "guards", "classes"))
    draft.letter_classes = list(_class_keys(yaml.data, "letters", "classes"))
    return draft


def _patterns(data: Any) -> tuple[str, ...]:
    return tuple(one for one in data if isinstance(one, str)) if isinstance(data, list) else ()


def _section(yaml: YamlFile, name: str) -> tuple[Any, KeyPath]:
    return yaml.data.get(name), (name,)


def _section_items(draft: Draft, name: str, model: type[M]) -> list[tuple[KeyPath, M]]:
    return list(_items(draft, name, model, *_section(draft.yaml, name)))


def _items(
    draft: Draft, section: str, model: type[M], data: Any, path: KeyPath
) -> Iterator[tuple[KeyPath, M]]:
    if not isinstance(data, list) or not data:
        if section in _NEEDED or data not in (None, []):
            draft.shaky.add(section)
        return
    for index, item in enumerate(data):
        built, dropped = _salvage(model, item)
        if built is None or dropped - _HARMLESS:
            draft.shaky.add(section)
        if built is not None:
            yield (*path, index), built


def _salvage(model: type[M], data: Any) -> tuple[M | None, set[str]]:
    """Return the model without the keys that stand in its way, and the known ones among those."""
    dropped: set[str] = set()
    for _attempt in range(3):
        try:
            return model.model_validate(data), dropped
        except ValidationError as error:
            wrong = _wrong_keys(error, data)
        if not wrong or not isinstance(data, dict):
            break
        known = {info.alias or name for name, info in model.model_fields.items()}
        dropped |= wrong & known
        data = {key: value for key, value in data.items() if key not in wrong}
    return None, dropped


def _wrong_keys(error: ValidationError, data: Any) -> set[str]:
    paths = [yaml_path(detail, data) for detail in error.errors(include_url=False)]
    if any(not path for path in paths):
        return set()
    return {str(path[0]) for path in paths}


def _flatten(
    path: KeyPath, category: CategoryConfig, parent: str
) -> Iterator[tuple[KeyPath, FlatCategory]]:
    yield path, FlatCategory(category.key, category.name, parent)
    for index, child in enumerate(category.categories):
        yield from _flatten((*path, "categories", index), child, category.key)


def _class_keys(data: dict[Any, Any], *path: str) -> Iterator[tuple[KeyPath, str]]:
    """Yield the keys of a mapping of classes, with their paths."""
    here: Any = data
    for step in path:
        here = here.get(step) if isinstance(here, dict) else None
    if isinstance(here, dict):
        yield from (((*path, key), str(key)) for key in here)
