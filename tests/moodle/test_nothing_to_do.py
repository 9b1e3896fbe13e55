"""A function that is given nothing to do asks the site nothing: Moodle refuses some empty lists."""

from collections.abc import Callable

import pytest
import responses

from tests.moodle.canned import make_client
from vsosh_moodle.moodle import (
    categories,
    cohorts,
    courses,
    enrolments,
    groupings,
    groups,
    plugin_content,
    plugin_events,
    plugin_exceptions,
    plugin_jobs,
    plugin_questions,
    plugin_users,
    users,
)
from vsosh_moodle.moodle.client import MoodleClient

GIVEN_A_LIST: dict[str, Callable[[MoodleClient], object]] = {
    "create_categories": lambda client: categories.create_categories(client, []),
    "create_cohorts": lambda client: cohorts.create_cohorts(client, []),
    "add_cohort_members": lambda client: cohorts.add_cohort_members(client, []),
    "create_courses": lambda client: courses.create_courses(client, []),
    "update_courses": lambda client: courses.update_courses(client, []),
    "get_groups": lambda client: groups.get_groups(client, []),
    "create_groups": lambda client: groups.create_groups(client, []),
    "get_groupings": lambda client: groupings.get_groupings(client, []),
    "create_groupings": lambda client: groupings.create_groupings(client, []),
    "update_users": lambda client: users.update_users(client, []),
    "get_courses of the plugin": lambda client: plugin_content.get_courses(client, []),
    "put_courses": lambda client: plugin_content.put_courses(client, []),
    "set_events": lambda client: plugin_events.set_events(client, []),
    "set_exceptions": lambda client: plugin_exceptions.set_exceptions(client, []),
    "import_questions": lambda client: plugin_questions.import_questions(client, []),
    "put_users": lambda client: plugin_users.put_users(client, []),
    "get_jobs": lambda client: plugin_jobs.get_jobs(client, []),
}

GIVEN_A_MAPPING: dict[str, Callable[[MoodleClient], object]] = {
    "get_cohort_members": lambda client: cohorts.get_cohort_members(client, []),
    "get_group_members": lambda client: groups.get_group_members(client, []),
    "fetch_first_access": lambda client: users.fetch_first_access(client, []),
}

WITHOUT_RESULT: dict[str, Callable[[MoodleClient], object]] = {
    "update_categories": lambda client: categories.update_categories(client, []),
    "delete_categories": lambda client: categories.delete_categories(client, []),
    "update_cohorts": lambda client: cohorts.update_cohorts(client, []),
    "delete_cohorts": lambda client: cohorts.delete_cohorts(client, []),
    "delete_cohort_members": lambda client: cohorts.delete_cohort_members(client, []),
    "enrol_users": lambda client: enrolments.enrol_users(client, []),
    "unenrol_users": lambda client: enrolments.unenrol_users(client, []),
    "update_groups": lambda client: groups.update_groups(client, []),
    "delete_groups": lambda client: groups.delete_groups(client, []),
    "add_group_members": lambda client: groups.add_group_members(client, []),
    "delete_group_members": lambda client: groups.delete_group_members(client, []),
    "update_groupings": lambda client: groupings.update_groupings(client, []),
    "delete_groupings": lambda client: groupings.delete_groupings(client, []),
    "assign_grouping": lambda client: groupings.assign_grouping(client, []),
    "unassign_grouping": lambda client: groupings.unassign_grouping(client, []),
}


@pytest.mark.parametrize("name", GIVEN_A_LIST)
@responses.activate
def test_an_empty_list_brings_an_empty_list_without_a_call(name: str) -> None:
    assert GIVEN_A_LIST[name](make_client()) == []
    assert len(responses.calls) == 0


@pytest.mark.parametrize("name", GIVEN_A_MAPPING)
@responses.activate
def test_an_empty_list_brings_an_empty_mapping_without_a_call(name: str) -> None:
    assert GIVEN_A_MAPPING[name](make_client()) == {}
    assert len(responses.calls) == 0


@pytest.mark.parametrize("name", WITHOUT_RESULT)
@responses.activate
def test_an_empty_list_changes_nothing_without_a_call(name: str) -> None:
    WITHOUT_RESULT[name](make_client())
    assert len(responses.calls) == 0
