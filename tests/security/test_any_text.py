"""Whatever bytes stand in a file, its reader answers with problems it can name, soon, and nothing runs."""

import contextlib
import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vsosh_moodle.config.load import parse_config
from vsosh_moodle.errors import InputProblems, PlanError, VsoshMoodleError
from vsosh_moodle.plan.codec import parse_plan
from vsosh_moodle.questions.bank_file import read_bank_file
from vsosh_moodle.questions.gift import read_gift
from vsosh_moodle.questions.question_xml import read_question_xml
from vsosh_moodle.rosters.mapping_file import parse_mapping
from vsosh_moodle.sources import parse_yaml
from vsosh_moodle.templates.expressions import ExpressionError, render_text
from vsosh_moodle.templates.library import load_templates

ROOT = Path(__file__).parents[2]
EXAMPLES = int(os.environ.get("VSOSH_FUZZ_EXAMPLES", "25"))
"""Texts for each reader; tens of thousands in a long run."""

fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=5_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

GIFT = """\
// Дроби
::q1:: Сколько будет 1/2 + 1/3? {=5/6 ~1/5 ~2/5#почти ####всё}
::q2:: Пи {#3.14:0.01}
::q3:: Соедини {=a -> б =в -> г}
$CATEGORY: $course$/Дроби
::q4:: Верно? {TRUE}
"""
XML = (
    '<?xml version="1.0"?><quiz><question type="multichoice"><name><text>q</text></name>'
    '<questiontext format="html"><text><![CDATA[<p>Сколько?</p>]]></text></questiontext>'
    '<answer fraction="100"><text>2</text></answer><answer fraction="0"><text>3</text></answer>'
    "</question></quiz>"
)
BANK = """\
version: 1
title: Дроби
questions:
  - {key: q1, type: choice, text: Сколько?, right: "2", wrong: ["1", "3"]}
  - {key: q2, type: number, text: Пи, right: 3.14, tolerance: 0.01}
"""
MAPPING = "version: 1\nprofiles:\n  - {files: '*.xlsx', columns: {ФИО: full_name}}\n"
CONFIG = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
TEMPLATE = next((ROOT / "course_templates").glob("*.yaml")).read_text(encoding="utf-8")
YAML_PIECES = (
    "&a [*a]", "!!python/object/apply:os.system ['x']", "<<: *b", "? {a: b}", "- - - - -", "{{ a }}",
    "1e999", "0o17", "0x" + "f" * 40, "2026-99-99", "12:30:45", "~", "\t", "|", ">-", "%YAML 1.2", "---",
    "...", "!include ../../x", "\ufeff", "\u2028", "\0", "\ud7ff", "[" * 60, "{" * 60, "a: " * 40,
)  # fmt: skip
JINJA_PIECES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{% for a in range(10**9) %}{% endfor %}",
    "{{ a.b.c }}", "{{ a|map('x') }}", "{% if %}", "{{", "}}", "{% raw %}", "{#", "{{ 9**9**9 }}",
    "{{ course.classes[0] }}", "{{ 'а' * 10**9 }}", "{% set x = self %}", "{{ [].append(1) }}",
    "{{ ''.format }}", "{{ 1/0 }}", "{{ {}[0] }}", "{{ -a }}", "{{ a ~ a }}", "{{ a[a:a] }}",
)  # fmt: skip


def spoiled(good: str, *pieces: str) -> st.SearchStrategy[str]:
    """Texts near a good one: cut, doubled, with pieces of mischief put in; and any text at all."""
    places = st.integers(0, len(good))
    inserted = st.sampled_from(pieces) | st.text(max_size=12)

    def edit(edits: list[tuple[int, int, str]]) -> str:
        text = good
        for start, length, piece in edits:
            text = text[:start] + piece + text[start + length :]
        return text

    near = st.lists(st.tuples(places, st.integers(0, 40), inserted), max_size=4).map(edit)
    return near | st.text(max_size=300) | st.lists(inserted, max_size=30).map("".join)


@fuzzed
@given(
    spoiled(
        GIFT, "::", "{", "}", "=", "~%50%", "#", "->", "####", "\\", "$CATEGORY:", "{#", "%-1e9%"
    )
)
def test_any_gift_gives_questions_or_faults_with_their_lines(text: str) -> None:
    read = read_gift(text)
    assert all(1 <= fault.line <= text.count("\n") + 2 for fault in read.faults)


@fuzzed
@given(
    spoiled(
        XML, "<!DOCTYPE q [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "&a;", "&#0;", "<", "]]>", "<a>",
        '<!ENTITY b "&b;&b;">', "</quiz>", "<question>", 'fraction="1e999"', "\0",
    )
)  # fmt: skip
def test_any_xml_bank_gives_questions_or_faults(text: str) -> None:
    read_question_xml(text.encode(errors="replace").decode())


@fuzzed
@given(spoiled(CONFIG, *YAML_PIECES))
def test_any_config_gives_a_config_or_problems_with_lines(text: str) -> None:
    config, problems = parse_config(parse_yaml(text, "config.yaml"))
    assert config is not None or problems
    assert all(problem.message and problem.place.file for problem in problems)


@fuzzed
@given(spoiled(MAPPING, *YAML_PIECES))
def test_any_mapping_gives_profiles_or_problems(text: str) -> None:
    parse_mapping(text, "mapping.yaml")


@fuzzed
@given(spoiled(BANK, *YAML_PIECES, *JINJA_PIECES))
def test_any_bank_file_gives_questions_or_problems(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bank.yaml"
        path.write_text(text, encoding="utf-8", errors="replace")
        read, problems = read_bank_file(path)
    assert read is not None or problems


@fuzzed
@given(spoiled(TEMPLATE, *YAML_PIECES, *JINJA_PIECES))
def test_any_course_template_gives_a_template_or_problems(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "курс.yaml"
        path.write_text(text, encoding="utf-8", errors="replace")
        with contextlib.suppress(InputProblems):
            load_templates(Path(folder), date(2026, 9, 1))


@fuzzed
@given(spoiled("Курс {{ course.title }} для {{ n }} учеников", *JINJA_PIECES))
def test_any_expression_is_filled_in_or_refused(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        assert isinstance(render_text(text, {"course": {"title": "Алгебра"}, "n": 5}), str)


@fuzzed
@given(
    spoiled('{"format": 1, "changes": [], "seal": "x"}', '"', "{", "[", "1e999", "null", "\\ud800")
)
def test_any_plan_file_is_a_plan_or_refused(text: str) -> None:
    with contextlib.suppress(PlanError):
        parse_plan(text, "план.json")


@pytest.mark.parametrize("depth", [1_000, 100_000])
@pytest.mark.parametrize("bracket", ["[", "{a: ", "- ", "((", "{{ (", "::a:: {"])
def test_nesting_without_end_is_refused_by_every_reader(bracket: str, depth: int) -> None:
    text = bracket * depth
    read_gift(text)
    read_question_xml("<a>" * depth)
    parse_config(parse_yaml(text, "config.yaml"))
    parse_mapping(text, "mapping.yaml")
    for read in (lambda: render_text(text, {}), lambda: parse_plan(text, "план.json")):
        with contextlib.suppress(ExpressionError, VsoshMoodleError):
            read()
