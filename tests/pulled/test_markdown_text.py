"""Texts of Moodle as Markdown and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.pulled.markdown_text import Loss, to_markdown, to_plain
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.templates import load_templates
from vsosh_moodle.templates.markdown import render_markdown
from vsosh_moodle.templates.render import render_course
from vsosh_moodle.templates.trial import example_context

TEMPLATES = Path(__file__).parents[2] / "course_templates"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith("<"):
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def test_every_text_of_the_library_comes_back_as_it_was() -> None:
    texts: set[str] = set()
    for template in load_templates(TEMPLATES):
        grade = max(template.model.grades or (9,))
        course = render_course(template, example_context(template, ClassName(grade, "А")))
        texts.update(_texts(course.summary))
        for section in course.sections:
            texts.update(_texts(section.summary))
            for activity in section.all_activities:
                texts.update(_texts(dict(activity.settings)))
    assert len(texts) > 500
    lost = {text for text in texts if to_markdown(text).losses}
    other = {text for text in texts if render_markdown(to_markdown(text).markdown) != text}
    assert (lost, other) == (set(), set())


SIGNS = st.text(alphabet="аб1 *_#-+.()[]<>&|`~\\{}%$!^=:\"'\n", max_size=30)
INLINE = st.sampled_from(["b", "em", "strong", "i", "code", "span", "u", "sup"])
BLOCK = st.sampled_from(["p", "div", "h3", "blockquote", "li"])


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Return HTML as a teacher's editor leaves it."""
    blocks = []
    for _number in range(draw(st.integers(0, 4))):
        words = draw(SIGNS).replace("&", "&amp;").replace("<", "&lt;")
        inner = draw(INLINE)
        more = draw(SIGNS).replace("&", "&amp;").replace("<", "&lt;")
        tag = draw(BLOCK)
        block = f"<{tag}>{words}<{inner}>{more}</{inner}></{tag}>"
        blocks.append(f"<ul>{block}</ul>" if tag == "li" else block)
    return "".join(blocks)


@given(markup())
def test_what_was_pulled_once_is_pulled_the_same_again(html: str) -> None:
    first = to_markdown(html).markdown
    assert to_markdown(render_markdown(first)).markdown == first


@given(st.text(max_size=200))
def test_any_text_can_be_pulled(text: str) -> None:
    to_markdown(text)
    to_plain(text)


@pytest.mark.parametrize(
    ("html", "markdown", "losses"),
    [
        ('<p style="color: red">Внимание</p>', "Внимание", [Loss("style")]),
        ('<p>Рис. <img src="@@PLUGINFILE@@/a%20b.png"></p>', "Рис.", [Loss("file", "a b.png")]),
        ('<p><a href="@@PLUGINFILE@@/план.pdf">план</a></p>', "план", [Loss("file", "план.pdf")]),
        ("<p>5 м<sup>2</sup>, H<sub>2</sub>O</p>", "5 м², H₂O", []),
        ("<p>x<sup>абв</sup></p>", "x^(абв)", [Loss("index", "абв")]),
        (
            '<iframe src="https://example.org/v?a=1&amp;b=2"></iframe>',
            "[https://example.org/v?a=1&b=2](https://example.org/v?a=1&b=2)",
            [Loss("frame", "https://example.org/v?a=1&b=2")],
        ),
        ("<p>До<script>alert(1)</script></p>", "До", [Loss("form")]),
        (r"<p>\(x^2\) и $$\frac{1}{2}$$</p>", r"\\(x^2\\) и $$\\frac{1}{2}$$", []),
        ("<p>1. Не список</p>", r"1\. Не список", []),
        ("<p>2 * 3, a_b, [так]</p>", "2 * 3, a_b, [так]", []),
    ],
)
def test_markup_of_teachers_is_kept_or_told(html: str, markdown: str, losses: list[Loss]) -> None:
    pulled = to_markdown(html)
    assert (pulled.markdown, list(pulled.losses)) == (markdown, losses)


def test_markup_without_end_becomes_plain_words() -> None:
    pulled = to_markdown("<div>" * 3000 + "слово")
    assert (pulled.markdown, pulled.losses) == ("слово", (Loss("deep"),))
