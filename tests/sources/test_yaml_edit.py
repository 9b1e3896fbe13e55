"""A YAML text is edited in place: what is not asked for stays, byte by byte."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.sources.yaml_edit import YamlEditError, YamlEditor
from vsosh_moodle.sources.yaml_lines import parse_yaml

TEXT = """\
# школа
year:            # год
  name: "2026/27"
  from: 2026-09-01   # среда

classes:
  # дистанционный
  - {name: 8Д, distance: true}   # восьмой
  - name: '9А'
    form: очная   # форма

  - {name: 10}
flow: [{name: 7А}, {name: 7Б}, {name: 7В}]   # поток
programmes:
  - template: oge   # огэ
    classes: [9А, 9Б]

    params:
      a: 1
  - {template: b, grades: [9]}
guards: {8Д: {people: 1}, 9А: {people: 2}}
own:
  8Д: {people: 1}
  9А:
    people: 2
last: 1
"""


def edited(text: str = TEXT) -> YamlEditor:
    return YamlEditor(text)


def diff(after: str, before: str = TEXT) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_without_edits_the_text_is_the_same() -> None:
    assert edited().render() == TEXT


def test_scalars_keep_their_quotes_and_comments() -> None:
    editor = edited()
    editor.set_scalar(("year", "name"), "2027/28")
    editor.set_scalar(("year", "from"), "2027-09-01")
    editor.set_scalar(("classes", 1, "name"), "10А")
    editor.set_scalar(("classes", 2, "name"), "11")
    assert diff(editor.render())[1] == [
        '  name: "2027/28"',
        "  from: 2027-09-01   # среда",
        "  - name: '10А'",
        "  - {name: 11}",
    ]


def test_a_value_that_would_be_misread_is_quoted() -> None:
    editor = edited()
    editor.set_scalar(("last",), "a: b # c")
    assert parse_yaml(editor.render(), "x").data["last"] == "a: b # c"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (("classes",), {0, 2}), (("classes",), {1}), (("classes",), {2}), (("classes",), set()),
        (("flow",), {0}), (("flow",), {2}), (("flow",), {1}), (("flow",), {0, 2}), (("flow",), set()),
        (("guards",), {0}), (("guards",), {1}), (("guards",), set()),
        (("own",), {0}), (("own",), {1}), (("own",), set()),
    ],
)  # fmt: skip
def test_entries_go_and_the_others_stay(path: tuple[str], kept: set[int]) -> None:
    editor = edited()
    editor.keep_entries(path, kept)
    before, after = parse_yaml(TEXT, "x"), parse_yaml(editor.render(), "x")
    assert after.problems == ()
    data = before.data[path[0]]
    if isinstance(data, list):
        wanted: object = [one for number, one in enumerate(data) if number in kept]
    else:
        wanted = {key: data[key] for number, key in enumerate(data) if number in kept}
    assert after.data == {**before.data, path[0]: wanted}
    assert diff(editor.render())[1] == [] or path[0] in ("flow", "guards") or not kept


def test_an_item_is_added_in_the_style_of_the_list() -> None:
    editor = edited()
    editor.add_item(("classes",), "{name: 5А}")
    editor.add_item(("flow",), "{name: 5А}")
    assert diff(editor.render()) == (
        ["flow: [{name: 7А}, {name: 7Б}, {name: 7В}]   # поток"],
        ["  - {name: 5А}", "flow: [{name: 7А}, {name: 7Б}, {name: 7В}, {name: 5А}]   # поток"],
    )


def test_a_pair_is_added_in_the_style_of_the_mapping() -> None:
    editor = edited()
    editor.add_pair(("classes", 0), "x", "true")
    editor.add_pair(("classes", 1), "x", "true")
    editor.add_pair((), "rosters", "[a.xlsx]")
    assert diff(editor.render())[1] == [
        "  - {name: 8Д, distance: true, x: true}   # восьмой",
        "    x: true",
        "rosters: [a.xlsx]",
    ]


def test_a_list_gets_other_values() -> None:
    editor = edited()
    editor.set_list(("programmes", 0, "classes"), ["9А", "9В", "9Г"])
    editor.set_list(("programmes", 1, "grades"), ["10"])
    assert diff(editor.render())[1] == [
        "    classes: [9А, 9В, 9Г]",
        "  - {template: b, grades: [10]}",
    ]
    shorter = edited()
    shorter.set_list(("programmes", 0, "classes"), ["9Б"])
    assert "    classes: [9Б]\n" in shorter.render()


def test_a_block_list_gets_other_values() -> None:
    text = "a:\n  - x   # один\n  - y\nb: 1\n"
    editor = YamlEditor(text)
    editor.set_list(("a",), ["x", "z", "w"])
    assert editor.render() == "a:\n  - x   # один\n  - z\n  - w\nb: 1\n"


def test_an_item_becomes_a_comment_with_its_own_comments() -> None:
    editor = edited()
    editor.comment_out(("programmes", 0), "классов нет")
    assert editor.render() == TEXT.replace(
        "  - template: oge   # огэ\n    classes: [9А, 9Б]\n\n    params:\n      a: 1\n",
        "  # классов нет\n  # - template: oge   # огэ\n  #   classes: [9А, 9Б]\n\n  #   params:\n  #     a: 1\n",
    )


def test_line_ends_of_windows_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    editor = YamlEditor(text)
    editor.add_item(("classes",), "{name: 5А}")
    editor.comment_out(("programmes", 0), "нет")
    assert editor.render().count("\n") == editor.render().count("\r\n")


def test_a_file_that_ends_without_a_line_end() -> None:
    editor = YamlEditor("a:\n  - x")
    editor.add_item(("a",), "y")
    assert parse_yaml(editor.render(), "x").data == {"a": ["x", "y"]}


@pytest.mark.parametrize(
    "edit",
    [
        lambda editor: editor.set_scalar(("no",), "1"),
        lambda editor: editor.set_scalar(("classes",), "1"),
        lambda editor: editor.set_scalar(("classes", 9, "name"), "1"),
        lambda editor: editor.comment_out(("flow", 0), "x"),
        lambda editor: editor.set_list(("year",), ["x"]),
    ],
)
def test_what_is_not_there_is_refused(edit: Callable[[YamlEditor], None]) -> None:
    with pytest.raises(YamlEditError):
        edit(edited())


def test_two_edits_of_one_place_are_refused() -> None:
    editor = edited()
    editor.set_scalar(("last",), "2")
    editor.set_scalar(("last",), "3")
    with pytest.raises(YamlEditError):
        editor.render()


@pytest.mark.parametrize("path", ["a", "b"])
def test_what_others_refer_to_is_not_edited(path: str) -> None:
    with pytest.raises(YamlEditError):
        YamlEditor("a: &x 9А\nb: *x\n").set_scalar((path,), "10А")


@given(
    st.lists(st.sampled_from(["7А", "8Д", "9", "10А"]), min_size=1, max_size=5),
    st.lists(st.sampled_from(["8А", "9Д", "10", "11А"]), min_size=1, max_size=5),
    st.booleans(),
)
def test_any_list_becomes_any_other(before: list[str], after: list[str], block: bool) -> None:
    body = (
        "".join(f"\n  - {one}   # {one}" for one in before) if block else f" [{', '.join(before)}]"
    )
    text = f"# начало\nlist:{body}\nend: 1   # конец\n"
    editor = YamlEditor(text)
    editor.set_list(("list",), after)
    made = parse_yaml(editor.render(), "x")
    assert [str(one) for one in made.data["list"]] == after
    assert editor.render().startswith("# начало\nlist:")
    assert editor.render().endswith("\nend: 1   # конец\n")
