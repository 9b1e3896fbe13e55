"""The whole state of the school in one answer: local_vsosh_get_state."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import isfinite
from typing import Any, NamedTuple, get_type_hints

from vsosh_moodle.moodle.answers import parse_rows, required_int, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.encode import Parameters
from vsosh_moodle.moodle.plugin_documents import document_text, document_value, texts_of
from vsosh_moodle.moodle.plugin_pages import read_pages

GET_STATE = "local_vsosh_get_state"
_LARGEST = 2**35
"""Above every id; as a moment, the year 3058. What is larger is no date any more."""
MOST_ROWS = 50_000
"""Rows of one page at most."""
SHORTEST_PREFIX = 3


class CategoryRow(NamedTuple):
    """A course category; `parent` 0 is the top."""

    id: int
    key: str
    name: str
    parent: int


class CohortRow(NamedTuple):
    """A cohort of the system."""

    id: int
    key: str
    name: str


class CourseRow(NamedTuple):
    """A course; times in Unix seconds, `groupmode` 0 none, 1 separate, 2 visible."""

    id: int
    key: str
    fullname: str
    shortname: str
    category: int
    summary: str
    startdate: int
    enddate: int
    visible: bool
    groupmode: int
    format: str


class UserRow(NamedTuple):
    """An account."""

    id: int
    key: str
    username: str
    firstname: str
    lastname: str
    middlename: str
    email: str
    suspended: bool


class CohortMemberRow(NamedTuple):
    """A user's place in a cohort."""

    cohort: int
    user: int


class GroupRow(NamedTuple):
    """A group of a course."""

    id: int
    course: int
    key: str
    name: str


class GroupingRow(NamedTuple):
    """A grouping of a course."""

    id: int
    course: int
    key: str
    name: str


class GroupingGroupRow(NamedTuple):
    """A group's place in a grouping."""

    grouping: int
    group: int


class EnrolmentRow(NamedTuple):
    """A manual enrolment; times in Unix seconds, 0 where there is none."""

    course: int
    user: int
    suspended: bool
    start: int
    end: int


class RoleRow(NamedTuple):
    """A role given in a course itself."""

    course: int
    user: int
    role: int


class GroupMemberRow(NamedTuple):
    """A user's place in a group."""

    group: int
    user: int


class CohortSyncRow(NamedTuple):
    """A cohort enrolled as a whole."""

    id: int
    course: int
    cohort: int
    role: int
    group: int
    suspended: bool


@dataclass(slots=True)
class SiteState:
    """What the site has of ours, part by part; `time` is the site's clock in Unix seconds."""

    categories: list[CategoryRow] = field(default_factory=list)
    cohorts: list[CohortRow] = field(default_factory=list)
    courses: list[CourseRow] = field(default_factory=list)
    users: list[UserRow] = field(default_factory=list)
    cohort_members: list[CohortMemberRow] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    groupings: list[GroupingRow] = field(default_factory=list)
    grouping_groups: list[GroupingGroupRow] = field(default_factory=list)
    enrolments: list[EnrolmentRow] = field(default_factory=list)
    roles: list[RoleRow] = field(default_factory=list)
    group_members: list[GroupMemberRow] = field(default_factory=list)
    cohort_syncs: list[CohortSyncRow] = field(default_factory=list)
    time: int = 0


ROW_TYPES: dict[str, type[tuple[Any, ...]]] = {
    "categories": CategoryRow,
    "cohorts": CohortRow,
    "courses": CourseRow,
    "users": UserRow,
    "cohort_members": CohortMemberRow,
    "groups": GroupRow,
    "groupings": GroupingRow,
    "grouping_groups": GroupingGroupRow,
    "enrolments": EnrolmentRow,
    "roles": RoleRow,
    "group_members": GroupMemberRow,
    "cohort_syncs": CohortSyncRow,
}


