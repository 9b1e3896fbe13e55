"""Cohorts (site-wide groups): core_cohort_* functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from vsosh_moodle.moodle.answers import (
    SiteWarning,
    int_of,
    parse_rows,
    parse_warnings,
    require_count,
    required_int,
    text_of,
)
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CohortId, UserId


class CategoryType(TypedDict):
    """Where a cohort lives: the system, or a category by id or idnumber."""

    type: Literal["system", "id", "idnumber"]
    value: str


class NewCohort(TypedDict):
    """A row of core_cohort_create_cohorts."""

    categorytype: CategoryType
    name: str
    idnumber: str
    description: NotRequired[str]
    descriptionformat: NotRequired[int]
    visible: NotRequired[bool]


class CohortUpdate(TypedDict):
    """A row of core_cohort_update_cohorts: the place, the name and the idnumber are compulsory."""

    id: CohortId
    categorytype: CategoryType
    name: str
    idnumber: str
    description: NotRequired[str]
    descriptionformat: NotRequired[int]
    visible: NotRequired[bool]


class CohortMember(TypedDict):
    """A row of core_cohort_delete_cohort_members, and of ours for adding."""

    cohortid: CohortId
    userid: UserId


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort; the functions do not tell which category it lives in."""

    id: CohortId
    name: str
    idnumber: str
    description: str
    visible: bool


SYSTEM: CategoryType = {"type": "system", "value": ""}


def get_cohorts(client: MoodleClient, ids: Sequence[CohortId] | None = None) -> list[Cohort]:
    """Return the cohorts with these ids, or all of the site; one unknown id fails the call.

    Calls: core_cohort_get_cohorts (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_cohort_get_cohorts"
    if ids is not None and not ids:
        return []
    params: dict[str, object] = {} if ids is None else {"cohortids": ids}
    return parse_rows(wsfunction, client.call(wsfunction, params), _cohort)


def create_cohorts(client: MoodleClient, cohorts: Sequence[NewCohort]) -> list[Cohort]:
    """Create cohorts, all or none; return them in the order of `cohorts`.

    Calls: core_cohort_create_cohorts (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_cohort_create_cohorts"
    if not cohorts:
        return []
    created = parse_rows(wsfunction, client.call(wsfunction, {"cohorts": cohorts}), _cohort)
    require_count(wsfunction, len(cohorts), created)
    return created


def update_cohorts(client: MoodleClient, cohorts: Sequence[CohortUpdate]) -> None:
    """Change cohorts, all or none.

    Calls: core_cohort_update_cohorts (4.1-4.5, contract-4.5.6.json)
    """
    if cohorts:
        client.call("core_cohort_update_cohorts", {"cohorts": cohorts})


def delete_cohorts(client: MoodleClient, cohortids: Sequence[CohortId]) -> None:
    """Delete cohorts, all or none.

    Calls: core_cohort_delete_cohorts (4.1-4.5, contract-4.5.6.json)
    """
    if cohortids:
        client.call("core_cohort_delete_cohorts", {"cohortids": cohortids})


def get_cohort_members(
    client: MoodleClient, cohortids: Sequence[CohortId]
) -> dict[CohortId, tuple[UserId, ...]]:
    """Return the members of each cohort; one unknown id fails the call.

    Calls: core_cohort_get_cohort_members (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_cohort_get_cohort_members"
    if not cohortids:
        return {}
    answer = client.call(wsfunction, {"cohortids": cohortids})
    rows = parse_rows(wsfunction, answer, _members)
    require_count(wsfunction, len(set(cohortids)), rows)
    return dict(rows)


def add_cohort_members(client: MoodleClient, members: Sequence[CohortMember]) -> list[SiteWarning]:
    """Add members; return warnings (codes 1 bad type, 2 not found, 3 already there).

    A warning does not say which row it means; the other rows are kept.

    Calls: core_cohort_add_cohort_members (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_cohort_add_cohort_members"
    if not members:
        return []
    answer = client.call(wsfunction, {"members": [new_member_fields(one) for one in members]})
    return parse_warnings(wsfunction, answer)


def delete_cohort_members(client: MoodleClient, members: Sequence[CohortMember]) -> None:
    """Remove members; removing one who is not there is fine.

    Calls: core_cohort_delete_cohort_members (4.1-4.5, contract-4.5.6.json)
    """
    if members:
        client.call("core_cohort_delete_cohort_members", {"members": members})


def new_member_fields(member: CohortMember) -> dict[str, object]:
    """Return a member as core_cohort_add_cohort_members takes it: four form fields."""
    return {
        "cohorttype": {"type": "id", "value": member["cohortid"]},
        "usertype": {"type": "id", "value": member["userid"]},
    }


def _cohort(row: Mapping[str, object]) -> Cohort:
    return Cohort(
        id=CohortId(required_int(row, "id")),
        name=text_of(row, "name"),
        idnumber=text_of(row, "idnumber"),
        description=text_of(row, "description"),
        visible=bool(int_of(row, "visible", 1)),
    )


def _members(row: Mapping[str, object]) -> tuple[CohortId, tuple[UserId, ...]]:
    userids = row["userids"]
    if not isinstance(userids, list):
        raise TypeError("userids")
    return CohortId(required_int(row, "cohortid")), tuple(UserId(int(one)) for one in userids)
