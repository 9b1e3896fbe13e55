"""A year of people on a site: levels, moves, leavers hidden and back, a substitute. See test_year."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.journey.test_year import School, _school_on
from tests.workflow.folder import OGE, Pupil
from vsosh_moodle.moodle import enrolments, groups
from vsosh_moodle.moodle.ids import CourseId
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.movement import Event
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress

TODAY = date.today()
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
LENIENT = PlanOptions(allow=frozenset({f"class-loss:{name}" for name in ("8Д", "9А", "9Б")}))
EXTRA = """
policies: {{leavers: {{hide_after_days: 30, hide: {hide}}}}}
levels: [{{key: base, name: база, min_score: 0}}, {{key: core, name: профиль, min_score: 12}}]
"""
GROUPS = """\
category: gia
groups:
  class: true
  named: [{key: base, title: База}, {key: core, title: Профиль}]
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "school" in metafunc.fixturenames:
        sites = ["sandbox-4.1", "sandbox-4.5", "plugin-4.5"]
        if metafunc.config.getoption("--live-url"):
            sites.append("live")
        metafunc.parametrize("school", sites, indirect=True)


@pytest.fixture
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    if request.param == "live":
        url = request.config.getoption("--live-url").rstrip("/")
        token = request.config.getoption("--live-token-file").read_text("ascii").strip()
        yield from _school_on(url, token, tmp_path)
        return
    kind, _dash, release = request.param.partition("-")
    with Sandbox(release=release, plugin=kind == "plugin") as site:
        yield from _school_on(site.url, site.token, tmp_path)


def prepare(school: School, hide: str) -> None:
    folder = school.folder
    folder.extra += EXTRA.format(hide=hide)
    folder.write_config()
    text = OGE.replace("ОГЭ мат", f"ОГЭ мат {school.mark}").replace("category: gia\n", GROUPS)
    folder.write_template("oge", text)


def write(school: School, rows: list[Pupil], levels: dict[str, str] | None = None) -> None:
    head = "Фамилия;Имя;Отчество;Дата рождения;Класс;Личное дело №;Категории;Уровень\n"
    body = "".join(
        f"{r.last};{r.first};{r.middle};{r.born};{r.class_name};{r.number};{r.category};"
        f"{(levels or {}).get(r.number, '')}\n"
        for r in rows
    )
    (school.folder.root / "rosters/pupils.csv").write_text(head + body, encoding="utf-8")


def write_teachers(school: School, substitute: str = "") -> None:
    text = (
        "Фамилия;Имя;Отчество;Предметы;Классы;Табельный №;Работает до;Замещает\n"
        "Примерова;Анна;Ивановна;Математика, Алгебра;8Д, 9А, 9Б;Т1;;\n"
    )
    (school.folder.root / "rosters/teachers.csv").write_text(text + substitute, encoding="utf-8")


def apply(school: School, days: int = 0) -> Plan:
    """Apply on a day, see that all was done, and that the second plan of that day is empty."""
    now = NOON + timedelta(days=days)
    project = school.folder.project
    result = apply_plan(project, LENIENT, None, NoProgress(), lambda _plan: True, now)
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)
    assert make_plan(project, LENIENT, now=now).writes == ()
    assert result.plan is not None
    return result.plan


def events(plan: Plan) -> dict[str, list[Event]]:
    return {
        one.name.split()[0]: [each.event for each in one.happenings]
        for one in plan.movements.people
    }


def places(school: School) -> tuple[set[int], set[int], dict[str, set[int]]]:
    """Return who is enrolled in the shared course, who of them is suspended, and its groups."""
    course = CourseId(school.course("ОГЭ мат").id)
    everybody = enrolments.get_enrolled_users_of_courses(
        school.client, [course], enrolments.ParticipantQuery(fields=("id",))
    )[course]
    away = enrolments.get_enrolled_users_of_courses(
        school.client, [course], enrolments.ParticipantQuery(fields=("id",), only="suspended")
    )[course]
    assert isinstance(everybody, list)
    assert isinstance(away, list)
    found = groups.get_groups_of_courses(school.client, [course])[course]
    assert isinstance(found, list)
    members = groups.get_group_members(school.client, [one.id for one in found])
    named = {one.name: {int(user) for user in members.get(one.id, ())} for one in found}
    return {int(one.id) for one in everybody}, {int(one.id) for one in away}, named


