"""Whatever stands in a config, the answer is a config or problems with lines, never a crash."""

from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from vsosh_moodle.config import parse_config
from vsosh_moodle.sources import parse_yaml

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"
GOOD = parse_yaml(EXAMPLE.read_text(encoding="utf-8"), "config.yaml").data

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5000),
    st.sampled_from(["", "9А", "8 «д» класс", "h1", "sandbox", "2026-09-01", "{last}", "http://["]),
    st.dates().map(str),
    st.text(max_size=8),
    st.lists(st.sampled_from(["9А", 5, None]), max_size=3),
    st.dictionaries(st.sampled_from(["key", "name", "from", "template"]), st.text(max_size=5), max_size=2),
)  # fmt: skip


def paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything inside the data."""
    items: list[tuple[Any, Any]] = []
    if isinstance(data, dict):
        items = list(data.items())
    elif isinstance(data, list):
        items = list(enumerate(data))
    return [one for key, value in items for one in [(*path, key), *paths(value, (*path, key))]]


def replaced(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return the data with another value at the path; a path that is gone changes nothing."""
    if not path:
        return value
    head, *rest = path
    if isinstance(data, dict) and head in data:
        return {**data, head: replaced(data[head], tuple(rest), value)}
    if isinstance(data, list) and isinstance(head, int) and head < len(data):
        return [*data[:head], replaced(data[head], tuple(rest), value), *data[head + 1 :]]
    return data


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(paths(GOOD)), junk), min_size=1, max_size=4))
def test_a_spoiled_config_is_answered_with_problems(
    spoils: list[tuple[tuple[Any, ...], Any]],
) -> None:
    data = GOOD
    for path, value in spoils:
        data = replaced(data, path, value)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    config, problems = parse_config(parse_yaml(text, "config.yaml"))
    errors = [problem for problem in problems if problem.severity == "error"]
    assert (config is None) == bool(errors)
    lines = text.count("\n") + 1
    for problem in problems:
        assert 1 <= problem.place.line <= lines
        assert problem.message
        assert problem.hint
    if config is not None:
        assert config.school_classes()
        assert all(config.planned_courses(programme) for programme in config.programmes)
