"""docs/ws-functions.md is what the table says."""

from pathlib import Path

from vsosh_moodle.language import set_language
from vsosh_moodle.moodle.functions import FUNCTIONS
from vsosh_moodle.moodle.functions_page import render_functions_page

PAGE = Path(__file__).parents[2] / "docs" / "ws-functions.md"
REWRITE = (
    "python -c 'from vsosh_moodle.moodle.functions_page import render_functions_page as r; "
    'print(r(), end="")\' > docs/ws-functions.md'
)


def test_the_page_is_current() -> None:
    set_language("ru")
    assert PAGE.read_text(encoding="utf-8") == render_functions_page(), REWRITE


def test_every_function_and_right_is_on_the_page() -> None:
    page = render_functions_page()
    for function in FUNCTIONS:
        assert f"| `{function.name}` |" in page
        assert all(f"| `{one}` |" in page for one in function.capabilities)
