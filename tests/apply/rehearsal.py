"""Converge a site to a state: what `apply` does, without files and the command line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vsosh_moodle.apply.batches import Batch, plan_batches
from vsosh_moodle.apply.executor import Executor
from vsosh_moodle.apply.memory import load_memory
from vsosh_moodle.apply.outcome import Outcome
from vsosh_moodle.apply.recorder import Recorder
from vsosh_moodle.apply.send_site import Site
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_info import has_plugin
from vsosh_moodle.observe.observed import Observed, Question
from vsosh_moodle.observe.site import observe_site
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.diff import DiffPolicy, diff_states
from vsosh_moodle.plan.records import (
    Category,
    Cohort,
    CohortMember,
    Course,
    Enrolment,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Record,
    Section,
    User,
)
from vsosh_moodle.plan.state import State
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal, RunHeader

ROLES = {"student": 5, "teacher": 3}
PASSWORD = "Rehearsal-2026"


@dataclass
class Rehearsal:
    """A site, a state file and a memory between runs."""

    client: MoodleClient
    folder: Path
    policy: DiffPolicy = field(default_factory=DiffPolicy)
    should_stop: Callable[[], bool] = lambda: False
    stale_seconds: float = 60
    roles: dict[str, int] = field(default_factory=lambda: dict(ROLES))

    def observe(self, desired: State, *, new: bool = True) -> Observed:
        with open_database(self.folder / "state.sqlite") as database:
            memory = load_memory(AppliedState(database))
        new_users = frozenset(desired.user) - frozenset(memory.state.user) if new else frozenset()
        return observe_site(
            self.client,
            Question(
                wanted=desired,
                remembered=memory.state,
                roles=self.roles,
                remembered_ids=memory.ids,
                new_users=frozenset(new_users),
                now=1_790_000_000,
                prefix="vsh:",
            ),
        )

    def batches(self, changes: Sequence[Change]) -> list[list[Batch]]:
        limit = self.client.variables_limit
        return plan_batches(changes, limit, plugin=has_plugin(self.client))

    def plan(self, desired: State) -> list[Change]:
        with open_database(self.folder / "state.sqlite") as database:
            memory = load_memory(AppliedState(database))
        return diff_states(desired, self.observe(desired).state, memory.state, self.policy)

    def apply(self, desired: State, changes: Sequence[Change] | None = None) -> Outcome:
        with open_database(self.folder / "state.sqlite") as database:
            memory = load_memory(AppliedState(database))
            observed = self.observe(desired)
            if changes is None:
                changes = diff_states(desired, observed.state, memory.state, self.policy)
            run = Journal(database).start_run(RunHeader("t@t 1", "0", "site", "4.5", "x"))
            recorder = Recorder(database, run, memory.state)
            recorder.remember_agreed(desired, observed.state, observed.ids)
            site = Site(
                self.client,
                observed.ids,
                self.roles,
                issue_passwords=lambda users: [PASSWORD for _user in users],
            )
            executor = Executor(
                site,
                recorder,
                observe_again=lambda: self.observe(desired),
                should_stop=self.should_stop,
                pause=lambda _seconds: None,
                stale_seconds=self.stale_seconds,
            )
            outcome = executor.run(self.batches(changes))
            Journal(database).finish_run(run, "done")
            return outcome


def small_school(students: int = 6) -> State:
    """Two classes, two courses (one shared with class groups), a teacher of each."""
    records: list[Record] = [
        Category("vsh:cat:do", "Дистант"),
        Category("vsh:cat:gia", "ГИА & ОГЭ", "vsh:cat:do"),
        Cohort("vsh:2026:class:9А", "9А"),
        Cohort("vsh:2026:class:9Б", "9Б"),
        _course("vsh:2026:oge", "ОГЭ. Математика", "vsh:cat:gia", groupmode=1, sections=3),
        _course("vsh:2026:alg-9А", "Алгебра 9А", "vsh:cat:do", groupmode=0, sections=1),
        Section("vsh:2026:oge", 0, "О курсе"),
        Section("vsh:2026:oge", 1, "Как устроен экзамен"),
        Section("vsh:2026:oge", 2, "Числа & вычисления"),
        Section("vsh:2026:oge", 3, "Уравнения"),
        Section("vsh:2026:alg-9А", 1, "Многочлены"),
        Grouping("vsh:2026:oge|=classes", "vsh:2026:oge", "Классы"),
    ]
    for name in ("9А", "9Б"):
        group = f"vsh:2026:oge|{name}"
        records += [
            Group(group, "vsh:2026:oge", name),
            GroupingGroup("vsh:2026:oge|=classes", group),
        ]
    for number in range(students):
        name = "9А" if number % 2 == 0 else "9Б"
        records += student_records(number, name)
    for number, course in enumerate(("vsh:2026:oge", "vsh:2026:alg-9А"), start=900):
        teacher = user(number, "Учителев", "Пётр")
        records += [teacher, Enrolment(course, teacher.key, "teacher")]
    return State.of(records)


def student_records(number: int, class_name: str) -> list[Record]:
    pupil = user(number, "Тестова", "Анна")
    records: list[Record] = [
        pupil,
        CohortMember(f"vsh:2026:class:{class_name}", pupil.key),
        Enrolment("vsh:2026:oge", pupil.key, "student"),
        GroupMember(f"vsh:2026:oge|{class_name}", pupil.key),
    ]
    if class_name == "9А":
        records.append(Enrolment("vsh:2026:alg-9А", pupil.key, "student"))
    return records


def user(number: int, last: str, first: str) -> User:
    login = f"person{number}"
    return User(f"vsh:p:{number}", login, first, f"{last} {number}", "Ильич", f"{login}@v.invalid")


def _course(key: str, name: str, category: str, *, groupmode: int, sections: int) -> Course:
    return Course(
        key, name, key.rpartition(":")[2], category, "<p>О курсе</p>", 1_788_220_800,
        1_810_000_000, groupmode=groupmode, sections=sections,
    )  # fmt: skip