@pytest.mark.parametrize("hide", ["drop_groups", "unenrol"])
def test_levels_moves_leavers_and_returners_end_where_the_lists_say(
    school: School, hide: str
) -> None:
    prepare(school, hide)
    rows = school.rows()
    write(school, rows, {"Л10": "база"})
    apply(school)
    everybody, away, before = places(school)
    assert (len(everybody), away) == (9, set())
    assert len(before["База"]) == 1

    moved = [*rows[:4], replace(rows[4], class_name="9Б"), *rows[5:]]
    write(school, moved, {"Л10": "профиль"})
    plan = apply(school)
    assert events(plan) == {rows[4].last: [Event.MOVED, Event.LEVEL]}
    assert not [one for one in plan.writes if one.kind is Kind.ENROLMENT]
    _all, _away, after = places(school)
    (pupil,) = before["База"]
    assert pupil in after["Профиль"] & after["9Б"]
    assert pupil not in after["База"] | after["9А"]

    write(school, [*moved[:4], *moved[5:]])
    assert events(apply(school)) == {rows[4].last: [Event.LEFT]}
    everybody, away, left = places(school)
    assert away == {pupil}
    assert pupil in left["9Б"] & left["Профиль"]

    assert events(apply(school, days=30)) == {rows[4].last: [Event.HIDDEN]}
    everybody, away, hidden = places(school)
    assert (pupil in everybody) == (hide == "drop_groups")
    assert not any(pupil in members for members in hidden.values())

    write(school, moved, {"Л10": "профиль"})
    plan = apply(school, days=31)
    assert events(plan)[rows[4].last][0] is Event.RETURNED
    everybody, away, back = places(school)
    assert (len(everybody), away) == (9, set())
    assert back == after


def test_a_substitute_comes_for_the_days_and_goes(school: School) -> None:
    prepare(school, "drop_groups")
    write_teachers(school)
    write(school, school.rows())
    apply(school)
    day = (TODAY + timedelta(days=10)).strftime("%d.%m.%Y")
    write_teachers(school, f"Образцов;Пётр;Ильич;;;Т2;{day};Примерова А. И.\n")
    plan = apply(school)
    assert events(plan) == {"Образцов": [Event.HIRED, Event.SUBSTITUTES]}
    everybody, away, _groups = places(school)
    assert (len(everybody), away) == (10, set())
    plan = apply(school, days=11)
    assert events(plan) == {"Образцов": [Event.SUBSTITUTION_ENDED]}
    assert {one.action for one in plan.writes} == {Action.SUSPEND}
    everybody, away, _groups = places(school)
    assert (len(everybody), len(away)) == (10, 1)


@pytest.fixture
def whole_classes(school: School) -> School:
    if not school.has_plugin:
        pytest.skip("classes are enrolled whole by the plugin only")
    return school


def test_levels_live_with_classes_enrolled_whole(whole_classes: School) -> None:
    school = whole_classes
    school.folder.extra += EXTRA.format(hide="drop_groups").replace(
        "policies: {leavers:", "policies: {enrolment: cohorts, leavers:"
    )
    school.folder.write_config()
    text = OGE.replace("ОГЭ мат", f"ОГЭ мат {school.mark}").replace("category: gia\n", GROUPS)
    school.folder.write_template("oge", text)
    rows = school.rows()
    write(school, rows, {"Л10": "база"})
    apply(school)
    everybody, away, before = places(school)
    assert (len(everybody), away) == (9, set())
    (pupil,) = before["База"]
    moved = [*rows[:4], replace(rows[4], class_name="9Б"), *rows[5:]]
    write(school, moved, {"Л10": "профиль"})
    plan = apply(school)
    assert events(plan) == {rows[4].last: [Event.MOVED, Event.LEVEL]}
    everybody, away, after = places(school)
    assert (len(everybody), away) == (9, set())
    assert pupil in after["Профиль"] & after["9Б"]
    assert pupil not in after["База"] | after["9А"]
    write(school, [*moved[:4], *moved[5:]])
    assert events(apply(school)) == {rows[4].last: [Event.LEFT]}
    write(school, moved, {"Л10": "профиль"})
    assert events(apply(school, days=1))[rows[4].last][0] is Event.RETURNED
    _all, _away, back = places(school)
    assert back == after
