"""The sandbox's SQLite: transactions, ids, faults of the database."""

import stat
from pathlib import Path

import pytest

from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.store import ForeignDatabaseError, Row, Store

COHORT: Row = {"contextid": 1, "name": "5А", "timecreated": 0, "timemodified": 0}


def _insert_and_fail(store: Store) -> None:
    with store.transaction():
        store.insert("cohort", COHORT)
        raise RuntimeError


def test_an_exception_takes_everything_back() -> None:
    store = Store()
    with pytest.raises(RuntimeError):
        _insert_and_fail(store)
    assert store.rows("SELECT * FROM cohort") == []


def test_an_inner_exception_takes_back_only_the_inner_part() -> None:
    store = Store()
    with store.transaction():
        kept = store.insert("cohort", COHORT)
        with pytest.raises(RuntimeError):
            _insert_and_fail(store)
    assert store.column("SELECT id FROM cohort") == [kept]


def test_an_id_is_never_used_twice() -> None:
    store = Store()
    first = store.insert("cohort", COHORT)
    store.write("DELETE FROM cohort")
    assert store.insert("cohort", COHORT) > first


@pytest.mark.parametrize("change", [{"name": "Я" * 255}, {"name": None}, {"contextid": 10**30}])
def test_the_database_refuses_with_its_own_errorcode(change: Row) -> None:
    with pytest.raises(Fault) as refused:
        Store().insert("cohort", {**COHORT, **change})
    assert refused.value.errorcode == "dmlwriteexception"


def test_more_values_than_one_statement_takes_are_read_in_parts() -> None:
    store = Store()
    ident = store.insert("cohort", COHORT)
    values = [ident, *range(10**6, 10**6 + 70_000)]
    assert [row["id"] for row in store.rows_in("SELECT * FROM cohort WHERE id", values)] == [ident]


def test_like_ignores_the_case_of_russian_letters() -> None:
    store = Store()
    assert store.value("SELECT ilike('Ёлкин', 'ёЛ_%')")
    assert not store.value("SELECT ilike('Елкин', 'ёл%')")


def test_a_file_keeps_the_data(tmp_path: Path) -> None:
    path = tmp_path / "site.db"
    store = Store(path)
    store.insert("cohort", COHORT)
    store.close()
    again = Store(path)
    assert again.value("SELECT count(*) FROM cohort") == 1
    again.close()


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("это не база" * 100, encoding="utf-8")
    with pytest.raises(ForeignDatabaseError):
        Store(path)


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "site.db"
    store = Store(path)
    store.write("PRAGMA user_version = 999")
    store.close()
    with pytest.raises(ForeignDatabaseError):
        Store(path)


def test_a_database_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "site.sqlite"
    Store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    store = Store(path)
    store.insert("cohort", COHORT)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    store.close()
    assert modes == {0o600}
