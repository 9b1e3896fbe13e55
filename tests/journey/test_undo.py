"""A run and its undo on a site: the state before, then the state after again, as the site tells it.

`pytest tests/journey --live-url URL --live-token-file FILE` adds a real Moodle.
"""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.journey.test_year import EVENT, School, school
from tests.workflow.folder import OGE
from vsosh_moodle.plan.records import Course, Kind, Record
from vsosh_moodle.plan.state import State
from vsosh_moodle.workflow.apply_result import ApplyResult
from vsosh_moodle.workflow.planning import PlanOptions, open_session, plan_session
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.undoing import make_undo_plan, undo_run

__all__ = ["school"]

LOSSES = frozenset({"class-loss:9А", "class-loss:9Б", "class-loss:8Д"})


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    sites = ["sandbox-4.1", "plugin-4.5"]
    if metafunc.config.getoption("--live-url"):
        sites.append("live")
    metafunc.parametrize("school", sites, indirect=True)


def observed(school: School) -> State:
    with open_session(school.folder.project, NoProgress()) as session:
        return plan_session(session, PlanOptions(), NoProgress()).observed.state


def undo(school: School, run: int) -> ApplyResult:
    """Undo a run with whatever guard stands in the way lifted."""
    allow = [one.override for one in make_undo_plan(school.folder.project, run).blocking]
    result = undo_run(school.folder.project, run, NoProgress(), lambda _plan: True, allow=allow)
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)
    return result


def a_year_goes_on(school: School) -> None:
    """A new surname, a move, a leaver, a newcomer; a title, a section and an event of a course."""
    rows = school.rows()
    rows[5] = replace(rows[5], last=f"{rows[5].last}-Новая")
    rows[6] = replace(rows[6], class_name="9Б")
    new = replace(rows[0], last=f"{rows[0].last}-Прибывшая", number="Н-77", born="03.04.2011")
    school.folder.write_roster([*rows[:-1], new])
    text = OGE.replace("ОГЭ мат", f"ОГЭ мат {school.mark}").replace("**вместе**", "каждый день")
    event = EVENT.replace("неделя 10", "неделя 11")
    school.folder.write_template("oge", f"{text}  - {{key: talk, title: Консультации}}\n{event}")


def closed(record: Record) -> bool:
    return bool(getattr(record, "suspended", False)) or not getattr(record, "visible", True)


def test_apply_then_undo_is_the_state_before_and_undo_of_the_undo_the_state_after(
    school: School,
) -> None:
    school.apply()
    before = observed(school)
    a_year_goes_on(school)
    school.apply(PlanOptions(allow=LOSSES))
    after = observed(school)
    assert {one.kind for one in State.of(set(after) - set(before))} >= {
        Kind.USER, Kind.COURSE, Kind.COHORT_MEMBER, Kind.ENROLMENT, Kind.GROUP_MEMBER,
    }  # fmt: skip
    undone = undo(school, 2)
    back = observed(school)
    known = {(one.kind, one.key) for one in before}
    made = [one for one in back if (one.kind, one.key) not in known]
    stays = {Kind.SECTION, Kind.CONTENT_SECTION}
    assert all(closed(one) or one.kind in stays for one in made), made
    same = [one for one in back if (one.kind, one.key) in known]
    assert _without_sections(same) == _without_sections(before)
    undo(school, undone.run_id)
    assert observed(school) == after
    assert school.plan(PlanOptions(allow=LOSSES)).writes == ()


def test_the_first_run_undone_leaves_nobody_inside_and_comes_back(school: School) -> None:
    school.apply()
    after = observed(school)
    undone = undo(school, 1)
    back = observed(school)
    assert all(one.suspended for one in [*back.user.values(), *back.enrolment.values()])
    assert not any(one.visible for one in back.course.values())
    assert not [*back.cohort_member, *back.group_member]
    undo(school, undone.run_id)
    assert observed(school) == after


def _without_sections(records: Iterable[Record]) -> State:
    """Leave out how many sections a course has and in what order: the one that was made is still there."""
    return State.of(
        replace(one, sections=0) if isinstance(one, Course) else one
        for one in records
        if one.kind is not Kind.COURSE_CONTENT
    )
