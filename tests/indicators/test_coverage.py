"""Coverage, by hand: who is counted, and how often."""

from datetime import date

from tests.indicators.terms import (
    computed,
    course,
    facts,
    inputs,
    moment,
    pupil,
    school_course,
    snapshot,
    took_part,
)
from vsosh_moodle.indicators.facts import ActiveRule, EverFacts, WorkKind
from vsosh_moodle.registers.records import PastYearRow, Registers


def test_enrolled_is_not_active_and_each_counts_once() -> None:
    given = inputs(
        people=(pupil("a"), pupil("b"), pupil("c", "10Д"), pupil("d", "11А", present=False)),
        participations=(
            took_part("a", "vsosh:2026:oge-math", done=3),
            took_part("a", "vsosh:2026:project", submitted=1),
            took_part("b", done=0),
            took_part("d", attempts=1),
        ),
    )
    found = computed("coverage", given)
    assert (found.part, found.whole, found.value) == (2, 4, 50.0)
    assert found.details["Записаны хотя бы на один курс"] == 3
    assert found.details["Учеников на конец периода"] == 3
    assert found.details["Из них активны"] == 1
    assert computed("pupils_year", given).value == 2


def test_what_counts_as_work_is_the_rule_s() -> None:
    people, posts = (pupil("a"),), (took_part("a", posts=2, done=1),)
    only_posts = ActiveRule(frozenset({WorkKind.POST}), least=2)
    assert (
        computed("coverage", inputs(people=people, participations=posts, rule=only_posts)).value
        == 100
    )
    stricter = ActiveRule(frozenset({WorkKind.POST}), least=3)
    assert (
        computed("coverage", inputs(people=people, participations=posts, rule=stricter)).value == 0
    )


def test_works_of_all_courses_add_up_for_the_person() -> None:
    given = inputs(
        people=(pupil("a"),),
        participations=(took_part("a", "x", done=1), took_part("a", "y", done=1)),
        rule=ActiveRule(least=2),
    )
    assert computed("coverage", given).value == 100
    assert computed("demand", given).value == 0


def test_who_is_not_of_these_grades_or_not_in_the_lists_is_told() -> None:
    given = inputs(
        people=(pupil("a"), pupil("small", "6А"), pupil("odd", "Выпуск")),
        participations=(
            took_part("a", done=1),
            took_part("small", done=1),
            took_part("guest", done=1),
        ),
    )
    found = computed("coverage", given)
    assert (found.part, found.whole) == (1, 1)
    assert any("2 ученика не 7–12 классов" in one for one in found.remarks)
    assert any("1 ученик, которого нет в списках" in one for one in found.remarks)


def test_a_course_without_completion_is_told() -> None:
    given = inputs(
        people=(pupil("a"),), courses=(course(title="История", tracks_completion=False),)
    )
    assert any("«История»" in one for one in computed("coverage", given).remarks)


def test_over_the_whole_project_a_person_counts_once() -> None:
    given = inputs(
        people=(pupil("a"), pupil("b"), pupil("c")),
        ever=EverFacts(frozenset({"a", "b", "old"}), frozenset({"a", "old"}), purged=2),
        targets={"coverage_percent": 50},
    )
    found = computed("pupils_ever", given)
    assert (found.value, found.whole) == (2, 3)
    assert (found.definition.goal, found.definition.upper, found.plan_percent) == (2, True, 100)
    assert (
        found.definition.target == "До 50 % учеников 7–12 классов периода отчёта, то есть до 2 чел."
    )
    assert any("Данные 2 выбывших" in one for one in found.remarks)
    assert computed("coverage_ever", given).value == 100 * 2 / 3


def test_the_funnel_narrows() -> None:
    given = inputs(
        people=(
            pupil("never", first_access=0, last_access=0),
            pupil("looked"),
            pupil("worked"),
            pupil("finished"),
            pupil("paper", first_access=0, last_access=0),
            pupil("nobody", account=False, first_access=0, last_access=0),
        ),
        participations=(
            took_part("worked", done=1),
            took_part("finished", done=9, completed=moment(date(2027, 4, 1))),
            took_part("paper", done=2),
        ),
    )
    found = computed("funnel", given)
    assert (found.part, found.whole) == (3, 5)
    assert list(found.details.values()) == [6, 5, 3, 2, 1]
    assert any("1 ученик" in one for one in found.remarks)


def test_a_course_completed_after_the_period_is_not_completed_in_it() -> None:
    given = inputs(
        people=(pupil("a"),),
        participations=(took_part("a", done=1, completed=moment(date(2027, 5, 28))),),
    )
    assert computed("funnel", given).details["Завершили курс"] == 0


def test_recent_logins_are_counted_from_the_snapshot_s_day() -> None:
    people = (
        pupil("today"),
        pupil("edge", last_access=moment(date(2027, 5, 12))),
        pupil("late", last_access=moment(date(2027, 5, 11))),
        pupil("never", last_access=0, first_access=0),
        pupil("gone", present=False),
    )
    found = computed("pupil_activity", inputs(people=people))
    assert (found.part, found.whole) == (2, 4)
    assert found.details["Не входили дольше"] == 2
    assert found.details["День, на который считано"] == date(2027, 5, 26)


def test_without_a_snapshot_nothing_is_made_up() -> None:
    found = computed("coverage", inputs(snapshot=None, people=(pupil("a"),)))
    assert found.value is None
    assert "vsosh-moodle pull" in found.why


def test_a_half_taken_snapshot_is_told() -> None:
    found = computed("coverage", inputs(snapshot=snapshot(complete=False), people=(pupil("a"),)))
    assert any("снят не полностью" in one for one in found.remarks)


def test_last_year_comes_from_its_snapshots() -> None:
    before = facts(people=(pupil("a"), pupil("b")), participations=(took_part("a", done=1),))
    found = computed("coverage", inputs(people=(pupil("a"),), previous=before))
    assert found.previous == 50
    assert found.previous_source == "снимки за 01.09.2026–26.05.2027"


def test_else_from_the_register_by_title_or_key() -> None:
    for name in ("coverage", "охват дистанционным обучением"):
        rows = (PastYearRow("2024/25", name, 50, 11), PastYearRow("2025-2026", name, 50, 38.5))
        registers = Registers(frozenset({"past_years"}), past_years=rows)
        found = computed("coverage", inputs(people=(pupil("a"),), registers=registers))
        assert found.previous == 38.5
        assert found.previous_source == "реестр прошлых лет, 2025-2026"


def test_a_missing_target_is_told_with_its_place() -> None:
    found = computed("coverage", inputs(people=(pupil("a"),)))
    assert found.definition.goal is None
    assert any("coverage_percent" in one and "config.yaml" in one for one in found.remarks)


def test_demand_ranks_subjects() -> None:
    given = inputs(
        people=(pupil("a"), pupil("b"), pupil("c")),
        participations=(
            took_part("a", "m", done=4), took_part("b", "m", done=2), took_part("c", "m"),
            took_part("a", "h"), took_part("b", "h", attempts=1), took_part("b", "h2", attempts=2),
        ),
        courses={
            "m": school_course(subject="Математика"),
            "h": school_course(subject="История"), "h2": school_course(subject="История"),
        },
    )  # fmt: skip
    found = computed("demand", given)
    assert (found.part, found.whole) == (3, 5)
    assert found.details == {"Самый востребованный предмет": "Математика"}
