"""config.yaml of the next year: the lines that the year changes, and no other."""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.config.load import parse_config
from vsosh_moodle.config.models import Config
from vsosh_moodle.config.next_year import (
    NextConfig,
    NextYear,
    changed_lines,
    dated_params,
    rewrite_config,
)
from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.placing import promote_school
from vsosh_moodle.school.promotion import (
    ClassDecision,
    ClassFate,
    Decisions,
    Promotion,
    PromotionRules,
)
from vsosh_moodle.sources import parse_yaml
from vsosh_moodle.sources.shipped import shipped

CONFIG = """\
version: 1
site: {url: sandbox}          # учебный
school: {name: Школа}
year:
  name: "2026/27"
  terms:
    - {key: h1, name: 1 полугодие, from: 2026-09-01, to: 2026-12-30}   # осень
    - key: h2
      name: 2 полугодие
      from: 2027-01-11
      to: 2027-05-26
classes:      # наши классы
  - {name: 7А}
  - {name: 7Б}    # слабая
  # вечерние
  - name: 8А
    form: очно-заочная
  - {name: 9А}
programmes:
  - {template: a, grades: [7, 8, 9]}
  - {template: b, classes: [7А, 7Б], course: per_class}
  - template: c        # только восьмой
    classes: [8А]
    params: {day: 2027-03-01}
  - {template: d, classes: [9А]}
policies:
  guards:
    classes:
      7А: {class_loss_people: 1}   # маленький
      9А: {class_loss_people: 2}
"""


def parsed(text: str) -> Config:
    config, problems = parse_config(parse_yaml(text.removeprefix("\ufeff"), "config.yaml"))
    assert config is not None, problems
    return config


def decide(name: str, fate: ClassFate, *targets: str) -> ClassDecision:
    names = [parse_class_name(text) for text in (name, *targets)]
    return ClassDecision(names[0] or ClassName(0), fate, tuple(one for one in names[1:] if one))


def turn(config: Config, *decisions: ClassDecision) -> Promotion:
    rules = PromotionRules(date(2027, 5, 26), date(2027, 9, 1))
    return promote_school(
        config.school_classes(), [], Decisions(decisions, place=Place("x")), rules
    )


def rewrite(text: str, *decisions: ClassDecision, **chosen: object) -> NextConfig:
    config = parsed(text)
    return rewrite_config(text, config, NextYear(turn(config, *decisions), **chosen))  # type: ignore[arg-type]


def changes(made: NextConfig, before: str = CONFIG) -> list[str]:
    return [f"{sign}{line}" for sign, line in changed_lines(before, made.text)]


def test_only_the_lines_of_the_year_change() -> None:
    made = rewrite(CONFIG)
    assert changes(made) == [
        '-  name: "2026/27"',
        '+  name: "2027/28"',
        "-    - {key: h1, name: 1 полугодие, from: 2026-09-01, to: 2026-12-30}   # осень",
        "+    - {key: h1, name: 1 полугодие, from: 2027-09-01, to: 2027-12-29}   # осень",
        "-      from: 2027-01-11",
        "-      to: 2027-05-26",
        "+      from: 2028-01-10",
        "+      to: 2028-05-24",
        "-  - {name: 7А}",
        "-  - {name: 7Б}    # слабая",
        "+  - {name: 8А}",
        "+  - {name: 8Б}    # слабая",
        "-  - name: 8А",
        "+  - name: 9А",
        "-  - {name: 9А}",
        "-  - {template: a, grades: [7, 8, 9]}",
        "-  - {template: b, classes: [7А, 7Б], course: per_class}",
        "+  - {template: a, grades: [8, 9]}",
        "+  # 2027/28: классов 7А, 7Б больше нет",
        "+  # - {template: b, classes: [7А, 7Б], course: per_class}",
        "-    classes: [8А]",
        "+    classes: [8А, 8Б]",
        "-      7А: {class_loss_people: 1}   # маленький",
        "-      9А: {class_loss_people: 2}",
        "+      8А: {class_loss_people: 1}   # маленький",
    ]
    assert made.problems == ()
    assert made.config is not None
    assert made.config.school_classes()[2].form.value == "очно-заочная"


