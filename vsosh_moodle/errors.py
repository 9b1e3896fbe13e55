"""What can go wrong, as exceptions with an exit code and a way out.

VsoshMoodleError                       1  anything else we know of
  ConfigError                          2  the command or its settings make no sense
  InputProblems                        3  files with problems: all of them, each with its place
  PlanError                            4  UnsafePlan, StalePlan, LockHeld
  MoodleError                          5  the site answered with an error (vsosh_moodle.moodle.errors)
    TransportError                     6  no usable answer: down, time-out, not Moodle
  RunBroken                            7  the disk failed a run that had begun to write
  RunInterrupted                     130  a second Ctrl-C broke off a run that had begun to write

An apply that did only a part ends with 7, Ctrl-C with 130; `plan --exit-code` answers 10 when changes wait.
"""

from collections.abc import Sequence
from enum import IntEnum

from vsosh_moodle.problems import Problem


class ExitCode(IntEnum):
    """The exit codes of `vsosh-moodle`; documented in docs/cli.md."""

    OK = 0
    ERROR = 1
    USAGE = 2
    INPUT = 3
    PLAN = 4
    MOODLE = 5
    TRANSPORT = 6
    PARTIAL = 7
    CHANGES_WAIT = 10
    INTERRUPTED = 130


class VsoshMoodleError(Exception):
    """An error we can explain: `message` says what happened, `hint` says what to do."""

    exit_code: ExitCode = ExitCode.ERROR

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(VsoshMoodleError):
    """The command line or the environment cannot be used as it is."""

    exit_code = ExitCode.USAGE


class InputProblems(VsoshMoodleError):
    """Files have problems; `problems` holds all of them, in the order of files and lines."""

    exit_code = ExitCode.INPUT

    def __init__(self, problems: Sequence[Problem], message: str = "") -> None:
        super().__init__(message or "\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class PlanError(VsoshMoodleError):
    """A plan cannot be made or may not be applied."""

    exit_code = ExitCode.PLAN


class UnsafePlan(PlanError):
    """A guard stopped the plan; the hint names the override of each guard."""


class StalePlan(PlanError):
    """The files or the site moved since the plan was saved; the message says what."""


class RunBroken(VsoshMoodleError):
    """A run that had begun to write could not go on: its own memory or files failed it."""

    exit_code = ExitCode.PARTIAL


class RunInterrupted(VsoshMoodleError):
    """A run was broken off by a second Ctrl-C while answers were still due."""

    exit_code = ExitCode.INTERRUPTED


class LockHeld(PlanError):
    """Another run holds the lock of this project folder; the message says who and since when."""
