"""Causes of disk errors in Russian."""

import errno
import sqlite3

from vsosh_moodle.os_reasons import reason_of


def test_common_causes_have_words() -> None:
    assert reason_of(OSError(errno.ENOSPC, "No space left on device")) == "на диске нет места"
    assert reason_of(OSError(errno.EACCES, "Permission denied")) == "нет прав"
    full = sqlite3.OperationalError("database or disk is full")
    assert reason_of(full) == "на диске нет места"


def test_a_rare_cause_keeps_the_systems_own_words() -> None:
    assert reason_of(OSError(errno.EXDEV, "Invalid cross-device link")) == (
        "Invalid cross-device link"
    )
    assert reason_of(OSError("odd")) == "odd"
    assert reason_of(sqlite3.OperationalError("odd")) == "odd"
