"""Letters as families read them: cases, gender, numbers, and what must never stand in one."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.letter_people import (
    LABELS,
    SENDER,
    TODAY,
    all_kinds,
    occasion,
    recipient,
    some_class,
)
from vsosh_moodle.reports.letters.dialect import BLANK, LETTERS, unsugar
from vsosh_moodle.reports.letters.facts import CourseWork, Recipient, Task, Work
from vsosh_moodle.reports.letters.kinds import kind_of
from vsosh_moodle.reports.letters.labels import said_label
from vsosh_moodle.reports.letters.letter import Letter, compose_letter
from vsosh_moodle.reports.letters.rendering import render_letters_html, render_letters_text
from vsosh_moodle.reports.letters.template_files import find_template, template_problems
from vsosh_moodle.templates.expressions import ExpressionError, render_text

NOWHERE = Path("нет такой папки")


def write(kind: str, who: Recipient, *, told: bool = True) -> Letter:
    found = kind_of(kind)
    text = find_template(NOWHERE, kind).text
    return compose_letter(text, who, SENDER, occasion(found, told=told), form=found.form)


@pytest.mark.parametrize("kind", all_kinds())
def test_a_shipped_template_has_no_mistake(kind: str) -> None:
    found = find_template(NOWHERE, kind)
    assert template_problems(found, {one.name: "" for one in found.kind.values}) == []


@pytest.mark.parametrize("kind", all_kinds())
@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), told=st.booleans())
def test_every_letter_of_a_class_is_whole_and_tells_nothing_it_must_not(
    kind: str, seed: int, told: bool
) -> None:
    people = some_class(seed)
    for who in people:
        letter = write(kind, who, told=told)
        words = letter.everything()
        assert letter.title
        assert letter.blocks
        assert not re.search(r"[{}]|None|Undefined|\*\*", words), words
        assert said_label(words, LABELS) == "", words
        others = {
            form
            for other in people
            if other is not who
            for form in other.name.last.cases().values()
        }
        assert not others & set(re.findall(r"[\w-]+", words)), words
        if told and not letter.blanks:
            assert BLANK not in words


@pytest.mark.parametrize("kind", all_kinds())
@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_every_letter_fits_a_page(kind: str, seed: int) -> None:
    assert all(write(kind, who).fits for who in some_class(seed, 3))


def test_a_minors_letter_is_to_the_parents_and_an_adults_to_the_pupil() -> None:
    work = Work(5, date(2026, 11, 3), 20, (Task("Дроби", "Алгебра", date(2026, 11, 26)),))
    minor = write("absent", recipient(work=work))
    assert minor.address == (
        "Законному представителю", "Дзугарова Хетага Казбековича", "обучающегося 9 «А» класса",
    )  # fmt: skip
    assert minor.blocks[0].text == "Уважаемые родители (законные представители)!"
    assert "Ваш сын Хетаг заходил" in minor.everything()
    adult = write("absent", recipient("Берая", "Залина", "Мурадовна", adult=True, work=work))
    assert adult.address == ("Берае Залине Мурадовне", "обучающейся 9 «А» класса")
    assert adult.blocks[0].text == "Залина Мурадовна, здравствуйте!"
    assert "Вы входили" in adult.everything()


def test_a_pupil_whose_gender_nobody_knows_is_not_declined() -> None:
    letter = write(
        "week", recipient("Ким", "Саша", "", work=Work(0, None, None, (Task("Дроби", "Алгебра"),)))
    )
    assert letter.address == ("Законному представителю", "Обучающийся: Ким Саша", "9 «А» класс")
    assert "Саша пока не приступил(а) к заданиям" in letter.everything()
    invited = write("invitation", recipient("Ким", "Саша", ""))
    assert "Обучающийся: Ким Саша" in invited.everything()


def test_cases_and_gender_follow_the_pupil() -> None:
    girl = recipient("Таугаева", "Дзерасса", "Сослановна")
    assert "Приглашаем Таугаеву Дзерассу на" in write("invitation", girl).everything()
    assert "Для занятий Таугаевой Дзерассы" in write("laptop", girl).everything()
    never = write("absent", recipient("Таугаева", "Дзерасса", "Сослановна", work=Work()))
    assert "Ваша дочь Дзерасса пока не приступила" in never.everything()
    assert "сообщите, пожалуйста, классному руководителю Наставниковой Мадине Сослановне" in (
        never.everything()
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 задание"), (2, "2 задания"), (5, "5 заданий"), (11, "11 заданий"), (21, "21 задание"),
     (112, "112 заданий"), (122, "122 задания")],
)  # fmt: skip
def test_numbers_agree_with_their_nouns(count: int, words: str) -> None:
    letter = write("week", recipient(work=Work(done=count)))
    assert f"выполнил {words} из {count}" in letter.everything()
    many = Work(done=1, tasks=tuple(Task("Дроби", "Алгебра") for _number in range(count + 6)))
    assert f"и ещё {words}" in write("week", recipient(work=many)).everything()


def test_work_that_is_late_is_told_without_blame() -> None:
    late = Work(1, TODAY, 0, (Task("Дроби", "Алгебра", date(2026, 11, 20), overdue=True),))
    words = write("week", recipient(work=late)).everything()
    assert "срок был 20.11.2026, работу можно сдать и сейчас" in words


def test_only_the_pupils_own_results_are_told() -> None:
    work = Work(courses=(CourseWork("Алгебра", 12, 20, 74.2), CourseWork("Физика", 5, 5)))
    words = write("results", recipient(work=work)).everything()
    assert "Алгебра: сделано 12 из 20, набрано 74 % баллов" in words
    assert "Физика: сделано 5 из 5" in words
    assert "Дзугарова Хетага" in words


def test_what_nobody_told_leaves_a_line_for_a_pen() -> None:
    assert write("invitation", recipient(), told=False).blanks == 4
    assert write("invitation", recipient()).blanks == 0


def test_a_form_is_addressed_to_nobody() -> None:
    consent = write("consent", recipient())
    assert consent.address == consent.signature == ()
    assert "законный представитель Дзугарова Хетага Казбековича" in consent.everything()


def test_a_date_at_the_end_of_a_sentence_has_one_full_stop() -> None:
    work = Work(tasks=(Task("Дроби", "Алгебра", date(2026, 11, 26)),), last_visit=TODAY, days=0)
    for kind in all_kinds():
        for adult in (True, False):
            assert ".." not in write(kind, recipient(work=work, adult=adult)).everything()


def test_the_short_forms_of_teachers_are_understood() -> None:
    fields = {"g": lambda *words: words[1], "n": 3}
    text = "{{g:зачислен|зачислена}}, {{ n|задание|задания|заданий }}"
    assert render_text(unsugar(text), fields, LETTERS) == "зачислена, 3 задания"


def test_values_are_written_as_in_a_russian_letter() -> None:
    fields = {"day": TODAY, "grade": 74.25, "whole": 80.0, "yes": True, "no": None, "n": 3}
    text = "{{ day }}; {{ grade }}; {{ whole }}; {{ yes }}; {{ no }}; {{ n }}"
    assert render_text(text, fields, LETTERS) == f"23.11.2026; 74,25; 80; да; {BLANK}; 3"


def test_what_cannot_be_computed_is_told_with_its_line() -> None:
    with pytest.raises(ExpressionError) as refused:
        render_text(
            "# Т\n\n{% if done %}\n{{ greeting + 1 }}\n{% endif %}",
            {"done": 1, "greeting": "я"},
            LETTERS,
        )
    assert refused.value.line == 4


def test_a_page_escapes_what_comes_from_moodle() -> None:
    work = Work(tasks=(Task("<script>alert(1)</script>", "a & b", None),))
    page = render_letters_html([write("week", recipient(work=work))], "Письма")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page


def test_a_messenger_gets_plain_text() -> None:
    text = render_letters_text(
        [write("absent", recipient(work=Work())), write("back", recipient())]
    )
    assert "тел. +7 000 000-00-00" in text
    assert text.count("─" * 40) == 1
    assert text.index("О дистанционных занятиях") < text.index("С уважением")
