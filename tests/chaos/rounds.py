"""Rounds: change the files, apply under faults, apply again without, look whether all is true."""

import random
import shutil
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.applying import PACE, apply_folder, hurried, start_process
from tests.chaos.disk import SmallDisk
from tests.chaos.eyes import Eyes, SandboxEyes
from tests.chaos.faults import Fault, draw_faults
from tests.chaos.proxy import ChaosProxy
from tests.chaos.school import School
from tests.chaos.truths import Witness
from vsosh_moodle.errors import VsoshMoodleError
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.planning import make_plan

ROUNDS_PER_SITE = 25
"""After so many rounds a new school begins on a new site: its making is under faults too."""

_STATES = {
    "maintenance": {"maintenance": "cli"},
    "upgrade": {"upgraderunning": True},
    "db-down": {"dbdown": True},
    "db-readonly": {"dbreadonly": True},
}
_NORMAL = {"maintenance": "off", "upgraderunning": False, "dbdown": False, "dbreadonly": False}


@dataclass
class Tally:
    """What the rounds came to."""

    rounds: int = 0
    seconds: float = 0
    calls: int = 0
    changes: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in what other rounds came to."""
        self.rounds += other.rounds
        self.calls += other.calls
        self.changes += other.changes
        self.faults += other.faults
        self.ends += other.ends
        self.failures += other.failures

    def count(self, word: str) -> int:
        """Return in how many rounds something was lost, doubled and so on."""
        return sum(word in one for one in self.failures)

    def __str__(self) -> str:
        faults = ", ".join(f"{kind} {times}" for kind, times in sorted(self.faults.items()))
        ends = ", ".join(f"{end} {times}" for end, times in self.ends.most_common())
        return (
            f"rounds {self.rounds} in {self.seconds:.0f} s, {self.calls} calls, "
            f"{self.changes} changes applied\n"
            f"faults that struck: {sum(self.faults.values())}: {faults}\n"
            f"how the faulty runs ended: {ends}\n"
            f"rounds with a loss {self.count('lost:')}, with a double {self.count('double:')}, "
            f"with an untrue journal {self.count('journal:')}, "
            f"that failed in any way {len(self.failures)}"
        )


@dataclass
class Ground:
    """Where rounds are played: a site, the way to it, a school."""

    eyes: Eyes
    proxy: ChaosProxy
    disk: SmallDisk
    school: School
    witness: Witness
    pace: float = PACE
    silence_seconds: float = 0.5
    close: Callable[[], None] = lambda: None


def sandbox_ground(seed: int, number: int, scratch: Path) -> Ground:
    """Start a sandbox and a school of its own for the rounds of one site."""
    rng = random.Random(f"{seed}/site/{number}")
    plugin = rng.random() < 0.5
    site = Sandbox(
        release=rng.choice(("4.1", "4.5")), plugin=plugin,
        max_input_vars=rng.choice((1000, 1000, 5000)),
    )  # fmt: skip
    site.start()

    def switch(kind: str, on: bool) -> bool:
        if kind not in _STATES:
            return True
        wanted = _STATES[kind] if on else {name: _NORMAL[name] for name in _STATES[kind]}
        if any(getattr(site._site.state, name) != value for name, value in wanted.items()):
            site.state(**wanted)
        return True

    proxy = ChaosProxy(site.url, switch)
    disk = SmallDisk(scratch / f"disk-{number}")
    school = School.at(disk.root / "школа", proxy.url, site.token, rng)
    eyes = SandboxEyes(site)

    def close() -> None:
        proxy.close()
        site.stop()
        disk.close()
        shutil.rmtree(disk.root, ignore_errors=True)

    return Ground(eyes, proxy, disk, school, Witness(eyes, school, plugin), close=close)


def play(
    seed: int,
    rounds: int,
    scratch: Path,
    ground_of: Callable[[int, int, Path], Ground] = sandbox_ground,
    first: int = 0,
    per_site: int = ROUNDS_PER_SITE,
    say: Callable[[str], None] = lambda _text: None,
) -> Tally:
    """Play rounds `first` to `rounds` - 1 of a seed; after a failure the site is begun anew."""
    tally = Tally()
    started = time.monotonic()
    number = first - first % per_site
    while number < rounds:
        ground = ground_of(seed, number // per_site, scratch)
        try:
            for number in range(number, min(rounds, number + per_site)):  # noqa: B020
                problems = _round(ground, seed, number, tally, say)
                tally.rounds += 1
                tally.seconds = time.monotonic() - started
                if problems:
                    text = f"seed {seed}, round {number}:\n  " + "\n  ".join(problems)
                    tally.failures.append(text)
                    say(text)
                    break
        finally:
            tally.calls += ground.proxy.total
            with suppress(OSError):
                ground.close()
        number = (number // per_site + 1) * per_site
    return tally


def _round(
    ground: Ground, seed: int, number: int, tally: Tally, say: Callable[[str], None]
) -> list[str]:
    rng = random.Random(f"{seed}/round/{number}")
    edits = ground.school.change(rng)
    story = [f"edits: {', '.join(edits)}"]
    since = ground.witness.last_run()
    problems: list[str] = []
    for _attempt in range(rng.choice((1, 1, 1, 2))):
        faults = draw_faults(rng)
        end, wrong = _faulty_run(ground, faults, rng)
        tally.faults.update(ground.proxy.struck)
        tally.ends[end] += 1
        story.append(f"faults: {'; '.join(map(str, faults))} -> {end}")
        problems += wrong or ground.witness.after_fault(since)
        if problems:
            return [*story, "after the faults:", *problems]
    with hurried(ground.pace):
        problems = list(_recover(ground, tally))
    problems = problems or ground.witness.after_recovery(since)
    say(f"{number}: {' | '.join(story)}") if not problems else None
    return [*story, "after the recovery:", *problems] if problems else []


def _recover(ground: Ground, tally: Tally) -> Iterator[str]:
    """Apply without faults; yield what is not as it should be."""
    try:
        result = apply_folder(ground.school.folder.root)
        if result is None or not result.complete:
            yield f"recovery: not complete: {result}"
            return
        tally.changes += result.done
        plan = make_plan(ground.school.folder.project)
    except Exception:  # noqa: BLE001  whatever it is, the round has failed
        yield f"recovery: {traceback.format_exc()}"
        return
    if plan.changes or plan.waiting:
        yield f"second plan: {plan.changes} {plan.waiting}"


def _faulty_run(ground: Ground, faults: list[Fault], rng: random.Random) -> tuple[str, list[str]]:
    """Apply while faults strike; return how it ended, and what no fault excuses."""
    kinds = {fault.kind for fault in faults}
    ground.school.read_seconds = ground.silence_seconds if "silence" in kinds else 60
    ground.school.write()
    kill = next((one for one in faults if one.kind == "kill"), None)
    try:
        ground.proxy.arm(faults)
        if kill is not None:
            return _killed_run(ground, kill)
        ground.proxy.on_strike = lambda fault: (
            ground.disk.fill(int(fault.amount)) if fault.kind == "disk-full" else None
        )
        with hurried(ground.pace):
            return _here(ground.school.folder.root, _our_skew(faults))
    finally:
        ground.proxy.disarm()
        ground.disk.clear()
        ground.school.read_seconds = 60
        ground.school.write()


def _our_skew(faults: list[Fault]) -> float:
    """Return by how much our own clock is wrong: a year and more is a school of another year."""
    return sum(one.amount for one in faults if one.kind == "clock-skew" and abs(one.amount) < 10**6)


def _here(root: Path, skew: float) -> tuple[str, list[str]]:
    try:
        result = apply_folder(root, skew)
    except VsoshMoodleError as error:
        return type(error).__name__, []
    except Exception:  # noqa: BLE001  an error nobody foresaw is what is looked for
        return "crash", [f"crash: {traceback.format_exc()}"]
    if result is None or result.nothing:
        return "nothing", []
    return ("complete" if result.complete else "partial"), []


def _killed_run(ground: Ground, kill: Fault) -> tuple[str, list[str]]:
    notes = ground.school.folder.root / "crash.txt"
    process = start_process(ground.school.folder.root, notes, ground.pace)
    ground.proxy.on_strike = lambda fault: process.kill() if fault.kind == "kill" else None
    if kill.at == 0:
        timer = threading.Timer(kill.amount, process.kill)
        timer.start()
        process.join()
        timer.cancel()
        ground.proxy.struck["kill"] += process.exitcode == -9
    process.join()
    code = process.exitcode
    process.close()
    if notes.exists():
        text = notes.read_text(encoding="utf-8")
        notes.unlink()
        return "crash", [f"crash: {text}"]
    return ("killed" if code == -9 else "not killed"), []
