"""The end of an apply: what failed and where, what did not get its turn, and the exit code."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from tests.reports.plans import september_plan
from vsosh_moodle.cli.apply import exit_code_of
from vsosh_moodle.cli.apply_result import MOST_FAILURES, draw_result
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.problems import Place
from vsosh_moodle.workflow.apply_result import ApplyResult, FailedChange

PLAN = september_plan()
FAILED = [
    FailedChange(
        change, change.key, Place("rosters/9А.xlsx", "9А", 7), "Логин занят. Измените его."
    )
    for change in PLAN.changes
    if change.kind is Kind.ENROLMENT
]
DONE = ApplyResult(run_id=3, done=489, calls=21, seconds=2.4, plan=PLAN)


def drawn(result: ApplyResult) -> str:
    console = Console(width=160, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(draw_result(result))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def test_a_whole_run_is_one_line() -> None:
    assert drawn(DONE) == "Сделано: 489 изменений, 21 запрос к сайту, 2 с (запуск № 3)."


def test_a_failure_names_the_person_the_place_and_the_way_out() -> None:
    text = drawn(replace(DONE, failed=(FAILED[0],)))
    assert "Не получилось: 1 изменение" in text
    assert "зачисление: Дзасохов-20 Олег Петрович (9А) — «ОГЭ: математика» — зачислить" in text
    assert "файл rosters/9А.xlsx, лист «9А», строка 7" in text
    assert "Логин занят. Измените его." in text
    assert "повторите vsosh-moodle apply" in text


def test_a_cause_is_told_once_however_many_it_hit() -> None:
    other = replace(FAILED[1], message="Почта занята.")
    text = drawn(replace(DONE, failed=(FAILED[0], other, FAILED[2])))
    assert text.count("Логин занят") == 1
    assert text.index("Логин занят") < text.index("Почта занята")
    assert text.count("файл rosters/9А.xlsx") == 3


def test_many_failures_are_cut_and_the_rest_is_in_the_history() -> None:
    text = drawn(replace(DONE, failed=tuple(FAILED)))
    assert text.count("зачисление: ") == MOST_FAILURES
    assert f"… и ещё {len(FAILED) - MOST_FAILURES}; все: vsosh-moodle history show 3" in text


def test_passwords_are_pointed_at_from_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    text = drawn(replace(DONE, slips=tmp_path / "slips/1.csv", accounts=21))
    assert "Пароли 21 новой учётной записи — в файле slips/1.csv." in text


def test_an_interrupted_run_says_that_nothing_is_lost() -> None:
    text = drawn(replace(DONE, interrupted=True, skipped=100))
    assert "Не дошла очередь: 100 изменений." in text
    assert "Записанное не пропало" in text


def test_a_stopped_run_says_by_what() -> None:
    text = drawn(replace(DONE, stopped_by="Сайт на обслуживании.", notice="Замок снят."))
    assert "Остановлено: Сайт на обслуживании." in text
    assert text.startswith("Замок снят.")


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (DONE, 0),
        (ApplyResult(0, 0), 0),
        (replace(DONE, failed=(FAILED[0],)), 7),
        (replace(DONE, skipped=1), 7),
        (replace(DONE, stopped_by="x"), 7),
        (replace(DONE, interrupted=True, failed=(FAILED[0],)), 130),
    ],
)
def test_the_exit_code_tells_whole_from_part(result: ApplyResult, code: int) -> None:
    assert exit_code_of(result) == code
