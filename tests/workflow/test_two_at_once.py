"""Two administrators with a folder each write to one site at the same time."""

import csv
import http.client
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest

from tests.workflow.folder import SchoolFolder, school_on
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.apply_result import ApplyResult
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress

PUPILS_AND_TEACHER = 13


@pytest.fixture(params=[False, True], ids=["core", "plugin"])
def site(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(plugin=request.param) as site:
        yield site


@pytest.fixture
def folders(site: Sandbox, tmp_path: Path) -> list[SchoolFolder]:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    return [school_on(site, tmp_path / name) for name in ("first", "second")]


def apply_together(folders: list[SchoolFolder]) -> list[ApplyResult]:
    """Apply both folders: both have made their plan before either writes."""
    both = Barrier(2)

    def agree(_plan: Plan) -> bool:
        both.wait(60)
        return True

    def apply(folder: SchoolFolder) -> ApplyResult:
        result = apply_plan(folder.project, PlanOptions(), None, NoProgress(), agree)
        assert result is not None
        return result

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(apply, folders))


def slips(folder: SchoolFolder) -> dict[str, str]:
    """Return the passwords by login in all files of slips of a folder."""
    found = {}
    for path in (folder.root / "slips").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {row["Логин"]: row["Пароль"] for row in csv.DictReader(file, delimiter=";")}
    return found


def opens(site: Sandbox, login: str, password: str) -> bool:
    """Tell whether a login and a password open an account, as the login page would."""
    fields = {"username": login, "password": password, "service": "moodle_mobile_app"}
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login/token.php", urlencode(fields), form)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return bool(answer["errorcode"] != "invalidlogin")


def test_every_slip_of_both_opens_its_account_and_no_account_has_two(
    site: Sandbox, folders: list[SchoolFolder]
) -> None:
    apply_together(folders)
    given = [slips(folder) for folder in folders]
    assert Counter(login for one in given for login in one) == Counter(
        {**given[0], **given[1]}.keys()
    )
    assert len({**given[0], **given[1]}) == PUPILS_AND_TEACHER
    for one in given:
        assert [login for login, password in one.items() if not opens(site, login, password)] == []


def test_both_end_well_and_nothing_is_left_to_do(
    site: Sandbox, folders: list[SchoolFolder]
) -> None:
    results = apply_together(folders)
    assert [(one.failed, one.skipped, one.stopped_by) for one in results] == [((), 0, "")] * 2
    assert any("другой запуск" in one.notice for one in results)
    for folder in folders:
        assert make_plan(folder.project).changes == ()
