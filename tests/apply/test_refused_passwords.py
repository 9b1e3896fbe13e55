"""A password that the site's rules refuse: every one is, so nothing is searched and nothing tried on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apply.rehearsal import Rehearsal, small_school
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import PasswordRefused
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.state import PasswordRules

SETTINGS = ClientSettings(workers=2, retries=0)
MAKING = {"core_user_create_users", "local_vsosh_put_users"}
PUPILS = 640


@pytest.fixture(params=[False, True], ids=["core", "plugin"])
def site(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(plugin=request.param) as site:
        yield site


def rehearse(site: Sandbox, folder: Path) -> Rehearsal:
    return Rehearsal(MoodleClient(site.url, Secret(site.token), SETTINGS), folder)


def test_the_first_refusal_ends_the_making_of_accounts_and_the_rest_goes_on(
    site: Sandbox, tmp_path: Path
) -> None:
    desired = small_school(PUPILS)
    site.state(passwords=PasswordRules(min_length=30))
    outcome = rehearse(site, tmp_path).apply(desired)
    assert len([call for call in site.calls if call[0] in MAKING]) <= SETTINGS.workers
    assert {one.change.kind for one in outcome.failed} == {Kind.USER}
    assert len(outcome.failed) == len(desired.user) == PUPILS + 2
    assert {type(one.error) for one in outcome.failed} == {PasswordRefused}
    assert len({one.error.message for one in outcome.failed}) == 1
    made = {change.kind for change in outcome.done}
    assert {Kind.CATEGORY, Kind.COURSE, Kind.COHORT, Kind.GROUP} <= made
    assert outcome.stopped_by is None


def test_once_the_rules_are_met_all_is_made(site: Sandbox, tmp_path: Path) -> None:
    desired = small_school()
    site.state(passwords=PasswordRules(digits=9))
    assert rehearse(site, tmp_path).apply(desired).failed
    site.state(passwords=PasswordRules())
    assert rehearse(site, tmp_path).apply(desired).complete
    left = rehearse(site, tmp_path).plan(desired)
    assert [change for change in left if change.kind in (Kind.USER, Kind.ENROLMENT)] == []


def test_accounts_that_are_there_are_changed_all_the_same(site: Sandbox, tmp_path: Path) -> None:
    first = small_school(4)
    assert rehearse(site, tmp_path).apply(first).complete
    site.state(passwords=PasswordRules(min_length=30))
    desired = small_school(8)
    renamed = [
        type(user)(user.key, user.username, "Иная", user.lastname, user.middlename, user.email)
        for user in first.user.values()
    ]
    for user in renamed:
        desired.add(user)
    outcome = rehearse(site, tmp_path).apply(desired)
    done = {change.key for change in outcome.done if change.kind is Kind.USER}
    assert done == {user.key for user in renamed}
    assert len([one for one in outcome.failed if one.change.kind is Kind.USER]) == 4
