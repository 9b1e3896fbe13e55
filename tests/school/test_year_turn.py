"""The next year's name and days, and lists of classes carried over."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.calendar import Term
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.year_turn import (
    carry_classes,
    follow_classes,
    next_terms,
    next_year_name,
)


def names(text: str) -> list[ClassName]:
    return [ClassName(int(part[:-1]), part[-1]) for part in text.split()]


def test_the_next_year_has_the_next_name() -> None:
    assert next_year_name("2026/27") == "2027/28"
    assert next_year_name("2098/99") == "2099/00"


def test_terms_keep_their_weekdays_and_the_first_of_september() -> None:
    terms = [
        Term("h1", "1", date(2026, 9, 1), date(2026, 12, 30)),
        Term("h2", "2", date(2027, 1, 11), date(2027, 5, 26)),
    ]
    first, second = next_terms(terms)
    assert (first.start, first.end) == (date(2027, 9, 1), date(2027, 12, 29))
    assert (second.start, second.end) == (date(2028, 1, 10), date(2028, 5, 24))


def test_a_first_of_september_on_a_sunday_becomes_the_monday() -> None:
    (term,) = next_terms([Term("h1", "1", date(2029, 9, 1), date(2029, 12, 28))])
    assert term.start == date(2030, 9, 2)
    (again,) = next_terms([term])
    assert again.start == date(2031, 9, 1)


@given(
    st.dates(date(2024, 8, 25), date(2040, 9, 10)),
    st.lists(st.tuples(st.integers(20, 80), st.integers(1, 12)), min_size=1, max_size=4),
)
def test_terms_stay_in_order_and_move_to_the_next_year(
    start: date, lengths: list[tuple[int, int]]
) -> None:
    terms = []
    for number, (length, gap) in enumerate(lengths):
        end = start + timedelta(days=length)
        terms.append(Term(f"t{number}", "x", start, end))
        start = end + timedelta(days=gap)
    made = next_terms(terms)
    days = [day for term in made for day in (term.start, term.end)]
    assert days == sorted(days)
    assert len(set(days)) == len(days)
    assert made[0].start.year == terms[0].start.year + 1 or terms[0].start.month == 1
    assert [one.key for one in made] == [one.key for one in terms]
    for old, new in zip(terms, made, strict=True):
        assert new.end.weekday() == old.end.weekday()
        assert 362 <= (new.start - old.start).days <= 367


def test_who_had_the_whole_grade_has_it_again() -> None:
    old, new = names("9А 9Б 10А"), names("9А 9В 10Б 11А")
    assert carry_classes(names("9А 9Б"), old, new) == (ClassName(9, "А"), ClassName(9, "В"))
    assert carry_classes(names("9А"), old, new) == (ClassName(9, "А"),)
    assert carry_classes(names("9Б"), old, new) == ()
    assert carry_classes(names("10А"), old, new) == (ClassName(10, "Б"),)


def test_who_follows_goes_where_the_class_goes() -> None:
    moves = {
        ClassName(7, "А"): names("8А"), ClassName(7, "Б"): names("8А"), ClassName(8, "А"): names("9А 9Б"),
        ClassName(9, "А"): [],
    }  # fmt: skip
    assert follow_classes(names("7А 7Б 8А 9А"), moves) == tuple(names("8А 9А 9Б"))
