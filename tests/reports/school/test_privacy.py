"""Without names nobody can be told: codes, columns left out, small numbers in tables and in words."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.school.invented import (
    course_key,
    invented_inputs,
    invented_material,
    key_of,
    name_of,
    without_snapshot,
)
from tests.reports.school.test_year import texts
from vsosh_moodle.indicators.indicator import Rows
from vsosh_moodle.problems import Place
from vsosh_moodle.registers.records import PastYearRow
from vsosh_moodle.reports.document.model import Hidden
from vsosh_moodle.reports.school.activity import heat_table
from vsosh_moodle.reports.school.kinds import KINDS, compose_report
from vsosh_moodle.reports.school.material import ReportPeriod
from vsosh_moodle.reports.school.people_labels import PeopleLabels
from vsosh_moodle.reports.school.privacy import labelled_rows, shown, without_few
from vsosh_moodle.reports.school.project_years import years_report
from vsosh_moodle.reports.school.staff import grading_table
from vsosh_moodle.reports.school.wording import number as in_words

PUPILS = 60
CODES = PeopleLabels(False, "соль")


def report_of(kind: str, *, named: bool, pupils: int = PUPILS) -> str:
    subject = {"class": "9А", "course": "vsosh:2026:course-0"}.get(kind, "")
    report = compose_report(kind, invented_material(named=named, pupils=pupils), subject)
    return texts(report)


@pytest.mark.parametrize("kind", [kind for kind, one in KINDS.items() if not one.named_only])
def test_no_name_and_no_key_of_a_pupil_without_named(kind: str) -> None:
    from vsosh_moodle.reports.school.hiding import hide_small_numbers

    subject = {"class": "9А", "course": "vsosh:2026:course-0"}.get(kind, "")
    report = hide_small_numbers(compose_report(kind, invented_material(), subject))
    words = texts(report)
    for number in range(PUPILS):
        assert name_of(number).split()[0] not in words
        assert key_of(number) not in words
    assert not report.named


def test_names_are_printed_where_they_were_asked_for() -> None:
    assert name_of(1) in report_of("class", named=True)
    assert key_of(1) not in report_of("class", named=True)


def test_codes_of_two_reports_cannot_be_joined() -> None:
    other = PeopleLabels(False, "другая соль")
    people = [key_of(number) for number in range(500)]
    first, second = {CODES.pupil(one) for one in people}, {other.pupil(one) for one in people}
    assert len(first) == len(people)
    assert first & second == set()


rows = st.lists(
    st.tuples(
        st.sampled_from(["9А", "9Б", "10Д"]), st.sampled_from(["sport", "home"]), st.booleans()
    ),
    max_size=60,
).map(lambda found: tuple((f"p{n}", *one) for n, one in enumerate(found)))


@given(rows, st.integers(2, 6))
def test_what_stands_beside_a_code_is_shared_by_enough(
    found: tuple[tuple[str, str, str, bool], ...], small: int
) -> None:
    given_rows = Rows(("Ученик", "Класс", "Категория", "Активен"), found, people=0, counted=3)
    columns, lines = labelled_rows(given_rows, CODES, small)
    assert columns[0] == "Ученик"
    assert len(lines) == len(found)
    if len(columns) > 1:
        assert min(Counter(line[1:] for line in lines).values(), default=small) >= small
    assert [line[0] for line in lines] == sorted(str(line[0]) for line in lines)


@given(rows)
def test_with_names_nothing_is_left_out(found: tuple[tuple[str, str, str, bool], ...]) -> None:
    labels = PeopleLabels(True, "соль", {f"p{n}": f"Имя {n}" for n in range(60)})
    given_rows = Rows(("Ученик", "Класс", "Категория", "Активен"), found, people=0, counted=3)
    columns, lines = labelled_rows(given_rows, labels, 5)
    assert columns == given_rows.columns
    assert [line[1:] for line in lines] == [line[1:] for line in found]


def test_a_share_of_few_is_hidden_and_of_teachers_is_not() -> None:
    material = invented_material(invented_inputs(6))
    coverage = material.indicators["coverage"]
    assert (coverage.part, coverage.whole) == (4, 6)
    assert isinstance(shown(coverage, 5, named=False), Hidden)
    assert shown(coverage, 5, named=True) == coverage.value
    assert shown(material.indicators["trained"], 5, named=False) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("У 3 учеников есть работы.", "У менее 5 учеников есть работы."),
        ("1 выпускник не считается", "Менее 5 выпускников не считается"),
        ("12 учеников не из 7–12 классов", "12 учеников не из 7–12 классов"),
        ("0 учеников", "0 учеников"),
        ("по 23,4 ученика", "по 23,4 ученика"),
    ],
)
def test_few_pupils_are_few_in_sentences_too(text: str, told: str) -> None:
    assert without_few(text, 5) == told


def test_codes_of_two_tables_of_one_report_cannot_be_joined() -> None:
    material = invented_material()
    tables = [
        one for one in compose_report("indicators", material).tables()
        if one.key.startswith("rows_") and one.columns[0].title == "Ученик"
    ]  # fmt: skip
    codes = [{str(row[0]) for row in one.rows} for one in tables]
    assert len(codes) > 2
    assert sum(map(len, codes)) == len(set().union(*codes))


def test_rows_of_few_pupils_are_not_printed_as_their_number_would_tell() -> None:
    few = compose_report("indicators", invented_material(pupils=3))
    keys = {one.key for one in few.tables()}
    assert not {"rows_coverage", "rows_funnel"} & keys
    named = compose_report("indicators", invented_material(pupils=3, named=True))
    assert {"rows_coverage", "rows_funnel"} <= {one.key for one in named.tables()}


def test_one_pupil_in_many_rows_hides_behind_nobody() -> None:
    lines = tuple((f"p{n // 5}", ("9А", "9Б")[n // 5 % 2], True) for n in range(10))
    columns, _lines = labelled_rows(Rows(("Ученик", "Класс", "Да"), lines, 0, 2), CODES, 5)
    assert columns == ("Ученик",)


def test_the_change_since_last_year_tells_no_hidden_number_of_it() -> None:
    material = invented_material()
    indicator = replace(material.indicators["pupils_ever"], previous=3)
    material = replace(material, indicators={**material.indicators, indicator.key: indicator})
    words = texts(compose_report("year", material))
    assert f"рост на {in_words((indicator.value or 0) - 3)}" not in words
    known = replace(indicator, previous=13)
    material = replace(material, indicators={**material.indicators, indicator.key: known})
    assert f"рост на {in_words((indicator.value or 0) - 13)}" in texts(
        compose_report("year", material)
    )


def test_few_pupils_of_the_register_of_past_years_are_not_printed() -> None:
    title = invented_material().indicators["pupils_ever"].definition.title
    rows = (PastYearRow("2025/26", title, 10, 3, "", Place()),)
    inputs = without_snapshot(invented_inputs())
    inputs = replace(inputs, registers=replace(inputs.registers, past_years=rows))
    past = ReportPeriod("", date(2025, 9, 1), date(2026, 5, 31), date(2026, 5, 31), "2025/26")
    for named, told in ((False, Hidden()), (True, 3)):
        years = [
            invented_material(inputs, named=named, period=past),
            invented_material(named=named),
        ]
        row = next(one for one in years_report(years).table("years_official").rows if title in one)
        assert row[3] == told


def test_works_of_a_class_where_few_work_are_not_shown_by_weeks() -> None:
    inputs = invented_inputs(15)
    weeks = {named: heat_table(invented_material(inputs, named=named)) for named in (False, True)}
    assert all(value == Hidden(small=False) for row in weeks[False].rows for value in row[1:])
    assert all(isinstance(value, int) for row in weeks[True].rows for value in row[1:])


def test_grading_in_a_course_of_few_cannot_be_taken_from_the_total() -> None:
    inputs = invented_inputs()
    alone = course_key(0)
    took = [one for one in inputs.facts.participations if one.course != alone]
    took += [one for one in inputs.facts.participations if one.course == alone][:2]
    facts = replace(inputs.facts, participations=tuple(took))
    table = grading_table(invented_material(replace(inputs, facts=facts)))
    hidden = [row[0] for row in table.rows if isinstance(row[1], Hidden)]
    assert len(hidden) == 2
    assert "Математика: курс" in hidden
