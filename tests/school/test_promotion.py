"""The turn of the year: everybody has one place, and what is not decided is asked."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.classes import ClassName, SchoolClass, StudyForm, parse_class_name
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.placing import promote_school
from vsosh_moodle.school.promotion import (
    ClassDecision,
    ClassFate,
    Decisions,
    Fate,
    PersonDecision,
    Promotion,
    PromotionRules,
)

RULES = PromotionRules(date(2027, 5, 26), date(2027, 9, 1))


def named(text: str) -> ClassName:
    name = parse_class_name(text)
    assert name is not None
    return name


def school(text: str) -> list[SchoolClass]:
    return [SchoolClass(named(part)) for part in text.split()]


def pupil(last: str, class_name: str, **values: object) -> Person:
    person = Person(
        Role.STUDENT, last, "Анна", "Ильинична", named(class_name), date(2011, 2, 3),
        source=Place("ученики.csv", row=len(last)),
    )  # fmt: skip
    return replace(person, **values)  # type: ignore[arg-type]


def about_class(name: str, fate: ClassFate, *targets: str) -> ClassDecision:
    return ClassDecision(
        named(name), fate, tuple(map(named, targets)), Place("решения.xlsx", cell=name)
    )


def about(last: str, fate: Fate, target: str = "", **values: object) -> PersonDecision:
    decision = PersonDecision(
        f"{last} Анна Ильинична", None, fate, named(target) if target else None,
        place=Place("решения.xlsx", cell=last),
    )  # fmt: skip
    return replace(decision, **values)  # type: ignore[arg-type]


def turn(
    classes: str,
    people: list[Person],
    *decisions: ClassDecision | PersonDecision,
    rules: PromotionRules = RULES,
) -> Promotion:
    return promote_school(
        school(classes),
        people,
        Decisions(
            tuple(one for one in decisions if isinstance(one, ClassDecision)),
            tuple(one for one in decisions if isinstance(one, PersonDecision)),
            Place("config.yaml"),
        ),
        rules,
    )


def ways(promotion: Promotion) -> dict[str, str]:
    return {
        one.person.last_name: str(one.target) if one.target else one.fate.value
        for one in promotion.placements
    }


def codes(promotion: Promotion) -> list[str]:
    return [problem.code for problem in promotion.problems]


def only(promotion: Promotion) -> Problem:
    (problem,) = promotion.problems
    return problem


def test_the_plain_case_needs_no_decision() -> None:
    made = turn("7А 8А 9А", [pupil("Абаева", "7А"), pupil("Бедоева", "8А"), pupil("Вагина", "9А")])
    assert ways(made) == {"Абаева": "8А", "Бедоева": "9А", "Вагина": "graduates"}
    assert [str(one.name) for one in made.classes] == ["8А", "9А"]
    assert made.problems == ()


def test_who_goes_on_to_grade_10_is_asked_where_there_is_one() -> None:
    made = turn("9А 9Б 10А 11А", [pupil("Абаева", "9А")])
    problem = only(made)
    assert problem.code == "class-undecided"
    assert "9А, 9Б" in problem.message
    assert [step.asked for step in made.steps] == [True, True, False, False]


def test_ninth_graders_who_apply_go_on_and_the_others_graduate() -> None:
    made = turn(
        "9А 10А",
        [pupil("Абаева", "9А"), pupil("Бедоева", "9А")],
        about_class("9А", ClassFate.GRADUATES),
        about_class("10А", ClassFate.NEW),
        about("Бедоева", Fate.MOVES_UP),
    )
    assert ways(made) == {"Абаева": "graduates", "Бедоева": "10А"}
    assert made.problems == ()


def test_an_evening_school_without_letters() -> None:
    people = [pupil("Абаева", "9"), pupil("Бедоева", "10"), pupil("Вагина", "12")]
    rules = replace(RULES, last_grade=12)
    made = turn("9 10 12", people, about_class("9", ClassFate.MOVES), rules=rules)
    assert ways(made) == {"Абаева": "10", "Бедоева": "11", "Вагина": "graduates"}


def test_two_classes_merge_into_one() -> None:
    made = turn(
        "7А 7Б",
        [pupil("Абаева", "7А"), pupil("Бедоева", "7Б")],
        about_class("7Б", ClassFate.MOVES, "8А"),
    )
    assert ways(made) == {"Абаева": "8А", "Бедоева": "8А"}
    (new,) = made.classes
    assert list(map(str, new.sources)) == ["7А", "7Б"]


def test_a_merger_of_different_forms_is_noted() -> None:
    classes = [
        SchoolClass(named("7А")),
        SchoolClass(named("7Д"), StudyForm.EXTRAMURAL, distance=True),
    ]
    decision = about_class("7Д", ClassFate.MOVES, "8А")
    made = promote_school(classes, [], Decisions((decision,)), RULES)
    assert [(one.code, one.severity) for one in made.problems] == [("merge-forms", "warning")]
    assert made.classes[0].school_class.form is StudyForm.FULL_TIME


def test_a_split_wants_a_class_for_everybody() -> None:
    people = [pupil("Абаева", "8А"), pupil("Бедоева", "8А"), pupil("Вагина", "8А")]
    split = about_class("8А", ClassFate.MOVES, "9А", "9Б")
    problem = only(turn("8А", people, split, about("Абаева", Fate.MOVES, "9Б")))
    assert problem.code == "split-unassigned"
    assert problem.place.cell == "8А"
    assert "2 ученика" in problem.message
    made = turn(
        "8А", people, split,
        about("Абаева", Fate.MOVES, "9Б"), about("Бедоева", Fate.MOVES, "9А"), about("Вагина", Fate.LEAVES),
    )  # fmt: skip
    assert ways(made) == {"Абаева": "9Б", "Бедоева": "9А", "Вагина": "leaves"}
    assert made.problems == ()


def test_a_repeater_stays_in_the_class_that_takes_the_place_of_the_old_one() -> None:
    people = [pupil("Абаева", "7А"), pupil("Бедоева", "8А")]
    made = turn("7А 8А", people, about("Бедоева", Fate.REPEATS))
    assert ways(made)["Бедоева"] == "8А"
    assert made.count(Fate.REPEATS) == 1


def test_a_repeater_takes_the_only_class_of_the_grade() -> None:
    made = turn("7Б 8А", [pupil("Бедоева", "8А")], about("Бедоева", Fate.REPEATS))
    assert ways(made)["Бедоева"] == "8Б"


def test_a_repeater_of_a_class_that_will_not_be_is_a_problem_at_its_cell() -> None:
    problem = only(turn("8А", [pupil("Бедоева", "8А")], about("Бедоева", Fate.REPEATS)))
    assert (problem.code, problem.place.cell) == ("decision-class-unknown", "Бедоева")
    assert "8А в новом году не будет" in problem.message
    assert "9А" in problem.hint


def test_an_adult_who_repeats_a_full_time_class_is_noted() -> None:
    people = [pupil("Абаева", "7А"), pupil("Бедоева", "8А", birth_date=date(2009, 9, 1))]
    problem = only(turn("7А 8А", people, about("Бедоева", Fate.REPEATS)))
    assert (problem.code, problem.severity) == ("repeater-adult", "warning")
    assert "18 лет" in problem.message
    day_later = [people[0], replace(people[1], birth_date=date(2009, 9, 2))]
    assert turn("7А 8А", day_later, about("Бедоева", Fate.REPEATS)).problems == ()


@pytest.mark.parametrize(
    ("fate", "target", "code"),
    [
        (Fate.MOVES, "", "decision-class-missing"),
        (Fate.MOVES, "6А", "decision-class-unknown"),
        (Fate.MOVES, "10А", "decision-grade"),
        (Fate.REPEATS, "9А", "decision-grade"),
        (Fate.LEAVES, "9А", "decision-contradicts"),
        (Fate.GRADUATES, "", "decision-graduation"),
    ],
)
def test_what_cannot_be_is_told_at_the_pupils_cell(fate: Fate, target: str, code: str) -> None:
    made = turn(
        "8А 9А",
        [pupil("Бедоева", "8А")],
        about_class("9А", ClassFate.MOVES),
        about("Бедоева", fate, target),
    )
    problem = only(made)
    assert (problem.code, problem.place.cell) == (code, "Бедоева")
    assert problem.hint


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (about_class("6Ж", ClassFate.MOVES), "decision-class-unknown"),
        (about_class("8А", ClassFate.MOVES, "10А"), "decision-grade"),
        (about_class("8А", ClassFate.MOVES, "8Б"), "decision-grade"),
        (about_class("8А", ClassFate.GRADUATES), "decision-graduation"),
        (about_class("9А", ClassFate.GRADUATES, "10А"), "decision-contradicts"),
        (about_class("9А", ClassFate.NEW), "decision-contradicts"),
    ],
)
def test_what_cannot_be_is_told_at_the_class(decision: ClassDecision, code: str) -> None:
    made = turn("8А 9А", [], decision)
    assert code in codes(made)
    assert {one.place.cell for one in made.problems} == {str(decision.name)}


def test_two_decisions_on_one_are_a_contradiction() -> None:
    twice = (about("Бедоева", Fate.LEAVES), about("Бедоева", Fate.MOVES, "9А"))
    assert codes(turn("8А", [pupil("Бедоева", "8А")], *twice)) == ["decision-twice"]
    both = (about_class("8А", ClassFate.MOVES), about_class("8А", ClassFate.DISSOLVES))
    assert codes(turn("8А", [], *both)) == ["decision-twice"]


def test_namesakes_are_told_apart_by_class_date_or_number() -> None:
    people = [
        pupil("Бедоева", "8А", school_number="Л-1"),
        pupil("Бедоева", "8А", birth_date=date(2010, 1, 1), school_number="Л-2"),
        pupil("Бедоева", "7А", school_number="Л-3"),
    ]
    leaves = about("Бедоева", Fate.LEAVES)
    assert codes(turn("7А 8А", people, leaves)) == ["decision-ambiguous"]
    for exact in (
        replace(leaves, school_number="л-2"),
        replace(leaves, birth_date=date(2010, 1, 1)),
    ):
        made = turn("7А 8А", people, exact)
        assert [one.fate for one in made.placements] == [Fate.MOVES, Fate.LEAVES, Fate.MOVES]
    by_class = turn("7А 8А", people, replace(leaves, class_name=named("7А")))
    assert [one.fate for one in by_class.placements] == [Fate.MOVES, Fate.MOVES, Fate.LEAVES]


def test_a_decision_on_somebody_who_is_not_there_is_a_problem() -> None:
    made = turn("8А", [pupil("Бедоева", "8А")], about("Иная", Fate.LEAVES))
    assert codes(made) == ["decision-person-unknown"]
    other_class = about("Бедоева", Fate.LEAVES, class_name=named("7А"))
    problem = only(turn("8А", [pupil("Бедоева", "8А")], other_class))
    assert "другие" in problem.message


def test_a_date_of_leaving_that_is_past_makes_a_leaver() -> None:
    gone = pupil("Бедоева", "8А", end=date(2027, 3, 1))
    summer = pupil("Вагина", "8А", end=date(2027, 6, 30))
    later = pupil("Гаева", "8А", end=date(2027, 12, 30))
    graduate = pupil("Дзуева", "9А", end=date(2027, 6, 30))
    made = turn("8А 9А", [gone, summer, later, graduate])
    assert ways(made) == {
        "Бедоева": "leaves", "Вагина": "leaves", "Гаева": "9А", "Дзуева": "graduates"
    }  # fmt: skip


def test_a_class_that_grows_too_large_is_noted() -> None:
    people = [pupil(f"Абаева{'а' * number}", f"7{'АБ'[number % 2]}") for number in range(4)]
    rules = replace(RULES, class_limit=3)
    merger = about_class("7Б", ClassFate.MOVES, "8А")
    problem = only(turn("7А 7Б", people, merger, rules=rules))
    assert problem.place.cell == "7Б"
    as_large_as_before = [replace(one, class_name=named("7А")) for one in people]
    assert turn("7А", as_large_as_before, rules=rules).problems == ()
    assert (problem.code, problem.severity) == ("class-large", "warning")
    assert "4 ученика" in problem.message


def test_an_empty_class_moves_like_any_other() -> None:
    made = turn("7А 7Б", [pupil("Абаева", "7А")])
    assert [str(one.name) for one in made.classes] == ["8А", "8Б"]


def test_a_class_that_closes_wants_a_place_for_everybody() -> None:
    people = [pupil("Абаева", "7А"), pupil("Бедоева", "7Б")]
    closed = about_class("7Б", ClassFate.DISSOLVES)
    assert codes(turn("7А 7Б", people, closed)) == ["split-unassigned"]
    made = turn("7А 7Б", people, closed, about("Бедоева", Fate.MOVES, "8А"))
    assert ways(made)["Бедоева"] == "8А"


CLASSES = st.lists(
    st.builds(ClassName, st.integers(5, 12), st.sampled_from(["", "А", "Б", "Д"])),
    min_size=1, max_size=6, unique=True,
)  # fmt: skip


@st.composite
def schools(draw: st.DrawFn) -> tuple[list[SchoolClass], list[Person], Decisions]:
    names = draw(CLASSES)
    count = draw(st.integers(0, 12))
    people = [
        pupil(f"Абаева{'абвгдежзиклм'[number]}", str(draw(st.sampled_from(names))))
        for number in range(count)
    ]
    any_class = st.builds(ClassName, st.integers(5, 12), st.sampled_from(["", "А", "Б", "Д"]))
    about_classes = draw(
        st.lists(
            st.builds(
                ClassDecision, any_class | st.sampled_from(names), st.sampled_from(ClassFate),
                st.lists(any_class, max_size=2).map(tuple),
            ),
            max_size=5,
        )
    )  # fmt: skip
    about_people = [
        PersonDecision(
            one.full_name, None, draw(st.sampled_from(Fate)), draw(st.none() | any_class)
        )
        for one in people
        if draw(st.booleans())
    ]
    return (
        list(map(SchoolClass, names)),
        people,
        Decisions(tuple(about_classes), tuple(about_people)),
    )


@given(schools())
def test_everybody_has_exactly_one_place(
    made_up: tuple[list[SchoolClass], list[Person], Decisions],
) -> None:
    classes, people, decisions = made_up
    made = promote_school(classes, people, decisions, RULES)
    assert Counter(one.person for one in made.placements) == Counter(people)
    sound = not any(problem.severity == "error" for problem in made.problems)
    new = {one.name for one in made.classes}
    for one in made.placements:
        if not one.stays:
            assert one.target is None
        elif sound:
            assert one.target in new
            assert one.person.class_name is not None
            assert one.target is not None
            assert one.target.grade - one.person.class_name.grade in (0, 1)
    if sound:
        assert all(
            target.grade == step.name.grade + 1 for step in made.steps for target in step.targets
        )


@given(schools())
def test_the_same_decisions_give_the_same_turn(
    made_up: tuple[list[SchoolClass], list[Person], Decisions],
) -> None:
    classes, people, decisions = made_up
    assert promote_school(classes, people, decisions, RULES) == promote_school(
        classes, people, decisions, RULES
    )
