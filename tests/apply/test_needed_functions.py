"""The functions a run needs are those its senders name."""

import re

import pytest

from vsosh_moodle.apply import senders
from vsosh_moodle.apply.needed_functions import (
    PLUGIN_READS,
    READS,
    WRITES,
    missing_reads,
    missing_writes,
)
from vsosh_moodle.apply.operations import Operation
from vsosh_moodle.moodle.functions import FUNCTIONS

KNOWN = {function.name for function in FUNCTIONS}


@pytest.mark.parametrize("operation", Operation)
def test_every_operation_tells_its_functions(operation: Operation) -> None:
    assert WRITES[operation]
    assert set(WRITES[operation]) <= KNOWN


@pytest.mark.parametrize("operation", Operation)
def test_the_functions_are_those_the_sender_names(operation: Operation) -> None:
    said = re.search(r"Calls: ([a-z_]+)", senders._SENDERS[operation].__doc__ or "")
    if said:
        assert WRITES[operation] == (said[1],)


def test_reads_are_reads() -> None:
    reads = {function.name for function in FUNCTIONS if function.kind == "read"}
    assert {*READS, *PLUGIN_READS} <= reads


def test_what_is_missing_is_told_once() -> None:
    core = {name for name in KNOWN if not name.startswith("local_vsosh_")}
    assert missing_reads(core) == ()
    assert missing_reads(core - {"core_cohort_get_cohorts"}) == ("core_cohort_get_cohorts",)
    assert missing_reads(KNOWN) == missing_reads(PLUGIN_READS) == ()
    assert missing_reads(KNOWN - {"local_vsosh_get_state"}) == ("local_vsosh_get_state",)
    operations = [Operation.ENROL, Operation.ENROL_DATED, Operation.CREATE_USERS]
    assert missing_writes(operations, {"core_user_create_users"}) == ("enrol_manual_enrol_users",)
