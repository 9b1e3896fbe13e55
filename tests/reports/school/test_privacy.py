"""Without names nobody can be told: codes, columns left out, small numbers in tables and in words."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.school.invented import invented_inputs, invented_material, key_of, name_of
from tests.reports.school.test_year import texts
from vsosh_moodle.indicators.indicator import Rows
from vsosh_moodle.reports.document.model import Hidden
from vsosh_moodle.reports.school.kinds import KINDS, compose_report
from vsosh_moodle.reports.school.people_labels import PeopleLabels
from vsosh_moodle.reports.school.privacy import labelled_rows, shown, without_few

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
