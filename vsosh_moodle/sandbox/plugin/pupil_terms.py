"""What single pupils have otherwise than the others: overrides of quizzes, extensions of assignments."""

import json
from collections.abc import Mapping
from typing import Any

from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.store import Row, Store

NAMES = {"quiz": ("due", "minutes", "attempts"), "assign": ("due",)}
"""The terms that each type of activity has."""

RIGHTS = {"quiz": "mod/quiz:manageoverrides", "assign": "mod/assign:grantextension"}
"""The right that each takes."""

MINUTE = 60
_COLUMNS = {"due": "timeclose", "minutes": "timelimit", "attempts": "attempts"}
_OWN = {"due": "close", "minutes": "time_limit", "attempts": "attempts"}


def read_terms(store: Store, module: Row, userid: int) -> tuple[int, dict[str, int]] | None:
    """Return the id and the terms of a pupil's own, None without any.

    What an override leaves alone reads as the quiz has it.
    """
    if module["modname"] == "assign":
        flags = _row(store, "assign_user_flags", module, userid)
        if flags is None or not flags["extensionduedate"]:
            return None
        return flags["id"], {"due": flags["extensionduedate"]}
    row = _row(store, "quiz_overrides", module, userid)
    if row is None:
        return None
    usual = json.loads(module["settings"])
    found = {
        name: row[column] if row[column] is not None else int(usual.get(_OWN[name]) or 0)
        for name, column in _COLUMNS.items()
    }
    return row["id"], {**found, "minutes": found["minutes"] // MINUTE}


def write_terms(store: Store, module: Row, userid: int, terms: Mapping[str, int]) -> int:
    """Write some terms of a pupil and return the id of what holds them; raises Fault as Moodle does."""
    usual = json.loads(module["settings"])
    if module["modname"] == "assign":
        return _extend(store, module, userid, usual, terms["due"])
    row = _row(store, "quiz_overrides", module, userid)
    values: dict[str, Any] = {
        column: None if row is None else row[column] for column in _COLUMNS.values()
    }
    for name, value in terms.items():
        values[_COLUMNS[name]] = value * MINUTE if name == "minutes" else value
    for name, column in _COLUMNS.items():
        if values[column] == int(usual.get(_OWN[name]) or 0):
            values[column] = None
    opens = int(usual.get("open") or 0)
    if not any(value is not None for value in values.values()) or (
        opens and values["timeclose"] and values["timeclose"] <= opens
    ):
        raise Fault("invalidparameter", "No override settings, or it closes before it opens")
    if row is None:
        return store.insert("quiz_overrides", {"cmid": module["id"], "userid": userid, **values})
    store.update("quiz_overrides", row["id"], values)
    return int(row["id"])


def remove_terms(store: Store, module: Row, userid: int) -> None:
    """Take the terms of a pupil back."""
    if module["modname"] == "assign":
        store.write(
            "UPDATE assign_user_flags SET extensionduedate = 0 WHERE cmid = ? AND userid = ?",
            module["id"],
            userid,
        )
    else:
        store.write(
            "DELETE FROM quiz_overrides WHERE cmid = ? AND userid = ?", module["id"], userid
        )


def _extend(store: Store, module: Row, userid: int, usual: Mapping[str, Any], due: int) -> int:
    """Grant an extension; assign::save_user_extension refuses one before the other moments."""
    if due < max(int(usual.get("due") or 0), int(usual.get("open") or 0)):
        raise Fault("invalidparameter", "The extension was refused")
    flags = _row(store, "assign_user_flags", module, userid)
    if flags is not None:
        store.update("assign_user_flags", flags["id"], {"extensionduedate": due})
        return int(flags["id"])
    values = {"cmid": module["id"], "userid": userid, "extensionduedate": due}
    return store.insert("assign_user_flags", values)


def _row(store: Store, table: str, module: Row, userid: int) -> Row | None:
    return store.row(
        f"SELECT * FROM {table} WHERE cmid = ? AND userid = ?",  # noqa: S608  our own two tables
        module["id"],
        userid,
    )
