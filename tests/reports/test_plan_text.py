"""What the terminal and Markdown say of a plan: joined, limited, in words, with a way on."""

import re
from dataclasses import replace

import pytest

from tests.reports.plans import autumn_plan, empty_plan, hostile_plan, september_plan
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.reports.plan_markdown import render_plan_markdown
from vsosh_moodle.reports.plan_outline import outline_plan
from vsosh_moodle.reports.plan_status import status_to_json
from vsosh_moodle.reports.plan_text import render_plan_plain


def lines_of(plan: Plan, limit: int = 10) -> list[str]:
    return [line.strip() for line in render_plan_plain(plan, limit).splitlines()]


def test_enrolments_of_a_course_are_one_line_with_classes_counted() -> None:
    lines = lines_of(september_plan())
    assert "«ОГЭ: математика», ученики: 48 чел. (9А — 25, 9Б — 23)" in lines
    assert "«ОГЭ: математика», учителя: 1 чел. — Ёлкин-101 Фатима Петрович" in lines


def test_memberships_never_outnumber_courses_and_classes() -> None:
    plan = september_plan()
    blocks = {block.kind: block for block in outline_plan(plan).blocks}
    assert blocks[Kind.ENROLMENT].count == 133
    assert len(blocks[Kind.ENROLMENT].lines) == 6
    assert len(blocks[Kind.GROUP_MEMBER].lines) == 3
    assert len(blocks[Kind.COHORT_MEMBER].lines) == 4


def test_every_writing_change_is_counted_in_one_block() -> None:
    for plan in (september_plan(), autumn_plan()):
        assert sum(block.count for block in outline_plan(plan).blocks) == len(plan.writes)


def test_no_raw_key_stands_where_a_name_is_known() -> None:
    for plan in (september_plan(), autumn_plan()):
        texts = [line for line in lines_of(plan, 1000) if "--overwrite" not in line]
        assert [line for line in texts if re.search(r"\bvsosh:(2026|p|cat):", line)] == []


def test_guards_come_with_their_override() -> None:
    lines = lines_of(autumn_plan())
    stop = lines.index("стоп: Из класса 8Д выбывает 4 человека из 18 (порог: 10 % или 3 человека).")
    assert lines[stop + 1] == "если так и надо: --allow class-loss:8Д"
    assert "снят: Списки старше тех, что применялись." in lines


def test_a_hand_edit_shows_both_values_and_how_to_overwrite() -> None:
    lines = lines_of(autumn_plan())
    assert "в Moodle → в файлах: краткое название: «МАТЕМАТИКА <ОГЭ>» → «ОГЭ: МАТЕМАТИКА»" in lines
    assert "записать поверх: --overwrite vsosh:2026:oge-math" in lines
    assert 'записать поверх: --overwrite "vsosh:2026:oge-rus|vsosh:p:000030"' in lines


def test_moves_suspensions_and_dates_are_told_in_words() -> None:
    lines = lines_of(autumn_plan())
    assert "класс 9А → класс 9Б: 2 чел. — Ёлкин-21 Фатима Петрович, Жуков-22 Пётр Петрович" in lines
    assert "Бедоев-1 Мария Петрович (8Д) — в списках больше нет" in lines
    assert "«Алгебра» — дата окончания: 29.05.2027 → 14.06.2027" in lines
    assert "«ОГЭ: математика» — описание: другой текст" in lines


def test_a_long_list_is_cut_and_says_how_to_see_all() -> None:
    lines = lines_of(september_plan(), 3)
    assert "… ещё 81 строка; все: --limit 84" in lines


def test_an_empty_plan_says_so() -> None:
    assert lines_of(empty_plan()) == [
        "План: https://sdo.example.ru (Moodle 4.5.6), учебный год 2026/27",
        "Изменений нет: сайт уже такой, как в файлах.",
    ]


def test_missing_activities_are_counted_by_course() -> None:
    assert "«ОГЭ: математика»: 3 элемента" in lines_of(september_plan())


def test_an_empty_plan_counts_missing_activities_in_one_line() -> None:
    plan = replace(empty_plan(), notes=september_plan().notes)
    assert lines_of(plan)[-1] == "Без плагина local_vsosh не созданы: 3 элемента в 1 курсе."


def test_markup_in_names_stays_text() -> None:
    assert any("<script>alert(1)</script> [red]*x*|y|" in line for line in lines_of(hostile_plan()))
    markdown = render_plan_markdown(hostile_plan())
    assert "\\<script>alert(1)\\</script>" not in lines_of(hostile_plan())
    assert "<script" not in markdown.replace("\\<script", "")
    assert "\\*x\\*\\|y\\|" in markdown


def test_markdown_has_a_table_and_every_block() -> None:
    markdown = render_plan_markdown(autumn_plan())
    assert (
        "| | создать | изменить | перевести | приостановить | убрать | оставить как есть |"
        in markdown
    )
    for block in outline_plan(autumn_plan()).blocks:
        assert f"## {block.title} ({block.count})" in markdown
    assert autumn_plan().fingerprint() in markdown


def test_markdown_is_cut_too() -> None:
    assert "- … и ещё 82" in render_plan_markdown(september_plan(), 2)


@pytest.mark.parametrize(("plan", "in_step"), [(empty_plan(), True), (autumn_plan(), False)])
def test_status_as_json_counts_what_waits_and_what_was_edited(plan: Plan, in_step: bool) -> None:
    data = status_to_json(plan)
    assert data["in_step"] == in_step
    assert data["waiting"] == len(plan.writes)
    assert data["edited"] == (0 if in_step else 2)
