"""A plan file from other hands, applied: what was not planned from these files is not done."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.security.hostile_site import changed
from tests.security.test_hostile_plan import resealed
from tests.security.test_hostile_site import said_by
from tests.workflow.folder import Pupil, school_on
from vsosh_moodle.errors import PlanError
from vsosh_moodle.plan.codec import _plan_from_json, parse_plan
from vsosh_moodle.sandbox import Sandbox

ROUNDS = 12
PLAN_REFUSED = 4
TABLES = ("user", "course", "cohort", "course_categories", "user_enrolments")


class School:
    """A folder with a saved plan, and the site it is for, where nothing is written yet."""

    def __init__(self, site: Sandbox, root: Path) -> None:
        self.site, self.root = site, root
        self.file = root / "план.json"
        rows = [Pupil("Абаев", "1", "8Д"), Pupil("Бедоева", "2", "9А")]
        school_on(site, root).write_roster(rows)
        code, said = said_by(root, "plan", "--out", str(self.file))
        assert code == 0, said
        self.saved = self.file.read_text(encoding="utf-8")
        self.empty = self.counts()

    def counts(self) -> list[int]:
        """Return how many rows the site's tables have."""
        with self.site._site.lock:
            return [len(self.site.store.rows(f"SELECT id FROM {name}")) for name in TABLES]  # noqa: S608  our own words

    def apply(self, text: str) -> tuple[int, str]:
        """Apply a plan file with these words."""
        self.file.write_text(text, encoding="utf-8")
        return said_by(self.root, "apply", str(self.file), "--yes")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with Sandbox() as site:
        yield School(site, tmp_path_factory.mktemp("школа"))


def signed(data: dict[str, Any]) -> str:
    """Return the plan file with a fingerprint and a seal that fit what it says now."""
    data["fingerprint"] = _plan_from_json(data).fingerprint()
    return resealed(data)


def _of_kind(data: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in data["changes"] if one["kind"] == kind)
    return found


def _another_name(data: dict[str, Any]) -> None:
    _of_kind(data, "user")["after"]["username"] = "admin"


def _one_change_more(data: dict[str, Any]) -> None:
    more = json.loads(json.dumps(_of_kind(data, "cohort")))
    more["key"] = more["after"]["key"] = "vsosh:чужая"
    data["changes"].append(more)


def _one_change_less(data: dict[str, Any]) -> None:
    data["changes"].remove(_of_kind(data, "user"))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda data: data["site"].update(url="https://other.example"), "Сайт: был"),
        (lambda data: data["inputs"].update({"config.yaml": "00"}), "Файл config.yaml изменён"),
        (lambda data: data["inputs"].pop("config.yaml"), "Появился файл config.yaml"),
        (_another_name, "Теперь иначе"),
        (_one_change_more, "Больше не нужно"),
        (_one_change_less, "Добавилось"),
    ],
)
def test_a_plan_signed_anew_by_others_does_nothing(
    school: School, edit: Callable[[dict[str, Any]], object], told: str
) -> None:
    data = json.loads(school.saved)
    edit(data)
    code, said = school.apply(signed(data))
    assert code == PLAN_REFUSED, said
    assert "устарел" in said
    assert told in said
    assert school.counts() == school.empty


def test_a_plan_changed_at_random_is_refused_in_words(school: School) -> None:
    refused, seed = 0, 0
    while refused < ROUNDS:
        seed += 1
        data = changed(json.loads(school.saved), random.Random(seed))
        text = resealed(data) if isinstance(data, dict) else json.dumps(data)
        if _means_the_same(text, school.saved):
            continue  # a label, a count: words for people, which `apply` does not read
        refused += 1
        code, said = school.apply(text)
        assert code == PLAN_REFUSED, (seed, said[-2000:])
        assert "не предвидели" not in said, (seed, said[-3000:])
        assert "Что сделать" in said
        assert school.counts() == school.empty


def _means_the_same(text: str, saved: str) -> bool:
    try:
        return parse_plan(text, "план.json")[1] == parse_plan(saved, "план.json")[1]
    except PlanError:
        return False
