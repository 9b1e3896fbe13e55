"""Drafted conclusions: what the figures say, and nothing of those that are hidden."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.school.invented import END, invented_inputs, invented_material
from vsosh_moodle.indicators.definitions import definitions
from vsosh_moodle.indicators.indicator import Indicator, Rows
from vsosh_moodle.reports.school.draft_words import change_words, plan_words, share_words
from vsosh_moodle.reports.school.drafts import draft_conclusions
from vsosh_moodle.reports.school.material import Material

TARGETS = {"coverage_percent": 50.0, "first_login_percent": 90.0, "trained_percent": 100.0}
PEOPLE = Rows(("Ученик", "Да"), (), people=0, counted=1)


def _indicator(key: str, part: int, whole: int, **fields: Any) -> Indicator:
    definition = definitions(TARGETS)[key]
    value = 100 * part / whole if definition.unit == "percent" else part
    given: dict[str, Any] = {"value": value, "part": part, "whole": whole, "rows": PEOPLE}
    return Indicator(definition, **given | fields)


def _told(
    *indicators: Indicator, named: bool = False, snapshot: bool = True
) -> dict[str, tuple[str, ...]]:
    material = invented_material(named=named)
    if not snapshot:
        inputs = replace(material.inputs, facts=replace(material.inputs.facts, snapshot=None))
        material = replace(material, inputs=inputs)
    material = replace(material, indicators={one.key: one for one in indicators})
    return {
        one.key: tuple(item.replace("\xa0", " ") for item in one.items)
        for one in draft_conclusions(material)
    }


def test_coverage_as_the_year_report_says_it() -> None:
    one = _indicator("coverage", 45, 120, previous=34.5, previous_source="реестр")
    assert _told(one)["coverage"] == (
        (
            "Охват ДО составил 37,5 % (45 из 120 учеников); план — до 50 %, выполнен на 75 %; "
            "по сравнению с прошлым годом — рост на 3 п. п."
        ),
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (37.5, "как и в прошлом году"), (37.54, "как и в прошлом году"), (None, ""),
        (50.0, "по сравнению с прошлым годом — снижение на 12,5 п. п."),
    ],
)  # fmt: skip
def test_the_way_since_last_year(before: float | None, words: str) -> None:
    one = _indicator("coverage", 45, 120, previous=before)
    assert change_words(invented_material(), one).replace("\xa0", " ") == words


@pytest.mark.parametrize(
    ("key", "part", "whole", "words"),
    [
        ("coverage", 60, 100, "план — до 50 %, выполнен"),
        ("coverage", 50, 100, "план — до 50 %, выполнен"),
        ("coverage", 0, 100, "план — до 50 %, выполнен на 0 %"),
        ("funnel", 45, 100, "план — не меньше 90 %, выполнен на 50 %"),
        ("trained_share", 10, 10, "план — 100 %, выполнен"),
        ("parents", 10, 10, ""),
    ],
)
def test_the_plan(key: str, part: int, whole: int, words: str) -> None:
    assert plan_words(_indicator(key, part, whole)).replace("\xa0", " ") == words


def test_the_noun_agrees_with_the_whole() -> None:
    for whole, noun in ((20, "учеников"), (21, "ученика"), (11, "учеников")):
        assert share_words(_indicator("coverage", 5, whole), "ученика", "учеников").endswith(
            f"{noun})"
        )


def test_of_few_nothing_is_said_unless_names_are_printed_anyway() -> None:
    few = _indicator("coverage", 3, 120)
    assert set(_told(few)) == {"demand"}
    assert "3 из 120" in _told(few, named=True)["coverage"][0]


def test_that_few_are_away_is_not_said() -> None:
    assert "activity" not in _told(_indicator("pupil_activity", 57, 60))
    assert _told(_indicator("pupil_activity", 60, 60))["activity"] == (
        "Все ученики с доступом входили за последние 14 дней.",
    )
    assert _told(_indicator("pupil_activity", 39, 60))["activity"] == (
        "Не входили более 14 дней: 21 ученик (списки у классных руководителей).",
    )


def test_last_year_s_few_are_not_said_either() -> None:
    one = _indicator("pupils_ever", 40, 40, previous=3.0)
    assert change_words(invented_material(), one) == ""
    assert change_words(invented_material(named=True), one) != ""


def test_what_was_not_counted_is_not_said() -> None:
    one = Indicator(definitions(TARGETS)["coverage"], value=None, why="Снимка нет.")
    assert _told(one, snapshot=False) == {}


def test_tasks_are_the_plans_not_reached_once_the_period_is_over() -> None:
    indicators = (_indicator("coverage", 60, 100), _indicator("funnel", 45, 100))
    assert "next" not in _told(*indicators)
    material = invented_material()
    over = replace(material, indicators={one.key: one for one in indicators},
                   period=replace(material.period, until=END))  # fmt: skip
    tasks = next(one.items for one in draft_conclusions(over) if one.key == "next")
    assert [one.replace("\xa0", " ") for one in tasks] == [
        "Вошли в систему из получивших доступ: сейчас 45 %, по плану 90 %."
    ]


def _sentences(material: Material) -> list[str]:
    return [item for draft in draft_conclusions(material) for item in draft.items]


@settings(max_examples=30, deadline=None)
@given(pupils=st.integers(0, 30), seed=st.integers(0, 50))
def test_sentences_are_whole_and_name_no_small_number_of_pupils(pupils: int, seed: int) -> None:
    material = invented_material(invented_inputs(pupils, seed=seed))
    for text in _sentences(material):
        assert text[0].isupper() or not text[0].isalpha()
        assert text.endswith(".")
        assert not text.endswith("..")
        assert "None" not in text
        for count in re.findall(r"(\d+)\xa0(?:ученик|выпускник)", text):
            assert int(count) == 0 or int(count) >= material.config.small_numbers
        for part in re.findall(r"\((\d+) из \d+\xa0(?:ученик|выпускник)", text):
            assert int(part) == 0 or int(part) >= material.config.small_numbers


def test_subjects_whose_numbers_are_hidden_are_not_ranked() -> None:
    whole = " ".join(_sentences(invented_material(pupils=60)))
    assert "Наиболее востребованы" in whole
    assert "Наиболее востребованы" not in " ".join(_sentences(invented_material(pupils=4)))
