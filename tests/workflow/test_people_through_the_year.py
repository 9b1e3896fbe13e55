"""People through the year on the sandbox: each kind of movement, and a second plan that is empty."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.workflow.folder import OGE, Pupil, SchoolFolder, pupils, school_on
from vsosh_moodle.errors import InputProblems, UnsafePlan
from vsosh_moodle.moodle import enrolments, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.courses import get_courses_by_field
from vsosh_moodle.moodle.ids import CourseId
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.movement import Event, PersonMovement
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Enrolment, GroupMember, Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.departures import Departures
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import STATE_FILE

TODAY = date.today()
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
LENIENT = frozenset({f"class-loss:{name}" for name in ("8Д", "9А", "9Б")})
LEVELS = """\
levels:
  - {key: base, name: База, min_score: 0}
  - {key: core, name: Профиль, min_score: 12}
"""
OGE_WITH_LEVELS = OGE.replace(
    "category: gia\n",
    "category: gia\ngroups:\n  class: true\n  named:\n"
    "    - {key: base, title: Минимум на «3»}\n    - {key: core, title: Уверенная «4»}\n",
)
TEACHERS_HEAD = "Фамилия;Имя;Отчество;Предметы;Классы;Табельный №;Работает с;Работает до;Замещает\n"
FIRST_TEACHER = "Примерова;Анна;Ивановна;Математика, Алгебра;8Д, 9А, 9Б;Т1;;;\n"


class School:
    """A school folder on a sandbox whose days go by as the test says."""

    def __init__(self, folder: SchoolFolder, client: MoodleClient) -> None:
        self.folder, self.client = folder, client
        self.rows = pupils()

    def plan(self, days: int = 0, allow: frozenset[str] = LENIENT) -> Plan:
        now = NOON + timedelta(days=days)
        return make_plan(self.folder.project, PlanOptions(allow=allow), now=now)

    def apply(self, days: int = 0, allow: frozenset[str] = LENIENT) -> Plan:
        """Apply on a day, see that all was done, and that the second plan of that day is empty."""
        now = NOON + timedelta(days=days)
        options = PlanOptions(allow=allow)
        result = apply_plan(
            self.folder.project, options, None, NoProgress(), lambda _plan: True, now
        )
        assert result is not None
        assert result.complete, (result.failed, result.stopped_by)
        assert result.plan is not None
        again = self.plan(days, allow)
        assert again.writes == ()
        assert not again.movements
        return result.plan

    def write(self, rows: list[Pupil], columns: dict[str, list[str]] | None = None) -> None:
        """Write the roster; `columns` are more of them, a cell for each row."""
        extra = columns or {}
        head = "Фамилия;Имя;Отчество;Дата рождения;Класс;Личное дело №;Категории"
        lines = [";".join([head, *extra])]
        for number, r in enumerate(rows):
            cells = [r.last, r.first, r.middle, r.born, r.class_name, r.number, r.category]
            lines.append(";".join([*cells, *(column[number] for column in extra.values())]))
        text = "\n".join(lines) + "\n"
        (self.folder.root / "rosters/pupils.csv").write_text(text, encoding="utf-8")

    def write_teachers(self, *rows: str) -> None:
        text = TEACHERS_HEAD + "".join(rows)
        (self.folder.root / "rosters/teachers.csv").write_text(text, encoding="utf-8")

    def write_config(self, extra: str) -> None:
        self.folder.extra = extra
        self.folder.write_config()

    def suspended_in(self, short: str) -> set[str]:
        (course,) = get_courses_by_field(self.client, "shortname", short)
        query = enrolments.ParticipantQuery(fields=("id", "idnumber"), only="suspended")
        found = enrolments.get_enrolled_users_of_courses(self.client, [CourseId(course.id)], query)
        rows = found[CourseId(course.id)]
        assert isinstance(rows, list)
        return {str(row.id) for row in rows}


@pytest.fixture(params=["core", "plugin"])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    with (
        Sandbox(plugin=request.param == "plugin") as site,
        MoodleClient(site.url, Secret(site.token)) as client,
    ):
        yield School(school_on(site, tmp_path), client)


def people(plan: Plan) -> dict[str, PersonMovement]:
    return {one.name.split()[0]: one for one in plan.movements.people}


def events(plan: Plan) -> dict[str, list[Event]]:
    return {name: [each.event for each in one.happenings] for name, one in people(plan).items()}


def of_kind(plan: Plan, kind: Kind) -> list[Change]:
    return [change for change in plan.writes if change.kind is kind]


def test_a_term_of_movements_adds_up_and_each_second_plan_is_empty(school: School) -> None:
    school.apply()
    rows = school.rows
    moved = replace(rows[4], class_name="9Б")
    other = replace(rows[5], class_name="8Д", category="спортсмены")
    married = replace(rows[6], last="Замужняя")
    new = Pupil("Новенькая", "Л99", "9А")
    school.write([*rows[:3], moved, other, married, *rows[7:], new])
    plan = school.apply()
    assert events(plan) == {
        rows[3].last: [Event.LEFT],
        rows[4].last: [Event.MOVED],
        rows[5].last: [Event.MOVED, Event.CATEGORY_ADDED],
        "Замужняя": [Event.SURNAME],
        "Новенькая": [Event.ARRIVED],
    }
    counts = {one.name: (one.before, one.after) for one in plan.movements.classes}
    assert counts == {"8Д": (4, 4), "9А": (4, 3), "9Б": (4, 5)}
    assert people(plan)["Замужняя"].gender == "f"
    assert str(plan.places[people(plan)["Новенькая"].user]) == (
        "файл rosters/pupils.csv, строка 13"
    )
    school.write([*rows[:4], moved, other, married, *rows[7:], new])
    assert events(school.apply()) == {rows[3].last: [Event.RETURNED]}


def test_who_moves_keeps_the_enrolment_both_classes_share_and_others_are_suspended(
    school: School,
) -> None:
    school.apply()
    rows = school.rows
    school.write([*rows[:4], replace(rows[4], class_name="9Б"), *rows[5:]])
    plan = school.apply()
    assert of_kind(plan, Kind.ENROLMENT) == []
    assert {one.action for one in of_kind(plan, Kind.GROUP_MEMBER)} == {
        Action.CREATE,
        Action.REMOVE,
    }
    school.write([*rows[:4], replace(rows[4], class_name="8Д"), *rows[5:]])
    plan = school.apply()
    assert sorted(one.action for one in of_kind(plan, Kind.ENROLMENT)) == ["create", "suspend"]
    assert len(school.suspended_in("ОГЭ мат")) == 1
    assert people(plan)[rows[4].last].keeps_results
    school.write(rows)
    plan = school.apply()
    assert sorted(one.action for one in of_kind(plan, Kind.ENROLMENT)) == [
        "reactivate",
        "suspend",
    ]
    assert len(school.suspended_in("ОГЭ мат")) == 0


def test_even_the_policy_unenrol_unenrols_nobody_who_only_moves(school: School) -> None:
    school.write_config("policies: {leavers: {enrolments: unenrol}}")
    school.apply()
    rows = school.rows
    school.write([*rows[:3], replace(rows[4], class_name="8Д"), *rows[5:]])
    plan = school.apply()
    actions = {
        (one.record.user, one.action)
        for one in of_kind(plan, Kind.ENROLMENT)
        if isinstance(one.record, Enrolment)
    }
    moved, left = people(plan)[rows[4].last].user, people(plan)[rows[3].last].user
    assert actions == {
        (moved, Action.SUSPEND),
        (moved, Action.CREATE),
        (left, Action.REMOVE),
    }


def clock(school: School, hide: str = "drop_groups") -> str:
    """Apply, let a pupil of 9Б leave, and return the surname."""
    policy = f"policies: {{leavers: {{hide_after_days: 30, hide: {hide}}}}}"
    school.write_config(policy)
    school.apply()
    gone = school.rows[-1]
    school.write(school.rows[:-1])
    plan = school.apply()
    assert people(plan)[gone.last].hide_on == TODAY + timedelta(days=30)
    assert {one.action for one in of_kind(plan, Kind.GROUP_MEMBER)} == set()
    return gone.last


def test_a_leaver_is_hidden_when_the_days_are_over_and_not_before(school: School) -> None:
    gone = clock(school)
    assert school.plan(days=29).writes == ()
    plan = school.apply(days=30)
    assert events(plan) == {gone: [Event.HIDDEN]}
    assert {(one.kind, one.action) for one in plan.writes} == {(Kind.GROUP_MEMBER, Action.REMOVE)}
    assert len(school.suspended_in("ОГЭ мат")) == 1
    assert school.plan(days=400).writes == ()


@pytest.mark.parametrize("hide", ["drop_groups", "unenrol"])
@pytest.mark.parametrize("back_after", [5, 40])
def test_a_returner_gets_everything_back_before_and_after_hiding(
    school: School, hide: str, back_after: int
) -> None:
    gone = clock(school, hide)
    if back_after > 30:
        plan = school.apply(days=31)
        warned = [one.code for one in plan.problems if one.code == "leavers-unenrolled"]
        assert warned == (["leavers-unenrolled"] if hide == "unenrol" else [])
    school.write(school.rows)
    plan = school.apply(days=back_after)
    assert events(plan) == {gone: [Event.RETURNED]}
    assert school.suspended_in("ОГЭ мат") == set()
    with open_database(school.folder.project.state / STATE_FILE) as database:
        assert Departures(database).load_departures() == {}
    # The clock begins anew for who leaves again.
    school.write(school.rows[:-1])
    assert people(school.apply(days=back_after + 1))[gone].hide_on == TODAY + timedelta(
        days=back_after + 31
    )


def test_nobody_is_hidden_without_a_policy(school: School) -> None:
    school.apply()
    school.write(school.rows[:-1])
    plan = school.apply()
    assert people(plan)[school.rows[-1].last].hide_on is None
    assert school.plan(days=1000, allow=frozenset()).writes == ()


def days_of(shift: int) -> str:
    return (TODAY + timedelta(days=shift)).strftime("%d.%m.%Y")


def test_the_day_of_leaving_in_the_list_suspends_and_starts_the_clock(school: School) -> None:
    school.write_config("policies: {leavers: {hide_after_days: 30}}")
    school.apply()
    gone = school.rows[-1]
    days = [""] * (len(school.rows) - 1)
    school.write(school.rows, {"Дата выбытия": [*days, days_of(5)]})
    plan = school.apply()
    assert [one.action for one in plan.writes] == [Action.UPDATE]  # the last day of access
    assert school.plan(days=5).writes == ()
    plan = school.apply(days=6)
    assert events(plan) == {gone.last: [Event.LEFT]}
    assert people(plan)[gone.last].hide_on == TODAY + timedelta(days=35)
    school.write(school.rows[:-1])  # the row goes: the day is remembered
    assert school.plan(days=34).writes == ()
    assert events(school.apply(days=35)) == {gone.last: [Event.HIDDEN]}


def test_who_left_before_having_an_account_gets_none(school: School) -> None:
    days = [""] * (len(school.rows) - 1)
    school.write(school.rows, {"Дата выбытия": [*days, days_of(-3)]})
    plan = school.apply()
    assert school.rows[-1].last not in people(plan)
    assert len(of_kind(plan, Kind.USER)) == len(school.rows)  # and a teacher


def test_a_late_joiner_starts_on_the_own_day(school: School) -> None:
    school.apply()
    rows = [*school.rows, Pupil("Новенькая", "Л99", "9А")]
    school.write(rows, {"Дата зачисления": [*[""] * len(school.rows), days_of(-2)]})
    plan = school.apply()
    (enrolment,) = of_kind(plan, Kind.ENROLMENT)
    assert isinstance(enrolment.after, Enrolment)
    midnight = NOON + timedelta(days=-2, hours=-12)  # in Moscow
    assert enrolment.after.timestart == int(midnight.timestamp())


def leveled(school: School, *cells: str, title: str = "Уровень") -> Plan:
    blank = [""] * (len(school.rows) - len(cells))
    school.write(school.rows, {title: [*blank, *cells]})
    return school.apply()


def placed(plan: Plan) -> list[tuple[Action, str]]:
    return sorted(
        (one.action, one.record.group.rpartition("|")[2])
        for one in of_kind(plan, Kind.GROUP_MEMBER)
        if isinstance(one.record, GroupMember)
    )


def test_a_level_places_into_the_group_of_each_course_that_has_it(school: School) -> None:
    school.write_config(LEVELS)
    school.folder.write_template("oge", OGE_WITH_LEVELS)
    school.apply()
    plan = leveled(school, "база", "Профиль")
    assert placed(plan) == [(Action.CREATE, "base"), (Action.CREATE, "core")]
    assert events(plan) == {row.last: [Event.LEVEL] for row in school.rows[-2:]}
    plan = leveled(school, "профиль", "профиль")
    assert placed(plan) == [(Action.CREATE, "core"), (Action.REMOVE, "base")]
    (one,) = plan.movements.people
    (change,) = one.happenings
    assert (change.before, change.after) == ("Минимум на «3»", "Уверенная «4»")


def test_a_level_comes_of_a_score_and_may_be_of_one_subject(school: School) -> None:
    school.write_config(LEVELS)
    school.folder.write_template("oge", OGE_WITH_LEVELS)
    school.apply()
    assert placed(leveled(school, "11,5", "12", title="Входной тест")) == [
        (Action.CREATE, "base"),
        (Action.CREATE, "core"),
    ]
    plan = leveled(school, "математика=профиль", "русский=база")
    assert placed(plan) == [
        (Action.CREATE, "core"),
        (Action.REMOVE, "base"),
        (Action.REMOVE, "core"),
    ]
    assert [one.code for one in plan.problems if "level" in one.code] == ["level-subject-unknown"]
    plan = leveled(school, "база", "база", title="Уровень: математика")
    assert [one for one in placed(plan) if one[0] is Action.CREATE] == [
        (Action.CREATE, "base"),
        (Action.CREATE, "base"),
    ]


def test_an_unknown_level_is_told_with_its_cell(school: School) -> None:
    school.write_config(LEVELS)
    blank = [""] * (len(school.rows) - 1)
    school.write(school.rows, {"Уровень": [*blank, "профель"]})
    with pytest.raises(InputProblems) as error:
        school.plan()
    (problem,) = error.value.problems
    assert (problem.code, problem.place.cell) == ("level-unknown", "H13")
    assert "Профиль" in problem.hint


def test_a_level_nobody_described_is_not_read(school: School) -> None:
    school.write(school.rows, {"Уровень": ["среднее"] * len(school.rows)})
    assert not school.plan().problems


SUBSTITUTE = "Образцов;Пётр;Ильич;;;Т2;{start};{end};{whom}\n"


def test_a_substitute_has_the_courses_for_the_days_and_the_absent_one_stays(
    school: School,
) -> None:
    school.write_teachers(FIRST_TEACHER)
    school.apply()
    row = SUBSTITUTE.format(start=days_of(0), end=days_of(10), whom="Примерова Анна Ивановна")
    school.write_teachers(FIRST_TEACHER, row)
    plan = school.apply()
    assert events(plan) == {"Образцов": [Event.HIRED, Event.SUBSTITUTES]}
    dated = [one.after for one in of_kind(plan, Kind.ENROLMENT)]
    assert len(dated) == 2
    assert all(isinstance(one, Enrolment) and one.timeend > one.timestart for one in dated)
    assert school.plan(days=10, allow=frozenset()).writes == ()
    plan = school.apply(days=11, allow=frozenset())  # no guard is in the way
    assert events(plan) == {"Образцов": [Event.SUBSTITUTION_ENDED]}
    assert {one.action for one in plan.writes} == {Action.SUSPEND}
    school.write_teachers(FIRST_TEACHER)
    assert school.plan(days=12, allow=frozenset()).writes == ()


def test_a_teacher_who_is_replaced_is_told_and_no_guard_cries(school: School) -> None:
    school.write_teachers(FIRST_TEACHER)
    school.apply()
    school.write_teachers(
        FIRST_TEACHER.replace("Примерова;Анна", "Образцова;Вера").replace("Т1", "Т5")
    )
    plan = school.apply(allow=frozenset())
    assert events(plan) == {
        "Примерова": [Event.REPLACED],
        "Образцова": [Event.HIRED, Event.TEACHES],
    }
    school.write_teachers("Новиков;Олег;Ильич;Физика;;Т9;;;\n")
    with pytest.raises(UnsafePlan, match="никто его не заменяет"):
        school.apply(allow=frozenset())


@pytest.mark.parametrize(
    ("whom", "code", "says"),
    [
        ("Примерва Анна Ивановна", "substitute-unknown", "Примерова Анна Ивановна"),
        ("Образцов П.И.", "substitute-self", "чьи уроки"),
    ],
)
def test_a_doubtful_substitution_is_told_with_its_row(
    school: School, whom: str, code: str, says: str
) -> None:
    row = SUBSTITUTE.format(start="", end=days_of(10), whom=whom)
    school.write_teachers(FIRST_TEACHER, row)
    with pytest.raises(InputProblems) as error:
        school.plan()
    (problem,) = error.value.problems
    assert (problem.code, problem.place.row) == (code, 3)
    assert says in problem.hint


def test_a_substitution_of_one_of_two_namesakes_is_a_doubt_and_one_without_end_a_remark(
    school: School,
) -> None:
    namesake = FIRST_TEACHER.replace("Анна;Ивановна", "Алла;Игоревна").replace("Т1", "Т7")
    endless = SUBSTITUTE.format(start="", end="", whom="Примерова А. И.")
    school.write_teachers(FIRST_TEACHER, namesake, endless)
    with pytest.raises(InputProblems) as error:
        school.plan()
    assert [one.code for one in error.value.problems] == ["substitute-doubtful"]
    school.write_teachers(FIRST_TEACHER, endless)
    assert "substitute-endless" in [one.code for one in school.plan().problems]


def test_own_lessons_of_a_substitute_go_on_after_the_last_day(school: School) -> None:
    own = "Образцов;Пётр;Ильич;Алгебра;8Д;Т2;;" + days_of(10) + ";Примерова\n"
    school.write_teachers(FIRST_TEACHER, own)
    school.apply()
    plan = school.apply(days=11)
    assert [(one.action, one.kind) for one in plan.writes] == [(Action.SUSPEND, Kind.ENROLMENT)]
    assert events(plan) == {"Образцов": [Event.SUBSTITUTION_ENDED]}
    assert len(school.suspended_in("ОГЭ мат")) == 1


def test_a_list_titled_with_another_year_stops_the_plan(school: School) -> None:
    school.apply()
    path = school.folder.root / "rosters/pupils.csv"
    title = "Список учащихся на 2019/2020 учебный год;;;;;;\n"
    path.write_text(title + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(UnsafePlan, match="2019/20") as error:
        school.apply()
    assert "--allow wrong-term:2019/20" in error.value.hint
    school.apply(allow=LENIENT | {"wrong-term:2019/20"})


def test_other_numbers_and_dates_in_a_class_stop_the_plan(school: School) -> None:
    school.apply()
    other = [
        replace(row, number=f"X{n}", last=f"Иная-{row.last[-2:].lower()}", born="05.06.2010")
        if row.class_name == "9А"
        else row
        for n, row in enumerate(school.rows)
    ]
    school.write(other)
    with pytest.raises(UnsafePlan) as error:
        school.apply()
    assert "--allow mass-new:9А" in error.value.hint


def test_a_closed_account_is_found_by_its_key_in_moodle(school: School) -> None:
    school.apply()
    school.write(school.rows[:-1])
    plan = school.apply()
    key = people(plan)[school.rows[-1].last].user
    (found,) = users.get_users_by_field(school.client, "idnumber", [key])
    assert found.suspended
