"""A school year of people: who comes, leaves, returns, moves and marries keeps login and grades.

Three versions of the roster are applied one after the other, with grades given in between, on both
sandboxes and, with `--live-url URL --live-token-file FILE`, on a real Moodle. `-s` prints the grades.
"""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.contract.rest_caller import RestCaller
from tests.journey.test_year import School, actions
from tests.workflow.folder import LESSONS, OGE, Pupil, SchoolFolder
from vsosh_moodle.moodle import cohorts, enrolments, groups, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CourseId
from vsosh_moodle.moodle.plugin_progress import ProgressQuery, get_progress
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.workflow.planning import PlanOptions

ASSIGNMENT = (
    "      - {key: letter, type: assign, title: Письменная работа, description: Решите задачи.}\n"
)
LENIENT = PlanOptions(allow=frozenset({"class-loss:9А", "class-loss:9Б", "class-loss:8Д"}))


@dataclass
class Year:
    """The school, and what is remembered of its people from term to term."""

    school: School
    sandbox: Sandbox | None
    token: str
    logins: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)

    @property
    def client(self) -> MoodleClient:
        return self.school.client

    def key(self, row: Pupil) -> str:
        """The key of the person of a row: the school's own number finds it whatever the name."""
        return next(
            key for key, number in self.numbers_in_roster().items() if number == row.number
        )

    def numbers_in_roster(self) -> dict[str, str]:
        from vsosh_moodle.store.database import open_database
        from vsosh_moodle.store.people_ledger import PeopleLedger

        with open_database(self.school.folder.project.state / "state.sqlite") as database:
            entries = PeopleLedger(database).entries()
        return {entry.idnumber: entry.school_number for entry in entries}

    def accounts(self) -> dict[str, users.User]:
        """Every account this school ever made, by key."""
        keys = list(self.numbers_in_roster())
        found = users.get_users_by_field(self.client, "idnumber", keys)
        return {one.idnumber: one for one in found}

    def course_id(self) -> CourseId:
        return CourseId(self.school.course("ОГЭ мат").id)
