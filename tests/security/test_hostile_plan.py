"""A plan file from other hands: changed, and sealed again as the program would have sealed it."""

import contextlib
import hashlib
import json
import random
from typing import Any

import pytest

from tests.plan.test_codec import PLAN
from tests.security.hostile_site import VALUES, changed
from vsosh_moodle.errors import PlanError
from vsosh_moodle.plan.codec import parse_plan, render_plan_json
from vsosh_moodle.plan.plan import Plan

ROUNDS = 1500


def resealed(data: dict[str, Any]) -> str:
    """Return a plan file whose seal fits what it says now."""
    data.pop("seal", None)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    seal = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    return json.dumps({**data, "seal": seal})


def test_a_plan_changed_anywhere_and_sealed_again_is_a_plan_or_refused() -> None:
    good = render_plan_json(PLAN)
    told: list[PlanError] = []
    for seed in range(ROUNDS):
        rng = random.Random(seed)
        data = json.loads(good)
        for _time in range(rng.choice((1, 1, 2, 5))):
            data = changed(data, rng)
        text = resealed(data) if isinstance(data, dict) else json.dumps(data)
        try:
            plan, fingerprint = parse_plan(text, "план.json")
        except PlanError as refusal:
            told.append(refusal)
            continue
        assert isinstance(plan, Plan)
        assert plan.fingerprint() == fingerprint
        # What is understood can be told and saved again.
        assert render_plan_json(plan)
    assert all(refusal.hint for refusal in told)
    assert len(told) > ROUNDS // 3


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize(
    "key", ["format", "fingerprint", "changes", "seal", "scope", "site", "inputs", "undoes", "guards"]
)  # fmt: skip
def test_any_value_at_the_top_of_a_plan_is_taken_or_refused(key: str, value: object) -> None:
    data = json.loads(render_plan_json(PLAN))
    data[key] = value
    for text in (json.dumps(data), resealed(data)):
        with contextlib.suppress(PlanError):
            parse_plan(text, "план.json")
