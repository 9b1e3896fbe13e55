"""The file of conclusions: a person's edits survive, untouched drafts follow the figures."""

from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.reports.school.conclusions_file import (
    Draft,
    merge_conclusions,
    parse_conclusions,
    render_conclusions,
)

FIRST = (
    Draft("coverage", "3. Охват", ("Охват составил 40\u00a0%.", "План выполнен.")),
    Draft("risks", "12. Риски", ("Рисков нет.",)),
)
NEXT = (
    Draft("coverage", "3. Охват", ("Охват составил 45\u00a0%.", "План выполнен.")),
    Draft("risks", "12. Риски", ("Рисков нет.",)),
)


def written(drafts: tuple[Draft, ...]) -> str:
    return render_conclusions("Выводы", drafts, None)


def test_an_untouched_draft_follows_the_figures() -> None:
    file = parse_conclusions(written(FIRST))
    merged = merge_conclusions(NEXT, file)
    assert merged[0].items == NEXT[0].items
    assert not merged[0].edited


def test_an_edit_survives_and_is_told_when_the_figures_moved() -> None:
    edited = written(FIRST).replace("План выполнен.", "План выполнен благодаря 9Д.\n- Ещё вывод.")
    file = parse_conclusions(edited)
    same, moved = merge_conclusions(FIRST, file)[0], merge_conclusions(NEXT, file)[0]
    assert same.items == (
        "Охват составил 40\u00a0%.", "План выполнен благодаря 9Д.", "Ещё вывод.",
    )  # fmt: skip
    assert (same.edited, same.stale) == (True, False)
    assert (moved.items, moved.stale) == (same.items, True)
    again = parse_conclusions(render_conclusions("Выводы", NEXT, file))
    assert merge_conclusions(NEXT, again)[0].items == same.items
    assert "45" not in render_conclusions("Выводы", NEXT, file)


def test_hard_spaces_lost_in_an_editor_are_no_edit() -> None:
    file = parse_conclusions(written(FIRST).replace("\u00a0", " ").replace("\n", "\r\n"))
    assert not merge_conclusions(FIRST, file)[0].edited


def test_an_emptied_section_asks_for_the_draft() -> None:
    text = written(FIRST).replace("- Рисков нет.", "")
    assert merge_conclusions(FIRST, parse_conclusions(text))[1].items == ("Рисков нет.",)


def test_text_beside_the_sections_is_kept() -> None:
    text = "Моя заметка.\n" + written(FIRST) + "\n## Мой раздел\nМысль.\n"
    file = parse_conclusions(text)
    again = render_conclusions("Выводы", NEXT, file)
    assert "Моя заметка." in again
    assert "## Мой раздел\nМысль." in again
    assert parse_conclusions(again).rest == file.rest


def test_a_section_of_another_report_is_kept_when_it_was_edited() -> None:
    file = parse_conclusions(written(FIRST).replace("Рисков нет.", "Риск один."))
    again = render_conclusions("Выводы", NEXT[:1], file)
    assert "Риск один." in again


def test_a_section_pasted_twice_loses_nothing() -> None:
    text = written(FIRST).replace("Рисков нет.", "Риск один.")
    double = text + text.replace("Риск один.", "Риск два.")
    items = merge_conclusions(FIRST, parse_conclusions(double))[1].items
    assert {"Риск один.", "Риск два."} <= set(items)


@given(st.lists(st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1), min_size=1))
def test_what_is_written_is_read_back(items: list[str]) -> None:
    draft = Draft("tasks", "13. Задачи", tuple(f"Вывод {item}" for item in items))
    file = parse_conclusions(written((draft,)))
    assert not file.sections["tasks"].edited
    assert parse_conclusions(render_conclusions("Выводы", (draft,), file)) == file
