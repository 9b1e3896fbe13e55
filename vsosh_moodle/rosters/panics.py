"""A panic in calamine, which is Rust, is a damaged file and not the end of the program."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import python_calamine as calamine


@contextmanager
def panics_as_errors() -> Iterator[None]:
    """Turn a panic into a CalamineError, and keep what Rust prints of it from the terminal.

    PanicException is no Exception (pyo3 means it to end the program). Calamine 0.37 was seen to panic
    at a cut .xls file. Not for code of another thread: the program's stderr is closed meanwhile.
    """
    with _silent_stderr():
        try:
            yield
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise calamine.CalamineError(str(error)) from error


@contextmanager
def _silent_stderr() -> Iterator[None]:
    try:
        saved = os.dup(2)
    except OSError:  # a program without a terminal
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
