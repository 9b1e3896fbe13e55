"""The kinds of letters there are, whom each is for, and what has to be said by hand."""

from dataclasses import dataclass
from typing import Literal

from vsosh_moodle.language import N_

Audience = Literal["class", "working", "absent", "done", "loaned"]
"""Everybody of the class; who is in a course; who does not come; who is done or nearly; who has a laptop."""


@dataclass(frozen=True, slots=True)
class Value:
    """Something a letter needs to be told: `--set name=…`; left out, a line to write on stands there."""

    name: str
    title: str
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter. `needs_work`: it is made of what Moodle knows, so a pull has to come first.

    `title` and the titles of values are for `_`; `register` is the kind's word in the register of
    letters. A `form` is filled in and signed by the family: it is addressed to nobody.
    """

    key: str
    title: str
    audience: Audience = "class"
    values: tuple[Value, ...] = ()
    needs_work: bool = False
    form: bool = False
    register: str = ""


KINDS: tuple[LetterKind, ...] = (
    LetterKind(
        "week", N_("Еженедельная сводка"), "working", needs_work=True, register="сводка за неделю"
    ),
    LetterKind(
        "absent",
        N_("Не входил несколько дней"),
        "absent",
        needs_work=True,
        register="не входил в курсы",
    ),
    LetterKind(
        "invitation",
        N_("Приглашение на консультацию, собеседование, сочинение"),
        values=(
            Value("topic", N_("на что: консультацию по математике")),
            Value("day", N_("день"), is_date=True),
            Value("time", N_("время")),
            Value("place", N_("место")),
        ),
        register="приглашение на консультацию",
    ),
    LetterKind(
        "distance",
        N_("Переход на дистанционные занятия"),
        values=(
            Value("from", N_("первый день"), is_date=True),
            Value("to", N_("последний день"), is_date=True),
            Value("order", N_("дата и номер приказа")),
        ),
        register="переход на дистант",
    ),
    LetterKind(
        "back",
        N_("Возвращение к занятиям в школе"),
        values=(
            Value("from", N_("первый день"), is_date=True),
            Value("order", N_("дата и номер приказа")),
        ),
    ),
    LetterKind(
        "laptop",
        N_("Выдача ноутбука"),
        "loaned",
        values=(
            Value("inventory", N_("инвентарный номер")),
            Value("since", N_("день выдачи"), is_date=True),
            Value("until", N_("до какого дня"), is_date=True),
        ),
        register="выдача техники",
    ),
    LetterKind(
        "results", N_("Итоги периода"), "working", needs_work=True, register="итоги периода"
    ),
    LetterKind(
        "consent",
        N_("Согласие на обработку персональных данных (проект)"),
        values=(Value("scope", N_("на что согласие")),),
        form=True,
        register="согласие",
    ),
    LetterKind("thanks", N_("Благодарность"), "done", needs_work=True, register="благодарность"),
)


def kind_of(key: str) -> LetterKind:
    """Return the kind; a school's own, which is only a template, is for everybody of the class."""
    return next((one for one in KINDS if one.key == key), LetterKind(key, key))
