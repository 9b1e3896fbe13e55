"""YAML: every value keeps its line, every mistake gets its line and its remedy."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.sources import YamlFile, load_yaml, parse_yaml
from vsosh_moodle.sources.yaml_build import MAX_DEPTH
from vsosh_moodle.sources.yaml_lines import MAX_BYTES


def only_problem(file: YamlFile) -> tuple[str, int, str]:
    (problem,) = file.problems
    return problem.code, problem.place.line, f"{problem.message} {problem.hint}"


def test_every_key_and_item_knows_its_line() -> None:
    file = parse_yaml("# c\na: 1\nb:\n  - x\n  - {y: 2}\n", "f.yaml")
    assert file.data == {"a": 1, "b": ["x", {"y": 2}]}
    assert [file.line(path) for path in [("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "y")]] == [
        2,
        3,
        4,
        5,
        5,
    ]


def test_an_absent_path_has_the_line_of_what_is_around_it() -> None:
    file = parse_yaml("a:\n  b:\n    c: 1\n", "f.yaml")
    assert file.line(("a", "b", "nothing", 3)) == 2
    assert file.line(("zzz",)) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18:00", "18:00"),
        ("007", "007"),
        ("no", "no"),
        ("9А", "9А"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("2026-09-01", date(2026, 9, 1)),
        ("'2026-09-01'", "2026-09-01"),
        ("true", True),
        ("~", None),
        ("-3", -3),
        ("1.5", 1.5),
        ("1.5.2", "1.5.2"),
    ],
)
def test_a_word_means_only_what_it_plainly_says(text: str, value: object) -> None:
    assert parse_yaml(f"a: {text}\n", "f").data == {"a": value}


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("a: 1\nb: x: y\n", "yaml-syntax", 2, "Двоеточие не на месте"),
        ("a:\n\tb: 1\n", "yaml-syntax", 2, "табуляция"),
        ("a: 1\nurl:http\nb: 1\n", "yaml-syntax", 2, "После двоеточия нужен пробел"),
        ("a: 1\nworkers\nb: 1\n", "yaml-syntax", 2, "двоеточ"),
        ("x: 1\na: [1, 2\nb: 3\n", "yaml-syntax", 2, "Скобка не закрыта"),
        ("x: 1\na: 'xx\nb: 1\n", "yaml-syntax", 2, "Кавычка не закрыта"),
        ("a: @x\n", "yaml-syntax", 1, "в кавычки"),
        ("a: *\n", "yaml-syntax", 1, "в кавычки"),
        ('a: "\\q"\n', "yaml-syntax", 1, "одинарные"),
        ("a: 1\nb:\n  - x\n - y\n", "yaml-syntax", 4, "сдвинута"),
        ("  a: 1\nb: 2\n", "yaml-syntax", 2, "сдвинута"),
        ("a: 1\nb: \x01\n", "yaml-syntax", 2, "непечатаемый"),
        ("a: {{ x }}\n", "key-not-word", 1, "{{ … }}"),
        ("a: *x\n", "alias-unknown", 1, "*x"),
        ("a: &x [*x]\n", "alias-unknown", 1, "*x"),
        ("a: 1\n---\nb: 1\n", "second-document", 2, "второй документ"),
        ("a: !!python/object/apply:os.system [ls]\n", "tag-unknown", 1, "не поддерживается"),
        ("a: {<<: {b: 1}}\n", "merge-key", 1, "Слияние"),
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, "уже есть в строке 1"),
        ("a: 2026-02-30\n", "date-impossible", 1, "2026-02-30"),
        ("", "file-empty", 1, "пуст"),
        ("# только комментарий\n", "file-empty", 1, "пуст"),
        ("[" * 100_000, "too-deep", 1, "вложенность"),
    ],
)
def test_a_mistake_has_its_line_and_a_remedy(text: str, code: str, line: int, says: str) -> None:
    found_code, found_line, words = only_problem(parse_yaml(text, "f.yaml"))
    assert (found_code, found_line) == (code, line)
    assert says in words


def test_aliases_cannot_blow_a_small_file_up() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
    )
    assert only_problem(parse_yaml(bomb, "f"))[0] == "too-large"


def test_an_alias_repeats_its_value() -> None:
    file = parse_yaml("a: &x {k: 1}\nb: *x\n", "f")
    assert file.data == {"a": {"k": 1}, "b": {"k": 1}}
    assert file.line(("b", "k")) == 2


def test_duplicate_keys_do_not_hide_other_data() -> None:
    file = parse_yaml("a: 1\na: 2\nb: 3\n", "f")
    assert file.readable
    assert file.data == {"a": 1, "b": 3}


def test_the_deepest_allowed_nesting_is_read() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert not parse_yaml(text, "f").problems


def test_a_missing_file_is_a_problem_not_an_exception(tmp_path: Path) -> None:
    file = load_yaml(tmp_path / "нет.yaml", tmp_path)
    assert (file.file, file.readable, file.problems[0].code) == ("нет.yaml", False, "file-missing")


def test_a_folder_in_place_of_a_file_is_a_problem(tmp_path: Path) -> None:
    assert load_yaml(tmp_path).problems[0].code == "file-unreadable"


def test_a_cp1251_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes("a: 1\nb: школа\n".encode("cp1251"))
    code, line, words = only_problem(load_yaml(path, tmp_path))
    assert (code, line) == ("not-utf8", 2)
    assert "UTF-8" in words


def test_a_byte_order_mark_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("a: 1\n", encoding="utf-8-sig")
    assert load_yaml(path, tmp_path).data == {"a": 1}


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert load_yaml(path, tmp_path).problems[0].code == "file-too-big"


@given(st.text(max_size=200))
def test_any_text_gives_data_or_a_problem_with_a_line(text: str) -> None:
    file = parse_yaml(text, "f")
    assert file.readable or file.problems
    assert all(problem.place.line >= 1 and problem.hint for problem in file.problems)
