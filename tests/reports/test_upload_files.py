"""A plan as files for Moodle's upload tools: what is in them, and what is left to people."""

from dataclasses import replace

from tests.plan.schools import user_key
from tests.reports.plans import autumn_school, first_school, make_plan, school_state
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.plan.state import State
from vsosh_moodle.reports.upload_checklist import list_steps, render_checklist_html
from vsosh_moodle.reports.upload_files import (
    ACCOUNT_UPDATES,
    ACCOUNTS,
    MEMBERS,
    UploadFacts,
    make_upload_files,
)

ROLES = {"student": 5, "teacher": 3}


def test_an_autumn_takes_nobody_out_of_anything() -> None:
    live, wanted = school_state(first_school()), school_state(autumn_school())
    plan = make_plan(diff_states(wanted, live, live), autumn_school(), wanted)
    facts = UploadFacts(wanted, live, ROLES, {user_key(19): "Qwertyu!23"})
    files = make_upload_files(plan, facts)
    assert [row[-1] for row in files.rows[ACCOUNTS]] == ["Qwertyu!23"]
    assert [row[-1] for row in files.rows[ACCOUNT_UPDATES]] == ["1"] * 4
    removals = [change for change in plan.writes if change.action is Action.REMOVE]
    moves = [change for change in plan.writes if change.action is Action.MOVE]
    assert removals
    assert moves
    assert all(change in files.by_hand for change in [*removals, *moves])
    assert all(row[0] for row in files.rows[MEMBERS])


def test_a_name_that_is_a_formula_is_left_to_people() -> None:
    wanted = school_state(first_school())
    key = user_key(1)
    pupil = wanted.user[key]
    wanted.add(replace(pupil, lastname='=HYPERLINK("http://example.ru";"<b>")'))
    plan = make_plan(diff_states(wanted, State(), State()), first_school(), wanted)
    passwords = dict.fromkeys(wanted.user, "Qwertyu!23")
    files = make_upload_files(plan, UploadFacts(wanted, State(), ROLES, passwords))
    assert pupil.username not in {row[0] for row in files.rows[ACCOUNTS]}
    assert [one.key for one in files.by_hand if one.kind is Kind.USER] == [key]
    assert "<b>" not in render_checklist_html(list_steps(plan, files)).replace("<li>☐ <b>", "")
