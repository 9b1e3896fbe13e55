"""Passwords fit the rules the site tells, and doctor says so beforehand."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.folder import SchoolFolder, school_on
from vsosh_moodle.config.passwords import PasswordPolicyConfig
from vsosh_moodle.config.policies import LoginsConfig
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.state import PasswordRules
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.doctor import Expectations, examine
from vsosh_moodle.workflow.findings import Finding
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress

STRICT = PasswordRules(min_length=25, digits=6, upper=2, signs=4, most_identical=1)


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox(plugin=True) as site:
        yield site


@pytest.fixture
def folder(site: Sandbox, tmp_path: Path) -> SchoolFolder:
    return school_on(site, tmp_path)


def policy_of(site: Sandbox, logins: LoginsConfig) -> Finding:
    with MoodleClient(site.url, Secret(site.token)) as client:
        report = examine(client, Expectations(logins=logins))
    return next(one for one in report.findings if one.code == "password-policy")


def test_a_stricter_site_with_the_plugin_gets_stricter_passwords_at_once(
    site: Sandbox, folder: SchoolFolder
) -> None:
    site.state(passwords=STRICT)
    result = apply_plan(
        folder.project, PlanOptions(), None, NoProgress(), confirm=lambda _plan: True
    )
    assert result is not None
    assert result.complete, result.failed
    assert result.slips is not None
    with result.slips.open(encoding="utf-8-sig", newline="") as file:
        passwords = [row["Пароль"] for row in csv.DictReader(file, delimiter=";")]
    assert len(passwords) == 13
    for password in passwords:
        assert len(password) >= 25
        assert sum(map(str.isdigit, password)) >= 6
        assert sum(map(str.isupper, password)) >= 2


def test_doctor_tells_the_rules_the_site_tells(site: Sandbox) -> None:
    site.state(passwords=STRICT)
    found = policy_of(site, LoginsConfig())
    assert found.status == "ok"
    assert "правила сайта: длина от 25, цифр от 6" in found.detail
    found = policy_of(site, LoginsConfig(password="digits"))
    assert (found.status, "прописных букв не меньше 2" in found.detail) == ("fail", True)
    site.state(passwords=PasswordRules(0, 0, 0, 0, 0))
    assert policy_of(site, LoginsConfig(password="digits")).status == "ok"


def test_a_site_without_the_plugin_has_the_rules_of_the_config_or_the_usual_ones() -> None:
    with Sandbox() as site:
        found = policy_of(site, LoginsConfig())
        assert (found.status, "обычные правила" in found.detail) == ("note", True)
        assert "logins.policy" in found.hint
        rules = PasswordPolicyConfig(min_length=20, most_identical=2)
        found = policy_of(site, LoginsConfig(policy=rules))
        assert "logins.policy: длина от 20" in found.detail
        assert "одинаковых подряд до 2" in found.detail
