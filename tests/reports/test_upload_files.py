"""A plan as files for Moodle's upload tools: what is in them, and what is left to people."""

from dataclasses import replace

from tests.plan.schools import course_key, user_key
from tests.reports.plans import TITLES, autumn_school, first_school, make_plan, school_state
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.plan.state import State
from vsosh_moodle.reports.upload_checklist import list_steps, render_checklist_html
from vsosh_moodle.reports.upload_files import (
    ACCOUNT_UPDATES,
    ACCOUNTS,
    COURSES,
    GROUPS,
    HEADS,
    MEMBERS,
    UploadFacts,
    UploadFiles,
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


def first_files() -> tuple[Plan, UploadFiles]:
    wanted = school_state(first_school())
    plan = make_plan(diff_states(wanted, State(), State()), first_school(), wanted)
    passwords = dict.fromkeys(wanted.user, "Qwertyu!23")
    return plan, make_upload_files(plan, UploadFacts(wanted, State(), ROLES, passwords))


def test_courses_are_made_as_apply_makes_them() -> None:
    _plan, files = first_files()
    head = HEADS[COURSES]
    for row in files.rows[COURSES]:
        cells = dict(zip(head, row, strict=True))
        assert (cells["format"], cells["numsections"], cells["enablecompletion"]) == (
            "topics", "12", "1",
        )  # fmt: skip


def test_groups_come_into_their_groupings_and_only_the_number_is_left() -> None:
    plan, files = first_files()
    assert {row[-1] for row in files.rows[GROUPS]} == {"Классы"}
    assert not [one for one in files.by_hand if one.kind is Kind.GROUPING_GROUP]
    (step,) = (one for one in list_steps(plan, files) if one.title == "Потоки")
    assert sorted(step.lines) == sorted(
        f"«{title}»: открыть «Классы», вписать номер vsosh:2026:{name}|=classes"
        for name, title in TITLES.items()
    )


def test_a_new_group_joins_a_grouping_that_has_its_number() -> None:
    live, smaller = school_state(first_school()), school_state(first_school())
    key = f"{course_key('algebra')}|10Д"
    live.discard(Kind.GROUP, key)
    for kind in (Kind.GROUPING_GROUP, Kind.GROUP_MEMBER):
        for record in list(live.table(kind).values()):
            if key in record.key:
                live.discard(kind, record.key)
    plan = make_plan(diff_states(smaller, live, live), first_school(), smaller)
    files = make_upload_files(plan, UploadFacts(smaller, live, ROLES, {}))
    assert files.rows[GROUPS] == [("10Д", course_key("algebra"), key, "Классы")]
    assert files.by_hand == []
    assert files.half_made == set()


def test_a_group_outside_the_file_leaves_its_place_to_people() -> None:
    live, wanted = school_state(first_school()), school_state(first_school())
    place = next(iter(live.grouping_group.values()))
    live.discard(Kind.GROUPING_GROUP, place.key)
    plan = make_plan(diff_states(wanted, live, live), first_school(), wanted)
    files = make_upload_files(plan, UploadFacts(wanted, live, ROLES, {}))
    assert files.rows == {}
    (step, _check) = list_steps(plan, files)
    assert step.title == "Группы в потоках"
    assert step.lines == ("«ОГЭ: математика», «Классы»: включить 9А",)


def test_section_names_stand_in_one_line_for_each_course() -> None:
    plan, files = first_files()
    (step,) = (one for one in list_steps(plan, files) if one.title == "Названия разделов")
    assert len(step.lines) == len(TITLES)
    assert step.lines[0].startswith("«ОГЭ: математика»: 1 — «")
    assert all(line.count(" — «") == 12 for line in step.lines)


def test_the_checklist_names_cohorts_and_groups_as_moodle_does() -> None:
    live, wanted = school_state(first_school()), school_state(autumn_school())
    plan = make_plan(diff_states(wanted, live, live), autumn_school(), wanted)
    facts = UploadFacts(wanted, live, ROLES, {user_key(19): "Qwertyu!23"})
    steps = {one.title: one for one in list_steps(plan, make_upload_files(plan, facts))}
    places = [line.partition(":")[0] for line in steps["Состав глобальных групп"].lines]
    assert sorted(places) == ["8Д", "9А"]
    groups = steps["Состав групп в курсах"].lines
    assert {line.rpartition(": ")[0] + line.rpartition(": ")[2][:10] for line in groups} == {
        "«ОГЭ: математика», группа 9Аисключить ",
        "«ОГЭ: русский язык», группа 9Аисключить ",
    }


def test_every_upload_names_the_comma_and_ends_with_a_button() -> None:
    plan, files = first_files()
    uploads = [one for one in list_steps(plan, files) if ".csv" in one.title]
    assert len(uploads) == len(files.rows)
    for step in uploads:
        label, value = step.settings[0]
        assert label.startswith("Разделитель")
        assert value == ","
        assert step.settings[-1][0] == ""


def test_an_account_left_to_people_tells_login_and_number() -> None:
    wanted = school_state(first_school())
    wanted.add(replace(wanted.user[user_key(1)], lastname="=Абаев"))
    plan = make_plan(diff_states(wanted, State(), State()), first_school(), wanted)
    passwords = dict.fromkeys(wanted.user, "Qwertyu!23")
    files = make_upload_files(plan, UploadFacts(wanted, State(), ROLES, passwords))
    (step,) = (one for one in list_steps(plan, files) if one.title == "Вручную")
    user = wanted.user[user_key(1)]
    assert f"логин: {user.username}" in step.lines[0]
    assert step.lines[0].endswith(f"номер (индивидуальный): {user.key}")
