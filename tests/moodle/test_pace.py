"""Pauses and budgets, on a clock of the test's own."""

from dataclasses import dataclass, field

import pytest

from vsosh_moodle.moodle.pace import Backoff, CallBudget


@dataclass
class Clock:
    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_the_pause_doubles_up_to_the_cap_and_is_jittered_from_zero() -> None:
    ranges: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        ranges.append((low, high))
        return high

    backoff = Backoff(base=0.5, cap=3.0, uniform=uniform)
    assert [backoff.pause(n) for n in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]
    assert {low for low, _high in ranges} == {0.0}


def test_a_budget_spaces_calls_evenly() -> None:
    clock = Clock()
    budget = CallBudget(4.0, clock=clock.read, sleep=clock.sleep)
    for _call in range(3):
        budget.wait()
    assert clock.slept == pytest.approx([0.25, 0.25])


def test_a_budget_does_not_save_up_idle_time() -> None:
    clock = Clock()
    budget = CallBudget(1.0, clock=clock.read, sleep=clock.sleep)
    budget.wait()
    clock.now += 60
    budget.wait()
    budget.wait()
    assert clock.slept == pytest.approx([1.0])


def test_no_budget_is_no_wait() -> None:
    clock = Clock()
    CallBudget(None, clock=clock.read, sleep=clock.sleep).wait()
    assert clock.slept == []