def test_a_copy_of_every_untouched_line_is_left_byte_for_byte() -> None:
    text = shipped("config.example.yaml").read_text(encoding="utf-8")
    made = rewrite(text, decide("9А", ClassFate.GRADUATES), decide("8Д", ClassFate.NEW))
    assert made.config is not None
    lost = [line for sign, line in changed_lines(text, made.text) if sign == "-"]
    kept = [line for line in text.splitlines() if line not in lost]
    new = made.text.splitlines()
    assert [line for line in new if line in kept] == kept
    assert sum(line not in kept for line in new) == sum(
        sign == "+" for sign, _line in changed_lines(text, made.text)
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_windows_line_ends_and_the_byte_order_mark_stay(mark: str) -> None:
    text = mark + CONFIG.replace("\n", "\r\n")
    made = rewrite_config(text, parsed(text), NextYear(turn(parsed(text))))
    assert made.config is not None
    assert made.text.startswith(mark)
    assert made.text.count("\r\n") == made.text.count("\n")
    plain = rewrite(CONFIG).text
    assert made.text.removeprefix(mark).replace("\r\n", "\n") == plain


def test_a_merger_a_split_and_a_new_class() -> None:
    made = rewrite(
        CONFIG,
        decide("7Б", ClassFate.MOVES, "8А"),
        decide("8А", ClassFate.MOVES, "9А", "9Б"),
        decide("5А", ClassFate.NEW),
    )
    assert made.config is not None
    assert [str(name) for name in made.config.class_names()] == ["8А", "9А", "9Б", "5А"]
    assert "  - {name: 9Б, form: очно-заочная}\n" in made.text
    assert "  - {name: 5А, form: очная, without_courses: true}\n" in made.text
    assert list(map(str, made.untaught)) == ["5А"]


def test_programmes_may_follow_their_pupils() -> None:
    made = rewrite(CONFIG, follow_programmes=True)
    ways = {one.title: (one.before, one.after) for one in made.programmes}
    assert ways["b"] == (("7А", "7Б"), ("8А", "8Б"))
    assert ways["c"] == (("8А",), ("9А",))
    assert ways["d"] == (("9А",), ())
    assert made.config is not None


def test_a_class_that_nobody_teaches_is_marked_so_that_the_check_is_clean() -> None:
    text = CONFIG.replace("grades: [7, 8, 9]", "grades: [7]").replace("[8А]\n", "[8А, 9А]\n")
    made = rewrite(text.replace("classes: [9А]}", "all_classes: true}"))
    assert made.untaught == ()
    made = rewrite(text, decide("5А", ClassFate.NEW))
    assert made.problems == ()
    assert "5А" in map(str, made.untaught)


def test_lists_in_brackets_are_edited_in_place() -> None:
    head, _sign, rest = CONFIG.partition("classes:")
    _old, sign, tail = rest.partition("policies:")
    flow = (
        "classes: [{name: 7А}, {name: 7Б}, {name: 9А}]  # все\n"
        "programmes: [{template: b, classes: [7А, 7Б]}, {template: a, grades: [7, 9]}]\n"
    )
    text = f"{head}{flow}{sign}{tail}"
    made = rewrite(text, decide("9А", ClassFate.GRADUATES), decide("9Б", ClassFate.NEW))
    assert (
        "classes: [{name: 8А, without_courses: true}, {name: 8Б, without_courses: true}, {name: 9Б, form: очная}]  # все\n"
        in made.text
    )
    assert "programmes: [{template: a, grades: [9]}]\n" in made.text


def test_other_patterns_of_lists_are_written_where_needed() -> None:
    made = rewrite(CONFIG, rosters=("lists/students.xlsx", "lists/teachers.xlsx"))
    assert made.config is not None
    assert made.config.rosters == ("lists/students.xlsx", "lists/teachers.xlsx")
    own = CONFIG + "rosters: [a.csv, b.csv, c.csv]   # где\n"
    made = rewrite(own, rosters=("students.xlsx",))
    assert made.config is not None
    assert made.config.rosters == ("students.xlsx",)
    assert "   # где\n" in made.text


def test_nothing_left_to_teach_is_a_problem_with_a_way_out() -> None:
    head, _sign, _rest = CONFIG.partition("classes:")
    text = head + "classes: [{name: 8А}]\nprogrammes: [{template: c, classes: [8А]}]\n"
    (problem,) = rewrite(text).problems
    assert problem.code == "nothing-left"
    assert "--programmes follow" in problem.hint
    assert rewrite(text, follow_programmes=True).problems == ()
    (problem,) = rewrite(text, decide("8А", ClassFate.DISSOLVES)).problems
    assert "ни одного класса" in problem.message


def test_a_config_with_references_is_left_to_its_owner() -> None:
    text = CONFIG.replace("name: 7А}", "name: &first 7А}").replace("[7А, 7Б]", "[*first, 7Б]")
    made = rewrite(text)
    assert [problem.code for problem in made.problems] == ["config-not-editable"]
    assert made.text == text


def test_the_example_is_promoted_whole(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(shipped("config.example.yaml").read_bytes())
    text = path.read_text(encoding="utf-8")
    made = rewrite(text, decide("9А", ClassFate.MOVES))
    assert made.config is not None
    assert [str(name) for name in made.config.class_names()] == ["9Д", "10А", "11Д"]
    assert "class_loss_people: 1}   # у отдельного класса" in made.text


def test_dates_of_the_past_year_in_params_are_found() -> None:
    made = rewrite(CONFIG)
    assert made.config is not None
    assert dated_params(made.config, made.year) == ((1, "01.03.2027"),)


def test_days_off_go_into_the_next_year_and_quarantines_do_not() -> None:
    text = shipped("config.example.yaml").read_text(encoding="utf-8")
    text = text.replace("  # quarantine:\n  #   - {", "  quarantine:\n    - {")
    text = text.replace("  # events:\n  #   - {", "  events:\n    - {")
    made = rewrite(text, decide("9А", ClassFate.MOVES))
    assert made.config is not None
    year = made.config.year
    assert [str(one.start) for one in year.holidays] == ["2027-10-25", "2028-03-23"]
    assert [str(one.start) for one in year.days_off] == [
        "2027-11-04",
        "2028-02-23",
        "2028-03-08",
        "2028-05-01",
    ]
    assert (year.quarantine, year.events) == ((), ())