@dataclass(frozen=True, slots=True)
class StateQuery:
    """What to read: all parts unless `parts` names some.

    Beside what carries the key prefix: courses by short name, accounts by login or address. With
    `courses` (keys) groups, enrolments and roles are those courses' only.
    """

    prefix: str
    parts: Sequence[str] = ()
    shortnames: Collection[str] = ()
    logins: Collection[str] = ()
    emails: Collection[str] = ()
    courses: Collection[str] = ()


def get_state(client: MoodleClient, query: StateQuery, *, limit: int = MOST_ROWS) -> SiteState:
    """Return what the site has of ours, read page by page; `limit` is the rows of a page.

    Raises BadAnswer when rows are not of the promised shape.

    Calls: local_vsosh_get_state (plugin 2026112300, docs/plugin-api.md)
    """
    state = SiteState()
    for page in _pages(client, query, limit):
        state.time = state.time or page.time
        for name, rows in page.parts:
            getattr(state, name).extend(rows)
    return state


class _Page(NamedTuple):
    parts: list[tuple[str, list[Any]]]
    next: str
    time: int


def _pages(client: MoodleClient, query: StateQuery, limit: int) -> Iterator[_Page]:
    options = {
        "shortnames": sorted(query.shortnames),
        "logins": sorted(query.logins),
        "emails": sorted(query.emails),
        "courses": sorted(query.courses),
    }
    params: Parameters = {
        "prefix": query.prefix,
        "parts": list(query.parts),
        "options": document_text(options),
        "limit": limit,
    }
    yield from read_pages(client, GET_STATE, params, _page)


def _page(row: Mapping[str, object]) -> _Page:
    parts = parse_rows(GET_STATE, row["parts"], _part)
    return _Page(
        [part for part in parts if part[1]], text_of(row, "next"), required_int(row, "time")
    )


def _part(row: Mapping[str, object]) -> tuple[str, list[Any]]:
    name = text_of(row, "name")
    return name, table_rows(ROW_TYPES[name], texts_of(row["columns"]), row["rows"])


def table_rows(
    row_type: type[tuple[Any, ...]], columns: Sequence[str], text: object
) -> list[tuple[Any, ...]]:
    """Return the rows of a table, checked column by column.

    `text` is JSON: rows in the order of `columns`, of which those that `row_type` names are taken;
    one that is not there holds the default that `row_type` has for it. Raises ValueError, TypeError,
    KeyError when a column without a default is missing, or one holds something else.
    """
    rows = document_value(text)
    if not isinstance(rows, list):
        raise TypeError("rows")
    if not rows:
        return []
    # By columns: the types of 25,000 rows are checked in a hundredth of a second.
    by_name = dict(zip(columns, zip(*rows, strict=True), strict=True))
    wanted = _column_types(row_type)
    for name, value in getattr(row_type, "_field_defaults", {}).items():
        by_name.setdefault(name, (value,) * len(rows))
    taken = [by_name[name] for name in wanted]
    for (name, allowed), values in zip(wanted.items(), taken, strict=True):
        if not allowed.issuperset(map(type, values)):
            raise TypeError(name)
        if str not in allowed and not _are_sane(values):
            raise ValueError(name)
    return list(map(row_type, *taken))


def _are_sane(values: Sequence[Any]) -> bool:
    """Tell whether numbers are such as a site has: moments of the calendar, no infinity, no NaN."""
    numbers = [value for value in values if value is not None]
    return not numbers or (all(map(isfinite, numbers)) and max(map(abs, numbers)) < _LARGEST)


@cache
def _column_types(row_type: type[tuple[Any, ...]]) -> dict[str, frozenset[type]]:
    hints = get_type_hints(row_type)
    return {name: _ALLOWED[hint] for name, hint in hints.items() if not name.startswith("_")}


_ALLOWED: dict[object, frozenset[type]] = {
    int: frozenset({int}),
    str: frozenset({str}),
    bool: frozenset({bool, int}),
    float: frozenset({int, float}),
    float | None: frozenset({int, float, type(None)}),
    int | None: frozenset({int, type(None)}),
}
"""What JSON may hold in a column of a type; a flag comes as 0 and 1 too."""
